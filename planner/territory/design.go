// Package territory divides a branch among its kader: Design draws the territories
// anew or adapts those in force, Plan.Check goes over every plan again, Approve and
// Withdraw change one, and what-ifs ask without changing anything. It is pure, as
// package planner is.
package territory

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"binaan/geo"
	"binaan/planner"
)

// Input is all that a branch's territories depend on.
type Input struct {
	Day       planner.Day     `json:"day"` // from which they are to hold
	Rules     planner.Rules   `json:"rules"`
	Blocks    []planner.Block `json:"blocks"`
	Links     []planner.Link  `json:"links"`
	Kader     []planner.Kader `json:"kader"`
	Previous  []Territory     `json:"previous,omitempty"` // with their blocks; locked ones stay as they are
	Redraw    bool            `json:"redraw,omitempty"`   // draw anew, where territories in force would change as little as they can
	Kecamatan geo.AreaCode    `json:"kecamatan,omitempty"`
	Weights   *Weights        `json:"weights,omitempty"` // nil: UsualWeights
	Grain     planner.Grain   `json:"grain,omitempty"`   // "": as the rule has it
	Land      []planner.Land  `json:"land,omitempty"`    // of the desa that the map of areas shows
	Roam      bool            `json:"roam,omitempty"`    // kader may serve another kecamatan than that of the contract
}

// grain is what territories are made of.
func (in Input) grain() planner.Grain {
	return cmp.Or(in.Grain, in.Rules.Territory.Grain, planner.GrainDesa)
}

// Findings of the planner's own, beside the reason codes of package district.
const (
	FindingNoKader = "NO_KADER"      // nobody is under contract there
	FindingTooFew  = "TOO_FEW_KADER" // more families than its kader can serve
	FindingSurplus = "SURPLUS_KADER" // more kader than territories in band
)

// Design divides each kecamatan among the kader who are under contract
// there: into connected territories in the rule's band, of whole desa or of blocks
// as the grain has it, that hold every block where there are kader enough, and
// otherwise into those that are expected to bring most, the rest left unserved. Locked territories and approved merangkap
// of the previous plan stay; the others keep as many families with their kader as
// compactness allows. What could not be done is in Findings; the error is for
// input that makes no sense.
func Design(ctx context.Context, in Input, o planner.Options) (Plan, error) {
	d, err := newDesign(in, o)
	if err != nil {
		return Plan{}, fmt.Errorf("territories: %w", err)
	}
	if err := d.handOut(ctx); err != nil {
		return Plan{}, err
	}
	if err := d.lookAhead(ctx); err != nil {
		return Plan{}, fmt.Errorf("territories: %w", err)
	}
	return d.finish(), nil
}

// handOut divides the branch at once where kader may serve anywhere, else kecamatan by
// kecamatan.
func (d *design) handOut(ctx context.Context) error {
	if d.in.Roam {
		if err := d.roam(ctx); err != nil {
			return fmt.Errorf("territories: %w", err)
		}
		return nil
	}
	for _, k := range d.kecamatan {
		if err := d.divide(ctx, k); err != nil {
			return fmt.Errorf("territories of %s: %w", k.code, err)
		}
	}
	return nil
}

func (in Input) weights() Weights {
	if in.Weights == nil {
		return UsualWeights
	}
	return *in.Weights
}

// design is a division in the making.
type design struct {
	in        Input
	o         planner.Options
	weights   Weights
	at        map[planner.BlockKey]int
	links     [][]int         // by block
	gap       map[[2]int]bool // pairs of blocks, the lower first, linked across a gap
	land      map[geo.AreaCode]planner.Land
	joints    []joint           // by which whole desa hang together
	owner     []int             // owner[b]: place in plan.Territories, -1 for none
	before    []planner.KaderID // who had a block in the previous plan, by block; 0: nobody
	kecamatan []*kecamatan
	nodes     int // all that are to be divided
	done      int // of them
	proven    bool
	kept      int            // the first territories of the plan, taken over from the previous one
	least     int            // proven: so many KK have to change their kader, where desa stay whole
	most      planner.Rupiah // no division of what is handed out at once brings more
	discount  planner.Discount
	average   float64 // value of an eligible family's month, at least a thousand rupiah
	plan      Plan
}

// kecamatan is a unit of the division.
type kecamatan struct {
	code   geo.AreaCode
	blocks []int           // ascending
	kader  []planner.Kader // by number
	kept   bool            // as in the previous plan

	most  planner.Rupiah // no division of its free blocks among its kader brings more
	known bool           // whether most is proven
}

func newDesign(in Input, o planner.Options) (*design, error) {
	d := &design{in: in, o: o, weights: in.weights(), at: map[planner.BlockKey]int{}, gap: map[[2]int]bool{}, links: make([][]int, len(in.Blocks)), proven: true, discount: in.Rules.Yield.Discount()}
	d.average = d.averageWorth()
	if err := d.weights.Check(); err != nil {
		return nil, err
	}
	by := map[geo.AreaCode]*kecamatan{}
	for b, block := range in.Blocks {
		if _, twice := d.at[block.BlockKey]; twice {
			return nil, fmt.Errorf("block %s %v twice: %w", block.Desa, block.Cell, planner.ErrInput)
		}
		d.at[block.BlockKey] = b
		code := block.Desa.Kecamatan()
		if by[code] == nil {
			by[code] = &kecamatan{code: code, kept: in.Kecamatan != "" && code != in.Kecamatan}
			d.kecamatan = append(d.kecamatan, by[code])
		}
		by[code].blocks = append(by[code].blocks, b)
	}
	for _, l := range in.Links {
		if l.A < 0 || l.B < 0 || l.A >= len(in.Blocks) || l.B >= len(in.Blocks) {
			return nil, fmt.Errorf("link %d-%d of %d blocks: %w", l.A, l.B, len(in.Blocks), planner.ErrInput)
		}
		d.links[l.A] = append(d.links[l.A], l.B)
		d.links[l.B] = append(d.links[l.B], l.A)
		if l.Gap {
			d.gap[[2]int{min(l.A, l.B), max(l.A, l.B)}] = true
		}
	}
	if !in.grain().Valid() {
		return nil, fmt.Errorf("grain %q: %w", in.Grain, planner.ErrInput)
	}
	if in.grain() == planner.GrainDesa {
		d.joinDesa()
	}
	slices.SortFunc(d.kecamatan, func(a, b *kecamatan) int { return cmp.Compare(a.code, b.code) })
	for _, k := range in.Kader {
		if unit := by[k.Kecamatan]; unit != nil && k.Serves(in.Day) {
			unit.kader = append(unit.kader, k)
		}
	}
	d.owner, d.before = make([]int, len(in.Blocks)), make([]planner.KaderID, len(in.Blocks))
	for b := range d.owner {
		d.owner[b] = -1
	}
	for _, k := range d.kecamatan {
		slices.SortFunc(k.kader, func(a, b planner.Kader) int { return cmp.Compare(a.ID, b.ID) })
		if len(k.kader) > 0 && !k.kept {
			d.nodes += len(k.blocks)
		}
	}
	if in.grain() == planner.GrainDesa {
		d.plan.Certificate.Grain, d.plan.Certificate.Whole = planner.GrainDesa, &Whole{Proven: true, Checked: true}
	}
	return d, d.keep()
}

// keep takes over what stays: locked territories and approved merangkap, and all
// of the kecamatan that are not to be divided.
func (d *design) keep() error {
	kept := map[geo.AreaCode]bool{}
	for _, k := range d.kecamatan {
		kept[k.code] = k.kept
	}
	working := map[planner.KaderID]bool{}
	for _, k := range d.in.Kader {
		working[k.ID] = k.Serves(d.in.Day)
	}
	for _, t := range d.in.Previous {
		stays := t.Locked || working[t.Kader] && (t.Merangkap || kept[t.Kecamatan])
		had := t.Kader
		if !working[t.Kader] {
			t.Kader = 0
		}
		next := Territory{Kader: t.Kader, Kecamatan: t.Kecamatan, Merangkap: t.Merangkap, Locked: t.Locked, Approval: t.Approval}
		for _, key := range t.Blocks {
			b, there := d.at[key]
			if !there {
				continue
			}
			if !t.Merangkap {
				d.before[b] = had
			}
			if stays {
				if d.owner[b] >= 0 {
					return fmt.Errorf("block %s %v in two territories: %w", key.Desa, key.Cell, planner.ErrInput)
				}
				d.owner[b] = len(d.plan.Territories)
				next.Blocks = append(next.Blocks, key)
				next.Add(d.in.Blocks[b])
			}
		}
		if stays && len(next.Blocks) > 0 {
			d.plan.Territories = append(d.plan.Territories, next)
		}
	}
	d.kept = len(d.plan.Territories)
	return nil
}

// band is the rule's band in eligible KK.
func (d *design) band() (lower, upper int64) {
	return int64(d.in.Rules.Territory.Lower), int64(d.in.Rules.Territory.Upper)
}
