package orienteer

import "math"

// Walks a survey of one day may make at first, and how many of its routes are kept.
const (
	surveyWalks = 60_000
	surveyKeep  = 30
)

// certify bounds all plans by the prices y: their sum and what each day could be
// worth at them, rewards for appointments included, with routes found on the way.
// Once told to stop it is content with what is quick to say of a day.
func (m *master) certify(y []float64) {
	whole := make([]float64, len(y))
	sum := 0.0
	for r := len(m.days); r < len(y); r++ {
		whole[r] = math.Ceil(y[r])
		sum += whole[r] * m.limit[r]
	}
	given, before := make([]int, len(m.s.p.Days)), m.s.left()
	m.proofs++
	m.proofAt = m.rounds
	bound := int64(math.Ceil(sum))
	for d := range m.s.p.Days {
		if m.dayRow[d] < 0 {
			bound += m.s.now.days[d].Value()
			continue
		}
		m.answers[d] = m.most(d, whole)
		a := &m.answers[d]
		bound += a.bound
		sum += float64(a.value)
		m.take(d, a.more, given)
	}
	m.share = max(m.share, before-m.s.left())
	m.least = sum
	m.rewarded = min(m.rewarded, bound)
	m.lower()
}

// alone certifies the plan where one day or none is free: no price is needed.
func (m *master) alone() {
	for _, d := range m.days {
		m.offer(d, m.s.best.days[d].Nodes(), math.Inf(-1))
	}
	clear(m.steady)
	m.certify(m.steady)
}

// most is what day d could be worth at most at the prices y.
func (m *master) most(d int, y []float64) answer {
	if m.twin[d] >= 0 {
		return m.answers[m.twin[d]]
	}
	t := m.s.priced(d, m.rows, y)
	var known candidate
	if best := m.richest(d, &t, 1); len(best) > 0 {
		known = best[0]
	}
	if len(m.days) == 1 {
		return t.solve(known, known.value, thorough)
	}
	if !m.s.stopped() {
		return t.survey(known, m.slack(len(t.nodes)), surveyWalks*min(m.proofs, 5), surveyKeep)
	}
	a := t.answerTo(known)
	k := newKnapsack(&t)
	k.sweep()
	a.bound = max(a.value, int64(k.bound))
	return a
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
