package data

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// A sealed record is what only the server can open: a one-time P-256 point of the
// sender (65 bytes, uncompressed), a nonce (12 bytes), and the text under AES-256-GCM.
// The key is HKDF-SHA-256 of the shared secret with the point as salt. The phone's
// half is web/src/features/outbox/seal.ts.
const (
	sealPoint = 65
	sealNonce = 12
	sealInfo  = "binaan outbox 1"
)

// ErrSeal: a sealed record is damaged, or was sealed to another key.
var ErrSeal = errors.New("a sealed record cannot be opened")

// SealKey is the public key that the phones of a branch seal to, an uncompressed
// point; it is made when it is first asked for and stays.
func (s *Store) SealKey(ctx context.Context, b BranchID) (public []byte, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		public, err = sealKeyIn(ctx, tx, b)
		if !errors.Is(err, ErrNotFound) {
			return err
		}
		fresh, err := ecdh.P256().GenerateKey(rand.Reader)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, "insert into seal_key (branch_id, public, private) values ($1, $2, $3) on conflict do nothing",
			b, fresh.PublicKey().Bytes(), fresh.Bytes())
		if err != nil {
			return err
		}
		public, err = sealKeyIn(ctx, tx, b)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("seal key of branch %d: %w", b, err)
	}
	return public, nil
}

func sealKeyIn(ctx context.Context, tx pgx.Tx, b BranchID) (public []byte, err error) {
	err = tx.QueryRow(ctx, "select public from seal_key where branch_id = $1", b).Scan(&public)
	return public, missing(err)
}

// OpenSealed opens what phones of a branch have sealed, in its order; nil where one
// cannot be opened.
func (s *Store) OpenSealed(ctx context.Context, b BranchID, sealed [][]byte) ([][]byte, error) {
	var private []byte
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		return tx.QueryRow(ctx, "select private from seal_key where branch_id = $1", b).Scan(&private)
	})
	if err != nil {
		return nil, fmt.Errorf("seal key of branch %d: %w", b, missing(err))
	}
	key, err := ecdh.P256().NewPrivateKey(private)
	if err != nil {
		return nil, fmt.Errorf("seal key of branch %d: %w", b, err)
	}
	texts := make([][]byte, len(sealed))
	for i, one := range sealed {
		if text, err := unseal(key, one); err == nil {
			texts[i] = text
		}
	}
	return texts, nil
}

func unseal(key *ecdh.PrivateKey, sealed []byte) ([]byte, error) {
	if len(sealed) < sealPoint+sealNonce {
		return nil, ErrSeal
	}
	point, nonce, text := sealed[:sealPoint], sealed[sealPoint:sealPoint+sealNonce], sealed[sealPoint+sealNonce:]
	from, err := ecdh.P256().NewPublicKey(point)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSeal, err)
	}
	shared, err := key.ECDH(from)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSeal, err)
	}
	secret, err := hkdf.Key(sha256.New, shared, point, sealInfo, 32)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSeal, err)
	}
	block, err := aes.NewCipher(secret)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSeal, err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSeal, err)
	}
	out, err := gcm.Open(nil, nonce, text, nil)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSeal, err)
	}
	return out, nil
}
