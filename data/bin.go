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

// What a draft is not any more, or not yet. Both are an ErrConflict.
var (
	// ErrRevised: it is not as it was when it was looked at.
	ErrRevised = fmt.Errorf("draft was changed since: %w", ErrConflict)
	// ErrNotBinned: it is in no bin, or was restored.
	ErrNotBinned = fmt.Errorf("draft is in no bin: %w", ErrConflict)
)

// lastDeeds are who did last what stands against an act on plan $1, and when.
var lastDeeds = []struct {
	refusal error
	sql     string
}{
	{ErrBinned, lastAct("bin")},
	{ErrNotBinned, lastAct("restore")},
	{ErrPublished, lastAct("publish")},
	{ErrBegun, lastAct("publish")},
	{ErrNotPublished, lastAct("unpublish")},
	{territory.ErrNoProposal, lastAct("change")},
	{territory.ErrUndone, "select made_by, made_at, '' from stroke where plan_id = $1 and undo is not null order by revision desc limit 1"},
	{ErrRevised, `select made_by, made_at, '' from (
		  select made_by, made_at from stroke where plan_id = $1
		  union all select made_by, made_at from plan_act where plan_id = $1 and kind <> 'comment') y
		order by made_at desc
		limit 1`},
	{ErrReplaced, `select made_by, made_at, '#' || p.id || ' ' || p.name
		from plan_act y
		join plan p on p.branch_id = y.branch_id and p.id = y.plan_id
		where y.kind = 'publish' and p.published_from is not null and p.id <> $1
		order by p.published_from desc, y.id desc
		limit 1`},
	{territory.ErrStale, `select created_by, finished_at, file from import
		where state = 'done' and not dry_run and finished_at > (select created_at from plan where id = $1)
		order by id desc
		limit 1`},
}

func lastAct(kind territory.ActKind) string {
	return fmt.Sprintf("select made_by, made_at, '' from plan_act where plan_id = $1 and kind = '%s' order by id desc limit 1", kind)
}

// actedBy is what stands against an act on a plan, naming who did that last, where
// somebody did.
func actedBy(ctx context.Context, tx pgx.Tx, b BranchID, id PlanID, refusal error) error {
	if sql := deedOf(refusal); sql != "" {
		return whoDid(ctx, tx, b, refusal, sql, id)
	}
	return refusal
}

// deedOf is the query for who did what a refusal tells of; empty: nobody is to be named,
// or is named already.
func deedOf(refusal error) string {
	var named *DoneError
	if errors.As(refusal, &named) {
		return ""
	}
	for _, deed := range lastDeeds {
		if errors.Is(refusal, deed.refusal) {
			return deed.sql
		}
	}
	return ""
}

// nameDeed is actedBy after a transaction that came to nothing.
func (s *Store) nameDeed(ctx context.Context, b BranchID, id PlanID, refusal error) error {
	if deedOf(refusal) == "" {
		return refusal
	}
	return s.InBranch(ctx, one(b), func(tx pgx.Tx) error { return actedBy(ctx, tx, b, id, refusal) })
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
		return ErrNotBinned
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
