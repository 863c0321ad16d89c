package api

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"binaan/data"
	"binaan/geo"
	"binaan/planner/heat"
)

type heatDrawnInput struct {
	BranchPath
	HeatQuery
	Ring string `query:"ring" required:"true" maxLength:"4000" doc:"Corners of an area: lon lat,lon lat,... ; three at least"`
}

type heatDrawnOutput struct{ Body HeatDrawn }

// HeatDrawn is what the parts add up to that lie wholly in a drawn area. It adds what is
// published and nothing else, so it tells no more than the map.
type HeatDrawn struct {
	Version    int64      `json:"version"`
	Inside     []int      `json:"inside" nullable:"false"` // parts that count
	Cut        []int      `json:"cut" nullable:"false"`    // parts that the line cuts: they do not count
	Households int64      `json:"households"`
	Told       bool       `json:"told"`   // the measure can be added: shares cannot, they come without their numbers
	Total      heat.Total `json:"total"`  // of the parts that count and are told
	Hidden     int        `json:"hidden"` // parts inside that are hidden or have nothing
}

// heatDrawn adds up the parts of the map that lie wholly in an area.
func (s *server) heatDrawn(ctx context.Context, in *heatDrawnInput) (*heatDrawnOutput, error) {
	ring, err := ringOf(in.Ring)
	if err != nil {
		return nil, err
	}
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	a, err := s.heatAnswer(ctx, b, in.HeatQuery)
	if err != nil {
		return nil, err
	}
	m, err := s.heatMonth(ctx, b, in.Month)
	if err != nil {
		return nil, err
	}
	out, err := a.drawn(m, ring)
	return &heatDrawnOutput{out}, err
}

// ringOf reads the corners of an area and closes it.
func ringOf(text string) (orb.Ring, error) {
	var ring orb.Ring
	for corner := range strings.SplitSeq(text, ",") {
		lon, lat, _ := strings.Cut(strings.TrimSpace(corner), " ")
		x, errX := strconv.ParseFloat(lon, 64)
		y, errY := strconv.ParseFloat(lat, 64)
		if errX != nil || errY != nil || !(x >= -180 && x <= 180 && y >= -90 && y <= 90) {
			return nil, fmt.Errorf("%w: corner %q", errInput, corner)
		}
		ring = append(ring, orb.Point{x, y})
	}
	if len(ring) < 3 {
		return nil, fmt.Errorf("%w: an area has three corners", errInput)
	}
	return append(ring, ring[0]), nil
}

// drawn adds the parts of an answer that lie wholly in a ring.
func (a *HeatAnswer) drawn(m *data.HeatMonth, ring orb.Ring) (HeatDrawn, error) {
	out := HeatDrawn{Version: a.Version, Inside: []int{}, Cut: []int{}, Told: a.Unit != heat.InPermille}
	shapes := map[int]data.Drawn{}
	for _, s := range m.Partition.Drawn(a.Measure.Happened()) {
		shapes[s.ID] = s
	}
	near := ring.Bound().Pad(0.05) // a cell of resolution 7 is smaller
	for _, p := range a.Parts {
		lies, err := liesIn(ring, near, shapes[p.ID].Cells)
		if err != nil {
			return out, err
		}
		switch lies {
		case cut:
			out.Cut = append(out.Cut, p.ID)
		case inside:
			out.Inside = append(out.Inside, p.ID)
			out.add(a.Unit, p)
		}
	}
	return out, nil
}

func (d *HeatDrawn) add(unit heat.Unit, p HeatPart) {
	d.Households += p.Households
	switch {
	case p.Status != heat.Told:
		d.Hidden++
	case unit == heat.InMonths: // tenths of a mean
		d.Total.Num, d.Total.Den = d.Total.Num+p.Value*p.Households/10, d.Total.Den+p.Households
	case unit != heat.InPermille:
		d.Total.Num += p.Value
	}
}

// lying is how a part lies to an area.
type lying int

const (
	outside lying = iota
	cut
	inside
)

// liesIn tells how cells lie to a ring, by the corners and borders of both. A part without cells lies
// nowhere.
func liesIn(ring orb.Ring, near orb.Bound, cells []geo.Cell) (lying, error) {
	if len(cells) == 0 {
		return outside, nil
	}
	if at, err := geo.Centre(cells[0]); err != nil || len(cells) == 1 && !near.Contains(orb.Point{at.Lon, at.Lat}) {
		return outside, err
	}
	shape, err := geo.Outline(cells)
	if err != nil {
		return outside, err
	}
	if !shape.Bound().Intersects(ring.Bound()) {
		return outside, nil
	}
	in, all := 0, 0
	for _, polygon := range shape {
		for _, corner := range polygon[0] {
			if all++; planar.RingContains(ring, corner) {
				in++
			}
		}
	}
	reaches := false
	for _, corner := range ring {
		reaches = reaches || planar.MultiPolygonContains(shape, corner)
	}
	switch {
	case in == all && !reaches && !geo.Crosses(ring, shape):
		return inside, nil
	case in > 0 || reaches || geo.Crosses(ring, shape):
		return cut, nil
	}
	return outside, nil
}
