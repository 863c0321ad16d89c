package orienteer

import (
	"cmp"
	"slices"
)

// dive rounds the programme to a plan: it fixes the routes that the programme
// likes most, solves what is left with new routes for it, and so on until every
// day has one (diving with column generation, Sadykov and others 2019).
type dive struct {
	*roster
	room []float64 // by row: what the fixed routes leave
	plan []found
}

// What a dive asks of a day, how many days it asks before each step, and from which
// proportion on it fixes routes beside the one it likes most.
const (
	diveKeep = 15
	diveAsks = 6
	diveSure = 0.8
)

// plainRoutes is how many routes of each day a plain dive begins with.
const plainRoutes = 400

// dive looks for a plan from the routes of the master, which the annealer then
// goes on from. A little chance makes every dive another one but for the first. Where it
// asks no day for new routes, it is quick and begins with those that can be part of a
// better plan.
func (m *master) dive(asks int) {
	d := &dive{room: slices.Clone(m.limit)}
	d.roster = newRoster(m.rows, m.days, m.limit)
	d.routes = slices.Clone(m.routes)
	if asks == 0 {
		d.routes = m.hopeful(plainRoutes)
	}
	for len(d.days) > 0 && !m.s.stopped() {
		d.rebuild()
		for k := range min(asks, len(d.days)) {
			d.ask(d.days[(len(d.plan)+k)%len(d.days)])
		}
		if asks > 0 {
			d.lp.solve(pivotsPerRound)
		}
		if !d.fix(m.chance()) {
			break
		}
	}
	m.dives++
	m.s.embark(d.plan)
}

// hopeful are the routes known that can be part of a better plan which keeps as many
// appointments: those that fall short of the best of their day, at the steady prices, by
// no more than all days together promise beyond the best plan (fixing by reduced cost); of
// each day the foremost of them.
func (m *master) hopeful(perDay int) (some []found) {
	sum := -float64(m.s.best.value() + m.duties.earned(m.s.best))
	for r := len(m.days); r < len(m.limit); r++ {
		sum += m.steady[r] * m.limit[r]
	}
	worth, most := make([]float64, len(m.routes)), make([]float64, len(m.dayRow))
	for k, r := range m.routes {
		worth[k] = float64(r.value)
		for _, i := range r.nodes {
			worth[k] -= m.price(m.steady, i, r.day)
		}
		most[r.day] = max(most[r.day], worth[k])
	}
	for d := range m.dayRow {
		sum += most[d]
		if m.dayRow[d] < 0 {
			sum += float64(m.s.best.days[d].Value())
		}
	}
	var order []int
	for k, r := range m.routes {
		if worth[k]-most[r.day]+sum >= 0 {
			order = append(order, k)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(worth[b], worth[a]) })
	of := make([]int, len(m.dayRow))
	for _, k := range order {
		if r := m.routes[k]; of[r.day] < perDay {
			of[r.day]++
			some = append(some, r)
		}
	}
	return some
}

// chance is by how much a dive may like a route more than the programme does.
func (m *master) chance() func() float64 {
	if m.dives == 0 {
		return func() float64 { return 0 }
	}
	return func() float64 { return 0.3 * m.s.rng.Float64() }
}

// rebuild sets the programme up for what is left, and solves it.
func (d *dive) rebuild() {
	d.lp = newProgram(d.room)
	clear(d.known)
	at := 0
	for _, r := range d.routes {
		c := d.column(r.day, r.nodes, r.value)
		if slices.Contains(d.days, r.day) && d.fits(&c) {
			d.lp.add(c)
			d.known[routeKey(r.day, r.nodes)] = true
			d.routes[at] = r
			at++
		}
	}
	d.routes = d.routes[:at]
	d.lp.solve(pivotsPerRound)
}

// fits tells whether the fixed routes leave room for a column.
func (d *dive) fits(c *column) bool {
	for _, e := range c.rows {
		if d.room[e.row] < e.by {
			return false
		}
	}
	return true
}

// ask looks for routes of one day through the nodes that are left, for all days.
func (d *dive) ask(day int) {
	y := make([]float64, len(d.room))
	for r := range y {
		y[r] = max(0, d.lp.dual[r])
	}
	t := d.s.priced(day, d.rows, y)
	var open []int
	for k, i := range t.nodes {
		c := d.column(day, []int{i}, 0)
		if d.fits(&c) {
			open = append(open, k)
		}
	}
	t = t.subset(open)
	a := t.scout(d.richest(day, &t, shown), diveKeep)
	d.take(day, a.more, make([]int, len(d.s.p.Days)))
}

// fix puts the routes that the programme likes most into the plan. It tells
// whether there are any.
func (d *dive) fix(chance func() float64) bool {
	type liking struct {
		column int
		much   float64
	}
	var likes []liking
	for k, c := range d.lp.basic {
		if d.lp.x[k] > wall && c >= d.lp.pinned {
			likes = append(likes, liking{c, min(1, d.lp.x[k]) + chance()})
		}
	}
	if len(likes) == 0 {
		return false
	}
	slices.SortFunc(likes, func(a, b liking) int {
		switch {
		case a.much > b.much:
			return -1
		case a.much < b.much:
			return 1
		}
		return a.column - b.column
	})
	for k, l := range likes {
		r, c := d.routes[l.column], &d.lp.columns[l.column]
		if k > 0 && l.much < diveSure {
			break
		}
		if at := slices.Index(d.days, r.day); at >= 0 && d.fits(c) {
			d.days = slices.Delete(slices.Clone(d.days), at, at+1)
			d.plan = append(d.plan, r)
			for _, e := range c.rows {
				d.room[e.row] -= e.by
			}
		}
	}
	return true
}

// embark takes over a plan of routes, its other days filled one after the other,
// where that ranks higher than the best so far.
func (s *solver) embark(plan []found) {
	s.now.copy(s.best)
	s.empty(s.free...)
	for _, r := range plan {
		s.now.set(r.day, s.ride(r.day, r.nodes))
	}
	for _, d := range s.free {
		if len(s.now.days[d].Stops) == 0 {
			s.solve(d, trial)
		}
	}
	s.adopt()
}
