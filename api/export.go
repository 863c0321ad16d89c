package api

import (
	"bytes"
	"context"
	"fmt"

	"github.com/danielgtaylor/huma/v2"

	"binaan/data/report"
)

type exportInput struct {
	PlanPath
	Format string `query:"format" enum:"geojson,csv" default:"geojson" doc:"geojson: a feature for every territory; csv: a line for every desa and territory"`
}

type fileOutput struct {
	Type        string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

const geoJSON, csvText = "application/geo+json", "text/csv; charset=utf-8"

// export sends a territory plan as a file.
func (s *server) export(ctx context.Context, in *exportInput) (*fileOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	reader, err := who(ctx)
	if err != nil {
		return nil, err
	}
	plan, err := s.store.ExportPlan(ctx, b.ID, in.ID, in.Format, reader.ID)
	if err != nil {
		return nil, err
	}
	write, kind := report.GeoJSON, geoJSON
	if in.Format == "csv" {
		write, kind = report.DesaCSV, csvText
	}
	var file bytes.Buffer
	err = write(&file, plan)
	name := fmt.Sprintf("wilayah-%s-%d.%s", b.Code, in.ID, in.Format)
	return &fileOutput{kind, fmt.Sprintf("attachment; filename=%q", name), file.Bytes()}, err
}

// describeExport says in the document that files are no JSON of the API's.
func (s *server) describeExport() {
	file := &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}
	op := s.api.OpenAPI().Paths["/api/v1/branches/{branch}/territory-plans/{id}/export"].Get
	op.Responses["200"].Content = map[string]*huma.MediaType{geoJSON: file, csvText: file}
}
