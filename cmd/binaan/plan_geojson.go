package main

import (
	"context"
	"encoding/json"
	"io"
	"slices"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/geo"
	"binaan/planner"
	"binaan/planner/territory"
)

// feature is one feature of a GeoJSON file.
type feature struct {
	Type       string   `json:"type"`
	Geometry   geometry `json:"geometry"`
	Properties any      `json:"properties"`
}

type geometry struct {
	Type        string `json:"type"`
	Coordinates any    `json:"coordinates"`
}

// territoriesFile is a territory plan as GeoJSON: a feature for every territory,
// and one for the blocks of each kecamatan that no kader serves.
type territoriesFile struct {
	Type        string                 `json:"type"`
	Features    []feature              `json:"features"`
	Plan        data.PlanHead          `json:"plan"`
	Certificate *territory.Certificate `json:"certificate"`
	data.TerritoryResult
}

// outlined is a territory with how compact its outline is.
type outlined struct {
	data.TerritoryRow
	PolsbyPopper float64 `json:"polsbyPopper"` // along cells: a disk has about 0.8
}

// unserved are the blocks of a kecamatan in no territory.
type unserved struct {
	Kecamatan geo.AreaCode `json:"kecamatan"`
	Unserved  bool         `json:"unserved"`
	planner.Figures
}

// writeTerritories writes a plan as GeoJSON.
func writeTerritories(ctx context.Context, w io.Writer, store *data.Store, b data.BranchID, d data.TerritoryDetail) error {
	file := territoriesFile{Type: "FeatureCollection", Features: []feature{}, Plan: d.PlanHead, Certificate: d.Certificate, TerritoryResult: d.TerritoryResult}
	var blocks []planner.Block
	var territories []territory.Territory
	var outlines []data.Outline
	err := store.Snapshot(ctx, []data.BranchID{b}, func(tx pgx.Tx) (err error) {
		if blocks, err = data.BlocksIn(ctx, tx); err != nil {
			return err
		}
		if territories, err = data.TerritoriesIn(ctx, tx, d.ID); err != nil {
			return err
		}
		outlines, err = data.TerritoryOutlinesIn(ctx, tx, d.ID)
		return err
	})
	if err != nil {
		return err
	}
	served := map[planner.BlockKey]bool{}
	for i, t := range territories {
		file.Features = append(file.Features, feature{Type: "Feature", Geometry: geometry{"MultiPolygon", outlines[i].Shape},
			Properties: outlined{d.Territories[i], geo.PolsbyPopper(outlines[i].Shape)}})
		for _, key := range t.Blocks {
			served[key] = true
		}
	}
	if err := file.drawRest(blocks, served); err != nil {
		return err
	}
	return json.NewEncoder(w).Encode(file)
}

// drawRest adds what no territory holds, by kecamatan. Blocks come by desa, so
// those of one kecamatan stand together.
func (f *territoriesFile) drawRest(blocks []planner.Block, served map[planner.BlockKey]bool) error {
	var keys []planner.BlockKey
	rest := unserved{Unserved: true}
	flush := func() error {
		if len(keys) == 0 {
			return nil
		}
		err := f.draw(keys, rest)
		keys, rest = nil, unserved{Unserved: true}
		return err
	}
	for _, b := range blocks {
		if served[b.BlockKey] {
			continue
		}
		if code := b.Desa.Kecamatan(); code != rest.Kecamatan {
			if err := flush(); err != nil {
				return err
			}
			rest.Kecamatan = code
		}
		keys = append(keys, b.BlockKey)
		rest.Add(b)
	}
	return flush()
}

// draw adds the outline of some blocks.
func (f *territoriesFile) draw(blocks []planner.BlockKey, properties any) error {
	cells := make([]geo.Cell, len(blocks))
	for i, key := range blocks {
		cells[i] = key.Cell
	}
	slices.Sort(cells)
	shape, err := geo.Outline(slices.Compact(cells))
	if err != nil {
		return err
	}
	f.Features = append(f.Features, feature{Type: "Feature", Geometry: geometry{"MultiPolygon", shape}, Properties: properties})
	return nil
}
