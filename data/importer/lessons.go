package importer

import (
	"fmt"
	"slices"
	"strings"
)

// lessons are what a reading of a file taught of its columns, for the next: what a
// cell means may hang on cells below it.
type lessons struct {
	dates []dates // by field
	short bool    // rows leave out the empty cells at their end, as some spreadsheets do
}

func (l lessons) equal(other lessons) bool {
	return l.short == other.short && slices.Equal(l.dates, other.dates)
}

// fewShort is how many rows, and which share of them, may be shorter than the
// heading without that being the way in which the file was written.
const (
	fewShort   = 16
	shortShare = 20 // one in so many
)

// learned is what the file taught.
func (s *source) learned() lessons {
	l := lessons{dates: make([]dates, len(s.fields)), short: s.short >= fewShort && s.short*shortShare > s.Rows}
	for i := range s.record.dates {
		l.dates[i] = s.record.dates[i].learned()
	}
	return l
}

// tellColumns adds to the notes what only whole columns show.
func (s *source) tellColumns() {
	for i, d := range s.record.dates {
		text := ""
		switch {
		case d.order == monthFirst:
			text = "kolom %q ditulis bulan dahulu (bulan/hari/tahun) dan dibaca demikian"
		case d.guessed():
			text = "di kolom %q tidak tampak apakah hari atau bulan yang dahulu; dibaca hari dahulu"
		default:
			continue
		}
		s.tell("urutan_tanggal", d.days+d.months+d.either, fmt.Sprintf(text, s.heading(i)))
	}
	if s.related > 1 && s.related*4 > s.Rows {
		s.tell("baris_per_anggota", int(s.related), "berkas tampaknya memuat satu baris per anggota; dari tiap keluarga hanya baris pertama yang dipakai, sebagai kepala keluarga")
	}
	if len(s.unread) > 0 {
		slices.Sort(s.unread)
		s.tell("kolom_tidak_dibaca", len(s.unread), "kolom berisi data yang tidak dikenal dan tidak dibaca: "+s.headings(s.unread))
	}
}

// headings are what the file calls columns.
func (s *source) headings(columns []int) string {
	var names []string
	for _, c := range columns {
		names = append(names, fmt.Sprintf("%q", s.Columns[c].Heading))
	}
	return strings.Join(names, ", ")
}
