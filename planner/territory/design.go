// Package territory divides a branch among its kader: Design draws the territories
// anew or adapts those in force, Plan.Check goes over every plan again, Approve and
// Withdraw change one, and what-ifs ask without changing anything. It is pure, as
// package planner is.
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
	links     [][]int // by block
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
	d := &design{in: in, o: o, weights: in.weights(), at: map[planner.BlockKey]int{}, links: make([][]int, len(in.Blocks)), proven: true}
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
		p.Value = append(p.Value, max(0, int64(block.Expected)))
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
	left := d.free(blocks)
	if slices.ContainsFunc(left, func(b int) bool { return d.in.Blocks[b].Eligible > 0 }) {
		d.find(Finding{Code: FindingTooFew, Kecamatan: k.code}, left)
	}
	for _, r := range solved.Reasons {
		d.reason(k, blocks, r)
	}
	d.certify(solved)
}

// certify adds what the kernel proved to the certificate.
func (d *design) certify(solved district.Plan) {
	c := &d.plan.Certificate
	c.Iterations += int(solved.Tries)
	c.Inertia += solved.Terms.Inertia / 1e6
	if solved.Bound == nil || solved.Bound.Inertia == 0 {
		d.proven = false
	} else {
		c.Bound += solved.Bound.Inertia / 1e6
	}
}

// find notes what could not be done, about some blocks.
func (d *design) find(f Finding, blocks []int) {
	for _, b := range blocks {
		f.Eligible += d.in.Blocks[b].Eligible
		f.Arrears += d.in.Blocks[b].Arrears
	}
	d.plan.Findings = append(d.plan.Findings, f)
}

// reason says in the domain's words why the kernel could not do all.
func (d *design) reason(k *kecamatan, blocks []int, r district.Reason) {
	f := Finding{Code: string(r.Code), Kecamatan: k.code, Repair: repair(d, blocks, r.Repair)}
	var concerned []int
	for _, i := range r.Nodes {
		concerned = append(concerned, blocks[i])
	}
	if len(concerned) == 1 {
		f.Desa, f.Cell = d.in.Blocks[concerned[0]].Desa, d.in.Blocks[concerned[0]].Cell
	}
	if len(concerned) == 0 {
		f.Eligible = int(r.Weight)
	}
	d.find(f, concerned)
}

// repair names the least relaxation that helps: a key of the catalogue with its
// numbers.
func repair(d *design, blocks []int, r district.Repair) string {
	switch {
	case r.Pieces > 0:
		return fmt.Sprintf("pieces=%d", r.Pieces)
	case r.Apart > 0:
		return fmt.Sprintf("link=%v,%v apart=%.0f", d.in.Blocks[blocks[r.Link[0]]].Cell, d.in.Blocks[blocks[r.Link[1]]].Cell, r.Apart)
	case r.Upper > 0:
		return fmt.Sprintf("band=%d..%d", r.Lower, r.Upper)
	case r.Parts > 0:
		return fmt.Sprintf("kader=%d", r.Parts)
	case r.Outside > 0:
		return fmt.Sprintf("outside=%d", r.Outside)
	}
	return ""
}

// finish adds the plan up.
func (d *design) finish() Plan {
	p := &d.plan
	for i := range p.Territories {
		p.Territories[i].ID = ID(i + 1)
	}
	for b, owner := range d.owner {
		if owner < 0 {
			p.Unserved = append(p.Unserved, d.in.Blocks[b].BlockKey)
			p.UnservedSum.Add(d.in.Blocks[b])
		}
	}
	p.Capacity = d.capacities()
	c := &p.Certificate
	c.Seed = d.o.Seed
	if !d.proven {
		c.Bound = 0
	}
	for i, t := range p.Territories {
		c.Count++
		if d.connected(i) {
			c.Connected++
		}
		c.Expected += t.Expected
		c.Later += t.Later
		if d.in.Rules.Territory.Lower <= t.Eligible && t.Eligible <= d.in.Rules.Territory.Upper {
			c.InBand++
		}
		if k, works := d.kader(t.Kader); works && !t.Merangkap && k.Kecamatan != t.Kecamatan {
			c.Elsewhere++
		}
	}
	d.countMoved()
	d.countDesa()
	d.describe()
	return *p
}

// connected reports whether territory i hangs together: by links, and where
// territories consist of desa, by what lies in one desa or in desa that touch.
func (d *design) connected(i int) bool {
	part := d.places(d.plan.Territories[i].Blocks)
	in := map[geo.AreaCode][]int{}
	if d.in.grain() == planner.GrainDesa {
		for _, b := range part {
			in[d.in.Blocks[b].Desa] = append(in[d.in.Blocks[b].Desa], b)
		}
	}
	seen := map[int]bool{part[0]: true}
	for queue := part[:1:1]; len(queue) > 0; queue = queue[1:] {
		next := [][]int{d.links[queue[0]], in[d.in.Blocks[queue[0]].Desa]}
		for _, near := range d.land[d.in.Blocks[queue[0]].Desa].Near {
			next = append(next, in[near])
		}
		for _, c := range slices.Concat(next...) {
			if d.owner[c] == i && !seen[c] {
				seen[c] = true
				queue = append(queue, c)
			}
		}
	}
	return len(seen) == len(part)
}

// countMoved counts the families whose kader changes, and how many have to: all
// of a kader who left, and what a kader had beyond the band and has no more; and
// where new kader have territories, what they need beside those and beside what
// nobody served.
func (d *design) countMoved() {
	c := &d.plan.Certificate
	had, free := map[planner.KaderID]int{}, 0
	for b, before := range d.before {
		if before == 0 {
			free += d.in.Blocks[b].Eligible
			continue
		}
		had[before] += d.in.Blocks[b].Eligible
		if owner := d.owner[b]; owner < 0 || d.plan.Territories[owner].Kader != before {
			c.Moved += d.in.Blocks[b].Eligible
		}
	}
	for id, n := range had {
		switch _, works := d.kader(id); {
		case d.locked(id):
		case !works:
			c.MovedBound += n
		default:
			c.MovedBound += max(0, n-max(d.in.Rules.Territory.Upper, d.has(id)))
		}
	}
	need := 0
	for _, t := range d.plan.Territories {
		if _, old := had[t.Kader]; !old && t.Kader != 0 && !t.Merangkap && !t.Locked {
			need += min(t.Eligible, d.in.Rules.Territory.Lower)
		}
	}
	c.MovedBound = max(c.MovedBound, need-free, min(d.least, c.Moved))
}

func (d *design) locked(id planner.KaderID) bool {
	return slices.ContainsFunc(d.plan.Territories, func(t Territory) bool { return t.Kader == id && !t.Merangkap && t.Locked })
}

// has is the eligible KK of the kader's territories.
func (d *design) has(id planner.KaderID) int {
	sum := 0
	for _, t := range d.plan.Territories {
		if t.Kader == id {
			sum += t.Eligible
		}
	}
	return sum
}

// countDesa counts the pairs of a desa and a territory with eligible KK of it, and
// how many there have to be: one for every territory, and for every desa as many
// as its families fill of the largest size.
func (d *design) countDesa() {
	type pair struct {
		desa  geo.AreaCode
		owner int
	}
	seen, served := map[pair]bool{}, map[geo.AreaCode]int{}
	for b, owner := range d.owner {
		if kk := d.in.Blocks[b].Eligible; owner >= 0 && kk > 0 {
			seen[pair{d.in.Blocks[b].Desa, owner}] = true
			served[d.in.Blocks[b].Desa] += kk
		}
	}
	largest, peopled := d.in.Rules.Territory.Upper, 0
	for _, t := range d.plan.Territories {
		largest = max(largest, t.Eligible)
		peopled += min(1, t.Eligible)
	}
	least := 0
	for _, kk := range served {
		least += (kk + largest - 1) / largest
	}
	d.plan.Certificate.DesaPairs, d.plan.Certificate.DesaBound = len(seen), max(least, peopled)
}
