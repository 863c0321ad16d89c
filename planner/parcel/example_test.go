package parcel_test

import (
	"fmt"

	"binaan/planner/parcel"
)

// villages are six desa in a row of one kecamatan, and two kader.
func villages() parcel.Problem {
	p := parcel.Problem{Lower: 25, Upper: 35, Agents: []parcel.Agent{{}, {}}}
	for i := range 6 {
		p.Weight, p.Value = append(p.Weight, 10), append(p.Value, int64(100+i))
		if i > 0 {
			p.Edges = append(p.Edges, parcel.Edge{A: i - 1, B: i})
		}
	}
	return p
}

// Each kader has three desa that hang together; that no plan is worth more is proven, and
// the proof can be checked.
func ExampleSolve() {
	p := villages()
	plan, err := parcel.Solve(p, parcel.Options{})
	fmt.Println(plan.Part[0] == plan.Part[2], plan.Part[3] == plan.Part[5], plan.Part[2] != plan.Part[3], err)
	fmt.Println(plan.Status, plan.Total, plan.Bound, parcel.Check(p, plan))
	// Output:
	// true true true <nil>
	// optimal 615 615 <nil>
}

// With one kader the most valuable desa are served, and the others by nobody.
func ExampleSolve_few() {
	p := villages()
	p.Agents = p.Agents[:1]
	plan, err := parcel.Solve(p, parcel.Options{})
	fmt.Println(plan.Part, plan.Total, err)
	// Output: [-1 -1 -1 0 0 0] 312 <nil>
}

// A plan that gives somebody more than the band allows is refused.
func ExampleCheck() {
	p := villages()
	plan, _ := parcel.Solve(p, parcel.Options{})
	plan.Part[3] = plan.Part[2]
	fmt.Println(parcel.Check(p, plan) != nil)
	// Output: true
}
