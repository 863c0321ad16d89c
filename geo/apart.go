package geo

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"
)

// smallestPiece is the area, in m², below which a piece of a shape is a flaw of its
// drawing rather than an island.
const smallestPiece = 10_000

// Apart is the widest gap that has to be crossed to get to every piece of a shape; 0
// where its pieces come within AdjacentWithin of each other.
func Apart(shape orb.MultiPolygon) Metres {
	var pieces []*border
	for _, p := range shape {
		if geo.Area(p) >= smallestPiece {
			pieces = append(pieces, newBorder(orb.MultiPolygon{p}))
		}
	}
	if len(pieces) < 2 {
		return 0
	}
	away := make([]float64, len(pieces)) // from the nearest piece reached (Prim)
	for i := range away {
		away[i] = math.Inf(1)
	}
	widest, at := 0.0, 0
	away[0] = 0
	for range pieces {
		at = -1
		for i, d := range away {
			if d >= 0 && (at < 0 || d < away[at]) {
				at = i
			}
		}
		widest = max(widest, away[at])
		away[at] = -1
		for i, d := range away {
			if d > 0 {
				away[i] = min(d, pieces[at].apart(pieces[i]))
			}
		}
	}
	if widest <= float64(AdjacentWithin) {
		return 0
	}
	return Metres(math.Round(widest))
}

// apart is the distance between two borders, from the corners of either.
func (b *border) apart(other *border) float64 {
	least := math.Inf(1)
	for _, e := range b.edges {
		least = min(least, other.away(e.a))
	}
	for _, e := range other.edges {
		least = min(least, b.away(e.a))
	}
	return least
}
