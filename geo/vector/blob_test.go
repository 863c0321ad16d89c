package vector_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"binaan/geo/vector"
)

// blob is a shape as a GeoPackage stores it: numbers of 32 bits, and of 64 for what has a
// point.
func blob(flags byte, parts ...any) []byte {
	out := bytes.NewBufferString("GP\x00")
	out.WriteByte(flags)
	out.Write([]byte{0xe6, 0x10, 0, 0})
	for _, p := range parts {
		switch p := p.(type) {
		case int:
			out.Write(binary.LittleEndian.AppendUint32([]byte{}, uint32(p)))
		case float64:
			out.Write(binary.LittleEndian.AppendUint64([]byte{}, math.Float64bits(p)))
		case string:
			out.WriteString(p)
		}
	}
	return out.Bytes()
}

// shaped is a GeoPackage of one row with a shape.
func shaped(t *testing.T, shape []byte) []byte {
	t.Helper()
	return computed(t, fmt.Sprintf("create table desa (fid integer primary key, geom blob default x'%x', kader text)", shape), 1)
}

func TestAShapeWithHeightLosesItAndIsTold(t *testing.T) {
	high := []any{"\x01", 0x80000003 - 1<<32, 1, 4}
	for _, corner := range [][3]float64{{110, -7, 5}, {111, -7, 5}, {111, -6, 5}, {110, -7, 5}} {
		high = append(high, corner[0], corner[1], corner[2])
	}
	iso := append([]any{"\x01", 1003}, high[2:]...)
	want := orb.MultiPolygon{{{{110, -7}, {111, -7}, {111, -6}, {110, -7}}}}
	for name, parts := range map[string][]any{"PostGIS": high, "ISO": iso} {
		layers, lost := read(t, shaped(t, blob(1, parts...)))
		if diff := cmp.Diff(want, layers[0].Features[0].Shape); diff != "" || !strings.Contains(strings.Join(codes(lost), "\n"), "HEIGHT_GONE") {
			t.Errorf("%s: lost %q (-want +got):\n%s", name, codes(lost), diff)
		}
	}
}

func TestAShapeThatSaysTooMuchOfItselfIsRefused(t *testing.T) {
	nested := []any{}
	for range 6 {
		nested = append(nested, "\x01", 7, 1)
	}
	nested = append(nested, "\x01", 3, 0)
	for name, parts := range map[string][]any{
		"a billion corners":     {"\x01", 3, 1, 1 << 30, 110.0, -7.0},
		"cut off":               {"\x01", 3, 1, 4, 110.0, -7.0},
		"collections in six":    nested,
		"an order there is not": {"\x02", 3, 0},
	} {
		if got := why(shaped(t, blob(1, parts...))); got != vector.Broken {
			t.Errorf("%s: %q", name, got)
		}
	}
	if layers, _ := read(t, shaped(t, blob(0b10001, "\x07 rubbish"))); len(layers[0].Features[0].Shape) != 0 {
		t.Errorf("a shape that is marked empty is %v", layers[0].Features[0].Shape)
	}
}

func TestRowsStruckOutOfATableAreGone(t *testing.T) {
	file, _ := write(t, vector.Shapefile, islands())
	dbf := []byte(part(t, file, "desa.dbf"))
	head, row := int(binary.LittleEndian.Uint16(dbf[8:])), int(binary.LittleEndian.Uint16(dbf[10:]))
	dbf[head+row] = '*'
	layers, _ := read(t, repacked(t, file, map[string][]byte{"desa.dbf": dbf}))
	if f := layers[0].Features; len(f) != 2 || f[0].Values[0] != "Kauman" || f[1].Values[0] != "Tanpa Batas" {
		t.Errorf("left are %v", f)
	}
}

func TestATextIsCutBetweenLetters(t *testing.T) {
	l := vector.Layer{Name: "desa", Fields: []vector.Field{{Name: "nama"}}, Features: []vector.Feature{{Shape: orb.MultiPolygon{{square(110, -7, 1)}}, Values: []any{"a" + strings.Repeat("é", 130)}}}}
	file, _ := write(t, vector.Shapefile, l)
	layers, _ := read(t, file)
	if got := layers[0].Features[0].Values[0]; got != "a"+strings.Repeat("é", 126) {
		t.Errorf("%q", got)
	}
}

func TestMoreFeaturesThanAnyMapAreRefused(t *testing.T) {
	const one = `{"type":"Feature","geometry":null,"properties":null},`
	file := `{"type":"FeatureCollection","features":[` + strings.Repeat(one, 100_001)
	if got := why([]byte(file[:len(file)-1] + "]}")); got != vector.TooMany {
		t.Errorf("100,001 features are %q", got)
	}
}

func TestAShapefileOfSolidsIsReadFromAbove(t *testing.T) {
	file, _ := write(t, vector.Shapefile, islands())
	want, _ := read(t, file)
	for _, kind := range []byte{15, 25} { // with height, with measure
		shp := []byte(part(t, file, "desa.shp"))
		for at := 100; at < len(shp); at += 8 + 2*int(binary.BigEndian.Uint32(shp[at+4:])) {
			if shp[at+8] == 5 {
				shp[at+8] = kind
			}
		}
		layers, lost := read(t, repacked(t, file, map[string][]byte{"desa.shp": shp}))
		if diff := cmp.Diff(want[0].Features, layers[0].Features); diff != "" || !strings.Contains(strings.Join(codes(lost), "\n"), "HEIGHT_GONE") {
			t.Errorf("kind %d: lost %q (-want +got):\n%s", kind, codes(lost), diff)
		}
	}
}
