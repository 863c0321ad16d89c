package ledger

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"binaan/planner"
)

func TestAPartClosesNothingAndAnExcessIsACredit(t *testing.T) {
	for _, test := range []struct {
		name                string
		owed, monthly, paid planner.Rupiah
		want                Allocation
	}{
		{"50,000 of 420,000", 420_000, 35_000, 50_000, Allocation{Arrears: 50_000, Left: 370_000}},
		{"all but a rupiah", 420_000, 35_000, 419_999, Allocation{Arrears: 419_999, Left: 1}},
		{"all arrears, and not the month", 420_000, 35_000, 420_000, Allocation{Arrears: 420_000}},
		{"all", 420_000, 35_000, 455_000, Allocation{Arrears: 420_000, Current: 35_000, Active: true}},
		{"more than all", 420_000, 35_000, 500_000, Allocation{Arrears: 420_000, Current: 35_000, Credit: 45_000, Active: true}},
		{"a part, where the month costs nothing", 420_000, 0, 50_000, Allocation{Arrears: 50_000, Left: 370_000}},
		{"nothing owed", 0, 35_000, 35_000, Allocation{Current: 35_000, Active: true}},
	} {
		got := Allocate(test.owed, test.monthly, test.paid)
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
		if got.Arrears+got.Current+got.Credit != test.paid {
			t.Errorf("%s: parts of %v do not sum to it", test.name, test.paid)
		}
	}
}

func TestADivisionSumsToThePaymentToTheRupiah(t *testing.T) {
	const seed = 5
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 1))
	for range 1000 {
		paid := planner.Rupiah(100 + rng.IntN(10_000_000))
		var shares []Portion
		for left := paid; left > 0; {
			part := 1 + planner.Rupiah(rng.Int64N(int64(left)))
			shares = append(shares, Portion{planner.HouseholdID(len(shares) + 1), part})
			left -= part
		}
		if err := CheckSplit(paid, shares); err != nil {
			t.Fatalf("%v: %+v: %v", paid, shares, err)
		}
		shares[len(shares)-1].Amount++
		if err := CheckSplit(paid, shares); !errors.Is(err, ErrSplit) {
			t.Fatalf("a rupiah too much: %v", err)
		}
	}
	for name, bad := range map[string][]Portion{
		"too little": {{1, 99}}, "nobody": {{0, 100}}, "nothing": {{1, 0}, {2, 100}}, "twice": {{1, 50}, {1, 50}}, "less than nothing": {{1, 101}, {2, -1}}, "none": nil,
		"more than there is, around the end of numbers": {{1, math.MaxInt64}, {2, math.MaxInt64}, {3, 102}},
	} {
		if err := CheckSplit(100, bad); !errors.Is(err, ErrSplit) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
