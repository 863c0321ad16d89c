package sample

import (
	"fmt"
	"math"
	"os"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"binaan/geo"
)

// desa is where households live. Cells are those it covers.
type desa struct {
	code       geo.AreaCode
	name       string
	kecamatan  int // in branch.kecamatan
	cells      []geo.Cell
	households int
}

// kecamatan is a group of desa. Its numbers of desa come one after another.
type kecamatan struct {
	code      geo.AreaCode
	name      string
	kabupaten string
	desa      []int
	eligible  int // households in arrears for 12 to 24 months, once settled
}

// land is the map of a sample, with the kader that each kabupaten has.
type land struct {
	desa      []desa
	kecamatan []kecamatan
	kader     map[geo.AreaCode]int
}

// A kabupaten of the modelled branch: published counts and square kilometres.
type county struct {
	name                   string
	kecamatan, desa, kader int
	km2                    float64
}

var counties = []county{
	{"Kota Contoh", 5, 54, 2, 46},
	{"Kabupaten Contoh Selatan", 12, 167, 10, 490},
	{"Kabupaten Contoh Tenggara", 25, 294, 9, 1905},
	{"Kabupaten Contoh Timur", 17, 177, 8, 800},
	{"Kabupaten Contoh Utara", 20, 208, 12, 995},
}

// The invented island lies in the Java Sea, where there is none.
var islandCentre = geo.Position{Lon: 111.6, Lat: -5.4}

const blockCellKm2 = 0.1053

func landOf(o Options) (*land, error) {
	if o.Areas != "" {
		return readLand(o.Areas, o.Households)
	}
	return inventLand(scaled(o.Households), o.Seed)
}

// scaled shrinks the modelled branch for a small sample, so that its desa keep
// about 120 households each; a larger sample has larger desa.
func scaled(households int) []county {
	f := min(1, float64(households)/PublishedHouseholds)
	shrink := func(n, least int) int { return max(least, int(math.Round(float64(n)*f))) }
	var out []county
	for _, c := range counties {
		k := shrink(c.kecamatan, 0)
		if k == 0 {
			continue
		}
		d := shrink(c.desa, 5*k)
		out = append(out, county{c.name, k, d, shrink(c.kader, 1), c.km2 * float64(d) / float64(c.desa)})
	}
	if len(out) == 0 {
		return []county{{counties[1].name, 1, 9, 1, 30}}
	}
	return out
}

func inventLand(plan []county, seed uint64) (*land, error) {
	rng := stream(seed, "land", 0)
	km2, area := 0.0, make([]float64, len(plan))
	for i, c := range plan {
		km2, area[i] = km2+c.km2, c.km2
	}
	g, err := newGround(islandCentre, int(km2/blockCellKm2))
	if err != nil {
		return nil, err
	}
	l := &land{kader: map[geo.AreaCode]int{}}
	names := newNames(rng)
	for i, region := range g.split(g.all(), area, rng) {
		code := geo.AreaCode(fmt.Sprintf("99.%02d", i+1))
		l.kader[code] = plan[i].kader
		l.addKecamatan(g, region, code, plan[i], names, seed)
	}
	return l, nil
}

func (l *land) addKecamatan(g *ground, region []int32, code geo.AreaCode, c county, names *names, seed uint64) {
	rng := stream(seed, string(code), 0)
	desaOf := portions(c.desa, c.kecamatan, 5, rng)
	for k, part := range g.split(region, asFloats(desaOf), rng) {
		kec := kecamatan{
			code:      geo.AreaCode(fmt.Sprintf("%s.%02d", code, k+1)),
			name:      names.kecamatan(),
			kabupaten: c.name,
		}
		names.newKecamatan()
		for d, cells := range g.split(part, asFloats(portions(desaOf[k]*10, desaOf[k], 5, rng)), rng) {
			kec.desa = append(kec.desa, len(l.desa))
			l.desa = append(l.desa, desa{
				code:      geo.AreaCode(fmt.Sprintf("%s.2%03d", kec.code, d+1)),
				name:      names.desa(),
				kecamatan: len(l.kecamatan),
				cells:     g.cellsOf(cells),
			})
		}
		l.kecamatan = append(l.kecamatan, kec)
	}
}

// readLand takes desa from a GeoJSON file with the properties kode, nama,
// kecamatan and kabupaten; kader are shared out by the number of desa.
func readLand(file string, households int) (*land, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	features, err := geojson.UnmarshalFeatureCollection(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	l := &land{kader: map[geo.AreaCode]int{}}
	place, count := map[geo.AreaCode]int{}, map[geo.AreaCode]int{}
	for i, f := range features.Features {
		d, err := desaOf(f)
		if err != nil {
			return nil, fmt.Errorf("%s feature %d: %w", file, i+1, err)
		}
		code := d.code.Kecamatan()
		k, known := place[code]
		if !known {
			k = len(l.kecamatan)
			place[code] = k
			l.kecamatan = append(l.kecamatan, kecamatan{
				code: code, name: f.Properties.MustString("kecamatan", ""), kabupaten: f.Properties.MustString("kabupaten", ""),
			})
		}
		d.kecamatan = k
		count[code.Parent()]++
		l.kecamatan[k].desa = append(l.kecamatan[k].desa, len(l.desa))
		l.desa = append(l.desa, d)
	}
	l.shareKader(count, households)
	return l, nil
}

// shareKader gives every kabupaten its part of the modelled branch's kader, fewer
// in a small sample, at least one in all.
func (l *land) shareKader(desa map[geo.AreaCode]int, households int) {
	var codes []geo.AreaCode
	for code := range desa {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	weights, kader := make([]float64, len(codes)), 0
	for i, code := range codes {
		weights[i] = float64(desa[code])
	}
	for _, c := range counties {
		kader += c.kader
	}
	f := min(1, float64(households)/PublishedHouseholds)
	for i, n := range apportion(max(1, int(math.Round(float64(kader)*f))), weights) {
		l.kader[codes[i]] = n
	}
}

func desaOf(f *geojson.Feature) (desa, error) {
	code, err := geo.ParseAreaCode(f.Properties.MustString("kode", ""))
	if err != nil {
		return desa{}, err
	}
	if code.Level() != geo.Desa {
		return desa{}, fmt.Errorf("area %s is no desa: %w", code, ErrOptions)
	}
	var shape orb.MultiPolygon
	switch g := f.Geometry.(type) {
	case orb.Polygon:
		shape = orb.MultiPolygon{g}
	case orb.MultiPolygon:
		shape = g
	default:
		return desa{}, fmt.Errorf("area %s has no polygon: %w", code, ErrOptions)
	}
	cells, err := geo.Cover(shape)
	if err != nil {
		return desa{}, fmt.Errorf("area %s: %w", code, err)
	}
	return desa{code: code, name: f.Properties.MustString("nama", ""), cells: cells}, nil
}
