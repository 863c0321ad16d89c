package data

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/territory"
)

// ErrPublished marks a plan that is no draft any more.
var ErrPublished = errors.New("plan is published")

// ApproveMerangkap makes a proposed second territory one of a draft; who did and
// why is audited. planner's errors of Approve; ErrPublished; ErrBinned; ErrRevised: somebody
// else changed the plan meanwhile. Each names who.
func (s *Store) ApproveMerangkap(ctx context.Context, b BranchID, id PlanID, kader planner.KaderID, a territory.Approval, by int64) error {
	audit := Audit{Account: by, Act: "approve merangkap", Reason: fmt.Sprintf("plan %d, kader %d: %s", id, kader, a.Note)}
	return s.reviseDraft(ctx, b, id, audit, func(p territory.Plan, in territory.Input) (territory.Plan, error) {
		return p.Approve(ctx, in, kader, a)
	})
}

// WithdrawMerangkap takes a second territory out of a draft, also one that an
// earlier plan brought along. planner's errors of Withdraw; ErrPublished; ErrBinned;
// ErrRevised.
func (s *Store) WithdrawMerangkap(ctx context.Context, b BranchID, id PlanID, kader planner.KaderID, by int64) error {
	audit := Audit{Account: by, Act: "withdraw merangkap", Reason: fmt.Sprintf("plan %d, kader %d", id, kader)}
	return s.reviseDraft(ctx, b, id, audit, func(p territory.Plan, in territory.Input) (territory.Plan, error) {
		return p.Withdraw(ctx, in, kader)
	})
}

// revisions is how often a draft is revised anew that somebody changed meanwhile.
const revisions = 3

// reviseDraft replaces a draft by what do makes of it and of what it was made from.
func (s *Store) reviseDraft(ctx context.Context, b BranchID, id PlanID, audit Audit,
	do func(territory.Plan, territory.Input) (territory.Plan, error)) (err error) {
	for range revisions {
		if err = s.reviseOnce(ctx, b, id, audit, do); !errors.Is(err, ErrInUse) {
			break
		}
	}
	if errors.Is(err, ErrInUse) {
		err = fmt.Errorf("%w (%s)", ErrRevised, err.Error())
	}
	if err != nil {
		return fmt.Errorf("revise plan %d: %w", id, s.nameDeed(ctx, b, id, err))
	}
	return nil
}

func (s *Store) reviseOnce(ctx context.Context, b BranchID, id PlanID, audit Audit,
	do func(territory.Plan, territory.Input) (territory.Plan, error)) error {
	return s.inBranch(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead}, one(b), func(tx pgx.Tx) error {
		plan, request, err := draftIn(ctx, tx, id)
		if err != nil {
			return err
		}
		plan, in, err := drawnIn(ctx, tx, id, plan, request)
		if err != nil {
			return err
		}
		if plan, err = do(plan, in); err != nil {
			return err
		}
		if err := clearTerritories(ctx, tx, id); err != nil {
			return err
		}
		if err := writeTerritoryPlan(ctx, tx, b, id, plan); err != nil {
			return err
		}
		if err := Record(ctx, tx, b, audit); err != nil {
			return err
		}
		if err := noteChange(ctx, tx, b, id, audit); err != nil {
			return err
		}
		return Touch(ctx, tx, b)
	})
}

// draftIn locks a finished draft and reads it as the planner left it.
func draftIn(ctx context.Context, tx pgx.Tx, id PlanID) (plan territory.Plan, request PlanRequest, err error) {
	var from *planner.Day
	if err := tx.QueryRow(ctx, "select published_from from plan where id = $1 for update", id).Scan(&from); err != nil {
		return plan, request, missing(err)
	}
	if from != nil {
		return plan, request, ErrPublished
	}
	if err := notBinned(ctx, tx, id); err != nil {
		return plan, request, err
	}
	return finishedIn(ctx, tx, id)
}

// finishedIn is a finished plan as the planner left it.
func finishedIn(ctx context.Context, tx pgx.Tx, id PlanID) (plan territory.Plan, request PlanRequest, err error) {
	var result TerritoryResult
	err = tx.QueryRow(ctx, `
		select request, certificate, result
		from plan
		where id = $1 and kind = 'territory' and state = 'done'`, id).Scan(&request, &plan.Certificate, &result)
	if err != nil {
		return plan, request, missing(err)
	}
	plan.UnservedSum, plan.Findings, plan.Capacity = result.Unserved, result.Findings, result.Capacity
	plan.Recruit, plan.Merangkap = result.Recruit, result.Merangkap
	if plan.Territories, err = TerritoriesIn(ctx, tx, id); err != nil {
		return plan, request, err
	}
	return plan, request, readProposed(ctx, tx, id, plan.Merangkap)
}

// readProposed adds their blocks to a plan's proposals.
func readProposed(ctx context.Context, tx pgx.Tx, id PlanID, proposals []territory.MerangkapProposal) error {
	rows, err := tx.Query(ctx, "select kader_id, desa, cell from merangkap_block where plan_id = $1 order by desa, cell", id)
	if err != nil {
		return fmt.Errorf("proposed blocks of plan %d: %w", id, err)
	}
	var kader planner.KaderID
	var desa geo.AreaCode
	var cell geo.Cell
	_, err = pgx.ForEachRow(rows, []any{&kader, &desa, &cell}, func() error {
		for i := range proposals {
			if proposals[i].Kader == kader {
				proposals[i].Blocks = append(proposals[i].Blocks, planner.BlockKey{Desa: desa, Cell: cell})
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("proposed blocks of plan %d: %w", id, err)
	}
	return nil
}

func clearTerritories(ctx context.Context, tx pgx.Tx, id PlanID) error {
	for _, table := range []string{"territory", "merangkap_block"} { // blocks of territories go with them
		if _, err := tx.Exec(ctx, "delete from "+table+" where plan_id = $1", id); err != nil {
			return fmt.Errorf("clear %s of plan %d: %w", table, id, err)
		}
	}
	return nil
}

func writeProposed(ctx context.Context, tx pgx.Tx, b BranchID, id PlanID, proposals []territory.MerangkapProposal) error {
	type block struct {
		kader planner.KaderID
		key   planner.BlockKey
	}
	var blocks []block
	for _, m := range proposals {
		for _, key := range m.Blocks {
			blocks = append(blocks, block{m.Kader, key})
		}
	}
	return stage(ctx, tx, "merangkap_block", []string{"branch_id", "plan_id", "kader_id", "desa", "cell"}, len(blocks), func(i int) []any {
		return []any{b, id, blocks[i].kader, blocks[i].key.Desa, int64(blocks[i].key.Cell)}
	})
}
