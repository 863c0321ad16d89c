package geo

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"
)

// PolsbyPopper is how compact a shape is: its area over that of a circle of the same
// border, 1 at most. Along cells borders are longer than straight: a large disk of
// cells has about 0.8.
func PolsbyPopper(shape orb.MultiPolygon) float64 {
	length := geo.Length(shape)
	if length == 0 {
		return 0
	}
	return min(1, 4*math.Pi*geo.Area(shape)/(length*length))
}
