package data

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
	"binaan/planner/ledger"
)

// Dispute is a kader's word that a line of a statement is wrong, and the answer.
type Dispute struct {
	ID         int64           `json:"id"`
	Kader      planner.KaderID `json:"kader"`
	Month      planner.Day     `json:"month"`
	Line       string          `json:"line"` // kind/reference/household
	Said       string          `json:"said"`
	SaidBy     string          `json:"saidBy"`
	SaidAt     time.Time       `json:"saidAt"`
	Answer     string          `json:"answer"`
	AnsweredBy string          `json:"answeredBy"`
	AnsweredAt *time.Time      `json:"answeredAt,omitempty"`
}

const disputeColumns = "id, kader_id as kader, month, line, said, said_by, said_at, answer, answered_by, answered_at"

// AddDispute keeps what a kader says of a line. ErrNotFound: the statement has no such
// line.
func (s *Store) AddDispute(ctx context.Context, b BranchID, d Dispute) (Dispute, error) {
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		statements, err := s.StatementsIn(ctx, tx, b, d.Month, d.Kader)
		if err != nil {
			return err
		}
		if !ledger.Named(statements, d.Line) {
			return ErrNotFound
		}
		id, err := Next(ctx, tx, b, "dispute", 1)
		if err != nil {
			return err
		}
		rows, err := tx.Query(ctx, `
			insert into ledger_dispute (branch_id, id, kader_id, month, line, said, said_by)
			values ($1, $2, $3, $4, $5, $6, $7)
			returning `+disputeColumns, b, id, d.Kader, d.Month, d.Line, d.Said, d.SaidBy)
		if err != nil {
			return err
		}
		d, err = pgx.CollectExactlyOneRow(rows, pgx.RowToStructByName[Dispute])
		return err
	})
	if err != nil {
		return d, fmt.Errorf("dispute %s: %w", d.Line, err)
	}
	return d, nil
}

// Disputes are those of a branch, or of one of its kader (0: of all), the open ones
// first, then the newest.
func (s *Store) Disputes(ctx context.Context, b BranchID, of planner.KaderID) (out []Dispute, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, "select "+disputeColumns+" from ledger_dispute where ($1::bigint = 0 or kader_id = $1::bigint) order by answered_at is not null, id desc limit 500", of)
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, pgx.RowToStructByName[Dispute])
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("disputes: %w", err)
	}
	return notNil(out), nil
}

// ErrAnswered marks a dispute that is answered. It is an ErrConflict.
var ErrAnswered = fmt.Errorf("dispute is answered: %w", ErrConflict)

// AnswerDispute answers once. ErrAnswered: somebody has, who is named; ErrNotFound.
func (s *Store) AnswerDispute(ctx context.Context, b BranchID, id int64, answer, by string) error {
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		var answered bool
		if err := tx.QueryRow(ctx, "select answered_at is not null from ledger_dispute where id = $1 for update", id).Scan(&answered); err != nil {
			return missing(err)
		}
		if answered {
			return whoDid(ctx, tx, b, ErrAnswered, "select answered_by, answered_at, '' from ledger_dispute where id = $1", id)
		}
		if _, err := tx.Exec(ctx, "update ledger_dispute set answer = $2, answered_by = $3, answered_at = moment() where id = $1", id, answer, by); err != nil {
			return err
		}
		return Record(ctx, tx, b, Audit{By: by, Act: "answer dispute", Reason: fmt.Sprintf("dispute %d", id)})
	})
	if err != nil {
		return fmt.Errorf("answer dispute %d: %w", id, err)
	}
	return nil
}
