package data

import (
	"context"
	"fmt"

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

// Rules are the rules that hold in the branch on a day.
func (s *Store) Rules(ctx context.Context, b BranchID, day planner.Day) (r planner.Rules, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		r, err = RulesIn(ctx, tx, day)
		return err
	})
	return r, err
}
