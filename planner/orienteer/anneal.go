package orienteer

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
)

// annealer searches the whole month by small moves: a stop for a node that nobody
// visits, a stop for one of another day, a stop to another place of its day, a
// stop less.
// Losses are accepted with a temperature that falls within each cycle
// (simulated annealing); moves that could not be accepted even if every stop fell
// into its best window are refused before any time is computed.
type annealer struct {
	s    *solver
	rng  *rand.Rand
	legs []leg // legs[a*points+b]
	wide int   // points
	near [][]int32
	live []int32 // nodes that some free day can visit
	free []int

	tour  [][]int32  // by day
	worth []int64    // of tour, by day
	at    [][]int32  // at[i]: the days that visit node i
	used  []int64    // by limit
	dates [][][]bool // dates[i]: for each appointment of node i, by day, whether it can be kept then
	kept  [][]int32  // the best tours
	fresh bool       // kept has not been taken over yet
	total int64      // value of all days
	best  int64

	a, b           []int32 // scratch: tours to come
	front, further []moment
	cycle, step    int
}

type leg struct{ time, cost int64 }

// attractive is how many nodes a stop considers as its neighbours.
const attractive = 150

// anywhere is how often a move considers any node instead.
const anywhere = 0.2

func newAnnealer(s *solver) *annealer {
	p := s.p
	n := &annealer{s: s, rng: rand.New(rand.NewPCG(s.o.Seed, 0x6b61646572)), wide: len(p.Time), free: s.free}
	n.legs = make([]leg, n.wide*n.wide)
	for a, row := range p.Time {
		for b, t := range row {
			n.legs[a*n.wide+b] = leg{t, p.cost(a, b)}
		}
	}
	for i := range p.Nodes {
		for _, d := range s.free {
			if s.peak[d][i] > hopeless {
				n.live = append(n.live, int32(i))
				break
			}
		}
	}
	n.tour, n.kept = make([][]int32, len(p.Days)), make([][]int32, len(p.Days))
	n.worth = make([]int64, len(p.Days))
	n.at, n.used = make([][]int32, p.Nodes), make([]int64, len(p.Limits))
	n.appoint()
	n.neighbours()
	return n
}

// appoint lists the appointments of every node.
func (n *annealer) appoint() {
	n.dates = make([][][]bool, n.s.p.Nodes)
	for _, m := range n.s.p.Must {
		on := make([]bool, len(n.s.p.Days))
		for _, d := range m.Days {
			on[d] = true
		}
		n.dates[m.Node] = append(n.dates[m.Node], on)
	}
}

// drops tells whether node i, no longer visited on day d, would miss an
// appointment that day d may be keeping and day e (-1: none) would not.
func (n *annealer) drops(i int32, d, e int) bool {
	for _, on := range n.dates[i] {
		if on[d] && (e < 0 || !on[e]) {
			return true
		}
	}
	return false
}

// neighbours lists for every point the nodes that would pay most next to it, with
// the way there and back.
func (n *annealer) neighbours() {
	hour := n.rate()
	n.near = make([][]int32, n.wide)
	for a := range n.near {
		rate := make([]float64, n.s.p.Nodes)
		for _, i := range n.live {
			most := hopeless
			for _, d := range n.free {
				most = max(most, n.s.peak[d][i])
			}
			l, back := n.legs[a*n.wide+int(i)], n.legs[int(i)*n.wide+a]
			rate[i] = float64(most) - float64(l.cost+back.cost) - hour*float64(l.time+back.time+n.s.p.Service[i])
		}
		list := slices.Clone(n.live)
		slices.SortStableFunc(list, func(x, y int32) int { return cmp.Compare(rate[y], rate[x]) })
		list = slices.DeleteFunc(list, func(i int32) bool { return int(i) == a })
		n.near[a] = slices.Clone(list[:min(attractive, len(list))])
	}
}

// rate is a price of time: the mean prize of a stop for the mean time of one.
func (n *annealer) rate() float64 {
	prize, time := 0.0, 1.0
	for _, i := range n.live {
		most := int64(0)
		for _, d := range n.free {
			most = max(most, n.s.peak[d][i])
		}
		prize += float64(most)
		time += float64(n.s.p.Service[i] + 1)
	}
	return prize / time
}

// load takes over a draft.
func (n *annealer) load(b *draft) {
	for i := range n.at {
		n.at[i] = n.at[i][:0]
	}
	copy(n.used, b.used)
	n.total = 0
	for d := range b.days {
		n.tour[d] = n.tour[d][:0]
		for _, s := range b.days[d].Stops {
			n.tour[d] = append(n.tour[d], int32(s.Node))
			n.at[s.Node] = append(n.at[s.Node], int32(d))
		}
		n.worth[d] = b.days[d].Value()
		n.total += n.worth[d]
	}
}

// save gives the best tours to a draft.
func (n *annealer) save(b *draft) {
	for _, d := range n.free {
		b.set(d, b.idle(d))
	}
	for _, d := range n.free {
		nodes := make([]int, len(n.kept[d]))
		for k, i := range n.kept[d] {
			nodes[k] = int(i)
		}
		b.set(d, n.s.ride(d, nodes))
	}
}

// A cycle begins at a temperature of hot times the mean worth of a stop and ends
// at cold times that. The first has firstCycle moves, each later one twice as
// many until lastCycle.
const (
	firstCycle = 400_000
	lastCycle  = 12_800_000
	hot, cold  = 0.03, 0.001
)

// movesPerIteration is how many moves count as one iteration of Solve.
const movesPerIteration = 5000

// iterate makes the moves of one iteration.
func (n *annealer) iterate() {
	if n.step == 0 {
		n.load(n.s.best)
		n.best = n.total
	}
	length := min(firstCycle<<n.cycle, lastCycle)
	mean := float64(n.total) / float64(max(1, n.stops()))
	for range movesPerIteration {
		heat := mean * hot * math.Pow(cold/hot, float64(n.step)/float64(length))
		n.move(int64(heat * math.Log(1-n.rng.Float64())))
		if n.total > n.best {
			n.best = n.total
			n.remember()
		}
		if n.step++; n.step >= length {
			n.step, n.cycle = 0, min(n.cycle+1, 20)
			break
		}
	}
	if n.fresh {
		n.fresh = false
		n.save(n.s.now)
		n.s.adopt()
	}
}

// remember keeps the present tours as the best.
func (n *annealer) remember() {
	n.fresh = true
	for _, d := range n.free {
		n.kept[d] = append(n.kept[d][:0], n.tour[d]...)
	}
}

func (n *annealer) stops() int {
	sum := 0
	for _, d := range n.free {
		sum += len(n.tour[d])
	}
	return sum
}

// move proposes a random move and makes it if it gains more than least.
func (n *annealer) move(least int64) {
	d := n.free[n.rng.IntN(len(n.free))]
	tour := n.tour[d]
	k := n.rng.IntN(len(tour) + 1)
	if n.rng.IntN(16) == 0 {
		n.leave(d, k, least)
		return
	}
	from := n.s.p.Days[d].Start
	if k > 0 {
		from = int(tour[k-1])
	}
	if len(n.near[from]) == 0 {
		return
	}
	j := n.near[from][n.rng.IntN(len(n.near[from]))]
	if n.rng.Float64() < anywhere {
		j = n.live[n.rng.IntN(len(n.live))]
	}
	where := slices.Index(tour, j)
	switch {
	case where >= 0:
		n.shift(d, where, k, least)
	case n.may(j, d, -1):
		n.bring(d, k, j, least)
	case len(n.at[j]) == 1:
		n.trade(d, k, j, least)
	}
}

// may tells whether node j, not yet on day d, could be visited then, if another
// day gave its visit up.
func (n *annealer) may(j int32, d, but int) bool {
	if n.s.peak[d][j] == hopeless || slices.Contains(n.at[j], int32(d)) {
		return false
	}
	if len(n.at[j]) == 0 {
		return n.s.p.spacing(int(j)).Visits > 0
	}
	var days [8]int
	list := days[:0]
	for _, e := range n.at[j] {
		if int(e) != but {
			list = append(list, int(e))
		}
	}
	return n.s.p.spaced(int(j), d, list)
}

// leave drops a stop that the day can do without.
func (n *annealer) leave(d, k int, least int64) {
	tour := n.tour[d]
	if k >= len(tour) || len(tour) <= n.s.p.Days[d].MinStops || n.drops(tour[k], d, -1) {
		return
	}
	i := tour[k]
	n.a = slices.Delete(append(n.a[:0], tour...), k, k+1)
	if worth, ok := n.value(d, n.a, n.worth[d]+least); ok {
		n.quit(d, i)
		n.put(d, n.a, worth)
	}
}

// shift moves the stop at where to the place k of the same day, or turns the
// stretch between them around.
func (n *annealer) shift(d, where, k int, least int64) {
	n.a = append(n.a[:0], n.tour[d]...)
	if n.rng.IntN(2) == 0 {
		lo, hi := min(where, k), max(where, k)
		slices.Reverse(n.a[lo:min(hi+1, len(n.a))])
	} else {
		j := n.a[where]
		n.a = slices.Delete(n.a, where, where+1)
		if where < k {
			k--
		}
		n.a = slices.Insert(n.a, k, j)
	}
	if worth, ok := n.value(d, n.a, n.worth[d]+least); ok {
		n.put(d, n.a, worth)
	}
}

// bring inserts node j before place k of day d, or puts it in the place of a stop.
func (n *annealer) bring(d, k int, j int32, least int64) {
	day := &n.s.p.Days[d]
	tour := n.tour[d]
	if (day.MaxStops == 0 || len(tour) < day.MaxStops) && n.fits(-1, j) {
		n.a = append(append(append(n.a[:0], tour[:k]...), j), tour[k:]...)
		if worth, ok := n.value(d, n.a, n.worth[d]+least); ok {
			n.enter(d, j)
			n.put(d, n.a, worth)
			return
		}
	}
	if len(tour) == 0 {
		return
	}
	out := n.rng.IntN(len(tour))
	if n.rng.IntN(2) == 0 {
		out = min(k, len(tour)-1)
	}
	i := tour[out]
	if n.drops(i, d, -1) || !n.fits(i, j) {
		return
	}
	n.a = n.exchange(n.a, d, out, j, k)
	if worth, ok := n.value(d, n.a, n.worth[d]+least); ok {
		n.quit(d, i)
		n.enter(d, j)
		n.put(d, n.a, worth)
	}
}

// exchange is the tour of day d without its stop at out and with j: in that very
// place, or where it lengthens the way least.
func (n *annealer) exchange(into []int32, d, out int, j int32, k int) []int32 {
	into = append(into[:0], n.tour[d]...)
	if n.rng.IntN(4) == 0 {
		into[out] = j
		return into
	}
	into = slices.Delete(into, out, out+1)
	day := &n.s.p.Days[d]
	best, place := int64(math.MaxInt64), 0
	at := day.Start
	for k := 0; k <= len(into); k++ {
		next := day.End
		if k < len(into) {
			next = int(into[k])
		}
		x, y, z := n.legs[at*n.wide+int(j)], n.legs[int(j)*n.wide+next], n.legs[at*n.wide+next]
		longer := x.cost + y.cost - z.cost
		if n.s.p.Cost == nil {
			longer = x.time + y.time - z.time
		}
		if longer < best {
			best, place = longer, k
		}
		at = next
	}
	return slices.Insert(into, place, j)
}

// trade exchanges a stop of day d for node j, which another day visits; that day
// gets the stop of day d, or a node that nobody visits.
func (n *annealer) trade(d, k int, j int32, least int64) {
	e := int(n.at[j][0])
	if n.s.frozen(e) || n.drops(j, e, d) || !n.may(j, d, e) || len(n.tour[d]) == 0 {
		return
	}
	out := n.rng.IntN(len(n.tour[d]))
	if n.rng.IntN(2) == 0 {
		out = min(k, len(n.tour[d])-1)
	}
	i := n.tour[d][out]
	instead := i
	if n.rng.IntN(3) == 0 {
		near := n.near[j]
		instead = near[n.rng.IntN(len(near))]
		if len(n.at[instead]) > 0 || !n.fits(i, instead) {
			return
		}
	}
	if instead == j || !n.may(instead, e, d) || instead == i && n.drops(i, d, e) || instead != i && n.drops(i, d, -1) {
		return
	}
	place := slices.Index(n.tour[e], j)
	n.a = n.exchange(n.a, d, out, j, k)
	n.b = n.exchange(n.b, e, place, instead, place)
	both := n.worth[d] + n.worth[e] + least
	if n.hope(d, n.a)+n.hope(e, n.b) <= both {
		return
	}
	x, ok := n.value(d, n.a, hopeless)
	if !ok {
		return
	}
	y, ok := n.value(e, n.b, both-x)
	if !ok {
		return
	}
	n.quit(d, i)
	n.quit(e, j)
	n.enter(d, j)
	n.enter(e, instead)
	n.put(d, n.a, x)
	n.put(e, n.b, y)
}

// fits tells whether the limits allow node j in the place of node i, or of none (-1).
func (n *annealer) fits(i, j int32) bool {
	for k, l := range n.s.p.Limits {
		sum := n.used[k] + l.Weight[j]
		if i >= 0 {
			sum -= l.Weight[i]
		}
		if sum > l.Most && l.Weight[j] > 0 {
			return false
		}
	}
	return true
}

func (n *annealer) enter(d int, i int32) {
	n.at[i] = append(n.at[i], int32(d))
	for k, l := range n.s.p.Limits {
		n.used[k] += l.Weight[i]
	}
}

func (n *annealer) quit(d int, i int32) {
	at := slices.Index(n.at[i], int32(d))
	n.at[i] = slices.Delete(n.at[i], at, at+1)
	for k, l := range n.s.p.Limits {
		n.used[k] -= l.Weight[i]
	}
}

func (n *annealer) put(d int, tour []int32, worth int64) {
	n.tour[d] = append(n.tour[d][:0], tour...)
	n.total += worth - n.worth[d]
	n.worth[d] = worth
}

// hope is what a tour is worth if every stop can be made in its best window.
func (n *annealer) hope(d int, tour []int32) int64 {
	day, peak := &n.s.p.Days[d], n.s.peak[d]
	sum, at := int64(0), day.Start
	for _, i := range tour {
		sum += peak[i] - n.legs[at*n.wide+int(i)].cost
		at = int(i)
	}
	if len(tour) > 0 {
		sum -= n.legs[at*n.wide+day.End].cost
	}
	return sum
}

// value is what a tour is worth, if it can be ridden and is worth more than least.
func (n *annealer) value(d int, tour []int32, least int64) (int64, bool) {
	if n.hope(d, tour) <= least {
		return 0, false
	}
	p, day := n.s.p, &n.s.p.Days[d]
	n.front = append(n.front[:0], moment{leave: day.Open})
	at, cost := day.Start, int64(0)
	for _, i := range tour {
		l := n.legs[at*n.wide+int(i)]
		n.further = serve(n.front, day.Windows[i], l.time, p.Service[i], n.further[:0])
		if len(n.further) == 0 {
			return 0, false
		}
		n.front, n.further = n.further, n.front
		cost += l.cost
		at = int(i)
	}
	if len(tour) == 0 {
		return 0, 0 > least
	}
	l := n.legs[at*n.wide+day.End]
	worth := hopeless
	for _, m := range n.front {
		if m.leave+l.time <= day.Close {
			worth = m.prize - cost - l.cost
		}
	}
	return worth, worth > least
}
