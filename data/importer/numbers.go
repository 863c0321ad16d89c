package importer

import (
	"fmt"
	"math"
	"strings"
)

// parseCard reads the number of a BPJS card, 13 digits. A spreadsheet that counts
// drops the zeros in front; they are put back, which told says.
func parseCard(s string) (digits, told, refusal string) {
	const what = "nomor kartu"
	digits, refusal = number(s, what)
	switch {
	case refusal != "":
		return "", "", refusal
	case len(digits) > 13 || len(digits) < 9:
		return "", "", fmt.Sprintf("%s harus 13 angka, ini %d angka", what, len(digits))
	case strings.HasSuffix(digits, "00000"):
		return "", "", what + " berakhir lima nol: tampaknya dibulatkan"
	case len(digits) < 13:
		return "0000"[:13-len(digits)] + digits, "nol di depan nomor kartu dipasang kembali", ""
	}
	return digits, "", ""
}

// vaBanks are what the number of a virtual account begins with; the last 11 digits
// of a card follow.
var vaBanks = []string{"88888", "89888"}

// parseVA reads the number of a virtual account, 16 digits, before which the name
// of a bank may stand.
func parseVA(s string) (digits, refusal string) {
	const what = "nomor VA"
	s = strings.TrimLeft(clean(s), "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz:. ")
	digits, refusal = number(s, what)
	switch {
	case refusal != "":
		return "", refusal
	case len(digits) != 16:
		return "", fmt.Sprintf("%s harus 16 angka, ini %d angka", what, len(digits))
	case !hasAnyPrefix(digits, vaBanks...):
		return "", what + " harus diawali " + strings.Join(vaBanks, " atau ")
	case strings.HasSuffix(digits, "00000"):
		return "", what + " berakhir lima nol: tampaknya dibulatkan"
	}
	return digits, ""
}

// parseReference reads the reference of a payment: text, unless a spreadsheet took
// it for a number and lost digits.
func parseReference(s string) (ref, refusal string) {
	ref = clean(s)
	switch {
	case ref == "":
		return "", "wajib diisi"
	case rounded(ref):
		return "", "nomor referensi sudah dibulatkan Excel (" + ref + ") dan tidak dapat dipulihkan: ekspor ulang dari sumbernya dengan kolom ini sebagai Teks"
	}
	return ref, ""
}

// tail watches the last digits of a column of numbers of 16 digits or more. A
// spreadsheet keeps 15 digits of a number and writes 0 for the rest; a program that
// counts in floating point leaves only even numbers above 2^53.
type tail struct {
	n, zeros    int
	large, odds int
}

func (t *tail) add(digits string) {
	if len(digits) < 16 {
		return
	}
	t.n++
	last := digits[len(digits)-1]
	if last == '0' {
		t.zeros++
	}
	if len(digits) > 16 || digits > "9007199254740992" {
		t.large++
		if last&1 == 1 {
			t.odds++
		}
	}
}

// mangled tells that the column cannot have come by its last digits honestly: by
// chance one in ten ends in 0, and half are odd. Twenty even ones in a row are one
// chance in a million.
func (t *tail) mangled() bool {
	tooMany := t.zeros >= 8 && 10*t.zeros > 3*t.n
	return tooMany || t.large >= 20 && t.odds == 0
}

// odd tells that more numbers end in 0, or in an even digit, than three and a half
// times the chance's own spread: some of the column's cells were spoilt, and none
// can say which.
func (t *tail) odd() bool {
	n, large := float64(t.n), float64(t.large)
	return t.zeros >= 8 && float64(t.zeros) > n/10+3.5*math.Sqrt(0.09*n) || large >= 40 && float64(t.odds) < large/2-3.5*math.Sqrt(large/4)
}

// spoiltKK is why a file is refused of which the KK were rounded.
const spoiltKK = "Kolom nomor KK sudah rusak: terlalu banyak yang berakhir 0 atau genap, tanda Excel membulatkannya. Ekspor ulang dengan kolom itu sebagai teks; angka yang hilang tidak dapat dikembalikan."

// families watches the KK of a file that may name a family many times.
type families struct {
	seen numbers
	ends tail
}

// read reads a KK and watches it.
func (f *families) read(s string) (kk, refusal string) {
	if kk, refusal = parseKK(s); refusal == "" && !f.seen.add(digits(kk)) {
		f.ends.add(kk)
	}
	return kk, refusal
}

// judge refuses the file where the column was spoilt.
func (f *families) judge() error {
	if f.ends.mangled() {
		return fileError{spoiltKK}
	}
	return nil
}
