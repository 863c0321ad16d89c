package district

// Code names a rule that cannot be kept.
type Code string

const (
	CellOverBand       Code = "CELL_OVER_BAND"       // one node is heavier than Upper
	ComponentUnderBand Code = "COMPONENT_UNDER_BAND" // an island or enclave lighter than Lower
	NoIntegerCount     Code = "NO_INTEGER_COUNT"     // no number of parts, or not the number wanted, fits the band
	LockConflict       Code = "LOCK_CONFLICT"        // fixed nodes or frozen parts leave no way
	NotFound           Code = "NOT_FOUND"            // no split found and none proven impossible
)

// Reason is a rule that cannot be kept, where, how much it concerns, and the
// least that has to give way.
type Reason struct {
	Code   Code
	Zone   int   // zone concerned, -1 for the whole
	Nodes  []int // nodes concerned, ascending
	Weight int64 // their weight
	Value  int64 // their value
	Part   int   // fixed or frozen part concerned, -1 for none
	Wanted int   // parts wanted there, 0 where none were named
	Least  int   // fewest parts the band allows there
	Most   int   // most parts the band allows there; Most < Least means none
	Repair Repair
}

// Repair is the least relaxation that lets a rule be kept. Fields that do not
// apply are zero.
type Repair struct {
	Lower, Upper int64   // the closest band that works
	Parts        int     // number of parts that works
	Pieces       int     // pieces an overweight node has to be cut into
	Link         [2]int  // nodes nearest to each other across the gap, to be joined by ferry or road
	Apart        float64 // distance of Link, metres (or the root of Cost)
	Unlock       int     // part whose lock would have to go, -1 for none
	Outside      int64   // weight by which the best plan found misses the band
}
