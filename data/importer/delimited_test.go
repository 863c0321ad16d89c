package importer

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/unicode"

	"binaan/data"
)

// opened is a sheet of a file with the content given.
func opened(t testing.TB, content string) sheet {
	t.Helper()
	s, err := opens(t, content)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	return s
}

func opens(t testing.TB, content string) (sheet, error) {
	t.Helper()
	s, err := sheetOf(inMemory{strings.NewReader(content)}, int64(len(content)))
	if err != nil {
		return nil, err
	}
	return s, nil
}

type inMemory struct{ *strings.Reader }

func (inMemory) Close() error { return nil }

func TestSheetsAreOpenedByContent(t *testing.T) {
	content := "a,b\n1,2\n"
	path := filepath.Join(t.TempDir(), "households.xlsx")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	s, size, err := openSheet(path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if diff := cmp.Diff([]string{"1: a|b", "2: 1|2"}, readAll(t, s)); diff != "" || size != int64(len(content)) || s.Done() != size {
		t.Errorf("%s, %d of %d bytes", diff, s.Done(), size)
	}
	if _, _, err := openSheet(path + ".gone"); !errors.Is(err, ErrFile) {
		t.Errorf("no file: got %v, want ErrFile", err)
	}
}

// readAll is every row of s as "line: cell|cell", refused rows as "line! reason".
func readAll(t testing.TB, s sheet) (rows []string) {
	t.Helper()
	for {
		cells, line, err := s.Next()
		switch {
		case errors.Is(err, io.EOF):
			return rows
		case errors.As(err, new(rowError)):
			rows = append(rows, fmt.Sprintf("%d! %v", line, err))
		case err != nil:
			t.Fatalf("row %d: %v", line, err)
		default:
			rows = append(rows, fmt.Sprintf("%d: %s", line, strings.Join(cells, "|")))
		}
	}
}

func wide(t *testing.T, e unicode.Endianness, mark unicode.BOMPolicy, s string) string {
	t.Helper()
	out, err := unicode.UTF16(e, mark).NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestDelimitedTextIsReadAsItIsMeant(t *testing.T) {
	want := []string{"1: no_kk|nama|alamat", "2: 1|Ané Contoh|Jl. Melati"}
	utf8Text := "no_kk,nama,alamat\n1,Ané Contoh,Jl. Melati\n"
	tests := []struct {
		name, content string
		want          []string
	}{
		{"UTF-8", utf8Text, want},
		{"byte order mark", byteOrderMark + utf8Text, want},
		{"UTF-16 LE", wide(t, unicode.LittleEndian, unicode.UseBOM, utf8Text), want},
		{"UTF-16 BE", wide(t, unicode.BigEndian, unicode.UseBOM, utf8Text), want},
		{"UTF-16 LE without mark", wide(t, unicode.LittleEndian, unicode.IgnoreBOM, utf8Text), want},
		{"UTF-16 BE without mark", wide(t, unicode.BigEndian, unicode.IgnoreBOM, utf8Text), want},
		{"Windows-1252", "no_kk,nama,alamat\n1,An\xe9 Contoh,Jl. Melati\n", want},
		{"both in one file", "no_kk,nama\n1,An\xe9\n2,Ané\n", []string{"1: no_kk|nama", "2: 1|Ané", "3: 2|Ané"}},
		{"NUL", "no_kk,na\x00ma,alamat\n1,Ané Con\x00toh,Jl. Melati\n", want},
		{"semicolon", strings.ReplaceAll(utf8Text, ",", ";"), want},
		{"tab", strings.ReplaceAll(utf8Text, ",", "\t"), want},
		{"bar", strings.ReplaceAll(utf8Text, ",", "|"), want},
		{"semicolon with decimal commas", "a;b;c\n1,5;2,5;3,5\n", []string{"1: a|b|c", "2: 1,5|2,5|3,5"}},
		{"named separator", "sep=|\na|b;c;d\n1|2;3;4\n", []string{"1: a|b;c;d", "2: 1|2;3;4"}},
		{"CRLF", strings.ReplaceAll(utf8Text, "\n", "\r\n"), want},
		{"CR", strings.ReplaceAll(utf8Text, "\n", "\r"), want},
		{"no end of the last line", strings.TrimSpace(utf8Text), want},
		{"quotes", "\"no_kk\",\"nama\",alamat\r\n1,\"Ané Contoh\" ,\"Jl. Melati\"\r\n", want},
		{"blanks before a quote", "a, \"b, c\"\n1, \"2, 3\"\n", []string{"1: a|b, c", "2: 1|2, 3"}},
		{"quotes within", "a,b\n\"Budi \"\"Jo\"\" C\",5\"\n\"B\" C,\n", []string{"1: a|b", `2: Budi "Jo" C|5"`, `3: "B" C|`}},
		{"line break in a cell", "a,b\n1,\"Jl. X\nNo. 2\"\n2,y\n", []string{"1: a|b", "2: 1|Jl. X\nNo. 2", "3: 2|y"}},
		{"rows in quotes as a whole", "\"a,\"\"b\"\",c\"\n\"1,\"\"Jl. X, 2\"\",3\"\n4,5,6\n", []string{"1: a|b|c", "2: 1|Jl. X, 2|3", "3: 4|5|6"}},
		{"empty rows", "a,b\n\n,\n 1,2\n", []string{"1: a|b", "4:  1|2"}},
		{"ragged rows", "a,b,c\n1\n1,2,3,4\n", []string{"1: a|b|c", "2: 1", "3: 1|2|3|4"}},
		{"quote never closed", "a,b\n\"1,x\n2,y\n3,z\n", []string{"1: a|b", "2! " + openQuote, "3: 2|y", "4: 3|z"}},
		{"quote closed by a later one", "a,b\n\"1,x\n\"2\",y\n3,\"z\"\n", []string{"1: a|b", "2! " + openQuote, "3: 2|y", "4: 3|z"}},
		{"header only", "a,b\n", []string{"1: a|b"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, readAll(t, opened(t, tt.content))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestHugeRowsCostOnlyThemselves(t *testing.T) {
	huge := strings.Repeat("x", 10<<20)
	tests := []struct{ name, row, want string }{
		{"cell of 10 MB", "1," + huge, longRow},
		{"cell of 10 MB in quotes", "1,\"" + huge + "\"", longRow},
		{"cell of 40 KB", "1," + huge[:40_000], longCell},
		{"5,000 columns", strings.Repeat("1,", 5_000), manyColumns},
		{"5,000 columns in quotes", strings.Repeat("\"1\",", 5_000), manyColumns},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := opened(t, "a,b\n"+tt.row+"\n2,y\n")
			want := []string{"1: a|b", "2! " + tt.want, "3: 2|y"}
			if diff := cmp.Diff(want, readAll(t, s)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFilesThatAreNoTableAreNamed(t *testing.T) {
	tests := []struct{ name, content, want string }{
		{"empty", "", "kosong"},
		{"blank", " \r\n\t\n", "kosong"},
		{"PDF", "%PDF-1.7\n", "PDF"},
		{"picture", "\x89PNG\r\n\x1a\n", "gambar"},
		{"web page", "\ufeff<html><table><tr><td>1</td></tr></table></html>", "HTML"},
		{"JSON", `{"type":"FeatureCollection"}`, "JSON"},
		{"XML of 2003", `<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">`, "XML Spreadsheet"},
		{"Excel 97", ole + strings.Repeat("\x00", 600), ".xls"},
		{"password", locked(), "kata sandi"},
		{"program", "\x7fELF\x02\x01\x01" + strings.Repeat("\x01\x02\x03\x04", 200), "bukan teks"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := opens(t, tt.content)
			if !errors.Is(err, ErrFile) || !errors.As(err, new(fileError)) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want ErrFile about %s", err, tt.want)
			}
		})
	}
}

// locked is as much of a workbook under a password as is looked at.
func locked() string {
	b := []byte(ole + strings.Repeat("\x00", 512-len(ole)))
	b[30] = 9 // sectors of 512 bytes; the directory is the first
	for _, c := range []byte("EncryptedPackage") {
		b = append(b, c, 0)
	}
	return string(b)
}

func TestRowsOfGoodTextCostOneAllocation(t *testing.T) {
	const rows = 1_000
	content := strings.Repeat("9901012811060001,Siti Contoh,35000,2026-12-31,-5.382612,111.593138\n", rows)
	n := testing.AllocsPerRun(3, func() {
		s := opened(t, content)
		for {
			cells, _, err := s.Next()
			if errors.Is(err, io.EOF) {
				return
			}
			if _, no := parseKK(cells[0]); no != "" || clean(cells[1]) == "" {
				t.Fatal(no)
			}
			if _, no := parseRupiah(cells[2]); no != "" {
				t.Fatal(no)
			}
			if _, no := parseDay(cells[3]); no != "" {
				t.Fatal(no)
			}
			if f, no := parsePosition(cells[5], cells[4]); f.note+no != "" {
				t.Fatal(f.note, no)
			}
		}
	})
	if n > rows+50 {
		t.Errorf("%v allocations for %d rows", n, rows)
	}
}

func FuzzCSV(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n", "a;b\r\n\"1\n\";2", "sep=;\na;b", "\"\"\"\n\"\",\"", "\xff\xfea\x00,\x00", "a,\xe9\x00\n", "\"a\nb\"c,\n", ",,,\n\n\r\r"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		s, err := opens(t, string(content))
		if err != nil {
			if !errors.Is(err, ErrFile) {
				t.Fatalf("%v is not ErrFile", err)
			}
			return
		}
		walk(t, s)
	})
}

// walk reads s to its end and checks what every sheet promises.
func walk(t *testing.T, s sheet) {
	last := int64(0)
	for {
		cells, line, err := s.Next()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil && !errors.Is(err, ErrFile) {
			t.Fatalf("%v is not ErrFile", err)
		}
		if err != nil && !errors.As(err, new(rowError)) {
			return
		}
		if line <= last {
			t.Fatalf("line %d after %d", line, last)
		}
		last = line
		if err == nil && (blank(cells) || len(cells) > maxColumns) {
			t.Fatalf("row %d: %d cells", line, len(cells))
		}
		for _, cell := range cells {
			if len(cell) > 4*maxCell || !utf8.ValidString(clean(cell)) {
				t.Fatalf("row %d: cell %q", line, cell)
			}
		}
	}
}

func TestWhatWasMendedIsCounted(t *testing.T) {
	s := opened(t, "a,b\n1,\xe9\n2,x\x00\n3,\"\xe9\x00\"\n")
	readAll(t, s)
	want := []data.Warning{
		{Code: "windows-1252", Text: "Huruf di luar UTF-8 dibaca sebagai Windows-1252.", Rows: 2, First: 2},
		{Code: "nul", Text: "Huruf kosong (NUL) dibuang.", Rows: 2, First: 3},
	}
	if diff := cmp.Diff(want, notesOf(s)); diff != "" {
		t.Error(diff)
	}
}
