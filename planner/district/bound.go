package district

// Bound is a proof that no plan is much better. It carries what CheckBound
// needs to compute its figures again.
type Bound struct {
	Inertia float64       // no split has less inertia; the sum over Regions
	Value   float64       // no choice of parts holds more value (Choose)
	Regions []RegionBound // one for each set of nodes that is split by itself
}

// RegionBound is the proof for a set of nodes that has to be split into Parts
// parts.
type RegionBound struct {
	Nodes      []int     // ascending
	Parts      int       // parts they are split into
	Multiplier []float64 // price of a unit of weight at each of Nodes
	Inertia    float64   // no split of Nodes into Parts parts in band has less
}
