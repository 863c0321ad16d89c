package importer_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"binaan/data"
	"binaan/data/importer"
	"binaan/geo"
)

// street is a line of GeoJSON with the tags of OpenStreetMap.
func street(highway, name string, points ...[2]float64) map[string]any {
	properties := map[string]any{"name": name}
	if highway != "" {
		properties["highway"] = highway
	}
	return map[string]any{"type": "Feature", "properties": properties, "geometry": map[string]any{"type": "LineString", "coordinates": points}}
}

// mapped is a branch of one desa about 111.60, -5.40.
func mapped(t *testing.T) *office {
	t.Helper()
	o := newOffice(t)
	o.must("areas", o.writeMap("peta.geojson", square("99.01.01.2001", "Sukasari", 111.60, -5.40)))
	return o
}

// roadNames are the names and classes of the roads that count, each once.
func (o *office) roadNames() (names []string) {
	o.Helper()
	for _, text := range o.rows("select encode(roads, 'hex') from road_cell where import_id = (select max(import_id) from road_set) order by cell") {
		raw := make([]byte, len(text)/2)
		if _, err := fmt.Sscanf(strings.Trim(text, "()"), "%x", &raw); err != nil {
			o.Fatal(err)
		}
		roads, err := geo.Roads(raw)
		if err != nil {
			o.Fatal(err)
		}
		for _, r := range roads {
			names = append(names, fmt.Sprint(r.Class, " ", r.Name))
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func warned(i data.Import, code string) int64 {
	for _, w := range i.Warnings {
		if w.Code == code {
			return w.Rows
		}
	}
	return 0
}

var sukasari = []map[string]any{
	street("secondary", "Jalan Contoh Raya", [2]float64{111.590, -5.395}, [2]float64{111.62, -5.395}),
	street("footway", "", [2]float64{111.601, -5.399}, [2]float64{111.601, -5.391}),
	street("residential", "Jalan Terbalik", [2]float64{-5.393, 111.601}, [2]float64{-5.393, 111.606}),
	street("residential", "Jalan Jauh", [2]float64{112.60, -5.40}, [2]float64{112.61, -5.40}),
	street("motorway", "Tol", [2]float64{111.59, -5.39}, [2]float64{111.62, -5.39}),
	street("", "Kali", [2]float64{111.59, -5.39}, [2]float64{111.62, -5.39}),
	street("primary", "Melompat", [2]float64{111.59, -5.39}, [2]float64{113.62, -5.39}),
	street("primary", "Meter", [2]float64{480000, 9150000}, [2]float64{480001, 9150000}),
}

func TestEveryLineOfAFileOfRoadsIsAccountedFor(t *testing.T) {
	o := mapped(t)
	got := o.must("roads", o.writeMap("jalan.geojson", sukasari...))
	if got.Rows != 5 || got.Accepted != 3 || got.Rejected != 2 || warned(got, "bukan_jalan") != 2 || warned(got, "di_luar_cabang") != 1 || warned(got, "koordinat_tertukar") != 1 {
		t.Errorf("%d rows, %d accepted, %d rejected, %v", got.Rows, got.Accepted, got.Rejected, got.Warnings)
	}
	if names := o.roadNames(); !slices.Equal(names, []string{"1 Jalan Contoh Raya", "3 Jalan Terbalik", "4 "}) {
		t.Errorf("kept: %q", names)
	}
	if refused := o.rejects(got.ID); len(refused) != 2 || refused[0].Line != 7 || !strings.Contains(refused[0].Reason, "20 km") || !strings.Contains(refused[1].Reason, "di luar Indonesia") {
		t.Errorf("%+v", refused)
	}
	if source := o.rows("select source from road_set"); len(source) != 1 || !strings.Contains(source[0], "OpenStreetMap contributors, ODbL") {
		t.Errorf("of %v", source)
	}
}

func TestAFileOfRoadsStandsForTheOneBeforeUntilItIsUndone(t *testing.T) {
	o := mapped(t)
	o.must("roads", o.writeMap("lama.geojson", sukasari[0]))
	if got, err := o.take(data.Import{Kind: "roads", DryRun: true}, o.writeMap("coba.geojson", sukasari[1])); err != nil || got.Accepted != 1 {
		t.Errorf("%v, %+v", err, got)
	}
	second := o.must("roads", o.writeMap("baru.geojson", sukasari[1], sukasari[2]))
	if names := o.roadNames(); !slices.Equal(names, []string{"3 Jalan Terbalik", "4 "}) {
		t.Errorf("after the second: %q", names)
	}
	undone, err := importer.Undo(t.Context(), o.store, o.branch, second.ID, "uji")
	if err != nil || undone.Removed != 2 {
		t.Errorf("%+v, %v", undone, err)
	}
	if names := o.roadNames(); !slices.Equal(names, []string{"1 Jalan Contoh Raya"}) {
		t.Errorf("after the undo: %q", names)
	}
}

// A set that no undo can bring back any more goes with what imports keep for theirs.
func TestRoadsOfBeforeGoWhenNothingBringsThemBack(t *testing.T) {
	o := mapped(t)
	o.must("roads", o.writeMap("lama.geojson", sukasari[0]))
	o.must("roads", o.writeMap("baru.geojson", sukasari[1]))
	sets := func() int { return len(o.rows("select import_id from road_set")) }
	if _, err := o.store.Forget(t.Context(), o.branch.ID, asOf); err != nil || sets() != 2 {
		t.Errorf("%d sets while they can be undone, %v", sets(), err)
	}
	o.exec("update import set kept = false")
	if _, err := o.store.Forget(t.Context(), o.branch.ID, asOf); err != nil || sets() != 1 {
		t.Errorf("%d sets, %v", sets(), err)
	}
	if names := o.roadNames(); !slices.Equal(names, []string{"4 "}) {
		t.Errorf("%q are left", names)
	}
}

func TestFilesThatBringNoRoadsAreRefusedWithASentence(t *testing.T) {
	o := mapped(t)
	pipe := filepath.Join(o.dir, "pipa")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	huge := filepath.Join(o.dir, "besar")
	if err := os.WriteFile(huge, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(huge, 600<<20); err != nil {
		t.Fatal(err)
	}
	extract := "\x00\x00\x00\x0d\x0a\x09OSMHeader\x18\x00"
	for path, want := range map[string]string{
		pipe: "bukan berkas biasa", o.dir: "bukan berkas biasa", huge: "terlalu besar",
		o.writeMap("jauh.geojson", sukasari[3]):        "Tidak satu pun dari 1 jalan",
		o.writeMap("kali.geojson", sukasari[5]):        "tidak memuat satu jalan pun",
		o.write("potong.geojson", `{"features":[{"ty`): "terpotong setelah garis ke-0",
		o.write("x.osm.pbf", extract+"\x00\x00\x00"):   "PBF rusak",
		o.write("x.csv", "a,b"):                        "bukan GeoJSON",
	} {
		got, err := o.take(data.Import{Kind: "roads"}, path)
		if !errors.Is(err, importer.ErrFile) || !strings.Contains(got.Error, want) {
			t.Errorf("%s: %v, %q", filepath.Base(path), err, got.Error)
		}
	}
	bare := newOffice(t)
	if got, err := bare.take(data.Import{Kind: "roads"}, o.writeMap("jalan.geojson", sukasari[0])); !errors.Is(err, importer.ErrFile) || !strings.Contains(got.Error, "Impor peta desa dahulu") {
		t.Errorf("without a map: %v, %q", err, got.Error)
	}
}

// The roads of a real city, of which the branch has but a part.
func TestARealExtractIsTaken(t *testing.T) {
	const extract = "../../../shared/data/osm/balikpapan-kota-drive.osm.pbf"
	if _, err := os.Stat(extract); err != nil {
		t.Skip("without extracts: ", err)
	}
	o := newOffice(t)
	o.must("areas", o.writeMap("peta.geojson", square("99.01.01.2001", "Contoh", 116.83, -1.27)))
	got := o.must("roads", extract)
	if all := got.Rows + warned(got, "di_luar_cabang") + warned(got, "bukan_jalan"); all < 1439 || got.Accepted < 50 || got.Rejected > 0 {
		t.Errorf("%d of %d ways kept, %d refused: %v", got.Accepted, all, got.Rejected, got.Warnings)
	}
	if names := o.roadNames(); len(names) < 10 {
		t.Errorf("names: %q", names)
	}
}
