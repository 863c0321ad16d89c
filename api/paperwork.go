package api

import (
	"bytes"
	"context"
	"fmt"

	"github.com/danielgtaylor/huma/v2"

	"binaan/data"
	"binaan/data/report"
	"binaan/geo"
	"binaan/planner"
)

type paperworkOutput struct {
	Body struct {
		Today planner.Day      `json:"today"`
		Kader []data.Paperwork `json:"kader" doc:"Whose contract ends first comes first"`

		Supervisors []data.TaskOwner `json:"supervisors" doc:"Who may look after kader"`
	}
}

func (s *server) paperwork(ctx context.Context, in *BranchPath) (*paperworkOutput, error) {
	b, err := s.branch(ctx, *in)
	if err != nil {
		return nil, err
	}
	out := &paperworkOutput{}
	out.Body.Today = s.today(b)
	if out.Body.Kader, err = s.store.Paperwork(ctx, b.ID); err != nil {
		return nil, err
	}
	out.Body.Supervisors, err = s.store.Supervisors(ctx, b.ID)
	return out, err
}

type setSupervisorInput struct {
	KaderPath
	Body struct {
		Account *int64      `json:"account" nullable:"true" doc:"null: every supervisor of the branch"`
		From    planner.Day `json:"from" doc:"Today or later"`
	}
}

// setSupervisor says who looks after a kader from a day on.
func (s *server) setSupervisor(ctx context.Context, in *setSupervisorInput) (*struct{}, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	if in.Body.From < s.today(b) {
		return nil, fmt.Errorf("supervisor from %s: %w", in.Body.From, errPast)
	}
	return nil, s.store.SetSupervisor(ctx, b.ID, in.Kader, data.Supervision{From: in.Body.From, Account: in.Body.Account}, by(ctx))
}

type addLetterInput struct {
	KaderPath
	Body struct {
		Number string         `json:"number" minLength:"1" maxLength:"60"`
		From   planner.Day    `json:"from"`
		Until  planner.Day    `json:"until" doc:"Included"`
		Desa   []geo.AreaCode `json:"desa,omitempty" maxItems:"50" doc:"None: those of the kader's territories in force on the first day"`
	}
}

type letterOutput struct{ Body data.Letter }

func (s *server) addLetter(ctx context.Context, in *addLetterInput) (*letterOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	l, err := s.store.AddLetter(ctx, b, data.NewLetter{
		Kader: in.Kader, Number: in.Body.Number, From: in.Body.From, Until: in.Body.Until, Desa: in.Body.Desa, By: by(ctx),
	})
	if err != nil {
		return nil, err
	}
	return &letterOutput{l}, nil
}

type NumberPath struct {
	BranchPath
	ID int64 `path:"id" minimum:"1"`
}

func (s *server) withdrawLetter(ctx context.Context, in *NumberPath) (*struct{}, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	return nil, s.store.WithdrawLetter(ctx, b.ID, in.ID, by(ctx))
}

// letterPDF sends a letter as a page to sign.
func (s *server) letterPDF(ctx context.Context, in *NumberPath) (*fileOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	l, err := s.store.Letter(ctx, b.ID, in.ID)
	if err != nil {
		return nil, err
	}
	var file bytes.Buffer
	if err := report.LetterPDF(&file, b, l, s.store.Now()); err != nil {
		return nil, err
	}
	name := fmt.Sprintf("surat-tugas-%s-%d.pdf", b.Code, l.ID)
	return &fileOutput{"application/pdf", fmt.Sprintf("attachment; filename=%q", name), file.Bytes()}, s.takenOut(ctx, b, name)
}

// describeLetterPDF says in the document that the file is no JSON of the API's.
func (s *server) describeLetterPDF() {
	op := s.api.OpenAPI().Paths["/api/v1/branches/{branch}/letters/{id}/pdf"].Get
	op.Responses["200"].Content = map[string]*huma.MediaType{"application/pdf": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}
}

type cardOutput struct {
	Body struct {
		State data.CardState `json:"state" doc:"What the public page says of it today: good, expired or idle"`
		URL   string         `json:"url" doc:"Where the code of the card leads, below this server's address"`
	}
}

// card is the kader's card that is good, to be printed.
func (s *server) card(ctx context.Context, in *KaderPath) (*cardOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	state, err := s.store.CardState(ctx, b.ID, in.Kader)
	if err != nil {
		return nil, err
	}
	code, err := s.store.CardCode(ctx, b.ID, in.Kader)
	out := &cardOutput{}
	out.Body.State, out.Body.URL = state, cardPath+code
	return out, err
}

// takeCard takes a lost or copied card back.
func (s *server) takeCard(ctx context.Context, in *KaderPath) (*struct{}, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	return nil, s.store.TakeCard(ctx, b.ID, in.Kader, by(ctx))
}

type photoOutput struct {
	ContentType string `header:"Content-Type"`
	Body        []byte
}

func (s *server) photo(ctx context.Context, in *KaderPath) (*photoOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	photo, err := s.store.Photo(ctx, b.ID, in.Kader)
	if err != nil {
		return nil, err
	}
	return &photoOutput{"image/jpeg", photo}, nil
}

type setPhotoInput struct {
	KaderPath
	RawBody []byte `contentType:"application/octet-stream" doc:"JPEG or PNG, 1 MiB at most"`
}

func (s *server) setPhoto(ctx context.Context, in *setPhotoInput) (*struct{}, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	return nil, s.store.SetPhoto(ctx, b.ID, in.Kader, in.RawBody, by(ctx))
}

func (s *server) removePhoto(ctx context.Context, in *KaderPath) (*struct{}, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	return nil, s.store.RemovePhoto(ctx, b.ID, in.Kader, by(ctx))
}
