package importer

import (
	"context"
	"strings"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/geo"
)

// land is the branch's map as rows of a file speak of it.
type land struct {
	areas  *geo.Areas // desa
	named  map[string][]int
	read   map[string]desa // by what stood in the file
	reason map[string]string
}

// desa is where a row says it is.
type desa struct {
	code geo.AreaCode
	at   int // place in the map's areas; -1 where the map lacks it
}

func readLand(ctx context.Context, tx pgx.Tx) (*land, error) {
	all, err := data.AreasIn(ctx, tx, geo.Desa)
	if err != nil {
		return nil, err
	}
	kecamatan, err := data.AreasIn(ctx, tx, geo.Kecamatan)
	if err != nil {
		return nil, err
	}
	l := &land{areas: geo.NewAreas(all), named: map[string][]int{}, read: map[string]desa{}, reason: map[string]string{}}
	names := map[geo.AreaCode]string{}
	for _, k := range kecamatan {
		names[k.Code] = k.Name
	}
	for i, a := range l.areas.All() {
		for _, around := range []string{"", areaName(names[a.Code.Kecamatan()])} {
			key := areaName(a.Name) + "/" + around
			l.named[key] = append(l.named[key], i)
		}
	}
	return l, nil
}

// areaName is a name without what people write differently.
func areaName(s string) string {
	s = strings.ToLower(clean(s))
	for _, word := range []string{"kecamatan ", "kec. ", "kec ", "kelurahan ", "kel. ", "kel ", "desa ", "ds. ", "ds "} {
		s = strings.TrimPrefix(s, word)
	}
	return strings.NewReplacer(" ", "", "-", "", ".", "", "'", "").Replace(s)
}

// desaOf is the desa that a row of households states by code, else by name, else
// by the position it has.
func (l *land) desaOf(r *record) (desa, string) {
	if strings.TrimSpace(r.cells[houseDesa]) != "" {
		return l.once(r.cells[houseDesa], l.byCode)
	}
	if strings.TrimSpace(r.cells[houseDesaName]) != "" {
		return l.once(r.cells[houseDesaName]+"/"+r.cells[houseKecamatan], l.byName)
	}
	at, _, reason := parsePosition(r.cells[houseLon], r.cells[houseLat])
	if reason == "" {
		if code, found := l.areas.At(at); found {
			i, _ := l.areas.Find(code)
			return desa{code, i}, ""
		}
	}
	return desa{at: -1}, "desa tidak disebut, dan posisinya tidak menunjukkannya"
}

// once reads what rows repeat only the first time.
func (l *land) once(text string, read func(string) (desa, string)) (desa, string) {
	if d, known := l.read[text]; known {
		return d, l.reason[text]
	}
	d, reason := read(text)
	text = strings.Clone(text)
	l.read[text] = d
	if reason != "" {
		l.reason[text] = reason
	}
	return d, reason
}

func (l *land) byCode(text string) (desa, string) {
	code, err := geo.ParseAreaCode(clean(text))
	if err != nil || code.Level() != geo.Desa {
		return desa{at: -1}, "bukan kode desa Kemendagri (10 angka, misalnya 33.72.01.1001)"
	}
	if i, found := l.areas.Find(code); found {
		return desa{code, i}, ""
	}
	if part := code[len(code)-4]; part < '1' || part > '3' {
		return desa{at: -1}, "bukan kode desa Kemendagri; mungkin kode BPS, yang artinya lain"
	}
	return desa{code, -1}, ""
}

func (l *land) byName(text string) (desa, string) {
	name, kecamatan, _ := strings.Cut(text, "/")
	switch found := l.named[areaName(name)+"/"+areaName(kecamatan)]; len(found) {
	case 0:
		return desa{at: -1}, "desa tidak ada di peta cabang"
	case 1:
		return desa{l.areas.All()[found[0]].Code, found[0]}, ""
	}
	return desa{at: -1}, "ada beberapa desa bernama sama; sebutkan kode desanya"
}

// away is how far outside its desa a position lies; not known where the map has
// no shape of it.
func (l *land) away(d desa, at geo.Position) (geo.Metres, bool) {
	if d.at < 0 {
		return 0, false
	}
	return l.areas.Away(d.at, at)
}
