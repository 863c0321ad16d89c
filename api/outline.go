package api

import (
	"encoding/json"
	"io"
	"math"
	"reflect"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"binaan/geo"
)

// outlines are areas, those with a shape, as GeoJSON for a screen. They are written
// point by point: as values that a library marshals they take five times as long.
type outlines []geo.Area

// Schema describes outlines as the collection of features that they are.
func (outlines) Schema(r huma.Registry) *huma.Schema {
	return r.Schema(reflect.TypeFor[geojson.FeatureCollection](), true, "")
}

// feature is what is told of an area beside its outline.
type feature struct {
	Code   geo.AreaCode `json:"code"`
	Lat    float64      `json:"lat"`
	Lon    float64      `json:"lon"`
	Name   string       `json:"name"`
	Parent geo.AreaCode `json:"parent"`
}

func (o outlines) send(w io.Writer) error {
	text := []byte(`{"type":"FeatureCollection","features":[`)
	first := true
	for _, a := range o {
		if a.Shape == nil {
			continue
		}
		told, err := json.Marshal(feature{a.Code, a.Inner.Lat, a.Inner.Lon, a.Name, a.Code.Parent()})
		if err != nil {
			return err
		}
		if !first {
			text = append(text, ',')
		}
		first = false
		text = append(append(text, `{"type":"Feature","properties":`...), told...)
		text = append(text, `,"geometry":{"type":"MultiPolygon","coordinates":`...)
		text = appendList(text, a.Shape, func(text []byte, p orb.Polygon) []byte {
			return appendList(text, p, func(text []byte, r orb.Ring) []byte { return appendList(text, r, appendPoint) })
		})
		text = append(text, "}}"...)
	}
	_, err := w.Write(append(text, "]}\n"...))
	return err
}

func appendList[T any](text []byte, list []T, one func([]byte, T) []byte) []byte {
	text = append(text, '[')
	for i, x := range list {
		if i > 0 {
			text = append(text, ',')
		}
		text = one(text, x)
	}
	return append(text, ']')
}

func appendPoint(text []byte, at orb.Point) []byte {
	text = appendDegrees(append(text, '['), at[0])
	return append(appendDegrees(append(text, ','), at[1]), ']')
}

// grid is to how many parts of a degree outlines are rounded: a metre or so, less
// than a map shows, at half the bytes. Points that neighbours share stay shared.
const grid = 100_000

// appendDegrees writes a number of degrees, rounded.
func appendDegrees(text []byte, degrees float64) []byte {
	n := int64(math.Round(degrees * grid))
	if n < 0 {
		text, n = append(text, '-'), -n
	}
	text = strconv.AppendInt(text, n/grid, 10)
	n %= grid
	if n == 0 {
		return text
	}
	text = append(text, '.')
	for unit := int64(grid / 10); n > 0; unit /= 10 {
		text = append(text, byte('0'+n/unit))
		n %= unit
	}
	return text
}
