package importer

import (
	"net/url"
	"regexp"
	"strings"
)

// pairIn parts a position that stands in one cell into its two coordinates: a pair
// of degrees, of degrees with minutes, what Kobo and ODK write ("lat lon altitude
// accuracy"), WKT, a link to a map, a full plus code. Which of the two is which the
// caller finds out. "", "": the cell is no such pair.
func pairIn(s string) (first, second, refusal string) {
	s = strings.TrimSpace(strings.Trim(strings.TrimSpace(s), "()[]{}"))
	upper := strings.ToUpper(s)
	switch {
	case strings.Contains(upper, "HTTP") || strings.Contains(upper, "MAPS") || strings.HasPrefix(upper, "GEO:"):
		return pairInLink(s)
	case strings.Contains(upper, "POINT"):
		_, inside, _ := strings.Cut(s, "(")
		inside, _, _ = strings.Cut(inside, ")")
		first, second = firstTwo(strings.Fields(inside))
		return first, second, ""
	case strings.Contains(s, "+"):
		if code := plusCode.FindStringSubmatch(upper); code != nil {
			return pairInPlusCode(code[1], code[2])
		}
	}
	if m := suffixed.FindStringSubmatch(upper); m != nil {
		return m[1], m[2], ""
	}
	if m := prefixed.FindStringSubmatch(upper); m != nil {
		return m[1], m[2], ""
	}
	s = strings.Join(strings.Fields(coordinateWords.ReplaceAllString(s, " ")), " ")
	first, second = plainPair(s)
	return first, second, ""
}

var (
	plusCode = regexp.MustCompile(`(?:^|[ ,])([23456789CFGHJMPQRVWX]{2,8})\+([23456789CFGHJMPQRVWX]{0,7})(?:$|[ ,])`)
	// 5°24'17"S 111°33'23"E, and the same with the direction before the degrees.
	suffixed        = regexp.MustCompile(`^(.*\d.*?(?:LINTANG SELATAN|LINTANG UTARA|L\.?S\.?|L\.?U\.?|[SNU]))[ ,;/|]*(\d.*)$`)
	prefixed        = regexp.MustCompile(`^((?:LINTANG SELATAN|LINTANG UTARA|LS|LU|[SNU])[ .:]*\d.*?)[ ,;/|]+((?:BUJUR TIMUR|BT|[ET])[ .:]*\d.*)$`)
	coordinateWords = regexp.MustCompile(`(?i)\b(?:latitude|longitude|lat|long|lon|lng|lintang|bujur|koordinat)\b[ .]*[:=]?`)
)

// plainPair parts two numbers. Of three or four numbers with points the first two
// are the place, the others height and accuracy.
func plainPair(s string) (first, second string) {
	for _, sign := range []string{";", ", ", "|", ",", " "} {
		left, right, ok := strings.Cut(s, sign)
		if ok && left != "" && right != "" && !strings.Contains(right, sign) && (sign != "," || strings.Contains(s, ".")) {
			return strings.TrimSpace(left), strings.TrimSpace(right)
		}
	}
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == ',' && strings.Contains(s, ".") })
	if len(parts) == 3 || len(parts) == 4 {
		if decimals(parts[0]) >= 3 && decimals(parts[1]) >= 3 {
			return parts[0], parts[1]
		}
	}
	return "", ""
}

func firstTwo(parts []string) (first, second string) {
	if len(parts) < 2 {
		return "", ""
	}
	return strings.Trim(parts[0], ","), strings.Trim(parts[1], ",")
}

// linked are the ways in which links to maps hold a place, the surest first: the
// pin, what was searched for, the middle of what was shown.
var linked = []*regexp.Regexp{
	regexp.MustCompile(`!3d(-?\d+\.\d+)!4d(-?\d+\.\d+)`),
	regexp.MustCompile(`(?i)(?:[?&](?:q|query|ll|sll|daddr|destination|center|mlat)=|geo:|loc:|place/|dir//?)(-?\d+\.\d+)(?:, *|\+|&mlon=)(-?\d+\.\d+)`),
	regexp.MustCompile(`@(-?\d+\.\d+),(-?\d+\.\d+)`),
}

func pairInLink(s string) (first, second, refusal string) {
	if plain, err := url.PathUnescape(s); err == nil {
		s = plain
	}
	for _, form := range linked {
		if m := form.FindStringSubmatch(s); m != nil {
			return m[1], m[2], ""
		}
	}
	return "", "", "tautan peta tidak memuat koordinat: buka tautannya, lalu salin angkanya, misalnya -7.250445, 112.750800"
}

const plusDigits = "23456789CFGHJMPQRVWX"

// pairInPlusCode decodes a plus code (Open Location Code 1.0): pairs of digits of
// base 20, latitude first, then a grid of 4 columns and 5 rows in each cell. A code
// that leaves out its first digits says where only beside the name of a place.
func pairInPlusCode(before, after string) (first, second, refusal string) {
	code := before + after
	if len(before) < 8 || len(after) == 1 {
		return "", "", "kode plus pendek tidak menyebut letaknya: tulis kode lengkap, misalnya 6P4X+2V menjadi 10 angka, atau derajat"
	}
	lat, lon, latStep, lonStep := -90.0, -180.0, 400.0, 400.0
	for i := 0; i+1 < min(len(code), 10); i += 2 {
		latStep, lonStep = latStep/20, lonStep/20
		lat += latStep * float64(strings.IndexByte(plusDigits, code[i]))
		lon += lonStep * float64(strings.IndexByte(plusDigits, code[i+1]))
	}
	for i := 10; i < len(code); i++ {
		latStep, lonStep = latStep/5, lonStep/4
		at := strings.IndexByte(plusDigits, code[i])
		lat += latStep * float64(at/4)
		lon += lonStep * float64(at%4)
	}
	digits := 4
	if len(code) == 8 {
		digits = 3
	}
	return fixed(lat+latStep/2, digits), fixed(lon+lonStep/2, digits), ""
}
