package territory

import (
	"math"

	"binaan/geo"
	"binaan/planner"
)

// Moments say where eligible families live, about the first block of their kecamatan in
// metres. They add up: of desa put together in any way they are the sum, so that a
// workbench counts along while somebody draws.
type Moments struct {
	X  int64 `json:"x"`  // to the east, a family at a time
	Y  int64 `json:"y"`  // to the north
	XX int64 `json:"xx"` // distances squared
}

// Plus is the sum of both.
func (m Moments) Plus(o Moments) Moments { return Moments{m.X + o.X, m.Y + o.Y, m.XX + o.XX} }

// Spread is how far so many families live from the middle of all of them, as the root
// of the mean square: the inertia about the middle, for each family. The less, the more
// compact. 0 without families.
func (m Moments) Spread(families int) geo.Metres {
	if families == 0 {
		return 0
	}
	n := float64(families)
	x, y := float64(m.X)/n, float64(m.Y)/n
	// Converted, so that no processor rounds otherwise than a browser does.
	return geo.Metres(math.Round(math.Sqrt(max(0, float64(m.XX)/n-float64(float64(x*x)+float64(y*y))))))
}

// Moments are those of every block.
func (in Input) Moments() []Moments {
	planes := map[geo.AreaCode]geo.Plane{}
	out := make([]Moments, len(in.Blocks))
	for i, b := range in.Blocks {
		plane, known := planes[b.Desa.Kecamatan()]
		if !known {
			plane = geo.PlaneAt(b.Centre)
			planes[b.Desa.Kecamatan()] = plane
		}
		fx, fy := plane.XY(b.Centre)
		x, y, n := int64(math.Round(fx)), int64(math.Round(fy)), int64(b.Eligible)
		out[i] = Moments{n * x, n * y, n * (x*x + y*y)}
	}
	return out
}

// Ride is how far a hand rides to the furthest family of a place, in a straight line.
type Ride struct {
	Hand   Hand       `json:"hand"`
	Metres geo.Metres `json:"metres"`
}

// Rides are for every block how far those ride who may have it: the kader of its
// kecamatan, and whose territory lies there. Who does not work, or whose home is not
// known, is not among them.
func (in Input) Rides(drawn []Territory) [][]Ride {
	type rider struct {
		hand Hand
		home geo.Position
	}
	riders := map[geo.AreaCode][]rider{}
	for _, k := range in.Kader {
		if !k.Serves(in.Day) {
			continue
		}
		for _, place := range in.ridesIn(k, drawn) {
			riders[place.Kecamatan] = append(riders[place.Kecamatan], rider{place.Hand(), k.Home})
		}
	}
	out := make([][]Ride, len(in.Blocks))
	for i, b := range in.Blocks {
		for _, r := range riders[b.Desa.Kecamatan()] {
			out[i] = append(out[i], Ride{r.hand, geo.Metres(geo.Distance(b.Centre, r.home))})
		}
	}
	return out
}

// ridesIn are the territories that a kader has or may begin, by hand and kecamatan.
func (in Input) ridesIn(k planner.Kader, drawn []Territory) []Territory {
	own := Territory{Kader: k.ID, Kecamatan: k.Kecamatan}
	out := []Territory{own}
	for _, t := range drawn {
		if t.Kader == k.ID && (t.Merangkap || t.Kecamatan != k.Kecamatan) {
			out = append(out, Territory{Kader: k.ID, Kecamatan: t.Kecamatan, Merangkap: t.Merangkap})
		}
	}
	return out
}
