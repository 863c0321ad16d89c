// Package geo says where things are: positions, areas, hexagonal cells, travel
// and tiles. It is the only package that calls h3 and orb's geometry functions;
// orb writes lon,lat and h3 lat,lng, and a swap between them is silent, so every
// conversion passes through Position.
package geo

import (
	"errors"
	"fmt"

	"github.com/paulmach/orb"
	"github.com/uber/h3-go/v4"
)

// Position is a place on WGS 84, in degrees.
type Position struct {
	Lon float64 `json:"lon"`
	Lat float64 `json:"lat"`
}

// Indonesia's bounds in degrees. Its latitudes and longitudes do not overlap,
// so a swapped pair can always be told.
const (
	minLon, maxLon = 94.9, 141.1
	minLat, maxLat = -11.1, 6.1
)

// ErrOutside marks a position outside Indonesia.
var ErrOutside = errors.New("position outside Indonesia")

// NewPosition checks that lon, lat lies in Indonesia. The error of a pair that
// would be right the other way round says so.
func NewPosition(lon, lat float64) (Position, error) {
	if inside(lon, lat) {
		return Position{Lon: lon, Lat: lat}, nil
	}
	if inside(lat, lon) {
		return Position{}, fmt.Errorf("lon %g lat %g are swapped: %w", lon, lat, ErrOutside)
	}
	return Position{}, fmt.Errorf("lon %g lat %g: %w", lon, lat, ErrOutside)
}

func inside(lon, lat float64) bool {
	return lon >= minLon && lon <= maxLon && lat >= minLat && lat <= maxLat
}

// Point is p as orb writes it: lon, lat.
func (p Position) Point() orb.Point { return orb.Point{p.Lon, p.Lat} }

// LatLng is p as h3 writes it: lat, lng.
func (p Position) LatLng() h3.LatLng { return h3.LatLng{Lat: p.Lat, Lng: p.Lon} }

// PositionOf is the position of an orb point, unchecked.
func PositionOf(p orb.Point) Position { return Position{Lon: p.Lon(), Lat: p.Lat()} }

// positionAt is the position of an h3 pair, unchecked.
func positionAt(at h3.LatLng) Position { return Position{Lon: at.Lng, Lat: at.Lat} }

// Accuracy says how well a household's position is known, from A (at the door)
// to E (only the desa) and F (not even that).
type Accuracy string

// The classes of positional accuracy.
const (
	AtDoor    Accuracy = "A" // kader's GPS at the door, or a pin the family confirmed
	NearDoor  Accuracy = "B" // shared location, pin of the RT head
	OnStreet  Accuracy = "C" // street matched
	InRT      Accuracy = "D" // median of the RT's households of class A
	InDesa    Accuracy = "E" // only the desa is known
	Unlocated Accuracy = "F" // not routable
)
