package orienteer

import "math"

// Walks a survey of one day may make at first, and how many of its routes are kept.
const (
	surveyWalks = 60_000
	surveyKeep  = 30
)

// certify bounds all plans by the prices y: their sum and what each day could be
// worth at them, rewards for appointments included, with routes found on the way; it
// lifts the prices first. When the grant, a share of the time, is used up, or nearly all
// of the time, it is content with what is quick to say of a day.
func (m *master) certify(y []float64, grant float64) {
	if len(m.days) > 1 {
		m.lift(y)
		m.box()
	}
	whole := make([]float64, len(y))
	sum := 0.0
	for r := len(m.days); r < len(y); r++ {
		whole[r] = math.Ceil(y[r])
		sum += whole[r] * m.limit[r]
	}
	given, before, surveyed := make([]int, len(m.s.p.Days)), m.s.left(), 0
	m.proofs++
	m.proofAt = m.rounds
	bound := int64(math.Ceil(sum))
	for d := range m.s.p.Days {
		if m.dayRow[d] < 0 {
			bound += m.s.now.days[d].Value()
			continue
		}
		if left := m.s.left(); before-left <= grant && left > glanceShare {
			m.answers[d] = m.most(d, whole)
			surveyed++
		} else {
			m.answers[d] = m.glance(d, whole)
		}
		a := &m.answers[d]
		bound += a.bound
		sum += float64(a.value)
		m.take(d, a.more, given)
	}
	m.account(before-m.s.left(), surveyed)
	m.least = sum
	m.rewarded = min(m.rewarded, bound)
	m.lower()
}

// account keeps what a proof took of the time, which surveyed so many days. Of one that
// was cut short the days surveyed tell what a whole one takes, within reason: the first
// days may be the hard ones.
func (m *master) account(took float64, surveyed int) {
	m.proved += took
	if surveyed < len(m.days) {
		took = max(took, min(mostGuessed, took*float64(len(m.days))/float64(max(1, surveyed))))
	}
	m.share = max(m.share, took)
}

// Of the time the first proof may take so much, and all but the last together so much
// of what has passed; that a proof takes more than a fifth is not believed before seen.
const (
	firstGrant  = 0.05
	provedShare = 0.25
	mostGuessed = 0.2
)

// glanceShare of the time is kept for what is quick to say of the days that remain.
const glanceShare = 0.005

// alone certifies the plan where one day or none is free: no price is needed.
func (m *master) alone() {
	for _, d := range m.days {
		m.offer(d, m.s.best.days[d].Nodes(), math.Inf(-1))
	}
	clear(m.steady)
	m.certify(m.steady, 1)
}

// most is what day d could be worth at most at the prices y.
func (m *master) most(d int, y []float64) answer {
	if m.twin[d] >= 0 {
		return m.answers[m.twin[d]]
	}
	t, known := m.ask(d, y)
	if len(m.days) == 1 {
		return t.solve(known, known.value, thorough)
	}
	if m.s.stopped() {
		return m.glance(d, y)
	}
	return t.survey(known, m.slack(len(t.nodes)), surveyWalks*min(m.proofs, 5), surveyKeep)
}

// glance is what is quick to say of that: the bound at a price of time or, once told to
// stop, by the knapsack, which may be twice as high.
func (m *master) glance(d int, y []float64) answer {
	if m.twin[d] >= 0 {
		return m.answers[m.twin[d]]
	}
	t, known := m.ask(d, y)
	if !m.s.stopped() {
		return t.tolled(known)
	}
	a := t.answerTo(known)
	k := newKnapsack(&t)
	k.sweep()
	a.bound = max(a.value, int64(k.bound))
	return a
}

// ask is the question of day d at the prices y, and the best answer among the routes known.
func (m *master) ask(d int, y []float64) (t task, known candidate) {
	t = m.s.priced(d, m.rows, y)
	t.halt = m.s.stopped
	if best := m.richest(d, &t, 1); len(best) > 0 {
		known = best[0]
	}
	return t, known
}

// slack is by how much the bound of a day with so many candidates may miss the best
// that could be proven: all of them together by a small part of the gap.
func (m *master) slack(candidates int) int64 {
	if candidates < many {
		return 0
	}
	gap := min(m.s.bound-m.s.best.value(), m.s.best.value()/50)
	return max(0, gap/int64(slackShare*len(m.days)))
}

const slackShare = 30

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
