package route

import (
	"cmp"
	"slices"

	"binaan/planner"
)

// Errand is a visit that may still be made on a day that has begun.
type Errand struct {
	Household planner.HouseholdID `json:"household"`
	Open      planner.Minute      `json:"open"`  // the visit begins no earlier
	Close     planner.Minute      `json:"close"` // and no later
	Minutes   int                 `json:"minutes"`
	Worth     planner.Rupiah      `json:"worth"`
	Kept      bool                `json:"kept"` // promised or due: goes before any worth
}

// Rest is what is left of a day: errands, planned and in reserve, and the minutes of
// the rides between them. Rides[0] are from where the kader stands, Rides[i+1] from
// errand i; each row has a column for every errand.
type Rest struct {
	Now     planner.Minute `json:"now"`  // after midnight
	Most    int            `json:"most"` // visits
	Errands []Errand       `json:"errands"`
	Rides   [][]int        `json:"rides"`
}

// mostErrands are those that Again weighs; their subsets are all looked at.
const mostErrands = 12

// Again chooses and orders what is left of a day: as many kept errands as can be
// reached, then the most worth, then the earliest end; ties are cut alike everywhere. Its
// answer is positions in r.Errands. The phone does the same without a line
// (web/src/features/round/again.ts), held to the cases of testdata/again.json.
func Again(r Rest) []int {
	some := r.weighed()
	n := len(some)
	end := make([]int, 1<<n*n) // of a subset's visits with a last one; 0: cannot be
	from := make([]int8, 1<<n*n)
	best, last := 0, -1
	for set := 1; set < 1<<n; set++ {
		for j := range n {
			r.reach(some, end, from, set, j)
			if at := set*n + j; end[at] > 0 && r.better(some, end, set, j, best, last) {
				best, last = set, j
			}
		}
	}
	var order []int
	for set, j := best, last; set > 0; {
		order = append(order, some[j])
		set, j = set&^(1<<j), int(from[set*n+j])
	}
	slices.Reverse(order)
	return order
}

// weighed are the errands that Again chooses from: kept ones first, then by worth.
func (r Rest) weighed() []int {
	all := make([]int, len(r.Errands))
	for i := range all {
		all[i] = i
	}
	slices.SortStableFunc(all, func(a, b int) int {
		x, y := r.Errands[a], r.Errands[b]
		return cmp.Or(cmp.Compare(count(y.Kept), count(x.Kept)), cmp.Compare(y.Worth, x.Worth))
	})
	all = all[:min(len(all), mostErrands)]
	slices.Sort(all)
	return all
}

// reach finds the earliest end of visiting a set with j as the last.
func (r Rest) reach(some, end []int, from []int8, set, j int) {
	n := len(some)
	if set&(1<<j) == 0 || ones(set) > r.Most {
		return
	}
	e, at := r.Errands[some[j]], set*n+j
	before := set &^ (1 << j)
	for i := -1; i < n; i++ {
		start, row := int(r.Now), 0
		if i >= 0 {
			start, row = end[before*n+i], some[i]+1
		}
		if (i < 0) != (before == 0) || start == 0 {
			continue
		}
		begin := max(start+r.Rides[row][some[j]], int(e.Open))
		if done := begin + e.Minutes; begin <= int(e.Close) && (end[at] == 0 || done < end[at]) {
			end[at], from[at] = done, int8(i)
		}
	}
}

// better compares two subsets with their last visits.
func (r Rest) better(some, end []int, set, j, best, last int) bool {
	if last < 0 {
		return true
	}
	kept, worth := r.sum(some, set)
	bestKept, bestWorth := r.sum(some, best)
	n := len(some)
	return cmp.Or(cmp.Compare(kept, bestKept), cmp.Compare(worth, bestWorth), cmp.Compare(end[best*n+last], end[set*n+j])) > 0
}

func (r Rest) sum(some []int, set int) (kept int, worth planner.Rupiah) {
	for k, i := range some {
		if set&(1<<k) != 0 {
			kept += count(r.Errands[i].Kept)
			worth += r.Errands[i].Worth
		}
	}
	return kept, worth
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

func ones(set int) (n int) {
	for ; set > 0; set &= set - 1 {
		n++
	}
	return n
}
