package importer

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/ewkb"

	"binaan/data"
	"binaan/geo"
)

// Places of the properties of an area in areaFields.
const (
	areaCode = iota
	areaOwnName
	areaKecamatan
	areaKabupaten
)

var areaFields = []field{
	areaCode:      {name: "kode", synonyms: []string{"kode_desa", "kd_desa", "kode_kemendagri", "kemendagri", "kdepum", "kode_kel", "kode_wilayah", "kd_kel", "code"}, required: true},
	areaOwnName:   {name: "nama", synonyms: []string{"nama_desa", "nama_kelurahan", "desa", "kelurahan", "namobj", "wadmkd", "name"}, required: true},
	areaKecamatan: {name: "kecamatan", synonyms: []string{"nama_kecamatan", "nm_kecamatan", "wadmkc", "kec"}},
	areaKabupaten: {name: "kabupaten", synonyms: []string{"nama_kabupaten", "kab_kota", "kabupaten_kota", "kabkota", "nm_kabupaten", "wadmkk", "kab"}},
}

// takeAreas imports the branch's map from GeoJSON. What a map of desa does not
// give, the kecamatan and kabupaten around them, is put together from them.
func takeAreas(ctx context.Context, in *intake) error {
	c := &areaCheck{intake: in, kept: map[geo.AreaCode]int{}, names: map[geo.AreaCode]string{}, covers: map[geo.AreaCode][]geo.Cell{}}
	if err := c.read(ctx); err != nil {
		return err
	}
	if err := c.nameProperties(); err != nil {
		return err
	}
	if err := c.judgeCodes(); err != nil {
		return err
	}
	for _, f := range c.features {
		if err := ctx.Err(); err != nil {
			return err
		}
		c.feature(f)
	}
	if err := c.tellOverlaps(ctx); err != nil {
		return err
	}
	if err := c.stage(ctx); err != nil {
		return err
	}
	return in.keep(ctx, func(tx pgx.Tx) error {
		if err := in.merge(ctx, tx, areaTarget); err != nil {
			return err
		}
		if err := c.derive(ctx, tx); err != nil {
			return err
		}
		if err := c.lie(ctx, tx); err != nil {
			return err
		}
		return c.resettle(ctx, tx)
	})
}

var areaTarget = target{
	table: "area", key: []string{"code"},
	columns: []column{{"level", always}, {"name", always}, {"shape", always}, {"lon", always}, {"lat", always}, {"derived", always}},
}

// areaCheck checks the features of a map.
type areaCheck struct {
	*intake
	features []feature
	corners  int
	property [4]string // of each field; "" where the map has none
	areas    []geo.Area
	lines    []int64                     // of the areas, of their first parts
	kept     map[geo.AreaCode]int        // place in areas
	names    map[geo.AreaCode]string     // of the areas around them
	covers   map[geo.AreaCode][]geo.Cell // of desa
	size     float64                     // of all, in square kilometres
	line     int64                       // of the feature under check
}

// feature checks a feature and keeps its area.
func (c *areaCheck) feature(f feature) {
	c.line = f.line
	if f.broken {
		c.refuse("", "", "wilayah tidak terbaca sebagai GeoJSON")
		return
	}
	if v, ok := f.properties[c.property[areaCode]].(float64); ok && v != math.Trunc(v) {
		c.refuse(c.property[areaCode], fmt.Sprint(v), "kode berupa angka pecahan: nol di ujungnya hilang; simpan kode sebagai teks")
		return
	}
	code, err := geo.ParseAreaCode(c.text(f, areaCode))
	if err != nil {
		c.refuse(c.property[areaCode], c.text(f, areaCode), "bukan kode wilayah Kemendagri")
		return
	}
	name := c.text(f, areaOwnName)
	if name == "" {
		c.refuse(c.property[areaOwnName], "", "wajib diisi")
		return
	}
	if utf8.RuneCountInString(name) > mostName {
		c.refuse(c.property[areaOwnName], shown(name), longName)
		return
	}
	shape, reason := c.shapeOf(f.geometry)
	if reason == "" {
		reason = c.tooLarge(code, shape)
	}
	if reason != "" {
		c.refuse("geometry", string(code), reason)
		return
	}
	inner, err := geo.Inner(shape)
	if err != nil {
		c.refuse("geometry", string(code), noArea(shape))
		return
	}
	c.add(geo.Area{Code: code, Name: name, Shape: shape, Inner: inner})
	c.nameAround(code, c.text(f, areaKecamatan), c.text(f, areaKabupaten))
}

// text is what a feature says of a field.
func (c *areaCheck) text(f feature, field int) string {
	switch v := f.properties[c.property[field]].(type) {
	case string:
		return clean(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}

// largest is how large an area of a level may be and how much ground the boxes
// around its parts may take, in square kilometres: more than any in the country has.
var largest = map[geo.Level]struct{ within, boxes float64 }{
	geo.Desa: {20_000, 60_000}, geo.Kecamatan: {40_000, 120_000}, geo.Kabupaten: {80_000, 400_000}, geo.Provinsi: {400_000, 4_000_000},
}

// mostGround is how large all areas of a map of one level may be together: more
// than the largest province.
const mostGround = 500_000

// tooLarge says that an area is larger than there can be: to cover it with cells
// would fill the memory.
func (c *areaCheck) tooLarge(code geo.AreaCode, shape orb.MultiPolygon) string {
	within, boxes := geo.Extent(shape)
	most := largest[code.Level()]
	if within > most.within || boxes > most.boxes {
		return fmt.Sprintf("terlalu luas untuk wilayah setingkat ini (%.0f km², paling luas %.0f km²); periksa kode dan batasnya", max(within, min(boxes, 2*within)), most.within)
	}
	if code.Level() != geo.Desa {
		return ""
	}
	if c.size += within; c.size > mostGround {
		return fmt.Sprintf("peta ini terlalu luas untuk satu cabang (lebih dari %d km²)", mostGround)
	}
	return ""
}

// noArea says why a shape has no inside.
func noArea(shape orb.MultiPolygon) string {
	for _, polygon := range shape {
		if slices.ContainsFunc(polygon, geo.SelfCrossing) {
			return "garis batasnya saling memotong, seperti angka 8; perbaiki di QGIS (Vector > Geometry > Fix geometries)"
		}
	}
	return "poligon tanpa luas"
}

func (c *areaCheck) refuse(field, value, reason string) {
	c.Rejected++
	c.rejects = append(c.rejects, data.Reject{Line: c.line, Field: field, Value: shown(value), Reason: reason})
}

// add keeps an area. One of the same code and name is another part of it; what
// else has a code that was there before cannot be believed.
func (c *areaCheck) add(a geo.Area) {
	i, twice := c.kept[a.Code]
	if !twice {
		c.kept[a.Code] = len(c.areas)
		c.areas, c.lines = append(c.areas, a), append(c.lines, c.line)
		return
	}
	old := &c.areas[i]
	switch {
	case areaName(old.Name) != areaName(a.Name):
		c.refuse(c.property[areaCode], string(a.Code), fmt.Sprintf("sudah ada di wilayah ke-%d dengan nama lain; periksa mana yang benar", c.lines[i]))
		return
	case !orb.Equal(old.Shape, a.Shape):
		c.notes.add("bagian_disatukan", "beberapa wilayah di peta berkode dan bernama sama; disatukan sebagai bagian dari satu wilayah", c.line)
		old.Shape = append(old.Shape, a.Shape...)
		if inner, err := geo.Inner(old.Shape); err == nil {
			old.Inner = inner
		}
	}
	c.Duplicate++
}

// nameAround keeps what a desa's feature calls the areas around it.
func (c *areaCheck) nameAround(code geo.AreaCode, kecamatanName, kabupatenName string) {
	kecamatan := code.Kecamatan()
	if code.Level() != geo.Desa {
		return
	}
	for around, name := range map[geo.AreaCode]string{kecamatan: kecamatanName, kecamatan.Parent(): kabupatenName} {
		if c.names[around] == "" && utf8.RuneCountInString(name) <= mostName {
			c.names[around] = name
		}
	}
}

// shapeOf is a polygon as it must be: rings closed, degrees in order.
func (c *areaCheck) shapeOf(g orb.Geometry) (orb.MultiPolygon, string) {
	var shape orb.MultiPolygon
	switch g := g.(type) {
	case orb.Polygon:
		shape = orb.MultiPolygon{g}
	case orb.MultiPolygon:
		shape = g
	default:
		return nil, "bukan poligon"
	}
	swapped, crossing := 0, false
	for _, polygon := range shape {
		for i := range polygon {
			n, reason := mendRing(&polygon[i])
			if reason != "" {
				return nil, reason
			}
			swapped += n
			crossing = crossing || geo.SelfCrossing(polygon[i])
		}
	}
	if swapped > 0 {
		c.notes.add("koordinat_tertukar", "lintang dan bujur tertukar; dibetulkan", c.line)
	}
	if crossing {
		c.notes.add("batas_memotong", "garis batas wilayah saling memotong; luasnya perkiraan. Perbaiki di QGIS (Vector > Geometry > Fix geometries)", c.line)
	}
	return shape, ""
}

// mendRing closes a ring and puts its degrees in order; it counts where they were
// not.
func mendRing(ring *orb.Ring) (swapped int, reason string) {
	if n := len(*ring); n > 0 && (*ring)[0] != (*ring)[n-1] {
		*ring = append(*ring, (*ring)[0])
	}
	if len(*ring) < 4 {
		return 0, "poligon kurang dari tiga titik"
	}
	return straighten(*ring)
}

// straighten puts longitude before latitude and counts where it was not so.
func straighten(ring orb.Ring) (swapped int, reason string) {
	for i, at := range ring {
		if _, err := geo.NewPosition(at[0], at[1]); err == nil {
			continue
		}
		if _, err := geo.NewPosition(at[1], at[0]); err != nil {
			return 0, fmt.Sprintf("titik %g, %g di luar Indonesia; simpan peta dalam WGS 84 (EPSG:4326)", at[0], at[1])
		}
		ring[i] = orb.Point{at[1], at[0]}
		swapped++
	}
	return swapped, ""
}

// stage puts the areas into incoming, for merge.
func (c *areaCheck) stage(ctx context.Context) error {
	shapes := make([][]byte, len(c.areas))
	for i, a := range c.areas {
		var err error
		if shapes[i], err = ewkb.Marshal(a.Shape, ewkb.DefaultSRID); err != nil {
			return fmt.Errorf("shape of %s: %w", a.Code, err)
		}
	}
	return copyRows(ctx, c.tx, "incoming",
		"line bigint, reason text, code text, level smallint, name text, shape bytea, lon double precision, lat double precision, derived boolean",
		[]string{"line", "code", "level", "name", "shape", "lon", "lat", "derived"}, len(c.areas), func(i int) []any {
			a := c.areas[i]
			return []any{c.lines[i], a.Code, int(a.Code.Level()), a.Name, shapes[i], a.Inner.Lon, a.Inner.Lat, false}
		})
}

// resettle finds the households' places anew, in a branch that has any.
func (c *areaCheck) resettle(ctx context.Context, tx pgx.Tx) error {
	var any bool
	if err := tx.QueryRow(ctx, "select exists (select from household)").Scan(&any); err != nil || !any {
		return err
	}
	l, err := readLand(ctx, tx)
	if err != nil {
		return err
	}
	if err := c.settle(ctx, tx, l); err != nil {
		return err
	}
	return c.rebuild(ctx, tx, nil)
}
