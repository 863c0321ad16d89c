//go:build linux

package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"

	"binaan/api"
	"binaan/data"
	"binaan/data/builtin"
	"binaan/data/datatest"
	"binaan/geo"
	"binaan/planner"
)

// BenchmarkHeat asks the map of the sample branch: the first month after the data
// changed, then other measures and filters of it, what happened in it, and tiles of its
// parts, each for the first time, beside PostGIS where it is installed.
//
//	go test ./api -run xxx -bench Heat -benchtime 3x
func BenchmarkHeat(b *testing.B) {
	o := openSample(b)
	manager := o.cookies[data.Manager]
	ask := func(b *testing.B, path string) int {
		answer := o.ask("GET", path, manager, "")
		if answer.Code != http.StatusOK {
			b.Fatalf("%s: %d %s", path, answer.Code, answer.Body)
		}
		return answer.Body.Len()
	}
	const of = "/api/v1/branches/9901/heat?measure="
	b.Run("partition", func(b *testing.B) {
		spent := o.cpu.Of(b, func() { ask(b, of+"arrears") })
		for b.Loop() {
			continue
		}
		b.ReportMetric(spent.Milliseconds(), "cpu-ms") // after the loop, which forgets what was reported
		b.ReportMetric(datatest.Cost{Postgres: spent.Postgres}.Milliseconds(), "pg-ms")
	})
	for name, asked := range map[string][2]string{
		"month":  {"", of + "arrears"},
		"filter": {of + "arrears", of + "arrears&membership=III&months=12-24"},
		"other":  {of + "arrears", of + "households"},
		"again":  {of + "arrears", of + "arrears"},
		"events": {"", of + "contact"},
	} {
		b.Run(name, func(b *testing.B) {
			var spent datatest.Cost
			size := 0
			for b.Loop() {
				if o.touch(b); asked[0] != "" {
					ask(b, asked[0])
				}
				spent = spent.Plus(o.cpu.Of(b, func() { size = ask(b, asked[1]) }))
			}
			b.ReportMetric(spent.Milliseconds()/float64(b.N), "cpu-ms")
			b.ReportMetric(datatest.Cost{Postgres: spent.Postgres}.Milliseconds()/float64(b.N), "pg-ms")
			b.ReportMetric(float64(size)/1024, "KiB")
		})
	}
	o.partTiles(b)
}

// partTiles draws tiles of parts by a server that never drew one, and by PostGIS.
func (o *sampleOffice) partTiles(b *testing.B) {
	p, err := o.store.EnsurePartition(b.Context(), o.branch.ID, data.Quarter(planner.DayOf(benchMoment)))
	if err != nil {
		b.Fatal(err)
	}
	rival := o.partsInPostGIS(b, p)
	for _, zoom := range []maptile.Zoom{9, 11, 13} {
		tiles := o.tilesAt(b, zoom)
		path := func(at maptile.Tile) string {
			return fmt.Sprintf("/tiles/parts/%d/%d/%d.mvt?branch=9901&quarter=2026-Q4", at.Z, at.X, at.Y)
		}
		b.Run(fmt.Sprintf("tiles/%d/ours", zoom), func(b *testing.B) {
			var layer, all, again datatest.Cost
			size := 0
			draw := func(at maptile.Tile) { size += o.ask("GET", path(at), o.cookies[data.Manager], "").Body.Len() }
			for b.Loop() {
				o.handler = api.New(b.Context(), o.store, fstest.MapFS{}, api.Config{Version: "bench", Uploads: b.TempDir(), Import: importNothing})
				layer = layer.Plus(o.cpu.Of(b, func() { draw(maptile.New(0, 0, zoom)) }))
				size = 0
				everything := func() {
					for _, at := range tiles {
						draw(at)
					}
				}
				all = all.Plus(o.cpu.Of(b, everything))
				again = again.Plus(o.cpu.Of(b, everything))
			}
			n := float64(b.N) * float64(len(tiles))
			b.ReportMetric(all.Milliseconds()/n, "cpu-ms/tile")
			b.ReportMetric(again.Milliseconds()/n, "cached-ms/tile")
			b.ReportMetric(layer.Milliseconds()/float64(b.N), "first-ms")
			b.ReportMetric(float64(size)/2048/float64(len(tiles)), "KiB/tile")
			b.ReportMetric(float64(len(p.Parts)), "parts")
			b.ReportMetric(0, "ns/op")
		})
		if rival {
			b.Run(fmt.Sprintf("tiles/%d/postgis", zoom), func(b *testing.B) { o.theirs(b, "parts", tiles) })
		}
	}
}

// partsInPostGIS makes the table that PostGIS draws from; false: it is not installed.
func (o *sampleOffice) partsInPostGIS(b *testing.B, p *data.Partition) bool {
	conn := o.connect(b, builtin.Super)
	if _, err := conn.Exec(b.Context(), "create extension if not exists postgis"); err != nil {
		b.Logf("without PostGIS: %v", err)
		return false
	}
	o.run(b, builtin.Super, "create table bench_parts (id bigint, kind text, resolution int, desa text, shape text)")
	_, err := conn.CopyFrom(b.Context(), pgx.Identifier{"bench_parts"}, []string{"id", "kind", "resolution", "desa", "shape"},
		pgx.CopyFromSlice(len(p.Parts), func(i int) ([]any, error) {
			part := p.Parts[i]
			if len(part.Cells) == 0 {
				return []any{i + 1, part.Kind, part.Resolution, string(part.Desa[0]), "SRID=4326;MULTIPOLYGON EMPTY"}, nil
			}
			outline, err := geo.Outline(part.Cells)
			return []any{i + 1, part.Kind, part.Resolution, string(part.Desa[0]), "SRID=4326;" + wellKnown(outline)}, err
		}))
	if err != nil {
		b.Fatal(err)
	}
	o.run(b, builtin.Super, `
		alter table bench_parts add column geom geometry;
		update bench_parts set geom = ST_Transform(shape::geometry, 3857);
		alter table bench_parts drop column shape;
		create index on bench_parts using gist (geom)`)
	o.run(b, builtin.Super, "vacuum full analyze bench_parts")
	return true
}

func wellKnown(shape orb.MultiPolygon) string {
	var polygons []string
	for _, polygon := range shape {
		var rings []string
		for _, ring := range polygon {
			var corners []string
			for _, at := range ring {
				corners = append(corners, fmt.Sprintf("%f %f", at[0], at[1]))
			}
			rings = append(rings, "("+strings.Join(corners, ",")+")")
		}
		polygons = append(polygons, "("+strings.Join(rings, ",")+")")
	}
	return "MULTIPOLYGON(" + strings.Join(polygons, ",") + ")"
}
