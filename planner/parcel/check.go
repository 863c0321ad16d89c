package parcel

import (
	"errors"
	"fmt"
	"slices"
)

// ErrUnchecked marks a proof that a check is too long for: it may be right.
var ErrUnchecked = errors.New("parcel: too many sets to check the proof")

// Check works out anew what a plan is worth and what its proofs prove. It shares no
// code with the search: it finds all sets in an order of its own, and looks at every one
// of them at the prices of every case, or of the screen that lets few to the cases.
func Check(p Problem, plan Plan) error {
	if err := p.validate(); err != nil {
		return err
	}
	c := checker{p: &p, plan: &plan, classes: p.classes()}
	if err := c.division(); err != nil {
		return err
	}
	if err := c.once(); err != nil {
		return err
	}
	bound, fewest := int64(0), 0
	for _, proof := range plan.Proofs {
		fewest += proof.Fewest
		sets, weight := c.within(proof.Groups)
		bound += proof.Bound - sets*proof.Each - weight*proof.Every
		if err := c.proof(proof); err != nil {
			return fmt.Errorf("proof of groups %v: %w", proof.Groups, err)
		}
	}
	if plan.Fewest != fewest || fewest > len(plan.Split) || plan.Status == Optimal && (fewest < len(plan.Split) || plan.Total < bound) {
		return fmt.Errorf("parcel: %s with %d splits, at least %d, proofs add up to %d", plan.Status, len(plan.Split), plan.Fewest, fewest)
	}
	if plan.Bound != bound || plan.Total > bound {
		return fmt.Errorf("parcel: total %d, bound %d, proofs add up to %d", plan.Total, plan.Bound, bound)
	}
	return nil
}

type checker struct {
	p       *Problem
	plan    *Plan
	classes []class
}

// once holds the plan to one proof for every group that an agent may serve.
func (c *checker) once() error {
	seen := make([]int, c.p.groups())
	for _, proof := range c.plan.Proofs {
		for _, g := range proof.Groups {
			seen[g]++
		}
	}
	for i := range c.p.Weight {
		g := c.p.group(c.p.unit(i))
		served := slices.ContainsFunc(c.classes, func(k class) bool { return k.group < 0 || k.group == g })
		if seen[g] > 1 || served && seen[g] == 0 {
			return fmt.Errorf("parcel: %d proofs of group %d", seen[g], g)
		}
	}
	return nil
}

// plot is one way to look at some groups: nodes are whole units, or pieces.
type plot struct {
	group  int
	pieces [][]int
	near   [][]int
	price  map[[2]int]int64 // of links; 0 where nodes touch
	inner  []bool
	weight []int64
}

// plot makes the nodes of a group.
func (c *checker) plot(group int, divided []int) plot {
	t, node := plot{group: group, price: map[[2]int]int64{}}, map[int]int{}
	units := map[int][]int{}
	var order []int
	for i := range c.p.Weight {
		u := c.p.unit(i)
		if c.p.group(u) == group {
			units[u] = append(units[u], i)
		}
	}
	for u := range units {
		order = append(order, u)
	}
	slices.Sort(order)
	for _, u := range order {
		parts := [][]int{units[u]}
		if slices.Contains(divided, u) {
			parts = nil
			for _, i := range units[u] {
				parts = append(parts, []int{i})
			}
		}
		for _, part := range parts {
			w := int64(0)
			for _, i := range part {
				node[i] = len(t.pieces)
				w += c.p.Weight[i]
			}
			t.pieces, t.weight = append(t.pieces, part), append(t.weight, w)
			t.inner = append(t.inner, c.p.Inner != nil && c.p.Inner[u])
		}
	}
	t.near = make([][]int, len(t.pieces))
	for _, e := range c.p.Edges {
		a, inA := node[e.A]
		b, inB := node[e.B]
		if !inA || !inB || a == b {
			continue
		}
		for _, key := range [][2]int{{a, b}, {b, a}} {
			old, known := t.price[key]
			if !known {
				t.near[key[0]] = append(t.near[key[0]], key[1])
			}
			if !known || e.Price < old {
				t.price[key] = e.Price
			}
		}
	}
	return t
}

// division holds every agent to one connected set in the band, of a group it may
// serve, that encloses nothing it could hold, and adds up what that is worth.
func (c *checker) division() error {
	t := Terms{}
	if len(c.plan.Part) != len(c.p.Weight) {
		return fmt.Errorf("parcel: %d of %d pieces", len(c.plan.Part), len(c.p.Weight))
	}
	var split []int
	for i, a := range c.plan.Part {
		if a < -1 || a >= len(c.p.Agents) {
			return fmt.Errorf("parcel: piece %d is agent %d's, of %d", i, a, len(c.p.Agents))
		}
		for j := range i {
			if u := c.p.unit(i); c.p.unit(j) == u && c.plan.Part[j] != a && !slices.Contains(split, u) {
				split = append(split, u)
			}
		}
	}
	slices.Sort(split)
	for a, agent := range c.p.Agents {
		var held []int
		for i, q := range c.plan.Part {
			if q == a {
				held = append(held, i)
			}
		}
		if len(held) == 0 {
			continue
		}
		group := c.p.group(c.p.unit(held[0]))
		if agent.Group >= 0 && agent.Group != group {
			return fmt.Errorf("parcel: agent %d holds a set of group %d", a, group)
		}
		if slices.ContainsFunc(held, func(i int) bool { return c.p.group(c.p.unit(i)) != group }) {
			return fmt.Errorf("parcel: agent %d holds a set of two groups", a)
		}
		look := c.plot(group, slices.Concat(c.p.Apart, split))
		var nodes []int
		for v, pieces := range look.pieces {
			if slices.Contains(held, pieces[0]) {
				nodes = append(nodes, v)
			}
		}
		w := look.weigh(nodes)
		links, whole := look.joined(nodes)
		if !whole || w < c.p.Lower || w > c.p.Upper || look.encloses(nodes, c.p) {
			return fmt.Errorf("parcel: the set of agent %d, weight %d, falls apart, is out of the band or encloses what it could hold", a, w)
		}
		t.Agents++
		t.Weight += w
		t.Links += links
		value, compact, even := c.worth(look, nodes)
		t.Value, t.Compact, t.Even = t.Value+value, t.Compact+compact, t.Even+even
		for _, i := range held {
			if agent.Ride != nil {
				t.Ride += agent.Ride[i]
			}
			if agent.Moved != nil {
				t.Moved += agent.Moved[i]
			}
		}
	}
	if t != c.plan.Terms || !slices.Equal(split, c.plan.Split) || c.plan.Total != t.total() {
		return fmt.Errorf("parcel: terms %+v, split %v; counted %+v, %v", c.plan.Terms, c.plan.Split, t, split)
	}
	return nil
}

func (t *plot) weigh(nodes []int) int64 {
	w := int64(0)
	for _, v := range nodes {
		w += t.weight[v]
	}
	return w
}

// worth is the value of a set, and what shape and unevenness take off it.
func (c *checker) worth(t plot, nodes []int) (value, compact, even int64) {
	var w, x, y, m int64
	for _, v := range nodes {
		for _, i := range t.pieces[v] {
			value += c.p.Value[i]
			if c.p.X != nil {
				w += c.p.Weight[i]
				x += c.p.Weight[i] * c.p.X[i]
				y += c.p.Weight[i] * c.p.Y[i]
				m += c.p.Weight[i] * (c.p.X[i]*c.p.X[i] + c.p.Y[i]*c.p.Y[i])
			}
		}
	}
	if w > 0 {
		compact = (m - (x*x+y*y)/w) / 1_000_000 * c.p.Prices.Compact
	}
	return value, compact, c.p.Prices.even(t.group, value)
}

// joined is the least price of links by which nodes hang together (Prim); false
// where they do not.
func (t *plot) joined(nodes []int) (price int64, whole bool) {
	in := map[int]bool{nodes[0]: true}
	for len(in) < len(nodes) {
		best, least := -1, int64(0)
		for v := range in {
			for _, u := range t.near[v] {
				if x := t.price[[2]int{v, u}]; !in[u] && slices.Contains(nodes, u) && (best < 0 || x < least || x == least && u < best) {
					best, least = u, x
				}
			}
		}
		if best < 0 {
			return 0, false
		}
		in[best] = true
		price += least
	}
	return price, true
}

// encloses reports whether a set has a hole that no other set fits into, and in it a
// node beside the set that the band still holds.
func (t *plot) encloses(nodes []int, p *Problem) bool {
	weight := t.weigh(nodes)
	for v := range t.pieces {
		if slices.Contains(nodes, v) || weight+t.weight[v] > p.Upper ||
			!slices.ContainsFunc(t.near[v], func(u int) bool { return slices.Contains(nodes, u) }) {
			continue
		}
		hole := []int{v}
		for at := 0; at < len(hole); at++ {
			for _, u := range t.near[hole[at]] {
				if !slices.Contains(nodes, u) && !slices.Contains(hole, u) {
					hole = append(hole, u)
				}
			}
		}
		if t.weigh(hole) < p.Lower && !slices.ContainsFunc(hole, func(u int) bool { return !t.inner[u] }) {
			return true
		}
	}
	return false
}

// within counts the sets and the weight that agents hold in some groups.
func (c *checker) within(groups []int) (sets, weight int64) {
	holders := map[int]bool{}
	for i, a := range c.plan.Part {
		if a >= 0 && slices.Contains(groups, c.p.group(c.p.unit(i))) {
			holders[a] = true
			weight += c.p.Weight[i]
		}
	}
	return int64(len(holders)), weight
}
