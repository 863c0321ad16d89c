package vector

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

// A .dbf of dBASE III: names of at most 10 bytes, texts of at most 254.
const (
	dbfName  = 10
	dbfText  = 254
	dbfWhole = 18 // digits that other programs read as a whole number
	dbfReal  = 24
	dbfPlace = 12 // decimals
)

// spot is where a field's values stand.
type spot struct {
	kind            byte
	width, decimals int
}

// tableOf is the .dbf of a layer.
func tableOf(l Layer, at time.Time, lost *losses) ([]byte, error) {
	if len(l.Fields) == 0 || len(l.Fields) > 255 {
		return nil, errors.New("a .dbf needs 1 to 255 fields")
	}
	spots := make([]spot, len(l.Fields))
	width := 1
	for i := range l.Fields {
		spots[i] = spotOf(l, i)
		width += spots[i].width
	}
	size := 32 + 32*len(l.Fields) + 1
	if width > math.MaxUint16 {
		return nil, errors.New("too many fields for a .dbf")
	}
	out := []byte{3, byte(max(0, at.Year()-1900)), byte(at.Month()), byte(at.Day())}
	out = binary.LittleEndian.AppendUint32(out, uint32(len(l.Features)))
	out = binary.LittleEndian.AppendUint16(out, uint16(size))
	out = binary.LittleEndian.AppendUint16(out, uint16(width))
	out = append(out, make([]byte, 20)...)
	names := shortNames(l, lost)
	for i, s := range spots {
		field := make([]byte, 32)
		copy(field[:dbfName], names[i])
		field[11], field[16], field[17] = s.kind, byte(s.width), byte(s.decimals)
		out = append(out, field...)
	}
	out = append(out, 0x0d)
	for _, f := range l.Features {
		out = append(out, ' ')
		for i, s := range spots {
			out = append(out, s.cell(f.Values[i], l, i, lost)...)
		}
	}
	return append(out, 0x1a), nil
}

// spotOf is as wide as the longest value of a field.
func spotOf(l Layer, i int) spot {
	switch l.Fields[i].Kind {
	case Whole:
		return spot{'N', dbfWhole, 0}
	case Real:
		return spot{'N', dbfReal, dbfPlace}
	case Text:
	}
	longest := 1
	for _, f := range l.Features {
		if s, is := f.Values[i].(string); is {
			longest = max(longest, len(s))
		}
	}
	return spot{'C', min(longest, dbfText), 0}
}

// cell is a value, filled up with blanks.
func (s spot) cell(v any, l Layer, i int, lost *losses) []byte {
	text := ""
	switch v := v.(type) {
	case string:
		if text = cut(v, s.width); text != v {
			lost.add(TextCut, l.Name, l.Fields[i].Name, v)
		}
	case int64:
		text = strconv.FormatInt(v, 10)
	case float64:
		text = strconv.FormatFloat(v, 'f', s.decimals, 64)
	}
	if len(text) > s.width { // a number beyond what the format holds
		lost.add(TextCut, l.Name, l.Fields[i].Name, text)
		text = ""
	}
	pad := strings.Repeat(" ", s.width-len(text))
	if s.kind == 'N' {
		return []byte(pad + text)
	}
	return []byte(text + pad)
}

// cut is as much of a text as so many bytes hold, no letter of it broken.
func cut(s string, bytes int) string {
	if len(s) <= bytes {
		return s
	}
	for bytes > 0 && !utf8.RuneStart(s[bytes]) {
		bytes--
	}
	return s[:bytes]
}

// shortNames are the names of fields as a .dbf holds them, none twice.
func shortNames(l Layer, lost *losses) (out []string) {
	for _, f := range l.Fields {
		name := cut(f.Name, dbfName)
		for n := 1; slices.ContainsFunc(out, func(one string) bool { return strings.EqualFold(one, name) }); n++ {
			end := "_" + strconv.Itoa(n)
			name = cut(f.Name, dbfName-len(end)) + end
		}
		if name != f.Name {
			lost.add(NameCut, l.Name, f.Name, name)
		}
		out = append(out, name)
	}
	return out
}

// table reads a .dbf: the layer's fields, and a row for each shape; nil where it was
// struck out.
func (r *reader) table(l *Layer, dbf, cpg []byte) (rows [][]any, err error) {
	broken := func() error { return refuse(Broken, l.Name+".dbf") }
	if len(dbf) < 33 {
		return nil, broken()
	}
	count, size, width := int64(binary.LittleEndian.Uint32(dbf[4:])), int(binary.LittleEndian.Uint16(dbf[8:])), int(binary.LittleEndian.Uint16(dbf[10:]))
	if size < 33 || size > len(dbf) || width < 1 {
		return nil, broken()
	}
	text := r.letters(l.Name, string(cpg), dbf[29])
	var spots []spot
	whole := 1
	for at := 32; at+32 <= size && dbf[at] != 0x0d; at += 32 {
		field := dbf[at : at+32]
		name, _, _ := strings.Cut(string(field[:11]), "\x00")
		s := spot{field[11], int(field[16]), int(field[17])}
		kind := Text
		if s.kind == 'N' || s.kind == 'F' {
			kind = map[bool]Kind{true: Real, false: Whole}[s.decimals > 0]
		}
		l.Fields = append(l.Fields, Field{strings.TrimSpace(text(name)), kind})
		spots = append(spots, s)
		if whole += s.width; whole > width || len(spots) > mostFields {
			return nil, broken()
		}
	}
	if count > mostFeatures || count*int64(len(spots)) > mostCells {
		return nil, refuse(TooMany, fmt.Sprint(min(mostFeatures, mostCells/max(1, len(spots)))))
	}
	for rest := dbf[size:]; int64(len(rows)) < count; rest = rest[width:] {
		if err := r.stopped(); err != nil {
			return nil, err
		}
		if len(rest) < width {
			return nil, broken()
		}
		if rest[0] == '*' {
			rows = append(rows, nil)
			continue
		}
		row, at := make([]any, len(spots)), 1
		for i, s := range spots {
			row[i] = s.read(string(rest[at:at+s.width]), text)
			at += s.width
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// read is a value; nil where there is none.
func (s spot) read(cell string, text func(string) string) any {
	cell = strings.Trim(cell, " \x00")
	if cell == "" || strings.Trim(cell, "*") == "" {
		return nil
	}
	if s.kind != 'N' && s.kind != 'F' {
		return text(cell)
	}
	if s.decimals == 0 {
		if n, err := strconv.ParseInt(cell, 10, 64); err == nil {
			return n
		}
	}
	if x, err := strconv.ParseFloat(cell, 64); err == nil && !math.IsNaN(x) && !math.IsInf(x, 0) {
		return x
	}
	return nil
}

// marks are the code pages that a table itself may name, in a byte of its head.
var marks = map[byte]string{0x01: "437", 0x02: "850", 0x03: "1252", 0x57: "1252", 0x64: "852", 0x65: "866", 0xc8: "1250", 0xc9: "1251", 0xca: "1254"}

// numberOf are the digits of a code page's name, whoever writes it: 885915 of ISO-8859-15,
// 850 of OEM 850 and of IBM Code Page 850.
func numberOf(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, name)
}

// page is the code page of a number; nil: none of one byte a letter that is known.
func page(number string) encoding.Encoding {
	if number == "88591" { // as its writers mean it
		return charmap.Windows1252
	}
	for _, one := range charmap.All {
		if name, named := one.(fmt.Stringer); named && len(number) > 2 && numberOf(name.String()) == number {
			return one
		}
	}
	return nil
}

// letters is how the texts of a table are coded: as the .cpg says, or the table's own
// mark. Where neither does, what is sound UTF-8 is that, and all else Windows-1252.
func (r *reader) letters(layer, cpg string, mark byte) func(string) string {
	name := strings.NewReplacer("-", "", "_", "", " ", "").Replace(strings.ToUpper(strings.TrimSpace(cpg)))
	number := numberOf(name)
	if name == "" {
		number = marks[mark]
	}
	in := func(coded encoding.Encoding) func(string) string {
		return func(s string) string {
			out, err := coded.NewDecoder().String(s)
			if err != nil || strings.ContainsRune(out, utf8.RuneError) {
				r.lost.add(BrokenText, layer, "", "")
			}
			return strings.ToValidUTF8(out, "�")
		}
	}
	latin := in(charmap.Windows1252)
	switch known := page(number); {
	case name == "UTF8" || name == "65001":
		return func(s string) string {
			if !utf8.ValidString(s) {
				r.lost.add(BrokenText, layer, "", "")
			}
			return strings.ToValidUTF8(s, "�")
		}
	case name == "LATIN1":
		return latin
	case known != nil:
		return in(known)
	}
	if name != "" {
		r.lost.add(GuessedText, layer, "", cpg)
	}
	return func(s string) string {
		if utf8.ValidString(s) {
			for _, c := range s {
				if c >= utf8.RuneSelf {
					r.lost.add(GuessedText, layer, "", s)
					break
				}
			}
			return s
		}
		out := latin(s)
		r.lost.add(GuessedText, layer, "", out)
		return out
	}
}
