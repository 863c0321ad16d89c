package planner

import "errors"

// ErrInput marks a request that makes no sense.
var ErrInput = errors.New("input makes no sense")

// Options steer a plan. The zero value plans with seed 0 and the usual number of
// iterations.
type Options struct {
	Seed uint64
	// Iterations limits the search; the same seed and iterations give the same plan.
	Iterations int
	// Clock is the share of the time granted that has passed, from 0 on; the plan
	// is finished soon after it reaches 1. Nil grants time without end. It is the
	// caller's clock: the planner has none.
	Clock func() float64
	// Progress hears of the work done so far, 0 to 1, with a word about it.
	Progress func(share float64, note string)
}

// Report tells Progress, where anybody listens.
func (o Options) Report(share float64, note string) {
	if o.Progress != nil {
		o.Progress(share, note)
	}
}

// Part are the options of one of n plans that share the budget.
func (o Options) Part(k, n int) Options {
	part := o
	part.Progress = func(share float64, note string) { o.Report((float64(k)+share)/float64(n), note) }
	part.Iterations = o.Iterations / n
	if o.Iterations > 0 {
		part.Iterations = max(1, part.Iterations)
	}
	if clock := o.Clock; clock != nil {
		part.Clock = func() float64 { return clock()*float64(n) - float64(k) }
	}
	return part
}
