package importer

import (
	"fmt"
	"strconv"
	"strings"

	"binaan/planner"
)

// role is what a member is within the family (pisa).
type role int8

const (
	noRole role = iota
	headRole
	otherRole
)

// roles are the codes and words of pisa, written with letters and digits only.
var roles = func() map[string]role {
	out := map[string]role{}
	for _, word := range []string{"1", "p", "peserta", "kepalakeluarga", "kepala", "kk"} {
		out[word] = headRole
	}
	for _, word := range []string{"2", "3", "4", "5", "s", "i", "a", "t", "suami", "istri", "isteri", "suamiistri", "anak", "anakkandung", "tambahan",
		"orangtua", "ayah", "ibu", "mertua", "menantu", "cucu", "famililain", "lainnya", "anggota", "anggotakeluarga", "pesertatambahan"} {
		out[word] = otherRole
	}
	return out
}()

// kinship is what the rows of one family say in a file with a row for each member.
type kinship struct {
	head    int64 // line of the head's row, the last where there are several
	heads   int
	rows    int
	stated  int // members, as the rows say; 0: they do not
	months  int
	class   planner.CareClass
	first   planner.Rupiah
	sum     planner.Rupiah
	unequal bool   // sums
	fault   string // what keeps the rows from being put together
}

// kin gathers the families of a file that has a row for each member. Nothing is
// guessed: a family is put together where one row is its head's by pisa, all agree
// in months, class and the number of members, and their sums are either the family's
// own, repeated, or each member's, as the premium tells.
type kin struct {
	of     map[uint64]*kinship
	rows   int
	closed bool // the file was read once, and has a row for each member
	folded int  // rows that went into their family's
}

// fewMembers is the share of rows that are a family's second or later one in a file
// that has a row for each member: one in so many.
const fewMembers = 4

// perMember tells whether the file has a row for each member.
func (k *kin) perMember() bool {
	if k == nil || (k.rows-len(k.of))*fewMembers < k.rows {
		return false
	}
	for _, f := range k.of {
		if f.rows > 1 && f.heads == 1 {
			return true
		}
	}
	return false
}

// fold looks at a row before it is checked. folded: it went into the row of its
// family's head; refusal: the family cannot be put together.
func (c *householdCheck) fold(r *record) (folded bool, refusal string) {
	if r.absent[housePisa] {
		return false, ""
	}
	kk, no := parseKK(r.cells[houseKK])
	if no != "" {
		return false, "" // refused for its number
	}
	if !c.kin.closed {
		c.kin.add(c, r, digits(kk))
		return false, ""
	}
	f := c.kin.of[digits(kk)]
	arrears, refusal := f.judge(c.price, c.most)
	switch {
	case refusal != "":
		r.putText(kk)
		return false, refusal
	case r.line != f.head:
		c.kin.folded++
		return true, ""
	}
	r.cells[houseMembers], r.numbers[houseMembers] = strconv.Itoa(f.rows), true
	r.cells[houseArrears], r.numbers[houseArrears] = strconv.FormatInt(int64(arrears), 10), true
	return false, ""
}

// add takes a row into its family.
func (k *kin) add(c *householdCheck, r *record, key uint64) {
	f := k.of[key]
	if f == nil {
		f = &kinship{}
		k.of[key] = f
	}
	k.rows++
	f.rows++
	switch roles[letters(r.cells[housePisa])] {
	case headRole:
		f.heads++
		f.head = r.line
	case noRole:
		f.spoil("pisa %q tidak dikenal", shown(r.cell(housePisa)))
	}
	months := read(f, r, houseMonths, "bulan tunggakan", func(s string) (int, string) { return parseCount(s, mostMonths) })
	class := read(f, r, houseClass, "kelas", parseClass)
	sum := planner.Rupiah(0)
	if r.cells[houseArrears] != "" {
		sum = read(f, r, houseArrears, "nilai tunggakan", r.readRupiah(houseArrears))
	}
	stated := 0
	if r.cells[houseMembers] != "" {
		stated = read(f, r, houseMembers, "jumlah jiwa", func(s string) (int, string) { return parseCount(s, mostMembers) })
	}
	if f.rows == 1 {
		f.months, f.class, f.first, f.stated = months, class, sum, stated
	}
	if months != f.months {
		f.spoil("bulan tunggakan anggotanya berbeda (%d dan %d)", f.months, months)
	}
	if class != f.class {
		f.spoil("kelas anggotanya berbeda, padahal satu keluarga satu kelas")
	}
	if stated != f.stated {
		f.spoil("jumlah jiwa di baris-barisnya berbeda (%d dan %d)", f.stated, stated)
	}
	f.unequal = f.unequal || sum != f.first
	f.sum += sum
}

// read reads a cell that all rows of a family need.
func read[T any](f *kinship, r *record, field int, what string, parse func(string) (T, string)) T {
	v, no := parse(strings.TrimSpace(r.cells[field]))
	if no != "" {
		f.spoil("%s di baris %d tidak terbaca", what, r.line)
	}
	return v
}

// spoil keeps the first of what is wrong.
func (f *kinship) spoil(form string, args ...any) {
	if f.fault == "" {
		f.fault = fmt.Sprintf(form, args...)
	}
}

// judge is what the family owes, or why its rows cannot be put together.
func (f *kinship) judge(price planner.PremiumRule, most int) (arrears planner.Rupiah, refusal string) {
	switch {
	case f.fault != "":
		return 0, "keluarga ini ditulis satu baris per anggota dan tidak dapat disatukan: " + f.fault
	case f.heads != 1:
		return 0, fmt.Sprintf("keluarga ini ditulis satu baris per anggota dan tidak dapat disatukan: kepala keluarga (pisa) ada di %d baris, harus tepat satu", f.heads)
	case f.rows > mostMembers:
		return 0, fmt.Sprintf("keluarga ini ditulis dalam %d baris, lebih dari %d anggota", f.rows, mostMembers)
	case f.stated != 0 && f.stated != f.rows:
		return 0, fmt.Sprintf("keluarga ini menurut berkas %d jiwa, tetapi barisnya %d: tidak dapat diketahui mana yang benar", f.stated, f.rows)
	}
	if most > 0 {
		most = min(f.months, most)
	} else {
		most = f.months
	}
	billed := price.Of(f.class) * planner.Rupiah(f.rows*most)
	switch {
	case f.rows == 1 || f.sum == 0 && f.months == 0:
		return f.sum, ""
	case near(f.sum, billed):
		return f.sum, ""
	case !f.unequal && near(f.first, billed):
		return f.first, ""
	}
	return 0, fmt.Sprintf("nilai tunggakan di %d baris keluarga ini (jumlahnya %v) tidak cocok dengan iuran keluarga (%v), baik sebagai nilai per anggota maupun per keluarga", f.rows, f.sum, billed)
}

// near tells that a sum is the premium within a quarter. Twice the one is then never
// the other, so that a family's sum is told from a member's.
func near(sum, billed planner.Rupiah) bool {
	return billed > 0 && 4*sum >= 3*billed && 4*sum <= 5*billed
}

// again tells, once, that the file is to be read anew in the light of its families.
func (c *householdCheck) again() bool {
	if c.kin.closed || !c.kin.perMember() {
		return false
	}
	c.kin.closed = true
	return true
}

// tellMembers tells what was put together.
func (c *householdCheck) tellMembers(in *intake) {
	if c.kin.folded > 0 && in.has(householdFields[housePisa].name) {
		in.tell("baris_per_anggota", c.kin.folded, "berkas memuat satu baris per anggota: tiap keluarga disatukan ke baris kepalanya (pisa), jiwanya dihitung dan tunggakannya diperiksa terhadap iuran; baris anggota lain dihitung sebagai ganda")
	}
}
