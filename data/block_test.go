package data_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/ewkb"

	"binaan/data"
	"binaan/geo"
	"binaan/planner"
)

// lane are n blocks in a row, of desa of three blocks each.
func laneOfBlocks(t *testing.T, rng *rand.Rand, n int) (blocks []planner.Block, links []planner.Link) {
	t.Helper()
	for i := range n {
		at := geo.Position{Lon: 110.5 + 0.01*float64(i), Lat: -7.5}
		cell, err := geo.CellAt(at)
		if err != nil {
			t.Fatal(err)
		}
		desa := geo.AreaCode([]string{"99.01.01.2001", "99.01.01.2002", "99.01.02.2001"}[i/3%3])
		eligible := rng.IntN(50)
		blocks = append(blocks, planner.Block{
			BlockKey: planner.BlockKey{Desa: desa, Cell: cell}, Centre: at, Households: eligible + rng.IntN(9), Eligible: eligible,
			Members: 4 * eligible, Arrears: planner.Rupiah(rng.Int64N(1e9)), Expected: planner.Rupiah(rng.Int64N(1e7)),
		})
		if i > 0 {
			links = append(links, planner.Link{A: i - 1, B: i, Gap: i%4 == 0})
		}
	}
	return blocks, links
}

func TestBlocksAndLinksComeBackAsTheyWerePut(t *testing.T) {
	const seed = 11
	t.Logf("seed %d", seed)
	d := newDesk(t)
	rng := rand.New(rand.NewPCG(seed, 0))
	for _, n := range []int{9, 4, 0, 7} { // each in the place of the ones before
		blocks, links := laneOfBlocks(t, rng, n)
		turned := slices.Clone(links)
		for i := range turned { // whichever end is named first
			if rng.IntN(2) == 0 {
				turned[i].A, turned[i].B = turned[i].B, turned[i].A
			}
		}
		if err := d.in(func(tx pgx.Tx) error { return data.ReplaceBlocks(t.Context(), tx, d.b.ID, blocks, turned) }); err != nil {
			t.Fatal(err)
		}
		got, err := d.Blocks(t.Context(), d.b.ID)
		if diff := cmp.Diff(blocks, got); err != nil || len(got)+len(blocks) > 0 && diff != "" {
			t.Errorf("%d blocks: %v (-want +got)\n%s", n, err, diff)
		}
		var drawn []planner.Link
		err = d.in(func(tx pgx.Tx) (err error) {
			drawn, err = data.LinksIn(t.Context(), tx)
			return err
		})
		if diff := cmp.Diff(links, drawn); err != nil || len(links)+len(drawn) > 0 && diff != "" {
			t.Errorf("links of %d blocks: %v (-want +got)\n%s", n, err, diff)
		}
	}
}

// New sums are written to the blocks named and to no other, whose keys, places and
// links stay.
func TestNewSumsChangeTheBlocksNamedAlone(t *testing.T) {
	const seed = 12
	t.Logf("seed %d", seed)
	d := newDesk(t)
	rng := rand.New(rand.NewPCG(seed, 0))
	blocks, links := laneOfBlocks(t, rng, 9)
	want := slices.Clone(blocks)
	var changed []planner.Block
	for _, i := range []int{2, 3, 8} {
		k := blocks[i]
		k.Households, k.Eligible, k.Members, k.Arrears, k.Expected = 1000+i, 900+i, 4000+i, planner.Rupiah(1e12+int64(i)), planner.Rupiah(7+i)
		changed = append(changed, k)
		want[i] = k
	}
	stranger := blocks[0]
	stranger.Desa, stranger.Households = "99.01.09.2009", 77
	changed = append(changed, stranger)
	err := d.in(func(tx pgx.Tx) error {
		if err := data.ReplaceBlocks(t.Context(), tx, d.b.ID, blocks, links); err != nil {
			return err
		}
		if err := data.UpdateBlocks(t.Context(), tx, d.b.ID, nil); err != nil {
			return err
		}
		return data.UpdateBlocks(t.Context(), tx, d.b.ID, changed)
	})
	if err != nil {
		t.Fatal(err)
	}
	got, err := d.Blocks(t.Context(), d.b.ID)
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got)\n%s", err, diff)
	}
}

// Outlines go through the database with longitude first and latitude second, holes and
// islands kept; an area without one is told apart.
func TestOutlinesComeBackAsTheyWereStored(t *testing.T) {
	d := newDesk(t)
	ring := func(lon, lat, side float64) orb.Ring {
		return orb.Ring{{lon, lat}, {lon + side, lat}, {lon + side, lat + side}, {lon, lat + side}, {lon, lat}}
	}
	shape := orb.MultiPolygon{{ring(110.7, -7.7, 0.2), ring(110.75, -7.65, 0.05)}, {ring(111.2, -7.3, 0.01)}}
	text, err := ewkb.Marshal(shape, 4326)
	if err != nil {
		t.Fatal(err)
	}
	err = d.in(func(tx pgx.Tx) error {
		for _, a := range []struct {
			code  geo.AreaCode
			shape []byte
		}{{"99.01.01.2001", text}, {"99.01.01", nil}, {"99.01.01.2002", nil}} {
			_, err := tx.Exec(t.Context(), "insert into area (branch_id, code, level, name, shape, lon, lat) values ($1, $2, $3, $4, $5, 110.8, -7.55)",
				d.b.ID, a.code, a.code.Level(), "Contoh "+string(a.code), a.shape)
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	inner := geo.Position{Lon: 110.8, Lat: -7.55}
	whole := geo.Area{Code: "99.01.01.2001", Name: "Contoh 99.01.01.2001", Shape: shape, Inner: inner}
	bare := geo.Area{Code: "99.01.01.2002", Name: "Contoh 99.01.01.2002", Inner: inner}
	got, err := d.Areas(t.Context(), d.b.ID, geo.Desa)
	if diff := cmp.Diff([]geo.Area{whole, bare}, got); err != nil || diff != "" {
		t.Errorf("desa: %v (-want +got)\n%s", err, diff)
	}
	got, err = d.Areas(t.Context(), d.b.ID, geo.Kecamatan)
	if diff := cmp.Diff([]geo.Area{{Code: "99.01.01", Name: "Contoh 99.01.01", Inner: inner}}, got); err != nil || diff != "" {
		t.Errorf("kecamatan: %v (-want +got)\n%s", err, diff)
	}
	got, err = d.Outlines(t.Context(), d.b.ID, []geo.AreaCode{"99.01.01.2001", "99.01.01.2009"})
	if diff := cmp.Diff([]geo.Area{whole}, got); err != nil || diff != "" {
		t.Errorf("outlines of two codes: %v (-want +got)\n%s", err, diff)
	}
	var places map[geo.AreaCode]geo.Area
	err = d.in(func(tx pgx.Tx) (err error) {
		places, err = data.PlacesIn(t.Context(), tx, []geo.AreaCode{"99.01.01.2002", "99.01.01.2001", "99.01.01.2009"})
		return err
	})
	whole.Shape = nil
	if diff := cmp.Diff(map[geo.AreaCode]geo.Area{whole.Code: whole, bare.Code: bare}, places); err != nil || diff != "" {
		t.Errorf("places: %v (-want +got)\n%s", err, diff)
	}
}
