package vector

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"
)

// features are those of a collection, each by itself, and no more than a map has.
type features struct {
	all     []json.RawMessage
	stopped func() error
}

// UnmarshalJSON reads no further than the first feature too many.
func (f *features) UnmarshalJSON(text []byte) error {
	in := json.NewDecoder(bytes.NewReader(text))
	if open, err := in.Token(); err != nil || open != json.Delim('[') {
		return refuse(Broken, "")
	}
	for in.More() {
		var one json.RawMessage
		if err := in.Decode(&one); err != nil {
			return err
		}
		if f.all = append(f.all, one); len(f.all) > mostFeatures {
			return refuse(TooMany, fmt.Sprint(mostFeatures))
		}
		if err := f.stopped(); err != nil {
			return err
		}
	}
	return nil
}

// geoJSON reads the features of a collection.
func (r *reader) geoJSON(file []byte) error {
	var all struct {
		Type string `json:"type"`
		CRS  *struct {
			Properties struct {
				Name string `json:"name"`
			} `json:"properties"`
		} `json:"crs"`
		Features features `json:"features"`
	}
	all.Features.stopped = r.stopped
	file = bytes.TrimPrefix(file, []byte("\xef\xbb\xbf"))
	if n := bytes.Count(file, []byte("[")); n > mostCorners+4*mostFeatures { // each takes more memory than it is long
		return refuse(TooMany, fmt.Sprint(mostCorners))
	}
	if err := json.Unmarshal(file, &all); err != nil {
		if refused := (*RefusedError)(nil); errors.As(err, &refused) {
			return refused
		}
		return refuse(Broken, "")
	}
	if all.Type != "FeatureCollection" {
		return refuse(Unknown, "")
	}
	if c := all.CRS; c != nil && !strings.HasSuffix(c.Properties.Name, "CRS84") && !strings.HasSuffix(c.Properties.Name, "4326") {
		return refuse(OtherPlace, c.Properties.Name)
	}
	l := Layer{Name: "geojson"}
	for i, raw := range all.Features.all {
		if err := r.geoFeature(&l, raw); err != nil {
			return err
		}
		if len(l.Fields) > mostFields {
			return refuse(Broken, fmt.Sprint(i+1))
		}
	}
	if err := l.filled(); err != nil {
		return err
	}
	r.layers = append(r.layers, l)
	return nil
}

func (r *reader) geoFeature(l *Layer, raw json.RawMessage) error {
	var f struct {
		Geometry *struct {
			Type        string          `json:"type"`
			Coordinates json.RawMessage `json:"coordinates"`
		} `json:"geometry"`
		Properties map[string]any `json:"properties"`
	}
	broken := refuse(Broken, fmt.Sprint(len(l.Features)+1))
	if bytes.Count(raw, []byte(":")) > 32*mostFields { // fields, and what is inside them
		return broken
	}
	text := json.NewDecoder(bytes.NewReader(raw))
	text.UseNumber()
	if err := text.Decode(&f); err != nil {
		return broken
	}
	var shape orb.MultiPolygon
	if g := f.Geometry; g != nil {
		var polygons [][][][]float64
		var err error
		switch g.Type {
		case "Polygon":
			polygons = make([][][][]float64, 1)
			err = json.Unmarshal(g.Coordinates, &polygons[0])
		case "MultiPolygon":
			err = json.Unmarshal(g.Coordinates, &polygons)
		default:
			r.lost.add(NotArea, l.Name, "", g.Type)
			return nil
		}
		if err != nil {
			return broken
		}
		var ok bool
		if shape, ok, err = r.positions(l.Name, polygons); err != nil {
			return err
		} else if !ok {
			return broken
		}
	}
	return r.add(l, shape, l.take(f.Properties))
}

// positions are polygons of positions, whose third number is dropped.
func (r *reader) positions(layer string, polygons [][][][]float64) (shape orb.MultiPolygon, ok bool, err error) {
	high := false
	for _, p := range polygons {
		rings := make([]orb.Ring, len(p))
		for i, ring := range p {
			if err := r.more(len(ring)); err != nil {
				return nil, false, err
			}
			for _, at := range ring {
				if len(at) < 2 {
					return nil, false, nil
				}
				high = high || len(at) > 2
				rings[i] = append(rings[i], orb.Point{at[0], at[1]})
			}
		}
		if polygon := r.polygon(layer, rings); polygon != nil {
			shape = append(shape, polygon)
		}
	}
	if high {
		r.lost.add(HeightGone, layer, "", "")
	}
	return shape, true, nil
}

// take puts properties into the layer's fields, new ones at the end; what is no text
// or number is kept as JSON.
func (l *Layer) take(properties map[string]any) []any {
	values := make([]any, len(l.Fields))
	names := make([]string, 0, len(properties))
	for name := range properties {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		at := slices.IndexFunc(l.Fields, func(f Field) bool { return f.Name == name })
		if at < 0 {
			at = len(l.Fields)
			l.Fields, values = append(l.Fields, Field{Name: name}), append(values, nil)
		}
		switch v := properties[name].(type) {
		case nil:
		case string:
			values[at] = v
		case json.Number:
			if n, err := v.Int64(); err == nil {
				values[at] = n
			} else if x, err := v.Float64(); err == nil {
				values[at] = x
			}
		default:
			text, err := json.Marshal(v)
			if err == nil {
				values[at] = string(text)
			}
		}
	}
	return values
}
