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

// mattersIn are all matters that nobody has settled, with who is to act on each on a day:
// of households by number, then those of nobody's household yet.
func mattersIn(ctx context.Context, tx pgx.Tx, b BranchID, today planner.Day) (out []OpenMatter, err error) {
	rules, err := RulesIn(ctx, tx, today)
	if err != nil {
		return nil, err
	}
	covered, err := coveredIn(ctx, tx)
	if err != nil {
		return nil, err
	}
	take := func(id planner.HouseholdID, desa geo.AreaCode, matters []planner.Matter, known planner.Since) {
		known.Covered = covered
		for _, m := range matters {
			out = append(out, OpenMatter{Household: id, Desa: desa, Matter: m, Stage: rules.Stage(m, known), Late: rules.Late(m)})
		}
	}
	rows, err := tx.Query(ctx, `
		select s.household_id, h.desa, s.told->'matters', h.arrears_status = 'aktif' and h.arrears > 0,
		  coalesce((select max(v.day) from visit v where v.branch_id = s.branch_id and v.household_id = s.household_id and v.outcome = any($1)), 'epoch'),
		  coalesce((select max(p.day) from payment p where p.branch_id = s.branch_id and p.household_id = s.household_id and p.reversed_on is null), 'epoch')
		from standing s
		join household h on h.branch_id = s.branch_id and h.id = s.household_id
		where s.told ? 'matters'
		order by s.household_id`, planner.MetOutcomes())
	if err != nil {
		return nil, fmt.Errorf("matters: %w", err)
	}
	var id planner.HouseholdID
	var desa geo.AreaCode
	var matters []planner.Matter
	var known planner.Since
	_, err = pgx.ForEachRow(rows, []any{&id, &desa, &matters, &known.Owes, &known.Met, &known.Paid}, func() error {
		take(id, desa, slices.Clone(matters), known)
		matters = nil
		return nil
	})
	if err != nil {
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
	take(0, "", planner.Fold(leads, zone).Matters, planner.Since{})
	return out, nil
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
