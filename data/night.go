package data

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
)

// nightly signs the plans that no person asked for.
const nightly = "malam"

// NightDue tells whether a month's routes wait for the look of a day's night: it
// was not taken, and territories are in force.
func (s *Store) NightDue(ctx context.Context, b BranchID, month planner.Month, day planner.Day) (due bool, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		if _, err := PlanInForceIn(ctx, tx, max(day, month.First())); err != nil {
			return err
		}
		return tx.QueryRow(ctx, "select not exists (select from night where month = $1 and day = $2)", month.String(), day).Scan(&due)
	})
	if errors.Is(err, ErrNoTerritories) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("night of %s on %s: %w", month, day, err)
	}
	return due, nil
}

// QueueNightly takes a day's look at a month: the routes of the kader named are
// planned anew, but for those whom a plan of that month is about to plan anyhow,
// and what is stored of everybody else's is asked whether it still holds. It
// happens once for a branch, month and day, however often it is called and from
// however many machines.
func (s *Store) QueueNightly(ctx context.Context, b BranchID, month planner.Month, day planner.Day, stale []planner.KaderID) error {
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, "insert into night (branch_id, month, day) values ($1, $2, $3) on conflict do nothing", b, month.String(), day)
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		if err := s.AskReplan(ctx, tx, b); err != nil {
			return err
		}
		request := PlanRequest{Month: month.String(), Seed: uint64(day), Day: day}
		if request.Only, err = notOpen(ctx, tx, month.String(), stale, Queued, Running); err != nil || len(request.Only) == 0 {
			return err
		}
		_, err = s.queuePlan(ctx, tx, b, RouteKind, request, nightly)
		return err
	})
	if err != nil {
		return fmt.Errorf("queue nightly routes of %s: %w", month, err)
	}
	return nil
}

// notOpen are those of some kader for whom no unit that plans the month is in one
// of the states.
func notOpen(ctx context.Context, tx pgx.Tx, month string, kader []planner.KaderID, states ...WorkState) ([]planner.KaderID, error) {
	rows, err := tx.Query(ctx, `
		select x.kader
		from unnest($1::bigint[]) with ordinality x (kader, nth)
		where not exists (
		  select from plan_unit u
		  join plan q on q.branch_id = u.branch_id and q.id = u.plan_id
		  where q.kind = 'route' and u.unit = x.kader::text and u.state = any($3) and q.state in ('queued', 'running')
		    and q.request->>'month' = $2)
		order by x.nth`, kader, month, states)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[planner.KaderID])
}

// relieveNight takes out of the queue what the night left there of a month for
// some kader, whom a person's plan is going to plan.
func relieveNight(ctx context.Context, tx pgx.Tx, month string, units []string) error {
	rows, err := tx.Query(ctx, `
		update plan_unit u set state = 'cancelled', finished_at = moment()
		from plan p
		where p.branch_id = u.branch_id and p.id = u.plan_id and p.created_by = $1 and p.request->>'month' = $2
		  and u.state = 'queued' and u.unit = any($3)
		returning u.plan_id`, nightly, month, units)
	if err != nil {
		return err
	}
	plans, err := pgx.CollectRows(rows, pgx.RowTo[PlanID])
	if err != nil || len(plans) == 0 {
		return err
	}
	_, err = tx.Exec(ctx, `
		update plan p set finished_at = moment(), state = `+cutState+`
		where p.id = any($1) and p.state in ('queued', 'running')
		  and not exists (select from plan_unit u where u.plan_id = p.id and u.state in ('queued', 'running'))`, plans)
	return err
}

// cutState is how plan p ends that loses its open units.
const cutState = "case when exists (select from plan_unit u where u.plan_id = p.id and u.state = 'done') then 'done' else 'cancelled' end"
