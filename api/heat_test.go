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
	"github.com/paulmach/orb/encoding/mvt"

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
	o := openVillage(t)
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
	o := openVillage(t)
	manager := o.as(t, data.Manager)
	o.did(t, "update household set classes = '{2,2}' where id % 7 = 0")
	o.did(t, "update household set months = 5 where id % 5 = 0")
	for _, query := range []string{"measure=households", "measure=arrears", "measure=households&membership=III&months=12-24", "measure=arrears&membership=III&against=2026-10"} {
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
		o.recounted(t, a)
		if a.Filters == "" {
			o.drawnAs(t, manager, a)
		}
	}
	whole, part := o.mapOf(t, manager, "measure=households"), o.mapOf(t, manager, "measure=households&membership=III")
	if diff := cmp.Diff(whole.Breaks, part.Breaks); diff != "" {
		t.Errorf("classes move under a filter (-whole +filtered)\n%s", diff)
	}
}

// recounted holds what is told of every part, and of all that are shown, to a count of
// families in SQL, which finds their parts by itself.
func (o *office) recounted(t *testing.T, a api.HeatAnswer) {
	t.Helper()
	counted := map[int][3]int64{} // by part: those asked for, their Rupiah, all families
	told := [2]int64{}
	asked := "true"
	if strings.Contains(a.Filters, "kelas III") {
		asked = "classes[1] = 3"
	}
	if strings.Contains(a.Filters, "bulan 12-24") {
		asked += " and months >= 12"
	}
	err := o.store.InBranch(t.Context(), []data.BranchID{o.own.ID}, func(tx pgx.Tx) error {
		rows, err := tx.Query(t.Context(), `
			select (
			    select p.part_id
			    from part_place p
			    join (values (0, h.cell), (1, block_sum_cell(h.cell, 8)), (2, block_sum_cell(h.cell, 7)), (3, 0), (4, -1)) c (nth, cell) on c.cell = p.cell
			    where p.desa = h.desa and (c.nth = 4 or not (h.spread or h.cell = 0 or h.accuracy in ('E', 'F')))
			    order by c.nth
			    limit 1), count(*) filter (where `+asked+`), coalesce(sum(arrears) filter (where `+asked+`), 0)::bigint, count(*)
			from household h
			where arrears_status = 'aktif'
			group by 1`)
		if err != nil {
			return err
		}
		var part int
		var of [3]int64
		_, err = pgx.ForEachRow(rows, []any{&part, &of[0], &of[1], &of[2]}, func() error {
			counted[part] = of
			return nil
		})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	kind, step := 0, int64(1)
	if a.Measure == heat.Arrears {
		kind, step = 1, 100_000
	}
	for _, p := range a.Parts {
		if p.Status != heat.Told {
			continue
		}
		of := counted[p.ID]
		if told[0], told[1] = told[0]+of[0], told[1]+of[1]; p.Households != of[2] || p.Value != (of[kind]+step/2)/step*step {
			t.Errorf("%q: part %d is told as %d of %d families, counted %v", a.Filters, p.ID, p.Value, p.Households, of)
		}
	}
	if a.Total.Num != (told[kind]+step/2)/step*step {
		t.Errorf("%q: the map has %d in all, counted %d in what it shows", a.Filters, a.Total.Num, told[kind])
	}
}

// drawnAs holds the tiles to the answer: every part that has a place is drawn, under its
// number, and nothing else is.
func (o *office) drawnAs(t *testing.T, cookie string, a api.HeatAnswer) {
	t.Helper()
	drawn := map[int]bool{}
	for x := 1653; x <= 1655; x++ {
		for y := 1066; y <= 1068; y++ {
			got := o.send(t, cookie, "GET", fmt.Sprintf("/tiles/%s/11/%d/%d.mvt?branch=9901&quarter=%s", a.Layer, x, y, a.Quarter), "", "Accept-Encoding", "identity")
			layers, err := mvt.Unmarshal([]byte(got.text))
			if err != nil {
				t.Fatal(err)
			}
			for _, l := range layers {
				for _, f := range l.Features {
					id, _ := f.ID.(float64)
					drawn[int(id)] = true
				}
			}
		}
	}
	for _, p := range a.Parts {
		if p.Kind != "unplaced" && !drawn[p.ID] {
			t.Errorf("part %d of kind %s is not in the tiles", p.ID, p.Kind)
		}
		delete(drawn, p.ID)
	}
	if len(drawn) > 0 {
		t.Errorf("the tiles have parts that are not told of: %v", drawn)
	}
}

func TestWhatCannotBeAskedIsRefused(t *testing.T) {
	o := openVillage(t)
	manager := o.as(t, data.Manager)
	for query, want := range map[string]int{
		"measure=contact&membership=III": http.StatusOK, "measure=collected&months=1-2&status=new": http.StatusOK, "measure=visits&kader=1&channel=none": http.StatusOK, "membership=IV": http.StatusUnprocessableEntity, "month=2027-01": http.StatusUnprocessableEntity,
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
	o := openVillage(t)
	got := o.send(t, o.as(t, data.Manager), "GET", "/api/v1/heat", "")
	var sums api.BranchSums
	if err := json.Unmarshal([]byte(got.text), &sums); err != nil {
		t.Fatalf("%s: %v", got.text, err)
	}
	if len(sums.Branches) != 1 || sums.Branches[0].Code != "9901" || sums.Branches[0].Households != 1300 {
		t.Errorf("a manager of one branch sees %+v", sums.Branches)
	}
	o.did(t, "delete from block where id > 0")
	o.did(t, "update block set households = 9, eligible = 9, arrears = 900000, expected = 900, later = 300")
	if got := o.send(t, o.as(t, data.Admin), "PUT", "/api/v1/branches/9901/kedeputian", `{"code":"VI","name":"Wilayah VI"}`); got.StatusCode != 204 {
		t.Fatalf("an admin names the kedeputian: %s %s", got.Status, got.text)
	}
	kedeputian := &data.Kedeputian{Code: "VI", Name: "Wilayah VI"}
	var few api.BranchSums
	for role, want := range map[data.Role]data.BranchSum{
		data.Manager: {Code: "9901", Name: "Cabang Contoh", Kedeputian: kedeputian, Few: true},
		data.Officer: {Code: "9901", Name: "Cabang Contoh", Households: 9, Eligible: 9, Arrears: 900_000, Expected: 900, Later: 300, Kedeputian: kedeputian},
	} {
		got := o.send(t, o.as(t, role), "GET", "/api/v1/heat", "")
		if err := json.Unmarshal([]byte(got.text), &few); err != nil {
			t.Fatalf("%s: %v", got.text, err)
		}
		if diff := cmp.Diff([]data.BranchSum{want}, few.Branches); diff != "" {
			t.Errorf("of nine families a %s sees (-want +got):\n%s", role, diff)
		}
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
