package importer

import (
	"context"
	"fmt"

	"binaan/data"
	"binaan/planner"
)

// storedVisit is the stored visit v that a staged row i speaks of.
const storedVisit = "v.branch_id = $1 and v.household_id = i.household_id and v.day = i.day and v.at = i.at and v.kader_id = i.kader_id"

// keepSaid fills what the rows do not say of visits that are stored: a blank cell
// takes nothing away. A promise belongs to its outcome.
func (in *intake) keepSaid(ctx context.Context) error {
	for _, sql := range []string{
		`update incoming i set amount = coalesce(i.amount, v.amount), steps = coalesce(i.steps, v.steps),
		  promise = coalesce(i.promise, case when v.outcome = i.outcome then v.promise end)
		from visit v
		where i.reason is null and (i.amount is null or i.steps is null or i.promise is null) and ` + storedVisit,
		"update incoming set amount = coalesce(amount, 0), steps = coalesce(steps, 0) where $1::smallint is not null and reason is null and (amount is null or steps is null)",
	} {
		if _, err := in.tx.Exec(ctx, sql, in.branch); err != nil {
			return fmt.Errorf("keep what visits said: %w", err)
		}
	}
	return nil
}

// manyVisits is more visits than a kader makes in a day: at a minute a door.
const manyVisits = 40

// tellCrowded tells of days on which a kader made more visits than anybody can.
func (in *intake) tellCrowded(ctx context.Context) error {
	var rows, days, first int64
	err := in.tx.QueryRow(ctx, `
		select coalesce(sum(visits), 0)::bigint, count(*), coalesce(min(first), 0)
		from (select count(*) as visits, min(line) as first from incoming where reason is null group by kader_id, day having count(*) > $1) d`, manyVisits).Scan(&rows, &days, &first)
	if err != nil {
		return fmt.Errorf("visits of a day: %w", err)
	}
	if rows > 0 {
		in.notes.seen = append(in.notes.seen, data.Warning{
			Code: "kunjungan_terlalu_banyak", Rows: rows, First: first,
			Text: fmt.Sprintf("seorang kader berkunjung lebih dari %d kali sehari (%d hari kader): mungkin tanggalnya keliru atau satu tanggal dipakai untuk banyak hari", manyVisits, days),
		})
	}
	return nil
}

// tellAmounts tells of stored visits that the file gives another sum.
func (in *intake) tellAmounts(ctx context.Context) error {
	var rows, first int64
	var before, after planner.Rupiah
	err := in.tx.QueryRow(ctx, `
		select count(*), coalesce(min(i.line), 0), coalesce(sum(v.amount), 0)::bigint, coalesce(sum(i.amount), 0)::bigint
		from incoming i
		join visit v on `+storedVisit+`
		where i.reason is null and i.amount <> v.amount`, in.branch).Scan(&rows, &first, &before, &after)
	if err != nil {
		return fmt.Errorf("compare amounts of visits: %w", err)
	}
	if rows > 0 {
		in.notes.seen = append(in.notes.seen, data.Warning{
			Code: "jumlah_kunjungan_berubah", Rows: rows, First: first,
			Text: fmt.Sprintf("kunjungan yang sudah tersimpan mendapat jumlah lain: seluruhnya %v, sebelumnya %v", after, before),
		})
	}
	return nil
}
