package district

import (
	"math"
	"slices"
)

// net is a graph in the form the search walks: adjacency in one array, weights
// as floats beside the integers that decide.
type net struct {
	n      int
	off    []int32 // neighbours of i are adj[off[i]:off[i+1]], ascending
	adj    []int32
	w      []int64
	wf     []float64
	value  []int64
	x, y   []float64
	group  []int32 // -1 for none
	groups int
	cost   []float64 // cost[i*n+j] of the problem's oracle; nil where distance decides
}

// newNet keeps the edges for which keep holds.
func newNet(p *Problem, keep func(i, j int) bool) *net {
	n := p.Nodes()
	g := &net{n: n, w: p.Weight, x: p.X, y: p.Y, value: make([]int64, n), wf: make([]float64, n), group: make([]int32, n)}
	for i := range n {
		g.wf[i] = float64(p.Weight[i])
		g.value[i] = p.value(i)
		g.group[i] = -1
		if p.Group != nil && p.Group[i] >= 0 {
			g.group[i] = int32(p.Group[i])
			g.groups = max(g.groups, p.Group[i]+1)
		}
	}
	g.link(p.Edges, keep)
	if p.Cost != nil {
		g.tabulate(p)
	}
	return g
}

func (g *net) link(edges [][2]int, keep func(i, j int) bool) {
	lists := make([][]int32, g.n)
	for _, e := range edges {
		i, j := e[0], e[1]
		if i == j || !keep(i, j) {
			continue
		}
		lists[i] = append(lists[i], int32(j))
		lists[j] = append(lists[j], int32(i))
	}
	g.off = make([]int32, g.n+1)
	for i, l := range lists {
		slices.Sort(l)
		l = slices.Compact(l)
		g.adj = append(g.adj, l...)
		g.off[i+1] = int32(len(g.adj))
	}
}

func (g *net) tabulate(p *Problem) {
	g.cost = make([]float64, g.n*g.n)
	for i := range g.n {
		for j := range g.n {
			g.cost[i*g.n+j] = p.Cost(i, j)
		}
	}
	if g.x == nil {
		g.x, g.y = make([]float64, g.n), make([]float64, g.n)
	}
}

func (g *net) near(i int) []int32 { return g.adj[g.off[i]:g.off[i+1]] }

// d2 is the cost of a unit of weight at i for a centre at node j.
func (g *net) d2(i, j int) float64 {
	if g.cost != nil {
		return g.cost[i*g.n+j]
	}
	dx, dy := g.x[i]-g.x[j], g.y[i]-g.y[j]
	return dx*dx + dy*dy
}

// centre is the member about which the members' inertia is least, the lowest
// of equals, and that inertia. No members: -1 and 0.
func (g *net) centre(members []int32) (int, float64) {
	if g.cost != nil {
		return g.centreByCost(members)
	}
	var w, sx, sy float64
	for _, i := range members {
		w += g.wf[i]
		sx += g.wf[i] * g.x[i]
		sy += g.wf[i] * g.y[i]
	}
	if len(members) == 0 {
		return -1, 0
	}
	if w == 0 {
		return int(members[0]), 0
	}
	cx, cy := sx/w, sy/w
	best, least := -1, math.Inf(1)
	for _, j := range members {
		d := (g.x[j]-cx)*(g.x[j]-cx) + (g.y[j]-cy)*(g.y[j]-cy)
		if d < least {
			best, least = int(j), d
		}
	}
	sum := 0.0
	for _, i := range members {
		sum += g.wf[i] * g.d2(int(i), best)
	}
	return best, sum
}

func (g *net) centreByCost(members []int32) (int, float64) {
	best, least := -1, 0.0
	for _, j := range members {
		sum := 0.0
		for _, i := range members {
			sum += g.wf[i] * g.cost[int(i)*g.n+int(j)]
		}
		if best < 0 || sum < least {
			best, least = int(j), sum
		}
	}
	return best, least
}

// components lists the connected sets of the nodes for which in holds, each
// ascending, in order of their lowest node.
func (g *net) components(in func(i int) bool) [][]int32 {
	seen := make([]bool, g.n)
	var out [][]int32
	for i := range g.n {
		if seen[i] || !in(i) {
			continue
		}
		seen[i] = true
		piece := []int32{int32(i)}
		for at := 0; at < len(piece); at++ {
			for _, j := range g.near(int(piece[at])) {
				if !seen[j] && in(int(j)) {
					seen[j] = true
					piece = append(piece, j)
				}
			}
		}
		slices.Sort(piece)
		out = append(out, piece)
	}
	return out
}
