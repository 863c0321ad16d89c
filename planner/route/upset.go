package route

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"binaan/geo"
	"binaan/planner"
)

// UpsetCode says why a stored day cannot stay as it was planned.
type UpsetCode string

// The codes of upsets.
const (
	UpsetPaid    UpsetCode = "PAID"    // the family has paid, or owes nothing that a kader collects
	UpsetMoved   UpsetCode = "MOVED"   // it moved or died, its address is no more, or it is another kader's now
	UpsetRest    UpsetCode = "REST"    // it may not be visited that day any more: a ban, a newer visit, a promise for later
	UpsetHours   UpsetCode = "HOURS"   // its hours or the kader's shift are others now
	UpsetPromise UpsetCode = "PROMISE" // it promised for that day
	UpsetRequest UpsetCode = "REQUEST" // the branch asked for a visit by that day
	UpsetAway    UpsetCode = "AWAY"    // the kader does not work that day
	UpsetEngaged UpsetCode = "ENGAGED" // the kader has an engagement that day, of which the route knows nothing
	UpsetFreed   UpsetCode = "FREED"   // an engagement of the route was called off
	UpsetBack    UpsetCode = "BACK"    // the kader works that day, and it has no route
)

// Upset is what keeps a stored day from staying as it was planned.
type Upset struct {
	Day       planner.Day         `json:"day"`
	Household planner.HouseholdID `json:"household,omitempty"` // 0: the day as a whole
	Code      UpsetCode           `json:"code"`

	Engagement planner.EngagementID `json:"engagement,omitempty"`
}

// Upsets are what today's facts have against the stored days of the input,
// announced or not, by day and household. Where there are none, nothing has to be
// planned anew. The input's days are taken to have been planned: a workday without
// a stored route is an upset as well.
func (in Input) Upsets(ctx context.Context) ([]Upset, error) {
	f := newFacts(&in)
	var out []Upset
	for _, r := range in.Published {
		out = append(out, f.stand(r).upsets...)
	}
	for _, r := range in.Planned {
		out = append(out, f.later(r)...)
	}
	out = append(out, f.back()...)
	owed, err := f.owed(ctx)
	if err != nil {
		return nil, fmt.Errorf("upsets of kader %d: %w", in.Kader.ID, err)
	}
	out = append(out, owed...)
	slices.SortFunc(out, func(a, b Upset) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Household, b.Household), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Engagement, b.Engagement))
	})
	return slices.Compact(out), nil
}

// facts are an input as today's look at stored days needs it.
type facts struct {
	in        *Input
	families  map[planner.HouseholdID]planner.Household
	work      map[planner.Day]planner.Workday
	met       map[geo.AreaCode]planner.Day // the first day on which a desa knows the kader
	standings map[planner.Day]*standing    // of announced days
}

func newFacts(in *Input) *facts {
	f := &facts{in: in, families: map[planner.HouseholdID]planner.Household{}, work: map[planner.Day]planner.Workday{}, standings: map[planner.Day]*standing{}}
	for _, h := range in.Households {
		f.families[h.ID] = h
	}
	for _, w := range in.Calendar.Workdays(in.Kader, &in.Rules, in.First, in.Last) {
		f.work[w.Day] = w
	}
	for _, r := range in.Published {
		f.standings[r.Day] = f.stand(r)
	}
	f.met = in.acquainted(f.standings)
	return f
}

// acquainted are the first days on which the kader may visit families of each
// desa without a report: those of visits made and of announced days that stand.
func (in *Input) acquainted(standings map[planner.Day]*standing) map[geo.AreaCode]planner.Day {
	met := map[geo.AreaCode]planner.Day{}
	for _, h := range in.Households {
		for _, v := range in.Histories[h.ID].Visits {
			if v.Kader == in.Kader.ID {
				met[h.Desa] = 0
			}
		}
	}
	for _, r := range in.Published {
		if s := standings[r.Day]; s != nil && s.void() {
			continue
		}
		for _, stop := range r.Stops {
			if stop.Engagement != nil {
				continue
			}
			if first, known := met[stop.Desa]; !known || r.Day < first {
				met[stop.Desa] = r.Day
			}
		}
	}
	return met
}

// standing is what today's facts leave of an announced day.
type standing struct {
	route   Route
	work    planner.Workday
	past    []Stop                // begun by now
	made    []planner.HouseholdID // recorded as visited before their turn came
	keep    []planner.HouseholdID // stay on the day
	missing []planner.HouseholdID // owed a visit that day, for which there is room
	again   bool                  // something of the route itself is upset
	upsets  []Upset
}

// void reports whether the kader does not work that day.
func (s *standing) void() bool { return len(s.work.Shifts) == 0 }

// firm reports whether the route stays as it is.
func (s *standing) firm() bool { return !s.again && len(s.missing) == 0 }

func (s *standing) blame(id planner.HouseholdID, code UpsetCode) {
	s.upsets = append(s.upsets, Upset{Day: s.route.Day, Household: id, Code: code})
}

// stand judges an announced day.
func (f *facts) stand(r Route) *standing {
	s := &standing{route: r, work: f.work[r.Day]}
	s.past = r.Stops[:f.begun(r)]
	if len(s.past) == len(r.Stops) && len(s.past) > 0 {
		return s
	}
	if s.void() {
		s.again = true
		s.blame(0, UpsetAway)
		return s
	}
	if open, shut := f.in.hours(r.Stops, s.work.Open(), s.work.Close()); len(r.Stops) > 0 && (r.Leave < open || r.Return > shut) {
		s.again = true
		s.blame(0, UpsetHours)
	}
	if r.Day == f.in.First && f.in.Now >= s.work.Close() && len(r.Stops) > 0 {
		s.work.Shifts = nil // it closes earlier than it did, and is over
		return s
	}
	if other := f.otherwise(s.past, r.Stops[len(s.past):], s.work); len(other) > 0 {
		s.again = true
		s.upsets = append(s.upsets, other...)
	}
	for _, stop := range r.Stops[len(s.past):] {
		f.standStop(s, stop)
	}
	for _, id := range r.Reserve {
		if code, _ := f.judge(id, r.Day); code != "" {
			s.blame(id, code)
		}
	}
	return s
}

func (f *facts) standStop(s *standing, stop Stop) {
	if stop.Household == 0 {
		return
	}
	if f.made(stop.Household, s.route.Day) {
		s.made = append(s.made, stop.Household)
		return
	}
	code, stays := f.judgeStop(stop, s.route.Day)
	if code != "" {
		s.again = true
		s.blame(stop.Household, code)
	}
	if stays {
		s.keep = append(s.keep, stop.Household)
	}
}

// begun is how many stops of a day have begun by now.
func (f *facts) begun(r Route) int {
	if r.Day != f.in.First {
		return 0
	}
	n := 0
	for n < len(r.Stops) && r.Stops[n].Begin < f.in.Now {
		n++
	}
	return n
}

// made reports whether a visit of that day is on record.
func (f *facts) made(id planner.HouseholdID, d planner.Day) bool { return f.in.Histories[id].MadeOn(d) }

// judge says what there is against a visit to a family on a day, whatever the hour.
func (f *facts) judge(id planner.HouseholdID, d planner.Day) (code UpsetCode, stays bool) {
	h, ours := f.families[id]
	if !ours {
		return UpsetMoved, false
	}
	rest := f.in.Rules.RestOf(h, f.in.Histories[id])
	if d < rest.From {
		switch rest.Code {
		case planner.RestPaid, planner.RestIneligible:
			return UpsetPaid, false
		case planner.RestGone, planner.RestUnlocated:
			return UpsetMoved, false
		}
		return UpsetRest, false
	}
	if len(f.spans(h, d)) == 0 {
		return UpsetHours, false
	}
	return "", true
}

// judgeStop is judge for a stop with its place and its hour.
func (f *facts) judgeStop(s Stop, d planner.Day) (code UpsetCode, stays bool) {
	if code, stays = f.judge(s.Household, d); code != "" {
		return code, stays
	}
	h := f.families[s.Household]
	if h.Desa != s.Desa {
		return UpsetMoved, true
	}
	end := s.Begin + f.in.Rules.VisitTime(h)
	if !slices.ContainsFunc(f.spans(h, d), func(x planner.Span) bool { return x.Open <= s.Begin && end <= x.Close }) {
		return UpsetHours, true
	}
	return "", true
}

// spans is when the family may be visited on d; it ends where a visit would not
// be over in time.
func (f *facts) spans(h planner.Household, d planner.Day) []planner.Span {
	promise := f.in.Histories[h.ID].Pending(&f.in.Rules, f.in.Rules.Day)
	long := f.in.Rules.VisitTime(h)
	return slices.DeleteFunc(planner.Intersect(f.in.Calendar.VisitSpans(&f.in.Rules, h, promise, d), f.work[d].Shifts),
		func(s planner.Span) bool { return s.Close-s.Open < long })
}

// later judges a stored day that is not announced yet.
func (f *facts) later(r Route) []Upset {
	if len(f.work[r.Day].Shifts) == 0 {
		return []Upset{{Day: r.Day, Code: UpsetAway}}
	}
	out := f.otherwise(nil, r.Stops, f.work[r.Day])
	for _, s := range r.Stops {
		if s.Household == 0 {
			continue
		}
		if code, _ := f.judgeStop(s, r.Day); code != "" {
			out = append(out, Upset{Day: r.Day, Household: s.Household, Code: code})
		}
	}
	return out
}

// stored are the routes there are, by day.
func (f *facts) stored() map[planner.Day]Route {
	days := map[planner.Day]Route{}
	for _, r := range f.in.Published {
		days[r.Day] = r
	}
	for _, r := range f.in.Planned {
		days[r.Day] = r
	}
	return days
}

// back finds workdays without a route: the kader was away when they were planned.
func (f *facts) back() []Upset {
	stored := f.stored()
	var out []Upset
	for d := f.in.First; d <= f.in.Last; d++ {
		w, works := f.work[d]
		if _, planned := stored[d]; !works || planned || w.Special || d == f.in.First && f.in.Now > w.Open() {
			continue
		}
		out = append(out, Upset{Day: d, Code: UpsetBack})
	}
	return out
}
