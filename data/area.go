package data

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/ewkb"

	"binaan/geo"
)

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
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (geo.Area, error) {
		var a geo.Area
		var shape []byte
		if err := row.Scan(&a.Code, &a.Name, &shape, &a.Inner.Lon, &a.Inner.Lat); err != nil {
			return a, err
		}
		if shape == nil {
			return a, nil
		}
		g, _, err := ewkb.Unmarshal(shape)
		if err != nil {
			return a, fmt.Errorf("shape of %s: %w", a.Code, err)
		}
		a.Shape, _ = g.(orb.MultiPolygon)
		return a, nil
	})
}
