package geo

import (
	"fmt"
	"math"
	"slices"
	"sync"

	"github.com/paulmach/orb"
)

// A world is the web map's square as a plane of whole numbers: x to the east from the
// antimeridian, y to the south from 85 degrees north. A step is at most 2 cm.

// worldBits is how finely the world's side is divided.
const worldBits = 31

// corner is a place on the world.
type corner [2]int32

// corner is where p lies on the web map's square.
func (p Position) corner() corner {
	const side = 1 << worldBits
	x, y := (p.Lon+180)/360, (1-math.Asinh(math.Tan(p.Lat*math.Pi/180))/math.Pi)/2
	return corner{int32(min(side-1, math.Round(x*side))), int32(min(side-1, math.Round(y*side)))}
}

// loop is a ring without its closing point, on the web map's square. Outer loops
// turn clockwise as seen on the map and holes the other way, as tiles want them.
type loop struct {
	corners []corner
	hole    bool
}

// worldLoops projects a polygon's rings, those with an area.
func worldLoops(p orb.Polygon) (loops []loop) {
	for i, ring := range p {
		corners := make([]corner, 0, len(ring))
		for _, at := range ring {
			if w := PositionOf(at).corner(); len(corners) == 0 || w != corners[len(corners)-1] {
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
func turned(corners []corner, hole bool) {
	if (twiceArea(corners) < 0) != hole {
		slices.Reverse(corners)
	}
}

// twiceArea is positive where corners turn clockwise as seen on the map.
func twiceArea(corners []corner) (twice int64) {
	if len(corners) < 3 {
		return 0
	}
	a := corners[len(corners)-1]
	for _, b := range corners {
		twice += int64(a[0])*int64(b[1]) - int64(b[0])*int64(a[1])
		a = b
	}
	return twice
}

// boundaries remembers the outlines of cells on the web map's square; to make one
// costs more than the rest of drawing it. It forgets all when it is full.
var boundaries = struct {
	sync.Mutex
	of map[Cell][]corner
}{of: map[Cell][]corner{}}

const mostBoundaries = 300_000

// boundary is the outline of a cell on the web map's square, not to be changed.
func boundary(c Cell) ([]corner, error) {
	boundaries.Lock()
	defer boundaries.Unlock()
	if corners, ok := boundaries.of[c]; ok {
		return corners, nil
	}
	around, err := c.Boundary()
	if err != nil {
		return nil, fmt.Errorf("boundary of cell %v: %w", c, err)
	}
	corners := make([]corner, len(around))
	for i, at := range around {
		corners[i] = positionAt(at).corner()
	}
	turned(corners, false)
	if len(boundaries.of) >= mostBoundaries {
		clear(boundaries.of)
	}
	boundaries.of[c] = corners
	return corners, nil
}
