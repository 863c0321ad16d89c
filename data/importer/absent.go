package importer

import (
	"context"
	"fmt"

	"binaan/data"
	"binaan/planner"
)

// absences are what is said of families that a file should have named.
var absences = map[planner.Absence]notice{
	planner.AbsenceUnknown: {"tidak_di_berkas", "keluarga menunggak yang tersimpan tidak ada di berkas ini; datanya dibiarkan dan tetap ditagih"},
	planner.AbsencePaid:    {"dianggap_lunas", "keluarga menunggak yang tersimpan tidak ada di berkas ini; menurut aturan cabang dianggap lunas dan tidak dikunjungi lagi"},
	planner.AbsenceMoved:   {"dianggap_pindah", "keluarga menunggak yang tersimpan tidak ada di berkas ini; menurut aturan cabang dianggap pindah cabang dan tidak dikunjungi lagi"},
}

// listAbsent keeps which families the file should have named, also of a dry run. Of
// those that another file of the same day named nothing is concluded.
func (in *intake) listAbsent(ctx context.Context) error {
	if in.Absent == 0 {
		return nil
	}
	_, err := in.tx.Exec(ctx, `
		insert into import_absent (branch_id, import_id, household_id, since, means)
		select $1, $2, id, coalesce(absent_since, $3),
		  case when stale or $5 then $4 else 'UNKNOWN' end
		from unnamed
		where missed`, in.branch, in.ID, in.AsOf, in.absence, in.fresh)
	if err != nil {
		return fmt.Errorf("list absent families: %w", err)
	}
	return nil
}

// AbsentSheet is the sheet of the families that an import should have named,
// heading first.
func AbsentSheet(families []data.AbsentFamily) (sheet [][]string) {
	sheet = append(sheet, []string{"Nomor di Binaan", "Nomor KK", "Kepala keluarga", "Desa", "Kode desa", "Alamat", "RT", "RW", "Bulan", "Tunggakan", "Angka per", "Tidak di berkas sejak", "Dianggap"})
	for _, f := range families {
		row := []string{
			fmt.Sprint(f.ID), f.NoKKMasked, f.HeadName, f.DesaName, string(f.Desa), f.Address, f.RT, f.RW,
			fmt.Sprint(f.Months), fmt.Sprint(int64(f.Arrears)), f.AsOf.String(), f.Since.String(), meant[f.Means],
		}
		for i := range row {
			row[i] = data.AsText(row[i])
		}
		sheet = append(sheet, row)
	}
	return sheet
}

var meant = map[planner.Absence]string{
	planner.AbsenceUnknown: "tidak diketahui; tetap ditagih", planner.AbsencePaid: "lunas", planner.AbsenceMoved: "pindah cabang",
}
