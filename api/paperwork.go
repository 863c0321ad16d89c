package api

import (
	"context"

	"binaan/data"
	"binaan/geo"
	"binaan/planner"
)

type paperworkOutput struct {
	Body struct {
		Today planner.Day      `json:"today"`
		Kader []data.Paperwork `json:"kader" doc:"Whose contract ends first comes first"`
	}
}

func (s *server) paperwork(ctx context.Context, in *BranchPath) (*paperworkOutput, error) {
	b, err := s.branch(ctx, *in)
	if err != nil {
		return nil, err
	}
	out := &paperworkOutput{}
	out.Body.Today = s.today(b)
	out.Body.Kader, err = s.store.Paperwork(ctx, b.ID)
	return out, err
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
