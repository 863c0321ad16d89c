package data

import (
	"cmp"
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// Kedeputian is a regional office that looks after branches.
type Kedeputian struct {
	Code string `json:"code" pattern:"^[0-9A-Za-z][0-9A-Za-z-]{0,11}$"`
	Name string `json:"name" maxLength:"80"`
}

// SetKedeputian says which kedeputian looks after a branch, and how it is called: for all
// its branches. Without a code none does; without a name it keeps the one it has, or is
// called by its code.
func (s *Store) SetKedeputian(ctx context.Context, b Branch, k Kedeputian, by By) error {
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if k.Code != "" {
			_, err := tx.Exec(ctx, `
				insert into kedeputian (code, name) values ($1, $2)
				on conflict (code) do update set name = excluded.name where $3`, k.Code, cmp.Or(k.Name, "Kedeputian "+k.Code), k.Name != "")
			if err != nil {
				return err
			}
		}
		if _, err := tx.Exec(ctx, "update branch set kedeputian = nullif($2, '') where id = $1", b.ID, k.Code); err != nil {
			return err
		}
		return note(ctx, tx, Access{Account: by.Account, Act: "set kedeputian", About: fmt.Sprintf("branch %s, %s", b.Code, k.Code), Address: by.Address})
	})
	if err != nil {
		return fmt.Errorf("kedeputian of branch %s: %w", b.Code, err)
	}
	return nil
}

// KedeputianOf is the one that looks after a branch; nil: none is known.
func (s *Store) KedeputianOf(ctx context.Context, b BranchID) (*Kedeputian, error) {
	rows, err := s.pool.Query(ctx, "select d.code, d.name from kedeputian d join branch b on b.kedeputian = d.code where b.id = $1", b)
	if err != nil {
		return nil, fmt.Errorf("kedeputian of branch %d: %w", b, err)
	}
	found, err := pgx.CollectRows(rows, pgx.RowToStructByName[Kedeputian])
	if err != nil {
		return nil, fmt.Errorf("kedeputian of branch %d: %w", b, err)
	}
	for _, k := range found {
		return &k, nil
	}
	return nil, nil //nolint:nilnil // none
}
