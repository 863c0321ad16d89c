package planner

import "slices"

// History is what happened to a household, oldest first.
type History struct {
	Visits   []Visit   `json:"visits,omitempty"`
	Payments []Payment `json:"payments,omitempty"`
}

// Met tells whether the visit reached the family itself: only that counts
// against the limit of visits.
func (o Outcome) Met() bool {
	switch o {
	case PaidFull, PaidPart, Promised, RehabAgreed, RehabEnrolled, RehabInstalment, Unable, Refused, AlreadyPaid, OtherTime:
		return true
	}
	return false
}

// Empty tells whether the visit came in vain although the address was right.
func (o Outcome) Empty() bool { return o == NotHome || o == MetOther }

// Gone tells whether the family will not be found there again.
func (o Outcome) Gone() bool { return o == Moved || o == AddressNotFound || o == Deceased }

// last is the newest visit for which ok holds; nil where there is none.
func (h History) last(ok func(Visit) bool) *Visit {
	for i := len(h.Visits) - 1; i >= 0; i-- {
		if ok(h.Visits[i]) {
			return &h.Visits[i]
		}
	}
	return nil
}

// LastVisit is the newest visit that was made; nil where there is none.
func (h History) LastVisit() *Visit {
	return h.last(func(v Visit) bool { return v.Outcome != Skipped })
}

// MadeOn reports whether a visit was made on d.
func (h History) MadeOn(d Day) bool {
	return slices.ContainsFunc(h.Visits, func(v Visit) bool { return v.Day == d && v.Outcome != Skipped })
}

// count is the number of visits for which ok holds.
func (h History) count(ok func(Visit) bool) int {
	n := 0
	for _, v := range h.Visits {
		if ok(v) {
			n++
		}
	}
	return n
}

// Pending is the promise that is still open on d: the newest one made, neither
// settled, nor paid since, nor followed by another meeting, nor overdue for
// longer than payments are credited.
func (h History) Pending(r *Rules, d Day) *Promise {
	v := h.last(func(v Visit) bool { return v.Outcome.Met() })
	if v == nil || v.Promise == nil || v.Promise.State != PromisePending || d > v.Promise.Due+Day(r.Attribution.Days) {
		return nil
	}
	if h.paidFrom(v.Day) >= v.Promise.Amount {
		return nil
	}
	return v.Promise
}

// paidFrom is what came in on d and since. A payment of the day on which figures
// were true counts as made after them: rather a family is left alone until the
// next file than asked for what it has paid.
func (h History) paidFrom(d Day) Rupiah {
	paid := Rupiah(0)
	for _, p := range h.Payments {
		if p.Day >= d {
			paid += p.Amount
		}
	}
	return paid
}

// promises counts the promises kept and broken.
func (h History) promises() (kept, broken int) {
	for _, v := range h.Visits {
		if v.Promise != nil {
			switch v.Promise.State {
			case PromiseKept:
				kept++
			case PromiseBroken:
				broken++
			}
		}
	}
	return kept, broken
}

// emptyInARow counts the calls in vain since somebody was last met.
func (h History) emptyInARow() int {
	n := 0
	for _, v := range slices.Backward(h.Visits) {
		if v.Outcome.Empty() {
			n++
		} else if v.Outcome.Met() {
			break
		}
	}
	return n
}

// refusalsInARow counts the refusals since the family last agreed to anything.
func (h History) refusalsInARow() int {
	n := 0
	for _, v := range slices.Backward(h.Visits) {
		if v.Outcome == Refused {
			n++
		} else if v.Outcome.Met() {
			break
		}
	}
	return n
}

// paidWithin reports whether money came in during so many days before d.
func (h History) paidWithin(d Day, days int) bool {
	return slices.ContainsFunc(h.Payments, func(p Payment) bool { return p.Day <= d && p.Day > d-Day(days) })
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
