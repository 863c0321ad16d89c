package planner_test

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"testing"

	"binaan/planner"
	"binaan/planner/plannertest"
)

// Rows of any key begin, end and begin again, the branch's own among them: on every day
// the rules are those that MergeRules makes for that day alone, asked in any order.
func TestRulesByDayAreThoseOfEachDay(t *testing.T) {
	const seed = 11
	random := rand.New(rand.NewPCG(seed, seed))
	rows := plannertest.Published(t)
	first := plannertest.Day(t, "2026-11-01")
	for range 6 {
		from := first + planner.Day(random.IntN(60))
		until := from + planner.Day(random.IntN(9))
		rows = append(rows,
			planner.RuleRow{Key: "stops", From: from, Until: &until, Own: true, Value: json.RawMessage(`{"most":10}`)},
			planner.RuleRow{Key: "cooldown", From: from + 3, Own: random.IntN(2) == 0, Value: json.RawMessage(`{}`)},
			planner.RuleRow{Key: "premium", From: from + 1, Own: true, Value: json.RawMessage(`{"class1":150000,"class2":100000,"class3":35000}`)})
	}
	byDay := planner.RulesByDay(rows)
	for _, n := range random.Perm(90) {
		d := first - 5 + planner.Day(n)
		want, wantErr := planner.MergeRules(rows, d)
		got, err := byDay.On(d)
		if (err == nil) != (wantErr == nil) {
			t.Fatalf("seed %d, %v: %v, alone %v", seed, d, err, wantErr)
		}
		if err == nil && !reflect.DeepEqual(*got, want) {
			t.Fatalf("seed %d, %v:\n%+v\nalone:\n%+v", seed, d, *got, want)
		}
	}
}

// A day before the first row has no rules; the days after it are not denied theirs.
func TestRulesByDayTellsDaysWithoutRules(t *testing.T) {
	byDay := planner.RulesByDay(plannertest.Published(t))
	if _, err := byDay.On(-400_000); err == nil {
		t.Fatal("rules on a day before all rows")
	}
	if r, err := byDay.On(plannertest.Day(t, "2026-11-23")); err != nil || r.Day != plannertest.Day(t, "2026-11-23") {
		t.Fatal(r, err)
	}
}
