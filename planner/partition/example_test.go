package partition_test

import (
	"fmt"

	"binaan/planner/partition"
)

// Of eleven families, who owe a million each, is told where one does not hold most of their money.
func ExampleRule_Passes() {
	rule := partition.Rule{KK: 10, Permille: 600}
	few, many, rich := families(9), families(11), families(10).Plus(partition.Sum{KK: 1, Money: 20_000_000, Most: 20_000_000})
	fmt.Println(rule.Passes(few), rule.Passes(many), rule.Passes(rich))
	// Output: false true false
}

// A cell with families enough is a part; the stragglers beside it are counted with
// others.
func ExampleDivide() {
	p := partition.Problem{Rule: partition.Rule{KK: 10, Permille: 600, Unit: 100}, Areas: []partition.Area{{}}}
	for i, n := range []int64{40, 12, 30, 3} {
		p.Cells = append(p.Cells, partition.Cell{Path: [3]int64{0, int64(i / 3), int64(i)}, Sum: families(n)})
	}
	plan := partition.Divide(p)
	for _, part := range plan.Parts {
		fmt.Println(part.Cells, part.Sum.KK)
	}
	fmt.Println(plan.Check(p))
	// Output:
	// [0] 40
	// [1 3] 15
	// [2] 30
	// <nil>
}

// In a month in which four families of a part are left, another part of the desa is not
// told either: it would follow from the desa's sum.
func ExampleHide() {
	rule := partition.Rule{KK: 10, Permille: 600}
	hidden := partition.Hide(rule, []partition.Leaf{{Sum: families(4)}, {Sum: families(20)}, {Sum: families(90)}})
	fmt.Println(hidden.Leaves, hidden.Groups[0])
	// Output: [true true false] false
}
