package data

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
)

// RuleRows are the national rules and the branch's own, by key and day.
func (s *Store) RuleRows(ctx context.Context, b BranchID) (rows []planner.RuleRow, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		rows, err = ruleRowsIn(ctx, tx)
		return err
	})
	return rows, err
}

func ruleRowsIn(ctx context.Context, tx pgx.Tx) ([]planner.RuleRow, error) {
	found, err := tx.Query(ctx, `
		select key, valid_from, valid_to, false as own, value, source_note from rule_default
		union all
		select key, valid_from, valid_to, true, value, source_note from rule
		order by key, own, valid_from`)
	if err != nil {
		return nil, fmt.Errorf("rules: %w", err)
	}
	rows, err := pgx.CollectRows(found, func(row pgx.CollectableRow) (r planner.RuleRow, err error) {
		err = row.Scan(&r.Key, &r.From, &r.Until, &r.Own, &r.Value, &r.Source)
		return r, err
	})
	if err != nil {
		return nil, fmt.Errorf("rules: %w", err)
	}
	return rows, nil
}

// RulesIn are the rules that hold in a transaction's branch on a day.
func RulesIn(ctx context.Context, tx pgx.Tx, day planner.Day) (planner.Rules, error) {
	rows, err := ruleRowsIn(ctx, tx)
	if err != nil {
		return planner.Rules{}, err
	}
	return planner.MergeRules(rows, day)
}

// ErrPastRule marks a rule that would change the past.
var ErrPastRule = errors.New("rule from a day that is past")

// SetRule has a branch's own rule hold from a day on, today at the earliest: what was
// before stays as it was. A row from the same day is replaced. planner.ErrRules: with it
// nothing could be planned on that day; ErrPastRule.
func (s *Store) SetRule(ctx context.Context, b BranchID, row planner.RuleRow, by string) error {
	row.Own = true
	if row.Until != nil && *row.Until < row.From {
		return fmt.Errorf("rule %s from %v until %v: %w", row.Key, row.From, *row.Until, planner.ErrRules)
	}
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		today, err := s.todayIn(ctx, tx, b)
		if err != nil {
			return err
		}
		if row.From < today {
			return ErrPastRule
		}
		rows, err := ruleRowsIn(ctx, tx)
		if err != nil {
			return err
		}
		rows = slices.DeleteFunc(rows, func(r planner.RuleRow) bool { return r.Own && r.Key == row.Key && r.From == row.From })
		rows = append(rows, row)
		for _, r := range rows { // also where another row of the key begins or ends later
			if r.Key == row.Key && r.From >= row.From {
				if _, err := planner.MergeRules(rows, r.From); err != nil {
					return err
				}
			}
		}
		_, err = tx.Exec(ctx, `
			insert into rule (branch_id, key, valid_from, valid_to, value, source_note)
			values ($1, $2, $3, $4, $5, $6)
			on conflict (branch_id, key, valid_from) do update
			set valid_to = excluded.valid_to, value = excluded.value, source_note = excluded.source_note`, b, row.Key, row.From, row.Until, row.Value, row.Source)
		if err != nil {
			return err
		}
		if err := Record(ctx, tx, b, Audit{By: by, Act: "set rule", Reason: fmt.Sprintf("%s from %s: %s (%s)", row.Key, row.From, row.Value, row.Source)}); err != nil {
			return err
		}
		if err := Touch(ctx, tx, b); err != nil {
			return err
		}
		return s.AskReplan(ctx, tx, b)
	})
	if err != nil {
		return fmt.Errorf("set rule %s: %w", row.Key, err)
	}
	return nil
}

// Rules are the rules that hold in the branch on a day.
func (s *Store) Rules(ctx context.Context, b BranchID, day planner.Day) (r planner.Rules, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		r, err = RulesIn(ctx, tx, day)
		return err
	})
	return r, err
}
