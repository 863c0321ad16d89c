package importer

import (
	"testing"

	"binaan/geo"
)

// Whatever a row says of its desa, the answer is a desa of the map, a code that the
// map lacks, or a refusal.
func FuzzWitness(f *testing.F) {
	for _, s := range [][3]string{{"99.01.01.2001", "Sukasari", "Barat"}, {"9901012001.0", "Sukajaya", ""}, {"", "Sukosari", "Kec. Timur"}, {"ID9901010001", "", ""}, {"\x00", "/", "desa "}} {
		f.Add(s[0], s[1], s[2])
	}
	areas := []geo.Area{{Code: "99.01.01.2001", Name: "Sukasari"}, {Code: "99.01.01.2002", Name: "Sukajaya"}, {Code: "99.01.02.2001", Name: "Sukasari"}}
	l := landOf(areas, []geo.Area{{Code: "99.01.01", Name: "Kec. Barat"}, {Code: "99.01.02", Name: "Kec. Timur"}})
	f.Fuzz(func(t *testing.T, code, name, kecamatan string) {
		said := l.hear(code, name, kecamatan)
		d, _, refusal := l.settle(said, fix{}, false)
		if again := l.hear(code, name, kecamatan); again.refusal != said.refusal || again.desa != said.desa {
			t.Fatalf("%q %q %q: %+v, heard again %+v", code, name, kecamatan, said, again)
		}
		if (d.code == "") != (refusal != "") || d.code != "" && d.code.Level() != geo.Desa || d.at >= len(areas) {
			t.Fatalf("%q %q %q: %+v, refused %q", code, name, kecamatan, d, refusal)
		}
	})
}
