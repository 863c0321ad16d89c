package data

import (
	"context"
	"crypto/sha256"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
)

// Sessions keeps what scs knows of logged-in browsers, by a hash of the token,
// so that a reader of the table cannot take a session over.
type Sessions struct{ store *Store }

// Sessions is the session table.
func (s *Store) Sessions() Sessions { return Sessions{s} }

// FindCtx returns what was committed under token, unless it has expired.
func (t Sessions) FindCtx(ctx context.Context, token string) (content []byte, found bool, err error) {
	err = t.store.pool.QueryRow(ctx, "select content from session where token_hash = $1 and expires_at > now()", hashed(token)).Scan(&content)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, false, nil
	}
	return content, err == nil, err
}

// CommitCtx keeps content under token until expiry, and forgets what expired.
func (t Sessions) CommitCtx(ctx context.Context, token string, content []byte, expiry time.Time) error {
	batch := &pgx.Batch{}
	batch.Queue(`
		insert into session (token_hash, content, expires_at)
		values ($1, $2, $3)
		on conflict (token_hash) do update set content = excluded.content, expires_at = excluded.expires_at`, hashed(token), content, expiry)
	batch.Queue("delete from session where expires_at < now()")
	return t.store.pool.SendBatch(ctx, batch).Close()
}

// DeleteCtx forgets token.
func (t Sessions) DeleteCtx(ctx context.Context, token string) error {
	_, err := t.store.pool.Exec(ctx, "delete from session where token_hash = $1", hashed(token))
	return err
}

// Find, Commit and Delete complete what scs asks of a store; it calls the ones
// with a context.
func (t Sessions) Find(token string) ([]byte, bool, error) {
	return t.FindCtx(context.Background(), token)
}

// Commit is CommitCtx without a context.
func (t Sessions) Commit(token string, content []byte, expiry time.Time) error {
	return t.CommitCtx(context.Background(), token, content, expiry)
}

// Delete is DeleteCtx without a context.
func (t Sessions) Delete(token string) error { return t.DeleteCtx(context.Background(), token) }

func hashed(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}
