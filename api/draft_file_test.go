package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"binaan/data"
	"binaan/data/importer"
	"binaan/data/report"
)

// brought sends a file as a draft.
func (o *office) brought(t *testing.T, status int, cookie, file string) (r importer.PlanReport, text string) {
	t.Helper()
	text = o.want(t, status, cookie, "POST", "/branches/9901/territory-drafts/file?name=peta.zip", file).text
	if status == http.StatusOK {
		if err := json.Unmarshal([]byte(text), &r); err != nil {
			t.Fatal(err)
		}
	}
	return r, text
}

// districtr#312: an own export must come in again without a difference.
func TestAFileOfAPlanComesInAsTheSamePlan(t *testing.T) {
	o, cookie := village(t)
	id := o.design(t)
	for _, f := range []report.Format{report.AsGeoPackage, report.AsShapefile, report.AsKML} {
		r, _ := o.brought(t, http.StatusOK, cookie, o.exported(t, cookie, id, string(f)).text)
		c, err := o.store.Compare(t.Context(), o.own.ID, [2]data.PlanID{id, r.Plan.ID}, o.own.Today(o.store.Now()))
		if err != nil {
			t.Fatal(err)
		}
		if c.Moved.Households != 0 || c.Plans[0].Served != c.Plans[1].Served || r.Kader != 2 || r.Eligible != c.Plans[1].Served.Eligible {
			t.Errorf("%s: %d KK in other hands, %+v", f, c.Moved.Households, r)
		}
		if r.Plan.Revision != 1 || r.Plan.PublishedFrom != nil || len(r.Losses) > 1 {
			t.Errorf("%s: %+v", f, r)
		}
	}
	if n := o.audits(t, "import plan"); n != 3 {
		t.Errorf("three files stand %d times in the audit", n)
	}
}

// collectionOf is a map of features with properties alone, and one place for all.
func collectionOf(properties ...string) string {
	var all []string
	for _, p := range properties {
		all = append(all, fmt.Sprintf(`{"type":"Feature","properties":%s,"geometry":{"type":"Polygon","coordinates":[[[110,-8],[112,-8],[112,-7],[110,-7],[110,-8]]]}}`, p))
	}
	return `{"type":"FeatureCollection","features":[` + strings.Join(all, ",") + `]}`
}

func TestWhatAFileLosesOnItsWayInIsTold(t *testing.T) {
	o, cookie := village(t)
	lost := func(r importer.PlanReport) (s string) {
		for _, l := range r.Losses {
			s += fmt.Sprintf("%s %d %s;", l.Code, l.Count, l.Example)
			if l.Text == "" {
				t.Errorf("%s has no words", l.Code)
			}
		}
		return s
	}
	for _, c := range []struct {
		name, file, want string
		byCode, byName   int
		kader            int
	}{
		{"by code", collectionOf(`{"kode_desa":"99.01.01.2001","kode_kader":"K1"}`, `{"kode_desa":9901012002,"kode_kader":"k2"}`), "", 2, 0, 2},
		{"by name", collectionOf(`{"NAMA":"contoh 1","KADER":"K1"}`), "", 0, 1, 1},
		{"strange", collectionOf(`{"kode_desa":"99.01.09.2001","nama":"Jauh","kode_kader":"K1"}`, `{"kode_desa":"99.01.01.2001","kode_kader":"K77"}`), "UNKNOWN_DESA 1 99.01.09.2001 Jauh;UNKNOWN_KADER 1 K77;", 0, 0, 0},
		{"twice", collectionOf(`{"kode_desa":"99.01.01.2001","kode_kader":"K1"}`, `{"kode_desa":"99.01.01.2001","kode_kader":"K2"}`), "DOUBLE_DESA 1 99.01.01.2001;", 2, 0, 1},
		{"nobody's", collectionOf(`{"kode_desa":"99.01.01.2001","kode_kader":null}`), "", 0, 0, 0},
		{"second", collectionOf(`{"kode_desa":"99.01.01.2001","kode_kader":"K1","rangkap":1}`), "SECOND_TERRITORY 1 K1;", 0, 0, 0},
		{"by place", collectionOf(`{"kader":"K1"}`), "", 0, 0, 1},
	} {
		r, _ := o.brought(t, http.StatusOK, cookie, c.file)
		if got := lost(r); got != c.want || r.ByCode != c.byCode || r.ByName != c.byName || r.Kader != c.kader {
			t.Errorf("%s: lost %q, %+v", c.name, got, r)
		}
	}
}

func TestAFileThatIsNoPlanIsRefusedInWords(t *testing.T) {
	o, cookie := village(t)
	for want, file := range map[string]string{
		"bukan GeoJSON":                "kode;kader",
		"tidak cukup":                  "\x00\x00\x27\x0a",
		"tidak punya kolom kode_kader": collectionOf(`{"kode_desa":"99.01.01.2001"}`),
		"Lintang dan bujur tertukar":   strings.NewReplacer("110,-8", "-8,110", "112,-8", "-8,112", "112,-7", "-7,112", "110,-7", "-7,110").Replace(collectionOf(`{"kader":"K1"}`)),
		"rusak atau terpotong":         collectionOf(`{"kader":"K1"}`)[:90],
	} {
		if _, text := o.brought(t, http.StatusUnprocessableEntity, cookie, file); !strings.Contains(text, want) || strings.Contains(text, "%s") {
			t.Errorf("%q is not told: %s", want, text)
		}
	}
	if heads, err := o.store.PlanHeads(t.Context(), o.own.ID, data.TerritoryKind); err != nil || len(heads) != 0 {
		t.Errorf("%d drafts of refused files: %v", len(heads), err)
	}
}
