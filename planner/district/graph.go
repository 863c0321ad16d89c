package district

import (
	"errors"
	"fmt"
	"math"
)

// Graph is what can be split: nodes numbered from 0, and edges between them.
// Slices other than Weight may be nil; those given have one entry a node.
type Graph struct {
	Weight []int64   // at least 0; the band is about its sum over a part
	X, Y   []float64 // metres on a plane
	Edges  [][2]int  // undirected; loops and repeats are ignored
	Group  []int     // desa: parts should not split a group; below 0 means none
	Zone   []int     // kecamatan, from 0: parts of a nested problem stay in one
	Value  []int64   // expected Rupiah, at least 0; what Choose collects

	// Cost is what one unit of weight at node i costs when its part's centre is
	// node j, at least 0. Nil means the square of the distance in metres. It is
	// called once for every pair of nodes, so keep it to 4,000 nodes or less.
	Cost func(i, j int) float64
}

// Problem is a graph and the split asked for.
type Problem struct {
	Graph
	Parts        int   // parts wanted; 0 lets the band decide
	Lower, Upper int64 // a part is in band when Lower <= weight <= Upper

	Nested bool  // every part stays within one zone
	InZone []int // parts wanted of each zone (Cover) or at most (Choose); nil leaves it open

	// Fixed[i] is the part that node i has to be in, -1 leaves it free. A part
	// with Frozen[p] true consists of exactly its fixed nodes, in band or not.
	Fixed  []int
	Frozen []bool

	Previous []int   // part of node i in the plan before, -1 for none
	Home     []Point // Home[p] is where the kader of part p lives

	Weights   Weights
	Objective Objective
}

// Point is a place on the plane of the graph; Known is false where there is none.
type Point struct {
	X, Y  float64
	Known bool
}

// Objective says what a split is judged by, once its parts are connected and
// in band.
type Objective int

const (
	Inertia  Objective = iota // moment of inertia about the best own node, and the other Weights
	CutEdges                  // number of edges between different parts
)

// Weights say how much the aims beside inertia count, in the unit of inertia
// (weight times metres squared). The zero value asks for compact parts only.
type Weights struct {
	Inertia  float64 // of moment of inertia; 0 means 1
	Split    float64 // of every part beyond the first that a group lies in
	Moved    float64 // of a unit of weight that leaves its previous part
	Home     float64 // of a unit of weight times its squared distance from the part's home
	Evenness float64 // of the squared deviation of a part's value from the mean, as a share of the mean
}

func (w Weights) inertia() float64 {
	if w.Inertia == 0 {
		return 1
	}
	return w.Inertia
}

// valid reports whether every weight can be paid: none is negative or without end.
func (w Weights) valid() bool {
	for _, v := range []float64{w.Inertia, w.Split, w.Moved, w.Home, w.Evenness} {
		if !finite(v) || v < 0 {
			return false
		}
	}
	return true
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// Nodes is the number of nodes.
func (g *Graph) Nodes() int { return len(g.Weight) }

// Total is the weight of all nodes.
func (g *Graph) Total() int64 {
	var sum int64
	for _, w := range g.Weight {
		sum += w
	}
	return sum
}

func (g *Graph) zone(i int) int {
	if g.Zone == nil {
		return 0
	}
	return g.Zone[i]
}

func (g *Graph) value(i int) int64 {
	if g.Value == nil {
		return 0
	}
	return g.Value[i]
}

// cost is the cost of a unit of weight at i served from j.
func (g *Graph) cost(i, j int) float64 {
	if g.Cost != nil {
		return g.Cost(i, j)
	}
	dx, dy := g.X[i]-g.X[j], g.Y[i]-g.Y[j]
	return dx*dx + dy*dy
}

func (p *Problem) fixed(i int) int {
	if p.Fixed == nil {
		return -1
	}
	return p.Fixed[i]
}

func (p *Problem) frozen(part int) bool { return part >= 0 && part < len(p.Frozen) && p.Frozen[part] }

// inBand reports whether a part of this weight is in band.
func (p *Problem) inBand(weight int64) bool { return p.Lower <= weight && weight <= p.Upper }

// validate says what in the problem makes no sense.
func (p *Problem) validate() error {
	n := p.Nodes()
	if n == 0 {
		return errors.New("district: no nodes")
	}
	if err := p.validateLengths(n); err != nil {
		return err
	}
	if p.Lower < 0 || p.Upper < p.Lower || p.Upper == 0 {
		return fmt.Errorf("district: band %d..%d is not a band", p.Lower, p.Upper)
	}
	if p.Parts < 0 {
		return fmt.Errorf("district: %d parts", p.Parts)
	}
	if !p.Weights.valid() {
		return fmt.Errorf("district: weights %+v", p.Weights)
	}
	for i, w := range p.Weight {
		if w < 0 || p.value(i) < 0 {
			return fmt.Errorf("district: node %d has a negative weight or value", i)
		}
		if p.X != nil && !(finite(p.X[i]) && finite(p.Y[i])) {
			return fmt.Errorf("district: node %d lies nowhere: %g, %g", i, p.X[i], p.Y[i])
		}
	}
	for _, e := range p.Edges {
		if e[0] < 0 || e[0] >= n || e[1] < 0 || e[1] >= n {
			return fmt.Errorf("district: edge %d-%d leaves the graph", e[0], e[1])
		}
	}
	return p.validateZones()
}

func (p *Problem) validateLengths(n int) error {
	if p.X == nil && p.Cost == nil {
		return errors.New("district: neither coordinates nor costs")
	}
	for _, s := range []struct {
		name string
		len  int
		nil  bool
	}{
		{"x", len(p.X), p.X == nil}, {"y", len(p.Y), p.Y == nil},
		{"group", len(p.Group), p.Group == nil}, {"zone", len(p.Zone), p.Zone == nil},
		{"value", len(p.Value), p.Value == nil}, {"fixed", len(p.Fixed), p.Fixed == nil},
		{"previous", len(p.Previous), p.Previous == nil},
	} {
		if !s.nil && s.len != n {
			return fmt.Errorf("district: %d entries of %s for %d nodes", s.len, s.name, n)
		}
	}
	if (p.X == nil) != (p.Y == nil) {
		return errors.New("district: x without y")
	}
	return nil
}

func (p *Problem) validateZones() error {
	for i := range p.Weight {
		if p.zone(i) < 0 {
			return fmt.Errorf("district: node %d has zone %d", i, p.zone(i))
		}
		if f := p.fixed(i); p.Parts > 0 && f >= p.Parts {
			return fmt.Errorf("district: node %d is fixed in part %d of %d", i, f, p.Parts)
		}
		if p.InZone != nil && p.zone(i) >= len(p.InZone) {
			return fmt.Errorf("district: zone %d of node %d has no number of parts", p.zone(i), i)
		}
	}
	return nil
}

// zones is one more than the highest zone.
func (p *Problem) zones() int {
	top := 0
	for i := range p.Weight {
		top = max(top, p.zone(i))
	}
	return top + 1
}
