package vector_test

import (
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
