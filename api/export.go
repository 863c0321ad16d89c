package api

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"github.com/danielgtaylor/huma/v2"

	"binaan/data/report"
	"binaan/geo/vector"
)

type exportInput struct {
	PlanPath
	Format report.Format `query:"format" enum:"geojson,csv,blocks,gpkg,shp,kml,pdf,sheets" default:"geojson" doc:"geojson: a feature for every territory; csv: a line for every desa and territory; blocks: a line for every block; gpkg, shp (in a ZIP) and kml: layers of territories and of desa; pdf: the branch's map and table; sheets: a page for every kader, as PDF"`
}

type fileOutput struct {
	Type        string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

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
	plan, err := s.store.ExportPlan(ctx, b.ID, in.ID, string(in.Format), reader.ID)
	if err != nil {
		return nil, err
	}
	var file bytes.Buffer
	_, err = report.Export(&file, in.Format, b, plan, b.Here(s.store.Now()))
	name := fmt.Sprintf("wilayah-%s-%d.%s", b.Code, in.ID, in.Format.Ending())
	return &fileOutput{in.Format.Type(), fmt.Sprintf("attachment; filename=%q", name), file.Bytes()}, err
}

// ExportLoss is what a file could not hold, also in words.
type ExportLoss struct {
	vector.Loss
	Text string `json:"text"`
}

type exportLossOutput struct {
	Body struct {
		Losses []ExportLoss `json:"losses"`
	}
}

// exportLoss tells what a file would lose, before it is taken.
func (s *server) exportLoss(ctx context.Context, in *exportInput) (*exportLossOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	plan, err := s.store.PlanFile(ctx, b.ID, in.ID)
	if err != nil {
		return nil, err
	}
	lost, err := report.Export(io.Discard, in.Format, b, plan, b.Here(s.store.Now()))
	out := &exportLossOutput{}
	out.Body.Losses = worded(lost)
	return out, err
}

func worded(lost []vector.Loss) []ExportLoss {
	out := []ExportLoss{}
	for _, l := range lost {
		out = append(out, ExportLoss{l, report.LossLine(l)})
	}
	return out
}

// describeExport says in the document that files are no JSON of the API's.
func (s *server) describeExport() {
	file := &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}
	op := s.api.OpenAPI().Paths["/api/v1/branches/{branch}/territory-plans/{id}/export"].Get
	kinds := map[string]*huma.MediaType{}
	for _, f := range report.Formats {
		kinds[f.Type()] = file
	}
	op.Responses["200"].Content = kinds
}
