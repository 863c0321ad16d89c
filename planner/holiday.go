package planner

import (
	"cmp"
	"slices"
)

// Holiday is a day off as a branch knows it.
type Holiday struct {
	Day   Day          `json:"day"`
	Name  string       `json:"name"`
	State HolidayState `json:"state"`
	By    string       `json:"by,omitempty"` // who of the branch decided
}

// HolidayState says how sure a day off is.
type HolidayState string

// The states of a day off.
const (
	HolidayOfficial HolidayState = "resmi"     // announced, or on a fixed date
	HolidayEstimate HolidayState = "perkiraan" // by a calendar, not announced yet
	HolidayOwn      HolidayState = "cabang"    // entered or confirmed by the branch
	HolidayStruck   HolidayState = "dicoret"   // no day off, says the branch
)

// Doubt is a day off on which nobody should rely yet: an estimate, or a feast that
// every year has and whose day in a year is not known at all (Day 0).
type Doubt struct {
	Year int    `json:"year"`
	Name string `json:"name"`
	Day  Day    `json:"day,omitempty"`
}

// Doubts are what is not certain about the days off from first to last, of a list that
// holds those years whole: estimates within these days, and feasts that a year among
// them lacks. By year, day and name.
func Doubts(holidays []Holiday, feasts []string, first, last Day) []Doubt {
	var out []Doubt
	for _, h := range holidays {
		if h.State == HolidayEstimate && first <= h.Day && h.Day <= last {
			out = append(out, Doubt{h.Day.Month().Year, h.Name, h.Day})
		}
	}
	for year := first.Month().Year; year <= last.Month().Year; year++ {
		for _, feast := range feasts {
			known := func(h Holiday) bool {
				return h.Name == feast && h.State != HolidayStruck && h.Day.Month().Year == year
			}
			if !slices.ContainsFunc(holidays, known) {
				out = append(out, Doubt{Year: year, Name: feast})
			}
		}
	}
	slices.SortFunc(out, func(a, b Doubt) int {
		return cmp.Or(cmp.Compare(a.Year, b.Year), cmp.Compare(a.Day, b.Day), cmp.Compare(a.Name, b.Name))
	})
	return out
}
