package orienteer

import "slices"

// set is a set of candidates of a task.
type set [4]uint64

// most candidates a set can hold.
const setSize = 256

func (s *set) has(i int) bool { return s[i>>6]&(1<<(i&63)) != 0 }
func (s *set) add(i int)      { s[i>>6] |= 1 << (i & 63) }

// label is the beginning of a route: the stops made, the last of them, when its
// service begins.
type label struct {
	seen   set
	begin  int64
	value  int64 // prizes and bonuses less costs so far
	paid   int64 // penalties of the stops made
	reach  int64 // no route that continues it is worth more
	parent int32
	next   int32 // in the chain of labels with the same stops and the same last
	last   int16
	stops  int16
}

// search finds the best route by extending the most promising beginning first
// (A*): what a beginning can reach is bounded by a programme, so the first time
// that nothing promises more than the best complete route, that route is optimal.
type search struct {
	t      *task
	m      *programme
	time   []int64 // time[a*(n+2)+b], service at a included
	labels []label
	heap   []int32
	chains []int32 // hash table of label indices plus one
	most   int     // labels
	best   int64   // only routes worth more are of interest
	found  []candidate
	keep   int // how many routes
}

func newSearch(t *task, m *programme, floor int64, most, keep int) *search {
	s := &search{t: t, m: m, time: t.times(), most: most, best: floor, keep: keep}
	size := 1 << 10
	for size < 2*most && size < 1<<20 {
		size *= 2
	}
	s.chains = make([]int32, size)
	return s
}

// run searches until nothing is left to hope for, too many labels have been made or
// the time is over; then it only looks for a good route. It returns the bound: no route is
// worth more.
func (s *search) run() int64 {
	n := len(s.t.nodes)
	origin := label{last: int16(n), parent: -1}
	s.extend(&origin, -1)
	for step := 1; len(s.heap) > 0; step++ {
		top := s.heap[0]
		if s.labels[top].reach <= s.best {
			break
		}
		if len(s.labels) >= s.most || s.t.halted(step) {
			bound := s.labels[top].reach
			s.dive()
			return bound
		}
		s.pop()
		from := s.labels[top]
		if s.outdated(&from, top) {
			continue
		}
		s.extend(&from, top)
	}
	return s.best
}

// diveWidth is how many beginnings of each length a dive extends.
const diveWidth = 100

// dive completes the most promising beginnings of each length.
func (s *search) dive() {
	byStops := make([][]int32, s.m.g.stops+1)
	for _, k := range s.heap {
		byStops[s.labels[k].stops] = append(byStops[s.labels[k].stops], k)
	}
	s.heap = s.heap[:0]
	for stops := range byStops {
		open := append(byStops[stops], s.heap...)
		s.heap = s.heap[:0]
		slices.SortFunc(open, func(a, b int32) int {
			if s.before(a, b) {
				return -1
			}
			return 1
		})
		for _, k := range open[:min(diveWidth, len(open))] {
			from := s.labels[k]
			if from.reach > s.best && !s.outdated(&from, k) {
				s.extend(&from, k)
			}
		}
	}
}

// extend adds every candidate to the beginning from.
func (s *search) extend(from *label, index int32) {
	g := s.m.g
	at := int(from.last)
	visit := int(from.stops) + 1
	if visit > g.stops {
		return
	}
	base := at * (g.n + 2)
	for j := range g.n {
		if from.seen.has(j) {
			continue
		}
		if len(s.t.rooms) > 0 && !s.fits(index, j) {
			continue
		}
		arrive := from.begin + s.time[base+j]
		so := from.value - g.cost[base+j] + g.bonus[visit]
		row := s.m.row(g.stops-visit, j)
		for w := range s.t.windows[j] {
			x := &s.t.windows[j][w]
			begin := max(arrive, x.Open-s.t.day.Open)
			if begin > x.Close-s.t.day.Open {
				continue
			}
			l := label{seen: from.seen, begin: begin, value: so + x.Prize - s.t.less[j], paid: from.paid + s.m.penalty[j], parent: index, last: int16(j), stops: int16(visit)}
			l.reach = l.value - l.paid + s.m.charged + row[begin/g.width]
			if l.reach <= s.best {
				continue
			}
			l.seen.add(j)
			s.offer(&l)
		}
	}
}

// fits tells whether the limits leave room for candidate j after label k.
func (s *search) fits(k int32, j int) bool {
	for _, r := range s.t.rooms {
		left := r.left - r.weight[s.t.nodes[j]]
		for at := k; at >= 0; at = s.labels[at].parent {
			left -= r.weight[s.t.nodes[s.labels[at].last]]
		}
		if left < 0 {
			return false
		}
	}
	return true
}

// offer takes up a label unless another with the same stops and the same last is
// no later and no poorer.
func (s *search) offer(l *label) {
	slot := s.slot(l)
	for k := s.chains[slot]; k > 0; k = s.labels[k-1].next {
		o := &s.labels[k-1]
		if o.seen == l.seen && o.last == l.last && o.begin <= l.begin && o.value >= l.value {
			return
		}
	}
	l.next = s.chains[slot]
	s.labels = append(s.labels, *l)
	k := int32(len(s.labels))
	s.chains[slot] = k
	s.push(k - 1)
	g := s.m.g
	home := int(l.last)*(g.n+2) + g.end
	if l.begin+s.time[home] > s.t.day.Close-s.t.day.Open {
		return
	}
	if worth := l.value - g.cost[home]; worth > s.best {
		s.best = worth
		s.record(k-1, worth)
	} else if s.keep > 1 {
		s.record(k-1, worth)
	}
}

// outdated tells whether a label made later is no later, no poorer.
func (s *search) outdated(l *label, index int32) bool {
	for k := s.chains[s.slot(l)]; k > 0 && k-1 != index; k = s.labels[k-1].next {
		o := &s.labels[k-1]
		if o.seen == l.seen && o.last == l.last && o.begin <= l.begin && o.value >= l.value {
			return true
		}
	}
	return false
}

func (s *search) slot(l *label) int {
	h := uint64(l.last) * 0x165667b19e3779f9
	for _, w := range l.seen {
		h = (h ^ w) * 0x9e3779b97f4a7c15
		h ^= h >> 31
	}
	h ^= h >> 29
	h *= 0xbf58476d1ce4e5b9
	return int(h>>32) & (len(s.chains) - 1)
}

// record keeps the route that ends with label k among the best found, one for each set of stops.
func (s *search) record(k int32, worth int64) {
	if len(s.found) >= s.keep && worth <= s.found[len(s.found)-1].value {
		return
	}
	s.found = record(s.found, candidate{s.route(k), worth}, s.keep)
}

// record inserts c into routes found, one for each set of stops, best first, as many as to keep.
func record(found []candidate, c candidate, keep int) []candidate {
	for i := range found {
		if sameSet(found[i].nodes, c.nodes) {
			if found[i].value >= c.value {
				return found
			}
			found = slices.Delete(found, i, i+1)
			break
		}
	}
	at := len(found)
	for at > 0 && found[at-1].value < c.value {
		at--
	}
	found = slices.Insert(found, at, c)
	return found[:min(len(found), keep)]
}

// route is the nodes of label k in order.
func (s *search) route(k int32) []int {
	nodes := make([]int, s.labels[k].stops)
	for at := len(nodes) - 1; at >= 0; at-- {
		nodes[at] = s.t.nodes[s.labels[k].last]
		k = s.labels[k].parent
	}
	return nodes
}

func sameSet(a, b []int) bool {
	if len(a) != len(b) {
		return false
	}
	for _, i := range a {
		if !slices.Contains(b, i) {
			return false
		}
	}
	return true
}

// before orders the heap: what promises more first, among equals the longer
// beginning, then the older, so that the order never depends on memory.
func (s *search) before(a, b int32) bool {
	x, y := &s.labels[a], &s.labels[b]
	if x.reach != y.reach {
		return x.reach > y.reach
	}
	if x.stops != y.stops {
		return x.stops > y.stops
	}
	return a < b
}

func (s *search) push(k int32) {
	s.heap = append(s.heap, k)
	c := len(s.heap) - 1
	for c > 0 {
		up := (c - 1) / 2
		if !s.before(s.heap[c], s.heap[up]) {
			break
		}
		s.heap[c], s.heap[up] = s.heap[up], s.heap[c]
		c = up
	}
}

func (s *search) pop() {
	last := len(s.heap) - 1
	s.heap[0] = s.heap[last]
	s.heap = s.heap[:last]
	c := 0
	for {
		down := 2*c + 1
		if down >= last {
			return
		}
		if down+1 < last && s.before(s.heap[down+1], s.heap[down]) {
			down++
		}
		if !s.before(s.heap[down], s.heap[c]) {
			return
		}
		s.heap[c], s.heap[down] = s.heap[down], s.heap[c]
		c = down
	}
}
