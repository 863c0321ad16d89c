package planner

import (
	"math"
	"slices"
)

// FeeRule is the kader's fee (imbal jasa): any mixture of a share of the arrears
// collected and amounts for what was done.
type FeeRule struct {
	Percent         float64   `json:"percent"`                 // of arrears collected
	Tiers           []FeeTier `json:"tiers,omitempty"`         // of a month's arrears collected, in place of Percent
	PerReminded     Rupiah    `json:"perReminded,omitempty"`   // person of a family that was met, once a month
	PerRegistration Rupiah    `json:"perRegistration"`         // family registered
	PerRegistrant   Rupiah    `json:"perRegistrant,omitempty"` // person registered
	MostPerMonth    Rupiah    `json:"mostPerMonth,omitempty"`  // of the share; 0: no end
	Estimate        bool      `json:"estimate"`                // shown as "perkiraan"
}

// FeeTier is the share of what a month's collection exceeds an amount by.
type FeeTier struct {
	Above   Rupiah  `json:"above"`
	Percent float64 `json:"percent"`
}

func (f FeeRule) valid() bool {
	for i, t := range f.Tiers {
		if !sharePercent(t.Percent) || t.Above < 0 || i > 0 && t.Above <= f.Tiers[i-1].Above {
			return false
		}
	}
	return sharePercent(f.Percent) && f.PerReminded >= 0 && f.PerRegistration >= 0 && f.PerRegistrant >= 0 && f.MostPerMonth >= 0
}

func sharePercent(p float64) bool { return p >= 0 && p <= 100 && p*100 == math.Round(p*100) }

// Share is the fee for so much arrears collected in a month: whole rupiah, what is
// left of the division falls away. A payment's part of it is the share with it less
// the share without it, so that parts sum to the whole whatever their number.
func (f FeeRule) Share(collected Rupiah) Rupiah {
	tiers := f.Tiers
	if len(tiers) == 0 {
		tiers = []FeeTier{{0, f.Percent}}
	}
	sum := Rupiah(0) // ten-thousandths of a rupiah
	for i, t := range tiers {
		top := collected
		if i+1 < len(tiers) {
			top = min(top, tiers[i+1].Above)
		}
		sum += max(0, top-t.Above) * Rupiah(math.Round(t.Percent*100))
	}
	share := sum / 10_000
	if f.MostPerMonth > 0 {
		share = min(share, f.MostPerMonth)
	}
	return share
}

// Measure is what a target counts.
type Measure string

// What may be counted.
const (
	MeasureVisits        Measure = "visits"
	MeasureHouseholds    Measure = "households" // visited, each once in the period
	MeasureContacts      Measure = "contacts"   // visits at which the family was met
	MeasureRupiah        Measure = "rupiah"     // confirmed and credited to a visit
	MeasureRegistrations Measure = "registrations"
	MeasureTalks         Measure = "talks"   // information meetings held
	MeasureReports       Measure = "reports" // courtesy reports at village offices
)

// Measures are all of them.
var Measures = []Measure{MeasureVisits, MeasureHouseholds, MeasureContacts, MeasureRupiah, MeasureRegistrations, MeasureTalks, MeasureReports}

// Cadence is the unit of time of a target.
type Cadence string

// The units.
const (
	PerDay     Cadence = "day" // of work
	PerWeek    Cadence = "week"
	PerMonth   Cadence = "month"
	PerQuarter Cadence = "quarter"
	PerYear    Cadence = "year"
)

// Cadences are all of them, the shortest first.
var Cadences = []Cadence{PerDay, PerWeek, PerMonth, PerQuarter, PerYear}

// Goal is a number asked of each kader.
type Goal struct {
	Measure Measure `json:"measure"`
	Per     Cadence `json:"per"`
	Value   int64   `json:"value"`
}

func (t TargetRule) valid() bool {
	if t.VisitsPerDay < 0 || t.VisitsPerMonth < 0 || t.VisitsPerYear < 0 || t.RupiahPerMonth < 0 || t.RupiahPerYear < 0 {
		return false
	}
	for _, g := range t.Goals {
		if g.Value < 0 || !slices.Contains(Measures, g.Measure) || !slices.Contains(Cadences, g.Per) {
			return false
		}
	}
	return true
}

// All are the rule's numbers that are set, in one form. No one is worked out from
// another: published ones disagree.
func (t TargetRule) All() (out []Goal) {
	for _, g := range append([]Goal{
		{MeasureVisits, PerDay, int64(t.VisitsPerDay)},
		{MeasureVisits, PerMonth, int64(t.VisitsPerMonth)},
		{MeasureVisits, PerYear, int64(t.VisitsPerYear)},
		{MeasureRupiah, PerMonth, int64(t.RupiahPerMonth)},
		{MeasureRupiah, PerYear, int64(t.RupiahPerYear)},
	}, t.Goals...) {
		if g.Value > 0 {
			out = append(out, g)
		}
	}
	return out
}
