package api

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/paulmach/orb"

	"binaan/data"
	"binaan/data/report"
	"binaan/geo"
	"binaan/planner/heat"
)

type heatPrintInput struct {
	BranchPath
	HeatQuery
	Paper   string `query:"paper" enum:"A4,A3" default:"A4"`
	Palette string `query:"palette" enum:"viridis,cividis,blues" default:"viridis"`
	Drawn   string `query:"drawn" enum:"now,before,difference" default:"now" doc:"Which of the two months, or what changed between them"`
}

// inks are those of the page (web/src/features/heat/classes.ts).
var inks = map[string][5][3]int{
	"viridis": {{253, 231, 37}, {94, 201, 98}, {33, 145, 140}, {59, 82, 139}, {68, 1, 84}},
	"cividis": {{254, 232, 56}, {188, 174, 108}, {124, 123, 120}, {65, 77, 107}, {0, 34, 78}},
	"blues":   {{222, 235, 247}, {158, 202, 225}, {66, 146, 198}, {33, 113, 181}, {8, 48, 107}},
	"change":  {{94, 60, 153}, {178, 171, 210}, {242, 242, 242}, {253, 184, 99}, {230, 97, 1}},
}

// heatPrint is the map on a page of paper, of the very parts that the screen shows.
func (s *server) heatPrint(ctx context.Context, in *heatPrintInput) (*heatFileOutput, error) {
	b, reader, err := s.changing(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	f, err := s.heatFileOf(ctx, b, in.HeatQuery)
	if err != nil {
		return nil, err
	}
	areas, err := s.store.Areas(ctx, b.ID, geo.Kecamatan)
	if err != nil {
		return nil, err
	}
	palette, of := in.Palette, f.Month
	switch {
	case in.Drawn != "now" && f.Against == "":
		return nil, fmt.Errorf("%w: no month to compare with", errInput)
	case in.Drawn == "before":
		of = f.Against
	case in.Drawn == "difference":
		palette, of = "change", f.Month+" dikurangi "+f.Against
		f.change()
	}
	sheet, err := f.sheet(f.month, palette, in.Drawn == "before")
	if err != nil {
		return nil, err
	}
	at := s.store.Now()
	sheet.At, sheet.Title = at, fmt.Sprintf("%s: %s, %s", b.Name, measureWords[f.Measure], of)
	sheet.Mark = reader.Login + " " + s.today(b).String() + " Binaan"
	for _, area := range areas {
		sheet.Around = append(sheet.Around, area.Shape)
	}
	for _, n := range f.notes {
		note := report.HeatNote{Text: fmt.Sprintf("%s %s: %s", n.Day.Words(), n.Name, n.Text)}
		if n.Lon != nil && n.Lat != nil {
			note.At = &orb.Point{*n.Lon, *n.Lat}
		}
		sheet.Notes = append(sheet.Notes, note)
	}
	var file bytes.Buffer
	if err := report.HeatPDF(&file, in.Paper, sheet); err != nil {
		return nil, err
	}
	name := fmt.Sprintf("peta-%s-%s-%s.pdf", b.Code, f.Measure, f.Month)
	return &heatFileOutput{"application/pdf", fmt.Sprintf("attachment; filename=%q", name), len(f.Parts), file.Bytes()}, s.takenOut(ctx, b, name)
}

var measureWords = map[heat.Measure]string{
	heat.Arrears: "tunggakan", heat.Households: "KK menunggak", heat.Months: "bulan menunggak (rata-rata)", heat.Expected: "harapan sebulan", heat.Uncovered: "KK belum terlayani",
	heat.Visits: "kunjungan terhadap rute", heat.Contact: "bertemu", heat.Kept: "janji ditepati", heat.Collected: "terkumpul",
}

// sheet is an answer as it is printed.
func (a *HeatAnswer) sheet(m *data.HeatMonth, palette string, before bool) (report.HeatSheet, error) {
	out := report.HeatSheet{About: a.about()}
	classes := max(1, len(a.Breaks)-1)
	for i := range classes {
		ink := inks[palette][4]
		if classes > 1 {
			ink = inks[palette][(2*i*4+classes-1)/(2*(classes-1))] // rounded, as the page does
		}
		words := ""
		if i+1 < len(a.Breaks) {
			words = a.words(a.Breaks[i]) + " - di bawah " + a.words(a.Breaks[i+1])
		}
		out.Classes = append(out.Classes, report.HeatClass{Words: words, Ink: ink})
	}
	shapes := map[int]data.Drawn{}
	for _, s := range m.Partition.Drawn(a.Measure.Happened()) {
		shapes[s.ID] = s
	}
	for _, p := range a.Parts {
		class := a.class(p, before)
		switch class {
		case report.ClassHidden:
			out.Hidden++
		case report.ClassNone:
			out.None++
		default:
			out.Classes[class].Parts++
		}
		var outline orb.MultiPolygon
		if cells := shapes[p.ID].Cells; len(cells) > 0 {
			var err error
			if outline, err = geo.Outline(cells); err != nil {
				return out, err
			}
			out.Parts = append(out.Parts, report.HeatShape{Outline: outline, Class: class})
		}
	}
	return out, nil
}

// change makes of an answer what changed between its two months, as the page does: a part of
// which one of them is not told has no change.
func (a *HeatAnswer) change() {
	parts := slices.Clone(a.Parts)
	var changes []int64
	for i, p := range parts {
		switch {
		case p.Status == heat.Hidden:
		case p.Status != heat.Told || p.Before == nil:
			parts[i].Status = heat.None
		default:
			parts[i].Value -= *p.Before
			changes = append(changes, parts[i].Value)
		}
	}
	a.Parts, a.Breaks = parts, heat.ChangeBreaks(changes)
}

// class is how a part is drawn, by the rule of the page: a value on an edge is in the
// upper class.
func (a *HeatAnswer) class(p HeatPart, before bool) int {
	value := p.Value
	switch {
	case p.Status == heat.Hidden, before && p.Before == nil:
		return report.ClassHidden
	case before:
		value = *p.Before
	case p.Status != heat.Told:
		return report.ClassNone
	}
	at := 0
	for at < len(a.Breaks)-2 && value >= a.Breaks[at+1] {
		at++
	}
	return at
}

// about is what a print says of itself.
func (a *HeatAnswer) about() []string {
	upTo := "angka bulan ini tidak tersimpan"
	if a.UpTo != nil {
		upTo = "Keadaan sampai " + a.UpTo.Words()
	}
	filter := a.Filters
	if filter == "" {
		filter = "tanpa saringan"
	}
	return []string{
		"Saringan: " + filter, upTo,
		fmt.Sprintf("%d KK: %d tampak, %d disembunyikan, %d lokasi belum pasti.", a.Count.Households, a.Count.Shown, a.Count.Hidden, a.Count.Unplaced),
		fmt.Sprintf("Paling sedikit %d KK di tiap angka. Data versi %d, pembagian %s.", a.Least, a.Version, a.Quarter),
	}
}

// words are a value as a person says it.
func (a *HeatAnswer) words(v int64) string {
	if v < 0 {
		return "-" + a.words(-v)
	}
	one := func(x float64) string { return strings.Replace(strconv.FormatFloat(x, 'f', 1, 64), ".", ",", 1) }
	switch size := math.Abs(float64(v)); {
	case a.Unit == heat.InPermille:
		return one(float64(v)/10) + " %"
	case a.Unit == heat.InMonths:
		return one(float64(v) / 10)
	case a.Unit == heat.InCount:
		return strconv.FormatInt(v, 10)
	case size >= 999_950_000:
		return "Rp" + one(float64(v)/1e9) + " miliar"
	default:
		return "Rp" + one(float64(v)/1e6) + " juta"
	}
}

// describeHeatPrint says in the document that the file is no JSON of the API's.
func (s *server) describeHeatPrint() {
	op := s.api.OpenAPI().Paths["/api/v1/branches/{branch}/heat/print"].Get
	op.Responses["200"].Content = map[string]*huma.MediaType{"application/pdf": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}
}
