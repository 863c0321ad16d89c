package route

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"binaan/planner"
)

var update = flag.Bool("update", false, "write the golden files anew")

// againCase is a rest of a day and what Again makes of it, for the phone to repeat.
type againCase struct {
	Name string `json:"name"`
	Rest
	Order []int `json:"order"`
}

// someRest is a rest of n errands on a lane, some of them kept or short of time.
func someRest(random *rand.Rand, n int) Rest {
	r := Rest{Now: planner.Minute(960 + random.IntN(120)), Most: 1 + random.IntN(8)}
	at := make([]int, n+1)
	for i := range at {
		at[i] = random.IntN(40)
	}
	for i := range n {
		open := planner.Minute(960 + 30*random.IntN(6))
		r.Errands = append(r.Errands, Errand{
			Household: planner.HouseholdID(i + 1), Open: open, Close: open + planner.Minute(10+random.IntN(150)),
			Minutes: 5 + random.IntN(25), Worth: planner.Rupiah(1000 * random.IntN(300)), Kept: random.IntN(5) == 0,
		})
	}
	for _, from := range at {
		row := make([]int, n)
		for i := range row {
			row[i] = max(from-at[i+1], at[i+1]-from)
		}
		r.Rides = append(r.Rides, row)
	}
	return r
}

// score walks an order; ok tells whether every visit begins in its window.
func score(r Rest, order []int) (kept int, worth planner.Rupiah, end int, ok bool) {
	end = int(r.Now)
	row := 0
	for _, i := range order {
		e := r.Errands[i]
		begin := max(end+r.Rides[row][i], int(e.Open))
		if begin > int(e.Close) {
			return 0, 0, 0, false
		}
		end, row = begin+e.Minutes, i+1
		kept += count(e.Kept)
		worth += e.Worth
	}
	return kept, worth, end, len(order) <= r.Most
}

// bestByHand tries every order.
func bestByHand(r Rest, order []int, best *[]int) {
	for i := range r.Errands {
		if slices.Contains(order, i) {
			continue
		}
		next := append(slices.Clone(order), i)
		kept, worth, end, ok := score(r, next)
		if !ok {
			continue
		}
		bestKept, bestWorth, bestEnd, _ := score(r, *best)
		if kept > bestKept || kept == bestKept && (worth > bestWorth || worth == bestWorth && (len(*best) == 0 || end < bestEnd)) {
			*best = next
		}
		bestByHand(r, next, best)
	}
}

func TestTheRestOfADayIsAsGoodAsTryingEveryOrder(t *testing.T) {
	const seed = 13
	random := rand.New(rand.NewPCG(seed, seed))
	for k := range 300 {
		r := someRest(random, random.IntN(6))
		got := Again(r)
		kept, worth, end, ok := score(r, got)
		if !ok {
			t.Fatalf("seed %d case %d: order %v breaks a window of %+v", seed, k, got, r)
		}
		var best []int
		bestByHand(r, nil, &best)
		wantKept, wantWorth, wantEnd, _ := score(r, best)
		if kept != wantKept || worth != wantWorth || end != wantEnd {
			t.Errorf("seed %d case %d: %v keeps %d, is worth %v and ends at %d; %v: %d, %v, %d of %+v",
				seed, k, got, kept, worth, end, best, wantKept, wantWorth, wantEnd, r)
		}
	}
}

func TestAPromiseGoesBeforeAnyWorth(t *testing.T) {
	at := func(worth planner.Rupiah, kept bool) Errand {
		return Errand{Open: 960, Close: 970, Minutes: 20, Worth: worth, Kept: kept}
	}
	r := Rest{Now: 965, Most: 5, Errands: []Errand{at(900_000, false), at(1, true)}, Rides: [][]int{{1, 1}, {0, 1}, {1, 0}}}
	if got := Again(r); !slices.Equal(got, []int{1}) {
		t.Errorf("order %v, want the promise alone", got)
	}
}

func TestALateDayWithNobodyLeftIsEmpty(t *testing.T) {
	for _, r := range []Rest{
		{Now: 960, Most: 5, Rides: [][]int{{}}},
		{Now: 1200, Most: 5, Errands: []Errand{{Open: 960, Close: 1000, Minutes: 20}}, Rides: [][]int{{1}, {0}}},
		{Now: 960, Most: 0, Errands: []Errand{{Open: 960, Close: 1000, Minutes: 20}}, Rides: [][]int{{1}, {0}}},
	} {
		if got := Again(r); len(got) != 0 {
			t.Errorf("order %v of %+v", got, r)
		}
	}
}

func TestThePhonePlansTheRestOfADayAsTheGoldenCasesSay(t *testing.T) {
	random := rand.New(rand.NewPCG(4099, 13))
	var cases []againCase
	for _, n := range []int{0, 1, 2, 3, 5, 5, 8, 8, 8, 11, 12, 14} {
		r := someRest(random, n)
		if r.Errands == nil {
			r.Errands = []Errand{}
		}
		order := Again(r)
		if order == nil {
			order = []int{}
		}
		cases = append(cases, againCase{Name: fmt.Sprintf("case %d with %d errands", len(cases), n), Rest: r, Order: order})
	}
	for range 3 { // a meeting among the visits
		r := someRest(random, 7)
		r.Errands[2] = Errand{Open: 1080, Close: 1080, Minutes: 60, Kept: true}
		cases = append(cases, againCase{Name: fmt.Sprintf("case %d with a meeting", len(cases)), Rest: r, Order: Again(r)})
	}
	var got bytes.Buffer
	got.WriteString("[\n")
	for i, c := range cases {
		line, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		got.Write(line)
		got.WriteString(map[bool]string{true: "\n", false: ",\n"}[i == len(cases)-1])
	}
	got.WriteString("]\n")
	if *update {
		if err := os.WriteFile("testdata/again.json", got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/again.json")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("cases (-golden +got):\n%s", diff)
	}
}
