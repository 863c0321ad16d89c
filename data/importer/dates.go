package importer

import "binaan/planner"

// dateOrder is how a column writes day and month, where both are numbers.
type dateOrder byte

const (
	dayFirst   dateOrder = iota // 31/12/2026, as people here write it
	monthFirst                  // 12/31/2026
	unordered                   // both, so that 05/06/2026 says nothing
)

// dates is a column of dates: the order in which it is read, and what its cells
// showed while it was.
type dates struct {
	order   dateOrder
	swapped bool // a spreadsheet took the dates of days up to 12 for month first, and left the others as text

	days, months int // cells in which only the day, or only the month, can stand first
	either       int // in which both can
	low, high    int // dates of a spreadsheet with a day up to 12, and above
}

const (
	unsure = "urutan hari dan bulan tidak dapat dipastikan: kolom ini memuat keduanya; tulis misalnya 6 Mei 2026"
	turned = "hari dan bulan mungkin tertukar oleh Excel: sel tanggal di kolom ini tidak ada yang lebih dari 12, sel teks semuanya lebih; ekspor ulang sebagai teks"
)

// ordered reads day and month that are both written in digits.
func (c *dates) ordered(year, first, second string) (planner.Day, string) {
	a, b := small(first), small(second)
	switch {
	case a > 12 && b <= 12:
		c.days++
	case b > 12 && a <= 12 && dayExists(b, a):
		c.months++
		if c.order != dayFirst {
			return dayOf(year, first, second)
		}
	case a != b:
		c.either++
		switch c.order {
		case monthFirst:
			return dayOf(year, first, second)
		case unordered:
			return 0, unsure
		case dayFirst:
		}
	}
	return dayOf(year, second, first)
}

// typed is a date without doubt, unless the spreadsheet had its own order.
func (c *dates) typed(d planner.Day, typed bool) (planner.Day, string) {
	if !typed {
		return d, ""
	}
	if d.Time().Day() > 12 {
		c.high++
		return d, ""
	}
	c.low++
	if c.swapped {
		return 0, turned
	}
	return d, ""
}

// fewOdd is the share of the cells in the other order that are slips of the hand
// and say nothing of the column: one in so many.
const fewOdd = 100

// lowDays is how many dates with days up to 12 and none above are no chance: fewer
// than one column in 10,000 has them by luck.
const lowDays = 10

// learned is how the column is to be read, now that all of it was seen.
func (c *dates) learned() dates {
	order := dayFirst
	switch less := min(c.days, c.months); {
	case less > 0 && less*fewOdd > c.days+c.months:
		order = unordered
	case c.months > c.days:
		order = monthFirst
	}
	return dates{order: order, swapped: c.low >= lowDays && c.high == 0 && c.days > 0 && c.either == 0}
}

// guessed tells that cells were read day first although nothing in the column says
// so.
func (c *dates) guessed() bool { return c.either > 0 && c.days == 0 && c.months == 0 }
