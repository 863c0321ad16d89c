package importer

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"

	"binaan/planner"
)

// parted are all rows of a text, by the splitter, each with all of what follows at hand.
func parted(t *testing.T, s splitter, text []byte) (out [][]string) {
	t.Helper()
	for len(text) > 0 {
		n, fault := s.row(text, true)
		if fault != "" || n == 0 {
			t.Fatalf("%q: %s", text, fault)
		}
		out = append(out, s.read())
		text = text[n:]
	}
	return out
}

// row1 are the cells of the row read last.
func (s *splitter) read() (cells []string) {
	from := 0
	for _, end := range s.ends {
		cells = append(cells, string(s.text[from:end]))
		from = end
	}
	return cells
}

// What the standard library writes is read as it was meant, whatever signs, quotes and
// ends of lines stand in the cells.
func TestTheSplitterReadsWhatTheStandardLibraryWrites(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		sep := rapid.SampledFrom([]rune{',', ';', '\t', '|'}).Draw(r, "separator")
		columns := rapid.IntRange(2, 5).Draw(r, "columns")
		cell := rapid.StringMatching(`[a-z"',;|. \n]{0,6}[a-z]`)
		var rows [][]string
		for range rapid.IntRange(1, 6).Draw(r, "rows") {
			var row []string
			for range columns {
				row = append(row, cell.Draw(r, "cell"))
			}
			rows = append(rows, row)
		}
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		w.Comma = sep
		if err := w.WriteAll(rows); err != nil {
			r.Fatal(err)
		}
		if diff := cmp.Diff(rows, parted(t, splitter{sep: byte(sep), eol: '\n'}, b.Bytes())); diff != "" {
			r.Errorf("rows of %q (-written +read)\n%s", b.String(), diff)
		}
	})
}

// A file comes in pieces. A piece that ends within a row asks for more, and never makes a
// row of the half: that would be another family's number.
func TestHalfARowIsNoRow(t *testing.T) {
	s := splitter{sep: ',', eol: '\n'}
	for _, text := range []string{"9901,\"a, b\",c\nnext", "\"a \"\"b\"\" c\",d\n\"", "a,\"b\nc\",d\r\nx", ",,\n,", "\"1\" ,2\n3", "a \"b\" c,d\ne"} {
		whole, fault := s.row([]byte(text), true)
		if fault != "" {
			t.Fatalf("%q: %s", text, fault)
		}
		want := s.read()
		for k := range len(text) {
			n, fault := s.row([]byte(text[:k]), false)
			switch {
			case fault == short && k < whole:
			case fault == "" && n == whole && slices.Equal(s.read(), want):
			default:
				t.Errorf("the first %d bytes of %q are %d of the row %q: %q", k, text, n, s.read(), fault)
			}
		}
	}
}

// The separator is found whatever it is, with other signs in the cells.
func TestTheSeparatorIsFoundAmongOtherSigns(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 21))
		sep := separators[r.IntN(len(separators))]
		columns := 3 + r.IntN(6)
		var b strings.Builder
		for range 4 + r.IntN(20) {
			for c := range columns {
				if c > 0 {
					b.WriteByte(sep)
				}
				word := fmt.Sprint("sel", r.IntN(1000))
				if other := separators[r.IntN(len(separators))]; r.IntN(4) == 0 && other != sep {
					word = "Jl. Contoh" + string(other) + " 7"
				}
				b.WriteString(word)
			}
			b.WriteByte('\n')
		}
		if got := separatorOf([]byte(b.String()), '\n'); got != sep {
			t.Errorf("seed %d: %q of %q", seed, got, b.String())
		}
	}
}

// UTF-16 of either order is read with its mark and, of Latin text, without; what is none
// is left as it is.
func TestWideTextIsReadInEitherOrder(t *testing.T) {
	const text = "no_kk;nama\n9901010101010001;Sumarni Contoh, Jl. Melati\n"
	wide := func(big, mark bool) []byte {
		var b []byte
		units := utf16.Encode([]rune(text))
		if mark {
			units = append([]uint16{0xfeff}, units...)
		}
		for _, u := range units {
			if big {
				b = append(b, byte(u>>8), byte(u))
			} else {
				b = append(b, byte(u), byte(u>>8))
			}
		}
		return b
	}
	for name, file := range map[string][]byte{
		"little, marked": wide(false, true), "big, marked": wide(true, true), "little": wide(false, false), "big": wide(true, false),
		"UTF-8": []byte(text), "UTF-8, marked": []byte("\ufeff" + text),
	} {
		n := notes{}
		got, err := io.ReadAll(decoded(bytes.NewReader(file), file[:min(40, len(file))], &n))
		if err != nil || string(got) != text {
			t.Errorf("%s: %q, %v", name, got, err)
		}
		if told := len(n.list()) > 0; told == strings.HasPrefix(name, "UTF-8") {
			t.Errorf("%s: told of a change: %v", name, told)
		}
	}
}

// Good UTF-8 stays as it is, to the byte; what is none is read as a Windows program meant
// it, sign by sign.
func TestTextOfWindowsIsReadSignBySign(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := rapid.String().Draw(r, "text")
		if got := windowsText([]byte(s)); got != s && !strings.ContainsRune(s, '\ufffd') {
			r.Errorf("%q became %q", s, got)
		}
	})
	for c := 0x80; c < 0x100; c++ {
		want := string(charmap.Windows1252.DecodeByte(byte(c)))
		if got := windowsText([]byte{'a', byte(c), 'b'}); got != "a"+want+"b" {
			t.Errorf("byte %x is %q, want %q", c, got, want)
		}
	}
}

// A day of a workbook is the day that a person sees there, in both of its counts; hours
// are told beside it, and a time alone has no day.
func TestMomentsOfAWorkbookAreThoseOfItsCount(t *testing.T) {
	for serial := 61; serial < 80_000; serial += 97 {
		first := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, serial)
		if got := string(appendMoment(nil, float64(serial), isDate, false)); got != first.Format("2006-01-02") {
			t.Fatalf("day %d is %s, want %s", serial, got, first.Format("2006-01-02"))
		}
		later := time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, serial)
		if got := string(appendMoment(nil, float64(serial), isDate, true)); got != later.Format("2006-01-02") {
			t.Fatalf("day %d since 1904 is %s, want %s", serial, got, later.Format("2006-01-02"))
		}
	}
	for minute := range 24 * 60 {
		serial := 46_000 + (float64(minute)+0.2)/1440
		clock := fmt.Sprintf("%02d.%02d", minute/60, minute%60)
		if got := string(appendMoment(nil, serial, isMoment, false)); got != "2025-12-09 "+clock {
			t.Fatalf("minute %d is %s, want %s", minute, got, clock)
		}
		if got := string(appendMoment(nil, serial, isTime, false)); got != clock {
			t.Fatalf("minute %d alone is %s, want %s", minute, got, clock)
		}
	}
	for serial, want := range map[float64]string{1: "1900-01-01", 59: "1900-02-28"} { // 60 is a day that never was
		if got := string(appendMoment(nil, serial, isDate, false)); got != want {
			t.Errorf("day %v is %s, want %s", serial, got, want)
		}
	}
}

// A number loses no digit: whole ones stay as they are whatever their length, and others
// are those that a spreadsheet shows.
func TestNumbersOfAWorkbookLoseNoDigit(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		whole := rapid.StringMatching(`[1-9][0-9]{0,24}`).Draw(r, "whole")
		if got := string(appendNumber(nil, []byte(whole))); got != whole {
			r.Errorf("%s became %s", whole, got)
		}
		cents := rapid.Int64Range(-9_999_999_999, 9_999_999_999).Draw(r, "cents")
		v := float64(cents) / 100
		for _, form := range []string{strconv.FormatFloat(v, 'e', -1, 64), strconv.FormatFloat(v, 'f', 17, 64)} {
			got, err := strconv.ParseFloat(string(appendNumber(nil, []byte(form))), 64)
			if err != nil || math.Abs(got-v) > 1e-9 {
				r.Errorf("%s became %v: %v", form, got, err)
			}
			if s := string(appendNumber(nil, []byte(form))); strings.ContainsAny(s, "eE") || strings.Contains(s, "00000000") && cents%100 != 0 {
				r.Errorf("%s became %s", form, s)
			}
		}
	})
}

// Columns are numbered as people call them: A is the first, Z the 26th, AA the next.
func TestReferencesOfCellsAreReadBack(t *testing.T) {
	name := ""
	for column := 1; column <= 16_384; column++ {
		n, letters := column, ""
		for ; n > 0; n = (n - 1) / 26 {
			letters = string(rune('A'+(n-1)%26)) + letters
		}
		if letters == name {
			t.Fatalf("two columns %s", name)
		}
		name = letters
		if c, line := reference([]byte(fmt.Sprint(name, column*7))); c != column || line != int64(column*7) {
			t.Fatalf("%s%d is column %d, line %d", name, column*7, c, line)
		}
	}
	for ref, want := range map[string][2]int64{"": {}, "12": {0, 12}, "B": {2, 0}, "B3:D9": {2, 3}, "b3": {}} {
		if c, line := reference([]byte(ref)); int64(c) != want[0] || line != want[1] {
			t.Errorf("%q is column %d, line %d", ref, c, line)
		}
	}
}

// plusOf encodes a place as an Open Location Code of ten digits, by its definition.
func plusOf(lat, lon float64) string {
	y, x := int(math.Floor((lat+90)*8000)), int(math.Floor((lon+180)*8000)) // cells of 1/8000 degree
	code := ""
	for range 5 {
		code = string(plusDigits[y%20]) + string(plusDigits[x%20]) + code
		y, x = y/20, x/20
	}
	return code[:8] + "+" + code[8:]
}

// A place written in one cell in any of the ways is the same place: as degrees, as a link
// to a map, as WKT, as Kobo writes it, as a full plus code.
func TestAPlaceIsThePlaceHoweverItIsWritten(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		lat, lon := rapid.Float64Range(-10.9, -0.2).Draw(r, "lat"), rapid.Float64Range(95.1, 140.9).Draw(r, "lon")
		for name, cell := range map[string]string{
			"degrees":     fmt.Sprintf("%.6f, %.6f", lat, lon),
			"with words":  fmt.Sprintf("Lat: %.6f Long: %.6f", lat, lon),
			"in brackets": fmt.Sprintf("(%.6f; %.6f)", lat, lon),
			"Kobo":        fmt.Sprintf("%.6f %.6f 12.5 4.9", lat, lon),
			"pin":         fmt.Sprintf("https://www.google.com/maps/place/Rumah/@-6.1,106.2,17z/data=!3m1!4b1!4m5!3d%.6f!4d%.6f", lat, lon),
			"query":       fmt.Sprintf("https://maps.google.com/?q=%.6f,%.6f", lat, lon),
			"geo":         fmt.Sprintf("geo:%.6f,%.6f?z=18", lat, lon),
			"osm":         fmt.Sprintf("https://www.openstreetmap.org/?mlat=%.6f&mlon=%.6f", lat, lon),
		} {
			first, second, refusal := pairIn(cell)
			a, _ := strconv.ParseFloat(first, 64)
			b, _ := strconv.ParseFloat(second, 64)
			if refusal != "" || math.Abs(a-lat) > 1e-6 || math.Abs(b-lon) > 1e-6 {
				r.Errorf("%s %q is %q and %q: %s", name, cell, first, second, refusal)
			}
		}
		first, second, _ := pairIn(fmt.Sprintf("POINT (%.6f %.6f)", lon, lat)) // which is which the caller finds out
		if a, _ := strconv.ParseFloat(first, 64); math.Abs(a-lon) > 1e-6 || second == "" {
			r.Errorf("WKT is %q and %q", first, second)
		}
		code := plusOf(lat, lon)
		for _, cell := range []string{code, strings.ToLower(code), code + " Desa Contoh"} {
			first, second, refusal := pairIn(cell)
			a, _ := strconv.ParseFloat(first, 64)
			b, _ := strconv.ParseFloat(second, 64)
			if refusal != "" || math.Abs(a-lat) > 0.0002 || math.Abs(b-lon) > 0.0002 {
				r.Errorf("plus code %q of %v, %v is %q and %q: %s", cell, lat, lon, first, second, refusal)
			}
		}
	})
	for _, cell := range []string{"6P4X+2V", "6P4X+2V Karanganyar", "https://maps.app.goo.gl/AbCdEf"} {
		if first, second, refusal := pairIn(cell); first != "" || second != "" || refusal == "" {
			t.Errorf("%q is %q and %q: %q", cell, first, second, refusal)
		}
	}
}

// A code that a spreadsheet counted up, row by row, was not typed: one that only rises, or
// with gaps, was.
func TestADraggedColumnIsToldFromATypedOne(t *testing.T) {
	for _, test := range []struct {
		name string
		cell func(i int) string
		line func(i int) int64
		want bool
	}{
		{"dragged", func(i int) string { return fmt.Sprintf("99.01.01.%04d", 2001+i) }, func(i int) int64 { return int64(i + 2) }, true},
		{"the same", func(int) string { return "99.01.01.2001" }, func(i int) int64 { return int64(i + 2) }, false},
		{"with gaps", func(i int) string { return strconv.Itoa(2001 + 2*i) }, func(i int) int64 { return int64(i + 2) }, false},
		{"falling", func(i int) string { return strconv.Itoa(9001 - i) }, func(i int) int64 { return int64(i + 2) }, false},
		{"rows between", func(i int) string { return strconv.Itoa(2001 + i) }, func(i int) int64 { return int64(2*i + 2) }, false},
		{"no numbers", func(int) string { return "Karangasri" }, func(i int) int64 { return int64(i + 2) }, false},
		{"half by hand", func(i int) string { return strconv.Itoa(2001 + i/2) }, func(i int) int64 { return int64(i + 2) }, false},
	} {
		c := climb{}
		for i := range 3 * fewPriced {
			c.add(test.line(i), test.cell(i))
		}
		if c.dragged() != test.want {
			t.Errorf("%s: dragged %v: %+v", test.name, c.dragged(), c)
		}
	}
}

// A column of dates is read as it writes them: what it showed decides, a slip of the hand
// does not, and a day in doubt is refused instead of guessed.
func TestAColumnOfDatesIsReadAsItWritesThem(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		monthFirstly := rapid.Bool().Draw(r, "month first")
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(r, "seed"), 22))
		c := dates{}
		write := func(at time.Time) (year, first, second string) {
			day, month := strconv.Itoa(at.Day()), strconv.Itoa(int(at.Month()))
			if monthFirstly {
				day, month = month, day
			}
			return strconv.Itoa(at.Year()), day, month
		}
		var all []time.Time
		clear := false
		for range rapid.IntRange(1, 40).Draw(r, "rows") {
			at := time.Date(2026, time.Month(1+rng.IntN(12)), 1+rng.IntN(28), 0, 0, 0, 0, time.UTC)
			clear = clear || at.Day() > 12
			all = append(all, at)
			c.ordered(write(at))
		}
		read := c.learned()
		for _, at := range all {
			got, refusal := read.ordered(write(at))
			if refusal != "" || got != planner.DayOf(at) && (clear || !monthFirstly) {
				r.Errorf("%v of a column month first %v was read as %v: %s", at, monthFirstly, got, refusal)
			}
		}
	})
}
