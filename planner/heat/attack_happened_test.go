package heat_test

import (
	"maps"
	"math/rand/v2"
	"slices"

	"binaan/planner"
	"binaan/planner/heat"
)

// eventMeasures are those of what happened.
var eventMeasures = []heat.Measure{heat.Visits, heat.Contact, heat.Kept, heat.Collected}

// counts tells whether a family counts in a measure.
func counts(m heat.Measure, h heat.Happening) bool {
	switch m {
	case heat.Visits:
		return h.Planned+h.OnRoute > 0
	case heat.Contact:
		return h.Visits > 0
	case heat.Kept:
		return h.Settled > 0
	default:
		return h.Paid > 0
	}
}

// month is what happened to families: most were called at, some met, some promised, few paid.
// Of some months every visit was on a route.
func (a attack) month(rng *rand.Rand, routed bool) (out []heat.Happening) {
	for k, families := range a.families {
		for _, f := range families {
			if rng.IntN(10) < 3 {
				continue
			}
			h := heat.Happening{Part: int32(k), Category: f.Category}
			if rng.IntN(4) > 0 {
				h.Planned = 1
			}
			if rng.IntN(3) > 0 {
				if routed {
					h.Planned = 1
				}
				h.Visits, h.OnRoute, h.Met = 1, h.Planned, int32(rng.IntN(2))
			}
			if h.Met > 0 && rng.IntN(2) > 0 {
				h.Settled, h.Kept = 1, int32(rng.IntN(2))
			}
			if rng.IntN(6) == 0 {
				h.Paid = planner.Rupiah(35_000 * (1 + rng.IntN(9)))
			}
			out = append(out, h)
		}
	}
	return out
}

// happened attacks every unit with all that it answers of what happened. The attacker gets
// more than is published: how many families are behind both numbers of each ratio. Visits,
// calls on routes and meetings are counted of the same families in ways that could be
// subtracted, so that all measures are attacked together, family by category and by what
// happened to it.
func (a attack) happened(rng *rand.Rand) (groups, told int) {
	for _, routed := range []bool{false, true} {
		g, n := a.happenedIn(a.month(rng, routed))
		groups, told = groups+g, told+n
	}
	return groups, told
}

func (a attack) happenedIn(all []heat.Happening) (groups, told int) {
	ask := func(m heat.Measure, q []selection) heat.Answer {
		query := queryOf(q)
		query.Measure = m
		out, err := a.table.AskHappened(all, query)
		if err != nil {
			a.t.Fatal(err)
		}
		return out
	}
	units := 0
	for _, p := range a.places {
		units = max(units, p.Unit+1)
	}
	in := make([][]heat.Happening, units)
	for _, h := range all {
		in[a.places[h.Part].Unit] = append(in[a.places[h.Part].Unit], h)
	}
	for _, dims := range [][]heat.Dimension{{heat.Class, heat.Band}, {heat.Status, heat.Channel}, {heat.Kader, heat.Class}} {
		asked := selections(dims, a.categories(dims))
		answers := map[heat.Measure][]heat.Answer{}
		for _, m := range eventMeasures {
			for _, q := range asked {
				answers[m] = append(answers[m], ask(m, q))
			}
		}
		for u, families := range in {
			g, n := a.unit(u, families, dims, asked, answers)
			groups, told = groups+g, told+n
		}
	}
	return groups, told
}

// fate is a combination of categories, and in which measures a family of it counts.
type fate struct {
	category [6]uint16
	counts   [4]bool
}

func (a attack) unit(u int, families []heat.Happening, dims []heat.Dimension, asked [][]selection, answers map[heat.Measure][]heat.Answer) (groups, told int) {
	truth := map[fate]int{}
	for _, h := range families {
		f := fate{category: only(h.Category, dims)}
		for i, m := range eventMeasures {
			f.counts[i] = counts(m, h)
		}
		truth[f]++
	}
	// Whoever attacks knows which categories there are, and that anything may happen to any.
	fates := map[fate]bool{}
	for f := range truth {
		for g := range truth {
			fates[fate{f.category, g.counts}] = true
		}
	}
	order := slices.SortedFunc(maps.Keys(fates), func(f, g fate) int { return slices.Compare(print(f), print(g)) })
	s := newSystem(len(order))
	for i, f := range order {
		s.truth[i] = truth[f]
	}
	within := func(m int, q []selection) (in []int, n int) {
		for i, f := range order {
			if f.counts[m] && !slices.ContainsFunc(q, func(s selection) bool { return !s.holds(f.category) }) {
				in, n = append(in, i), n+s.truth[i]
			}
		}
		return in, n
	}
	hidden := hiddenMoney(u, asked, answers[heat.Collected])
	for k, q := range asked {
		for i, m := range eventMeasures {
			in, n := within(i, q)
			switch v := answers[m][k].Values[u]; {
			case v.State == heat.Told && len(in) > 0:
				s.equal(in, n)
				if visited := slices.DeleteFunc(slices.Clone(in), func(v int) bool { return !order[v].counts[1] }); m == heat.Visits && len(visited) > 0 {
					s.equal(visited, n) // those who were visited, of those on routes
				}
			case v.State == heat.None && n > 0:
				a.t.Errorf("unit %d: %d families of %s are said not to be: %v", u, n, m, q)
			case v.State == heat.None && len(in) > 0:
				s.equal(in, 0)
			case v.State == heat.Hidden && m == heat.Collected && len(q) == 1 && !q[0].not:
				s.known(besides(q[0], order, hidden))
			case v.State == heat.Hidden && len(q) <= 1 && n > 0:
				s.least(in)
			}
		}
	}
	for k, q := range asked {
		if slices.ContainsFunc(q, func(s selection) bool { return s.not }) {
			continue
		}
		for i, m := range eventMeasures {
			if m == heat.Contact && answers[heat.Visits][k].Values[u].State == heat.Told {
				continue // of the enough families on routes, how many were visited is what visits tell
			}
			few := int(usual.KK)
			if m == heat.Collected {
				few = fewPayers
			}
			in, n := within(i, q)
			if n == 0 || n >= few {
				continue
			}
			groups++
			if !s.otherwise(in) {
				told++
				a.t.Errorf("unit %d tells of %d families of %s: %v", u, n, m, q)
			}
		}
	}
	return groups, told
}

// fewPayers is how many families must have paid before money is told.
const fewPayers = 4

// hiddenMoney are the categories whose money is hidden in a unit.
func hiddenMoney(u int, asked [][]selection, answers []heat.Answer) map[selection]bool {
	out := map[selection]bool{}
	for k, q := range asked {
		if len(q) == 1 && answers[k].Values[u].State == heat.Hidden {
			out[q[0]] = true
		}
	}
	return out
}

// besides are the payers of all hidden categories but one. Hidden money does not tell that
// somebody paid, since categories of nobody are hidden with those of few; but of two of them
// at least somebody did: all payers of one alone would be told.
func besides(one selection, order []fate, hidden map[selection]bool) (in []int) {
	for i, f := range order {
		which := f.category[one.of]
		if f.counts[3] && which != one.which && hidden[selection{of: one.of, which: which}] {
			in = append(in, i)
		}
	}
	return in
}

func print(f fate) (out []int) {
	for _, c := range f.category {
		out = append(out, int(c))
	}
	for _, c := range f.counts {
		out = append(out, map[bool]int{true: 1}[c])
	}
	return out
}
