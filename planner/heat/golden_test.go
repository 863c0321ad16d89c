package heat_test

import (
	"crypto/sha256"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"testing"

	"binaan/planner/heat"
	"binaan/planner/partition"
)

// What is told of generated branches is, to the last byte, what it was when the attacker
// last found nothing in it. Whoever changes what is told attacks it anew (make attack)
// before writing down another sum.
func TestWhatIsToldOfGeneratedBranchesDoesNotChange(t *testing.T) {
	for _, c := range []struct {
		kind   terrain
		radius int
		want   string
	}{
		{terrains[0], 4, "ccb4d9bcde9b240c22b6f0bb11f7633b09a5f2ee91c78bbc11e82feef52bbf1a"},
		{terrains[1], 7, "95ece49a8df15e29b1ce1797dee811ef274ff5811a95c55b326ba5229273ac67"},
		{terrains[2], 12, "fc84d01966fdd4ccb05c7d438a3395eff436650479043312a7966a82b79545d4"},
	} {
		sum := sha256.New()
		told := map[heat.State]int{}
		for seed := range uint64(3) {
			tellAll(t, sum, told, seed, c.kind, c.radius)
		}
		if got := fmt.Sprintf("%x", sum.Sum(nil)); got != c.want {
			t.Errorf("%s: what is told has the sum %s, not %s", c.kind.name, got, c.want)
		}
		if told[heat.Told] < 1000 || told[heat.Hidden] < 1000 || told[heat.None] < 100 {
			t.Errorf("%s: too little of some kind: %v", c.kind.name, told)
		}
	}
}

// tellAll writes all that a branch tells of two months.
func tellAll(t *testing.T, w io.Writer, told map[heat.State]int, seed uint64, kind terrain, radius int) {
	rng := rand.New(rand.NewPCG(seed, 31))
	b := ground(t, seed, kind, radius)
	for i := range b.families {
		f := &b.families[i]
		if f.Expected = f.Arrears / 20; rng.IntN(300) == 0 {
			f.Arrears *= 100 // one that holds most of the money around it
		}
	}
	plan := partition.Divide(b.Problem)
	families := assign(b, plan)
	for range 2 {
		a := newAttack(t, plan, families)
		a.table = heat.NewTable(usual, a.places, append(slices.Clone(families), heat.Family{Part: -1, Arrears: 1_000_000}))
		sets, rest := a.table.Groups()
		fmt.Fprintln(w, sets, rest)
		for i, q := range goldenQueries(rng) {
			within := []*heat.Within{nil, {Regions: map[int]bool{a.places[0].Region: true}, Group: -1}, {Regions: map[int]bool{a.places[0].Region: true}, Group: a.places[0].Group}}
			q.Within = within[max(0, i%5-2)]
			tell(w, told, a.ask(q))
		}
		happened := a.month(rng, false)
		for i, q := range goldenQueries(rng) {
			q.Measure = []heat.Measure{heat.Visits, heat.Contact, heat.Kept, heat.Collected}[i%4]
			answer, err := a.table.AskHappened(happened, q)
			if err != nil {
				t.Fatal(err)
			}
			tell(w, told, answer)
		}
		families = later(rng, families)
	}
}

// tell writes what is published of an answer.
func tell(w io.Writer, told map[heat.State]int, a heat.Answer) {
	for _, v := range a.Values {
		fmt.Fprint(w, v.State, " ", v.Families, " ", v.Value, ";")
		told[v.State]++
	}
	fmt.Fprintln(w, a.Total, a.Count)
}

// goldenQueries ask for everything, every category by itself, and drawn ones of two and
// more dimensions, by one measure of parts after the other.
func goldenQueries(rng *rand.Rand) (out []heat.Query) {
	measures := []heat.Measure{heat.Arrears, heat.Households, heat.Months, heat.Expected, heat.Uncovered}
	add := func(filter map[heat.Dimension]map[uint16]bool) {
		out = append(out, heat.Query{Measure: measures[len(out)%len(measures)], Filter: filter})
	}
	for range measures {
		add(nil)
	}
	categories := []int{3, 3, 4, 4, 4, 2} // by dimension
	for d, n := range categories {
		for c := range n {
			add(map[heat.Dimension]map[uint16]bool{heat.Dimension(d): {uint16(c): true}})
		}
	}
	for range 60 {
		filter := map[heat.Dimension]map[uint16]bool{}
		for range 2 + rng.IntN(2) {
			d := rng.IntN(len(categories))
			filter[heat.Dimension(d)] = map[uint16]bool{uint16(rng.IntN(categories[d])): true, uint16(rng.IntN(categories[d] + 1)): rng.IntN(3) == 0}
		}
		add(filter)
	}
	return out
}
