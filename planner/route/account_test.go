package route

import (
	"slices"
	"testing"

	"binaan/planner"
)

// What a territory is expected to bring and what its month's routes bring are two figures:
// the lines between them are told, and add up to the rupiah, also for all kader together.
func TestATerritorysExpectationLeadsToItsRoutesLineByLine(t *testing.T) {
	var branch Account
	cash, families := planner.Rupiah(0), 0
	for k, in := range crowd(t, 3) {
		plan, err := GreedyByDay.Make(t.Context(), in, 1)
		if err != nil {
			t.Fatal(err)
		}
		a := in.Account(territoryCash(t, &in)-1000, plan.Routes)
		if a.lines() != a.Routes || a.Routes != plan.Outlook.Cash {
			t.Errorf("kader %d: the lines come to %v, the routes to %v, the outlook to %v: %+v", k, a.lines(), a.Routes, plan.Outlook.Cash, a)
		}
		if a.Since != 1000 {
			t.Errorf("kader %d: of blocks that are expected to bring Rp1,000 more by now the account says %v", k, a.Since)
		}
		if a.Choice <= 0 || max(a.Rounding, -a.Rounding) > planner.Rupiah(len(in.Households)) {
			t.Errorf("kader %d: a plan that chooses well brings more than the mean, and rounding is below a rupiah a family: %+v", k, a)
		}
		t.Logf("kader %d: %+v", k, a)
		branch, cash, families = branch.Plus(a), cash+plan.Outlook.Cash, families+len(in.Households)
	}
	if branch.lines() != cash || branch.Routes != cash {
		t.Errorf("the branch of %d families: lines %v, routes %v, outlooks %v", families, branch.lines(), branch.Routes, cash)
	}
}

// A month without routes is short of all that the territory is expected to bring, and one
// of families that the territory does not count brings all of it as theirs.
func TestAnAccountOfFewRoutesAddsUpToo(t *testing.T) {
	in := crowd(t, 1)[0]
	if a := in.Account(territoryCash(t, &in), nil); a.lines() != 0 || a.Routes != 0 || a.Since != 0 || a.Number >= 0 || a.Choice != 0 || a.Hour != 0 || a.Others != 0 {
		t.Errorf("no routes: %+v", a)
	}
	stranger := Route{Stops: []Stop{{Household: 1 << 40, Cash: 71_003}}}
	if a := in.Account(0, []Route{stranger}); a.Others != 71_003 || a.lines() != a.Routes || a.Routes != 71_003 {
		t.Errorf("a stranger's visit: %+v", a)
	}
	in.Households = nil
	if a := in.Account(0, []Route{stranger}); a.Territory != 0 || a.lines() != 71_003 {
		t.Errorf("a territory without families: %+v", a)
	}
}

// lines are what the lines of an account come to.
func (a Account) lines() planner.Rupiah {
	return a.Territory + a.Since + a.Rounding + a.Number + a.Choice + a.Hour + a.Others
}

// territoryCash is what the blocks of a kader's families are expected to bring in a month,
// gathered as an import gathers them.
func territoryCash(t *testing.T, in *Input) (sum planner.Rupiah) {
	t.Helper()
	blocks, err := planner.GatherBlocks(slices.Values(in.Households), in.Rules.Eligible, func(h planner.Household) (cash, later planner.Rupiah) {
		return in.Chances.MonthExpected(in.Calendar, &in.Rules, h, in.Histories[h.ID])
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range blocks {
		sum += b.Expected
	}
	return sum
}
