package orienteer

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// randomTours is a small problem of long tours: points on a grid, one or two
// days, at times with windows that differ by day, limits and a cap of stops.
func randomTours(rng *rand.Rand) *Problem {
	n := 4 + rng.IntN(4)
	at := make([][2]int64, n+2)
	for i := range at {
		at[i] = [2]int64{rng.Int64N(50), rng.Int64N(50)}
	}
	p := &Problem{Nodes: n}
	for i := range at {
		row := make([]int64, len(at))
		for j := range at {
			row[j] = max(at[i][0]-at[j][0], at[j][0]-at[i][0]) + max(at[i][1]-at[j][1], at[j][1]-at[i][1])
		}
		p.Time = append(p.Time, row)
	}
	shut := 40 + rng.Int64N(150)
	windowed := rng.IntN(3) > 0
	prize := make([]int64, n)
	for i := range n {
		p.Service = append(p.Service, rng.Int64N(10))
		prize[i] = rng.Int64N(30)
	}
	for d := range 1 + rng.IntN(2) {
		day := Day{Date: d, Start: n, End: n + rng.IntN(2), Close: shut, MaxStops: rng.IntN(4)}
		for i := range n {
			day.Windows = append(day.Windows, randomWindows(rng, shut, prize[i], windowed))
		}
		p.Days = append(p.Days, day)
	}
	if rng.IntN(3) == 0 {
		limit := Limit{Most: 6}
		for range n {
			limit.Weight = append(limit.Weight, rng.Int64N(4))
		}
		p.Limits = append(p.Limits, limit)
	}
	return p
}

func randomWindows(rng *rand.Rand, shut, prize int64, windowed bool) []Window {
	if !windowed {
		return []Window{{Close: shut, Prize: prize}}
	}
	var out []Window
	for open := rng.Int64N(60); open < shut && len(out) < 3; {
		end := open + rng.Int64N(40)
		out = append(out, Window{open, end, prize})
		open = end + 1 + rng.Int64N(40)
	}
	return out
}

// bestTours is the optimum of a small problem by trying every route.
func bestTours(p *Problem) int64 {
	var best int64
	routes := make([][]int, len(p.Days))
	seen := make([]bool, p.Nodes)
	used := make([]int64, len(p.Limits))
	var extend func(d int, sum int64)
	extend = func(d int, sum int64) {
		best = max(best, sum)
		if d == len(p.Days) {
			return
		}
		extend(d+1, sum)
		if most := p.Days[d].MaxStops; most > 0 && len(routes[d]) == most {
			return
		}
		for i := range p.Nodes {
			if seen[i] || !limited(p, used, i, 1) {
				continue
			}
			routes[d] = append(routes[d], i)
			if _, ok := p.Schedule(d, routes[d]); ok {
				seen[i] = true
				extend(d, sum+p.Days[d].Windows[i][0].Prize)
				seen[i] = false
			}
			routes[d] = routes[d][:len(routes[d])-1]
			limited(p, used, i, -1)
		}
	}
	extend(0, 0)
	return best
}

// limited adds node i to what is used if the limits allow it, or takes it back.
func limited(p *Problem, used []int64, i int, sign int64) bool {
	for k, l := range p.Limits {
		if sign > 0 && used[k]+l.Weight[i] > l.Most {
			return false
		}
	}
	for k, l := range p.Limits {
		used[k] += sign * l.Weight[i]
	}
	return true
}

func TestLongToursAgreeWithBruteForce(t *testing.T) {
	missed := 0
	const trials = 150
	for seed := range uint64(trials) {
		p := randomTours(rand.New(rand.NewPCG(seed, 1)))
		if err := p.Valid(); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		plan, err := searchTours(p, Options{Seed: seed, Iterations: 400})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if err := Check(p, plan); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		best := bestTours(p)
		if plan.Value > best || plan.Bound < best {
			t.Fatalf("seed %d: value %d, optimum %d, bound %d", seed, plan.Value, best, plan.Bound)
		}
		if plan.Value < best {
			missed++
		}
	}
	if missed > trials/20 {
		t.Errorf("%d of %d optima missed", missed, trials)
	}
}

func TestMoreIterationsNeverLowerLongTours(t *testing.T) {
	for seed := range uint64(10) {
		p := randomTours(rand.New(rand.NewPCG(seed, 2)))
		last := int64(-1)
		for _, iterations := range []int{1, 20, 100, 500, 4000} {
			plan, err := searchTours(p, Options{Seed: seed, Iterations: iterations})
			if err != nil {
				t.Fatal(err)
			}
			if plan.Value < last {
				t.Fatalf("seed %d: %d after %d iterations, %d before", seed, plan.Value, iterations, last)
			}
			last = plan.Value
		}
	}
}

func TestSameSeedSameLongTours(t *testing.T) {
	p := randomTours(rand.New(rand.NewPCG(7, 3)))
	routes := func() (out [][]int) {
		plan, err := searchTours(p, Options{Seed: 5, Iterations: 700})
		if err != nil {
			t.Fatal(err)
		}
		for d := range plan.Days {
			out = append(out, plan.Days[d].Nodes())
		}
		return out
	}
	if a, b := routes(), routes(); !slices.EqualFunc(a, b, slices.Equal[[]int]) {
		t.Errorf("two plans: %v and %v", a, b)
	}
}

func TestSearchOfLongToursTakesOnlyPlainProblems(t *testing.T) {
	for name, change := range map[string]func(*Problem){
		"cost":        func(p *Problem) { p.Cost = p.Time },
		"appointment": func(p *Problem) { p.Must = []Must{{Node: 0, Days: []int{0}}} },
		"least stops": func(p *Problem) { p.Days[0].MinStops = 2 },
		"slot prize":  func(p *Problem) { p.Days[0].Windows[0] = []Window{{0, 1, 5}, {3, 4, 6}} },
		"spacing":     func(p *Problem) { p.Spacing = make([]Spacing, p.Nodes); p.Spacing[0] = Spacing{2, 7} },
		"short days": func(p *Problem) {
			for d := range p.Days {
				p.Days[d].MaxStops = 8
			}
		},
	} {
		p := randomTours(rand.New(rand.NewPCG(1, 4)))
		p.Days[0].MaxStops = 0
		if !p.longTours() {
			t.Fatal("a plain problem is not taken")
		}
		if change(p); p.longTours() {
			t.Errorf("%s: taken", name)
		}
	}
}
