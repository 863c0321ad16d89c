package importer

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"binaan/planner"
)

// record is a row of a file under check: its cells by field, and what it becomes
// in the staging table, as COPY's text form.
type record struct {
	line     int64
	cells    []string // by field; "" where the file has no such column, or a word for nothing
	absent   []bool   // by field: the file has no such column
	numbers  []bool   // by field: the cell is a number, not text
	dates    []dates  // by field, what its column taught
	out      []byte
	refusals []refusal
	noticed  []notice
}

// refusal says which field keeps a row from being taken.
type refusal struct {
	field  int
	reason string
}

// notice is something odd about a row that is taken all the same.
type notice struct{ code, text string }

func (r *record) begin(line int64) {
	r.line, r.out, r.refusals, r.noticed = line, r.out[:0], r.refusals[:0], r.noticed[:0]
}

func (r *record) refuse(field int, reason string) {
	r.refusals = append(r.refusals, refusal{field, reason})
}

func (r *record) note(code, text string) { r.noticed = append(r.noticed, notice{code, text}) }

// readDay reads a date in the order of its column.
func (r *record) readDay(field int) func(string) (planner.Day, string) {
	column, typed := &r.dates[field], r.numbers[field]
	return func(s string) (planner.Day, string) { return column.read(s, typed) }
}

// cell is a field as a person sees it.
func (r *record) cell(field int) string { return clean(r.cells[field]) }

// must is a cell that may not be empty.
func (r *record) must(field int) string {
	s := r.cell(field)
	if s == "" {
		r.refuse(field, "wajib diisi")
	}
	return s
}

// mostName is how long a name may be: a longer one is several cells run together.
const mostName = 100

// name is the name of somebody or something, which must be there.
func (r *record) name(field int) string {
	s := r.must(field)
	if utf8.RuneCountInString(s) > mostName {
		r.refuse(field, longName)
	}
	return s
}

var longName = fmt.Sprintf("nama lebih dari %d huruf: mungkin beberapa sel yang tersambung", mostName)

// needed reads a cell that must be there and right.
func needed[T any](r *record, field int, parse func(string) (T, string)) (v T) {
	if strings.TrimSpace(r.cells[field]) == "" {
		r.refuse(field, "wajib diisi")
		return v
	}
	v, reason := parse(r.cells[field])
	if reason != "" {
		r.refuse(field, reason)
	}
	return v
}

// useful reads a cell that may be missing; one that is wrong counts as missing
// and is told.
func useful[T any](r *record, field int, code string, parse func(string) (T, string)) (v T, ok bool) {
	if strings.TrimSpace(r.cells[field]) == "" {
		return v, false
	}
	v, reason := parse(r.cells[field])
	if reason != "" {
		r.note(code, reason)
		return v, false
	}
	return v, true
}

func (r *record) putNull() { r.out = append(r.out, '\\', 'N', '\t') }

func (r *record) putInt(n int64) {
	r.out = append(strconv.AppendInt(r.out, n, 10), '\t')
}

// putKnown puts a number, or null where the row does not say.
func (r *record) putKnown(n int64, known bool) {
	if known {
		r.putInt(n)
	} else {
		r.putNull()
	}
}

func (r *record) putBool(b bool) {
	r.out = append(strconv.AppendBool(r.out, b), '\t')
}

func (r *record) putFloat(v float64) {
	r.out = append(strconv.AppendFloat(r.out, v, 'g', -1, 64), '\t')
}

func (r *record) putDay(d planner.Day) {
	r.out = append(d.Time().AppendFormat(r.out, "2006-01-02"), '\t')
}

func (r *record) putText(s string) {
	r.out = append(appendText(r.out, s), '\t')
}

// putSaid puts a text, or null where the row does not say.
func (r *record) putSaid(s string) {
	if s == "" {
		r.putNull()
	} else {
		r.putText(s)
	}
}

// appendText writes s as COPY reads text. What PostgreSQL cannot keep is left out.
func appendText(out []byte, s string) []byte {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "")
	}
	for i := range len(s) {
		switch c := s[i]; c {
		case 0:
		case '\\':
			out = append(out, '\\', '\\')
		case '\t':
			out = append(out, '\\', 't')
		case '\n':
			out = append(out, '\\', 'n')
		case '\r':
			out = append(out, '\\', 'r')
		default:
			out = append(out, c)
		}
	}
	return out
}

// mostShown is how much of a refused cell is kept.
const mostShown = 200

// shown is the beginning of a cell, whole letters only.
func shown(s string) string {
	if len(s) <= mostShown {
		return s
	}
	s = s[:mostShown]
	for len(s) > 0 && !utf8.ValidString(s[max(0, len(s)-utf8.UTFMax):]) {
		s = s[:len(s)-1]
	}
	return s + "…"
}
