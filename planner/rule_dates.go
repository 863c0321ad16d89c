package planner

import (
	"slices"
)

// MergedRules are the rules of many days, made of the same rows. Between two days on
// which a row begins or ends they are the same, and are merged once.
type MergedRules struct {
	rows    []RuleRow
	borders []Day // ascending: days from which other rows hold than the day before
	spans   map[int]merged
	days    map[Day]*Rules
}

type merged struct {
	rules Rules
	err   error
}

// RulesByDay prepares the rules of any day of rows in any order; they are not changed
// afterwards.
func RulesByDay(rows []RuleRow) *MergedRules {
	m := &MergedRules{rows: rows, spans: map[int]merged{}, days: map[Day]*Rules{}}
	for _, r := range rows {
		m.borders = append(m.borders, r.From)
		if r.Until != nil {
			m.borders = append(m.borders, *r.Until+1)
		}
	}
	slices.Sort(m.borders)
	m.borders = slices.Compact(m.borders)
	return m
}

// On is what MergeRules makes of the rows for a day. The rules are shared by all who
// ask for the day: they are read only.
func (m *MergedRules) On(d Day) (*Rules, error) {
	span, begins := slices.BinarySearch(m.borders, d)
	if begins {
		span++
	}
	of, known := m.spans[span]
	if !known {
		of.rules, of.err = MergeRules(m.rows, d)
		m.spans[span] = of
	}
	r := m.days[d]
	if r == nil {
		r = &Rules{}
		*r = of.rules
		r.Day = d
		m.days[d] = r
	}
	return r, of.err
}
