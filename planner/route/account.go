package route

import (
	"math"

	"binaan/planner"
)

// Account leads from the cash that a kader's territory is expected to bring in a month
// to the cash of the routes planned for it. All but Routes add up to it, to the rupiah.
type Account struct {
	Territory planner.Rupiah `json:"territory"` // every eligible family the visits of a full territory at its best ordinary hour, each rounded, as the branch's figures have it
	Since     planner.Rupiah `json:"since"`     // the same families as they stand on the first day planned: promises and instalments due by then, visits and payments since
	Rounding  planner.Rupiah `json:"rounding"`  // of those families' figures
	Number    planner.Rupiah `json:"number"`    // as many more visits than those add up to, at the families' mean
	Choice    planner.Rupiah `json:"choice"`    // the families chosen bring more than the mean
	Hour      planner.Rupiah `json:"hour"`      // at the hours and days planned instead of the best ordinary ones
	Others    planner.Rupiah `json:"others"`    // visits to families that the territory does not count: owed, not eligible
	Routes    planner.Rupiah `json:"routes"`
}

// Account tells how the routes of a plan made from in come to what they bring, from what
// the kader's territories are expected to.
func (in *Input) Account(territory planner.Rupiah, routes []Route) (a Account) {
	one, mean, now := in.visits()
	a.Territory, a.Since = territory, now-territory
	visits, chosen := 0.0, planner.Rupiah(0)
	for _, r := range routes {
		for _, s := range r.Stops {
			a.Routes += s.Cash
			brings, counted := one[s.Household]
			if !counted {
				a.Others += s.Cash
				continue
			}
			visits++
			chosen += brings
			a.Hour += s.Cash - brings
		}
	}
	all := planner.Rupiah(math.Round(in.Rules.VisitsAMonth() * float64(len(one)) * mean))
	same := planner.Rupiah(math.Round(visits * mean))
	a.Rounding, a.Number, a.Choice = all-now, same-all, chosen-same
	return a
}

// visits are what a visit to each family that a territory counts brings, at its best
// ordinary hour, their mean, and what all are expected to bring in a month.
func (in *Input) visits() (one map[planner.HouseholdID]planner.Rupiah, mean float64, all planner.Rupiah) {
	one = map[planner.HouseholdID]planner.Rupiah{}
	sum := planner.Rupiah(0)
	for _, h := range in.Households {
		if h.Cell == 0 || h.ArrearsStatus != planner.ArrearsActive || !in.Rules.Eligible(h) {
			continue
		}
		month, _ := in.Chances.MonthExpected(in.Calendar, &in.Rules, h, in.Histories[h.ID])
		one[h.ID], _ = in.Chances.VisitExpected(in.Calendar, &in.Rules, h, in.Histories[h.ID])
		all += month
		sum += one[h.ID]
	}
	return one, float64(sum) / float64(max(1, len(one))), all
}

// Plus is the account of both.
func (a Account) Plus(x Account) Account {
	return Account{
		Territory: a.Territory + x.Territory, Since: a.Since + x.Since, Rounding: a.Rounding + x.Rounding, Number: a.Number + x.Number,
		Choice: a.Choice + x.Choice, Hour: a.Hour + x.Hour, Others: a.Others + x.Others, Routes: a.Routes + x.Routes,
	}
}
