package data

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"binaan/planner/territory"
)

// ErrBinned marks a draft that was thrown away and can be restored.
var ErrBinned = errors.New("draft is in the bin")

// mayAct refuses what may not be done about a plan as it stands: whoever throws it away or
// decides on it has seen its last stroke, a name and a comment are of the whole.
func mayAct(head PlanHead, a territory.Act) error {
	if a.Kind == territory.ActComment || a.Kind == territory.ActRestore && head.BinnedAt != nil {
		return nil
	}
	switch {
	case head.BinnedAt != nil:
		return ErrBinned
	case head.PublishedFrom != nil || a.Kind == territory.ActBin && head.Replaced:
		return ErrPublished
	case a.Kind == territory.ActRestore || a.Kind != territory.ActRename && head.Revision != a.Revision:
		return ErrConflict
	}
	return nil
}

// shelve renames a draft, throws it away or takes it back, where that is the act.
func shelve(ctx context.Context, tx pgx.Tx, id PlanID, a territory.Act) error {
	sql, args := map[territory.ActKind]string{
		territory.ActRename:  "update plan set name = $2 where id = $1",
		territory.ActBin:     "update plan set binned_at = moment() where id = $1",
		territory.ActRestore: "update plan set binned_at = null where id = $1",
	}[a.Kind], []any{id}
	if sql == "" {
		return nil
	}
	if a.Kind == territory.ActRename {
		args = append(args, a.Text)
	}
	if _, err := tx.Exec(ctx, sql, args...); err != nil {
		return fmt.Errorf("%s: %w", a.Kind, err)
	}
	return nil
}

// notBinned refuses a plan that was thrown away.
func notBinned(ctx context.Context, tx pgx.Tx, id PlanID) error {
	var binned bool
	err := tx.QueryRow(ctx, "select binned_at is not null from plan where id = $1", id).Scan(&binned)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil // what is not there is told by whoever looks for it
	}
	if err == nil && binned {
		err = ErrBinned
	}
	return err
}
