package importer_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"binaan/data"
	"binaan/data/importer"
	"binaan/geo"
)

func TestMapIsCheckedFeatureByFeature(t *testing.T) {
	good := square("99.01.01.2001", "Sukasari", 111.60, -5.40)
	flat := square("99.01.01.2003", "Datar", 111.60, -5.40)
	flat["geometry"] = map[string]any{"type": "Polygon", "coordinates": [][][2]float64{{{111.6, -5.4}, {111.61, -5.4}, {111.6, -5.4}}}}
	point := square("99.01.01.2004", "Titik", 111.60, -5.40)
	point["geometry"] = map[string]any{"type": "Point", "coordinates": []float64{111.6, -5.4}}
	swapped := square("99.01.01.2002", "Terbalik", -5.40, 111.60)
	metres := square("99.01.01.2005", "Meter", 480000, 9150000)
	o := newOffice(t)
	got := o.must("areas", o.writeMap("peta.geojson", good, good, square("99.01.01.2001", "Nama Lain", 111.60, -5.40),
		square("9901", "", 111.6, -5.4), square("bukan kode", "X", 111.6, -5.4), flat, point, swapped, metres))
	if got.Accepted != 2 || got.Duplicate != 1 || got.Rejected != 6 || !hasWarning(got, "koordinat_tertukar") {
		t.Errorf("%d accepted, %d duplicate, %d rejected, warnings %v: %v", got.Accepted, got.Duplicate, got.Rejected, got.Warnings, o.rejects(got.ID))
	}
	if at := o.rows("select code from area where level = 4 and lon between 111.60 and 111.62 and lat between -5.40 and -5.38"); len(at) != 2 {
		t.Errorf("%d desa lie where they should", len(at))
	}
}

func TestBrokenMapIsRefusedWhole(t *testing.T) {
	tests := map[string]string{
		"no json":       "kode,nama",
		"no collection": `{"type": "Feature"}`,
		"no features":   `{"type": "FeatureCollection", "features": []}`,
		"cut off":       `{"type": "FeatureCollection", "features": [{"type": "Feature", "prop`,
		"a name only":   `{"name": "features", "features": {}}`,
	}
	o := newOffice(t)
	for name, text := range tests {
		got, err := o.take(data.Import{Kind: "areas"}, o.write("peta.geojson", text))
		if !errors.Is(err, importer.ErrFile) || got.State != data.Failed || got.Error == "" {
			t.Errorf("%s: %v, state %s, %q", name, err, got.State, got.Error)
		}
	}
}

func TestKecamatanGrowsWithItsDesaUntilAFileGivesIt(t *testing.T) {
	o := newOffice(t)
	size := func() string {
		return o.rows("select length(shape), derived, name from area where code = '99.01.01'")[0]
	}
	o.must("areas", o.writeMap("a.geojson", square("99.01.01.2001", "Sukasari", 111.60, -5.40)))
	one := size()
	o.must("areas", o.writeMap("b.geojson", square("99.01.01.2002", "Sukajaya", 111.62, -5.40)))
	if two := size(); two == one || !strings.Contains(two, "Contoh Barat") {
		t.Errorf("kecamatan is %s after one desa, %s after two", one, two)
	}
	o.must("areas", o.writeMap("c.geojson", square("99.01.01", "Contoh Barat", 111.60, -5.40)))
	given := size()
	o.must("areas", o.writeMap("b.geojson", square("99.01.01.2002", "Sukajaya", 111.63, -5.40)))
	if !strings.Contains(given, ",f,") || size() != given {
		t.Errorf("a kecamatan that was given as %s became %s", given, size())
	}
}

// TestRealMapIsTaken imports the 900 desa of a real branch, whose borders do not
// meet, and then the kecamatan as a file gives them; it is drawn on, solved, and read back
// by GDAL.
func TestRealMapIsTaken(t *testing.T) {
	const shared = "../../../shared/data/"
	if _, err := os.Stat(shared + "surakarta_desa.geojson"); err != nil {
		t.Skip("no ../shared/data")
	}
	o := newOffice(t)
	if got := o.must("areas", shared+"surakarta_desa.geojson"); got.Rows != 900 || got.Accepted != 900 {
		t.Errorf("%d of %d desa taken: %v", got.Accepted, got.Rows, o.rejects(got.ID))
	}
	if levels := o.rows("select level, count(*), bool_and(derived) from area group by level order by level"); strings.Join(levels, " ") != "(2,5,t) (3,79,t) (4,900,f)" {
		t.Errorf("levels are %v", levels)
	}
	if got := o.must("areas", shared+"surakarta_desa.geojson"); got.Unchanged != 900 {
		t.Errorf("%d unchanged the second time", got.Unchanged)
	}
	if got := o.must("areas", shared+"surakarta_kecamatan.geojson"); got.Updated != 79 {
		t.Errorf("%d kecamatan given", got.Updated)
	}
	areas, err := o.store.Areas(t.Context(), o.branch.ID, geo.Desa)
	if err != nil {
		t.Fatal(err)
	}
	all := geo.NewAreas(areas)
	for _, a := range areas {
		if code, found := all.At(a.Inner); !found || code != a.Code {
			t.Errorf("the inner point of %s lies in %q", a.Code, code)
		}
	}
	o.drawsAndSolves(shared + "surakarta_desa.geojson")
}
