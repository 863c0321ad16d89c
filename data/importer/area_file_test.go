package importer_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/text/encoding/unicode"

	"binaan/data"
	"binaan/data/importer"
)

// collection is a map as text.
func collection(t *testing.T, features ...map[string]any) string {
	t.Helper()
	text, err := json.Marshal(features)
	if err != nil {
		t.Fatal(err)
	}
	return `{"type":"FeatureCollection","features":` + string(text) + `}`
}

// with changes the properties of a feature; a nil value takes one away.
func with(f map[string]any, properties map[string]any) map[string]any {
	all := f["properties"].(map[string]any)
	for name, v := range properties {
		if all[name] = v; v == nil {
			delete(all, name)
		}
	}
	return f
}

func TestMapsAreReadAsTheyAreWritten(t *testing.T) {
	good := square("99.01.01.2001", "Sukasari", 111.60, -5.40)
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(collection(t, good))
	if err != nil {
		t.Fatal(err)
	}
	renamed := with(square("", "", 111.60, -5.40), map[string]any{"kode": nil, "nama": nil, "KODE DESA": "99.01.01.2001", "Nama Desa/Kel": nil, "NAMA_DESA": "Sukasari"})
	bare := map[string]any{"type": "Feature", "properties": map[string]any{}, "geometry": nil}
	tests := []struct {
		name, text         string
		accepted, rejected int64
		told               string
	}{
		{"byte order mark", "\ufeff" + collection(t, good), 1, 0, ""},
		{"UTF-16", wide, 1, 0, "utf-16"},
		{"headings of any case and signs", collection(t, renamed), 1, 0, ""},
		{"a first feature without properties", collection(t, bare, good), 1, 1, ""},
		{"members after the features", strings.TrimSuffix(collection(t, good), "}") + `, "name": "peta", "crs": {"a": [1]}}`, 1, 0, ""},
		{"numeric codes", collection(t, with(square("", "Sukasari", 111.60, -5.40), map[string]any{"kode": 9901012001})), 1, 0, ""},
		{"codes that lost their zeros", collection(t, good, with(square("", "Sukasari", 111.70, -5.40), map[string]any{"kode": 99.0101})), 1, 1, ""},
		{"overlapping desa", collection(t, good, square("99.01.01.2002", "Sukajaya", 111.605, -5.40)), 2, 0, "desa_bertumpuk"},
		{"neighbours", collection(t, good, square("99.01.01.2002", "Sukajaya", 111.62, -5.40)), 2, 0, ""},
	}
	shared := newOffice(t)
	for i, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o := *shared
			o.T = t
			o.branch = o.add(fmt.Sprint("peta-", i))
			path := o.file("peta.geojson")
			if err := os.WriteFile(path, []byte(test.text), 0o600); err != nil {
				t.Fatal(err)
			}
			got := o.must("areas", path)
			if got.Accepted != test.accepted || got.Rejected != test.rejected || test.told != "" && !hasWarning(got, test.told) || test.told == "" && hasWarning(got, "desa_bertumpuk") {
				t.Errorf("%d accepted, %d rejected, warnings %v: %v", got.Accepted, got.Rejected, got.Warnings, o.rejects(got.ID))
			}
		})
	}
}

func TestMapsThatLackTheCodeAreToldWhatIsMissing(t *testing.T) {
	of := func(properties string) string {
		return `{"type":"FeatureCollection","features":[{"type":"Feature","properties":` + properties + `,"geometry":null}]}`
	}
	good := collection(t, square("99.01.01.2001", "Sukasari", 111.60, -5.40))
	tests := []struct{ name, text, about string }{
		{"HDX", of(`{"ADM4_PCODE":"ID9901010001","ADM4_EN":"Sukasari"}`), "HDX"},
		{"GADM", of(`{"GID_4":"IDN.1.1.1.1_1","NAME_4":"Sukasari"}`), "GADM"},
		{"BIG", of(`{"WADMKD":"Sukasari","KDCBPS":"9901010001"}`), "KDEPUM"},
		{"BPS", of(`{"iddesa":"9901010001","nmdesa":"Sukasari"}`), "BPS"},
		{"others", of(`{"NamaWilayah":"Sukasari"}`), "NamaWilayah"},
		{"no properties", of(`{}`), "satu properti pun"},
		{"no name", of(`{"kode":"99.01.01.2001"}`), "nama wilayah"},
		{"BPS codes", collection(t, square("9901010001", "A", 111.6, -5.4), square("9901011001", "B", 111.7, -5.4)), "kode BPS"},
		{"cut after a feature", strings.TrimSuffix(good, "]}"), "terpotong"},
		{"cut before the last bracket", strings.TrimSuffix(good, "}"), "terpotong"},
		{"text after the end", good + "x", "terpotong"},
		{"zip", "PK\x03\x04" + strings.Repeat("x", 100), "QGIS"},
	}
	o := newOffice(t)
	for _, test := range tests {
		got, err := o.take(data.Import{Kind: "areas"}, o.write("peta.geojson", test.text))
		if !errors.Is(err, importer.ErrFile) || got.State != data.Failed || !strings.Contains(got.Error, test.about) {
			t.Errorf("%s: %v, state %s, %q", test.name, err, got.State, got.Error)
		}
	}
}

func TestAnAreaLargerThanThereIsIsRefused(t *testing.T) {
	island := square("99.01.01.2001", "Seluruh Jawa", 105, -8.5)
	island["geometry"] = map[string]any{"type": "Polygon", "coordinates": [][][2]float64{{{105, -8.8}, {115, -8.8}, {115, -6}, {105, -6}, {105, -8.8}}}}
	scattered := square("99.01.01.2002", "Tersebar", 105, -8.5)
	corner := func(lon, lat float64) [][][2]float64 {
		return [][][2]float64{{{lon, lat}, {lon + 3, lat + 0.001}, {lon + 3.001, lat + 3}, {lon, lat}}}
	}
	scattered["geometry"] = map[string]any{"type": "MultiPolygon", "coordinates": [][][][2]float64{corner(105, -8), corner(108, -8), corner(111, -8)}}
	o := newOffice(t)
	got := o.must("areas", o.writeMap("peta.geojson", island, scattered, square("99.01.01.2003", "Biasa", 111.6, -5.4)))
	if got.Accepted != 1 || got.Rejected != 2 {
		t.Errorf("%d accepted: %v", got.Accepted, o.rejects(got.ID))
	}
	for _, r := range o.rejects(got.ID) {
		if !strings.Contains(r.Reason, "terlalu luas") {
			t.Errorf("refused for %q", r.Reason)
		}
	}
}

func TestWhatIsNoOrdinaryFileIsRefusedAtOnce(t *testing.T) {
	o := village(t)
	pipe, sparse := o.file("pipa.csv"), o.file("jarang.csv")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(sparse, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(sparse, 5<<30); err != nil {
		t.Fatal(err)
	}
	for _, kind := range importer.Kinds {
		for path, about := range map[string]string{pipe: "bukan berkas biasa", o.dir: "bukan berkas biasa", sparse: "terlalu besar", o.file("tidak-ada.csv"): "tidak ditemukan"} {
			got, err := o.take(data.Import{Kind: kind}, path)
			if !errors.Is(err, importer.ErrFile) || !strings.Contains(got.Error, about) {
				t.Errorf("%s of %s: %v, %q", kind, path, err, got.Error)
			}
		}
	}
}

// A map of more areas than any branch has ends with the first too many, not when all have
// been read and covered with cells.
func TestAMapOfTheWholeCountryIsRefusedWithItsLimit(t *testing.T) {
	o := newOffice(t)
	const one = `{"type":"Feature","properties":{"kode":"99.01.01.2001","nama":"Contoh"},"geometry":null},`
	text := `{"type":"FeatureCollection","features":[` + strings.Repeat(one, 20_001) + strings.Repeat("x", 1<<20)
	_, err := o.take(data.Import{Kind: "areas"}, o.write("nasional.geojson", text))
	o.refused(err, "lebih dari 20000 wilayah. Impor peta cabang ini saja")
}
