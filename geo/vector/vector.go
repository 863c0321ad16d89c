// Package vector writes and reads maps as other programs know them: Shapefile (in a
// ZIP), KML, GeoPackage, and, for reading, GeoJSON. Layers hold polygons in WGS 84,
// longitude first. What a format cannot hold, or a file does not say, is told as a
// Loss and never lost in silence; what cannot be read rightly is refused.
package vector

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/paulmach/orb"
)

// Format is a kind of file.
type Format string

// The formats.
const (
	GeoJSON    Format = "geojson" // read only: report.GeoJSON writes it
	Shapefile  Format = "shp"     // a ZIP with the parts of each layer
	KML        Format = "kml"
	GeoPackage Format = "gpkg"
)

// Kind is what the values of a field are.
type Kind byte

// The kinds. A value is a string, an int64 or a float64 of the field's kind, or nil.
const (
	Text Kind = iota
	Whole
	Real
)

// Field is a column of a layer.
type Field struct {
	Name string
	Kind Kind
}

// Feature is a row of a layer. Outer rings run against the clock, as GeoJSON wants.
type Feature struct {
	Shape  orb.MultiPolygon
	Values []any // one for each field
}

// Layer is a table with shapes.
type Layer struct {
	Name     string
	Label    string // the field that names a feature on a map; "": none
	Fields   []Field
	Features []Feature
}

// Of is a feature's value of a field by its name; nil where there is none.
func (l *Layer) Of(f Feature, name string) any {
	at := slices.IndexFunc(l.Fields, func(one Field) bool { return one.Name == name })
	if at < 0 || at >= len(f.Values) {
		return nil
	}
	return f.Values[at]
}

// Code says what was lost.
type Code string

// What is lost in writing or reading.
const (
	NameCut      Code = "NAME_CUT"      // a field's name, to 10 bytes of a Shapefile
	TextCut      Code = "TEXT_CUT"      // a text, to 254 bytes of a Shapefile
	Thinned      Code = "THINNED"       // corners that a reader of KML could not bear
	NoShape      Code = "NO_SHAPE"      // a feature without outline
	HeightGone   Code = "HEIGHT_GONE"   // a third coordinate
	NotArea      Code = "NOT_AREA"      // a point or line, which is left out
	BrokenRing   Code = "BROKEN_RING"   // a ring of fewer than three corners, left out
	HoleAlone    Code = "HOLE_ALONE"    // a hole in nothing, taken for land
	GuessedText  Code = "GUESSED_TEXT"  // the file does not say how its letters are coded
	BrokenText   Code = "BROKEN_TEXT"   // letters that the coding does not have
	GuessedPlace Code = "GUESSED_PLACE" // the file does not say its coordinate system; it suits WGS 84
	NearPlace    Code = "NEAR_PLACE"    // a system within a metre or two of WGS 84, taken for it
)

// Loss is what did not come through, how often, and an example.
type Loss struct {
	Code    Code   `json:"code"`
	Layer   string `json:"layer,omitempty"`
	Field   string `json:"field,omitempty"`
	Count   int    `json:"count"`
	Example string `json:"example,omitempty"`
}

// losses gathers what is alike.
type losses []Loss

func (l *losses) add(code Code, layer, field, example string) {
	at := slices.IndexFunc(*l, func(one Loss) bool { return one.Code == code && one.Layer == layer && one.Field == field })
	if at >= 0 {
		(*l)[at].Count++
		return
	}
	*l = append(*l, Loss{code, layer, field, 1, example})
}

// sorted has the order that a reader finds his way in, the same every time.
func (l losses) sorted() []Loss {
	slices.SortStableFunc(l, func(a, b Loss) int {
		return cmp.Or(cmp.Compare(a.Layer, b.Layer), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Field, b.Field))
	})
	return l
}

// Options of writing.
type Options struct {
	At   time.Time         // stamped where a format wants a day
	Tell func(Loss) string // words for the note on losses that lies in a Shapefile's ZIP; nil: none
}

// Write writes layers as a file and tells what it could not hold.
func Write(w io.Writer, format Format, layers []Layer, o Options) ([]Loss, error) {
	var lost losses
	var err error
	switch format {
	case Shapefile:
		err = writeShapefiles(w, layers, o, &lost)
	case KML:
		err = writeKML(w, layers, &lost)
	case GeoPackage:
		err = writeGeoPackage(w, layers, o.At, &lost)
	case GeoJSON:
		err = fmt.Errorf("no writer of %s here", format)
	default:
		err = fmt.Errorf("no format %q", format)
	}
	if err != nil {
		return nil, fmt.Errorf("map as %s: %w", format, err)
	}
	return lost.sorted(), nil
}

// How much of a file is read; larger ones are refused.
const (
	MostBytes    = 64 << 20  // of the file
	mostUnpacked = 256 << 20 // of what a ZIP, or the rows of a GeoPackage, hold
	mostFeatures = 100_000
	mostCorners  = 5_000_000
	mostFields   = 500
	mostCells    = 8_000_000   // features times fields
	mostSteps    = 200_000_000 // of finding the rings that holes lie in: about a second
	mostDepth    = 100         // of elements in elements
	mostEntries  = 200         // of a ZIP
)

// Read reads a file whose format its first bytes tell. *RefusedError: it is none that
// can be read rightly. It stops when ctx ends, with the error of that.
func Read(ctx context.Context, file []byte) ([]Layer, []Loss, error) {
	return read(ctx, file, mostSteps)
}

func read(ctx context.Context, file []byte, steps int) ([]Layer, []Loss, error) {
	r := reader{stopped: ctx.Err, steps: steps}
	if err := r.read(ctx, file); err != nil {
		if stopped := ctx.Err(); stopped != nil { // what was under way then is no fault of the file
			return nil, nil, fmt.Errorf("read map: %w", stopped)
		}
		return nil, nil, err
	}
	if r.features == 0 {
		return nil, nil, refuse(NoAreas, "")
	}
	if err := r.placed(); err != nil {
		return nil, nil, err
	}
	return r.layers, r.lost.sorted(), nil
}

// reader is a file under way.
type reader struct {
	stopped func() error // why nobody waits for the map any more; nil: somebody does

	layers   []Layer
	lost     losses
	features int
	corners  int
	steps    int // that are left
	unpacked int // bytes of the rows of a GeoPackage
}

func (r *reader) read(ctx context.Context, file []byte) error {
	if err := r.stopped(); err != nil {
		return err
	}
	head := bytes.TrimLeft(bytes.TrimPrefix(file[:min(len(file), 1024)], []byte("\xef\xbb\xbf")), " \t\r\n")
	switch {
	case len(file) > MostBytes:
		return refuse(TooLarge, fmt.Sprintf("%d MB", len(file)>>20))
	case bytes.HasPrefix(file, []byte("PK\x03\x04")):
		return r.archive(file)
	case bytes.HasPrefix(file, []byte("SQLite format 3\x00")):
		return r.geoPackage(ctx, file)
	case bytes.HasPrefix(file, []byte("\x00\x00\x27\x0a")):
		return refuse(LoneShapefile, "")
	case bytes.HasPrefix(head, []byte("<")):
		return r.kml(bytes.NewReader(file))
	case bytes.HasPrefix(head, []byte("{")):
		return r.geoJSON(file)
	}
	return refuse(Unknown, "")
}

// add takes a feature into a layer.
func (r *reader) add(l *Layer, shape orb.MultiPolygon, values []any) error {
	if r.features++; r.features > mostFeatures {
		return refuse(TooMany, fmt.Sprint(mostFeatures))
	}
	if len(shape) == 0 {
		r.lost.add(NoShape, l.Name, "", "")
	}
	l.Features = append(l.Features, Feature{shape, values})
	return r.stopped()
}

// more counts corners.
func (r *reader) more(n int) error {
	if r.corners += n; n < 0 || r.corners > mostCorners {
		return refuse(TooMany, fmt.Sprintf("%d", mostCorners))
	}
	return r.stopped()
}

// spend counts the steps of work that grows faster than a file does.
func (r *reader) spend(n int) error {
	if r.steps -= n; r.steps < 0 {
		return refuse(TooMany, fmt.Sprint(mostCorners))
	}
	return r.stopped()
}

// filled gives every feature of a layer whose fields were met one after another a value,
// or nothing, of each.
func (l *Layer) filled() error {
	if len(l.Features)*len(l.Fields) > mostCells {
		return refuse(TooMany, fmt.Sprint(mostCells/max(1, len(l.Fields))))
	}
	for i := range l.Features {
		l.Features[i].Values = append(l.Features[i].Values, make([]any, len(l.Fields)-len(l.Features[i].Values))...)
	}
	return nil
}

// placed refuses what does not lie in Indonesia, as nothing of a branch does.
func (r *reader) placed() error {
	bound, first := orb.Bound{}, true
	for _, l := range r.layers {
		for _, f := range l.Features {
			if len(f.Shape) == 0 {
				continue
			}
			if b := f.Shape.Bound(); first {
				bound, first = b, false
			} else {
				bound = bound.Union(b)
			}
		}
	}
	switch {
	case first:
		return nil
	case within(bound, 94, -12, 142, 7):
		return nil
	case within(bound, -12, 94, 7, 142):
		return refuse(Swapped, "")
	}
	return refuse(Outside, fmt.Sprintf("%.2f, %.2f ... %.2f, %.2f", bound.Min[0], bound.Min[1], bound.Max[0], bound.Max[1]))
}

func within(b orb.Bound, west, south, east, north float64) bool {
	return b.Min[0] >= west && b.Min[1] >= south && b.Max[0] <= east && b.Max[1] <= north
}
