package ledger

import (
	"cmp"
	"slices"

	"binaan/planner"
)

// Deviation is why somebody should look at a kader.
type Deviation string

// The deviations.
const (
	DeviationSilent Deviation = "SILENT" // nothing is known of the last working days
	DeviationDrop   Deviation = "DROP"   // less than half the visits of as many working days before
	DeviationBroken Deviation = "BROKEN" // most promises that fell due were broken
	DeviationBelow  Deviation = "BELOW"  // far less than what is asked so far, and than what colleagues do of it
)

// Bar is what the kader of a board are held to.
type Bar struct {
	Rule   planner.DeviationRule
	Middle Ratio // what the middle one of them does of what is asked so far; of nothing: too few to say
}

// barOf takes the median of those of whom enough was asked to say. Kader are very
// unequal: a mean would be that of a few.
func barOf(rule planner.DeviationRule, kader map[planner.KaderID]Tally) Bar {
	var shares []Ratio
	for _, n := range kader {
		if n.Workdays >= rule.FewDays && n.Asked > 0 {
			shares = append(shares, Ratio{int64(n.Visits), int64(n.Asked)})
		}
	}
	if len(shares) < rule.Colleagues {
		return Bar{Rule: rule}
	}
	slices.SortFunc(shares, func(x, y Ratio) int { return cmp.Compare(x.Num*y.Den, y.Num*x.Den) })
	return Bar{rule, shares[(len(shares)-1)/2]}
}

// Deviations of a kader: now against before, silent for so many working days.
func (b Bar) Deviations(now, before Tally, silent int) (out []Deviation) {
	if now.Workdays == 0 {
		return nil
	}
	r := b.Rule
	if silent >= r.SilentDays {
		out = append(out, DeviationSilent)
	}
	if before.Visits >= r.FewVisits && 100*now.Visits < r.DropPercent*before.Visits {
		out = append(out, DeviationDrop)
	}
	if now.Due >= r.FewPromises && 100*now.Kept < r.KeptPercent*now.Due {
		out = append(out, DeviationBroken)
	}
	if now.Workdays >= r.FewDays && b.below(int64(now.Visits), int64(now.Asked)) {
		out = append(out, DeviationBelow)
	}
	return out
}

// below reports whether so many visits are few beside what is asked, and beside what the
// middle colleague does of it.
func (b Bar) below(visits, asked int64) bool {
	share := int64(b.Rule.BelowPercent)
	return 100*visits < share*asked && (b.Middle.Den == 0 || 100*visits*b.Middle.Den < share*asked*b.Middle.Num)
}

// Silence is on how many working days before today nothing was known of a kader.
func Silence(seen *planner.Day, from, today planner.Day, working func(planner.Day) bool) (n int) {
	first := from
	if seen != nil {
		first = max(first, *seen+1)
	}
	for d := first; d < today; d++ {
		if working(d) {
			n++
		}
	}
	return n
}
