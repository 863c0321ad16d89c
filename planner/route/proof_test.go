package route

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"binaan/planner/orienteer"
)

func never() bool { return false }

// The only day of a month may be proven when it is asked for once more: no gap stays
// beside that.
func TestTheOnlyDayProvenLaterLeavesNoGap(t *testing.T) {
	for seed := range uint64(12) {
		in := village(t, rand.New(rand.NewPCG(seed, 7)), 30, 1)
		m, err := newMonth(t.Context(), in, seed)
		if err != nil {
			t.Fatal(err)
		}
		solved, err := orienteer.Solve(&m.problem, orienteer.Options{Seed: seed})
		if err != nil {
			t.Fatal(err)
		}
		want := fmt.Sprint(solved.Value, solved.Value, []bool{true})
		solved.Bound, solved.Proven = solved.Value+100_000, []bool{false}
		m.proveDays(solved, never, never)
		if got := fmt.Sprint(solved.Value, solved.Bound, solved.Proven); got != want {
			t.Errorf("seed %d: value, bound, proven %s, want %s", seed, got, want)
		}
	}
}

func TestExchangesFollowADayThatChanged(t *testing.T) {
	before := []orienteer.Left{
		{Node: 1, Need: 10, Day: 0, Instead: 7},
		{Node: 2, Need: 20, Day: 1, Instead: 8}, // of the day that changes: 8 may be gone
		{Node: 3, Need: 30, Day: 0, Instead: 7},
		{Node: 4, Need: 0, Day: -1, Instead: -1},
	}
	alone := []orienteer.Left{ // of day 1 only, which is day 0 there
		{Node: 1, Need: 15, Day: 0, Instead: 9},
		{Node: 3, Need: 25, Day: 0, Instead: -1},
		{Node: 4, Need: 40, Day: 0, Instead: 9},
		{Node: 5, Need: 0, Day: -1, Instead: -1},
		{Node: 8, Need: 5, Day: 0, Instead: 9},
	}
	want := []orienteer.Left{
		{Node: 1, Need: 10, Day: 0, Instead: 7},
		{Node: 3, Need: 25, Day: 1, Instead: -1},
		{Node: 4, Need: 40, Day: 1, Instead: 9},
		{Node: 8, Need: 5, Day: 1, Instead: 9},
	}
	if diff := cmp.Diff(want, relist(before, 1, alone)); diff != "" {
		t.Errorf("left out (-want +got):\n%s", diff)
	}
}
