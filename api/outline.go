package api

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"binaan/geo"
)

// outlines are areas with a shape, as GeoJSON for a screen.
func outlines(areas []geo.Area) geojson.FeatureCollection {
	out := geojson.NewFeatureCollection()
	for _, a := range areas {
		if a.Shape == nil {
			continue
		}
		f := geojson.NewFeature(coarse(a.Shape))
		f.Properties = geojson.Properties{"code": a.Code, "name": a.Name, "parent": a.Code.Parent(), "lon": a.Inner.Lon, "lat": a.Inner.Lat}
		out.Append(f)
	}
	return *out
}

// grid is to how many parts of a degree outlines are rounded: a metre or so, less than
// a map shows, at half the bytes. Points that neighbours share stay shared.
const grid = 1e5

func coarse(shape orb.MultiPolygon) orb.MultiPolygon {
	out := shape.Clone()
	for _, polygon := range out {
		for _, ring := range polygon {
			for i, at := range ring {
				ring[i] = orb.Point{math.Round(at[0]*grid) / grid, math.Round(at[1]*grid) / grid}
			}
		}
	}
	return out
}
