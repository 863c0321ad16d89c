package territory

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"binaan/geo"
	"binaan/planner"
)

// What a stroke may not do, whatever the reason.
var (
	ErrElsewhere = errors.New("desa lies in another kecamatan than the kader's contract")
	ErrWholeDesa = errors.New("desa is small enough to stay whole")
	ErrBroken    = errors.New("territory falls apart")
)

// Findings about what officers draw.
const (
	FindingDrawn   = "DRAWN_OUT_OF_BAND" // a territory outside the band
	FindingUndrawn = "NOT_DRAWN"         // families without kader where some kader has no territory yet
)

// Piece is one of the pieces of a territory that does not hang together.
type Piece struct {
	Desa     []geo.AreaCode `json:"desa"`
	Eligible int            `json:"eligible"`
}

// Sketch is a territory as it is drawn.
type Sketch struct {
	Hand      Hand            `json:"hand"`
	Kader     planner.KaderID `json:"kader"`
	Kecamatan geo.AreaCode    `json:"kecamatan"`
	planner.Figures
	Visits int        `json:"visits"` // in a month
	Ride   geo.Metres `json:"ride"`
	Spread geo.Metres `json:"spread"`
	InBand bool       `json:"inBand"`
	Pieces []Piece    `json:"pieces"` // the largest first; one where it hangs together
	Lie    Lie        `json:"-"`
}

// Survey measures territories: their blocks are right, all else is found anew. in
// needs to hold no more than their kecamatan.
func (in Input) Survey(territories []Territory) ([]Sketch, error) {
	d, err := in.lay(territories)
	if err != nil {
		return nil, fmt.Errorf("survey: %w", err)
	}
	d.describe()
	out := make([]Sketch, len(territories))
	for i, t := range d.plan.Territories {
		out[i] = Sketch{
			Hand: t.Hand(), Kader: t.Kader, Kecamatan: t.Kecamatan, Figures: t.Figures, Ride: t.Ride, Spread: t.Spread, Lie: t.Lie,
			Visits: in.Rules.VisitsOf(t.Eligible), InBand: d.inBand(t.Figures), Pieces: d.fragments(i),
		}
	}
	return out, nil
}

func (d *design) inBand(f planner.Figures) bool {
	return d.in.Rules.Territory.Lower <= f.Eligible && f.Eligible <= d.in.Rules.Territory.Upper
}

// lay is a design with some territories as they are, added up.
func (in Input) lay(territories []Territory) (*design, error) {
	in.Kecamatan = ""
	d, err := newDesign(in, planner.Options{})
	if err != nil {
		return nil, err
	}
	d.plan.Territories, d.kept = slices.Clone(territories), 0
	for i := range d.plan.Territories {
		t := &d.plan.Territories[i]
		t.Figures = planner.Figures{}
		for _, key := range t.Blocks {
			b, there := d.at[key]
			if !there {
				return nil, fmt.Errorf("block %s %v: %w", key.Desa, key.Cell, ErrStale)
			}
			t.Add(in.Blocks[b])
		}
	}
	d.placeTerritories()
	return d, nil
}

// Beside are for each desa those with which it would hang together in one territory
// of whole desa, in their order.
func (in Input) Beside() (map[geo.AreaCode][]geo.AreaCode, error) {
	in.Grain = planner.GrainDesa
	d, err := in.lay(nil)
	if err != nil {
		return nil, fmt.Errorf("desa beside each other: %w", err)
	}
	out := map[geo.AreaCode][]geo.AreaCode{}
	join := func(a, b geo.AreaCode) {
		if a != b && !slices.Contains(out[a], b) {
			out[a] = append(out[a], b)
		}
	}
	for _, j := range d.joints {
		a, b := in.Blocks[j.a].Desa, in.Blocks[j.b].Desa
		join(a, b)
		join(b, a)
	}
	for code := range out {
		slices.Sort(out[code])
	}
	return out, nil
}

// fragments are the pieces that territory i consists of, by the same links as
// connected.
func (d *design) fragments(i int) []Piece {
	out := []Piece{}
	in := map[geo.AreaCode][]int{}
	if d.in.grain() == planner.GrainDesa {
		for _, b := range d.places(d.plan.Territories[i].Blocks) {
			in[d.in.Blocks[b].Desa] = append(in[d.in.Blocks[b].Desa], b)
		}
	}
	seen := map[int]bool{}
	for _, first := range d.places(d.plan.Territories[i].Blocks) {
		if seen[first] {
			continue
		}
		seen[first] = true
		piece := Piece{}
		for queue := []int{first}; len(queue) > 0; queue = queue[1:] {
			block := d.in.Blocks[queue[0]]
			piece.Eligible += block.Eligible
			if !slices.Contains(piece.Desa, block.Desa) {
				piece.Desa = append(piece.Desa, block.Desa)
			}
			next := [][]int{d.links[queue[0]], in[block.Desa]}
			for _, near := range d.land[block.Desa].Near {
				next = append(next, in[near])
			}
			for _, c := range slices.Concat(next...) {
				if d.owner[c] == i && !seen[c] {
					seen[c] = true
					queue = append(queue, c)
				}
			}
		}
		slices.Sort(piece.Desa)
		out = append(out, piece)
	}
	slices.SortStableFunc(out, func(a, b Piece) int { return cmp.Compare(b.Eligible, a.Eligible) })
	return out
}

// Admit refuses a stroke that no reason allows: to a kader who does not work, over
// the border of the kecamatan, to or from a locked territory, or through a desa that
// has to stay whole. before are the present territories.
func (in Input) Admit(before []Territory, changes []Change) error {
	eligible := map[geo.AreaCode]int{}
	for _, b := range in.Blocks {
		eligible[b.Desa] += b.Eligible
	}
	divided := divided(before)
	for _, c := range changes {
		for _, h := range []Hand{c.From, c.To} {
			if slices.ContainsFunc(before, func(t Territory) bool { return t.Hand() == h && t.Locked }) {
				return fmt.Errorf("desa %s: %w", c.Desa, ErrLocked)
			}
		}
		if err := in.receives(before, c); err != nil {
			return fmt.Errorf("desa %s to hand %d: %w", c.Desa, c.To, err)
		}
		if c.Cell != 0 && in.grain() == planner.GrainDesa && eligible[c.Desa] <= in.Rules.Territory.Upper && !divided[c.Desa] {
			return fmt.Errorf("cell %v of desa %s with %d eligible KK: %w", c.Cell, c.Desa, eligible[c.Desa], ErrWholeDesa)
		}
	}
	return nil
}

// divided are the desa of which some territory holds a part.
func divided(territories []Territory) map[geo.AreaCode]bool {
	out := map[geo.AreaCode]bool{}
	for _, t := range territories {
		for _, p := range t.Desa {
			if !p.Whole {
				out[p.Code] = true
			}
		}
	}
	return out
}

// receives tells whether the hand that a change gives to may have the desa.
func (in Input) receives(before []Territory, c Change) error {
	if c.To == Nobody {
		return nil
	}
	at := slices.IndexFunc(before, func(t Territory) bool { return t.Hand() == c.To })
	if c.To < 0 { // second territories and those without kader are as they were planned
		if at < 0 {
			return ErrNoSuchKader
		}
		if before[at].Kecamatan != c.Desa.Kecamatan() {
			return ErrElsewhere
		}
		return nil
	}
	k := slices.IndexFunc(in.Kader, func(k planner.Kader) bool { return k.ID == planner.KaderID(c.To) })
	if k < 0 || !in.Kader[k].Serves(in.Day) {
		return ErrNoSuchKader
	}
	if in.Kader[k].Kecamatan == c.Desa.Kecamatan() || in.Roam || at >= 0 && before[at].Kecamatan == c.Desa.Kecamatan() {
		return nil
	}
	return ErrElsewhere
}

// Drawn is a plan of which an officer drew some territories, added up anew: hands
// says which. Nothing was proven of it. ErrBroken: a drawn territory falls apart;
// ErrStale: the branch's data has changed since, and the plan would not pass its
// check.
func (p Plan) Drawn(in Input, hands []Hand) (Plan, error) {
	p.Territories = slices.DeleteFunc(slices.Clone(p.Territories), func(t Territory) bool { return len(t.Blocks) == 0 })
	laid, err := in.lay(p.Territories)
	if err != nil {
		return p, fmt.Errorf("drawn plan: %w", err)
	}
	p.Territories = laid.plan.Territories
	d, err := reopen(in, p)
	if err != nil {
		return p, fmt.Errorf("drawn plan: %w", err)
	}
	d.unprove()
	touched := d.touched(hands)
	for _, k := range d.kecamatan {
		if touched[k.code] {
			d.redrawn(k)
		}
	}
	d.plan.Unserved, d.plan.UnservedSum = nil, planner.Figures{}
	next := d.finish()
	for i := range next.Territories {
		t := &next.Territories[i]
		t.Drawn = p.Territories[i].Drawn || slices.Contains(hands, t.Hand())
		if pieces := d.fragments(i); t.Drawn && len(pieces) > 1 {
			return next, fmt.Errorf("territory %d of kader %d: %d KK are cut off: %w", t.ID, t.Kader, pieces[1].Eligible, ErrBroken)
		}
	}
	if err := next.Check(in); err != nil {
		return next, fmt.Errorf("drawn plan: %w: %w", ErrStale, err)
	}
	return next, nil
}

// unprove takes back what was proven of the plan before somebody drew in it.
func (d *design) unprove() {
	c := &d.plan.Certificate
	before := *c
	*c = Certificate{Seed: before.Seed, Grain: before.Grain}
	for i := range d.plan.Territories {
		c.Inertia += d.inertia(d.places(d.plan.Territories[i].Blocks))
	}
	if c.Grain == planner.GrainDesa {
		c.Whole = &Whole{}
		if w := before.Whole; w != nil { // what had to be divided is so still
			c.Whole.Split, c.Whole.Above = w.Split, w.Above
		}
	}
	d.proven = false
}

// touched are the kecamatan in which somebody drew: those of the hands' kader, and of
// their territories.
func (d *design) touched(hands []Hand) map[geo.AreaCode]bool {
	out := map[geo.AreaCode]bool{}
	for _, t := range d.plan.Territories {
		if slices.Contains(hands, t.Hand()) {
			out[t.Kecamatan] = true
		}
	}
	for _, k := range d.in.Kader {
		if slices.Contains(hands, Hand(k.ID)) {
			out[k.Kecamatan] = true
		}
	}
	return out
}

// redrawn brings findings and proposals of a kecamatan up to date; what its next kader
// would serve is not known any more.
func (d *design) redrawn(k *kecamatan) {
	p := &d.plan
	p.Findings = slices.DeleteFunc(p.Findings, func(f Finding) bool { return f.Kecamatan == k.code })
	for _, t := range p.Territories {
		if t.Kecamatan != k.code || d.inBand(t.Figures) {
			continue
		}
		p.Findings = append(p.Findings, Finding{Code: FindingDrawn, Kecamatan: k.code, Eligible: t.Eligible, Arrears: t.Arrears})
	}
	d.undrawn(k)
	p.Recruit = slices.DeleteFunc(p.Recruit, func(r RecruitPlace) bool { return r.Kecamatan == k.code })
	p.Merangkap = slices.DeleteFunc(p.Merangkap, func(m MerangkapProposal) bool {
		return m.Kecamatan == k.code && slices.ContainsFunc(m.Blocks, func(key planner.BlockKey) bool { return d.owner[d.at[key]] >= 0 })
	})
}

// undrawn finds what is left of a kecamatan in which officers draw.
func (d *design) undrawn(k *kecamatan) {
	left := d.free(k.blocks)
	if d.eligible(left) == 0 {
		return
	}
	f := Finding{Code: FindingTooFew, Kecamatan: k.code}
	switch {
	case len(k.kader) == 0:
		f.Code = FindingNoKader
	case len(d.unplaced(k)) > 0:
		f.Code = FindingUndrawn
	}
	d.find(f, left)
}

// Blank is a plan in which everything is left to be drawn but the locked territories.
func Blank(in Input) (Plan, error) {
	d, err := newDesign(in, planner.Options{})
	if err != nil {
		return Plan{}, fmt.Errorf("blank plan: %w", err)
	}
	d.plan.Territories = slices.DeleteFunc(d.plan.Territories, func(t Territory) bool { return !t.Locked })
	d.placeTerritories()
	d.unprove()
	for _, k := range d.kecamatan {
		d.undrawn(k)
	}
	return d.finish(), nil
}
