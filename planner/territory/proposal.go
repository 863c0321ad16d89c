package territory

import (
	"errors"
	"maps"
	"slices"

	"binaan/geo"
	"binaan/planner"
)

// Proposal is what could be made of a drawing, to be accepted as one stroke, wholly or
// in part. Whatever it does not name stays as it is.
type Proposal struct {
	Changes  []Change  `json:"changes"`
	Before   []Sketch  `json:"before"` // the territories that it touches, as they are
	After    []Sketch  `json:"after"`  // and as they would be; without those that would be empty
	Locked   []Hand    `json:"locked"` // locks that would have to fall for it
	Findings []Finding `json:"findings"`
}

// canvas is a drawing that is being changed: in whose hands every block is.
type canvas struct {
	in     Input
	before []Territory
	d      *design // the territories as they were
	hands  []Hand  // by block
}

// canvas lays out some territories to draw on.
func (in Input) canvas(before []Territory) (*canvas, error) {
	before = slices.DeleteFunc(slices.Clone(before), func(t Territory) bool { return len(t.Blocks) == 0 })
	d, err := in.lay(before)
	if err != nil {
		return nil, err
	}
	c := &canvas{in: in, before: d.plan.Territories, d: d, hands: make([]Hand, len(in.Blocks))}
	for b, owner := range d.owner {
		if owner >= 0 {
			c.hands[b] = c.before[owner].Hand()
		}
	}
	return c, nil
}

// of is the territory of a hand as it was; false where it had none.
func (c *canvas) of(h Hand) (Territory, bool) {
	at := slices.IndexFunc(c.before, func(t Territory) bool { return t.Hand() == h })
	if at < 0 {
		return Territory{}, false
	}
	return c.before[at], true
}

// eligible is what a hand holds now.
func (c *canvas) eligible(h Hand) (sum int) {
	for b, hand := range c.hands {
		if hand == h {
			sum += c.in.Blocks[b].Eligible
		}
	}
	return sum
}

// units are what passes as one: the desa that stay whole, and the blocks of those that
// may be divided or are. Each is a list of blocks.
func (c *canvas) units(blocks []int) (units [][]int) {
	eligible := map[geo.AreaCode]int{}
	for _, b := range c.in.Blocks {
		eligible[b.Desa] += b.Eligible
	}
	apart := divided(c.before)
	place := map[geo.AreaCode]int{}
	for _, b := range blocks {
		desa := c.in.Blocks[b].Desa
		if c.in.grain() == planner.GrainCell || eligible[desa] > c.in.Rules.Territory.Upper || apart[desa] {
			units = append(units, []int{b})
			continue
		}
		at, known := place[desa]
		if !known {
			at = len(units)
			place[desa] = at
			units = append(units, nil)
		}
		units[at] = append(units[at], b)
	}
	return units
}

// beside says which of some units hang together, as fragments has it.
func (c *canvas) beside(units [][]int) [][]int {
	unit, desa := map[int]int{}, map[geo.AreaCode][]int{}
	for u, blocks := range units {
		for _, b := range blocks {
			unit[b] = u
			if c.in.grain() == planner.GrainDesa {
				desa[c.in.Blocks[b].Desa] = append(desa[c.in.Blocks[b].Desa], b)
			}
		}
	}
	near := make([][]int, len(units))
	for u, blocks := range units {
		found := map[int]bool{}
		for _, b := range blocks {
			next := [][]int{c.d.links[b], desa[c.in.Blocks[b].Desa]}
			for _, code := range c.d.land[c.in.Blocks[b].Desa].Near {
				next = append(next, desa[code])
			}
			for _, other := range slices.Concat(next...) {
				if v, inside := unit[other]; inside && v != u {
					found[v] = true
				}
			}
		}
		near[u] = slices.Sorted(maps.Keys(found))
	}
	return near
}

// proposal is the difference between the canvas and the territories it began with.
func (c *canvas) proposal() (Proposal, error) {
	p := Proposal{Changes: c.changes(), Before: []Sketch{}, After: []Sketch{}, Locked: []Hand{}, Findings: []Finding{}}
	touched := map[Hand]bool{}
	for _, change := range p.Changes {
		touched[change.From], touched[change.To] = true, true
	}
	delete(touched, Nobody)
	var err error
	if p.Before, err = c.in.Survey(slices.DeleteFunc(slices.Clone(c.before), func(t Territory) bool { return !touched[t.Hand()] })); err != nil {
		return p, err
	}
	var after []Territory
	for _, h := range slices.Sorted(maps.Keys(touched)) {
		if t := c.territory(h); len(t.Blocks) > 0 {
			after = append(after, t)
		}
	}
	p.After, err = c.in.Survey(after)
	return p, err
}

// territory is what a hand holds on the canvas now.
func (c *canvas) territory(h Hand) Territory {
	t, had := c.of(h)
	if !had {
		t = Territory{Kader: planner.KaderID(h)}
		if k, works := c.d.kader(t.Kader); works {
			t.Kecamatan = k.Kecamatan
		}
	}
	t.Blocks = nil
	for b, hand := range c.hands {
		if hand == h {
			t.Blocks = append(t.Blocks, c.in.Blocks[b].BlockKey)
		}
	}
	return t
}

// was is in whose hands a block was.
func (c *canvas) was(b int) Hand {
	if owner := c.d.owner[b]; owner >= 0 {
		return c.before[owner].Hand()
	}
	return Nobody
}

// changes are those that make the canvas of the territories it began with: of whole
// desa wherever all of one passes the same way.
func (c *canvas) changes() []Change {
	out := []Change{}
	type way struct{ from, to Hand }
	ways := map[geo.AreaCode]way{}
	apart := map[geo.AreaCode]bool{}
	for b, block := range c.in.Blocks {
		w := way{c.was(b), c.hands[b]}
		if first, known := ways[block.Desa]; known && first != w {
			apart[block.Desa] = true
		} else {
			ways[block.Desa] = w
		}
	}
	told := map[geo.AreaCode]bool{}
	for b, block := range c.in.Blocks {
		w := way{c.was(b), c.hands[b]}
		switch {
		case w.from == w.to || told[block.Desa]:
		case apart[block.Desa]:
			out = append(out, Change{Desa: block.Desa, Cell: block.Cell, From: w.from, To: w.to})
		default:
			told[block.Desa] = true
			out = append(out, Change{Desa: block.Desa, From: w.from, To: w.to})
		}
	}
	return out
}

// apply lays changes on the canvas, as a stroke would be.
func (c *canvas) apply(changes []Change) error {
	if err := c.in.Admit(c.before, changes); err != nil {
		return err
	}
	drawing := NewDrawing()
	for b, block := range c.in.Blocks {
		drawing.Put(block.BlockKey, c.hands[b])
	}
	if _, err := drawing.Apply(changes); err != nil {
		return err
	}
	for b, block := range c.in.Blocks {
		c.hands[b] = drawing.Hand(block.BlockKey)
	}
	return nil
}

// part hands the blocks of two hands out among them anew. wanted says of the blocks of
// a unit whether they are to be the first one's, whether that is fixed, and what the
// other side costs.
func (c *canvas) part(one, two Hand, wanted func(unit []int) (first, fixed bool, price int)) halved {
	var pool []int
	for b, h := range c.hands {
		if h == one || h == two && two != Nobody {
			pool = append(pool, b)
		}
	}
	units := c.units(pool)
	h := halving{near: c.beside(units), lower: c.in.Rules.Territory.Lower, upper: c.in.Rules.Territory.Upper, loose: two == Nobody}
	for _, unit := range units {
		weight := 0
		for _, b := range unit {
			weight += c.in.Blocks[b].Eligible
		}
		first, fixed, price := wanted(unit)
		h.weight, h.first, h.fixed, h.price = append(h.weight, weight), append(h.first, first), append(h.fixed, fixed), append(h.price, price)
	}
	best := h.halve()
	for u, unit := range units {
		for _, b := range unit {
			if c.hands[b] = two; h.first[u] {
				c.hands[b] = one
			}
		}
	}
	return best
}

// inBand tells whether what a hand holds now is in the band.
func (c *canvas) inBand(h Hand) bool {
	kk := c.eligible(h)
	return c.in.Rules.Territory.Lower <= kk && kk <= c.in.Rules.Territory.Upper
}

// ErrNothing is a question about nothing that could be parted or improved.
var ErrNothing = errors.New("nothing there to part or improve")
