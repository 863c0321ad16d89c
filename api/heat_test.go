package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"binaan/api"
	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner/heat"
)

// mapOf is an answer of the map.
func (o *office) mapOf(t *testing.T, cookie, query string) (a api.HeatAnswer) {
	t.Helper()
	got := o.send(t, cookie, "GET", "/api/v1/branches/9901/heat?"+query, "")
	if got.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s %s", query, got.Status, got.text)
	}
	if err := json.Unmarshal([]byte(got.text), &a); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return a
}

func TestTheMapTellsOfPartsAndOfNoFewFamilies(t *testing.T) {
	store := datatest.New(t)
	o := &office{store: store, own: datatest.Village(t, store)}
	o.staff(t, func(*api.Config) {})
	manager := o.as(t, data.Manager)
	for _, measure := range []string{"arrears", "households", "months", "expected", "uncovered", "visits", "contact", "kept", "collected"} {
		a := o.mapOf(t, manager, "measure="+measure)
		if a.Quarter == "" || len(a.Parts) == 0 || string(a.Measure) != measure {
			t.Errorf("%s: %+v", measure, a)
		}
		t.Log(measure, len(a.Parts), a.Count, a.Total, a.Breaks)
		sum := int64(0)
		for _, p := range a.Parts {
			if p.Households > 0 && p.Households < a.Least {
				t.Errorf("%s: part %d of %d families is told", measure, p.ID, p.Households)
			}
			if p.Status == heat.Told && a.Unit == heat.InCount {
				sum += p.Value
			}
		}
		if a.Unit == heat.InCount && sum != a.Total.Num {
			t.Errorf("%s: parts sum to %d, the total is %d", measure, sum, a.Total.Num)
		}
	}
	a := o.mapOf(t, manager, "measure=households")
	if a.Count.Households != 1300 || a.Total.Num != 1300 {
		t.Errorf("%+v of 1300 families", a.Count)
	}
	for _, path := range []string{"/tiles/%s/11/1654/1067.mvt?branch=9901&quarter=" + a.Quarter} {
		for _, layer := range []string{"parts", "units"} {
			if got := o.send(t, manager, "GET", fmt.Sprintf(path, layer), ""); got.StatusCode != http.StatusOK || len(got.text) < 200 {
				t.Errorf("tile of %s: %s %d bytes", layer, got.Status, len(got.text))
			}
		}
	}
}
