package route

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"binaan/planner/orienteer"
)

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
