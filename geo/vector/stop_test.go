package vector_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"github.com/paulmach/orb"

	"binaan/geo/vector"
)

// patient is a context that ends when it was asked so often whether it has.
type patient struct {
	context.Context
	asks *int
}

func (p patient) Err() error {
	if *p.asks--; *p.asks < 0 {
		return context.Canceled
	}
	return nil
}

// Whoever waits for a map may leave at any moment: each feature is a chance to stop, in
// every format, and a map that was left is never called broken.
func TestReadingAMapStopsWhenNobodyWaits(t *testing.T) {
	const features = 50
	l := vector.Layer{Name: "desa", Fields: []vector.Field{{Name: "nama"}}}
	var collection []json.RawMessage
	for i := range features {
		l.Features = append(l.Features, vector.Feature{Shape: orb.MultiPolygon{{square(110, -7, 1), hole(110.2, -6.8, 0.1)}}, Values: []any{fmt.Sprint("Desa ", i)}})
		collection = append(collection, json.RawMessage(`{"geometry":{"type":"Polygon","coordinates":[[[110,-7],[111,-7],[111,-6],[110,-7]]]}}`))
	}
	geoJSON, err := json.Marshal(map[string]any{"type": "FeatureCollection", "features": collection})
	if err != nil {
		t.Fatal(err)
	}
	files := map[vector.Format][]byte{vector.GeoJSON: geoJSON}
	for _, f := range written {
		files[f], _ = write(t, f, l)
	}
	for format, file := range files {
		const endless = 1 << 30
		left := endless
		if _, _, err := vector.Read(patient{t.Context(), &left}, file); err != nil {
			t.Fatalf("%s: %v", format, err)
		}
		asked := endless - left
		if asked < features {
			t.Errorf("%s: asked %d times whether anybody waits, for %d features", format, asked, features)
		}
		for after := 0; after < asked; after += 1 + asked/40 {
			left = after
			if _, _, err := vector.Read(patient{t.Context(), &left}, file); !errors.Is(err, context.Canceled) {
				t.Errorf("%s: left after %d of %d: %v", format, after, asked, err)
			}
		}
	}
}
