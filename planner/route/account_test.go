package route

import (
	"math"
	"slices"
	"testing"

	"binaan/planner"
)

// account is what leads from the cash that a territory is expected to bring in a month to
// that of the routes planned for it, in Rupiah; docs/routes.md tells of the lines.
type account struct {
	territory planner.Rupiah // every eligible family a share of a visit at its best ordinary hour, each rounded
	rounding  float64        // of those shares
	number    float64        // as many more visits than those shares add up to, at the families' mean
	choice    float64        // the families chosen bring more than the mean
	hour      float64        // at the hours planned instead of the best ordinary ones, on their days
	others    planner.Rupiah // visits to families that the territory does not count: owed, not eligible
}

func (a account) sum() planner.Rupiah {
	return a.territory + a.others + planner.Rupiah(math.Round(a.rounding+a.number+a.choice+a.hour))
}

func accountOf(t *testing.T, in *Input, plan *Plan) (a account) {
	t.Helper()
	eligible := func(h planner.Household) bool { return in.Rules.Eligible(h) }
	blocks, err := planner.GatherBlocks(slices.Values(in.Households), eligible, func(h planner.Household) (cash, later planner.Rupiah) {
		return in.Chances.MonthExpected(in.Calendar, &in.Rules, h, in.Histories[h.ID])
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range blocks {
		a.territory += b.Expected
	}
	brings, all, families := map[planner.HouseholdID]planner.Rupiah{}, 0.0, 0.0
	for _, h := range in.Households {
		if h.Cell != 0 && h.ArrearsStatus == planner.ArrearsActive && eligible(h) {
			brings[h.ID], _ = in.Chances.VisitExpected(in.Calendar, &in.Rules, h, in.Histories[h.ID])
			all += float64(brings[h.ID])
			families++
		}
	}
	a.rounding = in.Rules.VisitsAMonth()*all - float64(a.territory)
	visits, best := 0.0, 0.0
	for _, r := range plan.Routes {
		for _, s := range r.Stops {
			one, counted := brings[s.Household]
			if !counted {
				a.others += s.Cash
				continue
			}
			visits++
			best += float64(one)
			a.hour += float64(s.Cash - one)
		}
	}
	a.number = (visits - in.Rules.VisitsAMonth()*families) * all / families
	a.choice = best - visits*all/families
	return a
}

// What a territory is expected to bring and what its month's routes bring are two figures:
// the lines between them are told, and add up to the rupiah.
func TestATerritorysExpectationLeadsToItsRoutesLineByLine(t *testing.T) {
	for k, in := range crowd(t, 3) {
		plan, err := GreedyByDay.Make(t.Context(), in, 1)
		if err != nil {
			t.Fatal(err)
		}
		a := accountOf(t, &in, &plan)
		if a.sum() != plan.Outlook.Cash {
			t.Errorf("kader %d: the lines come to %v, the routes to %v: %+v", k, a.sum(), plan.Outlook.Cash, a)
		}
		if a.territory <= 0 || a.choice <= 0 || math.Abs(a.rounding) > float64(len(in.Households)) {
			t.Errorf("kader %d: a plan that chooses well brings more than the mean, and rounding is below a rupiah a family: %+v", k, a)
		}
		t.Logf("kader %d: %+v, routes %v", k, a, plan.Outlook.Cash)
	}
}
