package route_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/route"
)

// alley is a kader on a Tuesday with four families in a row, whom the desa knows.
func alley() route.Input {
	text, err := os.ReadFile("../plannertest/rules.json")
	if err != nil {
		panic(err)
	}
	var rows []planner.RuleRow
	if err := json.Unmarshal(text, &rows); err != nil {
		panic(err)
	}
	day, _ := planner.ParseDay("2026-12-01")
	rules, err := planner.MergeRules(rows, day)
	if err != nil {
		panic(err)
	}
	in := route.Input{
		Kader: planner.Kader{
			ID: 1, Status: planner.KaderActive, From: day, Until: day + 365, Home: geo.Position{Lon: 110.8, Lat: -7.55}, Kecamatan: "99.01.01",
			Shifts: []planner.Shift{{Weekday: day.Weekday(), Open: 16 * 60, Close: 18 * 60}},
		},
		First: day, Last: day, Rules: rules, Chances: planner.Priors(), Since: day - 10, Histories: map[planner.HouseholdID]planner.History{},
	}
	for i := range 4 {
		at := geo.Position{Lon: 110.801 + 0.001*float64(i), Lat: -7.55}
		cell, _ := geo.CellAt(at)
		in.Households = append(in.Households, planner.Household{
			ID: planner.HouseholdID(i + 1), Classes: []planner.CareClass{3, 3}, Segment: planner.PBPU, ArrearsOf: planner.PBPU, Months: 18,
			Arrears: 1_260_000, ArrearsStatus: planner.ArrearsActive, Desa: "99.01.01.2001", At: &at, Accuracy: "A", Cell: cell, AsOf: day - 5,
		})
	}
	return in
}

// Four families fit into two hours; that there are fewer than five is said.
func ExampleMake() {
	in := alley()
	in.Histories[3] = planner.History{Visits: []planner.Visit{{
		Day: in.First - 5, Outcome: planner.Promised,
		Promise: &planner.Promise{Due: in.First, Open: 17 * 60, Close: 17*60 + 30, Amount: 300_000, State: planner.PromisePending},
	}}}
	plan, err := route.Make(context.Background(), in, planner.Options{Seed: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range plan.Routes {
		fmt.Println(r.Day, len(r.Stops), "stops", r.Few)
		for _, s := range r.Stops {
			if s.Household == 3 {
				fmt.Println("household 3 between 17.00 and 17.30:", 17*60 <= s.Begin && s.Begin+20 <= 17*60+30, s.Reasons[0])
			}
		}
	}
	fmt.Println(plan.Check(in))
	// Output:
	// 2026-12-01 4 stops FEW_HOUSEHOLDS
	// household 3 between 17.00 and 17.30: true PROMISE_TODAY
	// <nil>
}

// A payment speaks against the visit that was planned.
func ExampleInput_Upsets() {
	in := alley()
	plan, err := route.Make(context.Background(), in, planner.Options{Seed: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	in.Published = plan.Routes
	in.Histories[2] = planner.History{Payments: []planner.Payment{{Household: 2, Day: in.First, Amount: 1_260_000}}}
	upsets, err := in.Upsets(context.Background())
	fmt.Println(upsets, err)
	// Output: [{2026-12-01 2 PAID 0}] <nil>
}
