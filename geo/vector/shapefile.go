package vector

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// wgs84 is the coordinate system as a .prj names it.
const wgs84 = `GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]`

// A Shapefile is the format that ESRI published in 1998: a .shp of shapes, a .shx of
// where they begin, a .dbf of values.
const (
	shpCode    = 9994
	shpVersion = 1000
	shpNull    = 0
	shpPolygon = 5
	shpHeader  = 100
)

// writeShapefiles puts the parts of each layer into a ZIP, with a note of what was lost.
func writeShapefiles(w io.Writer, layers []Layer, o Options, lost *losses) error {
	archive := zip.NewWriter(w)
	put := func(name string, body []byte) error {
		part, err := archive.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: o.At})
		if err != nil {
			return err
		}
		_, err = part.Write(body)
		return err
	}
	for _, l := range layers {
		shp, shx := shapes(l, lost)
		dbf, err := tableOf(l, o.At, lost)
		if err != nil {
			return fmt.Errorf("layer %s: %w", l.Name, err)
		}
		for _, part := range []struct {
			ending string
			body   []byte
		}{{"shp", shp}, {"shx", shx}, {"dbf", dbf}, {"prj", []byte(wgs84)}, {"cpg", []byte("UTF-8")}} {
			if err := put(l.Name+"."+part.ending, part.body); err != nil {
				return err
			}
		}
	}
	if o.Tell != nil && len(*lost) > 0 {
		var note bytes.Buffer
		for _, one := range lost.sorted() {
			fmt.Fprintln(&note, o.Tell(one))
		}
		if err := put("catatan.txt", note.Bytes()); err != nil {
			return err
		}
	}
	return archive.Close()
}

// shapes are the .shp and the .shx of a layer.
func shapes(l Layer, lost *losses) (shp, shx []byte) {
	var body, index []byte
	bound, first := orb.Bound{}, true
	for i, f := range l.Features {
		content := record(f.Shape)
		if len(f.Shape) == 0 {
			lost.add(NoShape, l.Name, "", fmt.Sprint(i+1))
		} else if b := f.Shape.Bound(); first {
			bound, first = b, false
		} else {
			bound = bound.Union(b)
		}
		index = binary.BigEndian.AppendUint32(index, uint32((shpHeader+len(body))/2))
		index = binary.BigEndian.AppendUint32(index, uint32(len(content)/2))
		body = binary.BigEndian.AppendUint32(body, uint32(i+1))
		body = binary.BigEndian.AppendUint32(body, uint32(len(content)/2))
		body = append(body, content...)
	}
	return append(header(len(body), bound), body...), append(header(len(index), bound), index...)
}

// header begins a .shp or .shx whose rest has so many bytes.
func header(rest int, bound orb.Bound) []byte {
	h := make([]byte, 0, shpHeader)
	h = binary.BigEndian.AppendUint32(h, shpCode)
	h = append(h, make([]byte, 20)...)
	h = binary.BigEndian.AppendUint32(h, uint32((shpHeader+rest)/2))
	h = binary.LittleEndian.AppendUint32(h, shpVersion)
	h = binary.LittleEndian.AppendUint32(h, shpPolygon)
	h = box(h, bound)
	return append(h, make([]byte, 32)...)
}

func box(to []byte, b orb.Bound) []byte {
	for _, v := range []float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]} {
		to = binary.LittleEndian.AppendUint64(to, math.Float64bits(v))
	}
	return to
}

// record is the content of a shape: outer rings with the clock, holes against it.
func record(shape orb.MultiPolygon) []byte {
	if len(shape) == 0 {
		return binary.LittleEndian.AppendUint32(nil, shpNull)
	}
	var starts, points []byte
	parts, count := 0, 0
	for _, p := range shape {
		for i, ring := range p {
			starts = binary.LittleEndian.AppendUint32(starts, uint32(count))
			for _, at := range turned(ring, i > 0) {
				points = binary.LittleEndian.AppendUint64(points, math.Float64bits(at[0]))
				points = binary.LittleEndian.AppendUint64(points, math.Float64bits(at[1]))
			}
			parts, count = parts+1, count+len(ring)
		}
	}
	out := binary.LittleEndian.AppendUint32(nil, shpPolygon)
	out = box(out, shape.Bound())
	out = binary.LittleEndian.AppendUint32(out, uint32(parts))
	out = binary.LittleEndian.AppendUint32(out, uint32(count))
	return slices.Concat(out, starts, points)
}

// shapefile reads the parts of one layer.
func (r *reader) shapefile(name string, shp, dbf, prj, cpg []byte) error {
	if err := r.projected(name, prj); err != nil {
		return err
	}
	l := Layer{Name: name}
	rows, err := r.table(&l, dbf, cpg)
	if err != nil {
		return err
	}
	shapes, err := r.shapesOf(name, shp)
	if err != nil {
		return err
	}
	for i, shape := range shapes {
		values := make([]any, len(l.Fields))
		if i < len(rows) {
			if rows[i] == nil { // struck out
				continue
			}
			values = rows[i]
		}
		if err := r.add(&l, shape, values); err != nil {
			return err
		}
	}
	r.layers = append(r.layers, l)
	return nil
}

// shapesOf reads the .shp; the .shx is not needed for that.
func (r *reader) shapesOf(name string, shp []byte) (out []orb.MultiPolygon, err error) {
	broken := func() error { return refuse(Broken, fmt.Sprintf("%s.shp, %d", name, len(out)+1)) }
	if len(shp) < shpHeader || binary.BigEndian.Uint32(shp) != shpCode {
		return nil, broken()
	}
	for rest := shp[shpHeader:]; len(rest) > 0; {
		if len(rest) < 12 {
			return nil, broken()
		}
		size := 2 * int64(binary.BigEndian.Uint32(rest[4:]))
		if size < 4 || size > int64(len(rest)-8) {
			return nil, broken()
		}
		shape, ok, err := r.shapeOf(name, rest[8:8+size])
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, broken()
		}
		if out = append(out, shape); len(out) > mostFeatures {
			return nil, refuse(TooMany, fmt.Sprint(mostFeatures))
		}
		if err := r.stopped(); err != nil {
			return nil, err
		}
		rest = rest[8+size:]
	}
	return out, nil
}

// shapeOf reads a shape. Those with height (15) or measure (25) have the same
// beginning.
func (r *reader) shapeOf(name string, b []byte) (shape orb.MultiPolygon, ok bool, err error) {
	switch kind := binary.LittleEndian.Uint32(b); kind {
	case shpNull:
		return nil, true, nil
	case shpPolygon:
	case 15, 25:
		r.lost.add(HeightGone, name, "", "")
	default:
		r.lost.add(NotArea, name, "", "")
		return nil, true, nil
	}
	if len(b) < 44 {
		return nil, false, nil
	}
	parts, points := int64(binary.LittleEndian.Uint32(b[36:])), int64(binary.LittleEndian.Uint32(b[40:]))
	if parts > points || 44+4*parts+16*points > int64(len(b)) {
		return nil, false, nil
	}
	if err := r.more(int(points)); err != nil {
		return nil, false, err
	}
	at := func(i int64) orb.Point {
		p := b[44+4*parts+16*i:]
		return orb.Point{math.Float64frombits(binary.LittleEndian.Uint64(p)), math.Float64frombits(binary.LittleEndian.Uint64(p[8:]))}
	}
	start := func(i int64) int64 {
		if i == parts {
			return points
		}
		return int64(binary.LittleEndian.Uint32(b[44+4*i:]))
	}
	var rings []orb.Ring
	for i := range parts {
		from, to := start(i), start(i+1)
		if from > to || to > points {
			return nil, false, nil
		}
		ring := make(orb.Ring, 0, to-from)
		for k := from; k < to; k++ {
			ring = append(ring, at(k))
		}
		rings = append(rings, ring)
	}
	shape, err = r.grouped(name, rings)
	return shape, true, err
}
