package ledger

import (
	"binaan/planner"
)

// Tally is what a board shows of an area or a kader: of every ratio its numerator
// and its denominator, which add up over areas and kader where ratios do not.
// docs/dashboard.md defines each.
type Tally struct {
	Visits    int            `json:"visits"`
	Asked     int            `json:"asked"`    // visits by the target so far; of kader, so of no area below a kecamatan
	Planned   int            `json:"planned"`  // calls on the routes so far
	OnRoute   int            `json:"onRoute"`  // visits on the days of those routes
	Met       int            `json:"met"`      // visits that met the family
	Promised  int            `json:"promised"` // promises made
	Kept      int            `json:"kept"`
	Due       int            `json:"due"` // promises kept or broken
	Rehab     int            `json:"rehab"`
	Collected planner.Rupiah `json:"collected"` // confirmed, and credited to a visit
	Target    planner.Rupiah `json:"target"`    // of the whole month; of kader, as Asked
	Unsought  planner.Rupiah `json:"unsought"`  // confirmed, and no visit's
	Workdays  int            `json:"workdays"`  // of kader
}

// Plus sums numbers of different kader or areas.
func (n Tally) Plus(o Tally) Tally {
	return Tally{
		n.Visits + o.Visits, n.Asked + o.Asked, n.Planned + o.Planned, n.OnRoute + o.OnRoute, n.Met + o.Met, n.Promised + o.Promised, n.Kept + o.Kept, n.Due + o.Due,
		n.Rehab + o.Rehab, n.Collected + o.Collected, n.Target + o.Target, n.Unsought + o.Unsought, n.Workdays + o.Workdays,
	}
}

// record is what of a record a board shows.
func (n *Tally) record(r Record) {
	n.Visits, n.Met, n.Promised, n.Kept, n.Due, n.Rehab, n.Collected = r.Visits, r.Contacts, r.Promised, r.Kept, r.Kept+r.Broken, r.Rehab, r.Rupiah
}

// Changed says why the money of visits differs from what it was.
func (n Tally) Changed(was Tally) Effects {
	e := effectsOf(outputOf(int64(was.Visits), int64(was.Met), was.Collected, 1), outputOf(int64(n.Visits), int64(n.Met), n.Collected, 1))
	e.Unsought = n.Unsought - was.Unsought
	return e
}

// Funnel counts families, each once, on their way from a route to confirmed money. No
// step is made of the one before: a family may pay without a promise.
type Funnel struct {
	Planned  int `json:"planned"`  // on a route so far
	Visited  int `json:"visited"`  // on a route or not
	Met      int `json:"met"`      // at one visit or more
	Agreed   int `json:"agreed"`   // promised, or joined REHAB
	Paid     int `json:"paid"`     // a kader noted money, or the file confirms it, after a visit
	Verified int `json:"verified"` // the file confirms it, after a visit
}

// Plus sums funnels of different areas.
func (f Funnel) Plus(o Funnel) Funnel {
	return Funnel{f.Planned + o.Planned, f.Visited + o.Visited, f.Met + o.Met, f.Agreed + o.Agreed, f.Paid + o.Paid, f.Verified + o.Verified}
}

// goals are what is asked of a kader in a month: visits so far by the finest unit in
// which the branch asks for them, Rupiah of the whole month.
func (k *KaderRecord) goals(t planner.TargetRule, month Period) (visits int, rupiah planner.Rupiah) {
	for _, g := range t.All() {
		switch {
		case g.Measure == planner.MeasureVisits && visits == 0 && (g.Per == planner.PerDay || g.Per == planner.PerWeek || g.Per == planner.PerMonth):
			visits = int(g.Value * k.asked(g.Per, month.units(g.Per)))
		case g.Measure == planner.MeasureRupiah && rupiah == 0 && g.Per == planner.PerMonth:
			rupiah = planner.Rupiah(g.Value * k.asked(g.Per, month.units(g.Per)))
		}
	}
	return visits, rupiah
}
