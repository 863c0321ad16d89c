package report

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"binaan/data"
	"binaan/geo/vector"
)

// Format is a kind of file that a territory plan goes out as.
type Format string

// The formats.
const (
	AsGeoJSON    Format = "geojson"
	AsDesaCSV    Format = "csv"    // a line for every desa and territory
	AsBlocksCSV  Format = "blocks" // a line for every block
	AsGeoPackage Format = "gpkg"
	AsShapefile  Format = "shp" // in a ZIP
	AsKML        Format = "kml"
	AsPDF        Format = "pdf"    // a page for the branch, and its table
	AsSheets     Format = "sheets" // a page for every kader, as PDF
)

// Formats are all of them.
var Formats = []Format{AsGeoJSON, AsDesaCSV, AsBlocksCSV, AsGeoPackage, AsShapefile, AsKML, AsPDF, AsSheets}

// Ending is how the name of a file of the format ends.
func (f Format) Ending() string {
	switch f {
	case AsBlocksCSV:
		return "blok.csv"
	case AsShapefile:
		return "shp.zip"
	case AsSheets:
		return "kader.pdf"
	case AsGeoJSON, AsDesaCSV, AsGeoPackage, AsKML, AsPDF:
	}
	return string(f)
}

// Type is the format's media type.
func (f Format) Type() string {
	switch f {
	case AsDesaCSV, AsBlocksCSV:
		return "text/csv; charset=utf-8"
	case AsGeoPackage:
		return "application/geopackage+sqlite3"
	case AsShapefile:
		return "application/zip"
	case AsKML:
		return "application/vnd.google-earth.kml+xml"
	case AsPDF, AsSheets:
		return "application/pdf"
	case AsGeoJSON:
	}
	return "application/geo+json"
}

// FormatOf is the format that a file's name ends in: GeoJSON where its ending says
// nothing, and none where it says a Shapefile without its ZIP.
func FormatOf(name string) (Format, error) {
	name = strings.ToLower(name)
	for _, f := range []Format{AsBlocksCSV, AsSheets, AsDesaCSV, AsGeoPackage, AsKML, AsPDF} {
		if strings.HasSuffix(name, f.Ending()) {
			return f, nil
		}
	}
	switch filepath.Ext(name) {
	case ".zip":
		return AsShapefile, nil
	case ".shp":
		return "", fmt.Errorf("%s: a Shapefile has several parts; name it .shp.zip", name)
	}
	return AsGeoJSON, nil
}

// Export writes a territory plan of a branch as a file, and tells what the format
// could not hold.
func Export(w io.Writer, f Format, b data.Branch, p data.PlanFile, at time.Time) ([]vector.Loss, error) {
	switch f {
	case AsGeoJSON:
		return nil, GeoJSON(w, p)
	case AsDesaCSV:
		return nil, DesaCSV(w, p)
	case AsBlocksCSV:
		return nil, BlocksCSV(w, p)
	case AsPDF:
		return nil, TerritoriesPDF(w, b, p, at)
	case AsSheets:
		return nil, SheetsPDF(w, b, p, at)
	case AsGeoPackage, AsShapefile, AsKML:
	}
	layers, err := Layers(p)
	if err != nil {
		return nil, err
	}
	return vector.Write(w, vector.Format(f), layers, vector.Options{At: at, Tell: LossLine})
}

// LossLine says in words what a file could not hold.
func LossLine(l vector.Loss) string {
	say := map[vector.Code]string{
		vector.NameCut:      "Nama kolom %s disingkat menjadi %s.",
		vector.TextCut:      "Isi kolom %s lebih panjang dari 254 huruf dan dipotong: %s.",
		vector.Thinned:      "Batas disederhanakan agar dapat dibuka%s: %s.",
		vector.NoShape:      "Tanpa batas di peta%s: baris %s.",
		vector.HeightGone:   "Ketinggian (koordinat ketiga) diabaikan%s%s.",
		vector.NotArea:      "Titik atau garis diabaikan%s%s.",
		vector.BrokenRing:   "Batas rusak (kurang dari tiga titik) diabaikan%s%s.",
		vector.HoleAlone:    "Lubang tanpa wilayah di sekelilingnya dibaca sebagai daratan%s%s.",
		vector.GuessedText:  "Penyandian huruf tidak tertulis dan ditebak%s: %s.",
		vector.BrokenText:   "Ada huruf rusak%s%s.",
		vector.GuessedPlace: "Sistem koordinat tidak tertulis; dibaca sebagai WGS 84%s%s.",
		vector.NearPlace:    "Sistem koordinat %s%s dibaca sebagai WGS 84 (selisih satu-dua meter).",
	}[l.Code]
	text := strings.ReplaceAll(fmt.Sprintf(say, l.Field, l.Example), "  ", " ")
	if l.Layer != "" {
		text = "[" + l.Layer + "] " + text
	}
	if l.Count > 1 {
		text += fmt.Sprintf(" (%d kali)", l.Count)
	}
	return text
}
