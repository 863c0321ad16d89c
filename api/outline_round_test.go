package api

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"binaan/geo"
)

// Outlines are told to a metre: nowhere further off than that, and where two desa share
// a point they share it still; what is stored is left as it is.
func TestOutlinesAreRoundedAlikeForNeighbours(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	shared := make(orb.Ring, 40)
	for i := range shared {
		shared[i] = orb.Point{110 + rng.Float64(), -7 + rng.Float64()}
	}
	stored := []geo.Area{
		{Code: "99.01.01.2001", Shape: orb.MultiPolygon{{shared.Clone()}}},
		{Code: "99.01.01.2002", Shape: orb.MultiPolygon{{append(orb.Ring{{111.5, -6.123456789}}, shared...)}}},
		{Code: "99.01.01.2003"},
	}
	told := outlines(stored).Features
	if len(told) != 2 {
		t.Fatalf("%d outlines, want 2: one desa has none", len(told))
	}
	one, other := told[0].Geometry.(orb.MultiPolygon)[0][0], told[1].Geometry.(orb.MultiPolygon)[0][0]
	for i, at := range one {
		if other[i+1] != at {
			t.Fatalf("a shared point is %v here and %v there", at, other[i+1])
		}
		if math.Abs(at[0]-shared[i][0]) > 5.1e-6 || math.Abs(at[1]-shared[i][1]) > 5.1e-6 || at == shared[i] {
			t.Fatalf("%v told as %v", shared[i], at)
		}
		if stored[0].Shape[0][0][i] != shared[i] {
			t.Fatal("what is stored was changed")
		}
	}
}
