package importer

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb/planar"

	"binaan/geo"
)

// Whatever a map holds, the file is refused with a sentence or every area of it is
// accounted for, and those that are kept can be drawn.
func FuzzAreas(f *testing.F) {
	const one = `{"type":"Feature","properties":{"kode":"99.01.01.2001","nama":"Sukasari","kecamatan":"Suka"},"geometry":{"type":"Polygon","coordinates":[[[111.6,-5.4],[111.61,-5.4],[111.61,-5.39],[111.6,-5.4]]]}}`
	for _, text := range []string{
		`{"type":"FeatureCollection","features":[` + one + `]}`, `{"features":[` + one + `,` + one + `,{}]} `, `{"features":[{"properties":{"kode":99.0101},"geometry":null}]}`,
		"\ufeff{\"name\":1,\"features\":[" + strings.Replace(one, "Polygon", "MultiPolygon", 1) + "],\"crs\":[]}", `{"features":[` + strings.Replace(one, "111.6,", "1e309,", 1) + `]}`, `{"features":[` + one[:80],
	} {
		f.Add([]byte(text))
	}
	path := filepath.Join(f.TempDir(), "peta.geojson")
	f.Fuzz(func(t *testing.T, text []byte) {
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		c := &areaCheck{intake: &intake{path: path, watch: &watch{}, headings: map[string]string{}}, kept: map[geo.AreaCode]int{}, names: map[geo.AreaCode]string{}, covers: map[geo.AreaCode][]geo.Cell{}}
		err := c.read(t.Context())
		if err == nil {
			err = c.nameProperties()
		}
		if err == nil {
			err = c.judgeCodes()
		}
		if err != nil {
			if !errors.As(err, new(fileError)) {
				t.Fatalf("%v is no sentence about the file", err)
			}
			return
		}
		for _, feature := range c.features {
			c.feature(feature)
		}
		if got := int64(len(c.areas)) + c.Duplicate + c.Rejected; got != c.Rows || int(c.Rejected) != len(c.rejects) {
			t.Errorf("%d areas came, %d are accounted for, %d of %d refusals told", c.Rows, got, len(c.rejects), c.Rejected)
		}
		for _, a := range c.areas {
			if !planar.MultiPolygonContains(a.Shape, a.Inner.Point()) {
				t.Errorf("%s has no inside: %v", a.Code, a.Shape)
			}
		}
	})
}
