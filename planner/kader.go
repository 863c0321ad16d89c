package planner

import (
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
}

// Shift is the part of a weekday on which a kader works.
type Shift struct {
	Weekday time.Weekday `json:"weekday"`
	Open    Minute       `json:"open"`
	Close   Minute       `json:"close"`
}
