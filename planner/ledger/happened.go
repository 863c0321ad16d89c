package ledger

import "binaan/planner"

// Happened are a period's numbers by family, up to a day of it: what a board adds up, but
// for whom money is credited to. All of it is Unsought, so that neither older visits nor
// older money are needed: only visits of those days and those whose promise is due in
// them, money that came or went in them or since such a visit, and the calls.
func Happened(p Period, through planner.Day, visits []planner.Visit, money []Money, calls []Call) map[planner.HouseholdID]Tally {
	p.Until = min(p.Until, through)
	families := map[planner.HouseholdID]*Deeds{}
	of := func(h planner.HouseholdID) *Deeds {
		if families[h] == nil {
			families[h] = &Deeds{}
		}
		return families[h]
	}
	for _, v := range visits {
		d := of(v.Household)
		d.Visits = append(d.Visits, v)
	}
	for _, m := range money {
		d := of(m.Household)
		d.Lines = append(d.Lines, m.lines()...)
	}
	out := make(map[planner.HouseholdID]Tally, len(families))
	for h, d := range families {
		out[h] = d.tally(p)
	}
	routed(out, p, visits, calls)
	return out
}

// lines are those of a payment that nobody is credited with.
func (m Money) lines() []Line {
	l := Line{Kind: KindCollected, Household: m.Household, Day: m.Day, Amount: m.Amount, State: Verified}
	if m.Back == nil {
		return []Line{l}
	}
	return []Line{l, l.against(*m.Back)}
}

// tally is what a family's deeds of a period add up to, whoever did them.
func (d Deeds) tally(p Period) (n Tally) {
	all := Record{}
	for _, v := range d.Visits {
		if v.Promise != nil && p.holds(v.Promise.Due) {
			all.settle(v, d.paidBy()[v.Household], p.Until)
		}
		if p.holds(v.Day) && v.Outcome != planner.Skipped {
			all.visit(v)
		}
	}
	for _, l := range d.Lines {
		if p.holds(l.Day) {
			all.line(l)
		}
	}
	n.record(all)
	n.Collected, n.Unsought = 0, all.Rupiah
	return n
}

// routed adds what was on routes, and the visits of the days that had one.
func routed(to map[planner.HouseholdID]Tally, p Period, visits []planner.Visit, calls []Call) {
	routes := map[kaderDay]bool{}
	add := func(h planner.HouseholdID, n Tally) { to[h] = to[h].Plus(n) }
	for _, c := range calls {
		if p.holds(c.Day) {
			routes[kaderDay{c.Kader, c.Day}] = true
			add(c.Household, Tally{Planned: 1})
		}
	}
	for _, v := range visits {
		if v.Outcome != planner.Skipped && routes[kaderDay{v.Kader, v.Day}] {
			add(v.Household, Tally{OnRoute: 1})
		}
	}
}
