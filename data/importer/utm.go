package importer

import (
	"math"
	"strconv"
	"strings"

	"binaan/geo"
)

// utmPosition reads metres of UTM that say their zone, "49S 691234 9198765", in
// one cell or two.
func utmPosition(lon, lat string) (geo.Position, bool) {
	if lon == lat {
		lat = ""
	}
	words := strings.Fields(strings.ToUpper(lon + " " + lat))
	zone, south, rest, ok := utmZone(words)
	if !ok || len(rest) != 2 {
		return geo.Position{}, false
	}
	x, xRefusal := decimalAngle(rest[0])
	y, yRefusal := decimalAngle(rest[1])
	if xRefusal != "" || yRefusal != "" || !metres(x, y) {
		return geo.Position{}, false
	}
	east, north := min(x.degrees, y.degrees), max(x.degrees, y.degrees)
	if north < 1e6 { // near the equator either may be the larger
		east, north = x.degrees, y.degrees
	}
	p, err := geo.NewPosition(degreesOf(zone, south, east, north))
	return p, err == nil
}

// utmZone takes the zone from words, and the signs for metres. The letter is the
// hemisphere or the band: of those over Indonesia L and M are south, N and P north.
func utmZone(words []string) (zone int, south bool, rest []string, ok bool) {
	for _, w := range words {
		switch w {
		case "UTM", "ZONA", "ZONE", "M", "ME", "MN", "MS", "MT", "MU":
			continue
		}
		n, letter := strings.TrimRight(w, "SLMNPU"), ""
		letter = w[len(n):]
		if v, err := strconv.Atoi(n); !ok && err == nil && len(n) == 2 && len(letter) == 1 && v >= 46 && v <= 54 {
			zone, south, ok = v, strings.Contains("SLM", letter), true
			continue
		}
		rest = append(rest, w)
	}
	return zone, south, rest, ok
}

// degreesOf turns metres of a UTM zone into degrees by Krüger's series in the
// third flattening, exact to less than a millimetre within a zone (Karney 2011,
// equations 11, 15 and 36).
func degreesOf(zone int, south bool, east, north float64) (lon, lat float64) {
	const (
		radius    = 6_378_137.0
		flatten   = 1 / 298.257223563
		n         = flatten / (2 - flatten)
		rectified = radius / (1 + n) * (1 + n*n/4 + n*n*n*n/64)
		scale     = 0.9996
	)
	if south {
		north -= 10_000_000
	}
	xi, eta := north/(scale*rectified), (east-500_000)/(scale*rectified)
	beta := [...]float64{n/2 - 2*n*n/3 + 37*n*n*n/96, n*n/48 + n*n*n/15, 17 * n * n * n / 480}
	x, y := xi, eta
	for i, b := range beta {
		k := 2 * float64(i+1)
		x -= b * math.Sin(k*xi) * math.Cosh(k*eta)
		y -= b * math.Cos(k*xi) * math.Sinh(k*eta)
	}
	chi := math.Asin(math.Sin(x) / math.Cosh(y))
	delta := [...]float64{2*n - 2*n*n/3 - 2*n*n*n, 7*n*n/3 - 8*n*n*n/5, 56 * n * n * n / 15}
	phi := chi
	for i, d := range delta {
		phi += d * math.Sin(2*float64(i+1)*chi)
	}
	meridian := float64(zone*6 - 183)
	return meridian + math.Atan2(math.Sinh(y), math.Cos(x))*180/math.Pi, phi * 180 / math.Pi
}
