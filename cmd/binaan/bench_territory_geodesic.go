package main

import "math"

// WGS-84: equatorial radius in metres and flattening.
const (
	earthRadius     = 6378137.0
	earthFlattening = 1 / 298.257223563
)

// gauss holds the positive nodes and the weights of the 16-point rule of Gauss
// and Legendre on [-1, 1].
var gauss = [8][2]float64{
	{0.0950125098376374402, 0.1894506104550684963},
	{0.2816035507792589132, 0.1826034150449235889},
	{0.4580167776572273863, 0.1691565193950025382},
	{0.6178762444026437484, 0.1495959888165767321},
	{0.7554044083550030339, 0.1246289712555338720},
	{0.8656312023878317439, 0.0951585116824927848},
	{0.9445750230732325761, 0.0622535239386478929},
	{0.9894009349916499326, 0.0271524594117540949},
}

// geodesic is the length in metres of the shortest line on the WGS-84 ellipsoid
// between two positions in degrees, to about a micrometre for places less than
// a quarter of the globe apart. It solves Bessel's integrals as stated by
// Karney (Journal of Geodesy 87, 2013, equations 7 and 8) by quadrature instead
// of by series.
func geodesic(lat1, lon1, lat2, lon2 float64) float64 {
	const f = earthFlattening
	b := earthRadius * (1 - f)
	l := (lon2 - lon1) * math.Pi / 180
	s1, c1 := math.Sincos(math.Atan((1 - f) * math.Tan(lat1*math.Pi/180)))
	s2, c2 := math.Sincos(math.Atan((1 - f) * math.Tan(lat2*math.Pi/180)))
	if l == 0 && lat1 == lat2 {
		return 0
	}
	omega := l
	for range 50 {
		so, co := math.Sincos(omega)
		east, north := c2*so, c1*s2-s1*c2*co
		sigma := math.Atan2(math.Hypot(east, north), s1*s2+c1*c2*co)
		azimuth := math.Atan2(east, north)
		alpha := math.Sin(azimuth) * c1 // sine of the azimuth at the equator
		from := math.Atan2(s1, math.Cos(azimuth)*c1)
		k2 := (1 - alpha*alpha) * f * (2 - f) / ((1 - f) * (1 - f))
		next := l + f*alpha*integrate(from, from+sigma, func(t float64) float64 {
			return (2 - f) / (1 + (1-f)*math.Sqrt(1+k2*math.Sin(t)*math.Sin(t)))
		})
		if math.Abs(next-omega) < 1e-15 {
			return b * integrate(from, from+sigma, func(t float64) float64 {
				return math.Sqrt(1 + k2*math.Sin(t)*math.Sin(t))
			})
		}
		omega = next
	}
	return math.NaN()
}

func integrate(from, to float64, f func(float64) float64) float64 {
	middle, half := (from+to)/2, (to-from)/2
	sum := 0.0
	for _, g := range gauss {
		sum += g[1] * (f(middle-half*g[0]) + f(middle+half*g[0]))
	}
	return half * sum
}
