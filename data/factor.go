package data

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// SealWith has the store seal the secrets of authenticators; a store without keys
// takes recovery codes alone.
func (s *Store) SealWith(r *Keyring) { s.keys = r }

// SealFactors seals all secrets by the first key: those of before there were any,
// and those under a key before. Those that no key opens stay, and are counted: their
// people need a recovery code, or an admin who takes the factor away.
func (s *Store) SealFactors(ctx context.Context) (unreadable int, err error) {
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, "select account_id, secret from totp order by account_id for update")
		if err != nil {
			return err
		}
		type factor struct {
			Account int64
			Secret  string
		}
		all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[factor])
		if err != nil {
			return err
		}
		unreadable = 0
		for _, f := range all {
			plain, err := s.keys.unseal(f.Secret, f.Account)
			if err != nil {
				unreadable++
				continue
			}
			sealed, err := s.keys.seal(plain, f.Account)
			if err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, "update totp set secret = $2 where account_id = $1", f.Account, sealed); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("seal second factors: %w", err)
	}
	return unreadable, nil
}
