package route

import (
	"math"
	"math/rand/v2"
	"testing"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/plannertest"
)

func TestFamiliesInOneCellForWantOfBetterAreNotNextDoor(t *testing.T) {
	r := plannertest.Rules(t, "2026-12-01")
	in := Input{Rules: r, Kader: planner.Kader{Kecamatan: "99.01.01"}}
	at := geo.Position{Lon: 110.8, Lat: -7.55}
	known, vague := spot{at: at}, spot{at: at, radius: 800}
	one, other := spot{at: at, radius: 800, rt: "a 01 02"}, spot{at: at, radius: 800, rt: "a 01 03"}
	m, err := in.ways(t.Context(), []spot{known, vague, vague, one, one, other})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		a, b int
		want geo.Metres // 1.4 times 0.905 of the radii's hypotenuse
	}{{0, 1, 1014}, {1, 2, 1434}, {3, 4, 269}, {3, 5, 1434}, {0, 0, 0}} {
		if got := m.Metres[test.a][test.b]; math.Abs(float64(got-test.want)) > 1 || got != m.Metres[test.b][test.a] {
			t.Errorf("from %d to %d: %d m, want %d", test.a, test.b, got, test.want)
		}
	}
	if got, want := m.Seconds[1][2], geo.Seconds(287); got != want {
		t.Errorf("from 1 to 2: %d s, want %d", got, want)
	}
}

// The mean distance of two points drawn in discs whose members live as far from the
// middle as the radii say is what apart says.
func TestApartIsTheMeanDistanceOfWhatIsNotKnown(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	draw := func(rms float64) (x, y float64) {
		r, a := rms*math.Sqrt2*math.Sqrt(rng.Float64()), 2*math.Pi*rng.Float64()
		return r * math.Cos(a), r * math.Sin(a)
	}
	const n = 200_000
	sum := 0.0
	for range n {
		x, y := draw(700)
		u, v := draw(700)
		sum += math.Hypot(x-u, y-v)
	}
	if got, want := apart(spot{radius: 700}, spot{radius: 700}), sum/n; math.Abs(got-want) > 0.01*want {
		t.Errorf("apart %.0f m, drawn mean %.0f m", got, want)
	}
}
