package geo_test

import (
	"errors"
	"testing"

	"binaan/geo"
)

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
	cells := island(t, 4)
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

func island(t testing.TB, steps int) []geo.Cell {
	t.Helper()
	middle, err := geo.CellAt(geo.Position{Lon: 111.6, Lat: -5.4})
	if err != nil {
		t.Fatal(err)
	}
	cells, err := geo.Disk(middle, steps)
	if err != nil {
		t.Fatal(err)
	}
	return cells
}
