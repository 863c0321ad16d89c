package data

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/ledger"
)

// callsIn are the families on the routes of a period's days, of each day by the newest
// plan that was made for it.
func callsIn(ctx context.Context, tx pgx.Tx, p ledger.Period, until planner.Day) ([]ledger.Call, error) {
	rows, err := tx.Query(ctx, `
		with covered as (
		  select distinct on (m.kader_id, d.day) m.branch_id, m.kader_id, d.day::date as day, m.plan_id
		  from route_month m
		  join plan p on p.branch_id = m.branch_id and p.id = m.plan_id and p.state in ('running', 'done')
		  cross join lateral generate_series(greatest(m.first, $1::date), least(m.last, $2::date), interval '1 day') as d (day)
		  where m.first <= $2 and m.last >= $1
		  order by m.kader_id, d.day, m.plan_id desc)
		select c.kader_id, c.day, array_agg(s.household_id)
		from covered c
		join stop s on s.branch_id = c.branch_id and s.plan_id = c.plan_id and s.kader_id = c.kader_id and s.day = c.day
		where s.household_id is not null
		group by c.kader_id, c.day`, p.From, until)
	if err != nil {
		return nil, fmt.Errorf("calls on routes: %w", err)
	}
	var calls []ledger.Call
	var c ledger.Call
	var households []planner.HouseholdID
	_, err = pgx.ForEachRow(rows, []any{&c.Kader, &c.Day, &households}, func() error {
		for _, c.Household = range households {
			calls = append(calls, c)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("calls on routes: %w", err)
	}
	return calls, nil
}

// homesIn are the desa of families.
func homesIn(ctx context.Context, tx pgx.Tx) (map[planner.HouseholdID]geo.AreaCode, error) {
	rows, err := tx.Query(ctx, "select desa, array_agg(id) from household group by desa")
	if err != nil {
		return nil, fmt.Errorf("homes: %w", err)
	}
	out := map[planner.HouseholdID]geo.AreaCode{}
	var desa geo.AreaCode
	var ids []planner.HouseholdID
	_, err = pgx.ForEachRow(rows, []any{&desa, &ids}, func() error {
		for _, id := range ids {
			out[id] = desa
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("homes: %w", err)
	}
	return out, nil
}

// lastVisits are the days of the last visits of kader.
func lastVisits(ctx context.Context, tx pgx.Tx) (map[planner.KaderID]planner.Day, error) {
	rows, err := tx.Query(ctx, "select k.id, (select max(v.day) from visit v where v.branch_id = k.branch_id and v.kader_id = k.id) from kader k")
	if err != nil {
		return nil, fmt.Errorf("last visits: %w", err)
	}
	out := map[planner.KaderID]planner.Day{}
	var k planner.KaderID
	var day *planner.Day
	_, err = pgx.ForEachRow(rows, []any{&k, &day}, func() error {
		if day != nil {
			out[k] = *day
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("last visits: %w", err)
	}
	return out, nil
}

// trendOf is how many visits each kader made in the months up to one.
func trendOf(ctx context.Context, tx pgx.Tx, month planner.Day) (map[planner.KaderID][]int, error) {
	first := month.AddMonths(1 - TrendMonths)
	rows, err := tx.Query(ctx, `
		select kader_id, date_trunc('month', day)::date, count(*)::int
		from visit
		where day >= $1 and day < $2 and outcome <> $3
		group by 1, 2`, first, month.AddMonths(1), planner.Skipped)
	if err != nil {
		return nil, fmt.Errorf("trend of visits: %w", err)
	}
	out := map[planner.KaderID][]int{}
	var k planner.KaderID
	var of planner.Day
	var n int
	_, err = pgx.ForEachRow(rows, []any{&k, &of, &n}, func() error {
		if out[k] == nil {
			out[k] = make([]int, TrendMonths)
		}
		i := 12*(of.Month().Year-first.Month().Year) + int(of.Month().Month-first.Month().Month)
		out[k][i] = n
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("trend of visits: %w", err)
	}
	return out, nil
}
