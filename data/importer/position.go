package importer

import (
	"math"
	"strconv"
	"strings"

	"binaan/geo"
)

// fix is a place that was read.
type fix struct {
	at     geo.Position
	note   string // what was mended
	digits int    // behind the point of a degree, of the coordinate that has more of them
	fewer  int    // and of the other
}

// parsePosition reads longitude and latitude as they come: degrees with point or
// comma, degrees, minutes and seconds, whole numbers that lost their point, metres
// of UTM with their zone, both in one cell in any of the ways of pairIn.
// Indonesia's latitudes and longitudes do not overlap, so a swapped pair is told
// for sure.
func parsePosition(lon, lat string) (f fix, refusal string) {
	if f, ok := plainPosition(lon, lat); ok {
		return f, ""
	}
	lon, lat = clean(lon), clean(lat)
	if p, ok := utmPosition(lon, lat); ok {
		return fix{p, "koordinat UTM diubah ke derajat", 5, 5}, ""
	}
	if lon, lat, refusal = oneCell(lon, lat); refusal != "" {
		return fix{}, refusal
	}
	x, xRefusal := parseAngle(lon)
	y, yRefusal := parseAngle(lat)
	switch {
	case xRefusal != "":
		return fix{}, "bujur " + xRefusal
	case yRefusal != "":
		return fix{}, "lintang " + yRefusal
	case x.degrees == 0 && y.degrees == 0:
		return fix{}, "koordinat 0,0 berarti letaknya tidak diketahui: kosongkan kedua kolom"
	}
	return mended(x, y)
}

// bothCoordinates are headings of columns that hold a whole position.
var bothCoordinates = []string{
	"titik koordinat", "koordinat lokasi", "koordinat rumah", "koordinat gps", "lat long", "lat lon", "lat lng", "latitude longitude", "lintang bujur",
	"koordinat lat long", "gps", "titik gps", "lokasi gps", "geopoint", "geotag", "geotagging", "geolokasi", "lokasi rumah", "titik lokasi", "titik rumah", "lokasi",
	"google maps", "gmaps", "link maps", "link google maps", "link lokasi", "maps", "peta", "share lokasi", "shareloc", "plus code", "kode plus", "wkt", "geom",
}

// position reads the position of a row from its two columns or, where both are
// empty, from the one that holds both.
func (r *record) position(lat, lon, both int) (f fix, refusal string) {
	switch {
	case r.cells[lat] != "" || r.cells[lon] != "":
		return parsePosition(r.cells[lon], r.cells[lat])
	case r.cells[both] == "":
		return fix{}, ""
	}
	if f, refusal = parsePosition(r.cells[both], ""); refusal == "" {
		return f, ""
	} else if _, _, why := pairIn(clean(r.cells[both])); why != "" {
		return fix{}, why
	}
	return fix{}, "koordinat " + noAngle
}

// plainPosition reads what needs no mending, without allocating.
func plainPosition(lon, lat string) (fix, bool) {
	east, north := decimals(lon), decimals(lat)
	if east < 2 && north < 2 {
		return fix{}, false
	}
	x, xErr := strconv.ParseFloat(lon, 64)
	y, yErr := strconv.ParseFloat(lat, 64)
	if xErr != nil || yErr != nil {
		return fix{}, false
	}
	p, err := geo.NewPosition(x, y)
	return fixOf(p, "", east, north), err == nil
}

// fixOf is a fix with so many decimals. A coordinate on the equator has as many as
// the other.
func fixOf(p geo.Position, note string, east, north int) fix {
	if p.Lat == 0 {
		north = east
	}
	return fix{p, note, max(east, north), min(east, north)}
}

func fixed(degrees float64, digits int) string { return strconv.FormatFloat(degrees, 'f', digits, 64) }

// decimals counts the digits behind the point of a plain number.
func decimals(s string) int {
	whole, behind, _ := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	if !digitsOnly(whole) || !digitsOnly(behind) {
		return 0
	}
	return len(behind)
}

// oneCell parts a pair that stands in one cell, latitude first as maps show it;
// the order is checked like any other.
func oneCell(lon, lat string) (east, north, refusal string) {
	both := lon
	switch {
	case lon == "":
		both = lat
	case lat != "" && lat != lon:
		return lon, lat, ""
	}
	if north, east, refusal = pairIn(both); refusal != "" || north != "" {
		return east, north, refusal
	}
	return lon, lat, ""
}

// angle is a coordinate as it was written.
type angle struct {
	degrees float64
	digits  int  // behind the point
	whole   bool // no point at all
	comma   bool // the decimals stood behind a comma
	named   bool // a word tells the direction, so the sign is sure
	sexa    bool // in minutes and seconds
}

const noAngle = "tidak dapat dibaca: tulis derajat desimal, misalnya -7.250445"

func parseAngle(s string) (a angle, refusal string) {
	if s == "" {
		return a, "kosong, pasangannya terisi"
	}
	if rounded(s) {
		return a, "sudah dibulatkan Excel (" + s + "): ekspor ulang sebagai Teks"
	}
	s, sign := hemisphere(strings.ToUpper(s))
	parts := strings.FieldsFunc(s, betweenAngleParts)
	switch len(parts) {
	case 1:
		a, refusal = decimalAngle(parts[0])
	case 2, 3:
		a, refusal = sexagesimal(parts)
	default:
		return a, noAngle
	}
	if sign != 0 {
		a.degrees, a.named = sign*math.Abs(a.degrees), true
	}
	return a, refusal
}

func betweenAngleParts(r rune) bool { return strings.ContainsRune(" °º˚:'’′\"”“″`´", r) }

// hemispheres are the words for the directions, the longer ones first. S and U
// are south and north (utara); T and B are east (timur) and west (barat), E and W
// the same in English.
var hemispheres = []struct {
	word string
	sign float64
}{
	{"LINTANG SELATAN", -1}, {"LINTANG UTARA", 1}, {"BUJUR TIMUR", 1}, {"BUJUR BARAT", -1},
	{"LS", -1}, {"LU", 1}, {"BT", 1}, {"BB", -1}, {"S", -1}, {"N", 1}, {"U", 1}, {"E", 1}, {"T", 1}, {"W", -1},
}

// hemisphere takes the word for a direction from either end of s.
func hemisphere(s string) (rest string, sign float64) {
	for _, h := range hemispheres {
		if before, ok := strings.CutSuffix(s, h.word); ok {
			return strings.TrimRight(before, " ."), h.sign
		}
		if after, ok := strings.CutPrefix(s, h.word); ok {
			return strings.TrimLeft(after, " .:"), h.sign
		}
	}
	return s, 0
}

func decimalAngle(s string) (a angle, refusal string) {
	negative := strings.HasPrefix(s, "-") || strings.HasPrefix(s, "−")
	s = strings.TrimLeft(s, "-+−")
	switch points, commas := strings.Count(s, "."), strings.Count(s, ","); {
	case points+commas > 1 && (points == 0 || commas == 0): // 112.750.800: the point was taken for thousands
		s = strings.NewReplacer(".", "", ",", "").Replace(s)
	case commas == 1 && points == 0:
		s, a.comma = strings.Replace(s, ",", ".", 1), true
	case commas > 0:
		return a, noAngle
	}
	whole, behind, point := strings.Cut(s, ".")
	if !digitsOnly(whole) || point && !digitsOnly(behind) || len(s) > 40 {
		return a, noAngle
	}
	a.degrees, _ = strconv.ParseFloat(s, 64) // digits and a point
	a.digits, a.whole = len(behind), !point
	if negative {
		a.degrees = -a.degrees
	}
	return a, ""
}

// sexagesimal reads degrees, minutes and seconds, of which the last may have
// decimals.
func sexagesimal(parts []string) (angle, string) {
	a, scale := angle{sexa: true, digits: 2 * (len(parts) - 1)}, 1.0
	for i, part := range parts {
		v, refusal := decimalAngle(part)
		if refusal != "" || i > 0 && (v.degrees < 0 || v.degrees >= 60) || i < len(parts)-1 && !v.whole {
			return a, noAngle
		}
		a.degrees += math.Abs(v.degrees) / scale
		a.digits += v.digits
		scale *= 60
	}
	if strings.HasPrefix(parts[0], "-") || strings.HasPrefix(parts[0], "−") {
		a.degrees = -a.degrees
	}
	return a, ""
}

// mended finds the place that x and y mean.
func mended(x, y angle) (f fix, refusal string) {
	var notes []string
	if x.comma || y.comma {
		notes = append(notes, "koma desimal dibaca sebagai titik")
	}
	if x.sexa || y.sexa {
		notes = append(notes, "derajat-menit-detik diubah ke desimal")
	}
	if metres(x, y) {
		return f, "koordinat UTM (meter) tanpa nomor zona: ubah ke derajat, atau tulis zonanya, misalnya 49S 691234 9198765"
	}
	if whole := lostPoint(x, y); whole != 1 {
		x, y = x.over(whole), y.over(whole)
		notes = append(notes, "titik desimal yang hilang dipasang kembali")
	}
	lon, lat, slip, ok := placed(x, y)
	switch {
	case !ok:
		return f, nowhere(x, y)
	case x.digits < 2 && y.digits < 2:
		return f, "koordinat terlalu kasar: perlu paling sedikit 4 angka di belakang titik"
	case slip != "":
		notes = append(notes, slip)
	}
	return fixOf(geo.Position{Lon: lon, Lat: lat}, strings.Join(notes, "; "), x.digits, y.digits), ""
}

// metres tells that x and y are no degrees but east and north of a UTM zone.
func metres(x, y angle) bool {
	east, north := math.Abs(x.degrees), math.Abs(y.degrees)
	if east > north {
		east, north = north, east
	}
	return east >= 100_000 && east <= 900_000 && (north <= 700_000 || north >= 8_700_000 && north <= 10_000_000)
}

// lostPoint is the power of ten by which two whole numbers become a place. Both
// must have lost equally many decimals, which can be told from the latitude: a
// tenth of any latitude here is less than 1.2 degrees.
func lostPoint(x, y angle) float64 {
	if !x.whole || !y.whole || min(math.Abs(x.degrees), math.Abs(y.degrees)) < 100_000 {
		return 1
	}
	for by := 1e5; by <= 1e9; by *= 10 {
		if _, lat, _, ok := placed(x.over(by), y.over(by)); ok && math.Abs(lat) >= 1.2 {
			return by
		}
	}
	return 1
}

func (a angle) over(by float64) angle {
	a.degrees /= by
	a.digits = int(math.Round(math.Log10(by)))
	return a
}

// placed is where x, y lie in Indonesia: as they stand, else with the slips that
// happen, told in slip. The first way that fits is the only one of its kind, since
// no latitude here is a longitude here.
func placed(x, y angle) (lon, lat float64, slip string, ok bool) {
	const swapped, minus = "lintang dan bujur tertukar", "tanda minus diperbaiki"
	for _, way := range []struct {
		x, y angle
		flip bool
		slip string
	}{{x, y, false, ""}, {y, x, false, swapped}, {x, y, true, minus}, {y, x, true, swapped + "; " + minus}} {
		lon, lat := way.x.degrees, way.y.degrees
		if way.flip {
			lon, lat = way.x.flipped(lon < 0), way.y.flipped(lat > 6)
		}
		if _, err := geo.NewPosition(lon, lat); err == nil {
			return lon, lat, way.slip, true
		}
	}
	return 0, 0, "", false
}

// flipped is a's degrees with the other sign, if that is wanted and may be.
func (a angle) flipped(wanted bool) float64 {
	if wanted && !a.named {
		return -a.degrees
	}
	return a.degrees
}

// nowhere says why x, y is refused.
func nowhere(x, y angle) string {
	switch {
	case x.whole && y.whole && max(math.Abs(x.degrees), math.Abs(y.degrees)) > 180:
		return "koordinat kehilangan titik desimal dan tidak dapat dipastikan letaknya"
	case max(math.Abs(x.degrees), math.Abs(y.degrees)) > 180:
		return "koordinat bukan derajat"
	case x.degrees == 0 || y.degrees == 0 && x.digits == 0:
		return "salah satu koordinat nol: letaknya tidak diketahui"
	}
	return "koordinat di luar Indonesia"
}
