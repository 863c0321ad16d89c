package importer

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// source is a file as COPY wants it. It reads, checks and counts rows as they are
// asked for.
type source struct {
	*intake
	table
	sheet    sheet
	columns  []int // of the file, by field
	width    int   // of a row of text; 0: any
	record   record
	idle     []int // columns of no field that are not yet seen to hold data
	unread   []int // those that are
	known    lessons
	short    int64 // rows with fewer cells than the heading
	seen     seen
	related  int64   // rows about the same thing as another, as far as kin tells
	disputed []int64 // lines of rows that another one contradicts in what matters
	nothing  string  // the columns of a row that is refused, but for the first
	chunk    []byte
	rest     []byte // of chunk
	err      error
}

const chunkSize = 64 << 10

func newSource(in *intake, t table, sheet sheet, head heading, known lessons) *source {
	s := &source{intake: in, table: t, sheet: sheet, columns: head.columns, width: head.width, known: known,
		nothing: strings.Repeat("\t\\N", len(t.columns)-1) + "\n"}
	s.record.cells, s.record.numbers = make([]string, len(t.fields)), make([]bool, len(t.fields))
	s.record.dates, s.record.absent = slices.Clone(known.dates), make([]bool, len(t.fields))
	for i, c := range head.columns {
		s.record.absent[i] = c < 0
	}
	for c, used := range head.used {
		if used.Field == "" && !rowNumber[letters(used.Heading)] {
			s.idle = append(s.idle, c)
		}
	}
	return s
}

// rowNumber are the headings of columns that only count the rows.
var rowNumber = wordSet("no", "nomor", "nourut", "nomorurut", "urut", "")

func (s *source) Read(p []byte) (int, error) {
	if len(s.rest) == 0 && s.err == nil {
		s.chunk = s.chunk[:0]
		for len(s.chunk) < chunkSize && s.err == nil {
			s.err = s.row()
		}
		s.rest = s.chunk
		s.watch.reach(s.sheet.Done())
	}
	n := copy(p, s.rest)
	s.rest = s.rest[n:]
	if n == 0 {
		return 0, s.err
	}
	return n, nil
}

// mostRows is how many rows a file may have: twice what a branch of the largest
// city has.
const mostRows = 2_000_000

// row reads a row, checks it and appends what it came to.
func (s *source) row() error {
	cells, line, err := s.sheet.Next()
	if err != nil {
		var broken rowError
		if !errors.As(err, &broken) {
			return err
		}
		s.Rows++
		s.record.begin(line)
		s.refused(broken.text)
		return nil
	}
	if s.Rows++; s.Rows > mostRows {
		return fileError{fmt.Sprintf("Berkas ditolak: lebih dari %d baris. Bagi menjadi beberapa berkas.", mostRows)}
	}
	s.record.begin(line)
	if fault := s.fault(cells); fault != "" {
		if fault == subHeaded {
			s.notes.add("sub_judul", "baris di antara data hanya memuat judul bagian, misalnya nama desa; bila wilayah keluarga hanya disebut di sana, isikan di tiap baris", line)
		}
		s.refused(fault)
		return nil
	}
	s.fill(cells)
	s.lookIdle(cells)
	if s.fold != nil {
		folded, refusal := s.fold(&s.record)
		switch {
		case folded:
			s.Duplicate++
			return nil
		case refusal != "":
			s.refused(refusal)
			return nil
		}
	}
	s.check(&s.record)
	if s.width > len(cells) && s.cutShort() {
		s.refused(fmt.Sprintf("baris ini hanya berisi %d kolom, judulnya %d: mungkin terpotong", len(cells), s.width))
		return nil
	}
	s.sort()
	return nil
}

// cutShort refuses a row with fewer cells than the heading in which nothing else is
// wrong, unless the file is written so.
func (s *source) cutShort() bool {
	s.short++
	if s.known.short {
		s.record.note("baris_pendek", "baris tidak berisi semua kolom; kolom di ujungnya dianggap kosong")
		return false
	}
	return len(s.record.refusals) == 0
}

// fill takes the cells of a row by field. A word for nothing is nothing, whatever
// the field.
func (s *source) fill(cells []string) {
	for i, c := range s.columns {
		s.record.cells[i], s.record.numbers[i] = "", false
		if c >= 0 && c < len(cells) && !saysNothing(cells[c]) {
			s.record.cells[i], s.record.numbers[i] = cells[c], s.sheet.Number(c)
		}
	}
}

// fault says why a row is no row of data under this heading; "": it may be one.
func (s *source) fault(cells []string) string {
	if s.width > 0 && len(cells) > s.width {
		return fmt.Sprintf("baris ini berisi %d kolom, judulnya hanya %d: mungkin ada pemisah kolom di dalam teks", len(cells), s.width)
	}
	return rowFault(cells, s.Columns)
}

// lookIdle looks for data in columns that no field was found for.
func (s *source) lookIdle(cells []string) {
	for i := 0; i < len(s.idle); i++ {
		if c := s.idle[i]; c < len(cells) && !saysNothing(cells[c]) {
			s.idle = slices.Delete(s.idle, i, i+1)
			s.unread = append(s.unread, c)
			i--
		}
	}
}

// sort puts a row that was checked where it belongs.
func (s *source) sort() {
	r := &s.record
	if len(r.refusals) > 0 {
		s.Rejected++
		for _, no := range r.refusals {
			s.appendRefusal(s.heading(no.field), shown(r.cells[no.field]), no.reason)
		}
		return
	}
	content := r.out
	if s.content != nil {
		content = s.content(r.out)
	}
	print := uint32(printOf(content))
	kin := print
	if s.kin != nil {
		kin = s.kin(r)
	}
	first, same, related := s.seen.add(s.key(r), print, kin, r.line)
	switch {
	case first == 0:
		s.take()
	case same:
		s.Duplicate++
	case s.kin != nil && related:
		s.related++
		s.refuseTwin(fmt.Sprintf("sudah ada di baris %d dengan tunggakan yang sama tetapi nama, NIK atau keterangan lain: kirim satu baris per keluarga (kepala keluarga), bukan satu per anggota", first))
	case s.kin != nil:
		s.disputed = append(s.disputed, first)
		s.refuseTwin(fmt.Sprintf("ada juga di baris %d dengan tunggakan lain: tidak dapat diketahui mana yang benar", first))
	default:
		s.refuseTwin(fmt.Sprintf("sudah ada di baris %d dengan isi lain; periksa mana yang benar", first))
	}
}

// refuseTwin refuses a row whose key another row has.
func (s *source) refuseTwin(reason string) {
	s.Rejected++
	s.appendRefusal(s.heading(0), shown(s.record.cells[0]), reason)
}

// take appends a row that is good.
func (s *source) take() {
	r := &s.record
	s.chunk = append(strconv.AppendInt(s.chunk, r.line, 10), "\t\\N\t\\N\t\\N\t"...)
	s.chunk = append(append(s.chunk, r.out[:len(r.out)-1]...), '\n')
	for _, n := range r.noticed {
		s.notes.add(n.code, n.text, r.line)
	}
}

// refused refuses a row as a whole.
func (s *source) refused(reason string) {
	s.Rejected++
	s.appendRefusal("", "", reason)
}

func (s *source) appendRefusal(heading, value, reason string) {
	first, _, _ := bytes.Cut(s.record.out, []byte("\t"))
	s.chunk = append(strconv.AppendInt(s.chunk, s.record.line, 10), '\t')
	s.chunk = append(appendText(s.chunk, heading), '\t')
	s.chunk = append(appendText(s.chunk, value), '\t')
	s.chunk = append(appendText(s.chunk, reason), '\t')
	if len(first) == 0 {
		first = []byte("\\N")
	}
	s.chunk = append(append(s.chunk, first...), s.nothing...)
}

// heading is what the file calls a field.
func (s *source) heading(field int) string {
	if c := s.columns[field]; c >= 0 {
		return s.Columns[c].Heading
	}
	return s.fields[field].name
}
