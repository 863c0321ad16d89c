package territory

import (
	"context"
	"errors"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"binaan/geo"
	"binaan/planner"
)

// countyInForce is a county whose territories of today are in force.
func countyInForce(t testing.TB, seed uint64, kader ...int) Input {
	t.Helper()
	in := county(t, rand.New(rand.NewPCG(seed, 2)), kader...)
	in.Previous = designed(t, in, planner.Options{Seed: 5, Iterations: 20_000}).Territories
	return in
}

func expectedOf(territories []Territory) (sum planner.Rupiah) {
	for _, t := range territories {
		sum += t.Expected
	}
	return sum
}

func TestHiringTakesTheCandidateWhoAddsMost(t *testing.T) {
	in := countyInForce(t, 6, 1, 1, 0)
	var candidates []planner.Kader
	for i, code := range []geo.AreaCode{"99.01.01", "99.01.02", "99.01.03", "99.01.03"} {
		k, err := in.Newcomer(i+1, "calon", code, "")
		if err != nil {
			t.Fatal(err)
		}
		candidates = append(candidates, k)
	}
	o := planner.Options{Seed: 5, Iterations: 20_000}
	hires, err := in.Choose(context.Background(), candidates, 2, o)
	if err != nil {
		t.Fatal(err)
	}
	if len(hires) != 2 || hires[0].Kader == hires[1].Kader || hires[0].Gain.Value < hires[1].Gain.Value || hires[1].Gain.Value <= 0 {
		t.Fatalf("taken %+v", hires)
	}
	for _, h := range hires {
		if k := candidates[h.Candidate-1]; k.ID != h.Kader || k.Kecamatan != h.Kecamatan {
			t.Errorf("hire %+v is not candidate %+v", h, k)
		}
	}
	for _, k := range candidates {
		c, err := in.Join(context.Background(), k, o)
		if err != nil {
			t.Fatal(err)
		}
		alone, first := Brings{Expected: c.After - c.Before, Later: c.LaterAfter - c.LaterBefore}, hires[0].Gain
		if value := in.Rules.Yield.Present(alone.Expected, alone.Later); value > first.Value+1000 { // but for the rounding of blocks
			t.Errorf("kader %d alone adds %v, the first one taken %v", k.ID, value, first.Value)
		}
		if alone.Value = first.Value; k.ID == hires[0].Kader && alone != first {
			t.Errorf("kader %d alone adds %+v, taken first %+v", k.ID, alone, first)
		}
	}
	var both planner.Rupiah
	next := in
	for _, h := range hires {
		both += h.Gain.Expected
		next.Kader = append(next.Kader, candidates[h.Candidate-1])
	}
	if got := designed(t, next, o).Certificate.Expected - expectedOf(in.Previous); got < both*9/10 {
		t.Errorf("both together bring %v, one after the other %v", got, both)
	}
}

func TestAbsenceCostsTheMonthOfTheTerritory(t *testing.T) {
	in := countyInForce(t, 7, 2)
	got, err := in.Ill(1, 30)
	if err != nil {
		t.Fatal(err)
	}
	for _, own := range in.Previous {
		if own.Kader == 1 && (got.Lost != own.Expected || got.Later != own.Later || got.Unserved != own.Figures || got.Cover != 2 || got.Distance <= 0) {
			t.Errorf("absence %+v of territory %+v", got, own.Figures)
		}
	}
	if half, err := in.Ill(1, 15); err != nil || half.Lost != got.Unserved.Expected*15/30 {
		t.Errorf("half a month costs %v, %v", half.Lost, err)
	}
}

// What a leaver had goes to others or is unserved, and only there; what the branch
// expects is what the territories afterwards add up to.
func TestLeavingIsAccountedForToTheLastFamily(t *testing.T) {
	in := countyInForce(t, 8, 3, 2)
	o := planner.Options{Seed: 5, Iterations: 20_000}
	c, err := in.Leave(context.Background(), 1, o)
	if err != nil {
		t.Fatal(err)
	}
	if c.Kecamatan != "99.01.01" || c.Moved < c.MovedBound || c.MovedBound <= 0 || len(c.Shares) != 3 {
		t.Fatalf("consequence %+v", c)
	}
	before, after := c.UnservedBefore, c.UnservedAfter
	for _, s := range c.Shares {
		before, after = before.Plus(s.Before), after.Plus(s.After)
		if s.Kader == 1 && (s.After != planner.Figures{} || s.Before.Eligible == 0) {
			t.Errorf("the leaver's share %+v", s)
		}
	}
	if before != after {
		t.Errorf("families before %+v, after %+v", before, after)
	}
	if c.Before != expectedOf(in.Previous) {
		t.Errorf("expected before %v, territories in force %v", c.Before, expectedOf(in.Previous))
	}
	whole := in.Without(1, Plan{Territories: in.Previous})
	whole.Kecamatan = c.Kecamatan
	if plan := designed(t, whole, o); plan.Certificate.Count != c.Count+2 || plan.Certificate.Moved != c.Moved && c.After <= 0 {
		t.Errorf("the branch as a whole has %d territories, the kecamatan alone %d", plan.Certificate.Count, c.Count)
	}
}

func TestSecondTerritoryOfALeaverIsLostElsewhere(t *testing.T) {
	in := county(t, rand.New(rand.NewPCG(1, 2)), 2, 0)
	plan := designed(t, in, planner.Options{Seed: 1, Iterations: 20_000})
	plan, err := plan.Approve(context.Background(), in, plan.Merangkap[0].Kader, Approval{By: "petugas", On: in.Day, Note: "surat 1"})
	if err != nil {
		t.Fatal(err)
	}
	in.Previous = plan.Territories
	second := plan.Territories[len(plan.Territories)-1]
	c, err := in.Leave(context.Background(), second.Kader, planner.Options{Seed: 1, Iterations: 20_000})
	if err != nil {
		t.Fatal(err)
	}
	if c.Elsewhere != second.Figures {
		t.Errorf("lost elsewhere %+v, the second territory had %+v", c.Elsewhere, second.Figures)
	}
	after := planner.Rupiah(0)
	for _, s := range c.Shares {
		after += s.After.Expected
	}
	if c.After != after { // nobody else serves the other kecamatan
		t.Errorf("expected afterwards %v, shares add up to %v", c.After, after)
	}
}

func TestJoinerServesWhomNobodyServed(t *testing.T) {
	in := countyInForce(t, 9, 1, 1)
	k, err := in.Newcomer(1, "calon", "99.01.02", "99.01.02.2002")
	if err != nil || k.ID != 12 {
		t.Fatalf("newcomer %+v: %v", k, err)
	}
	c, err := in.Join(context.Background(), k, planner.Options{Seed: 5, Iterations: 20_000})
	if err != nil {
		t.Fatal(err)
	}
	if c.After <= c.Before || c.UnservedAfter.Eligible >= c.UnservedBefore.Eligible || c.Count != 2 {
		t.Errorf("joiner changes %+v", c)
	}
}

func TestSameQuestionSameAnswer(t *testing.T) {
	in := countyInForce(t, 10, 3, 1)
	o := planner.Options{Seed: 5, Iterations: 20_000}
	a, errA := in.Leave(context.Background(), 2, o)
	b, errB := in.Leave(context.Background(), 2, o)
	if diff := cmp.Diff(a, b); diff != "" || errA != nil || errB != nil {
		t.Errorf("two answers differ: %v %v\n%s", errA, errB, diff)
	}
}

func TestQuestionsAboutNobodyHaveNoAnswer(t *testing.T) {
	in := countyInForce(t, 11, 2)
	if _, err := in.Leave(context.Background(), 77, planner.Options{}); !errors.Is(err, ErrNoSuchKader) {
		t.Errorf("unknown kader leaves: %v", err)
	}
	if _, err := in.Ill(77, 3); !errors.Is(err, ErrNoSuchKader) {
		t.Errorf("unknown kader is ill: %v", err)
	}
	for _, place := range [][2]geo.AreaCode{{"99.09.09", ""}, {"99.01.01", "99.01.02.2001"}} {
		if _, err := in.Newcomer(1, "", place[0], place[1]); !errors.Is(err, ErrNobodyThere) {
			t.Errorf("newcomer in %s: %v", place, err)
		}
	}
	ghost := planner.Kader{ID: 50, Kecamatan: "99.09.09", Status: planner.KaderActive, From: in.Day, Until: in.Day}
	if _, err := in.Join(context.Background(), ghost, planner.Options{}); !errors.Is(err, ErrNobodyThere) {
		t.Errorf("joins where nobody lives: %v", err)
	}
}

func TestAnAnswerThatIsCutShortIsNone(t *testing.T) {
	in := countyInForce(t, 12, 2, 1)
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := in.Leave(ctx, 1, planner.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("leave: %v", err)
	}
	k, err := in.Newcomer(1, "", "99.01.01", "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := in.Choose(ctx, []planner.Kader{k}, 1, planner.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("choose: %v", err)
	}
}
