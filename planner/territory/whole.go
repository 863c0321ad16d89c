package territory

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/district"
	"binaan/planner/parcel"
)

// Findings about whole desa.
const (
	FindingSplit = "DESA_SPLIT"     // divided, since not all kader fit on whole desa
	FindingAbove = "DESA_OVER_BAND" // larger than a territory may be, and divided for that
	FindingLeft  = "DESA_LEFT"      // kader would be enough, but whole desa do not make territories in the band
)

// Whole says what was proven of a division by whole desa.
type Whole struct {
	Proven bool           `json:"proven"`          // no division by whole desa with as many territories and as few desa divided is worth more
	Worth  planner.Rupiah `json:"worth"`           // present value of a month, less what shape, rides, unevenness, movement and links count
	Most   planner.Rupiah `json:"most"`            // proven: no such division is worth more
	Sets   int            `json:"sets"`            // sets of whole desa in the band that were compared
	Split  []geo.AreaCode `json:"split,omitempty"` // desa divided, since not all kader fit otherwise
	Fewest int            `json:"fewest"`          // proven: so many have to be
	// Checked: the referee grew all sets anew and found every proof to hold. A proof by
	// more sets than it can grow in a plan's time, or a mere bound, is not checked.
	Checked bool           `json:"checked"`
	Above   []geo.AreaCode `json:"above,omitempty"`  // desa larger than the band, divided for that
	Prices  []WholePrice   `json:"prices,omitempty"` // by kecamatan with kader

	Evidence []Evidence `json:"-"` // while the plan is fresh
}

// served is the rate between the units of what counts: a family of average worth, for
// a month, weighs as much as so many KK·km² of inertia, and as a family that changes
// its kader weighs by so many km².
const served = 50.0

// estate is a kecamatan made ready to be handed out by whole desa.
type estate struct {
	d       *design
	desa    []geo.AreaCode // by unit; a desa above the band has a unit for each of its parts
	parts   [][]int        // blocks by piece
	unit    []int          // by piece
	above   []geo.AreaCode
	problem parcel.Problem
	repair  string // instead of dividing desa
	stays   int64  // what it would be worth if every family kept its kader
}

// averageWorth is the present value of what an eligible family of the branch is expected
// to bring in a month, at least a thousand rupiah.
func (d *design) averageWorth() float64 {
	kk, sum := 0, planner.Rupiah(0)
	for b, block := range d.in.Blocks {
		kk, sum = kk+block.Eligible, sum+d.value(b)
	}
	return max(1000, float64(sum)/float64(max(1, kk)))
}

// drawWhole gives the free desa of a kecamatan to its free kader, whole wherever all
// of them fit so.
func (d *design) drawWhole(ctx context.Context, k *kecamatan, free []int, kader []planner.Kader, cover bool) error {
	e, err := d.estate(ctx, free)
	if err != nil {
		return err
	}
	settled := !d.in.Redraw && slices.ContainsFunc(free, func(b int) bool { return d.before[b] != 0 })
	e.price(kader, settled, cover)
	solved, err := e.solve(ctx)
	if err != nil {
		return err
	}
	if e.recut(ctx, solved.Hints) {
		e.price(kader, settled, cover)
		if solved, err = e.solve(ctx); err != nil {
			return err
		}
	}
	if cover && solved.Terms.Agents < len(kader) && !e.all(solved) {
		if solved, err = e.fallBack(ctx, kader, settled, solved); err != nil {
			return err
		}
	}
	e.take(kader, solved)
	if err := e.account(solved, kader); err != nil {
		return err
	}
	e.report(ctx, k, free, solved, cover)
	k.most = d.cellBound(free, len(kader), cover)
	if err := e.weighWhole(ctx, k, solved); err != nil {
		return err
	}
	if settled {
		return e.boundMoved(ctx, kader)
	}
	return nil
}

// fallBack asks for the most territories, desa divided for them if need be, where not
// every family can be served and kader are left: it is taken if it serves more.
func (e *estate) fallBack(ctx context.Context, kader []planner.Kader, settled bool, cover parcel.Plan) (parcel.Plan, error) {
	e.price(kader, settled, false)
	chosen, err := e.solve(ctx)
	if err != nil || chosen.Terms.Weight > cover.Terms.Weight {
		return chosen, err
	}
	e.price(kader, settled, true)
	return cover, nil
}

// takeAll makes one territory of a kecamatan that is smaller than the band: of what
// hangs together there, the part with the most families. Kept territories may part it;
// what lies beyond them is left.
func (d *design) takeAll(k *kecamatan, free []int, kader []planner.Kader) {
	var best []int
	for rest := slices.Clone(free); len(rest) > 0; {
		own := map[int]bool{}
		for _, b := range rest {
			own[b] = true
		}
		var island []int
		if island, rest = d.hangs(rest[0], own); best == nil || d.eligible(island) > d.eligible(best) {
			best = island
		}
	}
	slices.SortStableFunc(kader, func(a, b planner.Kader) int {
		return cmp.Or(cmp.Compare(d.same(best, b.ID), d.same(best, a.ID)), cmp.Compare(d.distance(best, a), d.distance(best, b)))
	})
	d.underBand(k, best)
	d.add(k.code, kader[0].ID, best)
	if left := d.free(free); d.eligible(left) > 0 {
		d.find(Finding{Code: FindingLeft, Kecamatan: k.code}, left)
	}
	k.most = d.cellBound(free, 1, true)
}

// add makes a territory of some blocks.
func (d *design) add(kecamatan geo.AreaCode, id planner.KaderID, blocks []int) {
	t := Territory{Kecamatan: kecamatan, Kader: id}
	slices.Sort(blocks)
	for _, b := range blocks {
		d.owner[b] = len(d.plan.Territories)
		t.Blocks = append(t.Blocks, d.in.Blocks[b].BlockKey)
		t.Add(d.in.Blocks[b])
	}
	d.plan.Territories = append(d.plan.Territories, t)
	d.plan.Certificate.Inertia += d.inertia(blocks)
	d.proven = false
}

// inertia is the moment of some blocks about the best of them, in KK·km².
func (d *design) inertia(blocks []int) float64 {
	plane, best := geo.PlaneAt(d.in.Blocks[blocks[0]].Centre), math.Inf(1)
	x, y := make([]float64, len(blocks)), make([]float64, len(blocks))
	for i, b := range blocks {
		x[i], y[i] = plane.XY(d.in.Blocks[b].Centre)
	}
	for c := range blocks {
		moment := 0.0
		for i, b := range blocks {
			dx, dy := (x[i]-x[c])/1000, (y[i]-y[c])/1000
			moment += float64(d.in.Blocks[b].Eligible) * (dx*dx + dy*dy)
		}
		best = min(best, moment)
	}
	return best
}

// cellBound is the value that no division of some blocks among so many kader exceeds, of cells
// or of desa: all of it in a cover, else the best blocks, the last in part, until all
// kader have as much as the band allows.
func (d *design) cellBound(blocks []int, kader int, cover bool) planner.Rupiah {
	order := slices.Clone(blocks)
	slices.SortStableFunc(order, func(a, b int) int {
		x, y := d.in.Blocks[a], d.in.Blocks[b]
		return cmp.Compare(float64(d.value(b))*float64(max(1, x.Eligible)), float64(d.value(a))*float64(max(1, y.Eligible)))
	})
	room, sum := kader*d.in.Rules.Territory.Upper, 0.0
	for _, b := range order {
		block, value := d.in.Blocks[b], float64(d.value(b))
		if value <= 0 {
			continue
		}
		if part := block.Eligible - room; !cover && part > 0 {
			sum += value * float64(room) / float64(block.Eligible)
			break
		}
		sum += value
		room -= block.Eligible
	}
	return planner.Rupiah(math.Ceil(sum))
}

// solve asks the kernel, within this kecamatan's share of the budget.
func (e *estate) solve(ctx context.Context) (parcel.Plan, error) {
	solved, err := parcel.Solve(e.problem, parcel.Options{Stop: e.d.stop(ctx, e.blocks())})
	if err != nil {
		return solved, errors.Join(err, planner.ErrInput)
	}
	return solved, nil
}

// stop ends the work on n of the blocks when ctx does, or their share of the clock is
// used up.
func (d *design) stop(ctx context.Context, n int) func() bool {
	if d.o.Clock == nil {
		return func() bool { return ctx.Err() != nil }
	}
	_, spent := d.budget(n, triesABlock)
	return func() bool { return ctx.Err() != nil || spent(0) >= 1 }
}

// take makes territories of what the kader hold.
func (e *estate) take(kader []planner.Kader, solved parcel.Plan) {
	for a, who := range kader {
		var blocks []int
		for piece, q := range solved.Part {
			if q == a {
				blocks = append(blocks, e.parts[piece]...)
			}
		}
		if len(blocks) > 0 {
			e.d.add(e.d.in.Blocks[blocks[0]].Desa.Kecamatan(), who.ID, blocks)
		}
	}
}

// account adds what the kernel proved to the certificate, with the evidence, and has
// its referee go over it: an error for a proof that does not hold.
func (e *estate) account(solved parcel.Plan, kader []planner.Kader) error {
	w := e.d.plan.Certificate.Whole
	held, err := checked(e.problem, solved)
	if err != nil {
		return err
	}
	w.Checked = w.Checked && held
	w.Evidence = append(w.Evidence, e.evidence(solved, kader))
	w.Worth += planner.Rupiah(solved.Total - e.stays)
	w.Most += planner.Rupiah(solved.Bound - e.stays)
	w.Sets += solved.Listed
	w.Fewest += solved.Fewest
	w.Proven = w.Proven && solved.Status == parcel.Optimal
	w.Above = append(w.Above, e.above...)
	for _, u := range solved.Split {
		w.Split = append(w.Split, e.desa[u])
	}
	return nil
}

// checked asks the kernel's referee whether a proof holds; false where it has too many
// sets to be looked at again.
func checked(p parcel.Problem, solved parcel.Plan) (bool, error) {
	err := parcel.Check(p, solved)
	if errors.Is(err, parcel.ErrUnchecked) {
		return false, nil
	}
	return err == nil, err
}

// report finds what could not be done on whole desa.
func (e *estate) report(ctx context.Context, k *kecamatan, free []int, solved parcel.Plan, cover bool) {
	for _, desa := range e.above {
		e.d.find(Finding{Code: FindingAbove, Kecamatan: k.code, Desa: desa}, e.blocksOf(desa))
	}
	for _, u := range solved.Split {
		e.d.find(Finding{Code: FindingSplit, Kecamatan: k.code, Desa: e.desa[u], Repair: e.wayOut(ctx)}, e.blocksOf(e.desa[u]))
	}
	left := e.d.free(free)
	if !slices.ContainsFunc(left, func(b int) bool { return e.d.in.Blocks[b].Eligible > 0 }) {
		return
	}
	code := FindingTooFew
	if cover || solved.Terms.Agents < len(e.problem.Agents) {
		code = FindingLeft
	}
	e.d.find(Finding{Code: code, Kecamatan: k.code, Repair: e.leftOut(solved)}, left)
}

// leftOut counts the kader for whom whole desa left nothing.
func (e *estate) leftOut(solved parcel.Plan) string {
	if n := len(e.problem.Agents) - solved.Terms.Agents; n > 0 {
		return fmt.Sprintf("kader=%d", n)
	}
	return ""
}

func (e *estate) blocksOf(desa geo.AreaCode) (out []int) {
	for piece, u := range e.unit {
		if e.desa[u] == desa {
			out = append(out, e.parts[piece]...)
		}
	}
	return out
}

// wayOut names what would do instead of dividing desa: the closest band in which as
// many kader fit on whole desa, and how many kader fit in the band as it is, so that
// the others could serve another kecamatan. Empty where the budget does not suffice.
func (e *estate) wayOut(ctx context.Context) string {
	if e.repair != "" {
		return e.repair
	}
	stop := e.d.stop(ctx, e.blocks())
	fit := func(by int64) int {
		p := e.problem
		p.Lower, p.Upper = max(1, p.Lower-by), p.Upper+by
		solved, err := parcel.Solve(p, parcel.Options{Split: -1, Stop: stop})
		if err != nil {
			return 0
		}
		return solved.Terms.Agents
	}
	now, least, most := fit(0), int64(0), e.problem.Lower/2
	for least+1 < most {
		if by := (least + most) / 2; fit(by) >= len(e.problem.Agents) {
			most = by
		} else {
			least = by
		}
	}
	if stop() {
		return "" // what was found may not be the closest
	}
	e.repair = fmt.Sprintf("band=%d..%d kader=%d", e.problem.Lower-most, e.problem.Upper+most, now)
	return e.repair
}

// boundMoved proves how many families have to change their kader at least: the most
// that could stay, however little that is worth.
func (e *estate) boundMoved(ctx context.Context, kader []planner.Kader) error {
	p := e.problem
	p.Value, p.Prices, p.Edges = make([]int64, len(p.Value)), parcel.Prices{}, slices.Clone(p.Edges)
	for i := range p.Edges {
		p.Edges[i].Price = 0
	}
	p.Agents = nil
	for _, who := range kader {
		agent := parcel.Agent{Moved: make([]int64, len(e.parts))}
		for piece, blocks := range e.parts {
			agent.Moved[piece] = -int64(e.d.same(blocks, who.ID))
		}
		p.Agents = append(p.Agents, agent)
	}
	solved, err := parcel.Solve(p, parcel.Options{Stop: e.d.stop(ctx, e.blocks())})
	if err != nil {
		return errors.Join(err, planner.ErrInput)
	}
	held, err := checked(p, solved)
	if err != nil {
		return err
	}
	e.d.plan.Certificate.Whole.Checked = e.d.plan.Certificate.Whole.Checked && held
	e.d.least += int(max(0, int64(e.had())-solved.Bound))
	return nil
}

// cut divides a desa that is heavier than the band into as few parts in the band as
// there can be, and what then is left of it, if anything.
func (d *design) cut(ctx context.Context, blocks []int) ([][]int, error) {
	lower, upper := d.band()
	weight := int64(0)
	for _, b := range blocks {
		weight += int64(d.in.Blocks[b].Eligible)
	}
	p := d.problem(blocks, nil)
	p.Weights, p.Value = district.Weights{}, nil
	p.Parts = int((weight + upper - 1) / upper)
	ask := district.Cover
	if int64(p.Parts) > weight/lower {
		p.Parts, ask = int(weight/lower), district.Choose
	}
	solved, err := ask(p, district.Options{Seed: d.o.Seed, Iterations: int64(len(blocks)) * 4000, Stop: func() bool { return ctx.Err() != nil }})
	if err != nil {
		return nil, errors.Join(err, planner.ErrInput)
	}
	parts := make([][]int, solved.Parts+1) // the last is what is left
	for i, q := range solved.Part {
		if q < 0 {
			q = solved.Parts
		}
		parts[q] = append(parts[q], blocks[i])
	}
	return slices.DeleteFunc(parts, func(part []int) bool { return len(part) == 0 }), nil
}
