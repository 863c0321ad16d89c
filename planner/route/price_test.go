package route

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"binaan/planner"
)

func TestAnOwnOrderCostsMinutesWindowsAndRupiah(t *testing.T) {
	errand := func(open, end planner.Minute, worth planner.Rupiah) Errand {
		return Errand{Open: open, Close: end, Minutes: 20, Worth: worth}
	}
	r := Rest{
		Now: 960, Most: 8, Errands: []Errand{errand(960, 1200, 100_000), errand(960, 990, 250_000)},
		Rides: [][]int{{10, 5}, {0, 15}, {15, 0}},
	}
	if got, want := r.Walk([]int{1, 0}), (Price{Minutes: 60, Worth: 350_000}); got != want {
		t.Errorf("the plan comes to %+v, want %+v", got, want)
	}
	// 10 + 20 + 15: at 16.45, a quarter of an hour after the window of the second.
	if got, want := r.PriceOf([]int{0, 1}, []int{1, 0}), (Price{Minutes: 5, Late: 1, Worth: 250_000}); got != want {
		t.Errorf("the own order costs %+v, want %+v", got, want)
	}
}

func TestNoOrderIsWorthMoreThanTheRestPlannedAnew(t *testing.T) {
	const seed = 29
	random := rand.New(rand.NewPCG(seed, seed))
	for k := range 300 {
		r := someRest(random, 1+random.IntN(6))
		r.Most = len(r.Errands)
		for i := range r.Errands {
			r.Errands[i].Kept = false
		}
		best, own := Again(r), random.Perm(len(r.Errands))
		if got := r.Walk(best); got.Late != 0 {
			t.Fatalf("seed %d case %d: the plan is late: %+v", seed, k, got)
		}
		if price := r.PriceOf(own, best); price.Worth < 0 && r.Walk(own).Late == 0 {
			t.Errorf("seed %d case %d: %v is worth %v more than %v", seed, k, own, -price.Worth, best)
		}
		if back := r.PriceOf(best, own); back != (Price{-r.PriceOf(own, best).Minutes, -r.PriceOf(own, best).Late, -r.PriceOf(own, best).Worth}) {
			t.Errorf("seed %d case %d: there and back differ", seed, k)
		}
	}
}

func TestThePhonePricesAnOrderAsTheGoldenCasesSay(t *testing.T) {
	type priced struct {
		Rest
		Own   []int `json:"own"`
		Other []int `json:"other"`
		Price Price `json:"price"`
	}
	random := rand.New(rand.NewPCG(4099, 29))
	var lines []string
	for _, n := range []int{0, 1, 2, 3, 5, 8, 8, 12} {
		r := someRest(random, n)
		r.Errands = slices.Concat([]Errand{}, r.Errands)
		own, other := random.Perm(n), random.Perm(n)
		line, err := json.Marshal(priced{r, own, other, r.PriceOf(own, other)})
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, string(line))
	}
	got := "[\n" + strings.Join(lines, ",\n") + "\n]\n"
	if *update {
		if err := os.WriteFile("testdata/price.json", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/price.json")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("cases (-golden +got):\n%s", diff)
	}
}
