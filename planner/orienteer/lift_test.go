package orienteer

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// masterOf is a master that knows some routes of every day of p and prices learnt from
// a first plan, for tests.
func masterOf(t *testing.T, p *Problem, seed uint64) *master {
	t.Helper()
	s, err := newSolver(p, Options{Seed: seed, Iterations: 1})
	if err != nil {
		t.Fatalf("seed %d: %v", seed, err)
	}
	s.bound = s.outlook()
	s.construct()
	s.master.learn()
	return s.master
}

func TestLiftingPricesNeverRaisesWhatTheRoutesKnownAllow(t *testing.T) {
	lifted := 0
	for seed := range uint64(1000) {
		r := rand.New(rand.NewPCG(seed, 41))
		m := masterOf(t, ruledProblem(r), seed)
		y := slices.Clone(m.steady)
		for k := len(m.days); k < len(y); k++ {
			y[k] *= 2 * r.Float64()
		}
		before, old := m.hope(y, nil), slices.Clone(y)
		m.lift(y)
		if after := m.hope(y, nil); after > before+float64(len(y)+len(m.days)) { // prices of whole numbers in a hope
			t.Fatalf("seed %d: the routes known allow %f, %f before", seed, after, before)
		}
		for k := range y {
			if y[k] < old[k] || y[k] > old[k] && (k < len(m.days) || k >= m.weigh || m.limit[k] != 1) {
				t.Fatalf("seed %d: price %d of %d rows went from %f to %f", seed, k, len(y), old[k], y[k])
			}
			if y[k] > old[k] {
				lifted++
			}
		}
	}
	if lifted < 50 {
		t.Errorf("only %d prices were lifted", lifted)
	}
}

// TestAnAppointmentDoesNotDazzleARelaxation: every good route of the second day keeps its
// appointment, whose reward the price of the day pays for as well as that of the node.
// Relaxed routes may come back to a stop, and promise the reward over and over.
func TestAnAppointmentDoesNotDazzleARelaxation(t *testing.T) {
	for seed := range uint64(50) {
		p := datedProblem(rand.New(rand.NewPCG(seed, 42)))
		m := masterOf(t, p, seed)
		for range 3 {
			m.round()
		}
		clear(m.steady)
		promised := func(y []float64) (sum int64) {
			for _, d := range m.days {
				task := m.s.priced(d, m.rows, y)
				q := newProgramme(task.grid(task.fine(512)))
				q.solve()
				sum += q.bound()
			}
			for r := len(m.days); r < len(y); r++ {
				sum += int64(y[r] * m.limit[r])
			}
			return sum
		}
		before := promised(m.steady)
		m.lift(m.steady)
		if after := promised(m.steady); 2*after > before {
			t.Errorf("seed %d: relaxed routes promise %d, %d before prices were lifted", seed, after, before)
		}
	}
}

// datedProblem has two alike days of twelve families in a village worth about 10 each,
// and two families that are worth 1,000 on one of them only.
func datedProblem(r *rand.Rand) *Problem {
	n := 14
	p := &Problem{Nodes: n, Service: make([]int64, n), Time: make([][]int64, n+1)}
	for a := range n + 1 {
		p.Time[a] = make([]int64, n+1)
		for b := range a {
			p.Time[a][b] = 1 + r.Int64N(3)
			p.Time[b][a] = p.Time[a][b]
		}
	}
	for d := range 2 {
		day := Day{Date: d, Start: n, End: n, Close: 60, MaxStops: 5, Windows: make([][]Window, n)}
		for i := range 12 {
			day.Windows[i] = []Window{{Open: 0, Close: 60, Prize: 8 + r.Int64N(5)}}
		}
		day.Windows[12+d] = []Window{{Open: 0, Close: 60, Prize: 1000}}
		p.Days = append(p.Days, day)
	}
	return p
}
