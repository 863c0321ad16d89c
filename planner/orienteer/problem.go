// Package orienteer chooses and orders visits over several days so that the
// prizes collected, less the cost of travel, are as large as possible: the
// multi-period team orienteering problem with time windows.
//
// It is a kernel: numbers in, numbers out. It knows nothing of households or
// Rupiah, reads no clock but the stop function it is given, and returns the same
// plan for the same problem, seed and iteration budget.
package orienteer

// Problem is an instance. Nodes are numbered 0..Nodes-1; points are the nodes
// followed by the places (homes, village offices) where days start and end.
// Times are whole units of one's choice (minutes for a kader's day, 1e-7 length
// units for a public instance); prizes and costs share another unit (Rupiah).
type Problem struct {
	Nodes   int
	Time    [][]int64 // Time[p][q] is the travel time from point p to point q
	Cost    [][]int64 // Cost[p][q] is subtracted from the value; nil means travel is free
	Service []int64   // Service[i] is the time spent at node i
	Days    []Day
	Spacing []Spacing // Spacing[i] limits the visits to node i; nil means once in all days
	Limits  []Limit   // limits over the visits of all days together
	Must    []Must    // appointments that have to be kept
}

// Day is one tour: a kader's working day, or one vehicle of a public instance.
type Day struct {
	Date       int        // civil day number, for Spacing; tours of the same date may share it
	Start, End int        // points
	Open       int64      // earliest departure from Start
	Close      int64      // latest arrival at End
	MinStops   int        // a route with visits has at least so many, where so many can be reached
	MaxStops   int        // 0 means no cap
	Windows    [][]Window // Windows[i]: when service at node i may begin, disjoint and ascending; none: forbidden
}

// Window is an interval, both ends included, in which service may begin, and
// what a visit beginning then is worth.
type Window struct {
	Open, Close int64
	Prize       int64
}

// Spacing allows at most Visits visits within any Days consecutive dates.
type Spacing struct{ Visits, Days int }

// Limit is a knapsack over all visits: the sum of Weight[i] over visits is at most Most.
type Limit struct {
	Weight []int64
	Most   int64
}

// Must is an appointment: Node has to be visited on one of the days listed.
type Must struct {
	Node int
	Days []int
}
