package vector_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"runtime"
	"strings"
	"testing"

	"binaan/geo/vector"
)

// shp is a .shp of one shape whose rings have five corners each, or as many as told.
func shp(rings [][]float64) []byte {
	var starts, points []byte
	count := 0
	for _, ring := range rings {
		starts = binary.LittleEndian.AppendUint32(starts, uint32(count))
		for _, v := range ring {
			points = binary.LittleEndian.AppendUint64(points, math.Float64bits(v))
		}
		count += len(ring) / 2
	}
	content := binary.LittleEndian.AppendUint32(nil, 5)
	content = append(content, make([]byte, 32)...)
	content = binary.LittleEndian.AppendUint32(content, uint32(len(rings)))
	content = binary.LittleEndian.AppendUint32(content, uint32(count))
	content = append(append(content, starts...), points...)
	out := binary.BigEndian.AppendUint32(nil, 9994)
	out = append(out, make([]byte, 96)...)
	out = binary.BigEndian.AppendUint32(out, 1)
	out = binary.BigEndian.AppendUint32(out, uint32(len(content)/2))
	return append(out, content...)
}

// Files that are small, or say little of themselves, and would take minutes or gigabytes:
// each is refused, with memory that a map takes anyhow, and in fewer steps than ten of its
// size would take.
func TestMapsMadeToHarmAreRefused(t *testing.T) {
	whole, _ := write(t, vector.Shapefile, islands())
	square := func(lon, side float64, hole bool) []float64 {
		if hole {
			return []float64{lon, -7, lon + side, -7, lon + side, -7 + side, lon, -7 + side, lon, -7}
		}
		return []float64{lon, -7, lon, -7 + side, lon + side, -7 + side, lon + side, -7, lon, -7}
	}
	var many [][]float64
	for range 5_000 {
		many = append(many, square(110, 1, false), square(112, 0.5, true))
	}
	long := []float64{110, -7}
	for n := range 30_000 {
		long = append(long, 110, -7+float64(n%300)/300, 111, -7+float64(n%300)/300)
	}
	fine := [][]float64{append(long, 110, -7)}
	for range 1000 {
		fine = append(fine, square(110.2, 0.5, true))
	}
	const head = `{"type":"FeatureCollection","features":[`
	for name, file := range map[string][]byte{
		"holes times islands": repacked(t, whole, map[string][]byte{"desa.shp": shp(many)}),
		"holes times corners": repacked(t, whole, map[string][]byte{"desa.shp": shp(fine)}),
		"KML nested":          []byte("<kml>" + strings.Repeat("<a>", 1_000_000)),
		"KML bomb":            []byte(`<!DOCTYPE kml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><kml><name>&b;</name></kml>`),
		"KML of links alone":  []byte(`<kml><NetworkLink><Link><href>file:///etc/passwd</href></Link></NetworkLink></kml>`),
		"features of naught":  []byte(head + strings.Repeat("0,", 1<<20) + "0]}"),
		"brackets":            []byte(head + `{"geometry":{"type":"MultiPolygon","coordinates":[` + strings.Repeat("[],", 8<<20) + `[]]}}]}`),
		"fields of naught":    []byte(head + `{"properties":{` + strings.Repeat(`"":{},`, 1<<20) + `"a":1}}]}`),
		"nested":              []byte(head + strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000) + "]}"),
		"fields of nobody":    []byte("<kml>" + strings.Repeat("<Placemark/>", 90_000) + "<Placemark>" + fieldsOfKML(450) + "</Placemark></kml>"),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		var refused *vector.RefusedError
		if err := vector.ReadWithin(t.Context(), file, 20_000_000); !errors.As(err, &refused) {
			t.Errorf("%s: is read, %v", name, err)
		}
		runtime.ReadMemStats(&after)
		if took := after.TotalAlloc - before.TotalAlloc; took > 100<<20 {
			t.Errorf("%s: %d MB for a file of %d", name, took>>20, len(file)>>20)
		}
	}
}

func fieldsOfKML(n int) string {
	var b bytes.Buffer
	for range n {
		b.WriteString(`<Data name="f` + strings.Repeat("x", b.Len()%97) + `">`)
		b.WriteString(strings.Repeat(" ", b.Len()%89) + `<value>1</value></Data>`)
	}
	return b.String()
}

// A hole that an island has is the island's, however many corners either has.
func TestALakeOfManyCornersIsItsIslands(t *testing.T) {
	whole, _ := write(t, vector.Shapefile, islands())
	var island, lake []float64
	for n := range 2001 {
		turn := 2 * math.Pi * float64(n%2000) / 2000
		island = append(island, 110+math.Sin(turn), -7+math.Cos(turn))
		lake = append(lake, 110+math.Cos(turn)/2, -7+math.Sin(turn)/2)
	}
	layers, lost := read(t, repacked(t, whole, map[string][]byte{"desa.shp": shp([][]float64{lake, island, {120, -3, 120, -2, 121, -2, 120, -3}})}))
	if shape := layers[0].Features[0].Shape; len(shape) != 2 || len(shape[0]) != 2 || len(shape[1]) != 1 {
		t.Errorf("%d islands, %d rings of the first, lost %v", len(shape), len(shape[0]), lost)
	}
}
