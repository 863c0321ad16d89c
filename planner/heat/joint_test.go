package heat

import (
	"math/rand/v2"
	"testing"

	"binaan/planner/partition"
)

// The dimensions whose combinations a part tells are those of the first set, of all in their
// order, of which every combination passes: whatever pairs are looked at before.
func TestTheCombinationsOfAPartAreThoseOfTheLargestSetThatPasses(t *testing.T) {
	rule := partition.Rule{KK: 10, Permille: 600, Unit: 100}
	told := map[int]int{}
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 21))
		families := make([]Family, 20+rng.IntN(400))
		for i := range families {
			f := Family{Arrears: 100_000, Months: 3}
			if rng.IntN(40) == 0 {
				f.Arrears *= 200
			}
			for d := range f.Category {
				f.Category[d] = uint16(rng.IntN(1+d%3) * rng.IntN(2))
			}
			f.Category[Covered] = min(1, f.Category[Covered])
			families[i] = f
		}
		table := NewTable(rule, []Place{{}}, families)
		want, apart := uint8(0), table.apart(0)
		for _, set := range sets {
			if set&^apart == 0 && everyPasses(table, set) {
				want = set
				break
			}
		}
		if got := table.jointly()[0]; got != want {
			t.Fatalf("seed %d: told by %06b, not %06b of %06b", seed, got, want, apart)
		}
		told[size(want)]++
	}
	if told[0] == 0 || told[2] == 0 || told[3] == 0 {
		t.Errorf("tables of too few kinds: %v", told)
	}
}

// everyPasses reports whether every combination of blocks of some dimensions passes.
func everyPasses(t *Table, set uint8) bool {
	sums := map[[dimensions]int]partition.Sum{}
	for _, f := range t.of(0) {
		var key [dimensions]int
		for d := range key {
			if set&(1<<d) != 0 {
				key[d] = t.blocks[d][0][f.Category[d]]
			}
		}
		sums[key] = sums[key].Plus(sumOf(f))
	}
	for _, s := range sums {
		if !t.rule.Passes(s) {
			return false
		}
	}
	return true
}
