package geo_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"

	"binaan/geo"
)

func TestCellTileKeepsEveryCellOnceAndItsNumber(t *testing.T) {
	cells := island(t, 20)
	for _, zoom := range []maptile.Zoom{8, 7, 8} { // twice, for what the first one left behind
		checkCells(t, cells, maptile.At(geo.Position{Lon: 111.6, Lat: -5.4}.Point(), zoom))
	}
}

func checkCells(t *testing.T, cells []geo.CellFeature, at geo.Tile) {
	t.Helper()
	tile, err := geo.CellTile("heat", at, cells)
	if err != nil {
		t.Fatal(err)
	}
	layers, err := mvt.Unmarshal(tile)
	if err != nil {
		t.Fatal(err)
	}
	if len(layers) != 1 || layers[0].Version != 2 {
		t.Fatalf("got %d layers, version %d; want one of version 2", len(layers), layers[0].Version)
	}
	seen := map[string]bool{}
	for _, f := range layers[0].Features {
		seen[fmt.Sprint(f.ID)] = true
	}
	if len(seen) != len(cells) {
		t.Errorf("tile shows %d cells, want %d", len(seen), len(cells))
	}
}

func TestFeatureIDFitsJavaScript(t *testing.T) {
	if got := geo.FeatureID(geo.Cell(0x898d8cc28b3ffff)); got != 2490171181498367 {
		t.Errorf("got %d", got)
	}
}

func TestNoTileOutsideTheMap(t *testing.T) {
	for _, at := range [][3]uint32{{2, 4, 0}, {2, 0, 4}, {30, 0, 0}} {
		if _, err := geo.NewTile(at[0], at[1], at[2]); !errors.Is(err, geo.ErrTile) {
			t.Errorf("tile %v: got %v", at, err)
		}
	}
}

func TestOutlineCoversItsCellsAgain(t *testing.T) {
	var cells []geo.Cell
	for _, c := range island(t, 4) {
		cells = append(cells, c.Cell)
	}
	shape, err := geo.Outline(cells)
	if err != nil {
		t.Fatal(err)
	}
	covered, err := geo.Cover(shape)
	if err != nil {
		t.Fatal(err)
	}
	if len(covered) != len(cells) {
		t.Errorf("outline of %d cells covers %d", len(cells), len(covered))
	}
}

func BenchmarkCellTile(b *testing.B) {
	cells := island(b, 25) // 1,951 cells
	at := maptile.At(geo.Position{Lon: 111.6, Lat: -5.4}.Point(), 10)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := geo.CellTile("heat", at, cells); err != nil {
			b.Fatal(err)
		}
	}
}

func island(t testing.TB, steps int) []geo.CellFeature {
	t.Helper()
	middle, err := geo.CellAt(geo.Position{Lon: 111.6, Lat: -5.4})
	if err != nil {
		t.Fatal(err)
	}
	cells, err := geo.Disk(middle, steps)
	if err != nil {
		t.Fatal(err)
	}
	out := make([]geo.CellFeature, len(cells))
	for i, c := range cells {
		out[i] = geo.CellFeature{Cell: c, Properties: geojson.Properties{"households": i}}
	}
	return out
}
