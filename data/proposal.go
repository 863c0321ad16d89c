package data

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/territory"
)

// Proposal is what could be made of a draft, with what goes along with the families
// that it passes on. Nothing of it is stored before somebody accepts it by a stroke.
type Proposal struct {
	territory.Proposal
	Moves []Move `json:"moves"` // against the draft as it is; the largest first
}

// GiveBack proposes what the receiver of a stroke gives back for it. Errors as of Draw.
func (s *Store) GiveBack(ctx context.Context, b BranchID, id PlanID, changes []territory.Change, today planner.Day) (Proposal, error) {
	var kecamatan []geo.AreaCode
	for _, c := range changes {
		kecamatan = append(kecamatan, c.Desa.Kecamatan())
	}
	return s.propose(ctx, b, id, kecamatan, today, func(in territory.Input, drawn []territory.Territory) (territory.Proposal, error) {
		return in.GiveBack(drawn, changes)
	})
}

// Cut proposes how a line parts a territory. Errors of territory.Cut; ErrPublished.
func (s *Store) Cut(ctx context.Context, b BranchID, id PlanID, knife territory.Knife, today planner.Day) (Proposal, error) {
	var kecamatan geo.AreaCode
	err := s.Snapshot(ctx, one(b), func(tx pgx.Tx) error {
		sql := "select kecamatan from territory where plan_id = $1 and coalesce(kader_id, 0) = $2 and merangkap = $3 limit 1"
		return missing(tx.QueryRow(ctx, sql, id, max(knife.Of, -knife.Of), knife.Of < 0).Scan(&kecamatan))
	})
	if err != nil {
		return Proposal{}, fmt.Errorf("cut in plan %d: %w", id, err)
	}
	return s.propose(ctx, b, id, []geo.AreaCode{kecamatan}, today, func(in territory.Input, drawn []territory.Territory) (territory.Proposal, error) {
		return in.Cut(drawn, knife)
	})
}

// propose asks for a proposal about some kecamatan of a draft.
func (s *Store) propose(ctx context.Context, b BranchID, id PlanID, kecamatan []geo.AreaCode, today planner.Day, ask func(territory.Input, []territory.Territory) (territory.Proposal, error)) (p Proposal, err error) {
	err = s.Snapshot(ctx, one(b), func(tx pgx.Tx) error {
		pencil := pencil{tx: tx, branch: b, plan: id}
		if err := pencil.look(ctx); err != nil {
			return err
		}
		in, drawn, err := pencil.around(ctx, kecamatan)
		if err != nil {
			return err
		}
		if p.Proposal, err = ask(in, drawn); err != nil {
			return err
		}
		p.Moves, err = passing(ctx, tx, p.Changes, today)
		return err
	})
	if err != nil {
		return p, fmt.Errorf("proposal for plan %d: %w", id, err)
	}
	return p, nil
}

// Passing are the moves that changes of a draft come to, with the promises and
// instalments that travel.
func (s *Store) Passing(ctx context.Context, b BranchID, changes []territory.Change, today planner.Day) (moves []Move, err error) {
	err = s.Snapshot(ctx, one(b), func(tx pgx.Tx) error {
		moves, err = passing(ctx, tx, changes, today)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("moves of a proposal: %w", err)
	}
	return moves, nil
}

func passing(ctx context.Context, tx pgx.Tx, changes []territory.Change, today planner.Day) ([]Move, error) {
	whole, single, codes := map[geo.AreaCode]hands{}, map[planner.BlockKey]hands{}, []geo.AreaCode{}
	for _, c := range changes {
		h := hands{kaderOf(c.From), kaderOf(c.To)}
		if c.Cell == 0 {
			whole[c.Desa] = h
		} else {
			single[planner.BlockKey{Desa: c.Desa, Cell: c.Cell}] = h
		}
		codes = append(codes, c.Desa)
	}
	rows, err := tx.Query(ctx, "select desa, cell, eligible, households from block where desa = any($1)", codes)
	if err != nil {
		return nil, fmt.Errorf("blocks: %w", err)
	}
	passed, sums := map[planner.BlockKey]hands{}, map[hands]*Moved{}
	var key planner.BlockKey
	var of Moved
	_, err = pgx.ForEachRow(rows, []any{&key.Desa, &key.Cell, &of.Eligible, &of.Households}, func() error {
		h, passes := single[key]
		if !passes {
			h, passes = whole[key.Desa]
		}
		if !passes || h.from == h.to {
			return nil
		}
		passed[key] = h
		if sums[h] == nil {
			sums[h] = &Moved{}
		}
		sums[h].add(of)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("blocks: %w", err)
	}
	return pledgedMoves(ctx, tx, passed, sums, today)
}

// kaderOf is who holds a hand's territory; 0: nobody.
func kaderOf(h territory.Hand) planner.KaderID {
	if h == territory.Vacant {
		return 0
	}
	return planner.KaderID(max(h, -h))
}
