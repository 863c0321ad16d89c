package data

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/ewkb"

	"binaan/geo"
	"binaan/planner"
)

// PlacesIn are areas by code, without their shapes.
func PlacesIn(ctx context.Context, tx pgx.Tx, codes []geo.AreaCode) (map[geo.AreaCode]geo.Area, error) {
	rows, err := tx.Query(ctx, "select code, name, lon, lat from area where code = any($1)", codes)
	if err != nil {
		return nil, fmt.Errorf("places: %w", err)
	}
	places := map[geo.AreaCode]geo.Area{}
	var a geo.Area
	_, err = pgx.ForEachRow(rows, []any{&a.Code, &a.Name, &a.Inner.Lon, &a.Inner.Lat}, func() error {
		places[a.Code] = a
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("places: %w", err)
	}
	return places, nil
}

// Outlines are the branch's areas of some codes, by code, with their shapes.
func (s *Store) Outlines(ctx context.Context, b BranchID, codes []geo.AreaCode) (areas []geo.Area, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, "select code, name, shape, lon, lat from area where code = any($1) order by code", codes)
		if err != nil {
			return err
		}
		areas, err = pgx.CollectRows(rows, scanArea)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("outlines: %w", err)
	}
	return areas, nil
}

// Areas are the branch's areas of a level, by code, with their shapes.
func (s *Store) Areas(ctx context.Context, b BranchID, level geo.Level) (areas []geo.Area, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		areas, err = AreasIn(ctx, tx, level)
		return err
	})
	return areas, err
}

// AreasIn is Areas inside a transaction.
func AreasIn(ctx context.Context, tx pgx.Tx, level geo.Level) ([]geo.Area, error) {
	rows, err := tx.Query(ctx, "select code, name, shape, lon, lat from area where level = $1 order by code", level)
	if err != nil {
		return nil, fmt.Errorf("areas: %w", err)
	}
	return pgx.CollectRows(rows, scanArea)
}

func scanArea(row pgx.CollectableRow) (a geo.Area, err error) {
	var shape []byte
	if err := row.Scan(&a.Code, &a.Name, &shape, &a.Inner.Lon, &a.Inner.Lat); err != nil || shape == nil {
		return a, err
	}
	g, _, err := ewkb.Unmarshal(shape)
	if err != nil {
		return a, fmt.Errorf("shape of %s: %w", a.Code, err)
	}
	a.Shape, _ = g.(orb.MultiPolygon)
	return a, nil
}

// LandIn is how the branch's desa lie among each other, by code.
func LandIn(ctx context.Context, tx pgx.Tx) ([]planner.Land, error) {
	rows, err := tx.Query(ctx, "select code as desa, near, inside, apart from area where level = 4 and shape is not null order by code")
	if err != nil {
		return nil, fmt.Errorf("how desa lie: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[planner.Land])
}
