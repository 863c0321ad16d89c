package geo

import (
	"slices"
	"sync"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	"github.com/paulmach/orb/simplify"
	"github.com/tidwall/rtree"
)

// Layer is what a map shows of one thing, kept ready to be cut into vector tiles.
// It does not change once made, so several goroutines may draw at once.
type Layer struct {
	name   string
	shapes []shape
	boxes  rtree.RTreeG[int]
	keys   []string
	values [][]byte // encoded, each once
	spare  bool     // shapes have no corner that a zoom could do without
	tags   []uint32 // of shape i and key k, at i*len(keys)+k: one more than the place of the value; 0: none
	coarse [simplestZoom]struct {
		once  sync.Once
		loops [][]loop
	}
}

// shape is a feature on the web map's square.
type shape struct {
	id    uint64
	bound orb.Bound
	loops []loop
}

// Property is what the features of a layer say under a name. Of answers for the
// feature at a place: a string, int, int64, bool, or nil for nothing.
type Property struct {
	Name string
	Of   func(i int) any
}

// simplestZoom is the first zoom at which outlines are drawn as they are: a unit
// of its tiles is about a metre, as fine as outlines are given.
const simplestZoom = 13

// NewCellLayer is a layer of cells, all of one resolution.
func NewCellLayer(name string, cells []Cell, properties []Property) (*Layer, error) {
	l := &Layer{name: name, shapes: make([]shape, len(cells)), spare: true}
	rings := make([]loop, len(cells))
	for i, c := range cells {
		corners, err := boundary(c)
		if err != nil {
			return nil, err
		}
		rings[i] = loop{corners: corners}
		l.shapes[i] = shape{id: FeatureID(c), bound: orb.Ring(corners).Bound(), loops: rings[i : i+1]}
	}
	l.index()
	l.describe(properties)
	return l, nil
}

// NewAreaLayer is a layer of areas with their code and name; those without a
// shape are not on it.
func NewAreaLayer(name string, areas []Area) *Layer {
	l := &Layer{name: name, shapes: make([]shape, len(areas))}
	for i, a := range areas {
		l.shapes[i] = shapeOf(uint64(i+1), a.Shape)
	}
	l.index()
	l.describe([]Property{
		{"code", func(i int) any { return string(areas[i].Code) }},
		{"name", func(i int) any { return areas[i].Name }},
	})
	return l
}

// NewCellsLayer is a layer of sets of cells, each drawn as its outline and numbered by
// its place, from 1; empty sets are not on it.
func NewCellsLayer(name string, sets [][]Cell, properties []Property) (*Layer, error) {
	l := &Layer{name: name, shapes: make([]shape, len(sets))}
	for i, cells := range sets {
		if len(cells) == 0 {
			continue
		}
		outline, err := Outline(cells)
		if err != nil {
			return nil, err
		}
		l.shapes[i] = shapeOf(uint64(i+1), outline)
	}
	l.index()
	l.describe(properties)
	return l, nil
}

// shapeOf is an outline on the web map's square.
func shapeOf(id uint64, outline orb.MultiPolygon) shape {
	s := shape{id: id}
	for _, p := range outline {
		for _, one := range worldLoops(p) {
			if len(s.loops) == 0 {
				s.bound = orb.Ring(one.corners).Bound()
			}
			s.bound = s.bound.Union(orb.Ring(one.corners).Bound())
			s.loops = append(s.loops, one)
		}
	}
	return s
}

func (l *Layer) index() {
	for i, s := range l.shapes {
		if len(s.loops) > 0 {
			l.boxes.Insert(s.bound.Min, s.bound.Max, i)
		}
	}
}

// describe keeps what the features say, each value once.
func (l *Layer) describe(properties []Property) {
	places := map[any]uint32{}
	l.tags = make([]uint32, len(l.shapes)*len(properties))
	for k, p := range properties {
		l.keys = append(l.keys, p.Name)
		for i := range l.shapes {
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

// tileBuffer is how far beyond its edge a tile draws, as a share of its size,
// so that outlines do not show the seam.
const tileBuffer = 1.0 / 64

// bytesOfCell is what a cell with a few properties takes in a tile.
const bytesOfCell = 64

// Tile is a vector tile of the features that touch a square of the map, in the
// order in which the layer was given them.
func (l *Layer) Tile(at Tile) []byte {
	side := 1 / float64(uint32(1)<<at.Z)
	square := orb.Bound{
		Min: orb.Point{(float64(at.X) - tileBuffer) * side, (float64(at.Y) - tileBuffer) * side},
		Max: orb.Point{(float64(at.X+1) + tileBuffer) * side, (float64(at.Y+1) + tileBuffer) * side},
	}
	var touched []int
	l.boxes.Search(square.Min, square.Max, func(_, _ [2]float64, i int) bool {
		touched = append(touched, i)
		return true
	})
	slices.Sort(touched)
	e := encoder{layer: l, at: at, places: make([]uint32, len(l.values)), features: make([]byte, 0, bytesOfCell*len(touched))}
	var cut []loop
	for _, i := range touched {
		loops := l.loopsAt(int(at.Z), i)
		if s := l.shapes[i].bound; !square.Contains(s.Min) || !square.Contains(s.Max) {
			cut = clipped(cut[:0], loops, square)
			loops = cut
		}
		e.feature(i, loops)
	}
	return e.tile()
}

// loopsAt are the loops of the shape at a place, with no more corners than a zoom
// can show.
func (l *Layer) loopsAt(zoom, i int) []loop {
	if l.spare || zoom >= simplestZoom {
		return l.shapes[i].loops
	}
	c := &l.coarse[zoom]
	c.once.Do(func() {
		c.loops = make([][]loop, len(l.shapes))
		unit := simplify.DouglasPeucker(1 / float64(tileExtent*(uint32(1)<<zoom)))
		for i, s := range l.shapes {
			c.loops[i] = simplified(s.loops, unit)
		}
	})
	return c.loops[i]
}

func simplified(loops []loop, by *simplify.DouglasPeuckerSimplifier) []loop {
	out := make([]loop, len(loops))
	for i, one := range loops {
		line := make(orb.LineString, 0, len(one.corners)+1)
		line = append(append(line, one.corners...), one.corners[0])
		line = by.LineString(line)
		out[i] = loop{slices.Clip(line[:len(line)-1]), one.hole}
	}
	return out
}

// clipped appends what of loops lies in a square; an outer loop that is not there
// takes its holes along.
func clipped(out, loops []loop, square orb.Bound) []loop {
	outside := false
	for _, one := range loops {
		if outside && one.hole {
			continue
		}
		ring := append(make(orb.Ring, 0, len(one.corners)+1), one.corners...) // clipping overwrites it
		ring = clip.Ring(square, append(ring, one.corners[0]))
		if outside = len(ring) < 4; outside {
			continue
		}
		out = append(out, loop{ring[:len(ring)-1], one.hole})
	}
	return out
}
