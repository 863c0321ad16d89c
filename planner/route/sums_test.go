package route

import (
	"math/rand/v2"
	"testing"

	"binaan/planner"
)

// crowd is the branch of some kader, at the level of the default rule, which comes from
// the families of all, as that of a branch does.
func crowd(t *testing.T, kader int) []Input {
	t.Helper()
	var all []Input
	var brings []planner.Rupiah
	chances := planner.Priors()
	for k := range uint64(kader) {
		in := village(t, rand.New(rand.NewPCG(k, 24)), 90, 6)
		for _, h := range in.Households {
			if cash, _ := chances.VisitExpected(in.Calendar, &in.Rules, h, planner.History{}); in.Rules.Eligible(h) && cash > 0 {
				brings = append(brings, cash)
			}
		}
		all = append(all, in)
	}
	rules := all[0].Rules
	level := planner.LevelOf(rules.Yield, planner.Record{}, rules.MeanVisit(brings))
	for i := range all {
		all[i].Chances = chances.At(level)
	}
	return all
}

// A December by the default rule brings what the published visit does, within a factor of
// 1.5; what stops bring adds up to days, months and the branch to the rupiah. The sample
// branch is asked the same by BenchmarkSampleDecember of data/job.
func TestADecemberBringsWhatPublishedVisitsDo(t *testing.T) {
	var branch Outlook
	var cash, later planner.Rupiah
	visits := 0
	for _, in := range crowd(t, 3) {
		plan, err := GreedyByDay.Make(t.Context(), in, 1)
		if err == nil {
			err = plan.Check(in)
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range plan.Routes {
			day, all := planner.Rupiah(0), planner.Rupiah(0)
			for _, s := range r.Stops {
				day, all = day+s.Cash, all+s.Expected
				visits += min(1, int(s.Household))
			}
			if day != r.Cash || all != r.Expected {
				t.Errorf("%v: %v and %v later, its stops %v and %v", r.Day, r.Cash, r.Expected-r.Cash, day, all-day)
			}
			cash, later = cash+day, later+all-day
		}
		branch = branch.Plus(plan.Outlook)
	}
	if branch.Cash != cash || branch.Later != later {
		t.Errorf("the branch: %v and %v later, all stops %v and %v", branch.Cash, branch.Later, cash, later)
	}
	published := planner.Rupiah(visits) * 247_000
	if visits < 60 || 3*cash < 2*published || 2*cash > 3*published {
		t.Errorf("%d visits bring %v, by the published Rupiah a visit %v", visits, cash, published)
	}
	t.Logf("%d visits, %v: %.2f times the published Rupiah a visit", visits, cash, float64(cash)/float64(published))
}
