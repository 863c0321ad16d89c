package planner

import "testing"

func TestRehabIsOfferedToWhomTheRuleSays(t *testing.T) {
	r := rulesOn(t, "2026-12-01")
	for _, test := range []struct {
		name string
		do   func(rule *RehabRule, h *Household)
		want int
	}{
		{"like most: half of its 18 months", func(*RehabRule, *Household) {}, 9},
		{"not offered", func(rule *RehabRule, _ *Household) { rule.Offered = false }, 0},
		{"just long enough", func(_ *RehabRule, h *Household) { h.Months = 4 }, 2},
		{"not long enough", func(_ *RehabRule, h *Household) { h.Months = 3 }, 0},
		{"too long", func(rule *RehabRule, _ *Household) { rule.MaxMonths = 17 }, 0},
		{"no longer than counts", func(rule *RehabRule, h *Household) { rule.MaxMonths, h.Months = 24, 99 }, 12},
		{"without an upper end", func(rule *RehabRule, _ *Household) { rule.MaxMonths = 0 }, 9},
		{"no instalment below the least", func(rule *RehabRule, _ *Household) { rule.MinInstalment = 400_000 }, 6},
		{"nor below the least of each of its three members", func(rule *RehabRule, _ *Household) {
			rule.MinInstalment, rule.PerMember = 400_000, true
		}, 1},
		{"no last instalment of nothing", func(rule *RehabRule, h *Household) {
			rule.IncludesCurrent, rule.HalfOfMonths, rule.MaxSteps = false, false, 5
			h.Arrears = 6 // of five instalments of two nothing would be left for the fourth
		}, 3},
	} {
		own, h := r, family(&r)
		test.do(&own.Rehab.Ordinary, &h)
		if got := own.RehabSteps(h); got != test.want {
			t.Errorf("%s: %d steps, want %d", test.name, got, test.want)
		}
	}
}

func TestARunningRehabEndsPaidOrGivenUp(t *testing.T) {
	r := rulesOn(t, "2026-12-01")
	joined := Visit{Day: r.Day - 70, Outcome: RehabEnrolled, Steps: 6, Amount: 200_000}
	record := func(paid int, due Day) Household {
		return Household{Rehab: &Rehab{Steps: 6, Paid: paid, Instalment: 200_000, NextDue: due}}
	}
	for _, test := range []struct {
		name string
		h    Household
		past History
		want bool
	}{
		{"none", Household{}, History{}, false},
		{"on record", record(2, r.Day+3), History{}, true},
		{"paid off", record(6, r.Day+3), History{}, false},
		{"missed, and not given up", record(2, r.Day-rehabSilence), History{}, true},
		{"given up", record(2, r.Day-rehabSilence-1), History{}, false},
		{"joined at the door, one paid", Household{}, History{Visits: []Visit{joined}, Payments: []Payment{{Day: r.Day - 30, Amount: 200_000}}}, true},
		{"joined at the door and never paid", Household{}, History{Visits: []Visit{joined}}, false},
		{"joined at the door, all paid", Household{}, History{Visits: []Visit{joined}, Payments: []Payment{{Day: r.Day - 30, Amount: 1_200_000}}}, false},
		{"enrolled without an amount", Household{}, History{Visits: []Visit{{Day: r.Day - 3, Outcome: RehabEnrolled, Steps: 6}}}, false},
	} {
		if got := test.past.RehabOn(test.h, r.Day); (got != nil) != test.want {
			t.Errorf("%s: plan %+v", test.name, got)
		}
	}
}

func TestAPromiseIsPendingUntilItIsSettledPaidFollowedOrOverdue(t *testing.T) {
	r := rulesOn(t, "2026-12-01")
	promise := func(due Day, state PromiseState) Visit {
		return Visit{Day: r.Day - 40, Outcome: Promised, Promise: &Promise{Due: due, Amount: 500_000, State: state}}
	}
	for _, test := range []struct {
		name string
		past History
		want bool
	}{
		{"due later", History{Visits: []Visit{promise(r.Day+3, PromisePending)}}, true},
		{"kept", History{Visits: []Visit{promise(r.Day+3, PromiseKept)}}, false},
		{"cancelled", History{Visits: []Visit{promise(r.Day+3, PromiseCancelled)}}, false},
		{"overdue, and a payment would still be credited", History{Visits: []Visit{promise(r.Day-30, PromisePending)}}, true},
		{"overdue for longer", History{Visits: []Visit{promise(r.Day-31, PromisePending)}}, false},
		{"paid", History{Visits: []Visit{promise(r.Day+3, PromisePending)}, Payments: []Payment{{Day: r.Day - 40, Amount: 500_000}}}, false},
		{"paid before it was made", History{Visits: []Visit{promise(r.Day+3, PromisePending)}, Payments: []Payment{{Day: r.Day - 41, Amount: 500_000}}}, true},
		{"paid in part", History{Visits: []Visit{promise(r.Day+3, PromisePending)}, Payments: []Payment{{Day: r.Day - 4, Amount: 499_999}}}, true},
		{"nobody home since", History{Visits: []Visit{promise(r.Day+3, PromisePending), {Day: r.Day - 2, Outcome: NotHome}}}, true},
		{"met since", History{Visits: []Visit{promise(r.Day+3, PromisePending), {Day: r.Day - 2, Outcome: Unable}}}, false},
	} {
		if got := test.past.Pending(&r, r.Day); (got != nil) != test.want {
			t.Errorf("%s: pending %+v", test.name, got)
		}
	}
}
