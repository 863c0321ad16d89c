package data

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/heat"
)

// Drawn is a part or a unit as it is drawn.
type Drawn struct {
	ID int
	Part
	Place heat.Place
}

// Drawn are the parts or units of which a measure is told, by number.
func (p *Partition) Drawn(units bool) []Drawn {
	out := make([]Drawn, 0, len(p.Parts))
	for k, part := range p.Parts {
		if !units {
			out = append(out, Drawn{k + 1, part, p.places[k]})
			continue
		}
		if n := len(out); n > 0 && out[n-1].ID == part.Unit {
			out[n-1].Kind, out[n-1].Resolution = "rest", 0
			out[n-1].Cells = append(out[n-1].Cells[:len(out[n-1].Cells):len(out[n-1].Cells)], part.Cells...)
			continue
		}
		out = append(out, Drawn{part.Unit, part, p.places[k]})
	}
	return out
}

// partLayers are the layers of a partition.
var partLayers = []string{"parts", "units"}

// PartLayer is the layer of a quarter's parts or units, as it was made with them.
// ErrNotFound: the quarter is not divided yet.
func (s *Store) PartLayer(ctx context.Context, b BranchID, quarter planner.Day, layer string) (*geo.Layer, error) {
	var l geo.Layer
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		var text []byte
		err := tx.QueryRow(ctx, "select outlines from part_layer where quarter = $1 and layer = $2 and form = $3", quarter, layer, geo.LayerForm).Scan(&text)
		if errors.Is(err, pgx.ErrNoRows) {
			p, err := partitionIn(ctx, tx, quarter)
			if err != nil {
				return err
			}
			if text, err = keepLayer(ctx, tx, b, p, layer); err != nil {
				return err
			}
		} else if err != nil {
			return err
		}
		return l.UnmarshalBinary(text)
	})
	if err != nil {
		return nil, fmt.Errorf("%s of %s of branch %d: %w", layer, QuarterName(quarter), b, err)
	}
	return &l, nil
}

// keepLayer makes a layer and keeps it.
func keepLayer(ctx context.Context, tx pgx.Tx, b BranchID, p *Partition, layer string) ([]byte, error) {
	drawn := p.Drawn(layer == "units")
	cells := make([][]geo.Cell, len(drawn))
	for i, d := range drawn {
		cells[i] = d.Cells
	}
	l, err := geo.NewCellsLayer(layer, cells, []geo.Property{
		{Name: "kind", Of: func(i int) any { return drawn[i].Kind }},
		{Name: "resolution", Of: func(i int) any { return drawn[i].Resolution }},
		{Name: "desa", Of: func(i int) any { return string(drawn[i].Desa[0]) }},
	})
	if err != nil {
		return nil, err
	}
	text, err := l.MarshalBinary()
	if err != nil {
		return nil, err
	}
	_, err = tx.Exec(ctx, `
		insert into part_layer (branch_id, quarter, layer, form, outlines) values ($1, $2, $3, $4, $5)
		on conflict (branch_id, quarter, layer) do update set form = excluded.form, outlines = excluded.outlines`, b, p.Quarter, layer, geo.LayerForm, text)
	return text, err
}
