package importer_test

import (
	"fmt"
	"strings"
	"testing"
)

const memberHeading = "no_kk,nik,nama,pisa,kelas,bulan_tunggakan,nilai_tunggakan,kd_desa"

// member is a row of a file with a row for each member: 18 months of class 3.
func member(family, serial int, pisa, sum string) string {
	return fmt.Sprintf("990101061199%04d,99010105118%05d,Anggota %d,%s,3,18,%s,99.01.01.2001", family, family*100+serial, serial, pisa, sum)
}

const (
	monthOf1 = "630000"  // 18 months of one person of class 3
	monthOf3 = "1890000" // and of three
)

func TestARowForEachMemberIsPutTogether(t *testing.T) {
	tests := []struct {
		name    string
		rows    []string
		stored  string // members, arrears, name of the head
		refused string
	}{
		{"each their own sum", []string{member(1, 1, "1", monthOf1), member(1, 2, "3", monthOf1), member(1, 3, "4", monthOf1)}, "(3,1890000,\"Anggota 1\")", ""},
		{"the family's sum, repeated", []string{member(1, 1, "1", monthOf3), member(1, 2, "3", monthOf3), member(1, 3, "4", monthOf3)}, "(3,1890000,\"Anggota 1\")", ""},
		{"the family's sum at the head", []string{member(1, 1, "1", monthOf3), member(1, 2, "3", ""), member(1, 3, "4", "0")}, "(3,1890000,\"Anggota 1\")", ""},
		{"the head last, in words", []string{member(1, 1, "Istri", monthOf1), member(1, 2, "ANAK", monthOf1), member(1, 3, "Kepala Keluarga", monthOf1)}, "(3,1890000,\"Anggota 3\")", ""},
		{"two heads", []string{member(1, 1, "1", monthOf1), member(1, 2, "1", monthOf1), member(1, 3, "4", monthOf1)}, "", "di 2 baris"},
		{"no head", []string{member(1, 1, "2", monthOf1), member(1, 2, "3", monthOf1)}, "", "di 0 baris"},
		{"a role that is none", []string{member(1, 1, "1", monthOf1), member(1, 2, "9", monthOf1)}, "", "pisa"},
		{"other months", []string{member(1, 1, "1", monthOf1), strings.Replace(member(1, 2, "3", monthOf1), ",18,", ",12,", 1)}, "", "bulan tunggakan anggotanya berbeda"},
		{"another class", []string{member(1, 1, "1", monthOf1), strings.Replace(member(1, 2, "3", monthOf1), ",3,18,", ",2,18,", 1)}, "", "satu kelas"},
		{"a sum of neither", []string{member(1, 1, "1", "1000000"), member(1, 2, "3", "1000000"), member(1, 3, "4", "1000000")}, "", "tidak cocok dengan iuran"},
		{"a sum that cannot be read", []string{member(1, 1, "1", monthOf1), member(1, 2, "3", "banyak")}, "", "tidak terbaca"},
	}
	// Those beside which the rows stand, so that the file has a row for each member.
	others := []string{member(2, 1, "1", monthOf1), member(2, 2, "3", monthOf1), member(3, 1, "1", monthOf1), member(3, 2, "3", monthOf1), member(4, 1, "1", monthOf1)}
	shared := village(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o := shared.another(t)
			got := o.must("households", o.write("anggota.csv", append([]string{memberHeading}, append(test.rows[:1:1], append(others, test.rows[1:]...)...)...)...))
			o.told(got, "baris_per_anggota")
			if test.refused == "" {
				o.stored("select cardinality(classes), arrears, head_name from household where no_kk like '%0001'", test.stored)
				o.counts(got, 4, 0)
				if got.Rows != got.Accepted+got.Duplicate {
					t.Errorf("%d rows, %d accepted, %d duplicate", got.Rows, got.Accepted, got.Duplicate)
				}
				return
			}
			o.counts(got, 3, int64(len(test.rows)))
			for _, r := range o.rejects(got.ID) {
				if !strings.Contains(r.Reason, test.refused) {
					t.Errorf("refused: %+v", r)
				}
			}
		})
	}
}

// The number of members that a file states is held against its rows, and a file of
// heads alone, whatever their role, is no file of members.
func TestStatedMembersAreHeldAgainstTheRows(t *testing.T) {
	o := village(t)
	stated := func(row string, jiwa int) string { return fmt.Sprintf("%s,%d", row, jiwa) }
	got := o.must("households", o.write("anggota.csv", memberHeading+",jumlah_jiwa",
		stated(member(1, 1, "1", monthOf1), 2), stated(member(1, 2, "3", monthOf1), 2),
		stated(member(2, 1, "1", monthOf1), 3), stated(member(2, 2, "3", monthOf1), 3)))
	o.counts(got, 1, 2)
	if r := o.rejects(got.ID); !strings.Contains(r[0].Reason, "menurut berkas 3 jiwa, tetapi barisnya 2") {
		t.Errorf("refused: %+v", r)
	}

	o = o.another(t)
	rows := []string{memberHeading + ",jumlah_jiwa"}
	for i := range 12 {
		rows = append(rows, stated(member(i+1, 1, []string{"1", "3"}[i%2], monthOf3), 3))
	}
	got = o.must("households", o.write("kepala.csv", rows...))
	o.counts(got, 12, 0)
	if hasWarning(got, "baris_per_anggota") {
		t.Errorf("a file of heads is taken for one of members: %v", got.Warnings)
	}
}
