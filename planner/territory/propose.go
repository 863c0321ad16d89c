package territory

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"binaan/geo"
	"binaan/planner"
)

// Ways in which the solver goes on from a drawing.
const (
	ProposeFill    = "fill"    // territories for kader without, of what nobody has
	ProposeImprove = "improve" // some territories anew, and what nobody has beside them
	ProposeAll     = "all"     // all territories anew that are not locked
	ProposeLeave   = "leave"   // what a kader has to the others
	ProposeJoin    = "join"    // a territory for a kader who has none
)

// Wish is what the solver is asked to make of a drawing.
type Wish struct {
	Way   string          `json:"way" enum:"fill,improve,all,leave,join"`
	Hands []Hand          `json:"hands,omitempty" maxItems:"5" doc:"Of improve: two to five"`
	Kader planner.KaderID `json:"kader,omitempty" doc:"Of leave and join"`
	Lower int             `json:"lower,omitempty" minimum:"0" doc:"Another band than the rule's, in eligible KK"`
	Upper int             `json:"upper,omitempty" minimum:"0"`
}

// Propose asks the solver to go on from a drawing. Locked territories stay as they
// are, and so does whatever the way of going on does not name. ErrNoSuchKader;
// ErrNothing: nothing is named that could be improved.
func (in Input) Propose(ctx context.Context, drawn []Territory, wish Wish, o planner.Options) (Proposal, error) {
	if wish.Lower > 0 && wish.Upper >= wish.Lower {
		in.Rules.Territory.Lower, in.Rules.Territory.Upper = wish.Lower, wish.Upper
	}
	c, err := in.canvas(drawn)
	if err != nil {
		return Proposal{}, fmt.Errorf("propose: %w", err)
	}
	findings, err := c.solve(ctx, wish, o)
	if err = cmp.Or(err, ctx.Err()); err != nil { // what ctx cut short is no proposal
		return Proposal{}, fmt.Errorf("propose to %s: %w", wish.Way, err)
	}
	c.mendDesa()
	p, err := c.proposal()
	p.Findings = append(p.Findings, findings...)
	for _, t := range c.before {
		if t.Locked && slices.ContainsFunc(p.Changes, func(x Change) bool { return x.From == t.Hand() || x.To == t.Hand() }) {
			p.Locked = append(p.Locked, t.Hand())
		}
	}
	return p, err
}

func (c *canvas) solve(ctx context.Context, wish Wish, o planner.Options) ([]Finding, error) {
	switch wish.Way {
	case ProposeFill:
		c.grow()
		return c.redesign(ctx, c.kecamatan(), true, func(Territory) bool { return true }, o)
	case ProposeImprove:
		var where []geo.AreaCode
		for _, h := range wish.Hands {
			t, had := c.of(h)
			if !had || t.Locked {
				return nil, fmt.Errorf("hand %d: %w", h, ErrNothing)
			}
			where = append(where, t.Kecamatan)
		}
		if len(wish.Hands) < 2 {
			return nil, ErrNothing
		}
		slices.Sort(where)
		c.in.Redraw = true
		return c.redesign(ctx, slices.Compact(where), false, func(t Territory) bool { return !slices.Contains(wish.Hands, t.Hand()) }, o)
	case ProposeAll:
		c.in.Redraw = true
		return c.redesign(ctx, c.kecamatan(), true, func(t Territory) bool { return t.Locked }, o)
	case ProposeLeave:
		return c.leave(ctx, wish.Kader, o)
	case ProposeJoin:
		return c.join(ctx, wish.Kader, o)
	}
	return nil, fmt.Errorf("way %q: %w", wish.Way, planner.ErrInput)
}

// mendDesa makes whole what the solver divided though a drawing may not: whoever got
// most of such a desa has it all.
func (c *canvas) mendDesa() {
	if c.in.grain() == planner.GrainCell {
		return
	}
	eligible, got := map[geo.AreaCode]int{}, map[geo.AreaCode]map[Hand]int{}
	for b, block := range c.in.Blocks {
		eligible[block.Desa] += block.Eligible
		if got[block.Desa] == nil {
			got[block.Desa] = map[Hand]int{}
		}
		got[block.Desa][c.hands[b]] += 1 + block.Eligible
	}
	apart := divided(c.before)
	for b, block := range c.in.Blocks {
		if shares := got[block.Desa]; len(shares) > 1 && eligible[block.Desa] <= c.in.Rules.Territory.Upper && !apart[block.Desa] {
			c.hands[b] = slices.MaxFunc(slices.Sorted(maps.Keys(shares)), func(x, y Hand) int { return cmp.Compare(shares[x], shares[y]) })
		}
	}
}

// kecamatan are those with families in arrears.
func (c *canvas) kecamatan() []geo.AreaCode {
	codes := map[geo.AreaCode]bool{}
	for _, b := range c.in.Blocks {
		codes[b.Desa.Kecamatan()] = true
	}
	return slices.Sorted(maps.Keys(codes))
}

// redesign divides some kecamatan anew, one after the other, but for what stays;
// newcomers tells whether kader without a territory get one.
func (c *canvas) redesign(ctx context.Context, where []geo.AreaCode, newcomers bool, stays func(Territory) bool, o planner.Options) (findings []Finding, err error) {
	now := c.now()
	for n, code := range where {
		here := c.in
		here.Previous = slices.Clone(now)
		for i, t := range here.Previous {
			here.Previous[i].Locked = t.Locked || stays(t)
		}
		here = here.within(code)
		if !newcomers {
			here.Kader = c.without(here.Kader, 0)
		}
		plan, err := Design(ctx, here, o.Part(n, len(where)))
		if err != nil {
			return nil, err
		}
		c.take(code, plan.Territories)
		findings = append(findings, plan.Findings...)
	}
	return findings, nil
}

// without leaves out the kader who have no territory and are not to get one.
func (c *canvas) without(kader []planner.Kader, but planner.KaderID) []planner.Kader {
	return slices.DeleteFunc(slices.Clone(kader), func(k planner.Kader) bool {
		_, has := c.of(Hand(k.ID))
		return !has && k.ID != but
	})
}

// now are the territories as the canvas has them.
func (c *canvas) now() (out []Territory) {
	hands := map[Hand]bool{}
	for _, h := range c.hands {
		hands[h] = true
	}
	delete(hands, Nobody)
	for _, h := range slices.Sorted(maps.Keys(hands)) {
		out = append(out, c.territory(h))
	}
	return out
}

// take lays the territories of a kecamatan on the canvas in place of what is there.
func (c *canvas) take(code geo.AreaCode, territories []Territory) {
	hands := map[planner.BlockKey]Hand{}
	for _, t := range territories {
		for _, key := range t.Blocks {
			hands[key] = t.Hand()
		}
	}
	for b, block := range c.in.Blocks {
		if block.Desa.Kecamatan() == code {
			c.hands[b] = hands[block.BlockKey]
		}
	}
}

// grow gives territories below the band what nobody has beside them, as long as they
// stay in the band: the smallest first, each time what is expected to bring most.
func (c *canvas) grow() {
	for _, t := range slices.SortedFunc(slices.Values(c.before), func(a, b Territory) int { return cmp.Compare(a.Eligible, b.Eligible) }) {
		if t.Locked || t.Kader == 0 || t.Merangkap {
			continue
		}
		for c.eligible(t.Hand()) < c.in.Rules.Territory.Lower {
			unit := c.beyond(t)
			if unit == nil {
				break
			}
			for _, b := range unit {
				c.hands[b] = t.Hand()
			}
		}
	}
}

// beyond is what nobody has, hangs together with a territory and fits into the band
// with it: the most worth. Nil where there is none.
func (c *canvas) beyond(t Territory) (best []int) {
	var pool []int
	for b, h := range c.hands {
		if h == t.Hand() || h == Nobody && c.in.Blocks[b].Desa.Kecamatan() == t.Kecamatan {
			pool = append(pool, b)
		}
	}
	units := c.units(pool)
	near := c.beside(units)
	has, most := c.eligible(t.Hand()), planner.Rupiah(-1)
	for u, unit := range units {
		kk, value := 0, planner.Rupiah(0)
		for _, b := range unit {
			kk += c.in.Blocks[b].Eligible
			value += c.d.value(b)
		}
		free := !slices.ContainsFunc(unit, func(b int) bool { return c.hands[b] != Nobody })
		touches := slices.ContainsFunc(near[u], func(v int) bool { return c.hands[units[v][0]] == t.Hand() })
		if free && touches && has+kk <= c.in.Rules.Territory.Upper && value > most {
			best, most = unit, value
		}
	}
	return best
}

// leave gives what a kader has to the others of each kecamatan, and a second territory
// to nobody.
func (c *canvas) leave(ctx context.Context, id planner.KaderID, o planner.Options) (findings []Finding, err error) {
	own, has := c.of(Hand(id))
	if !has {
		return nil, ErrNoSuchKader
	}
	for b, h := range c.hands {
		if h == -Hand(id) {
			c.hands[b] = Nobody
		}
	}
	here := c.in.Without(id, Plan{Territories: c.now()}).within(own.Kecamatan)
	plan, err := Design(ctx, here, o)
	if err != nil {
		return nil, err
	}
	c.take(own.Kecamatan, plan.Territories)
	return plan.Findings, nil
}

// join makes room for a kader of the branch who has no territory.
func (c *canvas) join(ctx context.Context, id planner.KaderID, o planner.Options) ([]Finding, error) {
	k, works := c.d.kader(id)
	if _, has := c.of(Hand(id)); !works || has {
		return nil, ErrNoSuchKader
	}
	here := c.in
	here.Previous = c.now()
	here = here.within(k.Kecamatan)
	here.Kader = c.without(here.Kader, id)
	plan, err := Design(ctx, here, o)
	if err != nil {
		return nil, err
	}
	c.take(k.Kecamatan, plan.Territories)
	return plan.Findings, nil
}
