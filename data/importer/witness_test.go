package importer_test

import (
	"strings"
	"testing"
)

// twoKecamatan is a map on which Sukasari stands in both kecamatan.
func twoKecamatan(t *testing.T) *office {
	t.Helper()
	o := newOffice(t)
	features := []map[string]any{
		square("99.01.01.2001", "Sukasari", 111.60, -5.40), square("99.01.01.2002", "Sukajaya", 111.62, -5.40),
		square("99.01.02.2001", "Sukasari", 111.64, -5.40), square("99.01.02.2002", "Tegalrejo", 111.66, -5.40),
	}
	for i, name := range []string{"Barat", "Barat", "Timur", "Timur"} {
		features[i]["properties"].(map[string]any)["kecamatan"] = "Kec. " + name
	}
	o.must("areas", o.writeMap("peta.geojson", features...))
	return o
}

func TestWitnessesOfTheDesaAreCompared(t *testing.T) {
	const west, east = "111.6100", "111.6700" // in Sukasari (Barat), in Tegalrejo (Timur)
	tests := []struct {
		name, code, desa, kecamatan, lon string
		want                             string // "": refused
		told                             bool
	}{
		{"all agree", "99.01.01.2001", "Sukasari", "Barat", west, "99.01.01.2001", false},
		{"another spelling", "99.01.02.2002", "Tegal Redjo", "", "", "99.01.02.2002", false},
		{"code against name", "99.01.01.2001", "Tegalrejo", "", "", "", false},
		{"code and position against name", "99.01.01.2001", "Tegalrejo", "", west, "99.01.01.2001", true},
		{"name and position against code", "99.01.01.2001", "Tegalrejo", "", east, "99.01.02.2002", true},
		{"name and kecamatan against code", "99.01.01.2001", "Tegalrejo", "Timur", "", "99.01.02.2002", true},
		{"code and kecamatan against name", "99.01.01.2001", "Tegalrejo", "Barat", "", "99.01.01.2001", true},
		{"code and kecamatan fit, the name is a neighbour's", "99.01.01.2001", "Sukajaya", "Barat", "", "", false},
		{"code and name against kecamatan", "99.01.01.2001", "Sukasari", "Timur", "", "99.01.01.2001", true},
		{"code against kecamatan", "99.01.01.2001", "", "Timur", "", "", false},
		{"code beside a name of no desa", "99.01.01.2001", "Dusun Krajan", "", "", "99.01.01.2001", true},
		{"a name of two desa", "", "Sukasari", "", "", "", false},
		{"the same in a kecamatan", "", "Sukasari", "Kecamatan Timur", "", "99.01.02.2001", false},
		{"the same with a position", "", "Sukasari", "", west, "99.01.01.2001", true},
		{"a name in the wrong kecamatan", "", "Tegalrejo", "Barat", "", "", false},
		{"a name of no desa", "", "Sukosari", "", west, "", false},
		{"only a position", "", "", "", east, "99.01.02.2002", false},
	}
	shared := twoKecamatan(t)
	for i, test := range tests {
		lat := ""
		if test.lon != "" {
			lat = "-5.3900"
		}
		row := strings.Replace(family(i+1, test.desa, test.kecamatan, lat, test.lon), "99.01.01.2001", test.code, 1)
		got := shared.families(familyHeading("nama_desa", "nama_kecamatan", "lat", "lon"), row)
		var stored []string
		if test.want != "" {
			stored = []string{"(" + test.want + ")"}
		}
		if desa := shared.rows("select desa from household where right(no_kk, 4)::int = $1", i+1); strings.Join(desa, "") != strings.Join(stored, "") {
			t.Errorf("%s: stored %v, want %v; refused %v", test.name, desa, stored, shared.rejects(got.ID))
		}
		if told := hasWarning(got, "desa_tidak_sepakat"); told != test.told {
			t.Errorf("%s: told %v: %v", test.name, told, got.Warnings)
		}
	}
}

func TestAColumnOfBPSCodesRefusesTheFile(t *testing.T) {
	o := twoKecamatan(t)
	var rows []string
	for i, code := range []string{"9901010001", "9901012001", "9901020002", "9901021001", "ID9901010002"} {
		rows = append(rows, strings.Replace(family(i+1, []string{"Sukajaya", "Tegalrejo"}[i%2]), "99.01.01.2001", code, 1))
	}
	_, err := o.take(importOf("households"), o.write("bps.csv", append([]string{familyHeading("nama_desa")}, rows...)...))
	o.refused(err, "kode BPS")
	o.stored("select * from household")
}

func TestKecamatanOfOneNameAreAmbiguous(t *testing.T) {
	o := newOffice(t)
	o.must("areas", o.writeMap("peta.geojson", square("99.01.01.2001", "Sukasari", 111.60, -5.40), square("99.01.02.2001", "Sukajaya", 111.64, -5.40)))
	const heading = "kode_kader,nama,nama_kecamatan,lat,lon,pks_mulai,pks_selesai,jam_kerja"
	got := o.must("kader", o.write("kader.csv", heading,
		"K1,Dewi Contoh,Contoh Barat,,,2026-01-01,2026-12-31,Sen-Jum 16.00-20.00",
		"K2,Dewi Contoh,Contoh Barat,-5.3900,111.6500,2026-01-01,2026-12-31,Sen-Jum 16.00-20.00"))
	o.counts(got, 1, 1)
	o.stored("select code, kecamatan from kader", "(K2,99.01.02)")
}
