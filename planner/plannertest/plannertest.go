// Package plannertest holds what the tests of the planner's rooms share: the
// published rules and an ordinary week.
package plannertest

import (
	_ "embed"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"binaan/planner"
)

//go:embed rules.json
var published []byte

// Published are the national rows that the migrations write.
func Published(t testing.TB) []planner.RuleRow {
	t.Helper()
	var rows []planner.RuleRow
	if err := json.Unmarshal(published, &rows); err != nil {
		t.Fatal(err)
	}
	return rows
}

// Rules are the published rules of a day, such as 2026-12-01.
func Rules(t testing.TB, day string) planner.Rules {
	t.Helper()
	r, err := planner.MergeRules(Published(t), Day(t, day))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Day reads 2026-12-31.
func Day(t testing.TB, s string) planner.Day {
	t.Helper()
	d, err := planner.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Week are the usual shifts: Monday to Friday from 16.00 to 20.00, Saturday from
// 9.00 to 13.00.
func Week() []planner.Shift {
	var out []planner.Shift
	for d := time.Monday; d <= time.Friday; d++ {
		out = append(out, planner.Shift{Weekday: d, Open: 16 * 60, Close: 20 * 60})
	}
	return append(out, planner.Shift{Weekday: time.Saturday, Open: 9 * 60, Close: 13 * 60})
}

// SaysExactly holds the complaints of a check to those that are told, each by a part
// of it, | between them.
func SaysExactly(t testing.TB, err error, want string) {
	t.Helper()
	var got, parts []string
	if err != nil {
		got = strings.Split(err.Error(), "\n")
	}
	if want != "" {
		parts = strings.Split(want, "|")
	}
	for _, part := range parts {
		if k := slices.IndexFunc(got, func(s string) bool { return strings.Contains(s, part) }); k >= 0 {
			got = slices.Delete(got, k, k+1)
			continue
		}
		t.Errorf("check does not say %q", part)
	}
	if len(got) > 0 {
		t.Errorf("check says %q besides", got)
	}
}
