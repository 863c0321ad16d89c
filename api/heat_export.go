package api

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/paulmach/orb/geojson"

	"binaan/data"
	"binaan/geo"
	"binaan/planner/heat"
	"binaan/planner/ledger"
)

type heatExportInput struct {
	BranchPath
	HeatQuery
	Format string `query:"format" enum:"csv,geojson" default:"csv"`
}

type heatFileOutput struct {
	Type        string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Rows        int    `header:"X-Row-Count" doc:"Rows of the file, the heading apart"`
	Body        []byte
}

// heatExport is exactly what the map shows, as a file: a row for every part or unit, also
// for those that are hidden or have nothing, which say so.
func (s *server) heatExport(ctx context.Context, in *heatExportInput) (*heatFileOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	f, err := s.heatFileOf(ctx, b, in.HeatQuery)
	if err != nil {
		return nil, err
	}
	write, kind := f.csv, mapCSV
	if in.Format == "geojson" {
		write, kind = f.geoJSON, mapGeoJSON
	}
	text, err := write()
	if err != nil {
		return nil, err
	}
	name := fmt.Sprintf("peta-%s-%s-%s.%s", b.Code, f.Measure, f.Month, in.Format)
	return &heatFileOutput{kind, fmt.Sprintf("attachment; filename=%q", name), len(f.Parts), text}, s.takenOut(ctx, b, name)
}

const mapGeoJSON, mapCSV = "application/geo+json", "text/csv; charset=utf-8"

// heatColumns are those of the file.
var heatColumns = []string{
	"part", "kind", "resolution", "desa", "desa_name", "kecamatan", "kecamatan_name", "households", "status", "value", "before",
	"measure", "unit", "month", "against", "filter", "up_to", "version", "notes",
}

// heatFile is what the map shows, with the names of its areas and why it is as it is.
type heatFile struct {
	*HeatAnswer
	month *data.HeatMonth
	notes []data.MonthNote
}

// heatFileOf is what the map shows by a query.
func (s *server) heatFileOf(ctx context.Context, b data.Branch, in HeatQuery) (heatFile, error) {
	a, err := s.heatAnswer(ctx, b, in)
	if err != nil {
		return heatFile{}, err
	}
	m, err := s.heatMonth(ctx, b, in.Month)
	if err != nil {
		return heatFile{}, err
	}
	notes, err := s.notesOf(ctx, b, in.Month)
	return heatFile{&a, m, notes}, err
}

// noted are the notes of a place and of what lies around it.
func (f heatFile) noted(desa []string) string {
	var out []string
	for _, n := range f.notes {
		if slices.ContainsFunc(desa, func(d string) bool { return ledger.Within(geo.AreaCode(d), n.Area) }) {
			out = append(out, n.Day.String()+" "+n.Text)
		}
	}
	return strings.Join(out, "; ")
}

// row is a part as a line of the file; what is not told is empty.
func (f heatFile) row(p HeatPart) []string {
	a, m := f.HeatAnswer, f.month
	codes, names := []string{string(p.Desa)}, []string{m.Names[p.Desa]}
	for _, d := range p.More {
		codes, names = append(codes, string(d)), append(names, m.Names[d])
	}
	households, value, before, upTo := "", "", "", ""
	if p.Households > 0 {
		households = strconv.FormatInt(p.Households, 10)
	}
	if p.Status == heat.Told {
		value = strconv.FormatInt(p.Value, 10)
	}
	if p.Before != nil {
		before = strconv.FormatInt(*p.Before, 10)
	}
	if a.UpTo != nil {
		upTo = a.UpTo.String()
	}
	return []string{
		strconv.Itoa(p.ID), p.Kind, strconv.Itoa(p.Resolution), strings.Join(codes, " "), data.AsText(strings.Join(names, ", ")),
		string(p.Kecamatan), data.AsText(m.Names[p.Kecamatan]), households, string(p.Status), value, before,
		string(a.Measure), string(a.Unit), a.Month, a.Against, data.AsText(a.Filters), upTo, strconv.FormatInt(a.Version, 10), data.AsText(f.noted(codes)),
	}
}

func (f heatFile) csv() ([]byte, error) {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	if err := w.Write(heatColumns); err != nil {
		return nil, fmt.Errorf("map as CSV: %w", err)
	}
	for _, p := range f.Parts {
		if err := w.Write(f.row(p)); err != nil {
			return nil, fmt.Errorf("map as CSV: %w", err)
		}
	}
	w.Flush()
	return out.Bytes(), w.Error()
}

// geoJSON has the outlines too, of the parts that have one.
func (f heatFile) geoJSON() ([]byte, error) {
	shapes := map[int]data.Drawn{}
	for _, s := range f.month.Partition.Drawn(f.Measure.Happened()) {
		shapes[s.ID] = s
	}
	file := geojson.NewFeatureCollection()
	for _, p := range f.Parts {
		one := &geojson.Feature{ID: p.ID, Type: "Feature", Properties: geojson.Properties{}}
		if cells := shapes[p.ID].Cells; len(cells) > 0 {
			outline, err := geo.Outline(cells)
			if err != nil {
				return nil, err
			}
			one.Geometry = outline
		}
		for i, text := range f.row(p) {
			one.Properties[heatColumns[i]] = text
		}
		one.Properties["value"], one.Properties["households"] = nil, nil
		if p.Status == heat.Told {
			one.Properties["value"] = p.Value
		}
		if p.Households > 0 {
			one.Properties["households"] = p.Households
		}
		file.Append(one)
	}
	text, err := json.Marshal(file)
	if err != nil {
		return nil, fmt.Errorf("map as GeoJSON: %w", err)
	}
	return text, nil
}

// describeHeatExport says in the document that the file is no JSON of the API's.
func (s *server) describeHeatExport() {
	file := &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}
	op := s.api.OpenAPI().Paths["/api/v1/branches/{branch}/heat/export"].Get
	op.Responses["200"].Content = map[string]*huma.MediaType{mapGeoJSON: file, mapCSV: file}
}
