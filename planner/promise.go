package planner

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
	if v == nil || v.Promise == nil || v.Promise.State != PromisePending || d > v.Promise.Due+Day(r.Attribution.Days) {
		return nil
	}
	if h.paidFrom(v.Day) >= v.Promise.Amount {
		return nil
	}
	return v.Promise
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
