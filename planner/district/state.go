package district

import "math"

// form is how the search measures inertia while it moves nodes.
type form int

const (
	aboutCentroid form = iota // about the weighted centroid: smooth, below the true figure
	aboutCentre               // about the best own node: the true figure
	byCuts                    // not at all: edges between parts count instead
)

// state is a split being changed one node at a time. Part k, the last, is the
// outside: nodes left over. It has no band, no inertia and no connectedness.
type state struct {
	g      *net
	p      *Problem
	k      int
	form   form
	part   []int32
	count  []int32
	w      []int64
	value  []int64
	wf     []float64
	cx     []float64 // weighted centroids
	cy     []float64
	hub    []int32 // centre node of each part, kept in form aboutCentre
	tally  []int32 // tally[group*(k+1)+part]: nodes with weight
	pinned []bool  // nodes that may not move

	regions int
	home    []int32 // region of each node
	place   []int32 // region of each part

	wi, ws, wm, wh, we float64 // weights of the terms
	wv                 float64 // reward of a unit of value inside
	drop               float64 // cost of a unit of weight left outside
	mean               float64 // value of a part, where evenness counts
	penalty            float64 // of a unit of weight outside the band
	energy             float64 // sum of the deltas applied
	outside            int64   // weight by which parts miss the band

	stamp []int64 // scratch of removable
	now   int64
	queue []int32
}

func newState(l *layout) *state {
	g, p, k := l.g, l.p, l.k
	s := &state{
		g: g, p: p, k: k,
		part: make([]int32, g.n), count: make([]int32, k+1),
		w: make([]int64, k+1), value: make([]int64, k+1), wf: make([]float64, k+1),
		cx: make([]float64, k+1), cy: make([]float64, k+1), hub: make([]int32, k+1),
		tally: make([]int32, g.groups*(k+1)), pinned: make([]bool, g.n),
		stamp: make([]int64, g.n),
		wi:    p.Weights.inertia(), ws: p.Weights.Split, wm: p.Weights.Moved,
		wh: p.Weights.Home, we: p.Weights.Evenness,
	}
	if p.Objective == CutEdges {
		s.form = byCuts
	}
	s.settleIn(l)
	return s
}

// settleIn notes which region every node and part belongs to, -1 for none.
func (s *state) settleIn(l *layout) {
	s.home, s.place, s.regions = make([]int32, s.g.n), make([]int32, s.k), len(l.regions)
	for i := range s.home {
		s.home[i] = -1
	}
	for q := range s.place {
		s.place[q] = -1
	}
	for at, r := range l.regions {
		for _, i := range r.nodes {
			s.home[i] = int32(at)
			s.pinned[i] = l.p.fixed(int(i)) >= 0
		}
		for _, q := range r.labels {
			s.place[q] = int32(at)
		}
	}
}

// load sets the parts, -1 being the outside, and counts everything afresh.
func (s *state) load(part []int) {
	for i, q := range part {
		if q < 0 {
			q = s.k
		}
		s.part[i] = int32(q)
	}
	s.recount()
}

// recount computes every sum from the parts.
func (s *state) recount() {
	clear(s.count)
	clear(s.w)
	clear(s.value)
	clear(s.wf)
	clear(s.cx)
	clear(s.cy)
	clear(s.tally)
	for i := range s.part {
		s.countNode(i)
	}
	s.outside = 0
	var sum int64
	for q := range s.k {
		s.closeCount(q)
		sum += s.value[q]
	}
	s.mean = max(1, float64(sum)/float64(max(1, s.k)))
	if s.form == aboutCentre {
		s.recentre()
	}
}

// countNode adds node i to the sums of its part.
func (s *state) countNode(i int) {
	q := s.part[i]
	s.count[q]++
	s.w[q] += s.g.w[i]
	s.value[q] += s.g.value[i]
	s.wf[q] += s.g.wf[i]
	s.cx[q] += s.g.wf[i] * s.g.x[i]
	s.cy[q] += s.g.wf[i] * s.g.y[i]
	s.tallyNode(i, 1)
}

// tallyNode counts node i in (1) or out (-1) of its group's share of its part.
func (s *state) tallyNode(i int, by int32) {
	if gr := s.g.group[i]; gr >= 0 && s.g.w[i] > 0 {
		s.tally[int(gr)*(s.k+1)+int(s.part[i])] += by
	}
}

// closeCount finishes the sums of part q, when all its nodes are counted.
func (s *state) closeCount(q int) {
	if s.wf[q] > 0 {
		s.cx[q] /= s.wf[q]
		s.cy[q] /= s.wf[q]
	}
	s.outside += s.miss(q, s.w[q])
}

// members lists the nodes of every part, ascending.
func (s *state) members() [][]int32 {
	out := make([][]int32, s.k+1)
	for i, q := range s.part {
		out[q] = append(out[q], int32(i))
	}
	return out
}

// recentre sets every part's centre to its best own node.
func (s *state) recentre() {
	for q, m := range s.members()[:s.k] {
		c, _ := s.g.centre(m)
		s.hub[q] = int32(c)
	}
}

// miss is the weight by which part q of weight w misses the band.
func (s *state) miss(q int, w int64) int64 {
	switch {
	case q == s.k || s.p.frozen(q):
		return 0
	case w > s.p.Upper:
		return w - s.p.Upper
	case w < s.p.Lower:
		return s.p.Lower - w
	}
	return 0
}

// missChange is by how much the weight outside the band grows when w moves
// from part a to part b.
func (s *state) missChange(a, b int, w int64) int64 {
	return s.miss(a, s.w[a]-w) - s.miss(a, s.w[a]) + s.miss(b, s.w[b]+w) - s.miss(b, s.w[b])
}

// delta is the change of energy when node i moves from part a to part b.
func (s *state) delta(i, a, b int) float64 {
	d := 0.0
	switch s.form {
	case byCuts:
		d = s.deltaCuts(i, a, b)
	case aboutCentre:
		d = s.wi * s.deltaCentre(i, a, b)
	default:
		d = s.wi * s.deltaCentroid(i, a, b)
	}
	d += s.penalty * float64(s.missChange(a, b, s.g.w[i]))
	if s.ws != 0 {
		d += s.ws * s.deltaPairs(i, a, b)
	}
	if s.wm != 0 || s.wh != 0 {
		d += s.stay(i, b) - s.stay(i, a)
	}
	if s.we != 0 {
		d += s.we * s.deltaEven(i, a, b)
	}
	if a == s.k {
		d -= s.wv*float64(s.g.value[i]) + s.drop*s.g.wf[i]
	}
	if b == s.k {
		d += s.wv*float64(s.g.value[i]) + s.drop*s.g.wf[i]
	}
	return d
}

func (s *state) deltaCentroid(i, a, b int) float64 {
	w := s.g.wf[i]
	if w == 0 {
		return 0
	}
	d := 0.0
	if b != s.k {
		dx, dy := s.g.x[i]-s.cx[b], s.g.y[i]-s.cy[b]
		d += s.wf[b] / (s.wf[b] + w) * (dx*dx + dy*dy)
	}
	if a != s.k && s.wf[a] > w {
		dx, dy := s.g.x[i]-s.cx[a], s.g.y[i]-s.cy[a]
		d -= s.wf[a] / (s.wf[a] - w) * (dx*dx + dy*dy)
	}
	return w * d
}

func (s *state) deltaCentre(i, a, b int) float64 {
	d := 0.0
	if b != s.k {
		d += s.g.d2(i, int(s.hub[b]))
	}
	if a != s.k {
		d -= s.g.d2(i, int(s.hub[a]))
	}
	return s.g.wf[i] * d
}

func (s *state) deltaCuts(i, a, b int) float64 {
	d := 0
	for _, j := range s.g.near(i) {
		switch int(s.part[j]) {
		case a:
			d++
		case b:
			d--
		}
	}
	return float64(d)
}

func (s *state) deltaPairs(i, a, b int) float64 {
	gr := s.g.group[i]
	if gr < 0 || s.g.w[i] == 0 {
		return 0
	}
	row, d := int(gr)*(s.k+1), 0.0
	if b != s.k && s.tally[row+b] == 0 {
		d++
	}
	if a != s.k && s.tally[row+a] == 1 {
		d--
	}
	return d
}

// stay is what it costs that node i is in part q, whatever the other nodes do.
func (s *state) stay(i, q int) float64 {
	c := 0.0
	if q == s.k {
		return 0
	}
	if s.wm != 0 && s.p.Previous != nil && s.p.Previous[i] >= 0 && s.p.Previous[i] != q {
		c += s.wm * s.g.wf[i]
	}
	if s.wh != 0 && q < len(s.p.Home) && s.p.Home[q].Known {
		dx, dy := s.g.x[i]-s.p.Home[q].X, s.g.y[i]-s.p.Home[q].Y
		c += s.wh * s.g.wf[i] * (dx*dx + dy*dy)
	}
	return c
}

func (s *state) deltaEven(i, a, b int) float64 {
	v, d := float64(s.g.value[i])/s.mean, 0.0
	if a != s.k {
		dev := float64(s.value[a])/s.mean - 1
		d += v * (v - 2*dev)
	}
	if b != s.k {
		dev := float64(s.value[b])/s.mean - 1
		d += v * (v + 2*dev)
	}
	return d
}

// move puts node i of part a into part b. The delta has to be counted by the
// caller, before.
func (s *state) move(i, a, b int) {
	w, wf := s.g.w[i], s.g.wf[i]
	s.outside += s.missChange(a, b, w)
	s.part[i] = int32(b)
	s.count[a]--
	s.count[b]++
	s.w[a] -= w
	s.w[b] += w
	s.value[a] -= s.g.value[i]
	s.value[b] += s.g.value[i]
	if gr := s.g.group[i]; gr >= 0 && w > 0 {
		s.tally[int(gr)*(s.k+1)+a]--
		s.tally[int(gr)*(s.k+1)+b]++
	}
	s.shift(a, i, -wf)
	s.shift(b, i, wf)
	if s.form == aboutCentre && s.g.cost == nil {
		s.walk(a)
		s.walk(b)
	}
}

// shift moves part q's centroid for weight w more at node i.
func (s *state) shift(q, i int, w float64) {
	sum := s.wf[q] + w
	if sum <= 0 {
		s.wf[q] = 0
		return
	}
	f := w / sum
	s.cx[q] += f * (s.g.x[i] - s.cx[q])
	s.cy[q] += f * (s.g.y[i] - s.cy[q])
	s.wf[q] = sum
}

// walk moves part q's centre to a neighbour nearer to the centroid, as long as
// there is one, and adds what that saves to the energy.
func (s *state) walk(q int) {
	if q == s.k {
		return
	}
	at := int(s.hub[q])
	here := s.fromCentroid(q, at)
	start := here
	for {
		next := at
		for _, j := range s.g.near(at) {
			if int(s.part[j]) != q {
				continue
			}
			if d := s.fromCentroid(q, int(j)); d < here {
				next, here = int(j), d
			}
		}
		if next == at {
			break
		}
		at = next
	}
	s.hub[q] = int32(at)
	s.energy += s.wi * s.wf[q] * (here - start)
}

func (s *state) fromCentroid(q, j int) float64 {
	dx, dy := s.g.x[j]-s.cx[q], s.g.y[j]-s.cy[q]
	return dx*dx + dy*dy
}

// measure is the energy from scratch.
func (s *state) measure() float64 {
	e := 0.0
	for _, r := range s.scores() {
		e += r.energy + s.penalty*float64(r.outside)
	}
	return e
}

// score is how good a region's split is: in band first, then cheap.
type score struct {
	outside int64 // weight by which its parts miss the band
	energy  float64
}

func (a score) better(b score) bool {
	return a.outside < b.outside || a.outside == b.outside && a.energy < b.energy
}

// scores judges every region from scratch.
func (s *state) scores() []score {
	out := make([]score, s.regions)
	for i, q := range s.part {
		if r := s.home[i]; r >= 0 {
			out[r].energy += s.own(i, int(q))
		}
	}
	for q, r := range s.place {
		if r < 0 {
			continue
		}
		out[r].outside += s.miss(q, s.w[q])
		out[r].energy += s.whole(q)
	}
	return out
}

// whole is what part q adds to the energy beside what its nodes do.
func (s *state) whole(q int) float64 {
	dev := float64(s.value[q])/s.mean - 1
	e := s.we*dev*dev - s.wv*float64(s.value[q]) - s.drop*s.wf[q]
	if s.ws == 0 {
		return e
	}
	for gr := range s.g.groups {
		if s.tally[gr*(s.k+1)+q] > 0 {
			e += s.ws
		}
	}
	return e
}

// own is what node i itself adds to the energy in part q: its inertia, or its
// edges to higher nodes of other parts, and what it costs that it is there.
func (s *state) own(i, q int) float64 {
	e := s.stay(i, q)
	switch {
	case s.form == byCuts:
		e += float64(s.cuts(i))
	case q == s.k:
	case s.form == aboutCentre:
		e += s.wi * s.g.wf[i] * s.g.d2(i, int(s.hub[q]))
	default:
		e += s.wi * s.g.wf[i] * s.fromCentroid(q, i)
	}
	return e
}

// cuts counts the edges from node i to higher nodes of other parts.
func (s *state) cuts(i int) int {
	cut := 0
	for _, j := range s.g.near(i) {
		if int(j) > i && s.part[i] != s.part[j] {
			cut++
		}
	}
	return cut
}

// meanCost is the inertia a unit of weight has, at least a small positive
// number.
func (s *state) meanCost() float64 {
	sum, w := 0.0, 0.0
	for q, m := range s.members()[:s.k] {
		_, c := s.g.centre(m)
		sum += c
		w += s.wf[q]
	}
	return math.Max(1e-9, s.wi*sum/math.Max(1, w))
}
