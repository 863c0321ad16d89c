package importer

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/planner"
)

// Why an import cannot be undone.
var (
	ErrLater   = errors.New("a later import stands on it")
	ErrNotKept = errors.New("what the import found is not kept")
	ErrUndone  = errors.New("import is undone")
)

// Undone is what the undoing of an import came to.
type Undone struct {
	Removed   int64 `json:"removed"`   // rows that the import had brought
	Restored  int64 `json:"restored"`  // rows that stand again as before
	Withdrawn int64 `json:"withdrawn"` // brought by it and in use since: kept, but out of the arrears or the service
}

// Undo takes an import back that has been applied: what it brought goes, what it
// changed stands as it stood. Only the newest import of a branch can be undone.
// data.ErrNotFound: there is none; ErrLater; ErrUndone; ErrNotKept: it was not applied,
// or is older than what is kept.
func Undo(ctx context.Context, store *data.Store, b data.Branch, id data.ImportID, by string) (u Undone, err error) {
	i, err := store.Import(ctx, b.ID, id)
	if err != nil {
		return u, err
	}
	in := &intake{Import: i, store: store, branch: b.ID, watch: &watch{}}
	err = store.InBranch(ctx, []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		in.tx = tx
		u, err = in.undo(ctx, by)
		return err
	})
	if err != nil {
		return Undone{}, fmt.Errorf("undo import %d: %w", id, err)
	}
	return u, nil
}

func (in *intake) undo(ctx context.Context, by string) (u Undone, err error) {
	if err := in.takeTurn(ctx); err != nil {
		return u, err
	}
	if err := data.UndoImport(ctx, in.tx, in.branch, in.ID, by); err != nil {
		if errors.Is(err, data.ErrConflict) {
			return u, in.whyNotUndone(ctx)
		}
		return u, err
	}
	if in.Kind == "roads" {
		u.Removed, err = data.RemoveRoads(ctx, in.tx, in.branch, in.ID)
		if err != nil {
			return u, err
		}
		return u, data.Touch(ctx, in.tx, in.branch)
	}
	for _, step := range []func(context.Context, *Undone) error{in.cancel, in.remove, in.restore, in.forget, in.forgetMoney} {
		if err := step(ctx, &u); err != nil {
			return u, err
		}
	}
	if in.Kind == "areas" {
		if err := in.lie(ctx, in.tx); err != nil {
			return u, err
		}
	}
	if err := in.rebuild(ctx, in.tx, nil); err != nil {
		return u, err
	}
	if err := data.Touch(ctx, in.tx, in.branch); err != nil {
		return u, err
	}
	return u, in.store.AskReplan(ctx, in.tx, in.branch)
}

// whyNotUndone tells a later import, and who brought it, from one that somebody took
// back already and from one of which nothing is kept.
func (in *intake) whyNotUndone(ctx context.Context) error {
	var kept, undone bool
	err := in.tx.QueryRow(ctx, "select kept, undone_at is not null from import where id = $1", in.ID).Scan(&kept, &undone)
	switch {
	case err != nil:
		return fmt.Errorf("import %d: %w", in.ID, err)
	case undone:
		return data.UndoneBy(ctx, in.tx, in.branch, ErrUndone, in.ID)
	case kept:
		return data.ImportInWay(ctx, in.tx, in.branch, ErrLater, "state = 'done' and not dry_run and undone_at is null")
	}
	return ErrNotKept
}

// cancel takes back the events that the import wrote: what happened is mended by what
// happens, never struck out.
func (in *intake) cancel(ctx context.Context, u *Undone) error {
	w, err := in.happening(ctx, in.tx)
	if err != nil {
		return err
	}
	rows, err := in.tx.Query(ctx, "select id::text, coalesce(household_id, 0), of_id is null, max(device_seq) over () % $3 from event where branch_id = $1 and import_id = $2 order by device_seq", in.branch, in.ID, data.PerImport)
	if err != nil {
		return fmt.Errorf("events of the import: %w", err)
	}
	var of planner.EventID
	var home planner.HouseholdID
	var first bool
	_, err = pgx.ForEachRow(rows, []any{(*string)(&of), &home, &first, &w.before}, func() error {
		w.add(home, planner.Cancelled, w.now, of).Of = of
		if first {
			u.Removed++
		} else {
			u.Restored++
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("events of the import: %w", err)
	}
	return w.keep(ctx)
}

// remove deletes the rows that the import brought. What is in use since cannot go:
// such a family is withdrawn from the arrears, such a kader has left.
func (in *intake) remove(ctx context.Context, u *Undone) error {
	for _, sql := range []string{
		"delete from area where import_id = $1",
		`delete from household h
		where import_id = $1 and not exists (select from stop s where s.household_id = h.id)
		  and not exists (select from visit v where v.household_id = h.id) and not exists (select from payment p where p.household_id = h.id)`,
		`delete from kader k
		where import_id = $1 and not exists (select from territory t where t.kader_id = k.id) and not exists (select from route r where r.kader_id = k.id)
		  and not exists (select from route_month r where r.kader_id = k.id) and not exists (select from visit v where v.kader_id = k.id)
		  and not exists (select from kader_away a where a.kader_id = k.id) and not exists (select from engagement e where e.kader_id = k.id)`,
	} {
		tag, err := in.tx.Exec(ctx, sql, in.ID)
		if err != nil {
			return fmt.Errorf("remove rows: %w", err)
		}
		u.Removed += tag.RowsAffected()
	}
	for _, sql := range []string{
		"update household set arrears_status = 'ditarik', import_id = 0, print = 0 where import_id = $1",
		"update kader set status = 'berhenti', import_id = 0 where import_id = $1",
	} {
		tag, err := in.tx.Exec(ctx, sql, in.ID)
		if err != nil {
			return fmt.Errorf("withdraw rows: %w", err)
		}
		u.Withdrawn += tag.RowsAffected()
	}
	return nil
}

// restorable are the tables that imports write, each with the key by which
// import_before names its rows.
var restorable = []struct{ table, key string }{
	{"area", keyText(areaTarget.key, "t")}, {"kader", keyText(kaderTarget.key, "t")}, {"household", "t.id::text"},
	{"column_map", "t.kind"}, {"figures", "''::text"},
}

// restore puts the rows that the import changed as they stood. A column that a
// later schema added stays as it is.
func (in *intake) restore(ctx context.Context, u *Undone) error {
	for _, r := range restorable {
		var columns string
		err := in.tx.QueryRow(ctx, `
			select string_agg(quote_ident(attname), ', ' order by attnum)
			from pg_attribute
			where attrelid = $1::regclass and attnum > 0 and not attisdropped and attname <> 'branch_id'`, r.table).Scan(&columns)
		if err != nil {
			return fmt.Errorf("columns of %s: %w", r.table, err)
		}
		tag, err := in.tx.Exec(ctx, fmt.Sprintf(`
			update %[1]s t set (%[2]s) = (select %[2]s from jsonb_populate_record(t, b.row))
			from import_before b
			where b.branch_id = $1 and b.import_id = $2 and b.noun = '%[1]s' and b.row is not null and t.branch_id = $1 and %[3]s = b.key`,
			r.table, columns, r.key), in.branch, in.ID)
		if err != nil {
			return fmt.Errorf("restore %s: %w", r.table, err)
		}
		if r.table != "column_map" && r.table != "figures" {
			u.Restored += tag.RowsAffected()
		}
	}
	return nil
}

// forget drops the day of the figures and what headings meant where the
// import found nothing of them.
func (in *intake) forget(ctx context.Context, _ *Undone) error {
	for _, sql := range []string{
		"delete from column_map where kind in (select key from import_before where import_id = $1 and noun = 'column_map' and row is null)",
		"delete from figures where exists (select from import_before where import_id = $1 and noun = 'figures' and row is null)",
		"delete from import_before where import_id = $1",
	} {
		if _, err := in.tx.Exec(ctx, sql, in.ID); err != nil {
			return fmt.Errorf("forget the day of the figures: %w", err)
		}
	}
	return nil
}
