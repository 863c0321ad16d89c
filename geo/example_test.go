package geo_test

import (
	"fmt"

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
