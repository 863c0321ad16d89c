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

// Whatever happens to blocks, the sums that are kept of them are those of a recount, by
// cells of every resolution and by branch.
func TestKeptSumsOfBlocksAreThoseOfARecount(t *testing.T) {
	const seed = 5
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	store := datatest.New(t)
	var branches []data.Branch
	for _, code := range []string{"9901", "9902"} {
		b, err := store.AddBranch(t.Context(), code, "Contoh", "WIB")
		if err != nil {
			t.Fatal(err)
		}
		branches = append(branches, b)
	}
	for round := range 12 {
		b := branches[rng.IntN(2)]
		blocks := someBlocks(t, rng)
		err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
			if err := data.ReplaceBlocks(t.Context(), tx, b.ID, blocks, nil); err != nil {
				return err
			}
			for i := range blocks {
				blocks[i].Households += rng.IntN(3)
				blocks[i].Arrears += planner.Rupiah(rng.IntN(1000))
				blocks[i].Later += planner.Rupiah(rng.IntN(1000))
			}
			if err := data.UpdateBlocks(t.Context(), tx, b.ID, blocks[:len(blocks)/2]); err != nil {
				return err
			}
			_, err := tx.Exec(t.Context(), "delete from block where id % 3 = $1", rng.IntN(4))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range branches {
			if n := differing(t, store, b.ID); n > 0 {
				t.Errorf("round %d: %d sums of branch %s are not those of a recount", round, n, b.Code)
			}
		}
	}
	sums, err := store.BranchSums(t.Context(), []data.BranchID{branches[0].ID, branches[1].ID})
	if err != nil || len(sums) != 2 {
		t.Fatalf("%v, %v", sums, err)
	}
	for i, b := range branches {
		totals, err := store.Totals(t.Context(), b.ID)
		if err != nil || int64(totals.Households) != sums[i].Households || totals.Arrears != sums[i].Arrears || totals.Expected != sums[i].Expected || totals.Later != sums[i].Later {
			t.Errorf("branch %s: kept %+v, counted %+v: %v", b.Code, sums[i], totals, err)
		}
	}
}

func someBlocks(t *testing.T, rng *rand.Rand) (blocks []planner.Block) {
	t.Helper()
	seen := map[geo.Cell]bool{}
	for range 1 + rng.IntN(60) {
		at := geo.Position{Lon: 110 + 0.3*rng.Float64(), Lat: -7 - 0.3*rng.Float64()}
		cell, err := geo.CellAt(at)
		if err != nil {
			t.Fatal(err)
		}
		if seen[cell] {
			continue
		}
		seen[cell] = true
		blocks = append(blocks, planner.Block{
			BlockKey: planner.BlockKey{Desa: "99.01.01.2001", Cell: cell}, Centre: at, Households: 1 + rng.IntN(50), Eligible: rng.IntN(20),
			Arrears: planner.Rupiah(rng.IntN(1e9)), Expected: planner.Rupiah(rng.IntN(1e6)), Later: planner.Rupiah(rng.IntN(1e6)),
		})
	}
	return blocks
}

// differing counts the sums that a recount, by the cells' parents as H3 has them, does
// not find.
func differing(t *testing.T, store *data.Store, b data.BranchID) (differ int) {
	t.Helper()
	type key struct {
		resolution int
		cell       geo.Cell
	}
	type numbers [5]int64
	kept, counted := map[key]numbers{}, map[key]numbers{}
	add := func(to map[key]numbers, k key, n numbers) {
		all := to[k]
		for i := range n {
			all[i] += n[i]
		}
		to[k] = all
	}
	err := store.InBranch(t.Context(), []data.BranchID{b}, func(tx pgx.Tx) error {
		rows, err := tx.Query(t.Context(), `
			select resolution, cell, array[households, eligible, arrears, expected, later] from block_sum
			union all
			select 9, cell, array[households, eligible, arrears, expected, later] from block`)
		if err != nil {
			return err
		}
		var k key
		var n []int64
		_, err = pgx.ForEachRow(rows, []any{&k.resolution, (*int64)(&k.cell), &n}, func() error {
			if k.resolution < geo.BlockResolution {
				add(kept, k, numbers(n))
				return nil
			}
			add(counted, key{}, numbers(n))
			for resolution := 5; resolution <= 8; resolution++ {
				parent, err := geo.Parent(k.cell, resolution)
				if err != nil {
					return err
				}
				add(counted, key{resolution, parent}, numbers(n))
			}
			return nil
		})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for k, n := range counted {
		if kept[k] != n {
			differ++
		}
		delete(kept, k)
	}
	return differ + len(kept)
}
