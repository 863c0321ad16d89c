package planner

import (
	"errors"
	"fmt"
)

// Rehab is a running instalment plan.
type Rehab struct {
	Steps      int    `json:"steps"`
	Paid       int    `json:"paid"`
	Instalment Rupiah `json:"instalment"`
	NextDue    Day    `json:"nextDue"`
}

// ErrRehab marks an instalment plan that the rule does not offer.
var ErrRehab = errors.New("no such instalment plan")

// RehabFor is the instalment rule for the household.
func (r *Rules) RehabFor(h Household) RehabRule {
	if h.Switched() {
		return r.Rehab.Switched
	}
	return r.Rehab.Ordinary
}

// RehabSteps is the greatest number of instalments that the household may choose;
// below 2 there is no plan for it.
func (r *Rules) RehabSteps(h Household) int {
	rule := r.RehabFor(h)
	if !rule.Offered || h.Months < rule.MinMonths || rule.MaxMonths > 0 && min(h.Months, r.Arrears.CapMonths) > rule.MaxMonths {
		return 0
	}
	n := rule.MaxSteps
	if rule.HalfOfMonths {
		n = min(n, h.Months/2)
	}
	for n > 1 && !r.rehabFits(rule, h, n) {
		n--
	}
	return n
}

// rehabFits reports whether n instalments are each at least the least one, and
// the last, which takes the remainder, is more than nothing.
func (r *Rules) rehabFits(rule RehabRule, h Household, n int) bool {
	total := r.rehabTotal(rule, h, n)
	step := ceilDiv(total, Rupiah(n))
	least := rule.MinInstalment
	if rule.PerMember {
		least *= Rupiah(h.Members())
	}
	return step >= least && total > Rupiah(n-1)*step
}

func (r *Rules) rehabTotal(rule RehabRule, h Household, n int) Rupiah {
	if rule.IncludesCurrent {
		return h.Arrears + Rupiah(n)*r.Monthly(h.Classes, r.Day)
	}
	return h.Arrears
}

// Instalments divides what the household owes into n steps: all alike, rounded
// up, but the last, so that their sum is the total to the rupiah. It is a
// simulation; the official bill is in Mobile JKN.
func (r *Rules) Instalments(h Household, n int) ([]Rupiah, error) {
	if most := r.RehabSteps(h); n < 2 || n > most {
		return nil, fmt.Errorf("household %d: %d instalments, at most %d: %w", h.ID, n, most, ErrRehab)
	}
	rule := r.RehabFor(h)
	if !r.rehabFits(rule, h, n) {
		return nil, fmt.Errorf("household %d: %d instalments are too small: %w", h.ID, n, ErrRehab)
	}
	total := r.rehabTotal(rule, h, n)
	steps := make([]Rupiah, n)
	for k := range n - 1 {
		steps[k] = ceilDiv(total, Rupiah(n))
	}
	steps[n-1] = total - Rupiah(n-1)*ceilDiv(total, Rupiah(n))
	return steps, nil
}

func ceilDiv(a, b Rupiah) Rupiah { return (a + b - 1) / b }

// rehabSilence is how long after a missed instalment a plan counts as given up.
const rehabSilence = 60

// RehabOn is the family's running instalment plan on d: the branch's record
// of it, or what its last enrolment at the door and the payments since tell. Nil
// where there is none, it is paid off, or it was given up.
func (h History) RehabOn(house Household, d Day) *Rehab {
	plan := house.Rehab
	if plan == nil {
		plan = h.enrolled()
	}
	if plan == nil || plan.Paid >= plan.Steps || d > plan.NextDue+rehabSilence {
		return nil
	}
	return plan
}

// enrolled reads a plan from the visit at which the family joined; a step falls
// due every 30 days from then.
func (h History) enrolled() *Rehab {
	v := h.last(func(v Visit) bool { return v.Outcome == RehabEnrolled && v.Steps > 0 && v.Amount > 0 })
	if v == nil {
		return nil
	}
	steps := int(h.paidFrom(v.Day) / v.Amount)
	return &Rehab{Steps: v.Steps, Paid: min(steps, v.Steps), Instalment: v.Amount, NextDue: v.Day + Day(30*steps)}
}
