package orienteer

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestHopefulRoutesAreAllThatABetterPlanNeeds goes through every plan of the routes known.
func TestHopefulRoutesAreAllThatABetterPlanNeeds(t *testing.T) {
	better, dropped := 0, 0
	for seed := range uint64(400) {
		m := masterOf(t, ruledProblem(rand.New(rand.NewPCG(seed, 43))), seed)
		for range 3 {
			m.round()
		}
		some := m.hopeful(len(m.routes))
		dropped += len(m.routes) - len(some)
		best := float64(m.s.best.value() + m.duties.earned(m.s.best))
		m.eachPlan(func(gain float64, plan []found) {
			if gain <= best {
				return
			}
			better++
			for _, r := range plan {
				if !slices.ContainsFunc(some, func(o found) bool { return o.day == r.day && slices.Equal(o.nodes, r.nodes) }) {
					t.Fatalf("seed %d: a plan of %f, the best has %f, needs route %v of day %d, which is given up", seed, gain, best, r.nodes, r.day)
				}
			}
		})
	}
	if better < 50 || dropped < 100 {
		t.Errorf("%d better plans, %d routes given up: too few to tell", better, dropped)
	}
}

// eachPlan hands out the plans of routes known, at most one of a day, that keep the rows,
// and what each gains with its rewards.
func (m *master) eachPlan(do func(gain float64, plan []found)) {
	d := &dive{roster: m.roster, room: slices.Clone(m.limit)}
	var plan []found
	var fill func(k int, gain float64)
	fill = func(k int, gain float64) {
		if k == len(m.days) {
			do(gain, plan)
			return
		}
		fill(k+1, gain)
		for _, r := range m.routes {
			c := m.column(r.day, r.nodes, r.value)
			if r.day != m.days[k] || !d.fits(&c) {
				continue
			}
			for _, e := range c.rows {
				d.room[e.row] -= e.by
			}
			plan = append(plan, r)
			fill(k+1, gain+c.gain)
			plan = plan[:len(plan)-1]
			for _, e := range c.rows {
				d.room[e.row] += e.by
			}
		}
	}
	fill(0, 0)
}

// TestAPlainDiveFindsWhatTheProgrammeKnows: the plan begins poor, with one day after the
// other taking what is best for it; the routes of a few rounds hold a better one.
func TestAPlainDiveFindsWhatTheProgrammeKnows(t *testing.T) {
	better := 0
	for seed := range uint64(100) {
		m := masterOf(t, ruledProblem(rand.New(rand.NewPCG(seed, 44))), seed)
		for range 4 {
			m.round()
		}
		before := m.s.best.score()
		m.plainDive()
		if m.s.best.score() < before {
			t.Fatalf("seed %d: score %d after a dive, %d before", seed, m.s.best.score(), before)
		}
		if m.s.best.score() > before {
			better++
		}
		if few := m.hopeful(1); len(few) > len(m.days) {
			t.Errorf("seed %d: %d routes of %d days, one of each was asked for", seed, len(few), len(m.days))
		}
	}
	if better < 5 {
		t.Errorf("%d of 100 dives gained something", better)
	}
}
