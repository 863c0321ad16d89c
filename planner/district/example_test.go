package district_test

import (
	"fmt"

	"binaan/planner/district"
)

// row is eight villages in a row, a kilometre apart, of ten KK each.
func row() district.Problem {
	p := district.Problem{Lower: 35, Upper: 45}
	for i := range 8 {
		p.Weight, p.X, p.Y = append(p.Weight, 10), append(p.X, 1000*float64(i)), append(p.Y, 0)
		p.Value = append(p.Value, int64(1+i))
		if i > 0 {
			p.Edges = append(p.Edges, [2]int{i - 1, i})
		}
	}
	return p
}

// Cover splits all of it: two parts of four. What it proves can be checked.
func ExampleCover() {
	p := row()
	p.Parts = 2
	plan, err := district.Cover(p, district.Options{Seed: 1, Iterations: 10_000, Prove: 0.5})
	first, last := plan.Part[0], plan.Part[7]
	fmt.Println(plan.Part[3] == first, plan.Part[4] == last, first != last, err)
	fmt.Println(plan.Bound.Inertia <= plan.Terms.Inertia, district.CheckBound(p, *plan.Bound))
	// Output:
	// true true true <nil>
	// true <nil>
}

// Choose takes what is worth most where one kader cannot serve all.
func ExampleChoose() {
	p := row()
	p.Parts = 1
	plan, err := district.Choose(p, district.Options{Seed: 1, Iterations: 10_000})
	fmt.Println(plan.Part, err)
	// Output: [-1 -1 -1 -1 0 0 0 0] <nil>
}

// What cannot be is no error: the plan says why, and the least that would help.
func ExampleCover_infeasible() {
	p := row()
	p.Parts = 3
	plan, err := district.Cover(p, district.Options{Seed: 1, Iterations: 10_000})
	for _, r := range plan.Reasons {
		fmt.Println(r.Code, r.Wanted, r.Repair.Parts)
	}
	fmt.Println(plan.Status, err)
	// Output:
	// NO_INTEGER_COUNT 3 2
	// infeasible <nil>
}
