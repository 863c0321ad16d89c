package territory_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/territory"
)

// road is six desa along a road, of 250 eligible KK each, with two kader: a branch
// whose territories are to have 450 to 550.
func road() territory.Input {
	text, err := os.ReadFile("../plannertest/rules.json")
	if err != nil {
		panic(err)
	}
	var rows []planner.RuleRow
	if err := json.Unmarshal(text, &rows); err != nil {
		panic(err)
	}
	day, _ := planner.ParseDay("2026-12-01")
	in := territory.Input{Day: day}
	if in.Rules, err = planner.MergeRules(rows, day); err != nil {
		panic(err)
	}
	for i := range 6 {
		in.Blocks = append(in.Blocks, planner.Block{
			BlockKey:   planner.BlockKey{Desa: geo.AreaCode(fmt.Sprintf("99.01.01.200%d", i+1)), Cell: geo.Cell(i + 1)},
			Households: 300, Eligible: 250, Members: 900, Arrears: 500_000_000, Expected: planner.Rupiah(1_000_000 * (i + 1)),
			Centre: geo.Position{Lon: 110.8 + 0.02*float64(i), Lat: -7.5},
		})
		if i > 0 {
			in.Links = append(in.Links, planner.Link{A: i - 1, B: i})
		}
	}
	for i, name := range []string{"Sri", "Budi"} {
		in.Kader = append(in.Kader, planner.Kader{
			ID: planner.KaderID(i + 1), Name: name, Kecamatan: "99.01.01", Status: planner.KaderActive, From: day, Until: day + 365,
			Home: geo.Position{Lon: 110.84 + 0.04*float64(i), Lat: -7.5},
		})
	}
	return in
}

// Two kader cannot serve six desa: they get those that are expected to bring most,
// and the plan says what is left.
func ExampleDesign() {
	in := road()
	plan, err := territory.Design(context.Background(), in, planner.Options{Seed: 1, Iterations: 10_000})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, t := range plan.Territories {
		fmt.Println("kader", t.Kader, t.Eligible, "KK", t.Expected)
	}
	for _, f := range plan.Findings {
		fmt.Println(f.Code, f.Eligible, "KK")
	}
	fmt.Println(plan.Check(in))
	// Output:
	// kader 1 500 KK Rp7.000.000
	// kader 2 500 KK Rp11.000.000
	// TOO_FEW_KADER 500 KK
	// <nil>
}

// What it comes to when a kader is away for ten days and nobody takes over.
func ExampleInput_Ill() {
	in := road()
	plan, err := territory.Design(context.Background(), in, planner.Options{Seed: 1, Iterations: 10_000})
	if err != nil {
		fmt.Println(err)
		return
	}
	in.Previous = plan.Territories
	absence, err := in.Ill(2, 10)
	fmt.Println(absence.Unserved.Eligible, "KK lose", absence.Lost, "unless", absence.Name, "covers", err)
	// Output: 500 KK lose Rp3.666.666 unless Sri covers <nil>
}

func ExampleParseWeights() {
	w, err := territory.ParseWeights("split=100,stay=20")
	fmt.Println(w, err)
	_, err = territory.ParseWeights("shape=1")
	fmt.Println(err)
	// Output:
	// split=100,moved=4,home=0.05,stay=20,even=200000 <nil>
	// weight "shape" is none of split, moved, home, stay, even, or named twice: input makes no sense
}

// A stroke that others were before changes nothing, and says what it met.
func ExampleDrawing_Apply() {
	const desa, next geo.AreaCode = "99.01.01.2001", "99.01.01.2002"
	drawing := territory.NewDrawing()
	drawing.Put(planner.BlockKey{Desa: desa, Cell: 1}, territory.Nobody)
	drawing.Put(planner.BlockKey{Desa: desa, Cell: 2}, territory.Nobody)
	drawing.Put(planner.BlockKey{Desa: next, Cell: 3}, 8)
	done, err := drawing.Apply([]territory.Change{{Desa: desa, To: 7}})
	fmt.Println(len(done), err)
	_, err = drawing.Apply([]territory.Change{{Desa: desa, Cell: 1, From: 7, To: 9}, {Desa: next, To: 9}})
	fmt.Println(err)
	fmt.Println(drawing.Hand(planner.BlockKey{Desa: desa, Cell: 1}))
	// Output:
	// 1 <nil>
	// 1 conflicts: desa 99.01.01.2002 is in hand 8, not 0
	// 7
}

// Who undoes takes back an own stroke, once.
func ExampleMayUndo() {
	log := []territory.Stroke{{ID: "a", By: "sri", Changes: []territory.Change{{Desa: "99.01.01.2001", To: 7}}}}
	undo := territory.Stroke{ID: "b", By: "sri", Undo: "a", Changes: []territory.Change{log[0].Changes[0].Back()}}
	fmt.Println(territory.MayUndo(log, undo))
	fmt.Println(territory.MayUndo(append(log, undo), undo))
	undo.By = "budi"
	fmt.Println(territory.MayUndo(log, undo))
	// Output:
	// <nil>
	// undo a: stroke is undone already
	// undo a of sri: stroke is somebody else's
}
