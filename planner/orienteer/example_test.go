package orienteer_test

import (
	"fmt"

	"binaan/planner/orienteer"
)

// ExampleSolve plans two evenings of a kader from 16:00 to 20:00 with at most two
// visits each. Point 6 is the kader's home. Node 0 has promised to pay on the
// second evening; node 1 opens only until 17:00; node 2 may not be visited on the
// first evening.
func ExampleSolve() {
	at := [][2]int64{{0, 9}, {8, 8}, {12, 1}, {3, 2}, {1, 5}, {40, 30}, {0, 0}} // minutes east and north
	p := &orienteer.Problem{Nodes: 6, Service: []int64{15, 15, 15, 15, 15, 15}}
	for _, a := range at {
		var time, cost []int64
		for _, b := range at {
			minutes := max(a[0]-b[0], b[0]-a[0]) + max(a[1]-b[1], b[1]-a[1])
			time, cost = append(time, minutes), append(cost, 150*minutes)
		}
		p.Time, p.Cost = append(p.Time, time), append(p.Cost, cost)
	}
	prize := [2][6]int64{{20000, 30000, 0, 18000, 12000, 35000}, {60000, 30000, 25000, 18000, 12000, 35000}}
	for d := range prize {
		day := orienteer.Day{Date: d, Start: 6, End: 6, Close: 240, MaxStops: 2, Windows: make([][]orienteer.Window, 6)}
		for i := range day.Windows {
			day.Windows[i] = []orienteer.Window{{Close: 225, Prize: prize[d][i]}}
		}
		day.Windows[1][0].Close = 60
		p.Days = append(p.Days, day)
	}
	p.Days[0].Windows[2] = nil

	plan, err := orienteer.Solve(p, orienteer.Options{Seed: 1, Iterations: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	for d, route := range plan.Days {
		fmt.Printf("evening %d: prizes %d less %d of riding, proven %t\n", d+1, route.Prize, route.Cost, plan.Proven[d])
		for _, s := range route.Stops {
			fmt.Printf("  %02d:%02d node %d, worth %d\n", 16+s.Begin/60, s.Begin%60, s.Node, s.Prize)
		}
	}
	for _, l := range plan.Left {
		fmt.Printf("node %d is left out: worth %d more it would go in on evening %d in place of node %d\n", l.Node, l.Need, l.Day+1, l.Instead)
	}
	fmt.Printf("value %d, no plan above %d; prices %d\n", plan.Value, plan.Bound, plan.Price)
	// Output:
	// evening 1: prizes 65000 less 21000 of riding, proven true
	//   16:16 node 1, worth 30000
	//   17:25 node 5, worth 35000
	// evening 2: prizes 85000 less 6300 of riding, proven true
	//   16:13 node 2, worth 25000
	//   16:48 node 0, worth 60000
	// node 3 is left out: worth 800 more it would go in on evening 1 in place of node 5
	// node 4 is left out: worth 6800 more it would go in on evening 1 in place of node 5
	// value 122700, no plan above 122700; prices [38800 11200 2600 0 0 0]
}
