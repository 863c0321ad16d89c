package importer

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"binaan/data"
)

// field is something that a row of a file may tell.
type field struct {
	name     string
	synonyms []string // other headings it is known by, the likeliest first
	required bool
	or       string // the field that may stand in for a required one
}

// headingRows is how far down a heading is looked for: files come with titles.
const headingRows = 20

// heading is what the heading of a file says.
type heading struct {
	columns []int             // where each field stands; -1: nowhere
	used    []data.ColumnUsed // every column up to the last that has a heading
	width   int               // cells that every row has; 0: any number
	above   int64             // a row above it that looks like data; 0: none
}

// findHeading reads s down to the first row that names every required field, or to
// two rows that do so together. saved tells what a heading meant in an earlier file
// ("": not to be used) and wins over the synonyms. Of a workbook it takes the sheets
// that have the heading, as one: ErrFile where their headings are not the same.
func findHeading(s sheet, fields []field, saved map[string]string) (heading, error) {
	names := vocabulary(fields, saved)
	if book, ok := s.(*workbook); ok {
		return names.seekSheet(book, fields)
	}
	return names.seek(s, fields)
}

// seekSheet looks for the heading in all sheets that a person sees.
func (m meanings) seekSheet(book *workbook, fields []field) (heading, error) {
	var first error
	var full, bare []int // sheets with the heading: with rows below it, and without
	var heads []heading  // of full
	for more := true; more; {
		head, err := m.seek(book, fields)
		if err == nil {
			if _, _, err := book.Next(); errors.Is(err, io.EOF) {
				bare = append(bare, book.at)
			} else {
				full, heads = append(full, book.at), append(heads, head)
			}
		} else if first == nil {
			first = err
		}
		if err != nil && !errors.Is(err, ErrFile) {
			return heading{}, err
		}
		if more, err = book.another(); err != nil {
			return heading{}, err
		}
	}
	found := append(full, bare...)
	if len(found) == 0 {
		return heading{}, first
	}
	for _, h := range heads {
		if !slices.Equal(h.used, heads[0].used) {
			return heading{}, fileError{"Beberapa lembar berisi data yang sama jenisnya dengan judul kolom yang berbeda: " + book.titles(full) +
				". Samakan judul dan urutan kolomnya, atau hapus atau sembunyikan lembar yang lain, lalu unggah lagi."}
		}
	}
	if err := book.afresh(found[0]); err != nil {
		return heading{}, err
	}
	head, err := m.seek(book, fields)
	if len(full) > 1 {
		book.join(full[1:], func() error {
			_, err := m.seek(book, fields)
			return err
		})
	}
	book.headed(len(head.used))
	head.width = 0
	return head, err
}

// seek looks for the heading in the sheet that s stands on.
func (m meanings) seek(s sheet, fields []field) (heading, error) {
	missing, fewest := required(fields), len(fields)+1
	var broken error
	var above []string
	var first int64 // row that looks like data
	for range headingRows {
		cells, line, err := s.Next()
		if errors.As(err, new(rowError)) {
			broken = err
			continue
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return heading{}, err
		}
		for _, row := range [][]string{cells, joinedHeading(above, cells)} {
			columns, used := m.match(row, fields)
			still := missingOf(fields, columns)
			if len(still) == 0 {
				return heading{columns, used, len(cells), first}, nil
			}
			if len(still) < fewest {
				missing, fewest = still, len(still)
			}
		}
		if first == 0 && slices.ContainsFunc(cells, identifies) {
			first = line
		}
		above = slices.Clone(cells)
	}
	if broken != nil && fewest >= len(required(fields)) {
		return heading{}, fileError{"Judul kolom tidak ditemukan: " + broken.Error() + "."}
	}
	return heading{}, headingError(missing)
}

// identifies tells that a cell is a number as long as a person's: no heading is.
func identifies(cell string) bool { return len(cell) >= 13 && len(cell) <= 16 && digitsOnly(cell) }

// joinedHeading are headings that stand in two rows: below the wide cell
// "Tunggakan" those of its parts, "Bulan" and "Nilai". What is above an empty cell
// counts for the cells to its right.
func joinedHeading(above, below []string) []string {
	if above == nil {
		return nil
	}
	joined := make([]string, max(len(above), len(below)))
	wide := ""
	for i := range joined {
		up, down := "", ""
		if i < len(above) {
			up = clean(above[i])
		}
		if i < len(below) {
			down = clean(below[i])
		}
		if up != "" {
			wide = up
		} else if down != "" {
			up = wide
		}
		joined[i] = strings.TrimSpace(up + " " + down)
	}
	return joined
}

func required(fields []field) []field {
	return slices.DeleteFunc(slices.Clone(fields), func(f field) bool { return !f.required })
}

func missingOf(fields []field, columns []int) (missing []field) {
	for i, f := range fields {
		if f.required && columns[i] < 0 && !standsIn(fields, columns, f.or) {
			missing = append(missing, f)
		}
	}
	return missing
}

// standsIn reports whether the file has one of the columns, / between them, that may
// stand in for another.
func standsIn(fields []field, columns []int, names string) bool {
	return slices.ContainsFunc(strings.Split(names, "/"), func(name string) bool {
		i := slices.IndexFunc(fields, func(f field) bool { return f.name == name })
		return i >= 0 && columns[i] >= 0
	})
}

func headingError(missing []field) error {
	names := make([]string, len(missing))
	for i, f := range missing {
		if names[i] = f.name; f.or != "" {
			names[i] += " (atau " + strings.ReplaceAll(f.or, "/", ", ") + ")"
		}
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

// bracketed is how much less sure a heading is of which what stands in brackets
// had to be left out.
const bracketed = 100

// of is what a heading means, with or without what it adds in brackets: "Nilai (Rp)".
func (m meanings) of(heading string) (meaning, bool) {
	if to, ok := m[letters(heading)]; ok {
		return to, true
	}
	before, _, cut := strings.Cut(heading, "(")
	to, ok := m[letters(before)]
	if cut && to.rank > 0 {
		to.rank += bracketed
	}
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
// the heading again, or a row of totals. "": it may be one.
func rowFault(cells []string, used []data.ColumnUsed) string {
	switch {
	case repeats(cells, used):
		return "judul kolom yang terulang"
	case totals(cells):
		return "baris jumlah (total), bukan data"
	case counts(cells):
		return "nomor kolom, bukan data"
	case subHeading(cells, used):
		return subHeaded
	}
	return ""
}

// subHeaded is said of a row that names what the rows below it have in common.
const subHeaded = "judul bagian (misalnya nama desa), bukan data: isinya tidak dibaca"

// fewFilled is how many cells a sub-heading fills at most: "Desa" and its name.
const fewFilled = 2

// longestPart is how long a sub-heading is at most, in bytes.
const longestPart = 80

// subHeading tells that a row of a wide table has next to nothing in it, and that in
// words.
func subHeading(cells []string, used []data.ColumnUsed) bool {
	if len(used) < 2*fewFilled {
		return false
	}
	filled, words := 0, false
	for _, cell := range cells {
		if saysNothing(cell) {
			continue
		}
		if filled++; filled > fewFilled || len(cell) > longestPart || strings.ContainsFunc(cell, func(r rune) bool { return r == ';' || r == '\t' || r == '|' }) || strings.Count(cell, ",") > 1 {
			return false
		}
		words = words || strings.ContainsFunc(cell, unicode.IsLetter)
	}
	return words
}

// counts tells that the cells number the columns: 1, 2, 3 … or (1), (2), (3) …
func counts(cells []string) bool {
	n := 0
	for _, cell := range cells {
		if cell = strings.Trim(clean(cell), "()."); cell == "" && n > 0 {
			continue
		}
		if cell != strconv.Itoa(n+1) {
			return false
		}
		n++
	}
	return n > 3
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
