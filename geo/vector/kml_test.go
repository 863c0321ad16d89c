package vector_test

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"golang.org/x/text/encoding/charmap"

	"binaan/geo/vector"
)

// coast is a ring of so many corners about a place: a circle with a little surf.
func coast(corners int) orb.Ring {
	ring := make(orb.Ring, 0, corners+1)
	for i := range corners {
		turn := 2 * math.Pi * float64(i) / float64(corners)
		far := 0.2 + 1e-5*float64(i%3)
		ring = append(ring, orb.Point{110 + far*math.Cos(turn), -7 + far*math.Sin(turn)})
	}
	return append(ring, ring[0])
}

// A coast of more corners than readers of KML bear is drawn with fewer, which is told, and
// lies where it lay; one that they bear keeps every corner.
func TestALongCoastIsThinnedForKMLAndTold(t *testing.T) {
	layer := func(ring orb.Ring) vector.Layer {
		return vector.Layer{Name: "desa", Label: "nama", Fields: []vector.Field{{Name: "nama"}}, Features: []vector.Feature{{Shape: orb.MultiPolygon{{ring}}, Values: []any{"Pesisir"}}}}
	}
	for corners, thin := range map[int]bool{29_000: false, 40_000: true} {
		ring := coast(corners)
		file, lost := write(t, vector.KML, layer(ring))
		if told := strings.Contains(strings.Join(codes(lost), "\n"), "THINNED"); told != thin {
			t.Errorf("%d corners: told of thinning %v: %q", corners, told, codes(lost))
		}
		layers, _ := read(t, file)
		got := layers[0].Features[0].Shape[0][0]
		if len(got) > 31_000 || !thin && len(got) != len(ring) || thin && len(got) < 100 {
			t.Errorf("%d corners became %d", len(ring), len(got))
		}
		for _, p := range got {
			if far := math.Hypot(p[0]-110, p[1]+7); far < 0.1999 || far > 0.2001 {
				t.Fatalf("%d corners: one lies %v degrees from the middle", corners, far)
			}
		}
		if got[0] != got[len(got)-1] {
			t.Errorf("%d corners: the coast does not close", corners)
		}
	}
}

// KML says how its letters are coded: the one of Windows is read, any other is refused and
// not guessed at.
func TestKMLIsReadInTheCodingThatItNames(t *testing.T) {
	const name = "Kédung Wéru"
	text := func(coding string) []byte {
		body := fmt.Sprintf(`<?xml version="1.0" encoding=%q?><kml><Document><Placemark><name>%s</name>%s</Placemark></Document></kml>`, coding, name, outline)
		if coding == "UTF-8" {
			return []byte(body)
		}
		out, err := charmap.Windows1252.NewEncoder().Bytes([]byte(body))
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	for _, coding := range []string{"UTF-8", "windows-1252", "ISO-8859-1", "Windows-1252"} {
		layers, _ := read(t, text(coding))
		if got := layers[0].Of(layers[0].Features[0], "name"); got != name {
			t.Errorf("%s: %q", coding, got)
		}
	}
	for _, coding := range []string{"EBCDIC", "UTF-7", "koi8-r"} {
		if got := why(text(coding)); got != vector.Broken {
			t.Errorf("%s: %q", coding, got)
		}
	}
}

// Values of a table come as they stand; what of them is a sign of XML is none in the file.
func TestKMLKeepsValuesThatLookLikeMarkup(t *testing.T) {
	for _, value := range []string{`<b>Desa</b> & "co"`, "]]>", "a<!--b", "&amp;", "100 < 200"} {
		l := islands()
		l.Features = l.Features[:1]
		l.Features[0].Values[0] = value
		file, _ := write(t, vector.KML, l)
		if !bytes.Contains(file, []byte("<Placemark>")) {
			t.Fatalf("%q: no placemark in %s", value, file)
		}
		layers, _ := read(t, file)
		if got := layers[0].Of(layers[0].Features[0], l.Fields[0].Name); got != value {
			t.Errorf("%q came back as %q", value, got)
		}
	}
}
