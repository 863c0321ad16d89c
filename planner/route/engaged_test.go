package route

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/plannertest"
)

// engage gives the kader an information meeting so many degrees east of home.
func (in *Input) engage(day planner.Day, open, long planner.Minute, east float64) planner.Engagement {
	e := planner.Engagement{
		ID: planner.EngagementID(len(in.Engagements) + 1), Day: day, Open: open, Minutes: long, For: planner.Education, Place: "Balai RW 3",
		At: &geo.Position{Lon: in.Kader.Home.Lon + east, Lat: in.Kader.Home.Lat},
	}
	in.Engagements = append(slices.Clone(in.Engagements), e)
	return e
}

// at is the place of an engagement among the stops of a route.
func (r Route) at(t *testing.T, e planner.Engagement) (int, Stop) {
	t.Helper()
	k := slices.IndexFunc(r.Stops, func(s Stop) bool { return s.Engagement != nil && s.Engagement.ID == e.ID })
	if k < 0 {
		t.Fatalf("%v: engagement %d is not on the route %+v", r.Day, e.ID, r.Stops)
	}
	return k, r.Stops[k]
}

func TestAMeetingTakesItsTimeAndTheWaysThereOfTheDay(t *testing.T) {
	in := village(t, rand.New(rand.NewPCG(51, 1)), 150, 2)
	free := planned(t, in, planner.Options{Seed: 1, Iterations: 3})
	e := in.engage(in.First, 17*60, 90, 0.02)
	plan := planned(t, in, planner.Options{Seed: 1, Iterations: 3})
	day := routeOn(t, plan, in.First)
	k, s := day.at(t, e)
	if s.Begin != e.Open || s.Household != 0 || s.Expected != 0 {
		t.Errorf("meeting at %v: %+v", e.Open, s)
	}
	if k == 0 || k == len(day.Stops)-1 {
		t.Errorf("stop %d of %d: nothing before or after it", k+1, len(day.Stops))
	}
	for i := k + 1; i < len(day.Stops); i++ {
		if day.Stops[i].Begin < e.Close()+rounded(day.Stops[k+1].RideTime) {
			t.Errorf("stop %d begins at %v, the meeting ends at %v", i+1, day.Stops[i].Begin, e.Close())
		}
	}
	if was := routeOn(t, free, in.First); len(families(day)) >= len(families(was)) && day.Return <= was.Return {
		t.Errorf("%d visits until %v, %d until %v without the meeting: it took no time", len(families(day)), day.Return, len(families(was)), was.Return)
	}
	if day.Proven {
		t.Error("proven, although the ways to the meeting were not searched")
	}
}

func TestAMeetingOutsideTheShiftTakesNone(t *testing.T) {
	in := village(t, rand.New(rand.NewPCG(52, 1)), 60, 1)
	free := planned(t, in, planner.Options{Seed: 1, Iterations: 3})
	in.engage(in.First, 9*60, 60, 0.02) // the shift is of the evening
	in.engage(in.Last+1, 17*60, 60, 0.02)
	if diff := cmp.Diff(free, planned(t, in, planner.Options{Seed: 1, Iterations: 3})); diff != "" {
		t.Errorf("plan (-without +with):\n%s", diff)
	}
}

// Where nobody knows the place, ways are from home.
func TestAMeetingWithoutAPlaceIsTakenToBeAtHome(t *testing.T) {
	in := lane(t)
	e := in.engage(in.First, 17*60, 60, 0)
	in.Engagements[0].At = nil
	_, s := routeOn(t, planned(t, in, planner.Options{Seed: 1, Iterations: 2}), in.First).at(t, e)
	if s.Begin != e.Open {
		t.Errorf("begins at %v", s.Begin)
	}
}

func TestAMeetingPlannedAtNoonAnswersByTheEveningsRoute(t *testing.T) {
	in := announcedVillage(t, 31)
	in.Now = 12 * 60
	today, tomorrow := in.Published[0], in.Published[1]
	if got := upsets(t, in); len(got) != 0 {
		t.Fatalf("upset before: %v", got)
	}
	e := in.engage(in.First, 17*60, 60, 0.01)
	if diff := cmp.Diff([]Upset{{Day: in.First, Code: UpsetEngaged, Engagement: e.ID}}, upsets(t, in)); diff != "" {
		t.Fatalf("upsets (-want +got):\n%s", diff)
	}
	plan := planned(t, in, planner.Options{Seed: 2, Iterations: 3})
	now := routeOn(t, plan, in.First)
	now.at(t, e)
	for _, id := range families(now) {
		if !slices.Contains(families(today), id) && len(families(now)) > len(families(today)) {
			t.Errorf("household %d is new on a day that lost time", id)
		}
	}
	if diff := cmp.Diff(tomorrow, routeOn(t, plan, tomorrow.Day)); diff != "" {
		t.Errorf("tomorrow changed:\n%s", diff)
	}

	in.Published = []Route{now, tomorrow}
	if got := upsets(t, in); slices.ContainsFunc(got, func(u Upset) bool { return u.Engagement != 0 }) {
		t.Errorf("planned anew and upset again: %v", got)
	}
	in.Engagements = nil
	if got := upsets(t, in); !slices.Contains(got, Upset{Day: in.First, Code: UpsetFreed, Engagement: e.ID}) {
		t.Errorf("called off and not upset: %v", got)
	}
}

// A route that is right but for one thing about the kader's meeting.
func TestRefereeHoldsADayToItsEngagements(t *testing.T) {
	const five = 17 * 60
	for _, c := range []struct {
		name, says string
		spoil      func(in *Input, r *Route)
	}{
		{"as it is", "", func(*Input, *Route) {}},
		{"it lasts into the next visit", "engagements", func(in *Input, _ *Route) { in.Engagements[0].Minutes += 90 }},
		{"the meeting is forgotten", "engagements", func(in *Input, r *Route) { *r = in.day(in.First, call{1, five}, call{2, five + 150}) }},
		{"it was called off", "engagements", func(in *Input, _ *Route) { in.Engagements = nil }},
		{"it is elsewhere", "engagements", func(in *Input, _ *Route) { in.Engagements[0].At = &geo.Position{Lon: 110.83, Lat: -7.55} }},
		{"it is earlier", "engagements", func(in *Input, _ *Route) { in.Engagements[0].Open -= 5 }},
		{"begun late for no reason", "engagement 1 at", func(in *Input, r *Route) {
			*r = in.day(in.First, call{1, five}, call{engaged, five + 45}, call{2, five + 150})
		}},
		{"a visit into the meeting", "stop 2: arrives|engagement 1 at|stop 3: arrives", func(in *Input, r *Route) {
			*r = in.day(in.First, call{1, five + 15}, call{engaged, five + 30}, call{2, five + 75})
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := lane(t)
			in.engage(in.First, five+30, 60, 0.003)
			r := in.day(in.First, call{1, five}, call{engaged, five + 30}, call{2, five + 150})
			c.spoil(&in, &r)
			plannertest.SaysExactly(t, in.month(r).Check(in), c.says)
		})
	}
}
