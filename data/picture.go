package data

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
)

// PictureName names a picture: the event that names it, and its SHA-256.
type PictureName struct {
	Event planner.EventID
	Hash  [sha256.Size]byte
}

// Piece is a part of a sealed picture, from an offset on.
type Piece struct {
	PictureName
	Size   int // of the whole
	Offset int
	Bytes  []byte
}

// Taking is how far a picture has come.
type Taking struct {
	Have int  `json:"have"` // bytes, from the first on
	Done bool `json:"done"`
}

// MostPicture is the most bytes of a sealed picture.
const MostPicture = 400 << 10

// ErrPicture: what came is no picture, or not the one that the event names.
var ErrPicture = errors.New("photo is not the one that was named")

// TakePicture keeps a piece of a picture that an event of the kader names. A piece that
// does not begin where the last one ended changes nothing: the answer tells where to go
// on. ErrNotFound: no event of the kader names it. ErrPicture: it is whole and another;
// it is forgotten then.
func (s *Store) TakePicture(ctx context.Context, b BranchID, kader planner.KaderID, p Piece) (t Taking, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		if err := namesPicture(ctx, tx, b, kader, p.PictureName); err != nil {
			return err
		}
		var done bool
		var body []byte
		_, err := tx.Exec(ctx, "insert into photo (branch_id, event_id, hash, kader_id, size, body) values ($1, $2, $3, $4, $5, '') on conflict do nothing",
			b, p.Event, p.Hash[:], kader, p.Size)
		if err != nil {
			return err
		}
		err = tx.QueryRow(ctx, `
			update photo
			set body = case when done_at is null and size = $4 and octet_length(body) = $5 and $5 + octet_length($6::bytea) <= size then body || $6 else body end
			where branch_id = $1 and event_id = $2 and hash = $3
			returning body, done_at is not null`, b, p.Event, p.Hash[:], p.Size, p.Offset, p.Bytes).Scan(&body, &done)
		t = Taking{Have: len(body), Done: done}
		if err != nil || done || len(body) < p.Size {
			return err
		}
		t.Done = true
		_, err = tx.Exec(ctx, "update photo set done_at = moment() where branch_id = $1 and event_id = $2 and hash = $3", b, p.Event, p.Hash[:])
		return err
	})
	if err == nil && t.Done {
		_, err = s.openPicture(ctx, b, p.PictureName)
	}
	if errors.Is(err, ErrPicture) {
		err = errors.Join(err, s.forgetPicture(ctx, b, p.PictureName))
	}
	if err != nil {
		return Taking{}, fmt.Errorf("photo of event %s: %w", p.Event, err)
	}
	return t, nil
}

// namesPicture reports ErrNotFound unless an event of the kader names the picture.
func namesPicture(ctx context.Context, tx pgx.Tx, b BranchID, kader planner.KaderID, p PictureName) error {
	var is bool
	err := tx.QueryRow(ctx, `
		select coalesce((body::jsonb -> 'payload' -> 'photos') ? $4, false)
		from event
		where branch_id = $1 and id = $2 and kader_id = $3`, b, p.Event, kader, hex.EncodeToString(p.Hash[:])).Scan(&is)
	if err == nil && !is {
		return ErrNotFound
	}
	return missing(err)
}

func (s *Store) forgetPicture(ctx context.Context, b BranchID, p PictureName) error {
	return s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, "delete from photo where branch_id = $1 and event_id = $2 and hash = $3", b, p.Event, p.Hash[:])
		return err
	})
}

// openPicture is a picture as the phone took it. ErrNotFound: it has not come, or not
// wholly. ErrPicture.
func (s *Store) openPicture(ctx context.Context, b BranchID, p PictureName) ([]byte, error) {
	var sealed []byte
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		return tx.QueryRow(ctx, "select body from photo where branch_id = $1 and event_id = $2 and hash = $3 and done_at is not null", b, p.Event, p.Hash[:]).Scan(&sealed)
	})
	if err != nil {
		return nil, missing(err)
	}
	opened, err := s.OpenSealed(ctx, b, [][]byte{sealed})
	if err != nil {
		return nil, err
	}
	if !bytes.HasPrefix(opened[0], []byte{0xff, 0xd8, 0xff}) || sha256.Sum256(opened[0]) != p.Hash {
		return nil, ErrPicture
	}
	return opened[0], nil
}

// Picture is a picture that an event names, a JPEG; that it was looked at is audited.
// ErrNotFound: there is none, or it has not come wholly.
func (s *Store) Picture(ctx context.Context, b BranchID, p PictureName, reader int64) ([]byte, error) {
	picture, err := s.openPicture(ctx, b, p)
	if err != nil {
		return nil, fmt.Errorf("photo of event %s: %w", p.Event, err)
	}
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		var home *planner.HouseholdID
		if err := tx.QueryRow(ctx, "select household_id from event where branch_id = $1 and id = $2", b, p.Event).Scan(&home); err != nil {
			return missing(err)
		}
		var seen []planner.HouseholdID
		if home != nil {
			seen = append(seen, *home)
		}
		return Record(ctx, tx, b, Audit{Account: reader, Act: "read photo", Households: seen})
	})
	if err != nil {
		return nil, fmt.Errorf("photo of event %s: %w", p.Event, err)
	}
	return picture, nil
}
