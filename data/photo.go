package data

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	_ "image/png" // phones send both

	"github.com/jackc/pgx/v5"
	scaling "golang.org/x/image/draw"

	"binaan/planner"
)

// A kader's photo as it is kept and shown: a portrait of 3 to 4.
const (
	photoWidth  = 192
	photoHeight = 256
	photoGrade  = 78
)

// mostPixels of a photo are unpacked: 16 million take some 50 MB.
const mostPixels = 16_000_000

// unpacking lets one photo be unpacked at a time, whoever sends however many.
var unpacking = newQueue(1, 0)

// ErrPhoto: the file is no photo that can be read, or is too large.
var ErrPhoto = errors.New("no photo, or too large a one")

// Portrait is a photo as it is kept: a JPEG of 192 by 256, cut around the middle, with
// nothing of what cameras write beside the picture. ErrPhoto.
func Portrait(file []byte) ([]byte, error) {
	head, _, err := image.DecodeConfig(bytes.NewReader(file))
	if err != nil || head.Width*head.Height > mostPixels || min(head.Width, head.Height) < 64 {
		return nil, ErrPhoto
	}
	from, _, err := image.Decode(bytes.NewReader(file))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrPhoto, err)
	}
	to := image.NewRGBA(image.Rect(0, 0, photoWidth, photoHeight))
	draw.Draw(to, to.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	scaling.CatmullRom.Scale(to, to.Bounds(), from, middle(from.Bounds()), draw.Over, nil)
	var out bytes.Buffer
	if err := jpeg.Encode(&out, to, &jpeg.Options{Quality: photoGrade}); err != nil {
		return nil, fmt.Errorf("photo: %w", err)
	}
	return out.Bytes(), nil
}

// middle is the largest part of a picture around its middle of a photo's proportions.
func middle(r image.Rectangle) image.Rectangle {
	w := min(r.Dx(), r.Dy()*photoWidth/photoHeight)
	h := min(r.Dy(), r.Dx()*photoHeight/photoWidth)
	at := r.Min.Add(image.Pt((r.Dx()-w)/2, (r.Dy()-h)/2))
	return image.Rectangle{at, at.Add(image.Pt(w, h))}
}

// SetPhoto keeps a kader's photo in the place of the one before. ErrPhoto, ErrNotFound.
func (s *Store) SetPhoto(ctx context.Context, b BranchID, id planner.KaderID, file []byte, by By) error {
	var kept []byte
	err := unpacking.do(ctx, func() (err error) {
		kept, err = Portrait(file)
		return err
	})
	if err == nil {
		err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
			if _, err := kaderIn(ctx, tx, id); err != nil {
				return err
			}
			_, err := tx.Exec(ctx, `
				insert into kader_photo (branch_id, kader_id, jpeg) values ($1, $2, $3)
				on conflict (branch_id, kader_id) do update set jpeg = excluded.jpeg, made_at = moment()`, b, id, kept)
			if err != nil {
				return err
			}
			return note(ctx, tx, Access{Account: by.Account, Act: "set photo", About: fmt.Sprintf("kader %d of branch %d", id, b), Address: by.Address})
		})
	}
	if err != nil {
		return fmt.Errorf("photo of kader %d: %w", id, err)
	}
	return nil
}

// RemovePhoto forgets a kader's photo; there may have been none. ErrNotFound: no such kader.
func (s *Store) RemovePhoto(ctx context.Context, b BranchID, id planner.KaderID, by By) error {
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		if _, err := kaderIn(ctx, tx, id); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "delete from kader_photo where branch_id = $1 and kader_id = $2", b, id); err != nil {
			return err
		}
		return note(ctx, tx, Access{Account: by.Account, Act: "remove photo", About: fmt.Sprintf("kader %d of branch %d", id, b), Address: by.Address})
	})
	if err != nil {
		return fmt.Errorf("remove photo of kader %d: %w", id, err)
	}
	return nil
}

// Photo is a kader's photo, a JPEG. ErrNotFound: there is none.
func (s *Store) Photo(ctx context.Context, b BranchID, id planner.KaderID) (photo []byte, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		if photo, err = photoIn(ctx, tx, id); err == nil && photo == nil {
			err = ErrNotFound
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("photo of kader %d: %w", id, err)
	}
	return photo, nil
}

// photoIn is nil where there is none.
func photoIn(ctx context.Context, tx pgx.Tx, id planner.KaderID) (photo []byte, err error) {
	err = tx.QueryRow(ctx, "select jpeg from kader_photo where kader_id = $1", id).Scan(&photo)
	if errors.Is(missing(err), ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("photo: %w", err)
	}
	return photo, nil
}
