package territory

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/district"
	"binaan/planner/plannertest"
)

// shire makes up kecamatan of so many desa, each the cells nearest to a middle of its
// own, with kader.
func shire(t testing.TB, rng *rand.Rand, desa int, kader ...int) Input {
	t.Helper()
	r := plannertest.Rules(t, "2026-12-01")
	r.Territory = planner.TerritoryRule{Lower: 90, Target: 100, Upper: 110, Grain: planner.GrainDesa}
	in := Input{Day: r.Day, Rules: r}
	for k, count := range kader {
		in.add(t, rng, geo.AreaCode(fmt.Sprintf("99.01.%02d", k+1)), geo.Position{Lon: 110.5 + 0.2*float64(k), Lat: -7.5}, desa, count)
	}
	slices.SortFunc(in.Blocks, func(a, b planner.Block) int { return cmp.Or(cmp.Compare(a.Desa, b.Desa), cmp.Compare(a.Cell, b.Cell)) })
	in.join(t)
	return in
}

func (in *Input) add(t testing.TB, rng *rand.Rand, kecamatan geo.AreaCode, middle geo.Position, desa, kader int) {
	t.Helper()
	cell, err := geo.CellAt(middle)
	if err != nil {
		t.Fatal(err)
	}
	disk, err := geo.Disk(cell, 7)
	if err != nil {
		t.Fatal(err)
	}
	at := make([]geo.Position, len(disk))
	for i, c := range disk {
		if at[i], err = geo.Centre(c); err != nil {
			t.Fatal(err)
		}
	}
	seeds, heavy := make([]geo.Position, desa), make([]int, desa)
	for s := range seeds {
		seeds[s], heavy[s] = at[rng.IntN(len(at))], 1+rng.IntN(4)
	}
	of := make([]int, len(disk))
	land := map[int]planner.Land{}
	code := func(s int) geo.AreaCode { return kecamatan + geo.AreaCode(fmt.Sprintf(".%04d", 2001+s)) }
	for i, c := range disk {
		best := math.Inf(1)
		for s, p := range seeds {
			if d := geo.Distance(p, at[i]); d < best {
				of[i], best = s, d
			}
		}
		l := land[of[i]]
		l.Desa, l.Inside = code(of[i]), true
		land[of[i]] = l
		if rng.IntN(3) == 0 {
			w := 1 + rng.IntN(heavy[of[i]])
			in.Blocks = append(in.Blocks, planner.Block{BlockKey: planner.BlockKey{Desa: code(of[i]), Cell: c}, Centre: at[i], Households: w, Eligible: w, Members: 3 * w,
				Arrears: planner.Rupiah(w) * 2_000_000, Expected: planner.Rupiah(w * (20_000 + rng.IntN(40_000))), Later: planner.Rupiah(w * (w % 7) * 6_000)})
		}
	}
	for i, c := range disk {
		around, err := geo.Disk(c, 1)
		if err != nil {
			t.Fatal(err)
		}
		l := land[of[i]]
		for _, n := range around {
			j := slices.Index(disk, n)
			switch {
			case j < 0:
				l.Inside = false
			case of[j] != of[i] && !slices.Contains(l.Near, code(of[j])):
				l.Near = append(l.Near, code(of[j]))
			}
		}
		land[of[i]] = l
	}
	for s := range seeds {
		if l, there := land[s]; there {
			in.Land = append(in.Land, l)
		}
	}
	for n := range kader {
		in.Kader = append(in.Kader, planner.Kader{ID: planner.KaderID(len(in.Kader) + 1), Name: fmt.Sprint("Kader ", n), Kecamatan: kecamatan, Status: planner.KaderActive,
			From: in.Day - 9, Until: in.Day + 99, Home: at[rng.IntN(len(at))]})
	}
}

// join links blocks in neighbouring cells of a kecamatan.
func (in *Input) join(t testing.TB) {
	t.Helper()
	at := map[geo.Cell][]int{}
	for i, b := range in.Blocks {
		at[b.Cell] = append(at[b.Cell], i)
	}
	for i, b := range in.Blocks {
		around, err := geo.Disk(b.Cell, 1)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range around {
			for _, j := range at[c] {
				if i < j && in.Blocks[j].Desa.Kecamatan() == b.Desa.Kecamatan() {
					in.Links = append(in.Links, planner.Link{A: i, B: j})
				}
			}
		}
	}
}

func TestEveryDivisionByDesaPassesItsCheck(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		seed := rapid.Uint64().Draw(r, "seed")
		rng := rand.New(rand.NewPCG(seed, 2))
		in := shire(t, rng, 3+rng.IntN(12), rng.IntN(5), rng.IntN(3))
		plan := designedWhole(r, t, in, seed)
		in.Previous = plan.Territories
		if len(in.Previous) > 0 {
			in.Previous[0].Locked = true
		}
		if len(in.Kader) > 1 && rng.IntN(2) == 0 {
			in.Kader = in.Kader[1:]
		}
		if rng.IntN(2) == 0 {
			k := in.Kader
			if len(k) > 0 {
				joiner := k[0]
				joiner.ID = 99
				in.Kader = append(slices.Clone(k), joiner)
			}
		}
		in.Roam = rng.IntN(3) == 0
		again := designedWhole(r, t, in, seed)
		if c := again.Certificate; len(in.Previous) > 0 && c.Moved < c.MovedBound {
			r.Errorf("%d KK moved, proven at least %d", c.Moved, c.MovedBound)
		}
	})
}

func designedWhole(r *rapid.T, t *testing.T, in Input, seed uint64) Plan {
	t.Helper()
	plan, err := Design(context.Background(), in, planner.Options{Seed: seed, Iterations: 3000})
	if err != nil {
		r.Fatal(err)
	}
	if err := plan.Check(in); err != nil {
		r.Fatal(err)
	}
	return plan
}

func TestWholeDesaNeedNoSeed(t *testing.T) {
	in := shire(t, rand.New(rand.NewPCG(3, 2)), 12, 3, 2)
	a, b := designed(t, in, planner.Options{Seed: 5}), designed(t, in, planner.Options{Seed: 9})
	a.Certificate.Seed = b.Certificate.Seed
	if diff := gocmp.Diff(a, b); diff != "" {
		t.Errorf("a division by whole desa depends on the seed:\n%s", diff)
	}
}

// A city: every desa weighs several times what a territory may.
func TestDesaAboveTheBandAreCutInside(t *testing.T) {
	in := shire(t, rand.New(rand.NewPCG(4, 2)), 6, 3)
	for i := range in.Blocks {
		in.Blocks[i].Eligible, in.Blocks[i].Households = 7*in.Blocks[i].Eligible, 7*in.Blocks[i].Households
	}
	plan := designed(t, in, planner.Options{Seed: 1})
	if c := plan.Certificate; c.Count != 3 || c.InBand != 3 || c.Connected != 3 || len(c.Whole.Above) == 0 || len(c.Whole.Split) > 0 {
		t.Errorf("certificate %+v, %+v: want three in the band, with desa above it", c, c.Whole)
	}
	for _, x := range plan.Territories {
		for _, part := range x.Desa {
			if !part.Whole && !slices.Contains(plan.Certificate.Whole.Above, part.Code) {
				t.Errorf("territory %d has a part of %s, which nobody names", x.ID, part.Code)
			}
		}
	}
}

// Two groups of desa with water between them, too few families on either side.
func TestLinksAcrossWaterAreNamedAndLimited(t *testing.T) {
	in := islands(t, 60, 45)
	plan := designed(t, in, planner.Options{Seed: 1})
	want := []Gap{{From: "99.01.01.2001", To: "99.01.01.2002", Metres: plan.Territories[0].Gaps[0].Metres}}
	if diff := gocmp.Diff(want, plan.Territories[0].Gaps); diff != "" || want[0].Metres < 2000 || want[0].Metres > 4000 {
		t.Errorf("gaps (-want +got)\n%s", diff)
	}
	in.Rules.Territory.Gap = 1000
	if apart := designed(t, in, planner.Options{Seed: 1}); apart.Certificate.InBand != 0 || len(apart.Findings) == 0 {
		t.Errorf("a link wider than the rule allows is used: %+v", apart.Certificate)
	}
}

// islands are two desa three kilometres apart, with so many KK each, and a kader.
func islands(t *testing.T, kk ...int) Input {
	t.Helper()
	r := plannertest.Rules(t, "2026-12-01")
	r.Territory = planner.TerritoryRule{Lower: 90, Target: 100, Upper: 110}
	in := Input{Day: r.Day, Rules: r}
	for i, n := range kk {
		at := geo.Position{Lon: 110.5 + 0.027*float64(i), Lat: -7.5}
		cell, err := geo.CellAt(at)
		if err != nil {
			t.Fatal(err)
		}
		desa := geo.AreaCode(fmt.Sprintf("99.01.01.%04d", 2001+i))
		in.Blocks = append(in.Blocks, planner.Block{BlockKey: planner.BlockKey{Desa: desa, Cell: cell}, Centre: at, Households: n, Eligible: n, Expected: planner.Rupiah(30_000 * n)})
		in.Land = append(in.Land, planner.Land{Desa: desa})
	}
	in.Links = []planner.Link{{A: 0, B: 1, Gap: true}}
	in.Kader = []planner.Kader{{ID: 1, Kecamatan: "99.01.01", Status: planner.KaderActive, From: in.Day - 9, Until: in.Day + 99, Home: in.Blocks[0].Centre}}
	return in
}

// Three desa in a row, of which the middle one is locked: 35 and 40 KK on either side
// are too few for the band even together, and do not touch.
func TestALockThatPartsASmallRestLeavesTheSmallerSide(t *testing.T) {
	in := islands(t, 35, 100, 40)
	in.Links = []planner.Link{{A: 0, B: 1}, {A: 1, B: 2}}
	joiner := in.Kader[0]
	joiner.ID = 2
	in.Kader = append(in.Kader, joiner)
	in.Previous = []Territory{{ID: 1, Kecamatan: "99.01.01", Kader: 1, Locked: true, Blocks: []planner.BlockKey{in.Blocks[1].BlockKey}}}
	plan := designed(t, in, planner.Options{Seed: 1})
	if c := plan.Certificate; c.Count != 2 || c.Connected != 2 || plan.Territories[1].Eligible != 40 || plan.UnservedSum.Eligible != 35 {
		t.Errorf("%d of %d hang together, %d KK unserved: want two, and the 35 left", c.Connected, c.Count, plan.UnservedSum.Eligible)
	}
	want := []Finding{
		{Code: string(district.ComponentUnderBand), Kecamatan: "99.01.01", Eligible: 40, Repair: "lower=40"},
		{Code: FindingLeft, Kecamatan: "99.01.01", Eligible: 35},
	}
	if diff := gocmp.Diff(want, plan.Findings); diff != "" {
		t.Errorf("findings (-want +got)\n%s", diff)
	}
}

// A desa in two places that no link joins and no map shows is still one desa.
func TestASmallDesaOffTheMapIsNotDivided(t *testing.T) {
	in := islands(t, 30, 40)
	in.Blocks[1].Desa, in.Land, in.Links = in.Blocks[0].Desa, nil, nil
	plan := designed(t, in, planner.Options{Seed: 1})
	if c := plan.Certificate; c.Count != 1 || c.Connected != 1 || plan.Territories[0].Eligible != 70 {
		t.Errorf("certificate %+v: want the desa in one territory", c)
	}
}
