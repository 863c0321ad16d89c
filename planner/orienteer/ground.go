package orienteer

import (
	"cmp"
	"slices"
)

// ground is a plain Problem laid out for the search of long tours.
type ground struct {
	p         *Problem
	n, points int
	from      []int64 // from[p*points+q] is the travel time from p to q
	to        []int64 // to[q*points+p] is the same, laid out by where it ends
	service   []int64
	prize     []int64
	class     []int   // class[d] of day d; days of one class are interchangeable
	hours     []hours // by class
	near      [][]int32
	mirrored  bool // travel takes the same time both ways
	free      bool // no window binds beyond the shift: a tour is known by its length
}

// hours are what the days of one class have in common.
type hours struct {
	start, end  int32
	open, close int64
	most        int
	first       []int32 // windows of node i are window[first[i]:first[i+1]]
	window      []Window
	last        []int64 // last[i]: the latest begin of service at i from which the end can be reached; -1 where none
}

// longTours reports whether p is for the search of long tours: it understands p,
// and some day may have more stops than can be proven best one by one.
func (p *Problem) longTours() bool {
	for d := range p.Days {
		if most := p.Days[d].MaxStops; most == 0 || most > 12 {
			return p.plain()
		}
	}
	return false
}

// plain reports whether p has neither travel costs, appointments, least numbers
// of stops, repeated visits nor prizes that differ by day or window.
func (p *Problem) plain() bool {
	if p.Cost != nil || len(p.Must) > 0 {
		return false
	}
	for i := range p.Nodes {
		if s := p.spacing(i); s.Visits != 1 || s.Days != 0 {
			return false
		}
		if _, same := p.commonPrize(i); !same {
			return false
		}
	}
	for d := range p.Days {
		if p.Days[d].MinStops > 0 {
			return false
		}
	}
	return true
}

// commonPrize is the prize of node i where all its windows agree, 0 where it has none.
func (p *Problem) commonPrize(i int) (prize int64, same bool) {
	found := false
	for d := range p.Days {
		for _, w := range p.Days[d].Windows[i] {
			if found && w.Prize != prize {
				return 0, false
			}
			found, prize = true, w.Prize
		}
	}
	return prize, true
}

// newGround lays p out, which is plain.
func newGround(p *Problem) *ground {
	g := &ground{p: p, n: p.Nodes, points: len(p.Time), service: p.Service, mirrored: true, free: true}
	g.from = make([]int64, g.points*g.points)
	g.to = make([]int64, g.points*g.points)
	for a, row := range p.Time {
		for b, t := range row {
			g.from[a*g.points+b] = t
			g.to[b*g.points+a] = t
			g.mirrored = g.mirrored && t == p.Time[b][a]
		}
	}
	g.prize = make([]int64, g.n)
	for i := range g.prize {
		g.prize[i], _ = p.commonPrize(i)
	}
	g.class = make([]int, len(p.Days))
	for d := range p.Days {
		g.class[d] = g.classOf(d)
	}
	g.nearest()
	return g
}

// classOf is the class of day d, which is a new one where no day before is like it.
func (g *ground) classOf(d int) int {
	for e := range d {
		if alike(&g.p.Days[d], &g.p.Days[e]) {
			return g.class[e]
		}
	}
	g.hours = append(g.hours, g.hoursOf(&g.p.Days[d]))
	return len(g.hours) - 1
}

func alike(a, b *Day) bool {
	if a.Start != b.Start || a.End != b.End || a.Open != b.Open || a.Close != b.Close || a.MaxStops != b.MaxStops {
		return false
	}
	if len(a.Windows) > 0 && &a.Windows[0] == &b.Windows[0] {
		return true
	}
	return slices.EqualFunc(a.Windows, b.Windows, slices.Equal[[]Window])
}

func (g *ground) hoursOf(day *Day) hours {
	h := hours{
		start: int32(day.Start), end: int32(day.End),
		open: day.Open, close: day.Close,
		most:  day.MaxStops,
		first: make([]int32, g.n+1),
		last:  make([]int64, g.n),
	}
	if h.most == 0 {
		h.most = g.n
	}
	out, back := g.shortest(g.from, day.Start), g.shortest(g.to, day.End)
	for i := range g.n {
		h.last[i] = -1
		early := day.Open + out[i]
		late := day.Close - g.p.Service[i] - back[i]
		for _, w := range day.Windows[i] {
			if early > late || w.Open > late || w.Close < early || g.prize[i] <= 0 {
				continue
			}
			g.free = g.free && len(day.Windows[i]) == 1 && w.Open <= early && w.Close >= late
			h.window = append(h.window, w)
			h.last[i] = min(w.Close, late)
		}
		h.first[i+1] = int32(len(h.window))
	}
	return h
}

// shortest are the least travel times from point a over any others, by Dijkstra:
// rounded matrices break the triangle inequality.
func (g *ground) shortest(row []int64, a int) []int64 {
	least := make([]int64, g.points)
	for b := range least {
		least[b] = never
	}
	least[a] = 0
	done := make([]bool, g.points)
	for range g.points {
		at := -1
		for b, t := range least {
			if !done[b] && (at < 0 || t < least[at]) {
				at = b
			}
		}
		done[at] = true
		for b := range least {
			least[b] = min(least[b], least[at]+row[at*g.points+b])
		}
	}
	return least
}

// windowsOf are the windows of node u that can be met at all.
func (h *hours) windowsOf(u int32) []Window {
	return h.window[h.first[u]:h.first[u+1]]
}

// nearest lists, for every point, the nodes by the time to go there and back.
func (g *ground) nearest() {
	g.near = make([][]int32, g.points)
	for p := range g.near {
		var list []int32
		for v := range g.n {
			if v != p && g.reachable(v) {
				list = append(list, int32(v))
			}
		}
		slices.SortStableFunc(list, func(a, b int32) int {
			return cmp.Compare(g.p.Time[p][a]+g.p.Time[a][p], g.p.Time[p][b]+g.p.Time[b][p])
		})
		g.near[p] = list
	}
}

// reachable reports whether some day could visit node i, were it alone.
func (g *ground) reachable(i int) bool {
	for c := range g.hours {
		if g.hours[c].last[i] >= 0 {
			return true
		}
	}
	return false
}

// never is later than any time and dearer than any place in a tour.
const never = int64(1) << 60

// begin is the earliest begin of service for who arrives at time t; never if too late.
func begin(windows []Window, t int64) int64 {
	for k := range windows {
		if t <= windows[k].Close {
			return max(t, windows[k].Open)
		}
	}
	return never
}

// latest is the latest arrival in windows from which service begins by t; -1 if none does.
func latest(windows []Window, t int64) int64 {
	for k := len(windows) - 1; k >= 0; k-- {
		if windows[k].Open <= t {
			return min(windows[k].Close, t)
		}
	}
	return -1
}
