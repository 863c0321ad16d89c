package data_test

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/geo"
	"binaan/planner"
)

func TestHeatSumsByCellsAndTheirParents(t *testing.T) {
	const seed = 7
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	store, b := datatest.NewBranch(t)
	var blocks []planner.Block
	for range 500 {
		at := geo.Position{Lon: 95 + 46*rng.Float64(), Lat: -11 + 17*rng.Float64()}
		cell, err := geo.CellAt(at)
		if err != nil {
			t.Fatal(err)
		}
		for _, desa := range []geo.AreaCode{"99.01.01.2001", "99.01.01.2002"}[:1+rng.IntN(2)] {
			k := planner.Block{BlockKey: planner.BlockKey{Desa: desa, Cell: cell}, Centre: at, Households: 1 + rng.IntN(9), Eligible: 1, Arrears: planner.Rupiah(rng.IntN(1e9)), Expected: 7}
			blocks = append(blocks, k)
		}
	}
	err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		return data.ReplaceBlocks(t.Context(), tx, b.ID, blocks, nil)
	})
	if err != nil {
		t.Fatal(err)
	}
	finest, err := store.Heat(t.Context(), b.ID)
	if err != nil {
		t.Fatal(err)
	}
	for resolution := 4; resolution <= geo.BlockResolution; resolution++ {
		want := map[geo.Cell]data.HeatCell{}
		for _, k := range blocks {
			parent, err := geo.Parent(k.Cell, resolution)
			if err != nil {
				t.Fatal(err)
			}
			w := want[parent]
			want[parent] = data.HeatCell{Cell: parent, Households: w.Households + k.Households, Eligible: w.Eligible + k.Eligible, Arrears: w.Arrears + k.Arrears, Expected: w.Expected + k.Expected}
		}
		cells, err := data.Coarser(finest, resolution)
		if err != nil {
			t.Fatal(err)
		}
		got := map[geo.Cell]data.HeatCell{}
		for i, c := range cells {
			got[c.Cell] = c
			if i > 0 && cells[i-1].Cell >= c.Cell {
				t.Errorf("resolution %d: cell %v stands after %v", resolution, c.Cell, cells[i-1].Cell)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" || len(cells) != len(want) {
			t.Errorf("resolution %d (-want +got)\n%s", resolution, diff)
		}
	}
}
