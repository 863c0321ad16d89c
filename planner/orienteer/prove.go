package orienteer

import (
	"slices"
)

// proof looks for a route of a single day that collects more than a given prize,
// by labels over routes that forget nodes on the way and may repeat them, and
// shows that there is none. What is found repeated is no longer forgotten there in
// the next pass: ng-routes (Baldacci, Mingozzi and Roberti 2011) with decremental
// state-space relaxation (Righini and Salani 2009).
type proof struct {
	*completion
	stop    func() bool
	memory  []nodeSet // memory[j]: the nodes that a label keeps in mind at j
	labels  []way
	buckets [][]int32 // buckets[q*n+i]: undominated labels at i with q steps
	limit   int
}

// nodeSet holds nodes below provable.
type nodeSet [5]uint64

const provable = 64 * len(nodeSet{})

func (s *nodeSet) add(i int32)      { s[i>>6] |= 1 << (i & 63) }
func (s *nodeSet) has(i int32) bool { return s[i>>6]>>(i&63)&1 != 0 }

// within reports whether o has all nodes of s.
func (s *nodeSet) within(o *nodeSet) bool {
	for w, x := range s {
		if x&^o[w] != 0 {
			return false
		}
	}
	return true
}

func (s *nodeSet) and(o *nodeSet) (both nodeSet) {
	for w := range s {
		both[w] = s[w] & o[w]
	}
	return both
}

// way is a label: a partial route that ends by leaving node at time leave.
type way struct {
	leave  int64
	seen   nodeSet
	node   int32
	parent int32
}

// verdict is what a proof came to.
type verdict int

const (
	undecided verdict = iota // too many labels, or stopped
	none                     // no route collects more
	richer                   // a route that does
)

// remembered is how many near nodes are not forgotten at first.
const remembered = 6

// newProof has so many labels a pass at most.
func newProof(c *completion, limit int, stop func() bool) *proof {
	p := &proof{completion: c, stop: stop, limit: limit, memory: make([]nodeSet, c.g.n)}
	for _, j := range c.nodes {
		p.memory[j].add(j)
		for _, v := range c.g.near[j][:min(remembered, len(c.g.near[j]))] {
			p.memory[j].add(v)
		}
	}
	return p
}

// beyond decides whether some route of elementary nodes collects more than prize.
func (p *proof) beyond(prize int64) (verdict, []int32) {
	target := int(prize/p.step) + 1
	if target > p.most {
		return none, nil
	}
	for {
		found, v := p.pass(target)
		if v != richer {
			return v, nil
		}
		for _, route := range found {
			if !p.remember(route) {
				return richer, route
			}
		}
	}
}

// widen lets the next passes have four times as many labels, up to a limit; it
// reports whether that is more.
func (p *proof) widen() bool {
	p.limit *= 4
	return p.limit <= 1_600_000
}

// pass extends labels in the order of what they have collected. It reports some of
// the routes that reach target, which may repeat nodes.
func (p *proof) pass(target int) (found [][]int32, v verdict) {
	n := p.g.n
	p.labels = p.labels[:0]
	widest := slices.Max(p.prize)
	p.buckets = slices.Grow(p.buckets[:0], (target+widest)*n)[:(target+widest)*n]
	for b := range p.buckets {
		p.buckets[b] = p.buckets[b][:0]
	}
	p.extend(target, 0, way{leave: p.h.open, node: p.h.start, parent: -1}, -1)
	for q := 1; q < target; q++ {
		for _, i := range p.nodes {
			for _, l := range p.buckets[q*n+int(i)] {
				p.extend(target, q, p.labels[l], l)
			}
			if len(p.labels) > p.limit || p.stop != nil && p.stop() {
				return nil, undecided
			}
		}
	}
	for b := len(p.buckets) - 1; b >= target*n && len(found) < 30; b-- {
		for _, l := range p.buckets[b] {
			found = append(found, p.route(l))
		}
	}
	if len(found) == 0 {
		return nil, none
	}
	return found, richer
}

// extend adds the labels that follow w, which has index and collected q steps.
func (p *proof) extend(target, q int, w way, index int32) {
	g := p.g
	from := g.from[int(w.node)*g.points:][:g.points]
	for _, j := range p.nodes {
		if w.seen.has(j) {
			continue
		}
		start := begin(p.h.windowsOf(j), w.leave+from[j])
		if start == never {
			continue
		}
		got := q + p.prize[j]
		if start+g.service[j] > p.latestLeave(j, w.node, target-got) {
			continue
		}
		l := way{leave: start + g.service[j], node: j, parent: index, seen: w.seen.and(&p.memory[j])}
		l.seen.add(j)
		p.add(got*g.n+int(j), l)
	}
}

// add puts l into a bucket unless it is dominated there, and drops those it dominates.
func (p *proof) add(bucket int, l way) {
	kept := p.buckets[bucket]
	for _, k := range kept {
		if o := &p.labels[k]; o.leave <= l.leave && o.seen.within(&l.seen) {
			return
		}
	}
	kept = slices.DeleteFunc(kept, func(k int32) bool {
		o := &p.labels[k]
		return l.leave <= o.leave && l.seen.within(&o.seen)
	})
	p.buckets[bucket] = append(kept, int32(len(p.labels)))
	p.labels = append(p.labels, l)
}

// route lists the nodes of label l in order.
func (p *proof) route(l int32) []int32 {
	var nodes []int32
	for ; l >= 0; l = p.labels[l].parent {
		nodes = append(nodes, p.labels[l].node)
	}
	slices.Reverse(nodes)
	return nodes
}

// remember keeps the nodes that route repeats in mind between their visits, and
// reports whether there are any.
func (p *proof) remember(route []int32) (repeated bool) {
	for k, u := range route {
		for back := k - 1; back >= 0; back-- {
			if route[back] != u {
				continue
			}
			repeated = true
			for _, v := range route[back+1 : k] {
				p.memory[v].add(u)
			}
			break
		}
	}
	return repeated
}
