package ledger

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"

	"binaan/planner"
)

// Period is what an evaluation is of: a year, a quarter, a month, or the first or
// the second half of the four weeks with which a month begins.
type Period struct {
	Text  string          `json:"text"` // 2026, 2026-Q4, 2026-11, 2026-11-W2
	Unit  planner.Cadence `json:"unit"`
	From  planner.Day     `json:"from"`
	Until planner.Day     `json:"until"` // both included
}

// ErrPeriod marks a period that there is not.
var ErrPeriod = errors.New("no such period: want 2026, 2026-Q4, 2026-11, or 2026-11-W2 or -W4 for two weeks of a month")

var periodForm = regexp.MustCompile(`^(20\d\d)(?:-(?:Q([1-4])|(\d\d)(?:-W([24]))?))?$`)

// ParsePeriod reads a period. Branches evaluate in the second and fourth week of a
// month (Barabai 2018): W2 is the days 1 to 14, W4 the days 15 to 28.
func ParsePeriod(s string) (Period, error) {
	m := periodForm.FindStringSubmatch(s)
	if m == nil {
		return Period{}, fmt.Errorf("period %q: %w", s, ErrPeriod)
	}
	year, _ := strconv.Atoi(m[1])
	month, _ := strconv.Atoi(m[3])
	quarter, _ := strconv.Atoi(m[2])
	p := Period{Text: s, Unit: planner.PerYear, From: planner.Month{Year: year, Month: 1}.First()}
	switch {
	case quarter > 0:
		p.Unit, p.From = planner.PerQuarter, p.From.AddMonths(3*quarter-3)
	case m[3] == "":
	case month < 1 || month > 12:
		return Period{}, fmt.Errorf("period %q: %w", s, ErrPeriod)
	default:
		p.Unit, p.From = planner.PerMonth, p.From.AddMonths(month-1)
	}
	p.Until = p.From.AddMonths(p.months()) - 1
	switch m[4] {
	case "2":
		p.Unit, p.Until = planner.PerWeek, p.From+13
	case "4":
		p.Unit, p.From, p.Until = planner.PerWeek, p.From+14, p.From+27
	}
	return p, nil
}

func (p Period) months() int {
	return map[planner.Cadence]int{planner.PerYear: 12, planner.PerQuarter: 3, planner.PerMonth: 1, planner.PerWeek: 1}[p.Unit]
}

// Before is the period of the same length before p.
func (p Period) Before() Period {
	if p.Unit == planner.PerWeek {
		return Period{Unit: p.Unit, From: p.From - 14, Until: p.From - 1}
	}
	return Period{Unit: p.Unit, From: p.From.AddMonths(-p.months()), Until: p.From - 1}
}

// LastBefore is the last period of a unit that ended before a day; of weeks, the two weeks of
// a month on which a branch looks back.
func LastBefore(c planner.Cadence, day planner.Day) (Period, error) {
	if c == planner.PerWeek {
		month, before := day.Month(), (day.Month().First() - 1).Month()
		for _, text := range []string{month.String() + "-W4", month.String() + "-W2", before.String() + "-W4"} {
			if p, err := ParsePeriod(text); err != nil || p.Until < day {
				return p, err
			}
		}
	}
	m := (unitOf(c, day) - 1).Month()
	switch c {
	case planner.PerYear:
		return ParsePeriod(strconv.Itoa(m.Year))
	case planner.PerQuarter:
		return ParsePeriod(fmt.Sprintf("%d-Q%d", m.Year, (int(m.Month)+2)/3))
	case planner.PerMonth, planner.PerWeek, planner.PerDay:
	}
	return ParsePeriod(m.String())
}

// holds reports whether d lies in p.
func (p Period) holds(d planner.Day) bool { return p.From <= d && d <= p.Until }

// unitOf is the first day of the unit in which d lies.
func unitOf(c planner.Cadence, d planner.Day) planner.Day {
	first := d.Month().First()
	switch c {
	case planner.PerDay:
		return d
	case planner.PerWeek:
		return d - (planner.Day(d.Weekday())+6)%7
	case planner.PerQuarter:
		return first.AddMonths(-(int(d.Month().Month) - 1) % 3)
	case planner.PerYear:
		return first.AddMonths(1 - int(d.Month().Month))
	case planner.PerMonth:
	}
	return first
}

// units are the first days of the whole units that lie in p, but of days: a week
// belongs to where its Thursday lies, so that each is of one month.
func (p Period) units(c planner.Cadence) (starts []planner.Day) {
	if c == planner.PerDay {
		return nil
	}
	for start := unitOf(c, p.From); start <= p.Until; start = after(c, start) {
		if c == planner.PerWeek && p.holds(start+3) || c != planner.PerWeek && start >= p.From && after(c, start)-1 <= p.Until {
			starts = append(starts, start)
		}
	}
	return starts
}

// after is the first day of the unit that follows the one that begins on start.
func after(c planner.Cadence, start planner.Day) planner.Day {
	switch c {
	case planner.PerWeek:
		return start + 7
	case planner.PerQuarter:
		return start.AddMonths(3)
	case planner.PerYear:
		return start.AddMonths(12)
	case planner.PerDay:
		return start + 1
	case planner.PerMonth:
	}
	return start.AddMonths(1)
}
