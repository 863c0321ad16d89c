package territory

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"binaan/planner"
)

// Approval is the branch's word that a kader serves a second territory.
type Approval struct {
	By   string      `json:"by"` // login
	On   planner.Day `json:"on"`
	Note string      `json:"note,omitempty"` // number of the letter, or the reason
}

// Why a second territory is not approved or withdrawn.
var (
	ErrNoProposal = errors.New("no such second territory")
	ErrNoLetter   = errors.New("outside the kecamatan of the contract a letter or reason has to be named")
	ErrStale      = errors.New("the plan no longer agrees with the branch's data")
	ErrLocked     = errors.New("territory is locked")
)

// Approve makes the second territory that was proposed for a kader one of the
// plan: its families are no longer unserved, and sums, findings, the certificate,
// the next kader to recruit there and whom to propose next follow. in is what the
// plan was made from. ErrNoProposal; ErrNoLetter: outside the kecamatan of the
// contract the note is missing; ErrStale: in has changed since, and what came out
// would not pass its check.
func (p Plan) Approve(ctx context.Context, in Input, k planner.KaderID, a Approval) (Plan, error) {
	at := slices.IndexFunc(p.Merangkap, func(m MerangkapProposal) bool { return m.Kader == k })
	if at < 0 {
		return p, fmt.Errorf("approve merangkap of kader %d: %w", k, ErrNoProposal)
	}
	m := p.Merangkap[at]
	if a.Note = strings.TrimSpace(a.Note); m.Outside && a.Note == "" {
		return p, fmt.Errorf("approve merangkap of kader %d in %s: %w", k, m.Kecamatan, ErrNoLetter)
	}
	d, err := reopen(in, p)
	if err != nil {
		return p, fmt.Errorf("approve merangkap of kader %d: %w", k, err)
	}
	t := Territory{Kader: k, Kecamatan: m.Kecamatan, Merangkap: true, Approval: &a}
	for _, key := range m.Blocks {
		if b, there := d.at[key]; there && d.owner[b] < 0 {
			t.Blocks = append(t.Blocks, key)
			t.Add(in.Blocks[b])
		}
	}
	if len(t.Blocks) == 0 || t.Figures != m.Figures {
		return p, fmt.Errorf("approve merangkap of kader %d: %w", k, ErrStale)
	}
	d.plan.Territories = append(d.plan.Territories, t)
	d.vouch(d.valueAt(t.Blocks))
	return p.revised(ctx, d, t)
}

// Withdraw takes a kader's second territory back: its families are unserved again,
// and it may be proposed again. in is what the plan was made from. ErrNoProposal;
// ErrLocked; ErrStale.
func (p Plan) Withdraw(ctx context.Context, in Input, k planner.KaderID) (Plan, error) {
	at := slices.IndexFunc(p.Territories, func(t Territory) bool { return t.Kader == k && t.Merangkap })
	if at < 0 {
		return p, fmt.Errorf("withdraw merangkap of kader %d: %w", k, ErrNoProposal)
	}
	t := p.Territories[at]
	if t.Locked {
		return p, fmt.Errorf("withdraw merangkap of kader %d: %w", k, ErrLocked)
	}
	d, err := reopen(in, p)
	if err != nil {
		return p, fmt.Errorf("withdraw merangkap of kader %d: %w", k, err)
	}
	d.plan.Territories = slices.Delete(d.plan.Territories, at, at+1)
	d.vouch(-d.valueAt(t.Blocks))
	return p.revised(ctx, d, t)
}

// reopen is the design that left p, for a change.
func reopen(in Input, p Plan) (*design, error) {
	d, err := newDesign(in, planner.Options{Seed: p.Certificate.Seed})
	if err != nil {
		return nil, err
	}
	d.plan = p
	d.plan.Territories, d.plan.Findings = slices.Clone(p.Territories), slices.Clone(p.Findings)
	d.plan.Recruit, d.plan.Merangkap = slices.Clone(p.Recruit), slices.Clone(p.Merangkap)
	if w := p.Certificate.Whole; w != nil { // it is about the plan as it was made
		known := *w
		known.Evidence = nil
		d.plan.Certificate.Whole = &known
	}
	d.placeTerritories()
	return d, nil
}

// placeTerritories says of every block which of the plan's territories holds it.
func (d *design) placeTerritories() {
	for b := range d.owner {
		d.owner[b] = -1
	}
	for i, t := range d.plan.Territories {
		for _, key := range t.Blocks {
			if b, there := d.at[key]; there {
				d.owner[b] = i
			}
		}
	}
}

// vouch raises the proven bound by what an approved territory brings: such
// territories are none of the planner's choice.
func (d *design) vouch(value planner.Rupiah) {
	switch c := &d.plan.Certificate; {
	case c.Value == 0: // a plan from before plans were made by present value: nothing is known of that
		c.MostValue = 0
	case c.MostValue > 0:
		c.MostValue += value
	}
}

// revised is the plan of d after t came or went.
func (p Plan) revised(ctx context.Context, d *design, t Territory) (Plan, error) {
	d.placeTerritories()
	for _, k := range d.kecamatan {
		if k.code != t.Kecamatan {
			continue
		}
		d.leftOver(k)
		if err := d.lookAgain(ctx, k); err != nil {
			return p, fmt.Errorf("merangkap of kader %d: %w", t.Kader, err)
		}
	}
	d.plan.Unserved, d.plan.UnservedSum = nil, planner.Figures{}
	c := &d.plan.Certificate
	c.Count, c.InBand, c.Connected, c.Elsewhere, c.Expected, c.Later, c.Value, c.Moved, c.MovedBound = 0, 0, 0, 0, 0, 0, 0, 0, 0
	next := d.finish()
	if err := next.Check(d.in); err != nil {
		return p, fmt.Errorf("merangkap of kader %d: %w: %w", t.Kader, ErrStale, err)
	}
	return next, nil
}

// leftOver brings the finding about a kecamatan's unserved families up to date.
func (d *design) leftOver(k *kecamatan) {
	f := Finding{Code: FindingTooFew, Kecamatan: k.code}
	if len(k.kader) == 0 {
		f.Code = FindingNoKader
	}
	for _, b := range d.free(k.blocks) {
		f.Eligible += d.in.Blocks[b].Eligible
		f.Arrears += d.in.Blocks[b].Arrears
	}
	all := d.plan.Findings
	at := slices.IndexFunc(all, func(x Finding) bool { return x.Kecamatan == f.Kecamatan && x.Code == f.Code })
	switch {
	case at >= 0 && f.Eligible == 0:
		d.plan.Findings = slices.Delete(all, at, at+1)
	case at >= 0:
		all[at] = f
	case f.Eligible > 0 && !k.kept:
		at = len(all)
		if later := slices.IndexFunc(all, func(x Finding) bool { return x.Kecamatan >= f.Kecamatan }); later >= 0 {
			at = later
		}
		d.plan.Findings = slices.Insert(all, at, f)
	}
}

// lookAgain asks anew what the next territory of a kecamatan would bring, and who
// could cover it; the proposals elsewhere stay.
func (d *design) lookAgain(ctx context.Context, k *kecamatan) error {
	p := &d.plan
	p.Recruit = slices.DeleteFunc(p.Recruit, func(r RecruitPlace) bool { return r.Kecamatan == k.code })
	p.Merangkap = slices.DeleteFunc(p.Merangkap, func(m MerangkapProposal) bool { return m.Kecamatan == k.code })
	place, err := d.next(ctx, k)
	if err != nil || len(place.Blocks) == 0 {
		return err
	}
	p.Recruit = append(p.Recruit, place)
	d.offer(place)
	d.rank()
	slices.SortStableFunc(p.Merangkap, func(a, b MerangkapProposal) int {
		return cmp.Or(cmp.Compare(d.about(b.Figures), d.about(a.Figures)), cmp.Compare(a.Kecamatan, b.Kecamatan))
	})
	return nil
}
