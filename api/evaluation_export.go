package api

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"github.com/danielgtaylor/huma/v2"

	"binaan/data"
	"binaan/data/report"
)

type evaluationExportInput struct {
	BranchPath
	Period string `query:"period" required:"true" maxLength:"12" doc:"2026, 2026-Q4, 2026-11, 2026-11-W2 or 2026-11-W4"`
	Format string `query:"format" enum:"xlsx,pdf" default:"xlsx"`
}

// evaluationFiles are how an evaluation is written.
var evaluationFiles = map[string]struct {
	kind  string
	write func(io.Writer, report.Pack) error
}{
	"xlsx": {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", report.XLSX},
	"pdf":  {"application/pdf", report.PDF},
}

// exportEvaluation sends a period's evaluation as a file.
func (s *server) exportEvaluation(ctx context.Context, in *evaluationExportInput) (*fileOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	pack, err := s.evaluated(ctx, b, in.Period)
	if err != nil {
		return nil, err
	}
	as := evaluationFiles[in.Format]
	var file bytes.Buffer
	if err := as.write(&file, pack); err != nil {
		return nil, err
	}
	name := fmt.Sprintf("evaluasi-%s-%s.%s", b.Code, pack.Period.Text, in.Format)
	return &fileOutput{as.kind, fmt.Sprintf("attachment; filename=%q", name), file.Bytes()}, s.takenOut(ctx, b, name)
}

type packBookOutput struct{ Body data.PackBook }

// listPacks tells which evaluations were written by the branch's cadence.
func (s *server) listPacks(ctx context.Context, in *BranchPath) (*packBookOutput, error) {
	b, err := s.branch(ctx, *in)
	if err != nil {
		return nil, err
	}
	packs, err := s.store.Packs(ctx, b.ID, s.today(b))
	return &packBookOutput{packs}, err
}

type packFileInput struct {
	BranchPath
	Period string `path:"period" maxLength:"12" doc:"2026, 2026-Q4, 2026-11, 2026-11-W2 or 2026-11-W4"`
	Format string `query:"format" enum:"xlsx,pdf" default:"xlsx"`
}

// sendPack sends an evaluation as it was written then.
func (s *server) sendPack(ctx context.Context, in *packFileInput) (*fileOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	file, err := s.store.PackFile(ctx, b.ID, in.Period, in.Format)
	if err != nil {
		return nil, err
	}
	name := fmt.Sprintf("evaluasi-%s-%s.%s", b.Code, in.Period, in.Format)
	return &fileOutput{evaluationFiles[in.Format].kind, fmt.Sprintf("attachment; filename=%q", name), file}, s.takenOut(ctx, b, name)
}

// takenOut writes down who takes a file out.
func (s *server) takenOut(ctx context.Context, b data.Branch, name string) error {
	reader, err := who(ctx)
	if err != nil {
		return err
	}
	return s.store.TakenOut(ctx, b.ID, reader.ID, name)
}

// describeEvaluationExport says in the document that the files are no JSON of the API's.
func (s *server) describeEvaluationExport() {
	file := &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}
	for _, path := range []string{"/evaluation/export", "/evaluation/packs/{period}"} {
		op := s.api.OpenAPI().Paths["/api/v1/branches/{branch}"+path].Get
		op.Responses["200"].Content = map[string]*huma.MediaType{}
		for _, as := range evaluationFiles {
			op.Responses["200"].Content[as.kind] = file
		}
	}
}
