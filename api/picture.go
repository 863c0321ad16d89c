package api

import (
	"context"
	"encoding/hex"
	"fmt"

	"binaan/data"
	"binaan/planner"
)

// PicturePath names a picture by the event that names it and its SHA-256.
type PicturePath struct {
	Event string `path:"event" format:"uuid"`
	Hash  string `path:"hash" pattern:"^[0-9a-f]{64}$"`
}

func (p PicturePath) name() (n data.PictureName, err error) {
	n.Event = planner.EventID(p.Event)
	_, err = hex.Decode(n.Hash[:], []byte(p.Hash))
	return n, err
}

type pieceInput struct {
	PicturePath
	Size    int    `query:"size" minimum:"1" maximum:"409600" required:"true" doc:"Bytes of the whole"`
	Offset  int    `query:"offset" minimum:"0" maximum:"409600" doc:"Where these bytes begin"`
	RawBody []byte `contentType:"application/octet-stream" maxLength:"65536"`
}

type takingOutput struct{ Body data.Taking }

// takePicture takes a piece of a picture of a kader's own event.
func (s *server) takePicture(ctx context.Context, in *pieceInput) (*takingOutput, error) {
	a, err := who(ctx)
	if err != nil {
		return nil, err
	}
	if a.Kader == nil || len(a.Branches) == 0 {
		return nil, fmt.Errorf("account %s speaks for no kader: %w", a.Login, data.ErrNotFound)
	}
	name, err := in.name()
	if err != nil {
		return nil, err
	}
	t, err := s.store.TakePicture(ctx, a.Branches[0].ID, *a.Kader, data.Piece{PictureName: name, Size: in.Size, Offset: in.Offset, Bytes: in.RawBody})
	if err != nil {
		return nil, err
	}
	return &takingOutput{t}, nil
}

type showPictureInput struct {
	BranchPath
	PicturePath
}

type pictureOutput struct {
	Type         string `header:"Content-Type"`
	CacheControl string `header:"Cache-Control"`
	Body         []byte
}

// showPicture shows a picture to who may see households.
func (s *server) showPicture(ctx context.Context, in *showPictureInput) (*pictureOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	reader, err := who(ctx)
	if err != nil {
		return nil, err
	}
	name, err := in.name()
	if err != nil {
		return nil, err
	}
	picture, err := s.store.Picture(ctx, b.ID, name, reader.ID)
	if err != nil {
		return nil, err
	}
	return &pictureOutput{"image/jpeg", "no-store", picture}, nil
}
