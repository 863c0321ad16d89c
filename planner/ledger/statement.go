package ledger

import (
	"slices"

	"binaan/planner"
)

// Closed is a month as it was closed: its lines stand as they stood.
type Closed struct {
	Month planner.Day // its first day
	Lines []Line
}

// Statement is a kader's month, line by line.
type Statement struct {
	Kader  planner.KaderID `json:"kader"`
	Month  planner.Day     `json:"month"`
	Closed bool            `json:"closed"`
	Lines  []Line          `json:"lines"`
	Totals StatementTotals `json:"totals"`
}

// Statements are the lines of a month of every kader who has any: of a closed month
// those with which it was closed, whatever was learned since; of another those that
// it earned and, in the first that is still open, what was learned since of months
// that are closed.
func Statements(month planner.Day, earned []Line, closed []Closed) []Statement {
	var lines []Line
	frozen := slices.IndexFunc(closed, func(c Closed) bool { return c.Month == month })
	if frozen >= 0 {
		lines = slices.Clone(closed[frozen].Lines)
	} else {
		for _, l := range earned {
			if l.Month == month {
				lines = append(lines, l)
			}
		}
		if month == firstOpen(closed) {
			lines = append(lines, After(month, earned, closed)...)
		}
	}
	sortLines(lines)
	return byKader(month, frozen >= 0, lines)
}

// firstOpen is the month after the last that is closed; 0: none is.
func firstOpen(closed []Closed) (month planner.Day) {
	for _, c := range closed {
		month = max(month, c.Month.AddMonths(1))
	}
	return month
}

func byKader(month planner.Day, closed bool, lines []Line) (out []Statement) {
	for _, l := range lines {
		if l.Kader == 0 {
			continue
		}
		if len(out) == 0 || out[len(out)-1].Kader != l.Kader {
			out = append(out, Statement{Kader: l.Kader, Month: month, Closed: closed})
		}
		last := &out[len(out)-1]
		last.Lines = append(last.Lines, l)
	}
	for i := range out {
		out[i].Totals = Sum(out[i].Lines)
	}
	return out
}

// After is what was learned of closed months since they were closed, as lines of the
// month that is open: what stands against a line that was closed, at that line's own
// rate, and what stands in its place. Closed months never change.
func After(month planner.Day, earned []Line, closed []Closed) []Line {
	was, now := map[string][]Line{}, map[string][]Line{}
	shut := map[planner.Day]bool{}
	for _, c := range closed {
		shut[c.Month] = true
		for _, l := range c.Lines {
			if l.State != Waiting {
				was[l.key()] = append(was[l.key()], l)
			}
		}
	}
	for _, l := range earned {
		if shut[l.Month] && l.State != Waiting {
			now[l.key()] = append(now[l.key()], l)
		}
	}
	var out []Line
	for _, key := range keysOf(was, now) {
		out = append(out, corrections(month, was[key], now[key])...)
	}
	return out
}

// corrections are the lines that make good the difference between what was closed of
// a matter and what is true of it.
func corrections(month planner.Day, was, now []Line) (out []Line) {
	standing := net(was)
	for _, l := range now {
		if k := slices.IndexFunc(standing, func(s Line) bool { return s.same(l) }); k >= 0 {
			standing = slices.Delete(standing, k, k+1)
			continue
		}
		out = append(out, l.after(month))
	}
	for _, l := range standing {
		out = append(out, l.against(l.Day).after(month))
	}
	return out
}

// net leaves of lines those that no other one undoes.
func net(lines []Line) (out []Line) {
	for _, l := range lines {
		if k := slices.IndexFunc(out, func(o Line) bool { return o.against(l.Day).same(l) }); k >= 0 {
			out = slices.Delete(out, k, k+1)
			continue
		}
		out = append(out, l)
	}
	return out
}

// same reports whether two lines pay the same to the same kader for the same money.
func (l Line) same(o Line) bool {
	return l.Kader == o.Kader && l.Amount == o.Amount && l.Arrears == o.Arrears && l.Fee == o.Fee
}

func (l Line) after(month planner.Day) Line {
	was := l.Month
	if l.After != nil {
		was = *l.After
	}
	l.After, l.Month = &was, month
	return l
}

func keysOf(maps ...map[string][]Line) (out []string) {
	for _, m := range maps {
		for k := range m {
			out = append(out, k)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Named reports whether one of the statements has the line: kind/reference/household.
func Named(statements []Statement, line string) bool {
	return slices.ContainsFunc(statements, func(s Statement) bool {
		return slices.ContainsFunc(s.Lines, func(l Line) bool { return l.key() == line })
	})
}
