package geo

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"
)

// NearestWithin is how far outside every area a position may lie and still
// belong to the nearest one: neighbours that were simplified one by one leave
// slivers between them.
const NearestWithin Metres = 100

// AdjacentWithin is the gap across which areas still count as neighbours.
const AdjacentWithin Metres = 30

// Areas finds the areas of one level that positions lie in. It does not change
// once made, so several goroutines may ask at once.
type Areas struct {
	areas   []Area // by code
	borders []*border
	boxes   rtree.RTreeG[int]
}

// NewAreas indexes areas; those without a shape hold no position.
func NewAreas(areas []Area) *Areas {
	a := &Areas{areas: slices.SortedFunc(slices.Values(areas), func(x, y Area) int { return cmp.Compare(x.Code, y.Code) })}
	a.borders = make([]*border, len(areas))
	for i, area := range a.areas {
		if len(area.Shape) == 0 {
			continue
		}
		a.borders[i] = newBorder(area.Shape)
		a.boxes.Insert(a.borders[i].bound.Min, a.borders[i].bound.Max, i)
	}
	return a
}

// All are the areas by code.
func (a *Areas) All() []Area { return a.areas }

// Find is the place of an area in All.
func (a *Areas) Find(code AreaCode) (int, bool) {
	return slices.BinarySearchFunc(a.areas, code, func(x Area, c AreaCode) int { return cmp.Compare(x.Code, c) })
}

// At is the area that holds p, or the nearest within NearestWithin. Where shapes
// overlap, the one with the lower code has it.
func (a *Areas) At(p Position) (code AreaCode, found bool) {
	best, least := -1, float64(NearestWithin)
	reach := degrees(least)
	low, high := orb.Point{p.Lon - reach, p.Lat - reach}, orb.Point{p.Lon + reach, p.Lat + reach}
	a.boxes.Search(low, high, func(_, _ [2]float64, i int) bool {
		if away := a.borders[i].away(p.Point()); away < least || away == least && (best < 0 || i < best) {
			best, least = i, away
		}
		return true
	})
	if best < 0 {
		return "", false
	}
	return a.areas[best].Code, true
}

// Away is how far p lies outside the area at a place of All: 0 inside. An area
// without a shape cannot tell (false).
func (a *Areas) Away(i int, p Position) (Metres, bool) {
	b := a.borders[i]
	if b == nil {
		return 0, false
	}
	return Metres(math.Round(b.away(p.Point()))), true
}

// Neighbours are for every area of All the places of those whose borders come
// within a distance, ascending.
func (a *Areas) Neighbours(within Metres) [][]int {
	out := make([][]int, len(a.areas))
	reach := degrees(float64(within))
	for i, b := range a.borders {
		if b == nil {
			continue
		}
		near := b.bound.Pad(reach)
		a.boxes.Search(near.Min, near.Max, func(_, _ [2]float64, j int) bool {
			if j > i && b.touches(a.borders[j], float64(within)) {
				out[i], out[j] = append(out[i], j), append(out[j], i)
			}
			return true
		})
	}
	for _, near := range out {
		slices.Sort(near)
	}
	return out
}
