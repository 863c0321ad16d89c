package territory

import "binaan/planner"

// Brings is what families are expected to bring in a month: cash, and what comes later
// of that month's visits. Value is the present value of both, by which plans are made
// and compared; 0 in plans from before it was.
type Brings struct {
	Expected planner.Rupiah `json:"expected"`
	Later    planner.Rupiah `json:"later"`
	Value    planner.Rupiah `json:"value"`
}

// add adds a block up, or takes it off (-1).
func (s *Brings) add(b planner.Block, by planner.Discount, sign planner.Rupiah) {
	s.Expected += sign * b.Expected
	s.Later += sign * b.Later
	s.Value += sign * by.Present(b.Expected, b.Later)
}

// value is the present value of block b.
func (d *design) value(b int) planner.Rupiah {
	return d.discount.Present(d.in.Blocks[b].Expected, d.in.Blocks[b].Later)
}

// valueAt sums those of some blocks that there are.
func (d *design) valueAt(keys []planner.BlockKey) (sum planner.Rupiah) {
	for _, key := range keys {
		if b, there := d.at[key]; there {
			sum += d.value(b)
		}
	}
	return sum
}

// about is the value of a sum, but for the rounding of its blocks.
func (d *design) about(f planner.Figures) planner.Rupiah {
	return d.discount.Present(f.Expected, f.Later)
}
