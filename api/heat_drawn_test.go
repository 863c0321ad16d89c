package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"binaan/api"
	"binaan/data"
)

// A drawn area is told in whole published parts: what a line cuts does not count, and the
// sum is that of the rows of the map.
func TestADrawnAreaIsToldInWholePublishedParts(t *testing.T) {
	o := openVillage(t)
	manager := o.as(t, data.Manager)
	ask := func(path string, out any) {
		t.Helper()
		got := o.send(t, manager, "GET", "/api/v1/branches/9901/"+path, "")
		if err := json.Unmarshal([]byte(got.text), out); err != nil || got.StatusCode != http.StatusOK {
			t.Fatalf("%s: %d %.200s (%v)", path, got.StatusCode, got.text, err)
		}
	}
	for _, measure := range []string{"households", "arrears", "months", "contact"} {
		var whole api.HeatAnswer
		ask("heat?measure="+measure, &whole)
		var all, none, some api.HeatDrawn
		ask("heat/drawn?measure="+measure+"&ring=90%20-15,145%20-15,145%2015,90%2015", &all)
		ask("heat/drawn?measure="+measure+"&ring=90%2014,91%2014,91%2015", &none)
		want := api.HeatDrawn{Version: whole.Version, Inside: []int{}, Cut: []int{}, Told: measure != "contact"}
		if diff := cmp.Diff(want, none); diff != "" {
			t.Errorf("%s of nowhere: %s", measure, diff)
		}
		for _, p := range whole.Parts {
			if p.Kind == "unplaced" {
				continue
			}
			want.Inside = append(want.Inside, p.ID)
			want.Households += p.Households
			switch {
			case p.Status != "value":
				want.Hidden++
			case measure == "months":
				want.Total.Num, want.Total.Den = want.Total.Num+p.Value*p.Households/10, want.Total.Den+p.Households
			case measure != "contact":
				want.Total.Num += p.Value
			}
		}
		if diff := cmp.Diff(want, all); diff != "" {
			t.Errorf("%s of everywhere: %s", measure, diff)
		}
		// a line through the middle of a part
		drawn := false
		for _, corners := range o.outlines(t, manager, measure) {
			middle := corners[0][0]
			for _, c := range corners {
				middle = min(middle, c[0])
			}
			east, _ := json.Marshal(middle + 0.0001) // just inside of its west
			ask("heat/drawn?measure="+measure+"&ring="+string(east)+"%20-15,145%20-15,145%2015,"+string(east)+"%2015", &some)
			drawn = drawn || len(some.Cut) > 0
			for _, id := range some.Cut {
				if slices.Contains(some.Inside, id) {
					t.Errorf("%s: part %d is cut and counts", measure, id)
				}
			}
			if some.Total.Num > all.Total.Num || len(some.Inside)+len(some.Cut) > len(all.Inside) {
				t.Errorf("%s: a half holds more than the whole: %+v", measure, some)
			}
			// everything but a slit of ten centimetres, between the corners of the part
			var slit api.HeatDrawn
			at := middle + 0.00321
			ask(fmt.Sprintf("heat/drawn?measure=%s&ring=90%%20-15,145%%20-15,145%%2015,%.6f%%2015,%.6f%%20-14,%.6f%%20-14,%.6f%%2015,90%%2015", measure, at+1e-6, at+1e-6, at, at), &slit)
			if len(slit.Cut) == 0 || len(slit.Inside)+len(slit.Cut) != len(all.Inside) {
				t.Errorf("%s: a slit through a part cuts nothing: %+v", measure, slit)
			}
			break
		}
		if !drawn {
			t.Errorf("%s: the line cuts nothing", measure)
		}
	}
	for _, wrong := range []string{"1%201,2%202", "a%20b,1%201,2%202", "1%201,2%202,3%20999", "NaN%201,2%202,3%203"} {
		if got := o.send(t, manager, "GET", "/api/v1/branches/9901/heat/drawn?ring="+wrong, ""); got.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("ring %s: %d", wrong, got.StatusCode)
		}
	}
}

// outlines are the outer corners of the parts as the map's file has them.
func (o *office) outlines(t *testing.T, cookie, measure string) (out [][][2]float64) {
	t.Helper()
	var file struct {
		Features []struct {
			Geometry *struct {
				Coordinates [][][][2]float64 `json:"coordinates"`
			} `json:"geometry"`
		} `json:"features"`
	}
	if err := json.Unmarshal([]byte(o.send(t, cookie, "GET", "/api/v1/branches/9901/heat/export?format=geojson&measure="+measure, "").text), &file); err != nil {
		t.Fatal(err)
	}
	for _, f := range file.Features {
		if f.Geometry != nil {
			out = append(out, f.Geometry.Coordinates[0][0])
		}
	}
	return out
}

// The map goes to paper with the rows that the screen has, also of a month in which nothing
// is kept; a palette or paper that is none is refused.
func TestTheMapGoesToPaper(t *testing.T) {
	o := openVillage(t)
	manager := o.as(t, data.Manager)
	rows := o.send(t, manager, "GET", "/api/v1/branches/9901/heat/export?measure=households&membership=III", "").Header.Get("X-Row-Count")
	for query, want := range map[string]int{
		"measure=households&membership=III&paper=A4": http.StatusOK, "measure=contact&paper=A3&palette=cividis": http.StatusOK,
		"month=2025-01&against=2024-12&drawn=before": http.StatusOK, "month=2025-01&against=2024-12&drawn=difference": http.StatusOK, "drawn=difference": http.StatusUnprocessableEntity, "paper=A5": http.StatusUnprocessableEntity, "palette=red": http.StatusUnprocessableEntity,
	} {
		got := o.send(t, manager, "GET", "/api/v1/branches/9901/heat/print?"+query, "")
		if got.StatusCode != want || want == http.StatusOK && !strings.HasPrefix(got.text, "%PDF-") {
			t.Errorf("%s: %d %.100s", query, got.StatusCode, got.text)
		}
		if strings.Contains(query, "III") && got.Header.Get("X-Row-Count") != rows {
			t.Errorf("%s rows on paper, %s in the file", got.Header.Get("X-Row-Count"), rows)
		}
	}
	if got := o.takenOut(t); len(got) < 2 || !strings.HasSuffix(got[0], ".csv") || !strings.HasSuffix(got[1], ".pdf") {
		t.Errorf("the audit has %q of the map's file and papers", got)
	}
}
