package parcel

import (
	"errors"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// regionOf is the first group of a small branch, with its units divided at random.
func regionOf(t *testing.T, r *rand.Rand) (*region, *solver) {
	t.Helper()
	p := small(r)
	s := newSolver(&p, Options{Stop: never})
	divided := map[int]bool{}
	for _, u := range s.units[0] {
		divided[u] = r.IntN(3) == 0
	}
	g, err := newRegion(&p, 0, s.members, s.units[0], divided, s.classes)
	if err != nil {
		t.Fatal(err)
	}
	return g, s
}

// subsets are all sets of the nodes of a region but the empty one.
func subsets(g *region) (out []set) {
	for mask := uint64(1); mask < 1<<len(g.pieces); mask++ {
		out = append(out, set{mask, 0})
	}
	return out
}

func (g *region) moments(s set) (m sums) {
	s.each(func(i int) { m = m.plus(g.sum[i]) })
	return m
}

// A walk visits every set that hangs together and lies in the band, once, with its sums
// right, and no other: a set that is missed would be a plan never looked at.
func TestAWalkVisitsEachConnectedSetInTheBandOnce(t *testing.T) {
	visited := 0
	for seed := range uint64(400) {
		g, _ := regionOf(t, rand.New(rand.NewPCG(seed, 51)))
		got := map[set]int{}
		w := walk{g: g, steps: walkAtMost, stop: never}
		w.visit = func(s set, m sums, value int64) bool {
			got[s]++
			want := int64(0)
			s.each(func(i int) { want += g.value[i] })
			if m != g.moments(s) || value != want || g.weight(s) != m.w {
				t.Errorf("seed %d: %v is %+v worth %d, counted %+v worth %d", seed, members(s), m, value, g.moments(s), want)
			}
			return true
		}
		if !w.run() {
			t.Errorf("seed %d: the walk did not come to its end", seed)
		}
		for _, s := range subsets(g) {
			m, want := g.moments(s), 0
			if g.flood(s.lowest(), s, g.near) == s && g.p.Lower <= m.w && m.w <= g.p.Upper {
				want = 1
			}
			if got[s] != want {
				t.Errorf("seed %d: %v of %d was visited %d times, want %d", seed, members(s), m.w, got[s], want)
			}
			visited += want
		}
	}
	if visited < 400 {
		t.Errorf("only %d sets in 400 regions", visited)
	}
}

// Told to skip what steps do not reach, a walk tells of everything it does not visit: each
// set is visited or holds a set it was told of, with none of the nodes left out before.
func TestAWalkThatEndsEarlyTellsWhatItLeaves(t *testing.T) {
	left := 0
	for seed := range uint64(300) {
		g, _ := regionOf(t, rand.New(rand.NewPCG(seed, 52)))
		type beginning struct{ s, out set }
		var skipped []beginning
		visited := map[set]bool{}
		w := walk{g: g, steps: int(seed % 40), stop: never}
		w.visit = func(s set, _ sums, _ int64) bool { visited[s] = true; return true }
		w.skip = func(s set, _ sums, _ int64, out set) { skipped = append(skipped, beginning{s, out.without(s)}) }
		w.run()
		for _, s := range subsets(g) {
			if m := g.moments(s); visited[s] || m.w < g.p.Lower || m.w > g.p.Upper || g.flood(s.lowest(), s, g.near) != s {
				continue
			}
			left++
			if !slices.ContainsFunc(skipped, func(b beginning) bool { return b.s.within(s) && !b.out.meets(s) }) {
				t.Errorf("seed %d: %v was neither visited nor told of", seed, members(s))
			}
		}
	}
	if left == 0 {
		t.Error("no walk ended early")
	}
}

// The list has what a kader may hold; of those over the limit there is none.
func TestAListIsWholeOrNone(t *testing.T) {
	for seed := range uint64(200) {
		g, _ := regionOf(t, rand.New(rand.NewPCG(seed, 53)))
		want := map[set]int64{}
		for _, s := range subsets(g) {
			if m := g.moments(s); g.flood(s.lowest(), s, g.near) == s && g.p.Lower <= m.w && m.w <= g.p.Upper && !g.encloses(s, m.w) {
				want[s] = g.worth(s, m)
			}
		}
		holdings, all, walked := g.list(len(want), never)
		got := map[set]int64{}
		for _, h := range holdings {
			got[h.in] = h.worth
		}
		if diff := cmp.Diff(want, got); diff != "" || !all || !walked || len(holdings) != len(got) {
			t.Errorf("seed %d: %d sets, all %v (-want +got)\n%s", seed, len(holdings), all, diff)
		}
		if holdings, all, _ := g.list(len(want)-1, never); len(want) > 0 && (all || holdings != nil) {
			t.Errorf("seed %d: %d of %d sets are called all", seed, len(holdings), len(want))
		}
	}
}

// A set pays the cheapest links by which it hangs together, as trying all of them says.
func TestASetPaysTheCheapestLinks(t *testing.T) {
	paid := 0
	for seed := range uint64(300) {
		g, _ := regionOf(t, rand.New(rand.NewPCG(seed, 54)))
		for _, s := range subsets(g) {
			if g.flood(s.lowest(), s, g.near) != s {
				continue
			}
			least := int64(-1)
			for chosen := range 1 << len(g.links) {
				near, price := slices.Clone(g.touch), int64(0)
				for k, l := range g.links {
					if chosen>>k&1 == 1 {
						near[l.a].add(l.b)
						near[l.b].add(l.a)
						price += l.price
					}
				}
				if (least < 0 || price < least) && g.flood(s.lowest(), s, near) == s {
					least = price
				}
			}
			if got := g.bridged(s); got != least {
				t.Errorf("seed %d: %v pays %d, the cheapest links cost %d", seed, members(s), got, least)
			}
			if least > 0 {
				paid++
			}
		}
	}
	if paid == 0 {
		t.Error("no set needed a link")
	}
}

// Inertia is rounded up and never below what it is, however large the numbers.
func TestInertiaIsThatAboutTheMiddleRoundedUp(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 55))
		m, w, x, y, sq := sums{}, new(big.Int), new(big.Int), new(big.Int), new(big.Int)
		for range 1 + r.IntN(9) {
			n, px, py := r.Int64N(60), r.Int64N(20_000)-10_000, r.Int64N(20_000)-10_000
			m = m.plus(sums{n, n * px, n * py, n * (px*px + py*py)})
			w.Add(w, big.NewInt(n))
			x.Add(x, big.NewInt(n*px))
			y.Add(y, big.NewInt(n*py))
			sq.Add(sq, big.NewInt(n*(px*px+py*py)))
		}
		if w.Sign() == 0 {
			if m.inertia() != 0 {
				t.Errorf("seed %d: no weight has inertia %d", seed, m.inertia())
			}
			continue
		}
		exact := new(big.Int).Sub(new(big.Int).Mul(sq, w), new(big.Int).Add(new(big.Int).Mul(x, x), new(big.Int).Mul(y, y))) // times w
		up := new(big.Int).Div(new(big.Int).Add(exact, new(big.Int).Sub(w, big.NewInt(1))), w)
		if got := m.inertia(); got != up.Int64() {
			t.Errorf("seed %d: %+v has inertia %d, it is %v/%v", seed, m, got, exact, w)
		}
	}
}

// Unevenness costs nothing at the mean, the full price at nothing or twice the mean, as
// much above as below, and four times as much twice as far off.
func TestUnevennessGrowsWithTheSquare(t *testing.T) {
	p := Prices{Even: 1000, Mean: []int64{200, 0}}
	for value, want := range map[int64]int64{200: 0, 0: 1000, 400: 1000, 100: 250, 300: 250, 150: 62, 250: 62, 600: 4000} {
		if got := p.even(0, value); got != want {
			t.Errorf("a set worth %d of 200 pays %d, want %d", value, got, want)
		}
	}
	if got := p.even(1, 70); got != 0 {
		t.Errorf("a group without a mean pays %d", got)
	}
	if got := (Prices{Even: 1000}).even(0, 70); got != 0 {
		t.Errorf("without means %d is paid", got)
	}
}

// Kader for whom everything costs the same are one class, in which nothing decides;
// whoever differs in a rupiah for one piece, or in where they may serve, is none of it.
func TestAgentsAreAlikeOnlyIfNothingDiffers(t *testing.T) {
	p := villagesOf(3)
	p.Group = []int{0, 1, 1}
	p.Agents = []Agent{
		{Group: 0}, {Group: 0, Ride: []int64{0, 0, 0}}, {Group: 1}, {Group: 0, Ride: []int64{0, 0, 1}},
		{Group: 0, Moved: []int64{0, 0, 1}}, {Group: -1}, {Group: 0, Ride: []int64{0, 0, -1}, Moved: []int64{0, 0, 1}},
	}
	var got [][]int
	for _, c := range p.classes() {
		got = append(got, c.agents)
	}
	if diff := cmp.Diff([][]int{{0, 1, 6}, {2}, {3, 4}, {5}}, got); diff != "" {
		t.Errorf("classes (-want +got)\n%s", diff)
	}
}

// villagesOf are so many pieces in a row, of weight 10 and value 100 each, and a kader.
func villagesOf(n int) Problem {
	p := Problem{Lower: 10, Upper: 30, Agents: []Agent{{}}}
	for i := range n {
		p.Weight, p.Value = append(p.Weight, 10), append(p.Value, 100)
		if i > 0 {
			p.Edges = append(p.Edges, Edge{A: i - 1, B: i})
		}
	}
	return p
}

// What makes no sense is refused before anything is handed out, each for itself.
func TestProblemsThatMakeNoSenseAreRefused(t *testing.T) {
	tests := []struct {
		name  string
		spoil func(p *Problem)
	}{
		{"no pieces", func(p *Problem) { *p = Problem{Lower: 1, Upper: 2} }},
		{"a value too few", func(p *Problem) { p.Value = p.Value[1:] }},
		{"places without half of them", func(p *Problem) { p.X = []int64{1, 2, 3} }},
		{"a place too few", func(p *Problem) { p.X, p.Y = []int64{1, 2}, []int64{1, 2} }},
		{"a unit too few", func(p *Problem) { p.Unit = []int{0, 1} }},
		{"a group too many", func(p *Problem) { p.Group = []int{0, 0, 0, 0} }},
		{"an edge of the group too few", func(p *Problem) { p.Inner = []bool{true} }},
		{"a band from nothing", func(p *Problem) { p.Lower = 0 }},
		{"a band upside down", func(p *Problem) { p.Upper = p.Lower - 1 }},
		{"shape that pays", func(p *Problem) { p.Prices.Compact = -1 }},
		{"unevenness that pays", func(p *Problem) { p.Prices.Even = -1 }},
		{"a negative weight", func(p *Problem) { p.Weight[2] = -1 }},
		{"a negative unit", func(p *Problem) { p.Unit = []int{0, 1, -1} }},
		{"a unit apart that there is not", func(p *Problem) { p.Apart = []int{3} }},
		{"a negative unit apart", func(p *Problem) { p.Apart = []int{-1} }},
		{"an edge to nowhere", func(p *Problem) { p.Edges[0].B = 3 }},
		{"an edge from nowhere", func(p *Problem) { p.Edges[0].A = -1 }},
		{"an edge that pays", func(p *Problem) { p.Edges[0].Price = -1 }},
		{"a kader of a group that there is not", func(p *Problem) { p.Agents[0].Group = 1 }},
		{"a kader of less than any group", func(p *Problem) { p.Agents[0].Group = -2 }},
		{"rides to other pieces", func(p *Problem) { p.Agents[0].Ride = []int64{1} }},
		{"movement of other pieces", func(p *Problem) { p.Agents[0].Moved = []int64{1, 2, 3, 4} }},
	}
	if _, err := Solve(villagesOf(3), Options{}); err != nil {
		t.Fatalf("unspoilt: %v", err)
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := villagesOf(3)
			test.spoil(&p)
			if plan, err := Solve(p, Options{}); err == nil {
				t.Errorf("solved to %+v", plan)
			}
		})
	}
	if _, err := Solve(villagesOf(most+1), Options{}); !errors.Is(err, ErrTooMany) {
		t.Errorf("a group of %d pieces: %v, want %v", most+1, err, ErrTooMany)
	}
	if _, err := Solve(villagesOf(most), Options{List: -1, Stop: func() bool { return true }}); err != nil {
		t.Errorf("a group of %d pieces: %v", most, err)
	}
}

// What a walk promises of a beginning is never below what a set that holds it gains: a
// set would be cut off that a better plan needs.
func TestNoSetGainsMoreThanWasPromised(t *testing.T) {
	held := 0
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 56))
		p := small(r)
		s := newSolver(&p, Options{Stop: never, List: -1})
		e, err := s.estate(s.estates()[0], nil)
		if err != nil {
			t.Fatal(err)
		}
		dual := make([]float64, len(s.classes)+len(p.Weight)+e.rows[len(e.rows)-1]+2)
		for i := range dual {
			dual[i] = float64(r.IntN(30))
		}
		g, c := e.regions[0], -1
		for _, k := range e.members {
			if g.price[k] != nil {
				c = k
			}
		}
		if c < 0 {
			continue
		}
		h := e.hunt(0, c, dual, 0, 5)
		for _, s := range subsets(g) {
			m := g.moments(s)
			if m.w < p.Lower || m.w > p.Upper || g.flood(s.lowest(), s, g.near) != s {
				continue
			}
			value := int64(0)
			s.each(func(i int) { value += g.value[i] })
			gain := h.gain(s) - float64(p.Prices.compact(m)+p.Prices.even(g.group, value)+g.bridged(s))
			begin := set{}.with(s.lowest())
			for rest := s.without(begin); ; {
				closed := g.all.without(s)
				if h.promise(begin, g.moments(begin), closed) < gain-1e-6 || h.promise(begin, g.moments(begin), set{}) < gain-1e-6 {
					t.Errorf("seed %d: %v gains %v, from %v on %v was promised", seed, members(s), gain, members(begin), h.promise(begin, g.moments(begin), closed))
				}
				held++
				next := g.flood(s.lowest(), s, g.near).and(rest)
				if next.empty() {
					break
				}
				begin.add(next.lowest())
				rest.remove(next.lowest())
			}
		}
	}
	if held == 0 {
		t.Error("no set was tried")
	}
}
