package data_test

import (
	"math/rand/v2"
	"testing"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/geo"
	"binaan/planner"
)

// TestHeatSumsByTheParentsThatH3Says holds the bit arithmetic in SQL against h3.
func TestHeatSumsByTheParentsThatH3Says(t *testing.T) {
	const seed = 7
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	store := datatest.New(t)
	b, err := store.AddBranch(t.Context(), "9901", "Contoh", "WIB")
	if err != nil {
		t.Fatal(err)
	}
	var blocks []planner.Block
	for range 500 {
		cell, err := geo.CellAt(geo.Position{Lon: 95 + 46*rng.Float64(), Lat: -11 + 17*rng.Float64()})
		if err != nil {
			t.Fatal(err)
		}
		k := planner.Block{BlockKey: planner.BlockKey{Desa: "99.01.01.2001", Cell: cell}, Households: 1 + rng.IntN(9), Arrears: 1000}
		blocks = append(blocks, k)
	}
	err = store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		return data.ReplaceBlocks(t.Context(), tx, b.ID, blocks, nil)
	})
	if err != nil {
		t.Fatal(err)
	}
	for resolution := 4; resolution <= geo.BlockResolution; resolution++ {
		want := map[geo.Cell]int{}
		for _, k := range blocks {
			parent, err := geo.Parent(k.Cell, resolution)
			if err != nil {
				t.Fatal(err)
			}
			want[parent] += k.Households
		}
		cells, err := store.Heat(t.Context(), b.ID, resolution)
		if err != nil {
			t.Fatal(err)
		}
		if len(cells) != len(want) {
			t.Errorf("resolution %d: %d cells, want %d", resolution, len(cells), len(want))
		}
		for _, c := range cells {
			if c.Households != want[c.Cell] {
				t.Errorf("cell %v: %d households, want %d", c.Cell, c.Households, want[c.Cell])
			}
		}
	}
}
