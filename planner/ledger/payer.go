package ledger

import (
	"slices"

	"binaan/planner"
)

// Payer is what a branch decided of payments with just these numbers: whose they are,
// if they are made on a day of the rule.
type Payer struct {
	KK, VA, Card string // as they are written in files
	Household    planner.HouseholdID
	From, Until  planner.Day // both included
}

// Ruled are the reasons of doubt that a decision may settle for good: the numbers are
// nobody's on record. Numbers of different families, an account of several and rows
// that look alike are looked at each time.
var Ruled = []Reason{UnknownKK, SlipOfKK, UnknownNumber, OtherVA}

// Follow has payments judged by rules too; the last of several that hold counts.
func (r *Register) Follow(rules []Payer) { r.payers = rules }

// follow credits a row that a rule settles. Who is stated wins: a rule credits no other
// family than the one whose KK the row has.
func (j *judge) follow(row *Judged) {
	if row.Verdict != Review || !slices.Contains(Ruled, row.Reason) {
		return
	}
	for _, p := range slices.Backward(j.payers) {
		i, known := j.of[p.Household]
		if !known || p.KK != row.KK || p.VA != row.VA || p.Card != row.Card || row.Day < p.From || row.Day > p.Until {
			continue
		}
		if row.Reason == OtherVA && j.families[i].KK != row.KK {
			continue
		}
		j.match(row, i, IsRule)
		row.Evidence, row.Candidates = append(row.Evidence, ByBefore), nil
		return
	}
}
