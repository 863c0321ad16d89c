package data

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/territory"
)

// PlanID numbers a plan within its branch; 0 is no plan.
type PlanID int64

// PlanKind tells what is planned.
type PlanKind string

// The kinds of plans.
const (
	TerritoryKind PlanKind = "territory"
	RouteKind     PlanKind = "route"
)

// WorkState follows a plan, a unit of a plan or an import. It only moves
// forward: queued, running, then one of the others.
type WorkState string

// The states of work.
const (
	Queued    WorkState = "queued"
	Running   WorkState = "running"
	Done      WorkState = "done"
	Failed    WorkState = "failed"
	Cancelled WorkState = "cancelled"
)

// Ended tells whether nothing more will happen.
func (w WorkState) Ended() bool { return w == Done || w == Failed || w == Cancelled }

// PlanRequest is what an officer asks for. Zero values mean the usual.
type PlanRequest struct {
	Name       string            `json:"name,omitempty"`
	Kecamatan  geo.AreaCode      `json:"kecamatan,omitempty"` // territories of this kecamatan only
	Month      string            `json:"month,omitempty"`     // of routes, 2026-12
	Only       []planner.KaderID `json:"only,omitempty"`      // routes of these kader only
	Why        []KaderUpset      `json:"why,omitempty"`       // what happened, where that asked for the plan
	Seconds    int               `json:"seconds,omitempty"`   // budget of a unit
	Iterations int               `json:"iterations,omitempty"`
	Redraw     bool              `json:"redraw,omitempty"` // territories anew, not those in force changed as little as they can
	// Weights of a division. QueuePlan fills in the usual, so that a stored plan
	// always tells what it was made with; only plans older than that have none.
	Weights *territory.Weights `json:"weights,omitempty"`
	Grain   planner.Grain      `json:"grain,omitempty"` // "": as the rule has it
	Roam    bool               `json:"roam,omitempty"`  // kader may serve another kecamatan than that of the contract
	Seed    uint64             `json:"seed"`
	Day     planner.Day        `json:"day"`           // the branch's today when it was asked for
	Now     planner.Minute     `json:"now,omitempty"` // and the time of that day
}

// PlanHead is a plan without its parts.
type PlanHead struct {
	ID            PlanID       `json:"id"`
	Kind          PlanKind     `json:"kind"`
	Name          string       `json:"name"`
	State         WorkState    `json:"state"`
	Request       PlanRequest  `json:"request"`
	PublishedFrom *planner.Day `json:"publishedFrom,omitempty"`
	Replaced      bool         `json:"replaced,omitempty" doc:"Was published, and another plan took its place on that day"`
	BinnedAt      *time.Time   `json:"binnedAt,omitempty" doc:"When the draft was thrown away; it can be restored"`
	Failure       PlanFailure  `json:"failure,omitempty" doc:"Code of why it failed, or why a part of it did"`
	CreatedBy     string       `json:"createdBy"`
	CreatedAt     time.Time    `json:"createdAt"`
	FinishedAt    *time.Time   `json:"finishedAt,omitempty"`
	Units         int          `json:"units"`
	UnitsDone     int          `json:"unitsDone"`
	Progress      float64      `json:"progress"` // 0 to 1, over all units
	Note          string       `json:"note,omitempty"`
	Place         *Place       `json:"place,omitempty"`    // while it is queued
	Revision      int          `json:"revision,omitempty"` // strokes drawn on it

	Standing *territory.Standing `json:"standing,omitempty" db:"-"` // of a territory plan whose approval was asked for
}

// UnitJob is the errand of one unit of a plan: ids only.
type UnitJob struct {
	Branch BranchID `json:"branch_id"`
	Plan   PlanID   `json:"plan_id"`
	Unit   string   `json:"unit"`
}

// Kind names the job in the queue.
func (UnitJob) Kind() string { return "plan_unit" }

// WholeBranch is the only unit of a territory plan.
const WholeBranch = "branch"

// mostAttempts is how often a unit is tried; a killed worker uses one up.
const mostAttempts = 5

// QueuePlan writes a plan and one job for each unit in one transaction: the
// whole branch for territories, a kader for routes. ErrNoHouseholds: nobody in
// arrears lives in the kecamatan asked for.
func (s *Store) QueuePlan(ctx context.Context, b BranchID, kind PlanKind, request PlanRequest, by string) (head PlanHead, err error) {
	var id PlanID
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		id, err = s.queuePlan(ctx, tx, b, kind, request, by)
		return err
	})
	if err != nil {
		return PlanHead{}, fmt.Errorf("queue %s plan: %w", kind, err)
	}
	return s.PlanHead(ctx, b, id)
}

func (s *Store) queuePlan(ctx context.Context, tx pgx.Tx, b BranchID, kind PlanKind, request PlanRequest, by string) (PlanID, error) {
	units, err := unitsOf(ctx, tx, kind, request)
	if err != nil {
		return 0, err
	}
	n, err := Next(ctx, tx, b, "plan", 1)
	if err != nil {
		return 0, err
	}
	if request.Name == "" {
		request.Name = defaultName(kind, request)
	}
	if kind == TerritoryKind && request.Weights == nil {
		usual := territory.UsualWeights
		request.Weights = &usual
	}
	_, err = tx.Exec(ctx, `
		insert into plan (branch_id, id, kind, name, state, request, seed, created_by)
		values ($1, $2, $3, $4, 'queued', $5, $6, $7)`, b, n, kind, request.Name, request, int64(request.Seed), by)
	if err != nil {
		return 0, err
	}
	if kind == RouteKind && by != nightly && by != onEvent {
		if err := relieveNight(ctx, tx, request.Month, units); err != nil {
			return 0, err
		}
	}
	return PlanID(n), s.queueUnits(ctx, tx, b, PlanID(n), units, turnOf(request, by))
}

func defaultName(kind PlanKind, request PlanRequest) string {
	if kind == RouteKind {
		return "Rute " + request.Month
	}
	return "Wilayah " + request.Day.String()
}

func unitsOf(ctx context.Context, tx pgx.Tx, kind PlanKind, request PlanRequest) ([]string, error) {
	if kind == TerritoryKind {
		return []string{WholeBranch}, peopled(ctx, tx, request.Kecamatan)
	}
	rows, err := tx.Query(ctx, `
		select id::text from kader
		where case when $1::bigint[] is null then status = 'aktif' else id = any($1) end
		order by kader.id`, request.Only)
	if err != nil {
		return nil, err
	}
	units, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err == nil && len(units) < max(1, len(request.Only)) {
		err = fmt.Errorf("%d of the kader asked for: %w", len(units), ErrNotFound)
	}
	return units, err
}

// peopled refuses a kecamatan in which the branch has no households.
func peopled(ctx context.Context, tx pgx.Tx, kecamatan geo.AreaCode) error {
	if kecamatan == "" {
		return nil
	}
	var has bool
	err := tx.QueryRow(ctx, "select exists (select from block where left(desa, length($1)) = $1)", kecamatan).Scan(&has)
	if err == nil && (!has || kecamatan.Level() != geo.Kecamatan) {
		err = fmt.Errorf("kecamatan %s: %w", kecamatan, ErrNoHouseholds)
	}
	return err
}

func (s *Store) queueUnits(ctx context.Context, tx pgx.Tx, b BranchID, id PlanID, units []string, turn int) error {
	_, err := tx.Exec(ctx, `
		insert into plan_unit (branch_id, plan_id, unit, state)
		select $1, $2, unnest($3::text[]), 'queued'`, b, id, units)
	if err != nil {
		return err
	}
	jobs := make([]river.InsertManyParams, len(units))
	for i, unit := range units {
		jobs[i] = river.InsertManyParams{Args: UnitJob{b, id, unit}, InsertOpts: &river.InsertOpts{MaxAttempts: mostAttempts, Priority: turn}}
	}
	_, err = s.river.InsertManyFastTx(ctx, tx, jobs)
	return err
}

const planHeadQuery = `
	select p.id, p.kind, p.name, p.state, p.request, p.published_from, p.published_from is null and p.published_at is not null as replaced, p.binned_at, p.error as failure, p.created_by, p.created_at, p.finished_at, p.revision,
	  count(u.unit)::int as units,
	  (count(u.unit) filter (where u.state in ('done', 'failed', 'cancelled')))::int as units_done,
	  coalesce(avg(case when u.state = 'done' then 1 else u.progress end), 0)::float8 as progress,
	  coalesce(max(u.note) filter (where u.state = 'running'), '') as note,` + placeOf + ` as place
	from plan p
	left join plan_unit u on u.branch_id = p.branch_id and u.plan_id = p.id`

// PlanHead finds a plan.
func (s *Store) PlanHead(ctx context.Context, b BranchID, id PlanID) (head PlanHead, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		head, err = planHeadIn(ctx, tx, id)
		return err
	})
	if err != nil {
		return head, fmt.Errorf("plan %d: %w", id, err)
	}
	return head, nil
}

func planHeadIn(ctx context.Context, tx pgx.Tx, id PlanID) (head PlanHead, err error) {
	rows, err := tx.Query(ctx, planHeadQuery+" where p.id = $1 group by p.branch_id, p.id", id)
	if err != nil {
		return head, err
	}
	if head, err = pgx.CollectExactlyOneRow(rows, pgx.RowToStructByName[PlanHead]); err != nil {
		return head, missing(err)
	}
	heads := []PlanHead{head}
	err = stand(ctx, tx, heads)
	return heads[0], err
}

// PlanHeads are the branch's plans of a kind, the newest first.
func (s *Store) PlanHeads(ctx context.Context, b BranchID, kind PlanKind) (heads []PlanHead, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, planHeadQuery+" where p.kind = $1 group by p.branch_id, p.id order by p.id desc limit 100", kind)
		if err != nil {
			return err
		}
		if heads, err = pgx.CollectRows(rows, pgx.RowToStructByName[PlanHead]); err != nil {
			return err
		}
		return stand(ctx, tx, heads)
	})
	if err != nil {
		return nil, fmt.Errorf("%s plans: %w", kind, err)
	}
	return heads, nil
}

// How a plan ended that somebody else would stop or publish. All are an ErrConflict.
var (
	ErrPlanEnded      = fmt.Errorf("plan has ended: %w", ErrConflict)
	ErrPlanCancelled  = fmt.Errorf("plan was cancelled: %w", ErrConflict)
	ErrPlanUnfinished = fmt.Errorf("plan is not finished: %w", ErrConflict)
)

// planEnded is how a plan ended, naming whose it was or who cancelled it.
func planEnded(ctx context.Context, tx pgx.Tx, b BranchID, id PlanID) error {
	var by string
	if err := tx.QueryRow(ctx, "select ended_by from plan where id = $1", id).Scan(&by); err != nil {
		return missing(err)
	}
	what := ErrPlanEnded
	if by != "" {
		what = ErrPlanCancelled
	}
	return whoDid(ctx, tx, b, what, "select coalesce(nullif(ended_by, ''), created_by), coalesce(finished_at, created_at), '#' || id || ' ' || name from plan where id = $1", id)
}

// CancelPlan stops a plan that has not ended; what its units had done stays
// unseen. ErrPlanEnded, ErrPlanCancelled: it has ended already.
func (s *Store) CancelPlan(ctx context.Context, b BranchID, id PlanID, by string) error {
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, "update plan set state = 'cancelled', ended_by = $2, finished_at = moment() where id = $1 and state in ('queued', 'running')", id, by)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return planEnded(ctx, tx, b, id)
		}
		return s.dropUnits(ctx, tx, b, id)
	})
	if err != nil {
		return fmt.Errorf("cancel plan %d: %w", id, err)
	}
	return nil
}

// dropUnits cancels the open units of a plan that has ended. What a look left to
// routes that were going to be planned anyway is looked at again; a plan that an
// event asked for stays cancelled.
func (s *Store) dropUnits(ctx context.Context, tx pgx.Tx, b BranchID, id PlanID) error {
	_, err := tx.Exec(ctx, "update plan_unit set state = 'cancelled', finished_at = moment() where plan_id = $1 and state in ('queued', 'running')", id)
	if err != nil {
		return err
	}
	var look bool
	err = tx.QueryRow(ctx, "select kind = 'route' and request->'why' is null from plan where id = $1", id).Scan(&look)
	if err != nil || !look {
		return err
	}
	return s.AskReplan(ctx, tx, b)
}

// CutPlan ends a plan with the units that are done: the open ones are cancelled,
// and so is the plan where none was done. ErrConflict: it has ended already.
func (s *Store) CutPlan(ctx context.Context, b BranchID, id PlanID) error {
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `
			update plan p set finished_at = moment(), state = `+cutState+`
			where id = $1 and state in ('queued', 'running')`, id)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return ErrConflict
		}
		if err := Touch(ctx, tx, b); err != nil {
			return err
		}
		return s.dropUnits(ctx, tx, b, id)
	})
	if err != nil {
		return fmt.Errorf("cut plan %d: %w", id, err)
	}
	return nil
}

// PublishPlan puts a finished territory plan in force from a day, and asks for a
// look at the routes. ErrPlanUnfinished. TakenError: another plan
// begins on that day. LockedError: see there.
func (s *Store) PublishPlan(ctx context.Context, b BranchID, id PlanID, from planner.Day, by string) error {
	return s.PublishInstead(ctx, b, id, from, 0, by)
}

// PublishInstead is PublishPlan where the plan that was to begin on the same day gives
// way, if it is the one named: nobody takes the place of a plan that he has not seen.
func (s *Store) PublishInstead(ctx context.Context, b BranchID, id PlanID, from planner.Day, instead PlanID, by string) error {
	return s.Publish(ctx, b, id, Publication{From: from, Instead: instead}, by)
}

// Publication is how a plan is put in force.
type Publication struct {
	From    planner.Day `json:"from" doc:"First day on which the plan holds"`
	Instead PlanID      `json:"instead,omitempty" doc:"The plan that was to begin on that day and gives way"`
	Why     string      `json:"why,omitempty" maxLength:"500"`
}

// Publish is PublishInstead with a reason. territory.ErrUnapproved: the branch's rule
// wants the plan approved as it is.
func (s *Store) Publish(ctx context.Context, b BranchID, id PlanID, p Publication, by string) error {
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		if err := lockPublishing(ctx, tx, b); err != nil {
			return err
		}
		if err := notBinned(ctx, tx, id); err != nil {
			return actedBy(ctx, tx, b, id, err)
		}
		if err := freeDay(ctx, tx, b, id, p, by); err != nil {
			return err
		}
		if err := keepsLocks(ctx, tx, id, p.From); err != nil {
			return err
		}
		if err := approvedIn(ctx, tx, id, p.From); err != nil {
			return err
		}
		if err := settleDrawing(ctx, tx, b, id); err != nil {
			return actedBy(ctx, tx, b, id, err)
		}
		tag, err := tx.Exec(ctx, "update plan set published_from = $2, published_at = moment() where id = $1 and kind = 'territory' and state = 'done'", id, p.From)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return whoDid(ctx, tx, b, ErrPlanUnfinished, "select created_by, created_at, '#' || id || ' ' || name from plan where id = $1", id)
		}
		if err := Touch(ctx, tx, b); err != nil {
			return err
		}
		if err := s.AskReplan(ctx, tx, b); err != nil {
			return err
		}
		if err := noteAct(ctx, tx, b, id, territory.Act{Kind: territory.ActPublish, Day: &p.From, Text: p.Why, By: by}); err != nil {
			return err
		}
		return Record(ctx, tx, b, Audit{By: by, Act: "publish plan", Reason: fmt.Sprintf("plan %d from %s by %s", id, p.From, by)})
	})
	if err != nil {
		return fmt.Errorf("publish plan %d: %w", id, err)
	}
	return nil
}

// lockPublishing has plans published, and their territories locked and opened, one
// after the other: each sees what the one before did.
func lockPublishing(ctx context.Context, tx pgx.Tx, b BranchID) error {
	_, err := tx.Exec(ctx, "select pg_advisory_xact_lock(hashtext('publish'), $1)", int32(b))
	return err
}

// freeDay takes the plan named out of force on a day, and refuses any other.
func freeDay(ctx context.Context, tx pgx.Tx, b BranchID, id PlanID, p Publication, by string) error {
	taken := TakenError{Day: p.From}
	err := tx.QueryRow(ctx, "select id, name, created_by from plan where published_from = $1 and id <> $2 for update", p.From, id).
		Scan(&taken.Plan, &taken.Name, &taken.By)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return nil
	case err != nil:
		return err
	case taken.Plan != p.Instead:
		return &taken
	}
	if _, err = tx.Exec(ctx, "update plan set published_from = null where id = $1", p.Instead); err != nil {
		return err
	}
	return noteAct(ctx, tx, b, p.Instead, territory.Act{Kind: territory.ActUnpublish, Day: &p.From, Text: fmt.Sprintf("#%d", id), By: by})
}

// keepsLocks refuses a plan that was made before a territory in force until its day
// was locked, unless that kader's territory is locked in the plan too.
func keepsLocks(ctx context.Context, tx pgx.Tx, id PlanID, from planner.Day) error {
	before, err := PlanInForceIn(ctx, tx, from)
	if errors.Is(err, ErrNoTerritories) || before == id {
		return nil
	}
	if err != nil {
		return err
	}
	var lost LockedError
	err = tx.QueryRow(ctx, `
		select t.kader_id, k.name
		from territory t
		join kader k on k.branch_id = t.branch_id and k.id = t.kader_id
		join plan p on p.branch_id = t.branch_id and p.id = $2
		where t.plan_id = $1 and t.locked and t.locked_at > p.created_at and not exists (
		  select from territory n
		  where n.branch_id = t.branch_id and n.plan_id = $2 and n.kader_id = t.kader_id and n.locked)
		order by t.id
		limit 1`, before, id).Scan(&lost.Kader, &lost.Name)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	return &lost
}

// PlanInForce is the territory plan of a day: the published one with the latest
// beginning up to it. ErrNoTerritories: none was published yet.
func (s *Store) PlanInForce(ctx context.Context, b BranchID, day planner.Day) (id PlanID, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		id, err = PlanInForceIn(ctx, tx, day)
		return err
	})
	return id, err
}

// PlanInForceIn is PlanInForce inside a transaction.
func PlanInForceIn(ctx context.Context, tx pgx.Tx, day planner.Day) (id PlanID, err error) {
	err = tx.QueryRow(ctx, `
		select id from plan
		where published_from <= $1
		order by published_from desc
		limit 1`, day).Scan(&id)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNoTerritories
	}
	if err != nil {
		return 0, fmt.Errorf("territory plan in force on %s: %w", day, err)
	}
	return id, nil
}

// BeginUnit marks a unit as running and returns its plan. ErrConflict: the unit
// or its plan has ended, so there is nothing to do.
func (s *Store) BeginUnit(ctx context.Context, job UnitJob) (PlanHead, error) {
	err := s.InBranch(ctx, one(job.Branch), func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "select from plan where id = $1 for update", job.Plan); err != nil {
			return err
		}
		tag, err := tx.Exec(ctx, `
			update plan_unit set state = 'running', progress = case when draft is null then 0 else progress end, note = ''
			where plan_id = $1 and unit = $2 and state in ('queued', 'running')`, job.Plan, job.Unit)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return ErrConflict
		}
		_, err = tx.Exec(ctx, "update plan set state = 'running' where id = $1 and state = 'queued'", job.Plan)
		return err
	})
	if err != nil {
		return PlanHead{}, fmt.Errorf("begin unit %s of plan %d: %w", job.Unit, job.Plan, err)
	}
	return s.PlanHead(ctx, job.Branch, job.Plan)
}

// ReportUnit keeps a unit's progress, 0 to 1, which never goes back. ErrConflict: the unit was
// cancelled meanwhile, and its work should stop.
func (s *Store) ReportUnit(ctx context.Context, job UnitJob, progress float64, note string) error {
	err := s.InBranch(ctx, one(job.Branch), func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `
			update plan_unit set progress = greatest(progress, $3), note = $4
			where plan_id = $1 and unit = $2 and state = 'running'`, job.Plan, job.Unit, min(1, max(0, progress)), note)
		if err == nil && tag.RowsAffected() == 0 {
			err = ErrConflict
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("report unit %s of plan %d: %w", job.Unit, job.Plan, err)
	}
	return nil
}

// FailUnit ends a unit that cannot be planned, with the reason.
func (s *Store) FailUnit(ctx context.Context, job UnitJob, failure PlanFailure) error {
	return s.endUnit(ctx, job, Failed, failure, func(pgx.Tx) error { return nil })
}

// endUnit writes a unit's result and closes the plan with its last unit, all in
// one transaction. A unit that has ended already is left alone: a job that runs
// twice writes once.
func (s *Store) endUnit(ctx context.Context, job UnitJob, state WorkState, failure PlanFailure, write func(pgx.Tx) error) error {
	err := s.InBranch(ctx, one(job.Branch), func(tx pgx.Tx) error {
		var plan WorkState
		if err := tx.QueryRow(ctx, "select state from plan where id = $1 for update", job.Plan).Scan(&plan); err != nil {
			return missing(err)
		}
		tag, err := tx.Exec(ctx, `
			update plan_unit set state = $3, error = $4, progress = 1, draft = null, finished_at = moment()
			where plan_id = $1 and unit = $2 and state in ('queued', 'running')`, job.Plan, job.Unit, state, failure)
		if err != nil || tag.RowsAffected() == 0 || plan.Ended() {
			return err
		}
		if err := write(tx); err != nil {
			return err
		}
		return closePlan(ctx, tx, job)
	})
	if err != nil {
		return fmt.Errorf("end unit %s of plan %d: %w", job.Unit, job.Plan, err)
	}
	return nil
}

// closePlan ends the plan when none of its units is open: done if any unit is.
func closePlan(ctx context.Context, tx pgx.Tx, job UnitJob) error {
	tag, err := tx.Exec(ctx, `
		update plan set finished_at = moment(),
		  state = case when exists (select from plan_unit where plan_id = $1 and state = 'done') then 'done' else 'failed' end,
		  error = coalesce((select error from plan_unit where plan_id = $1 and state = 'failed' order by unit limit 1), '')
		where id = $1 and not exists (select from plan_unit where plan_id = $1 and state in ('queued', 'running'))`, job.Plan)
	if err != nil || tag.RowsAffected() == 0 {
		return err
	}
	return Touch(ctx, tx, job.Branch)
}

// IsOver tells whether err says that there is nothing left to do for a unit.
func IsOver(err error) bool { return errors.Is(err, ErrConflict) || errors.Is(err, ErrNotFound) }
