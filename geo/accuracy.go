package geo

import (
	"math"

	"github.com/paulmach/orb"
	orbgeo "github.com/paulmach/orb/geo"
)

// usualRadius is assumed where a position comes with a class but no radius.
var usualRadius = map[Accuracy]Metres{AtDoor: 15, NearDoor: 75, OnStreet: 200, InRT: 300}

// Valid reports whether a is one of the classes.
func (a Accuracy) Valid() bool { return len(a) == 1 && a >= AtDoor && a <= Unlocated }

// Located reports whether households of the class have a position of their own.
func (a Accuracy) Located() bool { return a >= AtDoor && a <= InRT }

// Radius is the usual radius of a class that has a position; 0 of the others.
func (a Accuracy) Radius() Metres { return usualRadius[a] }

// RadiusOf is how far a household of which only the area is known is expected to
// live from its inner point: 0.7 of the radius of a circle of the same size.
func RadiusOf(shape orb.MultiPolygon) Metres {
	return Metres(math.Round(0.7 * math.Sqrt(math.Abs(orbgeo.Area(shape))/math.Pi)))
}
