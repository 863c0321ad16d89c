package geo

import "testing"

func TestDiskIsMoreCompactThanRow(t *testing.T) {
	middle, err := CellAt(Position{Lon: 110, Lat: -7})
	if err != nil {
		t.Fatal(err)
	}
	compact := func(cells []Cell) float64 {
		shape, err := Outline(cells)
		if err != nil {
			t.Fatal(err)
		}
		return PolsbyPopper(shape)
	}
	disk, err := Disk(middle, 8)
	if err != nil {
		t.Fatal(err)
	}
	if whole, half := compact(disk), compact(disk[:len(disk)/2]); whole < 0.6 || whole > 1 || half > whole {
		t.Errorf("a disk has %v, part of it %v", whole, half)
	}
}
