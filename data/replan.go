package data

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"binaan/planner"
	"binaan/planner/route"
)

// ReplanJob is the errand to look whether a branch's stored routes still hold.
type ReplanJob struct {
	Branch BranchID `json:"branch_id"`
}

// Kind names the job in the queue.
func (ReplanJob) Kind() string { return "replan" }

// AskReplan asks for one look at the branch's routes once the transaction has
// committed; while one waits already, it does for all. The waiting one is locked, so that
// no worker takes it before it would see what the transaction changed; others that ask are
// not kept waiting.
func (s *Store) AskReplan(ctx context.Context, tx pgx.Tx, b BranchID) error {
	tag, err := tx.Exec(ctx, `
		select id
		from river.river_job
		where kind = $1 and (args->>'branch_id')::int = $2 and state in ('available', 'scheduled', 'retryable')
		order by id
		limit 1
		for key share`, ReplanJob{}.Kind(), b)
	if err == nil && tag.RowsAffected() == 0 {
		_, err = s.river.InsertTx(ctx, tx, ReplanJob{b}, &river.InsertOpts{MaxAttempts: mostAttempts, Priority: promptly})
	}
	if err != nil {
		return fmt.Errorf("ask for a look at the routes: %w", err)
	}
	return nil
}

// onEvent signs the plans that something that happened asked for.
const onEvent = "peristiwa"

// KaderUpset is what made a kader's routes be planned anew.
type KaderUpset struct {
	Kader planner.KaderID `json:"kader"`
	Upset []route.Upset   `json:"upset"`
}

// StoredMonth is the newest month of routes that covers a kader's days to come.
type StoredMonth struct {
	Kader    planner.KaderID
	Plan     PlanID
	Day      planner.Day // on which its plan was asked for
	Last     planner.Day
	Outdated bool         // other territories are in force now than it was planned for
	Why      []KaderUpset // of its plan
	Open     WorkState    // of a unit that plans the month anew: queued, running, or empty
}

// Upset is what the month was planned for, where something that happened asked for it.
func (m StoredMonth) Upset() []route.Upset {
	for _, w := range m.Why {
		if w.Kader == m.Kader {
			return w.Upset
		}
	}
	return nil
}

// StoredMonths are the months of routes that reach beyond a day.
func (s *Store) StoredMonths(ctx context.Context, b BranchID, day planner.Day) (months []StoredMonth, err error) {
	err = s.Snapshot(ctx, one(b), func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			with newest as materialized ( -- else each month ever planned would be asked what is in its way
			  select distinct on (m.last, m.kader_id) m.branch_id, m.kader_id, m.plan_id, m.first, m.last, p.request, p.created_at
			  from route_month m
			  join plan p on p.branch_id = m.branch_id and p.id = m.plan_id
			  where m.last >= $1 and p.state in ('running', 'done')
			  order by m.last, m.kader_id, m.plan_id desc)
			select m.kader_id as kader, m.plan_id as plan, (m.request->>'day')::date as day, m.last,
			  coalesce(m.request->'why', '[]') as why,
			  coalesce((
			    select t.published_from > m.first or t.published_at > m.created_at
			    from plan t
			    where t.published_from <= greatest($1, date_trunc('month', m.last)::date)
			    order by t.published_from desc
			    limit 1), false) as outdated,
			  coalesce((
			    select u.state
			    from plan_unit u
			    join plan q on q.branch_id = u.branch_id and q.id = u.plan_id
			    where q.kind = 'route' and u.unit = m.kader_id::text and u.state in ('queued', 'running') and q.state in ('queued', 'running')
			      and q.request->>'month' = to_char(m.last, 'YYYY-MM')
			    order by u.state desc
			    limit 1), '') as open
			from newest m
			order by m.last, m.kader_id`, day)
		if err != nil {
			return err
		}
		months, err = pgx.CollectRows(rows, pgx.RowToStructByName[StoredMonth])
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("stored months from %s: %w", day, err)
	}
	return months, nil
}

// QueueReplan has months planned anew for the kader whose routes are upset, unless
// that waits to be done already.
func (s *Store) QueueReplan(ctx context.Context, b BranchID, request PlanRequest) error {
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "select pg_advisory_xact_lock(hashtext('replan'), $1)", int32(b)); err != nil {
			return err
		}
		var err error
		if request.Only, err = notOpen(ctx, tx, request.Month, request.Only, Queued); err != nil || len(request.Only) == 0 {
			return err
		}
		_, err = s.queuePlan(ctx, tx, b, RouteKind, request, onEvent)
		return err
	})
	if err != nil {
		return fmt.Errorf("queue routes of %s on an event: %w", request.Month, err)
	}
	return nil
}
