package heat_test

import (
	"testing"

	"binaan/planner/partition"
)

// Every family is in one part and every part passes, on ground of every kind; most
// families stay visible: at resolution 9 in cities, 8 elsewhere.
func TestPartsPassAndMostFamiliesStayVisible(t *testing.T) {
	for _, kind := range terrains {
		seeds, radius := uint64(2), 20
		if kind.name == "country" { // where they are fewest: all branches that the attacker gets in full
			seeds, radius = 34, 8
		}
		for seed := range seeds {
			p := ground(t, seed, kind, radius).Problem
			plan := partition.Divide(p)
			if err := plan.Check(p); err != nil {
				t.Errorf("%s, seed %d: %v", kind.name, seed, err)
			}
			if got := visible(plan, kind.city); got < 900 {
				t.Errorf("%s, seed %d: %d of 1000 families are visible", kind.name, seed, got)
			}
		}
	}
}

// visible is how many of a thousand families with a place are told of in a part as
// fine as a cell of resolution 9 (city) or 8.
func visible(plan partition.Plan, city bool) int64 {
	want := 2
	if city {
		want = 3
	}
	seen, all := int64(0), int64(0)
	for _, part := range plan.Parts {
		if part.Kind == partition.Unplaced {
			continue
		}
		all += part.Sum.KK
		if part.Fineness() >= want {
			seen += part.Sum.KK
		}
	}
	return 1000 * seen / max(1, all)
}
