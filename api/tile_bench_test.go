//go:build linux

package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"

	"binaan/data"
	"binaan/data/builtin"
	"binaan/data/datatest"
)

// BenchmarkColdTiles draws all tiles of the sample branch at a zoom, each for the
// first time, and has PostGIS draw the same ones from tables of its own with an
// index on shapes ready for the web map. Without PostGIS (Debian's
// postgresql-15-postgis-3) only ours are drawn. "first" is what the layer costs
// once a version, before its first tile; "16 for one" is what 16 clients who ask
// for one cold tile at the same time cost, as a multiple of one client.
//
//	go test ./api -run xxx -bench ColdTiles -benchtime 3x
func BenchmarkColdTiles(b *testing.B) {
	o := openSample(b)
	rival := o.postgis(b)
	for _, layer := range []string{"blocks", "desa", "heat"} {
		for _, zoom := range []maptile.Zoom{8, 9, 10, 11, 12, 13} {
			tiles := o.tilesAt(b, zoom)
			b.Run(fmt.Sprintf("%s/%d/ours", layer, zoom), func(b *testing.B) { o.ours(b, layer, tiles) })
			if rival && layer != "heat" {
				b.Run(fmt.Sprintf("%s/%d/postgis", layer, zoom), func(b *testing.B) { o.theirs(b, layer, tiles) })
			}
		}
	}
}

func (o *sampleOffice) tilesAt(b *testing.B, zoom maptile.Zoom) (tiles []maptile.Tile) {
	b.Helper()
	totals, err := o.store.Totals(b.Context(), o.branch.ID)
	if err != nil {
		b.Fatal(err)
	}
	box := totals.Bounds
	low, high := maptile.At(orb.Point{box[0], box[3]}, zoom), maptile.At(orb.Point{box[2], box[1]}, zoom)
	for x := low.X; x <= high.X; x++ {
		for y := low.Y; y <= high.Y; y++ {
			tiles = append(tiles, maptile.New(x, y, zoom))
		}
	}
	return tiles
}

func address(layer string, at maptile.Tile) string {
	return fmt.Sprintf("/tiles/%s/%d/%d/%d.mvt?branch=9901&plan=1", layer, at.Z, at.X, at.Y)
}

func (o *sampleOffice) ours(b *testing.B, layer string, tiles []maptile.Tile) {
	var first, all, one, sixteen datatest.Cost
	size := 0
	draw := func(at maptile.Tile) {
		answer := o.ask("GET", address(layer, at), o.cookies[data.Officer], "")
		if answer.Code != http.StatusOK {
			b.Fatalf("%v: %d %s", at, answer.Code, answer.Body)
		}
		size += answer.Body.Len()
	}
	elsewhere := maptile.New(0, 0, tiles[0].Z)
	middle := tiles[len(tiles)/2]
	for b.Loop() {
		o.touch(b)
		first = first.Plus(o.cpu.Of(b, func() { draw(elsewhere) }))
		size = 0
		all = all.Plus(o.cpu.Of(b, func() {
			for _, at := range tiles {
				draw(at)
			}
		}))
		o.touch(b)
		one = one.Plus(o.cpu.Of(b, func() { draw(middle) }))
		o.touch(b)
		sixteen = sixteen.Plus(o.cpu.Of(b, func() {
			var group sync.WaitGroup
			for range 16 {
				group.Go(func() { o.ask("GET", address(layer, middle), o.cookies[data.Officer], "") })
			}
			group.Wait()
		}))
	}
	n := float64(b.N)
	b.ReportMetric(all.Milliseconds()/n/float64(len(tiles)), "cpu-ms/tile")
	b.ReportMetric(first.Milliseconds()/n, "first-ms")
	b.ReportMetric(sixteen.Milliseconds()/one.Milliseconds(), "16-for-one")
	b.ReportMetric(float64(len(tiles)), "tiles")
	b.ReportMetric(float64(size)/1024/float64(len(tiles)), "KiB/tile")
	b.ReportMetric(0, "ns/op")
}

func (o *sampleOffice) theirs(b *testing.B, layer string, tiles []maptile.Tile) {
	conn := o.connect(b, builtin.Super)
	columns := map[string]string{"blocks": "desa, territory, eligible, households, arrears", "desa": "code, name", "parts": "kind, resolution, desa"}[layer]
	sql := fmt.Sprintf(`
		select ST_AsMVT(t, '%[1]s', 4096, 'geom', 'id')
		from (
		  select id, %[2]s, ST_AsMVTGeom(geom, ST_TileEnvelope($1, $2, $3), 4096, 64) as geom
		  from bench_%[1]s
		  where geom && ST_TileEnvelope($1, $2, $3, margin => 1.0 / 64)) t`, layer, columns)
	var spent datatest.Cost
	size := 0
	for b.Loop() {
		size = 0
		spent = spent.Plus(o.cpu.Of(b, func() {
			for _, at := range tiles {
				var tile []byte
				if err := conn.QueryRow(b.Context(), sql, int(at.Z), int(at.X), int(at.Y)).Scan(&tile); err != nil {
					b.Fatal(err)
				}
				size += len(tile)
			}
		}))
	}
	b.ReportMetric(spent.Milliseconds()/float64(b.N)/float64(len(tiles)), "cpu-ms/tile")
	b.ReportMetric(float64(len(tiles)), "tiles")
	b.ReportMetric(float64(size)/1024/float64(len(tiles)), "KiB/tile")
	b.ReportMetric(0, "ns/op")
}

// postgis makes the tables that PostGIS draws from; false: it is not installed.
func (o *sampleOffice) postgis(b *testing.B) bool {
	b.Helper()
	conn := o.connect(b, builtin.Super)
	if _, err := conn.Exec(b.Context(), "create extension postgis"); err != nil {
		b.Logf("without PostGIS: %v", err)
		return false
	}
	blocks, err := o.store.BlocksOf(b.Context(), o.branch.ID, 1)
	if err != nil {
		b.Fatal(err)
	}
	o.run(b, builtin.Super, `
		create table bench_blocks (id bigint, desa text, territory int, eligible int, households int, arrears bigint, shape text);
		create table bench_desa as
		select row_number() over (order by code) as id, code, name, ST_Transform(ST_SetSRID(shape::geometry, 4326), 3857) as geom from area where level = 4`)
	_, err = conn.CopyFrom(b.Context(), pgx.Identifier{"bench_blocks"}, []string{"id", "desa", "territory", "eligible", "households", "arrears", "shape"},
		pgx.CopyFromSlice(len(blocks), func(i int) ([]any, error) {
			k := blocks[i]
			around, err := k.Cell.Boundary()
			if err != nil {
				return nil, err
			}
			var corners []string
			for _, p := range append(around, around[0]) {
				corners = append(corners, fmt.Sprintf("%f %f", p.Lng, p.Lat))
			}
			shape := "SRID=4326;POLYGON((" + strings.Join(corners, ",") + "))"
			return []any{i, string(k.Desa), int(k.Territory), k.Eligible, k.Households, int64(k.Arrears), shape}, nil
		}))
	if err != nil {
		b.Fatal(err)
	}
	o.run(b, builtin.Super, `
		alter table bench_blocks add column geom geometry;
		update bench_blocks set geom = ST_Transform(shape::geometry, 3857);
		alter table bench_blocks drop column shape;
		create index on bench_blocks using gist (geom);
		create index on bench_desa using gist (geom)`)
	o.run(b, builtin.Super, "vacuum full analyze bench_blocks")
	o.run(b, builtin.Super, "vacuum full analyze bench_desa")
	return true
}
