package parcel

import (
	"cmp"
	"math"
	"slices"
)

// box is where the centroid of a set lies: shape about the box's middle, less what the
// centroid can be off it, prices a set by its nodes alone.
type box struct {
	x, y, half float64 // middle, and half the width
	most       float64 // no set with its centroid there gains more
	lambda     float64 // the price of weight that proves it
}

// survey prices the sets of a region for a class by its chart.
type survey struct {
	e     *estate
	g     *region
	chart *chart
	r, c  int
	net   []float64
	base  float64
	near  float64 // gains of less do not count
	kappa float64 // price of weight·m²
	own   []float64
	mx    []float64
	my    []float64
	w     []int64
	spare [][][]float64 // completions that nobody needs
}

// chartOf is the region's chart, made when it is first asked for; nil where its front
// is too wide.
func (e *estate) chartOf(r int) *chart {
	if e.charts == nil {
		e.charts = map[int]*chart{}
	}
	c, known := e.charts[r]
	if !known {
		c = newChart(e.regions[r])
		e.charts[r] = c
	}
	return c
}

// exactShare of a set's worth is what pricing by charts leaves undecided.
const exactShare = 2e-4

func (e *estate) survey(r, c int, dual []float64) *survey {
	g := e.regions[r]
	s := &survey{e: e, g: g, chart: e.chartOf(r), r: r, c: c, base: float64(e.each) - dual[c], kappa: float64(g.p.Prices.Compact) / 1e6}
	richest := 0.0
	for i, m := range g.sum {
		s.net = append(s.net, float64(g.value[i]-g.price[c][i])-dual[e.rows[r]+i]+float64(e.every*m.w))
		w := max(1e-9, float64(m.w))
		s.mx, s.my = append(s.mx, float64(m.x)/w), append(s.my, float64(m.y)/w)
		s.own = append(s.own, max(0, float64(m.inertia()-1))) // it is rounded up
		s.w = append(s.w, m.w)
		if m.w > 0 {
			richest = max(richest, float64(g.value[i])/float64(m.w))
		}
	}
	s.near = exactShare * richest * float64(g.p.Upper)
	return s
}

// gains prices nodes for sets with their centroid in a box, and says what that leaves
// open at most.
func (s *survey) gains(b box) (gain []float64, open float64) {
	gain = slices.Clone(s.net)
	if s.kappa > 0 {
		for i := range gain {
			dx, dy := s.mx[i]-b.x, s.my[i]-b.y
			gain[i] -= s.kappa * (s.own[i] + float64(s.w[i])*(dx*dx+dy*dy))
		}
	}
	return gain, s.open(b)
}

// open is by how much nodes may price a set of a box too high.
func (s *survey) open(b box) float64 {
	return s.kappa*float64(s.g.p.Upper)*2*b.half*b.half + float64(s.g.p.Prices.Compact)
}

// bound finds the price of weight that proves most of a box, from its parent's on.
func (s *survey) bound(b box) (box, []float64, float64, []tariff) {
	gain, open := s.gains(b)
	low, high := 0.0, 0.0
	for i, x := range gain {
		high = max(high, x/max(1, float64(s.w[i])))
	}
	if b.lambda > 0 {
		low, high = 0.8*b.lambda, 1.2*b.lambda
	}
	var tariffs []tariff
	b.most = math.Inf(1)
	try := func(lambda float64) float64 {
		var rest [][]float64
		if n := len(s.spare); n > 0 {
			rest, s.spare = s.spare[n-1], s.spare[:n-1]
		}
		y := tariff{lambda: lambda, limit: s.g.p.Upper, rest: s.chart.completions(gain, s.w, lambda, rest)}
		most := y.rest[0][0] + lambda*float64(y.limit) + open + s.base
		tariffs = append(tariffs, y)
		if most < b.most {
			b.most, b.lambda = most, lambda
		}
		return most
	}
	const golden = 0.618
	x, y := high-golden*(high-low), low+golden*(high-low)
	fx, fy := try(x), try(y)
	for range 7 {
		if fx < fy {
			high, y, fy = y, x, fx
			x = high - golden*(high-low)
			fx = try(x)
		} else {
			low, x, fx = x, y, fy
			y = low + golden*(high-low)
			fy = try(y)
		}
	}
	slices.SortFunc(tariffs, func(a, b tariff) int {
		return cmp.Compare(a.rest[0][0]+a.lambda*float64(a.limit), b.rest[0][0]+b.lambda*float64(b.limit))
	})
	s.free(tariffs[3:])
	return b, gain, open, tariffs[:3]
}

func (s *survey) free(tariffs []tariff) {
	for _, y := range tariffs {
		s.spare = append(s.spare, y.rest)
	}
}

// within is a box with its bound.
func (s *survey) within(b box) box {
	b, _, _, tariffs := s.bound(b)
	s.free(tariffs)
	return b
}

// boxesAtMost are looked at in one pricing.
const boxesAtMost = 1500

// find learns sets that gain, best boxes first, and returns what no other gains more
// than. With hasty it ends once there are some.
func (s *survey) find() (unseen float64) {
	unseen = s.near
	open := []box{s.within(s.around())}
	learned := 0
	for n := 0; len(open) > 0 && n < boxesAtMost && !s.e.stop(); n++ {
		at := 0
		for i, b := range open {
			if b.most > open[at].most {
				at = i
			}
		}
		b := open[at]
		if b.most <= s.near || learned >= setsARound {
			break
		}
		open = slices.Delete(open, at, at+1)
		more, most, divide := s.look(b)
		learned += more
		b.most = most
		switch {
		case most <= s.near:
		case !divide:
			open = append(open, b)
		case s.kappa == 0 || b.half < 1:
			unseen = max(unseen, most)
		default:
			open = append(open, s.quarter(b)...)
		}
	}
	for _, b := range open {
		unseen = max(unseen, b.most)
	}
	return unseen
}

// setsARound end a pricing.
const setsARound = 60

func (s *survey) around() box {
	b := box{}
	if len(s.mx) == 0 || s.kappa == 0 {
		return b
	}
	x0, x1, y0, y1 := slices.Min(s.mx), slices.Max(s.mx), slices.Min(s.my), slices.Max(s.my)
	return box{x: (x0 + x1) / 2, y: (y0 + y1) / 2, half: max(x1-x0, y1-y0) / 2}
}

// look lists sets of a box that may gain, those that promise most first, and returns how
// many of them do, and what none gains more than; the box is to be divided where that is
// due to shape.
func (s *survey) look(b box) (learned int, most float64, divide bool) {
	if s.kappa > 0 && b.half >= 1 && s.open(b) > shapeLeftOpen*s.near {
		return 0, b.most, true
	}
	limit := b.most
	b, gain, open, tariffs := s.bound(b)
	defer s.free(tariffs)
	if most = min(limit, b.most); most <= s.near {
		return 0, s.near, false
	}
	floor := max(s.near, richest*most)
	sets, limit, ok := s.chart.sets(gain, s.w, s.g.p.Lower, s.g.p.Upper, tariffs, floor-open-s.base)
	if !ok {
		return 0, most, true
	}
	learned = s.learn(sets)
	return learned, min(most, limit+open+s.base), learned == 0 && len(sets) > 0
}

// richest is the share of what a box promises above which sets are looked for first.
const richest = 0.8

// learn adds those sets that gain to the ones known, and counts them.
func (s *survey) learn(sets []set) (learned int) {
	for _, in := range sets {
		m := sums{}
		in.each(func(i int) { m = m.plus(s.g.sum[i]) })
		if s.gain(in, m) > s.near && !s.e.known[s.r][in] && !s.g.encloses(in, m.w) {
			s.e.learn(s.r, holding{in, m.w, s.g.worth(in, m)})
			learned++
		}
	}
	return learned
}

// shapeLeftOpen is in how small boxes sets are listed: what shape leaves open there, in
// gains that just do not count.
const shapeLeftOpen = 60

// gain is what a set gains, all counted.
func (s *survey) gain(in set, m sums) float64 {
	sum := s.base + float64(s.g.worth(in, m))
	in.each(func(i int) { sum += s.net[i] - float64(s.g.value[i]) })
	return sum
}

// quarter divides a box and bounds the quarters.
func (s *survey) quarter(b box) (out []box) {
	for k := range 4 {
		q := b
		q.half /= 2
		q.x += q.half * float64(2*(k&1)-1)
		q.y += q.half * float64(k&2-1)
		if q = s.within(q); q.most > s.near {
			q.most = min(q.most, b.most)
			out = append(out, q)
		}
	}
	return out
}
