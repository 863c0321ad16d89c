package importer

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"binaan/data"
)

// missed tells that the file should have named a household, in a refused row at
// least, and did not. Of a kecamatan that the file does not speak of it says nothing.
const missed = `(h.arrears_status = 'aktif' and left(h.desa, 8) in (select left(i.desa, 8) from arriving i)
	and not exists (select from incoming i where i.no_kk = h.no_kk))`

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
		now.Basis, last = before.Basis, before.AsOf
	}
	confirmed, err := tx.Exec(ctx, `
		update household h set as_of = $2, stale = false, absent_since = null, cell = `+finalCell+`
		from `+arriving+`
		where h.branch_id = $1 and h.no_kk = i.no_kk and (h.stale or h.absent_since is not null or h.cell <> `+finalCell+`)`, in.branch, in.AsOf)
	if err != nil {
		return false, fmt.Errorf("keep the day of the figures: %w", err)
	}
	// Two files of one day make up one: what the first told still counts.
	left, err := tx.Exec(ctx, `
		update household h set stale = true, as_of = case when stale then as_of else $3::date end,
		  absent_since = case when `+missed+` then coalesce(absent_since, $2::date) end
		where h.branch_id = $1 and not exists (select from arriving i where i.no_kk = h.no_kk)
		  and (not stale and $3::date <> $2::date or stale and absent_since is null and `+missed+`)`, in.branch, in.AsOf, last)
	if err != nil {
		return false, fmt.Errorf("keep the day of other figures: %w", err)
	}
	if err := data.SetFigures(ctx, tx, in.branch, now); err != nil {
		return false, err
	}
	return before == nil || in.AsOf != last || in.Accepted+in.Updated+confirmed.RowsAffected()+left.RowsAffected() > 0, nil
}

// tellAbsent tells of households whose arrears are still counted although the
// file, which speaks of their kecamatan, does not name them: they may have paid.
func (in *intake) tellAbsent(ctx context.Context) error {
	var absent int64
	err := in.tx.QueryRow(ctx, `
		select count(*)
		from household h
		where `+missed).Scan(&absent)
	if err != nil {
		return fmt.Errorf("count absent households: %w", err)
	}
	if absent > 0 {
		in.notes.seen = append(in.notes.seen, data.Warning{
			Code: "tidak_di_berkas", Rows: absent,
			Text: "keluarga menunggak yang tersimpan tidak ada di berkas ini; datanya dibiarkan",
		})
	}
	return nil
}
