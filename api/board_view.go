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
	in     geo.AreaCode
	level  geo.Level // of the places; 0: just under in
	fine   bool
	groups map[geo.AreaCode]geo.AreaCode // of areas that are told together, the first
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
	if out.MoneyHidden = v.moneyHidden(v.in); out.MoneyHidden {
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
	return PlaceName{Area: a, Name: cmp.Or(v.Areas[a], string(a)), Around: v.Areas[a.Parent()]}
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

// moneyHidden reports whether what came in is not told of an area: of less than a
// kecamatan the map tells it, by units that hide what few families paid.
func (v boardView) moneyHidden(a geo.AreaCode) bool { return !v.fine && a.Level() == geo.Desa }

// unit is one area, or several that are told together.
type unit []geo.AreaCode

// shows reports whether an area may be looked into: it exists, and neither it nor what
// is around it is told together with others.
func (v boardView) shows(a geo.AreaCode) bool {
	if a.Level() < geo.Kabupaten {
		return a == ""
	}
	alone := func(u unit) bool { return len(u) == 1 && u[0] == a }
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
// areas of few families are told together, the same as on the map: told in two ways,
// one could be subtracted from the other.
func (v boardView) unitsOf(in geo.AreaCode) (out []unit) {
	level := max(geo.Kabupaten, in.Level()+1)
	units := map[geo.AreaCode]unit{}
	add := func(area geo.AreaCode) {
		if !ledger.Within(area, in) || area != "" && area.Level() < level {
			return
		}
		for area.Level() > level {
			area = area.Parent()
		}
		if first := v.first(area); !slices.Contains(units[first], area) {
			units[first] = append(units[first], area)
		}
	}
	for desa := range v.Land {
		add(desa)
	}
	for _, g := range []ledger.Grain{v.Now, v.Before} {
		for s := range g.Spots {
			add(s.Area)
		}
	}
	for _, u := range units {
		slices.Sort(u)
		out = append(out, u)
	}
	slices.SortFunc(out, func(a, b unit) int { return cmp.Compare(a[0], b[0]) })
	return out
}

// first is the first of the areas that one is told together with.
func (v boardView) first(a geo.AreaCode) geo.AreaCode {
	if !v.fine && v.groups[a] != "" {
		return v.groups[a]
	}
	return a
}

// groupsOf are the areas of a month's partition that are told together with others, by
// each the first of them. Desa that must not be told are what a kecamatan has more than
// the others, and so are told as that.
func groupsOf(m *data.HeatMonth) map[geo.AreaCode]geo.AreaCode {
	out := map[geo.AreaCode]geo.AreaCode{}
	rest := map[geo.AreaCode]geo.AreaCode{}
	for _, set := range m.Told() {
		for _, desa := range set {
			out[desa] = set[0]
		}
	}
	for _, part := range m.Partition.Parts {
		for _, desa := range part.Desa {
			out[desa.Kecamatan()], out[desa.Kecamatan().Parent()] = part.Region, part.Region.Parent()
			if out[desa] != "" {
				continue
			}
			if rest[part.Region] == "" {
				rest[part.Region] = desa
			}
			out[desa] = rest[part.Region]
		}
	}
	return out
}

func (v boardView) places() []BoardPlace {
	out := []BoardPlace{}
	if v.in.Level() == geo.Desa {
		return out
	}
	for _, u := range v.unitsAt(v.in, max(v.level, geo.Kabupaten, v.in.Level()+1)) {
		out = append(out, v.place(u))
	}
	return out
}

// unitsAt are the units of a level in an area, through those of the levels between:
// what is taken together on the way stays so.
func (v boardView) unitsAt(in geo.AreaCode, level geo.Level) (out []unit) {
	for _, u := range v.unitsOf(in) {
		if len(u) > 1 || u[0].Level() >= level || u[0] == "" {
			out = append(out, u)
			continue
		}
		out = append(out, v.unitsAt(u[0], level)...)
	}
	return out
}

func (v boardView) place(u unit) BoardPlace {
	p := BoardPlace{PlaceName: v.name(u[0]), MoneyHidden: v.moneyHidden(u[0])}
	if len(u) > 1 {
		p.Merged, p.Area = len(u), ""
		for _, a := range u[1:] {
			p.Name += ", " + v.name(a).Name
		}
	}
	for _, a := range u {
		l := v.land(a)
		p.Land.Households, p.Land.Eligible, p.Land.Arrears = p.Land.Households+l.Households, p.Land.Eligible+l.Eligible, p.Land.Arrears+l.Arrears
		p.Land.Uncovered, p.Land.Visited = p.Land.Uncovered+l.Uncovered, p.Land.Visited+l.Visited
		p.Now, p.Before = p.Now.Plus(v.Now.Sum(a, 0)), p.Before.Plus(v.Before.Sum(a, 0))
	}
	if p.MoneyHidden {
		p.Now, p.Before = withoutMoney(p.Now), withoutMoney(p.Before)
	}
	return p
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
		row.Flags = append([]ledger.Deviation{}, v.Deviations(k.ID, row.Silent)...)
		if row.Trend == nil {
			row.Trend = []int{}
		}
		if hide {
			row.Now, row.Before = withoutMoney(row.Now), withoutMoney(row.Before)
		}
		out = append(out, row)
	}
	return out
}
