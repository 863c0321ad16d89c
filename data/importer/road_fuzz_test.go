package importer

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"binaan/data"
	"binaan/geo"
)

// Whatever a file of roads holds, it is refused with a sentence or every line of it is
// accounted for, and what is kept can be read again.
func FuzzRoads(f *testing.F) {
	const one = `{"type":"Feature","properties":{"highway":"residential","name":"Jalan Contoh"},"geometry":{"type":"LineString","coordinates":[[111.6,-5.4],[111.61,-5.4],[111.61,-5.39]]}}`
	for _, text := range []string{
		`{"features":[` + one + `]}`, `{"features":[` + one + `,{},` + strings.Replace(one, "LineString", "Point", 1) + `]}`, `{"features":[` + one[:90],
		`{"features":[` + strings.Replace(one, "111.61", "1e9", 1) + `,` + strings.Replace(one, "highway", "fclass", 1) + `]}`,
		`{"features":[` + strings.Replace(one, `"LineString","coordinates":[[111.6,-5.4],[111.61,-5.4],[111.61,-5.39]]`, `"MultiLineString","coordinates":[[[-5.4,111.6],[-5.4,111.7]],[]]`, 1) + `]}`,
		"\x00\x00\x00\x0d\x0a\x09OSMHeader\x18\x00\x00\x00\x00\x0b\x0a\x07OSMData\x18\x00",
	} {
		f.Add([]byte(text))
	}
	cell, err := geo.CellAt(geo.Position{Lon: 111.605, Lat: -5.395})
	if err != nil {
		f.Fatal(err)
	}
	ground, err := geo.GroundOf([]geo.Cell{cell})
	if err != nil {
		f.Fatal(err)
	}
	path := filepath.Join(f.TempDir(), "jalan")
	f.Fuzz(func(t *testing.T, text []byte) {
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		c := &roadCheck{intake: &intake{Import: data.Import{Kind: "roads"}, path: path, watch: &watch{}}, ground: ground, cells: map[geo.Cell][]byte{}}
		if err := c.read(t.Context()); err != nil {
			if !errors.As(err, new(fileError)) {
				t.Fatalf("%v is no sentence about the file", err)
			}
			return
		}
		if c.Rows != c.Accepted+c.Rejected || c.lines != c.Rows+c.others+c.elsewhere || int64(len(c.rejects)) != c.Rejected {
			t.Errorf("%d lines came: %d rows, %d taken, %d refused (%d told), %d elsewhere, %d no roads", c.lines, c.Rows, c.Accepted, c.Rejected, len(c.rejects), c.elsewhere, c.others)
		}
		points := 0
		for cell, text := range c.cells {
			roads, err := geo.Roads(text)
			if err != nil {
				t.Errorf("cell %v: %v", cell, err)
			}
			for _, r := range roads {
				points += r.Points()
			}
		}
		if points != c.set.Points {
			t.Errorf("%d points are kept, %d counted", points, c.set.Points)
		}
	})
}
