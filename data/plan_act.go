package data

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
	"binaan/planner/territory"
)

// Acts are what was said and done about a territory plan, the first first.
func (s *Store) Acts(ctx context.Context, b BranchID, id PlanID) (acts []territory.Act, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		if _, err := territoryRevision(ctx, tx, id); err != nil {
			return err
		}
		acts, err = actsIn(ctx, tx, id)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("acts of plan %d: %w", id, err)
	}
	return acts, nil
}

// territoryRevision is how often a finished territory plan was drawn on.
func territoryRevision(ctx context.Context, tx pgx.Tx, id PlanID) (revision int, err error) {
	err = tx.QueryRow(ctx, "select revision from plan where id = $1 and kind = 'territory' and state = 'done'", id).Scan(&revision)
	return revision, missing(err)
}

func actsIn(ctx context.Context, tx pgx.Tx, id PlanID) ([]territory.Act, error) {
	rows, err := tx.Query(ctx, `
		select id, kind, revision, day, text, made_by as by, made_at as at
		from plan_act
		where plan_id = $1
		order by id`, id)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[territory.Act])
}

// stand tells of heads where they stand on their way to be approved.
func stand(ctx context.Context, tx pgx.Tx, heads []PlanHead) error {
	ids, place := []PlanID{}, map[PlanID]int{}
	for i, h := range heads {
		if h.Kind == TerritoryKind {
			ids, place[h.ID] = append(ids, h.ID), i
		}
	}
	if len(ids) == 0 {
		return nil
	}
	rows, err := tx.Query(ctx, "select plan_id, kind, revision, made_by from plan_act where plan_id = any($1) order by plan_id, id", ids)
	if err != nil {
		return fmt.Errorf("standing of plans: %w", err)
	}
	acts := map[PlanID][]territory.Act{}
	var id PlanID
	var a territory.Act
	_, err = pgx.ForEachRow(rows, []any{&id, &a.Kind, &a.Revision, &a.By}, func() error {
		acts[id] = append(acts[id], a)
		return nil
	})
	if err != nil {
		return fmt.Errorf("standing of plans: %w", err)
	}
	for id, all := range acts {
		head := &heads[place[id]]
		if s := territory.StandingOf(all, head.Revision); s.Word != territory.NotAsked {
			head.Standing = &s
		}
	}
	return nil
}

// Act says or does something about a draft: who looked at which revision. territory's
// errors of Standing.Admit; ErrPublished: the plan is no draft, and what is left is to
// comment; ErrBinned: it is thrown away, and what is left is to restore it; ErrConflict:
// it was drawn on since.
func (s *Store) Act(ctx context.Context, b BranchID, id PlanID, a territory.Act, today planner.Day, by Account) (PlanHead, error) {
	a.By = by.Login
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		head, err := planLocked(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := mayAct(head, a); err != nil {
			return actedBy(ctx, tx, b, id, err)
		}
		rules, err := RulesIn(ctx, tx, today)
		if err != nil {
			return err
		}
		standing := territory.Standing{}
		if head.Standing != nil {
			standing = *head.Standing
		}
		if err := standing.Admit(rules.Publishing, a, string(by.Role)); err != nil {
			return err
		}
		if err := shelve(ctx, tx, id, a); err != nil {
			return err
		}
		if err := noteAct(ctx, tx, b, id, a); err != nil {
			return err
		}
		if a.Kind == territory.ActComment {
			return nil
		}
		return Record(ctx, tx, b, Audit{Account: by.ID, Act: string(a.Kind) + " plan", Reason: fmt.Sprintf("plan %d, revision %d: %s", id, a.Revision, a.Text)})
	})
	if err != nil {
		return PlanHead{}, fmt.Errorf("%s plan %d: %w", a.Kind, id, err)
	}
	return s.PlanHead(ctx, b, id)
}

// planLocked is the head of a finished territory plan that nobody else changes meanwhile.
func planLocked(ctx context.Context, tx pgx.Tx, id PlanID) (head PlanHead, err error) {
	err = tx.QueryRow(ctx, "select id from plan where id = $1 and kind = 'territory' and state = 'done' for update", id).Scan(&id)
	if err != nil {
		return head, missing(err)
	}
	return planHeadIn(ctx, tx, id)
}

// noteAct adds an act at the revision that the plan is at.
func noteAct(ctx context.Context, tx pgx.Tx, b BranchID, id PlanID, a territory.Act) error {
	_, err := tx.Exec(ctx, `
		insert into plan_act (branch_id, plan_id, id, kind, revision, day, text, made_by)
		select $1::smallint, p.id, coalesce((select max(o.id) from plan_act o where o.plan_id = p.id), 0) + 1, $3::text, p.revision, $4::date, $5::text, $6::text
		from plan p
		where p.id = $2`, b, id, a.Kind, a.Day, a.Text, a.By)
	if err != nil {
		return fmt.Errorf("act on plan %d: %w", id, contested(err))
	}
	return nil
}

// noteChange tells that a draft was changed by other means than strokes.
func noteChange(ctx context.Context, tx pgx.Tx, b BranchID, id PlanID, audit Audit) error {
	var login string
	if err := tx.QueryRow(ctx, "select coalesce((select login from account where id = $1), '')", audit.Account).Scan(&login); err != nil {
		return fmt.Errorf("act on plan %d: %w", id, err)
	}
	return noteAct(ctx, tx, b, id, territory.Act{Kind: territory.ActChange, Text: audit.Act, By: login})
}

// approvedIn refuses a plan that is not approved as it is, where the rule of the day on
// which it is to begin wants that.
func approvedIn(ctx context.Context, tx pgx.Tx, id PlanID, from planner.Day) error {
	rules, err := RulesIn(ctx, tx, from)
	if err != nil || !rules.Publishing.Approval {
		return err
	}
	head, err := planHeadIn(ctx, tx, id)
	if err != nil {
		return err
	}
	if head.PublishedFrom == nil && (head.Standing == nil || head.Standing.Word != territory.Approved) {
		return territory.ErrUnapproved
	}
	return nil
}

// What stands against publishing a plan, or against taking that back.
var (
	ErrBegun        = errors.New("plan is in force already")
	ErrNotPublished = fmt.Errorf("plan is not published: %w", ErrConflict)
)

// NotBegun refuses a plan that is in force: ErrBegun, which names who published it.
func (s *Store) NotBegun(ctx context.Context, b BranchID, id PlanID, today planner.Day) error {
	return s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		head, err := planHeadIn(ctx, tx, id)
		if err == nil && head.PublishedFrom != nil && *head.PublishedFrom <= today {
			err = actedBy(ctx, tx, b, id, ErrBegun)
		}
		return err
	})
}

// Unpublish takes a plan back that has not begun, with a reason: it is a draft again,
// and the plan before it stays in force. ErrNotPublished; ErrBegun.
func (s *Store) Unpublish(ctx context.Context, b BranchID, id PlanID, why string, today planner.Day, by Account) (PlanHead, error) {
	act := territory.Act{Kind: territory.ActUnpublish, Text: why, By: by.Login}
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		if err := lockPublishing(ctx, tx, b); err != nil {
			return err
		}
		head, err := planLocked(ctx, tx, id)
		switch {
		case err != nil:
			return err
		case head.PublishedFrom == nil:
			return actedBy(ctx, tx, b, id, ErrNotPublished)
		case *head.PublishedFrom <= today:
			return actedBy(ctx, tx, b, id, ErrBegun)
		case why == "":
			return territory.ErrNoWords
		}
		act.Day = head.PublishedFrom
		if _, err := tx.Exec(ctx, "update plan set published_from = null, published_at = null where id = $1", id); err != nil {
			return err
		}
		if err := noteAct(ctx, tx, b, id, act); err != nil {
			return err
		}
		if err := Touch(ctx, tx, b); err != nil {
			return err
		}
		if err := s.AskReplan(ctx, tx, b); err != nil {
			return err
		}
		return Record(ctx, tx, b, Audit{Account: by.ID, Act: "unpublish plan", Reason: fmt.Sprintf("plan %d from %s: %s", id, *act.Day, why)})
	})
	if err != nil {
		return PlanHead{}, fmt.Errorf("unpublish plan %d: %w", id, err)
	}
	return s.PlanHead(ctx, b, id)
}
