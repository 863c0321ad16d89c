package planner

import "slices"

// Payment is money that the payment file confirms.
type Payment struct {
	Household HouseholdID `json:"household"`
	Day       Day         `json:"day"`
	Amount    Rupiah      `json:"amount"`
	Channel   string      `json:"channel"`
	Ref       string      `json:"ref"`
	Event     EventID     `json:"event,omitempty"` // that recorded it; planners are not told
	Back      *Day        `json:"back,omitempty"`  // on which it was taken back
	BackRef   string      `json:"backRef,omitempty"`
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

// paidWithin reports whether money came in during so many days before d.
func (h History) paidWithin(d Day, days int) bool {
	return slices.ContainsFunc(h.Payments, func(p Payment) bool { return p.Day <= d && p.Day > d-Day(days) })
}

// Pays tells whether the kader noted money at the visit.
func (o Outcome) Pays() bool { return o == PaidFull || o == PaidPart || o == RehabInstalment }
