package orienteer

// layout is where the candidates of a task lie: 0..n-1, then start and end. Time
// goes from 0 in steps of width units and is rounded so that a route takes as
// long as it does or less, which keeps every bound a bound.
type layout struct {
	n, start, end int
	width         int64
	last          int       // the step of the shift's end
	ride          []int32   // ride[a*(n+2)+b] in steps, service at a included
	cost          []int64   // cost[a*(n+2)+b]
	leg           int       // no leg between candidates is shorter
	out, into     [][]int32 // out[i]: where to go from i; into[i]: where to come from
}

// grid is a layout with what the stops are worth.
type grid struct {
	*layout
	stops   int // at most so many
	windows [][]slot
	bonus   []int64 // bonus[v] of the v-th stop
}

// slot is a window in steps.
type slot struct {
	open, close int32
	prize       int64
}

// layout lays t out in steps of width units.
func (t *task) layout(width int64) *layout {
	n := len(t.nodes)
	l := &layout{n: n, start: n, end: n + 1, width: width, last: int(t.shift() / width)}
	l.ride = make([]int32, (n+2)*(n+2))
	l.cost = make([]int64, (n+2)*(n+2))
	points := append(append(make([]int, 0, n+2), t.nodes...), t.day.Start, t.day.End)
	shortest := int64(l.last) + 1
	for a, p := range points {
		serve := int64(0)
		if a < n {
			serve = t.p.Service[p]
		}
		rides, costs := l.ride[a*(n+2):(a+1)*(n+2)], l.cost[a*(n+2):(a+1)*(n+2)]
		row := t.p.Time[p]
		for b, q := range points {
			steps := (row[q] + serve) / width
			rides[b] = int32(min(steps, int64(l.last)+1))
			if a < n && b < n && a != b {
				shortest = min(shortest, steps)
			}
		}
		if t.p.Cost != nil {
			row := t.p.Cost[p]
			for b, q := range points {
				costs[b] = row[q]
			}
		}
	}
	l.leg = int(shortest)
	l.everywhere()
	return l
}

// everywhere lets every candidate follow every other.
func (l *layout) everywhere() {
	l.out = make([][]int32, l.n)
	all := make([]int32, 2*l.n)
	for i := range all {
		all[i] = int32(i % max(l.n, 1))
	}
	for i := range l.out {
		l.out[i] = all[i+1 : i+l.n]
	}
	l.into = l.out
}

// grid puts what the stops of t are worth on its layout.
func (t *task) grid(l *layout) *grid {
	g := &grid{layout: l, stops: t.stops, windows: make([][]slot, l.n)}
	count := 0
	for _, windows := range t.windows {
		count += len(windows)
	}
	all := make([]slot, 0, count)
	for k, windows := range t.windows {
		from := len(all)
		for _, x := range windows {
			all = append(all, slot{int32((x.Open - t.day.Open) / l.width), int32((x.Close - t.day.Open) / l.width), x.Prize - t.less[k]})
		}
		g.windows[k] = all[from:]
	}
	g.bonus = make([]int64, t.stops+2)
	for v := 1; v <= t.stops; v++ {
		g.bonus[v] = t.earned(v) - t.earned(v-1)
	}
	return g
}
