package geo

import (
	"encoding/binary"
	"fmt"
	"sync"
)

// tileExtent is how many units a tile's side has.
const (
	tileBits   = 12
	tileExtent = 1 << tileBits
)

// Fields and types of the Mapbox Vector Tile specification 2.1, as protobuf tags:
// the number of the field shifted by three, and how it is written.
const (
	varint, delimited = 0, 2

	tileLayer       = 3<<3 | delimited
	layerName       = 1<<3 | delimited
	layerFeature    = 2<<3 | delimited
	layerKey        = 3<<3 | delimited
	layerValue      = 4<<3 | delimited
	layerExtent     = 5<<3 | varint
	layerVersion    = 15<<3 | varint
	featureID       = 1<<3 | varint
	featureTags     = 2<<3 | delimited
	featureType     = 3<<3 | varint
	featureGeometry = 4<<3 | delimited
	valueString     = 1<<3 | delimited
	valueInt        = 4<<3 | varint
	valueBool       = 7<<3 | varint

	polygons = 3

	moveTo    = 1
	lineTo    = 2
	closePath = 7
)

// encoders are lent to one tile after the other: what they write into is larger than most
// tiles, and a layer of thousands of values would be noted as unused for each.
var encoders = sync.Pool{New: func() any { return new(encoder) }}

// encoder writes one tile of a layer at a time. orb's encoder takes three times as long: it
// keeps every property in a map and every feature in a geometry of its own.
type encoder struct {
	layer    *Layer
	at       Tile
	places   []uint32 // of the layer's values in the tile; 0: not used yet
	used     []uint32 // places of the values in the layer, in the order of the tile
	features []byte
	geometry []byte
	tags     []byte
	one      []byte
	corners  []corner
	cursor   corner
	trimmed  []corner
}

// begin makes the encoder ready for a tile of a layer.
func (e *encoder) begin(l *Layer, at Tile) {
	for _, value := range e.used {
		e.places[value] = 0
	}
	e.layer, e.at, e.used, e.features = l, at, e.used[:0], e.features[:0]
	if len(e.places) < len(l.values) {
		e.places = make([]uint32, len(l.values))
	}
}

// feature adds the shape at a place of the layer, unless nothing is left of it.
func (e *encoder) feature(i int, loops []loop) {
	e.geometry, e.cursor = e.geometry[:0], corner{}
	gone := false
	for _, one := range loops {
		if one.hole && gone {
			continue
		}
		drawn := e.draw(one)
		if !one.hole {
			gone = !drawn
		}
	}
	if len(e.geometry) == 0 {
		return
	}
	e.tag(i)
	f := binary.AppendUvarint(append(e.one[:0], featureID), e.layer.ids[i])
	f = appendBytes(f, featureTags, e.tags)
	f = append(f, featureType, polygons)
	f = appendBytes(f, featureGeometry, e.geometry)
	e.one = f
	e.features = appendBytes(e.features, layerFeature, f)
}

// draw writes a loop; false: on the tile's grid it has no area.
func (e *encoder) draw(one loop) bool {
	e.snap(one.corners)
	area := twiceArea(e.corners)
	if area == 0 || (area < 0) != one.hole {
		return false
	}
	for k, c := range e.corners {
		switch k {
		case 0:
			e.geometry = append(e.geometry, 1<<3|moveTo)
		case 1:
			e.geometry = binary.AppendUvarint(e.geometry, uint64(len(e.corners)-1)<<3|lineTo)
		}
		for axis := range c {
			e.geometry = binary.AppendVarint(e.geometry, int64(c[axis]-e.cursor[axis]))
		}
		e.cursor = c
	}
	e.geometry = append(e.geometry, 1<<3|closePath)
	return true
}

// snap puts corners on the tile's grid, each once.
func (e *encoder) snap(corners []corner) {
	e.corners = e.corners[:0]
	finer := worldBits - tileBits - int(e.at.Z)
	half, left, top := int32(1)<<(finer-1), int32(e.at.X)*tileExtent, int32(e.at.Y)*tileExtent
	for _, p := range corners {
		c := corner{(p[0]+half)>>finer - left, (p[1]+half)>>finer - top}
		if n := len(e.corners); n == 0 || c != e.corners[n-1] {
			e.corners = append(e.corners, c)
		}
	}
	if n := len(e.corners); n > 1 && e.corners[0] == e.corners[n-1] {
		e.corners = e.corners[:n-1]
	}
}

// tag writes what the shape at a place says.
func (e *encoder) tag(i int) {
	e.tags = e.tags[:0]
	n := len(e.layer.keys)
	for k, value := range e.layer.tags[i*n : (i+1)*n] {
		if value == 0 {
			continue
		}
		if e.places[value-1] == 0 {
			e.used = append(e.used, value-1)
			e.places[value-1] = uint32(len(e.used))
		}
		e.tags = binary.AppendUvarint(e.tags, uint64(k))
		e.tags = binary.AppendUvarint(e.tags, uint64(e.places[value-1]-1))
	}
}

// tile is the whole of what was added. It lets go of the layer.
func (e *encoder) tile() []byte {
	layer := appendBytes(e.one[:0], layerName, []byte(e.layer.name))
	layer = append(layer, e.features...)
	for _, key := range e.layer.keys {
		layer = appendBytes(layer, layerKey, []byte(key))
	}
	for _, value := range e.used {
		layer = appendBytes(layer, layerValue, e.layer.values[value])
	}
	layer = binary.AppendUvarint(append(layer, layerExtent), tileExtent)
	layer = append(layer, layerVersion, 2)
	e.one, e.layer = layer, nil
	return appendBytes(make([]byte, 0, len(layer)+6), tileLayer, layer)
}

// encodeValue is a value as a tile has it. Only the kinds of Property are known.
func encodeValue(value any) []byte {
	switch v := value.(type) {
	case string:
		return appendBytes(nil, valueString, []byte(v))
	case int:
		return binary.AppendUvarint([]byte{valueInt}, uint64(v))
	case int64:
		return binary.AppendUvarint([]byte{valueInt}, uint64(v))
	case bool:
		if v {
			return []byte{valueBool, 1}
		}
		return []byte{valueBool, 0}
	}
	panic(fmt.Sprintf("tile value of type %T", value))
}

func appendBytes(to []byte, field byte, content []byte) []byte {
	to = binary.AppendUvarint(append(to, field), uint64(len(content)))
	return append(to, content...)
}
