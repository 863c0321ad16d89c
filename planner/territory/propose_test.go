package territory

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"binaan/geo"
	"binaan/planner"
)

// square is nine desa of 10 eligible KK, three by three, for up to four kader.
//
//	1 2 3
//	4 5 6
//	7 8 9
func square3(t testing.TB, kk ...int) Input {
	t.Helper()
	in := parish(t)
	in.Blocks, in.Links, in.Kader = nil, nil, nil
	in.Grain = planner.GrainDesa
	for i := range 9 {
		size := 10
		if len(kk) > i {
			size = kk[i]
		}
		in.Blocks = append(in.Blocks, planner.Block{
			BlockKey:   planner.BlockKey{Desa: west + geo.AreaCode(".200"+string(rune('1'+i))), Cell: geo.Cell(i + 1)},
			Households: size, Eligible: size, Arrears: planner.Rupiah(size) * 1_000_000, Expected: planner.Rupiah(size) * 10_000,
			Centre: geo.Position{Lon: 110 + 0.01*float64(i%3), Lat: -7 - 0.01*float64(i/3)},
		})
		if i%3 > 0 {
			in.Links = append(in.Links, planner.Link{A: i - 1, B: i})
		}
		if i > 2 {
			in.Links = append(in.Links, planner.Link{A: i - 3, B: i})
		}
	}
	for i := range 4 {
		in.Kader = append(in.Kader, planner.Kader{ID: planner.KaderID(i + 1), Kecamatan: west, Status: planner.KaderActive, From: in.Day, Until: in.Day,
			Home: geo.Position{Lon: 110, Lat: -7}})
	}
	return in
}

func desaOf(n int) geo.AreaCode { return west + geo.AreaCode(".200"+string(rune('0'+n))) }

// held are the desa of every hand once a proposal is accepted.
func held(t testing.TB, in Input, before []Territory, p Proposal) map[Hand][]geo.AreaCode {
	t.Helper()
	c, err := in.canvas(before)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.apply(p.Changes); err != nil {
		t.Fatalf("a proposal is refused: %v", err)
	}
	out := map[Hand][]geo.AreaCode{}
	for b, h := range c.hands {
		if !slices.Contains(out[h], in.Blocks[b].Desa) {
			out[h] = append(out[h], in.Blocks[b].Desa)
		}
	}
	return out
}

// Kader 1 has 1, 2 and 4, kader 2 has 3, 5 and 6. Painting 5 into the first one's leaves
// the second with too little; giving 2 back mends both.
func TestWhatIsPaintedIsBalancedByWhatIsGivenBack(t *testing.T) {
	in := square3(t, 8, 8, 8, 8, 8, 8)
	before := in.plan(share{1, []int{0, 1, 3}}, share{2, []int{2, 4, 5}}).Territories
	stroke := []Change{{Desa: desaOf(5), From: 2, To: 1}}
	p, err := in.GiveBack(before, stroke)
	if err != nil {
		t.Fatal(err)
	}
	want := map[Hand][]geo.AreaCode{
		1: {desaOf(1), desaOf(4), desaOf(5)}, 2: {desaOf(2), desaOf(3), desaOf(6)}, Nobody: {desaOf(7), desaOf(8), desaOf(9)},
	}
	if diff := cmp.Diff(want, held(t, in, before, p)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for _, s := range p.After {
		if !s.InBand || len(s.Pieces) != 1 {
			t.Errorf("afterwards %+v", s)
		}
	}
	if len(p.Changes) != 2 {
		t.Errorf("changes %+v", p.Changes)
	}
}

// What would be painted beyond the band out of what nobody has goes back to nobody.
func TestWhatIsPaintedBeyondTheBandIsGivenBackToNobody(t *testing.T) {
	in := square3(t)
	before := in.plan(share{1, []int{0, 1}}).Territories
	p, err := in.GiveBack(before, []Change{{Desa: desaOf(5), To: 1}})
	if err != nil {
		t.Fatal(err)
	}
	after := held(t, in, before, p)
	if diff := cmp.Diff([]geo.AreaCode{desaOf(2), desaOf(5)}, after[1]); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// Whatever is painted: the stroke stands, nobody else is touched, no family is lost, and
// the two are nowhere worse than the stroke alone leaves them.
func TestGivingBackNeverMakesItWorse(t *testing.T) {
	helped := 0
	rapid.Check(t, func(r *rapid.T) {
		in := square3(t, rapid.SliceOfN(rapid.IntRange(1, 14), 9, 9).Draw(r, "kk")...)
		shares := map[planner.KaderID][]int{}
		for b := range in.Blocks {
			k := planner.KaderID(rapid.IntRange(0, 3).Draw(r, "kader"))
			if k > 0 {
				shares[k] = append(shares[k], b)
			}
		}
		var all []share
		for k := planner.KaderID(1); k <= 3; k++ {
			if len(shares[k]) > 0 {
				all = append(all, share{k, shares[k]})
			}
		}
		before := in.plan(all...).Territories
		c, err := in.canvas(before)
		if err != nil {
			r.Fatal(err)
		}
		b := rapid.IntRange(0, 8).Draw(r, "block")
		to := Hand(rapid.IntRange(1, 3).Draw(r, "to"))
		stroke := []Change{{Desa: in.Blocks[b].Desa, From: c.was(b), To: to}}
		p, err := in.GiveBack(before, stroke)
		if err != nil {
			r.Fatal(err)
		}
		after := held(t, in, before, p)
		if !slices.Contains(after[to], in.Blocks[b].Desa) {
			r.Fatal("the stroke itself was taken back")
		}
		for _, t := range before {
			if h := t.Hand(); h != to && h != c.was(b) && len(after[h]) != len(t.Blocks) {
				r.Fatalf("hand %d had nothing to do with it", h)
			}
		}
		alone, _ := in.canvas(before)
		_ = alone.apply(stroke)
		both, _ := in.canvas(before)
		_ = both.apply(p.Changes)
		if now, then := both.badness(to, c.was(b)), alone.badness(to, c.was(b)); then.less(now) {
			r.Fatalf("alone %+v, with what is given back %+v", then, now)
		} else if now.less(then) {
			helped++
		}
	})
	if helped == 0 {
		t.Error("giving back never helped: the test tries nothing")
	}
}

// A line from north to south cuts a territory along its desa, at the balance that is
// best near it; the side of the kader's home stays.
func TestAKnifeCutsAlongDesaAtBestBalance(t *testing.T) {
	in := square3(t, 5, 5, 5, 5, 5, 5, 5, 5, 5)
	before := in.plan(share{1, []int{0, 1, 2, 3, 4, 5, 6, 7, 8}}).Territories
	for _, to := range []Hand{2, Nobody} {
		p, err := in.Cut(before, Knife{Of: 1, To: to, Line: []geo.Position{{Lon: 110.015, Lat: -6.99}, {Lon: 110.0149, Lat: -7.03}}})
		if err != nil {
			t.Fatal(err)
		}
		after := held(t, in, before, p)
		if len(after[1])+len(after[to]) != 9 || !slices.Contains(after[1], desaOf(1)) {
			t.Fatalf("cut %v", after)
		}
		kk := 5 * len(after[to])
		if kk < 20 || kk > 25 {
			t.Errorf("%d KK cut off for hand %d, want 20 to 25", kk, to)
		}
		for _, east := range []int{3, 6, 9} {
			if !slices.Contains(after[to], desaOf(east)) {
				t.Errorf("the far side keeps %d", east)
			}
		}
	}
	locked := slices.Clone(before)
	locked[0].Locked = true
	_, err := in.Cut(locked, Knife{Of: 1, To: 2, Line: []geo.Position{{Lon: 110.015, Lat: -6.99}, {Lon: 110.015, Lat: -7.03}}})
	if !errors.Is(err, ErrLocked) {
		t.Errorf("a locked territory: %v", err)
	}
	_, err = in.Cut(before, Knife{Of: 1, To: 2, Line: []geo.Position{{Lon: 111, Lat: -6.99}, {Lon: 111, Lat: -7.03}}})
	if !errors.Is(err, ErrNothing) {
		t.Errorf("a line beside it: %v", err)
	}
}

// A desa larger than the band is cut through, by its cells.
func TestAKnifeCutsALargeDesaByItsCells(t *testing.T) {
	in := square3(t, 5, 5, 5, 5, 5, 5, 5, 5, 5)
	for i := range in.Blocks {
		in.Blocks[i].Desa = desaOf(1)
	}
	before := in.plan(share{1, []int{0, 1, 2, 3, 4, 5, 6, 7, 8}}).Territories
	p, err := in.Cut(before, Knife{Of: 1, To: 2, Line: []geo.Position{{Lon: 110.015, Lat: -6.99}, {Lon: 110.015, Lat: -7.03}}})
	if err != nil {
		t.Fatal(err)
	}
	if len(p.After) != 2 || !p.After[0].InBand || !p.After[1].InBand {
		t.Errorf("afterwards %+v", p.After)
	}
}

// drafted is a drawing of a county whose kader have territories but the last of each
// kecamatan, and one of which is locked.
func drafted(t testing.TB, seed uint64) (Input, []Territory) {
	t.Helper()
	in := county(t, rand.New(rand.NewPCG(seed, 2)), 3, 2)
	before := designed(t, in, planner.Options{Seed: 5, Iterations: 4000}).Territories
	before = slices.DeleteFunc(before, func(t Territory) bool { return t.Kader == 2 })
	before[0].Locked = true
	return in, before
}

// Whatever the solver is asked, what was not asked of it stays as it is to the last
// block, and its proposal is a stroke that is admitted.
func TestAProposalLeavesTheRestAlone(t *testing.T) {
	o := planner.Options{Seed: 3, Iterations: 2000}
	for seed := range uint64(4) {
		in, before := drafted(t, seed+1)
		free := slices.DeleteFunc(slices.Clone(before), func(t Territory) bool { return t.Locked })
		leaver := free[len(free)-1]
		tests := []struct {
			wish  Wish
			stays func(Territory) bool
		}{
			{Wish{Way: ProposeFill}, func(t Territory) bool { return t.Eligible >= 40 }},
			{Wish{Way: ProposeAll}, func(t Territory) bool { return t.Locked }},
			{Wish{Way: ProposeImprove, Hands: []Hand{free[0].Hand(), free[1].Hand()}}, func(t Territory) bool {
				return t.Hand() != free[0].Hand() && t.Hand() != free[1].Hand()
			}},
			{Wish{Way: ProposeJoin, Kader: 2}, func(t Territory) bool { return t.Locked || t.Kecamatan != "99.01.01" }},
			{Wish{Way: ProposeLeave, Kader: leaver.Kader}, func(t Territory) bool { return t.Locked || t.Kecamatan != leaver.Kecamatan }},
		}
		for _, test := range tests {
			p, err := in.Propose(context.Background(), before, test.wish, o)
			if err != nil {
				t.Fatalf("%s: %v", test.wish.Way, err)
			}
			c, _ := in.canvas(before)
			if err := c.apply(p.Changes); err != nil {
				t.Fatalf("%s: a proposal is refused: %v", test.wish.Way, err)
			}
			for _, t0 := range before {
				if test.stays(t0) && !slices.Equal(c.territory(t0.Hand()).Blocks, inOrder(in, t0.Blocks)) {
					t.Errorf("%s changed the territory of hand %d", test.wish.Way, t0.Hand())
				}
			}
			if test.wish.Way == ProposeLeave && c.eligible(leaver.Hand()) > 0 {
				t.Errorf("the leaver still has %d KK", c.eligible(leaver.Hand()))
			}
			if test.wish.Way == ProposeJoin && c.eligible(2) == 0 {
				t.Error("who joins has nothing")
			}
		}
	}
}

func inOrder(in Input, keys []planner.BlockKey) (out []planner.BlockKey) {
	for _, b := range in.Blocks {
		if slices.Contains(keys, b.BlockKey) {
			out = append(out, b.BlockKey)
		}
	}
	return out
}

// Where desa have to stay whole, the solver may think of dividing one; what it proposes
// never does.
func TestAProposalByWholeDesaIsAdmitted(t *testing.T) {
	for seed := range uint64(6) {
		in := county(t, rand.New(rand.NewPCG(seed, 9)), 2, 1)
		in.Grain = planner.GrainDesa
		in.Rules.Territory.Lower, in.Rules.Territory.Upper = 30, 90
		for _, way := range []string{ProposeFill, ProposeAll} {
			p, err := in.Propose(context.Background(), nil, Wish{Way: way}, planner.Options{Seed: seed, Iterations: 1000})
			if err != nil {
				t.Fatal(err)
			}
			if len(p.Changes) == 0 {
				t.Errorf("%s of an empty drawing proposes nothing", way)
			}
			held(t, in, nil, p)
		}
	}
}

// A leaver with a lock: the proposal says that it has to fall.
func TestALeaversLockIsNamed(t *testing.T) {
	in, before := drafted(t, 1)
	id := before[0].Kader
	p, err := in.Propose(context.Background(), before, Wish{Way: ProposeLeave, Kader: id}, planner.Options{Seed: 3, Iterations: 2000})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]Hand{Hand(id)}, p.Locked); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// A drawing with a second territory is gone on from like any other.
func TestADrawingWithASecondTerritoryIsSolvedToo(t *testing.T) {
	in, before := drafted(t, 2)
	before[len(before)-1].Merangkap, before[len(before)-1].Kader = true, before[0].Kader
	before[len(before)-1].Approval = &Approval{}
	for _, way := range []string{ProposeFill, ProposeAll} {
		p, err := in.Propose(context.Background(), before, Wish{Way: way}, planner.Options{Seed: 3, Iterations: 2000})
		if err != nil {
			t.Fatal(err)
		}
		if slices.ContainsFunc(p.Changes, func(c Change) bool { return c.From < 0 || c.To < 0 }) {
			t.Errorf("%s touched the second territory", way)
		}
	}
}

func TestWhatCannotBeProposed(t *testing.T) {
	in, before := drafted(t, 1)
	gone, stop := context.WithCancel(context.Background())
	stop()
	tests := []struct {
		name string
		ctx  context.Context
		wish Wish
		want error
	}{
		{"called off", gone, Wish{Way: ProposeAll}, context.Canceled},
		{"one alone to improve", context.Background(), Wish{Way: ProposeImprove, Hands: []Hand{before[1].Hand()}}, ErrNothing},
		{"a locked one to improve", context.Background(), Wish{Way: ProposeImprove, Hands: []Hand{before[0].Hand(), before[1].Hand()}}, ErrNothing},
		{"a stranger leaves", context.Background(), Wish{Way: ProposeLeave, Kader: 77}, ErrNoSuchKader},
		{"who has a territory joins", context.Background(), Wish{Way: ProposeJoin, Kader: before[1].Kader}, ErrNoSuchKader},
	}
	for _, test := range tests {
		if _, err := in.Propose(test.ctx, before, test.wish, planner.Options{Iterations: 500}); !errors.Is(err, test.want) {
			t.Errorf("%s: got %v, want %v", test.name, err, test.want)
		}
	}
}
