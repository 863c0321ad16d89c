package importer

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// packed is a zip file of parts, given as name, content, name, content.
func packed(t testing.TB, parts ...string) string {
	t.Helper()
	return archived(t, zip.Deflate, parts)
}

func archived(t testing.TB, method uint16, parts []string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.CreateHeader(&zip.FileHeader{Name: parts[i], Method: method})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(parts[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

const (
	rootRels = `<Relationships><Relationship Id="r1" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>`
	book     = `<?xml version="1.0"?><workbook><sheets><sheet name="Data" sheetId="1" r:id="r1"/></sheets></workbook>`
	bookRels = `<Relationships><Relationship Id="r1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/>` +
		`<Relationship Id="r2" Type="http://x/styles" Target="/xl/styles.xml"/>` +
		`<Relationship Id="r3" Type="http://x/sharedStrings" Target="sharedStrings.xml"/></Relationships>`
)

// bookOf is a workbook of one sheet with the rows given, and more parts.
func bookOf(t testing.TB, sheet string, more ...string) string {
	t.Helper()
	return packed(t, partsOfBook(sheet, more...)...)
}

func partsOfBook(sheet string, more ...string) []string {
	return append([]string{"_rels/.rels", rootRels, "xl/workbook.xml", book, "xl/_rels/workbook.xml.rels", bookRels, "xl/worksheets/sheet1.xml", sheet}, more...)
}

func rowsOf(rows string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><worksheet><sheetData>` + rows + `</sheetData></worksheet>`
}

func TestWorkbooksOfExcelizeAreRead(t *testing.T) {
	f := excelize.NewFile()
	day := time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC)
	custom := "dd/mm/yyyy hh:mm"
	moment, err := f.NewStyle(&excelize.Style{CustomNumFmt: &custom})
	if err != nil {
		t.Fatal(err)
	}
	for cell, value := range map[string]any{
		"A1": "no_kk", "B1": "nama & \"alamat\"", "C1": "tanggal", "D1": "jam", "E1": "lat", "F1": "kosong",
		"A3": "9971012503140003", "B3": "Siti <Contoh>\nJl. Melati", "C3": day, "D3": day.Add(17*time.Hour + 59*time.Minute), "E3": -7.250445,
		"A4": 9971012503140003, "B4": "Ané", "E4": true, "H4": "jauh",
	} {
		if err := f.SetCellValue("Sheet1", cell, value); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.SetCellStyle("Sheet1", "D3", "D3", moment); err != nil {
		t.Fatal(err)
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		`1: no_kk|nama & "alamat"|tanggal|jam|lat|kosong`,
		"3: 9971012503140003|Siti <Contoh>\nJl. Melati|2026-12-31|2026-12-31 17.59|-7.250445",
		"4: 9971012503140003|Ané|||TRUE|||jauh",
	}
	s := opened(t, b.String())
	if diff := cmp.Diff(want, readAll(t, s)); diff != "" {
		t.Error(diff)
	}
	if got := s.Done(); got != int64(b.Len()) {
		t.Errorf("done %d of %d", got, b.Len())
	}
}

func TestWorkbookCellsAreReadAsTheyAreShown(t *testing.T) {
	styles := `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[$-421]dd mmmm yyyy;@"/><numFmt numFmtId="165" formatCode="&quot;day&quot; 0.00"/>` +
		`<numFmt numFmtId="166" formatCode="[h]:mm"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>` +
		`<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="20"/><xf numFmtId="22"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/></cellXfs></styleSheet>`
	tests := []struct{ name, cell, want string }{
		{"shared", `<c t="s"><v>1</v></c>`, "Siti Contoh"},
		{"shared in pieces", `<c t="s"><v>2</v></c>`, "Budi Contoh"},
		{"inline", `<c t="inlineStr"><is><r><t>a &amp; </t></r><r><t xml:space="preserve">b</t></r></is></c>`, "a & b"},
		{"CDATA", `<c t="str"><v><![CDATA[a<b]]></v></c>`, "a<b"},
		{"escapes", `<c t="str"><v>&#65;&#x42;&lt;&bogus;_x000D_c</v></c>`, "AB<&bogus;\rc"},
		{"prefixed", `<x:c t="str"><x:v>1</x:v></x:c>`, "1"},
		{"truth", `<c t="b"><v>0</v></c>`, "FALSE"},
		{"error", `<c t="e"><v>#N/A</v></c>`, "#N/A"},
		{"16 digits", `<c><v>9971012503140003</v></c>`, "9971012503140003"},
		{"rounded", `<c><v>3.3E+15</v></c>`, "3.3E+15"},
		{"small with exponent", `<c><v>1.5E-3</v></c>`, "0.0015"},
		{"noise of floats", `<c><v>0.30000000000000004</v></c>`, "0.3"},
		{"date", `<c s="1"><v>46387</v></c>`, "2026-12-31"},
		{"date of a custom style", `<c s="4"><v>46387.999999</v></c>`, "2027-01-01"},
		{"date before the 29 February that never was", `<c s="1"><v>1</v></c>`, "1900-01-01"},
		{"time", `<c s="2"><v>0.749305555555556</v></c>`, "17.59"},
		{"hours on end", `<c s="6"><v>0.75</v></c>`, "18.00"},
		{"date and time", `<c s="3"><v>46387.75</v></c>`, "2026-12-31 18.00"},
		{"number with a word", `<c s="5"><v>46387</v></c>`, "46387"},
		{"negative with a date's style", `<c s="1"><v>-5</v></c>`, "-5"},
		{"formula", `<c><f>A1+1</f><v>12</v></c>`, "12"},
		{"place", `<c r="C1"><v>3</v></c><c><v>4</v></c>`, "||3|4"},
		{"beyond the last style", `<c s="77"><v>3</v></c>`, "3"},
	}
	shared := `<sst><si><t>x</t></si><si><t>Siti Contoh</t></si><si><r><t>Budi</t></r><r><t> Contoh</t></r><rPh><t>budi</t></rPh></si></sst>`
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := opened(t, bookOf(t, rowsOf(`<row r="1">`+tt.cell+`</row>`), "xl/styles.xml", styles, "xl/sharedStrings.xml", shared))
			if diff := cmp.Diff([]string{"1: " + tt.want}, readAll(t, s)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDaysSince1904(t *testing.T) {
	s := opened(t, packed(t, "xl/workbook.xml", strings.Replace(book, "<sheets>", `<workbookPr date1904="1"/><sheets>`, 1), "xl/_rels/workbook.xml.rels", bookRels,
		"xl/worksheets/sheet1.xml", rowsOf(`<row><c s="1"><v>44925</v></c></row>`), "xl/styles.xml", `<cellXfs><xf/><xf numFmtId="14"/></cellXfs>`))
	if diff := cmp.Diff([]string{"1: 2026-12-31"}, readAll(t, s)); diff != "" {
		t.Error(diff)
	}
}

func TestWorkbookNotesWhatAPersonDoesNotSee(t *testing.T) {
	sheet := `<worksheet><sheetData><row r="1"><c><v>1</v></c></row><row r="2" hidden="1"><c><f>1+1</f><v>2</v></c><c><f>2</f><v>3</v></c></row>` +
		`<row r="5"><c><f>A1</f></c><c t="str"><f>B1</f><v></v></c><c><v>1</v></c></row></sheetData><mergeCells><mergeCell ref="A5:A9"/></mergeCells></worksheet>`
	s := opened(t, bookOf(t, sheet))
	if diff := cmp.Diff([]string{"1: 1", "2: 2|3", "5: ||1"}, readAll(t, s)); diff != "" {
		t.Error(diff)
	}
	var got []string
	for _, n := range notesOf(s) {
		got = append(got, fmt.Sprintf("%s %d from %d", n.Code, n.Rows, n.First))
	}
	want := []string{"hidden 1 from 2", "formula 1 from 2", "formula-empty 2 from 5", "merged 1 from 5"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestHeadingIsFoundOnAnotherSheet(t *testing.T) {
	f := excelize.NewFile()
	for _, name := range []string{"Lama", "Data", "Lain"} {
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
	}
	for at, value := range map[string]string{"Sheet1!A1": "Petunjuk", "Lama!A1": "kk", "Lama!B1": "nama", "Data!B3": "kk", "Data!C3": "nama", "Data!C4": "Siti", "Data!F4": "lunas?"} {
		sheet, cell, _ := strings.Cut(at, "!")
		if err := f.SetCellValue(sheet, cell, value); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.SetSheetVisible("Lama", false); err != nil {
		t.Fatal(err)
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	s := opened(t, b.String())
	head, err := findHeading(s, someFields, nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int{1, 2, -1}, head.columns) + cmp.Diff([]string{"4: ||Siti"}, readAll(t, s)); diff != "" {
		t.Error(diff)
	}
	if notes := notesOf(s); len(head.used) != 3 || len(notes) != 1 || !strings.Contains(notes[0].Text, `3 lembar; yang dibaca hanya lembar "Data"`) {
		t.Errorf("used %v, notes %v", head.used, notes)
	}
	if _, err := findHeading(opened(t, b.String()), []field{{name: "alamat", required: true}}, nil); !errors.Is(err, ErrFile) {
		t.Errorf("on no sheet: got %v, want ErrFile", err)
	}
}

func TestWorkbookRowsThatAreTooMuchCostOnlyThemselves(t *testing.T) {
	tests := []struct{ name, row, want string }{
		{"cell of 10 MB", `<c t="str"><v>` + strings.Repeat("x&amp;", 2<<20) + `</v></c>`, longCell},
		{"shared text of 1 MB", `<c t="s"><v>0</v></c>`, longCell},
		{"shared texts many times", strings.Repeat(`<c t="s"><v>1</v></c>`, 900), longRow},
		{"5,000 columns", strings.Repeat("<c><v>1</v></c>", 5_000), manyColumns},
	}
	shared := `<sst><si><t>` + strings.Repeat("x", 1<<20) + `</t></si><si><t>` + strings.Repeat("y", 30_000) + `</t></si></sst>`
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := opened(t, bookOf(t, rowsOf(`<row><c><v>1</v></c></row><row>`+tt.row+`</row><row><c><v>3</v></c></row>`), "xl/sharedStrings.xml", shared))
			if diff := cmp.Diff([]string{"1: 1", "2! " + tt.want, "3: 3"}, readAll(t, s)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWorkbooksMadeToHarmAreRefused(t *testing.T) {
	good := rowsOf(`<row><c><v>1</v></c></row>`)
	entities := `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>`
	zeros := strings.Repeat("0", 40<<20)
	many := make([]string, 0, 2*maxParts+2)
	for i := range maxParts + 1 {
		many = append(many, fmt.Sprint(i), "")
	}
	locked := []byte(bookOf(t, good))
	for i := 0; ; i += 4 { // the flag in every entry of the directory
		at := bytes.Index(locked[i:], []byte("PK\x01\x02"))
		if at < 0 {
			break
		}
		i += at
		locked[i+8] |= 1
	}
	tests := []struct{ name, content, want string }{
		{"zip bomb in the sheet", bookOf(t, rowsOf(`<row><c t="str"><v>`+zeros+`</v></c></row>`)), "bom zip"},
		{"zip bomb of empty rows", bookOf(t, rowsOf(strings.Repeat("<row/>", 6<<20))), "bom zip"},
		{"zip bomb in the texts", bookOf(t, good, "xl/sharedStrings.xml", "<sst><si><t>"+zeros), "bom zip"},
		{"zip bomb in the styles", bookOf(t, good, "xl/styles.xml", "<a>"+zeros), "bom zip"},
		{"too many parts", packed(t, many...), "terlalu banyak bagian"},
		{"entities in the sheet", bookOf(t, entities+good), "DOCTYPE"},
		{"entities in the book", packed(t, "xl/workbook.xml", entities+book), "DOCTYPE"},
		{"entities in the texts", bookOf(t, good, "xl/sharedStrings.xml", entities+"<sst/>"), "DOCTYPE"},
		{"password", string(locked), "kata sandi"},
		{"binary workbook", packed(t, "xl/workbook.bin", "x"), ".xlsb"},
		{"OpenDocument", packed(t, "mimetype", "x", "content.xml", "x"), ".ods"},
		{"Word", packed(t, "_rels/.rels", "x", "word/document.xml", "x"), "Word"},
		{"other archive", packed(t, "data.csv", "a,b"), "ZIP"},
		{"archive of nothing", packed(t, "_rels/.rels", "<a/>"), "ZIP"},
		{"no sheet", packed(t, "xl/workbook.xml", "<workbook/>"), "lembar kerja"},
		{"only hidden sheets", packed(t, "xl/workbook.xml", strings.Replace(book, "<sheet ", `<sheet state="veryHidden" `, 1), "xl/_rels/workbook.xml.rels", bookRels,
			"xl/worksheets/sheet1.xml", good), "lembar kerja"},
		{"text beyond the last", bookOf(t, rowsOf(`<row><c t="s"><v>0</v></c></row>`)), "rusak"},
		{"cut short", bookOf(t, good)[:600], "rusak"},
		{"rows cut short", bookOf(t, `<worksheet><sheetData><row><c><v>1`), "rusak"},
		{"tag without end", bookOf(t, `<worksheet><sheetData><row `+strings.Repeat("a", 1<<20)), "rusak"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := readError(t, tt.content); !errors.As(err, new(fileError)) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want a fileError about %q", err, tt.want)
			}
		})
	}
}

// A part that says itself that it is too large is refused before a byte of it is
// unpacked; one that says less is read no further than it may be.
func TestALargeMemberIsRefusedBeforeItIsRead(t *testing.T) {
	for name, c := range map[string]struct {
		packed, says int
		want         string
	}{
		"300 MB, well packed": {2 << 20, 300 << 20, "256 MB"},
		"300 MB of nothing":   {1 << 10, 300 << 20, "bom zip"},
	} {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		parts := partsOfBook("")
		for i := 0; i < len(parts)-2; i += 2 {
			w, err := z.Create(parts[i])
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.WriteString(w, parts[i+1]); err != nil {
				t.Fatal(err)
			}
		}
		w, err := z.CreateRaw(&zip.FileHeader{Name: "xl/worksheets/sheet1.xml", Method: zip.Deflate, CompressedSize64: uint64(c.packed), UncompressedSize64: uint64(c.says)})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(bytes.Repeat([]byte{0xff}, c.packed)); err != nil { // no deflate stream: reading it would say "rusak"
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := opens(t, b.String()); !errors.As(err, new(fileError)) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want a fileError about %q", name, err, c.want)
		}
	}
	u := &unpacked{r: io.NopCloser(strings.NewReader(strings.Repeat("x", 2000))), left: 5000, room: 1000}
	if n, err := io.Copy(io.Discard, io.LimitReader(u, 3000)); err == nil || n > 1000 {
		t.Errorf("%d bytes of a part that lies about its size: %v", n, err)
	}
}

// readError is what stops the reading of a file.
func readError(t *testing.T, content string) error {
	s, err := opens(t, content)
	for err == nil || errors.As(err, new(rowError)) {
		_, _, err = s.Next()
	}
	return err
}

func TestFormsOfNumbers(t *testing.T) {
	for code, want := range map[string]cellForm{
		"General": isNumber, "0.00": isNumber, "@": isNumber, `#,##0 "hari"`: isNumber, `"Rp" #,##0.00_);[Red]("Rp" #,##0.00)`: isNumber,
		"dd/mm/yyyy": isDate, "mmm-yy": isDate, "[$-421]dddd, dd mmmm yyyy": isDate, `dd"-"mm`: isDate, "yyyy\\-mm\\-dd;@": isDate,
		"h:mm": isTime, "hh.mm.ss": isTime, "[h]:mm": isTime, "[mm]:ss": isTime, "dd/mm/yy hh:mm": isMoment, "": isNumber, `"`: isNumber, "[": isNumber, "\\": isNumber,
	} {
		if got := formOf(code); got != want {
			t.Errorf("%q: form %d, want %d", code, got, want)
		}
	}
}

// The sheet is fuzzed before it is packed: bytes changed in a zip file only break
// its sums.
func FuzzXLSX(f *testing.F) {
	for _, s := range []string{
		`<row r="1"><c r="A1" s="1" t="s"><v>1</v></c></row>`, `<row><c t="inlineStr"><is><t>a</t></is></c></row>`, `<row r="99999999999"/><row r="2">`,
		`<row><c r="ZZZZ9"><v>1e400</v></c></row>`, `<row><c s="1"><v>1e300</v></c><c s="-1"><v/></c></row>`, `<!DOCTYPE a>`, `<!-- x`, `<row><![CDATA[`, `<row a='"'>&#x110000;`,
		`</c></row></sheetData><mergeCell ref="AAA"/>`, `<row><c t="s"><v>4294967297</v></c></row>`,
	} {
		f.Add([]byte(rowsOf(s)), []byte(`<sst><si><t>x</t></si></sst>`), []byte(`<cellXfs><xf/><xf numFmtId="14"/></cellXfs>`))
	}
	f.Add([]byte("x"), []byte("<si"), []byte("<numFmt"))
	f.Fuzz(func(t *testing.T, sheet, shared, styles []byte) {
		s, err := opens(t, archived(t, zip.Store, partsOfBook(string(sheet), "xl/sharedStrings.xml", string(shared), "xl/styles.xml", string(styles))))
		if err != nil {
			if !errors.Is(err, ErrFile) {
				t.Fatalf("%v is not ErrFile", err)
			}
			return
		}
		walk(t, s)
		if len(notesOf(s)) > 10 {
			t.Fatalf("%d notes", len(notesOf(s)))
		}
	})
}
