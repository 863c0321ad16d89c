// Package orienteer chooses and orders visits over several days so that the
// prizes collected, less the cost of travel, are as large as possible: the
// multi-period team orienteering problem with time windows.
//
// It is a kernel: numbers in, numbers out. It knows nothing of households or
// Rupiah, reads no clock but the stop function it is given, and returns the same
// plan for the same problem, seed and iteration budget.
package orienteer

import "fmt"

// Problem is an instance. Nodes are numbered 0..Nodes-1; points are the nodes
// followed by the places (homes, village offices) where days start and end.
// Times are whole units of one's choice (minutes for a kader's day, 1e-7 length
// units for a public instance); prizes and costs share another unit (Rupiah).
type Problem struct {
	Nodes   int
	Time    [][]int64 // Time[p][q] is the travel time from point p to point q
	Cost    [][]int64 // Cost[p][q] is subtracted from the value; nil means travel is free
	Service []int64   // Service[i] is the time spent at node i
	Days    []Day
	Spacing []Spacing // Spacing[i] limits the visits to node i; nil means once in all days
	Limits  []Limit   // limits over the visits of all days together
	Must    []Must    // appointments that have to be kept
}

// Day is one tour: a kader's working day, or one vehicle of a public instance.
// An idle day has no stops and costs nothing, wherever it starts and ends.
type Day struct {
	Date       int        // civil day number, for Spacing; tours of the same date may share it
	Start, End int        // points
	Open       int64      // earliest departure from Start
	Close      int64      // latest arrival at End
	MinStops   int        // as many stops at least, before any value counts; fewer only where the pool or the shift allows no more
	MaxStops   int        // 0 means no cap
	Windows    [][]Window // Windows[i]: when service at node i may begin, disjoint and ascending; none: forbidden
}

// Window is an interval, both ends included, in which service may begin, and
// what a visit beginning then is worth (which may be negative). Who arrives
// early waits; who arrives in one window may also wait for a later one.
type Window struct {
	Open, Close int64
	Prize       int64
}

// Spacing allows at most Visits visits within any Days consecutive dates. A node
// is visited at most once on one day in any case.
type Spacing struct{ Visits, Days int }

// Limit is a knapsack over all visits: the sum of Weight[i] over visits is at most Most.
type Limit struct {
	Weight []int64 // not negative
	Most   int64   // not negative
}

// Must is an appointment: Node has to be visited on one of the days listed.
// Appointments come before MinStops, and both before value.
type Must struct {
	Node int
	Days []int
}

// Valid reports the first thing that makes p no instance at all: a matrix of the
// wrong size, a negative time, a window out of order, a day or node that is not
// there. An instance whose appointments cannot be kept is valid.
func (p *Problem) Valid() error {
	points := len(p.Time)
	if p.Nodes < 0 || points < p.Nodes {
		return fmt.Errorf("problem: %d nodes, %d points", p.Nodes, points)
	}
	if len(p.Service) != p.Nodes {
		return fmt.Errorf("problem: %d service times for %d nodes", len(p.Service), p.Nodes)
	}
	for i, s := range p.Service {
		if s < 0 || s > largest {
			return fmt.Errorf("node %d: service time %d", i, s)
		}
	}
	if err := square("time", p.Time, points, 0); err != nil {
		return err
	}
	if p.Cost != nil {
		if err := square("cost", p.Cost, points, -largest); err != nil {
			return err
		}
	}
	for d := range p.Days {
		if err := p.Days[d].valid(p.Nodes, points); err != nil {
			return fmt.Errorf("day %d: %w", d, err)
		}
	}
	if err := p.validSides(); err != nil {
		return err
	}
	if !p.rankable() {
		return fmt.Errorf("problem: prizes, costs and appointments too large to add up")
	}
	return nil
}

// largest is the largest time, prize and cost, which leaves room to add them up.
const largest = 1 << 45

func square(name string, m [][]int64, points int, least int64) error {
	if len(m) != points {
		return fmt.Errorf("%s: %d rows for %d points", name, len(m), points)
	}
	for a, row := range m {
		if len(row) != points {
			return fmt.Errorf("%s: row %d has %d of %d points", name, a, len(row), points)
		}
		for b, x := range row {
			if x < least || x > largest {
				return fmt.Errorf("%s: %d from point %d to %d", name, x, a, b)
			}
		}
	}
	return nil
}

func (d *Day) valid(nodes, points int) error {
	if d.Start < 0 || d.Start >= points || d.End < 0 || d.End >= points {
		return fmt.Errorf("starts at %d, ends at %d of %d points", d.Start, d.End, points)
	}
	if d.Date < -largest || d.Date > largest || d.Open < -largest || d.Open > largest || d.Close < -largest || d.Close > largest {
		return fmt.Errorf("date %d, from %d to %d", d.Date, d.Open, d.Close)
	}
	if d.MinStops < 0 || d.MaxStops < 0 {
		return fmt.Errorf("%d to %d stops", d.MinStops, d.MaxStops)
	}
	if len(d.Windows) != nodes {
		return fmt.Errorf("windows for %d of %d nodes", len(d.Windows), nodes)
	}
	for i, ws := range d.Windows {
		for k, w := range ws {
			if w.Close < w.Open || k > 0 && w.Open <= ws[k-1].Close {
				return fmt.Errorf("node %d: window %d is %d to %d", i, k, w.Open, w.Close)
			}
			if w.Open < -largest || w.Open > largest || w.Close < -largest || w.Close > largest || w.Prize < -largest || w.Prize > largest {
				return fmt.Errorf("node %d: window %d is %d to %d for %d", i, k, w.Open, w.Close, w.Prize)
			}
		}
	}
	return nil
}

func (p *Problem) validSides() error {
	if p.Spacing != nil && len(p.Spacing) != p.Nodes {
		return fmt.Errorf("problem: %d spacings for %d nodes", len(p.Spacing), p.Nodes)
	}
	for i, s := range p.Spacing {
		if s.Visits < 0 || s.Days < 0 || s.Days > largest {
			return fmt.Errorf("node %d: %d visits within %d days", i, s.Visits, s.Days)
		}
	}
	for k, l := range p.Limits {
		if l.Most < 0 {
			return fmt.Errorf("limit %d: at most %d", k, l.Most)
		}
		if len(l.Weight) != p.Nodes {
			return fmt.Errorf("limit %d: %d weights for %d nodes", k, len(l.Weight), p.Nodes)
		}
		for i, w := range l.Weight {
			if w < 0 || w > largest {
				return fmt.Errorf("limit %d: weight %d of node %d", k, w, i)
			}
		}
	}
	for k, m := range p.Must {
		if m.Node < 0 || m.Node >= p.Nodes {
			return fmt.Errorf("appointment %d: node %d of %d", k, m.Node, p.Nodes)
		}
		for _, d := range m.Days {
			if d < 0 || d >= len(p.Days) {
				return fmt.Errorf("appointment %d: day %d of %d", k, d, len(p.Days))
			}
		}
	}
	return nil
}

// cost is what travel from point a to point b takes off the value.
func (p *Problem) cost(a, b int) int64 {
	if p.Cost == nil {
		return 0
	}
	return p.Cost[a][b]
}

// spacing is the rule of node i; a zero Days means over all days.
func (p *Problem) spacing(i int) Spacing {
	if p.Spacing == nil {
		return Spacing{Visits: 1}
	}
	return p.Spacing[i]
}
