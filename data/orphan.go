package data

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"binaan/geo"
	"binaan/planner"
)

// Orphan is an open promise of a family that nobody serves today, with what the office
// needs to give the family a kader.
type Orphan struct {
	OpenPromise
	MadeToName string       `json:"madeToName,omitempty"`
	Head       string       `json:"head"`
	KK         string       `json:"kk"` // masked
	Desa       geo.AreaCode `json:"desa"`
	DesaName   string       `json:"desaName"`
}

// orphansIn are the promises, on the rules' day, of families that nobody serves then: how
// many, and the first MattersPage of them, the next to fall due first.
func orphansIn(ctx context.Context, tx pgx.Tx, b BranchID, rules *planner.Rules) (int, []Orphan, error) {
	open, err := openPromises(ctx, tx, b, rules, true)
	if err != nil || len(open) == 0 {
		return 0, []Orphan{}, err
	}
	slices.SortStableFunc(open, func(p, q OpenPromise) int { return cmp.Compare(p.Due, q.Due) })
	out := make([]Orphan, min(len(open), MattersPage))
	ids := make([]planner.HouseholdID, len(out))
	for i := range out {
		out[i].OpenPromise, ids[i] = open[i], open[i].Household
	}
	cards, err := cardsIn(ctx, tx, ids)
	if err != nil {
		return 0, nil, err
	}
	names, err := kaderNames(ctx, tx)
	if err != nil {
		return 0, nil, err
	}
	desa, err := desaIn(ctx, tx, ids)
	if err != nil {
		return 0, nil, err
	}
	for i := range out {
		o := &out[i]
		card := cards[o.Household]
		o.MadeToName, o.Head, o.KK, o.Desa, o.DesaName = names[o.MadeTo], card.Head, card.KK, desa[o.Household], card.Desa
	}
	return len(open), out, nil
}

// desaIn tells where households live, by number.
func desaIn(ctx context.Context, tx pgx.Tx, ids []planner.HouseholdID) (map[planner.HouseholdID]geo.AreaCode, error) {
	rows, err := tx.Query(ctx, "select id, desa from household where id = any($1)", ids)
	if err != nil {
		return nil, fmt.Errorf("desa of families: %w", err)
	}
	out := map[planner.HouseholdID]geo.AreaCode{}
	var id planner.HouseholdID
	var desa geo.AreaCode
	_, err = pgx.ForEachRow(rows, []any{&id, &desa}, func() error {
		out[id] = desa
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("desa of families: %w", err)
	}
	return out, nil
}
