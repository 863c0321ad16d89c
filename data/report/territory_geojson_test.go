package report_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"binaan/data"
	"binaan/data/report"
	"binaan/planner"
)

// drawn is what stands in a plan's GeoJSON.
type drawn struct {
	Type     string
	Plan     struct{ ID int }
	Features []struct {
		Type     string
		Geometry struct {
			Type        string
			Coordinates orb.MultiPolygon
		}
		Properties struct {
			ID           int
			KaderCode    string `json:"kode_kader"`
			KaderName    string
			Kecamatan    string
			Unserved     bool
			PolsbyPopper float64
			planner.Figures
		}
	}
}

func geoJSON(t *testing.T, p data.PlanFile) drawn {
	t.Helper()
	var b bytes.Buffer
	if lost, err := report.Export(&b, report.AsGeoJSON, data.Branch{Code: "9901", Name: "Contoh"}, p, noon); err != nil || len(lost) > 0 {
		t.Fatalf("lost %v: %v", lost, err)
	}
	var out drawn
	if err := json.Unmarshal(b.Bytes(), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// A plan as GeoJSON has a feature for every territory and one for what each kecamatan has
// left; together they are the branch, family by family.
func TestAPlanAsGeoJSONSumsToTheBranch(t *testing.T) {
	p := mapped(t)
	far := p.Blocks[0] // in another kecamatan, of no territory
	far.Desa, far.Cell = "99.01.02.2001", p.Blocks[1].Cell
	p.Blocks = append(p.Blocks, far)
	got, all, sum := geoJSON(t, p), planner.Figures{}, planner.Figures{}
	for _, b := range p.Blocks {
		all.Add(b)
	}
	var left []string
	for _, f := range got.Features {
		x := f.Properties
		if f.Type != "Feature" || f.Geometry.Type != "MultiPolygon" || len(f.Geometry.Coordinates) == 0 {
			t.Errorf("feature %+v", f)
		}
		if x.Unserved {
			left = append(left, x.Kecamatan)
		} else if x.PolsbyPopper <= 0 || x.PolsbyPopper > 1 {
			t.Errorf("territory %d is compact by %v", x.ID, x.PolsbyPopper)
		}
		sum.Households, sum.Eligible, sum.Members = sum.Households+x.Households, sum.Eligible+x.Eligible, sum.Members+x.Members
		sum.Arrears, sum.Expected, sum.Later = sum.Arrears+x.Arrears, sum.Expected+x.Expected, sum.Later+x.Later
	}
	if got.Type != "FeatureCollection" || got.Plan.ID != 7 || len(got.Features) != len(p.Held)+2 {
		t.Errorf("%s of plan %d with %d features", got.Type, got.Plan.ID, len(got.Features))
	}
	if diff := cmp.Diff(all, sum); diff != "" {
		t.Errorf("families (-branch +file)\n%s", diff)
	}
	if diff := cmp.Diff([]string{"99.01.01", "99.01.02"}, left); diff != "" {
		t.Errorf("what is left (-want +got)\n%s", diff)
	}
}

// An import finds the kader by the code; one whom the branch no longer knows has none.
func TestAPlanAsGeoJSONNamesItsKaderByCode(t *testing.T) {
	got := geoJSON(t, mapped(t))
	if a, b := got.Features[0].Properties, got.Features[1].Properties; a.KaderCode != "K5" || b.KaderCode != "" {
		t.Errorf("kader %q and %q", a.KaderCode, b.KaderCode)
	}
}

// Longitude comes first: Java, and not a place in the Arctic sea.
func TestAPlanAsGeoJSONLiesWhereItsCellsDo(t *testing.T) {
	p := mapped(t)
	for i, f := range geoJSON(t, p).Features {
		for _, ring := range slices.Concat(f.Geometry.Coordinates...) {
			for _, at := range ring {
				if at[0] < 110.7 || at[0] > 110.9 || at[1] < -7.7 || at[1] > -7.4 {
					t.Fatalf("feature %d has a corner at %v", i, at)
				}
			}
			if ring[0] != ring[len(ring)-1] {
				t.Errorf("feature %d has an open ring", i)
			}
		}
	}
}

// An empty draft is an empty map with all of the branch left, and not null.
func TestAnEmptyPlanAsGeoJSONIsStillAMap(t *testing.T) {
	p := mapped(t)
	p.Held, p.Outlines, p.Territories = nil, nil, nil
	if got := geoJSON(t, p); len(got.Features) != 1 || !got.Features[0].Properties.Unserved || got.Features[0].Properties.Households != 150 {
		t.Errorf("%+v", got.Features)
	}
	p.Blocks = nil
	if got := geoJSON(t, p); got.Features == nil || len(got.Features) != 0 {
		t.Errorf("%+v", got.Features)
	}
}
