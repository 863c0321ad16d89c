package orienteer

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
)

type desa struct {
	N       int       `json:"n"`
	Service []int64   `json:"service_min"`
	Travel  [][]int64 `json:"travel_min"`
	Cost    [][]int64 `json:"cost_rp"`
	Days    []struct {
		Cap   int     `json:"cap"`
		Shift int64   `json:"shift_min"`
		Open  []int64 `json:"open"`
		Close []int64 `json:"close"`
		Prize []int64 `json:"prize"`
	} `json:"days"`
}

// readDesa reads a month of ../shared/bench/routing, or skips the test.
func readDesa(t testing.TB, name string) *Problem {
	t.Helper()
	raw, err := os.ReadFile("../../../shared/bench/routing/desa/" + name + ".json")
	if err != nil {
		t.Skip("no shared benchmark: ", err)
	}
	var in desa
	if err := json.Unmarshal(raw, &in); err != nil {
		t.Fatal(err)
	}
	p := &Problem{Nodes: in.N, Time: in.Travel, Cost: in.Cost, Service: in.Service}
	for k, d := range in.Days {
		day := Day{Date: k, Start: in.N, End: in.N, Close: d.Shift, MaxStops: d.Cap, Windows: make([][]Window, in.N)}
		for i := range in.N {
			if d.Open[i] <= d.Close[i] {
				day.Windows[i] = []Window{{d.Open[i], d.Close[i], d.Prize[i]}}
			}
		}
		p.Days = append(p.Days, day)
	}
	if err := p.Valid(); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestBenchmarkDaysAreProven(t *testing.T) {
	p := readDesa(t, "desa500-22-s1")
	for d := range p.Days {
		day := p.reach(d)
		a := day.solve(candidate{}, 0, thorough)
		if r, ok := p.Schedule(d, a.nodes); !ok || r.Value() != a.value || !a.proven() {
			t.Errorf("day %d: value %d, bound %d, route %v of %d", d, a.value, a.bound, a.nodes, r.Value())
		}
	}
}

func BenchmarkDay(b *testing.B) {
	p := readDesa(b, "desa500-22-s1")
	for d := range p.Days {
		b.Run(strconv.Itoa(d), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				day := p.reach(d)
				day.solve(candidate{}, 0, thorough)
			}
		})
	}
}

func TestPlanPassesCheck(t *testing.T) {
	for seed := range uint64(300) {
		p := smallProblem(rand.New(rand.NewPCG(seed, 2)))
		plan, err := Solve(p, Options{Seed: seed, Iterations: 5})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if err := Check(p, plan); err != nil {
			t.Errorf("seed %d: %v", seed, err)
		}
	}
}

// smallProblem is a random instance that brute force can solve.
func smallProblem(r *rand.Rand) *Problem {
	n, days := 3+r.IntN(4), 1+r.IntN(3)
	points := n + 2
	p := &Problem{Nodes: n, Service: make([]int64, n)}
	matrix := func(most int64) [][]int64 {
		m := make([][]int64, points)
		for a := range m {
			m[a] = make([]int64, points)
			for b := range m[a] {
				if a != b {
					m[a][b] = r.Int64N(most)
				}
			}
		}
		return m
	}
	p.Time = matrix(20)
	if r.IntN(4) > 0 {
		p.Cost = matrix(15)
	}
	for i := range p.Service {
		p.Service[i] = r.Int64N(10)
	}
	for d := range days {
		day := Day{Date: d * (1 + r.IntN(2)), Start: n + r.IntN(2), End: n + r.IntN(2), Open: r.Int64N(20)}
		day.Close = day.Open + r.Int64N(120)
		day.MaxStops = r.IntN(n + 1)
		day.Windows = make([][]Window, n)
		for i := range n {
			at := r.Int64N(40)
			for range r.IntN(4) {
				w := Window{Open: at, Close: at + r.Int64N(40), Prize: r.Int64N(60) - 5}
				day.Windows[i] = append(day.Windows[i], w)
				at = w.Close + 1 + r.Int64N(10)
			}
		}
		p.Days = append(p.Days, day)
	}
	return p
}

// bruteDay is the best value of day d over the nodes allowed.
func bruteDay(p *Problem, d int, allowed func(nodes []int) bool) int64 {
	best := int64(0)
	var grow func(nodes []int)
	grow = func(nodes []int) {
		if r, ok := p.Schedule(d, nodes); ok && allowed(nodes) {
			best = max(best, r.Value())
		}
		if most := p.Days[d].MaxStops; most > 0 && len(nodes) == most {
			return
		}
		for i := range p.Nodes {
			if !slices.Contains(nodes, i) {
				grow(append(nodes, i))
			}
		}
	}
	grow(nil)
	return best
}

func TestDayIsOptimal(t *testing.T) {
	for seed := range uint64(3000) {
		r := rand.New(rand.NewPCG(seed, 1))
		p := smallProblem(r)
		if err := p.Valid(); err != nil {
			t.Fatal(err)
		}
		task := p.reach(0)
		a := task.solve(candidate{}, 0, thorough)
		want := bruteDay(p, 0, func([]int) bool { return true })
		if a.value != want || a.bound != want {
			t.Fatalf("seed %d: value %d, bound %d, optimum %d", seed, a.value, a.bound, want)
		}
	}
}

// TestLimitsNeverProveWhatIsFalse cuts every kind of effort short and holds that
// the bound stays above the optimum and the value below.
func TestLimitsNeverProveWhatIsFalse(t *testing.T) {
	unproven := 0
	for seed := range uint64(1500) {
		r := rand.New(rand.NewPCG(seed, 14))
		p := smallProblem(r)
		e := effort{candidates: 1 + r.IntN(4), steps: 1 + r.Int64N(40), rounds: r.IntN(3), most: r.IntN(4), labels: 1 + r.IntN(6), keep: 1 + r.IntN(3)}
		task := p.reach(0)
		a := task.solve(candidate{}, 0, e)
		want := bruteDay(p, 0, func([]int) bool { return true })
		if a.value > want || a.bound < want {
			t.Fatalf("seed %d, %+v: value %d, bound %d, optimum %d", seed, e, a.value, a.bound, want)
		}
		if !a.proven() {
			unproven++
		}
	}
	if unproven < 50 {
		t.Errorf("only %d days unproven: the limits do nothing", unproven)
	}
}

// TestWideDayCutShortProvesNothingFalse does the same where the pool is larger
// than a set can hold and a proof is at hand to compare with.
func TestWideDayCutShortProvesNothingFalse(t *testing.T) {
	p := readDesa(t, "desa500-22-s1")
	for d := 0; d < len(p.Days); d += 7 {
		task := p.reach(d)
		best := task.solve(candidate{}, 0, thorough)
		for _, labels := range []int{1, 10, 100} {
			e := thorough
			e.labels, e.candidates = labels, 8
			task := p.reach(d)
			poor := candidate{nodes: best.nodes[:1], value: best.value * 98 / 100}
			if a := task.solve(poor, 0, e); a.value > best.value || a.bound < best.value {
				t.Errorf("day %d, %d labels: value %d, bound %d, optimum %d", d, labels, a.value, a.bound, best.value)
			}
		}
	}
}
