package data

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
	"binaan/planner/ledger"
)

// EvaluationPack is an evaluation that was written when its period had ended.
type EvaluationPack struct {
	Period string      `json:"period"` // 2026, 2026-Q4, 2026-11, 2026-11-W2
	First  planner.Day `json:"first"`
	Last   planner.Day `json:"last"`
	Made   time.Time   `json:"made"`
}

// PackBook are a branch's packs, the newest first, and by what cadence they are written.
type PackBook struct {
	Every    []planner.Cadence `json:"every" nullable:"false"`
	WaitDays int               `json:"waitDays"`
	Packs    []EvaluationPack  `json:"packs" nullable:"false"`
}

// PacksDue are the periods that ended by the branch's cadence, on a day, and of which no
// pack was written; those in which nobody was under contract need none.
func (s *Store) PacksDue(ctx context.Context, b BranchID, today planner.Day) (due []ledger.Period, err error) {
	err = s.Snapshot(ctx, one(b), func(tx pgx.Tx) error {
		rules, err := RulesIn(ctx, tx, today)
		if err != nil {
			return err
		}
		for _, c := range rules.Evaluation.Every {
			p, err := ledger.LastBefore(c, today-planner.Day(rules.Evaluation.WaitDays))
			if err != nil {
				return err
			}
			var missing bool
			err = tx.QueryRow(ctx, `
				select not exists (select from evaluation_pack where period = $1)
				  and exists (select from kader where valid_from <= $3 and valid_to >= $2)`, p.Text, p.From, p.Until).Scan(&missing)
			if err != nil {
				return err
			}
			if missing {
				due = append(due, p)
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("packs due in branch %d: %w", b, err)
	}
	return due, nil
}

// KeepPack keeps a pack, unless there is one.
func (s *Store) KeepPack(ctx context.Context, b BranchID, p ledger.Period, xlsx, pdf []byte) error {
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, "insert into evaluation_pack (branch_id, period, last, xlsx, pdf) values ($1, $2, $3, $4, $5) on conflict do nothing", b, p.Text, p.Until, xlsx, pdf)
		return err
	})
	if err != nil {
		return fmt.Errorf("keep pack %s of branch %d: %w", p.Text, b, err)
	}
	return nil
}

// packsShown is how many are listed: a year of fortnights and quarters.
const packsShown = 40

// Packs are a branch's.
func (s *Store) Packs(ctx context.Context, b BranchID, today planner.Day) (out PackBook, err error) {
	err = s.Snapshot(ctx, one(b), func(tx pgx.Tx) error {
		rules, err := RulesIn(ctx, tx, today)
		if err != nil {
			return err
		}
		out.Every, out.WaitDays = notNil(rules.Evaluation.Every), rules.Evaluation.WaitDays
		rows, err := tx.Query(ctx, "select period, last, made_at from evaluation_pack order by last desc, period limit $1", packsShown)
		if err != nil {
			return err
		}
		out.Packs, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (p EvaluationPack, err error) {
			if err = row.Scan(&p.Period, &p.Last, &p.Made); err != nil {
				return p, err
			}
			of, err := ledger.ParsePeriod(p.Period)
			p.First = of.From
			return p, err
		})
		return err
	})
	if err != nil {
		return out, fmt.Errorf("packs of branch %d: %w", b, err)
	}
	out.Packs = notNil(out.Packs)
	return out, nil
}

// PackFile is a pack's XLSX or PDF. ErrNotFound.
func (s *Store) PackFile(ctx context.Context, b BranchID, period, format string) (file []byte, err error) {
	err = s.Snapshot(ctx, one(b), func(tx pgx.Tx) error {
		return missing(tx.QueryRow(ctx, "select case $2 when 'pdf' then pdf else xlsx end from evaluation_pack where period = $1", period, format).Scan(&file))
	})
	if err != nil {
		return nil, fmt.Errorf("pack %s of branch %d: %w", period, b, err)
	}
	return file, nil
}
