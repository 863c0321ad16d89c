package territory

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"binaan/geo"
	"binaan/planner"
)

// shuffled is an input whose kader, links, land and territories come in another order.
func shuffled(rng *rand.Rand, in Input) Input {
	in.Kader, in.Links, in.Land, in.Previous = slices.Clone(in.Kader), slices.Clone(in.Links), slices.Clone(in.Land), slices.Clone(in.Previous)
	rng.Shuffle(len(in.Kader), func(i, j int) { in.Kader[i], in.Kader[j] = in.Kader[j], in.Kader[i] })
	rng.Shuffle(len(in.Links), func(i, j int) { in.Links[i], in.Links[j] = in.Links[j], in.Links[i] })
	rng.Shuffle(len(in.Land), func(i, j int) { in.Land[i], in.Land[j] = in.Land[j], in.Land[i] })
	for i := range in.Links {
		if rng.IntN(2) == 0 {
			in.Links[i].A, in.Links[i].B = in.Links[i].B, in.Links[i].A
		}
	}
	return in
}

// By whole desa a plan is proven best, so that the order in which kader, links and land
// come from the database changes nothing of what it brings.
func TestTheOrderOfRowsChangesNoPlanOfWholeDesa(t *testing.T) {
	for seed := range uint64(3) {
		rng := rand.New(rand.NewPCG(seed, 71))
		in := shire(t, rng, 6, 2, 1)
		want := designed(t, in, planner.Options{Seed: 1})
		got := designed(t, shuffled(rng, in), planner.Options{Seed: 1})
		if want.Certificate.Value != got.Certificate.Value || want.Certificate.Expected != got.Certificate.Expected || want.Certificate.Count != got.Certificate.Count {
			t.Errorf("seed %d: %+v, of rows in another order %+v", seed, want.Certificate, got.Certificate)
		}
		if diff := cmp.Diff(want.UnservedSum, got.UnservedSum); diff != "" {
			t.Errorf("seed %d: who is served by nobody (-rows +shuffled)\n%s", seed, diff)
		}
	}
}

// What a plan says of a branch is the branch: every block is in one territory or listed,
// sums of both are the branch's, and every finding and proposal is of families there are.
func TestEveryFamilyOfAPlanIsServedOrListed(t *testing.T) {
	for seed := range uint64(6) {
		rng := rand.New(rand.NewPCG(seed, 72))
		in := county(t, rng, rng.IntN(4), rng.IntN(2), rng.IntN(3))
		if seed%2 == 0 {
			in.Grain = planner.GrainDesa
		}
		plan, err := Design(context.Background(), in, planner.Options{Seed: seed, Iterations: 3000})
		if err != nil {
			t.Fatal(err)
		}
		all, sum, holder := planner.Figures{}, plan.UnservedSum, map[planner.BlockKey]int{}
		for _, b := range in.Blocks {
			all.Add(b)
		}
		for _, x := range plan.Territories {
			sum.Households, sum.Eligible, sum.Members = sum.Households+x.Households, sum.Eligible+x.Eligible, sum.Members+x.Members
			sum.Arrears, sum.Expected, sum.Later = sum.Arrears+x.Arrears, sum.Expected+x.Expected, sum.Later+x.Later
			for _, key := range x.Blocks {
				holder[key]++
			}
		}
		for _, key := range plan.Unserved {
			holder[key]++
		}
		if diff := cmp.Diff(all, sum); diff != "" {
			t.Errorf("seed %d: families (-branch +plan)\n%s", seed, diff)
		}
		for _, b := range in.Blocks {
			if holder[b.BlockKey] != 1 {
				t.Errorf("seed %d: block %v stands %d times", seed, b.BlockKey, holder[b.BlockKey])
			}
		}
		for _, m := range plan.Merangkap {
			if slices.ContainsFunc(m.Blocks, func(key planner.BlockKey) bool { return !slices.Contains(plan.Unserved, key) }) {
				t.Errorf("seed %d: a second territory of kader %d takes families who have one", seed, m.Kader)
			}
		}
	}
}

// A kecamatan that nobody asked about stays, to the block; one that was asked about alone
// is divided as it is within the branch.
func TestAKecamatanIsDividedAsInItsBranch(t *testing.T) {
	in := shire(t, rand.New(rand.NewPCG(2, 73)), 6, 2, 2)
	whole := designed(t, in, planner.Options{Seed: 1})
	alone := in.within("99.01.02")
	part := designed(t, alone, planner.Options{Seed: 1})
	of := func(p Plan, code geo.AreaCode) (out map[planner.KaderID][]planner.BlockKey) {
		out = map[planner.KaderID][]planner.BlockKey{}
		for _, x := range p.Territories {
			if x.Kecamatan == code {
				out[x.Kader] = x.Blocks
			}
		}
		return out
	}
	if diff := cmp.Diff(of(whole, "99.01.02"), of(part, "99.01.02")); diff != "" {
		t.Errorf("territories of the second kecamatan (-in the branch +alone)\n%s", diff)
	}
	if len(of(part, "99.01.01")) != 0 {
		t.Error("a kecamatan that was not asked about is divided")
	}
}

// Where money counts the same for all, a thousand times the money makes the same
// territories: nobody's plan hangs on the size of the rupiah.
func TestTheScaleOfMoneyMakesNoOtherTerritories(t *testing.T) {
	in := shire(t, rand.New(rand.NewPCG(5, 74)), 6, 2)
	for i := range in.Blocks {
		in.Blocks[i].Expected, in.Blocks[i].Later = 40_000*planner.Rupiah(in.Blocks[i].Eligible), 0
	}
	want := designed(t, in, planner.Options{Seed: 1})
	for i := range in.Blocks {
		in.Blocks[i].Expected *= 50
	}
	got := designed(t, in, planner.Options{Seed: 1})
	for i := range want.Territories {
		if diff := cmp.Diff(want.Territories[i].Blocks, got.Territories[i].Blocks); diff != "" {
			t.Errorf("territory %d (-want +got)\n%s", i+1, diff)
		}
	}
	if got.Certificate.Expected != 50*want.Certificate.Expected {
		t.Errorf("expected %v, of fifty times the money %v", want.Certificate.Expected, got.Certificate.Expected)
	}
}
