package importer

import (
	"fmt"
	"strings"
)

// parseKK reads the number of a family card: 6 digits of the place, 6 of the day
// of issue, 4 in order.
func parseKK(s string) (digits, refusal string) {
	digits, refusal = parseIdentity(s, "nomor KK")
	if refusal != "" {
		return "", refusal
	}
	day, month := pair(digits, 6), pair(digits, 8)
	switch {
	case day > 40 && dayExists(day-40, month):
		return "", "tampaknya NIK seorang perempuan (tanggal lahir + 40), bukan nomor KK"
	case !dayExists(day, month):
		return "", fmt.Sprintf("nomor KK tidak mungkin: angka ke-7 sampai ke-10 (%s) bukan tanggal dan bulan", digits[6:10])
	}
	return digits, ""
}

// parseNIK reads a person's number: 6 digits of the place of first registration,
// DDMMYY of birth with 40 added to a woman's day, 4 in order.
func parseNIK(s string) (digits, refusal string) {
	digits, refusal = parseIdentity(s, "NIK")
	if refusal != "" {
		return "", refusal
	}
	day, month := pair(digits, 6), pair(digits, 8)
	if day > 40 {
		day -= 40
	}
	if !dayExists(day, month) {
		return "", fmt.Sprintf("NIK tidak mungkin: tanggal lahir di dalamnya (%s) tidak ada", digits[6:12])
	}
	return digits, ""
}

// parseIdentity reads the 16 digits of what, whatever people put between them.
func parseIdentity(s, what string) (digits, refusal string) {
	digits, refusal = number(s, what)
	switch {
	case refusal != "":
		return "", refusal
	case len(digits) != 16:
		return "", fmt.Sprintf("%s harus 16 angka, ini %d angka", what, len(digits))
	case digits[0] == '0':
		return "", what + " tidak mungkin diawali 0"
	case digits[6:] == "0000000000":
		return "", what + " hanya berisi kode wilayah, sisanya nol"
	case digits[12:] == "0000":
		return "", what + " berakhir 0000, nomor urut yang tidak ada: tampaknya dibulatkan Excel; ekspor ulang dengan kolom ini sebagai Teks"
	}
	return digits, ""
}

// number leaves the digits of s; it may be led by an apostrophe and hold blanks,
// dots and dashes.
func number(s, what string) (digits, refusal string) {
	if digitsOnly(s) {
		return s, ""
	}
	s = clean(s)
	switch {
	case s == "":
		return "", what + " kosong"
	case rounded(s):
		return "", what + " sudah dibulatkan Excel (" + s + ") dan tidak dapat dipulihkan: ekspor ulang dari sumbernya dengan kolom ini sebagai Teks"
	}
	s = strings.TrimSuffix(s, ".0") // a number that a program wrote with a decimal
	digits = strings.Map(func(r rune) rune {
		if strings.ContainsRune(" .-'’`", r) {
			return -1
		}
		return r
	}, s)
	if !digitsOnly(digits) {
		return "", what + " berisi huruf atau tanda selain angka"
	}
	return digits, ""
}

func digitsOnly(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// rounded knows 3.3E+15 and 3,3E+15: most of the digits are gone.
func rounded(s string) bool {
	mantissa, exponent, ok := strings.Cut(strings.ToUpper(s), "E")
	if !ok {
		return false
	}
	mantissa = strings.Map(func(r rune) rune {
		if r == '.' || r == ',' {
			return -1
		}
		return r
	}, mantissa)
	return digitsOnly(mantissa) && digitsOnly(strings.TrimPrefix(exponent, "+"))
}

// pair is the two digits at i as a number.
func pair(digits string, i int) int { return int(digits[i]-'0')*10 + int(digits[i+1]-'0') }

// dayExists tells that the month has the day in some year.
func dayExists(day, month int) bool {
	return month >= 1 && month <= 12 && day >= 1 && day <= monthDays[month]
}

var monthDays = [13]int{0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

// parsePhone reads a telephone number as it is dialled within the country, from
// 0 on; of several the first.
func parsePhone(s string) (digits, refusal string) {
	s = clean(s)
	if i := strings.IndexAny(s, "/,;|"); i > 0 {
		s = s[:i]
	}
	abroad := strings.HasPrefix(strings.TrimLeft(s, "("), "+")
	digits, refusal = number(strings.Map(withoutDialMarks, s), "nomor telepon")
	if refusal != "" {
		return "", refusal
	}
	digits, foreign := national(digits, abroad)
	switch {
	case foreign:
		return "", "nomor telepon luar negeri"
	case len(digits) < 9 || len(digits) > 14:
		return "", fmt.Sprintf("nomor telepon harus 9 sampai 14 angka, ini %d angka", len(digits))
	}
	return digits, ""
}

func withoutDialMarks(r rune) rune {
	if strings.ContainsRune("+()_", r) {
		return -1
	}
	return r
}

// national puts the leading zero back that a spreadsheet drops and that the
// country's 62 stands for.
func national(digits string, abroad bool) (within string, foreign bool) {
	if after, ok := strings.CutPrefix(digits, "0062"); ok {
		digits, abroad = "62"+after, true
	}
	after, ours := strings.CutPrefix(digits, "62")
	switch {
	case ours && (abroad || len(digits) >= 11):
		return "0" + strings.TrimPrefix(after, "0"), false // +62 (0)812 is often written
	case abroad:
		return "", true
	case digits[0] != '0':
		return "0" + digits, false
	}
	return digits, false
}
