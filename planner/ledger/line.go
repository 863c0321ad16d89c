package ledger

import (
	"cmp"
	"slices"

	"binaan/planner"
)

// Kind is what a line of a statement pays for.
type Kind string

// The kinds.
const (
	KindCollected  Kind = "collected"  // a share of arrears that were paid
	KindBack       Kind = "back"       // the same money, taken back
	KindNoted      Kind = "noted"      // money that a kader saw and no file confirms
	KindReminded   Kind = "reminded"   // people of a family that was met
	KindRegistered Kind = "registered" // a family, and its people, that joined
)

// State is how sure a line is.
type State string

// The states.
const (
	Verified State = "verified" // the money is confirmed, the fee is the branch's rule
	Waiting  State = "waiting"  // the money is not confirmed
	Estimate State = "estimate" // the money is confirmed, the rule is a guess (perkiraan)
)

// Why a line is what it is.
const (
	AfterMeeting Reason = "MET"          // credited to the last visit that met the family
	AfterCall    Reason = "CALLED"       // nobody was met; credited to the last visit
	NoVisit      Reason = "NO_VISIT"     // nobody had been there: of no kader
	NothingOwed  Reason = "NOTHING_OWED" // it paid for the month or ahead, no arrears
	WaitsForFile Reason = "WAITS"        // no payment file covers its day yet
	WaitsLong    Reason = "WAITS_LONG"   // so, for longer than the branch's rule has it wait
	NotInFile    Reason = "NOT_IN_FILE"  // the file that covers its day does not have it: ask for the receipt
	WasReminded  Reason = "REMINDED"
	DidRegister  Reason = "REGISTERED"
)

// Line is a line of a kader's statement. Lines are never changed: what was wrong is
// made good by another.
type Line struct {
	Kader     planner.KaderID     `json:"kader"` // 0: money that no visit brought
	Month     planner.Day         `json:"month"` // in which it stands: its first day
	Kind      Kind                `json:"kind"`
	Household planner.HouseholdID `json:"household"`
	Ref       string              `json:"ref"` // of the payment, visit or registration
	Day       planner.Day         `json:"day"` // of the money, or of what was done
	Visit     *planner.Day        `json:"visit,omitempty"`
	At        planner.Minute      `json:"at,omitempty"`
	Amount    planner.Rupiah      `json:"amount"`  // of money
	Arrears   planner.Rupiah      `json:"arrears"` // of it, what was owed from before: the fee is of this
	Current   planner.Rupiah      `json:"current"`
	Credit    planner.Rupiah      `json:"credit"`
	Fee       planner.Rupiah      `json:"fee"`
	State     State               `json:"state"`
	Reason    Reason              `json:"reason"`
	After     *planner.Day        `json:"after,omitempty"` // the closed month that it would have stood in (sesudah tutup)
}

// key names what a line is about, whoever it is paid to.
func (l Line) key() string { return string(l.Kind) + "/" + l.Ref + "/" + itoa(int64(l.Household)) }

func sortLines(lines []Line) {
	slices.SortStableFunc(lines, func(a, b Line) int {
		return cmp.Or(cmp.Compare(a.Kader, b.Kader), cmp.Compare(a.Month, b.Month), cmp.Compare(a.Day, b.Day), cmp.Compare(a.Kind, b.Kind),
			cmp.Compare(a.Household, b.Household), cmp.Compare(a.Ref, b.Ref), cmp.Compare(a.Fee, b.Fee))
	})
}

// StatementTotals sum lines by how sure they are.
type StatementTotals struct {
	Amount   planner.Rupiah `json:"amount"` // of confirmed money
	Noted    planner.Rupiah `json:"noted"`  // money that waits for a file
	Verified planner.Rupiah `json:"verified"`
	Waiting  planner.Rupiah `json:"waiting"`
	Estimate planner.Rupiah `json:"estimate"`
}

// Sum is the totals of lines.
func Sum(lines []Line) (t StatementTotals) {
	for _, l := range lines {
		switch l.State {
		case Waiting:
			t.Noted += l.Amount
			t.Waiting += l.Fee
			continue
		case Verified:
			t.Verified += l.Fee
		case Estimate:
			t.Estimate += l.Fee
		}
		t.Amount += l.Amount
	}
	return t
}
