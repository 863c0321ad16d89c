package data_test

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"binaan/data/datatest"
	"binaan/planner"
	"binaan/planner/plannertest"
)

func TestPublishedRulesHoldOnAnyDayOfThisDecade(t *testing.T) {
	store, b := datatest.NewBranch(t)
	for _, day := range []string{"2021-06-01", "2026-11-23", "2029-12-31"} {
		d, err := planner.ParseDay(day)
		if err != nil {
			t.Fatal(err)
		}
		rules, err := store.Rules(t.Context(), b.ID, d)
		if err != nil {
			t.Errorf("%s: %v", day, err)
		}
		if rules.Arrears.CapMonths != 24 {
			t.Errorf("%s: cap of %d months, want 24", day, rules.Arrears.CapMonths)
		}
	}
}

// A published row stands in a migration, in docs/rules.md and in the tests of the
// planner.
func TestPublishedRulesAreTheSameInEveryPlace(t *testing.T) {
	store, b := datatest.NewBranch(t)
	rows, err := store.RuleRows(t.Context(), b.ID)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("../docs/rules.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(text), "## Published values")
	var told []string
	for _, line := range regexp.MustCompile("(?m)^\\| (\\w+) \\| (\\d[\\d-]+) \\| ([\\d-]*) \\| `(.*)` \\|").FindAllStringSubmatch(table, -1) {
		told = append(told, ruleLine(t, line[1], line[2], line[3], []byte(line[4])))
	}
	stored, tested := ruleLines(t, rows), ruleLines(t, plannertest.Published(t))
	slices.Sort(told)
	if diff := cmp.Diff(stored, told); diff != "" {
		t.Errorf("published rules of the database and of docs/rules.md (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(stored, tested); diff != "" {
		t.Errorf("published rules of the database and of the planner's tests (-want +got):\n%s", diff)
	}
}

// ruleLines are rows in a form in which equal ones are alike, but for their sources.
func ruleLines(t *testing.T, rows []planner.RuleRow) []string {
	t.Helper()
	var out []string
	for _, r := range rows {
		until := ""
		if r.Until != nil {
			until = r.Until.String()
		}
		out = append(out, ruleLine(t, r.Key, r.From.String(), until, r.Value))
	}
	slices.Sort(out)
	return out
}

func ruleLine(t *testing.T, key, from, until string, value []byte) string {
	t.Helper()
	var fields map[string]any
	if err := json.Unmarshal(value, &fields); err != nil {
		t.Fatal(err)
	}
	ordered, err := json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join([]string{key, from, until, string(ordered)}, " ")
}
