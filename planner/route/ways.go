package route

import (
	"context"
	"math"

	"binaan/geo"
	"binaan/planner"
)

// spot is a place as far as it is known.
type spot struct {
	at     geo.Position
	radius geo.Metres // about which the place may well be off; 0 where it is known
	rt     string     // the RT in which a family lives of which no more is known
}

// rtRadius is how far the families of one RT live from its middle: an RT is some
// dozens of houses (assumed).
const rtRadius geo.Metres = 150

// spotOf is where a family is taken to live.
func spotOf(h planner.Household) (spot, error) {
	at, err := h.Place()
	if err != nil || h.At != nil && !h.Spread {
		return spot{at: at}, err
	}
	s := spot{at: at, radius: h.Radius}
	if h.RT != "" && h.RW != "" {
		s.rt = string(h.Desa) + " " + h.RW + " " + h.RT
	}
	return s, nil
}

// meanOfRMS is the mean distance between two points of a disc, 128/(45π) of its
// radius, as a share of the root of their mean square distance, which is that radius.
const meanOfRMS = 128 / (45 * math.Pi)

// apart is how far two spots are likely to be from one another at least, along the
// straight line, by what is not known of them. Radii are those of geo.RadiusOf: the
// root of the mean square distance from the middle. Families of one RT are near each
// other wherever it lies.
func apart(a, b spot) float64 {
	ra, rb := a.radius, b.radius
	if a.rt != "" && a.rt == b.rt {
		ra, rb = min(ra, rtRadius), min(rb, rtRadius)
	}
	return meanOfRMS * math.Hypot(float64(ra), float64(rb))
}

// ways are the ways between spots: as the input's travel knows them, or by the
// straight line of its rule, but never shorter than what is not known of both ends
// makes likely. Two families placed in one cell for want of better are not next door
// for that.
func (in *Input) ways(ctx context.Context, spots []spot) (geo.Matrix, error) {
	places := make([]geo.Position, len(spots))
	for i, s := range spots {
		places[i] = s.at
	}
	line := in.Rules.Travel.Line(in.Kader.Kecamatan)
	travel := in.Travel
	if travel == nil {
		travel = line
	}
	m, err := travel.Matrix(ctx, places)
	if err != nil {
		return m, err
	}
	for i := range spots {
		for j := range spots {
			if spots[i].radius+spots[j].radius == 0 || i == j {
				continue
			}
			metres, seconds := line.Along(apart(spots[i], spots[j]))
			m.Metres[i][j], m.Seconds[i][j] = max(m.Metres[i][j], metres), max(m.Seconds[i][j], seconds)
		}
	}
	return m, nil
}
