package geo_test

import (
	"fmt"

	"github.com/paulmach/orb"

	"binaan/geo"
)

func ExampleNewPosition() {
	solo, err := geo.NewPosition(110.82, -7.57)
	fmt.Println(solo, err)
	_, err = geo.NewPosition(-7.57, 110.82)
	fmt.Println(err)
	// Output:
	// {110.82 -7.57} <nil>
	// lon -7.57 lat 110.82 are swapped: position outside Indonesia
}

func ExampleCellAt() {
	cell, err := geo.CellAt(geo.Position{Lon: 110.82, Lat: -7.57})
	if err != nil {
		fmt.Println(err)
		return
	}
	near, err := geo.Disk(cell, 1)
	fmt.Println(cell, len(near), err)
	// Output: 898d8cc299bffff 7 <nil>
}

func ExampleParseAreaCode() {
	desa, err := geo.ParseAreaCode("3372011001")
	fmt.Println(desa, desa.Kecamatan(), err)
	// Output: 33.72.01.1001 33.72.01 <nil>
}

func ExampleStraightLine_Way() {
	line := geo.StraightLine{Factor: 1.4, SpeedKmh: 18}
	metres, seconds := line.Way(geo.Position{Lon: 110.82, Lat: -7.57}, geo.Position{Lon: 110.83, Lat: -7.57})
	fmt.Println(metres, "m,", seconds, "s")
	// Output: 1543 m, 309 s
}

// How far apart two places are is the same either way, in metres.
func ExampleDistance() {
	solo, jogja := geo.Position{Lon: 110.82, Lat: -7.57}, geo.Position{Lon: 110.37, Lat: -7.80}
	fmt.Printf("%.0f km, and back %.0f\n", geo.Distance(solo, jogja)/1000, geo.Distance(jogja, solo)/1000)
	// Output: 56 km, and back 56
}

// A square is less compact than a disk, and a strip less than a square.
func ExamplePolsbyPopper() {
	rectangle := func(width, height float64) orb.MultiPolygon {
		return orb.MultiPolygon{{{{110, 0}, {110 + width, 0}, {110 + width, height}, {110, height}, {110, 0}}}}
	}
	fmt.Printf("%.2f %.2f\n", geo.PolsbyPopper(rectangle(0.1, 0.1)), geo.PolsbyPopper(rectangle(0.4, 0.025)))
	// Output: 0.79 0.17
}

// A desa becomes cells, and the cells one outline again.
func ExampleOutline() {
	desa := orb.MultiPolygon{{{{110.80, -7.58}, {110.83, -7.58}, {110.83, -7.55}, {110.80, -7.55}, {110.80, -7.58}}}}
	cells, err := geo.Cover(desa)
	if err != nil {
		fmt.Println(err)
		return
	}
	outline, err := geo.Outline(cells)
	fmt.Println(len(cells) > 50, len(outline), "polygon without holes:", len(outline[0]) == 1, err)
	// Output: true 1 polygon without holes: true <nil>
}
