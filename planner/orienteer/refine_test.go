package orienteer

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestRefinedRoutesAreRoutesWorthWhatTheySay(t *testing.T) {
	better, optimal, seeds := 0, 0, uint64(3000)
	for seed := range seeds {
		r := rand.New(rand.NewPCG(seed, 43))
		d := randomPricedDay(r)
		if d.t.stops == 0 {
			continue
		}
		var known []candidate
		for range r.IntN(3) {
			nodes := []int{d.t.nodes[r.IntN(len(d.t.nodes))]}
			if route, ok := d.t.p.Schedule(0, nodes); ok {
				known = append(known, candidate{nodes, d.worth(route)})
			}
		}
		floor := int64(0)
		if len(known) > 0 {
			floor = known[0].value
		}
		found := d.t.refined(d.t.fine(64), known, 3)
		for k, c := range found {
			route, ok := d.t.p.Schedule(0, c.nodes)
			if !ok || !d.t.holds(c.nodes) || len(c.nodes) > d.t.stops || d.worth(route) < c.value || c.value <= floor {
				t.Fatalf("seed %d: route %v said to be worth %d, more than %d, is worth %d", seed, c.nodes, c.value, floor, d.worth(route))
			}
			if k > 0 && (c.value > found[k-1].value || sameSet(c.nodes, found[k-1].nodes)) {
				t.Fatalf("seed %d: routes out of order: %v", seed, found)
			}
		}
		if len(found) > 0 {
			better++
			if found[0].value == d.best {
				optimal++
			}
		}
	}
	if better < int(seeds)/3 || optimal < better*3/5 {
		t.Errorf("%d of %d days were made better, %d of them best", better, seeds, optimal)
	}
}

// worth is the value of a route at the day's prices.
func (d *pricedDay) worth(route Route) int64 {
	nodes := route.Nodes()
	value := route.Value() + d.t.earned(len(nodes))
	for k, i := range d.t.nodes {
		if slices.Contains(nodes, i) {
			value -= d.t.less[k]
		}
	}
	return value
}

func TestARouteThatIsBestStaysAsItIs(t *testing.T) {
	for seed := range uint64(2000) {
		d := randomPricedDay(rand.New(rand.NewPCG(seed, 44)))
		if d.t.stops == 0 {
			continue
		}
		a := d.t.solve(candidate{}, 0, thorough)
		if found := d.t.refined(d.t.fine(64), []candidate{{a.nodes, a.value}}, 3); a.proven() && len(found) > 0 {
			t.Fatalf("seed %d: %v is better than the best, %v worth %d", seed, found, a.nodes, a.value)
		}
	}
}
