package api

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/paulmach/orb/geojson"

	"binaan/data"
	"binaan/geo"
	"binaan/planner/heat"
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
	a, err := s.heatAnswer(ctx, b, in.HeatQuery)
	if err != nil {
		return nil, err
	}
	m, err := s.heatMonth(ctx, b, in.Month)
	if err != nil {
		return nil, err
	}
	write, kind := a.csv, mapCSV
	if in.Format == "geojson" {
		write, kind = a.geoJSON, mapGeoJSON
	}
	text, err := write(m)
	name := fmt.Sprintf("peta-%s-%s-%s.%s", b.Code, a.Measure, a.Month, in.Format)
	return &heatFileOutput{kind, fmt.Sprintf("attachment; filename=%q", name), len(a.Parts), text}, err
}

const mapGeoJSON, mapCSV = "application/geo+json", "text/csv; charset=utf-8"

// heatColumns are those of the file.
var heatColumns = []string{
	"part", "kind", "resolution", "desa", "desa_name", "kecamatan", "kecamatan_name", "households", "status", "value", "before",
	"measure", "unit", "month", "against", "filter", "up_to", "version",
}

// row is a part as a line of the file; what is not told is empty.
func (a *HeatAnswer) row(m *data.HeatMonth, p HeatPart) []string {
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
		string(a.Measure), string(a.Unit), a.Month, a.Against, data.AsText(a.Filters), upTo, strconv.FormatInt(a.Version, 10),
	}
}

func (a *HeatAnswer) csv(m *data.HeatMonth) ([]byte, error) {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	if err := w.Write(heatColumns); err != nil {
		return nil, fmt.Errorf("map as CSV: %w", err)
	}
	for _, p := range a.Parts {
		if err := w.Write(a.row(m, p)); err != nil {
			return nil, fmt.Errorf("map as CSV: %w", err)
		}
	}
	w.Flush()
	return out.Bytes(), w.Error()
}

// geoJSON has the outlines too, of the parts that have one.
func (a *HeatAnswer) geoJSON(m *data.HeatMonth) ([]byte, error) {
	shapes := map[int]drawnPart{}
	for _, s := range shapesOf(m.Partition, a.Measure) {
		shapes[s.ID] = s
	}
	file := geojson.NewFeatureCollection()
	for _, p := range a.Parts {
		f := &geojson.Feature{ID: p.ID, Type: "Feature", Properties: geojson.Properties{}}
		if cells := shapes[p.ID].Cells; len(cells) > 0 {
			outline, err := geo.Outline(cells)
			if err != nil {
				return nil, err
			}
			f.Geometry = outline
		}
		for i, text := range a.row(m, p) {
			f.Properties[heatColumns[i]] = text
		}
		f.Properties["value"], f.Properties["households"] = nil, nil
		if p.Status == heat.Told {
			f.Properties["value"] = p.Value
		}
		if p.Households > 0 {
			f.Properties["households"] = p.Households
		}
		file.Append(f)
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
