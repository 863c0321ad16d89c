package planner

import (
	"slices"
	"time"
)

// Calendar knows the days off, by name. Whether a day is today is decided at the
// edge of the program, in the branch's zone.
type Calendar struct {
	Holidays map[Day]string `json:"holidays"`
}

// Holiday reports whether d is a day off.
func (c Calendar) Holiday(d Day) bool {
	_, off := c.Holidays[d]
	return off
}

// Span is a part of a day from Open up to, and not including, Close.
type Span struct {
	Open  Minute `json:"open"`
	Close Minute `json:"close"`
}

// Workday is a day on which a kader works, in the shifts given, ascending.
type Workday struct {
	Day    Day
	Shifts []Span
	// Special days are Sundays and holidays: only families that agreed are visited.
	Special bool
}

// Open is when the first shift begins.
func (w Workday) Open() Minute { return w.Shifts[0].Open }

// Close is when the last shift ends.
func (w Workday) Close() Minute { return w.Shifts[len(w.Shifts)-1].Close }

// Workdays are the days from first to last on which the kader has a shift, is
// under contract and not away. Special ones are among them; whether anyone
// may be visited then is the families' to say.
func (c Calendar) Workdays(k Kader, r *Rules, first, last Day) []Workday {
	if k.Status != KaderActive {
		return nil
	}
	var days []Workday
	for d := max(first, k.From); d <= min(last, k.Until); d++ {
		if k.AwayOn(d) {
			continue
		}
		var spans []Span
		for _, s := range k.Shifts {
			if s.Weekday == d.Weekday() && s.Open < s.Close {
				spans = append(spans, Span{s.Open, s.Close})
			}
		}
		if len(spans) > 0 {
			days = append(days, Workday{Day: d, Shifts: union(spans), Special: c.special(d, r)})
		}
	}
	return days
}

// special reports whether nobody is visited on d unasked.
func (c Calendar) special(d Day, r *Rules) bool {
	return c.Holiday(d) || !slices.Contains(r.Visiting.Weekdays, d.Weekday())
}

// VisitSpans is when the household may be visited on d: the visiting hours less
// the quiet ones; or, where the family named hours of its own, those; on a Sunday
// or holiday only hours that it agreed to. A promise due on d opens the hours it
// names, or the day's visiting hours where it names none.
func (c Calendar) VisitSpans(r *Rules, h Household, promise *Promise, d Day) []Span {
	holiday, special := c.Holiday(d), c.special(d, r)
	sunday := d.Weekday() == time.Sunday
	var agreed []Span
	for _, k := range h.Consents {
		if k.Open < k.Close && (holiday && k.Holiday || !holiday && sunday && k.Sunday || !special && !k.Holiday && !k.Sunday) {
			agreed = append(agreed, Span{k.Open, k.Close})
		}
	}
	if len(agreed) == 0 && !special {
		agreed = r.visitingHours(d)
	}
	if promise != nil && promise.Due == d {
		if promise.Open < promise.Close {
			return []Span{{promise.Open, promise.Close}}
		}
		agreed = append(agreed, Span{r.Visiting.Open, r.Visiting.Close})
	}
	return union(agreed)
}

// visitingHours are those of an ordinary day.
func (r *Rules) visitingHours(d Day) []Span {
	spans := []Span{{r.Visiting.Open, r.Visiting.Close}}
	for _, q := range r.Visiting.Quiet {
		if q.Weekday != d.Weekday() {
			continue
		}
		var rest []Span
		for _, s := range spans {
			rest = append(rest, Span{s.Open, min(s.Close, q.Open)}, Span{max(s.Open, q.Close), s.Close})
		}
		spans = union(rest)
	}
	return spans
}

// union sorts spans and joins those that touch; empty ones vanish.
func union(spans []Span) []Span {
	spans = slices.DeleteFunc(slices.Clone(spans), func(s Span) bool { return s.Open >= s.Close })
	slices.SortFunc(spans, func(a, b Span) int { return int(a.Open) - int(b.Open) })
	var out []Span
	for _, s := range spans {
		if n := len(out); n > 0 && s.Open <= out[n-1].Close {
			out[n-1].Close = max(out[n-1].Close, s.Close)
			continue
		}
		out = append(out, s)
	}
	return out
}

// Intersect is the time in both; each ascends without overlap.
func Intersect(a, b []Span) []Span {
	var out []Span
	for _, x := range a {
		for _, y := range b {
			if s := (Span{max(x.Open, y.Open), min(x.Close, y.Close)}); s.Open < s.Close {
				out = append(out, s)
			}
		}
	}
	return out
}
