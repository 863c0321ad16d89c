package data

import (
	"slices"

	"binaan/geo"
	"binaan/planner"
)

// PackHours is, beside the kader's shifts and the visiting hours, what a phone needs to
// say while a promise is made whether the kader can come for it.
type PackHours struct {
	Until    planner.Day                     `json:"until"`    // of the contract
	Away     []PackAway                      `json:"away"`     // still to come
	Holidays []planner.Day                   `json:"holidays"` // the same, ascending
	Search   map[geo.Accuracy]planner.Minute `json:"search"`   // minutes that finding the door takes besides
}

// PackAway is an absence; nobody is told why.
type PackAway struct {
	First planner.Day `json:"first"`
	Last  planner.Day `json:"last"`
}

// holidaysAhead is for how many days holidays are told: few promise for later.
const holidaysAhead = 100

func (p *Pack) tellHours(today planner.Day) {
	p.Hours = PackHours{Until: p.Kader.Until, Away: []PackAway{}, Holidays: []planner.Day{}, Search: p.Rules.Service.Search}
	for _, a := range p.Kader.Away {
		if a.Last >= today {
			p.Hours.Away = append(p.Hours.Away, PackAway{a.First, a.Last})
		}
	}
	for d := range p.calendar.Holidays {
		if d >= today && d < today+holidaysAhead {
			p.Hours.Holidays = append(p.Hours.Holidays, d)
		}
	}
	slices.Sort(p.Hours.Holidays)
}
