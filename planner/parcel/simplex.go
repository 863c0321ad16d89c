package parcel

import "math"

// simplex is a linear programme: maximise the gains of columns in shares x ≥ 0 such
// that in no row the shares of its columns add up to more than the row's limit. It
// is solved by the primal method with an explicit inverse; where steps of no length
// come one after another, by the rule of Bland (1977), which cannot circle.
type simplex struct {
	limit   []float64
	columns []column
	in      []bool // by column: in the basis

	basis   []int       // by row: a column, or ^row for a slack
	inverse [][]float64 // of the basis
	x       []float64   // of the basis
	dual    []float64   // by row
	slackIn []bool      // by row: whether its slack is in the basis
	pivots  int         // since the inverse was made
	idle    int         // steps of no length, one after another
	turn    []float64   // scratch
}

// column is one variable; it counts one in each of its rows.
type column struct {
	gain float64
	rows []int32
}

func newSimplex(limit []float64) *simplex {
	n := len(limit)
	p := &simplex{limit: limit, turn: make([]float64, n), dual: make([]float64, n), slackIn: make([]bool, n)}
	for r := range limit {
		p.basis = append(p.basis, ^r)
		p.slackIn[r] = true
		p.inverse = append(p.inverse, make([]float64, n))
		p.inverse[r][r] = 1
	}
	p.x = append([]float64(nil), limit...)
	return p
}

func (p *simplex) add(c column) {
	p.columns = append(p.columns, c)
	p.in = append(p.in, false)
}

// reduced is what a share of column c would gain beyond its price.
func (p *simplex) reduced(c *column) float64 {
	g := c.gain
	for _, r := range c.rows {
		g -= p.dual[r]
	}
	return g
}

// solve brings the basis to optimality; gains of less than slack do not count.
func (p *simplex) solve(slack float64, stop func() bool) {
	for n := 1; ; n++ {
		if p.pivots > 300 {
			p.refactor()
		}
		c, row := p.enter(slack)
		if c < 0 && row < 0 || n&63 == 0 && stop() {
			return
		}
		if !p.pivot(c, row) {
			return
		}
	}
}

// enter picks the column, or the slack of a row, that gains most a share; while the
// method is idle, the first that gains.
func (p *simplex) enter(least float64) (c, row int) {
	c, row = -1, -1
	bland := p.idle > 60
	for r, d := range p.dual {
		if -d > least && !p.slackIn[r] {
			row, least = r, -d
			if bland {
				return -1, row
			}
		}
	}
	for k := range p.columns {
		if p.in[k] {
			continue
		}
		if g := p.reduced(&p.columns[k]); g > least {
			c, row, least = k, -1, g
			if bland {
				return c, -1
			}
		}
	}
	return c, row
}

// pivot lets column c, or the slack of row s, enter. False: nothing limits it.
func (p *simplex) pivot(c, s int) bool {
	rows := []int32{int32(s)}
	gain := 0.0
	if c >= 0 {
		rows, gain = p.columns[c].rows, p.columns[c].gain
	}
	rise := gain
	for _, r := range rows {
		rise -= p.dual[r]
	}
	for k, row := range p.inverse {
		p.turn[k] = 0
		for _, r := range rows {
			p.turn[k] += row[r]
		}
	}
	leave := p.leave()
	if leave < 0 {
		return false
	}
	step := max(0, p.x[leave]) / p.turn[leave]
	if step > 1e-9 {
		p.idle = 0
	} else {
		p.idle++
	}
	p.exchange(c, s, leave, step)
	for r, v := range p.inverse[leave] {
		p.dual[r] += rise * v
	}
	return true
}

// leave is the row of the basis whose variable reaches zero first; of several the
// one with the largest pivot, or the lowest variable while the method is idle.
func (p *simplex) leave() int {
	const tiny, slip = 1e-8, 1e-9
	best, least := -1, math.Inf(1)
	for k, d := range p.turn {
		if d <= tiny {
			continue
		}
		ratio := max(0, p.x[k]) / d
		switch {
		case best < 0 || ratio < least-slip:
			best, least = k, ratio
		case ratio > least+slip:
		case p.idle > 60 && p.variable(k) < p.variable(best), p.idle <= 60 && d > p.turn[best]:
			best, least = k, min(least, ratio)
		}
	}
	return best
}

// variable numbers the basis for Bland's rule: slacks, then columns.
func (p *simplex) variable(k int) int {
	if c := p.basis[k]; c >= 0 {
		return len(p.limit) + c
	}
	return ^p.basis[k]
}

// exchange puts column c, or the slack of row s, in the place of basis row k.
func (p *simplex) exchange(c, s, k int, step float64) {
	for r, d := range p.turn {
		p.x[r] -= step * d
	}
	p.x[k] = step
	by := 1 / p.turn[k]
	pivot := p.inverse[k]
	for r := range pivot {
		pivot[r] *= by
	}
	for r, row := range p.inverse {
		if d := p.turn[r]; r != k && d != 0 {
			for t, v := range pivot {
				if v != 0 {
					row[t] -= d * v
				}
			}
		}
	}
	if old := p.basis[k]; old >= 0 {
		p.in[old] = false
	} else {
		p.slackIn[^old] = false
	}
	if c >= 0 {
		p.basis[k], p.in[c] = c, true
	} else {
		p.basis[k], p.slackIn[s] = ^s, true
	}
	p.pivots++
}

// refactor makes the inverse anew from the unit matrix, column by column, and
// recomputes x and the duals from it.
func (p *simplex) refactor() {
	n := len(p.limit)
	var columns []int
	for _, c := range p.basis {
		if c >= 0 {
			columns = append(columns, c)
		}
	}
	slackIn := append([]bool(nil), p.slackIn...)
	for r := range n {
		clear(p.inverse[r])
		p.inverse[r][r] = 1
		p.basis[r], p.slackIn[r] = ^r, true
		p.x[r] = 0
	}
	for _, c := range columns {
		p.in[c] = false
	}
	for _, c := range columns {
		for k, row := range p.inverse {
			p.turn[k] = 0
			for _, r := range p.columns[c].rows {
				p.turn[k] += row[r]
			}
		}
		at := -1
		for k, d := range p.turn {
			if p.basis[k] < 0 && !slackIn[^p.basis[k]] && (at < 0 || math.Abs(d) > math.Abs(p.turn[at])) {
				at = k
			}
		}
		if at >= 0 && math.Abs(p.turn[at]) > 1e-9 {
			p.exchange(c, -1, at, 0)
		}
	}
	clear(p.dual)
	for k, row := range p.inverse {
		p.x[k] = 0
		for r, v := range row {
			p.x[k] += v * p.limit[r]
		}
		if c := p.basis[k]; c >= 0 {
			for r, v := range row {
				p.dual[r] += p.columns[c].gain * v
			}
		}
	}
	p.pivots = 0
}

// shares calls f with every column of the basis and its share, by row.
func (p *simplex) shares(f func(column int, share float64)) {
	for k, c := range p.basis {
		if c >= 0 && p.x[k] > 1e-7 {
			f(c, p.x[k])
		}
	}
}
