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
// their sum and what each day can be worth at them bound every plan. Appointments are rewarded (duties).
type master struct {
	s       *solver
	lp      *program
	limit   []float64
	duties  duties
	dayRow  []int   // row of a day, -1 where frozen
	classes []class // by spacing rule
	classOf []int
	first   []int // first[i]: row of the first window of node i
	weigh   int   // row of the first limit

	twin    []int // the first day of the same question at whatever prices, or -1
	answers []answer

	known    map[string]bool
	routes   []found
	steady   []float64 // the best prices so far
	least    float64   // the bound at the steady prices, rewards included, as far as a look tells
	side     float64   // half the side of the box
	failed   int       // rounds since the box has moved or shrunk
	rounds   int
	proofs   int
	proofAt  int   // the round of the last proof
	rewarded int64 // the least bound proven, rewards included
	settled  bool  // a round has found nothing more
	closed   bool  // nor has a proof
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
	m := &master{s: s, known: make(map[string]bool), duties: newDuties(s), rewarded: math.MaxInt64}
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
	m.twins()
	m.addBox()
	m.steady = make([]float64, len(m.limit))
	return m
}

// twins finds the days that ask the same: the same candidates in the same windows
// at the same prizes, with the same appointments, counted by the same rows.
func (m *master) twins() {
	m.twin, m.answers = make([]int, len(m.dayRow)), make([]answer, len(m.dayRow))
	for d := range m.twin {
		m.twin[d] = -1
		for _, e := range m.s.free {
			if e < d && m.dayRow[d] >= 0 && m.twin[e] < 0 && m.alike(d, e) {
				m.twin[d] = e
				break
			}
		}
	}
}

func (m *master) alike(d, e int) bool {
	for k := range m.classes {
		if !slices.Equal(m.classes[k].ofDay[d], m.classes[k].ofDay[e]) {
			return false
		}
	}
	a, b := &m.s.reach[d], &m.s.reach[e]
	return a.day.Start == b.day.Start && a.day.End == b.day.End && a.day.Open == b.day.Open && a.day.Close == b.day.Close &&
		a.stops == b.stops && slices.Equal(a.nodes, b.nodes) && slices.EqualFunc(a.windows, b.windows, slices.Equal[[]Window]) &&
		slices.Equal(m.duties.wanted[d], m.duties.wanted[e])
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

// price is what a visit to node i on day d costs at the prices y, less the reward
// for the appointments it keeps.
func (m *master) price(y []float64, i, d int) float64 {
	sum := -float64(m.duties.reward(d, i))
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
		c.gain += float64(m.duties.reward(d, i))
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

// learn takes the prices from the best plan: what its value would lose without a
// stop, beyond what a stop is worth that the plan could well do without. A node
// with an appointment costs its reward more.
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
			g := gain[[2]int{d, stop.Node}] + m.duties.reward(d, stop.Node)
			m.charge(stop.Node, d, g-spare)
		}
	}
	for _, a := range m.duties.open {
		if !s.best.keeps(a, -1) {
			m.charge(a.Node, a.Days[0], m.duties.each)
		}
	}
	m.side = max(1, boxSide*float64(gains[len(gains)/2])) // stops for appointments may cost more than they bring
	m.least, _ = m.look(m.steady)
	m.box()
}

// charge adds so much to the price of node i on day d.
func (m *master) charge(i, d int, by int64) {
	rows := m.classes[m.classOf[i]].ofDay[d]
	for _, k := range rows {
		m.steady[m.first[i]+k] += float64(max(0, by)) / float64(len(rows))
	}
}

// boxSide is half the side of the first box, as a share of what a stop is worth.
const boxSide = 0.05

// The bound is proven anew after so many rounds, at least and at most.
const (
	leastPerProof  = 8
	roundsPerProof = 60
)

// advance makes a round or, now and then and when rounds find nothing more, proves
// a bound.
func (m *master) advance() {
	m.lower()
	switch {
	case m.closed:
	case m.rounds == 0:
		m.learn()
		m.certify(m.steady)
		m.rounds++
	case m.settled || m.due():
		known := len(m.known)
		m.certify(m.steady)
		m.closed = m.settled && known == len(m.known)
		m.settled = false
		m.rounds++
	default:
		m.round()
	}
}

// due tells whether the bound is to be proven anew: after some rounds in which it
// seems to have come closer to the plan by a good part, or after many.
func (m *master) due() bool {
	gap := float64(m.s.bound - m.s.best.value())
	since := m.rounds - m.proofAt
	return since >= roundsPerProof || since >= leastPerProof && m.seems() < float64(m.s.bound)-gap/2
}

// seems is what the bound would be at the steady prices, as far as a look tells.
func (m *master) seems() float64 { return m.least - float64(m.duties.earned(m.s.best)) }

// promises tells whether the bound seems to have come closer since it was proven.
func (m *master) promises() bool { return m.seems() < float64(m.s.bound)*(1-1e-4) }

// prices is what holding each node for another day is worth at the present prices;
// of a node with an appointment, what keeping it is worth by itself.
func (m *master) prices() []int64 {
	out := make([]int64, m.s.p.Nodes)
	for i := range out {
		for _, d := range m.s.free {
			if m.s.peak[d][i] > hopeless && (!m.duties.node[i] || m.duties.reward(d, i) > 0) {
				out[i] = max(out[i], int64(math.Round(m.price(m.steady, i, d))))
			}
		}
	}
	return out
}

// round brings the duals up to date within a box around the best prices so far
// and looks for routes that are better at these prices (the boxstep method). The
// box moves to the new prices where they bound plans more tightly, as far as a
// look can tell, and shrinks where they fail to do so again and again.
func (m *master) round() {
	m.rounds++
	m.lp.solve(pivotsPerRound)
	m.thin()
	y := make([]float64, len(m.limit))
	for r := range y {
		y[r] = max(0, m.lp.dual[r])
	}
	sum, count := m.look(y)
	switch {
	case sum < m.least:
		m.least, m.failed = sum, 0
		m.side *= 1.2
		copy(m.steady, y)
	default:
		m.failed++
	}
	if m.failed == 3 {
		m.side, m.failed = m.side*0.7, 0
	}
	m.settled = count == 0 && !m.boxed()
	if count == 0 && !m.settled {
		m.side *= 2 // nothing new between these walls
	}
	m.box()
}

// boxed tells whether a wall of the box keeps the prices from being better; that
// no price is below zero is no wall of it.
func (m *master) boxed() bool {
	for k, c := range m.lp.basic {
		if c < m.lp.pinned && m.lp.columns[c].gain != 0 && m.lp.x[k] > wall {
			return true
		}
	}
	return false
}

// wall is how much of a box's column counts as its use: more than the limits of
// the programme are loosened.
const wall = 1e-3

const pivotsPerRound = 5000

// addBox gives every row of a node two columns that let its price leave the
// master's box only where routes pay for it.
func (m *master) addBox() {
	for r := len(m.s.free); r < m.weigh; r++ {
		m.lp.add(column{rows: []entry{{r, -1}}})
		m.lp.add(column{rows: []entry{{r, 1}}})
	}
	m.lp.pinned = len(m.lp.columns)
}

// box puts the box around the present prices.
func (m *master) box() {
	at := 0
	for r := len(m.s.free); r < m.weigh; r++ {
		m.lp.columns[at].gain = -(m.steady[r] + m.side)
		m.lp.columns[at+1].gain = max(0, m.steady[r]-m.side)
		at += 2
	}
	m.lp.price()
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

// look prices every day by itself at prices y. It returns what the bound would be
// if the best routes found were the best there are, and how many were new and promising.
func (m *master) look(y []float64) (sum float64, count int) {
	for r := len(m.s.free); r < len(y); r++ {
		sum += y[r] * m.limit[r]
	}
	for _, d := range m.s.free {
		if m.s.stopped() {
			return math.Inf(1), 1
		}
		if m.twin[d] < 0 {
			t := m.s.priced(d, m, y)
			known := m.richest(d, &t)
			m.answers[d] = t.look(known, known.value, pricing)
		} else {
			m.answers[d] = m.answers[m.twin[d]]
		}
		a := &m.answers[d]
		sum += float64(a.value)
		count += m.take(d, a.more)
	}
	return sum, count
}

// richest is the route of the pool that is worth most to task t of day d.
func (m *master) richest(d int, t *task) candidate {
	price := make([]int64, m.s.p.Nodes)
	for k, i := range t.nodes {
		price[i] = t.less[k]
	}
	var best candidate
	for _, r := range m.routes {
		if r.day != d {
			continue
		}
		v := r.value
		for _, i := range r.nodes {
			v -= price[i]
		}
		if v > best.value {
			best = candidate{r.nodes, v}
		}
	}
	return best
}

// certify bounds all plans by the prices y: their sum and what each day could be
// worth at them, rewards for appointments included, with routes found on the way.
func (m *master) certify(y []float64) {
	whole := make([]float64, len(y))
	sum := 0.0
	for r := len(m.s.free); r < len(y); r++ {
		whole[r] = math.Ceil(y[r])
		sum += whole[r] * m.limit[r]
	}
	m.proofs++
	m.proofAt = m.rounds
	e := certain
	e.labels *= m.proofs
	bound := int64(math.Ceil(sum))
	for d := range m.s.p.Days {
		if m.dayRow[d] < 0 {
			bound += m.s.now.days[d].Value()
			continue
		}
		m.answers[d] = m.most(d, whole, e)
		a := &m.answers[d]
		bound += a.bound
		sum += float64(a.value)
		m.take(d, a.more)
	}
	m.least = sum
	m.rewarded = min(m.rewarded, bound)
	m.lower()
}

// most is what day d could be worth at most at the prices y. Once told to stop it
// is content with the knapsack's bound, unless a single day is all there is.
func (m *master) most(d int, y []float64, e effort) answer {
	if m.twin[d] >= 0 {
		return m.answers[m.twin[d]]
	}
	t := m.s.priced(d, m, y)
	known := m.richest(d, &t)
	if len(m.s.free) == 1 || !m.s.stopped() {
		return t.solve(known, known.value, e)
	}
	a := t.answerTo(known)
	k := newKnapsack(&t)
	k.sweep()
	a.bound = max(a.value, int64(k.bound))
	return a
}

// lower takes the rewards of the appointments that the best plan keeps off the
// least bound with rewards: whoever keeps as many has earned them, too.
func (m *master) lower() {
	if m.rewarded == math.MaxInt64 {
		return
	}
	if bound := m.rewarded - m.duties.earned(m.s.best); bound < m.s.bound {
		m.s.bound = bound
		m.s.report()
	}
}
