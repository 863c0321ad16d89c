package district

import (
	"fmt"
	"math"
	"slices"
	"sort"
)

// caseChecker goes through a proof by cases. It counts nodes by their place in
// the region.
type caseChecker struct {
	p      *Problem
	r      RegionBound
	island []int
	place  map[int]int // of a node number

	// What the case at hand supposes.
	open, closed map[int]bool // centres
	only         map[int]int  // centre of a node
}

func (p *Problem) caseChecker(r RegionBound) *caseChecker {
	c := &caseChecker{
		p: p, r: r, island: p.islands(r.Nodes), place: map[int]int{},
		open: map[int]bool{}, closed: map[int]bool{}, only: map[int]int{},
	}
	for at, i := range r.Nodes {
		c.place[i] = at
	}
	return c
}

// reached reports whether a bound is as much as the region claims.
func (c *caseChecker) reached(bound float64) bool {
	return bound >= c.r.Inertia*(1-1e-9)
}

// check says what a case fails to prove.
func (c *caseChecker) check(k Case) error {
	if len(k.Multiplier) != len(c.r.Nodes) {
		return fmt.Errorf("a case has %d multipliers for %d nodes", len(k.Multiplier), len(c.r.Nodes))
	}
	values, prices := c.values(k.Multiplier), c.prices(k.Multiplier)
	if c.reached(prices + c.cheapest(values)) {
		return nil
	}
	var closed []int
	for _, node := range k.Closed {
		j, known := c.place[node]
		if !known || c.open[j] || c.closed[j] {
			return fmt.Errorf("a case closes node %d", node)
		}
		c.open[j] = true
		if bound := prices + c.cheapest(values); !c.reached(bound) {
			return fmt.Errorf("a case closes node %d, which costs %v", node, bound)
		}
		delete(c.open, j)
		closed = append(closed, j)
	}
	for _, j := range closed {
		c.closed[j] = true
	}
	defer func() {
		for _, j := range closed {
			delete(c.closed, j)
		}
	}()
	return c.checkRest(k)
}

// checkRest goes through what a case leaves open.
func (c *caseChecker) checkRest(k Case) error {
	switch {
	case len(k.Children) > 0 && k.Centre >= 0:
		return c.checkCentre(k)
	case len(k.Children) > 0:
		return c.checkNode(k)
	}
	return c.checkPart(k)
}

func (c *caseChecker) checkCentre(k Case) error {
	j, known := c.place[k.Centre]
	if !known || len(k.Children) != 2 || c.open[j] || c.closed[j] {
		return fmt.Errorf("%d cases for the centre %d", len(k.Children), k.Centre)
	}
	c.open[j] = true
	err := c.check(k.Children[0])
	delete(c.open, j)
	if err != nil {
		return err
	}
	c.closed[j] = true
	err = c.check(k.Children[1])
	delete(c.closed, j)
	return err
}

func (c *caseChecker) checkNode(k Case) error {
	i, known := c.place[k.Node]
	centres := c.centres()
	if _, tied := c.only[i]; !known || tied || len(centres) != c.r.Parts || len(k.Children) != len(centres) {
		return fmt.Errorf("%d cases for the node %d", len(k.Children), k.Node)
	}
	for at, j := range centres {
		c.only[i] = j
		err := c.check(k.Children[at])
		delete(c.only, i)
		if err != nil {
			return err
		}
	}
	return nil
}

// checkPart checks that every split of the case but one reaches the claim since
// one node goes elsewhere, and that the one does or is out of band.
func (c *caseChecker) checkPart(k Case) error {
	centres := c.centres()
	if len(k.Part) != len(c.r.Nodes) || len(centres) != c.r.Parts {
		return fmt.Errorf("a case ends with %d of %d centres and %d nodes", len(centres), c.r.Parts, len(k.Part))
	}
	cost, weight := 0.0, map[int]int64{}
	for i, node := range c.r.Nodes {
		at := c.place[k.Part[i]]
		if tied, yes := c.only[i]; !c.open[at] || yes && tied != at {
			return fmt.Errorf("a case puts node %d into the part of %d", node, k.Part[i])
		}
		cost += float64(c.p.Weight[node]) * c.p.cost(node, k.Part[i])
		weight[at] += c.p.Weight[node]
	}
	inBand := true
	for _, w := range weight {
		inBand = inBand && c.p.inBand(w)
	}
	if inBand && !c.reached(cost) {
		return fmt.Errorf("a case ends in a split that costs %v", cost)
	}
	return c.checkAlone(k, centres)
}

func (c *caseChecker) checkAlone(k Case, centres []int) error {
	prices := c.prices(k.Multiplier)
	for i, node := range c.r.Nodes {
		if _, tied := c.only[i]; tied || c.p.Weight[node] == 0 {
			continue
		}
		c.only[i] = -1 // to none of the centres
		others := 0.0
		without := map[int]float64{}
		for _, j := range centres {
			without[j] = c.part(k.Multiplier, j)
			others += without[j]
		}
		for _, j := range centres {
			c.only[i] = j
			if bound := prices + others - without[j] + c.part(k.Multiplier, j); j != c.place[k.Part[i]] && !c.reached(bound) {
				return fmt.Errorf("a case overlooks node %d in the part of %d, which costs %v", node, c.r.Nodes[j], bound)
			}
		}
		delete(c.only, i)
	}
	return nil
}

// centres lists the places of the centres that are open.
func (c *caseChecker) centres() []int {
	var out []int
	for j := range c.open {
		out = append(out, j)
	}
	slices.Sort(out)
	return out
}

// bound is what multipliers prove of the case at hand.
func (c *caseChecker) bound(multiplier []float64) float64 {
	return c.prices(multiplier) + c.cheapest(c.values(multiplier))
}

func (c *caseChecker) prices(multiplier []float64) float64 {
	sum := 0.0
	for at, i := range c.r.Nodes {
		sum += float64(c.p.Weight[i]) * multiplier[at]
	}
	return sum
}

// values is what the cheapest part of every centre costs, +Inf for those closed.
func (c *caseChecker) values(multiplier []float64) []float64 {
	out := make([]float64, len(c.r.Nodes))
	for j := range out {
		if out[j] = math.Inf(1); !c.closed[j] {
			out[j] = c.part(multiplier, j)
		}
	}
	return out
}

// cheapest is the sum of the open centres' values and the least of the others',
// as many as there are parts.
func (c *caseChecker) cheapest(values []float64) float64 {
	if len(c.open) > c.r.Parts {
		return math.Inf(1)
	}
	sum := 0.0
	var rest []float64
	for j, v := range values {
		if c.open[j] {
			sum += v
		} else {
			rest = append(rest, v)
		}
	}
	sort.Float64s(rest)
	for _, v := range rest[:c.r.Parts-len(c.open)] {
		sum += v
	}
	return sum
}

// part is the least sum of weight times (cost - multiplier) over the weights
// between Lower and Upper that nodes connected with the j-th can give to it: in
// whole, in part or not at all; in whole those that have to, and none of those
// that have to go elsewhere.
func (c *caseChecker) part(multiplier []float64, j int) float64 {
	type offer struct{ price, weight float64 }
	var offers []offer
	sum, weight := 0.0, 0.0
	for at, i := range c.r.Nodes {
		w := float64(c.p.Weight[i])
		price := c.p.cost(i, c.r.Nodes[j]) - multiplier[at]
		centre, tied := c.only[at]
		switch {
		case tied && centre == j:
			sum += w * price
			weight += w
		case !tied && c.island[at] == c.island[j] && w > 0:
			offers = append(offers, offer{price, w})
		}
	}
	if weight > float64(c.p.Upper) {
		return math.Inf(1)
	}
	sort.Slice(offers, func(a, b int) bool { return offers[a].price < offers[b].price })
	for _, o := range offers {
		limit := float64(c.p.Upper)
		if o.price >= 0 {
			limit = float64(c.p.Lower)
		}
		take := math.Max(0, math.Min(o.weight, limit-weight))
		sum += take * o.price
		weight += take
	}
	if weight < float64(c.p.Lower)-1e-6 {
		return math.Inf(1)
	}
	return sum
}
