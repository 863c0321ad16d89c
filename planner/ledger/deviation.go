package ledger

import "binaan/planner"

// Deviation is why somebody should look at a kader.
type Deviation string

// The deviations.
const (
	DeviationSilent Deviation = "SILENT" // nothing is known of the last working days
	DeviationDrop   Deviation = "DROP"   // less than half the visits of as many working days before
	DeviationBroken Deviation = "BROKEN" // most promises that fell due were broken
	DeviationBelow  Deviation = "BELOW"  // less than half of what is asked so far
)

// When a deviation is worth a look. Guesses (asumsi), told in docs/dashboard.md.
const (
	silentDays   = 3  // working days without a word
	fewBefore    = 10 // with fewer visits before, a drop is chance
	fewPromises  = 4  // with fewer that fell due, broken ones are chance
	fewAskedDays = 5  // with fewer working days, half of the target is chance
)

// Deviations of a kader: now against before, silent for so many working days.
func Deviations(now, before Tally, silent int) (out []Deviation) {
	if now.Workdays == 0 {
		return nil
	}
	if silent >= silentDays {
		out = append(out, DeviationSilent)
	}
	if before.Visits >= fewBefore && 2*now.Visits < before.Visits {
		out = append(out, DeviationDrop)
	}
	if now.Due >= fewPromises && 2*now.Kept < now.Due {
		out = append(out, DeviationBroken)
	}
	if now.Workdays >= fewAskedDays && 2*now.Visits < now.Asked {
		out = append(out, DeviationBelow)
	}
	return out
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
