package importer_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/geo"
	"binaan/planner"
)

// A desa as the ground has it: Grogol in Weru, Sukoharjo, with a square about its
// middle for an outline. The cell is what h3 says of the door.
const (
	grogol    = "33.11.01.2001"
	grogolLon = 110.7233
	grogolLat = -7.7841
	doorLon   = 110.7251
	doorLat   = -7.7829
)

// TestAKnownDesaLiesWhereItIsAllTheWayIntoTheDatabase follows longitude and
// latitude of one desa, one family and one kader from their files through every
// column and back out: exchanged anywhere on the way, they would be somewhere else.
func TestAKnownDesaLiesWhereItIsAllTheWayIntoTheDatabase(t *testing.T) {
	o := newOffice(t)
	var ring []string
	for _, d := range [][2]float64{{-1, -1}, {1, -1}, {1, 1}, {-1, 1}, {-1, -1}} {
		ring = append(ring, fmt.Sprintf("[%g, %g]", grogolLon+0.01*d[0], grogolLat+0.006*d[1]))
	}
	o.must("areas", o.write("areas.geojson", `{"type": "FeatureCollection", "features": [{"type": "Feature",
		"properties": {"kode": "`+grogol+`", "nama": "Grogol"},
		"geometry": {"type": "Polygon", "coordinates": [[`+strings.Join(ring, ", ")+`]]}}]}`))
	o.must("kader", o.write("kader.csv", "kode_kader,nama,kd_kecamatan,lat,lon,pks_mulai,pks_selesai,jam_kerja",
		fmt.Sprintf("K1,Contoh,33.11.01,%g,%g,2026-01-01,2026-12-31,Sen-Jum 16:00-20:00", doorLat, doorLon)))
	o.must("households", o.write("households.csv", "no_kk,nama_kepala,jumlah_jiwa,kelas,bulan_tunggakan,nilai_tunggakan,kd_desa,lon,lat,akurasi",
		fmt.Sprintf("9901010101010001,Contoh,3,3,14,1470000,%s,%g,%g,A", grogol, doorLon, doorLat)))

	o.stored("select lon, lat from household", fmt.Sprintf("(%g,%g)", doorLon, doorLat))
	o.stored("select lon, lat from kader", fmt.Sprintf("(%g,%g)", doorLon, doorLat))
	cell := o.cellOf("household")
	if block := o.cellOf("block"); block != cell {
		t.Errorf("block lies in cell %v, its family in %v", block, cell)
	}
	middle, err := geo.Centre(cell)
	if err != nil {
		t.Fatal(err)
	}
	x, y := geo.PlaneAt(geo.Position{Lon: doorLon, Lat: doorLat}).XY(middle)
	if math.Hypot(x, y) > 250 || cell.Resolution() != geo.BlockResolution {
		t.Errorf("cell %v lies %.0f m from the door", cell, math.Hypot(x, y))
	}
	areas, err := o.store.Areas(t.Context(), o.branch.ID, geo.Desa)
	if err != nil {
		t.Fatal(err)
	}
	near := func(what string, p geo.Position, lon, lat float64) {
		t.Helper()
		if math.Abs(p.Lon-lon) > 0.003 || math.Abs(p.Lat-lat) > 0.003 {
			t.Errorf("%s lies at %v, want %g east %g north", what, p, lon, lat)
		}
	}
	near("the desa's inner point", areas[0].Inner, grogolLon, grogolLat)
	near("the middle of its outline", geo.PositionOf(areas[0].Shape.Bound().Center()), grogolLon, grogolLat)
	blocks, err := o.store.Blocks(t.Context(), o.branch.ID)
	if err != nil {
		t.Fatal(err)
	}
	near("the block", blocks[0].Centre, doorLon, doorLat)
	kader, err := o.store.Kader(t.Context(), o.branch.ID)
	if err != nil {
		t.Fatal(err)
	}
	near("the kader's home", kader[0].Home, doorLon, doorLat)
	var homes []planner.Household
	err = o.store.InBranch(t.Context(), []data.BranchID{o.branch.ID}, func(tx pgx.Tx) (err error) {
		homes, err = datatest.Households(t.Context(), tx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	near("the family", *homes[0].At, doorLon, doorLat)
	totals, err := o.store.Totals(t.Context(), o.branch.ID)
	if err != nil {
		t.Fatal(err)
	}
	near("the south-west of the branch", geo.Position{Lon: totals.Bounds[0], Lat: totals.Bounds[1]}, doorLon, doorLat)
}

func (o *office) cellOf(table string) (cell geo.Cell) {
	o.Helper()
	err := o.store.InBranch(o.Context(), []data.BranchID{o.branch.ID}, func(tx pgx.Tx) error {
		return tx.QueryRow(o.Context(), "select cell from "+table).Scan((*int64)(&cell))
	})
	if err != nil {
		o.Fatal(err)
	}
	return cell
}
