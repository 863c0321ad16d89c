package district

import (
	"math"
	"strings"
	"testing"
)

// square is a right problem: four nodes in a ring, two zones, two parts.
func square() Problem {
	return Problem{
		Graph: Graph{
			Weight: []int64{1, 1, 1, 1}, Value: []int64{1, 2, 3, 4}, X: []float64{0, 1, 1, 0}, Y: []float64{0, 0, 1, 1},
			Edges: [][2]int{{0, 1}, {1, 2}, {2, 3}, {3, 0}}, Group: []int{0, 0, 1, 1}, Zone: []int{0, 0, 1, 1},
		},
		Parts: 2, Lower: 1, Upper: 3, Nested: true, InZone: []int{1, 1}, Fixed: []int{0, -1, -1, 1}, Previous: []int{0, 0, 1, 1},
	}
}

func TestAProblemThatMakesNoSenseIsRefusedForEachBreachOfItsOwn(t *testing.T) {
	for name, c := range map[string]struct {
		breach func(p *Problem)
		says   string
	}{
		"no nodes":                 {func(p *Problem) { *p = Problem{Parts: 1, Upper: 1} }, "no nodes"},
		"neither place nor cost":   {func(p *Problem) { p.X, p.Y = nil, nil }, "neither coordinates nor costs"},
		"x without y":              {func(p *Problem) { p.Y = nil }, "x without y"},
		"short x":                  {func(p *Problem) { p.X = p.X[:3] }, "3 entries of x for 4 nodes"},
		"short y":                  {func(p *Problem) { p.Y = p.Y[:3] }, "3 entries of y"},
		"short value":              {func(p *Problem) { p.Value = p.Value[:2] }, "2 entries of value"},
		"long group":               {func(p *Problem) { p.Group = append(p.Group, 0) }, "5 entries of group"},
		"short zone":               {func(p *Problem) { p.Zone = p.Zone[:1] }, "1 entries of zone"},
		"short fixed":              {func(p *Problem) { p.Fixed = p.Fixed[:1] }, "1 entries of fixed"},
		"short previous":           {func(p *Problem) { p.Previous = p.Previous[:1] }, "1 entries of previous"},
		"place that is no number":  {func(p *Problem) { p.X[2] = math.NaN() }, "node 2 lies nowhere"},
		"place without end":        {func(p *Problem) { p.Y[1] = math.Inf(-1) }, "node 1 lies nowhere"},
		"band below nothing":       {func(p *Problem) { p.Lower = -1 }, "band -1..3"},
		"band upside down":         {func(p *Problem) { p.Lower = 4 }, "band 4..3"},
		"band of nothing":          {func(p *Problem) { p.Lower, p.Upper = 0, 0 }, "band 0..0"},
		"less than no parts":       {func(p *Problem) { p.Parts = -1 }, "-1 parts"},
		"negative weight":          {func(p *Problem) { p.Weight[3] = -1 }, "node 3 has a negative weight or value"},
		"negative value":           {func(p *Problem) { p.Value[0] = -1 }, "node 0 has a negative weight or value"},
		"edge from nowhere":        {func(p *Problem) { p.Edges[0] = [2]int{-1, 1} }, "edge -1-1 leaves the graph"},
		"edge to nowhere":          {func(p *Problem) { p.Edges[3] = [2]int{3, 4} }, "edge 3-4 leaves the graph"},
		"negative zone":            {func(p *Problem) { p.Zone[0] = -1 }, "node 0 has zone -1"},
		"zone without a number":    {func(p *Problem) { p.InZone = p.InZone[:1] }, "zone 1 of node 2 has no number of parts"},
		"fixed beyond the parts":   {func(p *Problem) { p.Fixed[3] = 2 }, "node 3 is fixed in part 2 of 2"},
		"weight that is no number": {func(p *Problem) { p.Weights.Home = math.NaN() }, "weights"},
		"weight without end":       {func(p *Problem) { p.Weights.Moved = math.Inf(1) }, "weights"},
		"weight below nothing":     {func(p *Problem) { p.Weights.Split = -1 }, "weights"},
	} {
		t.Run(name, func(t *testing.T) {
			right := square()
			if _, err := Cover(right, Options{Iterations: 100}); err != nil {
				t.Fatalf("the right problem: %v", err)
			}
			for kind, solve := range map[string]func(Problem, Options) (Plan, error){"cover": Cover, "choose": Choose} {
				p := square()
				c.breach(&p)
				if _, err := solve(p, Options{Iterations: 100}); err == nil || !strings.Contains(err.Error(), c.says) {
					t.Errorf("%s: got %v, want %q", kind, err, c.says)
				}
			}
		})
	}
}
