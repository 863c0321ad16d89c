package importer

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/ewkb"
	"github.com/paulmach/orb/geojson"

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
	c := &areaCheck{intake: in, kept: map[geo.AreaCode]int{}, names: map[geo.AreaCode]string{}}
	if err := c.read(ctx); err != nil {
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
	areas []geo.Area
	lines []int64                 // of the areas
	kept  map[geo.AreaCode]int    // place in areas
	names map[geo.AreaCode]string // of the areas around them
}

// read takes the features out of the file one after another.
func (c *areaCheck) read(ctx context.Context) error {
	f, err := os.Open(c.path)
	if err != nil {
		return fileError{"Berkas tidak dapat dibaca."}
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil {
		c.watch.enter("membaca berkas", info.Size())
	}
	text := json.NewDecoder(bufio.NewReader(f))
	if err := toFeatures(text); err != nil {
		return err
	}
	for text.More() {
		var raw json.RawMessage
		if err := text.Decode(&raw); err != nil {
			return fileError{fmt.Sprintf("GeoJSON rusak setelah wilayah ke-%d: %v.", c.Rows, err)}
		}
		c.Rows++
		c.feature(raw)
		c.watch.reach(text.InputOffset())
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	if c.Rows == 0 {
		return fileError{"Berkas tidak berisi satu wilayah pun."}
	}
	return nil
}

// toFeatures goes forward to the first feature of a collection.
func toFeatures(text *json.Decoder) error {
	t, err := text.Token()
	if err != nil || t != json.Delim('{') {
		return fileError{"Berkas ini bukan GeoJSON. Simpan peta sebagai GeoJSON (WGS 84)."}
	}
	for text.More() {
		key, err := text.Token()
		if err != nil {
			break
		}
		if key == "features" {
			if t, err := text.Token(); err != nil || t != json.Delim('[') {
				break
			}
			return nil
		}
		var skipped json.RawMessage
		if err := text.Decode(&skipped); err != nil {
			break
		}
	}
	return fileError{"Berkas ini bukan GeoJSON dengan daftar \"features\". Simpan peta sebagai GeoJSON (WGS 84)."}
}

func (c *areaCheck) feature(raw json.RawMessage) {
	var f geojson.Feature
	if err := json.Unmarshal(raw, &f); err != nil {
		c.refuse("", "", "wilayah tidak terbaca sebagai GeoJSON")
		return
	}
	texts := c.properties(f.Properties)
	code, err := geo.ParseAreaCode(texts[areaCode])
	if err != nil {
		c.refuse("kode", texts[areaCode], "bukan kode wilayah Kemendagri")
		return
	}
	if texts[areaOwnName] == "" {
		c.refuse("nama", "", "wajib diisi")
		return
	}
	shape, reason := c.shapeOf(f.Geometry)
	if reason != "" {
		c.refuse("geometry", string(code), reason)
		return
	}
	inner, err := geo.Inner(shape)
	if err != nil {
		c.refuse("geometry", string(code), "poligon tanpa luas")
		return
	}
	c.add(geo.Area{Code: code, Name: texts[areaOwnName], Shape: shape, Inner: inner}, texts)
}

func (c *areaCheck) refuse(field, value, reason string) {
	c.Rejected++
	c.rejects = append(c.rejects, data.Reject{Line: c.Rows, Field: field, Value: shown(value), Reason: reason})
}

// properties are the texts of a feature by field. The first feature's tell how
// they are named.
func (c *areaCheck) properties(p geojson.Properties) [4]string {
	if c.Columns == nil {
		for name := range p {
			c.Columns = append(c.Columns, data.ColumnUsed{Heading: name})
		}
		c.nameProperties()
	}
	var texts [4]string
	for _, u := range c.Columns {
		for i, f := range areaFields {
			if u.Field == f.name {
				texts[i] = propertyText(p[u.Heading])
			}
		}
	}
	return texts
}

func propertyText(v any) string {
	switch v := v.(type) {
	case string:
		return clean(v)
	case float64:
		return fmt.Sprintf("%.0f", v)
	}
	return ""
}

// add keeps an area, unless its code was there before.
func (c *areaCheck) add(a geo.Area, texts [4]string) {
	if i, twice := c.kept[a.Code]; twice {
		if old := c.areas[i]; old.Name == a.Name && orb.Equal(old.Shape, a.Shape) {
			c.Duplicate++
			return
		}
		c.refuse("kode", string(a.Code), fmt.Sprintf("sudah ada di wilayah ke-%d dengan isi lain; periksa mana yang benar", c.lines[i]))
		return
	}
	c.kept[a.Code] = len(c.areas)
	c.areas, c.lines = append(c.areas, a), append(c.lines, c.Rows)
	c.nameAround(a.Code, texts)
}

// nameAround keeps what a desa's feature calls the areas around it.
func (c *areaCheck) nameAround(code geo.AreaCode, texts [4]string) {
	kecamatan := code.Kecamatan()
	if code.Level() != geo.Desa {
		return
	}
	for around, name := range map[geo.AreaCode]string{kecamatan: texts[areaKecamatan], kecamatan.Parent(): texts[areaKabupaten]} {
		if c.names[around] == "" {
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
	swapped := 0
	for _, polygon := range shape {
		for i := range polygon {
			n, reason := mendRing(&polygon[i])
			if reason != "" {
				return nil, reason
			}
			swapped += n
		}
	}
	if swapped > 0 {
		c.notes.add("koordinat_tertukar", "lintang dan bujur tertukar; dibetulkan", c.Rows)
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
