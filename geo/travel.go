package geo

import (
	"context"
	"math"
)

// Metres is a length on the ground.
type Metres int64

// Seconds is a length of time.
type Seconds int64

// Matrix is how far and how long it is from each place to each other, and for each
// pair where that comes from: a road graph may know some ways and not others.
type Matrix struct {
	Metres  [][]Metres
	Seconds [][]Seconds
	Source  [][]Source
}

// Source tells where the way between two places comes from.
type Source uint8

// The sources.
const (
	Estimate Source = iota // a multiple of the straight line
)

// String is the word that plans and faces show.
func (s Source) String() string { return [...]string{Estimate: "perkiraan"}[s] }

// Travel knows the ways between places.
type Travel interface {
	Matrix(ctx context.Context, places []Position) (Matrix, error)
}

// StraightLine estimates a way as so many times the straight line, ridden at one
// speed.
type StraightLine struct {
	Factor   float64
	SpeedKmh float64
}

// Way is the estimated way from a to b. It is as long in either direction.
func (s StraightLine) Way(a, b Position) (Metres, Seconds) { return s.Along(Distance(a, b)) }

// Along is the estimated way where the straight line is so many metres long.
func (s StraightLine) Along(straight float64) (Metres, Seconds) {
	m := straight * s.Factor
	return Metres(math.Round(m)), Seconds(math.Round(m * 3.6 / s.SpeedKmh))
}

// Matrix holds the estimated ways between all places.
func (s StraightLine) Matrix(_ context.Context, places []Position) (Matrix, error) {
	n := len(places)
	m := Matrix{Metres: make([][]Metres, n), Seconds: make([][]Seconds, n), Source: make([][]Source, n)}
	for i := range places {
		m.Metres[i], m.Seconds[i], m.Source[i] = make([]Metres, n), make([]Seconds, n), make([]Source, n)
		for j := range i {
			m.Metres[i][j], m.Seconds[i][j] = s.Way(places[i], places[j])
			m.Metres[j][i], m.Seconds[j][i] = m.Metres[i][j], m.Seconds[i][j]
		}
	}
	return m, nil
}

// earthRadius is the mean radius of WGS 84 in metres.
const earthRadius = 6_371_008.8

// Distance is the great-circle distance from a to b in metres, by the haversine
// formula, which is exact enough at any distance within Indonesia (0.6 %).
func Distance(a, b Position) float64 {
	rad := math.Pi / 180
	lat, lon := (b.Lat-a.Lat)*rad/2, (b.Lon-a.Lon)*rad/2
	h := math.Sin(lat)*math.Sin(lat) + math.Cos(a.Lat*rad)*math.Cos(b.Lat*rad)*math.Sin(lon)*math.Sin(lon)
	return 2 * earthRadius * math.Asin(math.Min(1, math.Sqrt(h)))
}
