package api

import (
	"context"
	"fmt"
	"slices"

	"binaan/data"
	"binaan/geo"
)

// fewHouseholds are too few to be told of to those without rights to households.
const fewHouseholds = 10

// heatMeasures are what the heat map can show, with how a cell answers.
var heatMeasures = []struct {
	name string
	of   func(data.HeatCell) int64
}{
	{"arrears", func(c data.HeatCell) int64 { return int64(c.Arrears) }},
	{"households", func(c data.HeatCell) int64 { return int64(c.Households) }},
	{"eligible", func(c data.HeatCell) int64 { return int64(c.Eligible) }},
	{"expected", func(c data.HeatCell) int64 { return int64(c.Expected) }},
}

// heatCells are the branch's cells of a resolution.
func (s *server) heatCells(ctx context.Context, b data.Branch, resolution int) ([]data.HeatCell, error) {
	return s.heat.of(ctx, b, fmt.Sprint(resolution), func(ctx context.Context) ([]data.HeatCell, error) {
		if resolution == geo.BlockResolution {
			return s.store.Heat(ctx, b.ID)
		}
		finer, err := s.heatCells(ctx, b, resolution+1) // few where all would be many
		if err != nil {
			return nil, err
		}
		return data.Coarser(finer, resolution)
	})
}

// fine tells whether an account may see cells as they are.
func fine(a data.Account) bool { return household.hold(a) }

// resolutions are those in which cells are shown, coarsest first.
var resolutions = []int{4, 5, 6, 7, 8, geo.BlockResolution}

// heatLayer is cells as they are, for those with rights to households.
func heatLayer(cells []data.HeatCell) (*geo.Layer, error) {
	properties := []geo.Property{{Name: "cell", Of: func(i int) any { return cells[i].Cell.String() }}}
	for _, m := range heatMeasures {
		properties = append(properties, geo.Property{Name: m.name, Of: func(i int) any { return m.of(cells[i]) }})
	}
	at := make([]geo.Cell, len(cells))
	for i, c := range cells {
		at[i] = c.Cell
	}
	return geo.NewCellLayer("heat", at, properties)
}

type legendOutput struct{ Body Legend }

// Legend says how to colour the map of cells: classes of about equally many.
type Legend struct {
	Measures   []Measure `json:"measures"`
	Households int       `json:"households"`
	Version    int64     `json:"version"`
}

// Measure is one of the figures that the map can show. Class i holds values
// from Breaks[i] up to, not including, Breaks[i+1].
type Measure struct {
	Name   string  `json:"name"`
	Scales []Scale `json:"scales"`
}

// Scale is the classes of a measure for cells of one resolution.
type Scale struct {
	Resolution int     `json:"resolution"`
	Breaks     []int64 `json:"breaks"`
}

const classes = 5

// legend shows the classes of true cells; that somebody looked at them is audited.
func (s *server) legend(ctx context.Context, in *BranchPath) (*legendOutput, error) {
	b, err := s.branch(ctx, *in)
	if err != nil {
		return nil, err
	}
	a, err := who(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.store.NoteLook(ctx, b.ID, a.ID, "lihat sel"); err != nil {
		return nil, err
	}
	legend, err := s.legends.of(ctx, b, "", func(ctx context.Context) (Legend, error) { return s.legendFor(ctx, b) })
	return &legendOutput{legend}, err
}

func (s *server) legendFor(ctx context.Context, b data.Branch) (Legend, error) {
	l := Legend{Version: b.Version, Measures: make([]Measure, len(heatMeasures))}
	for i, m := range heatMeasures {
		l.Measures[i].Name = m.name
	}
	for _, resolution := range resolutions {
		cells, err := s.heatCells(ctx, b, resolution)
		if err != nil {
			return Legend{}, err
		}
		l.Households = 0
		for _, c := range cells {
			l.Households += c.Households
		}
		for i, m := range heatMeasures {
			l.Measures[i].Scales = append(l.Measures[i].Scales, Scale{resolution, quantiles(cells, m.of)})
		}
	}
	return l, nil
}

// quantiles are the bounds of classes of about equally many cells, ascending and
// without repetition; the last bound is one above the largest value.
func quantiles(cells []data.HeatCell, of func(data.HeatCell) int64) []int64 {
	values := make([]int64, len(cells))
	for i, c := range cells {
		values[i] = of(c)
	}
	slices.Sort(values)
	var breaks []int64
	for i := range classes {
		if len(values) > 0 {
			breaks = append(breaks, values[i*len(values)/classes])
		}
	}
	if len(values) > 0 {
		breaks = append(breaks, values[len(values)-1]+1)
	}
	return slices.Compact(breaks)
}
