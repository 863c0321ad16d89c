package planner

import "slices"

// Promise is an announced payment.
type Promise struct {
	Due    Day          `json:"due"`
	Open   Minute       `json:"open"` // when the family wants to be visited
	Close  Minute       `json:"close"`
	Amount Rupiah       `json:"amount"`
	State  PromiseState `json:"state"`
}

// PromiseState follows a promise.
type PromiseState string

// The states of a promise.
const (
	PromisePending   PromiseState = "pending"
	PromiseKept      PromiseState = "kept"
	PromiseBroken    PromiseState = "broken"
	PromiseCancelled PromiseState = "cancelled"
)

// Pending is the promise that is still open on d: the newest one made, neither
// settled, nor paid since, nor followed by another meeting, nor overdue for
// longer than payments are credited.
func (h History) Pending(r *Rules, d Day) *Promise {
	v := h.last(func(v Visit) bool { return v.Outcome.Met() })
	if v == nil || v.Promise == nil || v.Promise.State != PromisePending || v.Promise.Due < r.OpenFrom(d) {
		return nil
	}
	if h.paidFrom(v.Day) >= v.Promise.Amount {
		return nil
	}
	return v.Promise
}

// OpenFrom is the first day on which a promise that is still open on d can be due.
func (r *Rules) OpenFrom(d Day) Day { return d - Day(r.Attribution.Days) }

// Settled are the visits with every promise in the state in which it is on d, as
// docs/events.md tells; what an imported list says of one is believed.
func (h History) Settled(r *Rules, d Day) History {
	out := History{Visits: slices.Clone(h.Visits), Payments: h.Payments}
	for i, v := range out.Visits {
		if v.Promise != nil && v.Promise.State == PromisePending {
			p := *v.Promise
			p.State = h.stateOf(i, r, d)
			out.Visits[i].Promise = &p
		}
	}
	return out
}

// stateOf is what has become by d of the promise of visit i.
func (h History) stateOf(i int, r *Rules, d Day) PromiseState {
	v := h.Visits[i]
	last := v.Promise.Due + Day(r.Attribution.Days)
	paid := Rupiah(0)
	for _, p := range h.Payments {
		if v.Day <= p.Day && p.Day <= min(last, d) {
			paid += p.Amount
		}
	}
	if paid >= v.Promise.Amount {
		return PromiseKept
	}
	for _, next := range h.Visits[i+1:] {
		if next.Outcome.Met() && next.Day <= d {
			if next.Day > v.Promise.Due {
				return PromiseBroken
			}
			return PromiseCancelled
		}
	}
	if d > last {
		return PromiseBroken
	}
	return PromisePending
}

// PromisesOf counts the promises to a kader that fall due in a month and were not
// cancelled, and those of them that were kept by d.
func (h History) PromisesOf(k KaderID, m Month, r *Rules, d Day) (due, kept int) {
	for i, v := range h.Visits {
		if v.Promise == nil || v.Kader != k || v.Promise.Due.Month() != m {
			continue
		}
		state := v.Promise.State
		if state == PromisePending {
			state = h.stateOf(i, r, d)
		}
		if state != PromiseCancelled {
			due++
		}
		if state == PromiseKept {
			kept++
		}
	}
	return due, kept
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
