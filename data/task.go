package data

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
	"binaan/planner/ledger"
)

// Task is what somebody does about a deviation of a kader.
type Task struct {
	ID        int64            `json:"id"`
	Deviation ledger.Deviation `json:"deviation"`
	Kader     planner.KaderID  `json:"kader"`
	KaderName string           `json:"kaderName"`
	Owner     int64            `json:"owner"` // an account
	OwnerName string           `json:"ownerName"`
	Due       planner.Day      `json:"due"`
	What      string           `json:"what"`
	OpenedBy  string           `json:"openedBy"` // a name
	Opened    planner.Day      `json:"opened"`
	Closed    *planner.Day     `json:"closed,omitempty"`
	Outcome   string           `json:"outcome,omitempty"`
	Cleared   *bool            `json:"cleared,omitempty" doc:"When it was closed the deviation stood no longer"`
}

// TaskOwner is who may be given a task of a branch.
type TaskOwner struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
	Role Role   `json:"role"`
}

// TaskBook are a branch's tasks and who may own one.
type TaskBook struct {
	Tasks  []Task      `json:"tasks" doc:"The open ones by their day, then those closed of late"`
	Owners []TaskOwner `json:"owners"`
}

// Errors of tasks.
var (
	ErrTask     = errors.New("task without words or with a number of somebody, with a day that is past, or for somebody who does not work for the branch")
	ErrTaskOpen = errors.New("somebody is at this deviation already")
	ErrTaskDone = errors.New("task is closed")
	ErrNotOwner = errors.New("only the owner, whoever opened it and the office close a task")
)

// closedShown is for how many days a closed task is still listed.
const closedShown = 92

// Tasks are those that are open, and those closed of late.
func (s *Store) Tasks(ctx context.Context, b BranchID, today planner.Day) (out TaskBook, err error) {
	err = s.Snapshot(ctx, one(b), func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			select t.id, t.deviation, t.kader_id, k.name, t.owner, o.name, t.due, t.what, a.name, t.opened, t.closed, t.outcome, t.cleared
			from task t
			join kader k on k.branch_id = t.branch_id and k.id = t.kader_id
			join account o on o.id = t.owner
			join account a on a.id = t.opened_by
			where t.closed is null or t.closed > $1::date - $2::int
			order by t.closed desc nulls first, t.due, t.id`, today, closedShown)
		if err != nil {
			return err
		}
		if out.Tasks, err = pgx.CollectRows(rows, pgx.RowToStructByPos[Task]); err != nil {
			return err
		}
		out.Owners, err = taskOwners(ctx, tx, b, Officer, Supervisor, Manager)
		return err
	})
	if err != nil {
		return out, fmt.Errorf("tasks of branch %d: %w", b, err)
	}
	out.Tasks, out.Owners = notNil(out.Tasks), notNil(out.Owners)
	return out, nil
}

// taskOwners are the people of the office in some roles.
func taskOwners(ctx context.Context, tx pgx.Tx, b BranchID, roles ...Role) ([]TaskOwner, error) {
	rows, err := tx.Query(ctx, `
		select a.id, a.name, a.role
		from account_branch m
		join account a on a.id = m.account_id
		where m.branch_id = $1 and not a.disabled and a.role = any($2)
		order by a.name, a.id`, b, roles)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[TaskOwner])
}

// OpenTask gives a deviation of a kader to somebody. ErrTask, ErrTaskOpen; ErrNotFound:
// there is no such kader.
func (s *Store) OpenTask(ctx context.Context, b BranchID, t Task, by By) (id int64, err error) {
	t.What = strings.TrimSpace(t.What)
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		owners, err := taskOwners(ctx, tx, b, Officer, Supervisor, Manager)
		if err != nil {
			return err
		}
		known := false
		for _, o := range owners {
			known = known || o.ID == t.Owner
		}
		if t.What == "" || personal.MatchString(t.What) || t.Due < t.Opened || !known {
			return ErrTask
		}
		var there bool
		if err := tx.QueryRow(ctx, "select exists (select from kader where id = $1)", t.Kader).Scan(&there); err != nil {
			return err
		}
		if !there {
			return ErrNotFound
		}
		if id, err = Next(ctx, tx, b, "task", 1); err != nil {
			return err
		}
		if err := notAtIt(ctx, tx, t); err != nil { // who has the counter sees what others opened
			return err
		}
		_, err = tx.Exec(ctx, `
			insert into task (branch_id, id, deviation, kader_id, owner, due, what, opened_by, opened)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, b, id, t.Deviation, t.Kader, t.Owner, t.Due, t.What, by.Account, t.Opened)
		if err != nil {
			return err
		}
		return Record(ctx, tx, b, Audit{Account: by.Account, Act: "open task", Reason: fmt.Sprintf("task %d: %s of kader %d, account %d until %s", id, t.Deviation, t.Kader, t.Owner, t.Due)})
	})
	if err != nil {
		return 0, fmt.Errorf("open task of kader %d: %w", t.Kader, err)
	}
	return id, nil
}

// notAtIt reports ErrTaskOpen, and whose task it is, where somebody is at the deviation.
func notAtIt(ctx context.Context, tx pgx.Tx, t Task) error {
	open := DoneError{What: ErrTaskOpen}
	err := tx.QueryRow(ctx, "select o.name, t.due from task t join account o on o.id = t.owner where t.kader_id = $1 and t.deviation = $2 and t.closed is null", t.Kader, t.Deviation).Scan(&open.Who, &open.Day)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	return &open
}

// TaskClosing is what came of a task.
type TaskClosing struct {
	Day     planner.Day
	Outcome string
	Stands  func(planner.KaderID, ledger.Deviation) bool // whether a deviation still does
	Anybody bool                                         // who closes it may close those of others
}

// CloseTask writes down what came of a task, and whether its deviation stands no longer.
// ErrTask: no words, or a number of somebody; ErrNotOwner; ErrTaskDone: it is closed, by whom; ErrNotFound.
func (s *Store) CloseTask(ctx context.Context, b BranchID, id int64, c TaskClosing, by By) error {
	c.Outcome = strings.TrimSpace(c.Outcome)
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		var t Task
		var opener int64
		var closer string
		err := tx.QueryRow(ctx, `
			select t.deviation, t.kader_id, t.owner, t.opened_by, t.closed, coalesce((select name from account where id = t.closed_by), '')
			from task t
			where t.id = $1
			for update`, id).Scan(&t.Deviation, &t.Kader, &t.Owner, &opener, &t.Closed, &closer)
		switch {
		case err != nil:
			return missing(err)
		case by.Account != t.Owner && by.Account != opener && !c.Anybody:
			return ErrNotOwner
		case t.Closed != nil:
			return &DoneError{What: ErrTaskDone, Who: closer, Day: *t.Closed}
		case c.Outcome == "" || personal.MatchString(c.Outcome):
			return ErrTask
		}
		cleared := !c.Stands(t.Kader, t.Deviation)
		_, err = tx.Exec(ctx, "update task set closed = $2, closed_by = $3, outcome = $4, cleared = $5 where id = $1", id, c.Day, by.Account, c.Outcome, cleared)
		if err != nil {
			return err
		}
		return Record(ctx, tx, b, Audit{Account: by.Account, Act: "close task", Reason: fmt.Sprintf("task %d, cleared %t: %s", id, cleared, c.Outcome)})
	})
	if err != nil {
		return fmt.Errorf("close task %d: %w", id, err)
	}
	return nil
}
