package importer

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode"

	"binaan/data"
)

// field is something that a row of a file may tell.
type field struct {
	name     string
	synonyms []string // other headings it is known by, the likeliest first
	required bool
}

// headingRows is how far down a heading is looked for: files come with titles.
const headingRows = 20

// findHeading reads s down to the first row that names every required field.
// columns[i] is where fields[i] stands, or -1; used is every column of the heading.
// saved tells what a heading meant in an earlier file ("": not to be used) and
// wins over the synonyms.
func findHeading(s sheet, fields []field, saved map[string]string) (columns []int, used []data.ColumnUsed, err error) {
	names := vocabulary(fields, saved)
	columns, used, err = names.seek(s, fields)
	book, ok := s.(*workbook)
	if !ok {
		return columns, used, err
	}
	for first := err; err != nil; {
		more, fault := book.another()
		if fault != nil {
			return nil, nil, fault
		}
		if !more {
			return nil, nil, first
		}
		columns, used, err = names.seek(s, fields)
	}
	book.headed(len(used))
	return columns, used, nil
}

// seek looks for the heading in the sheet that s stands on.
func (m meanings) seek(s sheet, fields []field) (columns []int, used []data.ColumnUsed, err error) {
	missing, fewest := required(fields), len(fields)+1
	var broken error
	for range headingRows {
		cells, _, err := s.Next()
		if errors.As(err, new(rowError)) {
			broken = err
			continue
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, nil, err
		}
		columns, used = m.match(cells, fields)
		still := missingOf(fields, columns)
		if len(still) == 0 {
			return columns, used, nil
		}
		if len(still) < fewest {
			missing, fewest = still, len(still)
		}
	}
	if broken != nil && fewest >= len(required(fields)) {
		return nil, nil, fileError{"Judul kolom tidak ditemukan: " + broken.Error() + "."}
	}
	return nil, nil, headingError(missing)
}

func required(fields []field) []field {
	return slices.DeleteFunc(slices.Clone(fields), func(f field) bool { return !f.required })
}

func missingOf(fields []field, columns []int) (missing []field) {
	for i, f := range fields {
		if f.required && columns[i] < 0 {
			missing = append(missing, f)
		}
	}
	return missing
}

func headingError(missing []field) error {
	names := make([]string, len(missing))
	for i, f := range missing {
		names[i] = f.name
	}
	return fileError{fmt.Sprintf("Kolom wajib tidak ditemukan: %s. Judul kolom harus ada di salah satu dari %d baris pertama.",
		strings.Join(names, ", "), headingRows)}
}

// meanings is what a heading, written with letters and digits only, may stand for:
// fields by rank, the lowest rank the surest.
type meanings map[string]meaning

type meaning struct{ field, rank int }

// unused is the field of a heading that is known to be of none.
const unused = -1

// vocabulary ranks a saved heading first, then a field's own name, then synonyms
// in their order.
func vocabulary(fields []field, saved map[string]string) meanings {
	m := meanings{}
	index := make(map[string]int, len(fields))
	for i, f := range fields {
		index[f.name] = i
		m.offer(f.name, meaning{i, 1})
	}
	for i, f := range fields {
		for rank, s := range f.synonyms {
			m.offer(s, meaning{i, 2 + rank})
		}
	}
	for _, heading := range slices.Sorted(maps.Keys(saved)) {
		if i, ok := index[saved[heading]]; ok {
			m[letters(heading)] = meaning{i, 0}
		} else if saved[heading] == "" {
			m[letters(heading)] = meaning{unused, 0}
		}
	}
	return m
}

func (m meanings) offer(heading string, to meaning) {
	key := letters(heading)
	if old, ok := m[key]; !ok || to.rank < old.rank {
		m[key] = to
	}
}

// match tells which column holds which field: of two columns for one field the
// surer, and of equally sure ones the left.
func (m meanings) match(cells []string, fields []field) (columns []int, used []data.ColumnUsed) {
	columns = make([]int, len(fields))
	rank := make([]int, len(fields))
	for i := range columns {
		columns[i] = -1
	}
	for c, heading := range cells {
		to, ok := m.of(heading)
		if ok && to.field != unused && (columns[to.field] < 0 || to.rank < rank[to.field]) {
			columns[to.field], rank[to.field] = c, to.rank
		}
	}
	return columns, usedOf(cells, fields, columns)
}

// of is what a heading means, with or without what it adds in brackets: "Nilai (Rp)".
func (m meanings) of(heading string) (meaning, bool) {
	if to, ok := m[letters(heading)]; ok {
		return to, true
	}
	before, _, _ := strings.Cut(heading, "(")
	to, ok := m[letters(before)]
	return to, ok
}

func usedOf(cells []string, fields []field, columns []int) []data.ColumnUsed {
	width := len(cells)
	for width > 0 && clean(cells[width-1]) == "" {
		width--
	}
	used := make([]data.ColumnUsed, width)
	for c := range used {
		used[c].Heading = clean(cells[c])
	}
	for i, c := range columns {
		if c >= 0 {
			used[c].Field = fields[i].name
		}
	}
	return used
}

// letters is a heading without what people write differently: case, blanks,
// signs. "No. KK", "NO_KK" and "no kk" are one.
func letters(heading string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, clean(heading))
}

// rowFault says why cells, standing under the heading used, is no row of data:
// the heading again, a row of totals, or text moved to the right by a separator
// inside it. "": it may be one.
func rowFault(cells []string, used []data.ColumnUsed) string {
	if len(cells) > len(used) {
		for _, cell := range cells[len(used):] {
			if clean(cell) != "" {
				return fmt.Sprintf("baris ini berisi %d kolom, judulnya hanya %d: mungkin ada pemisah kolom di dalam teks", len(cells), len(used))
			}
		}
	}
	switch {
	case repeats(cells, used):
		return "judul kolom yang terulang"
	case totals(cells):
		return "baris jumlah (total), bukan data"
	}
	return ""
}

// repeats tells that at least half the filled cells say what their heading says.
func repeats(cells []string, used []data.ColumnUsed) bool {
	if len(cells) == 0 || len(used) == 0 || clean(cells[0]) != used[0].Heading && !anyHeading(cells, used) {
		return false
	}
	filled, same := 0, 0
	for i, cell := range cells[:min(len(cells), len(used))] {
		if cell = clean(cell); cell == "" {
			continue
		}
		filled++
		if strings.EqualFold(cell, used[i].Heading) {
			same++
		}
	}
	return same > 0 && 2*same >= filled
}

// anyHeading is the quick look that spares most rows the full comparison.
func anyHeading(cells []string, used []data.ColumnUsed) bool {
	for i := range min(len(cells), len(used), 3) {
		if used[i].Heading != "" && strings.EqualFold(clean(cells[i]), used[i].Heading) {
			return true
		}
	}
	return false
}

// totals tells that the row's first text is a word for a sum.
func totals(cells []string) bool {
	for _, cell := range cells {
		if cell = clean(cell); cell == "" {
			continue
		}
		if cell[0] >= '0' && cell[0] <= '9' {
			return false
		}
		switch word := letters(cell); word {
		case "total", "jumlah", "grandtotal", "subtotal", "totalkeseluruhan", "jumlahtotal", "jumlahkeseluruhan", "totaljumlah":
			return true
		default:
			return false
		}
	}
	return false
}
