package orienteer

import (
	"encoding/binary"
	"math"
	"slices"
)

// master is the month as a set packing programme: a column for every route found
// so far, at most one route a day, every node no more often than its spacing
// allows, every limit kept. Its duals are the prices of days and nodes, with
// which better routes are looked for (column generation). Whatever the prices,
// their sum and what each day can be worth at them bound every plan.
type master struct {
	s       *solver
	lp      *program
	limit   []float64
	dayRow  []int   // row of a day, -1 where frozen
	classes []class // by spacing rule
	classOf []int
	first   []int // first[i]: row of the first window of node i
	weigh   int   // row of the first limit

	known   map[string]bool
	routes  []found
	steady  []float64 // the prices pricing is done at: smoothed duals
	rounds  int
	settled bool // heuristic pricing finds nothing more
}

// found is a route of the pool.
type found struct {
	day   int
	nodes []int
	value int64
}

// class is what the nodes of one spacing rule have in common: the largest sets of
// free days within as many dates as the rule spans, and which of them a day is in.
type class struct {
	rule  Spacing
	sets  [][]int
	ofDay [][]int
}

func newMaster(s *solver) *master {
	m := &master{s: s, known: make(map[string]bool)}
	m.dayRow = make([]int, len(s.p.Days))
	for d := range m.dayRow {
		m.dayRow[d] = -1
	}
	for _, d := range s.free {
		m.dayRow[d] = len(m.limit)
		m.limit = append(m.limit, 1)
	}
	m.classOf, m.first = make([]int, s.p.Nodes), make([]int, s.p.Nodes)
	for i := range s.p.Nodes {
		m.classOf[i] = m.class(s.p.spacing(i))
		m.first[i] = len(m.limit)
		c := &m.classes[m.classOf[i]]
		for k := range c.sets {
			m.limit = append(m.limit, float64(m.left(i, c.rule, c.sets[k])))
		}
	}
	m.weigh = len(m.limit)
	for k, l := range s.p.Limits {
		m.limit = append(m.limit, float64(max(0, l.Most-s.now.used[k])))
	}
	m.lp = newProgram(m.limit)
	m.steady = make([]float64, len(m.limit))
	m.expect()
	return m
}

// expect sets the prices to begin with: what a visit to each node is worth beyond
// the least of the visits that the days have room for.
func (m *master) expect() {
	var worth []int64
	room := 0
	for _, d := range m.s.free {
		room += m.s.reach[d].stops
	}
	most := make([]int64, m.s.p.Nodes)
	for i := range most {
		most[i] = hopeless
		for _, d := range m.s.free {
			most[i] = max(most[i], m.s.peak[d][i])
		}
		worth = append(worth, most[i])
	}
	slices.Sort(worth)
	margin := int64(0)
	if room < len(worth) {
		margin = max(0, worth[len(worth)-1-room])
	}
	for i, w := range most {
		for k := range m.classes[m.classOf[i]].sets {
			m.steady[m.first[i]+k] = float64(max(0, w-margin)) / float64(len(m.classes[m.classOf[i]].sets))
		}
	}
}

// left is how many visits the frozen days leave to node i within a set of days.
func (m *master) left(i int, rule Spacing, days []int) int {
	p := m.s.p
	left := rule.Visits
	first, last := p.Days[days[0]].Date, p.Days[days[len(days)-1]].Date
	for _, d := range m.s.fixed[i] {
		date := p.Days[d].Date
		if rule.Days <= 0 || date > last-rule.Days && date < first+rule.Days && date >= first && date <= last {
			left--
		}
	}
	return max(0, left)
}

// class finds or makes the class of a rule.
func (m *master) class(rule Spacing) int {
	for k := range m.classes {
		if m.classes[k].rule == rule {
			return k
		}
	}
	c := class{rule: rule, ofDay: make([][]int, len(m.s.p.Days))}
	days := slices.Clone(m.s.free)
	slices.SortStableFunc(days, func(a, b int) int { return m.s.p.Days[a].Date - m.s.p.Days[b].Date })
	end := 0
	for at := range days {
		upto := len(days)
		if rule.Days > 0 {
			upto = at
			for upto < len(days) && m.s.p.Days[days[upto]].Date < m.s.p.Days[days[at]].Date+rule.Days {
				upto++
			}
		}
		if upto > end && upto-at > rule.Visits {
			c.sets = append(c.sets, days[at:upto])
			end = upto
		}
	}
	for k, set := range c.sets {
		for _, d := range set {
			c.ofDay[d] = append(c.ofDay[d], k)
		}
	}
	m.classes = append(m.classes, c)
	return len(m.classes) - 1
}

// price is what a visit to node i on day d costs at the prices y.
func (m *master) price(y []float64, i, d int) float64 {
	sum := 0.0
	for _, k := range m.classes[m.classOf[i]].ofDay[d] {
		sum += y[m.first[i]+k]
	}
	for k, l := range m.s.p.Limits {
		sum += y[m.weigh+k] * float64(l.Weight[i])
	}
	return sum
}

// offer adds a route of day d to the pool unless it is there already or, where a
// gain is asked for, is not worth more than its price by that much.
func (m *master) offer(d int, nodes []int, least float64) bool {
	if m.dayRow[d] < 0 || len(nodes) == 0 {
		return false
	}
	if m.guess(d, nodes) < least {
		return false
	}
	key := routeKey(d, nodes)
	if m.known[key] {
		return false
	}
	r, ok := m.s.p.Schedule(d, nodes)
	if !ok {
		return false
	}
	c := column{gain: float64(r.Value()), rows: []entry{{m.dayRow[d], 1}}}
	for _, i := range nodes {
		for _, k := range m.classes[m.classOf[i]].ofDay[d] {
			c.rows = append(c.rows, entry{m.first[i] + k, 1})
		}
	}
	for k, l := range m.s.p.Limits {
		sum := 0.0
		for _, i := range nodes {
			sum += float64(l.Weight[i])
		}
		if sum > 0 {
			c.rows = append(c.rows, entry{m.weigh + k, sum})
		}
	}
	gain := c.gain
	for _, e := range c.rows {
		gain -= e.by * m.lp.dual[e.row]
	}
	if gain < least {
		return false
	}
	m.known[key] = true
	m.lp.add(c)
	m.routes = append(m.routes, found{d, nodes, r.Value()})
	return true
}

// guess is what a route gains at most beyond its price, if every stop could be
// made in its best window.
func (m *master) guess(d int, nodes []int) float64 {
	p, day := m.s.p, &m.s.p.Days[d]
	sum, at := -m.lp.dual[m.dayRow[d]], day.Start
	for _, i := range nodes {
		peak := m.s.peak[d][i]
		if peak == hopeless {
			return math.Inf(-1)
		}
		sum += float64(peak-p.cost(at, i)) - m.price(m.lp.dual, i, d)
		at = i
	}
	return sum - float64(p.cost(at, day.End))
}

// routePool is how many routes the programme keeps.
const routePool = 4000

// thin forgets routes when there are many.
func (m *master) thin() {
	if len(m.routes) < 2*routePool {
		return
	}
	kept := m.lp.drop(routePool)
	at := 0
	for c, r := range m.routes {
		if at < len(kept) && kept[at] == c {
			m.routes[at] = r
			at++
			continue
		}
		delete(m.known, routeKey(r.day, r.nodes))
	}
	m.routes = m.routes[:at]
}

// routeKey tells routes of the same day and stops from others, whatever their order.
func routeKey(d int, nodes []int) string {
	sorted := slices.Sorted(slices.Values(nodes))
	key := binary.AppendUvarint(nil, uint64(d))
	for _, i := range sorted {
		key = binary.AppendUvarint(key, uint64(i))
	}
	return string(key)
}

// smoothing is the share of the old prices in the new ones (Wentges).
const smoothing = 0.6

// learn takes the prices from the best plan: what its value would lose without a
// stop, beyond what a stop is worth that the plan could well do without.
func (m *master) learn() {
	s := m.s
	var gains []int64
	gain := make(map[[2]int]int64)
	for _, d := range s.free {
		r := &s.best.days[d]
		m.offer(d, r.Nodes(), math.Inf(-1))
		for k, stop := range r.Stops {
			rest, ok := s.p.Schedule(d, slices.Delete(r.Nodes(), k, k+1))
			if !ok {
				continue
			}
			g := r.Value() - rest.Value()
			gain[[2]int{d, stop.Node}] = g
			gains = append(gains, g)
		}
	}
	if len(gains) == 0 {
		return
	}
	slices.Sort(gains)
	spare := gains[len(gains)/10]
	clear(m.steady)
	for _, d := range s.free {
		for _, stop := range s.best.days[d].Stops {
			rows := m.classes[m.classOf[stop.Node]].ofDay[d]
			for _, k := range rows {
				m.steady[m.first[stop.Node]+k] += float64(max(0, gain[[2]int{d, stop.Node}]-spare)) / float64(len(rows))
			}
		}
	}
}

// roundsPerProof is after how many rounds the bound is proven anew.
const roundsPerProof = 15

// advance makes a round or proves a bound.
func (m *master) advance() {
	if m.rounds == 0 {
		m.learn()
	}
	if m.rounds%roundsPerProof == roundsPerProof-1 {
		m.rounds++
		m.certify(m.steady)
		return
	}
	m.round()
}

// prices is what holding each node for another day is worth at the present prices.
func (m *master) prices() []int64 {
	out := make([]int64, m.s.p.Nodes)
	for i := range out {
		for _, d := range m.s.free {
			if m.s.peak[d][i] > hopeless {
				out[i] = max(out[i], int64(math.Round(m.price(m.steady, i, d))))
			}
		}
	}
	return out
}

// round brings the duals up to date and looks for better routes: first for a whole
// plan at the smoothed prices, one day after the other, whose routes go well
// together; then for every day by itself.
func (m *master) round() {
	m.rounds++
	m.lp.solve(pivotsPerRound)
	m.thin()
	for r, y := range m.lp.dual {
		m.steady[r] = smoothing*m.steady[r] + (1-smoothing)*max(0, y)
	}
	if m.build(m.steady) > 0 || m.look(m.steady) > 0 {
		return
	}
	for r, y := range m.lp.dual {
		m.steady[r] = max(0, y)
	}
	if m.look(m.steady) == 0 {
		m.settled = true
	}
}

const pivotsPerRound = 5000

// build makes a plan at prices y, the days in random order, each from the nodes
// that the days before it have left, and returns how many routes were new and
// promising. A plan better than the best so far is taken over.
func (m *master) build(y []float64) int {
	s := m.s
	s.now.copy(s.best)
	for _, d := range s.free {
		s.now.set(d, s.now.idle(d))
	}
	count := 0
	for _, k := range s.rng.Perm(len(s.free)) {
		if s.stopped() {
			s.now.copy(s.best)
			return count
		}
		d := s.free[k]
		t := s.taskAt(d, func(i int) int64 { return int64(math.Round(m.price(y, i, d))) })
		a := t.look(0, pricing)
		count += m.take(d, a.more)
		s.now.set(d, s.ride(d, a.nodes))
	}
	s.adopt()
	s.now.copy(s.best)
	return count
}

// take offers routes to day d, and the best of them to the other days.
func (m *master) take(d int, routes []candidate) int {
	count := 0
	for k, c := range routes {
		if m.offer(d, c.nodes, 1) {
			count++
		}
		if k >= shared {
			continue
		}
		for _, e := range m.s.free {
			if e != d && m.offer(e, c.nodes, 1) {
				count++
			}
		}
	}
	return count
}

// shared is how many routes of a look are offered to other days.
const shared = 2

// look prices every day by itself at prices y and returns how many routes were
// new and promising.
func (m *master) look(y []float64) int {
	count := 0
	for _, d := range m.s.free {
		if m.s.stopped() {
			break
		}
		t := m.s.priced(d, m, y)
		a := t.look(int64(y[m.dayRow[d]]), pricing)
		count += m.take(d, a.more)
	}
	return count
}

// certify bounds all plans by the prices y: their sum and what each day could be
// worth at them, with routes found on the way.
func (m *master) certify(y []float64) int64 {
	whole := make([]float64, len(y))
	sum := 0.0
	for r := range y {
		whole[r] = math.Ceil(max(0, y[r]))
		sum += whole[r] * m.limit[r]
	}
	bound := int64(math.Ceil(sum)) - int64(m.sumDays(whole))
	for d := range m.s.p.Days {
		if m.dayRow[d] < 0 {
			bound += m.s.now.days[d].Value()
			continue
		}
		t := m.s.priced(d, m, whole)
		a := t.solve(candidate{}, 0, certain)
		bound += a.bound
		for _, c := range a.more {
			m.offer(d, c.nodes, 1)
		}
	}
	if bound < m.s.bound {
		m.s.bound = bound
		m.s.report()
	}
	return bound
}

// sumDays is the sum of the prices of the days themselves.
func (m *master) sumDays(y []float64) float64 {
	sum := 0.0
	for _, d := range m.s.free {
		sum += y[m.dayRow[d]]
	}
	return sum
}
