package api

import (
	"context"
	"fmt"
	"slices"

	"binaan/data"
	"binaan/geo"
)

// What a manager may see of cells until there is a partition that protects
// families: one resolution at every zoom, nothing below so many KK. With two, a
// hidden cell would be what its parent holds more than the cells beside it.
const (
	managed       = 7
	fewHouseholds = 10
)

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

// resolutions are those in which an account sees cells, coarsest first.
func resolutions(a data.Account) []int {
	if !fine(a) {
		return []int{managed}
	}
	return []int{4, 5, 6, 7, 8, geo.BlockResolution}
}

// view is the resolution at which an account sees a zoom.
func view(a data.Account, at geo.Tile) int {
	if !fine(a) {
		return managed
	}
	return geo.ResolutionAt(at.Z)
}

// heatLayer is cells as an account may see them: one with few households keeps its
// place and loses its figures.
func heatLayer(cells []data.HeatCell, fine bool) (*geo.Layer, error) {
	hidden := func(i int) bool { return !fine && cells[i].Households < fewHouseholds }
	shown := func(of func(data.HeatCell) any) func(int) any {
		return func(i int) any {
			if hidden(i) {
				return nil
			}
			return of(cells[i])
		}
	}
	properties := []geo.Property{
		{Name: "hidden", Of: func(i int) any { return hidden(i) }},
		{Name: "cell", Of: shown(func(c data.HeatCell) any { return c.Cell.String() })},
	}
	for _, m := range heatMeasures {
		properties = append(properties, geo.Property{Name: m.name, Of: shown(func(c data.HeatCell) any { return m.of(c) })})
	}
	at := make([]geo.Cell, len(cells))
	for i, c := range cells {
		at[i] = c.Cell
	}
	return geo.NewCellLayer("heat", at, properties)
}

type legendOutput struct{ Body Legend }

// Legend says how to colour the heat map: classes of about equally many cells.
type Legend struct {
	Measures   []Measure `json:"measures"`
	Hidden     int       `json:"hidden"` // cells with too few households to show
	HiddenKK   int       `json:"hiddenHouseholds"`
	Households int       `json:"households"`
	Version    int64     `json:"version"`
	Fine       bool      `json:"fine"` // whether this account sees every cell
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

func (s *server) legend(ctx context.Context, in *BranchPath) (*legendOutput, error) {
	b, err := s.branch(ctx, *in)
	if err != nil {
		return nil, err
	}
	a, err := who(ctx)
	if err != nil {
		return nil, err
	}
	legend, err := s.legends.of(ctx, b, fmt.Sprint(fine(a)), func(ctx context.Context) (Legend, error) { return s.legendFor(ctx, b, a) })
	return &legendOutput{legend}, err
}

func (s *server) legendFor(ctx context.Context, b data.Branch, a data.Account) (Legend, error) {
	l := Legend{Version: b.Version, Fine: fine(a), Measures: make([]Measure, len(heatMeasures))}
	for i, m := range heatMeasures {
		l.Measures[i].Name = m.name
	}
	var all, shown []data.HeatCell
	for _, resolution := range resolutions(a) {
		var err error
		if all, err = s.heatCells(ctx, b, resolution); err != nil {
			return Legend{}, err
		}
		shown = slices.DeleteFunc(slices.Clone(all), func(c data.HeatCell) bool { return !fine(a) && c.Households < fewHouseholds })
		for i, m := range heatMeasures {
			l.Measures[i].Scales = append(l.Measures[i].Scales, Scale{resolution, quantiles(shown, m.of)})
		}
	}
	count(&l, all, shown) // of the finest
	return l, nil
}

func count(l *Legend, all, shown []data.HeatCell) {
	l.Hidden = len(all) - len(shown)
	for _, c := range all {
		l.Households += c.Households
	}
	l.HiddenKK = l.Households
	for _, c := range shown {
		l.HiddenKK -= c.Households
	}
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
