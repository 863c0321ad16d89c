package orienteer

import (
	"math/bits"
	"slices"
)

// walks bounds the routes of a task by ng-routes (Baldacci, Mingozzi and Roberti
// 2011): routes that may come back to a stop, but not while the stops made since
// remember it. Every stop remembers itself, the stops nearest to it and those worth
// most; a walk, the beginning of such a route, keeps in mind what its last stop
// remembers. Of two walks with as many stops and the same last the one that is no
// earlier, no richer and keeps no less in mind is dropped. The most promising walk
// is extended first, completed by the bound of a programme (A*). Where the best
// route comes back to a stop, the stops in between learn to remember it, and the
// search begins anew (dynamic ng-routes, Roberti and Mingozzi 2014).
//
// Limits over all days do not count in the bound, only for the routes found.
type walks struct {
	t        *task
	m        *programme
	n        int
	time     []int64   // time[a*(n+2)+b], service at a included
	memory   [][]int16 // memory[i] is what i remembers, i first
	place    []uint8   // place[i*n+j]: where memory[i] has j, or forgotten
	anywhere []int32   // all candidates

	floor  int64 // only routes worth more are of interest
	slack  int64 // nobody asks for proof that nothing is better by so little
	all    bool  // all routes above the floor are of interest, not only better ones
	most   int   // walks, in all passes together
	made   int   // in the passes before
	walks  []walk
	heap   []int32
	ranks  [][]standing // ranks[(stops-1)*n+last]
	best   int64        // of the routes without repetition; floor where there is none
	cyclic int64        // of those with, in this pass
	turns  [][]int16    // these, if they promise too much
	found  []candidate
	keep   int // so many routes
}

// walk is the beginning of an ng-route.
type walk struct {
	value   int64 // prizes and bonuses less costs
	reach   int64 // no route that continues it is worth more
	begin   int64 // of service at the last stop, from the day's opening on
	parent  int32
	kept    uint32 // by place in memory[last]: what it keeps in mind
	last    int16
	stops   int16
	dropped bool
}

// standing is what a walk is compared by with others of as many stops and the same last.
type standing struct {
	value, begin int64
	kept         uint32
	index        int32
}

// covers tells whether s is as good as o in everything.
func (s *standing) covers(o *standing) bool {
	return s.value >= o.value && s.begin <= o.begin && s.kept&^o.kept == 0
}

// What a stop remembers at first: itself and the nearest, and those worth most; and
// how many it can. In a pass so many routes at most are learnt from.
const (
	neighbourly = 10
	famous      = 6
	memorable   = 32
	forgotten   = memorable
	turnsAtOnce = 30
)

func newWalks(t *task, m *programme, floor, slack int64, most, keep int) *walks {
	n := len(t.nodes)
	w := &walks{t: t, m: m, n: n, floor: floor, best: floor, slack: slack, most: most, keep: keep}
	w.time = t.times()
	w.ranks = make([][]standing, n*t.stops)
	w.memory, w.place = make([][]int16, n), make([]uint8, n*n)
	for k := range w.place {
		w.place[k] = forgotten
	}
	worth := make([]float64, n)
	for i := range n {
		w.anywhere = append(w.anywhere, int32(i))
		worth[i] = float64(t.best(i))
	}
	richest := foremost(worth, famous)
	for i := range n {
		w.remember(i, i)
		w.rememberNearby(i)
		for _, j := range richest {
			w.remember(i, j)
		}
	}
	return w
}

// times are the travel times between the candidates of t, its start and its end,
// with the service at the first of the two.
func (t *task) times() []int64 {
	n := len(t.nodes)
	points := append(append(make([]int, 0, n+2), t.nodes...), t.day.Start, t.day.End)
	time := make([]int64, (n+2)*(n+2))
	for a, p := range points {
		serve := int64(0)
		if a < n {
			serve = t.p.Service[p]
		}
		row := t.p.Time[p]
		for b, q := range points {
			time[a*(n+2)+b] = row[q] + serve
		}
	}
	return time
}

// remember lets i remember j, unless it does or can remember no more.
func (w *walks) remember(i, j int) bool {
	if w.place[i*w.n+j] != forgotten || len(w.memory[i]) == memorable {
		return false
	}
	w.place[i*w.n+j] = uint8(len(w.memory[i]))
	w.memory[i] = append(w.memory[i], int16(j))
	return true
}

// rememberNearby lets i remember the stops nearest to it.
func (w *walks) rememberNearby(i int) {
	var near [neighbourly - 1]int16
	var far [neighbourly - 1]int64
	count := 0
	for j := range w.n {
		d := w.time[i*(w.n+2)+j] + w.time[j*(w.n+2)+i]
		if j == i || count == len(near) && d >= far[count-1] {
			continue
		}
		count = min(count+1, len(near))
		k := count - 1
		for ; k > 0 && far[k-1] > d; k-- {
			near[k], far[k] = near[k-1], far[k-1]
		}
		near[k], far[k] = int16(j), d
	}
	for _, j := range near[:count] {
		w.remember(i, int(j))
	}
}

// run returns the bound: no route is worth more, unless floor and slack together are.
func (w *walks) run() int64 {
	bound := max(w.m.bound(), w.floor+w.slack)
	for {
		bound = min(bound, w.pass())
		if w.made >= w.most || w.cyclic <= w.best+w.slack || !w.learn() {
			return bound
		}
	}
}

// explore looks for many routes worth more than the floor.
func (w *walks) explore() {
	w.all = true
	w.pass()
}

// enough is what a walk must promise more than to be of interest.
func (w *walks) enough() int64 {
	if w.all {
		return w.floor
	}
	return max(w.best+w.slack, w.cyclic)
}

// pass searches once and returns its bound.
func (w *walks) pass() int64 {
	w.walks, w.heap, w.turns = w.walks[:0], w.heap[:0], w.turns[:0]
	w.cyclic = hopeless
	for k := range w.ranks {
		w.ranks[k] = w.ranks[k][:0]
	}
	w.extend(&walk{last: int16(w.n), parent: -1}, -1)
	bound, cut := hopeless, false
	for step := 1; len(w.heap) > 0 && w.walks[w.heap[0]].reach > w.enough(); step++ {
		if w.t.halted(step) {
			w.most = 0
		}
		if cut = w.made+len(w.walks) >= w.most; cut {
			bound = w.walks[w.heap[0]].reach
			break
		}
		top := w.pop()
		if from := w.walks[top]; !from.dropped {
			w.extend(&from, top)
		}
	}
	w.made += len(w.walks)
	bound = max(bound, w.enough())
	if cut {
		w.dive()
	}
	return bound
}

// dive completes the most promising walks of each length.
func (w *walks) dive() {
	open := make([][]int32, w.m.g.stops+1)
	for _, k := range w.heap {
		open[w.walks[k].stops] = append(open[w.walks[k].stops], k)
	}
	w.heap = w.heap[:0]
	for stops := range open {
		now := append(open[stops], w.heap...)
		w.heap = w.heap[:0]
		slices.SortFunc(now, func(a, b int32) int {
			if w.before(a, b) {
				return -1
			}
			return 1
		})
		for _, k := range now[:min(diveWidth, len(now))] {
			w.cyclic = hopeless // it is better routes without repetition that are wanted
			if from := w.walks[k]; !from.dropped {
				w.extend(&from, k)
			}
		}
	}
}

// extend goes on from a walk, which has an index, to every stop it does not keep in mind.
func (w *walks) extend(from *walk, index int32) {
	g := w.m.g
	at, visit := int(from.last), int(from.stops)+1
	if visit > g.stops {
		return
	}
	next := w.anywhere
	var place []uint8
	if at < w.n {
		next, place = g.out[at], w.place[at*w.n:(at+1)*w.n]
	}
	base, open, enough := at*(w.n+2), w.t.day.Open, w.enough()
	for _, to := range next {
		j := int(to)
		if place != nil && uint64(from.kept)>>place[j]&1 != 0 { // what is forgotten lies beyond the bits kept
			continue
		}
		arrive := from.begin + w.time[base+j]
		so := from.value - g.cost[base+j] + g.bonus[visit] - w.t.less[j]
		row := w.m.row(g.stops-visit, j)
		for k := range w.t.windows[j] {
			x := &w.t.windows[j][k]
			begin := max(arrive, x.Open-open)
			if begin > x.Close-open {
				continue
			}
			l := walk{value: so + x.Prize, begin: begin, parent: index, last: int16(j), stops: int16(visit)}
			if l.reach = l.value + row[begin/g.width]; l.reach > enough {
				l.kept = w.keeps(from, j)
				w.offer(&l)
				enough = w.enough()
			}
		}
	}
}

// keeps is what a walk keeps in mind when it goes on to j.
func (w *walks) keeps(from *walk, j int) uint32 {
	kept := uint32(1)
	if int(from.last) == w.n {
		return kept
	}
	memory, place := w.memory[from.last], w.place[j*w.n:(j+1)*w.n]
	for left := from.kept; left != 0; left &= left - 1 {
		kept |= uint32(uint64(1) << place[memory[bits.TrailingZeros32(left)]])
	}
	return kept
}

// offer takes up a walk that no other covers, and drops those that it covers.
func (w *walks) offer(l *walk) {
	rank := &w.ranks[(int(l.stops)-1)*w.n+int(l.last)]
	s := standing{l.value, l.begin, l.kept, int32(len(w.walks))}
	for k := range *rank {
		if (*rank)[k].covers(&s) {
			return
		}
	}
	at := 0
	for _, o := range *rank {
		if s.covers(&o) {
			w.walks[o.index].dropped = true
			continue
		}
		(*rank)[at] = o
		at++
	}
	*rank = append((*rank)[:at], s)
	w.walks = append(w.walks, *l)
	w.push(s.index)
	home := int(l.last)*(w.n+2) + w.m.g.end
	if l.begin+w.time[home] <= w.t.shift() {
		w.complete(s.index, l.value-w.m.g.cost[home])
	}
}

// complete takes note of the route that ends with walk k.
func (w *walks) complete(k int32, worth int64) {
	least := w.floor
	if len(w.found) == w.keep {
		least = max(least, w.found[w.keep-1].value)
	}
	if worth <= least && worth <= w.cyclic {
		return
	}
	route := w.route(k)
	for v, i := range route {
		if slices.Contains(route[:v], i) {
			if w.cyclic = max(w.cyclic, worth); worth > w.best+w.slack {
				w.turns = append(w.turns, route)
			}
			return
		}
	}
	nodes := make([]int, len(route))
	for v, i := range route {
		nodes[v] = w.t.nodes[i]
	}
	if worth > least && w.t.holds(nodes) {
		w.best = max(w.best, worth)
		w.found = record(w.found, candidate{nodes, worth}, w.keep)
	}
}

// route is the stops of walk k in order.
func (w *walks) route(k int32) []int16 {
	route := make([]int16, w.walks[k].stops)
	for at := len(route) - 1; at >= 0; at-- {
		route[at] = w.walks[k].last
		k = w.walks[k].parent
	}
	return route
}

// learn lets the stops on the way of a route back to a stop remember it and each
// other, and tells whether that was new to any.
func (w *walks) learn() (new bool) {
	for _, route := range w.turns[max(0, len(w.turns)-turnsAtOnce):] {
		for k, u := range route {
			back := k - 1
			for back >= 0 && route[back] != u {
				back--
			}
			if back < 0 {
				continue
			}
			for _, v := range route[back+1 : k] {
				for _, x := range route[back:k] {
					new = w.remember(int(v), int(x)) || new
				}
			}
		}
	}
	return new
}

// before orders the heap: what promises more first, among equals the longer walk,
// then the older, so that the order never depends on memory.
func (w *walks) before(a, b int32) bool {
	x, y := &w.walks[a], &w.walks[b]
	if x.reach != y.reach {
		return x.reach > y.reach
	}
	if x.stops != y.stops {
		return x.stops > y.stops
	}
	return a < b
}

func (w *walks) push(k int32) {
	w.heap = append(w.heap, k)
	c := len(w.heap) - 1
	for c > 0 {
		up := (c - 1) / 2
		if !w.before(w.heap[c], w.heap[up]) {
			break
		}
		w.heap[c], w.heap[up] = w.heap[up], w.heap[c]
		c = up
	}
}

func (w *walks) pop() (top int32) {
	top = w.heap[0]
	last := len(w.heap) - 1
	w.heap[0] = w.heap[last]
	w.heap = w.heap[:last]
	c := 0
	for {
		down := 2*c + 1
		if down >= last {
			return top
		}
		if down+1 < last && w.before(w.heap[down+1], w.heap[down]) {
			down++
		}
		if !w.before(w.heap[down], w.heap[c]) {
			return top
		}
		w.heap[c], w.heap[down] = w.heap[down], w.heap[c]
		c = down
	}
}
