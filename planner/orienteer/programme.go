package orienteer

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
		for _, next := range g.out[i] {
			j := int(next)
			ride, c := int(g.ride[i*n2+j]), g.cost[i*n2+j]
			top := g.last - ride
			if top < low {
				continue
			}
			raise(out[low:top+1], m.arrive[j*width+low+ride:j*width+top+ride+1], c)
		}
	}
	m.arrivals(left, low)
}

// block is the length over which raise compares before it computes.
const block = 8

// raise lifts out to in less c wherever that is more. Both never rise with time,
// so a block is passed over where the first of in is no more than the last of out.
func raise(out, in []int64, c int64) {
	for len(out) >= block {
		dst, src := out[:block], in[:block]
		if src[0]-c > dst[block-1] {
			for b, v := range src {
				dst[b] = max(dst[b], v-c)
			}
		}
		out, in = out[block:], in[block:]
	}
	for b := range out {
		out[b] = max(out[b], in[b]-c)
	}
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
	if rounds == 0 {
		m.solve()
		return
	}
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
	m.solve()
}

// through lowers bound[i], the bound of the routes through candidate i, by the
// matching programme that runs forwards: what a route has earned when it begins
// service at i as its v-th stop, plus what it can earn from there.
func (m *programme) through(bound []float64) []float64 {
	g := m.g
	width := g.last + 1
	best := make([]int64, g.n)
	for i := range best {
		best[i] = hopeless
	}
	begun, arrived := make([]int64, g.n*width), make([]int64, g.n*width)
	for v := 1; v <= g.stops; v++ {
		m.advance(v, begun, arrived)
		m.begins(v, begun, arrived)
		for i := range g.n {
			rest := m.row(g.stops-v, i)
			for b := max(0, (v-1)*g.leg); b <= g.last; b++ {
				best[i] = max(best[i], begun[i*width+b]+rest[b])
			}
		}
	}
	least := make([]float64, g.n)
	for i, b := range best {
		least[i] = min(bound[i], float64(max(b+m.charged, hopeless)))
	}
	return least
}

// advance fills arrived: the most that a route has earned when it arrives at its
// v-th stop by each step.
func (m *programme) advance(v int, begun, arrived []int64) {
	g := m.g
	n2, width := g.n+2, g.last+1
	for b := range arrived {
		arrived[b] = hopeless
	}
	if v == 1 {
		for j := range g.n {
			if ride := int(g.ride[g.start*n2+j]); ride <= g.last {
				arrived[j*width+ride] = -g.cost[g.start*n2+j]
			}
		}
		return
	}
	low := (v - 2) * g.leg
	for j := range g.n {
		out := arrived[j*width : (j+1)*width]
		for _, before := range g.into[j] {
			i := int(before)
			ride, c := int(g.ride[i*n2+j]), g.cost[i*n2+j]
			if low+ride > g.last {
				continue
			}
			in := begun[i*width+low : i*width+g.last-ride+1]
			dst := out[low+ride:]
			dst = dst[:len(in)]
			for b, x := range in {
				dst[b] = max(dst[b], x-c)
			}
		}
	}
}

// begins turns arrivals into begins of service.
func (m *programme) begins(v int, begun, arrived []int64) {
	g := m.g
	width := g.last + 1
	for b := range begun {
		begun[b] = hopeless
	}
	for i := range g.n {
		in, out := arrived[i*width:(i+1)*width], begun[i*width:(i+1)*width]
		extra := g.bonus[v] - m.penalty[i]
		sofar, at := hopeless, 0
		for _, w := range g.windows[i] {
			for ; at < int(w.open); at++ {
				sofar = max(sofar, in[at])
			}
			for b := int(w.open); b <= int(w.close); b++ {
				if b >= at {
					sofar, at = max(sofar, in[b]), b+1
				}
				out[b] = max(out[b], sofar+w.prize+extra)
			}
		}
	}
}
