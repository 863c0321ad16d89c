package planner

import (
	"encoding/json"
	"math/rand/v2"
	"testing"
)

// people are so many members of a class.
func people(n int, class CareClass) []CareClass {
	out := make([]CareClass, n)
	for i := range out {
		out[i] = class
	}
	return out
}

// The worked examples of the published rules.
func TestWhatMakesActiveAgainIsExact(t *testing.T) {
	for _, test := range []struct {
		source          string
		day             string
		classes         []CareClass
		months          int
		arrears, active Rupiah
	}{
		{"Perpres 64/2020: three of class III, 20 months", "2026-11-23", people(3, 3), 20, 2_100_000, 2_205_000},
		{"Prokal Kaltara: one of class III, 22 months at the tariff of 2020", "2020-12-31", people(1, 3), 22, 561_000, 586_500},
		{"Perpres 82/2018 art. 42(3): five years are 24 months", "2026-11-23", people(3, 3), 60, 2_520_000, 2_625_000},
		{"Detik Health: before 2018 the cap was 12", "2018-01-15", people(1, 1), 60, 12 * 80_000, 13 * 80_000},
		{"the change of tariff of 1 January 2021", "2021-02-10", people(1, 3), 3, 2*25_500 + 35_000, 2*25_500 + 2*35_000},
		{"classes are of members: one I, one II, one III", "2026-11-23", []CareClass{1, 2, 3}, 12, 12 * 285_000, 13 * 285_000},
		{"owes nothing yet", "2026-11-23", people(2, 2), 0, 0, 200_000},
	} {
		r := rulesOn(t, test.day)
		h := Household{Classes: test.classes, Months: test.months, Arrears: r.ArrearsOf(test.classes, test.months), AsOf: r.Day}
		if h.Arrears != test.arrears || r.Bill(h) != test.active {
			t.Errorf("%s: arrears %v, to be active %v; want %v and %v", test.source, h.Arrears, r.Bill(h), test.arrears, test.active)
		}
		sum := Rupiah(0)
		dues := r.Dues(test.classes, test.months)
		for i, due := range dues {
			if sum += due.Amount; i > 0 && due.Month != dues[i-1].Month.AddMonths(1) {
				t.Errorf("%s: %v follows %v", test.source, due.Month, dues[i-1].Month)
			}
		}
		if sum != test.arrears || len(dues) > r.Arrears.CapMonths {
			t.Errorf("%s: %d months sum to %v", test.source, len(dues), sum)
		}
	}
}

// Below the cap a balance grows every month, at the cap it is flat: the household
// loses nothing by waiting. Whatever the day, it is what the months cost.
func TestABalanceRollsOverLikeItsMonths(t *testing.T) {
	const seed = 12
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 1))
	rows := append(published(t), RuleRow{Key: "premium", From: dayOf(t, "2027-01-01"), Value: json.RawMessage(`{"class1":160000,"class2":110000,"class3":42000}`)})
	for range 500 {
		asOf := dayOf(t, "2026-06-01") + Day(rng.IntN(365))
		later := asOf + Day(rng.IntN(900))
		then, err := MergeRules(rows, asOf)
		if err != nil {
			t.Fatal(err)
		}
		now, err := MergeRules(rows, later)
		if err != nil {
			t.Fatal(err)
		}
		h := Household{Classes: people(1+rng.IntN(5), CareClass(1+rng.IntN(3))), Months: rng.IntN(25), AsOf: asOf}
		h.Arrears = then.ArrearsOf(h.Classes, h.Months)
		got := now.On(h, later)
		if want := now.ArrearsOf(h.Classes, got.Months); got.Arrears != want {
			t.Fatalf("%d months of class %d on %v are %v; on %v %d months, %v, want %v", h.Months, h.Classes[0], asOf, h.Arrears, later, got.Months, got.Arrears, want)
		}
		if again := now.On(got, asOf); again.Arrears != got.Arrears {
			t.Fatalf("a day before its figures changes a balance: %v, %v", got.Arrears, again.Arrears)
		}
	}
	r := rulesOn(t, "2026-11-23")
	flat := Household{Classes: people(3, 3), Months: 24, Arrears: 2_520_000, AsOf: r.Day}
	if got := r.On(flat, r.Day+400); got.Arrears != flat.Arrears || got.Months != 24 {
		t.Errorf("at the cap: %v after %d months", got.Arrears, got.Months)
	}
	part := Household{Classes: people(3, 3), Months: 3, Arrears: 265_000, AsOf: r.Day} // 50,000 of 315,000 were paid
	if got := r.On(part, dayOf(t, "2026-12-01")); got.Arrears != 265_000+105_000 || got.Months != 4 {
		t.Errorf("what was paid in part: %v after %d months", got.Arrears, got.Months)
	}
}

func TestWrittenOffIsWhomTheRuleOfTheDayMeans(t *testing.T) {
	written := WriteOffRule{InForce: true, Classes: []CareClass{3}}
	for _, test := range []struct {
		name string
		rule WriteOffRule
		do   func(*Household)
		want ArrearsStatus
	}{
		{"no write-off", WriteOffRule{}, func(*Household) {}, ArrearsActive},
		{"class III", written, func(*Household) {}, ArrearsWrittenOff},
		{"class II", written, func(h *Household) { h.Classes = people(2, 2) }, ArrearsActive},
		{"only who is PBI now, and this one is", WriteOffRule{true, []CareClass{3}, []Segment{PBI}, 0}, func(h *Household) { h.Segment = PBI }, ArrearsWrittenOff},
		{"only who is PBI now, and this one is not", WriteOffRule{true, []CareClass{3}, []Segment{PBI}, 0}, func(*Household) {}, ArrearsActive},
		{"up to 24 months, and the rest is not billed", WriteOffRule{true, []CareClass{3}, nil, 24}, func(h *Household) { h.Months = 60 }, ArrearsWrittenOff},
		{"up to 12 months, and it has 18", WriteOffRule{true, []CareClass{3}, nil, 12}, func(*Household) {}, ArrearsActive},
		{"paid before", written, func(h *Household) { h.ArrearsStatus = ArrearsPaid }, ArrearsPaid},
	} {
		r := rulesOn(t, "2026-12-01")
		r.WriteOff = test.rule
		h := family(&r)
		test.do(&h)
		owed := Rupiah(0)
		if test.want == ArrearsActive {
			owed = h.Arrears
		}
		if got := r.StatusOf(h); got != test.want || r.Owed(h) != owed || r.Bill(h) != owed+r.Monthly(h.Classes, r.Day) {
			t.Errorf("%s: %s, owes %v, to be active %v", test.name, got, r.Owed(h), r.Bill(h))
		}
	}
}

func TestAFamilyThatAFileNoLongerNamesIsWhatTheRuleSays(t *testing.T) {
	r := rulesOn(t, "2026-12-01")
	h := family(&r)
	if got := r.Missing(h, h.AsOf); got != "" {
		t.Errorf("in the newest file: %q", got)
	}
	if got := r.Missing(h, h.AsOf+1); got != AbsenceUnknown {
		t.Errorf("missing, and no rule: %q", got)
	}
	rows := append(published(t), RuleRow{Key: "arrears", From: dayOf(t, "2026-12-01"), Own: true, Value: json.RawMessage(`{"missing":"PAID_UP"}`)})
	for day, want := range map[string]Absence{"2026-11-30": AbsenceUnknown, "2026-12-01": AbsencePaid} {
		own, err := MergeRules(rows, dayOf(t, day))
		if err != nil {
			t.Fatal(err)
		}
		if got := own.Missing(h, h.AsOf+1); got != want {
			t.Errorf("on %s: %q, want %q", day, got, want)
		}
	}
	h.ArrearsStatus = ArrearsPaid
	if got := r.Missing(h, h.AsOf+1); got != "" {
		t.Errorf("paid up: %q", got)
	}
}
