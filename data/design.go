package data

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
	"binaan/planner/territory"
)

// TerritoryInput reads what a territory plan depends on, as one state. The plan
// in force on the request's day is the previous one.
func (s *Store) TerritoryInput(ctx context.Context, b BranchID, request PlanRequest) (in territory.Input, err error) {
	err = s.Snapshot(ctx, one(b), func(tx pgx.Tx) error {
		in, err = territoryInputIn(ctx, tx, request)
		return err
	})
	return in, err
}

func territoryInputIn(ctx context.Context, tx pgx.Tx, request PlanRequest) (in territory.Input, err error) {
	in = territory.Input{Day: request.Day, Kecamatan: request.Kecamatan, Redraw: request.Redraw, Weights: request.Weights, Grain: request.Grain, Roam: request.Roam}
	if err := readTerritoryInput(ctx, tx, &in); err != nil {
		return in, fmt.Errorf("read territories' input: %w", err)
	}
	return in, nil
}

func readTerritoryInput(ctx context.Context, tx pgx.Tx, in *territory.Input) (err error) {
	if in.Rules, err = RulesIn(ctx, tx, in.Day); err != nil {
		return err
	}
	if in.Blocks, err = BlocksIn(ctx, tx); err != nil {
		return err
	}
	if in.Links, err = LinksIn(ctx, tx); err != nil {
		return err
	}
	if in.Kader, err = KaderIn(ctx, tx); err != nil {
		return err
	}
	if in.Land, err = LandIn(ctx, tx); err != nil {
		return err
	}
	in.Previous, err = territoriesInForce(ctx, tx, in.Day)
	return err
}

func territoriesInForce(ctx context.Context, tx pgx.Tx, day planner.Day) ([]territory.Territory, error) {
	id, err := PlanInForceIn(ctx, tx, day)
	if errors.Is(err, ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return TerritoriesIn(ctx, tx, id)
}
