package vector_test

import (
	"archive/zip"
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"binaan/geo/vector"
)

var day = time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)

var written = []vector.Format{vector.Shapefile, vector.KML, vector.GeoPackage}

func write(t testing.TB, f vector.Format, layers ...vector.Layer) ([]byte, []vector.Loss) {
	t.Helper()
	var b bytes.Buffer
	lost, err := vector.Write(&b, f, layers, vector.Options{At: day, Tell: func(l vector.Loss) string { return string(l.Code) }})
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), lost
}

func read(t testing.TB, file []byte) ([]vector.Layer, []vector.Loss) {
	t.Helper()
	layers, lost, err := vector.Read(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	return layers, lost
}

// square is a ring against the clock.
func square(west, south, side float64) orb.Ring {
	return orb.Ring{{west, south}, {west + side, south}, {west + side, south + side}, {west, south + side}, {west, south}}
}

// hole is a ring with the clock.
func hole(west, south, side float64) orb.Ring {
	r := square(west, south, side)
	r.Reverse()
	return r
}

// islands is a layer of one piece, of three, one of them with two holes, and of none.
func islands() vector.Layer {
	return vector.Layer{
		Name: "desa", Label: "desa", Fields: []vector.Field{{Name: "desa"}, {Name: "kk", Kind: vector.Whole}, {Name: "luas", Kind: vector.Real}},
		Features: []vector.Feature{
			{Shape: orb.MultiPolygon{{square(110, -7, 0.1)}}, Values: []any{"Kauman", int64(512), 1.25}},
			{Shape: orb.MultiPolygon{{square(111, -7, 1), hole(111.2, -6.8, 0.1), hole(111.5, -6.5, 0.2)}, {square(111.25, -6.75, 0.01)}, {square(113, -7, 0.1)}}, Values: []any{"Sumbér <&> \"Baru\"", int64(-3), 0.5}},
			{Values: []any{"Tanpa Batas", nil, nil}},
		},
	}
}

func TestHolesIslandsAndValuesComeBackInEveryFormat(t *testing.T) {
	for _, f := range written {
		want := islands()
		layers, _ := read(t, func() []byte { b, _ := write(t, f, want); return b }())
		if len(layers) != 1 || len(layers[0].Features) != 3 {
			t.Fatalf("%s: %d layers", f, len(layers))
		}
		got := layers[0]
		for i, feature := range got.Features {
			if diff := cmp.Diff(want.Features[i].Shape, feature.Shape); diff != "" {
				t.Errorf("%s: shape %d (-want +got):\n%s", f, i, diff)
			}
			for k, field := range want.Fields {
				v, w := got.Of(feature, field.Name), want.Features[i].Values[k]
				if v != w && (w == nil || fmt.Sprint(v) != fmt.Sprint(w)) {
					t.Errorf("%s: %s of %d is %v, want %v", f, field.Name, i, v, w)
				}
			}
		}
	}
}

func TestTheSameLayersMakeTheSameFile(t *testing.T) {
	for _, f := range written {
		a, _ := write(t, f, islands())
		if b, _ := write(t, f, islands()); !bytes.Equal(a, b) {
			t.Errorf("%s: two writings differ", f)
		}
	}
}

// Random islands with holes, of whole hundredths so that text holds them exactly.
func TestAnyIslandsComeBack(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 1))
	l := vector.Layer{Name: "acak", Fields: []vector.Field{{Name: "n", Kind: vector.Whole}}}
	for i := range 60 {
		var shape orb.MultiPolygon
		for k := range 1 + rng.IntN(4) {
			side := 2 + rng.IntN(8)
			west, south := float64(95+10*k), float64(rng.IntN(12)-11)
			p := orb.Polygon{square(west, south, float64(side)*0.5)}
			for h := range rng.IntN(side) {
				p = append(p, hole(west+float64(h)*0.5+0.125, south+0.125, 0.25))
			}
			shape = append(shape, p)
		}
		l.Features = append(l.Features, vector.Feature{Shape: shape, Values: []any{int64(i)}})
	}
	for _, f := range written {
		file, _ := write(t, f, l)
		layers, lost := read(t, file)
		if len(lost) > 0 {
			t.Errorf("%s: %v", f, lost)
		}
		for i, one := range layers[0].Features {
			if diff := cmp.Diff(l.Features[i].Shape, one.Shape); diff != "" {
				t.Fatalf("%s: shape %d (-want +got):\n%s", f, i, diff)
			}
		}
	}
}

func codes(lost []vector.Loss) (out []string) {
	for _, l := range lost {
		out = append(out, fmt.Sprintf("%s %s %d %s", l.Code, l.Field, l.Count, l.Example))
	}
	return out
}

func TestAShapefileTellsWhatItCuts(t *testing.T) {
	l := vector.Layer{Name: "wilayah", Fields: []vector.Field{{Name: "tunggakan_rp"}, {Name: "tunggakan_sebulan"}, {Name: "TUNGGAKAN_3"}, {Name: "kode"}}}
	long := strings.Repeat("é", 130)
	l.Features = []vector.Feature{
		{Shape: orb.MultiPolygon{{square(110, -7, 1)}}, Values: []any{"a", "b", "c", long}},
		{Shape: orb.MultiPolygon{{square(112, -7, 1)}}, Values: []any{"a", "b", "c", long}},
	}
	file, lost := write(t, vector.Shapefile, l)
	want := []string{
		"NAME_CUT tunggakan_rp 1 tunggakan_",
		"NAME_CUT tunggakan_sebulan 1 tunggaka_1",
		"NAME_CUT TUNGGAKAN_3 1 TUNGGAKA_2",
		"TEXT_CUT kode 2 " + long,
	}
	if diff := cmp.Diff(map[string]bool{want[0]: true, want[1]: true, want[2]: true, want[3]: true}, setOf(codes(lost))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	layers, _ := read(t, file)
	f := layers[0].Features[1]
	if diff := cmp.Diff([]any{"a", "b", "c", strings.Repeat("é", 127)}, f.Values); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if note := part(t, file, "catatan.txt"); !strings.Contains(note, "TEXT_CUT") {
		t.Errorf("the note says %q", note)
	}
}

func setOf(all []string) map[string]bool {
	out := map[string]bool{}
	for _, one := range all {
		out[one] = true
	}
	return out
}

func part(t testing.TB, file []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	in, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	var b bytes.Buffer
	if _, err := b.ReadFrom(in); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// repacked is a ZIP with other parts: nil drops one.
func repacked(t testing.TB, file []byte, parts map[string][]byte) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range z.File {
		body, changed := parts[f.Name]
		if changed && body == nil {
			continue
		}
		if !changed {
			body = []byte(part(t, file, f.Name))
		}
		out, err := w.Create("Peta Lama/" + strings.ToUpper(f.Name))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := out.Write(body); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// shapefile-js#207, mapshaper#590: whatever the .cpg says, or where there is none.
func TestLettersAreReadHoweverTheyAreCoded(t *testing.T) {
	l := vector.Layer{Name: "desa", Fields: []vector.Field{{Name: "nama"}}, Features: []vector.Feature{{Shape: orb.MultiPolygon{{square(110, -7, 1)}}, Values: []any{"Sumbér"}}}}
	file, _ := write(t, vector.Shapefile, l)
	sound := []byte(part(t, file, "desa.dbf"))
	latin := bytes.Replace(sound, []byte("Sumb\xc3\xa9r"), []byte("Sumb\xe9r "), 1)
	for _, c := range []struct {
		name     string
		dbf, cpg []byte
		lost     []string
	}{
		{"UTF-8", sound, []byte("UTF-8"), nil},
		{"UTF8", sound, []byte("utf8\r\n"), nil},
		{"number", sound, []byte("65001"), nil},
		{"latin", latin, []byte("ISO-8859-1"), nil},
		{"ansi", latin, []byte("ANSI 1252"), nil},
		{"none, sound", sound, nil, []string{"GUESSED_TEXT  1 Sumbér"}},
		{"none, latin", latin, nil, []string{"GUESSED_TEXT  1 Sumbér"}},
		{"lies", latin, []byte("UTF-8"), []string{"BROKEN_TEXT  1 "}},
	} {
		layers, lost := read(t, repacked(t, file, map[string][]byte{"desa.dbf": c.dbf, "desa.cpg": c.cpg}))
		want := "Sumbér"
		if c.name == "lies" {
			want = "Sumb�r"
		}
		if got := layers[0].Features[0].Values[0]; got != want {
			t.Errorf("%s: %q", c.name, got)
		}
		if diff := cmp.Diff(c.lost, codes(lost)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestAThirdCoordinateIsDroppedAndTold(t *testing.T) {
	kml := `<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>A</name><Polygon><outerBoundaryIs><LinearRing><coordinates>110,-7,12 111,-7,0 111,-6,0 110,-7,0</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark><Placemark><name>titik</name><Point><coordinates>110,-7</coordinates></Point></Placemark></Document></kml>`
	gj := `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"A"},"geometry":{"type":"Polygon","coordinates":[[[110,-7,1],[111,-7],[111,-6],[110,-7]]]}},{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[110,-7]}}]}`
	want := orb.MultiPolygon{{{{110, -7}, {111, -7}, {111, -6}, {110, -7}}}}
	for _, file := range []string{kml, gj, "\xef\xbb\xbf" + gj} {
		layers, lost := read(t, []byte(file))
		if diff := cmp.Diff(want, layers[0].Features[0].Shape); diff != "" || len(layers[0].Features) != 1 {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if got := codes(lost); len(got) != 2 || !strings.HasPrefix(got[0], "HEIGHT_GONE") || !strings.HasPrefix(got[1], "NOT_AREA") {
			t.Errorf("lost %q", got)
		}
	}
}

func TestWhatCannotBeReadRightlyIsRefused(t *testing.T) {
	l := islands()
	shp, _ := write(t, vector.Shapefile, l)
	gpkg, _ := write(t, vector.GeoPackage, l)
	prj := func(text string) []byte { return repacked(t, shp, map[string][]byte{"desa.prj": []byte(text)}) }
	collection := func(crs, ring string) []byte {
		return []byte(`{"type":"FeatureCollection",` + crs + `"features":[{"type":"Feature","properties":null,"geometry":{"type":"Polygon","coordinates":[` + ring + `]}}]}`)
	}
	var bomb bytes.Buffer
	z := zip.NewWriter(&bomb)
	out, err := z.Create("desa.shp")
	if err != nil {
		t.Fatal(err)
	}
	zeros := make([]byte, 1<<20)
	for range 257 {
		if _, err := out.Write(zeros); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	const ring = "[[110,-7],[111,-7],[111,-6],[110,-7]]"
	for _, c := range []struct {
		name, want string
		file       []byte
	}{
		{"nothing", "UNKNOWN", nil},
		{"text", "UNKNOWN", []byte("kode;nama")},
		{"html", "UNKNOWN", []byte("<!doctype html><html><body>")},
		{"a .shp alone", "LONE_SHAPEFILE", []byte(part(t, shp, "desa.shp"))},
		{"no table", "NO_TABLE: desa", repacked(t, shp, map[string][]byte{"desa.dbf": nil})},
		{"no map", "NO_MAP", repacked(t, shp, map[string][]byte{"desa.shp": nil})},
		{"UTM", "OTHER_PLACE: WGS 84 / UTM zone 49S", prj(`PROJCS["WGS 84 / UTM zone 49S",GEOGCS["WGS 84"]]`)},
		{"Batavia", "OTHER_PLACE: Batavia", prj(`GEOGCS["Batavia",DATUM["Batavia"]]`)},
		{"empty", "NO_AREAS", []byte(`{"type":"FeatureCollection","features":[]}`)},
		{"one geometry", "UNKNOWN", []byte(`{"type":"Polygon","coordinates":[]}`)},
		{"cut", "BROKEN", collection("", ring)[:100]},
		{"named system", "OTHER_PLACE: urn:ogc:def:crs:EPSG::32749", collection(`"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::32749"}},`, ring)},
		{"swapped", "SWAPPED", collection("", "[[-7,110],[-7,111],[-6,111],[-7,110]]")},
		{"metres", "OUTSIDE: ", collection("", "[[480000,9160000],[481000,9160000],[481000,9161000],[480000,9160000]]")},
		{"null island", "OUTSIDE: ", collection("", "[[0,0],[1,0],[1,1],[0,0]]")},
		{"bomb", "BOMB: desa.shp", bomb.Bytes()},
		{"broken database", "BROKEN: GeoPackage", gpkg[:5000]},
		{"large", "TOO_LARGE: 65 MB", make([]byte, 65<<20)},
	} {
		_, _, err := vector.Read(t.Context(), c.file)
		if err == nil || !strings.HasPrefix(err.Error(), "map refused: "+c.want) {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
	if layers, _ := read(t, collection(`"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},`, ring)); len(layers) != 1 {
		t.Error("GeoJSON that names the system that it always has is refused")
	}
	if _, lost := read(t, prj(`GEOGCS["DGN95",DATUM["Datum_Geodesi_Nasional_1995"]]`)); len(lost) == 0 || lost[0].Code != vector.NearPlace {
		t.Errorf("Indonesia's own system: %v", lost)
	}
}

// rusqlite-gpkg#30, QGIS#37623: a file that was kept with a journal beside it.
func TestAGeoPackageWithoutItsJournalIsRead(t *testing.T) {
	file, _ := write(t, vector.GeoPackage, islands())
	file[18], file[19] = 2, 2
	if layers, _ := read(t, file); len(layers[0].Features) != 3 {
		t.Errorf("%d features", len(layers[0].Features))
	}
	if string(file[68:72]) != "GPKG" {
		t.Errorf("the file is no GeoPackage's: %q", file[68:72])
	}
}

// A GeoPackage of kilobytes whose columns are computed when it is read, and a ZIP that says
// less of itself than it holds, take no more memory than a map does.
func TestAMapThatGrowsWhenItIsReadIsRefused(t *testing.T) {
	const columns = `create table desa (fid integer primary key, geom blob, kader text, more as (%s))`
	for more, want := range map[string]vector.Why{
		"zeroblob(900000000)":           vector.Broken, // a cell larger than any
		"printf('%.*c', 15000000, 'x')": vector.Bomb,   // cells that together are more than a map
		"upper(kader)":                  "",
	} {
		_, _, err := vector.Read(t.Context(), computed(t, fmt.Sprintf(columns, more), 20))
		var refused *vector.RefusedError
		if errors.As(err, &refused) != (want != "") || refused != nil && refused.Why != want {
			t.Errorf("%s: %v, want %q", more, err, want)
		}
	}
	shp, _ := write(t, vector.Shapefile, islands())
	if _, _, err := vector.Read(t.Context(), understated(shp)); err == nil {
		t.Error("a ZIP that holds more than it says is read")
	}
}

// computed is a GeoPackage of one layer, made by an act, with some rows.
func computed(t *testing.T, table string, rows int) (file []byte) {
	t.Helper()
	return packaged(t,
		contents, columns, table, fmt.Sprintf("insert into desa (kader) with recursive n (i) as (select 1 union all select i + 1 from n limit %d) select 'K' || i from n", rows))
}

// What a GeoPackage of one layer says of itself.
const (
	contents = "create table gpkg_contents (table_name, data_type); insert into gpkg_contents values ('desa', 'features')"
	columns  = "create table gpkg_geometry_columns (table_name, column_name, srs_id); insert into gpkg_geometry_columns values ('desa', 'geom', 4326)"
)

// A GeoPackage is a database of somebody: what tells of its layers may be a view that
// never ends, or somebody else's module.
func TestAGeoPackageThatComputesItsDirectoryIsRefused(t *testing.T) {
	const table = "create table desa (fid integer primary key, geom blob, kader text)"
	const endless = "create view %s as with recursive n (i) as (select 1 union all select i + 1 from n) select 'desa' || i as table_name, 'features' as data_type, 'geom' as column_name, 4326 as srs_id from n"
	for name, acts := range map[string][]string{
		"gpkg_contents":         {fmt.Sprintf(endless, "gpkg_contents"), columns, table},
		"gpkg_geometry_columns": {contents, fmt.Sprintf(endless, "gpkg_geometry_columns"), table},
	} {
		_, _, err := vector.Read(t.Context(), packaged(t, acts...))
		var refused *vector.RefusedError
		if !errors.As(err, &refused) || refused.Why != vector.Broken || !strings.Contains(err.Error(), name) {
			t.Errorf("%s that never ends: %v", name, err)
		}
	}
	view := "create view desa as with recursive n (i) as (select 1 union all select i + 1 from n) select i as fid, null as geom, 'K' || i as kader from n"
	trap := "create table mark (n); create trigger trap before insert on desa begin insert into mark values (1); end"
	var refused *vector.RefusedError
	if _, _, err := vector.Read(t.Context(), packaged(t, contents, columns, view)); !errors.As(err, &refused) || refused.Why != vector.NoAreas {
		t.Errorf("a layer that is a view: %v", err)
	}
	if _, _, err := vector.Read(t.Context(), packaged(t, contents, columns, table, trap)); !errors.As(err, &refused) || refused.Why != vector.NoAreas {
		t.Errorf("a layer with a trigger: %v", err)
	}
}

// packaged is a GeoPackage that some acts make.
func packaged(t *testing.T, acts ...string) (file []byte) {
	t.Helper()
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	for _, act := range append([]string{"pragma application_id = 0x47504B47"}, acts...) {
		if _, err := conn.ExecContext(t.Context(), act); err != nil {
			t.Fatal(err)
		}
	}
	err = conn.Raw(func(driver any) error {
		file, err = driver.(interface{ Serialize() ([]byte, error) }).Serialize()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// understated is a ZIP whose directory says of every part that it is one byte long.
func understated(file []byte) []byte {
	out := bytes.Clone(file)
	for at := 0; ; at += 46 {
		next := bytes.Index(out[at:], []byte("PK\x01\x02"))
		if next < 0 {
			return out
		}
		at += next
		copy(out[at+24:], []byte{1, 0, 0, 0})
	}
}

// Maps without a database in them. SQLite, which reads a GeoPackage, is a large C program
// in translation: watched at every branch it is many times slower than the readers of
// ours, and its files are a hundred times larger, so that it has a target of its own.
func FuzzRead(f *testing.F) {
	for _, format := range written {
		if format == vector.GeoPackage {
			continue
		}
		file, _ := write(f, format, islands())
		f.Add(file)
		f.Add(file[:len(file)/2])
	}
	f.Add([]byte(`{"type":"FeatureCollection","features":[{"geometry":{"type":"MultiPolygon","coordinates":[[[[110,-7]]]]}}]}`))
	f.Add([]byte(`<kml><Placemark><Polygon><coordinates>1,2 3,4</coordinates></Polygon></Placemark></kml>`))
	f.Fuzz(func(t *testing.T, file []byte) {
		if len(file) > mostFuzzed || bytes.HasPrefix(file, []byte("SQLite format 3")) {
			t.Skip()
		}
		readsSoundly(t, file)
	})
}

func FuzzGeoPackage(f *testing.F) {
	file, _ := write(f, vector.GeoPackage, islands())
	f.Add(file)
	f.Fuzz(func(t *testing.T, file []byte) { readsSoundly(t, file) })
}

// mostFuzzed is the size of a file beyond which a fuzzer learns nothing new of a reader.
const mostFuzzed = 1 << 16

// readsSoundly holds that a file is refused, or read with closed rings and a value for
// each field.
func readsSoundly(t *testing.T, file []byte) {
	t.Helper()
	layers, _, err := vector.Read(t.Context(), file)
	if err != nil {
		return
	}
	for _, l := range layers {
		for _, feature := range l.Features {
			if len(feature.Values) != len(l.Fields) {
				t.Errorf("%d values of %d fields", len(feature.Values), len(l.Fields))
			}
			for _, p := range feature.Shape {
				for i, ring := range p {
					if len(ring) < 4 || ring[0] != ring[len(ring)-1] {
						t.Errorf("ring %d is open: %v", i, ring)
					}
				}
			}
		}
	}
}

// Every byte of a file put wrong, one after another in steps: nothing panics, nothing
// runs on, and what is read is sound.
func TestADamagedFileIsRefusedOrRead(t *testing.T) {
	for _, format := range written {
		file, _ := write(t, format, islands())
		if format == vector.Shapefile { // the parts themselves: a ZIP has sums over them
			for _, name := range []string{"desa.shp", "desa.dbf"} {
				sound := []byte(part(t, file, name))
				for at := range sound {
					damaged := bytes.Clone(sound)
					damaged[at] ^= 0xff
					_, _, _ = vector.Read(t.Context(), repacked(t, file, map[string][]byte{name: damaged}))
				}
				for cut := range sound {
					_, _, _ = vector.Read(t.Context(), repacked(t, file, map[string][]byte{name: sound[:cut]}))
				}
			}
			continue
		}
		for at := 0; at < len(file); at += 1 + len(file)/400 {
			damaged := bytes.Clone(file)
			damaged[at] ^= 0xff
			_, _, _ = vector.Read(t.Context(), damaged)
			_, _, _ = vector.Read(t.Context(), file[:at])
		}
	}
}

// desaOf are the 900 real desa, where they are at hand.
func desaOf(t *testing.T) (vector.Layer, []byte) {
	t.Helper()
	file, err := os.ReadFile("../../../shared/data/surakarta_desa.geojson")
	if err != nil {
		t.Skip("the real desa are not here")
	}
	layers, lost := read(t, file)
	if len(lost) > 0 || len(layers[0].Features) != 900 {
		t.Fatalf("%d desa, lost %v", len(layers[0].Features), lost)
	}
	l := layers[0]
	l.Name, l.Label = "desa", "nama"
	for i, field := range l.Fields {
		for _, f := range l.Features {
			switch f.Values[i].(type) {
			case float64:
				l.Fields[i].Kind = vector.Real
			case int64:
				l.Fields[i].Kind = max(field.Kind, vector.Whole)
			}
		}
	}
	return l, file
}

func TestTheRealDesaComeBack(t *testing.T) {
	l, _ := desaOf(t)
	for _, f := range written {
		file, lost := write(t, f, l)
		if len(lost) > 0 {
			t.Errorf("%s: %v", f, lost)
		}
		layers, lost := read(t, file)
		if len(lost) > 0 || len(layers[0].Features) != 900 {
			t.Fatalf("%s: %d desa, lost %v", f, len(layers[0].Features), lost)
		}
		for i, one := range layers[0].Features {
			if diff := cmp.Diff(l.Features[i].Shape, one.Shape); diff != "" {
				t.Fatalf("%s: %v (-want +got):\n%s", f, l.Features[i].Values, diff)
			}
			for _, name := range []string{"kode", "nama"} {
				if got, want := layers[0].Of(one, name), l.Of(l.Features[i], name); got != want {
					t.Fatalf("%s: %s is %v, want %v", f, name, got, want)
				}
			}
		}
	}
}
