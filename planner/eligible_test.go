package planner

import (
	"encoding/json"
	"testing"
)

// Whom a kader may serve, and each reason why not alone.
func TestEligibleIsWhoOwesLongEnoughAndPaidItself(t *testing.T) {
	for _, test := range []struct {
		name string
		do   func(r *Rules, h *Household)
		want bool
	}{
		{"like most", func(*Rules, *Household) {}, true},
		{"paid", func(_ *Rules, h *Household) { h.ArrearsStatus = ArrearsPaid }, false},
		{"written off by its record", func(_ *Rules, h *Household) { h.ArrearsStatus = ArrearsWrittenOff }, false},
		{"owes nothing", func(_ *Rules, h *Household) { h.Arrears = 0 }, false},
		{"just long enough", func(r *Rules, h *Household) { h.Months = r.Eligibility.MinMonths }, true},
		{"not long enough", func(r *Rules, h *Household) { h.Months = r.Eligibility.MinMonths - 1 }, false},
		{"long, and no upper end", func(_ *Rules, h *Household) { h.Months = 200 }, true},
		{"just not too long", func(r *Rules, h *Household) { r.Eligibility.MaxMonths = h.Months }, true},
		{"too long", func(r *Rules, h *Household) { r.Eligibility.MaxMonths = h.Months - 1 }, false},
		{"arrears of a segment that others pay for", func(_ *Rules, h *Household) { h.ArrearsOf = PBI }, false},
		{"in another segment now, with arrears of its own", func(_ *Rules, h *Household) { h.Segment = PPU }, true},
		{"all classes written off", func(r *Rules, _ *Household) { r.WriteOff = WriteOffRule{InForce: true, Classes: []CareClass{3}} }, false},
		{"all classes to be written off, one day", func(r *Rules, _ *Household) { r.WriteOff = WriteOffRule{Classes: []CareClass{3}} }, true},
		{"one class written off and one not", func(r *Rules, h *Household) {
			r.WriteOff = WriteOffRule{InForce: true, Classes: []CareClass{3}}
			h.Classes = []CareClass{3, 2}
		}, true},
		{"without members, where classes are written off", func(r *Rules, h *Household) {
			r.WriteOff = WriteOffRule{InForce: true, Classes: []CareClass{3}}
			h.Classes = nil
		}, true},
	} {
		r := rulesOn(t, "2026-12-01")
		h := family(&r)
		test.do(&r, &h)
		if got := r.Eligible(h); got != test.want {
			t.Errorf("%s: eligible %t", test.name, got)
		}
	}
}

func TestRuleRowsHoldBetweenTheirDays(t *testing.T) {
	rows := append(published(t), RuleRow{Key: "stops", From: dayOf(t, "2026-06-01"), Until: new(dayOf(t, "2026-06-30")), Own: true, Value: json.RawMessage(`{"most":10}`)})
	for day, want := range map[string]int{"2026-05-31": 8, "2026-06-01": 10, "2026-06-30": 10, "2026-07-01": 8} {
		r, err := MergeRules(rows, dayOf(t, day))
		if err != nil {
			t.Fatal(err)
		}
		if r.Stops.Most != want {
			t.Errorf("%s: at most %d stops, want %d", day, r.Stops.Most, want)
		}
	}
}

func TestATariffOfTheFutureIsNotYetOne(t *testing.T) {
	rows := append(published(t), RuleRow{Key: "premium", From: dayOf(t, "2027-01-01"), Value: json.RawMessage(`{"class1":1,"class2":1,"class3":1}`)})
	r, err := MergeRules(rows, dayOf(t, "2026-12-31"))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := r.PremiumOn(dayOf(t, "2027-02-01")).Class3, Rupiah(35_000); got != want {
		t.Errorf("class III pays %v, want %v", got, want)
	}
}
