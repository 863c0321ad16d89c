package api_test

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

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

// What is on the screen, in the file, and in the tables is the same, also under a filter;
// what is hidden is not in the file either.
func TestTheFileIsTheMap(t *testing.T) {
	store := datatest.New(t)
	o := &office{store: store, own: datatest.Village(t, store)}
	o.staff(t, func(*api.Config) {})
	manager := o.as(t, data.Manager)
	o.did(t, "update household set classes = '{2,2}' where id % 7 = 0")
	o.did(t, "update household set months = 5 where id % 5 = 0")
	for _, query := range []string{"measure=households", "measure=households&membership=III&months=12-24", "measure=arrears&membership=III&against=2026-10"} {
		a := o.mapOf(t, manager, query)
		got := o.send(t, manager, "GET", "/api/v1/branches/9901/heat/export?"+query, "")
		rows, err := csv.NewReader(strings.NewReader(got.text)).ReadAll()
		if err != nil || got.Header.Get("X-Row-Count") != fmt.Sprint(len(a.Parts)) || len(rows) != len(a.Parts)+1 {
			t.Fatalf("%s: %d rows of %d, said %s: %v", query, len(rows)-1, len(a.Parts), got.Header.Get("X-Row-Count"), err)
		}
		states := map[heat.State]int{}
		for i, p := range a.Parts {
			row := rows[i+1]
			want := ""
			if states[p.Status]++; p.Status == heat.Told {
				want = fmt.Sprint(p.Value)
			}
			if row[0] != fmt.Sprint(p.ID) || row[8] != string(p.Status) || row[9] != want || row[15] != a.Filters {
				t.Errorf("%s: part %+v is written as %v", query, p, row)
			}
		}
		if states[heat.Told] == 0 {
			t.Errorf("%s: nothing is told: %v", query, states)
		}
		if geo := o.send(t, manager, "GET", "/api/v1/branches/9901/heat/export?format=geojson&"+query, ""); strings.Count(geo.text, `"Feature"`) != len(a.Parts) {
			t.Errorf("%s: %d features of %d", query, strings.Count(geo.text, `"Feature"`), len(a.Parts))
		}
		if a.Unit == heat.InCount && a.Filters == "" {
			var n int64
			err := o.store.InBranch(t.Context(), []data.BranchID{o.own.ID}, func(tx pgx.Tx) error {
				return tx.QueryRow(t.Context(), "select count(*) from household where arrears_status = 'aktif'").Scan(&n)
			})
			if err != nil || a.Total.Num != n {
				t.Errorf("%d families on the map, %d in the table: %v", a.Total.Num, n, err)
			}
		}
	}
	whole, part := o.mapOf(t, manager, "measure=households"), o.mapOf(t, manager, "measure=households&membership=III")
	if diff := cmp.Diff(whole.Breaks, part.Breaks); diff != "" {
		t.Errorf("classes move under a filter (-whole +filtered)\n%s", diff)
	}
}

func TestWhatCannotBeAskedIsRefused(t *testing.T) {
	store := datatest.New(t)
	o := &office{store: store, own: datatest.Village(t, store)}
	o.staff(t, func(*api.Config) {})
	manager := o.as(t, data.Manager)
	for query, want := range map[string]int{
		"measure=contact&membership=III": http.StatusUnprocessableEntity, "membership=IV": http.StatusUnprocessableEntity, "month=2027-01": http.StatusUnprocessableEntity,
		"measure=nothing": http.StatusUnprocessableEntity, "within=99.02": http.StatusNotFound, "within=99.01.01": http.StatusOK, "within=99.01.01.2001": http.StatusOK,
	} {
		if got := o.send(t, manager, "GET", "/api/v1/branches/9901/heat?"+query, ""); got.StatusCode != want {
			t.Errorf("%s: %s, want %d: %s", query, got.Status, want, got.text)
		}
	}
	for path, want := range map[string]int{"parts/11/1654/1067.mvt?branch=9901&quarter=2019-Q1": 404, "parts/11/1654/1067.mvt?branch=9901&quarter=x": 404, "units/11/1654/1067.mvt?branch=9901": 404} {
		if got := o.send(t, manager, "GET", "/tiles/"+path, ""); got.StatusCode != want {
			t.Errorf("%s: %s", path, got.Status)
		}
	}
}

func TestManyBranchesAreTheirSumsAlone(t *testing.T) {
	store := datatest.New(t)
	o := &office{store: store, own: datatest.Village(t, store)}
	o.staff(t, func(*api.Config) {})
	got := o.send(t, o.as(t, data.Manager), "GET", "/api/v1/heat", "")
	var sums api.BranchSums
	if err := json.Unmarshal([]byte(got.text), &sums); err != nil {
		t.Fatalf("%s: %v", got.text, err)
	}
	if len(sums.Branches) != 1 || sums.Branches[0].Code != "9901" || sums.Branches[0].Households != 1300 {
		t.Errorf("a manager of one branch sees %+v", sums.Branches)
	}
}

// A branch that is looked at before its first file is divided when there is somebody.
func TestABranchIsNotDividedBeforeItHasFamilies(t *testing.T) {
	o := open(t)
	if a := o.mapOf(t, o.as(t, data.Manager), "measure=households"); len(a.Parts) != 0 || a.Count.Households != 0 {
		t.Errorf("a branch of nobody: %+v", a)
	}
	if _, err := o.store.Partition(t.Context(), o.own.ID, data.Quarter(datatest.Today())); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("a division of nobody is kept: %v", err)
	}
}
