package importer

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"binaan/geo"
)

func TestPositionsAreMendedOrRefused(t *testing.T) {
	tests := []struct{ name, lon, lat, want, note, no string }{
		{"plain", "112.750800", "-7.250445", "112.75080 -7.25045", "", ""},
		{"on the equator", "109.325000", "0", "109.32500 0.00000", "", ""},
		{"swapped", "-7.250445", "112.750800", "112.75080 -7.25045", "tertukar", ""},
		{"lost minus", "112.750800", "7.250445", "112.75080 -7.25045", "minus", ""},
		{"minus too many", "-112.750800", "-7.250445", "112.75080 -7.25045", "minus", ""},
		{"swapped and lost minus", "7.250445", "112.750800", "112.75080 -7.25045", "tertukar; tanda minus", ""},
		{"decimal comma", "112,750800", "-7,250445", "112.75080 -7.25045", "koma", ""},
		{"degrees, minutes, seconds", `112°45'2.9" E`, `7°15'1.6" S`, "112.75081 -7.25044", "menit", ""},
		{"the same in Indonesian", "112 45 2,9 BT", "7 15 1,6 LS", "112.75081 -7.25044", "menit", ""},
		{"directions", "112.7508 BT", "LS 7.250445", "112.75080 -7.25045", "", ""},
		{"degrees and minutes", "112° 45.048'", "-7° 15.0267'", "112.75080 -7.25045", "menit", ""},
		{"×10⁶", "112750800", "-7250445", "112.75080 -7.25045", "titik desimal", ""},
		{"point taken for thousands", "112.750.800", "-7.250.445", "112.75080 -7.25045", "titik desimal", ""},
		{"pair in one cell", "", "-7.250445, 112.750800", "112.75080 -7.25045", "", ""},
		{"pair in one cell with commas", "-7,250445 112,750800", "", "112.75080 -7.25045", "koma", ""},
		{"UTM with zone", "49S 693304.27", "9198202.18", "112.75082 -7.25036", "UTM", ""},
		{"UTM with band in one cell", "zona 49M 693304.27 mE 9198202.18 mN", "", "112.75082 -7.25036", "UTM", ""},
		{"UTM without zone", "693304", "9198202", "", "", "UTM"},
		{"zero", "0", "0.000000", "", "", "0,0"},
		{"one zero", "0", "-7.250445", "", "", "nol"},
		{"one empty", "112.750800", "", "", "", "lintang kosong"},
		{"other empty", "", "-7.250445", "", "", "bujur kosong"},
		{"abroad", "2.352200", "48.856600", "", "", "di luar Indonesia"},
		{"north by word", "112.750800", "7.250445 LU", "", "", "di luar Indonesia"},
		{"coarse", "112", "-7", "", "", "kasar"},
		{"points lost unevenly", "112750812", "-725044", "", "", "titik desimal"},
		{"text", "depan masjid", "-7.250445", "", "", "bujur tidak dapat dibaca"},
		{"seconds of 75", "112 45 75", "7 15 1.6", "", "", "tidak dapat dibaca"},
		{"NaN", "NaN", "Inf", "", "", "tidak dapat dibaca"},
		{"rounded", "1.1E+08", "-7.2E+06", "", "", "dibulatkan"},
		{"far too long", strings.Repeat("1", 400), "-7.250445", "", "", "tidak dapat dibaca"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f, refusal := parsePosition(tt.lon, tt.lat)
			p, note := f.at, f.note
			got := ""
			if refusal == "" {
				got = fmt.Sprintf("%.5f %.5f", p.Lon, p.Lat)
			}
			if got != tt.want || (tt.note == "") != (note == "") || !strings.Contains(note, tt.note) ||
				(tt.no == "") != (refusal == "") || !strings.Contains(refusal, tt.no) {
				t.Errorf("got %q, note %q, refused %q", got, note, refusal)
			}
		})
	}
}

// The other way round, by the series from latitude and longitude.
func TestUTMComesBackToTheSamePlace(t *testing.T) {
	for zone := 46; zone <= 54; zone++ {
		for lat := -11.0; lat <= 6; lat += 0.5 {
			for d := -3.0; d <= 3; d += 0.5 {
				lon := float64(zone*6-183) + d
				x, y := metresOf(zone, lon, lat)
				gotLon, gotLat := degreesOf(zone, lat < 0, x, y)
				if math.Abs(gotLon-lon) > 1e-8 || math.Abs(gotLat-lat) > 1e-8 {
					t.Fatalf("zone %d %v %v: got %v %v", zone, lon, lat, gotLon, gotLat)
				}
			}
		}
	}
}

// The CN Tower, as published with both.
func TestUTMOfAKnownTower(t *testing.T) {
	lon, lat := degreesOf(17, false, 630_084, 4_833_439)
	if math.Abs(lon+79.387139) > 1e-5 || math.Abs(lat-43.642567) > 1e-5 {
		t.Errorf("got %v %v", lon, lat)
	}
}

// metresOf is UTM forward (Karney 2011, equations 7-11 and 35).
func metresOf(zone int, lon, lat float64) (x, y float64) {
	const flatten = 1 / 298.257223563
	const n = flatten / (2 - flatten)
	e := math.Sqrt(flatten * (2 - flatten))
	phi, lambda := lat*math.Pi/180, (lon-float64(zone*6-183))*math.Pi/180
	tau := math.Tan(phi)
	sigma := math.Sinh(e * math.Atanh(e*tau/math.Sqrt(1+tau*tau)))
	tau = tau*math.Sqrt(1+sigma*sigma) - sigma*math.Sqrt(1+tau*tau)
	xi, eta := math.Atan2(tau, math.Cos(lambda)), math.Asinh(math.Sin(lambda)/math.Sqrt(tau*tau+math.Cos(lambda)*math.Cos(lambda)))
	u, v := xi, eta
	for i, a := range []float64{n/2 - 2*n*n/3 + 5*n*n*n/16, 13*n*n/48 - 3*n*n*n/5, 61 * n * n * n / 240} {
		k := 2 * float64(i+1)
		u += a * math.Sin(k*xi) * math.Cosh(k*eta)
		v += a * math.Cos(k*xi) * math.Sinh(k*eta)
	}
	scale := 0.9996 * 6_378_137.0 / (1 + n) * (1 + n*n/4 + n*n*n*n/64)
	x, y = 500_000+scale*v, scale*u
	if lat < 0 {
		y += 10_000_000
	}
	return x, y
}

func FuzzCoordinate(f *testing.F) {
	for _, s := range [][2]string{
		{"112.7508", "-7.25"}, {"-7,25", "112,75"}, {"", "-7.25, 112.75"}, {`112°45'2.9" E`, "7 15 1.6 LS"}, {"112750800", "-7250445"},
		{"49S 693304", "9198202"}, {"0", "0"}, {"1e400", "-"}, {"°", "'"}, {"BT", "LS"}, {"112.750.800", "7.250.445"}, {"−112", "٧"},
		{"-5.404727 111.556398 0 4.5", ""}, {"", "POINT (111.556398 -5.404727)"}, {"https://maps.google.com/?q=-5.404727,111.556398", ""}, {"6P6HHHW4+4H2", ""},
		{"+", "+"}, {"S 5°24'17\" E 111°33'23\"", ""}, {"Lat: 5 Long: 111", "geo:"},
	} {
		f.Add(s[0], s[1])
	}
	f.Fuzz(func(t *testing.T, lon, lat string) {
		f, refusal := parsePosition(lon, lat)
		p, note := f.at, f.note
		if refusal != "" {
			if p != (geo.Position{}) || note != "" {
				t.Fatalf("%q %q: %v, note %q, refused %q", lon, lat, p, note, refusal)
			}
			return
		}
		if _, err := geo.NewPosition(p.Lon, p.Lat); err != nil {
			t.Fatalf("%q %q: %v", lon, lat, err)
		}
	})
}
