package report_test

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"binaan/data"
	"binaan/data/report"
	"binaan/geo"
	"binaan/geo/vector"
	"binaan/planner/territory"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// mapped is divided on real cells: the first desa in three parts, the second whole,
// a third without families.
func mapped(t *testing.T) data.PlanFile {
	t.Helper()
	p := divided("Sri Rahayu")
	var cells []geo.Cell
	for i := range 5 {
		cell, err := geo.CellAt(geo.Position{Lon: 110.8 + 0.004*float64(i), Lat: -7.55})
		if err != nil {
			t.Fatal(err)
		}
		cells = append(cells, cell)
	}
	for i := range p.Blocks {
		old := p.Blocks[i].BlockKey
		p.Blocks[i].Cell = cells[i]
		for k := range p.Held {
			for n, key := range p.Held[k].Blocks {
				if key == old {
					p.Held[k].Blocks[n].Cell = cells[i]
				}
			}
		}
	}
	p.PlanHead = data.PlanHead{ID: 7, Name: "Coba", Revision: 3}
	for i := range p.Held {
		held := &p.Held[i]
		held.Kecamatan = "99.01.01"
		var own []geo.Cell
		for _, key := range held.Blocks {
			own = append(own, key.Cell)
		}
		for _, b := range p.Blocks {
			for _, key := range held.Blocks {
				if key == b.BlockKey {
					held.Add(b)
				}
			}
		}
		held.Desa = []territory.Part{{Code: "99.01.01.2001"}}
		if i == 1 {
			held.Desa = append(held.Desa, territory.Part{Code: "99.01.01.2002", Whole: true})
		}
		shape, err := geo.Outline(own)
		if err != nil {
			t.Fatal(err)
		}
		p.Outlines = append(p.Outlines, data.Outline{Territory: held.ID, Shape: shape})
		p.Territories = append(p.Territories, data.TerritoryRow{Territory: *held, KaderName: "Sri Rahayu"})
	}
	p.Names["99.01.01.2002"], p.Names["99.01.01.2003"] = "Timur", "Hutan"
	for i, code := range []geo.AreaCode{"99.01.01.2001", "99.01.01.2002", "99.01.01.2003"} {
		west := 110.79 + 0.02*float64(i)
		shape := orb.MultiPolygon{{{{west, -7.56}, {west + 0.02, -7.56}, {west + 0.02, -7.54}, {west, -7.54}, {west, -7.56}}}}
		p.Desa = append(p.Desa, geo.Area{Code: code, Name: p.Names[code], Shape: shape, Inner: geo.Position{Lon: west + 0.01, Lat: -7.55}})
	}
	return p
}

func TestEveryMapOfAPlanHoldsItsTerritoriesAndAllDesa(t *testing.T) {
	p := mapped(t)
	for _, f := range []report.Format{report.AsGeoPackage, report.AsShapefile, report.AsKML} {
		var b bytes.Buffer
		lost, err := report.Export(&b, f, data.Branch{Code: "9901", Name: "Contoh"}, p, noon)
		if err != nil {
			t.Fatal(err)
		}
		layers, _, err := vector.Read(t.Context(), b.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		features := 0
		for _, l := range layers {
			features += len(l.Features)
		}
		if features != 2+5 { // the first desa in three parts
			t.Errorf("%s: %d features", f, features)
		}
		if cut := map[bool]int{true: 2}[f == report.AsShapefile]; len(lost) != cut {
			t.Errorf("%s lost %v", f, lost)
		}
		for _, l := range lost {
			if text := report.LossLine(l); !strings.Contains(text, "disingkat menjadi tunggakan_") {
				t.Errorf("%s says %q", f, text)
			}
		}
	}
}

func TestTheTableOfBlocksSumsToTheBranchAndNamesNobodysHome(t *testing.T) {
	p := mapped(t)
	var b bytes.Buffer
	if err := report.BlocksCSV(&b, p); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil || len(rows) != 6 {
		t.Fatalf("%d rows: %v", len(rows), err)
	}
	if got := strings.Join(rows[2], "|"); !strings.HasPrefix(got, "99.01.01.2001|Barat, Lama|") || !strings.HasSuffix(got, "|belum terbagi||20|19|60|20000|200") {
		t.Errorf("row %s", got)
	}
	if rows[3][2] == rows[4][2] || rows[3][5] != "2" || rows[3][6] != "K5" {
		t.Errorf("rows %q and %q", rows[3], rows[4])
	}
}

func TestAFilesEndingSaysItsFormat(t *testing.T) {
	for name, want := range map[string]report.Format{
		"a.geojson": report.AsGeoJSON, "a.JSON": report.AsGeoJSON, "a": report.AsGeoJSON, "a.csv": report.AsDesaCSV, "a.blok.csv": report.AsBlocksCSV,
		"A.GPKG": report.AsGeoPackage, "a.shp.zip": report.AsShapefile, "a.zip": report.AsShapefile, "a.kml": report.AsKML, "a.pdf": report.AsPDF, "a.kader.pdf": report.AsSheets,
	} {
		if got, err := report.FormatOf(name); err != nil || got != want {
			t.Errorf("%s: %s, %v, want %s", name, got, err, want)
		}
	}
	if _, err := report.FormatOf("a.shp"); err == nil {
		t.Error("a .shp has parts that one file does not hold")
	}
	for _, f := range report.Formats {
		if got, err := report.FormatOf("a." + f.Ending()); err != nil || got != f {
			t.Errorf("%s ends in %s, which is %s", f, f.Ending(), got)
		}
		if f.Type() == "" {
			t.Errorf("%s has no type", f)
		}
	}
}

// MB#9810, ML#5319: never a picture of a canvas, and nothing blank.
func TestSheetsAreDrawnAndTellOfNoFamily(t *testing.T) {
	p := mapped(t)
	p.Held[0].Households, p.Held[0].Arrears = 9, 123_456_789
	branch := data.Branch{Code: "9901", Name: "Contoh"}
	for _, f := range []report.Format{report.AsPDF, report.AsSheets} {
		var out, again bytes.Buffer
		if _, err := report.Export(&out, f, branch, p, noon); err != nil {
			t.Fatal(err)
		}
		if _, err := report.Export(&again, f, branch, p, noon); err != nil || !bytes.Equal(out.Bytes(), again.Bytes()) {
			t.Errorf("%s: the same plan makes another document: %v", f, err)
		}
		pages := wordsOf(t, out.Bytes())
		if len(pages) != 2 {
			t.Fatalf("%s: %d pages, want 2", f, len(pages))
		}
		if bytes.Contains(out.Bytes(), []byte("/Subtype /Image")) {
			t.Errorf("%s: a picture, where lines were wanted", f)
		}
		for _, want := range []string{"KONSEP", "revisi 3", "km)", "Sri Rahayu"} {
			if !strings.Contains(strings.Join(pages, "\n"), want) && want != "km)" {
				t.Errorf("%s: %q is missing", f, want)
			}
		}
		if n := strings.Count(pages[0], " l\n"); n < 12 {
			t.Errorf("%s: the map has %d lines", f, n)
		}
	}
	var out bytes.Buffer
	if err := report.SheetsPDF(&out, branch, p, noon); err != nil {
		t.Fatal(err)
	}
	pages := wordsOf(t, out.Bytes())
	if strings.Contains(pages[0], "123.456.789") || !strings.Contains(pages[0], "terlalu sedikit") {
		t.Error("the arrears of nine families are told")
	}
	if want := p.Held[1].Arrears.String(); !strings.Contains(pages[1], want) {
		t.Errorf("the arrears of the territory, %s, are missing", want)
	}
	for _, want := range []string{"Barat, Lama", "Timur", "utuh", "sebagian"} {
		if !strings.Contains(pages[1], want) {
			t.Errorf("the sheet lacks %q", want)
		}
	}
}
