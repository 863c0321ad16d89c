package heat

import (
	"errors"

	"binaan/planner"
	"binaan/planner/partition"
)

// Measure is what the map shows.
type Measure string

// The measures. The first five are told of parts, the others, which tell of what
// happened in a month, of units.
const (
	Arrears    Measure = "arrears"
	Households Measure = "households"
	Months     Measure = "months"
	Expected   Measure = "expected"
	Uncovered  Measure = "uncovered"
	Visits     Measure = "visits"
	Contact    Measure = "contact"
	Kept       Measure = "kept"
	Collected  Measure = "collected"
)

// Unit is what the values of a measure are.
type Unit string

// The units.
const (
	InRupiah   Unit = "rupiah"
	InCount    Unit = "count"
	InMonths   Unit = "months"   // tenths of a month, the mean of families
	InPermille Unit = "permille" // of a ratio
)

// measures is the one list of them: what the values of each are, and whether it is of what
// happened in the month.
var measures = map[Measure]struct {
	unit     Unit
	happened bool
}{
	Arrears:    {InRupiah, false},
	Households: {InCount, false},
	Months:     {InMonths, false},
	Expected:   {InRupiah, false},
	Uncovered:  {InCount, false},
	Visits:     {InPermille, true},
	Contact:    {InPermille, true},
	Kept:       {InPermille, true},
	Collected:  {InRupiah, true},
}

// Unit is what its values are.
func (m Measure) Unit() Unit { return measures[m].unit }

// Happened tells whether the measure is of what happened in the month.
func (m Measure) Happened() bool { return measures[m].happened }

// Dimension is a way to tell families apart.
type Dimension int

// The dimensions.
const (
	Class   Dimension = iota // of care: 1, 2, 3
	Band                     // months unpaid
	Status                   // where the branch stands with the family
	Kader                    // who serves it
	Channel                  // through which it paid last
	Covered                  // whether anybody serves it
	dimensions
)

// Categories are those of a family, by dimension.
type Categories [dimensions]uint16

// Query is what is asked of a month.
type Query struct {
	Measure Measure
	Within  *Within                       // nil: all of the branch
	Filter  map[Dimension]map[uint16]bool // categories asked for; a dimension that is missing is not filtered
}

// Within is a part of the branch: some regions, or one group of one.
type Within struct {
	Regions map[int]bool
	Group   int // -1: all
}

// Asks tells whether a place lies within.
func (w *Within) Asks(p Place) bool {
	return w == nil || w.Regions[p.Region] && (w.Group < 0 || w.Group == p.Group)
}

// tells reports whether the sum of all that lies within may be told.
func (w *Within) tells(h partition.Hidden) bool {
	switch {
	case w == nil:
		return !h.All
	case w.Group >= 0:
		return !h.Groups[w.Group]
	}
	for r := range w.Regions {
		if h.Regions[r] {
			return false
		}
	}
	return true
}

// ErrQuery marks what cannot be asked.
var ErrQuery = errors.New("no such view of the map")

// categories are some of a dimension's; nil: it is not asked for.
type categories []bool

func (c categories) has(one uint16) bool { return int(one) < len(c) && c[one] }

// wanted are the categories that a query asks for, by dimension.
type wanted [dimensions]categories

func (q Query) wanted() (out wanted) {
	for d, asked := range q.Filter {
		of := categories{}
		for c, is := range asked {
			if is {
				of = append(of, make(categories, max(0, int(c)+1-len(of)))...)
				of[c] = true
			}
		}
		out[d] = of
	}
	if q.Measure == Uncovered && out[Covered] == nil {
		out[Covered] = categories{true}
	}
	return out
}

// holds reports whether a family is of the wanted categories in some dimensions.
func (w *wanted) holds(in uint8, c Categories) bool {
	for d := range dimensions {
		if in&(1<<d) != 0 && !w[d].has(c[d]) {
			return false
		}
	}
	return true
}

// Bands are the months unpaid that are told apart, by their first.
var Bands = []int{1, 3, 12}

// BandOf is the place in Bands of so many months.
func BandOf(months int) uint16 {
	for i := len(Bands) - 1; i > 0; i-- {
		if months >= Bands[i] {
			return uint16(i)
		}
	}
	return 0
}

// step is what Rupiah of parts are rounded to.
const step planner.Rupiah = 100_000

// stepPermille is what ratios of units are rounded to: with the numbers behind it unknown,
// none follows.
const stepPermille = 50

func rounded(n, to int64) int64 { return (n + to/2) / to * to }
