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
	areas     *geo.Areas                // desa
	named     map[string][]int          // desa by name, places in the map's areas
	kecamatan map[string][]geo.AreaCode // by name
	heard     map[string]testimony      // by what stood in the file
	key       []byte
	spelled   int // names that were looked for by likeness
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
	return landOf(all, kecamatan), nil
}

// landOf is the map of desa and of the kecamatan around them.
func landOf(all, kecamatan []geo.Area) *land {
	l := &land{areas: geo.NewAreas(all), named: map[string][]int{}, kecamatan: map[string][]geo.AreaCode{}, heard: map[string]testimony{}}
	for _, k := range kecamatan {
		name := areaName(k.Name)
		l.kecamatan[name] = append(l.kecamatan[name], k.Code)
	}
	for i, a := range l.areas.All() {
		name := areaName(a.Name)
		l.named[name] = append(l.named[name], i)
	}
	return l
}

// areaName is a name without what people write differently.
func areaName(s string) string {
	s = strings.ToLower(clean(s))
	for _, word := range []string{"kecamatan ", "kec. ", "kec.", "kec ", "kelurahan ", "kel. ", "kel.", "kel ", "desa ", "ds. ", "ds.", "ds "} {
		s = strings.TrimPrefix(s, word)
	}
	return strings.NewReplacer(" ", "", "-", "", ".", "", "'", "").Replace(s)
}

// away is how far outside its desa a position lies; not known where the map has
// no shape of it.
func (l *land) away(d desa, at geo.Position) (geo.Metres, bool) {
	if d.at < 0 {
		return 0, false
	}
	return l.areas.Away(d.at, at)
}
