package district

import (
	"math"
	"slices"
)

// Case is a step of a proof by cases that no split of a region has less than the
// region's bound. Node numbers are those of the graph. The prices alone may
// settle the case. If not, they rule out the centres in Closed, and what remains
// is either split into Children, or leaves Part as the only split that could cost
// less, and that one does not, or is not connected and in band.
type Case struct {
	Multiplier []float64 // prices, by the region's Nodes
	Closed     []int     // centres that would cost too much
	Centre     int       // children: this node is a centre; it is not (-1: see Node)
	Node       int       // children: this node is in the part of each centre, ascending
	Children   []Case
	Part       []int // centre of each of the region's Nodes
}

// branchNodes is the largest set of nodes for which a gap is closed by cases.
const branchNodes = 300

// brancher closes the gap that prices leave, by cases: a node is a centre or is
// not, and when all centres are known, to which one a node belongs. Prices start
// from those of the case before.
type brancher struct {
	*dual
	b      *budget
	until  float64
	target float64 // what every case has to reach
}

// settle proves the target or, on false, runs out of its share of the budget or
// meets a split that costs less.
func (v *brancher) settle() (Case, bool) {
	v.raise()
	c := Case{Multiplier: v.prices(), Centre: -1, Node: -1}
	if v.best >= v.target {
		return c, true
	}
	if v.b.share() >= v.until {
		return c, false
	}
	copy(v.mu, v.bestMu)
	bound := v.evaluate()
	closed := v.close(bound)
	for _, j := range closed {
		c.Closed = append(c.Closed, int(v.nodes[j]))
	}
	ok := v.divide(&c, bound)
	for _, j := range closed {
		v.closed[j] = false
	}
	return c, ok
}

// raise lifts the bound from the prices at hand for as long as that pays.
func (v *brancher) raise() {
	v.best = math.Inf(-1)
	v.keep(v.evaluate())
	copy(v.average, v.usage)
	for range 12 {
		was := v.best
		v.climb(v.target*(1+1e-6), v.b, v.until, 40)
		if v.best >= v.target || v.best-was < 0.1*(v.target-v.best) {
			return
		}
	}
}

// close rules out every centre whose part would lift the bound to the target.
func (v *brancher) close(bound float64) []int32 {
	var out []int32
	last := v.order[v.parts-1]
	for _, j := range v.order[v.parts:] {
		if !v.open[last] && bound-v.value[last]+v.value[j] >= v.target || v.open[last] {
			v.closed[j] = true
			out = append(out, j)
		}
	}
	return out
}

// divide goes through the cases that remain.
func (v *brancher) divide(c *Case, bound float64) bool {
	if j := v.likeliest(); j >= 0 {
		return v.byCentre(c, j)
	}
	if i := v.doubtful(c, bound); i >= 0 {
		return v.byNode(c, int32(i))
	}
	return c.Part != nil
}

// likeliest is the undecided centre that is most often among the cheapest, -1
// when all are decided.
func (v *brancher) likeliest() int32 {
	best := int32(-1)
	for _, j := range v.order {
		if !v.open[j] && !v.closed[j] && (best < 0 || v.often[j] > v.often[best]) {
			best = j
		}
	}
	return best
}

func (v *brancher) byCentre(c *Case, j int32) bool {
	mu := slices.Clone(v.bestMu)
	c.Centre = int(v.nodes[j])
	for _, in := range [2]bool{true, false} {
		copy(v.mu, mu)
		v.open[j], v.closed[j] = in, !in
		child, ok := v.settle()
		v.open[j], v.closed[j] = false, false
		c.Children = append(c.Children, child)
		if !ok {
			return false
		}
	}
	return true
}

// centres lists the centres that are in, by node number.
func (v *brancher) centres() []int32 {
	var out []int32
	for j, in := range v.open {
		if in {
			out = append(out, int32(j))
		}
	}
	slices.SortFunc(out, func(a, b int32) int { return int(v.nodes[a] - v.nodes[b]) })
	return out
}

func (v *brancher) byNode(c *Case, i int32) bool {
	mu := slices.Clone(v.bestMu)
	c.Node = int(v.nodes[i])
	for _, j := range v.centres() {
		copy(v.mu, mu)
		v.tie(i, j)
		child, ok := v.settle()
		v.untie(i, j)
		c.Children = append(c.Children, child)
		if !ok {
			return false
		}
	}
	return true
}

// tie makes node i belong to centre j.
func (v *brancher) tie(i, j int32) {
	v.only[i] = j
	v.bound[j] = append(v.bound[j], i)
}

func (v *brancher) untie(i, j int32) {
	v.only[i] = -1
	v.bound[j] = v.bound[j][:len(v.bound[j])-1]
}

// doubtful is a node to decide next: of those that the prices put in no centre's
// part as a whole, or in several, the one whose two cheapest choices lift the
// bound the most. Where there are none it is the node that could most cheaply go
// elsewhere, while that costs less than the target. Where there is none of these
// either, -1, the split that follows from the prices is the only one left: c gets
// it if it costs no less than the target or is none.
func (v *brancher) doubtful(c *Case, bound float64) int {
	centres := v.centres()
	share := v.shares(centres)
	to, torn := v.mostly(centres, share)
	best, most := -1, -1.0
	for _, i := range torn {
		first, second := math.Inf(1), math.Inf(1)
		for _, j := range centres {
			d := v.detour(i, j, centres, share)
			first, second = min(first, d), min(second, max(first, d))
		}
		small := 1e-3 * (v.target - bound)
		if s := (first + small) * (min(second, v.target) + small); s > most {
			best, most = int(i), s
		}
	}
	if best >= 0 {
		return best
	}
	if best = v.movable(centres, share, to, bound); best < 0 && !v.cheaper(to) {
		for _, i := range v.ascending() {
			c.Part = append(c.Part, int(v.nodes[to[i]]))
		}
	}
	return best
}

// mostly is the centre that holds most of each node, and the nodes of which that
// is not all, or another holds some too.
func (v *brancher) mostly(centres []int32, share [][]float64) (to, torn []int32) {
	to = make([]int32, len(v.nodes))
	for i := range v.nodes {
		at, sum := 0, 0.0
		for q := range centres {
			sum += share[q][i]
			if share[q][i] > share[at][i] {
				at = q
			}
		}
		to[i] = centres[at]
		if v.w[i] > 0 && v.only[i] < 0 && (sum < 1-1e-9 || sum > 1+1e-9 || share[at][i] < 1-1e-9) {
			torn = append(torn, int32(i))
		}
	}
	return to, torn
}

// movable is the node that can most cheaply go elsewhere for less than the
// target, -1 for none.
func (v *brancher) movable(centres []int32, share [][]float64, to []int32, bound float64) int {
	best, least := -1, v.target
	for i := range v.nodes {
		for _, j := range centres {
			if j == to[i] || v.only[i] >= 0 || v.w[i] == 0 {
				continue
			}
			if b := bound + v.detour(int32(i), j, centres, share); b < least {
				best, least = i, b
			}
		}
	}
	return best
}

// shares is how much of each node is in the cheapest part of each centre.
func (v *brancher) shares(centres []int32) [][]float64 {
	out := make([][]float64, len(centres))
	for q, j := range centres {
		out[q] = make([]float64, len(v.nodes))
		v.collect(int(j))
		v.fill(int(j), out[q])
	}
	return out
}

// detour is by how much the bound rises when node i has to belong to centre j.
func (v *brancher) detour(i, j int32, centres []int32, share [][]float64) float64 {
	v.tie(i, j)
	defer v.untie(i, j)
	rise := 0.0
	for q, other := range centres {
		if other == j || share[q][i] > 0 {
			v.collect(int(other))
			rise += v.fill(int(other), nil) - v.value[other]
		}
	}
	return rise
}

// cheaper reports whether the parts around the centres that nodes go to cost
// less than the target and are in band. Whether they are connected is left to
// the search for better splits.
func (v *brancher) cheaper(to []int32) bool {
	cost := 0.0
	weight := map[int32]float64{}
	for i, j := range to {
		cost += v.w[i] * v.cost(int32(i), j)
		weight[j] += v.w[i]
	}
	for _, w := range weight {
		if w < v.lower || w > v.upper {
			return false
		}
	}
	return cost < v.target
}
