package district

// Plan is a split, what it costs, and what is proven about it.
type Plan struct {
	Part    []int    // part of every node; -1 is left over, accounted for in Reasons (Cover)
	Parts   int      // parts are numbered 0..Parts-1; some may be empty
	Status  Status   // what is known of it
	Terms   Terms    // what it costs
	Reasons []Reason // why it is not all that was asked for; empty when it is
	Bound   *Bound   // proof of quality; nil where none was asked for or found
	Seed    uint64   // the seed that made it
	Tries   int64    // elementary moves tried
}

// Status is what is known of a plan.
type Status string

const (
	Optimal    Status = "optimal"    // every part in band and connected, and value = bound
	Feasible   Status = "feasible"   // every part in band and connected
	Infeasible Status = "infeasible" // something asked for is missing; see Reasons
	None       Status = "none"       // no part at all
)

// Terms is a plan's cost, each aim in its own unit, and their weighted Total.
type Terms struct {
	Inertia  float64 // weight·m² about each part's best own node (or weight·Cost)
	CutEdges int     // edges between different parts
	Pairs    int     // pairs of a group and a part that has weight of it
	Splits   int     // groups that lie in more than one part
	Moved    int64   // weight outside its previous part
	Home     float64 // weight·m² about the homes
	Uneven   float64 // sum of squared deviations of value, as shares of the mean
	Value    int64   // value inside parts
	Weight   int64   // weight inside parts
	Total    float64 // what was minimised
}

// Options are the budget and the seed. The zero value works: a fixed number of
// iterations by the size of the graph.
type Options struct {
	Seed uint64

	// Iterations is the number of elementary moves to try. 0 means 20,000 a
	// node, or no limit where Spent is given.
	Iterations int64

	// Spent is the share of the budget used so far: 0 at the start, 1 or more
	// at the end, never falling. Nil counts iterations. A caller with a clock
	// gives this; the plan then depends on how fast the machine is.
	Spent func() float64

	// Stop ends the search at once with the best plan so far, and no bound if
	// none was begun.
	Stop func() bool

	// Progress hears of the search now and then.
	Progress func(Progress)

	// Prove is the share of the budget to use for a lower bound on inertia:
	// 0 proves nothing, 0.3 is a good choice for a plan to be published.
	Prove float64
}

// Progress is how far a search has come.
type Progress struct {
	Share   float64 // of the budget used
	Energy  float64 // of the best split so far: its weighted terms, and a price for weight left over
	Outside int64   // weight by which its parts miss the band
}

// budget counts what is left of Options.
type budget struct {
	opts  Options
	total int64
	used  int64
	over  bool

	halted bool // by Stop
}

func newBudget(o Options, nodes int) *budget {
	b := &budget{opts: o, total: o.Iterations}
	if b.total == 0 && o.Spent == nil {
		b.total = 20_000 * int64(nodes)
	}
	return b
}

// share is the part of the budget used so far, 1 once it is over.
func (b *budget) share() float64 {
	if b.over {
		return 1
	}
	s := 0.0
	if b.total > 0 {
		s = float64(b.used) / float64(b.total)
	}
	if b.opts.Spent != nil {
		s = max(s, b.opts.Spent())
	}
	if b.halted = b.opts.Stop != nil && b.opts.Stop(); b.halted || s >= 1 {
		b.over = true
		return 1
	}
	return s
}

func (b *budget) spend(moves int64) { b.used += moves }
