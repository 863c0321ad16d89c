package territory

import (
	"errors"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"binaan/geo"
	"binaan/planner"
)

// The workbench adds moments up in the browser: of any families they are the sum, and
// the spread is the root of the mean square from their middle, counted house by house.
func TestSpreadIsThatOfTheFamiliesCountedOneByOne(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(r, "seed"), 61))
		in := field(t, rng, 1+rng.IntN(6), 1+rng.IntN(6), 1)
		moments, plane := in.Moments(), geo.PlaneAt(in.Blocks[0].Centre)
		sum, x, y, n := Moments{}, 0.0, 0.0, 0
		var chosen []int
		for b, block := range in.Blocks {
			if rng.IntN(3) == 0 {
				continue
			}
			chosen = append(chosen, b)
			sum = sum.Plus(moments[b])
			bx, by := plane.XY(block.Centre)
			x, y, n = x+float64(block.Eligible)*bx, y+float64(block.Eligible)*by, n+block.Eligible
		}
		square := 0.0
		for _, b := range chosen {
			bx, by := plane.XY(in.Blocks[b].Centre)
			dx, dy := bx-x/float64(n), by-y/float64(n)
			square += float64(in.Blocks[b].Eligible) * (dx*dx + dy*dy)
		}
		want := 0.0
		if n > 0 {
			want = math.Sqrt(square / float64(n))
		}
		if got := sum.Spread(n); math.Abs(float64(got)-want) > 2 { // places are whole metres
			r.Errorf("%d families spread %d m, counted %v m", n, got, want)
		}
	})
}

func TestNoFamiliesAndOnePlaceSpreadNothing(t *testing.T) {
	if got := (Moments{}).Spread(0); got != 0 {
		t.Errorf("no families spread %d m", got)
	}
	at := Moments{X: 7 * 1234, Y: -7 * 99, XX: 7 * (1234*1234 + 99*99)}
	if got := at.Spread(7); got != 0 {
		t.Errorf("seven families in one place spread %d m", got)
	}
}

// Who may have a place sees how far it is from home: the kader of the kecamatan and who
// has a territory there. Nobody else's home is told of, and none of who left.
func TestRidesAreThoseOfWhoMayHaveThePlace(t *testing.T) {
	in := parish(t)
	for i := range in.Kader {
		in.Kader[i].Home = in.Blocks[i].Centre
	}
	second := Territory{Kader: 1, Kecamatan: east, Merangkap: true}
	tests := []struct {
		name        string
		in          func(*Input)
		drawn       []Territory
		west, there []Hand
	}{
		{"as contracts have it", nil, nil, []Hand{1, 2}, []Hand{3}},
		{"a second territory", nil, []Territory{second}, []Hand{1, 2}, []Hand{Second(1), 3}},
		{"a territory elsewhere", nil, []Territory{{Kader: 2, Kecamatan: east}}, []Hand{1, 2}, []Hand{2, 3}},
		{"a territory at home is no other", nil, []Territory{{Kader: 2, Kecamatan: west}}, []Hand{1, 2}, []Hand{3}},
		{"a kader left", func(in *Input) { in.Kader[1].Status = planner.KaderLeft }, nil, []Hand{1}, []Hand{3}},
		{"a contract ended", func(in *Input) { in.Kader[2].Until = in.Day - 1 }, nil, []Hand{1, 2}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			in := in
			in.Kader = slices.Clone(in.Kader)
			if test.in != nil {
				test.in(&in)
			}
			rides := in.Rides(test.drawn)
			for b, block := range in.Blocks {
				want, got := test.west, []Hand(nil)
				if block.Desa.Kecamatan() == east {
					want = test.there
				}
				for _, ride := range rides[b] {
					got = append(got, ride.Hand)
					k := in.Kader[max(ride.Hand, -ride.Hand)-1]
					if metres := geo.Distance(block.Centre, k.Home); math.Abs(metres-float64(ride.Metres)) > 1 {
						t.Errorf("hand %d rides %d m to block %d, it is %v m", ride.Hand, ride.Metres, b, metres)
					}
				}
				slices.Sort(got)
				want = slices.Sorted(slices.Values(want))
				if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
					t.Errorf("block %d (-want +got)\n%s", b, diff)
				}
			}
		})
	}
}

// Second is the hand of a kader's second territory.
func Second(id planner.KaderID) Hand { return Territory{Kader: id, Merangkap: true}.Hand() }

// Two desa lie beside each other if a territory of both hangs together: the painting
// officer is offered exactly what will not be refused.
func TestDesaBesideEachOtherMakeOneTerritory(t *testing.T) {
	for seed := range uint64(4) {
		in := shire(t, rand.New(rand.NewPCG(seed, 62)), 7, 1, 1)
		beside, err := in.Beside()
		if err != nil {
			t.Fatal(err)
		}
		of := map[geo.AreaCode][]planner.BlockKey{}
		for _, b := range in.Blocks {
			of[b.Desa] = append(of[b.Desa], b.BlockKey)
		}
		codes, pairs := slices.Sorted(maps.Keys(of)), 0
		for i, a := range codes {
			if !slices.IsSorted(beside[a]) {
				t.Errorf("seed %d: beside %s in no order: %v", seed, a, beside[a])
			}
			for _, b := range codes[i+1:] {
				sketch, err := in.Survey([]Territory{{Kader: 1, Kecamatan: a.Kecamatan(), Blocks: slices.Concat(of[a], of[b])}})
				if err != nil {
					t.Fatal(err)
				}
				want := len(sketch[0].Pieces) == 1
				if slices.Contains(beside[a], b) != want || slices.Contains(beside[b], a) != want {
					t.Errorf("seed %d: %s beside %s: %v, together %d pieces", seed, a, b, slices.Contains(beside[a], b), len(sketch[0].Pieces))
				}
				if want {
					pairs++
				}
			}
		}
		if pairs == 0 || pairs == len(codes)*(len(codes)-1)/2 {
			t.Errorf("seed %d: %d of the pairs of %d desa lie beside each other", seed, pairs, len(codes))
		}
	}
}

// How many territories so many families make: as many as lie in the band at once, next
// to the target; where no number does, as many as are full.
func TestACapacityIsTheNumberInTheBandNextToTheTarget(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		rule := planner.TerritoryRule{Lower: rapid.IntRange(1, 40).Draw(r, "lower")}
		rule.Target = rule.Lower + rapid.IntRange(0, 10).Draw(r, "target")
		rule.Upper = rule.Target + rapid.IntRange(0, 10).Draw(r, "upper")
		kk := rapid.IntRange(0, 600).Draw(r, "kk")
		fits := func(k int) bool { return k*rule.Lower <= kk && kk <= k*rule.Upper }
		got, any := holds(rule, kk), false
		for k := range kk + 1 {
			if !fits(k) {
				continue
			}
			any = true
			if off := func(k int) float64 { return math.Abs(float64(kk) - float64(k*rule.Target)) }; off(k) < off(got) {
				r.Errorf("%d KK by %+v make %d territories; %d are nearer to the target", kk, rule, got, k)
			}
		}
		if any && !fits(got) || !any && got != kk/rule.Lower {
			r.Errorf("%d KK by %+v make %d territories", kk, rule, got)
		}
	})
}

func TestWholenessCostsWhatCellsWouldBringMore(t *testing.T) {
	tests := []struct {
		name string
		p    WholePrice
		want planner.Rupiah
	}{
		{"by present value", WholePrice{Brings: Brings{Expected: 70, Value: 100}, Cells: 130}, 30},
		{"of a plan from before it was", WholePrice{Brings: Brings{Expected: 70}, Cells: 130}, 60},
		{"nothing", WholePrice{Brings: Brings{Expected: 70, Value: 130}, Cells: 130}, 0},
	}
	for _, test := range tests {
		if got := test.p.Most(); got != test.want {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}

// What blocks bring adds up, and taking them off again leaves nothing: not a rupiah is
// made by rounding.
func TestWhatBlocksBringComesOffAsItWasAdded(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 63))
	in := field(t, rng, 5, 5, 1)
	by := in.Rules.Yield.Discount()
	sum, cash := Brings{}, planner.Rupiah(0)
	for i := range in.Blocks {
		in.Blocks[i].Later = planner.Rupiah(rng.IntN(90_000))
		sum.add(in.Blocks[i], by, 1)
		cash += in.Blocks[i].Expected
	}
	if sum.Expected != cash || sum.Value < sum.Expected || sum.Value > sum.Expected+sum.Later {
		t.Errorf("blocks with %v cash bring %+v", cash, sum)
	}
	for _, i := range rng.Perm(len(in.Blocks)) {
		sum.add(in.Blocks[i], by, -1)
	}
	if sum != (Brings{}) {
		t.Errorf("all taken off, %+v is left", sum)
	}
}

// A draft that begins blank keeps what is locked, to the block, says of everything else
// that it is to be drawn, and claims nothing proven.
func TestABlankPlanKeepsTheLocksAndFindsTheRest(t *testing.T) {
	in := county(t, rand.New(rand.NewPCG(5, 64)), 3, 1, 0)
	for _, grain := range []planner.Grain{planner.GrainCell, planner.GrainDesa} {
		in.Grain, in.Previous = grain, nil
		in.Previous = designed(t, in, planner.Options{Seed: 1, Iterations: 20_000}).Territories
		in.Previous[0].Locked = true
		second := Territory{Kader: in.Kader[0].ID, Kecamatan: "99.01.03", Merangkap: true} // approved, and not locked
		for _, b := range in.Blocks {
			if b.Desa.Kecamatan() == second.Kecamatan {
				second.Blocks = append(second.Blocks, b.BlockKey)
				second.Add(b)
			}
		}
		in.Previous = append(in.Previous, second)
		blank, err := Blank(in)
		if err != nil {
			t.Fatal(err)
		}
		if len(blank.Territories) != 1 {
			t.Fatalf("%s: %d territories, one is locked", grain, len(blank.Territories))
		}
		if diff := cmp.Diff(in.Previous[0].Blocks, blank.Territories[0].Blocks); diff != "" || !blank.Territories[0].Locked {
			t.Errorf("%s: the locked territory (-before +blank)\n%s", grain, diff)
		}
		all, found, codes := 0, 0, map[geo.AreaCode]string{}
		for _, b := range in.Blocks {
			all += b.Eligible
		}
		for _, f := range blank.Findings {
			found, codes[f.Kecamatan] = found+f.Eligible, f.Code
		}
		left := all - blank.Territories[0].Eligible
		if found != left || blank.UnservedSum.Eligible != left {
			t.Errorf("%s: %d KK are to be drawn, %d are found and %d unserved", grain, left, found, blank.UnservedSum.Eligible)
		}
		want := map[geo.AreaCode]string{"99.01.01": FindingUndrawn, "99.01.02": FindingUndrawn, "99.01.03": FindingNoKader}
		if diff := cmp.Diff(want, codes); diff != "" {
			t.Errorf("%s: findings (-want +got)\n%s", grain, diff)
		}
		if c := blank.Certificate; c.Bound != 0 || c.MostValue != 0 || c.Whole != nil && c.Whole.Proven {
			t.Errorf("%s: a blank plan proves %+v", grain, c)
		}
		if err := blank.Check(in); err != nil {
			t.Errorf("%s: %v", grain, err)
		}
	}
}

// A survey of what is not there any more is refused, not counted as nothing.
func TestASurveyOfBlocksThatAreGoneIsRefused(t *testing.T) {
	in := parish(t)
	p := in.plan(share{1, []int{0, 1}})
	in.Blocks[1].Cell = 77
	if _, err := in.Survey(p.Territories); !errors.Is(err, ErrStale) {
		t.Errorf("got %v, want %v", err, ErrStale)
	}
	in.Blocks[1].Cell = in.Blocks[0].Cell
	if _, err := in.Survey(nil); !errors.Is(err, planner.ErrInput) {
		t.Errorf("a block twice: %v, want %v", err, planner.ErrInput)
	}
}

// Pieces of a desa hold every block of it once and hang together each, and all but the
// last that were left between others have as many families as were asked for.
func TestPiecesOfADesaHoldEveryBlockOnce(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(r, "seed"), 65))
		in := field(t, rng, 2+rng.IntN(5), 2+rng.IntN(4), 1)
		d, err := newDesign(in, planner.Options{})
		if err != nil {
			r.Fatal(err)
		}
		least := int64(rapid.IntRange(1, 40).Draw(r, "least"))
		var all []int
		for _, piece := range d.pieces(d.kecamatan[0].blocks, least) {
			own := map[int]bool{}
			for _, b := range piece {
				own[b] = true
			}
			if _, apart := d.hangs(piece[0], own); len(apart) > 0 {
				r.Errorf("piece %v falls apart: %v", piece, apart)
			}
			if short := piece[:len(piece)-1]; len(short) > 0 && d.eligible(short) >= least {
				r.Errorf("piece %v goes on beyond %d KK", piece, least)
			}
			all = append(all, piece...)
		}
		slices.Sort(all)
		if diff := cmp.Diff(d.kecamatan[0].blocks, all); diff != "" {
			r.Errorf("blocks in pieces (-want +got)\n%s", diff)
		}
	})
}

// Divided anew, a desa's shares are its pieces: each block once, all else as before, and
// sums and links follow.
func TestADesaDividedAnewKeepsEveryBlock(t *testing.T) {
	in := shire(t, rand.New(rand.NewPCG(3, 66)), 6, 2)
	d, err := newDesign(in, planner.Options{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	e, err := d.estate(t.Context(), d.kecamatan[0].blocks)
	if err != nil {
		t.Fatal(err)
	}
	weigh := func() (sum, value int64) {
		for i, w := range e.problem.Weight {
			sum, value = sum+w, value+e.problem.Value[i]
		}
		return sum, value
	}
	kk, worth := weigh()
	blocks, second := slices.Clone(e.blocksOfUnit(0)), slices.Clone(e.blocksOfUnit(2))
	shares := [][]int{nil, {}, blocks[len(blocks)/2:], slices.Concat(second, blocks[:len(blocks)/2])}
	others := slices.Clone(e.blocksOfUnit(1))
	e.replace([]int{0, 2}, shares)
	if again, value := weigh(); again != kk || value != worth {
		t.Errorf("%d KK worth %d became %d worth %d", kk, worth, again, value)
	}
	if diff := cmp.Diff(slices.Sorted(slices.Values(blocks)), slices.Sorted(slices.Values(e.blocksOfUnit(0)))); diff != "" {
		t.Errorf("blocks of the desa (-before +after)\n%s", diff)
	}
	if diff := cmp.Diff(second, e.blocksOfUnit(2)); diff != "" {
		t.Errorf("blocks of the other desa in the share (-before +after)\n%s", diff)
	}
	if diff := cmp.Diff(others, e.blocksOfUnit(1)); diff != "" {
		t.Errorf("blocks of another desa (-before +after)\n%s", diff)
	}
	pieces := 0
	for _, u := range e.unit {
		if u == 0 {
			pieces++
		}
	}
	if pieces != 2 || len(e.problem.Weight) != len(e.parts) || len(e.problem.Unit) != len(e.parts) {
		t.Errorf("%d pieces of two shares; %d weights of %d pieces", pieces, len(e.problem.Weight), len(e.parts))
	}
	for _, edge := range e.problem.Edges {
		if edge.A >= edge.B || edge.B >= len(e.parts) || edge.Price < 0 {
			t.Errorf("edge %+v of %d pieces", edge, len(e.parts))
		}
	}
}

// By whole desa, too, all that a leaver had goes to the newcomer who lives nearest, the
// largest first; who has families of his own takes none over.
func TestNewcomersAreHeirsToTheNearestLeaver(t *testing.T) {
	in := parish(t)
	in.Kader = nil
	for id, at := range map[planner.KaderID]int{1: 0, 7: 5, 8: 1} {
		in.Kader = append(in.Kader, planner.Kader{ID: id, Kecamatan: west, Status: planner.KaderActive, From: in.Day, Until: in.Day, Home: in.Blocks[at].Centre})
	}
	slices.SortFunc(in.Kader, func(a, b planner.Kader) int { return int(a.ID - b.ID) })
	had := func(id planner.KaderID, blocks ...int) (t Territory) {
		t.Kader, t.Kecamatan = id, west
		for _, b := range blocks {
			t.Blocks = append(t.Blocks, in.Blocks[b].BlockKey)
		}
		return t
	}
	heirs := func(previous ...Territory) map[planner.KaderID]planner.KaderID {
		in.Previous = previous
		d, err := newDesign(in, planner.Options{})
		if err != nil {
			t.Fatal(err)
		}
		e, err := d.estate(t.Context(), d.kecamatan[0].blocks)
		if err != nil {
			t.Fatal(err)
		}
		return e.heirs(d.kecamatan[0].kader)
	}
	tests := []struct {
		name     string
		previous []Territory
		want     map[planner.KaderID]planner.KaderID
	}{
		{"nobody left", []Territory{had(1, 0, 1)}, nil},
		{"one leaver, two newcomers", []Territory{had(1, 0), had(50, 1, 2)}, map[planner.KaderID]planner.KaderID{8: 50}},
		{"the larger is given first", []Territory{had(50, 1), had(51, 2, 3)}, map[planner.KaderID]planner.KaderID{8: 51, 1: 50}},
		{"more leavers than newcomers", []Territory{had(1, 0), had(7, 1), had(50, 2), had(51, 3)}, map[planner.KaderID]planner.KaderID{8: 50}},
		{"all have families", []Territory{had(1, 0), had(7, 1), had(8, 2), had(50, 3)}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, heirs(test.previous...), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("heirs (-want +got)\n%s", diff)
			}
		})
	}
}
