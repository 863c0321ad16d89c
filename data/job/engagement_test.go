package job_test

import (
	"slices"
	"testing"

	"binaan/data"
	"binaan/planner"
	"binaan/planner/route"
)

// A meeting planned in the morning stands in the evening's route, in order and at its
// hour, on the phone too; called off, the day is planned anew without it.
func TestAMeetingIsAnsweredByTheEveningsRoute(t *testing.T) {
	store, b, today, _ := inMonth(t)
	other := routeOf(t, store, b, 2, today)
	meeting := data.PlannedEngagement{
		Engagement: planner.Engagement{Day: today, Open: 17 * 60, Minutes: 60, For: planner.Education, Place: "Balai RW 3"},
		Desa:       routeOf(t, store, b, 1, today).Stops[0].Desa,
	}
	if err := store.AddEngagement(t.Context(), b.ID, 1, meeting, 1); err != nil {
		t.Fatal(err)
	}
	plans := look(t, store, b, today)
	if len(plans) != 1 || !slices.Equal(plans[0].Request.Only, []planner.KaderID{1}) || plans[0].Request.Why[0].Upset[0].Code != route.UpsetEngaged {
		t.Fatalf("plans %+v, want one of kader 1 for its engagement", plans)
	}
	now := routeOf(t, store, b, 1, today)
	at := slices.IndexFunc(now.Stops, func(s route.Stop) bool { return s.Engagement != nil })
	if at < 0 || now.Stops[at].Begin != meeting.Open || now.Stops[at].Engagement.At == nil {
		t.Fatalf("stops %+v, want the meeting at %v", now.Stops, meeting.Open)
	}
	if got := routeOf(t, store, b, 2, today); len(got.Stops) != len(other.Stops) {
		t.Error("the other kader's day changed")
	}
	if got := engagedOnPhone(t, store, b, today); !slices.Equal(got, []planner.Minute{meeting.Open}) {
		t.Errorf("on the phone: %v", got)
	}
	if again := look(t, store, b, today); len(again) != 0 {
		t.Errorf("answered, and planned again: %+v", again)
	}

	if err := store.RemoveEngagement(t.Context(), b.ID, 1, now.Stops[at].Engagement.ID, 1); err != nil {
		t.Fatal(err)
	}
	look(t, store, b, today)
	if slices.ContainsFunc(routeOf(t, store, b, 1, today).Stops, func(s route.Stop) bool { return s.Engagement != nil }) {
		t.Error("called off, and still on the route")
	}
}

// engagedOnPhone are the hours of the engagements of a day in kader 1's pack.
func engagedOnPhone(t *testing.T, store *data.Store, b data.Branch, day planner.Day) (hours []planner.Minute) {
	t.Helper()
	pack, err := store.Pack(t.Context(), b.ID, 1, day)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range pack.Days[0].Stops {
		if s.Engaged != nil {
			hours = append(hours, s.From)
		}
	}
	return hours
}
