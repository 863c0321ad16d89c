package importer

import (
	"context"
	"fmt"

	"binaan/planner"
)

// A month adds a premium to debts of a year and more, and some families pay: sums
// that move by more than a fifth are another file than the one meant, or news.
const (
	muchOf100   = 20
	fewFamilies = 10
)

// debts are sums of arrears and the families that owe them.
type debts struct {
	families int64
	sum      planner.Rupiah
}

// compareTotals tells where the file's arrears add up to much more or less than the
// stored ones of the kecamatan of which it speaks; of a second file of one day, than
// those of the families that it names.
func (in *intake) compareTotals(ctx context.Context) error {
	var stored, coming, unsaid debts
	var kecamatan, backed, kept, known, others int64
	err := in.tx.QueryRow(ctx, `
		with spoken as materialized (select distinct left(desa, 8) as code from incoming where reason is null),
		had as (
		  select h.arrears, left(h.desa, 8) as code, k.code is not null as spoken, u.id is null as named
		  from household h
		  left join unnamed u on u.id = h.id
		  left join spoken k on k.code = left(h.desa, 8)
		  where h.arrears_status = 'aktif'),
		has as (
		  select coalesce(i.arrears, o.arrears) as arrears, coalesce(i.arrears_status, `+keptStatus+`) as status,
		    o.id is not null as named, o.arrears_status as was, i.arrears_status is null as silent,
		    coalesce(nullif(i.nik, ''), o.nik) as nik, nullif(o.nik, '') as old_nik
		  from incoming i
		  left join household o on o.no_kk = coalesce(i.was_kk, i.no_kk)
		  where i.reason is null)
		select *
		from (
		  select count(*) filter (where spoken and (named or $1)), coalesce(sum(arrears) filter (where spoken and (named or $1)), 0)::bigint,
		    count(*) filter (where not spoken and $1), coalesce(sum(arrears) filter (where not spoken and $1), 0)::bigint,
		    count(distinct code) filter (where not spoken and $1)
		  from had) s,
		  (select count(*) filter (where status = 'aktif' and (named or $1)), coalesce(sum(arrears) filter (where status = 'aktif' and (named or $1)), 0)::bigint,
		    count(*) filter (where was = 'dihapus' and status = 'aktif'), count(*) filter (where was = 'dihapus' and silent and arrears > 0),
		    count(*) filter (where old_nik is not null), count(*) filter (where old_nik is not null and nik <> old_nik)
		  from has) c`, in.fresh).
		Scan(&stored.families, &stored.sum, &unsaid.families, &unsaid.sum, &kecamatan, &coming.families, &coming.sum, &backed, &kept, &known, &others)
	if err != nil {
		return fmt.Errorf("compare totals: %w", err)
	}
	if moved := coming.sum - stored.sum; stored.families >= fewFamilies && max(moved, -moved)*100 > stored.sum*muchOf100 {
		in.tell("total_berubah", int(coming.families), fmt.Sprintf("tunggakan di berkas ini seluruhnya %v dari %d keluarga, yang tersimpan %v dari %d keluarga (%+d %%); periksa apakah berkasnya lengkap dan satuannya benar",
			coming.sum, coming.families, stored.sum, stored.families, moved*100/max(1, stored.sum)))
	}
	if known >= fewFamilies && others*100 > known*muchOf100 {
		in.tell("nik_lain", int(others), fmt.Sprintf("NIK kepala keluarga lain daripada yang tersimpan di %d dari %d keluarga: mungkin kolom NIK bergeser atau diurutkan sendiri", others, known))
	}
	if unsaid.families > 0 {
		in.tell("kecamatan_tidak_disebut", int(unsaid.families), fmt.Sprintf("berkas ini tidak menyebut %d kecamatan dengan tunggakan tersimpan %v; angka keluarga di sana tetap yang lama", kecamatan, unsaid.sum))
	}
	if backed > 0 {
		in.tell("tunggakan_hidup_lagi", int(backed), "tunggakan yang tersimpan sebagai dihapus ditagih lagi, karena berkas ini berkata demikian")
	}
	if kept > 0 {
		in.tell("tetap_dihapus", int(kept), "status tunggakan di berkas kosong; keluarga yang tersimpan sebagai dihapus tetap dihapus")
	}
	return nil
}
