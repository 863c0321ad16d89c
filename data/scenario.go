package data

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"binaan/planner"
	"binaan/planner/territory"
)

// NewDraft is a draft to draw on: what From has, or, where it is 0, nothing but the
// territories in force that are locked.
type NewDraft struct {
	Name  string        `json:"name,omitempty" maxLength:"80"`
	From  PlanID        `json:"from,omitempty" minimum:"0" doc:"The plan to begin with; 0: begin with nothing"`
	Locks bool          `json:"locks,omitempty" doc:"Keep the locks of that plan"`
	Grain planner.Grain `json:"grain,omitempty" enum:"desa,cell" doc:"Of a draft that begins with nothing; without it as the branch's rule has it"`
}

// AddDraft makes a draft. ErrNotFound: there is no such finished plan to begin with.
func (s *Store) AddDraft(ctx context.Context, b BranchID, d NewDraft, today planner.Day, by string) (PlanHead, error) {
	var id PlanID
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		n, err := Next(ctx, tx, b, "plan", 1)
		if err != nil {
			return err
		}
		if id = PlanID(n); d.From == 0 {
			err = blankDraft(ctx, tx, b, id, d, today, by)
		} else {
			err = copyDraft(ctx, tx, b, id, d, by)
		}
		if err != nil {
			return err
		}
		if err := Record(ctx, tx, b, Audit{By: by, Act: "begin plan", Reason: fmt.Sprintf("plan %d from plan %d", id, d.From)}); err != nil {
			return err
		}
		return Touch(ctx, tx, b)
	})
	if err != nil {
		return PlanHead{}, fmt.Errorf("new draft from plan %d: %w", d.From, err)
	}
	return s.PlanHead(ctx, b, id)
}

// AddDrawn makes a draft of what a file says: nothing, with one stroke on it, so that it
// is drawn on, undone and audited like any other.
func (s *Store) AddDrawn(ctx context.Context, b BranchID, d NewDraft, changes []territory.Change, today planner.Day, by Account) (PlanHead, error) {
	stroke, err := uuid.NewV7()
	if err != nil {
		return PlanHead{}, fmt.Errorf("draft from a file: %w", err)
	}
	var id PlanID
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		n, err := Next(ctx, tx, b, "plan", 1)
		if err != nil {
			return err
		}
		id = PlanID(n)
		if err := blankDraft(ctx, tx, b, id, d, today, by.Login); err != nil {
			return err
		}
		if len(changes) > 0 {
			p := pencil{tx: tx, branch: b, plan: id, stroke: territory.Stroke{ID: stroke.String(), Changes: changes, Reason: d.Name, By: by.Login}}
			if err := p.open(ctx); err != nil {
				return err
			}
			if err := p.draw(ctx, by); err != nil {
				return err
			}
		}
		if err := noteAct(ctx, tx, b, id, territory.Act{Kind: territory.ActImport, Text: d.Name, By: by.Login}); err != nil {
			return err
		}
		if err := Record(ctx, tx, b, Audit{Account: by.ID, Act: "import plan", Reason: fmt.Sprintf("plan %d from %s", id, d.Name)}); err != nil {
			return err
		}
		return Touch(ctx, tx, b)
	})
	if err != nil {
		return PlanHead{}, fmt.Errorf("draft from a file: %w", err)
	}
	return s.PlanHead(ctx, b, id)
}

func blankDraft(ctx context.Context, tx pgx.Tx, b BranchID, id PlanID, d NewDraft, today planner.Day, by string) error {
	usual := territory.UsualWeights
	request := PlanRequest{Name: d.Name, Day: today, Grain: d.Grain, Weights: &usual}
	if request.Name == "" {
		request.Name = defaultName(TerritoryKind, request)
	}
	in, err := territoryInputIn(ctx, tx, request)
	if err != nil {
		return err
	}
	plan, err := territory.Blank(in)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		insert into plan (branch_id, id, kind, name, state, request, seed, created_by, finished_at)
		values ($1, $2, 'territory', $3, 'done', $4, 0, $5, moment())`, b, id, request.Name, request, by)
	if err != nil {
		return err
	}
	return writeTerritoryPlan(ctx, tx, b, id, plan)
}

// copyDraft copies a plan with all that was drawn on it, so that it can be undone in
// the copy too.
func copyDraft(ctx context.Context, tx pgx.Tx, b BranchID, id PlanID, d NewDraft, by string) error {
	tag, err := tx.Exec(ctx, `
		insert into plan (branch_id, id, kind, name, state, request, seed, certificate, result, revision, created_by, finished_at)
		select branch_id, $2, kind, coalesce(nullif($3, ''), name), state, request, seed, certificate, result, revision, $4, moment()
		from plan
		where id = $1 and kind = 'territory' and state = 'done'`, d.From, id, d.Name, by)
	if err != nil {
		return err
	}
	if tag.RowsAffected() == 0 {
		return ErrNotFound
	}
	_, err = tx.Exec(ctx, `
		insert into territory (branch_id, plan_id, id, kader_id, kecamatan, merangkap, locked, locked_at, approval, households, eligible, members, arrears, expected, later, lie)
		select branch_id, $2, id, kader_id, kecamatan, merangkap, locked and $3, case when locked and $3 then moment() end, approval, households, eligible, members, arrears, expected, later, lie
		from territory
		where plan_id = $1`, d.From, id, d.Locks)
	if err != nil {
		return err
	}
	for table, columns := range copied {
		sql := fmt.Sprintf("insert into %s (branch_id, plan_id, %s) select branch_id, $2, %s from %s where plan_id = $1", table, columns, columns, table)
		if _, err := tx.Exec(ctx, sql, d.From, id); err != nil {
			return fmt.Errorf("copy %s: %w", table, err)
		}
	}
	return nil
}

// copied are the tables that are copied as they are.
var copied = map[string]string{
	"territory_block": "desa, cell, territory_id",
	"merangkap_block": "kader_id, desa, cell",
	"stroke":          "revision, id, made_on, changes, undo, reason, made_by, made_at",
}
