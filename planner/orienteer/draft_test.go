package orienteer

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// The times of a route are those of the windows that bring most together, and of those
// ways the one that is home first; an order that no way keeps is refused.
func TestAScheduleIsTheBestOfAllWaysToKeepAnOrder(t *testing.T) {
	refused := 0
	for seed := range uint64(1500) {
		r := rand.New(rand.NewPCG(seed, 80))
		p := smallProblem(r)
		nodes := r.Perm(p.Nodes)[:1+r.IntN(min(4, p.Nodes))]
		day := &p.Days[0]
		prize, home, possible := int64(0), int64(0), false
		var ride func(k int, now, got int64)
		ride = func(k int, now, got int64) {
			at := day.Start
			if k > 0 {
				at = nodes[k-1]
			}
			if k == len(nodes) {
				back := now + p.Time[at][day.End]
				if back <= day.Close && (!possible || got > prize || got == prize && back < home) {
					prize, home, possible = got, back, true
				}
				return
			}
			i := nodes[k]
			for _, w := range day.Windows[i] {
				if start := max(now+p.Time[at][i], w.Open); start <= w.Close {
					ride(k+1, start+p.Service[i], got+w.Prize)
				}
			}
		}
		ride(0, day.Open, 0)
		route, ok := p.Schedule(0, nodes)
		if ok != possible {
			t.Fatalf("seed %d: %v can be kept: %t, says %t", seed, nodes, possible, ok)
		}
		if !ok {
			refused++
			continue
		}
		if route.Prize != prize || route.Return != home || !slices.Equal(route.Nodes(), nodes) {
			t.Errorf("seed %d: %v brings %d, home at %d; best %d, home at %d", seed, route.Nodes(), route.Prize, route.Return, prize, home)
		}
		sum := int64(0)
		for k, s := range route.Stops {
			if sum += s.Prize; s.Begin < s.Arrive || s.Leave != s.Begin+p.Service[s.Node] || k > 0 && s.Arrive != route.Stops[k-1].Leave+p.Time[route.Stops[k-1].Node][s.Node] {
				t.Errorf("seed %d: stop %d is %+v", seed, k, s)
			}
		}
		if sum != prize {
			t.Errorf("seed %d: stops bring %d of %d", seed, sum, prize)
		}
	}
	if refused < 200 || refused > 1300 {
		t.Errorf("%d of 1500 orders are refused", refused)
	}
}

// strewn is a small problem of several days with spacing, limits and appointments, and a
// draft whose days visit what they may.
func strewn(r *rand.Rand) (*Problem, *draft) {
	p := smallProblem(r)
	for len(p.Days) < 4 {
		day := p.Days[0]
		day.Date = p.Days[len(p.Days)-1].Date + r.IntN(3)
		p.Days = append(p.Days, day)
	}
	for range p.Nodes {
		p.Spacing = append(p.Spacing, Spacing{Visits: 1 + r.IntN(2), Days: r.IntN(5)})
	}
	limit := Limit{Most: 2 + r.Int64N(10)}
	for range p.Nodes {
		limit.Weight = append(limit.Weight, r.Int64N(4))
	}
	p.Limits = append(p.Limits, limit)
	for range r.IntN(4) {
		p.Must = append(p.Must, Must{Node: r.IntN(p.Nodes), Days: r.Perm(len(p.Days))[:1+r.IntN(3)]})
	}
	for d := range p.Days {
		p.Days[d].MinStops = r.IntN(3)
	}
	return p, newDraft(p, p.weights())
}

// A draft admits exactly the visits that keep spacing and limits beside those there are,
// and ranks as plans do: by appointments, then by stops that days need, then by value.
func TestADraftAdmitsWhatKeepsTheRulesAndRanksAsPlansDo(t *testing.T) {
	admitted, refused := 0, 0
	for seed := range uint64(800) {
		r := rand.New(rand.NewPCG(seed, 81))
		p, b := strewn(r)
		tours, values := make([][]int, len(p.Days)), make([]int64, len(p.Days))
		for range 12 {
			d := r.IntN(len(p.Days))
			if r.IntN(4) == 0 {
				b.set(d, b.idle(d))
				tours[d], values[d] = nil, 0
				continue
			}
			i := r.IntN(p.Nodes)
			if slices.Contains(tours[d], i) {
				continue
			}
			with := slices.Clone(tours)
			with[d] = append(slices.Clone(tours[d]), i)
			may := b.may(i, d)
			if want := lawful(p, with); may != want {
				t.Fatalf("seed %d: %v, node %d on day %d: admitted %t, keeps the rules %t", seed, tours, i, d, may, want)
			}
			if !may {
				refused++
				continue
			}
			if route, ok := p.Schedule(d, with[d]); ok {
				admitted++
				b.set(d, route)
				tours, values[d] = with, route.Value()
			}
		}
		now := rankOf(p, tours, values)
		if b.value() != now.value {
			t.Errorf("seed %d: worth %d, is %d", seed, b.value(), now.value)
		}
		copied := newDraft(p, b.weight)
		copied.copy(b)
		if copied.score() != b.score() || copied.whole() != (int(now.kept) == len(p.Must) && enough(p, tours)) {
			t.Errorf("seed %d: a copy scores %d of %d, whole %t", seed, copied.score(), b.score(), copied.whole())
		}
		for _, d := range r.Perm(len(p.Days)) { // with ever fewer days
			b.set(d, b.idle(d))
			tours[d], values[d] = nil, 0
			less := rankOf(p, tours, values)
			if less.less(now) != (b.score() < copied.score()) || now.less(less) != (copied.score() < b.score()) {
				t.Errorf("seed %d: %+v and %+v score %d and %d", seed, less, now, b.score(), copied.score())
			}
		}
		if slices.ContainsFunc(b.used, func(u int64) bool { return u != 0 }) || slices.ContainsFunc(b.on, func(on []int) bool { return len(on) > 0 }) {
			t.Errorf("seed %d: an empty draft visits %v and uses %v", seed, b.on, b.used)
		}
	}
	if admitted < 1000 || refused < 500 {
		t.Errorf("only %d visits admitted, %d refused", admitted, refused)
	}
}

func enough(p *Problem, tours [][]int) bool {
	for d := range p.Days {
		if len(tours[d]) < p.Days[d].MinStops {
			return false
		}
	}
	return true
}

// The rows of the master say no more and no less than spacing and limits: months of routes
// that keep both fit into the rows, and months that break one do not.
func TestTheMastersRowsAreSpacingAndLimits(t *testing.T) {
	fits, not := 0, 0
	for seed := range uint64(600) {
		r := rand.New(rand.NewPCG(seed, 82))
		p, _ := strewn(r)
		s, err := newSolver(p, Options{Seed: seed, Iterations: 1})
		if err != nil {
			t.Fatal(err)
		}
		for range 20 {
			tours := make([][]int, len(p.Days))
			used := make([]float64, len(s.master.limit))
			for d := range tours {
				tours[d] = r.Perm(p.Nodes)[:r.IntN(3)]
				if len(tours[d]) == 0 {
					continue
				}
				for _, e := range s.master.column(d, tours[d], 0).rows {
					used[e.row] += e.by
				}
			}
			within := true
			for row, u := range used {
				within = within && u <= s.master.limit[row]
			}
			if want := lawful(p, tours); within != want {
				t.Fatalf("seed %d: %v fits into the rows: %t, keeps the rules: %t", seed, tours, within, want)
			}
			if within {
				fits++
			} else {
				not++
			}
		}
	}
	if fits < 1000 || not < 1000 {
		t.Errorf("%d months fit, %d do not", fits, not)
	}
}

// Prices of rows make a column as much dearer as the nodes it visits are, less the rewards
// for the appointments it keeps.
func TestAColumnCostsWhatItsNodesDo(t *testing.T) {
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 83))
		p, _ := strewn(r)
		s, err := newSolver(p, Options{Seed: seed, Iterations: 1})
		if err != nil {
			t.Fatal(err)
		}
		s.master.duties.each = r.Int64N(100)
		y := make([]float64, len(s.master.limit))
		for k := range y {
			y[k] = float64(r.IntN(50))
		}
		d, value := r.IntN(len(p.Days)), r.Int64N(100)
		nodes := r.Perm(p.Nodes)[:1+r.IntN(p.Nodes)]
		c := s.master.column(d, nodes, value)
		net, want := c.gain, float64(value)
		for _, e := range c.rows {
			if e.row != s.master.dayRow[d] {
				net -= y[e.row] * e.by
			}
		}
		for _, i := range nodes {
			want -= s.master.price(y, i, d)
		}
		if net != want {
			t.Errorf("seed %d: the column %v of day %d is worth %g beyond its price, its nodes %g", seed, nodes, d, net, want)
		}
	}
}
