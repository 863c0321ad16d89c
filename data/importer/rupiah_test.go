package importer

import (
	"fmt"
	"strings"
	"testing"
)

func TestRupiahIsReadInEveryHand(t *testing.T) {
	checkReadings(t, []reading{
		{"1234567", "Rp1.234.567", ""},
		{"Rp 1.234.567,00", "Rp1.234.567", ""},
		{"rp1.234.567", "Rp1.234.567", ""},
		{"Rp. 35.000,-", "Rp35.000", ""},
		{"IDR 1,234,567", "Rp1.234.567", ""},
		{"1,234,567.00", "Rp1.234.567", ""},
		{"1.234", "Rp1.234", ""},
		{"150000.0", "Rp150.000", ""},
		{"150 000", "Rp150.000", ""},
		{"\u00a0１２３４\u200b", "Rp1.234", ""},
		{"0", "Rp0", ""},
		{"+5000", "Rp5.000", ""},
		{"-5000", "Rp0", "negatif"},
		{"Rp -5.000", "Rp0", "negatif"},
		{"-Rp5.000", "Rp0", "negatif"},
		{"(5.000)", "Rp0", "negatif"},
		{"1000000000000000", "Rp0", "lebih dari"},
		{strings.Repeat("9", 40), "Rp0", "lebih dari"},
		{"1.5E+06", "Rp0", "angka lengkap"},
		{"1234,5", "Rp0", "pecahan"},
		{"1.23.456", "Rp0", "tidak dapat dibaca"},
		{"1.234,567.00", "Rp0", "tidak dapat dibaca"},
		{"seratus ribu", "Rp0", "tidak dapat dibaca"},
		{"12ribu", "Rp0", "tidak dapat dibaca"},
		{"=1+1", "Rp0", "tidak dapat dibaca"},
		{"", "Rp0", "kosong"},
		{"Rp", "Rp0", "tidak dapat dibaca"},
	}, func(s string) (string, string) {
		r, refusal := parseRupiah(s)
		return r.String(), refusal
	})
}

func TestCountsAreWholeAndBounded(t *testing.T) {
	checkReadings(t, []reading{
		{"24", "24", ""},
		{"024", "24", ""},
		{"24,0", "24", ""},
		{"24 bulan", "24", ""},
		{" 3 Jiwa ", "3", ""},
		{"100", "0", "lebih dari 99"},
		{strings.Repeat("1", 60), "0", "lebih dari 99"},
		{"2.5", "0", "bulat"},
		{"-1", "0", "bulat"},
		{"", "0", "bulat"},
	}, func(s string) (string, string) {
		n, refusal := parseCount(s, 99)
		return fmt.Sprint(n), refusal
	})
}

func FuzzRupiah(f *testing.F) {
	for _, s := range []string{"Rp 1.234.567,00", "1,234,567", "-5", "(5)", "1E+9", "0,00", "Rp", ",-", "1.234", "99999999999999999999"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r, refusal := parseRupiah(s)
		if r < 0 || r > maxRupiah || refusal != "" && r != 0 {
			t.Fatalf("%q: %d, refused %q", s, r, refusal)
		}
		if again, no := parseRupiah(r.String()); refusal == "" && (again != r || no != "") {
			t.Fatalf("%q: %s read again is %s, %q", s, r, again, no)
		}
		if n, no := parseCount(s, 99); n < 0 || n > 99 || no != "" && n != 0 {
			t.Fatalf("%q: count %d, refused %q", s, n, no)
		}
		if d, no := parseDay(s); no == "" && d.String() == "" {
			t.Fatalf("%q: day %d", s, d)
		}
		for _, order := range []dateOrder{dayFirst, monthFirst, unordered} {
			column := dates{order: order, swapped: order == unordered}
			d, no := column.read(s, order == unordered)
			if again, no2 := column.read(d.String(), false); no == "" && (again != d || no2 != "") {
				t.Fatalf("%q: day %v read again is %v, %q", s, d, again, no2)
			}
		}
		if saysNothing(s) && saysNothing("9"+s) {
			t.Fatalf("%q: nothing even behind a digit", s)
		}
		if m, no := parseMinute(s); no == "" && (m < 0 || m > 1439) {
			t.Fatalf("%q: minute %d", s, m)
		}
		if shifts, no := parseShifts(s); no == "" && len(shifts) == 0 {
			t.Fatalf("%q: no shift and no refusal", s)
		}
	})
}
