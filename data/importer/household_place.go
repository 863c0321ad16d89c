package importer

import (
	"fmt"
	"strings"

	"binaan/geo"
)

// stated puts the desa that the row says the household lives in.
func (c *householdCheck) stated(r *record, _ int) {
	t := c.land.hear(r.cells[houseDesa], r.cells[houseDesaName], r.cells[houseKecamatan])
	if r.cells[houseDesa] != "" {
		c.codes.add(t)
		c.climb.add(r.line, r.cells[houseDesa])
	}
	var told, refusal string
	if c.desa, told, refusal = c.land.settle(t, c.fix, c.located); refusal != "" {
		r.refuse(t.field, refusal)
	}
	if told != "" {
		r.note("desa_tidak_sepakat", told)
	}
	if c.desa.code != "" && c.desa.at < 0 {
		r.note("desa_tanpa_peta", "desa tidak ada di peta cabang; keluarga tanpa posisi belum dapat dikunjungi menurut rute")
	}
	r.putText(string(c.desa.code))
}

func (c *householdCheck) ward(r *record, at int) {
	number, _ := useful(r, at, "rt_rw", parseWard)
	r.putSaid(number)
}

// parseWard reads the number of an RT or RW, as 003. A spreadsheet makes a date of
// 3/2.
func parseWard(s string) (number, refusal string) {
	if len(s) == 3 && digitsOnly(s) {
		return s, ""
	}
	s = strings.TrimSuffix(strings.TrimSpace(strings.TrimLeft(clean(s), "RTWrtw. ")), ".0")
	if !digitsOnly(s) || len(s) > 3 {
		return "", "RT atau RW harus satu bilangan sampai tiga angka; dikosongkan"
	}
	return "000"[len(s):] + s, ""
}

// place puts where the file says the household is, if that can be believed.
func (c *householdCheck) place(r *record, _ int) {
	at, class, ok := c.position(r)
	if !ok {
		r.out = append(r.out, "\\N\t\\N\t\\N\t\\N\t\\N\t"...)
		return
	}
	cell, err := geo.CellAt(at)
	if err != nil { // the position was checked
		panic(err)
	}
	radius := class.Radius()
	if own, ok := useful(r, houseRadius, "radius", func(s string) (int, string) { return parseCount(s, mostRadius) }); ok {
		radius = geo.Metres(own)
	}
	r.putFloat(at.Lon)
	r.putFloat(at.Lat)
	r.putText(string(class))
	r.putInt(int64(max(radius, c.leastRadius())))
	r.putInt(int64(cell))
}

// mostRadius is how uncertain a position may be at most, in metres.
const mostRadius = 100_000

// locate reads the position of a row.
func (c *householdCheck) locate(r *record) {
	c.outside = nil
	c.fix, c.noFix = r.position(houseLat, houseLon, houseBoth)
	c.located = c.noFix == "" && c.fix.digits > 0
}

// position is where the household is and how well that is known, if the row says so
// and its desa agrees.
func (c *householdCheck) position(r *record) (at geo.Position, class geo.Accuracy, ok bool) {
	if c.noFix != "" {
		r.note("posisi", c.noFix+"; dianggap tanpa posisi")
	}
	if !c.located {
		return at, class, false
	}
	at = c.fix.at
	if c.fix.note != "" {
		r.note("posisi_diperbaiki", c.fix.note)
	}
	if class = c.coarse(r, c.accuracy(r)); !class.Located() {
		return at, class, false
	}
	away, known := c.land.away(c.desa, at)
	tolerance := max(geo.NearestWithin, class.Radius())
	if mirrored := (geo.Position{Lon: at.Lon, Lat: -at.Lat}); known && away > tolerance {
		if there, _ := c.land.away(c.desa, mirrored); there <= tolerance {
			r.note("posisi_diperbaiki", "lintang kehilangan tanda minus; dibetulkan")
			return mirrored, class, true
		}
		c.outside = &at
		r.note("di_luar_desa", fmt.Sprintf("posisi di luar desa yang disebut (baris pertama: %d m); dianggap tanpa posisi pasti", away))
		return at, class, false
	}
	return at, class, true
}

// How far a position of few decimals may be from the house: half the diagonal of
// what the last of them leaves open, a thousandth or a hundredth of a degree.
const (
	withinThousandth geo.Metres = 80
	withinHundredth  geo.Metres = 800
)

// putOutside keeps a position outside the desa for whoever looks into it.
func (c *householdCheck) putOutside(r *record) {
	if c.outside == nil {
		r.putNull()
		r.putNull()
		return
	}
	r.putFloat(c.outside.Lon)
	r.putFloat(c.outside.Lat)
}

// coarse lowers the class of a position of so few decimals that it is no place on a
// street: a tenth of a degree is 11 km, a thousandth 110 m.
func (c *householdCheck) coarse(r *record, class geo.Accuracy) geo.Accuracy {
	switch {
	case !class.Located() || c.fix.fewer >= 3 && c.fix.digits > 3:
		return class
	case c.fix.fewer < 2:
		r.note("posisi_kasar", "koordinat paling banyak satu angka di belakang titik (11 km); dianggap tanpa posisi pasti")
		return geo.InDesa
	case class < geo.InRT:
		r.note("posisi_kasar", "koordinat hanya dua atau tiga angka di belakang titik (110 m sampai 1,1 km): bukan letak rumah; kelas akurasi diturunkan ke D")
	}
	return geo.InRT
}

// leastRadius is what the decimals of the position leave open.
func (c *householdCheck) leastRadius() geo.Metres {
	switch {
	case c.fix.fewer < 3:
		return withinHundredth
	case c.fix.digits <= 3:
		return withinThousandth
	}
	return 0
}

// accuracy is the class that the file states for its position, or the one that a
// position of unknown origin deserves.
func (c *householdCheck) accuracy(r *record) geo.Accuracy {
	class := geo.Accuracy(strings.ToUpper(r.cell(houseAccuracy)))
	switch {
	case class.Valid():
		return class
	case class != "":
		r.note("akurasi", "kelas akurasi bukan A sampai F; dianggap C")
	}
	return geo.OnStreet
}
