package territory

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/district"
)

// resettle changes the territories of a kecamatan no more than it has to: those
// in force stay, except for what kader who came or went, and families who did,
// ask for. What a kader who left had goes to a new one as a whole if there is
// one, else to the neighbours.
func (d *design) resettle(ctx context.Context, k *kecamatan, blocks []int, kader []planner.Kader, parts int, cover bool) error {
	s := newSettlement(d, blocks, kader)
	s.cover = cover
	if parts == 1 {
		s.lower = min(s.lower, sum(s.weight))
	}
	s.inherit()
	for q := range s.parts {
		s.dropPieces(q)
	}
	for s.territories() > parts {
		s.dissolve(s.lightest())
	}
	for q := range kader {
		if s.parts[q].blocks == 0 && s.territories() < parts {
			if err := s.open(ctx, q); err != nil {
				return err
			}
		}
	}
	if cover {
		s.absorb()
	}
	s.settle(ctx)
	d.takeOver(k, s)
	return nil
}

// settlement is a kecamatan whose territories in force are being adapted. Part q
// is kader q's; what is no part's (nobody) is unserved.
type settlement struct {
	d      *design
	blocks []int // places in the design's blocks
	kader  []planner.Kader
	links  [][]int
	weight []int // eligible KK
	value  []float64
	x, y   []float64 // kilometres
	before []int     // the part that had the block, nobody, or gone
	part   []int
	parts  []partSum

	lower, upper int
	stay         float64 // weight of a KK that changes its kader
	cover        bool    // every block has to be in a part
	seen         []int
	mark         int
	queue        []int
}

// Who had a block, beside its part.
const (
	nobody = -1
	gone   = -2 // a kader who has no territory any more
)

// partSum adds a part up; mass counts blocks without eligible KK a little, so that
// they too have their place in a compact part.
type partSum struct {
	blocks, weight     int
	mass, mx, my, moms float64
}

func (p *partSum) add(mass, x, y float64, weight, sign int) {
	f := float64(sign)
	p.blocks += sign
	p.weight += sign * weight
	p.mass += f * mass
	p.mx += f * mass * x
	p.my += f * mass * y
	p.moms += f * mass * (x*x + y*y)
}

// inertia is the moment about the part's centroid, in KK·km².
func (p *partSum) inertia() float64 {
	if p.mass <= 0 {
		return 0
	}
	return p.moms - (p.mx*p.mx+p.my*p.my)/p.mass
}

func newSettlement(d *design, blocks []int, kader []planner.Kader) *settlement {
	n := len(blocks)
	lower, upper := d.band()
	s := &settlement{
		d: d, blocks: blocks, kader: kader, links: make([][]int, n), weight: make([]int, n), value: make([]float64, n),
		x: make([]float64, n), y: make([]float64, n), before: make([]int, n), part: make([]int, n), parts: make([]partSum, len(kader)),
		lower: int(lower), upper: int(upper), stay: max(d.weights.Stay, 1e-3), seen: make([]int, n),
	}
	place := make(map[int]int, n)
	for i, b := range blocks {
		place[b] = i
	}
	plane := geo.PlaneAt(d.in.Blocks[blocks[0]].Centre)
	for i, b := range blocks {
		block := d.in.Blocks[b]
		x, y := plane.XY(block.Centre)
		s.x[i], s.y[i], s.weight[i], s.value[i] = x/1000, y/1000, block.Eligible, float64(d.value(b))
		for _, c := range d.links[b] {
			if j, inside := place[c]; inside {
				s.links[i] = append(s.links[i], j)
			}
		}
		s.part[i], s.before[i] = nobody, nobody
		if had := d.before[b]; had != 0 {
			s.before[i] = gone
			if q := slices.IndexFunc(kader, func(k planner.Kader) bool { return k.ID == had }); q >= 0 {
				s.before[i] = q
				s.move(i, q)
			}
		}
	}
	return s
}

func sum(s []int) int {
	n := 0
	for _, x := range s {
		n += x
	}
	return n
}

func (s *settlement) mass(i int) float64 { return max(0.5, float64(s.weight[i])) }

// move puts block i into part q, or into none.
func (s *settlement) move(i, q int) {
	if from := s.part[i]; from >= 0 {
		s.parts[from].add(s.mass(i), s.x[i], s.y[i], s.weight[i], -1)
	}
	s.part[i] = q
	if q >= 0 {
		s.parts[q].add(s.mass(i), s.x[i], s.y[i], s.weight[i], 1)
	}
}

func (s *settlement) territories() int {
	n := 0
	for _, p := range s.parts {
		if p.blocks > 0 {
			n++
		}
	}
	return n
}

func (s *settlement) lightest() int {
	best := -1
	for q, p := range s.parts {
		if p.blocks > 0 && (best < 0 || p.weight < s.parts[best].weight) {
			best = q
		}
	}
	return best
}

func (s *settlement) dissolve(q int) {
	for i := range s.part {
		if s.part[i] == q {
			s.move(i, nobody)
		}
	}
}

// inherit gives the territories of kader who left to kader who have none: the
// largest first, each to whom lives nearest.
func (s *settlement) inherit() {
	left := map[planner.KaderID][]int{}
	for i, b := range s.blocks {
		if s.before[i] == gone {
			left[s.d.before[b]] = append(left[s.d.before[b]], i)
		}
	}
	var ids []planner.KaderID
	for id := range left {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b planner.KaderID) int {
		return cmp.Or(cmp.Compare(len(left[b]), len(left[a])), cmp.Compare(a, b))
	})
	for _, id := range ids {
		heir, least := -1, 0.0
		for q, k := range s.kader {
			if s.parts[q].blocks > 0 {
				continue
			}
			if at := s.d.distance(s.inDesign(left[id]), k); heir < 0 || at < least {
				heir, least = q, at
			}
		}
		if heir < 0 {
			return
		}
		for _, i := range left[id] {
			s.move(i, heir)
			s.before[i] = heir // to be parted no more than if the heir had always had it
		}
	}
}

func (s *settlement) inDesign(local []int) []int {
	out := make([]int, len(local))
	for k, i := range local {
		out[k] = s.blocks[i]
	}
	return out
}

// dropPieces keeps the heaviest piece of a part that no longer hangs together.
func (s *settlement) dropPieces(q int) {
	var best []int
	most := -1
	s.mark++
	pass := s.mark
	for i := range s.part {
		if s.part[i] != q || s.seen[i] == pass {
			continue
		}
		piece := s.reach(i, pass)
		weight := 0
		for _, j := range piece {
			weight += s.weight[j]
		}
		if weight > most {
			best, most = slices.Clone(piece), weight
		}
	}
	keep := map[int]bool{}
	for _, i := range best {
		keep[i] = true
	}
	for i := range s.part {
		if s.part[i] == q && !keep[i] {
			s.move(i, nobody)
		}
	}
}

// reach is what hangs together with block i in its part; it marks what it sees.
func (s *settlement) reach(i, mark int) []int {
	s.seen[i] = mark
	s.queue = append(s.queue[:0], i)
	for at := 0; at < len(s.queue); at++ {
		for _, j := range s.links[s.queue[at]] {
			if s.part[j] == s.part[i] && s.seen[j] != mark {
				s.seen[j] = mark
				s.queue = append(s.queue, j)
			}
		}
	}
	return s.queue
}

// holds reports whether the part of block i hangs together without it.
func (s *settlement) holds(i int) bool {
	q, first, others := s.part[i], -1, 0
	for _, j := range s.links[i] {
		if s.part[j] == q {
			first = j
			others++
		}
	}
	if others < 2 {
		return others == 1
	}
	s.mark++
	s.seen[i] = s.mark // closed
	s.seen[first] = s.mark
	s.queue = append(s.queue[:0], first)
	others--
	for at := 0; at < len(s.queue); at++ {
		for _, j := range s.links[s.queue[at]] {
			if s.part[j] != q || s.seen[j] == s.mark {
				continue
			}
			s.seen[j] = s.mark
			s.queue = append(s.queue, j)
			if slices.Contains(s.links[i], j) {
				if others--; others == 0 {
					return true
				}
			}
		}
	}
	return false
}

// open makes the first territory of kader q: the one that brings most of what
// nobody serves, or else blocks taken from the heaviest territories around home.
func (s *settlement) open(ctx context.Context, q int) error {
	var free []int
	weight := 0
	for i := range s.part {
		if s.part[i] == nobody {
			free = append(free, i)
			weight += s.weight[i]
		}
	}
	if weight >= s.lower {
		p := s.d.problem(s.inDesign(free), nil)
		p.Parts = 1
		solved, err := district.Choose(p, district.Options{Seed: s.d.o.Seed, Iterations: int64(len(free)) * 500, Stop: func() bool { return ctx.Err() != nil }})
		if err != nil {
			return fmt.Errorf("territory of kader %d: %w", s.kader[q].ID, err)
		}
		if solved.Terms.Weight >= int64(s.lower) && len(solved.Reasons) == 0 {
			for k, part := range solved.Part {
				if part >= 0 {
					s.move(free[k], q)
				}
			}
			return nil
		}
	}
	s.carve(q)
	return nil
}

// carve makes the territory of kader q out of others: begun at the block of one of
// them that is nearest to home, it grows by blocks of the heaviest territories that
// hang together without them. Of all beginnings it takes the one after which the
// fewest families have moved once all are in band again.
func (s *settlement) carve(q int) {
	start := slices.Clone(s.part)
	var best []int
	leastOut, leastMoved := 0, 0
	for _, seed := range s.seeds(q) {
		s.grow(q, seed)
		grown := slices.Clone(s.part)
		s.balance()
		out, moved := s.outside(), s.moved()
		if best == nil || out < leastOut || out == leastOut && moved < leastMoved {
			best, leastOut, leastMoved = grown, out, moved
		}
		s.restore(start)
	}
	if best != nil {
		s.restore(best)
	}
}

// seeds are for each part the block nearest to the home of kader q that the part
// can do without, the nearest first.
func (s *settlement) seeds(q int) []int {
	best := slices.Repeat([]int{-1}, len(s.parts))
	away := make([]float64, len(s.blocks))
	for i, b := range s.blocks {
		away[i] = geo.Distance(s.d.in.Blocks[b].Centre, s.kader[q].Home)
		if p := s.part[i]; p >= 0 && s.weight[i] > 0 && (best[p] < 0 || away[i] < away[best[p]]) && s.parts[p].blocks > 1 && s.holds(i) {
			best[p] = i
		}
	}
	best = slices.DeleteFunc(best, func(i int) bool { return i < 0 })
	slices.SortStableFunc(best, func(i, j int) int { return cmp.Compare(away[i], away[j]) })
	return best
}

func (s *settlement) grow(q, seed int) {
	for next := seed; next >= 0 && s.parts[q].weight < s.lower; next = s.richestBorder(q, seed) {
		s.move(next, q)
	}
}

// moved counts the families who are no longer with the kader they had.
func (s *settlement) moved() int {
	n := 0
	for i, q := range s.part {
		if s.before[i] >= 0 && q != s.before[i] {
			n += s.weight[i]
		}
	}
	return n
}

func (s *settlement) canLeave(i int) bool { return s.part[i] < 0 || s.holds(i) }

// richestBorder is the block next to part q of the heaviest other part, the
// nearest to the seed among those.
func (s *settlement) richestBorder(q, seed int) int {
	best, most := -1, math.Inf(-1)
	for i := range s.part {
		if s.part[i] == q || !slices.ContainsFunc(s.links[i], func(j int) bool { return s.part[j] == q }) || !s.canLeave(i) {
			continue
		}
		rank := math.Inf(1)
		if s.part[i] >= 0 {
			dx, dy := s.x[i]-s.x[seed], s.y[i]-s.y[seed]
			rank = float64(s.parts[s.part[i]].weight) - 20*math.Hypot(dx, dy)
		}
		if rank > most {
			best, most = i, rank
		}
	}
	return best
}

// absorb gives unserved blocks to neighbours, always to the lightest.
func (s *settlement) absorb() {
	for {
		best, to := -1, -1
		for i := range s.part {
			if s.part[i] != nobody {
				continue
			}
			for _, j := range s.links[i] {
				if q := s.part[j]; q >= 0 && (to < 0 || s.parts[q].weight < s.parts[to].weight) {
					best, to = i, q
				}
			}
		}
		if best < 0 {
			return
		}
		s.move(best, to)
	}
}

// takeOver makes territories of what was settled.
func (d *design) takeOver(k *kecamatan, s *settlement) {
	first := len(d.plan.Territories)
	for q, kader := range s.kader {
		if s.parts[q].blocks == 0 {
			continue
		}
		t := Territory{Kecamatan: k.code, Kader: kader.ID}
		var part []int
		for i, b := range s.blocks {
			if s.part[i] == q {
				d.owner[b] = len(d.plan.Territories)
				t.Blocks = append(t.Blocks, d.in.Blocks[b].BlockKey)
				t.Add(d.in.Blocks[b])
				part = append(part, i)
			}
		}
		d.plan.Territories = append(d.plan.Territories, t)
		d.plan.Certificate.Inertia += s.inertia(part)
	}
	d.proven = false
	d.complete(k, first)
	left := d.free(s.blocks)
	if slices.ContainsFunc(left, func(b int) bool { return d.in.Blocks[b].Eligible > 0 }) {
		code := FindingTooFew
		if s.cover { // only what locked territories cut off stays over
			code = string(district.LockConflict)
		}
		d.find(Finding{Code: code, Kecamatan: k.code}, left)
	}
	if outside := s.outside(); outside > 0 {
		k.known = k.known && s.cover // parts beyond the band may hold more than the bound of parts within it
		d.find(Finding{Code: string(district.NotFound), Kecamatan: k.code, Eligible: outside, Repair: fmt.Sprintf("outside=%d", outside)}, nil)
	}
}

// inertia is the moment of a part about the best of its own blocks.
func (s *settlement) inertia(part []int) float64 {
	best := math.Inf(1)
	for _, c := range part {
		moment := 0.0
		for _, i := range part {
			dx, dy := s.x[i]-s.x[c], s.y[i]-s.y[c]
			moment += float64(s.weight[i]) * (dx*dx + dy*dy)
		}
		best = min(best, moment)
	}
	return best
}

// outside is the KK by which parts miss the band.
func (s *settlement) outside() int {
	n := 0
	for _, p := range s.parts {
		if p.blocks > 0 {
			n += s.miss(p.weight)
		}
	}
	return n
}

func (s *settlement) miss(weight int) int { return max(0, weight-s.upper, s.lower-weight) }
