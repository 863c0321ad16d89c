package territory

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"binaan/planner"
)

// roam gives the free desa of the whole branch to its free kader at once, wherever
// these are under contract: as many of them as can be have a territory of whole desa
// in the band, and no desa is divided for them. A ride from home counts as elsewhere.
func (d *design) roam(ctx context.Context) error {
	if d.in.grain() != planner.GrainDesa || d.in.Kecamatan != "" {
		return fmt.Errorf("kader of other kecamatan are for a whole branch by whole desa: %w", planner.ErrInput)
	}
	var free []int
	for _, k := range d.kecamatan {
		k.known = true
		free = append(free, d.free(k.blocks)...)
	}
	kader := d.unplaced(&kecamatan{kader: d.working()})
	if d.eligible(free) == 0 || len(kader) == 0 {
		d.unmet("")
		return nil
	}
	e, err := d.estate(ctx, free)
	if err != nil {
		return err
	}
	settled := !d.in.Redraw && slices.ContainsFunc(free, func(b int) bool { return d.before[b] != 0 })
	e.price(kader, settled, false)
	for a := range e.problem.Agents {
		e.problem.Agents[a].Group = -1
	}
	solved, err := e.solve(ctx)
	if err != nil {
		return err
	}
	e.take(kader, solved)
	if err := e.account(solved, kader); err != nil {
		return err
	}
	for _, desa := range e.above {
		d.find(Finding{Code: FindingAbove, Kecamatan: desa.Kecamatan(), Desa: desa}, e.blocksOf(desa))
	}
	d.unmet(e.leftOut(solved))
	d.most = d.cellBound(free, len(kader), false)
	d.done = d.nodes
	d.o.Report(1, "")
	if settled {
		return e.boundMoved(ctx, kader)
	}
	return nil
}

// working are the kader who serve on the plan's day, by number.
func (d *design) working() []planner.Kader {
	out := slices.DeleteFunc(slices.Clone(d.in.Kader), func(k planner.Kader) bool { return !k.Serves(d.in.Day) })
	slices.SortFunc(out, func(a, b planner.Kader) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

// unmet finds the families of every kecamatan that nobody serves; idle says how many
// kader whole desa left without.
func (d *design) unmet(idle string) {
	code := FindingTooFew
	if idle != "" {
		code = FindingLeft
	}
	for _, k := range d.kecamatan {
		if left := d.free(k.blocks); d.eligible(left) > 0 {
			d.find(Finding{Code: code, Kecamatan: k.code, Repair: idle}, left)
		}
	}
}
