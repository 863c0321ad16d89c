package territory

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/district"
	"binaan/planner/parcel"
)

// lookAhead asks what one more territory would bring in each kecamatan with
// families enough left over, ranks the kecamatan by it, and proposes, for the most
// rewarding first, who could cover such a territory beside the own one. What the next kader brings is
// measured on what the plan leaves over, so it may be a little less than what a
// new division would find.
func (d *design) lookAhead(ctx context.Context) error {
	most, known := d.most, true
	for _, k := range d.kecamatan {
		next, err := d.next(ctx, k)
		if err != nil {
			return err
		}
		if len(next.Blocks) > 0 {
			d.plan.Recruit = append(d.plan.Recruit, next)
		}
		most += k.most
		known = known && k.known
	}
	if known {
		for _, t := range d.plan.Territories[:d.kept] {
			most += d.valueAt(t.Blocks)
		}
		d.plan.Certificate.MostValue = most
	}
	d.rank()
	for _, place := range d.plan.Recruit {
		d.offer(place)
	}
	return nil
}

// rank puts the places to recruit in order, the most rewarding first.
func (d *design) rank() {
	slices.SortFunc(d.plan.Recruit, func(a, b RecruitPlace) int {
		return cmp.Or(cmp.Compare(d.about(b.Figures), d.about(a.Figures)), cmp.Compare(a.Kecamatan, b.Kecamatan))
	})
}

// next is the best territory that the unserved blocks of k still hold; without
// blocks where they hold none in band.
func (d *design) next(ctx context.Context, k *kecamatan) (RecruitPlace, error) {
	place := RecruitPlace{Kecamatan: k.code}
	free := d.free(k.blocks)
	for _, b := range free {
		place.Uncovered.Add(d.in.Blocks[b])
	}
	if place.Uncovered.Eligible < d.in.Rules.Territory.Lower {
		return place, nil
	}
	if d.in.grain() == planner.GrainDesa {
		return d.nextWhole(ctx, place, free)
	}
	p := d.problem(free, nil)
	p.Parts = 1
	solved, err := district.Choose(p, district.Options{Seed: d.o.Seed, Iterations: int64(len(free)) * 500, Stop: func() bool { return ctx.Err() != nil }})
	if err != nil {
		return place, err
	}
	for i, q := range solved.Part {
		if q >= 0 {
			place.Blocks = append(place.Blocks, d.in.Blocks[free[i]].BlockKey)
			place.Add(d.in.Blocks[free[i]])
		}
	}
	if rule := d.in.Rules.Territory; place.Eligible < rule.Lower || place.Eligible > rule.Upper {
		place.Blocks = nil
	}
	return place, nil
}

// nextWhole is next where territories are of whole desa.
func (d *design) nextWhole(ctx context.Context, place RecruitPlace, free []int) (RecruitPlace, error) {
	e, err := d.estate(ctx, free)
	if err != nil {
		return place, err
	}
	e.price(nil, false, false)
	e.problem.Agents = []parcel.Agent{{}}
	solved, err := parcel.Solve(e.problem, parcel.Options{Split: -1, Stop: func() bool { return ctx.Err() != nil }})
	if err != nil {
		return place, errors.Join(err, planner.ErrInput)
	}
	for piece, q := range solved.Part {
		if q < 0 {
			continue
		}
		for _, b := range e.parts[piece] {
			place.Blocks = append(place.Blocks, d.in.Blocks[b].BlockKey)
			place.Add(d.in.Blocks[b])
		}
	}
	slices.SortFunc(place.Blocks, func(a, b planner.BlockKey) int {
		return cmp.Or(cmp.Compare(a.Desa, b.Desa), cmp.Compare(a.Cell, b.Cell))
	})
	return place, nil
}

// offer proposes a place to the kader who lives nearest among those who have one
// territory and no other offer.
func (d *design) offer(place RecruitPlace) {
	best, distance := planner.Kader{}, 0.0
	part := d.places(place.Blocks)
	for _, t := range d.plan.Territories {
		k, ok := d.kader(t.Kader)
		if !ok || d.busy(k.ID) {
			continue
		}
		if x := d.distance(part, k); best.ID == 0 || x < distance {
			best, distance = k, x
		}
	}
	if best.ID == 0 {
		return
	}
	d.plan.Merangkap = append(d.plan.Merangkap, MerangkapProposal{
		Kader: best.ID, Kecamatan: place.Kecamatan, Outside: place.Kecamatan != best.Kecamatan,
		Distance: geo.Metres(distance), Blocks: place.Blocks, Figures: place.Figures,
	})
}

// busy reports whether the kader has a second territory or an offer of one.
func (d *design) busy(id planner.KaderID) bool {
	return slices.ContainsFunc(d.plan.Territories, func(t Territory) bool { return t.Merangkap && t.Kader == id }) ||
		slices.ContainsFunc(d.plan.Merangkap, func(m MerangkapProposal) bool { return m.Kader == id })
}

func (d *design) kader(id planner.KaderID) (planner.Kader, bool) {
	i := slices.IndexFunc(d.in.Kader, func(k planner.Kader) bool { return k.ID == id && k.Serves(d.in.Day) })
	if i < 0 {
		return planner.Kader{}, false
	}
	return d.in.Kader[i], true
}

func (d *design) places(keys []planner.BlockKey) []int {
	out := make([]int, len(keys))
	for i, k := range keys {
		out[i] = d.at[k]
	}
	return out
}

// distance is how far the families of a part live from a kader's home on
// average, in metres along the straight line.
func (d *design) distance(part []int, k planner.Kader) float64 {
	sum, weight := 0.0, 0.0
	for _, b := range part {
		w := float64(max(1, d.in.Blocks[b].Eligible))
		sum += w * geo.Distance(d.in.Blocks[b].Centre, k.Home)
		weight += w
	}
	return sum / max(1, weight)
}
