package api_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"testing"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
	"binaan/planner/route"
)

func TestLeftOutShowsNamesButNoNumbersOfTheFamilies(t *testing.T) {
	o, cookie := village(t)
	month := datatest.NextMonth()
	head, err := o.store.QueuePlan(t.Context(), o.own.ID, data.RouteKind, data.PlanRequest{Month: month.String(), Only: []planner.KaderID{1}}, "contoh")
	if err != nil {
		t.Fatal(err)
	}
	plan := route.Plan{Kader: 1, First: month.First(), Last: month.Last(), LeftOut: []route.LeftOut{
		{Household: 2, Code: route.LeftOutbid, Short: 35_000, Day: month.First(), Instead: 5},
	}}
	if err := o.store.FinishRoutes(t.Context(), data.UnitJob{Branch: o.own.ID, Plan: head.ID, Unit: "1"}, plan); err != nil {
		t.Fatal(err)
	}
	got := o.send(t, cookie, http.MethodGet, "/api/v1/branches/9901/routes/left-out?kader=1&month="+month.String(), "")
	var body data.LeftOut
	if err := json.Unmarshal([]byte(got.text), &body); err != nil || len(body.Left) != 1 {
		t.Fatalf("%d %s: %v", got.StatusCode, got.text, err)
	}
	if l := body.Left[0]; l.HeadName == "" || l.InsteadName == "" || l.Short != 35_000 {
		t.Errorf("left out %+v", l)
	}
	if numbers := regexp.MustCompile(`\d{12}`).FindString(got.text); numbers != "" {
		t.Errorf("an identity number is shown: %s", numbers)
	}
	for path, want := range map[string]int{
		"?month=" + month.String():                              http.StatusUnprocessableEntity, // whose
		"?kader=1&month=" + (month.Last() + 1).Month().String(): http.StatusNotFound,
		"?kader=1&month=kemarin":                                http.StatusUnprocessableEntity,
	} {
		if got := o.send(t, cookie, http.MethodGet, "/api/v1/branches/9901/routes/left-out"+path, ""); got.StatusCode != want {
			t.Errorf("%s: %d %s, want %d", path, got.StatusCode, got.text, want)
		}
	}
}
