package data

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"binaan/geo"
	"binaan/planner"
)

// mattersIn are all matters that nobody has settled, with who is to act on each on the
// rules' day: of households by number, then those of nobody's household yet.
func mattersIn(ctx context.Context, tx pgx.Tx, b BranchID, rules *planner.Rules) ([]OpenMatter, error) {
	return mattersWhere(ctx, tx, b, rules, "")
}

// mattersLeft are those of mattersIn that a kader opened, or of the families named; of
// nobody's household yet, all.
func mattersLeft(ctx context.Context, tx pgx.Tx, b BranchID, rules *planner.Rules, kader planner.KaderID, families []planner.HouseholdID) ([]OpenMatter, error) {
	return mattersWhere(ctx, tx, b, rules,
		"and (s.household_id = any($1) or s.told->'matters' @> jsonb_build_array(jsonb_build_object('kader', $2::bigint)))", families, kader)
}

func mattersWhere(ctx context.Context, tx pgx.Tx, b BranchID, rules *planner.Rules, narrow string, args ...any) (out []OpenMatter, err error) {
	covered, err := coveredIn(ctx, tx)
	if err != nil {
		return nil, err
	}
	rows, err := tx.Query(ctx, `
		select s.household_id, h.desa, s.told->'matters', h.arrears_status = 'aktif' and h.arrears > 0
		from standing s
		join household h on h.branch_id = s.branch_id and h.id = s.household_id
		where s.told ? 'matters' `+narrow+`
		order by s.household_id`, args...)
	if err != nil {
		return nil, fmt.Errorf("matters: %w", err)
	}
	families, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (f familyMatters, err error) {
		err = row.Scan(&f.id, &f.desa, &f.matters, &f.known.Owes)
		return f, err
	})
	if err != nil {
		return nil, fmt.Errorf("matters: %w", err)
	}
	if err := answer(ctx, tx, b, families); err != nil {
		return nil, fmt.Errorf("matters: %w", err)
	}
	zone, err := ZoneIn(ctx, tx, b)
	if err != nil {
		return nil, err
	}
	leads, err := leadsIn(ctx, tx)
	if err != nil {
		return nil, err
	}
	families = append(families, familyMatters{matters: planner.Fold(leads, zone).Matters})
	for _, f := range families {
		f.known.Covered = covered
		for _, m := range f.matters {
			out = append(out, OpenMatter{Household: f.id, Desa: f.desa, Matter: m, Stage: rules.Stage(m, f.known), Late: rules.Late(m)})
		}
	}
	return out, nil
}

// familyMatters are the open matters of a family, and what may answer them.
type familyMatters struct {
	id      planner.HouseholdID
	desa    geo.AreaCode
	matters []planner.Matter
	known   planner.Since
}

// answer looks up when families were met that were said to be elsewhere, and when those
// paid who said that they had: of no others does it count (planner.Rules.Stage).
func answer(ctx context.Context, tx pgx.Tx, b BranchID, families []familyMatters) error {
	elsewhere := func(m planner.Matter) bool { return planner.Outcome(m.Type).Elsewhere() }
	money := func(m planner.Matter) bool { return m.Queue == planner.QueueMoney }
	at := map[planner.HouseholdID]int{}
	var lost, paid []planner.HouseholdID
	for i, f := range families {
		at[f.id] = i
		if slices.ContainsFunc(f.matters, elsewhere) {
			lost = append(lost, f.id)
		}
		if slices.ContainsFunc(f.matters, money) {
			paid = append(paid, f.id)
		}
	}
	rows, err := tx.Query(ctx, `
		select i.id, (select max(v.day) from visit v where v.branch_id = $1 and v.household_id = i.id and v.outcome = any($3)), null
		from unnest($2::bigint[]) i (id)
		union all
		select i.id, null, (select max(p.day) from payment p where p.branch_id = $1 and p.household_id = i.id and p.reversed_on is null)
		from unnest($4::bigint[]) i (id)`, b, lost, planner.MetOutcomes(), paid)
	if err != nil {
		return err
	}
	var id planner.HouseholdID
	var metOn, paidOn *planner.Day
	_, err = pgx.ForEachRow(rows, []any{&id, &metOn, &paidOn}, func() error {
		known := &families[at[id]].known
		if metOn != nil {
			known.Met = *metOn
		}
		if paidOn != nil {
			known.Paid = *paidOn
		}
		return nil
	})
	return err
}

// coveredIn is the day up to which payment files tell what came in; 0: none came. A file
// made on a day does not tell all of that day.
func coveredIn(ctx context.Context, tx pgx.Tx) (d planner.Day, err error) {
	err = tx.QueryRow(ctx, `
		select least(p.day, max(i.as_of) - 1)
		from payment p
		left join event e on e.branch_id = p.branch_id and e.id = p.event_id
		left join import i on i.branch_id = e.branch_id and i.id = e.import_id
		where p.day = (select max(day) from payment)
		group by p.day`).Scan(&d)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return 0, nil
	case err != nil:
		err = fmt.Errorf("days that payment files cover: %w", err)
	}
	return d, err
}
