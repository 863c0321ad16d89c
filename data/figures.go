package data

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
)

// Figures are what a branch's sums rest on: the day of its newest file of
// households, and the rules, as a print, and the level of a visit by which its
// blocks' expectations were worked out last.
type Figures struct {
	AsOf  planner.Day
	Basis []byte
	Level *planner.Level // nil: not worked out yet
}

// FiguresIn are the branch's figures; nil where no households came in yet.
func FiguresIn(ctx context.Context, tx pgx.Tx) (*Figures, error) {
	f := &Figures{}
	err := tx.QueryRow(ctx, "select as_of, basis, level from figures").Scan(&f.AsOf, &f.Basis, &f.Level)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil //nolint:nilnil // a branch without figures is no error
	}
	if err != nil {
		return nil, fmt.Errorf("day of the figures: %w", err)
	}
	return f, nil
}

// SetFigures keeps what the branch's sums rest on from now on.
func SetFigures(ctx context.Context, tx pgx.Tx, b BranchID, f Figures) error {
	_, err := tx.Exec(ctx, `
		insert into figures (branch_id, as_of, basis, level, since)
		values ($1, $2, $3, $4, $2)
		on conflict (branch_id) do update set as_of = excluded.as_of, basis = excluded.basis, level = excluded.level`, b, f.AsOf, f.Basis, f.Level)
	if err != nil {
		return fmt.Errorf("day of the figures: %w", err)
	}
	return nil
}

// ChancesIn are the chances behind what a visit is worth, at the branch's level.
func ChancesIn(ctx context.Context, tx pgx.Tx) (planner.Chances, error) {
	f, err := FiguresIn(ctx, tx)
	if err != nil || f == nil || f.Level == nil {
		return planner.Priors(), err
	}
	return planner.Priors().At(*f.Level), nil
}

// RecordIn is what the branch's visits of the year up to a day have brought in
// payments within so many days after one of them. Visits before the branch's first
// file of households do not count: families that paid up after those are not in it,
// and what is left would make visits seem poorer than they were.
func RecordIn(ctx context.Context, tx pgx.Tx, until planner.Day, within int) (r planner.Record, err error) {
	err = tx.QueryRow(ctx, `
		with v as (
		  select household_id, day
		  from visit
		  where greatest($1::date - 365, (select since from figures)) < day and day <= $1 and outcome <> $3)
		select (select count(*) from v), (
		  select coalesce(sum(amount), 0)::bigint
		  from payment p
		  where $1::date - 365 < p.day and p.day <= $1 and p.reversed_on is null
		    and exists (select from v where v.household_id = p.household_id and v.day <= p.day and p.day <= v.day + $2::int))`,
		until, within, planner.Skipped).Scan(&r.Visits, &r.Credited)
	if err != nil {
		return r, fmt.Errorf("what visits have brought: %w", err)
	}
	return r, nil
}
