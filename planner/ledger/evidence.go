package ledger

import (
	"slices"

	"binaan/planner"
)

// Evidence is what speaks for a family.
type Evidence string

// What may speak for one.
const (
	ByKK         Evidence = "KK"
	ByKKSlip     Evidence = "KK_SLIP" // but for a slip of the hand
	ByVA         Evidence = "VA"
	ByVAShared   Evidence = "VA_SHARED" // other families pay into it too
	ByCard       Evidence = "CARD"
	ByBill       Evidence = "BILL"       // the sum is what makes it active again
	ByArrears    Evidence = "ARREARS"    // the sum is all that it owes
	ByInstalment Evidence = "INSTALMENT" // the sum is its next instalment
	ByMonths     Evidence = "MONTHS"     // the sum is whole months
	ByBefore     Evidence = "BEFORE"     // a payment with just its numbers was credited to it by somebody
	BySaid       Evidence = "SAID"       // somebody named it by its number
	ByReceipt    Evidence = "RECEIPT"    // a kader noted the payment's reference at its door; whoever decides is told, no row is matched by it
)

// told reports whether the sum speaks for the family at all.
func (e Evidence) told() bool { return e != "" }

// tight reports whether the sum is one that few families would pay.
func (e Evidence) tight() bool { return e == ByBill || e == ByArrears || e == ByInstalment }

// fits is how a sum speaks for a family; empty where it does not.
func fits(f Family, amount planner.Rupiah) Evidence {
	switch {
	case f.Owed > 0 && amount == f.Owed+f.Monthly:
		return ByBill
	case f.Owed > 0 && amount == f.Owed:
		return ByArrears
	case f.Instalment > 0 && amount == f.Instalment:
		return ByInstalment
	case f.Monthly > 0 && amount%f.Monthly == 0:
		return ByMonths
	}
	return ""
}

// Candidate is a family that may be meant.
type Candidate struct {
	Household planner.HouseholdID `json:"household"`
	Evidence  []Evidence          `json:"evidence"`
}

// speaksFor are the witnesses of a row for a family.
func (r *Register) speaksFor(row Row, i int) (out []Evidence) {
	f := r.families[i]
	switch {
	case row.KK != "" && row.KK == f.KK:
		out = append(out, ByKK)
	case row.KK != "" && slip(row.KK, f.KK) <= 2:
		out = append(out, ByKKSlip)
	}
	if who := r.va[row.VA]; row.VA != "" && slices.Contains(who, i) {
		out = append(out, map[bool]Evidence{true: ByVA, false: ByVAShared}[len(who) == 1])
	}
	if row.Card != "" && row.Card == f.Card {
		out = append(out, ByCard)
	}
	if e := fits(f, row.Amount); e.told() {
		out = append(out, e)
	}
	return out
}

// mostCandidates are listed beside a row that nobody is sure of.
const mostCandidates = 8

// candidates are those whom a row may mean, most and strongest witnesses first.
func (r *Register) candidates(row Row, who ...[]int) (out []Candidate) {
	all := slices.Concat(who...)
	slices.Sort(all)
	for _, i := range slices.Compact(all) {
		out = append(out, Candidate{r.families[i].ID, r.speaksFor(row, i)})
	}
	slices.SortStableFunc(out, func(a, b Candidate) int { return weight(b.Evidence) - weight(a.Evidence) })
	return out[:min(len(out), mostCandidates)]
}

func weight(evidence []Evidence) (sum int) {
	for _, e := range evidence {
		sum += map[Evidence]int{ByKK: 8, ByVA: 8, ByCard: 8, ByVAShared: 4, ByKKSlip: 3, ByBill: 2, ByArrears: 2, ByInstalment: 2, ByMonths: 1}[e]
	}
	return sum
}
