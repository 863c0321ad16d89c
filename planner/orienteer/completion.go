package orienteer

// completion tells how late one may leave a stop and still collect so much before
// the end of a day, if nodes may be visited again, but not at once after
// one other node. It is a bound: nobody who leaves later can. The recursion is that
// of state-space relaxation with 2-cycle elimination (Christofides, Mingozzi and
// Toth 1981), indexed by prize instead of time.
type completion struct {
	g     *ground
	h     *hours
	step  int64   // all prizes are multiples of it
	prize []int   // by node, in steps
	nodes []int32 // that can be visited
	most  int     // no route collects more steps
	rows  [][]departure
}

// departure is the latest time to leave a point for the node next, and the latest
// to leave it for any other.
type departure struct {
	first, second int64
	next          int32
}

// completionEffort bounds the legs looked at for one completion.
const completionEffort = 60_000_000

// newCompletion is the completion of the days of a class. It fails where the table
// would be too large, where there is nothing to visit, and when stop says so.
func newCompletion(g *ground, class int, stop func() bool) (*completion, bool) {
	c := &completion{g: g, h: &g.hours[class], prize: make([]int, g.n)}
	for i := range g.n {
		if c.h.last[i] >= 0 {
			c.nodes = append(c.nodes, int32(i))
			c.step = divisor(c.step, g.prize[i])
		}
	}
	most := 0
	for _, i := range c.nodes {
		c.prize[i] = int(g.prize[i] / c.step)
		most += c.prize[i]
	}
	for r := 0; r <= most; r++ {
		if r*len(c.nodes)*len(c.nodes) > completionEffort || stop != nil && stop() {
			return nil, false
		}
		c.rows = append(c.rows, c.row(r))
		if c.rows[r][c.h.start].first < c.h.open {
			break
		}
		c.most = r
	}
	return c, len(c.nodes) > 0
}

func divisor(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// row holds the departures with which r steps can still be collected, by node;
// for r of 0 those that still reach the end in any way.
func (c *completion) row(r int) []departure {
	row := make([]departure, c.g.points)
	if r == 0 {
		back := c.g.shortest(c.g.to, int(c.h.end))
		for p := range row {
			late := c.h.close - back[p]
			row[p] = departure{late, late, -1}
		}
		return row
	}
	for p := range row {
		row[p] = departure{-1, -1, -1}
	}
	for _, j := range c.nodes {
		then := c.then(j, r)
		for _, i := range c.nodes {
			if i != j {
				row[i].offer(c.arrival(j, i, then)-c.g.from[int(i)*c.g.points+int(j)], j)
			}
		}
		at := int(c.h.start)
		row[at].offer(c.arrival(j, -1, then)-c.g.from[at*c.g.points+int(j)], j)
	}
	return row
}

// then is the departure from j with which r steps can be collected, j's included.
func (c *completion) then(j int32, r int) departure {
	return c.rows[max(0, r-c.prize[j])][j]
}

// arrival is the latest arrival at j on the way from i that allows departure then.
func (c *completion) arrival(j, i int32, then departure) int64 {
	leave := then.first
	if then.next == i {
		leave = then.second
	}
	return latest(c.h.windowsOf(j), leave-c.g.service[j])
}

// offer makes time the departure for node j if it is later than those known.
func (d *departure) offer(time int64, j int32) {
	switch {
	case time > d.first:
		d.first, d.second, d.next = time, d.first, j
	case time > d.second:
		d.second = time
	}
}

// richest is what no route of the class exceeds.
func (c *completion) richest() int64 { return int64(c.most) * c.step }

// latestLeave is the latest time to leave i, not for node before, so that r steps
// are still collected.
func (c *completion) latestLeave(i, before int32, r int) int64 {
	if r > c.most {
		return -1
	}
	d := &c.rows[max(0, r)][i]
	if d.next == before {
		return d.second
	}
	return d.first
}
