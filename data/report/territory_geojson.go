package report

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"

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
	KaderCode    string  `json:"kode_kader"`   // by which an import finds the kader
	PolsbyPopper float64 `json:"polsbyPopper"` // along cells: a disk has about 0.8
}

// unserved are the blocks of a kecamatan in no territory.
type unserved struct {
	Kecamatan geo.AreaCode `json:"kecamatan"`
	Unserved  bool         `json:"unserved"`
	planner.Figures
}

// GeoJSON writes a territory plan as GeoJSON.
func GeoJSON(w io.Writer, p data.PlanFile) error {
	file := territoriesFile{Type: "FeatureCollection", Features: []feature{}, Plan: p.PlanHead, Certificate: p.Certificate, TerritoryResult: p.TerritoryResult}
	served := map[planner.BlockKey]bool{}
	for i, t := range p.Held {
		shape := p.Outlines[i].Shape
		file.Features = append(file.Features, feature{Type: "Feature", Geometry: geometry{"MultiPolygon", shape},
			Properties: outlined{p.Territories[i], kaderOf(p, t.ID).Code, geo.PolsbyPopper(shape)}})
		for _, key := range t.Blocks {
			served[key] = true
		}
	}
	if err := file.drawRest(p.Blocks, served); err != nil {
		return fmt.Errorf("territories as GeoJSON: %w", err)
	}
	if err := json.NewEncoder(w).Encode(file); err != nil {
		return fmt.Errorf("territories as GeoJSON: %w", err)
	}
	return nil
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
