package vector_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"binaan/geo/vector"
)

// gdal runs a program of GDAL's, by which most other programs read maps.
func gdal(t *testing.T, name string, args ...string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatal(name + " is missing, by which GDAL reads our maps back: on Debian, apt-get install gdal-bin")
	}
	out, err := exec.Command(path, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

// corners counts rings and corners.
func corners(shape orb.MultiPolygon) (rings, points int) {
	for _, p := range shape {
		for _, ring := range p {
			rings, points = rings+1, points+len(ring)
		}
	}
	return rings, points
}

// reread is a file as GDAL reads it.
func reread(t *testing.T, f vector.Format, file []byte) vector.Layer {
	t.Helper()
	folder := t.TempDir()
	path := filepath.Join(folder, "desa."+map[vector.Format]string{vector.Shapefile: "shp.zip", vector.GeoPackage: "gpkg", vector.KML: "kml"}[f])
	if err := os.WriteFile(path, file, 0o400); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(folder, 0o500); err != nil { // nothing may have to be written beside it
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(folder, 0o700) })
	from := path
	if f == vector.Shapefile {
		from = "/vsizip/" + path
	}
	told := gdal(t, "ogrinfo", "-so", "-al", from)
	if strings.Contains(strings.ToLower(told), "warning") || strings.Contains(told, "ERROR") {
		t.Errorf("%s: GDAL says %s", f, told)
	}
	out := filepath.Join(t.TempDir(), "out.geojson")
	gdal(t, "ogr2ogr", "-f", "GeoJSON", "-lco", "COORDINATE_PRECISION=15", out, from, "desa")
	text, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	layers, _ := read(t, text)
	return layers[0]
}

func TestGDALReadsTheRealDesaWithoutLoss(t *testing.T) {
	l, _ := desaOf(t)
	for _, f := range []vector.Format{vector.GeoPackage, vector.Shapefile} {
		file, lost := write(t, f, l)
		if len(lost) > 0 {
			t.Errorf("%s: %v", f, lost)
		}
		back := reread(t, f, file)
		if len(back.Features) != 900 {
			t.Fatalf("%s: %d desa", f, len(back.Features))
		}
		for i, one := range back.Features {
			want := l.Features[i]
			for _, name := range []string{"kode", "nama", "kecamatan", "kode_kec", "kabupaten", "jenis"} {
				if got := back.Of(one, name); got != l.Of(want, name) {
					t.Fatalf("%s: %s of desa %d is %v, want %v", f, name, i, got, l.Of(want, name))
				}
			}
			rings, points := corners(one.Shape)
			if r, p := corners(want.Shape); r != rings || p != points {
				t.Errorf("%s: %v has %d rings of %d corners, want %d of %d", f, want.Values, rings, points, r, p)
			}
			if a, b := planar.Area(one.Shape), planar.Area(want.Shape); math.Abs(a-b) > 1e-12 {
				t.Errorf("%s: %v has area %g, want %g", f, want.Values, a, b)
			}
		}
	}
}

func TestGDALReadsHolesIslandsAndDesaWithoutOutline(t *testing.T) {
	for _, f := range []vector.Format{vector.GeoPackage, vector.Shapefile} {
		file, _ := write(t, f, islands())
		back := reread(t, f, file)
		for i, want := range islands().Features {
			if a, b := planar.Area(back.Features[i].Shape), planar.Area(want.Shape); math.Abs(a-b) > 1e-12 {
				t.Errorf("%s: area %g, want %g", f, a, b)
			}
		}
	}
}

// offices is a Shapefile of two desa as GDAL writes it, by the ending of each part.
func offices(t *testing.T, options ...string) map[string][]byte {
	t.Helper()
	folder := t.TempDir()
	from := filepath.Join(folder, "desa.geojson")
	text := `{"type":"FeatureCollection","features":[
		{"type":"Feature","properties":{"nama":"Sumbér","kk":500},"geometry":{"type":"Polygon","coordinates":[[[110,-7],[110.1,-7],[110.1,-6.9],[110,-7]]]}},
		{"type":"Feature","properties":{"nama":"Kauman","kk":480},"geometry":{"type":"Polygon","coordinates":[[[110.1,-7],[110.2,-7],[110.2,-6.9],[110.1,-7]]]}}]}`
	if err := os.WriteFile(from, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	gdal(t, "ogr2ogr", append(options, "-f", "ESRI Shapefile", filepath.Join(folder, "desa.shp"), from)...)
	out := map[string][]byte{}
	for _, ending := range []string{"shp", "shx", "dbf", "prj", "cpg"} {
		body, err := os.ReadFile(filepath.Join(folder, "desa."+ending))
		if err != nil && ending != "cpg" {
			t.Fatal(err)
		}
		out[ending] = body
	}
	return out
}

// Shapefiles as offices send them: in metres, in old letters, with a part forgotten. Each
// is read rightly, or refused with what is wrong.
func TestShapefilesOfOfficesAreReadOrRefused(t *testing.T) {
	degrees, metres := offices(t, "-lco", "ENCODING=UTF-8"), offices(t, "-t_srs", "EPSG:32749")
	batavia, dos := offices(t, "-t_srs", "EPSG:4211"), offices(t, "-lco", "ENCODING=CP850")
	dos["dbf"][29] = 2 // GDAL leaves that to the .cpg; dBase did not
	for name, c := range map[string]struct {
		parts map[string][]byte
		less  string // a part that is left out
		want  string // the refusal, or the first desa and what was lost
	}{
		"all":                   {degrees, "", "Sumbér []"},
		"without .shx":          {degrees, "shx", "Sumbér []"},
		"without .prj":          {degrees, "prj", "Sumbér [GUESSED_PLACE  1 ]"},
		"without .cpg":          {degrees, "cpg", "Sumbér [GUESSED_TEXT  1 Sumbér]"},
		"without .dbf":          {degrees, "dbf", "map refused: NO_TABLE: desa"},
		"UTM":                   {metres, "", "map refused: OTHER_PLACE: WGS_1984_UTM_Zone_49S"},
		"UTM, without .prj":     {metres, "prj", "map refused: OUTSIDE"},
		"Batavia":               {batavia, "", "map refused: OTHER_PLACE: GCS_Batavia"},
		"ISO-8859-1":            {offices(t, "-lco", "ENCODING=ISO-8859-1"), "", "Sumbér []"},
		"Windows, without .cpg": {offices(t, "-lco", "ENCODING=LDID/87"), "cpg", "Sumbér []"},
		"DOS":                   {dos, "", "Sumbér []"},
		"DOS, without .cpg":     {dos, "cpg", "Sumbér []"},
		"of central Europe":     {offices(t, "-lco", "ENCODING=CP1250"), "", "Sumbér []"},
		"ISO-8859-15":           {offices(t, "-lco", "ENCODING=ISO-8859-15"), "", "Sumbér []"},
	} {
		var file bytes.Buffer
		z := zip.NewWriter(&file)
		for ending, body := range c.parts {
			if ending == c.less || body == nil {
				continue
			}
			w, err := z.Create("desa." + ending)
			if err == nil {
				_, err = w.Write(body)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		layers, lost, err := vector.Read(t.Context(), file.Bytes())
		got := fmt.Sprint(err)
		if err == nil {
			got = fmt.Sprint(layers[0].Of(layers[0].Features[0], "nama"), " ", codes(lost))
		}
		if !strings.HasPrefix(got, c.want) {
			t.Errorf("%s: %s, want %s (.cpg %q, mark %#x)", name, got, c.want, c.parts["cpg"], c.parts["dbf"][29])
		}
	}
}
