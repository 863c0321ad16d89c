package heat_test

import (
	"errors"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"binaan/planner/heat"
	"binaan/planner/partition"
)

// A month of sums tells what the month of families tells, to the last value and hidden
// part, in whatever pieces the sums come; what it cannot tell apart it refuses.
func TestASummaryTellsWhatFamiliesDo(t *testing.T) {
	for seed := range uint64(40) {
		rng := rand.New(rand.NewPCG(seed, 14))
		places := make([]heat.Place, 30)
		for k := range places {
			places[k] = heat.Place{Group: k / 5, Region: k / 10, Unit: k / 2, Unplaced: k%5 == 4}
		}
		var families []heat.Family
		sums := map[[3]int]heat.Owing{}
		for range 40 * rng.IntN(30) {
			f := family(rng, 0)
			f.Part, f.Category[heat.Covered] = int32(rng.IntN(len(places)+1)-1), uint16(min(1, rng.IntN(4)))
			families = append(families, f)
			key := [3]int{int(f.Part), int(f.Category[heat.Covered]), rng.IntN(3)}
			o := sums[key]
			o.Part, o.Served, o.Months, o.Expected = f.Part, f.Category[heat.Covered] > 0, o.Months+int64(f.Months), o.Expected+f.Expected
			o.Sum = o.Plus(partition.Sum{KK: 1, Money: int64(f.Arrears), Most: int64(f.Arrears)})
			sums[key] = o
		}
		var owing []heat.Owing
		for _, o := range sums {
			owing = append(owing, o)
		}
		whole, summary := heat.NewTable(usual, places, families), heat.Summary(usual, places, owing)
		for _, q := range []heat.Query{{Measure: heat.Arrears}, {Measure: heat.Households}, {Measure: heat.Months}, {Measure: heat.Expected}, {Measure: heat.Uncovered},
			{Measure: heat.Arrears, Within: &heat.Within{Regions: map[int]bool{1: true}, Group: -1}}, {Measure: heat.Uncovered, Within: &heat.Within{Regions: map[int]bool{0: true}, Group: 1}}} {
			want, err := whole.Ask(q)
			if err != nil {
				t.Fatal(err)
			}
			got, err := summary.Ask(q)
			if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(heat.Value{})); diff != "" || err != nil {
				t.Fatalf("seed %d, %s: %v (-families +summary):\n%s", seed, q.Measure, err, diff)
			}
			if slow := byFamily(families, places, q, want); slow != want.Total.Num && q.Measure != heat.Arrears && q.Measure != heat.Expected {
				t.Fatalf("seed %d, %s: the total is %d, counted %d", seed, q.Measure, want.Total.Num, slow)
			}
		}
		if _, err := summary.Ask(heat.Query{Measure: heat.Arrears, Filter: map[heat.Dimension]map[uint16]bool{heat.Class: {2: true}}}); !errors.Is(err, heat.ErrQuery) {
			t.Fatalf("a summary answers a filter: %v", err)
		}
	}
}

// byFamily counts a measure in the parts that an answer tells, one family after the other.
func byFamily(families []heat.Family, places []heat.Place, q heat.Query, a heat.Answer) (n int64) {
	for _, f := range families {
		if f.Part < 0 || a.Values[f.Part].State != heat.Told || !q.Within.Asks(places[f.Part]) {
			continue
		}
		switch {
		case q.Measure == heat.Months:
			n += int64(f.Months)
		case q.Measure != heat.Uncovered || f.Category[heat.Covered] == 0:
			n++
		}
	}
	return n
}
