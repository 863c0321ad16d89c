package importer

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"binaan/geo"
	"binaan/geo/osm"
)

// feature takes a feature of GeoJSON: a line with the tags of OpenStreetMap, as osmium, QGIS
// and HOT export them, or with Geofabrik's fclass.
func (c *roadCheck) feature(raw json.RawMessage) error {
	var f geojson.Feature
	if err := json.Unmarshal(raw, &f); err != nil {
		c.refuseRoad("", "garis tidak terbaca sebagai GeoJSON")
		return nil
	}
	text := func(key string) string { s, _ := f.Properties[key].(string); return s }
	class := geo.RoadClassOf(text("highway"))
	if class == 0 {
		class = geo.RoadClassOf(text("fclass"))
	}
	var lines orb.MultiLineString
	switch g := f.Geometry.(type) {
	case orb.LineString:
		lines = orb.MultiLineString{g}
	case orb.MultiLineString:
		lines = g
	default:
		class = 0
	}
	if class == 0 {
		c.other()
		return nil
	}
	swapped := 0
	for _, line := range lines {
		n, _ := straighten(orb.Ring(line)) // what lies elsewhere is refused with its reason
		swapped += n
	}
	if swapped > 0 {
		c.notes.add("koordinat_tertukar", "lintang dan bujur tertukar; dibetulkan", c.lines+1)
	}
	return c.road(class, text("name"), lines)
}

// mostHeld is how much may be remembered of an extract between its two readings: numbers
// of nodes, and letters of names.
const mostHeld = 6_000_000

// extract is what is remembered of the roads of an extract until their nodes are known,
// which stand before them.
type extract struct {
	classes []geo.RoadClass
	names   []string
	ends    []int   // of each road's numbers in refs
	refs    []int64 // of nodes
	held    int
	ids     []int64 // of all nodes, ascending
	places  []spot  // of each
}

// spot is a node's, in ten-millionths of a degree.
type spot struct{ lon, lat int32 }

const spotGrain = 1e7

var unplaced = spot{math.MaxInt32, math.MaxInt32}

// readExtract reads roads from PBF: their nodes' numbers first, then where those are.
func (c *roadCheck) readExtract(ctx context.Context, f *os.File, size int64) error {
	c.watch.enter("membaca berkas", 2*size)
	e := &extract{}
	if err := c.pass(ctx, f, size, 0, osm.Visitor{Way: func(w *osm.Way) error { return c.remember(e, w) }}); err != nil {
		return err
	}
	e.ids = slices.Clone(e.refs)
	slices.Sort(e.ids)
	e.ids = slices.Compact(e.ids)
	e.places = slices.Repeat([]spot{unplaced}, len(e.ids))
	if err := c.pass(ctx, f, size, size, osm.Visitor{Node: e.put}); err != nil {
		return err
	}
	for i := range e.classes {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := c.road(e.classes[i], e.names[i], e.lines(i)); err != nil {
			return err
		}
	}
	return nil
}

func (c *roadCheck) pass(ctx context.Context, f *os.File, size, before int64, v osm.Visitor) error {
	v.Read = func(bytes int64) { c.watch.reach(before + bytes) }
	err := osm.Read(ctx, bufio.NewReaderSize(io.NewSectionReader(f, 0, size), 1<<16), v)
	switch {
	case errors.Is(err, osm.ErrFeature):
		return fileError{"Berkas OSM PBF ini memakai cara pemadatan atau fitur yang tidak dibaca. Tulis ulang dengan osmium: osmium cat lama.osm.pbf -o baru.osm.pbf"}
	case errors.Is(err, osm.ErrFormat):
		return fileError{"Berkas OSM PBF rusak atau terpotong: unduh atau potong ulang berkasnya."}
	}
	return err
}

// remember keeps a way that is a road.
func (c *roadCheck) remember(e *extract, w *osm.Way) error {
	class := geo.RoadClassOf(w.Tag("highway"))
	if class == 0 {
		c.other()
		return nil
	}
	name := w.Tag("name")
	if e.held += len(w.Refs) + len(name) + 1; e.held > mostHeld {
		return fileError{fmt.Sprintf("Berkas ditolak: jalannya lebih dari %d titik. Potong data OpenStreetMap untuk wilayah cabang ini saja (osmium extract --polygon), lalu impor lagi.", mostHeld)}
	}
	e.classes, e.names = append(e.classes, class), append(e.names, name)
	e.refs = append(e.refs, w.Refs...)
	e.ends = append(e.ends, len(e.refs))
	return nil
}

// put keeps where a node is that some road needs. One outside Indonesia is of no use.
func (e *extract) put(id int64, lon, lat float64) error {
	i, needed := slices.BinarySearch(e.ids, id)
	if !needed {
		return nil
	}
	if at, err := geo.NewPosition(lon, lat); err == nil {
		e.places[i] = spot{int32(math.Round(spotGrain * at.Lon)), int32(math.Round(spotGrain * at.Lat))}
	}
	return nil
}

// lines are the stretches of a road of which the nodes are known: an extract may end in
// the middle of a road.
func (e *extract) lines(road int) (out orb.MultiLineString) {
	from := 0
	if road > 0 {
		from = e.ends[road-1]
	}
	var line orb.LineString
	for _, id := range e.refs[from:e.ends[road]] {
		i, _ := slices.BinarySearch(e.ids, id)
		if at := e.places[i]; at != unplaced {
			line = append(line, orb.Point{float64(at.lon) / spotGrain, float64(at.lat) / spotGrain})
			continue
		}
		if len(line) > 1 {
			out = append(out, line)
		}
		line = nil
	}
	if len(line) > 1 {
		out = append(out, line)
	}
	return out
}
