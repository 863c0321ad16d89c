package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"binaan/data"
	"binaan/planner/territory"
)

type drawInput struct {
	PlanPath
	Body struct {
		ID      string             `json:"id" format:"uuid" doc:"Made by the client: a stroke sent twice lands once"`
		On      int                `json:"on" minimum:"0" maximum:"2147483647" doc:"Revision of the draft that its maker saw"`
		Changes []territory.Change `json:"changes" maxItems:"20000"`
		Undo    string             `json:"undo,omitempty" format:"uuid" doc:"An own stroke that this one takes back; changes are what is left of it, the other way round"`
		Reason  string             `json:"reason,omitempty" maxLength:"200" doc:"Why a rule is broken for now"`
	}
}

type landedOutput struct{ Body data.Landed }

// draw lays a stroke on a draft.
func (s *server) draw(ctx context.Context, in *drawInput) (*landedOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	by, err := who(ctx)
	if err != nil {
		return nil, err
	}
	if len(in.Body.Changes) == 0 && in.Body.Undo == "" {
		return nil, fmt.Errorf("stroke without changes: %w", errInput)
	}
	stroke := territory.Stroke{
		ID: strings.ToLower(in.Body.ID), On: in.Body.On, Changes: in.Body.Changes, Undo: strings.ToLower(in.Body.Undo), Reason: strings.TrimSpace(in.Body.Reason),
	}
	landed, err := s.store.Draw(ctx, b.ID, in.ID, stroke, by)
	return &landedOutput{landed}, err
}

type strokesInput struct {
	PlanPath
	After int `query:"after" minimum:"0" maximum:"2147483647" doc:"Revision after which strokes are told"`
}

type strokesOutput struct {
	Body struct {
		Strokes []territory.Stroke `json:"strokes"`
	}
}

func (s *server) strokes(ctx context.Context, in *strokesInput) (*strokesOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	out := &strokesOutput{}
	out.Body.Strokes, err = s.store.Strokes(ctx, b.ID, in.ID, in.After)
	return out, err
}

type drawingOutput struct{ Body data.Drawing }

func (s *server) drawing(ctx context.Context, in *PlanPath) (*drawingOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	d, err := s.store.Drawing(ctx, b.ID, in.ID)
	return &drawingOutput{d}, err
}

type draftInput struct {
	BranchPath
	Body data.NewDraft
}

// addDraft makes a draft to draw on.
func (s *server) addDraft(ctx context.Context, in *draftInput) (*planHeadOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	by, err := who(ctx)
	if err != nil {
		return nil, err
	}
	head, err := s.store.AddDraft(ctx, b.ID, in.Body, s.today(b), by.Login)
	return &planHeadOutput{head}, err
}

// conflictsOf are the places where a stroke met somebody else's, each as a detail of
// the problem.
func conflictsOf(ctx context.Context, err error) *huma.ErrorModel {
	var stroke *territory.ConflictError
	if !errors.As(err, &stroke) {
		return nil
	}
	p := problem{
		indonesian: "Sebagian desa ini tidak seperti yang Anda lihat, dan bukan karena coretan: rencananya dibagi lagi atau datanya berubah. Coretan tidak dipakai; muat ulang.",
		english:    "Some of these desa are not as you saw them, and no stroke did that: the plan was divided again, or its data changed. The stroke was not used; reload.",
	}
	if by := new(data.DoneError); errors.As(err, &by) {
		p.indonesian = fmt.Sprintf("Sebagian desa ini sudah diubah oleh %v pada %v. Coretan tidak dipakai; lihat keadaan sekarang.", by.Who, by.Day)
		p.english = fmt.Sprintf("%v changed some of these desa on %v. The stroke was not used; see how it is now.", by.Who, by.Day)
	}
	told := &huma.ErrorModel{Status: http.StatusConflict, Title: http.StatusText(http.StatusConflict), Detail: p.in(ctx), Type: strokeInTheWay}
	for _, c := range stroke.Conflicts {
		told.Errors = append(told.Errors, &huma.ErrorDetail{Message: "in other hands", Location: string(c.Desa), Value: c})
	}
	return told
}

// strokeInTheWay is the type of a refusal whose details are conflicts.
const strokeInTheWay = "urn:binaan:stroke"
