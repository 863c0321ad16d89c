package district

import (
	"math"
	"slices"
)

// layout is a problem after its arithmetic: what can never be in a part in band
// is taken out and explained, the rest is a list of regions that can be split
// apart from each other.
type layout struct {
	p       *Problem
	g       *net  // without edges that no part may use
	k       int   // labels, those of frozen parts included
	part    []int // start: frozen parts set, everything else -1
	regions []region
	reasons []Reason
}

// region is a connected set of nodes of one zone that gets k parts.
type region struct {
	nodes  []int32
	zone   int // -1 where zones do not matter
	weight int64
	least  int // parts the band allows
	most   int
	k      int
	labels []int     // the parts' numbers, k of them, ascending; seeded ones included
	spill  bool      // weight has to be left over: no number of parts fits
	pieces [][]int32 // the parts where they are known already
}

func arrange(p *Problem) *layout {
	l, heavy := sift(p)
	l.splitLocks()
	l.count(heavy)
	l.proveTrees()
	l.label()
	return l
}

// sift takes out what can be in no part that is still to be made, and lists the
// regions that remain; it also returns the number of heavy nodes by zone.
func sift(p *Problem) (*layout, []int) {
	l := &layout{p: p, part: make([]int, p.Nodes())}
	gone := make([]bool, p.Nodes())
	heavy := l.setAside(gone)
	l.g = newNet(p, func(i, j int) bool {
		return !gone[i] && !gone[j] && (!p.Nested || p.zone(i) == p.zone(j))
	})
	for _, c := range l.g.components(func(i int) bool { return !gone[i] }) {
		l.admit(c)
	}
	return l, heavy
}

// setAside takes out the nodes of frozen parts and those heavier than a part,
// and counts the latter by zone (all in zone 0 of a flat problem).
func (l *layout) setAside(gone []bool) []int {
	p := l.p
	heavy := make([]int, p.zones())
	for i, w := range p.Weight {
		l.part[i] = -1
		f := p.fixed(i)
		if p.frozen(f) {
			l.part[i], gone[i] = f, true
			continue
		}
		if w <= p.Upper {
			continue
		}
		gone[i] = true
		heavy[l.place(i)]++
		l.reasons = append(l.reasons, Reason{
			Code: CellOverBand, Zone: p.zone(i), Nodes: []int{i}, Weight: w, Value: p.value(i), Part: -1,
			Repair: Repair{Pieces: int(ceilDiv(w, p.Upper)), Unlock: -1},
		})
	}
	return heavy
}

// place is the zone whose parts are counted together with node i's.
func (l *layout) place(i int) int {
	if l.p.Nested {
		return l.p.zone(i)
	}
	return 0
}

// admit makes a component a region, or says that it is too light to be one.
func (l *layout) admit(nodes []int32) {
	p := l.p
	r := region{nodes: nodes, zone: -1}
	if p.Nested {
		r.zone = p.zone(int(nodes[0]))
	}
	for _, i := range nodes {
		r.weight += p.Weight[i]
	}
	if r.weight < max(1, p.Lower) {
		l.reasons = append(l.reasons, l.tooLight(r))
		return
	}
	r.least = int(ceilDiv(r.weight, p.Upper))
	r.most = len(nodes)
	if p.Lower > 0 {
		r.most = min(r.most, int(r.weight/p.Lower))
	}
	l.regions = append(l.regions, r)
}

// tooLight explains a component below the band: an island, or a pocket that a
// frozen part cuts off.
func (l *layout) tooLight(r region) Reason {
	out := l.reason(ComponentUnderBand, r)
	out.Zone = l.p.zone(int(r.nodes[0]))
	in := make([]bool, l.p.Nodes())
	for _, i := range r.nodes {
		in[i] = true
	}
	for _, e := range l.p.Edges {
		for _, q := range [2]int{l.part[e[0]], l.part[e[1]]} {
			if q >= 0 && in[e[0]] != in[e[1]] && (!l.p.Nested || l.p.zone(e[0]) == l.p.zone(e[1])) {
				out.Code, out.Part, out.Repair.Unlock = LockConflict, q, q
				return out
			}
		}
	}
	out.Repair.Link, out.Repair.Apart = l.nearestLink(in, r.zone)
	return out
}

// nearestLink is the shortest way from the nodes of in to another node, of the
// same zone where there is one.
func (l *layout) nearestLink(in []bool, zone int) ([2]int, float64) {
	best, link := math.Inf(1), [2]int{-1, -1}
	for pass := range 2 {
		for i := range in {
			for j := range in {
				if !in[i] || in[j] || (pass == 0 && zone >= 0 && l.p.zone(j) != zone) {
					continue
				}
				if d := l.p.cost(i, j); d < best {
					best, link = d, [2]int{i, j}
				}
			}
		}
		if link[0] >= 0 {
			return link, math.Sqrt(best)
		}
	}
	return link, 0
}

// reason is one about all nodes of a region.
func (l *layout) reason(code Code, r region) Reason {
	out := Reason{Code: code, Zone: r.zone, Part: -1, Weight: r.weight, Least: r.least, Most: r.most, Repair: Repair{Unlock: -1}}
	for _, i := range r.nodes {
		out.Nodes = append(out.Nodes, int(i))
		out.Value += l.p.value(int(i))
	}
	return out
}

// count decides how many parts each region gets.
func (l *layout) count(heavy []int) {
	if l.p.Nested {
		for z := range l.p.zones() {
			wanted := 0
			if l.p.InZone != nil {
				wanted = l.p.InZone[z]
			}
			l.countPlace(z, wanted, heavy[z])
		}
		if l.p.InZone == nil && l.p.Parts > 0 {
			l.countOpen(sum(heavy))
		}
		return
	}
	l.countPlace(-1, l.p.Parts, heavy[0])
}

// countOpen shares the parts wanted in all among the regions of a nested problem
// that leaves the numbers of the zones open.
func (l *layout) countOpen(heavy int) {
	regions := l.all(-1)
	aside := heavy + l.frozenParts(-1)
	least, most, misfit := 0, 0, false
	for _, r := range regions {
		least, most, misfit = least+min(r.least, r.most), most+r.most, misfit || r.spill
	}
	free := l.p.Parts - aside
	if len(regions) > 0 && !misfit && (free < least || free > most) {
		l.reasons = append(l.reasons, l.wrongCount(-1, regions, l.p.Parts, least+aside, most+aside))
	}
	l.spread(regions, free)
}

func sum(s []int) int {
	t := 0
	for _, v := range s {
		t += v
	}
	return t
}

// all lists the regions of a zone, or of the whole for -1.
func (l *layout) all(zone int) []*region {
	var out []*region
	for i := range l.regions {
		if zone < 0 || l.regions[i].zone == zone {
			out = append(out, &l.regions[i])
		}
	}
	return out
}

// frozenParts counts the frozen parts with nodes in a zone, all for -1.
func (l *layout) frozenParts(zone int) int {
	seen := make([]bool, len(l.p.Frozen))
	n := 0
	for i, q := range l.part {
		if q >= 0 && (zone < 0 || l.p.zone(i) == zone) && !seen[q] {
			seen[q] = true
			n++
		}
	}
	return n
}

// countPlace gives the regions of one place their numbers of parts: as many as
// wanted, frozen parts and heavy nodes counting one each, as far as the band
// allows. wanted 0 means any number.
func (l *layout) countPlace(zone, wanted, heavy int) {
	regions := l.all(zone)
	if len(regions) == 0 {
		return
	}
	least, most, misfit := 0, 0, false
	for _, r := range regions {
		if r.least > r.most {
			misfit = true
			r.spill, r.k = true, r.most
			out := l.reason(NoIntegerCount, *r)
			out.Wanted = wanted
			out.Repair = closestBand(r.weight, l.p.Lower, l.p.Upper)
			l.reasons = append(l.reasons, out)
		}
		least += min(r.least, r.most)
		most += r.most
	}
	aside := heavy + l.frozenParts(zone)
	free := wanted - aside
	if wanted == 0 {
		l.spread(regions, -1)
		return
	}
	if !misfit && (free < least || free > most) {
		l.reasons = append(l.reasons, l.wrongCount(zone, regions, wanted, least+aside, most+aside))
	}
	l.spread(regions, free)
}

// wrongCount explains that a place cannot be cut into the parts wanted.
func (l *layout) wrongCount(zone int, regions []*region, wanted, least, most int) Reason {
	whole := region{zone: zone, least: least, most: most}
	for _, r := range regions {
		whole.nodes = append(whole.nodes, r.nodes...)
		whole.weight += r.weight
	}
	slices.Sort(whole.nodes)
	out := l.reason(NoIntegerCount, whole)
	out.Wanted = wanted
	out.Repair.Parts = min(max(wanted, least), most)
	return out
}

// spread gives the regions k parts in all, as near as the band allows, in
// proportion to their weight. k below 0 aims at the middle of the band.
func (l *layout) spread(regions []*region, k int) {
	middle := float64(l.p.Lower+l.p.Upper) / 2
	total := 0
	for _, r := range regions {
		r.k = min(r.least, r.most)
		if k < 0 {
			r.k = min(max(int(math.Round(float64(r.weight)/middle)), r.k), r.most)
		}
		total += r.k
	}
	for total < k {
		var next *region
		for _, r := range regions {
			if r.k < r.most && (next == nil || r.weight*int64(2*next.k+1) > next.weight*int64(2*r.k+1)) {
				next = r
			}
		}
		if next == nil {
			return
		}
		next.k++
		total++
	}
}

// closestBand is the smallest change of the band under which weight can be cut
// into parts, and into how many.
func closestBand(weight, lower, upper int64) Repair {
	out, least := Repair{Unlock: -1}, int64(math.MaxInt64)
	for _, k := range []int64{weight / upper, ceilDiv(weight, upper), weight / max(1, lower)} {
		if k < 1 {
			continue
		}
		lo, hi := min(lower, weight/k), max(upper, ceilDiv(weight, k))
		if change := max(lower-lo, hi-upper); change < least {
			least = change
			out.Lower, out.Upper, out.Parts = lo, hi, int(k)
		}
	}
	return out
}

func ceilDiv(a, b int64) int64 { return (a + b - 1) / b }

// splitLocks finds fixed nodes of one part that no part can hold together: they
// keep their part, and the conflict is told.
func (l *layout) splitLocks() {
	if l.p.Fixed == nil {
		return
	}
	home := map[int]int{} // part -> region of its first fixed node
	weight := map[int]int64{}
	told := map[int]bool{}
	for at, r := range l.regions {
		for _, i := range r.nodes {
			f := l.p.fixed(int(i))
			if f < 0 {
				continue
			}
			if _, ok := home[f]; !ok {
				home[f] = at
			}
			weight[f] += l.p.Weight[i]
			if !told[f] && (home[f] != at || weight[f] > l.p.Upper) {
				told[f] = true
				l.reasons = append(l.reasons, l.lockReason(f))
			}
		}
	}
}

func (l *layout) lockReason(part int) Reason {
	out := Reason{Code: LockConflict, Zone: -1, Part: part, Repair: Repair{Unlock: part}}
	for i := range l.p.Weight {
		if l.p.fixed(i) == part {
			out.Nodes = append(out.Nodes, i)
			out.Weight += l.p.Weight[i]
			out.Value += l.p.value(i)
		}
	}
	return out
}

// label gives every region the numbers of its parts: those of its fixed nodes,
// then the lowest free ones.
func (l *layout) label() {
	taken := map[int]bool{}
	for i := range l.p.Weight {
		if f := l.p.fixed(i); f >= 0 {
			taken[f] = true
			l.k = max(l.k, f+1)
		}
	}
	l.k = max(l.k, l.p.Parts)
	next := 0
	owner := map[int]bool{}
	for at := range l.regions {
		r := &l.regions[at]
		for _, i := range r.nodes {
			if f := l.p.fixed(int(i)); f >= 0 && !owner[f] {
				owner[f] = true
				r.labels = append(r.labels, f)
			}
		}
		r.k = max(r.k, len(r.labels))
		for len(r.labels) < r.k {
			for taken[next] {
				next++
			}
			taken[next] = true
			r.labels = append(r.labels, next)
			l.k = max(l.k, next+1)
		}
		slices.Sort(r.labels)
	}
}
