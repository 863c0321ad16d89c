// Package route plans the days of a kader: Make chooses whom to visit on each
// working day of a month, in which order and when; Plan.Check goes over every plan
// again; Input.Upsets says what today's facts have against the days already
// stored. It is pure, as package planner is.
package route

import (
	"context"
	"fmt"
	"math/rand/v2"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/orienteer"
)

// Input is all that a kader's routes depend on.
type Input struct {
	Kader    planner.Kader    `json:"kader"`
	First    planner.Day      `json:"first"` // the days planned, both ends included
	Last     planner.Day      `json:"last"`
	Rules    planner.Rules    `json:"rules"` // of the first day; what is past, is past on that day
	Calendar planner.Calendar `json:"calendar"`
	Chances  planner.Chances  `json:"chances"`
	Since    planner.Day      `json:"since"` // when the kader took the territory over

	Households []planner.Household                     `json:"households"` // of the kader's territories, eligible or not
	Histories  map[planner.HouseholdID]planner.History `json:"histories"`
	Desa       map[geo.AreaCode]geo.Area               `json:"desa"` // where to report before the first visit

	// Published are the announced days as they are stored. They stay so, but for what
	// today's facts forbid or newly ask for.
	Published []Route `json:"published,omitempty"`
	// Planned are the stored days after them: where the search begins, and what
	// Upset looks at besides.
	Planned []Route `json:"planned,omitempty"`
	// Now is the time of day on First once that day has begun, and 0 before. Visits
	// that were to begin before it stay as they were.
	Now planner.Minute `json:"now,omitempty"`

	// Engagements take time of the days planned; none of them overlaps another.
	Engagements []planner.Engagement `json:"engagements,omitempty"`

	Travel geo.Travel `json:"-"` // nil: the straight line of the rule
}

// stop ends a search with ctx or when a share of its time is up; nil where neither
// can be.
func stop(ctx context.Context, o planner.Options, share float64) func() bool {
	if o.Clock == nil && ctx.Done() == nil {
		return nil
	}
	return func() bool { return ctx.Err() != nil || o.Clock != nil && o.Clock() >= share }
}

// left tells a search what share of its time is left, where a clock ends it: it keeps
// some of that for a last certificate.
func left(o planner.Options) func() float64 {
	if o.Clock == nil {
		return nil
	}
	return func() float64 { return max(0, 1-o.Clock()/searched) }
}

// Make chooses whom the kader visits on each working day, in which order
// and when, so that what the visits are expected to bring less the cost of riding
// is as large as it can find. Hours, consents, cooldowns, bans and promises bind;
// appointments come before the least number of stops, and both before Rupiah.
// When ctx ends the plan is the best so far. What could not be done is said in
// the plan (Route.Few, LeftOut); the error is for input that makes no sense.
func Make(ctx context.Context, in Input, o planner.Options) (Plan, error) {
	return Follow(ctx, in, o, func([]Route) {})
}

// Follow is Make that tells better, on the way, of each month that ranks higher than
// the one before, some of them twice: its days that nobody was told of yet, for an
// Input to go on from (Planned).
func Follow(ctx context.Context, in Input, o planner.Options, better func([]Route)) (Plan, error) {
	m, err := newMonth(ctx, in, o.Seed)
	if err != nil {
		return Plan{}, fmt.Errorf("routes of kader %d: %w", in.Kader.ID, err)
	}
	if len(m.days) == 0 {
		return m.idle(o.Seed), nil
	}
	search := orienteer.Options{
		Seed: o.Seed, Iterations: iterations(o), Stop: stop(ctx, o, searched), Left: left(o),
		Progress: func(p orienteer.Progress) {
			o.Report(share(o, p.Iterations), planner.Rupiah(p.Value).String())
			if p.Best != nil {
				better(m.draft(p.Best))
			}
		},
	}
	if len(m.days) > 1 { // a single day is solved outright
		search.Start = m.start()
	}
	solved, err := orienteer.Solve(&m.problem, search)
	if err != nil {
		return Plan{}, fmt.Errorf("routes of kader %d: %w", in.Kader.ID, err)
	}
	if o.Clock != nil {
		m.proveDays(solved, func() bool { return ctx.Err() != nil }, stop(ctx, o, 1))
	}
	return m.plan(solved), nil
}

// draft is a month in the making, but for announced days.
func (m *month) draft(days []orienteer.Route) (out []Route) {
	for d, w := range m.days {
		if m.facts.standings[w.Day] == nil {
			out = append(out, m.route(d, &days[d]))
		}
	}
	return out
}

// usualIterations are enough for a month of some 25 days to settle and for its
// bound to come near.
const usualIterations = 600

// iterations of the search: as asked for, or the usual where no clock ends it.
func iterations(o planner.Options) int {
	if o.Iterations == 0 && o.Clock == nil {
		return usualIterations
	}
	return o.Iterations
}

// share of the work that so many iterations are.
func share(o planner.Options, done int) float64 {
	if o.Clock != nil {
		return min(1, o.Clock())
	}
	return float64(done) / float64(iterations(o))
}

// month is an Input laid out as an instance of the kernel: node i is
// nodes[i], the points after the nodes are the home and the desa to report to.
type month struct {
	in      Input
	nodes   []node
	facts   *facts
	kept    []Route // announced days that are not planned anew
	fixed   []Route // the visits that stay, as far as they keep others away
	days    []planner.Workday
	reports map[int]report       // by the day's place in days
	leads   map[int]lead         // likewise
	engaged map[int][]engagement // likewise, in their order
	travel  geo.Matrix
	places  []spot
	home    int
	problem orienteer.Problem
	out     []LeftOut // households that are no nodes
	duties  map[int]duty
	drawn   map[int]float64
	worths  [][][]planner.Worth // worths[d][i], one for each window of the instance

	highArrears planner.Rupiah // from which they count as large; 0 until asked for
}

// node is a household that may be visited on some day.
type node struct {
	planner.Household
	past     planner.History
	rest     planner.Rest
	due      planner.Day // by when coverage asks for a visit
	service  planner.Minute
	reported planner.Day // not before this day: its desa hears of the kader then
}

// report is a courtesy call at the balai desa on the way to a day's first stop.
type report struct {
	desa  geo.AreaCode
	point int
}

func newMonth(ctx context.Context, in Input, seed uint64) (*month, error) {
	if in.Last < in.First {
		return nil, fmt.Errorf("days %v to %v: %w", in.First, in.Last, planner.ErrInput)
	}
	m := &month{in: in}
	m.facts = newFacts(&m.in)
	if _, err := m.facts.owed(ctx); err != nil {
		return nil, err
	}
	if err := m.build(ctx); err != nil {
		return nil, err
	}
	m.appoint(rand.New(rand.NewPCG(seed, 0x6b61646572)))
	return m, nil
}

// build lays the instance out, but for its appointments.
func (m *month) build(ctx context.Context) error {
	m.reports, m.leads, m.engaged, m.duties, m.drawn = map[int]report{}, map[int]lead{}, map[int][]engagement{}, map[int]duty{}, map[int]float64{}
	if err := m.keepAnnounced(ctx); err != nil {
		return err
	}
	if err := m.choosePool(); err != nil {
		return err
	}
	m.chooseDays()
	m.takeUp()
	m.engage()
	m.scheduleReports()
	if err := m.measure(ctx); err != nil {
		return err
	}
	m.layOut()
	return nil
}

// idle is the plan of a kader who has no day to plan.
func (m *month) idle(seed uint64) Plan {
	plan := Plan{Kader: m.in.Kader.ID, First: m.in.First, Last: m.in.Last, Routes: m.kept, LeftOut: m.out, Travel: m.source(), Certificate: Certificate{Seed: seed}}
	seen := visited(m.fixed)
	for _, n := range m.nodes {
		if !seen[n.ID] {
			plan.LeftOut = append(plan.LeftOut, LeftOut{Household: n.ID, Code: LeftNoWorkday})
		}
	}
	plan.finish(m)
	return plan
}

func visited(routes []Route) map[planner.HouseholdID]bool {
	seen := map[planner.HouseholdID]bool{}
	for _, r := range routes {
		for _, s := range r.Stops {
			seen[s.Household] = true
		}
	}
	return seen
}
