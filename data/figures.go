package data

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
)

// Figures are what a branch's sums rest on: the day of its newest file of
// households, and a print of the rules by which its blocks' expectations were
// worked out last.
type Figures struct {
	AsOf  planner.Day
	Basis []byte
}

// FiguresIn are the branch's figures; nil where no households came in yet.
func FiguresIn(ctx context.Context, tx pgx.Tx) (*Figures, error) {
	f := &Figures{}
	err := tx.QueryRow(ctx, "select as_of, basis from figures").Scan(&f.AsOf, &f.Basis)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil //nolint:nilnil // a branch without figures is no error
	}
	if err != nil {
		return nil, fmt.Errorf("day of the figures: %w", err)
	}
	return f, nil
}

// SetFigures keeps what the branch's sums rest on from now on.
func SetFigures(ctx context.Context, tx pgx.Tx, b BranchID, f Figures) error {
	_, err := tx.Exec(ctx, `
		insert into figures (branch_id, as_of, basis)
		values ($1, $2, $3)
		on conflict (branch_id) do update set as_of = excluded.as_of, basis = excluded.basis`, b, f.AsOf, f.Basis)
	if err != nil {
		return fmt.Errorf("day of the figures: %w", err)
	}
	return nil
}
