package importer_test

import (
	"encoding/csv"
	"os"
	"strings"
	"testing"

	"binaan/data/importer"
)

func TestRefusedRowsAreMendedAndSentAgain(t *testing.T) {
	o := village(t)
	path := o.write("keluarga.csv", "DAFTAR TUNGGAKAN", houseHeading, house(1), house(2, "kelas=4", "nilai_tunggakan=banyak", "nama_kepala==cmd|' /C calc'!A0"), house(3), house(4, "kd_desa=99"))
	first := o.must("households", path)
	rows, err := o.store.RejectedRows(t.Context(), o.branch.ID, first.ID, 0)
	if err != nil {
		t.Fatal(err)
	}
	sheet := importer.RefusedSheet(first, rows)
	if len(sheet) != 3 || sheet[1][0] != "9901010611990002" || !strings.Contains(sheet[1][len(sheet[1])-2], "kelas") || sheet[2][len(sheet[2])-1] != "6" {
		t.Fatalf("the sheet is %q", sheet)
	}
	for _, row := range sheet[1:] {
		for i, head := range sheet[0] {
			switch head {
			case "kelas":
				row[i] = "3"
			case "nilai_tunggakan":
				row[i] = "1890000"
			case "kd_desa":
				row[i] = "99.01.01.2001"
			}
		}
	}
	f, err := os.Create(o.file("ditolak.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if err := csv.NewWriter(f).WriteAll(sheet); err != nil {
		t.Fatal(err)
	}
	f.Close()
	again := o.must("households", f.Name())
	if again.Accepted != 2 || again.Rejected != 0 {
		t.Errorf("%d accepted, %d rejected: %v", again.Accepted, again.Rejected, o.rejects(again.ID))
	}
	if name := o.rows("select head_name from household where no_kk like '%2'"); name[0] != `("=cmd|' /C calc'!A0")` {
		t.Errorf("the name came back as %s", name[0])
	}
}
