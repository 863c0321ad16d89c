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

// ErrRevised marks a draft that is not as it was when it was looked at. It is an ErrConflict.
var ErrRevised = fmt.Errorf("draft was changed since: %w", ErrConflict)

// actedBy is what mayAct refuses, naming who threw the draft away, or drew on it last.
func actedBy(ctx context.Context, tx pgx.Tx, b BranchID, id PlanID, refusal error) error {
	from := "plan_act x left join account a on a.login = x.made_by where x.kind = 'bin' and x.plan_id = $1 order by x.id desc"
	switch {
	case errors.Is(refusal, ErrRevised):
		from = "stroke x left join account a on a.login = x.made_by where x.plan_id = $1 order by x.revision desc"
	case !errors.Is(refusal, ErrBinned):
		return refusal
	}
	return whoDid(ctx, tx, b, refusal, "select coalesce(a.name, x.made_by), x.made_at from "+from+" limit 1", id)
}

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
	case a.Kind == territory.ActRestore:
		return ErrConflict
	case a.Kind != territory.ActRename && head.Revision != a.Revision:
		return ErrRevised
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

// notBinned refuses a plan that was thrown away, and holds it so that nobody does meanwhile.
func notBinned(ctx context.Context, tx pgx.Tx, id PlanID) error {
	var binned bool
	err := tx.QueryRow(ctx, "select binned_at is not null from plan where id = $1 for update", id).Scan(&binned)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil // what is not there is told by whoever looks for it
	}
	if err == nil && binned {
		err = ErrBinned
	}
	return err
}
