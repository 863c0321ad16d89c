package api

import (
	"cmp"
	"slices"

	"binaan/data"
	"binaan/geo"
	"binaan/planner"
	"binaan/planner/ledger"
)

// boardView is a board as an account may see it, of an area.
type boardView struct {
	data.Board
	in   geo.AreaCode
	fine bool
}

func (v boardView) answer() BoardAnswer {
	out := BoardAnswer{
		Month: v.Month.Text, Against: v.Against.Text, UpTo: v.Through, AgainstUpTo: v.Against.Until, Partial: v.Through < v.Month.Until,
		Workdays: v.Workdays, Age: v.Age, Path: v.path(), Territories: v.Plan,
		Now: v.Now.Sum(v.in, 0), Before: v.Before.Sum(v.in, 0), Land: v.land(v.in), Funnel: v.Now.Funnel(v.in), FunnelBefore: v.Before.Funnel(v.in),
		Places: v.places(), Kader: v.kader(),
	}
	if v.Covered > 0 {
		out.Covered = &v.Covered
	}
	if v.in.Level() == geo.Desa && slices.ContainsFunc(v.unitsOf(v.in.Parent()), func(u unit) bool { return u.moneyHidden && u.areas[0] == v.in }) {
		out.MoneyHidden = true
		out.Now, out.Before = withoutMoney(out.Now), withoutMoney(out.Before)
		out.Funnel.Paid, out.Funnel.Verified, out.FunnelBefore.Paid, out.FunnelBefore.Verified = 0, 0, 0, 0
	} else {
		out.Change = out.Now.Changed(out.Before)
	}
	visits := make([]int64, len(out.Kader))
	for i, k := range out.Kader {
		visits[i] = int64(k.Now.Visits)
	}
	out.Spread = ledger.Distribute(visits)
	out.Actions = v.actions(out)
	return out
}

func withoutMoney(t ledger.Tally) ledger.Tally {
	t.Collected, t.Unsought = 0, 0
	return t
}

// path leads from the branch to the area; the branch's name is not of the board.
func (v boardView) path() (out []PlaceName) {
	for a := v.in; a.Level() >= geo.Kabupaten; a = a.Parent() {
		out = append(out, v.name(a))
	}
	out = append(out, PlaceName{})
	slices.Reverse(out)
	return out
}

func (v boardView) name(a geo.AreaCode) PlaceName {
	return PlaceName{Area: a, Name: cmp.Or(v.Areas[a], string(a))}
}

func (v boardView) land(in geo.AreaCode) (l Land) {
	for desa, of := range v.Land {
		if ledger.Within(desa, in) {
			l.Households, l.Eligible, l.Arrears, l.Uncovered = l.Households+of.Households, l.Eligible+of.Eligible, l.Arrears+of.Arrears, l.Uncovered+of.Uncovered
		}
	}
	l.Visited = v.Now.Funnel(in).Visited
	return l
}

// unit is one area, or several taken together.
type unit struct {
	areas       []geo.AreaCode
	merged      bool
	households  int
	payers      [2]int // now and before
	moneyHidden bool
}

// shows reports whether an area may be looked into: it exists, and neither it nor what
// is around it was taken together with others.
func (v boardView) shows(a geo.AreaCode) bool {
	if a.Level() < geo.Kabupaten {
		return a == ""
	}
	alone := func(u unit) bool { return !u.merged && u.areas[0] == a }
	return (a.Level() == geo.Kabupaten || v.shows(a.Parent())) && slices.ContainsFunc(v.unitsOf(around(a)), alone)
}

// around is what an area is listed under: a kabupaten under the branch.
func around(a geo.AreaCode) geo.AreaCode {
	if a.Level() == geo.Kabupaten {
		return ""
	}
	return a.Parent()
}

// unitsOf are the areas under one, by code. For those without rights to households,
// areas with few of them are taken together, so that nothing is left to subtract.
func (v boardView) unitsOf(in geo.AreaCode) (out []unit) {
	level := max(geo.Kabupaten, in.Level()+1)
	units := map[geo.AreaCode]*unit{}
	of := func(area geo.AreaCode) *unit {
		for area.Level() > level {
			area = area.Parent()
		}
		if units[area] == nil {
			units[area] = &unit{areas: []geo.AreaCode{area}}
		}
		return units[area]
	}
	for desa, l := range v.Land {
		if ledger.Within(desa, in) && desa.Level() >= level {
			of(desa).households += l.Households
		}
	}
	for i, g := range []ledger.Grain{v.Now, v.Before} {
		for s := range g.Spots {
			if ledger.Within(s.Area, in) && (s.Area.Level() >= level || s.Area == "") {
				of(s.Area)
			}
		}
		for desa, n := range g.Payers {
			if ledger.Within(desa, in) {
				of(desa).payers[i] += n
			}
		}
	}
	for _, u := range units {
		out = append(out, *u)
	}
	slices.SortFunc(out, func(a, b unit) int { return cmp.Compare(a.areas[0], b.areas[0]) })
	if v.fine {
		return out
	}
	out = mergeFew(out)
	if level == geo.Desa {
		hideMoney(out)
	}
	return out
}

// mergeFew takes units with few households together, with the next smallest until they
// are enough.
func mergeFew(units []unit) []unit {
	slices.SortStableFunc(units, func(a, b unit) int { return cmp.Compare(a.households, b.households) })
	rest, n := unit{merged: true}, 0
	for _, u := range units {
		if u.households >= fewHouseholds && (n == 0 || rest.households >= fewHouseholds) {
			break
		}
		rest.areas, rest.households = append(rest.areas, u.areas...), rest.households+u.households
		rest.payers[0], rest.payers[1] = rest.payers[0]+u.payers[0], rest.payers[1]+u.payers[1]
		n++
	}
	units = slices.Clone(units[n:])
	slices.SortFunc(units, func(a, b unit) int { return cmp.Compare(a.areas[0], b.areas[0]) })
	if n > 0 {
		slices.Sort(rest.areas)
		units = append(units, rest)
	}
	return units
}

// hideMoney hides the money of units in which few families paid, in either month, and
// of more of them until what is missing from the sum is of enough families.
func hideMoney(units []unit) {
	for i := range 2 {
		order := make([]*unit, 0, len(units))
		for k := range units {
			if units[k].payers[i] > 0 {
				order = append(order, &units[k])
			}
		}
		slices.SortStableFunc(order, func(a, b *unit) int { return cmp.Compare(a.payers[i], b.payers[i]) })
		hidden := 0
		for _, u := range order {
			if u.payers[i] >= fewHouseholds && (hidden == 0 || hidden >= fewHouseholds) {
				break
			}
			u.moneyHidden = true
			hidden += u.payers[i]
		}
	}
}

func (v boardView) places() []BoardPlace {
	out := []BoardPlace{}
	if v.in.Level() == geo.Desa {
		return out
	}
	for _, u := range v.unitsOf(v.in) {
		p := BoardPlace{PlaceName: v.name(u.areas[0]), MoneyHidden: u.moneyHidden}
		if u.merged {
			p.PlaceName, p.Merged = PlaceName{}, len(u.areas)
		}
		for _, a := range u.areas {
			l := v.land(a)
			p.Land.Households, p.Land.Eligible, p.Land.Arrears = p.Land.Households+l.Households, p.Land.Eligible+l.Eligible, p.Land.Arrears+l.Arrears
			p.Land.Uncovered, p.Land.Visited = p.Land.Uncovered+l.Uncovered, p.Land.Visited+l.Visited
			p.Now, p.Before = p.Now.Plus(v.Now.Sum(a, 0)), p.Before.Plus(v.Before.Sum(a, 0))
		}
		if u.moneyHidden {
			p.Now, p.Before = withoutMoney(p.Now), withoutMoney(p.Before)
		}
		out = append(out, p)
	}
	return out
}

// kader are those with anything in the area. The money of each is of the branch or a
// kabupaten: in less, a visit's payment could be told.
func (v boardView) kader() []KaderRow {
	out := []KaderRow{}
	there := map[planner.KaderID]bool{}
	for _, g := range []ledger.Grain{v.Now, v.Before} {
		for s := range g.Spots {
			there[s.Kader] = there[s.Kader] || ledger.Within(s.Area, v.in)
		}
	}
	hide := !v.fine && v.in.Level() > geo.Kabupaten
	for _, k := range v.Kader {
		if !there[k.ID] {
			continue
		}
		row := KaderRow{
			ID: k.ID, Code: k.Code, Name: k.Name, Now: v.Now.Sum(v.in, k.ID), Before: v.Before.Sum(v.in, k.ID), MoneyHidden: hide,
			Trend: v.Trend[k.ID], Silent: v.Silent[k.ID], LastDay: k.Seen,
		}
		if at, ok := v.Phones[k.ID]; ok {
			row.LastSync = &at
		}
		row.Flags = ledger.Deviations(v.Now.Sum("", k.ID), v.Before.Sum("", k.ID), row.Silent)
		if hide {
			row.Now, row.Before = withoutMoney(row.Now), withoutMoney(row.Before)
		}
		out = append(out, row)
	}
	return out
}
