package importer

import (
	"context"
	"fmt"

	"binaan/data"
)

// recognise finds out which stored households the file does not name, table
// unnamed, and which of them it names by another KK number: a family whose head's
// NIK or card number is theirs and whose other number does not speak against it is
// the same family, as long as no other could be meant.
func (in *intake) recognise(ctx context.Context) error {
	for _, sql := range []string{
		`create temporary table unnamed on commit drop as
		select id, no_kk, nik, card_no, rw, rt, desa, cell, radius, lon is not null as located, arrears_status, print, stale, as_of, absent_since, excluded_on, false as missed
		from household h
		where not exists (select from incoming i where i.reason is null and i.no_kk = h.no_kk)`,
		"analyze unnamed",
		`create temporary table renamed on commit drop as
		select line, id, was
		from (
		  select p.*, count(*) over (partition by p.line) as families, count(*) over (partition by p.id) as rows
		  from (
		    select i.line, u.id, u.no_kk as was
		    from unnamed u
		    join incoming i on i.nik = u.nik and (coalesce(i.card_no, '') in ('', u.card_no) or u.card_no = '')
		    where u.nik <> '' and i.reason is null
		    union
		    select i.line, u.id, u.no_kk
		    from unnamed u
		    join incoming i on i.card_no = u.card_no and (coalesce(i.nik, '') in ('', u.nik) or u.nik = '')
		    where u.card_no <> '' and i.reason is null) p
		  join incoming i on i.line = p.line and i.reason is null
		  where not exists (select from household h where h.no_kk = i.no_kk)
		    and not exists (select from incoming r where r.no_kk = p.was)) x
		where families = 1 and rows = 1`,
		"update incoming i set was_kk = r.was from renamed r where i.line = r.line and i.reason is null",
		"delete from unnamed u using renamed r where u.id = r.id",
		// Of a kecamatan that the file does not speak of it says nothing; a refused row names its family.
		`update unnamed u set missed = true
		where arrears_status = 'aktif' and left(desa, 8) in (select left(i.desa, 8) from incoming i where reason is null)
		  and not exists (select from incoming i where i.no_kk = u.no_kk)`,
	} {
		if _, err := in.tx.Exec(ctx, sql); err != nil {
			return fmt.Errorf("recognise households: %w", err)
		}
	}
	return in.tellRecognised(ctx)
}

func (in *intake) tellRecognised(ctx context.Context) error {
	var renamed, first int64
	err := in.tx.QueryRow(ctx, `
		select (select count(*) from renamed), (select coalesce(min(line), 0) from renamed), (select count(*) from unnamed where missed)`).Scan(&renamed, &first, &in.Absent)
	if err != nil {
		return fmt.Errorf("count recognised households: %w", err)
	}
	if renamed > 0 {
		in.notes.seen = append(in.notes.seen, data.Warning{
			Code: "kk_berubah", Rows: renamed, First: first,
			Text: "keluarga yang tersimpan mendapat nomor KK baru, dikenali dari NIK dan nomor kartunya; riwayatnya tetap",
		})
	}
	if in.Absent > 0 {
		in.notes.seen = append(in.notes.seen, data.Warning{Code: absences[in.absence].code, Rows: in.Absent, Text: absences[in.absence].text})
	}
	return nil
}
