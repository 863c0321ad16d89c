package territory

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/district"
	"binaan/planner/plannertest"
)

// field is a kecamatan of wide times high blocks about a kilometre apart, each linked
// with those beside it, of 0 to 9 eligible KK, with so many kader who live on it.
func field(t testing.TB, rng *rand.Rand, wide, high, kader int) Input {
	t.Helper()
	in := Input{Rules: plannertest.Rules(t, "2026-12-01"), Grain: planner.GrainCell}
	in.Day, in.Rules.Territory = in.Rules.Day, planner.TerritoryRule{Lower: 15, Target: 20, Upper: 25}
	for n := range wide * high {
		x, y, kk := n%wide, n/wide, rng.IntN(10)
		in.Blocks = append(in.Blocks, planner.Block{
			BlockKey: planner.BlockKey{Desa: west + ".2001", Cell: geo.Cell(n + 1)}, Households: kk, Eligible: kk, Members: 3 * kk,
			Arrears: planner.Rupiah(kk) * 1_000_000, Expected: planner.Rupiah(kk * (5_000 + rng.IntN(9_000))), Centre: geo.Position{Lon: 110 + 0.009*float64(x), Lat: -7 - 0.009*float64(y)},
		})
		if x > 0 {
			in.Links = append(in.Links, planner.Link{A: n - 1, B: n})
		}
		if y > 0 {
			in.Links = append(in.Links, planner.Link{A: n - wide, B: n})
		}
	}
	for k := range kader {
		in.Kader = append(in.Kader, planner.Kader{ID: planner.KaderID(k + 1), Kecamatan: west, Status: planner.KaderActive, From: in.Day, Until: in.Day + 99, Home: in.Blocks[rng.IntN(len(in.Blocks))].Centre})
	}
	return in
}

// settled is a field whose blocks are in random hands: of its kader, of kader 90 and
// 91 who left, and of nobody.
func settled(t testing.TB, rng *rand.Rand) *settlement {
	t.Helper()
	in := field(t, rng, 2+rng.IntN(4), 2+rng.IntN(3), 1+rng.IntN(4))
	hands := []planner.KaderID{90, 91}
	for _, k := range in.Kader {
		hands = append(hands, k.ID, k.ID)
	}
	had := map[planner.KaderID]*Territory{}
	for _, b := range in.Blocks {
		if k := rng.IntN(len(hands) + 1); k < len(hands) {
			if had[hands[k]] == nil {
				had[hands[k]] = &Territory{Kader: hands[k], Kecamatan: west}
			}
			had[hands[k]].Blocks = append(had[hands[k]].Blocks, b.BlockKey)
		}
	}
	for _, t := range had {
		in.Previous = append(in.Previous, *t)
	}
	d, err := newDesign(in, planner.Options{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	return newSettlement(d, d.kecamatan[0].blocks, d.kecamatan[0].kader)
}

// piecesOf are the pieces of some blocks, by flooding, without block but.
func piecesOf(s *settlement, part, but int) (out [][]int) {
	seen := map[int]bool{but: true}
	for i, q := range s.part {
		if q != part || seen[i] {
			continue
		}
		piece := []int{}
		seen[i] = true
		for queue := []int{i}; len(queue) > 0; queue = queue[1:] {
			piece = append(piece, queue[0])
			for _, j := range s.links[queue[0]] {
				if s.part[j] == part && !seen[j] {
					seen[j] = true
					queue = append(queue, j)
				}
			}
		}
		slices.Sort(piece)
		out = append(out, piece)
	}
	return out
}

// sums are held beside the parts: whatever passes to whom, they are what a count anew
// gives, and the inertia is that about the middle.
func TestPartsAddUpWhateverPasses(t *testing.T) {
	for seed := range uint64(40) {
		rng := rand.New(rand.NewPCG(seed, 81))
		s := settled(t, rng)
		for range 30 {
			s.move(rng.IntN(len(s.part)), rng.IntN(len(s.parts)+1)-1)
		}
		for q, p := range s.parts {
			fresh := partSum{}
			for i := range s.part {
				if s.part[i] == q {
					fresh.add(s.mass(i), s.x[i], s.y[i], s.weight[i], 1)
				}
			}
			inertia, cx, cy := 0.0, fresh.mx/fresh.mass, fresh.my/fresh.mass
			for i := range s.part {
				if s.part[i] == q {
					dx, dy := s.x[i]-cx, s.y[i]-cy
					inertia += s.mass(i) * (dx*dx + dy*dy)
				}
			}
			if p.blocks != fresh.blocks || p.weight != fresh.weight || math.Abs(p.mass-fresh.mass) > 1e-9 || math.Abs(p.inertia()-inertia) > 1e-6 {
				t.Errorf("seed %d: part %d is %+v with inertia %v, counted anew %+v with %v", seed, q, p, p.inertia(), fresh, inertia)
			}
		}
	}
}

// A block may leave its part only where that neither falls apart nor ends.
func TestABlockThatHoldsItsPartTogetherStays(t *testing.T) {
	stays, leaves := 0, 0
	for seed := range uint64(60) {
		s := settled(t, rand.New(rand.NewPCG(seed, 82)))
		for q := range s.parts {
			s.dropPieces(q)
		}
		for i, q := range s.part {
			if q < 0 || s.parts[q].blocks < 2 {
				continue
			}
			want := len(piecesOf(s, q, i)) == 1
			if got := s.holds(i); got != want {
				t.Fatalf("seed %d: part %d holds without block %d: %v, want %v", seed, q, i, got, want)
			}
			if want {
				leaves++
			} else {
				stays++
			}
		}
	}
	if stays < 20 || leaves < 20 {
		t.Errorf("%d blocks stay and %d may leave: the test tries one side only", stays, leaves)
	}
}

// Of a part in pieces the one with the most families is kept, whole, and nothing of
// anybody else's.
func TestOfAPartInPiecesTheHeaviestIsKept(t *testing.T) {
	for seed := range uint64(60) {
		s := settled(t, rand.New(rand.NewPCG(seed, 83)))
		for q := range s.parts {
			before, most := slices.Clone(s.part), -1
			for _, piece := range piecesOf(s, q, -1) {
				most = max(most, weightOf(s, piece))
			}
			s.dropPieces(q)
			after := piecesOf(s, q, -1)
			if len(after) > 1 || len(after) == 1 && weightOf(s, after[0]) != most || len(after) == 0 && most >= 0 {
				t.Fatalf("seed %d: part %d is %v, the heaviest piece had %d KK", seed, q, after, most)
			}
			for i := range s.part {
				if s.part[i] != before[i] && (before[i] != q || s.part[i] != nobody) {
					t.Fatalf("seed %d: block %d passed from %d to %d", seed, i, before[i], s.part[i])
				}
			}
		}
	}
}

func weightOf(s *settlement, blocks []int) (sum int) {
	for _, i := range blocks {
		sum += s.weight[i]
	}
	return sum
}

// What a leaver had goes, all of it, to one kader who had nothing: the largest first,
// to who lives nearest; where all have something it is nobody's.
func TestALeaversFamiliesGoTogetherToTheNearestWithoutAny(t *testing.T) {
	passed := 0
	for seed := range uint64(60) {
		s := settled(t, rand.New(rand.NewPCG(seed, 84)))
		free := []int{}
		for q, p := range s.parts {
			if p.blocks == 0 {
				free = append(free, q)
			}
		}
		past, was := slices.Clone(s.before), slices.Clone(s.part)
		left := map[planner.KaderID][]int{}
		for i := range s.part {
			if past[i] == gone {
				left[s.d.before[s.blocks[i]]] = append(left[s.d.before[s.blocks[i]]], i)
			}
		}
		s.inherit()
		for id, blocks := range left {
			heir := s.part[blocks[0]]
			for _, i := range blocks {
				if s.part[i] != heir || heir >= 0 && s.before[i] != heir {
					t.Fatalf("seed %d: what kader %d had is parted: %v", seed, id, s.part)
				}
			}
			if heir >= 0 && !slices.Contains(free, heir) {
				t.Errorf("seed %d: kader %d with families of his own inherits", seed, heir)
			}
			if heir >= 0 {
				passed++
			}
			for _, q := range free {
				nearer := heir >= 0 && s.parts[q].blocks == 0 && s.d.distance(s.inDesign(blocks), s.kader[q]) < s.d.distance(s.inDesign(blocks), s.kader[heir])
				if nearer || heir < 0 && s.parts[q].blocks == 0 {
					t.Errorf("seed %d: kader %d would have been nearer to the families of %d than %d", seed, q, id, heir)
				}
			}
		}
		for i := range s.part {
			if past[i] != gone && s.part[i] != was[i] {
				t.Errorf("seed %d: block %d of a kader who stays passed from %d to %d", seed, i, was[i], s.part[i])
			}
		}
	}
	if passed == 0 {
		t.Error("no kader inherited anything")
	}
}

// Chains bring parts nearer to the band, never further, and every part that hung
// together still does; nobody becomes empty and no block nobody's.
func TestChainsNeverWorsenTheBalance(t *testing.T) {
	better := 0
	rapid.Check(t, func(r *rapid.T) {
		s := settled(t, rand.New(rand.NewPCG(rapid.Uint64().Draw(r, "seed"), 85)))
		for q := range s.parts {
			s.dropPieces(q)
		}
		s.absorb()
		before, held, free := s.outside(), s.territories(), len(piecesOf(s, nobody, -1))
		s.balance()
		if s.outside() > before || s.territories() != held || len(piecesOf(s, nobody, -1)) != free {
			r.Errorf("%d KK outside the band, before %d; %d territories, before %d", s.outside(), before, s.territories(), held)
		}
		if s.outside() < before {
			better++
		}
		for q := range s.parts {
			if n := len(piecesOf(s, q, -1)); n > 1 {
				r.Errorf("part %d falls into %d pieces", q, n)
			}
		}
	})
	if better == 0 {
		t.Error("no chain helped")
	}
}

// After absorbing, no block that touches somebody's is nobody's.
func TestAbsorbLeavesNothingBesideATerritory(t *testing.T) {
	for seed := range uint64(40) {
		s := settled(t, rand.New(rand.NewPCG(seed, 86)))
		before := slices.Clone(s.part)
		s.absorb()
		for i, q := range s.part {
			if before[i] != nobody && q != before[i] {
				t.Errorf("seed %d: block %d of part %d was taken", seed, i, before[i])
			}
			if q == nobody && slices.ContainsFunc(s.links[i], func(j int) bool { return s.part[j] != nobody }) {
				t.Errorf("seed %d: block %d is nobody's beside a territory", seed, i)
			}
		}
	}
}

// The cost of a single move is the difference of what the whole costs.
func TestTheCostOfAMoveIsWhatItAddsToTheWhole(t *testing.T) {
	for seed := range uint64(40) {
		rng := rand.New(rand.NewPCG(seed, 87))
		s := settled(t, rng)
		a := &settler{settlement: s, worth: s.worth(), price: make([]float64, len(s.parts)), keep: s.stay, strict: 1e9, spare: math.MaxInt}
		for range 20 {
			i, to := rng.IntN(len(s.part)), rng.IntN(len(s.parts)+1)-1
			if s.before[i] == gone || s.part[i] == to || to >= 0 && s.parts[to].blocks == 0 || s.part[i] >= 0 && s.parts[s.part[i]].blocks < 2 {
				continue
			}
			delta, before := a.delta(i, to), a.cost()
			s.move(i, to)
			if got := a.cost() - before; math.Abs(got-delta) > 1e-3 {
				t.Errorf("seed %d: block %d to %d costs %v, adds %v", seed, i, to, delta, got)
			}
		}
	}
}

// A kecamatan that lost families holds fewer territories than it has kader: the one
// with the fewest families ends, and the others take them over.
func TestWhereFamiliesBecomeFewTheSmallestTerritoryEnds(t *testing.T) {
	in := field(t, rand.New(rand.NewPCG(1, 88)), 9, 1, 3)
	kk := []int{6, 6, 6, 6, 6, 6, 5, 5, 5}
	for i := range in.Blocks {
		b := &in.Blocks[i]
		b.Eligible, b.Households, b.Expected = kk[i], kk[i], planner.Rupiah(10_000*kk[i])
	}
	in.Previous = in.plan(share{1, []int{0, 1, 2}}, share{2, []int{3, 4, 5}}, share{3, []int{6, 7, 8}}).Territories
	for i := range in.Blocks { // many have paid since
		b := &in.Blocks[i]
		b.Eligible--
		b.Expected = planner.Rupiah(10_000 * b.Eligible)
	}
	after := designed(t, in, planner.Options{Seed: 1, Iterations: 200_000})
	served := map[planner.KaderID]int{}
	for _, x := range after.Territories {
		served[x.Kader] = x.Eligible
	}
	if len(served) != 2 || served[3] != 0 || after.Certificate.InBand != 2 {
		t.Errorf("territories of %v KK, want two in the band of 15 to 25, none of kader 3", served)
	}
	if !slices.ContainsFunc(after.Findings, func(f Finding) bool { return f.Code == FindingSurplus }) {
		t.Errorf("nobody says that a kader is too many: %+v", after.Findings)
	}
}

// What a repair says is read by the face: a key and its numbers, and nothing where
// nothing helps. The repair that costs least is named before others.
func TestRepairsAreToldInNumbers(t *testing.T) {
	in := parish(t)
	d, err := newDesign(in, planner.Options{})
	if err != nil {
		t.Fatal(err)
	}
	blocks := []int{0, 1, 2, 3}
	got := []string{}
	for _, r := range repairs {
		got = append(got, repair(d, blocks, r))
	}
	want := []string{"", "pieces=2", fmt.Sprintf("link=%v,%v apart=1250", geo.Cell(1), geo.Cell(3)), "band=14..26", "kader=3", "outside=7", "pieces=2"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("repairs (-want +got)\n%s", diff)
	}
}

var repairs = []district.Repair{
	{Unlock: -1},
	{Pieces: 2},
	{Link: [2]int{0, 2}, Apart: 1250.4},
	{Lower: 14, Upper: 26},
	{Parts: 3},
	{Outside: 7},
	{Pieces: 2, Lower: 14, Upper: 26, Parts: 3},
}
