package planner

import (
	"cmp"
	"math"
	"slices"
)

// YieldRule is what a visit brings in cash where a branch has no history of its
// own, as published by others. Visits is how many visits of its own weigh as much
// as that figure, SpreadPercent how far a branch may well lie from it. The others say
// what later Rupiah are worth beside those of the month.
type YieldRule struct {
	PerVisit        Rupiah  `json:"perVisit"`
	Visits          int     `json:"visits"`
	SpreadPercent   float64 `json:"spreadPercent"`
	KeptPercent     float64 `json:"keptPercent"`     // of the instalments after the first, that come in
	DiscountPercent float64 `json:"discountPercent"` // by which a Rupiah is worth less for each month that it comes later
	LaterMonths     float64 `json:"laterMonths"`     // after which later sums come, on average
}

// Discount is what a Rupiah that comes later is worth beside one of this month.
type Discount float64

// Discount follows from the rate and the wait, to a millionth.
func (y YieldRule) Discount() Discount {
	return Discount(math.Round(1e6*math.Pow(1+y.DiscountPercent/100, -y.LaterMonths)) / 1e6)
}

// Present is the present value of cash of the month and of what comes later: plans are
// ranked by it. People are shown both sums, neither of them discounted.
func (d Discount) Present(cash, later Rupiah) Rupiah {
	return cash + Rupiah(math.Round(float64(d)*float64(later)))
}

// Present is that by the rule's discount.
func (y YieldRule) Present(cash, later Rupiah) Rupiah { return y.Discount().Present(cash, later) }

// sound reports whether a level and a discount follow from the rule.
func (y YieldRule) sound() bool {
	return y.PerVisit > 0 && y.Visits > 0 && y.SpreadPercent >= 0 &&
		y.KeptPercent >= 0 && y.KeptPercent <= 100 && y.DiscountPercent >= 0 && y.DiscountPercent <= 100 && y.LaterMonths >= 0
}

// Record is what a branch's own visits have brought: those made in a year, and the
// payments that came within the days of attribution after one of them, each
// credited once.
type Record struct {
	Visits   int    `json:"visits"`
	Credited Rupiah `json:"credited"`
}

// Level is how much cash a visit of the branch brings, and what the chances of an
// ordinary meeting are multiplied by for that.
type Level struct {
	PerVisit Rupiah  `json:"perVisit"`
	Spread   float64 `json:"spread"` // one standard deviation of PerVisit, as a share of it
	Scale    float64 `json:"scale"`
	Mean     Rupiah  `json:"mean"` // what the chances alone give such a visit
	Own      int     `json:"own"`  // visits of the branch behind it; 0: published by others only
}

// Near reports whether two levels differ by so little that sums shown by one need not
// be worked out anew by the other.
func (l Level) Near(x Level) bool { return math.Abs(x.Scale/l.Scale-1) <= 0.02 }

// LevelOf shrinks a branch's own record towards the rule's figure: as many visits as
// the rule names weigh as much as the rule itself (empirical Bayes with a fixed
// strength). mean is the cash that such a visit brings by the chances alone, at
// Scale 1; where it is not known, nothing is scaled.
func LevelOf(rule YieldRule, own Record, mean Rupiah) Level {
	strength, visits := float64(rule.Visits), float64(own.Visits)
	perVisit := (float64(rule.PerVisit)*strength + float64(own.Credited)) / (strength + visits)
	level := Level{
		PerVisit: Rupiah(math.Round(perVisit)),
		Spread:   rule.SpreadPercent / 100 * math.Sqrt(strength/(strength+visits)),
		Scale:    1,
		Mean:     mean,
		Own:      own.Visits,
	}
	if mean > 0 {
		level.Scale = perVisit / float64(mean)
	}
	return level
}

// MeanVisit is the mean of what visits bring, to the families that bring most: as many of
// all as a kader visits in a month. The published Rupiah are those of visits to families
// that kader chose, so a plan that chooses well is not promised more for it.
func (r *Rules) MeanVisit(brings []Rupiah) Rupiah {
	best := slices.Clone(brings)
	slices.SortFunc(best, func(a, b Rupiah) int { return cmp.Compare(b, a) })
	best = best[:int(math.Ceil(min(1, r.VisitsAMonth())*float64(len(best))))]
	sum := Rupiah(0)
	for _, cash := range best {
		sum += cash
	}
	return sum / Rupiah(max(1, len(best)))
}

// At are the chances at a branch's level.
func (c Chances) At(level Level) Chances {
	c.Scale, c.Spread = level.Scale, level.Spread
	if level.Own > 0 {
		c.Version = Calibrated
	}
	return c
}

// The versions of chances: assumed altogether, or brought to the level of the
// branch's own payments.
const (
	Prior      = "prior"
	Calibrated = "calibrated"
)

// Band is between which sums four of five months are expected to end.
type Band struct {
	Low  Rupiah `json:"low"`
	High Rupiah `json:"high"`
}

// fourInFive is how many standard deviations about its mean hold four fifths of a
// normal distribution.
const fourInFive = 1.2816

// BandOf is the band about a sum of cash whose single payments have the variance
// given, at a level that is itself uncertain by spread.
func BandOf(cash Rupiah, variance, spread float64) Band {
	half := fourInFive * math.Sqrt(variance+math.Pow(spread*float64(cash), 2))
	return Band{max(0, cash-Rupiah(math.Round(half))), cash + Rupiah(math.Round(half))}
}
