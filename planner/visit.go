package planner

// Outcome is how a visit ended: one of the codes that record a visit.
type Outcome string

// Visit is a visit made in the past.
type Visit struct {
	Household HouseholdID `json:"household"`
	Kader     KaderID     `json:"kader"`
	Day       Day         `json:"day"`
	At        Minute      `json:"at"`
	Outcome   Outcome     `json:"outcome"`
	Amount    Rupiah      `json:"amount,omitempty"` // paid, or promised
	Steps     int         `json:"steps,omitempty"`  // of a REHAB agreed on
	Promise   *Promise    `json:"promise,omitempty"`
	Event     EventID     `json:"event,omitempty"` // that recorded it; planners are not told
}

// Met tells whether the visit reached the family itself: only that counts
// against the limit of visits.
func (o Outcome) Met() bool { return codes[Code(o)].met }

// Empty tells whether the visit came in vain although the address was right.
func (o Outcome) Empty() bool { return codes[Code(o)].empty }

// Gone tells whether the family will not be found there again.
func (o Outcome) Gone() bool { return codes[Code(o)].gone }

// Elsewhere tells whether the family lives, but not where it was said to.
func (o Outcome) Elsewhere() bool { return o == AddressNotFound || o == Moved }
