package district

import (
	"fmt"
	"math"
)

// CheckBound works out anew, from the problem and the multipliers alone, what a
// bound on inertia proves, and says where it claims more. It shares no code with
// the search for multipliers: it looks at every centre and every node plainly.
func CheckBound(p Problem, b Bound) error {
	if err := p.validate(); err != nil {
		return err
	}
	taken := make([]bool, p.Nodes())
	sum := 0.0
	for at, r := range b.Regions {
		for _, i := range r.Nodes {
			if i < 0 || i >= p.Nodes() || taken[i] {
				return fmt.Errorf("bound region %d: node %d is foreign or counted twice", at, i)
			}
			taken[i] = true
		}
		proven, err := p.proven(r)
		if err != nil {
			return fmt.Errorf("bound region %d: %w", at, err)
		}
		if r.Inertia > proven+1e-9*math.Abs(proven)+1e-9 {
			return fmt.Errorf("bound region %d: claims %v, its multipliers prove %v", at, r.Inertia, proven)
		}
		sum += r.Inertia
	}
	if b.Inertia > sum+1e-9*math.Abs(sum) {
		return fmt.Errorf("bound: claims %v, its regions add up to %v", b.Inertia, sum)
	}
	return nil
}

// proven is the inertia that no split of a region's nodes into its parts, each
// connected and in band, can stay below.
func (p *Problem) proven(r RegionBound) (float64, error) {
	if len(r.Multiplier) == 0 {
		return p.exactly(r)
	}
	if len(r.Multiplier) != len(r.Nodes) || r.Parts < 1 || r.Parts > len(r.Nodes) {
		return 0, fmt.Errorf("%d multipliers for %d nodes in %d parts", len(r.Multiplier), len(r.Nodes), r.Parts)
	}
	c := p.caseChecker(r)
	if r.Cases != nil {
		if err := c.check(*r.Cases); err != nil {
			return 0, err
		}
		return r.Inertia, nil
	}
	return math.Max(0, c.bound(r.Multiplier)), nil
}

// exactly is the inertia of a region without multipliers: all of it is one part.
func (p *Problem) exactly(r RegionBound) (float64, error) {
	if r.Parts != 1 {
		return 0, fmt.Errorf("%d parts without multipliers", r.Parts)
	}
	best := math.Inf(1)
	for _, j := range r.Nodes {
		sum := 0.0
		for _, i := range r.Nodes {
			sum += float64(p.Weight[i]) * p.cost(i, j)
		}
		best = math.Min(best, sum)
	}
	return best, nil
}

// islands numbers the connected sets of the nodes, by a union of edge ends.
func (p *Problem) islands(nodes []int) []int {
	at := map[int]int{}
	root := make([]int, len(nodes))
	for a, i := range nodes {
		at[i], root[a] = a, a
	}
	var find func(a int) int
	find = func(a int) int {
		if root[a] != a {
			root[a] = find(root[a])
		}
		return root[a]
	}
	for _, e := range p.Edges {
		a, inA := at[e[0]]
		b, inB := at[e[1]]
		if inA && inB {
			root[find(a)] = find(b)
		}
	}
	for a := range root {
		root[a] = find(a)
	}
	return root
}
