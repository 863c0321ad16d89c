package parcel

import (
	"math"
	"math/rand/v2"
	"testing"
)

// programme makes up columns of one to three rows each. Some limits are zero, and gains
// come in few sizes: then many steps have no length, and the rule of Bland decides.
func programme(r *rand.Rand) (limit []float64, columns []column) {
	for range 1 + r.IntN(9) {
		limit = append(limit, float64(r.IntN(4)))
	}
	for range r.IntN(40) {
		c := column{gain: float64(r.IntN(12) - 2)}
		for _, row := range r.Perm(len(limit))[:1+r.IntN(min(3, len(limit)))] {
			c.rows = append(c.rows, int32(row))
		}
		columns = append(columns, c)
	}
	return limit, columns
}

// optimal holds a programme to what makes it one: no row holds more than its limit, no
// price is negative, no column gains beyond its price, and what is gained is what the
// limits cost. The four together prove it, without a second solver.
func optimal(t *testing.T, p *simplex, seed uint64) float64 {
	t.Helper()
	gain, cost, load := 0.0, 0.0, make([]float64, len(p.limit))
	p.shares(func(c int, share float64) {
		gain += share * p.columns[c].gain
		for _, r := range p.columns[c].rows {
			load[r] += share
		}
	})
	for r, l := range p.limit {
		if load[r] > l+1e-6 || p.dual[r] < -1e-6 {
			t.Errorf("seed %d: row %d of limit %v holds %v at the price %v", seed, r, l, load[r], p.dual[r])
		}
		cost += l * p.dual[r]
	}
	for k := range p.columns {
		if g := p.reduced(&p.columns[k]); g > 1e-6 {
			t.Errorf("seed %d: column %d gains %v beyond its price", seed, k, g)
		}
	}
	if math.Abs(gain-cost) > 1e-5 {
		t.Errorf("seed %d: gain %v, the limits cost %v", seed, gain, cost)
	}
	return gain
}

func never() bool { return false }

func TestProgrammesAreSolvedToTheirOptimum(t *testing.T) {
	for seed := range uint64(1500) {
		limit, columns := programme(rand.New(rand.NewPCG(seed, 31)))
		p := newSimplex(limit)
		for _, c := range columns {
			p.add(c)
		}
		p.solve(1e-9, never)
		optimal(t, p, seed)
	}
}

// Columns are priced into a programme as they are found: from the basis that stands it
// comes to the same optimum as all of them at once, and more columns never gain less.
func TestColumnsThatComeLaterCountAsIfTheyHadBeenThere(t *testing.T) {
	for seed := range uint64(300) {
		limit, columns := programme(rand.New(rand.NewPCG(seed, 32)))
		whole, grown, before := newSimplex(limit), newSimplex(limit), 0.0
		for _, c := range columns {
			whole.add(c)
			grown.add(c)
			grown.solve(1e-9, never)
			gain := optimal(t, grown, seed)
			if gain < before-1e-6 {
				t.Errorf("seed %d: %v with one column more, before %v", seed, gain, before)
			}
			before = gain
		}
		whole.solve(1e-9, never)
		if gain := optimal(t, whole, seed); math.Abs(gain-before) > 1e-5 {
			t.Errorf("seed %d: %v column by column, %v at once", seed, before, gain)
		}
	}
}

// Rounding adds up over many steps; the inverse made anew stands for the same basis.
func TestTheInverseMadeAnewChangesNothing(t *testing.T) {
	for seed := range uint64(300) {
		limit, columns := programme(rand.New(rand.NewPCG(seed, 33)))
		p := newSimplex(limit)
		for _, c := range columns {
			p.add(c)
		}
		p.solve(1e-9, never)
		held := map[int]float64{}
		p.shares(func(c int, share float64) { held[c] = share })
		p.refactor()
		n := 0
		p.shares(func(c int, share float64) {
			n++
			if math.Abs(held[c]-share) > 1e-6 {
				t.Errorf("seed %d: column %d has a share of %v, before %v", seed, c, share, held[c])
			}
		})
		if n != len(held) || p.pivots != 0 {
			t.Errorf("seed %d: %d columns are held, before %d", seed, n, len(held))
		}
		optimal(t, p, seed)
	}
}

// The rule of Bland numbers slacks before columns, and no two alike: else steps of no
// length might circle.
func TestVariablesAreNumberedOnce(t *testing.T) {
	for seed := range uint64(50) {
		limit, columns := programme(rand.New(rand.NewPCG(seed, 34)))
		p := newSimplex(limit)
		for _, c := range columns {
			p.add(c)
		}
		p.solve(1e-9, never)
		seen := map[int]bool{}
		for k := range p.basis {
			v := p.variable(k)
			if seen[v] || v < 0 || v >= len(limit)+len(columns) || (v < len(limit)) != (p.basis[k] < 0) {
				t.Errorf("seed %d: variable %d in row %d of basis %v", seed, v, k, p.basis)
			}
			seen[v] = true
		}
	}
}

// While steps have no length, a programme still comes to its optimum by the rule that
// cannot circle.
func TestIdleProgrammesComeToTheirOptimumByBland(t *testing.T) {
	for seed := range uint64(400) {
		limit, columns := programme(rand.New(rand.NewPCG(seed, 35)))
		p := newSimplex(limit)
		for _, c := range columns {
			p.add(c)
		}
		p.idle = math.MaxInt / 2 // as after ever so many steps of no length
		p.solve(1e-9, never)
		optimal(t, p, seed)
	}
}

// A stop is heard while a programme is solved: what stands then is a share of something,
// though not the best.
func TestAProgrammeThatIsStoppedHoldsItsLimits(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 36))
	limit := make([]float64, 80)
	for i := range limit {
		limit[i] = 1
	}
	p := newSimplex(limit)
	for range 4000 {
		c := column{gain: 1 + r.Float64()}
		for _, row := range r.Perm(len(limit))[:6] {
			c.rows = append(c.rows, int32(row))
		}
		p.add(c)
	}
	asked := 0
	p.solve(1e-9, func() bool { asked++; return true })
	load := make([]float64, len(limit))
	p.shares(func(c int, share float64) {
		for _, r := range p.columns[c].rows {
			load[r] += share
		}
	})
	for r := range load {
		if load[r] > 1+1e-6 {
			t.Errorf("row %d holds %v", r, load[r])
		}
	}
	if asked != 1 || p.pivots > 64 {
		t.Errorf("asked %d times, %d steps", asked, p.pivots)
	}
}
