package data

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
)

// Supervision is who looks after a kader from a day on, until another begins.
type Supervision struct {
	From    planner.Day `json:"from"`
	Account *int64      `json:"account" doc:"null: every supervisor of the branch"`
	Name    string      `json:"name,omitempty"`
}

// ErrSupervisor: the account is no supervisor of the branch.
var ErrSupervisor = errors.New("no supervisor of the branch")

// supervisionOn is what the office has said for a day; false where it has said nothing.
func supervisionOn(said []Supervision, day planner.Day) (s Supervision, has bool) {
	for _, next := range said { // by day
		if next.From <= day {
			s, has = next, true
		}
	}
	return s, has
}

// leads reports whether a kader is one of those whom an account looks after on a day. A
// supervisor's are those whom the office has given them; of whom it has said nothing, who
// names them in the file of kader, by name or login, and who names nobody.
func (a Account) leads(k planner.Kader, said []Supervision, day planner.Day) bool {
	if a.Role != Supervisor {
		return true
	}
	if s, has := supervisionOn(said, day); has {
		return s.Account == nil || *s.Account == a.ID
	}
	named := strings.TrimSpace(k.Supervisor)
	return named == "" || strings.EqualFold(named, a.Name) || strings.EqualFold(named, a.Login)
}

// ledBy is who looks after a kader on a day, by name; empty: every supervisor.
func ledBy(k planner.Kader, said []Supervision, day planner.Day) string {
	if s, has := supervisionOn(said, day); has {
		return s.Name
	}
	return k.Supervisor
}

// supervisionsIn are what the office has said of each kader, by day.
func supervisionsIn(ctx context.Context, tx pgx.Tx) (map[planner.KaderID][]Supervision, error) {
	rows, err := tx.Query(ctx, `
		select v.kader_id, v.first, v.account_id, coalesce(a.name, '')
		from supervision v
		left join account a on a.id = v.account_id
		order by v.kader_id, v.first`)
	if err != nil {
		return nil, fmt.Errorf("supervisors: %w", err)
	}
	out := map[planner.KaderID][]Supervision{}
	var k planner.KaderID
	var s Supervision
	_, err = pgx.ForEachRow(rows, []any{&k, &s.From, &s.Account, &s.Name}, func() error {
		out[k] = append(out[k], s)
		s = Supervision{}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("supervisors: %w", err)
	}
	return out, nil
}

// Supervisors are the branch's, by name.
func (s *Store) Supervisors(ctx context.Context, b BranchID) (out []TaskOwner, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		out, err = taskOwners(ctx, tx, b, Supervisor)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("supervisors of branch %d: %w", b, err)
	}
	return notNil(out), nil
}

// SetSupervisor says who looks after a kader from a day on; what was said for that very
// day before is replaced, earlier days stay as they were. ErrSupervisor; ErrNotFound:
// there is no such kader.
func (s *Store) SetSupervisor(ctx context.Context, b BranchID, kader planner.KaderID, v Supervision, by By) error {
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		k, err := kaderIn(ctx, tx, kader)
		if err != nil {
			return err
		}
		who := "every supervisor"
		if v.Account != nil {
			if who, err = supervisorIn(ctx, tx, b, *v.Account); err != nil {
				return err
			}
		}
		_, err = tx.Exec(ctx, `
			insert into supervision (branch_id, kader_id, first, account_id, said_by)
			values ($1, $2, $3, $4, $5)
			on conflict (branch_id, kader_id, first) do update
			set account_id = excluded.account_id, said_by = excluded.said_by, said_at = excluded.said_at`, b, kader, v.From, v.Account, by.Account)
		if err != nil {
			return err
		}
		return note(ctx, tx, Access{Account: by.Account, Act: "set supervisor", About: fmt.Sprintf("kader %s, %s from %s, branch %d", k.Code, who, v.From, b), Address: by.Address})
	})
	if err != nil {
		return fmt.Errorf("supervisor of kader %d: %w", kader, err)
	}
	return nil
}

// supervisorIn is the name of a supervisor of the branch.
func supervisorIn(ctx context.Context, tx pgx.Tx, b BranchID, account int64) (string, error) {
	all, err := taskOwners(ctx, tx, b, Supervisor)
	if err != nil {
		return "", err
	}
	for _, o := range all {
		if o.ID == account {
			return o.Name, nil
		}
	}
	return "", ErrSupervisor
}
