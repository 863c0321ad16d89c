package planner

import (
	"slices"
	"time"

	"binaan/geo"
)

// KaderID names a kader within its branch.
type KaderID int64

// KaderStatus says whether a kader works.
type KaderStatus string

// The states of a kader.
const (
	KaderActive KaderStatus = "aktif"
	KaderOnHold KaderStatus = "cuti"
	KaderLeft   KaderStatus = "berhenti"
)

// Kader is a neighbour who visits households for the branch.
type Kader struct {
	ID         KaderID      `json:"id"`
	Code       string       `json:"code"` // the branch's own number of the kader
	Name       string       `json:"name"`
	Phone      string       `json:"phone,omitempty"`
	Home       geo.Position `json:"home"`
	Kecamatan  geo.AreaCode `json:"kecamatan"` // where the contract lets the kader serve
	From       Day          `json:"from"`      // contract (PKS), both ends included
	Until      Day          `json:"until"`
	Shifts     []Shift      `json:"shifts"`
	Status     KaderStatus  `json:"status"`
	Supervisor string       `json:"supervisor,omitempty"`
	Away       []Away       `json:"away,omitempty"` // days on which the kader does not work
}

// Away is when and why a kader under contract does not work: from First to Last,
// both included.
type Away struct {
	First Day       `json:"first"`
	Last  Day       `json:"last"`
	Why   AwayCause `json:"why"`
}

// AwayCause says why a kader is away.
type AwayCause string

// The causes of being away.
const (
	AwayIll     AwayCause = "sakit"
	AwayLeave   AwayCause = "cuti"
	AwayExcused AwayCause = "izin"
	AwayOther   AwayCause = "lain"
)

// Valid reports whether a is one of the causes.
func (a AwayCause) Valid() bool {
	return a == AwayIll || a == AwayLeave || a == AwayExcused || a == AwayOther
}

// AwayOn reports whether the kader is away on d.
func (k Kader) AwayOn(d Day) bool {
	return slices.ContainsFunc(k.Away, func(a Away) bool { return a.First <= d && d <= a.Last })
}

// Shift is the part of a weekday on which a kader works.
type Shift struct {
	Weekday time.Weekday `json:"weekday"`
	Open    Minute       `json:"open"`
	Close   Minute       `json:"close"`
}

// Serves reports whether the kader works and is under contract on d.
func (k Kader) Serves(d Day) bool {
	return k.Status == KaderActive && k.UnderContract(d)
}

// UnderContract reports whether the kader's contract covers d.
func (k Kader) UnderContract(d Day) bool { return k.From <= d && d <= k.Until }
