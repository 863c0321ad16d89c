package data

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"binaan/geo"
	"binaan/planner/territory"
)

// Outline is the border of a territory: about all cells of the desa that it holds
// whole, those without families too, and about its blocks of others.
type Outline struct {
	Territory territory.ID
	Shape     orb.MultiPolygon
}

// TerritoryOutlines are the borders of a plan's territories.
func (s *Store) TerritoryOutlines(ctx context.Context, b BranchID, plan PlanID) (out []Outline, err error) {
	err = s.Snapshot(ctx, one(b), func(tx pgx.Tx) error {
		out, err = s.outlinesIn(ctx, tx, plan)
		return err
	})
	return out, err
}

func (s *Store) outlinesIn(ctx context.Context, tx pgx.Tx, plan PlanID) ([]Outline, error) {
	territories, err := TerritoriesIn(ctx, tx, plan)
	if err != nil {
		return nil, err
	}
	areas, err := AreasIn(ctx, tx, geo.Desa)
	if err != nil {
		return nil, err
	}
	shapes := map[geo.AreaCode]orb.MultiPolygon{}
	for _, a := range areas {
		shapes[a.Code] = a.Shape
	}
	out := make([]Outline, len(territories))
	for i, t := range territories {
		cells, err := s.cellsOf(t, shapes)
		if err != nil {
			return nil, fmt.Errorf("outline of territory %d: %w", t.ID, err)
		}
		shape, err := geo.Outline(cells)
		if err != nil {
			return nil, fmt.Errorf("outline of territory %d: %w", t.ID, err)
		}
		out[i] = Outline{t.ID, shape}
	}
	return out, nil
}

func (s *Store) cellsOf(t territory.Territory, shapes map[geo.AreaCode]orb.MultiPolygon) ([]geo.Cell, error) {
	var cells []geo.Cell
	drawn := map[geo.AreaCode]bool{}
	for _, part := range t.Desa {
		if shape := shapes[part.Code]; part.Whole && len(shape) > 0 {
			cover, err := s.covers.of(shape)
			if err != nil {
				return nil, err
			}
			cells = append(cells, cover...)
			drawn[part.Code] = true
		}
	}
	for _, key := range t.Blocks {
		if !drawn[key.Desa] {
			cells = append(cells, key.Cell)
		}
	}
	slices.Sort(cells)
	return slices.Compact(cells), nil
}
