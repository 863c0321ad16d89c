package data

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"binaan/geo"
	"binaan/planner"
)

// around reads what lies around the numbers.
func (o *Board) around(ctx context.Context, tx pgx.Tx, b BranchID, today planner.Day, rules *planner.Rules, kader []planner.Kader) (err error) {
	if o.Areas, err = areaNamesIn(ctx, tx); err != nil {
		return err
	}
	plan, err := PlanInForceIn(ctx, tx, today)
	if err != nil && !errors.Is(err, ErrNoTerritories) && !errors.Is(err, ErrNotFound) {
		return err
	}
	o.Plan = plan != 0
	if o.Land, err = landIn(ctx, tx, plan, rules.Eligibility); err != nil {
		return err
	}
	if o.Waits, err = boardWaits(ctx, tx, b, today); err != nil {
		return err
	}
	if o.Phones, o.Age.At, err = heardIn(ctx, tx); err != nil {
		return err
	}
	for _, k := range kader {
		if k.Serves(today) && k.Until <= today+endsSoonDays {
			o.Ending = append(o.Ending, BoardContract{k.ID, k.Name, k.Until})
		}
	}
	return nil
}

func areaNamesIn(ctx context.Context, tx pgx.Tx) (map[geo.AreaCode]string, error) {
	rows, err := tx.Query(ctx, "select code, name from area")
	if err != nil {
		return nil, fmt.Errorf("names of areas: %w", err)
	}
	out := map[geo.AreaCode]string{}
	var code geo.AreaCode
	var name string
	_, err = pgx.ForEachRow(rows, []any{&code, &name}, func() error {
		out[code] = name
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("names of areas: %w", err)
	}
	return out, nil
}

// landIn sums the families in arrears of every desa, those of them who may be visited,
// and of those whom no kader of a plan's territories serves; without a plan all.
func landIn(ctx context.Context, tx pgx.Tx, plan PlanID, e planner.EligibilityRule) (map[geo.AreaCode]Land, error) {
	rows, err := tx.Query(ctx, `
		select area, count(*)::int, count(*) filter (where eligible)::int, sum(arrears)::bigint, (count(*) filter (where eligible and kader_id is null))::int
		from (
		  select h.desa as area, h.arrears, t.kader_id, h.months >= $2 and ($3 = 0 or h.months <= $3) and h.arrears_of = any($4) and h.arrears > 0 as eligible
		  from household h
		  left join territory_block tb on tb.branch_id = h.branch_id and tb.plan_id = $1 and tb.desa = h.desa and tb.cell = h.cell
		  left join territory t on t.branch_id = tb.branch_id and t.plan_id = tb.plan_id and t.id = tb.territory_id
		  where h.arrears_status = 'aktif') x
		group by area`, plan, e.MinMonths, e.MaxMonths, e.Segments)
	if err != nil {
		return nil, fmt.Errorf("sums of desa: %w", err)
	}
	out := map[geo.AreaCode]Land{}
	var desa geo.AreaCode
	var l Land
	_, err = pgx.ForEachRow(rows, []any{&desa, &l.Households, &l.Eligible, &l.Arrears, &l.Uncovered}, func() error {
		out[desa] = l
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("sums of desa: %w", err)
	}
	return out, nil
}

// boardWaits counts what waits for somebody, by the desa of the family.
func boardWaits(ctx context.Context, tx pgx.Tx, b BranchID, today planner.Day) (map[geo.AreaCode]BoardWaiting, error) {
	rules, err := RulesIn(ctx, tx, today)
	if err != nil {
		return nil, err
	}
	matters, err := mattersIn(ctx, tx, b, &rules)
	if err != nil {
		return nil, err
	}
	rows, err := tx.Query(ctx, `
		select desa, sum(overdue)::int, sum(money)::int, sum(rupiah)::bigint
		from (
		  select h.desa, 1 as overdue, 0 as money, 0::bigint as rupiah
		  from (
		    select distinct on (household_id) branch_id, household_id, day, promise
		    from visit
		    where promise is not null
		    order by household_id, day desc, at desc, nth desc) v
		  join household h on h.branch_id = v.branch_id and h.id = v.household_id and h.arrears_status = 'aktif'
		  where v.promise->>'state' = 'pending' and (v.promise->>'due')::date between $1::date - 92 and $1::date - 1
		    and not exists (select from payment p where p.branch_id = v.branch_id and p.household_id = v.household_id and p.day >= v.day and p.reversed_on is null)
		    and not exists (select from visit w where w.branch_id = v.branch_id and w.household_id = v.household_id and w.day > v.day)
		  union all
		  select '', 0, 1, amount - credited
		  from money_row
		  where state = 'review') x
		group by desa`, today)
	if err != nil {
		return nil, fmt.Errorf("what waits: %w", err)
	}
	out := map[geo.AreaCode]BoardWaiting{}
	var desa geo.AreaCode
	var w BoardWaiting
	_, err = pgx.ForEachRow(rows, []any{&desa, &w.Overdue, &w.Money, &w.Rupiah}, func() error {
		out[desa] = w
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("what waits: %w", err)
	}
	for _, m := range matters {
		if m.Household != 0 && m.Stage == planner.StageOffice {
			w := out[m.Desa]
			w.Matters++
			out[m.Desa] = w
		}
	}
	return out, nil
}

// heardIn is when each kader's phone was last heard, and when anything came in last.
func heardIn(ctx context.Context, tx pgx.Tx) (map[planner.KaderID]time.Time, *time.Time, error) {
	rows, err := tx.Query(ctx, "select kader_id, max(seen_at) from device group by kader_id")
	if err != nil {
		return nil, nil, fmt.Errorf("phones heard: %w", err)
	}
	out := map[planner.KaderID]time.Time{}
	var k planner.KaderID
	var at time.Time
	_, err = pgx.ForEachRow(rows, []any{&k, &at}, func() error {
		out[k] = at
		return nil
	})
	if err != nil {
		return nil, nil, fmt.Errorf("phones heard: %w", err)
	}
	var last *time.Time
	err = tx.QueryRow(ctx, `
		select greatest(
		  (select max(seen_at) from device),
		  (select max(finished_at) from import where kind in ('visits', 'payments') and state = 'done'))`).Scan(&last)
	if err != nil {
		return nil, nil, fmt.Errorf("when anything came in: %w", err)
	}
	return out, last, nil
}
