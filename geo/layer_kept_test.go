package geo_test

import (
	"bytes"
	"testing"

	"github.com/paulmach/orb/maptile"

	"binaan/geo"
)

func TestALayerIsReadAsItWasWritten(t *testing.T) {
	cells := island(t, 6)
	sets := [][]geo.Cell{cells[:1], nil, cells[1:30], {cells[40], cells[90]}}
	made, err := geo.NewCellsLayer("parts", sets, []geo.Property{{Name: "kind", Of: func(i int) any { return []any{"cell", nil, "rest", "rest"}[i] }}})
	if err != nil {
		t.Fatal(err)
	}
	for name, l := range map[string]*geo.Layer{
		"sets of cells": made, "cells": cellLayer(t, cells),
		"areas": geo.NewAreaLayer("desa", []geo.Area{{Code: "99.01.01.2001", Name: "Satu", Shape: holed(111.6, -5.4, 0.05)}}), "nothing": geo.NewAreaLayer("desa", nil),
	} {
		text, err := l.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		var read geo.Layer
		if err := read.UnmarshalBinary(text); err != nil {
			t.Fatal(name, err)
		}
		for zoom := maptile.Zoom(5); zoom <= 14; zoom += 3 {
			at := maptile.At(geo.Position{Lon: 111.6, Lat: -5.4}.Point(), zoom)
			if !bytes.Equal(l.Tile(at), read.Tile(at)) {
				t.Errorf("%s, zoom %d: another tile", name, zoom)
			}
		}
		for _, cut := range []int{0, 1, len(text) / 2, len(text) - 1} {
			if err := new(geo.Layer).UnmarshalBinary(text[:cut]); err == nil {
				t.Errorf("%s: %d of %d bytes were read as a layer", name, cut, len(text))
			}
		}
	}
}
