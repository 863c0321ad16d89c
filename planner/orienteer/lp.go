package orienteer

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
)

// program is a linear programme: maximise the gains of columns in proportions
// x ≥ 0 such that the sum of coefficients of every row stays within its limit,
// which is not negative. It is solved by the primal simplex method. The basis
// consists of slacks but for as many columns as there are tight rows; only that
// square kernel is inverted, so that thousands of rows that do not bind cost
// nothing (a bounded revised simplex with the slacks factored out).
type program struct {
	limit   []float64
	columns []column

	tight  []int       // rows whose slack is out of the basis
	basic  []int       // columns in the basis, as many
	place  []int       // place[row] in tight, or -1
	in     []bool      // in[column]: whether it is in the basis
	kernel [][]float64 // inverse: rows as basic, columns as tight
	x      []float64   // of basic
	slack  []float64   // by row; 0 where tight
	dual   []float64   // by row
	pivots int
	pinned int // so many columns, the first, are never dropped

	ratio []float64 // scratch: change of slack by row
	turn  []float64 // scratch: change of x
	shake *rand.Rand
}

// column is one variable.
type column struct {
	gain float64
	rows []entry
}

type entry struct {
	row int
	by  float64
}

// Tolerances of the simplex method: pivots are no smaller, x may be negative by so
// much; the limits are loosened by more than that. The kernel is inverted anew now
// and then.
const (
	smallest   = 1e-7
	slip       = 1e-9
	loosened   = 2e-5
	refactorAt = 120
)

// newProgram starts with no column. The limits are loosened a little, differently
// for each row, which keeps the method from circling: the duals are those of a
// basis that is optimal for the true limits as well or nearly so, and no bound
// relies on more than duals not being negative.
func newProgram(limit []float64) *program {
	p := &program{limit: make([]float64, len(limit)), place: make([]int, len(limit)), slack: make([]float64, len(limit)),
		dual: make([]float64, len(limit)), ratio: make([]float64, len(limit)), shake: rand.New(rand.NewPCG(1, 2))}
	for r, l := range limit {
		p.limit[r] = l + loosened*(0.5+p.shake.Float64())
		p.place[r] = -1
	}
	copy(p.slack, p.limit)
	return p
}

// add appends a column, out of the basis.
func (p *program) add(c column) {
	p.columns = append(p.columns, c)
	p.in = append(p.in, false)
}

// drop forgets columns that are out of the basis, those that promise least first,
// until most are left, and returns for each kept column where it was before.
func (p *program) drop(most int) []int {
	order := make([]int, len(p.columns))
	rate := make([]float64, len(p.columns))
	for c := range order {
		order[c], rate[c] = c, p.reduced(c)
		if p.in[c] || c < p.pinned {
			rate[c] = math.Inf(1)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(rate[b], rate[a]) })
	order = order[:min(max(most, len(p.basic)+p.pinned), len(order))]
	slices.Sort(order)
	place := make(map[int]int, len(p.basic))
	for at, c := range order {
		p.columns[at], p.in[at] = p.columns[c], p.in[c]
		if p.in[at] {
			place[c] = at
		}
	}
	p.columns, p.in = p.columns[:len(order)], p.in[:len(order)]
	for k, c := range p.basic {
		p.basic[k] = place[c]
	}
	return order
}

// reduced is what a unit of column c would gain beyond its dual cost.
func (p *program) reduced(c int) float64 { return p.columns[c].worth(p.dual) }

// worth is what a unit of c would gain beyond what it costs at prices by row.
func (c *column) worth(prices []float64) float64 {
	g := c.gain
	for _, e := range c.rows {
		g -= e.by * prices[e.row]
	}
	return g
}

// solve brings the basis to optimality, or stops after so many pivots, and
// returns the objective.
func (p *program) solve(most int) float64 {
	scale := 1.0
	for c := range p.columns {
		scale = max(scale, math.Abs(p.columns[c].gain))
	}
	for range most {
		if p.pivots >= refactorAt {
			p.refactor()
		}
		c, t := p.enter(scale * 1e-9)
		if c < 0 && t < 0 {
			break
		}
		p.pivot(c, t)
	}
	p.price()
	sum := 0.0
	for k, c := range p.basic {
		sum += p.columns[c].gain * p.x[k]
	}
	return sum
}

// enter picks a column, or the slack of a tight row (by its place), that would gain most.
func (p *program) enter(least float64) (c, t int) {
	c, t = -1, -1
	for k := range p.columns {
		if p.in[k] {
			continue
		}
		if g := p.reduced(k); g > least {
			c, least = k, g
		}
	}
	for k, r := range p.tight {
		if -p.dual[r] > least {
			c, t, least = -1, k, -p.dual[r]
		}
	}
	return c, t
}

// direct fills turn and ratio: how much a unit of what enters takes off x and slack.
func (p *program) direct(c, t int) {
	n := len(p.basic)
	p.turn = p.turn[:0]
	clear(p.ratio)
	if c >= 0 {
		for range n {
			p.turn = append(p.turn, 0)
		}
		for _, e := range p.columns[c].rows {
			at := p.place[e.row]
			if at < 0 {
				p.ratio[e.row] += e.by
				continue
			}
			for k := range n {
				p.turn[k] += p.kernel[k][at] * e.by
			}
		}
	} else {
		for k := range n {
			p.turn = append(p.turn, p.kernel[k][t])
		}
	}
	for k, b := range p.basic {
		if p.turn[k] == 0 {
			continue
		}
		for _, e := range p.columns[b].rows {
			if p.place[e.row] < 0 {
				p.ratio[e.row] -= e.by * p.turn[k]
			}
		}
	}
}

// leave is what reaches zero first: a basic column by its place, or a row. Of those
// that do so within a tolerance the one with the largest pivot leaves (Harris 1973).
func (p *program) leave() (k, row int, step float64) {
	first := math.Inf(1)
	for b, d := range p.turn {
		if d > smallest {
			first = min(first, (max(0, p.x[b])+slip)/d)
		}
	}
	for r, d := range p.ratio {
		if d > smallest && p.place[r] < 0 {
			first = min(first, (max(0, p.slack[r])+slip)/d)
		}
	}
	k, row = -1, -1
	size := 0.0
	for b, d := range p.turn {
		if d > size && d > smallest && max(0, p.x[b]) <= first*d {
			k, step, size = b, max(0, p.x[b])/d, d
		}
	}
	for r, d := range p.ratio {
		if d > size && d > smallest && p.place[r] < 0 && max(0, p.slack[r]) <= first*d {
			k, row, step, size = -1, r, max(0, p.slack[r])/d, d
		}
	}
	return k, row, step
}

// pivot lets column c or the slack of tight row t (by place) enter.
func (p *program) pivot(c, t int) {
	p.direct(c, t)
	k, row, step := p.leave()
	if k < 0 && row < 0 {
		panic("orienteer: linear programme without limit")
	}
	for b, d := range p.turn {
		p.x[b] -= step * d
	}
	for r, d := range p.ratio {
		if d != 0 {
			p.slack[r] -= step * d
		}
	}
	switch {
	case c >= 0 && k >= 0:
		p.swapColumn(c, k, step)
	case c >= 0:
		p.grow(c, row, step)
	case k >= 0:
		p.shrink(t, k, step)
	default:
		p.swapRow(t, row, step)
	}
	p.pivots++
	p.price()
}

// swapColumn puts column c in the place of the basic column k.
func (p *program) swapColumn(c, k int, step float64) {
	pivot := p.kernel[k]
	by := 1 / p.turn[k]
	for t := range pivot {
		pivot[t] *= by
	}
	for b, row := range p.kernel {
		if d := p.turn[b]; b != k && d != 0 {
			for t, v := range pivot {
				row[t] -= d * v
			}
		}
	}
	p.in[p.basic[k]], p.in[c] = false, true
	p.basic[k], p.x[k] = c, step
}

// across is row r of the basic columns times the kernel.
func (p *program) across(r int) []float64 {
	out := make([]float64, len(p.tight))
	for k, b := range p.basic {
		for _, e := range p.columns[b].rows {
			if e.row == r {
				for t, v := range p.kernel[k] {
					out[t] += e.by * v
				}
			}
		}
	}
	return out
}

// grow makes row r tight and column c basic.
func (p *program) grow(c, r int, step float64) {
	w := p.across(r)
	by := 1 / p.ratio[r]
	for b, row := range p.kernel {
		d := p.turn[b] * by
		if d != 0 {
			for t, v := range w {
				row[t] += d * v
			}
		}
		p.kernel[b] = append(row, -d)
	}
	for t := range w {
		w[t] *= -by
	}
	p.kernel = append(p.kernel, append(w, by))
	p.basic, p.x, p.in[c] = append(p.basic, c), append(p.x, step), true
	p.place[r] = len(p.tight)
	p.tight = append(p.tight, r)
	p.slack[r] = 0
}

// shrink takes tight row t (by place) and the basic column k out of the kernel.
func (p *program) shrink(t, k int, step float64) {
	pivot := p.kernel[k]
	by := 1 / pivot[t]
	last := len(p.basic) - 1
	for b, row := range p.kernel {
		if d := row[t] * by; b != k && d != 0 {
			for u, v := range pivot {
				row[u] -= d * v
			}
		}
	}
	for b, row := range p.kernel {
		row[t] = row[last]
		p.kernel[b] = row[:last]
	}
	p.kernel[k] = p.kernel[last]
	p.kernel = p.kernel[:last]
	r := p.tight[t]
	p.slack[r], p.place[r] = step, -1
	p.tight[t] = p.tight[last]
	p.tight = p.tight[:last]
	if t < last {
		p.place[p.tight[t]] = t
	}
	p.in[p.basic[k]] = false
	p.basic[k], p.x[k] = p.basic[last], p.x[last]
	p.basic, p.x = p.basic[:last], p.x[:last]
}

// swapRow makes row r tight in the place of tight row t.
func (p *program) swapRow(t, r int, step float64) {
	w := p.across(r)
	by := 1 / w[t]
	for _, row := range p.kernel {
		d := row[t] * by
		if d != 0 {
			for u, v := range w {
				row[u] -= d * v
			}
		}
		row[t] = d
	}
	old := p.tight[t]
	p.slack[old], p.place[old] = step, -1
	p.slack[r], p.place[r], p.tight[t] = 0, t, r
}

// price brings the duals in line with the kernel.
func (p *program) price() {
	clear(p.dual)
	for k, b := range p.basic {
		g := p.columns[b].gain
		for t, v := range p.kernel[k] {
			p.dual[p.tight[t]] += g * v
		}
	}
}

// refactor inverts the kernel anew and recomputes x and slack from it.
func (p *program) refactor() {
	p.pivots = 0
	n := len(p.basic)
	a := make([][]float64, n) // rows as tight, then the unit matrix
	for t := range a {
		a[t] = make([]float64, 2*n)
		a[t][n+t] = 1
	}
	for k, b := range p.basic {
		for _, e := range p.columns[b].rows {
			if t := p.place[e.row]; t >= 0 {
				a[t][k] += e.by
			}
		}
	}
	for k := range n {
		pivot := k
		for t := k + 1; t < n; t++ {
			if math.Abs(a[t][k]) > math.Abs(a[pivot][k]) {
				pivot = t
			}
		}
		a[k], a[pivot] = a[pivot], a[k]
		eliminate(a, k)
	}
	for k := range n {
		p.kernel[k] = append(p.kernel[k][:0], a[k][n:]...)
	}
	p.recompute()
}

func eliminate(a [][]float64, k int) {
	by := 1 / a[k][k]
	for c := range a[k] {
		a[k][c] *= by
	}
	for t, row := range a {
		if d := row[k]; t != k && d != 0 {
			for c, v := range a[k] {
				row[c] -= d * v
			}
		}
	}
}

// recompute derives x and slack from the kernel.
func (p *program) recompute() {
	copy(p.slack, p.limit)
	for k, b := range p.basic {
		x := 0.0
		for t, v := range p.kernel[k] {
			x += v * p.limit[p.tight[t]]
		}
		p.x[k] = x
		for _, e := range p.columns[b].rows {
			p.slack[e.row] -= e.by * x
		}
	}
	for _, r := range p.tight {
		p.slack[r] = 0
	}
	p.price()
}
