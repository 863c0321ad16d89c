package planner

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"binaan/geo"
)

// Without is the input of the branch once a kader has left: the plan in force is
// the previous one, and the kader's own lock, if any, falls.
func (in TerritoryInput) Without(k KaderID, inForce TerritoryPlan) TerritoryInput {
	out := in
	out.Kader = slices.DeleteFunc(slices.Clone(in.Kader), func(x Kader) bool { return x.ID == k })
	out.Previous = slices.Clone(inForce.Territories)
	for i := range out.Previous {
		if out.Previous[i].Kader == k {
			out.Previous[i].Locked, out.Previous[i].Merangkap = false, false
		}
	}
	return out
}

// With is the input of the branch once a kader has joined.
func (in TerritoryInput) With(k Kader, inForce TerritoryPlan) TerritoryInput {
	out := in
	out.Kader = append(slices.Clone(in.Kader), k)
	out.Previous = slices.Clone(inForce.Territories)
	return out
}

// Absence is what a kader's absence costs while nobody else is given the
// territory.
type Absence struct {
	Kader    KaderID
	Unserved Figures // of the kader's territories
	Lost     Rupiah  // expected in so many days of a month of 30
	Cover    KaderID // the working kader of the branch who lives nearest; 0: nobody
}

// Ill is what it costs when a kader is away for so many days and the territories
// stay as they are.
func (in TerritoryInput) Ill(k KaderID, days int, inForce TerritoryPlan) (Absence, error) {
	out := Absence{Kader: k}
	d, err := newDesign(in, Options{})
	if err != nil {
		return out, fmt.Errorf("absence of kader %d: %w", k, err)
	}
	var part []int
	for _, t := range inForce.Territories {
		if t.Kader != k {
			continue
		}
		for _, key := range t.Blocks {
			if b, there := d.at[key]; there {
				part = append(part, b)
				out.Unserved.Add(in.Blocks[b])
			}
		}
	}
	out.Lost = out.Unserved.Expected * Rupiah(days) / 30
	best := 0.0
	for _, x := range in.Kader {
		if x.ID == k || !x.serves(in.Day) || len(part) == 0 {
			continue
		}
		if at := d.distance(part, x); out.Cover == 0 || at < best {
			out.Cover, best = x.ID, at
		}
	}
	return out, nil
}

// Hire is a candidate taken, and what that adds to the branch's month.
type Hire struct {
	Kader KaderID
	Gain  Rupiah
}

// Choose takes so many of the candidates, one after the other, each time the one
// who adds most to the expected collections of a month beside those taken before
// (the first of equals by number).
func (in TerritoryInput) Choose(ctx context.Context, candidates []Kader, places int, inForce TerritoryPlan, o Options) ([]Hire, error) {
	left := slices.Clone(candidates)
	slices.SortFunc(left, func(a, b Kader) int { return cmp.Compare(a.ID, b.ID) })
	var taken []Hire
	for len(taken) < places && len(left) > 0 {
		best, next := -1, TerritoryPlan{}
		for i, k := range left {
			plan, err := DesignTerritories(ctx, in.With(k, inForce).only(k.Kecamatan), o)
			if err != nil {
				return nil, fmt.Errorf("candidate %d: %w", k.ID, err)
			}
			if best < 0 || plan.Certificate.Expected > next.Certificate.Expected {
				best, next = i, plan
			}
		}
		taken = append(taken, Hire{left[best].ID, next.Certificate.Expected - inForce.Certificate.Expected})
		in, inForce = in.With(left[best], next), next
		left = slices.Delete(left, best, best+1)
	}
	return taken, nil
}

// only divides one kecamatan and keeps the others.
func (in TerritoryInput) only(code geo.AreaCode) TerritoryInput {
	in.Kecamatan = code
	return in
}
