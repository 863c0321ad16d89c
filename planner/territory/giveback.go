package territory

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"binaan/planner"
)

// GiveBack is a stroke, and what its receiver could give back to those who lose by it,
// so that both stay in the band and hang together: as few families as possible. What
// the stroke itself passes stays passed. Where nothing helps, or nothing is needed,
// the proposal is the stroke alone. before are the territories of the kecamatan.
// The errors are those of Admit and Apply.
func (in Input) GiveBack(before []Territory, stroke []Change) (Proposal, error) {
	c, err := in.canvas(before)
	if err != nil {
		return Proposal{}, fmt.Errorf("give back: %w", err)
	}
	if err := c.apply(stroke); err != nil {
		return Proposal{}, err
	}
	passed := map[planner.BlockKey]bool{}
	lost, gained := map[Hand]int{}, map[Hand]int{}
	for b, block := range in.Blocks {
		if from, to := c.was(b), c.hands[b]; from != to {
			passed[block.BlockKey] = true
			lost[from] += block.Eligible
			gained[to] += block.Eligible
		}
	}
	delete(gained, Nobody)
	if len(gained) == 1 {
		to := slices.Collect(maps.Keys(gained))[0]
		for _, from := range losers(lost) {
			c.giveBack(to, from, passed)
		}
	}
	return c.proposal()
}

// losers are those who lose something, the most first; nobody comes last.
func losers(lost map[Hand]int) []Hand {
	last := func(h Hand) int {
		if h == Nobody {
			return 1
		}
		return 0
	}
	return slices.SortedFunc(maps.Keys(lost), func(a, b Hand) int {
		return cmp.Or(cmp.Compare(last(a), last(b)), cmp.Compare(lost[b], lost[a]), cmp.Compare(a, b))
	})
}

// giveBack passes blocks between two hands if that mends what the stroke did to their
// balance.
func (c *canvas) giveBack(to, from Hand, passed map[planner.BlockKey]bool) {
	whole := func(h Hand) bool { return h == Nobody || c.inBand(h) && c.pieces(h) == 1 }
	if whole(to) && whole(from) {
		return
	}
	if t, had := c.of(from); had && t.Locked {
		return
	}
	held := slices.Clone(c.hands)
	before := c.badness(to, from)
	c.part(to, from, func(unit []int) (first, fixed bool, price int) {
		for _, b := range unit {
			price += 1 + c.in.Blocks[b].Eligible
			fixed = fixed || passed[c.in.Blocks[b].BlockKey]
		}
		return held[unit[0]] == to, fixed, price
	})
	if !c.badness(to, from).less(before) {
		c.hands = held
	}
}

// badness is how far two hands are from what they should be.
func (c *canvas) badness(hands ...Hand) (out halved) {
	for _, h := range hands {
		if h == Nobody {
			continue
		}
		kk := c.eligible(h)
		out.miss += square(max(0, c.in.Rules.Territory.Lower-kk, kk-c.in.Rules.Territory.Upper))
		out.broken += max(1, c.pieces(h)) - 1
	}
	return out
}

// pieces are how many pieces a hand's blocks form on the canvas.
func (c *canvas) pieces(h Hand) int {
	var own []int
	for b, hand := range c.hands {
		if hand == h {
			own = append(own, b)
		}
	}
	units := c.units(own)
	one := halving{near: c.beside(units)}
	all := make([]bool, len(units))
	for i := range all {
		all[i] = true
	}
	return one.pieces(all, true)
}
