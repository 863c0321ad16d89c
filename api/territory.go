package api

import (
	"context"
	"fmt"

	"binaan/data"
	"binaan/geo"
	"binaan/planner"
	"binaan/planner/territory"
)

type queueTerritoriesInput struct {
	BranchPath
	Body struct {
		Name      string             `json:"name,omitempty" maxLength:"80"`
		Seed      uint64             `json:"seed,omitempty" doc:"The same seed gives the same plan; 0 draws one"`
		Kecamatan geo.AreaCode       `json:"kecamatan,omitempty" doc:"Plan this kecamatan only"`
		Seconds   int                `json:"seconds,omitempty" minimum:"0" maximum:"3600" doc:"Time the planner may take; 0 for the usual"`
		Redraw    bool               `json:"redraw,omitempty" doc:"Draw anew; otherwise territories in force change as little as they can"`
		Weights   *territory.Weights `json:"weights,omitempty" doc:"What counts beside compactness; without it the usual. All zero: compactness alone"`
		Grain     planner.Grain      `json:"grain,omitempty" enum:"desa,cell" doc:"What territories are made of: whole desa, or cells; without it as the branch's rule has it"`
		Roam      bool               `json:"roam,omitempty" doc:"Kader may get a territory in another kecamatan than that of their contract; of a whole branch by whole desa only"`
	}
}

func (s *server) queueTerritories(ctx context.Context, in *queueTerritoriesInput) (*planHeadOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	if w := in.Body.Weights; w != nil {
		if err := w.Check(); err != nil {
			return nil, fmt.Errorf("%w: %w", err, errInput)
		}
	}
	if in.Body.Roam && (in.Body.Grain == planner.GrainCell || in.Body.Kecamatan != "") {
		return nil, fmt.Errorf("kader of other kecamatan are for a whole branch by whole desa: %w", errInput)
	}
	return s.queue(ctx, b, data.TerritoryKind, data.PlanRequest{
		Name: in.Body.Name, Seed: in.Body.Seed, Kecamatan: in.Body.Kecamatan, Seconds: in.Body.Seconds, Redraw: in.Body.Redraw, Weights: in.Body.Weights, Grain: in.Body.Grain, Roam: in.Body.Roam,
	})
}

type weightsOutput struct {
	Body struct {
		Usual territory.Weights `json:"usual"`
		Most  territory.Weights `json:"most"`
	}
}

func (s *server) weights(ctx context.Context, in *BranchPath) (*weightsOutput, error) {
	out := &weightsOutput{}
	out.Body.Usual, out.Body.Most = territory.UsualWeights, territory.MostWeights
	_, err := s.branch(ctx, *in)
	return out, err
}

type territoryPlanOutput struct{ Body data.TerritoryDetail }

func (s *server) territoryPlan(ctx context.Context, in *PlanPath) (*territoryPlanOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	detail, err := s.store.TerritoryDetail(ctx, b.ID, in.ID)
	return &territoryPlanOutput{detail}, err
}
