package data

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"

	"binaan/geo"
	"binaan/planner"
)

// outsideOf is how far outside of the family's desa and of all desa of the kader visits of
// a day were recorded. Visits within, and those of which nobody knows it, for want of a
// position or of an outline, are left out.
func outsideOf(ctx context.Context, tx pgx.Tx, visits []planner.Event, homes map[planner.HouseholdID]planner.Household, day planner.Day) (map[planner.EventID]geo.Metres, error) {
	var beside []geo.AreaCode
	for _, e := range visits {
		if e.Fix != nil {
			beside = append(beside, homes[e.Household].Desa)
		}
	}
	lands, err := landsIn(ctx, tx, beside)
	if err != nil {
		return nil, err
	}
	out, roamed := map[planner.EventID]geo.Metres{}, map[planner.KaderID][]planner.Event{}
	for _, e := range visits {
		if e.Fix == nil {
			continue
		}
		if away, known := lands.away(homes[e.Household].Desa, e.Fix); known && away > 0 {
			out[e.ID] = away
			roamed[e.Kader] = append(roamed[e.Kader], e)
		}
	}
	for _, kader := range slices.Sorted(maps.Keys(roamed)) {
		served, err := desaServed(ctx, tx, kader, day)
		if err != nil {
			return nil, err
		}
		if lands, err = landsIn(ctx, tx, served); err != nil {
			return nil, err
		}
		for _, e := range roamed[kader] {
			for _, desa := range served {
				away, known := lands.away(desa, e.Fix)
				if !known {
					away = 0
				}
				out[e.ID] = min(out[e.ID], away)
			}
		}
	}
	maps.DeleteFunc(out, func(_ planner.EventID, away geo.Metres) bool { return away == 0 })
	return out, nil
}

// desaServed are the desa of a kader on a day.
func desaServed(ctx context.Context, tx pgx.Tx, kader planner.KaderID, day planner.Day) ([]geo.AreaCode, error) {
	plan, err := PlanInForceIn(ctx, tx, day)
	if errors.Is(err, ErrNoTerritories) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	rows, err := tx.Query(ctx, `
		select distinct k.desa
		from territory t
		join territory_block k on k.branch_id = t.branch_id and k.plan_id = t.plan_id and k.territory_id = t.id
		where t.plan_id = $1 and t.kader_id = $2`, plan, kader)
	if err != nil {
		return nil, fmt.Errorf("desa of kader %d: %w", kader, err)
	}
	return pgx.CollectRows(rows, pgx.RowTo[geo.AreaCode])
}

// lands are desa with an outline, to be asked how far outside of them a position is.
type lands map[geo.AreaCode]func(geo.Position) float64

func landsIn(ctx context.Context, tx pgx.Tx, desa []geo.AreaCode) (lands, error) {
	rows, err := tx.Query(ctx, "select code, name, shape, lon, lat from area where code = any($1) and shape is not null", desa)
	if err != nil {
		return nil, fmt.Errorf("outlines of desa: %w", err)
	}
	areas, err := pgx.CollectRows(rows, scanArea)
	if err != nil {
		return nil, fmt.Errorf("outlines of desa: %w", err)
	}
	out := lands{}
	for _, a := range areas {
		out[a.Code] = geo.Away(a.Shape)
	}
	return out, nil
}

func (l lands) away(desa geo.AreaCode, f *planner.Fix) (metres geo.Metres, known bool) {
	away, known := l[desa]
	if !known {
		return 0, false
	}
	return geo.Metres(away(geo.Position{Lon: f.Lng, Lat: f.Lat})), true
}
