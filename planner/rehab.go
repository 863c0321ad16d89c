package planner

import (
	"errors"
	"fmt"
	"math"
	"time"
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

func (r RehabRule) valid() bool {
	return r.MinMonths >= 0 && r.MaxMonths >= 0 && r.MaxSteps >= 0 && r.MinInstalment >= 0 && r.RegisterBy >= 0 && r.RegisterByFeb >= 0 &&
		(r.ActiveOn == "" || r.ActiveOn == ActiveOnFirst || r.ActiveOn == ActiveOnLast)
}

// When membership is active again: sources of 2025 disagree.
const (
	ActiveOnFirst = "first" // instalment paid
	ActiveOnLast  = "last"
)

// RehabFor is the instalment rule for the household.
func (r *Rules) RehabFor(h Household) RehabRule {
	if h.Switched() {
		return r.Rehab.Switched
	}
	return r.Rehab.Ordinary
}

// RehabRefusal says why a family cannot join an instalment programme.
type RehabRefusal string

// Why not.
const (
	RehabNotOffered RehabRefusal = "REHAB_NOT_OFFERED"
	RehabNoDebt     RehabRefusal = "REHAB_NO_DEBT"   // nothing is owed, or it was written off
	RehabRunning    RehabRefusal = "REHAB_RUNNING"   // it has joined already
	RehabTooShort   RehabRefusal = "REHAB_TOO_SHORT" // in arrears
	RehabTooLong    RehabRefusal = "REHAB_TOO_LONG"
	RehabTooSmall   RehabRefusal = "REHAB_TOO_SMALL" // two instalments would be below the least
	RehabTooLate    RehabRefusal = "REHAB_TOO_LATE"  // in the month: from the first of the next again
)

// RehabOffer is what the rule of a day offers a family: so many instalments at
// most, or why none.
type RehabOffer struct {
	Steps    int            `json:"steps"`
	Refusals []RehabRefusal `json:"refusals,omitempty"`
}

// RehabOffered is the offer to the household, whose running plan is given where it
// has one.
func (r *Rules) RehabOffered(h Household, running *Rehab) (offer RehabOffer) {
	rule := r.RehabFor(h)
	for _, not := range []struct {
		holds bool
		code  RehabRefusal
	}{
		{!rule.Offered, RehabNotOffered},
		{r.Owed(h) == 0, RehabNoDebt},
		{running != nil, RehabRunning},
		{h.Months < rule.MinMonths, RehabTooShort},
		{r.tooLong(rule, h), RehabTooLong},
		{rule.closed(r.Day), RehabTooLate},
	} {
		if not.holds {
			offer.Refusals = append(offer.Refusals, not.code)
		}
	}
	if len(offer.Refusals) > 0 {
		return offer
	}
	if offer.Steps = r.RehabSteps(h); offer.Steps < 2 {
		return RehabOffer{Refusals: []RehabRefusal{RehabTooSmall}}
	}
	return offer
}

func (r *Rules) tooLong(rule RehabRule, h Household) bool {
	return rule.MaxMonths > 0 && min(h.Months, r.Arrears.CapMonths) > rule.MaxMonths
}

// closed reports whether nobody joins any more in d's month.
func (r RehabRule) closed(d Day) bool {
	by := r.RegisterBy
	if d.Month().Month == time.February && r.RegisterByFeb > 0 {
		by = r.RegisterByFeb
	}
	return by > 0 && d.DayOfMonth() > by
}

// RehabSteps is the greatest number of instalments that the household may choose;
// below 2 there is no plan for it.
func (r *Rules) RehabSteps(h Household) int {
	rule := r.RehabFor(h)
	if !rule.Offered || h.Months < rule.MinMonths || r.tooLong(rule, h) {
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

// RehabPlan is an instalment plan as it would run.
type RehabPlan struct {
	Steps      []RehabStep `json:"steps"`
	Arrears    Rupiah      `json:"arrears"`
	Current    Rupiah      `json:"current"`    // premiums of the months of the plan, where they are included
	ActiveOn   Day         `json:"activeOn"`   // due day of the instalment that makes the family active
	Simulation bool        `json:"simulation"` // always: the official bill is in Mobile JKN
}

// RehabStep is one instalment.
type RehabStep struct {
	Due    Day    `json:"due"`
	Amount Rupiah `json:"amount"`
}

// SimulateRehab is the household's plan of n instalments from the day of the first:
// one a month, on the same day of the month or its last. ErrRehab: there is none.
func (r *Rules) SimulateRehab(h Household, n int, first Day) (RehabPlan, error) {
	amounts, err := r.Instalments(h, n)
	if err != nil {
		return RehabPlan{}, err
	}
	rule := r.RehabFor(h)
	p := RehabPlan{Arrears: h.Arrears, Current: r.rehabTotal(rule, h, n) - h.Arrears, Simulation: true}
	for k, amount := range amounts {
		p.Steps = append(p.Steps, RehabStep{first.AddMonths(k), amount})
	}
	p.ActiveOn = p.Steps[n-1].Due
	if rule.ActiveOn == ActiveOnFirst {
		p.ActiveOn = first
	}
	return p, nil
}

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

// enrolled reads a plan from the visit at which the family joined.
func (h History) enrolled() *Rehab {
	v := h.last(func(v Visit) bool { return v.Outcome == RehabEnrolled && v.Steps > 0 && v.Amount > 0 })
	if v == nil {
		return nil
	}
	steps := int(min(h.paidFrom(v.Day)/v.Amount, math.MaxInt16))
	return &Rehab{Steps: v.Steps, Paid: min(steps, v.Steps), Instalment: v.Amount, NextDue: v.Day.AddMonths(steps)}
}

// Missed reports whether the instalment that was due is not paid on d: then a visit
// follows, until the plan counts as given up.
func (p *Rehab) Missed(d Day) bool { return p != nil && p.Paid < p.Steps && d > p.NextDue }
