package importer

import (
	"fmt"
	"strconv"
	"strings"

	"binaan/planner"
)

// maxRupiah is far above what any family owes; more is a slip of the hand.
const maxRupiah = 1_000_000_000_000

// parseRupiah reads an amount that is 0 or more: 1250000, Rp 1.250.000,00,
// 1,250,000. A part of a rupiah is refused, since none is owed.
func parseRupiah(s string) (planner.Rupiah, string) {
	digits := s
	if !digitsOnly(s) {
		var refusal string
		if digits, refusal = wholeRupiah(clean(s)); refusal != "" {
			return 0, refusal
		}
	}
	if digits = strings.TrimLeft(digits, "0"); len(digits) > 13 {
		return 0, tooMuch
	}
	n, err := strconv.ParseInt("0"+digits, 10, 64)
	if err != nil || n > maxRupiah {
		return 0, tooMuch
	}
	return planner.Rupiah(n), ""
}

// readRupiah reads an amount in a cell that may be a number of a spreadsheet, in
// which a point leads decimals and nothing else.
func (r *record) readRupiah(field int) func(string) (planner.Rupiah, string) {
	if r.numbers[field] {
		return numericRupiah
	}
	return parseRupiah
}

func numericRupiah(s string) (planner.Rupiah, string) {
	whole, decimals, _ := strings.Cut(s, ".")
	if strings.Trim(decimals, "0") != "" {
		return 0, fraction
	}
	return parseRupiah(whole)
}

var tooMuch = fmt.Sprintf("jumlah uang lebih dari %s: periksa lagi", planner.Rupiah(maxRupiah))

const (
	noMoney  = "jumlah uang tidak dapat dibaca: tulis angka saja, misalnya 1250000"
	fraction = "jumlah uang memuat pecahan rupiah"

	negativeSum = "jumlah uang negatif"
)

// wholeRupiah leaves the digits before the decimals of s.
func wholeRupiah(s string) (digits, refusal string) {
	if s == "" {
		return "", "jumlah uang kosong"
	}
	if rounded(s) {
		return "", "jumlah uang ditulis sebagai " + s + ": ekspor ulang dengan angka lengkap"
	}
	s, negative := unsigned(withoutCurrency(s))
	s = strings.ReplaceAll(s, " ", "")
	if negative {
		return "", negativeSum
	}
	whole, decimals, ok := splitAmount(s)
	switch {
	case !ok:
		return "", noMoney
	case strings.Trim(decimals, "0") != "":
		return "", fraction
	}
	return whole, ""
}

// withoutCurrency drops Rp, IDR and what stands for no decimals: 5.000,-
func withoutCurrency(s string) string {
	s = strings.ToUpper(s)
	s, _ = strings.CutSuffix(s, ",-")
	s, _ = strings.CutSuffix(s, ".-")
	minus := strings.HasPrefix(s, "-")
	s = strings.TrimSpace(strings.TrimPrefix(s, "-"))
	for _, word := range []string{"RP.", "RP", "IDR"} {
		if after, ok := strings.CutPrefix(s, word); ok {
			s = after
			break
		}
	}
	s = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(s), "IDR"))
	if minus {
		s = "-" + s
	}
	return s
}

// unsigned knows the bookkeepers' ways to write less than nothing.
func unsigned(s string) (string, bool) {
	if strings.HasPrefix(s, "(") && strings.HasSuffix(s, ")") {
		return s[1 : len(s)-1], true
	}
	if after, ok := strings.CutPrefix(s, "-"); ok {
		return after, true
	}
	if before, ok := strings.CutSuffix(s, "-"); ok {
		return before, true
	}
	return strings.TrimPrefix(s, "+"), false
}

// splitAmount tells thousands from decimals: of two kinds of sign the last one
// leads the decimals; a sign that stands once with three digits behind it, or
// several times, parts thousands.
func splitAmount(s string) (whole, decimals string, ok bool) {
	last := strings.LastIndexAny(s, ".,")
	if last < 0 {
		return s, "", digitsOnly(s)
	}
	sign, other := s[last:last+1], "."
	if sign == "." {
		other = ","
	}
	if strings.Contains(s, other) || strings.Count(s, sign) == 1 && len(s)-last-1 != 3 {
		whole, decimals = s[:last], s[last+1:]
		if whole, ok = joined(whole, other); !ok || !digitsOnly(decimals) {
			return "", "", false
		}
		return whole, decimals, true
	}
	whole, ok = joined(s, sign)
	return whole, "", ok
}

// joined removes sign from s if it parts groups of three.
func joined(s, sign string) (string, bool) {
	groups := strings.Split(s, sign)
	for i, g := range groups {
		if !digitsOnly(g) || i > 0 && len(g) != 3 || i == 0 && len(groups) > 1 && len(g) > 3 {
			return "", false
		}
	}
	return strings.Join(groups, ""), true
}

// parseCount reads a whole number from 0 to most.
func parseCount(s string, most int) (int, string) {
	digits := s
	if !digitsOnly(s) {
		digits = countDigits(clean(s))
	}
	if !digitsOnly(digits) {
		return 0, "bukan bilangan bulat"
	}
	digits = strings.TrimLeft(digits, "0")
	n, err := strconv.Atoi("0" + digits)
	if err != nil || n > most {
		return 0, fmt.Sprintf("lebih dari %d", most)
	}
	return n, ""
}

// countDigits drops decimals that are zero and the word for what is counted.
func countDigits(s string) string {
	s = strings.ToLower(s)
	for _, unit := range []string{"bulan", "bln", "jiwa", "orang", "org"} {
		s = strings.TrimSpace(strings.TrimSuffix(s, unit))
	}
	if i := strings.LastIndexAny(s, ".,"); i > 0 && len(s)-i <= 3 && strings.Trim(s[i+1:], "0") == "" {
		s = s[:i]
	}
	return s
}
