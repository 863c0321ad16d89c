package territory

import (
	"fmt"
	"math"
	"slices"

	"binaan/geo"
	"binaan/planner"
)

// Knife is a rough line across a territory.
type Knife struct {
	Of   Hand           `json:"of"`   // whose territory is cut
	To   Hand           `json:"to"`   // who gets what is cut off; 0: nobody
	Line []geo.Position `json:"line"` // at least two points
}

// reach is how far from the line, as a share of how far the territory reaches to that
// side, places may still come to the other one for the sake of the balance.
const reach = 0.5

// Cut parts a territory along the borders of its desa, near a line, so that both parts
// hang together and lie in the band as nearly as they can; the part at the kader's home
// stays. What To has already joins in. before are the territories of the kecamatan.
// ErrNothing: the line leaves all of the territory on one side; ErrLocked.
func (in Input) Cut(before []Territory, knife Knife) (Proposal, error) {
	c, err := in.canvas(before)
	if err != nil {
		return Proposal{}, fmt.Errorf("cut: %w", err)
	}
	of, had := c.of(knife.Of)
	if !had || len(knife.Line) < 2 || knife.Of == knife.To {
		return Proposal{}, fmt.Errorf("cut a territory of hand %d by %d points: %w", knife.Of, len(knife.Line), ErrNothing)
	}
	if to, has := c.of(knife.To); of.Locked || has && to.Locked {
		return Proposal{}, fmt.Errorf("cut: %w", ErrLocked)
	}
	if err := in.receives(c.before, Change{Desa: of.Kecamatan, To: knife.To}); err != nil {
		return Proposal{}, fmt.Errorf("cut for hand %d: %w", knife.To, err)
	}
	if err := c.cut(knife); err != nil {
		return Proposal{}, err
	}
	return c.proposal()
}

// cut parts the blocks of both hands by the line. Where the rest is nobody's, it is a
// territory for somebody yet to come, and is cut as one.
func (c *canvas) cut(knife Knife) error {
	line := newRough(knife.Line)
	if len(line.x) < 2 {
		return fmt.Errorf("cut by a point: %w", ErrNothing)
	}
	far := map[bool]float64{} // how far the territory reaches on each side
	for b, h := range c.hands {
		if h == knife.Of {
			at := line.aside(c.in.Blocks[b].Centre)
			far[at > 0] = max(far[at > 0], math.Abs(at))
		}
	}
	if len(far) < 2 {
		return fmt.Errorf("cut: all on one side of the line: %w", ErrNothing)
	}
	stays := c.staying(knife, line)
	rest := knife.To
	if rest == Nobody {
		rest = Vacant // until it is nobody's
		if slices.Contains(c.hands, Vacant) {
			return fmt.Errorf("cut: a territory without kader is in the way: %w", ErrNothing)
		}
	}
	c.part(knife.Of, rest, func(unit []int) (first, fixed bool, price int) {
		at, kk := 0.0, 0
		for _, b := range unit {
			w := 1 + c.in.Blocks[b].Eligible
			at, kk = at+float64(w)*line.aside(c.in.Blocks[b].Centre), kk+w
		}
		at /= float64(kk)
		near := math.Abs(at) <= reach*far[at > 0]
		return (at > 0) == stays, !near, 1 + int(math.Abs(at)*float64(kk)/100)
	})
	for b, h := range c.hands {
		if h == rest {
			c.hands[b] = knife.To
		}
	}
	return nil
}

// staying is the side of the line that stays with its kader: where the kader lives,
// or, of a territory that nobody serves or whose receiver has one, where most of it is.
func (c *canvas) staying(knife Knife, line rough) bool {
	_, joins := c.of(knife.To)
	if k, works := c.d.kader(planner.KaderID(max(knife.Of, -knife.Of))); works && !joins {
		return line.aside(k.Home) > 0
	}
	sum := 0.0
	for b, h := range c.hands {
		side := 1.0
		if line.aside(c.in.Blocks[b].Centre) <= 0 {
			side = -1
		}
		switch h {
		case knife.Of:
			sum += side * float64(1+c.in.Blocks[b].Eligible)
		case knife.To:
			sum -= side * float64(1+c.in.Blocks[b].Eligible)
		}
	}
	return sum > 0
}

// rough is a line that somebody drew, gone on straight at both ends.
type rough struct {
	plane geo.Plane
	x, y  []float64
}

// newRough takes of what a hand drew no more than ten strides: the trembling between
// them says nothing of a side.
func newRough(line []geo.Position) rough {
	r := rough{plane: geo.PlaneAt(line[0])}
	wide := 1.0
	for _, at := range line {
		x, y := r.plane.XY(at)
		wide = max(wide, math.Hypot(x, y))
	}
	for i, at := range line {
		x, y := r.plane.XY(at)
		n := len(r.x)
		if n > 0 && math.Hypot(x-r.x[n-1], y-r.y[n-1]) < wide/10 {
			if i < len(line)-1 || n < 2 {
				continue
			}
			r.x, r.y = r.x[:n-1], r.y[:n-1] // the end counts more than the last stride
		}
		r.x, r.y = append(r.x, x), append(r.y, y)
	}
	return r
}

// aside is how far a place lies from the line, in metres: above 0 on its left.
func (r rough) aside(at geo.Position) float64 {
	x, y := r.plane.XY(at)
	best, least := 0.0, math.Inf(1)
	for i := 1; i < len(r.x); i++ {
		dx, dy := r.x[i]-r.x[i-1], r.y[i]-r.y[i-1]
		long := math.Hypot(dx, dy)
		along := ((x-r.x[i-1])*dx + (y-r.y[i-1])*dy) / (long * long)
		if i > 1 {
			along = max(0, along)
		}
		if i < len(r.x)-1 {
			along = min(1, along)
		}
		far := math.Hypot(x-r.x[i-1]-along*dx, y-r.y[i-1]-along*dy)
		if far < least {
			least = far
			best = math.Copysign(far, dx*(y-r.y[i-1])-dy*(x-r.x[i-1]))
		}
	}
	return best
}
