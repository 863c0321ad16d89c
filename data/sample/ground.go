package sample

import (
	"container/heap"
	"math"
	"math/rand/v2"

	"binaan/geo"
)

// ground is the cells of an island as a graph on a plane, in kilometres.
type ground struct {
	cells []geo.Cell
	near  [][]int32
	x, y  []float64
}

// newGround is a round island of about n cells.
func newGround(centre geo.Position, n int) (*ground, error) {
	middle, err := geo.CellAt(centre)
	if err != nil {
		return nil, err
	}
	cells, err := geo.Disk(middle, int(math.Ceil((math.Sqrt(12*float64(n)-3)-3)/6)))
	if err != nil {
		return nil, err
	}
	g := &ground{cells: cells}
	index := make(map[geo.Cell]int32, len(cells))
	for i, c := range cells {
		index[c] = int32(i)
	}
	for _, c := range cells {
		if err := g.add(c, index, centre); err != nil {
			return nil, err
		}
	}
	return g, nil
}

func (g *ground) add(c geo.Cell, index map[geo.Cell]int32, centre geo.Position) error {
	at, err := geo.Centre(c)
	if err != nil {
		return err
	}
	g.x = append(g.x, (at.Lon-centre.Lon)*kmPerDegree*math.Cos(centre.Lat*math.Pi/180))
	g.y = append(g.y, (at.Lat-centre.Lat)*kmPerDegree)
	around, err := geo.Disk(c, 1)
	if err != nil {
		return err
	}
	var near []int32
	for _, other := range around {
		if i, ok := index[other]; ok && other != c {
			near = append(near, i)
		}
	}
	g.near = append(g.near, near)
	return nil
}

const kmPerDegree = 111.2

func (g *ground) all() []int32 {
	out := make([]int32, len(g.cells))
	for i := range out {
		out[i] = int32(i)
	}
	return out
}

func (g *ground) cellsOf(members []int32) []geo.Cell {
	out := make([]geo.Cell, len(members))
	for i, m := range members {
		out[i] = g.cells[m]
	}
	return out
}

// split divides connected members into connected parts whose sizes are as near
// to the weights as the best of some random growths gets.
func (g *ground) split(members []int32, weights []float64, rng *rand.Rand) [][]int32 {
	var best [][]int32
	bestFill := -1.0
	for range 30 {
		parts := g.grow(members, weights, rng)
		if fill := leastFill(parts, weights, len(members)); fill > bestFill {
			best, bestFill = parts, fill
		}
		if bestFill > 0.6 {
			break
		}
	}
	return best
}

// leastFill is the smallest share of its due size that a part reached.
func leastFill(parts [][]int32, weights []float64, cells int) float64 {
	sum, least := 0.0, math.Inf(1)
	for _, w := range weights {
		sum += w
	}
	for p, part := range parts {
		least = min(least, float64(len(part))/(weights[p]/sum*float64(cells)))
	}
	return least
}

// growth is a part that takes its nearest free neighbour cell in turn.
type growth struct {
	seed  int32
	cells []int32
	edge  edgeHeap
}

type edgeCell struct {
	cell int32
	far  float64
}

type edgeHeap []edgeCell

func (h edgeHeap) Len() int           { return len(h) }
func (h edgeHeap) Less(i, j int) bool { return h[i].far < h[j].far }
func (h edgeHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *edgeHeap) Push(v any)        { *h = append(*h, v.(edgeCell)) }
func (h *edgeHeap) Pop() any {
	last := len(*h) - 1
	v := (*h)[last]
	*h = (*h)[:last]
	return v
}

// grow lets the part that is furthest behind its weight take the next cell.
func (g *ground) grow(members []int32, weights []float64, rng *rand.Rand) [][]int32 {
	free := make(map[int32]bool, len(members))
	for _, m := range members {
		free[m] = true
	}
	parts := make([]*growth, len(weights))
	for p, seed := range g.seeds(members, len(weights), rng) {
		parts[p] = &growth{seed: seed}
		g.take(parts[p], seed, free, rng)
	}
	for len(free) > 0 {
		p := furthestBehind(parts, weights)
		if p < 0 {
			break
		}
		if next := heap.Pop(&parts[p].edge).(edgeCell); free[next.cell] {
			g.take(parts[p], next.cell, free, rng)
		}
	}
	out := make([][]int32, len(parts))
	for p, part := range parts {
		out[p] = part.cells
	}
	return out
}

func furthestBehind(parts []*growth, weights []float64) int {
	best, least := -1, math.Inf(1)
	for p, part := range parts {
		if fill := float64(len(part.cells)) / weights[p]; len(part.edge) > 0 && fill < least {
			best, least = p, fill
		}
	}
	return best
}

func (g *ground) take(p *growth, cell int32, free map[int32]bool, rng *rand.Rand) {
	delete(free, cell)
	p.cells = append(p.cells, cell)
	for _, n := range g.near[cell] {
		if free[n] {
			heap.Push(&p.edge, edgeCell{n, g.far(p.seed, n) * (0.8 + 0.4*rng.Float64())})
		}
	}
}

func (g *ground) far(a, b int32) float64 { return math.Hypot(g.x[a]-g.x[b], g.y[a]-g.y[b]) }

// seeds are n members far from each other: each the farthest of some drawn ones.
func (g *ground) seeds(members []int32, n int, rng *rand.Rand) []int32 {
	taken := map[int32]bool{}
	var out []int32
	for len(out) < n {
		best, most := int32(-1), -1.0
		for range 12 {
			m := members[rng.IntN(len(members))]
			near := math.Inf(1)
			for _, s := range out {
				near = min(near, g.far(s, m))
			}
			if !taken[m] && near > most {
				best, most = m, near
			}
		}
		if best >= 0 {
			taken[best] = true
			out = append(out, best)
		}
	}
	return out
}
