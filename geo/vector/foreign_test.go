package vector_test

import (
	"archive/zip"
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"binaan/geo/vector"
)

// why is why a file is refused; empty: it is not.
func why(file []byte) vector.Why {
	_, _, err := vector.Read(context.Background(), file)
	var refused *vector.RefusedError
	if errors.As(err, &refused) {
		return refused.Why
	}
	return ""
}

// with is a ZIP with more parts than another.
func with(t *testing.T, file []byte, more ...string) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, f := range in.File {
		if err := out.Copy(f); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range more {
		w, err := out.Create(name)
		if err == nil {
			_, err = w.Write([]byte("Mac OS X"))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestWhatAMacPutsBesideAMapIsPassedOver(t *testing.T) {
	shp, _ := write(t, vector.Shapefile, islands())
	for _, more := range []string{"__MACOSX/desa.shp", "._desa.shp", "peta/.hidden.kml", "baca.txt"} {
		if layers, _ := read(t, with(t, shp, more)); len(layers) != 1 || len(layers[0].Features) != 3 {
			t.Errorf("with %s: %d layers", more, len(layers))
		}
	}
	var many []string
	for n := range 200 {
		many = append(many, fmt.Sprintf("%d.txt", n))
	}
	if got := why(with(t, shp, many...)); got != vector.Bomb {
		t.Errorf("a ZIP of more than 200 parts is %q", got)
	}
}

// elsewhere is a GeoPackage whose layer says that it is in another system.
func elsewhere(t *testing.T, system int) []byte {
	t.Helper()
	return amended(t, "pragma foreign_keys = off; update gpkg_geometry_columns set srs_id = ?", system)
}

// amended is a GeoPackage of the islands after an act.
func amended(t *testing.T, act string, args ...any) []byte {
	t.Helper()
	file, _ := write(t, vector.GeoPackage, islands())
	path := filepath.Join(t.TempDir(), "a.gpkg")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.ExecContext(t.Context(), act, args...)
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	file, err = os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func TestAGeoPackageSaysInWhichSystemItLies(t *testing.T) {
	for system, want := range map[int]vector.Code{4326: "", 4755: vector.NearPlace, 9470: vector.NearPlace, 0: vector.GuessedPlace, -1: vector.GuessedPlace} {
		_, lost := read(t, elsewhere(t, system))
		lost = slices.DeleteFunc(lost, func(l vector.Loss) bool { return l.Code == vector.NoShape })
		if len(lost) > 1 || (len(lost) == 1) != (want != "") || len(lost) == 1 && lost[0].Code != want {
			t.Errorf("EPSG:%d: %v, want %q", system, lost, want)
		}
	}
	for _, system := range []int{32749, 23830, 3857} {
		if got := why(elsewhere(t, system)); got != vector.OtherPlace {
			t.Errorf("EPSG:%d is %q", system, got)
		}
	}
}

const outline = `<Polygon><outerBoundaryIs><LinearRing><coordinates>110,-7,0 111,-7,0.0 111,-6,-0 110,-7,0</coordinates></LinearRing></outerBoundaryIs></Polygon>`

func kml(inside string) []byte {
	return []byte(`<kml xmlns="http://www.opengis.net/kml/2.2"><Document>` + inside + `</Document></kml>`)
}

// broken holds that a file's outline is told to be broken, and is not kept.
func broken(t *testing.T, what string, file []byte) {
	t.Helper()
	layers, lost := read(t, file)
	told := slices.ContainsFunc(lost, func(l vector.Loss) bool { return l.Code == vector.BrokenRing })
	if !told || len(layers[0].Features[0].Shape) > 0 {
		t.Errorf("%s is taken: %v, %v", what, layers[0].Features, lost)
	}
}

func TestKMLOfOthersIsRead(t *testing.T) {
	layers, lost := read(t, kml(`<ExtendedData><Data name="sumber"><value>BIG</value></Data></ExtendedData><Placemark><name>A</name>`+outline+`</Placemark>`))
	if f := layers[0].Features; len(lost) > 0 || len(f) != 1 || !slices.Equal(f[0].Values, []any{"A"}) {
		t.Errorf("data of the document, heights of zero: %v, %v", layers[0], lost)
	}
	layers, _ = read(t, kml(`<Placemark><name>A</name>`+outline+`<Placemark><description>di dalam</description></Placemark></Placemark>`))
	if f := layers[0].Features; len(f) != 1 || len(f[0].Shape) != 1 || !slices.Contains(f[0].Values, any("A")) {
		t.Errorf("a placemark within one took its place: %v", f)
	}
	broken(t, "an outline with a corner nowhere", kml(`<Placemark><name>A</name>`+strings.ReplaceAll(outline, "110", "NaN")+`</Placemark>`))
	var many strings.Builder
	for n := range 600 {
		fmt.Fprintf(&many, `<Data name="d%d"><value>%d</value></Data>`, n, n)
	}
	layers, _ = read(t, kml(`<Placemark><ExtendedData>`+many.String()+`</ExtendedData>`+outline+`</Placemark>`))
	if n := len(layers[0].Fields); n != 500 || len(layers[0].Features[0].Values) != n {
		t.Errorf("%d fields of 600 are kept, %d values", n, len(layers[0].Features[0].Values))
	}
}

func TestGeoJSONWithCornersAndFieldsBeyondReason(t *testing.T) {
	feature := func(properties, ring string) []byte {
		return []byte(`{"type":"FeatureCollection","features":[{"type":"Feature","properties":{` + properties + `},"geometry":{"type":"Polygon","coordinates":[` + ring + `]}}]}`)
	}
	const ring = "[[110,-7],[111,-7],[111,-6],[110,-7]]"
	if got := why(feature("", ring)); got != "" {
		t.Fatalf("a sound one is %q", got)
	}
	layers, _ := read(t, feature("", "[[110,-7],[111,-7],[111,-6]]"))
	if r := layers[0].Features[0].Shape[0][0]; len(r) != 4 || r[0] != r[3] {
		t.Errorf("a ring that was left open is %v", r)
	}
	broken(t, "a ring there and back", feature("", "[[110,-7],[111,-7],[110,-7]]"))
	if got := why(feature("", "[[110,-7],[111],[111,-6],[110,-7]]")); got != vector.Broken {
		t.Errorf("a corner of one number is %q", got)
	}
	names := make([]string, 501)
	for n := range names {
		names[n] = fmt.Sprintf(`"f%d":1`, n)
	}
	if got := why(feature(strings.Join(names, ","), ring)); got != vector.Broken {
		t.Errorf("501 fields are %q", got)
	}
	if got := why(feature(strings.Join(names[:500], ","), ring)); got != "" {
		t.Errorf("500 fields are %q", got)
	}
}
