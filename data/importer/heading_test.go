package importer

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"binaan/data"
)

var someFields = []field{
	{name: "no_kk", synonyms: []string{"nomor kartu keluarga", "kk"}, required: true},
	{name: "nama", synonyms: []string{"nama kepala keluarga", "nama kepala"}, required: true},
	{name: "telepon", synonyms: []string{"hp", "no hp"}},
}

func TestHeadingIsFoundUnderAnyOfItsNames(t *testing.T) {
	tests := []struct {
		name, content string
		saved         map[string]string
		columns       []int
		used          []data.ColumnUsed
	}{
		{"own names", "no_kk,nama,telepon\n", nil, []int{0, 1, 2},
			[]data.ColumnUsed{{Heading: "no_kk", Field: "no_kk"}, {Heading: "nama", Field: "nama"}, {Heading: "telepon", Field: "telepon"}}},
		{"other hand", "No. KK , NAMA\u00a0KEPALA,Catatan,,\n", nil, []int{0, 1, -1},
			[]data.ColumnUsed{{Heading: "No. KK", Field: "no_kk"}, {Heading: "NAMA KEPALA", Field: "nama"}, {Heading: "Catatan"}}},
		{"row 4 under a title", "Data Tunggakan,\n\nper Nov 2026,\nkk,nama\n", nil, []int{0, 1, -1},
			[]data.ColumnUsed{{Heading: "kk", Field: "no_kk"}, {Heading: "nama", Field: "nama"}}},
		{"saved wins", "no_kk,nama,Kontak,hp\n", map[string]string{"kontak": "telepon"}, []int{0, 1, 2},
			[]data.ColumnUsed{{Heading: "no_kk", Field: "no_kk"}, {Heading: "nama", Field: "nama"}, {Heading: "Kontak", Field: "telepon"}, {Heading: "hp"}}},
		{"saved as unused", "no_kk,nama,hp\n", map[string]string{"HP": ""}, []int{0, 1, -1},
			[]data.ColumnUsed{{Heading: "no_kk", Field: "no_kk"}, {Heading: "nama", Field: "nama"}, {Heading: "hp"}}},
		{"saved as unused, brackets and all", "no_kk,nama,HP (WA)\n", map[string]string{"HP (WA)": ""}, []int{0, 1, -1},
			[]data.ColumnUsed{{Heading: "no_kk", Field: "no_kk"}, {Heading: "nama", Field: "nama"}, {Heading: "HP (WA)"}}},
		{"brackets", "no_kk (16 angka),nama,HP (WA)\n", nil, []int{0, 1, 2},
			[]data.ColumnUsed{{Heading: "no_kk (16 angka)", Field: "no_kk"}, {Heading: "nama", Field: "nama"}, {Heading: "HP (WA)", Field: "telepon"}}},
		{"surer column wins", "kk,no_kk,nama\n", nil, []int{1, 2, -1},
			[]data.ColumnUsed{{Heading: "kk"}, {Heading: "no_kk", Field: "no_kk"}, {Heading: "nama", Field: "nama"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			head, err := findHeading(opened(t, tt.content), someFields, tt.saved)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.columns, head.columns) + cmp.Diff(tt.used, head.used); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestMissingColumnsAreNamed(t *testing.T) {
	for content, want := range map[string]string{
		"no_kk,alamat\n1,x\n": "tidak ditemukan: nama.",
		"a,b\n":               "no_kk, nama",
		strings.Repeat("a,b\n", 25) + "no_kk,nama\n": "20 baris pertama",
		strings.Repeat("a,", 5000) + "\nalamat,b\n":  "1.000 kolom",
	} {
		_, err := findHeading(opened(t, content), someFields, nil)
		if !errors.Is(err, ErrFile) || !strings.Contains(err.Error(), want) {
			t.Errorf("%.20q: got %v, want ErrFile about %q", content, err, want)
		}
	}
}

func TestRowsThatAreNoDataAreTold(t *testing.T) {
	used := []data.ColumnUsed{{Heading: "No. KK"}, {Heading: "Nama"}, {Heading: "Nilai"}}
	tests := []struct {
		cells []string
		want  string
	}{
		{[]string{"9901012811060001", "Siti Contoh", "5"}, ""},
		{[]string{"NO. KK", "nama", "nilai"}, "terulang"},
		{[]string{"Total", "", "5"}, "jumlah"},
		{[]string{"", "GRAND TOTAL :", "5"}, "jumlah"},
		{[]string{"9901012811060001", "Total Contoh", "5"}, ""},
	}
	for _, tt := range tests {
		if got := rowFault(tt.cells, used); tt.want == "" && got != "" || !strings.Contains(got, tt.want) {
			t.Errorf("%q: got %q, want %q", tt.cells, got, tt.want)
		}
	}
}

// Whatever stands in the first rows, a heading that is found names every required
// field within the file's width.
func FuzzHeading(f *testing.F) {
	for _, s := range []string{"no_kk;nama\n1;2\n", "Judul\nno_kk;nama;hp\n", "KK;nama kepala;\n;;hp\n", ";;\n;\n", "no_kk (16);nama\n", "no_kk;no_kk;nama\n", "\"no\nkk\";nama\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, content string) {
		s, err := opens(t, content)
		if err != nil {
			return
		}
		head, err := findHeading(s, someFields, nil)
		if err != nil {
			if !errors.Is(err, ErrFile) {
				t.Fatalf("%v is not ErrFile", err)
			}
			return
		}
		for i, c := range head.columns {
			if someFields[i].required && c < 0 || c >= len(head.used) {
				t.Fatalf("%q: columns %v of %v", content, head.columns, head.used)
			}
		}
	})
}
