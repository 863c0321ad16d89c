package geo

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
)

func TestApartIsTheWidestGapToCross(t *testing.T) {
	square := func(lon float64) orb.Polygon {
		return orb.Polygon{{{lon, -7}, {lon + 0.01, -7}, {lon + 0.01, -7.01}, {lon, -7.01}, {lon, -7}}}
	}
	for _, c := range []struct {
		name  string
		shape orb.MultiPolygon
		want  float64 // degrees of longitude
	}{
		{"one piece", orb.MultiPolygon{square(110)}, 0},
		{"touching", orb.MultiPolygon{square(110), square(110.01)}, 0},
		{"in a row", orb.MultiPolygon{square(110), square(110.05), square(110.02)}, 0.02},
		{"a speck far away", orb.MultiPolygon{square(110), {{{111, -7}, {111.0001, -7}, {111.0001, -7.0001}, {111, -7}}}}, 0},
	} {
		want := c.want * 111_195 * math.Cos(7*math.Pi/180)
		if got := float64(Apart(c.shape)); math.Abs(got-want) > 0.01*want {
			t.Errorf("%s: %v m apart, want %v", c.name, got, want)
		}
	}
}

func TestAwayIsZeroWithinAndMetresOutside(t *testing.T) {
	away := Away(orb.MultiPolygon{{{{110, -7}, {110.01, -7}, {110.01, -7.01}, {110, -7.01}, {110, -7}}}})
	for _, c := range []struct {
		name string
		at   Position
		want float64
	}{
		{"within", Position{Lon: 110.005, Lat: -7.005}, 0},
		{"north of it", Position{Lon: 110.005, Lat: -6.99}, 0.01 * 111_195},
		{"off a corner", Position{Lon: 109.99, Lat: -6.99}, math.Hypot(0.01*111_195, 0.01*111_195*math.Cos(7*math.Pi/180))},
	} {
		if got := away(c.at); math.Abs(got-c.want) > 0.01*c.want+0.001 {
			t.Errorf("%s: %v m, want %v", c.name, got, c.want)
		}
	}
}
