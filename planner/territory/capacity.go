package territory

import (
	"binaan/geo"
	"binaan/planner"
)

// Capacity is how many territories a kecamatan could hold, against the kader there
// are.
type Capacity struct {
	Kecamatan geo.AreaCode   `json:"kecamatan"`
	Eligible  int            `json:"eligible"`
	Expected  planner.Rupiah `json:"expected"` // cash of a month, of all its families
	Later     planner.Rupiah `json:"later"`    // what that month's visits set going beside it
	Holds     int            `json:"holds"`    // territories in band, by their number of KK alone
	Kader     int            `json:"kader"`    // under contract there who work on the plan's day
}

// holds is how many territories so many eligible KK make: as near to the target as
// the band allows. None where they are too few for one.
func holds(t planner.TerritoryRule, eligible int) int {
	most := eligible / t.Lower
	least := (eligible + t.Upper - 1) / t.Upper
	return min(most, max(least, (eligible+t.Target/2)/t.Target))
}

// capacities lists every kecamatan with families, by code.
func (d *design) capacities() []Capacity {
	out := make([]Capacity, len(d.kecamatan))
	for i, k := range d.kecamatan {
		var sum planner.Figures
		for _, b := range k.blocks {
			sum.Add(d.in.Blocks[b])
		}
		out[i] = Capacity{
			Kecamatan: k.code, Eligible: sum.Eligible, Expected: sum.Expected, Later: sum.Later,
			Holds: holds(d.in.Rules.Territory, sum.Eligible), Kader: len(k.kader),
		}
	}
	return out
}
