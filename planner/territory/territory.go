package territory

import (
	"binaan/geo"
	"binaan/planner"
)

// ID names a territory within its plan, from 1.
type ID int32

// Territory (wilayah binaan) is a connected set of blocks within one kecamatan,
// served by one kader.
type Territory struct {
	ID        ID                 `json:"id"`
	Kader     planner.KaderID    `json:"kader"` // 0: nobody yet
	Kecamatan geo.AreaCode       `json:"kecamatan"`
	Blocks    []planner.BlockKey `json:"-"`
	Merangkap bool               `json:"merangkap"` // a second territory of its kader
	Locked    bool               `json:"locked"`
	Approval  *Approval          `json:"approval,omitempty"` // of a second territory
	planner.Figures
	Lie
}

// Lie is what a territory consists of and how it lies.
type Lie struct {
	Desa []Part     `json:"desa,omitempty"` // those with the most families first
	Gaps []Gap      `json:"gaps,omitempty"` // by which it hangs together
	Ride geo.Metres `json:"ride,omitempty"` // from the kader's home to the furthest of its families, in a straight line

	Spread geo.Metres `json:"spread,omitempty"` // of its families about their middle: see Moments

	Skipped     int            `json:"skipped,omitempty"`     // by cells: eligible KK whom nobody serves and only this territory could
	SkippedCash planner.Rupiah `json:"skippedCash,omitempty"` // what they would be expected to bring in a month
	Narrow      int            `json:"narrow,omitempty"`      // by cells: of the eligible KK, the most that hang on the rest by one block

	Drawn bool `json:"drawn,omitempty"` // by an officer's hand
}

// Part is what a territory holds of a desa.
type Part struct {
	Code     geo.AreaCode `json:"code"`
	Whole    bool         `json:"whole"` // all of its families
	Eligible int          `json:"eligible"`
}

// Gap is where a territory hangs together without touching: between two desa, or two
// pieces of one.
type Gap struct {
	From   geo.AreaCode `json:"from"`
	To     geo.AreaCode `json:"to"`
	Metres geo.Metres   `json:"metres"`
}

// Finding is something a plan could not make true, with what it concerns.
// Code is one of the district package's reason codes or a planner's own.
type Finding struct {
	Code      string         `json:"code"`
	Kecamatan geo.AreaCode   `json:"kecamatan,omitempty"`
	Desa      geo.AreaCode   `json:"desa,omitempty"`
	Cell      geo.Cell       `json:"cell,omitempty"`
	Eligible  int            `json:"eligible"`
	Arrears   planner.Rupiah `json:"arrears"`
	Repair    string         `json:"repair,omitempty"` // the least relaxation that helps, as a catalogue key with numbers
}

// Infeasible reports whether the finding says that no division does what was
// asked for, and not merely that kader and families do not match in number, or that
// desa had to be divided.
func (f Finding) Infeasible() bool {
	switch f.Code {
	case FindingNoKader, FindingTooFew, FindingSurplus, FindingSplit, FindingAbove:
		return false
	}
	return true
}

// Certificate says how good a plan is, and how that is known.
type Certificate struct {
	Seed       uint64         `json:"seed"`
	Iterations int            `json:"iterations"`
	InBand     int            `json:"inBand"`
	Connected  int            `json:"connected"`
	Count      int            `json:"count"`
	Inertia    float64        `json:"inertia"`             // KK·km² about the best own cell
	Bound      float64        `json:"bound,omitempty"`     // proven lower bound of Inertia; 0: unknown
	Moved      int            `json:"moved"`               // KK moved against the plan in force
	MovedBound int            `json:"movedBound"`          // the least possible
	Expected   planner.Rupiah `json:"expected"`            // cash of a month, of the households served
	Later      planner.Rupiah `json:"later"`               // what that month's visits set going beside it
	Value      planner.Rupiah `json:"value,omitempty"`     // present value of both, which plans are made by; 0: a plan from before it was
	MostValue  planner.Rupiah `json:"mostValue,omitempty"` // proven upper bound of Value, without one of Expected; 0: unknown
	DesaPairs  int            `json:"desaPairs"`           // desa–territory pairs with eligible KK
	Grain      planner.Grain  `json:"grain,omitempty"`     // what territories are made of; "" in plans older than the choice: cells
	Whole      *Whole         `json:"whole,omitempty"`     // of a division by whole desa
	Elsewhere  int            `json:"elsewhere,omitempty"` // kader whose own territory is not in the kecamatan of the contract
	Closed     bool           `json:"closed,omitempty"`    // by cells: no territory encloses a block of nobody that touches it and for which it has room
	DesaBound  int            `json:"desaBound,omitempty"` // the least possible for the families served in territories no larger than these and the band; 0: unknown
}

// Plan divides a branch among its kader. Blocks in no territory are
// "belum terbagi": listed in Unserved, never hidden.
type Plan struct {
	Territories []Territory         `json:"territories"`
	Unserved    []planner.BlockKey  `json:"-"`
	UnservedSum planner.Figures     `json:"unserved"`
	Findings    []Finding           `json:"findings"`
	Capacity    []Capacity          `json:"capacity"` // by kecamatan
	Recruit     []RecruitPlace      `json:"recruit"`
	Merangkap   []MerangkapProposal `json:"merangkap"`
	Certificate Certificate         `json:"certificate"`
}

// RecruitPlace ranks a kecamatan by what its next kader would be expected to
// collect in a month.
type RecruitPlace struct {
	Kecamatan       geo.AreaCode       `json:"kecamatan"`
	planner.Figures                    // of the next kader's territory
	Blocks          []planner.BlockKey `json:"-"`         // of that territory
	Uncovered       planner.Figures    `json:"uncovered"` // of all unserved blocks there
}

// MerangkapProposal is a second territory that a kader could cover. It needs the
// branch's approval, and a written one where Outside.
type MerangkapProposal struct {
	Kader     planner.KaderID    `json:"kader"`
	Kecamatan geo.AreaCode       `json:"kecamatan"`
	Outside   bool               `json:"outside"`  // not the kecamatan of the kader's contract
	Distance  geo.Metres         `json:"distance"` // of its middle from the kader's home, in a straight line
	Blocks    []planner.BlockKey `json:"-"`
	planner.Figures
}
