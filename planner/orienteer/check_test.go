package orienteer

import (
	"slices"
	"strings"
	"testing"
)

// twoDays are four nodes a minute apart on a line from the depot (point 4), two days
// of at most two stops, and a right plan: nodes 0 and 1 on the first day, 2 on the
// second; node 0 has an appointment on the first.
func twoDays() (*Problem, *Plan) {
	p := &Problem{Nodes: 4, Service: []int64{10, 10, 10, 10}, Must: []Must{{Node: 0, Days: []int{0}}}}
	place := []int64{1, 2, 3, 4, 0}
	for _, a := range place {
		var time, cost []int64
		for _, b := range place {
			time, cost = append(time, max(a-b, b-a)), append(cost, 2*max(a-b, b-a))
		}
		p.Time, p.Cost = append(p.Time, time), append(p.Cost, cost)
	}
	for date := range 2 {
		day := Day{Date: date, Start: 4, End: 4, Open: 0, Close: 60, MaxStops: 2}
		for range 4 {
			day.Windows = append(day.Windows, []Window{{0, 20, 100}, {21, 40, 50}})
		}
		p.Days = append(p.Days, day)
	}
	plan := &Plan{Days: []Route{
		route(p, 0, [2]int64{0, 1}, [2]int64{1, 12}),
		route(p, 1, [2]int64{2, 3}),
	}}
	total(plan)
	return p, plan
}

// route adds up a day of stops, given as node and begin: every time and sum of it is
// right, whatever it breaks.
func route(p *Problem, d int, stops ...[2]int64) Route {
	r := Route{}
	at, clock := p.Days[d].Start, int64(0)
	for _, s := range stops {
		i := int(s[0])
		stop := Stop{Node: i, Arrive: clock + p.Time[at][i], Begin: s[1], Leave: s[1] + p.Service[i]}
		for _, w := range p.Days[d].Windows[i] {
			if w.Open <= s[1] && s[1] <= w.Close {
				stop.Prize = w.Prize
			}
		}
		r.Prize += stop.Prize
		r.Cost += p.Cost[at][i]
		at, clock = i, stop.Leave
		r.Stops = append(r.Stops, stop)
	}
	if len(stops) > 0 {
		r.Cost += p.Cost[at][p.Days[d].End]
		r.Return = clock + p.Time[at][p.Days[d].End]
	}
	return r
}

func total(plan *Plan) {
	plan.Value = 0
	for _, r := range plan.Days {
		plan.Value += r.Prize - r.Cost
	}
	plan.Bound = plan.Value
}

// Every plan here is right in every sum and breaks one rule, and the check says that
// of it and nothing else.
func TestCheckRefusesEachBreachOfItsOwn(t *testing.T) {
	for _, c := range []struct {
		name, says string
		do         func(p *Problem, plan *Plan, first *Route)
	}{
		{"nothing", "", func(*Problem, *Plan, *Route) {}},
		{"no problem", "service time", func(p *Problem, _ *Plan, _ *Route) { p.Service[0] = -1 }},
		{"a day less", "1 routes for 2 days", func(_ *Problem, plan *Plan, _ *Route) { plan.Days = plan.Days[:1] }},
		{"more stops than the cap", "2 stops, cap 1", func(p *Problem, _ *Plan, _ *Route) { p.Days[0].MaxStops = 1 }},
		{"as many stops as one likes", "", func(p *Problem, plan *Plan, first *Route) {
			p.Days[0].MaxStops = 0
			*first = route(p, 0, [2]int64{0, 1}, [2]int64{1, 12}, [2]int64{3, 24})
			total(plan)
		}},
		{"a departure before the day opens", "departs at 0, opens at 1", func(p *Problem, _ *Plan, _ *Route) { p.Days[0].Open = 1 }},
		{"an idle day", "", func(p *Problem, plan *Plan, _ *Route) {
			plan.Days[1] = Route{}
			total(plan)
		}},
		{"an idle day that departs too soon", "departs at 0, opens at 1", func(p *Problem, plan *Plan, _ *Route) {
			p.Days[1].Open = 1
			plan.Days[1] = Route{}
			total(plan)
		}},
		{"an idle day with a prize", "idle with prize 7", func(p *Problem, plan *Plan, _ *Route) {
			plan.Days[1] = Route{Prize: 7}
			total(plan)
		}},
		{"an idle day with a cost", "and cost -7", func(p *Problem, plan *Plan, _ *Route) {
			plan.Days[1] = Route{Cost: -7}
			total(plan)
		}},
		{"a node below the first", "no node -1", func(p *Problem, plan *Plan, _ *Route) { plan.Days[1].Stops[0].Node = -1 }},
		{"a node beyond the last", "no node 4", func(p *Problem, plan *Plan, _ *Route) { plan.Days[1].Stops[0].Node = 4 }},
		{"a node twice a day", "node 0 again", func(p *Problem, plan *Plan, first *Route) {
			p.Spacing = slices.Repeat([]Spacing{{Visits: 2, Days: 1}}, 4)
			*first = route(p, 0, [2]int64{0, 1}, [2]int64{0, 11})
			total(plan)
		}},
		{"a node on two days", "node 0: 2 visits", func(p *Problem, plan *Plan, _ *Route) {
			plan.Days[1] = route(p, 1, [2]int64{0, 1})
			total(plan)
		}},
		{"a node again too soon", "node 0: 2 visits from date 0, at most 1 in 2 days", func(p *Problem, plan *Plan, _ *Route) {
			p.Spacing = slices.Repeat([]Spacing{{Visits: 1, Days: 2}}, 4)
			plan.Days[1] = route(p, 1, [2]int64{0, 1})
			total(plan)
		}},
		{"a node again after its days", "", func(p *Problem, plan *Plan, _ *Route) {
			p.Spacing = slices.Repeat([]Spacing{{Visits: 1, Days: 1}}, 4)
			plan.Days[1] = route(p, 1, [2]int64{0, 1})
			total(plan)
		}},
		{"a node twice where it may", "", func(p *Problem, plan *Plan, _ *Route) {
			p.Spacing = slices.Repeat([]Spacing{{Visits: 2}}, 4)
			plan.Days[1] = route(p, 1, [2]int64{0, 1})
			total(plan)
		}},
		{"an arrival before one can be there", "arrives 11", func(_ *Problem, _ *Plan, first *Route) { first.Stops[1].Arrive-- }},
		{"begun before arrival", "stop 1: arrives 12, begins 11", func(p *Problem, plan *Plan, first *Route) {
			*first = route(p, 0, [2]int64{0, 1}, [2]int64{1, 11})
			total(plan)
		}},
		{"left before the service is done", "leaves 21", func(p *Problem, _ *Plan, first *Route) {
			first.Stops[1].Leave--
			first.Return--
		}},
		{"a wait", "", func(p *Problem, plan *Plan, first *Route) {
			*first = route(p, 0, [2]int64{0, 1}, [2]int64{1, 21})
			total(plan)
		}},
		{"another window's prize", "prize 50, window's is 100", func(p *Problem, plan *Plan, first *Route) {
			first.Stops[1].Prize, first.Prize = 50, 150
			total(plan)
		}},
		{"outside its windows", "node 1 has no window at 41", func(p *Problem, plan *Plan, first *Route) {
			*first = route(p, 0, [2]int64{0, 1}, [2]int64{1, 41})
			total(plan)
		}},
		{"before its window opens", "node 2 has no window at 3", func(p *Problem, _ *Plan, _ *Route) { p.Days[1].Windows[2] = []Window{{4, 20, 100}} }},
		{"at a node without windows", "node 2 has no window at 3", func(p *Problem, _ *Plan, _ *Route) { p.Days[1].Windows[2] = nil }},
		{"home after the day closes", "closes at 23", func(p *Problem, _ *Plan, _ *Route) { p.Days[0].Close = 23 }},
		{"home when the day closes", "", func(p *Problem, _ *Plan, _ *Route) { p.Days[0].Close = 24 }},
		{"home too soon", "returns at 24, not 23", func(_ *Problem, _ *Plan, first *Route) { first.Return-- }},
		{"a prize that does not add up", "stops add up to", func(_ *Problem, plan *Plan, first *Route) {
			first.Prize++
			total(plan)
		}},
		{"a cost that does not add up", "stops add up to", func(_ *Problem, plan *Plan, first *Route) {
			first.Cost--
			total(plan)
		}},
		{"ways that cost nothing", "", func(p *Problem, plan *Plan, first *Route) {
			p.Cost, first.Cost, plan.Days[1].Cost = nil, 0, 0
			total(plan)
		}},
		{"a limit passed", "limit 0: 3, at most 2", func(p *Problem, _ *Plan, _ *Route) { p.Limits = []Limit{{Weight: []int64{1, 1, 1, 1}, Most: 2}} }},
		{"a limit kept", "", func(p *Problem, _ *Plan, _ *Route) { p.Limits = []Limit{{Weight: []int64{1, 1, 1, 1}, Most: 3}} }},
		{"an appointment missed that is not told", "appointment 1: kept", func(p *Problem, _ *Plan, _ *Route) { p.Must = append(p.Must, Must{Node: 3, Days: []int{1}}) }},
		{"an appointment kept on another day", "appointment 1: kept", func(p *Problem, _ *Plan, _ *Route) { p.Must = append(p.Must, Must{Node: 1, Days: []int{1}}) }},
		{"an appointment missed that is told", "", func(p *Problem, plan *Plan, _ *Route) {
			p.Must = append(p.Must, Must{Node: 3, Days: []int{1}})
			plan.Unkept = []int{1}
		}},
		{"an appointment kept that is told as missed", "appointment 0: kept", func(_ *Problem, plan *Plan, _ *Route) { plan.Unkept = []int{0} }},
		{"a richer plan", "plan: value", func(_ *Problem, plan *Plan, _ *Route) {
			plan.Value++
			plan.Bound++
		}},
		{"a bound below the value", "plan: bound", func(_ *Problem, plan *Plan, _ *Route) { plan.Bound-- }},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, plan := twoDays()
			c.do(p, plan, &plan.Days[0])
			err := Check(p, plan)
			if c.says == "" && err != nil || c.says != "" && (err == nil || strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), c.says)) {
				t.Errorf("check says %v, want %q alone", err, c.says)
			}
		})
	}
}
