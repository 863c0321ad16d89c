package geo

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/uber/h3-go/v4"
)

// groundAt is the ground of one block cell.
func groundAt(t *testing.T, at Position) *Ground {
	t.Helper()
	cell, err := CellAt(at)
	if err != nil {
		t.Fatal(err)
	}
	g, err := GroundOf([]Cell{cell, cell})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

var roadsAt = Position{Lon: 110.8, Lat: -7.55}

func TestGroundHoldsTheCellsOfBlocksAndThoseAboutThem(t *testing.T) {
	own, about := groundAt(t, roadsAt).Cells()
	if len(own) != 1 || len(about) != 6 || own[0].Resolution() != roadResolution {
		t.Errorf("%v, %v", own, about)
	}
}

// corners are the points of steps, in hundred-thousandths of a degree.
func corners(steps []int) (out [][2]int) {
	at := [2]int{}
	for i := 0; i+1 < len(steps); i += 2 {
		at = [2]int{at[0] + steps[i], at[1] + steps[i+1]}
		out = append(out, at)
	}
	return out
}

// Whatever its course, what is kept of a road lies in the ground, each stretch in its
// piece's cell, and on the road; and nothing of it that lies in the ground is missing.
func TestARoadIsCutAtTheCellsOfTheGround(t *testing.T) {
	const seed = 7
	random := rand.New(rand.NewPCG(seed, seed))
	ground := groundAt(t, roadsAt)
	for round := range 200 {
		line := orb.LineString{}
		at := orb.Point{roadsAt.Lon + (random.Float64()-0.5)*0.06, roadsAt.Lat + (random.Float64()-0.5)*0.06}
		for range 2 + random.IntN(8) {
			line = append(line, at)
			at = orb.Point{at[0] + (random.Float64()-0.5)*0.03, at[1] + (random.Float64()-0.5)*0.03}
		}
		pieces, err := ground.Cut(Lane, "Jalan Contoh", line)
		if err != nil {
			t.Fatal(err)
		}
		kept := 0.0
		for _, p := range pieces {
			held := corners(p.Steps)
			if p.Class != Lane || p.Name != "Jalan Contoh" || p.Points() != len(held) || len(held) < 2 {
				t.Fatalf("seed %d, round %d: %+v", seed, round, p)
			}
			for i, c := range held[1:] {
				a, b := orb.Point{float64(held[i][0]) / grain, float64(held[i][1]) / grain}, orb.Point{float64(c[0]) / grain, float64(c[1]) / grain}
				kept += apartOf(a, b)
				middle := orb.Point{(a[0] + b[0]) / 2, (a[1] + b[1]) / 2}
				if cell, err := roadCell(middle); err != nil || cell != p.Cell {
					t.Fatalf("seed %d, round %d: a stretch at %v lies in %v, its piece in %v (%v)", seed, round, middle, cell, p.Cell, err)
				}
				if off := offLine(middle, line); off > 8 {
					t.Fatalf("seed %d, round %d: %v lies %.1f m off its road", seed, round, middle, off)
				}
			}
		}
		if want := lengthOn(t, ground, line); math.Abs(kept-want) > 0.02*want+2*float64(len(line))*longestStride/2 {
			t.Errorf("seed %d, round %d: %.0f m are kept of %.0f m on the ground", seed, round, kept, want)
		}
	}
}

func roadCell(p orb.Point) (Cell, error) {
	return h3.LatLngToCell(PositionOf(p).LatLng(), roadResolution)
}

// apartOf is how far apart two points near each other lie, in metres.
func apartOf(a, b orb.Point) float64 {
	return 111_195 * math.Hypot((a[0]-b[0])*math.Cos(a[1]*math.Pi/180), a[1]-b[1])
}

// offLine is how far a point lies off a line, in metres.
func offLine(p orb.Point, line orb.LineString) float64 {
	least := math.Inf(1)
	for i := range line[1:] {
		a, b := line[i], line[i+1]
		for k := range 2001 {
			f := float64(k) / 2000
			least = min(least, apartOf(p, orb.Point{a[0] + f*(b[0]-a[0]), a[1] + f*(b[1]-a[1])}))
		}
	}
	return least
}

// lengthOn is how many metres of a line lie on a ground, by small steps.
func lengthOn(t *testing.T, g *Ground, line orb.LineString) (metres float64) {
	t.Helper()
	const steps = 400
	for i := range line[1:] {
		a, b := line[i], line[i+1]
		for k := range steps {
			f := (float64(k) + 0.5) / steps
			cell, err := roadCell(orb.Point{a[0] + f*(b[0]-a[0]), a[1] + f*(b[1]-a[1])})
			if err != nil {
				t.Fatal(err)
			}
			if _, near := g.cells[cell]; near {
				metres += apartOf(a, b) / steps
			}
		}
	}
	return metres
}

func TestRoadsComeBackAsTheyWereWritten(t *testing.T) {
	roads := []Road{
		{MainRoad, "Jalan Contoh Raya", []int{11_080_000, -755_000, 12, -3, -4000, 9}},
		{Path, "", []int{1, 2, 3, 4}},
	}
	var text []byte
	for _, r := range roads {
		text = AppendRoad(text, r)
	}
	got, err := Roads(text)
	if err != nil || !reflect.DeepEqual(got, roads) {
		t.Errorf("%v, %+v", err, got)
	}
	for n := range len(text) {
		if got, err := Roads(text[:n]); err == nil && len(got) > 1 {
			t.Errorf("%d of %d bytes are read as %+v", n, len(text), got)
		}
	}
}

func TestRoadsThatHelpNobodyAreNone(t *testing.T) {
	for highway, want := range map[string]RoadClass{"motorway": 0, "": 0, "construction": 0, "primary": MainRoad, "unclassified": ThroughRoad, "residential": Lane, "footway": Path} {
		if got := RoadClassOf(highway); got != want {
			t.Errorf("%q is %d, want %d", highway, got, want)
		}
	}
}

func TestARoadElsewhereIsNotCut(t *testing.T) {
	g := groundAt(t, roadsAt)
	for _, line := range []orb.LineString{nil, {{110.8, -7.55}}, {{112, -7}, {112.1, -7}}} {
		if pieces, err := g.Cut(Lane, "", line); err != nil || len(pieces) > 0 {
			t.Errorf("%v: %v, %v", line, pieces, err)
		}
	}
	if pieces, err := g.Cut(Lane, "", orb.LineString{{110.799, -7.55}, {110.801, -7.55}, {110.801, -7.5501}}); err != nil || len(pieces) == 0 {
		t.Errorf("%v, %v", pieces, err)
	}
}

func TestRoadsThatHelpMostAreChosenFirst(t *testing.T) {
	roads := []Road{{Class: Path, Steps: make([]int, 4)}, {Class: Lane, Name: "a", Steps: make([]int, 8)}, {Class: Lane, Name: "b", Steps: make([]int, 4)}, {Class: MainRoad, Steps: make([]int, 6)}}
	for most, want := range map[int]string{100: "1 3a 3b 4", 7: "1 3a", 6: "1 3b", 3: "1", 1: ""} {
		var got []string
		for _, r := range ChosenRoads(roads, most) {
			got = append(got, fmt.Sprint(int(r.Class), r.Name))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%d points: %v, want %s", most, got, want)
		}
	}
}
