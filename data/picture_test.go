package data_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"testing"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
)

// pictured is a branch where kader 1 noted a payment with a picture of its receipt.
type pictured struct {
	store   *data.Store
	b       data.BranchID
	picture []byte
	sealed  []byte
	name    data.PictureName
}

func photographed(t *testing.T) pictured {
	t.Helper()
	store, village := datatest.NewVillage(t)
	b := village.ID
	p := pictured{store: store, b: b, picture: append([]byte{0xff, 0xd8, 0xff, 0xe0}, bytes.Repeat([]byte("resi"), 500)...)}
	p.name = data.PictureName{Event: "01930000-0000-7000-8000-00000000f070", Hash: sha256.Sum256(p.picture)}
	datatest.Record(t, store, b, planner.Event{
		ID: p.name.Event, Household: 1, Kader: 1, Type: planner.Code(planner.NotHome), At: datatest.At(datatest.Today(), 600),
		Payload: planner.Payload{Photos: []string{hex.EncodeToString(p.name.Hash[:])}},
	})
	key, err := store.SealKey(t.Context(), b)
	if err != nil {
		t.Fatal(err)
	}
	p.sealed = datatest.SealTo(t, key, p.picture)
	return p
}

func (p pictured) take(t *testing.T, offset, end int) data.Taking {
	t.Helper()
	got, err := p.store.TakePicture(t.Context(), p.b, 1, data.Piece{PictureName: p.name, Size: len(p.sealed), Offset: offset, Bytes: p.sealed[offset:end]})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestAPhotoComesInPiecesAndGoesOnWhereItBrokeOff(t *testing.T) {
	t.Parallel()
	p := photographed(t)
	for _, piece := range []struct {
		offset, end int
		want        data.Taking
	}{
		{0, 700, data.Taking{Have: 700}},
		{0, 700, data.Taking{Have: 700}},   // the answer was lost
		{900, 950, data.Taking{Have: 700}}, // one is missing before it
		{700, len(p.sealed), data.Taking{Have: len(p.sealed), Done: true}},
		{0, 700, data.Taking{Have: len(p.sealed), Done: true}}, // all of it again
	} {
		if got := p.take(t, piece.offset, piece.end); got != piece.want {
			t.Errorf("bytes %d to %d: %+v, want %+v", piece.offset, piece.end, got, piece.want)
		}
	}
	got, err := p.store.Picture(t.Context(), p.b, p.name, 7)
	if err != nil || !bytes.Equal(got, p.picture) {
		t.Errorf("the picture: %d bytes, %v", len(got), err)
	}
}

func TestAPhotoIsKeptOnlyAsItWasNamed(t *testing.T) {
	t.Parallel()
	p := photographed(t)
	if _, err := p.store.Picture(t.Context(), p.b, p.name, 7); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("before it came: %v, want ErrNotFound", err)
	}
	piece := data.Piece{PictureName: p.name, Size: len(p.sealed), Bytes: p.sealed}
	if _, err := p.store.TakePicture(t.Context(), p.b, 2, piece); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("of another kader: %v, want ErrNotFound", err)
	}
	stranger := piece
	stranger.Hash[0]++
	if _, err := p.store.TakePicture(t.Context(), p.b, 1, stranger); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("that the event does not name: %v, want ErrNotFound", err)
	}
	broken := piece
	broken.Bytes = bytes.Clone(p.sealed)
	broken.Bytes[90]++
	if _, err := p.store.TakePicture(t.Context(), p.b, 1, broken); !errors.Is(err, data.ErrPicture) {
		t.Errorf("damaged on its way: %v, want ErrPicture", err)
	}
	if got := p.take(t, 0, len(p.sealed)); !got.Done {
		t.Errorf("sent whole after that: %+v", got)
	}
}

func TestPhotosGoWhenTheirTimeIsUp(t *testing.T) {
	t.Parallel()
	p := photographed(t)
	p.take(t, 0, len(p.sealed))
	for _, late := range []struct {
		days int
		want int64
	}{{0, 0}, {100, 1}} {
		if late.days > 0 {
			err := p.store.InBranch(t.Context(), []data.BranchID{p.b}, func(tx pgx.Tx) error {
				_, err := tx.Exec(t.Context(), "update photo set begun_at = begun_at - make_interval(days => $1)", late.days)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		got, err := p.store.Forget(t.Context(), p.b, datatest.Today())
		if err != nil || got.Photos != late.want {
			t.Errorf("after %d days %d photos went, %v; want %d", late.days, got.Photos, err, late.want)
		}
	}
}
