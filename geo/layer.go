package geo

import (
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	"github.com/paulmach/orb/maptile"
	"github.com/paulmach/orb/simplify"
)

// Layer is what a map shows of one thing, kept ready to be cut into vector tiles: numbers
// in columns, for a branch has thousands of outlines and a server many branches. It does
// not change once made, so several goroutines may draw at once.
type Layer struct {
	name    string
	fine    maptile.Zoom // the first zoom that can show every corner
	ids     []uint64     // of shapes
	first   []int32      // loop of each shape
	ends    []int32      // of each loop in corners
	holes   []bool
	corners []corner
	bounds  []bounds // of shapes, not kept but reckoned
	keys    []string
	values  [][]byte // encoded, each once
	tags    []uint32 // of shape i and key k, at i*len(keys)+k: one more than the place of the value; 0: none
}

// bounds is what a shape reaches to; the greater corner is beyond it.
type bounds struct{ low, high corner }

// Property is what the features of a layer say under a name. Of answers for the
// feature at a place: a string, int, int64, bool, or nil for nothing.
type Property struct {
	Name string
	Of   func(i int) any
}

// A zoom's tiles can show every corner of areas, which are given to about a metre, and of
// cells of resolution 9, whose sides are some 200 metres.
const (
	fineAreas = 13
	fineCells = 8
)

// NewCellLayer is a layer of cells, all of one resolution.
func NewCellLayer(name string, cells []Cell, properties []Property) (*Layer, error) {
	l := &Layer{name: name, corners: make([]corner, 0, 6*len(cells))}
	for _, c := range cells {
		corners, err := boundary(c)
		if err != nil {
			return nil, err
		}
		l.add(FeatureID(c), []loop{{corners: corners}})
	}
	l.describe(properties)
	return l, nil
}

// NewAreaLayer is a layer of areas with their code and name; those without a
// shape are not on it.
func NewAreaLayer(name string, areas []Area) *Layer {
	l := &Layer{name: name, fine: fineAreas}
	for i, a := range areas {
		l.outline(uint64(i+1), a.Shape)
	}
	l.describe([]Property{
		{"code", func(i int) any { return string(areas[i].Code) }},
		{"name", func(i int) any { return areas[i].Name }},
	})
	return l
}

// NewCellsLayer is a layer of sets of cells of resolution 9, each drawn as its outline and
// numbered by its place, from 1; empty sets are not on it.
func NewCellsLayer(name string, sets [][]Cell, properties []Property) (*Layer, error) {
	l := &Layer{name: name, fine: fineCells}
	for i, cells := range sets {
		var outline orb.MultiPolygon
		if len(cells) > 0 {
			var err error
			if outline, err = Outline(cells); err != nil {
				return nil, err
			}
		}
		l.outline(uint64(i+1), outline)
	}
	l.describe(properties)
	return l, nil
}

// outline adds a shape.
func (l *Layer) outline(id uint64, of orb.MultiPolygon) {
	var loops []loop
	for _, p := range of {
		loops = append(loops, worldLoops(p)...)
	}
	l.add(id, loops)
}

// add adds a shape, which copies its loops.
func (l *Layer) add(id uint64, loops []loop) {
	l.ids, l.first = append(l.ids, id), append(l.first, int32(len(l.ends)))
	from := len(l.corners)
	for _, one := range loops {
		l.corners = append(l.corners, one.corners...)
		l.ends, l.holes = append(l.ends, int32(len(l.corners))), append(l.holes, one.hole)
	}
	l.bounds = append(l.bounds, boundsOf(l.corners[from:]))
}

// boundsOf are nowhere for no corners.
func boundsOf(corners []corner) (b bounds) {
	for i, c := range corners {
		if i == 0 {
			b = bounds{c, c}
		}
		for axis := range c {
			b.low[axis], b.high[axis] = min(b.low[axis], c[axis]), max(b.high[axis], c[axis]+1)
		}
	}
	return b
}

// loopsOf are the places of a shape's loops.
func (l *Layer) loopsOf(shape int) (from, to int) {
	if shape+1 < len(l.first) {
		return int(l.first[shape]), int(l.first[shape+1])
	}
	return int(l.first[shape]), len(l.ends)
}

// startOf is the place of a loop's first corner.
func (l *Layer) startOf(loop int) int {
	if loop == 0 {
		return 0
	}
	return int(l.ends[loop-1])
}

// of appends the loops of a shape.
func (l *Layer) of(loops []loop, shape int) []loop {
	from, to := l.loopsOf(shape)
	for k := from; k < to; k++ {
		loops = append(loops, loop{l.corners[l.startOf(k):l.ends[k]], l.holes[k]})
	}
	return loops
}

// describe keeps what the features say, each value once.
func (l *Layer) describe(properties []Property) {
	places := map[any]uint32{}
	l.tags = make([]uint32, len(l.ids)*len(properties))
	for k, p := range properties {
		l.keys = append(l.keys, p.Name)
		for i := range l.ids {
			value := p.Of(i)
			if value == nil {
				continue
			}
			place, known := places[value]
			if !known {
				l.values = append(l.values, encodeValue(value))
				place = uint32(len(l.values))
				places[value] = place
			}
			l.tags[i*len(properties)+k] = place
		}
	}
}

// Bytes is about what the layer takes of memory.
func (l *Layer) Bytes() int {
	values := 0
	for _, v := range l.values {
		values += 24 + cap(v)
	}
	return 8*cap(l.ids) + 4*cap(l.first) + 4*cap(l.ends) + cap(l.holes) + 8*cap(l.corners) + 16*cap(l.bounds) + 4*cap(l.tags) + values
}

// tileBuffer is how far beyond its edge a tile draws, in its units, so that outlines do not
// show the seam.
const tileBuffer = tileExtent / 64

// Tile is a vector tile of the features that touch a square of the map, in the
// order in which the layer was given them.
func (l *Layer) Tile(at Tile) []byte {
	square := squareOf(at)
	e, _ := encoders.Get().(*encoder)
	defer encoders.Put(e)
	e.begin(l, at)
	unit := simplify.DouglasPeucker(float64(int64(1) << (worldBits - tileBits - at.Z)))
	var whole, cut []loop
	for i, b := range l.bounds {
		if !b.meets(square) {
			continue
		}
		whole = l.of(whole[:0], i)
		loops, inside := whole, b.within(square)
		if !inside {
			e.trim(loops, square)
		}
		if at.Z < l.fine {
			simplified(loops, unit)
		}
		if !inside {
			cut = clipped(cut[:0], loops, square)
			loops = cut
		}
		e.feature(i, loops)
	}
	return e.tile()
}

// squareOf is a tile with what it draws beyond its edge.
func squareOf(at Tile) [2][2]int64 {
	finer := worldBits - tileBits - at.Z
	low := [2]int64{int64(at.X)*tileExtent - tileBuffer, int64(at.Y)*tileExtent - tileBuffer}
	const side = tileExtent + 2*tileBuffer
	return [2][2]int64{{low[0] << finer, low[1] << finer}, {(low[0] + side) << finer, (low[1] + side) << finer}}
}

func (b bounds) meets(square [2][2]int64) bool {
	return b.low != b.high &&
		int64(b.low[0]) <= square[1][0] && int64(b.high[0]) > square[0][0] &&
		int64(b.low[1]) <= square[1][1] && int64(b.high[1]) > square[0][1]
}

func (b bounds) within(square [2][2]int64) bool {
	return int64(b.low[0]) >= square[0][0] && int64(b.high[0]) <= square[1][0] &&
		int64(b.low[1]) >= square[0][1] && int64(b.high[1]) <= square[1][1]
}

// simplified leaves no more corners than a unit of the tile can show.
func simplified(loops []loop, by *simplify.DouglasPeuckerSimplifier) {
	for i, one := range loops {
		loops[i].corners = cornersOf(by.LineString(orb.LineString(one.ring())))
	}
}

// ring is the loop closed.
func (o loop) ring() orb.Ring {
	ring := make(orb.Ring, 0, len(o.corners)+1)
	for _, c := range o.corners {
		ring = append(ring, orb.Point{float64(c[0]), float64(c[1])})
	}
	return append(ring, ring[0])
}

// cornersOf are those of a closed ring, the last but once.
func cornersOf[R ~[]orb.Point](ring R) []corner {
	out := make([]corner, len(ring)-1)
	for i := range out {
		out[i] = corner{int32(ring[i][0]), int32(ring[i][1])}
	}
	return out
}

// clipped appends what of loops lies in a square; an outer loop that is not there
// takes its holes along.
func clipped(out, loops []loop, square [2][2]int64) []loop {
	box := orb.Bound{Min: orb.Point{float64(square[0][0]), float64(square[0][1])}, Max: orb.Point{float64(square[1][0]), float64(square[1][1])}}
	gone := false
	for _, one := range loops {
		if gone && one.hole {
			continue
		}
		ring := clip.Ring(box, one.ring())
		seen := len(ring) >= 4
		if !one.hole {
			gone = !seen
		}
		if seen {
			out = append(out, loop{cornersOf(ring), one.hole})
		}
	}
	return out
}

// trim leaves of corners that follow each other beyond one edge of a square the first and
// the last: what lies between is not seen in it, and most of a large outline does.
func (e *encoder) trim(loops []loop, square [2][2]int64) {
	e.trimmed = e.trimmed[:0]
	for i, one := range loops {
		from, last := len(e.trimmed), len(one.corners)-1
		var before, own uint8
		for k, c := range one.corners {
			next := uint8(0)
			if k < last {
				next = beyond(one.corners[k+1], square)
			}
			if k == 0 {
				own = beyond(c, square)
			}
			if before&own&next == 0 {
				e.trimmed, before = append(e.trimmed, c), own
			}
			own = next
		}
		loops[i].corners = e.trimmed[from:]
	}
}

// beyond tells by a bit for each edge of a square beyond which of them a corner lies.
func beyond(c corner, square [2][2]int64) (edges uint8) {
	for axis := range c {
		if at := int64(c[axis]); at < square[0][axis] {
			edges |= 1 << (2 * axis)
		} else if at > square[1][axis] {
			edges |= 2 << (2 * axis)
		}
	}
	return edges
}
