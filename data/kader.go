package data

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
	"binaan/planner/territory"
)

const kaderColumns = "id, code, name, phone, lon, lat, kecamatan, valid_from, valid_to, shifts, status, supervisor, " + `
	coalesce((
	  select jsonb_agg(jsonb_build_object('first', a.first, 'last', a.last, 'why', a.why) order by a.first)
	  from kader_away a
	  where a.branch_id = kader.branch_id and a.kader_id = kader.id), '[]')`

// Kader are the branch's kader by code.
func (s *Store) Kader(ctx context.Context, b BranchID) (kader []planner.Kader, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		kader, err = KaderIn(ctx, tx)
		return err
	})
	return kader, err
}

// KaderIn is Kader inside a transaction.
func KaderIn(ctx context.Context, tx pgx.Tx) ([]planner.Kader, error) {
	rows, err := tx.Query(ctx, "select "+kaderColumns+" from kader order by code")
	if err != nil {
		return nil, fmt.Errorf("kader: %w", err)
	}
	return pgx.CollectRows(rows, scanKader)
}

// KaderByID finds one kader.
func (s *Store) KaderByID(ctx context.Context, b BranchID, id planner.KaderID) (k planner.Kader, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		k, err = kaderIn(ctx, tx, id)
		return err
	})
	return k, err
}

// KaderByCode finds one kader by the branch's own number. territory.ErrNoSuchKader.
func (s *Store) KaderByCode(ctx context.Context, b BranchID, code string) (id planner.KaderID, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		return tx.QueryRow(ctx, "select id from kader where code = $1", code).Scan(&id)
	})
	if errors.Is(missing(err), ErrNotFound) {
		err = territory.ErrNoSuchKader
	}
	if err != nil {
		return 0, fmt.Errorf("kader %s: %w", code, err)
	}
	return id, nil
}

func kaderIn(ctx context.Context, tx pgx.Tx, id planner.KaderID) (planner.Kader, error) {
	rows, err := tx.Query(ctx, "select "+kaderColumns+" from kader where id = $1", id)
	if err != nil {
		return planner.Kader{}, fmt.Errorf("kader %d: %w", id, err)
	}
	k, err := pgx.CollectExactlyOneRow(rows, scanKader)
	if err != nil {
		return k, fmt.Errorf("kader %d: %w", id, missing(err))
	}
	return k, nil
}

func scanKader(row pgx.CollectableRow) (k planner.Kader, err error) {
	err = row.Scan(&k.ID, &k.Code, &k.Name, &k.Phone, &k.Home.Lon, &k.Home.Lat, &k.Kecamatan, &k.From, &k.Until, &k.Shifts, &k.Status, &k.Supervisor, &k.Away)
	return k, err
}
