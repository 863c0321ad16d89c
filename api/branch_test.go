package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/ewkb"
	"github.com/paulmach/orb/geojson"

	"binaan/data"
	"binaan/geo"
)

// land gives the branch a kecamatan with an outline and two desa, one without.
func (o *office) land(t *testing.T) orb.MultiPolygon {
	t.Helper()
	shape := orb.MultiPolygon{{{{110.7, -7.7}, {110.9, -7.7}, {110.9, -7.5}, {110.7, -7.7}}}}
	text, err := ewkb.Marshal(shape, 4326)
	if err != nil {
		t.Fatal(err)
	}
	err = o.store.InBranch(t.Context(), []data.BranchID{o.own.ID}, func(tx pgx.Tx) error {
		for code, outline := range map[geo.AreaCode][]byte{"99.01.01": text, "99.01.01.2001": text, "99.01.01.2002": nil} {
			_, err := tx.Exec(t.Context(), "insert into area (branch_id, code, level, name, shape, lon, lat) values ($1, $2, $3, $4, $5, 110.8, -7.55)",
				o.own.ID, code, code.Level(), "Contoh "+string(code), outline)
			if err != nil {
				return err
			}
		}
		return data.Touch(t.Context(), tx, o.own.ID)
	})
	if err != nil {
		t.Fatal(err)
	}
	return shape
}

func TestOutlinesAreGeoJSONWithLongitudeFirst(t *testing.T) {
	o := open(t)
	shape := o.land(t)
	manager := o.as(t, data.Manager)
	for level, want := range map[string][]string{"desa": {"99.01.01.2001"}, "kecamatan": {"99.01.01"}, "kabupaten": nil} {
		got := o.send(t, manager, "GET", "/api/v1/branches/9901/areas?level="+level, "")
		all, err := geojson.UnmarshalFeatureCollection([]byte(got.text))
		if err != nil || len(all.Features) != len(want) || got.Header.Get("Content-Type") != "application/json" {
			t.Fatalf("%s: %d features as %s: %v", level, len(all.Features), got.Header.Get("Content-Type"), err)
		}
		for i, f := range all.Features {
			p := f.Properties
			if p["code"] != want[i] || p["name"] != "Contoh "+want[i] || p["lon"] != 110.8 || p["lat"] != -7.55 || p["parent"] != want[i][:strings.LastIndex(want[i], ".")] {
				t.Errorf("%s: %v", level, p)
			}
			if !orb.Equal(f.Geometry, shape) {
				t.Errorf("%s lies at %v, want %v", want[i], f.Geometry, shape)
			}
		}
	}
	if got := o.send(t, manager, "GET", "/api/v1/branches/9901/areas?level=rt", ""); got.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a level that there is not: %d", got.StatusCode)
	}
}

// An answer that is remembered is that of the version, and of nobody else's branch.
func TestRememberedAnswersEndWithTheVersion(t *testing.T) {
	o := open(t)
	officer, admin := o.as(t, data.Officer), o.as(t, data.Admin)
	count := func(branch, cookie string) int {
		t.Helper()
		got := o.send(t, cookie, "GET", "/api/v1/branches/"+branch+"/areas", "")
		all, err := geojson.UnmarshalFeatureCollection([]byte(got.text))
		if err != nil {
			t.Fatalf("%s: %v", got.text, err)
		}
		return len(all.Features)
	}
	if n := count("9901", officer); n != 0 {
		t.Errorf("%d outlines before there are any", n)
	}
	o.land(t)
	if n := count("9901", officer); n != 1 {
		t.Errorf("%d outlines once there is one", n)
	}
	if got := o.send(t, admin, "GET", "/api/v1/branches/9902/areas", ""); got.StatusCode == http.StatusOK && strings.Contains(got.text, "Contoh") {
		t.Errorf("another branch shows %s", got.text)
	}
	var blocks struct{ Blocks []data.BlockOf }
	got := o.send(t, officer, "GET", "/api/v1/branches/9901/blocks?plan=0", "")
	if err := json.Unmarshal([]byte(got.text), &blocks); err != nil || blocks.Blocks == nil || len(blocks.Blocks) != 0 {
		t.Errorf("no blocks are told as %s: %v", got.text, err)
	}
}
