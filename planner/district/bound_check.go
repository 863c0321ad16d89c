package district

import (
	"errors"
	"fmt"
	"math"
)

// CheckBound works out anew, from the problem and the multipliers alone, what a
// bound on inertia proves, and says where it claims more: of a region that is none
// that is split by itself, with other parts than are asked for, or by more than the
// multipliers or the cases prove. It shares no code with the search for
// multipliers: it looks at every centre and every node plainly.
func CheckBound(p Problem, b Bound) error {
	if err := p.validate(); err != nil {
		return err
	}
	taken := make([]bool, p.Nodes())
	sum, parts, nodes := 0.0, 0, 0
	for at, r := range b.Regions {
		for _, i := range r.Nodes {
			if i < 0 || i >= p.Nodes() || taken[i] {
				return fmt.Errorf("bound region %d: node %d is foreign or counted twice", at, i)
			}
			taken[i] = true
		}
		if err := p.closed(r); err != nil {
			return fmt.Errorf("bound region %d: %w", at, err)
		}
		parts, nodes = parts+r.Parts, nodes+len(r.Nodes)
		proven, err := p.proven(r)
		if err != nil {
			return fmt.Errorf("bound region %d: %w", at, err)
		}
		if !(r.Inertia <= proven+1e-9*math.Abs(proven)+1e-9) { // also if it is no number
			return fmt.Errorf("bound region %d: claims %v, its multipliers prove %v", at, r.Inertia, proven)
		}
		sum += r.Inertia
	}
	if !(b.Inertia <= sum+1e-9*math.Abs(sum)) {
		return fmt.Errorf("bound: claims %v, its regions add up to %v", b.Inertia, sum)
	}
	if least, most := p.counts(); least <= p.Parts && p.Parts <= most && nodes == p.Nodes() && parts != p.Parts {
		return fmt.Errorf("bound: is of %d parts, asked for are %d", parts, p.Parts)
	}
	return nil
}

// closed says why a region is none that is split by itself: without multipliers it
// has to be a frozen part, and with them free nodes that no edge joins to others.
func (p *Problem) closed(r RegionBound) error {
	if len(r.Nodes) == 0 {
		return errors.New("no nodes")
	}
	inside := make([]bool, p.Nodes())
	for _, i := range r.Nodes {
		inside[i] = true
	}
	if part := p.fixed(r.Nodes[0]); len(r.Multiplier) == 0 {
		for i := range p.Weight {
			if !p.frozen(part) || inside[i] != (p.fixed(i) == part) {
				return fmt.Errorf("node %d: no multipliers for what is not a frozen part", i)
			}
		}
		return nil
	}
	for _, i := range r.Nodes {
		if !p.drawn(i) {
			return fmt.Errorf("node %d can be in no part that is drawn", i)
		}
	}
	for _, e := range p.Edges {
		if inside[e[0]] != inside[e[1]] && p.joins(e) {
			return fmt.Errorf("a part may lead out of it, from node %d to %d", e[0], e[1])
		}
	}
	return nil
}

// joins reports whether a part that is to be drawn may use the edge.
func (p *Problem) joins(e [2]int) bool {
	return p.drawn(e[0]) && p.drawn(e[1]) && (!p.Nested || p.zone(e[0]) == p.zone(e[1]))
}

// drawn reports whether a part that is to be drawn may hold the node: it is in no
// frozen part and not alone heavier than the band.
func (p *Problem) drawn(i int) bool { return !p.frozen(p.fixed(i)) && p.Weight[i] <= p.Upper }

// counts are the fewest and the most parts that the band allows, island by island
// and with the frozen ones; most is below least where it allows none.
func (p *Problem) counts() (least, most int) {
	label, frozen := make([]int, p.Nodes()), map[int]bool{}
	for i := range label {
		label[i] = i
	}
	for changed := true; changed; {
		changed = false
		for _, e := range p.Edges {
			if a, b := label[e[0]], label[e[1]]; a != b && p.joins(e) {
				label[e[0]], label[e[1]], changed = min(a, b), min(a, b), true
			}
		}
	}
	weight := map[int]int64{}
	for i, w := range p.Weight {
		if part := p.fixed(i); p.frozen(part) {
			frozen[part] = true
		} else {
			weight[label[i]] += w
		}
	}
	least, most = len(frozen), len(frozen)
	for _, w := range weight {
		low, high := int((w+p.Upper-1)/p.Upper), int(w/max(1, p.Lower))
		if low > high {
			return 1, 0
		}
		least, most = least+low, most+high
	}
	return least, most
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
