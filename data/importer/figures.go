package importer

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"binaan/data"
)

// keepFigures notes of which households the file told figures, now that they are
// merged, and of which it did not; news tells whether sums may be others now.
func (in *intake) keepFigures(ctx context.Context, tx pgx.Tx) (news bool, err error) {
	before, err := data.FiguresIn(ctx, tx)
	if err != nil {
		return false, err
	}
	now := data.Figures{AsOf: in.AsOf, Basis: []byte{}}
	last := in.AsOf
	if before != nil {
		now.Basis, now.Level, last = before.Basis, before.Level, before.AsOf
	}
	left, err := in.leaveUnnamed(ctx, tx, last)
	if err != nil {
		return false, err
	}
	_, err = tx.Exec(ctx, `
		insert into import_before (branch_id, import_id, noun, key, row)
		select $1, $2, 'figures', '', (select to_jsonb(f) from figures f)`, in.branch, in.ID)
	if err != nil {
		return false, fmt.Errorf("keep the day of the figures: %w", err)
	}
	if err := data.SetFigures(ctx, tx, in.branch, now); err != nil {
		return false, err
	}
	return before == nil || in.AsOf != last || in.Accepted+in.written+left > 0, nil
}

// leaveUnnamed keeps the day of the figures of last, the file before, for the
// households that this file does not confirm, and marks those as absent that it
// should have named; by the dated rule they may leave the arrears, until a file
// tells of them again, whatever it says. Two files of one day make up one: what the
// first told counts.
func (in *intake) leaveUnnamed(ctx context.Context, tx pgx.Tx, last any) (left int64, err error) {
	err = tx.QueryRow(ctx, `
		with written as (
		  update household h set stale = true, as_of = case when u.stale then u.as_of else $3::date end,
		    absent_since = case when u.missed then coalesce(u.absent_since, $2::date) else u.absent_since end,
		    arrears_status = case when u.missed then $5 else u.arrears_status end,
		    print = case when u.missed and $5 <> 'aktif' then 0 else u.print end
		  from unnamed u
		  where h.branch_id = $1 and h.id = u.id
		    and (not u.stale and $3::date <> $2::date or u.stale and u.missed and (u.absent_since is null or $5 <> 'aktif'))
		  returning h.id::text as key, u.missed and $5 <> 'aktif' as gone,
		    jsonb_build_object('stale', u.stale, 'as_of', u.as_of, 'absent_since', u.absent_since, 'arrears_status', u.arrears_status, 'print', u.print) as row),
		`+keptBefore("$4", "'household'", "select key, row from written")+`
		select count(*), count(*) filter (where gone) from written`, in.branch, in.AsOf, last, in.ID, in.absence.Status()).Scan(&left, &in.gone)
	if err != nil {
		return 0, fmt.Errorf("keep the day of other figures: %w", err)
	}
	return left, nil
}
