package api

import (
	"errors"
	"net/http"
	"strings"

	"binaan/geo/vector"
)

// refusedMaps are why maps are refused, %s what the refusal names.
var refusedMaps = map[vector.Why][2]string{
	vector.Unknown:       {"Berkas ini bukan GeoJSON, Shapefile (ZIP), KML, KMZ atau GeoPackage.", "This file is no GeoJSON, Shapefile (ZIP), KML, KMZ or GeoPackage."},
	vector.LoneShapefile: {"Sebuah .shp saja tidak cukup. Kirim .shp, .dbf dan .prj bersama dalam satu ZIP.", "A .shp alone is not enough. Send .shp, .dbf and .prj together in one ZIP."},
	vector.NoTable:       {"Shapefile %s tidak punya .dbf di dalam ZIP, jadi tidak ada kode kader.", "Shapefile %s has no .dbf in the ZIP, so there are no codes of kader."},
	vector.NoMap:         {"ZIP ini tidak berisi Shapefile atau KML.", "This ZIP holds no Shapefile or KML."},
	vector.NoAreas:       {"Berkas ini tidak berisi satu wilayah pun.", "This file holds no area."},
	vector.OtherPlace:    {"Sistem koordinat berkas ini lain: %s. Ekspor lagi sebagai WGS 84 (EPSG:4326).", "The file has another coordinate system: %s. Export it again as WGS 84 (EPSG:4326)."},
	vector.Outside:       {"Peta ini tidak terletak di Indonesia (%s). Ekspor lagi sebagai WGS 84 (EPSG:4326).", "This map does not lie in Indonesia (%s). Export it again as WGS 84 (EPSG:4326)."},
	vector.Swapped:       {"Lintang dan bujur tertukar di berkas ini. Tulis bujur dahulu, lalu lintang.", "Latitude and longitude are swapped in this file. Longitude comes first."},
	vector.TooLarge:      {"Berkas terlalu besar (%s); paling besar 64 MB.", "The file is too large (%s); 64 MB at most."},
	vector.TooMany:       {"Berkas ini berisi lebih dari %s wilayah atau titik batas. Sederhanakan dahulu.", "The file holds more than %s areas or corners. Simplify it first."},
	vector.Bomb:          {"ZIP ini ditolak: isinya jauh lebih besar dari sebuah peta (%s).", "This ZIP is refused: it holds far more than a map (%s)."},
	vector.Broken:        {"Berkas rusak atau terpotong (%s). Ekspor atau unduh ulang.", "The file is broken or cut off (%s). Export or download it again."},
}

// refusedMap is the problem of a map that is refused; nil where err is of another kind.
func refusedMap(err error) *problem {
	var refused *vector.RefusedError
	if !errors.As(err, &refused) {
		return nil
	}
	say := refusedMaps[refused.Why]
	name := func(s string) string {
		return strings.ReplaceAll(strings.ReplaceAll(s, "%s", refused.About), " ()", "")
	}
	return &problem{err, http.StatusUnprocessableEntity, name(say[0]), name(say[1])}
}
