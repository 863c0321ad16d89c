package planner_test

import (
	"encoding/json"
	"fmt"
	"os"

	"binaan/planner"
)

// rulesOf are the published rules of a day.
func rulesOf(day string) planner.Rules {
	text, err := os.ReadFile("plannertest/rules.json")
	if err != nil {
		panic(err)
	}
	var rows []planner.RuleRow
	if err := json.Unmarshal(text, &rows); err != nil {
		panic(err)
	}
	d, err := planner.ParseDay(day)
	if err != nil {
		panic(err)
	}
	rules, err := planner.MergeRules(rows, d)
	if err != nil {
		panic(err)
	}
	return rules
}

// A branch's own row replaces the fields that it names, from its day on.
func ExampleMergeRules() {
	rows := []planner.RuleRow{}
	text, _ := os.ReadFile("plannertest/rules.json")
	_ = json.Unmarshal(text, &rows)
	from, _ := planner.ParseDay("2026-12-01")
	rows = append(rows, planner.RuleRow{Key: "stops", From: from, Own: true, Value: json.RawMessage(`{"most":10}`)})
	for _, d := range []planner.Day{from - 1, from} {
		rules, err := planner.MergeRules(rows, d)
		fmt.Println(d, rules.Stops.Least, rules.Stops.Most, err)
	}
	// Output:
	// 2026-11-30 5 8 <nil>
	// 2026-12-01 5 10 <nil>
}

func ExampleRules_Bill() {
	rules := rulesOf("2026-12-01")
	family := planner.Household{Classes: []planner.CareClass{3, 3, 3}, Months: 20}
	family.Arrears = rules.ArrearsOf(family.Classes, family.Months)
	fmt.Println(family.Arrears, rules.Bill(family))
	// Output: Rp2.100.000 Rp2.205.000
}

func ExampleRules_Instalments() {
	rules := rulesOf("2026-12-01")
	family := planner.Household{Classes: []planner.CareClass{3, 3, 3}, Segment: planner.PBPU, Months: 18, Arrears: 1_890_000}
	steps, err := rules.Instalments(family, 4)
	fmt.Println(steps, err)
	// Output: [Rp577.500 Rp577.500 Rp577.500 Rp577.500] <nil>
}

// Who promised is left alone until that day.
func ExampleRules_RestOf() {
	rules := rulesOf("2026-12-01")
	family := planner.Household{
		Classes: []planner.CareClass{3}, Segment: planner.PBPU, ArrearsOf: planner.PBPU, ArrearsStatus: planner.ArrearsActive,
		Months: 18, Arrears: 630_000, Accuracy: "A", Cell: 1, AsOf: rules.Day,
	}
	promised := planner.Visit{
		Day: rules.Day - 2, Outcome: planner.Promised,
		Promise: &planner.Promise{Due: rules.Day + 9, Amount: 200_000, State: planner.PromisePending},
	}
	rest := rules.RestOf(family, planner.History{Visits: []planner.Visit{promised}})
	fmt.Println(rest.From, rest.Code)
	// Output: 2026-12-10 PROMISE_LATER
}

func ExampleCalendar_Workdays() {
	rules := rulesOf("2026-12-01")
	calendar := planner.Calendar{Holidays: map[planner.Day]string{rules.Day + 24: "Natal"}}
	kader := planner.Kader{Status: planner.KaderActive, From: rules.Day, Until: rules.Day + 365, Shifts: []planner.Shift{{Weekday: 5, Open: 16 * 60, Close: 20 * 60}}}
	for _, w := range calendar.Workdays(kader, &rules, rules.Day, rules.Day+30) {
		fmt.Println(w.Day, w.Open(), w.Close(), w.Special)
	}
	// Output:
	// 2026-12-04 16.00 20.00 false
	// 2026-12-11 16.00 20.00 false
	// 2026-12-18 16.00 20.00 false
	// 2026-12-25 16.00 20.00 true
}
