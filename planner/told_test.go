package planner_test

import (
	"testing"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/plannertest"
)

// What was told at the door changes what planners see of a family, and what is absurd
// does not.
func TestWhatWasToldIsBelieved(t *testing.T) {
	rules := plannertest.Rules(t, "2026-11-23")
	door := geo.Position{Lon: 110.8, Lat: -7.55}
	cell, err := geo.CellAt(door)
	if err != nil {
		t.Fatal(err)
	}
	day := plannertest.Day(t, "2026-12-24")
	home := planner.Household{ID: 1, Cell: cell, Spread: true, Accuracy: "E", Phone: "+6281", PhoneQuality: planner.PhoneWorks, NoVisit: &planner.NoVisit{Until: day, Reason: "berkas"}}
	near := geo.Position{Lon: 110.801, Lat: -7.551}
	for name, test := range map[string]struct {
		told  planner.Told
		holds func(planner.Household) bool
	}{
		"a new number, not tried":         {planner.Told{Phone: "+6289"}, func(h planner.Household) bool { return h.Phone == "+6289" && h.PhoneQuality == planner.PhoneUnknown }},
		"the same number":                 {planner.Told{Phone: "+6281"}, func(h planner.Household) bool { return h.PhoneQuality == planner.PhoneWorks }},
		"no number":                       {planner.Told{}, func(h planner.Household) bool { return h.Phone == "+6281" && h.PhoneQuality == planner.PhoneWorks }},
		"a Saturday":                      {planner.Told{Hours: []planner.Hours{{Days: "SABTU", From: 600, To: 700, Consent: true}}}, func(h planner.Household) bool { return len(h.Consents) == 0 }},
		"a longer ban":                    {planner.Told{NoVisit: &planner.NoVisit{Until: day + 9}}, func(h planner.Household) bool { return h.NoVisit.Until == day+9 }},
		"a shorter ban than the branch's": {planner.Told{NoVisit: &planner.NoVisit{Until: day - 9}}, func(h planner.Household) bool { return h.NoVisit.Until == day }},
		"the door": {planner.Told{House: &planner.House{At: near, Accuracy: 9}}, func(h planner.Household) bool {
			return *h.At == near && h.Accuracy == "A" && h.Radius == 9 && !h.Spread && h.Cell == cell
		}},
		"a door in another kabupaten": {planner.Told{House: &planner.House{At: geo.Position{Lon: 111, Lat: -7.7}, Accuracy: 9}}, func(h planner.Household) bool { return h.At == nil && h.Spread }},
		"hours of a weekday": {planner.Told{Hours: []planner.Hours{{Days: "KERJA", From: 7 * 60, To: 9 * 60}}}, func(h planner.Household) bool {
			return len(h.Consents) == 1 && h.Consents[0] == planner.Consent{Open: rules.Visiting.Open, Close: 9 * 60}
		}},
		"hours after the visiting hours, agreed to": {planner.Told{Hours: []planner.Hours{{Days: "KERJA", From: 20 * 60, To: 21 * 60, Consent: true}}}, func(h planner.Household) bool {
			return len(h.Consents) == 1 && h.Consents[0].Close == 21*60
		}},
		"and not agreed to":       {planner.Told{Hours: []planner.Hours{{Days: "KERJA", From: 20 * 60, To: 21 * 60}}}, func(h planner.Household) bool { return len(h.Consents) == 0 }},
		"a Sunday, not agreed to": {planner.Told{Hours: []planner.Hours{{Days: "MINGGU", From: 600, To: 700}}}, func(h planner.Household) bool { return len(h.Consents) == 0 }},
		"a Sunday, agreed to":     {planner.Told{Hours: []planner.Hours{{Days: "MINGGU", From: 600, To: 700, Consent: true}}}, func(h planner.Household) bool { return len(h.Consents) == 1 && h.Consents[0].Sunday }},
	} {
		if got := home.With(test.told, &rules); !test.holds(got) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestBestPartIsWhereAFamilyWasMet(t *testing.T) {
	visit := func(at planner.Minute, o planner.Outcome) planner.Visit { return planner.Visit{At: at, Outcome: o} }
	for want, past := range map[string][]planner.Visit{
		"":      {visit(1000, planner.NotHome)},
		"SORE":  {visit(600, planner.Refused), visit(1000, planner.Refused)},
		"PAGI":  {visit(600, planner.Refused), visit(600, planner.Refused), visit(1000, planner.Refused), visit(1000, planner.NotHome)},
		"SIANG": {visit(800, planner.Promised)},
	} {
		if got := (planner.History{Visits: past}).BestPart(); got != want {
			t.Errorf("%v: %q, want %q", past, got, want)
		}
	}
}
