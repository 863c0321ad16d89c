package parcel

import (
	"cmp"
	"slices"
)

// Solve hands the units out. Fewer sets than agents are no error.
func Solve(p Problem, o Options) (Plan, error) {
	if err := p.validate(); err != nil {
		return Plan{}, err
	}
	if o.Stop == nil {
		o.Stop = func() bool { return false }
	}
	s := newSolver(&p, o)
	for _, groups := range s.estates() {
		if err := s.settle(groups); err != nil {
			return Plan{}, err
		}
	}
	return s.finish(), nil
}

// solver is a plan in the making.
type solver struct {
	p       *Problem
	o       Options
	members [][]int // pieces by unit
	units   [][]int // by group, ascending
	classes []class
	plan    Plan
	short   bool // a bound is above what was found, or a number of splits is not proven
}

func newSolver(p *Problem, o Options) *solver {
	s := &solver{p: p, o: o, members: make([][]int, p.units()), units: make([][]int, p.groups()), classes: p.classes()}
	for i := range p.Weight {
		s.members[p.unit(i)] = append(s.members[p.unit(i)], i)
	}
	for u := range s.members {
		if len(s.members[u]) > 0 {
			s.units[p.group(u)] = append(s.units[p.group(u)], u)
		}
	}
	s.plan.Part = slices.Repeat([]int{-1}, len(p.Weight))
	return s
}

// estates are the groups that have to be handed out together: all of them where an
// agent may serve any, else each for itself.
func (s *solver) estates() [][]int {
	var all []int
	for g, units := range s.units {
		if len(units) > 0 {
			all = append(all, g)
		}
	}
	if slices.ContainsFunc(s.classes, func(c class) bool { return c.group < 0 }) {
		return [][]int{all}
	}
	var out [][]int
	for _, g := range all {
		if slices.ContainsFunc(s.classes, func(c class) bool { return c.group == g }) {
			out = append(out, []int{g})
		}
	}
	return out
}

// concerned are the classes that may serve one of the groups.
func (s *solver) concerned(groups []int) (out []int) {
	for c, k := range s.classes {
		if k.group < 0 || slices.Contains(groups, k.group) {
			out = append(out, c)
		}
	}
	return out
}

// settle hands some groups out: on whole units, and where not all fits, with as few
// of them split as that takes.
func (s *solver) settle(groups []int) error {
	e, err := s.estate(groups, nil)
	if err != nil {
		return err
	}
	found, proof := e.solve(0)
	out := Proof{Groups: groups, Each: e.each, Every: e.every, Runs: []Run{{Screen: e.screen, Case: proof, Ransom: found.ransom}}, Bound: max(proof.Bound, found.score)}
	best := found
	if len(groups) == 1 && s.o.Split >= 0 {
		d := s.divider(e)
		out.Target = d.target
		if d.level(found.score) < d.want {
			best, err = d.divide(best, &out)
			if err != nil {
				return err
			}
		}
	}
	if out.Bound > best.score {
		s.short = true
	}
	s.take(best, out)
	return nil
}

// estate lists what can be handed out in some groups where some units may be split.
func (s *solver) estate(groups []int, divided []int) (*estate, error) {
	split := map[int]bool{}
	for _, u := range slices.Concat(s.p.Apart, divided) {
		split[u] = true
	}
	var regions []*region
	for _, g := range groups {
		r, err := newRegion(s.p, g, s.members, s.units[g], split, s.classes)
		if err != nil {
			return nil, err
		}
		regions = append(regions, r)
	}
	return newEstate(s.p, regions, s.classes, s.concerned(groups), s.o), nil
}

// take writes a division into the plan.
func (s *solver) take(found *search, proof Proof) {
	next := map[int]int{} // agents of a class who have a set
	slices.SortFunc(found.best, func(a, b choice) int {
		return cmp.Or(cmp.Compare(a.region, b.region), cmp.Compare(a.class, b.class), cmp.Compare(a.at, b.at))
	})
	for _, c := range found.best {
		agent := s.classes[c.class].agents[next[c.class]]
		next[c.class]++
		s.give(found.regions[c.region], found.pool[c.region][c.at].in, agent)
	}
	for _, pool := range found.pool {
		s.plan.Listed += len(pool)
	}
	sets := int64(len(found.best))
	s.plan.Bound += proof.Bound - found.each*sets - found.every*found.weighs(found.best)
	s.plan.Proofs = append(s.plan.Proofs, proof)
}

// give hands a set to an agent and adds up what it is worth.
func (s *solver) give(g *region, in set, agent int) {
	t, p := &s.plan.Terms, s.p
	m, value := sums{}, int64(0)
	in.each(func(v int) {
		m = m.plus(g.sum[v])
		value += g.value[v]
		for _, i := range g.pieces[v] {
			s.plan.Part[i] = agent
			if ride := p.Agents[agent].Ride; ride != nil {
				t.Ride += ride[i]
			}
			if moved := p.Agents[agent].Moved; moved != nil {
				t.Moved += moved[i]
			}
		}
	})
	t.Agents++
	t.Weight += m.w
	t.Value += value
	t.Compact += p.Prices.compact(m)
	t.Even += p.Prices.even(g.group, value)
	t.Links += g.bridged(in)
}

func (e *estate) weighs(division []choice) int64 {
	w := int64(0)
	for _, c := range division {
		w += e.pool[c.region][c.at].weight
	}
	return w
}

// finish says which units are split, and what is known of the whole.
func (s *solver) finish() Plan {
	for u, pieces := range s.members {
		if len(pieces) > 0 && slices.ContainsFunc(pieces, func(i int) bool { return s.plan.Part[i] != s.plan.Part[pieces[0]] }) {
			s.plan.Split = append(s.plan.Split, u)
		}
	}
	p := &s.plan
	p.Total = p.Terms.total()
	p.Status = Feasible
	if !s.short && p.Bound == p.Total && p.Fewest == len(p.Split) {
		p.Status = Optimal
	}
	return *p
}
