package api

import (
	"context"

	"binaan/data"
	"binaan/planner/territory"
)

type lockInput struct {
	PlanPath
	Territory territory.ID `path:"territory" minimum:"1"`
	Body      struct {
		Locked bool `json:"locked"`
	}
}

type locksInput struct {
	PlanPath
	Body struct {
		Locked bool `json:"locked"`
	}
}

// lockAll locks all territories of a plan, or opens them.
func (s *server) lockAll(ctx context.Context, in *locksInput) (*territoryPlanOutput, error) {
	return s.revise(ctx, in.PlanPath, func(b data.Branch, by data.Account) error {
		return s.store.LockTerritories(ctx, b.ID, in.ID, in.Body.Locked, s.today(b), by.ID)
	})
}

// lock locks a territory against later plans, or opens it again.
func (s *server) lock(ctx context.Context, in *lockInput) (*territoryPlanOutput, error) {
	return s.revise(ctx, in.PlanPath, func(b data.Branch, by data.Account) error {
		return s.store.LockTerritory(ctx, b.ID, in.ID, in.Territory, in.Body.Locked, s.today(b), by.ID)
	})
}
