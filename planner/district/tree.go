package district

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
)

// cutter splits sets of nodes along the edges of spanning trees. Cutting one
// edge of a tree leaves two connected pieces; of all edges of many random trees
// it takes the one whose pieces are in proportion and most compact. This is the
// step of ReCom (DeFord, Duchin, Solomon, Harvard Data Science Review 3(1),
// 2021), used to optimise rather than to sample.
type cutter struct {
	g            *net
	rng          *rand.Rand
	lower, upper int64
	apart        float64 // how much likelier a tree crosses inside a group than between groups
	cuts         bool    // judge pieces by the edges between them, not by inertia
	whim         float64 // how much better a cut may look than it is, as a share

	local []int32 // local index of a node in the set at hand, -1 outside
	links []link
	root  []int32 // union-find
	tree  [][]int32
	order []int32
	up    []int32
	sums  []moment
	cross []int32
}

type link struct {
	key  float64
	a, b int32 // local indices
}

// moment holds the sums from which a set's weight and inertia follow.
type moment struct {
	w            int64
	wf, x, y, xx float64
}

func (m *moment) add(o moment) {
	m.w += o.w
	m.wf += o.wf
	m.x += o.x
	m.y += o.y
	m.xx += o.xx
}

func (m moment) minus(o moment) moment {
	return moment{m.w - o.w, m.wf - o.wf, m.x - o.x, m.y - o.y, m.xx - o.xx}
}

// inertia about the centroid.
func (m moment) inertia() float64 {
	if m.wf <= 0 {
		return 0
	}
	return math.Max(0, m.xx-(m.x*m.x+m.y*m.y)/m.wf)
}

func newCutter(g *net, p *Problem, rng *rand.Rand) *cutter {
	c := &cutter{g: g, rng: rng, lower: p.Lower, upper: p.Upper, local: make([]int32, g.n), cuts: p.Objective == CutEdges}
	if p.Weights.Split > 0 {
		c.apart = 1
	}
	for i := range c.local {
		c.local[i] = -1
	}
	return c
}

// split cuts nodes, a connected set, into k connected sets, in band where it
// finds a way. tries is the number of trees for each cut.
func (c *cutter) split(nodes []int32, k, tries int) [][]int32 {
	if k <= 1 || len(nodes) <= 1 {
		return [][]int32{nodes}
	}
	j, piece, rest := c.halve(nodes, min(k, len(nodes)), tries)
	return append(c.split(piece, j, tries), c.split(rest, k-j, tries)...)
}

// cutChoice is the best cut seen: below node of a tree hang j parts.
type cutChoice struct {
	miss  float64
	score float64
	j     int
	below []int32
}

// halve cuts nodes into a piece for j parts and a rest for k-j.
func (c *cutter) halve(nodes []int32, k, tries int) (int, []int32, []int32) {
	best := cutChoice{miss: math.Inf(1)}
	c.enter(nodes)
	for range tries {
		c.grow(nodes)
		c.scan(nodes, k, &best)
	}
	in := make(map[int32]bool, len(best.below))
	for _, i := range best.below {
		in[i] = true
	}
	var rest []int32
	for _, i := range nodes {
		c.local[i] = -1
		if !in[i] {
			rest = append(rest, i)
		}
	}
	slices.Sort(best.below)
	return best.j, best.below, rest
}

// enter numbers the nodes and lists the edges among them.
func (c *cutter) enter(nodes []int32) {
	n := len(nodes)
	for at, i := range nodes {
		c.local[i] = int32(at)
	}
	c.links = c.links[:0]
	for at, i := range nodes {
		for _, j := range c.g.near(int(i)) {
			if b := c.local[j]; b > int32(at) {
				c.links = append(c.links, link{a: int32(at), b: b})
			}
		}
	}
	if len(c.root) < n {
		c.root, c.up = make([]int32, n), make([]int32, n)
		c.tree, c.sums, c.cross = make([][]int32, n), make([]moment, n), make([]int32, n)
	}
}

// grow makes a random spanning tree: the least one under random edge lengths.
func (c *cutter) grow(nodes []int32) {
	for at := range c.links {
		l := &c.links[at]
		l.key = c.rng.Float64()
		if c.apart > 0 && c.g.group[nodes[l.a]] != c.g.group[nodes[l.b]] {
			l.key += c.apart
		}
	}
	slices.SortFunc(c.links, func(a, b link) int { return cmp.Compare(a.key, b.key) })
	for at := range nodes {
		c.root[at] = int32(at)
		c.tree[at] = c.tree[at][:0]
	}
	for _, l := range c.links {
		a, b := c.find(l.a), c.find(l.b)
		if a != b {
			c.root[a] = b
			c.tree[l.a] = append(c.tree[l.a], l.b)
			c.tree[l.b] = append(c.tree[l.b], l.a)
		}
	}
	c.hang(len(nodes))
}

func (c *cutter) find(a int32) int32 {
	for c.root[a] != a {
		c.root[a] = c.root[c.root[a]]
		a = c.root[a]
	}
	return a
}

// hang orders the tree from a random root: order lists parents before children.
func (c *cutter) hang(n int) {
	top := int32(c.rng.IntN(n))
	c.order = append(c.order[:0], top)
	c.up[top] = -1
	for at := 0; at < len(c.order); at++ {
		i := c.order[at]
		for _, j := range c.tree[i] {
			if j != c.up[i] {
				c.up[j] = i
				c.order = append(c.order, j)
			}
		}
	}
}

// scan looks at every edge of the tree and keeps the best cut.
func (c *cutter) scan(nodes []int32, k int, best *cutChoice) {
	for at, i := range nodes {
		w, x, y := c.g.wf[i], c.g.x[i], c.g.y[i]
		c.sums[at] = moment{c.g.w[i], w, w * x, w * y, w * (x*x + y*y)}
	}
	for at := len(c.order) - 1; at > 0; at-- {
		c.sums[c.up[c.order[at]]].add(c.sums[c.order[at]])
	}
	if c.cuts {
		c.countCross(nodes)
	}
	whole := c.sums[c.order[0]]
	found := int32(-1)
	for _, v := range c.order[1:] {
		sub := c.sums[v]
		j, miss := c.fit(sub.w, whole.w, k)
		if miss > best.miss {
			continue
		}
		score := sub.inertia() + whole.minus(sub).inertia()
		if c.cuts {
			score = float64(c.cross[v])
		}
		if c.whim > 0 {
			score /= 1 + c.whim*c.rng.Float64()
		}
		if miss < best.miss || score < best.score {
			best.miss, best.score, best.j, found = miss, score, j, v
		}
	}
	if found >= 0 {
		best.below = c.under(nodes, found, best.below[:0])
	}
}

// countCross counts, for every subtree, the graph's edges that leave it: an edge
// counts at both ends and is taken off twice where the ends meet.
func (c *cutter) countCross(nodes []int32) {
	depth := make([]int32, len(nodes))
	clear(c.cross[:len(nodes)])
	for _, v := range c.order[1:] {
		depth[v] = depth[c.up[v]] + 1
	}
	for _, l := range c.links {
		c.cross[l.a]++
		c.cross[l.b]++
		a, b := l.a, l.b
		for a != b {
			if depth[a] < depth[b] {
				a, b = b, a
			}
			a = c.up[a]
		}
		c.cross[a] -= 2
	}
	for at := len(c.order) - 1; at > 0; at-- {
		c.cross[c.up[c.order[at]]] += c.cross[c.order[at]]
	}
}

// fit is the number of parts j, of k, that weight w of whole would hold, and by
// how much the two sides miss what their parts can hold. Larger sides keep some
// room, so that they can be cut again.
func (c *cutter) fit(w, whole int64, k int) (int, float64) {
	mean := float64(whole) / float64(k)
	slack := math.Min(mean-float64(c.lower), float64(c.upper)-mean)
	best, least := 1, math.Inf(1)
	guess := min(max(int(math.Round(float64(w)/mean)), 1), k-1)
	for j := max(1, guess-1); j <= min(k-1, guess+1); j++ {
		miss := c.misfit(w, j, slack) + c.misfit(whole-w, k-j, slack)
		if lop := math.Abs(float64(2*j-k)) - float64(k)/3; lop > 1 {
			miss += 1e-3 * lop
		}
		if miss < least {
			best, least = j, miss
		}
	}
	return best, least
}

func (c *cutter) misfit(w int64, j int, slack float64) float64 {
	lo, hi := float64(j)*float64(c.lower), float64(j)*float64(c.upper)
	if j > 1 && slack > 0 {
		lo += 0.3 * slack * float64(j)
		hi -= 0.3 * slack * float64(j)
	}
	return math.Max(0, math.Max(lo-float64(w), float64(w)-hi))
}

// under lists the nodes of the subtree at v.
func (c *cutter) under(nodes []int32, v int32, out []int32) []int32 {
	stack := []int32{v}
	for len(stack) > 0 {
		a := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		out = append(out, nodes[a])
		for _, b := range c.tree[a] {
			if b != c.up[a] {
				stack = append(stack, b)
			}
		}
	}
	return out
}
