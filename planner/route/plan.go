package route

import (
	"binaan/planner"
)

// Certificate says how good a month is, and how that is known. Value and
// Bound are present values (YieldRule.Present) of what is expected, less the cost of travel; both count the days that stay as
// they were announced, of which nothing is claimed, at what they bring.
type Certificate struct {
	Seed       uint64         `json:"seed"`
	Iterations int            `json:"iterations"`
	Value      planner.Rupiah `json:"value"`
	Bound      planner.Rupiah `json:"bound"` // proven upper bound of any plan's value; 0: unknown
	ProvenDays int            `json:"provenDays"`
	Announced  int            `json:"announced"` // days that stay as they were announced; none of them counts as proven
	Days       int            `json:"days"`
	Held       []Hold         `json:"held,omitempty"`
}

// Hold is a household kept for the day of its promise. Price is its dual price: by
// how much a visit there brings more than its place in the kader's days would
// otherwise; 0 where nothing but the promise speaks for it.
type Hold struct {
	Household planner.HouseholdID `json:"household"`
	Until     planner.Day         `json:"until"`
	Price     planner.Rupiah      `json:"price"`
}

// Plan is a kader's month.
type Plan struct {
	Kader       planner.KaderID `json:"kader"`
	First       planner.Day     `json:"first"` // the days planned, both ends included
	Last        planner.Day     `json:"last"`
	Routes      []Route         `json:"routes"` // one for each day of work, ascending
	LeftOut     []LeftOut       `json:"leftOut"`
	Certificate Certificate     `json:"certificate"`
	Outlook     Outlook         `json:"outlook"`
	Travel      string          `json:"travel"` // provenance of travel times: "perkiraan" for the straight line
}
