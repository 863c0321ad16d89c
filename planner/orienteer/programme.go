package orienteer

// grid is a task laid out for the dynamic programmes: time from 0 in steps of
// width units, candidates 0..n-1, then start and end. Times are rounded so that a
// route takes as long as it does or less, which keeps every bound a bound.
type grid struct {
	n, start, end int
	width         int64
	last          int     // the step of the shift's end
	stops         int     // at most so many
	ride          []int32 // ride[a*(n+2)+b] in steps, service at a included
	cost          []int64 // cost[a*(n+2)+b]
	windows       [][]slot
	bonus         []int64 // bonus[v] of the v-th stop
	earliest      []int   // earliest[v]: no v stops end before this step
	leg           int     // no leg is shorter
}

// slot is a window in steps.
type slot struct {
	open, close int32
	prize       int64
}

func (t *task) grid(width int64) *grid {
	n := len(t.nodes)
	g := &grid{n: n, start: n, end: n + 1, width: width, stops: t.stops}
	g.last = int((t.day.Close - t.day.Open) / width)
	g.ride = make([]int32, (n+2)*(n+2))
	g.cost = make([]int64, (n+2)*(n+2))
	points := append(append(make([]int, 0, n+2), t.nodes...), t.day.Start, t.day.End)
	shortest := int64(1) << 60
	for a, p := range points {
		serve := int64(0)
		if a < n {
			serve = t.p.Service[p]
		}
		for b, q := range points {
			g.ride[a*(n+2)+b] = int32(min((t.p.Time[p][q]+serve)/width, int64(g.last)+1))
			g.cost[a*(n+2)+b] = t.p.cost(p, q)
			if a < n && b < n && a != b {
				shortest = min(shortest, (t.p.Time[p][q]+serve)/width)
			}
		}
	}
	g.windows = make([][]slot, n)
	for k, windows := range t.windows {
		g.windows[k] = make([]slot, len(windows))
		for w, x := range windows {
			g.windows[k][w] = slot{int32((x.Open - t.day.Open) / width), int32((x.Close - t.day.Open) / width), x.Prize - t.less[k]}
		}
	}
	g.bonus = make([]int64, t.stops+2)
	for v := 1; v <= t.stops; v++ {
		g.bonus[v] = t.earned(v) - t.earned(v-1)
	}
	g.leg = int(min(shortest, int64(g.last)+1))
	return g
}

// programme is the q-route relaxation solved backwards: from[left][i][b] bounds
// what a route can still earn after beginning service at candidate i in step b
// with at most left stops to go, if stops may be repeated but not twice in a row.
// A repeated stop is discouraged by penalty, which is taken off every visit.
type programme struct {
	g       *grid
	penalty []int64
	from    []int64 // (left*n + i)*(last+1) + b
	arrive  []int64 // the same for arriving, one level
	root    int64
	charged int64 // the sum of the penalties
}

func newProgramme(g *grid) *programme {
	size := g.n * (g.last + 1)
	return &programme{g: g, penalty: make([]int64, g.n), from: make([]int64, g.stops*size), arrive: make([]int64, size)}
}

// bound is what no route of the task exceeds.
func (m *programme) bound() int64 { return max(0, m.root+m.charged) }

// solve fills the programme for its present penalties.
func (m *programme) solve() {
	g := m.g
	m.charged = 0
	for _, u := range m.penalty {
		m.charged += u
	}
	for left := range g.stops {
		m.level(left)
	}
	m.root = m.first()
}

// row is what can be earned from candidate i on, by step, with left stops to go.
func (m *programme) row(left, i int) []int64 {
	width := m.g.last + 1
	at := (left*m.g.n + i) * width
	return m.from[at : at+width]
}

// level fills from[left], for which from[left-1] has been brought to arrivals.
func (m *programme) level(left int) {
	g := m.g
	n2, width := g.n+2, g.last+1
	visit := g.stops - left // the number of the stop at which this level begins service
	low := max(0, (visit-1)*g.leg)
	for i := range g.n {
		out := m.row(left, i)
		home, pay := int(g.ride[i*n2+g.end]), g.cost[i*n2+g.end]
		high := g.last - home
		for b := low; b <= g.last; b++ {
			if b <= high {
				out[b] = -pay
			} else {
				out[b] = hopeless
			}
		}
		if left == 0 {
			continue
		}
		for j := range g.n {
			if j == i {
				continue
			}
			ride, c := int(g.ride[i*n2+j]), g.cost[i*n2+j]
			top := g.last - ride
			if top < low {
				continue
			}
			in := m.arrive[j*width+low+ride : j*width+top+ride+1]
			dst := out[low : low+len(in)]
			for b, v := range in {
				dst[b] = max(dst[b], v-c)
			}
		}
	}
	m.arrivals(left, low)
}

// arrivals turns earning from the beginning of service into earning from arrival.
func (m *programme) arrivals(left, low int) {
	g := m.g
	width := g.last + 1
	bonus := g.bonus[g.stops-left]
	for i := range g.n {
		in := m.row(left, i)
		out := m.arrive[i*width : (i+1)*width]
		for b := range out {
			out[b] = hopeless
		}
		extra := bonus - m.penalty[i]
		for _, w := range g.windows[i] {
			open, shut := int(w.open), int(w.close)
			gain := w.prize + extra
			begin := max(open, low)
			for b := begin; b <= shut; b++ {
				out[b] = max(out[b], in[b]+gain)
			}
			if begin <= shut {
				early := in[begin] + gain
				for b := 0; b < begin; b++ {
					out[b] = max(out[b], early)
				}
			}
		}
	}
}

// first is the best way to begin.
func (m *programme) first() int64 {
	g := m.g
	best := hopeless
	for i := range g.n {
		best = max(best, m.begin(i))
	}
	return best
}

// begin is the best that starts with candidate i.
func (m *programme) begin(i int) int64 {
	g := m.g
	ride := int(g.ride[g.start*(g.n+2)+i])
	if g.stops == 0 || ride > g.last {
		return hopeless
	}
	return m.arrive[i*(g.last+1)+ride] - g.cost[g.start*(g.n+2)+i]
}

// best is the most that can be earned by arriving at candidate i in step b with
// left stops to go after it, and the step in which its service begins.
func (m *programme) best(left, i, b int) (value int64, begin int) {
	g := m.g
	value = hopeless
	extra := g.bonus[g.stops-left] - m.penalty[i]
	row := m.row(left, i)
	for _, w := range g.windows[i] {
		if int(w.close) < b {
			continue
		}
		at := max(b, int(w.open))
		if v := row[at] + w.prize + extra; v > value {
			value, begin = v, at
		}
	}
	return value, begin
}

// trace counts how often the best relaxed route visits each candidate.
func (m *programme) trace(visits []int) {
	clear(visits)
	g := m.g
	n2 := g.n + 2
	at, b, want := g.start, 0, m.root
	for left := g.stops - 1; left >= 0; left-- {
		next, begin := -1, 0
		for j := range g.n {
			c := g.cost[at*n2+j]
			arrive := b + int(g.ride[at*n2+j])
			if j == at || arrive > g.last {
				continue
			}
			if v, s := m.best(left, j, arrive); v-c == want {
				next, begin = j, s
				break
			}
		}
		if next < 0 {
			return
		}
		visits[next]++
		at, b = next, begin
		want = m.row(left, next)[begin]
	}
}

// discourage raises the penalties of repeated stops and lowers those of stops
// passed over, for so many rounds, and keeps the penalties with the least bound:
// the Lagrangian dual of "each stop at most once". Steps are Polyak's, towards target.
func (m *programme) discourage(rounds int, target int64) {
	visits := make([]int, m.g.n)
	kept := append([]int64(nil), m.penalty...)
	least := int64(1) << 60
	pace := 1.0
	for range rounds {
		m.solve()
		b := m.bound()
		if b < least {
			least = b
			copy(kept, m.penalty)
		} else {
			pace /= 2
		}
		m.trace(visits)
		norm := 0
		for i, v := range visits {
			if v > 1 || v == 0 && m.penalty[i] > 0 {
				norm += (v - 1) * (v - 1)
			}
		}
		if norm == 0 || b <= target {
			break
		}
		step := pace * float64(b-target) / float64(norm)
		for i, v := range visits {
			m.penalty[i] = max(0, m.penalty[i]+int64(step*float64(v-1)))
		}
	}
	copy(m.penalty, kept)
}
