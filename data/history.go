package data

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
)

// VisitsIn are past visits to households, oldest first; of all households where
// ids is nil.
func VisitsIn(ctx context.Context, tx pgx.Tx, ids []planner.HouseholdID) ([]planner.Visit, error) {
	rows, err := tx.Query(ctx, `
		select h.household_id, h.kader_id, h.day, h.at, h.outcome, h.amount, h.steps, h.promise
		from `+ofHouseholds("visit", ids)+`
		order by h.day, h.at, h.household_id, h.nth, h.kader_id`, given(ids)...)
	if err != nil {
		return nil, fmt.Errorf("visits: %w", err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (v planner.Visit, err error) {
		err = row.Scan(&v.Household, &v.Kader, &v.Day, &v.At, &v.Outcome, &v.Amount, &v.Steps, &v.Promise)
		return v, err
	})
}

// PaymentsIn are confirmed payments of households, oldest first; of all
// households where ids is nil.
func PaymentsIn(ctx context.Context, tx pgx.Tx, ids []planner.HouseholdID) ([]planner.Payment, error) {
	rows, err := tx.Query(ctx, `
		select h.household_id, h.day, h.amount, h.channel, h.ref
		from `+ofHouseholds("payment", ids)+`
		where h.reversed_on is null
		order by h.day, h.ref`, given(ids)...)
	if err != nil {
		return nil, fmt.Errorf("payments: %w", err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (p planner.Payment, err error) {
		err = row.Scan(&p.Household, &p.Day, &p.Amount, &p.Channel, &p.Ref)
		return p, err
	})
}

// ofHouseholds is a table h of what happened to the households of $1; of all where ids is
// nil. It is a plain join: of a small table PostgreSQL reads all once, where looking up
// each would read all for each.
func ofHouseholds(table string, ids []planner.HouseholdID) string {
	if ids == nil {
		return table + " h"
	}
	return "(select distinct unnest($1::bigint[])) i (id) join " + table + " h on h.household_id = i.id"
}

func given(ids []planner.HouseholdID) []any {
	if ids == nil {
		return nil
	}
	return []any{ids}
}

// HistoriesIn are the visits and payments of some households, oldest first; what
// nothing happened to is not in them.
func HistoriesIn(ctx context.Context, tx pgx.Tx, ids []planner.HouseholdID) (map[planner.HouseholdID]planner.History, error) {
	out := map[planner.HouseholdID]planner.History{}
	if len(ids) == 0 {
		return out, nil
	}
	visits, err := VisitsIn(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	payments, err := PaymentsIn(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	for _, v := range visits {
		h := out[v.Household]
		h.Visits = append(h.Visits, v)
		out[v.Household] = h
	}
	for _, p := range payments {
		h := out[p.Household]
		h.Payments = append(h.Payments, p)
		out[p.Household] = h
	}
	if err := find(ctx, tx, out); err != nil {
		return nil, err
	}
	return out, cover(ctx, tx, out)
}

// find tells those who were gone of when the branch learnt where they live.
func find(ctx context.Context, tx pgx.Tx, histories map[planner.HouseholdID]planner.History) error {
	var gone []planner.HouseholdID
	for id, h := range histories {
		if h.Gone() {
			gone = append(gone, id)
		}
	}
	if len(gone) == 0 {
		return nil
	}
	told, err := ToldIn(ctx, tx, gone)
	for id, t := range told {
		h := histories[id]
		h.Found = t.Mended
		histories[id] = h
	}
	return err
}

// cover tells those who say that they have paid of how far payment files reach.
func cover(ctx context.Context, tx pgx.Tx, histories map[planner.HouseholdID]planner.History) error {
	var covered planner.Day
	for id, h := range histories {
		if !h.Claims() {
			continue
		}
		if covered == 0 {
			var err error
			if covered, err = coveredIn(ctx, tx); err != nil || covered == 0 {
				return err
			}
		}
		h.Covered = covered
		histories[id] = h
	}
	return nil
}
