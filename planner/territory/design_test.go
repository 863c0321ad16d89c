package territory

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/plannertest"
)

// county makes up kecamatan of a few desa each, a disk of cells wide, with kader.
func county(t testing.TB, rng *rand.Rand, kader ...int) Input {
	t.Helper()
	r := plannertest.Rules(t, "2026-12-01")
	r.Territory = planner.TerritoryRule{Lower: 40, Target: 50, Upper: 60, Grain: planner.GrainCell}
	in := Input{Day: r.Day, Rules: r}
	var homes []planner.Household
	for k, count := range kader {
		code := geo.AreaCode([]string{"99.01.01", "99.01.02", "99.01.03", "99.01.04"}[k])
		middle := geo.Position{Lon: 110.5 + 0.2*float64(k), Lat: -7.5}
		cell, err := geo.CellAt(middle)
		if err != nil {
			t.Fatal(err)
		}
		disk, err := geo.Disk(cell, 3)
		if err != nil {
			t.Fatal(err)
		}
		for i, c := range disk {
			desa := code + geo.AreaCode([]string{".2001", ".2002", ".2003"}[i*3/len(disk)])
			for range 1 + rng.IntN(9) {
				homes = append(homes, planner.Household{ID: planner.HouseholdID(len(homes) + 1), Desa: desa, Cell: c, Months: 20, ArrearsStatus: planner.ArrearsActive,
					Arrears: planner.Rupiah(1_000_000 + rng.IntN(3_000_000)), Classes: []planner.CareClass{3}})
			}
		}
		for n := range count {
			in.Kader = append(in.Kader, planner.Kader{ID: planner.KaderID(10*k + n + 1), Kecamatan: code, Status: planner.KaderActive, From: r.Day - 9, Until: r.Day + 99,
				Home: geo.Position{Lon: middle.Lon + 0.01*rng.Float64(), Lat: middle.Lat + 0.01*rng.Float64()}})
		}
	}
	all := func(yield func(planner.Household) bool) {
		for _, h := range homes {
			if !yield(h) {
				return
			}
		}
	}
	var err error
	in.Blocks, err = planner.GatherBlocks(all, func(h planner.Household) bool { return h.ID%4 > 0 }, func(h planner.Household) (cash, later planner.Rupiah) { return h.Arrears / 50, h.Arrears / 70 })
	if err == nil {
		in.Links, err = planner.LinkBlocks(in.Blocks)
	}
	if err != nil {
		t.Fatal(err)
	}
	return in
}

func designed(t testing.TB, in Input, o planner.Options) Plan {
	t.Helper()
	plan, err := Design(context.Background(), in, o)
	if err != nil {
		t.Fatal(err)
	}
	if err := plan.Check(in); err != nil {
		t.Fatal(err)
	}
	return plan
}

func TestEveryDivisionPassesItsCheck(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		seed := rapid.Uint64().Draw(r, "seed")
		rng := rand.New(rand.NewPCG(seed, 2))
		in := county(t, rng, rng.IntN(5), rng.IntN(3))
		plan, err := Design(context.Background(), in, planner.Options{Seed: seed, Iterations: 3000})
		if err != nil {
			r.Fatal(err)
		}
		if err := plan.Check(in); err != nil {
			r.Fatal(err)
		}
		in.Previous = plan.Territories
		if len(in.Previous) > 0 {
			in.Previous[0].Locked = true
		}
		again, err := Design(context.Background(), in, planner.Options{Seed: seed + 1, Iterations: 3000})
		if err != nil {
			r.Fatal(err)
		}
		if err := again.Check(in); err != nil {
			r.Fatal(err)
		}
	})
}

func TestTooFewKaderLeaveTheRestListed(t *testing.T) {
	in := county(t, rand.New(rand.NewPCG(1, 2)), 1, 0)
	plan := designed(t, in, planner.Options{Seed: 1, Iterations: 50_000})
	if got := plan.Certificate; got.Count != 1 || got.InBand != 1 || got.Connected != 1 || got.MostValue < got.Value {
		t.Errorf("certificate %+v, want one territory in band, connected and bounded", got)
	}
	codes := map[string]geo.AreaCode{}
	for _, f := range plan.Findings {
		codes[f.Code] = f.Kecamatan
	}
	if codes[FindingTooFew] != "99.01.01" || codes[FindingNoKader] != "99.01.02" {
		t.Errorf("findings %+v", plan.Findings)
	}
	if len(plan.Recruit) == 0 || plan.Recruit[0].Kecamatan != "99.01.02" {
		t.Errorf("where to recruit: %+v", plan.Recruit)
	}
	if len(plan.Merangkap) != 1 || plan.Merangkap[0].Kecamatan != plan.Recruit[0].Kecamatan {
		t.Errorf("merangkap proposed: %+v", plan.Merangkap)
	}
}

func TestSameSeedSameTerritories(t *testing.T) {
	in := county(t, rand.New(rand.NewPCG(3, 2)), 3, 2)
	a, b := designed(t, in, planner.Options{Seed: 5, Iterations: 20_000}), designed(t, in, planner.Options{Seed: 5, Iterations: 20_000})
	if diff := cmp.Diff(a, b); diff != "" {
		t.Errorf("two plans of seed 5 differ:\n%s", diff)
	}
}

func TestLeaverMovesOnlyWithinTheKecamatan(t *testing.T) {
	in := county(t, rand.New(rand.NewPCG(4, 2)), 3, 2)
	before := designed(t, in, planner.Options{Seed: 5, Iterations: 50_000})
	gone := in.Without(1, before)
	gone.Kecamatan = "99.01.01"
	after := designed(t, gone, planner.Options{Seed: 5, Iterations: 50_000})
	for _, t2 := range before.Territories {
		if t2.Kecamatan != "99.01.02" {
			continue
		}
		for _, t3 := range after.Territories {
			if t3.Kader == t2.Kader {
				if diff := cmp.Diff(t2, t3, cmpopts.IgnoreFields(Territory{}, "ID")); diff != "" {
					t.Errorf("kader %d of another kecamatan changed:\n%s", t2.Kader, diff)
				}
			}
		}
	}
	if c := after.Certificate; c.MovedBound <= 0 || c.Moved < c.MovedBound {
		t.Errorf("%d KK moved, at least %d", c.Moved, c.MovedBound)
	}
}

// The Hungarian method against all permutations.
func TestAssignmentIsTheCheapest(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		n := rapid.IntRange(1, 6).Draw(r, "n")
		cost := make([][]float64, n)
		for i := range cost {
			cost[i] = make([]float64, n)
			for j := range cost[i] {
				cost[i][j] = float64(rapid.IntRange(-9, 9).Draw(r, "cost"))
			}
		}
		got := 0.0
		for i, j := range assign(cost) {
			got += cost[i][j]
		}
		if want := cheapest(cost, 0, make([]bool, n)); got != want {
			r.Errorf("assignment costs %v, cheapest is %v", got, want)
		}
	})
}

func cheapest(cost [][]float64, row int, used []bool) float64 {
	if row == len(cost) {
		return 0
	}
	best := 1e9
	for c := range used {
		if !used[c] {
			used[c] = true
			best = min(best, cost[row][c]+cheapest(cost, row+1, used))
			used[c] = false
		}
	}
	return best
}
