// Package ledger is the room of money: whose a payment is, to which visit and kader
// it is credited, what fee that earns, and how a period compares with its targets.
// Like its neighbours it is pure. Money is whole rupiah, days are civil dates of the
// branch. docs/ledger.md tells the formulas and their sources.
package ledger
