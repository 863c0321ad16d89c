package orienteer

import (
	"math"
	"slices"
)

// master looks for prices that bound all plans tightly: the programme over the
// routes found so far gives prices of nodes and days, days are looked at for routes
// that are worth more than their price, and so on (column generation). Whatever
// the prices, their sum and what each day can be worth at them bound every plan.
// Appointments are rewarded (duties).
type master struct {
	*roster
	twin    []int // the first day of the same question at whatever prices, or -1
	answers []answer

	steady   []float64 // the best prices so far
	least    float64   // the bound at the steady prices, rewards included, as far as a look tells
	side     float64   // half the side of the box
	reach    float64   // how far from the steady prices towards the programme's own a round looks
	rounds   int
	proofs   int
	proofAt  int     // the round of the last proof
	share    float64 // of the time: what the dearest proof took
	proved   float64 // of the time: what all proofs took
	rewarded int64   // the least bound proven, rewards included
	settled  bool    // a round has found nothing more
	closed   bool    // nor has a proof
	dives    int
	plain    int     // the round of the next plain dive
	dived    float64 // of the time: what plain dives took
}

func newMaster(s *solver) *master {
	rows := newRows(s)
	m := &master{roster: newRoster(rows, s.free, rows.limit), rewarded: math.MaxInt64, reach: firstReach, plain: roundsPerPlainDive}
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
		for _, e := range m.days {
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
	m.look(m.steady)
	m.least = m.hope(m.steady, nil)
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
const boxSide = 0.2

// The bound is proven anew after so many rounds, at least and at most.
const (
	leastPerProof  = 8
	roundsPerProof = 20
)

// advance makes a round or, now and then and when rounds find nothing more, proves
// a bound; where prices have settled it dives for plans.
func (m *master) advance() {
	m.lower()
	switch {
	case m.rounds == 0:
		m.learn()
		m.certify(m.steady, firstGrant)
	case m.closed:
		if m.rounds%roundsPerDive == 0 {
			m.dive(diveAsks)
		}
	case (m.settled || m.due() && (m.thrifty() || m.blind())) && m.hasTime():
		known := len(m.known)
		m.certify(m.steady, 1)
		m.closed = m.settled && known == len(m.known)
		m.settled = false
		if m.proofs >= proofsPerDive {
			m.dive(diveAsks)
		}
	default:
		m.round()
		if m.rounds >= m.plain && m.behind() && m.dived <= plainShare*(1-m.s.left()) {
			m.plainDive()
		}
	}
	m.rounds++
}

// hasTime tells whether there is time for a proof and for the last one after it.
func (m *master) hasTime() bool { return m.s.left() > 2.5*m.share }

// thrifty tells whether proofs, with one more, would have taken no more than their
// part of the time that has passed: rounds make prices better, and at better prices a
// proof says more.
func (m *master) thrifty() bool { return m.proved+m.share <= provedShare*(1-m.s.left()) }

// blind tells whether rounds promise less than the plan there is: looks miss routes then
// that only proofs find.
func (m *master) blind() bool { return m.seems() <= float64(m.s.best.value()) }

// behind tells whether the programme promises a plan better than the best by a good part.
func (m *master) behind() bool {
	return m.seems()-float64(m.s.best.value()) > behindBy*float64(m.s.best.value())
}

// A plain dive follows so many rounds where the programme promises so large a part more
// than the best plan has; together they take no more than such a part of the time that
// has passed.
const (
	roundsPerPlainDive = 5
	behindBy           = 0.01
	plainShare         = 0.08
)

// plainDive dives among the routes there are, and sets when the next one is due.
func (m *master) plainDive() {
	before := m.s.left()
	m.dive(0)
	m.dived += before - m.s.left()
	m.plain = m.rounds + roundsPerPlainDive
}

// A dive follows every proof from the one of this number on and, where proofs find
// nothing more, so many rounds.
const (
	proofsPerDive = 3
	roundsPerDive = 20
)

// due tells whether the bound is to be proven anew: after some rounds in which it
// seems to have come closer to the plan by a good part, or after many.
func (m *master) due() bool {
	gap := float64(m.s.bound - m.s.best.value())
	since := m.rounds - m.proofAt
	return since >= roundsPerProof || since >= leastPerProof && m.seems() < float64(m.s.bound)-gap/2
}

// seems is what the bound would be at the steady prices, as far as a look tells.
func (m *master) seems() float64 { return m.least - float64(m.duties.earned(m.s.best)) }

// stale tells whether there have been rounds enough since the last proof for another to
// say more.
func (m *master) stale() bool { return m.rounds-m.proofAt > leastPerProof/2 }

// promises tells whether the bound seems to have come closer since it was proven.
func (m *master) promises() bool { return m.seems() < float64(m.s.bound)*(1-1e-4) }

// prices is what holding each node for another day is worth at the present prices;
// of a node with an appointment, what keeping it is worth by itself.
func (m *master) prices() []int64 {
	out := make([]int64, m.s.p.Nodes)
	for i := range out {
		for _, d := range m.days {
			if m.s.peak[d][i] > hopeless && (!m.duties.node[i] || m.duties.reward(d, i) > 0) {
				out[i] = max(out[i], int64(math.Round(m.price(m.steady, i, d))))
			}
		}
	}
	return out
}

// round solves the programme within a box around the best prices so far (boxstep)
// and looks for routes on the way from those to the programme's own prices. Where
// the bound still falls there towards the programme's, the next round goes further,
// else less far (smoothing with an automatic step, Pessoa and others 2018). Prices
// that bound plans more tightly, as far as the routes known tell, are the best so far.
func (m *master) round() {
	m.lp.solve(pivotsPerRound)
	m.thin()
	y, at := make([]float64, len(m.limit)), make([]float64, len(m.limit))
	for r := range y {
		y[r] = max(0, m.lp.dual[r])
		at[r] = m.steady[r] + m.reach*(y[r]-m.steady[r])
	}
	m.lift(at)
	count := m.look(at)
	m.least = m.hope(m.steady, nil) // routes found since count
	slope := make([]float64, len(y))
	sum, rise := m.hope(at, slope), 0.0
	for r := len(m.days); r < len(y); r++ {
		rise += slope[r] * (y[r] - m.steady[r])
	}
	if sum < m.least {
		m.least = sum
		copy(m.steady, at)
	}
	m.step(count, rise)
	m.box()
}

// step sets how far the next round goes, after one that found so many routes where
// the bound rose so steeply.
func (m *master) step(count int, rise float64) {
	m.settled = count == 0 && m.reach == 1 && !m.boxed()
	switch {
	case m.settled:
	case count == 0 && m.reach == 1:
		m.side *= 2 // nothing new between these walls
	case count == 0:
		m.reach = min(1, 2*m.reach)
	case rise > 0:
		m.reach = max(leastReach, shorter*m.reach)
	default:
		m.reach = min(1, m.reach/shorter)
	}
}

// How far rounds reach at first and at least, and by what a step gets shorter.
const (
	firstReach = 0.5
	leastReach = 0.1
	shorter    = 0.8
)

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
	for r := len(m.days); r < m.weigh; r++ {
		m.lp.add(column{rows: []entry{{r, -1}}})
		m.lp.add(column{rows: []entry{{r, 1}}})
	}
	m.lp.pinned = len(m.lp.columns)
}

// box puts the box around the present prices.
func (m *master) box() {
	at := 0
	for r := len(m.days); r < m.weigh; r++ {
		m.lp.columns[at].gain = -(m.steady[r] + m.side)
		m.lp.columns[at+1].gain = max(0, m.steady[r]-m.side)
		at += 2
	}
	m.lp.price()
}

// What a look asks of a day: how many of the routes known may show a scout the
// way, how many routes it keeps, how many that others have found are enough for the
// day not to be asked, and how many days are asked in any case.
const (
	shown       = 20
	scoutKeep   = 12
	enoughGiven = 20
	leastAsked  = 8
)

// look asks days for good routes at prices y, one after the other, and passes what
// it finds on to the others; who got enough is not asked, once some have been. Stops of the best route
// found cost the days that follow a little more, so that they come up with others.
// It returns how many routes were new and worth more than their price.
func (m *master) look(y []float64) (count int) {
	used, given := make([]int64, m.s.p.Nodes), make([]int, len(m.s.p.Days))
	asked := 0
	for k := range m.days {
		d := m.days[(k+turn*m.rounds)%len(m.days)]
		if m.s.stopped() {
			return max(count, 1)
		}
		if given[d] >= enoughGiven && asked >= leastAsked {
			continue
		}
		asked++
		t := m.s.priced(d, m.rows, y)
		for k, i := range t.nodes {
			t.less[k] += used[i]
		}
		a := t.scout(m.richest(d, &t, shown), scoutKeep)
		for _, i := range a.nodes {
			used[i] += int64(m.side)
		}
		count += m.take(d, a.more, given)
	}
	return count
}

// turn is by how many days the one asked first moves on from round to round.
const turn = 5

// hope is what the bound would be at prices y if there were no other routes. It
// fills slope, unless that is nil: by how much it rises with each price.
func (m *master) hope(y, slope []float64) float64 {
	sum := 0.0
	for r := len(m.days); r < len(y); r++ {
		sum += y[r] * m.limit[r]
	}
	copy(slope, m.limit)
	for _, d := range m.days {
		t := m.s.priced(d, m.rows, y)
		for _, c := range m.richest(d, &t, 1) {
			sum += float64(c.value)
			for _, e := range m.column(d, c.nodes, 0).rows {
				if slope != nil {
					slope[e.row] -= e.by
				}
			}
		}
	}
	return sum
}
