package vector

import (
	"encoding/xml"
	"errors"
	"fmt"
	"image/color"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/simplify"
	"github.com/twpayne/go-kml/v3"
)

// mostOfRing is how many corners a ring of KML may have: Google Earth draws none of
// more than 31,000.
const mostOfRing = 30_000

// tints are hues for colour-blind eyes, half of them glass: what lies beneath is seen.
var tints = []color.RGBA{{0, 114, 178, 115}, {230, 159, 0, 115}, {0, 158, 115, 115}, {204, 121, 167, 115}, {86, 180, 233, 115}, {213, 94, 0, 115}, {240, 228, 66, 115}, {110, 110, 110, 115}}

func writeKML(w io.Writer, layers []Layer, lost *losses) error {
	var parts []kml.Element
	for i, tint := range tints {
		line := color.RGBA{tint.R, tint.G, tint.B, 255}
		parts = append(parts, kml.SharedStyle("t"+strconv.Itoa(i), kml.LineStyle(kml.Color(line), kml.Width(2)), kml.PolyStyle(kml.Color(tint))))
	}
	for _, l := range layers {
		folder := []kml.Element{kml.Name(l.Name)}
		for i, f := range l.Features {
			folder = append(folder, placemark(l, f, i, lost))
		}
		parts = append(parts, kml.Folder(folder...))
	}
	return kml.KML(kml.Document(parts...)).Write(w)
}

func placemark(l Layer, f Feature, i int, lost *losses) kml.Element {
	var name string
	var data []kml.Element
	for k, field := range l.Fields {
		if f.Values[k] == nil {
			continue
		}
		text := fmt.Sprint(f.Values[k])
		if field.Name == l.Label {
			name = text
		}
		data = append(data, kml.Data(field.Name, kml.Value(text)))
	}
	parts := []kml.Element{kml.Name(name), kml.StyleURL("#t" + strconv.Itoa(i%len(tints))), kml.ExtendedData(data...)}
	if len(f.Shape) == 0 {
		lost.add(NoShape, l.Name, "", name)
		return kml.Placemark(parts...)
	}
	var polygons []kml.Element
	for _, p := range f.Shape {
		rings := []kml.Element{kml.OuterBoundaryIs(linearRing(p[0], l, name, lost))}
		for _, hole := range p[1:] {
			rings = append(rings, kml.InnerBoundaryIs(linearRing(hole, l, name, lost)))
		}
		polygons = append(polygons, kml.Polygon(rings...))
	}
	if len(polygons) == 1 {
		return kml.Placemark(append(parts, polygons[0])...)
	}
	return kml.Placemark(append(parts, kml.MultiGeometry(polygons...))...)
}

// linearRing is a ring with no more corners than readers bear.
func linearRing(ring orb.Ring, l Layer, name string, lost *losses) kml.Element {
	if len(ring) > mostOfRing {
		lost.add(Thinned, l.Name, "", name)
		for off := 1e-6; len(ring) > mostOfRing; off *= 2 {
			ring = simplify.DouglasPeucker(off).Ring(slices.Clone(ring))
		}
	}
	at := make([]kml.Coordinate, len(ring))
	for i, p := range ring {
		at[i] = kml.Coordinate{Lon: p[0], Lat: p[1]}
	}
	return kml.LinearRing(kml.Coordinates(at...))
}

// kmlReader is a KML file under way. The text of values is kept as it stands.
type kmlReader struct {
	*reader
	layer Layer
	text  strings.Builder

	within int // placemarks
	name   string
	field  string
	values map[string]string
	rings  []orb.Ring // of the polygon under way
	inner  bool
	outer  bool // has come, of the polygon under way
	depth  int  // of elements
	shape  orb.MultiPolygon
	other  bool // a point or line was met
}

// kml reads the placemarks of a KML file, wherever they stand.
func (r *reader) kml(file io.Reader) error {
	k := kmlReader{reader: r, layer: Layer{Name: "kml", Label: "name"}}
	text := xml.NewDecoder(file)
	text.CharsetReader = latin1
	root := false
	for {
		if err := r.stopped(); err != nil {
			return err
		}
		token, err := text.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return refuse(Broken, fmt.Sprintf("%d", text.InputOffset()))
		}
		switch t := token.(type) {
		case xml.StartElement:
			if !root && t.Name.Local != "kml" {
				return refuse(Unknown, "")
			}
			root = true
			if k.depth++; k.depth > mostDepth {
				return refuse(Broken, fmt.Sprintf("%d", text.InputOffset()))
			}
			k.begin(t)
		case xml.CharData:
			if k.text.Len()+len(t) > MostBytes {
				return refuse(TooLarge, "")
			}
			k.text.Write(t)
		case xml.EndElement:
			k.depth--
			if err := k.end(t.Name.Local); err != nil {
				return err
			}
		}
	}
	if err := k.layer.filled(); err != nil {
		return err
	}
	r.layers = append(r.layers, k.layer)
	return nil
}

// latin1 reads the one other coding that KML files are met in.
func latin1(name string, in io.Reader) (io.Reader, error) {
	if n := strings.ToLower(name); n != "iso-8859-1" && n != "windows-1252" {
		return nil, fmt.Errorf("letters coded as %q", name)
	}
	return decodeLatin(in), nil
}

func (k *kmlReader) begin(t xml.StartElement) {
	k.text.Reset()
	switch t.Name.Local {
	case "Placemark":
		if k.within++; k.within == 1 {
			k.name, k.values, k.shape, k.other = "", map[string]string{}, nil, false
		}
	case "Data", "SimpleData":
		for _, a := range t.Attr {
			if a.Name.Local == "name" {
				k.field = a.Value
			}
		}
	case "Polygon":
		k.rings, k.outer = nil, false
	case "outerBoundaryIs", "innerBoundaryIs":
		k.inner = t.Name.Local == "innerBoundaryIs"
	case "Point", "LineString":
		k.other = true
	}
}

func (k *kmlReader) end(element string) error {
	text := strings.TrimSpace(k.text.String())
	k.text.Reset()
	if k.within == 0 {
		return nil
	}
	switch element {
	case "name":
		k.name = text
	case "value", "SimpleData":
		if k.field != "" {
			k.values[k.field] = text
		}
		if element == "SimpleData" {
			k.field = ""
		}
	case "Data":
		k.field = ""
	case "coordinates":
		return k.coordinates(text)
	case "Polygon":
		if p := k.polygon(k.layer.Name, k.rings); p != nil {
			k.shape = append(k.shape, p)
		}
		k.rings = nil
	case "Placemark":
		if k.within--; k.within == 0 {
			return k.place()
		}
	}
	return nil
}

// coordinates reads the corners of a ring; those of points and lines go nowhere.
func (k *kmlReader) coordinates(text string) error {
	var ring orb.Ring
	for _, one := range strings.Fields(text) {
		parts := strings.Split(one, ",")
		if len(parts) < 2 {
			return refuse(Broken, k.name)
		}
		lon, err1 := strconv.ParseFloat(parts[0], 64)
		lat, err2 := strconv.ParseFloat(parts[1], 64)
		if err1 != nil || err2 != nil {
			return refuse(Broken, k.name)
		}
		if len(parts) > 2 && strings.Trim(parts[2], "0.-") != "" {
			k.lost.add(HeightGone, k.layer.Name, "", k.name)
		}
		ring = append(ring, orb.Point{lon, lat})
	}
	if err := k.more(len(ring)); err != nil {
		return err
	}
	if k.inner || k.outer {
		k.rings = append(k.rings, ring)
	} else {
		k.rings = slices.Insert(k.rings, 0, ring) // the outer ring may come after a hole
	}
	k.outer = k.outer || !k.inner
	return nil
}

// place takes the placemark into the layer.
func (k *kmlReader) place() error {
	if k.shape == nil && k.other {
		k.lost.add(NotArea, k.layer.Name, "", k.name)
		return nil
	}
	if _, told := k.values["name"]; !told {
		k.values["name"] = k.name
	}
	values := make([]any, len(k.layer.Fields))
	names := []string{}
	for name := range k.values {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		at := slices.IndexFunc(k.layer.Fields, func(f Field) bool { return f.Name == name })
		if at < 0 {
			if at = len(k.layer.Fields); at >= mostFields {
				continue
			}
			k.layer.Fields, values = append(k.layer.Fields, Field{name, Text}), append(values, nil)
		}
		values[at] = k.values[name]
	}
	return k.add(&k.layer, k.shape, values)
}
