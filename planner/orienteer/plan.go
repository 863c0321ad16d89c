package orienteer

// Plan is a route for every day, what it is worth and what is known about it.
type Plan struct {
	Days []Route // Days[d] is the route of Problem.Days[d]; idle where it has no stops

	Value int64 // prizes less travel cost of all days
	// Bound is proven: no plan that keeps the rules and at least as many appointments
	// is worth more. It is at least Value.
	Bound int64

	// Proven[d]: while the other days stay as they are, no route of day d is
	// better. The plan of a single proven day is optimal.
	Proven []bool

	Unkept []int   // appointments (indices into Problem.Must) that are not kept
	Short  []Short // days with fewer stops than they need
	Left   []Left  // nodes that no day visits although one could
	Price  []int64 // Price[i] is the dual price of node i: what holding it for another day, or for its appointment, is worth

	Iterations int // spent
	Seed       uint64
}

// Short is a day with fewer stops than its MinStops.
type Short struct {
	Day int
	// Reachable is the most stops that windows and shift allow the day if it had
	// every node to itself. Below MinStops the day itself is the reason, else the
	// other days and the spacing of visits are.
	Reachable int
}

// Left is a node that no day visits, and the least change that would bring it in.
type Left struct {
	Node int
	// Need is the additional prize with which visiting Node on Day, in place of
	// Instead, makes the plan no worse. With other changes less may do.
	Need    int64
	Day     int // -1 where no single exchange of stops is possible
	Instead int // the stop given up; -1 where Node fits in beside the others
}

// Route is one day's tour with its times.
type Route struct {
	Depart, Return int64 // from Start, at End; both the day's Open where it is idle
	Stops          []Stop
	Prize, Cost    int64
}

// Stop is one visit: the time of arrival, the time service begins and ends, and
// the prize of the window it begins in.
type Stop struct {
	Node                 int
	Arrive, Begin, Leave int64
	Prize                int64
}

// Value is what the route adds to the plan.
func (r *Route) Value() int64 { return r.Prize - r.Cost }

// Nodes are the nodes of the route in order.
func (r *Route) Nodes() []int {
	nodes := make([]int, len(r.Stops))
	for k, s := range r.Stops {
		nodes[k] = s.Node
	}
	return nodes
}

// moment is a way to have served the stops up to one of them: when it ends, what
// it collected, which window it used and which moment of the stop before it follows.
type moment struct {
	leave, prize int64
	window, from int32
}

// Schedule times the visits to nodes in the order given on day d so that the
// prizes are as large as possible, and among those ways the return is earliest.
// It reports false where the order cannot be ridden within windows and shift.
// Caps, spacing and limits are not its business.
func (p *Problem) Schedule(d int, nodes []int) (Route, bool) {
	day := &p.Days[d]
	r := Route{Depart: day.Open, Return: day.Open}
	if len(nodes) == 0 {
		return r, true
	}
	layers := make([][]moment, len(nodes)+1)
	layers[0] = []moment{{leave: day.Open}}
	at := day.Start
	for k, i := range nodes {
		layers[k+1] = serve(layers[k], day.Windows[i], p.Time[at][i], p.Service[i], nil)
		r.Cost += p.cost(at, i)
		at = i
	}
	r.Cost += p.cost(at, day.End)
	last := layers[len(nodes)]
	best := -1
	for k := range last {
		if last[k].leave+p.Time[at][day.End] <= day.Close {
			best = k // moments ascend in time and in prize
		}
	}
	if best < 0 {
		return Route{}, false
	}
	r.Prize = last[best].prize
	r.Return = last[best].leave + p.Time[at][day.End]
	p.retrace(&r, day, nodes, layers, best)
	return r, true
}

// retrace fills in the stops of r from the moments that led to its end.
func (p *Problem) retrace(r *Route, day *Day, nodes []int, layers [][]moment, m int) {
	r.Stops = make([]Stop, len(nodes))
	for k := len(nodes) - 1; k >= 0; k-- {
		i, now := nodes[k], layers[k+1][m]
		before, at := layers[k][now.from], day.Start
		if k > 0 {
			at = nodes[k-1]
		}
		r.Stops[k] = Stop{
			Node:   i,
			Arrive: before.leave + p.Time[at][i],
			Begin:  now.leave - p.Service[i],
			Leave:  now.leave,
			Prize:  day.Windows[i][now.window].Prize,
		}
		m = int(now.from)
	}
}

// serve extends the moments of one stop to the next, keeping only those that are
// not both later and poorer than another. The result ascends strictly in time and prize.
func serve(from []moment, windows []Window, travel, service int64, to []moment) []moment {
	for f, m := range from {
		arrive := m.leave + travel
		for w := range windows {
			if windows[w].Close < arrive {
				continue
			}
			begin := max(arrive, windows[w].Open)
			to = keep(to, moment{begin + service, m.prize + windows[w].Prize, int32(w), int32(f)})
		}
	}
	return to
}

// keep inserts m into a front of moments that ascends strictly in time and prize.
func keep(front []moment, m moment) []moment {
	at := len(front)
	for at > 0 && front[at-1].leave > m.leave {
		at--
	}
	if at > 0 && front[at-1].prize >= m.prize {
		return front
	}
	start := at
	if at > 0 && front[at-1].leave == m.leave {
		start--
	}
	end := at
	for end < len(front) && front[end].prize <= m.prize {
		end++
	}
	if start == end {
		front = append(front, moment{})
		copy(front[start+1:], front[start:])
		front[start] = m
		return front
	}
	front[start] = m
	return append(front[:start+1], front[end:]...)
}
