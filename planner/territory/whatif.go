package territory

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"binaan/geo"
	"binaan/planner"
)

// Why a question has no answer.
var (
	ErrNoSuchKader = errors.New("no such kader in the branch")
	ErrNobodyThere = errors.New("no households in arrears there")
)

// Without is the input of the branch once a kader has left: the plan in force is
// the previous one, and the kader's own lock, if any, falls.
func (in Input) Without(k planner.KaderID, inForce Plan) Input {
	out := in
	out.Kader = slices.DeleteFunc(slices.Clone(in.Kader), func(x planner.Kader) bool { return x.ID == k })
	out.Previous = slices.Clone(inForce.Territories)
	for i := range out.Previous {
		if out.Previous[i].Kader == k {
			out.Previous[i].Locked, out.Previous[i].Merangkap = false, false
		}
	}
	return out
}

// With is the input of the branch once a kader has joined.
func (in Input) With(k planner.Kader, inForce Plan) Input {
	out := in
	out.Kader = append(slices.Clone(in.Kader), k)
	out.Previous = slices.Clone(inForce.Territories)
	return out
}

// Consequence is what it comes to when a kader leaves or joins, and the kecamatan
// concerned (here) is divided anew while the others stay as they are. All figures
// are those of today's blocks.
type Consequence struct {
	Kader          planner.KaderID `json:"kader"`
	Kecamatan      geo.AreaCode    `json:"kecamatan"`
	Shares         []Share         `json:"shares"`         // of who comes or goes and of all with families here, by number
	Moved          int             `json:"moved"`          // KK here whose kader changes
	MovedBound     int             `json:"movedBound"`     // the least possible
	InBand         int             `json:"inBand"`         // of the territories here
	Connected      int             `json:"connected"`      // of the territories here
	Count          int             `json:"count"`          // territories here
	Before         planner.Rupiah  `json:"before"`         // cash expected a month, of the whole branch
	After          planner.Rupiah  `json:"after"`          // the same afterwards
	LaterBefore    planner.Rupiah  `json:"laterBefore"`    // what comes later of that month's visits
	LaterAfter     planner.Rupiah  `json:"laterAfter"`     // the same afterwards
	UnservedBefore planner.Figures `json:"unservedBefore"` // here
	UnservedAfter  planner.Figures `json:"unservedAfter"`  // here
	Elsewhere      planner.Figures `json:"elsewhere"`      // what a leaver serves outside and nobody takes over
	Findings       []Finding       `json:"findings"`
}

// Share is what a kader has of a kecamatan before and after a change.
type Share struct {
	Kader  planner.KaderID `json:"kader"`
	Name   string          `json:"name"`
	Before planner.Figures `json:"before"`
	After  planner.Figures `json:"after"`
}

// Leave is what it comes to when a kader leaves the territories in force, which
// are in.Previous. ErrNoSuchKader; ErrNobodyThere: the kader's kecamatan has no
// block.
func (in Input) Leave(ctx context.Context, id planner.KaderID, o planner.Options) (Consequence, error) {
	at := slices.IndexFunc(in.Kader, func(k planner.Kader) bool { return k.ID == id })
	if at < 0 {
		return Consequence{}, fmt.Errorf("kader %d leaves: %w", id, ErrNoSuchKader)
	}
	code := in.Kader[at].Kecamatan
	for _, t := range in.Previous {
		if t.Kader == id && !t.Merangkap {
			code = t.Kecamatan // a locked one may lie outside the contract
		}
	}
	c, err := in.consequence(ctx, in.Without(id, Plan{Territories: in.Previous}), id, code, o)
	if err != nil {
		return c, fmt.Errorf("kader %d leaves: %w", id, err)
	}
	for b, owner := range in.owners() {
		if owner == id && in.Blocks[b].Desa.Kecamatan() != code {
			c.Elsewhere.Add(in.Blocks[b])
		}
	}
	c.After -= c.Elsewhere.Expected
	c.LaterAfter -= c.Elsewhere.Later
	return c, nil
}

// Join is what it comes to when k joins. ErrNobodyThere: the kecamatan of the
// contract has no block.
func (in Input) Join(ctx context.Context, k planner.Kader, o planner.Options) (Consequence, error) {
	c, err := in.consequence(ctx, in.With(k, Plan{Territories: in.Previous}), k.ID, k.Kecamatan, o)
	if err != nil {
		return c, fmt.Errorf("a kader joins: %w", err)
	}
	return c, nil
}

// Newcomer is a kader-to-be under contract in a kecamatan, who lives in the middle
// of the families of a desa, or of the kecamatan where none is named. The n-th
// (from 1) gets the n-th number that no kader has. ErrNobodyThere.
func (in Input) Newcomer(n int, name string, kecamatan, desa geo.AreaCode) (planner.Kader, error) {
	k := planner.Kader{ID: planner.KaderID(n), Name: name, Kecamatan: kecamatan, Status: planner.KaderActive, From: in.Day, Until: in.Day + 365}
	for _, x := range in.Kader {
		k.ID = max(k.ID, x.ID+planner.KaderID(n))
	}
	weight := 0.0
	for _, b := range in.Blocks {
		if b.Desa.Kecamatan() == kecamatan && (desa == "" || b.Desa == desa) {
			w := float64(b.Households)
			k.Home.Lon += w * b.Centre.Lon
			k.Home.Lat += w * b.Centre.Lat
			weight += w
		}
	}
	if weight == 0 {
		return k, fmt.Errorf("a kader in %s: %w", cmp.Or(desa, kecamatan), ErrNobodyThere)
	}
	k.Home.Lon, k.Home.Lat = k.Home.Lon/weight, k.Home.Lat/weight
	return k, nil
}

// consequence divides one kecamatan as next has it, where id has come or gone, and
// compares that with in.
func (in Input) consequence(ctx context.Context, next Input, id planner.KaderID, code geo.AreaCode, o planner.Options) (Consequence, error) {
	here := next.within(code)
	if len(here.Blocks) == 0 {
		return Consequence{}, fmt.Errorf("kecamatan %s: %w", code, ErrNobodyThere)
	}
	plan, err := Design(ctx, here, o)
	if err = cmp.Or(err, ctx.Err()); err != nil { // what ctx cut short is no answer
		return Consequence{}, err
	}
	if err := plan.Check(here); err != nil {
		return Consequence{}, fmt.Errorf("kecamatan %s: %w", code, err)
	}
	cert := plan.Certificate
	c := Consequence{
		Kader: id, Kecamatan: code, Moved: cert.Moved, MovedBound: cert.MovedBound, InBand: cert.InBand, Connected: cert.Connected, Count: cert.Count,
		UnservedAfter: plan.UnservedSum, Findings: plan.Findings,
	}
	shares := map[planner.KaderID]*Share{id: {Kader: id}}
	for b, owner := range in.owners() {
		block := in.Blocks[b]
		if owner != 0 {
			c.Before += block.Expected
			c.LaterBefore += block.Later
		}
		if block.Desa.Kecamatan() != code {
			continue
		}
		if owner == 0 {
			c.UnservedBefore.Add(block)
			continue
		}
		shareOf(shares, owner).Before.Add(block)
	}
	for _, t := range plan.Territories {
		after := &shareOf(shares, t.Kader).After
		*after = after.Plus(t.Figures)
	}
	c.compare(shares, append(slices.Clone(in.Kader), next.Kader...))
	return c, nil
}

// shareOf is a kader's share, a new one if need be.
func shareOf(shares map[planner.KaderID]*Share, k planner.KaderID) *Share {
	if shares[k] == nil {
		shares[k] = &Share{Kader: k}
	}
	return shares[k]
}

// compare puts the shares in order and adds up what the branch expects afterwards.
func (c *Consequence) compare(shares map[planner.KaderID]*Share, kader []planner.Kader) {
	c.After, c.LaterAfter = c.Before, c.LaterBefore
	for _, s := range shares {
		if s.Kader == 0 { // a locked territory that nobody serves
			continue
		}
		if at := slices.IndexFunc(kader, func(k planner.Kader) bool { return k.ID == s.Kader }); at >= 0 {
			s.Name = kader[at].Name
		}
		c.Shares = append(c.Shares, *s)
		c.After += s.After.Expected - s.Before.Expected
		c.LaterAfter += s.After.Later - s.Before.Later
	}
	slices.SortFunc(c.Shares, func(a, b Share) int { return cmp.Compare(a.Kader, b.Kader) })
}

// within is the input of one kecamatan alone. Kader whose own territory lies
// elsewhere than their contract go with the territory.
func (in Input) within(code geo.AreaCode) Input {
	out := in
	out.Kecamatan, out.Blocks, out.Links, out.Kader = "", nil, nil, slices.Clone(in.Kader)
	place := make([]int, len(in.Blocks))
	for b, block := range in.Blocks {
		place[b] = -1
		if block.Desa.Kecamatan() == code {
			place[b] = len(out.Blocks)
			out.Blocks = append(out.Blocks, block)
		}
	}
	for _, l := range in.Links {
		if place[l.A] >= 0 && place[l.B] >= 0 {
			out.Links = append(out.Links, planner.Link{A: place[l.A], B: place[l.B], Gap: l.Gap})
		}
	}
	for i, k := range out.Kader {
		for _, t := range in.Previous {
			if t.Kader == k.ID && !t.Merangkap {
				out.Kader[i].Kecamatan = t.Kecamatan
			}
		}
	}
	return out
}

// owners says of every block which working kader serves it in force; 0: none.
func (in Input) owners() []planner.KaderID {
	of := map[planner.BlockKey]planner.KaderID{}
	for _, t := range in.Previous {
		if !slices.ContainsFunc(in.Kader, func(k planner.Kader) bool { return k.ID == t.Kader && k.Serves(in.Day) }) {
			continue
		}
		for _, key := range t.Blocks {
			of[key] = t.Kader
		}
	}
	out := make([]planner.KaderID, len(in.Blocks))
	for b, block := range in.Blocks {
		out[b] = of[block.BlockKey]
	}
	return out
}

// Absence is what a kader's absence costs while nobody else is given the
// territory.
type Absence struct {
	Kader    planner.KaderID `json:"kader"`
	Days     int             `json:"days"`
	Unserved planner.Figures `json:"unserved"`  // of the kader's territories
	Lost     planner.Rupiah  `json:"lost"`      // cash expected in so many days of a month of 30
	Later    planner.Rupiah  `json:"lostLater"` // what the visits of those days would set going
	Cover    planner.KaderID `json:"cover"`     // the working kader of the branch who lives nearest; 0: nobody
	Name     string          `json:"coverName"` // of that kader
	Distance geo.Metres      `json:"distance"`  // of the families from that kader's home, in a straight line
}

// Ill is what it costs when a kader is away for so many days and the territories
// in force, in.Previous, stay as they are. ErrNoSuchKader.
func (in Input) Ill(id planner.KaderID, days int) (Absence, error) {
	out := Absence{Kader: id, Days: days}
	if !slices.ContainsFunc(in.Kader, func(k planner.Kader) bool { return k.ID == id }) {
		return out, fmt.Errorf("absence of kader %d: %w", id, ErrNoSuchKader)
	}
	d, err := newDesign(in, planner.Options{})
	if err != nil {
		return out, fmt.Errorf("absence of kader %d: %w", id, err)
	}
	var part []int
	for _, t := range in.Previous {
		if t.Kader != id {
			continue
		}
		for _, key := range t.Blocks {
			if b, there := d.at[key]; there {
				part = append(part, b)
				out.Unserved.Add(in.Blocks[b])
			}
		}
	}
	out.Lost = out.Unserved.Expected * planner.Rupiah(days) / 30
	out.Later = out.Unserved.Later * planner.Rupiah(days) / 30
	for _, k := range in.Kader {
		if k.ID == id || !k.Serves(in.Day) || len(part) == 0 {
			continue
		}
		if at := geo.Metres(d.distance(part, k)); out.Cover == 0 || at < out.Distance {
			out.Cover, out.Name, out.Distance = k.ID, k.Name, at
		}
	}
	return out, nil
}

// Hire is a candidate taken, and what that adds to the branch's month.
type Hire struct {
	Candidate       int             `json:"candidate"` // place among those named, from 1
	Kader           planner.KaderID `json:"kader"`
	Name            string          `json:"name"`
	Kecamatan       geo.AreaCode    `json:"kecamatan"`
	Gain            Brings          `json:"gain"`
	planner.Figures                 // of the territory
}

// Choose takes so many of the candidates, one after the other, each time the one
// who adds most to the present value of what a month brings beside those taken before
// (the first of equals by number). Territories in force are in.Previous.
// ErrNobodyThere: a candidate's kecamatan has no block.
func (in Input) Choose(ctx context.Context, candidates []planner.Kader, places int, o planner.Options) ([]Hire, error) {
	left := slices.Clone(candidates)
	slices.SortFunc(left, func(a, b planner.Kader) int { return cmp.Compare(a.ID, b.ID) })
	now := in
	tried := map[planner.KaderID]trial{} // as things stand
	var taken []Hire
	for len(taken) < places && len(left) > 0 {
		best := -1
		for i, k := range left {
			if _, known := tried[k.ID]; !known {
				t, err := now.try(ctx, k, o)
				if err != nil {
					return nil, fmt.Errorf("candidate %d: %w", k.ID, err)
				}
				tried[k.ID] = t
			}
			if best < 0 || tried[k.ID].Gain.Value > tried[left[best].ID].Gain.Value {
				best = i
			}
		}
		k := left[best]
		hire := tried[k.ID].Hire
		hire.Candidate = 1 + slices.IndexFunc(candidates, func(c planner.Kader) bool { return c.ID == k.ID })
		taken = append(taken, hire)
		now = now.taking(k, tried[k.ID].territories)
		left = slices.Delete(left, best, best+1)
		for _, other := range left {
			if other.Kecamatan == k.Kecamatan { // things changed there, and only there
				delete(tried, other.ID)
			}
		}
	}
	return taken, nil
}

// trial is a candidate taken on trial, with the territories of the kecamatan then.
type trial struct {
	Hire
	territories []Territory
}

// try divides a candidate's kecamatan as if that candidate alone were taken.
func (in Input) try(ctx context.Context, k planner.Kader, o planner.Options) (trial, error) {
	t := trial{Hire: Hire{Kader: k.ID, Name: k.Name, Kecamatan: k.Kecamatan}}
	here := in.With(k, Plan{Territories: in.Previous}).within(k.Kecamatan)
	if len(here.Blocks) == 0 {
		return t, fmt.Errorf("kecamatan %s: %w", k.Kecamatan, ErrNobodyThere)
	}
	plan, err := Design(ctx, here, o)
	if err = cmp.Or(err, ctx.Err()); err != nil { // what ctx cut short is no answer
		return t, err
	}
	t.territories = plan.Territories
	served, by := map[planner.BlockKey]bool{}, in.Rules.Yield.Discount()
	for _, x := range plan.Territories {
		for _, key := range x.Blocks {
			served[key] = x.Kader != 0
		}
		if x.Kader == k.ID {
			t.Figures = x.Figures
		}
	}
	for b, owner := range in.owners() {
		block := in.Blocks[b]
		if served[block.BlockKey] {
			t.Gain.add(block, by, 1)
		}
		if owner != 0 && block.Desa.Kecamatan() == k.Kecamatan {
			t.Gain.add(block, by, -1)
		}
	}
	return t, nil
}

// taking is the input once a candidate is taken and the candidate's kecamatan is
// divided into territories.
func (in Input) taking(k planner.Kader, territories []Territory) Input {
	elsewhere := slices.DeleteFunc(slices.Clone(in.Previous), func(t Territory) bool { return t.Kecamatan == k.Kecamatan })
	return in.With(k, Plan{Territories: append(elsewhere, territories...)})
}
