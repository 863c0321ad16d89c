package geo

import (
	"fmt"
	"math"
	"sync"

	"github.com/paulmach/orb"
)

// A world is the web map's square as a plane of side 1: x to the east from the
// antimeridian, y to the south from 85 degrees north.

// world is where p lies on the web map's square.
func (p Position) world() orb.Point {
	return orb.Point{(p.Lon + 180) / 360, (1 - math.Asinh(math.Tan(p.Lat*math.Pi/180))/math.Pi) / 2}
}

// loop is a ring without its closing point, on the web map's square. Outer loops
// turn clockwise as seen on the map and holes the other way, as tiles want them.
type loop struct {
	corners []orb.Point
	hole    bool
}

// worldLoops projects a polygon's rings, those with an area.
func worldLoops(p orb.Polygon) (loops []loop) {
	for i, ring := range p {
		corners := make([]orb.Point, 0, len(ring))
		for _, at := range ring {
			if w := PositionOf(at).world(); len(corners) == 0 || w != corners[len(corners)-1] {
				corners = append(corners, w)
			}
		}
		if n := len(corners); n > 1 && corners[0] == corners[n-1] {
			corners = corners[:n-1]
		}
		turned(corners, i > 0)
		if len(corners) > 2 {
			loops = append(loops, loop{corners, i > 0})
		} else if i == 0 {
			return nil
		}
	}
	return loops
}

// turned gives corners the sense of an outer loop or of a hole.
func turned(corners []orb.Point, hole bool) {
	twice := 0.0
	for i, a := range corners {
		b := corners[(i+1)%len(corners)]
		twice += a[0]*b[1] - b[0]*a[1]
	}
	if (twice < 0) != hole {
		for i, j := 0, len(corners)-1; i < j; i, j = i+1, j-1 {
			corners[i], corners[j] = corners[j], corners[i]
		}
	}
}

// boundaries remembers the outlines of cells on the web map's square; to make one
// costs more than the rest of drawing it. It forgets all when it is full.
var boundaries = struct {
	sync.Mutex
	of map[Cell][]orb.Point
}{of: map[Cell][]orb.Point{}}

const mostBoundaries = 300_000

// boundary is the outline of a cell on the web map's square, not to be changed.
func boundary(c Cell) ([]orb.Point, error) {
	boundaries.Lock()
	defer boundaries.Unlock()
	if corners, ok := boundaries.of[c]; ok {
		return corners, nil
	}
	around, err := c.Boundary()
	if err != nil {
		return nil, fmt.Errorf("boundary of cell %v: %w", c, err)
	}
	corners := make([]orb.Point, len(around))
	for i, at := range around {
		corners[i] = positionAt(at).world()
	}
	turned(corners, false)
	if len(boundaries.of) >= mostBoundaries {
		clear(boundaries.of)
	}
	boundaries.of[c] = corners
	return corners, nil
}
