package parcel

import (
	"cmp"
	"fmt"
	"slices"
)

// region is a group whose units are whole but for the divided ones: its nodes are
// whole units, and the pieces of those.
type region struct {
	p      *Problem
	group  int
	pieces [][]int // by node, ascending
	unit   []int   // by node
	near   []set   // by touching or link
	touch  []set   // by touching alone
	links  []link  // by rising price
	all    set
	inner  set // nodes of units that are nowhere at the edge of the group
	sum    []sums
	value  []int64
	price  [][]int64 // by class, then node
}

// link joins two nodes that do not touch.
type link struct {
	a, b  int
	price int64
}

// sums are the weight of a set and its moments about the origin.
type sums struct{ w, x, y, m int64 }

func (s sums) plus(t sums) sums { return sums{s.w + t.w, s.x + t.x, s.y + t.y, s.m + t.m} }

// inertia is the moment about the centroid, in weight·m², rounded up.
func (s sums) inertia() int64 {
	if s.w == 0 {
		return 0
	}
	return s.m - (s.x*s.x+s.y*s.y)/s.w
}

// class is a number of agents between whom nothing decides.
type class struct {
	group  int // -1: any
	agents []int
}

// classes gathers agents that may serve the same and pay the same.
func (p *Problem) classes() []class {
	var out []class
	for a := range p.Agents {
		at := slices.IndexFunc(out, func(c class) bool { return p.alike(c.agents[0], a) })
		if at < 0 {
			out = append(out, class{group: p.Agents[a].Group, agents: []int{a}})
			continue
		}
		out[at].agents = append(out[at].agents, a)
	}
	return out
}

func (p *Problem) alike(a, b int) bool {
	if p.Agents[a].Group != p.Agents[b].Group {
		return false
	}
	for i := range p.Weight {
		if p.Agents[a].price(i) != p.Agents[b].price(i) {
			return false
		}
	}
	return true
}

// newRegion makes the nodes of a group from its units, ascending. ErrTooMany.
func newRegion(p *Problem, group int, members [][]int, units []int, divided map[int]bool, classes []class) (*region, error) {
	g := &region{p: p, group: group}
	node := map[int]int{}
	for _, u := range units {
		parts := [][]int{members[u]}
		if divided[u] {
			parts = nil
			for _, i := range members[u] {
				parts = append(parts, []int{i})
			}
		}
		for _, part := range parts {
			for _, i := range part {
				node[i] = len(g.pieces)
			}
			g.pieces, g.unit = append(g.pieces, part), append(g.unit, u)
		}
	}
	if len(g.pieces) > most {
		return nil, fmt.Errorf("group %d, %d pieces: %w", group, len(g.pieces), ErrTooMany)
	}
	g.join(node)
	g.measure(classes)
	return g, nil
}

// join links nodes as their pieces are linked, by the cheapest of several links.
func (g *region) join(node map[int]int) {
	g.near, g.touch = make([]set, len(g.pieces)), make([]set, len(g.pieces))
	cheapest := map[[2]int]int64{}
	for _, e := range g.p.Edges {
		a, inA := node[e.A]
		b, inB := node[e.B]
		if !inA || !inB || a == b {
			continue
		}
		a, b = min(a, b), max(a, b)
		g.near[a].add(b)
		g.near[b].add(a)
		if e.Price == 0 {
			g.touch[a].add(b)
			g.touch[b].add(a)
		} else if old, known := cheapest[[2]int{a, b}]; !known || e.Price < old {
			cheapest[[2]int{a, b}] = e.Price
		}
	}
	for ends, price := range cheapest {
		if !g.touch[ends[0]].has(ends[1]) {
			g.links = append(g.links, link{ends[0], ends[1], price})
		}
	}
	slices.SortFunc(g.links, func(x, y link) int {
		return cmp.Or(cmp.Compare(x.price, y.price), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
}

// measure adds up the pieces of every node.
func (g *region) measure(classes []class) {
	n, p := len(g.pieces), g.p
	g.sum, g.value, g.price = make([]sums, n), make([]int64, n), make([][]int64, len(classes))
	for v, pieces := range g.pieces {
		g.all.add(v)
		if p.Inner != nil && p.Inner[g.unit[v]] {
			g.inner.add(v)
		}
		for _, i := range pieces {
			s := sums{w: p.Weight[i]}
			if p.X != nil {
				x, y := p.X[i], p.Y[i]
				s.x, s.y, s.m = s.w*x, s.w*y, s.w*(x*x+y*y)
			}
			g.sum[v] = g.sum[v].plus(s)
			g.value[v] += p.Value[i]
		}
	}
	for c, k := range classes {
		if k.group >= 0 && k.group != g.group {
			continue
		}
		g.price[c] = make([]int64, n)
		for v, pieces := range g.pieces {
			for _, i := range pieces {
				g.price[c][v] += p.Agents[k.agents[0]].price(i)
			}
		}
	}
}

func (g *region) weight(s set) int64 {
	w := int64(0)
	s.each(func(i int) { w += g.sum[i].w })
	return w
}

// worth is the value of a set less its shape, unevenness and links.
func (g *region) worth(s set, m sums) int64 {
	v := int64(0)
	s.each(func(i int) { v += g.value[i] })
	return v - g.p.Prices.compact(m) - g.p.Prices.even(g.group, v) - g.bridged(s)
}

func (p Prices) compact(m sums) int64 {
	if p.Compact == 0 {
		return 0
	}
	return m.inertia() / 1_000_000 * p.Compact
}

// even is what the value of a set of a group being off the mean is priced at.
func (p Prices) even(group int, value int64) int64 {
	if p.Even == 0 || p.Mean == nil || p.Mean[group] == 0 {
		return 0
	}
	const share = 10_000
	off := (value - p.Mean[group]) * share / p.Mean[group]
	return p.Even * (off * off / share) / share
}

// bridged is the least price of links by which a set hangs together (Kruskal).
func (g *region) bridged(s set) int64 {
	if len(g.links) == 0 {
		return 0
	}
	first := g.flood(s.lowest(), s, g.touch)
	if first == s {
		return 0
	}
	islands := []set{first}
	for rest := s.without(first); !rest.empty(); {
		island := g.flood(rest.lowest(), rest, g.touch)
		islands, rest = append(islands, island), rest.without(island)
	}
	price := int64(0)
	for _, l := range g.links {
		a := slices.IndexFunc(islands, func(i set) bool { return i.has(l.a) })
		b := slices.IndexFunc(islands, func(i set) bool { return i.has(l.b) })
		if a >= 0 && b >= 0 && a != b {
			price += l.price
			islands[a] = islands[a].or(islands[b])
			islands = slices.Delete(islands, b, b+1)
		}
	}
	return price
}

// flood is what hangs together with node i within a set.
func (g *region) flood(i int, in set, near []set) set {
	out := set{}.with(i)
	for edge := out; !edge.empty(); {
		next := set{}
		edge.each(func(v int) { next = next.or(near[v]) })
		edge = next.and(in).without(out)
		out = out.or(edge)
	}
	return out
}

// encloses reports whether a set has something around it that could belong to it
// and can belong to no other: what reaches nowhere the edge of the group, is too
// light for a set of its own, and has a node next to the set that the band still
// holds.
func (g *region) encloses(s set, weight int64) bool {
	around := set{}
	s.each(func(i int) { around = around.or(g.near[i]) })
	around = around.and(g.inner).without(s)
	out := g.all.without(s)
	for !around.empty() {
		hole := g.flood(around.lowest(), out, g.near)
		door := around.and(hole)
		around = around.without(hole)
		if !hole.within(g.inner) || g.weight(hole) >= g.p.Lower {
			continue
		}
		for ; !door.empty(); door.remove(door.lowest()) {
			if weight+g.sum[door.lowest()].w <= g.p.Upper {
				return true
			}
		}
	}
	return false
}
