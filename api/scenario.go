package api

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"binaan/data"
	"binaan/data/importer"
	"binaan/data/report"
	"binaan/geo/vector"
	"binaan/planner"
	"binaan/planner/territory"
)

type actsOutput struct {
	Body struct {
		Acts []territory.Act `json:"acts"`
	}
}

// acts are what was said and done about a plan as a whole.
func (s *server) acts(ctx context.Context, in *PlanPath) (*actsOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	out := &actsOutput{}
	out.Body.Acts, err = s.store.Acts(ctx, b.ID, in.ID)
	return out, err
}

// longestPlanName is how many letters the name of a plan has at most.
const longestPlanName = 80

type actInput struct {
	PlanPath
	Body struct {
		Kind     territory.ActKind `json:"kind" enum:"comment,ask,withdraw,approve,refuse,rename,bin,restore"`
		Revision int               `json:"revision" minimum:"0" doc:"Of the draft that was looked at"`
		Text     string            `json:"text,omitempty" maxLength:"2000" doc:"Of rename: the new name, of at most 80 letters"`
	}
}

// act comments on a plan, asks for its approval, says yes or no, or renames a draft, throws
// it away and restores it.
func (s *server) act(ctx context.Context, in *actInput) (*planHeadOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	by, err := who(ctx)
	if err != nil {
		return nil, err
	}
	if in.Body.Kind == territory.ActRename && utf8.RuneCountInString(in.Body.Text) > longestPlanName {
		return nil, fmt.Errorf("rename plan %d: %w", in.ID, errInput)
	}
	a := territory.Act{Kind: in.Body.Kind, Revision: in.Body.Revision, Text: strings.TrimSpace(in.Body.Text)}
	head, err := s.store.Act(ctx, b.ID, in.ID, a, s.today(b), by)
	return &planHeadOutput{head}, err
}

type unpublishInput struct {
	PlanPath
	Body struct {
		Why string `json:"why" maxLength:"500"`
	}
}

// unpublish takes a plan back that has not begun.
func (s *server) unpublish(ctx context.Context, in *unpublishInput) (*planHeadOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	by, err := who(ctx)
	if err != nil {
		return nil, err
	}
	if !says(in.Body.Why) {
		return nil, errNoReason
	}
	head, err := s.store.Unpublish(ctx, b.ID, in.ID, strings.TrimSpace(in.Body.Why), s.today(b), by)
	return &planHeadOutput{head}, err
}

type compareInput struct {
	PlanPath
	Other data.PlanID `path:"other" minimum:"1"`
}

type compareOutput struct{ Body data.PlanComparison }

// comparePlans holds two plans against each other; counts alone, of nobody's household.
func (s *server) comparePlans(ctx context.Context, in *compareInput) (*compareOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	if in.ID == in.Other {
		return nil, fmt.Errorf("compare plan %d with itself: %w", in.ID, errInput)
	}
	c, err := s.store.Compare(ctx, b.ID, [2]data.PlanID{in.ID, in.Other}, s.today(b))
	return &compareOutput{c}, err
}

type importDraftInput struct {
	BranchPath
	Name    string `query:"name" minLength:"1" maxLength:"80" required:"true" doc:"What to call the draft, such as the file's name"`
	RawBody []byte `contentType:"application/octet-stream" doc:"GeoJSON, KML, KMZ, GeoPackage, or a ZIP with a Shapefile; 64 MB at most"`
}

type importDraftOutput struct{ Body importer.PlanReport }

// importDraft makes a draft of a map.
func (s *server) importDraft(ctx context.Context, in *importDraftInput) (*importDraftOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	by, err := who(ctx)
	if err != nil {
		return nil, err
	}
	if !sound(in.Name) {
		return nil, errFileName
	}
	made, err := importer.Plan(ctx, s.store, b, in.RawBody, planner.Seen(in.Name), by)
	for i, l := range made.Losses {
		if l.Text == "" {
			made.Losses[i].Text = report.LossLine(vector.Loss{Code: vector.Code(l.Code)})
		}
	}
	return &importDraftOutput{made}, err
}
