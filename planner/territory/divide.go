package territory

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/district"
)

// divide gives the free blocks of a kecamatan to its free kader.
func (d *design) divide(ctx context.Context, k *kecamatan) error {
	k.known = true
	if k.kept {
		return nil
	}
	free, kader := d.free(k.blocks), d.unplaced(k)
	weight := int64(0)
	for _, b := range free {
		weight += int64(d.in.Blocks[b].Eligible)
	}
	if weight == 0 || len(kader) == 0 {
		switch {
		case weight > 0 && len(k.kader) == 0:
			d.find(Finding{Code: FindingNoKader, Kecamatan: k.code}, free)
		case weight > 0: // locked territories are all there are kader for
			d.find(Finding{Code: FindingTooFew, Kecamatan: k.code}, free)
		}
		return nil
	}
	lower, upper := d.band()
	least, most := (weight+upper-1)/upper, weight/lower
	parts := int64(len(kader))
	if parts > max(1, most) {
		d.find(Finding{Code: FindingSurplus, Kecamatan: k.code, Repair: fmt.Sprintf("kader=%d", parts-max(1, most))}, nil)
		parts = max(1, most)
	}
	small := parts == 1 && weight < lower // a small kecamatan is one small territory, and says so
	switch {
	case d.in.grain() != planner.GrainDesa:
		p := d.problem(free, kader)
		p.Parts = int(parts)
		if small {
			d.underBand(k, free)
			p.Lower = weight
		}
		if err := d.draw(ctx, k, p, free, kader, parts >= least); err != nil {
			return err
		}
	case small:
		d.takeAll(k, free, kader)
	default:
		if err := d.drawWhole(ctx, k, free, kader, parts >= least); err != nil {
			return err
		}
	}
	d.done += len(k.blocks)
	d.o.Report(float64(d.done)/float64(max(1, d.nodes)), string(k.code))
	return nil
}

// underBand finds that some blocks make a territory smaller than the band.
func (d *design) underBand(k *kecamatan, blocks []int) {
	d.find(Finding{Code: string(district.ComponentUnderBand), Kecamatan: k.code, Repair: fmt.Sprintf("lower=%d", d.eligible(blocks))}, blocks)
}

// draw makes the territories of a kecamatan: anew, or out of those in force.
func (d *design) draw(ctx context.Context, k *kecamatan, p district.Problem, free []int, kader []planner.Kader, cover bool) error {
	settled := !d.in.Redraw && slices.ContainsFunc(free, func(b int) bool { return d.before[b] != 0 })
	if settled && cover {
		if err := k.prove(&p, nil, cover); err != nil {
			return err
		}
		return d.resettle(ctx, k, free, kader, p.Parts, cover)
	}
	if !cover {
		p.Weights.Evenness = 0 // where families are chosen, what they bring is the aim itself
	}
	solved, err := d.solve(ctx, p, cover)
	if err != nil {
		return err
	}
	if err := k.prove(&p, &solved, cover); err != nil {
		return err
	}
	if settled {
		return d.resettle(ctx, k, free, kader, p.Parts, cover)
	}
	d.take(k, free, kader, solved)
	return nil
}

// prove notes what no division of the kecamatan exceeds: all of its value where
// there are kader enough, else what the kernel proved and its referee finds as well.
func (k *kecamatan) prove(p *district.Problem, solved *district.Plan, cover bool) error {
	if cover {
		for _, v := range p.Value {
			k.most += planner.Rupiah(v)
		}
		return nil
	}
	missed := slices.ContainsFunc(solved.Reasons, func(r district.Reason) bool { return r.Code == district.NotFound })
	k.known = solved.Bound != nil && !missed // the bound is one of parts in band
	if !k.known {
		return nil
	}
	k.most = planner.Rupiah(math.Ceil(solved.Bound.Value))
	return district.CheckValue(*p, solved.Bound.Value)
}

// free are the blocks that no kept territory holds.
func (d *design) free(blocks []int) []int {
	return slices.DeleteFunc(slices.Clone(blocks), func(b int) bool { return d.owner[b] >= 0 })
}

// unplaced are the kader of k who have no territory of their own yet.
func (d *design) unplaced(k *kecamatan) []planner.Kader {
	return slices.DeleteFunc(slices.Clone(k.kader), func(x planner.Kader) bool {
		return slices.ContainsFunc(d.plan.Territories, func(t Territory) bool { return t.Kader == x.ID && !t.Merangkap })
	})
}

// problem is the kernel's instance for some blocks of one kecamatan. Part q is
// kader q's wherever homes and the previous plan count.
func (d *design) problem(blocks []int, kader []planner.Kader) district.Problem {
	lower, upper := d.band()
	const km2 = 1e6
	p := district.Problem{Lower: lower, Upper: upper, Weights: district.Weights{
		Split: d.weights.Split * km2, Moved: d.weights.Moved * km2, Home: d.weights.Home, Evenness: d.weights.Even * km2,
	}}
	place := make(map[int]int, len(blocks))
	plane := geo.PlaneAt(d.in.Blocks[blocks[0]].Centre)
	desa := map[geo.AreaCode]int{}
	for i, b := range blocks {
		block := d.in.Blocks[b]
		place[b] = i
		x, y := plane.XY(block.Centre)
		group, known := desa[block.Desa]
		if !known {
			group = len(desa)
			desa[block.Desa] = group
		}
		p.Weight = append(p.Weight, int64(block.Eligible))
		p.Value = append(p.Value, max(0, int64(d.value(b))))
		p.X, p.Y, p.Group = append(p.X, x), append(p.Y, y), append(p.Group, group)
		p.Previous = append(p.Previous, slices.IndexFunc(kader, func(k planner.Kader) bool { return d.before[b] == k.ID && k.ID != 0 }))
	}
	for i, b := range blocks {
		for _, c := range d.links[b] {
			if j, inside := place[c]; inside && i < j {
				p.Edges = append(p.Edges, [2]int{i, j})
			}
		}
	}
	for _, k := range kader {
		x, y := plane.XY(k.Home)
		p.Home = append(p.Home, district.Point{X: x, Y: y, Known: true})
	}
	return p
}

// tries of the kernel for each block, where no budget is given.
const triesABlock = 3000

// solve asks the kernel, within this kecamatan's share of the budget.
func (d *design) solve(ctx context.Context, p district.Problem, cover bool) (district.Plan, error) {
	if p.Parts < len(p.Home) {
		p.Home, p.Previous = nil, nil // which kader goes without is decided afterwards
	}
	o := district.Options{Seed: d.o.Seed, Prove: 0.3, Stop: func() bool { return ctx.Err() != nil }}
	var spent func(int64) float64
	o.Iterations, spent = d.budget(len(p.Weight), triesABlock)
	if o.Iterations == 0 {
		o.Spent = func() float64 { return spent(0) }
	}
	ask := district.Choose
	if cover {
		ask = district.Cover
	}
	solved, err := ask(p, o)
	if err != nil {
		return solved, errors.Join(err, planner.ErrInput)
	}
	return solved, nil
}

// budget is what n of the blocks to be divided are granted: a number of tries, or,
// where a clock ends them, 0; and the share that is spent after so many.
func (d *design) budget(n, each int) (tries int64, spent func(tried int64) float64) {
	if clock := d.o.Clock; clock != nil {
		from := clock()
		grant := (1 - from) * float64(n) / float64(max(1, d.nodes-d.done))
		return 0, func(int64) float64 { return (clock() - from) / max(grant, 1e-9) }
	}
	tries = int64(n) * int64(each)
	if d.o.Iterations > 0 {
		tries = max(1, int64(d.o.Iterations)*int64(n)/int64(max(1, d.nodes)))
	}
	return tries, func(tried int64) float64 { return float64(tried) / float64(tries) }
}

// take turns the kernel's parts into territories and gives them to kader.
func (d *design) take(k *kecamatan, blocks []int, kader []planner.Kader, solved district.Plan) {
	parts := make([][]int, solved.Parts)
	for i, q := range solved.Part {
		if q >= 0 {
			parts[q] = append(parts[q], blocks[i])
		}
	}
	parts = slices.DeleteFunc(parts, func(part []int) bool { return len(part) == 0 })
	first := len(d.plan.Territories)
	for q, who := range d.match(parts, kader) {
		t := Territory{Kecamatan: k.code}
		if who >= 0 {
			t.Kader = kader[who].ID
		}
		for _, b := range parts[q] {
			d.owner[b] = len(d.plan.Territories)
			t.Blocks = append(t.Blocks, d.in.Blocks[b].BlockKey)
			t.Add(d.in.Blocks[b])
		}
		d.plan.Territories = append(d.plan.Territories, t)
	}
	d.complete(k, first)
	left := d.free(blocks)
	if slices.ContainsFunc(left, func(b int) bool { return d.in.Blocks[b].Eligible > 0 }) {
		d.find(Finding{Code: FindingTooFew, Kecamatan: k.code}, left)
	}
	for _, r := range solved.Reasons {
		d.reason(k, blocks, r)
	}
	d.certify(solved)
}
