package parcel

// Plan is who holds what, what that is worth, and what is proven about it.
type Plan struct {
	Part   []int // by piece: the agent who holds it, -1 for nobody
	Terms  Terms
	Total  int64 // value less all prices
	Status Status
	Bound  int64 // proven: no plan with as many agents, as few splits (and in a cover as much weight) has a greater Total

	Split  []int // units in more than one place, ascending
	Fewest int   // proven: so many have to be split that as many agents (in a cover: as much weight) fit
	Proofs []Proof
	Hints  []Hint // how fewer splits would do if pieces were finer
	Listed int    // sets in the band that were looked at
}

// Status is what is known of a plan.
type Status string

// Optimal plans have as many agents as can be, with the fewest splits that allow it,
// and Total equals Bound.
const (
	Optimal  Status = "optimal"
	Feasible Status = "feasible"
)

// Terms is a plan's worth, each aim apart.
type Terms struct {
	Agents  int   // who hold a set
	Weight  int64 // in sets
	Value   int64 // in sets
	Compact int64 // price of shape
	Even    int64 // price of unevenness
	Links   int64 // price of links over gaps
	Ride    int64
	Moved   int64
}

func (t Terms) total() int64 { return t.Value - t.Compact - t.Even - t.Links - t.Ride - t.Moved }

// Proof is the evidence about some groups that were handed out together. A division
// scores Each for every set, Every for each unit of weight in sets, and its total.
// None with Divided units scores more than the case says; units that are in no
// Divided list can't be split with more agents fitting.
type Proof struct {
	Groups      []int
	Each, Every int64
	Target      int // sets that are wanted
	Fewest      int // so many units have to be split that as many sets (in a cover: as much weight) fit
	Bound       int64
	Runs        []Run
}

// Hint says which units would have to be divided for which sets to reach the band,
// each with a share of them; the pieces given do not allow it.
type Hint struct {
	Divided []int
	Sets    [][]int // whole units of each set
}

// Run is the proof where some units may be split.
type Run struct {
	Divided []int // units, ascending
	Screen  *Screen
	Case    *Case
	Ransom  int64 // what a case rewards the answer to a question with
}

// Screen is a Case of no questions that says which sets cases need not look at: a
// division scores no more than Case.Bound less what its sets lack to their prices, so
// none that scores more than Score holds a set that lacks as much as the two differ by.
type Screen struct {
	Case  Case
	Score int64
}

// Options are the stop condition.
type Options struct {
	Stop  func() bool // ends the search with the best so far; nil: never
	Split int         // so many units of a group may be split; 0: 3, -1: none
	List  int         // so many sets of a group are listed, or else priced; 0: 150,000, -1: none
}
