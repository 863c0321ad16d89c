package district

import "errors"

// Choose takes p.Parts connected parts in band that hold as much value as they
// can, compact ones among equals, and leaves the other nodes over (-1). The
// plan's Bound.Value is proven: no choice of so many parts holds more. InZone
// limits the parts of each zone; nil leaves it open.
func Choose(p Problem, _ Options) (Plan, error) {
	if err := p.validate(); err != nil {
		return Plan{}, err
	}
	return Plan{}, errors.New("district: choose is not here yet")
}
