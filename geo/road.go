package geo

import (
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/simplify"
	"github.com/uber/h3-go/v4"
)

// RoadClass ranks a road by how much it helps to find one's way: the lower, the more.
type RoadClass int

// The classes of roads that can be walked or ridden.
const (
	MainRoad    RoadClass = 1 // between towns
	ThroughRoad RoadClass = 2 // between desa
	Lane        RoadClass = 3 // along houses
	Path        RoadClass = 4 // for feet and handlebars
)

// roadClasses is what OpenStreetMap calls a highway. A toll road is none: no kader may
// stop on it, and motorcycles may not use it.
var roadClasses = map[string]RoadClass{
	"trunk": MainRoad, "trunk_link": MainRoad, "primary": MainRoad, "primary_link": MainRoad, "secondary": MainRoad, "secondary_link": MainRoad,
	"tertiary": ThroughRoad, "tertiary_link": ThroughRoad, "unclassified": ThroughRoad, "road": ThroughRoad,
	"residential": Lane, "living_street": Lane, "service": Lane, "pedestrian": Lane,
	"track": Path, "path": Path, "footway": Path, "cycleway": Path, "bridleway": Path, "steps": Path,
}

// RoadClassOf is the class of what OpenStreetMap calls so; 0: no road for a kader.
func RoadClassOf(highway string) RoadClass { return roadClasses[highway] }

// Road is a road, or a piece of one, as a small picture shows it.
type Road struct {
	Class RoadClass `json:"class"`
	Name  string    `json:"name,omitempty"`
	Steps []int     `json:"steps" doc:"In hundred-thousandths of a degree, lon before lat; the first from 0, 0"`
}

// Points is of how many points the road consists.
func (r Road) Points() int { return len(r.Steps) / 2 }

const (
	roadResolution = 8   // of the cells by which roads are kept: about 0.7 km²
	roadGrain      = 4   // metres that a road in a sketch may be off
	longestStride  = 300 // metres between two points of a road, so that each stretch lies in about one cell
	mostAtOnce     = 500 // points of a line that are simplified at once: what that costs grows with their square
)

// Ground is where roads are of use: the cells by which roads are kept that hold some
// block cells, and those about them.
type Ground struct {
	cells map[Cell]bool // true: holds block cells
	bound orb.Bound
}

// GroundOf is the ground of some block cells.
func GroundOf(blocks []Cell) (*Ground, error) {
	g := &Ground{cells: map[Cell]bool{}}
	for _, b := range blocks {
		cell, err := b.Parent(roadResolution)
		if err != nil {
			return nil, fmt.Errorf("ground about cell %v: %w", b, err)
		}
		if g.cells[cell] {
			continue
		}
		about, err := Disk(cell, 1)
		if err != nil {
			return nil, err
		}
		for _, c := range about {
			if err := g.add(c); err != nil {
				return nil, err
			}
		}
		g.cells[cell] = true
	}
	return g, nil
}

func (g *Ground) add(cell Cell) error {
	if _, known := g.cells[cell]; known {
		return nil
	}
	edge, err := cell.Boundary()
	if err != nil {
		return fmt.Errorf("edge of cell %v: %w", cell, err)
	}
	for _, at := range edge {
		point := positionAt(at).Point()
		if g.bound.IsZero() {
			g.bound = point.Bound()
		}
		g.bound = g.bound.Extend(point)
	}
	g.cells[cell] = false
	return nil
}

// Cells are the cells of the ground, each ascending: those that hold block cells, and
// those about them.
func (g *Ground) Cells() (own, about []Cell) {
	for _, c := range slices.Sorted(maps.Keys(g.cells)) {
		if g.cells[c] {
			own = append(own, c)
		} else {
			about = append(about, c)
		}
	}
	return own, about
}

// Near tells whether a line may touch the ground.
func (g *Ground) Near(line orb.LineString) bool {
	return len(line) > 1 && g.bound.Intersects(line.Bound())
}

// RoadPiece is what of a road lies in a cell.
type RoadPiece struct {
	Cell Cell
	Road
}

// Cut simplifies a road and cuts it at the cells of the ground; what lies elsewhere is
// left out.
func (g *Ground) Cut(class RoadClass, name string, line orb.LineString) ([]RoadPiece, error) {
	if !g.Near(line) {
		return nil, nil
	}
	cutter := cutter{ground: g, class: class, name: name}
	for from := 0; from+1 < len(line); from += mostAtOnce {
		part := line[from:min(len(line), from+mostAtOnce+1)]
		if err := cutter.line(simplify.DouglasPeucker(degrees(roadGrain)).LineString(part.Clone())); err != nil {
			return nil, err
		}
	}
	return cutter.pieces, nil
}

// cutter cuts a road stretch by stretch.
type cutter struct {
	ground *Ground
	class  RoadClass
	name   string
	pieces []RoadPiece
	end    [2]int // of the last piece
}

func (c *cutter) line(line orb.LineString) error {
	from := [2]int{}
	for i, p := range line {
		to := [2]int{int(math.Round(grain * p.Lon())), int(math.Round(grain * p.Lat()))}
		if i > 0 && to != from {
			if err := c.stretch(from, to); err != nil {
				return err
			}
		}
		from = to
	}
	return nil
}

// stretch takes a straight stretch, of which long ones count as several.
func (c *cutter) stretch(from, to [2]int) error {
	lon, lat := to[0]-from[0], to[1]-from[1]
	n := max(1, int(math.Ceil(math.Hypot(float64(lon), float64(lat))/(grain*degrees(longestStride)))))
	last := from
	for i := 1; i <= n; i++ {
		next := [2]int{from[0] + lon*i/n, from[1] + lat*i/n}
		if next == last {
			continue
		}
		middle := Position{Lon: float64(last[0]+next[0]) / 2 / grain, Lat: float64(last[1]+next[1]) / 2 / grain}
		if err := c.take(middle, last, next); err != nil {
			return err
		}
		last = next
	}
	return nil
}

func (c *cutter) take(middle Position, from, to [2]int) error {
	cell, err := h3.LatLngToCell(middle.LatLng(), roadResolution)
	if err != nil {
		return fmt.Errorf("cell of a road: %w", err)
	}
	if _, near := c.ground.cells[cell]; !near {
		return nil
	}
	n := len(c.pieces) - 1
	if n < 0 || c.pieces[n].Cell != cell || c.end != from {
		c.pieces = append(c.pieces, RoadPiece{cell, Road{c.class, c.name, []int{from[0], from[1]}}})
		n++
	}
	c.pieces[n].Steps = append(c.pieces[n].Steps, to[0]-from[0], to[1]-from[1])
	c.end = to
	return nil
}

// ChosenRoads are those of some roads that so many points suffice for: the classes that help
// most first, each in the order in which they come.
func ChosenRoads(roads []Road, most int) []Road {
	out := []Road{}
	for class := MainRoad; class <= Path; class++ {
		for _, r := range roads {
			if r.Class == class && r.Points() <= most {
				out, most = append(out, r), most-r.Points()
			}
		}
	}
	return out
}

// AppendRoad appends a road in few bytes: its class, its name and its steps.
func AppendRoad(to []byte, r Road) []byte {
	to = binary.AppendUvarint(to, uint64(r.Class))
	to = binary.AppendUvarint(to, uint64(len(r.Name)))
	to = append(to, r.Name...)
	to = binary.AppendUvarint(to, uint64(r.Points()))
	for _, step := range r.Steps {
		to = binary.AppendVarint(to, int64(step))
	}
	return to
}

// errRoads marks bytes that AppendRoad has not written.
var errRoads = errors.New("no roads")

// Roads are the roads that AppendRoad wrote one behind the other.
func Roads(from []byte) (out []Road, err error) {
	for len(from) > 0 {
		var r Road
		if r, from, err = firstRoad(from); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}

func firstRoad(from []byte) (r Road, rest []byte, err error) {
	var numbers [2]uint64
	for i := range numbers {
		v, n := binary.Uvarint(from)
		if n <= 0 {
			return r, nil, errRoads
		}
		numbers[i], from = v, from[n:]
	}
	if numbers[1] > uint64(len(from)) {
		return r, nil, errRoads
	}
	r.Class, r.Name, from = RoadClass(numbers[0]), string(from[:numbers[1]]), from[numbers[1]:]
	points, n := binary.Uvarint(from)
	if n <= 0 || points > uint64(len(from)) {
		return r, nil, errRoads
	}
	from = from[n:]
	r.Steps = make([]int, 2*points)
	for i := range r.Steps {
		step, n := binary.Varint(from)
		if n <= 0 {
			return r, nil, errRoads
		}
		r.Steps[i], from = int(step), from[n:]
	}
	return r, from, nil
}
