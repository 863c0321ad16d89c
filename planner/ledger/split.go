package ledger

import (
	"errors"
	"fmt"

	"binaan/planner"
)

// Allocation is what a payment does to a family's debt. Its parts sum to it.
type Allocation struct {
	Arrears planner.Rupiah `json:"arrears"` // goes to what is owed from before
	Current planner.Rupiah `json:"current"` // to the month's premium
	Credit  planner.Rupiah `json:"credit"`  // more than was billed: stands to the family's credit
	Left    planner.Rupiah `json:"left"`    // of the arrears
	Active  bool           `json:"active"`  // all that was billed is paid
}

// Allocate lays a payment on a family's bill: the oldest debt first, then the current
// month; the rest is a credit. A part closes nothing.
func Allocate(owed, monthly, paid planner.Rupiah) Allocation {
	a := Allocation{Arrears: min(owed, paid)}
	a.Current = min(monthly, paid-a.Arrears)
	a.Credit = paid - a.Arrears - a.Current
	a.Left = owed - a.Arrears
	a.Active = a.Left == 0 && a.Current == monthly
	return a
}

// Portion is a family's part of a payment.
type Portion struct {
	Household planner.HouseholdID `json:"household"`
	Amount    planner.Rupiah      `json:"amount"`
}

// ErrSplit marks a division that a payment does not allow.
var ErrSplit = errors.New("no such division of a payment")

// CheckSplit refuses shares that are nothing, of one family twice, or that sum to
// anything but the payment.
func CheckSplit(paid planner.Rupiah, shares []Portion) error {
	sum, seen := planner.Rupiah(0), map[planner.HouseholdID]bool{}
	for _, s := range shares {
		switch {
		case s.Amount <= 0:
			return fmt.Errorf("household %d gets %v: %w", s.Household, s.Amount, ErrSplit)
		case s.Household <= 0 || seen[s.Household]:
			return fmt.Errorf("household %d twice or nobody: %w", s.Household, ErrSplit)
		case s.Amount > paid-sum:
			return fmt.Errorf("shares exceed %v: %w", paid, ErrSplit)
		}
		seen[s.Household] = true
		sum += s.Amount
	}
	if sum != paid {
		return fmt.Errorf("shares sum to %v of %v: %w", sum, paid, ErrSplit)
	}
	return nil
}
