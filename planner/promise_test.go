package planner_test

import (
	"testing"

	"binaan/planner"
	"binaan/planner/plannertest"
)

// A promise is pending, kept, broken or cancelled by what happened since, and by the
// day on which one asks.
func TestWhatBecomesOfAPromise(t *testing.T) {
	rules := plannertest.Rules(t, "2026-11-23")
	made := plannertest.Day(t, "2026-10-01")
	due := made + 10
	window := planner.Day(rules.Attribution.Days)
	promise := func(state planner.PromiseState) planner.Visit {
		return planner.Visit{Day: made, Outcome: planner.Promised, Promise: &planner.Promise{Due: due, Amount: 100_000, State: state}}
	}
	pay := func(d planner.Day, sum planner.Rupiah) planner.Payment { return planner.Payment{Day: d, Amount: sum} }
	for name, test := range map[string]struct {
		more []planner.Visit
		paid []planner.Payment
		on   planner.Day
		want planner.PromiseState
	}{
		"nothing yet":                        {nil, nil, due - 1, planner.PromisePending},
		"late, and the window is open":       {nil, nil, due + window, planner.PromisePending},
		"the window is over":                 {nil, nil, due + window + 1, planner.PromiseBroken},
		"paid":                               {nil, []planner.Payment{pay(due, 100_000)}, due + 1, planner.PromiseKept},
		"paid in two parts":                  {nil, []planner.Payment{pay(made, 40_000), pay(due+3, 60_000)}, due + 40, planner.PromiseKept},
		"paid a part":                        {nil, []planner.Payment{pay(due, 99_999)}, due + window + 1, planner.PromiseBroken},
		"paid before it was made":            {nil, []planner.Payment{pay(made-1, 100_000)}, due + window + 1, planner.PromiseBroken},
		"paid after the window":              {nil, []planner.Payment{pay(due+window+1, 100_000)}, due + 90, planner.PromiseBroken},
		"paid, but that is not known yet":    {nil, []planner.Payment{pay(due, 100_000)}, due - 1, planner.PromisePending},
		"met again before the day":           {[]planner.Visit{{Day: due - 2, Outcome: planner.Unable}}, nil, due + 1, planner.PromiseCancelled},
		"met again after it":                 {[]planner.Visit{{Day: due + 2, Outcome: planner.Refused}}, nil, due + 3, planner.PromiseBroken},
		"nobody met on a call in between":    {[]planner.Visit{{Day: due - 2, Outcome: planner.NotHome}}, nil, due, planner.PromisePending},
		"met again before the day, and paid": {[]planner.Visit{{Day: due - 2, Outcome: planner.Unable}}, []planner.Payment{pay(due, 100_000)}, due + 1, planner.PromiseKept},
	} {
		past := planner.History{Visits: append([]planner.Visit{promise(planner.PromisePending)}, test.more...), Payments: test.paid}
		if got := past.Settled(&rules, test.on).Visits[0].Promise.State; got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
		if past.Visits[0].Promise.State != planner.PromisePending {
			t.Errorf("%s: the history itself was changed", name)
		}
	}
	told := planner.History{Visits: []planner.Visit{promise(planner.PromiseKept)}}
	if got := told.Settled(&rules, due+window+1).Visits[0].Promise.State; got != planner.PromiseKept {
		t.Errorf("a list's own word is not believed: %s", got)
	}
}

// A kader's month counts the promises made to that kader which fall due in it.
func TestPromisesOfAKaderAreCountedByTheirDay(t *testing.T) {
	rules := plannertest.Rules(t, "2026-11-23")
	october := plannertest.Day(t, "2026-10-01").Month()
	due := plannertest.Day(t, "2026-10-11")
	visit := func(k planner.KaderID, due planner.Day, state planner.PromiseState) planner.Visit {
		return planner.Visit{Day: due - 3, Kader: k, Outcome: planner.Promised, Promise: &planner.Promise{Due: due, Amount: 100_000, State: state}}
	}
	past := planner.History{Visits: []planner.Visit{
		visit(7, due-20, planner.PromiseKept), // of September
		visit(8, due, planner.PromiseKept),    // to somebody else
		visit(7, due+1, planner.PromiseCancelled),
		visit(7, due+2, planner.PromiseBroken),
		visit(7, due+8, planner.PromisePending),
		{Day: due + 9, Kader: 7, Outcome: planner.PaidFull},
	}}
	for name, test := range map[string]struct {
		paid       []planner.Payment
		on         planner.Day
		made, kept int
	}{
		"nothing paid":          {nil, due + 8, 2, 0},
		"paid on its day":       {[]planner.Payment{{Day: due + 8, Amount: 100_000}}, due + 9, 2, 1},
		"paid, not yet known":   {[]planner.Payment{{Day: due + 8, Amount: 100_000}}, due + 7, 2, 0},
		"paid less than it was": {[]planner.Payment{{Day: due + 8, Amount: 99_999}}, due + 9, 2, 0},
	} {
		past.Payments = test.paid
		if made, kept := past.PromisesOf(7, october, &rules, test.on); made != test.made || kept != test.kept {
			t.Errorf("%s: %d of %d kept, want %d of %d", name, kept, made, test.kept, test.made)
		}
	}
}
