package district

import (
	"fmt"
	"math"
)

// CheckValue works out anew, from the problem alone, what no choice of p.Parts parts
// can hold more of (Choose), and says where a bound claims that it is less. It shares no
// code with Choose: islands are found edge by edge, what so many parts of an island
// can hold is priced by the dual of a fractional knapsack, and all ways to share the
// parts among the islands are tried.
func CheckValue(p Problem, bound float64) error {
	if err := p.validate(); err != nil {
		return err
	}
	if p.Value == nil {
		p.Value = p.Weight
	}
	if least := p.mostValue(); !(bound >= least*(1-1e-9)) { // also if it is no number
		return fmt.Errorf("bound: no choice holds more than %v, it says; proven is %v", bound, least)
	}
	return nil
}

// mostValue is the value that no choice of parts exceeds: of frozen parts as they are,
// and of as many others as may be made, wherever the islands hold most.
func (p *Problem) mostValue() float64 {
	sum, all := 0.0, map[int]bool{}
	inZone := make([]map[int]bool, p.zones())
	for i := range p.Weight {
		f := p.fixed(i)
		if !p.frozen(f) {
			continue
		}
		sum += float64(p.Value[i])
		all[f] = true
		if inZone[p.zone(i)] == nil {
			inZone[p.zone(i)] = map[int]bool{}
		}
		inZone[p.zone(i)][f] = true
	}
	zones := make([]sharing, p.zones())
	for _, nodes := range p.islandsDrawn() {
		z := 0
		if p.Nested {
			z = p.zone(nodes[0])
		}
		zones[z] = zones[z].with(p.holds(nodes))
	}
	whole := sharing{}
	for z, s := range zones {
		if p.Nested && p.InZone != nil {
			s = s.upTo(p.InZone[z] - len(inZone[z]))
		}
		whole = whole.with(s)
	}
	whole = whole.upTo(p.Parts - len(all))
	return sum + whole.most()
}

// islandsDrawn are the sets of nodes, connected by edges that a part may use, of which
// parts may be drawn.
func (p *Problem) islandsDrawn() [][]int {
	label := make([]int, p.Nodes())
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
	at := map[int]int{}
	var out [][]int
	for i, l := range label {
		if !p.drawn(i) {
			continue
		}
		if _, known := at[l]; !known {
			at[l] = len(out)
			out = append(out, nil)
		}
		out[at[l]] = append(out[at[l]], i)
	}
	return out
}

// holds is what so many parts of an island can hold at most: of the band's upper end
// each, connected or not, the last node in part. Those with fixed nodes have to be.
func (p *Problem) holds(nodes []int) sharing {
	weight, seeds := int64(0), map[int]bool{}
	for _, i := range nodes {
		weight += p.Weight[i]
		if f := p.fixed(i); f >= 0 {
			seeds[f] = true
		}
	}
	most := len(nodes)
	if p.Lower > 0 {
		most = min(most, int(weight/p.Lower))
	}
	if weight == 0 {
		most = 0
	}
	s := sharing{least: min(len(seeds), most), value: make([]float64, most+1)}
	for k := 1; k <= most; k++ {
		s.value[k] = math.Inf(1)
	}
	price := func(unit float64) { // of a unit of room: whatever it is, no more than this is held
		beyond := 0.0
		for _, i := range nodes {
			beyond += max(0, float64(p.Value[i])-unit*float64(p.Weight[i]))
		}
		for k := 1; k <= most; k++ {
			s.value[k] = min(s.value[k], unit*float64(k)*float64(p.Upper)+beyond)
		}
	}
	price(0)
	for _, i := range nodes {
		if p.Weight[i] > 0 {
			price(float64(p.Value[i]) / float64(p.Weight[i]))
		}
	}
	return s
}

// sharing is what so many parts can hold at most, from the least number that there has
// to be on; the zero sharing is of no island.
type sharing struct {
	least int
	value []float64 // by number of parts
}

// with is s and o together: the best of all ways to share a number of parts.
func (s sharing) with(o sharing) sharing {
	if s.value == nil {
		return o
	}
	if o.value == nil {
		return s
	}
	out := sharing{least: s.least + o.least, value: make([]float64, len(s.value)+len(o.value)-1)}
	for k := range out.value {
		out.value[k] = math.Inf(-1)
	}
	for a := s.least; a < len(s.value); a++ {
		for b := o.least; b < len(o.value); b++ {
			out.value[a+b] = max(out.value[a+b], s.value[a]+o.value[b])
		}
	}
	return out
}

// upTo is s with so many parts at most, or as many as there have to be.
func (s sharing) upTo(parts int) sharing {
	if s.value != nil {
		s.value = s.value[:min(len(s.value), max(parts, s.least)+1)]
	}
	return s
}

func (s sharing) most() float64 {
	best := 0.0
	for k := s.least; k < len(s.value); k++ {
		best = max(best, s.value[k])
	}
	return best
}
