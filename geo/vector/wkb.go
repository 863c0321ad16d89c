package vector

import (
	"encoding/binary"
	"errors"
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
)

var errBlob = errors.New("blob is no geometry of a GeoPackage")

// blobOf is a shape as a GeoPackage holds it: its own head with the box, then WKB.
func blobOf(shape orb.MultiPolygon) ([]byte, error) {
	body, err := wkb.Marshal(shape, binary.LittleEndian)
	if err != nil {
		return nil, err
	}
	b := shape.Bound()
	head := append([]byte("GP"), 0, 0b011) // version 1, little endian, box of x and y
	head = binary.LittleEndian.AppendUint32(head, 4326)
	for _, v := range []float64{b.Min[0], b.Max[0], b.Min[1], b.Max[1]} {
		head = binary.LittleEndian.AppendUint64(head, math.Float64bits(v))
	}
	return append(head, body...), nil
}

// blob reads WKB of polygons, without trust in any of its counts.
type blob struct {
	rest   []byte
	order  binary.ByteOrder
	failed bool
	high   bool
	flat   bool // no polygon
}

// shapeIn is the shape of a blob.
func (r *reader) shapeIn(layer string, raw []byte) (orb.MultiPolygon, error) {
	if len(raw) < 8 || raw[0] != 'G' || raw[1] != 'P' {
		return nil, errBlob
	}
	head := 8 + map[byte]int{0: 0, 1: 32, 2: 48, 3: 48, 4: 64}[raw[3]>>1&7]
	if raw[3]&0b10000 != 0 { // empty
		return nil, nil
	}
	if len(raw) < head {
		return nil, errBlob
	}
	b := blob{rest: raw[head:]}
	polygons := b.geometry(0)
	switch {
	case b.failed:
		return nil, errBlob
	case b.flat:
		r.lost.add(NotArea, layer, "", "")
		return nil, nil
	case b.high:
		r.lost.add(HeightGone, layer, "", "")
	}
	var out orb.MultiPolygon
	for _, rings := range polygons {
		for _, ring := range rings {
			if err := r.more(len(ring)); err != nil {
				return nil, err
			}
		}
		if p := r.polygon(layer, rings); p != nil {
			out = append(out, p)
		}
	}
	return out, nil
}

func (b *blob) number() uint32 {
	if len(b.rest) < 4 {
		b.failed = true
		return 0
	}
	n := b.order.Uint32(b.rest)
	b.rest = b.rest[4:]
	return n
}

// geometry reads a polygon or several; depth is how deep collections may still nest.
func (b *blob) geometry(depth int) (out [][]orb.Ring) {
	if len(b.rest) < 5 || b.rest[0] > 1 || depth > 4 {
		b.failed = true
		return nil
	}
	b.order = map[byte]binary.ByteOrder{0: binary.BigEndian, 1: binary.LittleEndian}[b.rest[0]]
	b.rest = b.rest[1:]
	kind := b.number()
	size := 2
	if kind&0xe0000000 != 0 { // as PostGIS marks height and measure
		size += map[bool]int{true: 1}[kind&0x80000000 != 0] + map[bool]int{true: 1}[kind&0x40000000 != 0]
		if kind&0x20000000 != 0 {
			b.number()
		}
		kind &= 0x1fffffff
	}
	size += map[uint32]int{1: 1, 2: 1, 3: 2}[kind/1000] // as ISO does
	b.high = b.high || size > 2
	switch kind % 1000 {
	case 3:
		return [][]orb.Ring{b.rings(size)}
	case 6, 7:
		for n := b.number(); n > 0 && !b.failed; n-- {
			out = append(out, b.geometry(depth+1)...)
		}
		return out
	}
	b.flat = true
	return nil
}

func (b *blob) rings(size int) (out []orb.Ring) {
	for n := b.number(); n > 0 && !b.failed; n-- {
		count := int(b.number())
		if count > len(b.rest)/(8*size) {
			b.failed = true
			return nil
		}
		ring := make(orb.Ring, count)
		for i := range ring {
			at := b.rest[8*size*i:]
			ring[i] = orb.Point{math.Float64frombits(b.order.Uint64(at)), math.Float64frombits(b.order.Uint64(at[8:]))}
		}
		b.rest = b.rest[8*size*count:]
		out = append(out, ring)
	}
	return out
}
