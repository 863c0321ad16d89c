package api

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"binaan/data"
	"binaan/geo"
	"binaan/planner"
)

// BranchPath is the branch of a path.
type BranchPath struct {
	Branch string `path:"branch" doc:"Code of the branch" maxLength:"12"`
}

// branch finds the branch of a path among the account's own. A branch of others
// is as little there as one that does not exist.
func (s *server) branch(ctx context.Context, in BranchPath) (data.Branch, error) {
	a, err := who(ctx)
	if err != nil {
		return data.Branch{}, err
	}
	for _, b := range a.Branches {
		if b.Code == in.Branch {
			return b, nil
		}
	}
	return data.Branch{}, fmt.Errorf("branch %s: %w", in.Branch, data.ErrNotFound)
}

func (s *server) today(b data.Branch) planner.Day { return b.Today(s.store.Now()) }

// BranchSummary is a branch with its sums.
type BranchSummary struct {
	data.Branch
	Kedeputian *data.Kedeputian `json:"kedeputian,omitempty"`
	Today      planner.Day      `json:"today"`
	Plan       data.PlanID      `json:"plan"` // territory plan in force today; 0: none
	Totals     data.Totals      `json:"totals"`
	Sample     bool             `json:"sample"` // synthetic data
}

type branchOutput struct{ Body BranchSummary }

// sampleCode begins the codes of synthetic branches.
const sampleCode = "99"

func isSample(b data.Branch) bool { return strings.HasPrefix(b.Code, sampleCode) }

func (s *server) showBranch(ctx context.Context, in *BranchPath) (*branchOutput, error) {
	b, err := s.branch(ctx, *in)
	if err != nil {
		return nil, err
	}
	out := &branchOutput{BranchSummary{Branch: b, Today: s.today(b), Sample: isSample(b)}}
	if out.Body.Totals, err = s.totals.of(ctx, b, "", func(ctx context.Context) (data.Totals, error) { return s.store.Totals(ctx, b.ID) }); err != nil {
		return nil, err
	}
	if out.Body.Kedeputian, err = s.store.KedeputianOf(ctx, b.ID); err != nil {
		return nil, err
	}
	if out.Body.Plan, err = s.store.PlanInForce(ctx, b.ID, out.Body.Today); err != nil && !isNotFound(err) {
		return nil, err
	}
	return out, nil
}

type areasInput struct {
	BranchPath
	KeptInput
	Level string `query:"level" enum:"desa,kecamatan,kabupaten" default:"desa"`
}

var levels = map[string]geo.Level{"desa": geo.Desa, "kecamatan": geo.Kecamatan, "kabupaten": geo.Kabupaten}

func (s *server) areas(ctx context.Context, in *areasInput) (*packedOutput[outlines], error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	return packedOf(ctx, s, b, in.KeptInput, "areas", in.Level, func(ctx context.Context) (outlines, error) {
		return s.store.Areas(ctx, b.ID, levels[in.Level])
	})
}

type kaderOutput struct {
	Body struct {
		Kader []planner.Kader `json:"kader"`
	}
}

func (s *server) listKader(ctx context.Context, in *BranchPath) (*kaderOutput, error) {
	b, err := s.branch(ctx, *in)
	if err != nil {
		return nil, err
	}
	out := &kaderOutput{}
	out.Body.Kader, err = s.store.Kader(ctx, b.ID)
	return out, err
}

type planOfInput struct {
	BranchPath
	KeptInput
	Plan data.PlanID `query:"plan" doc:"Territory plan; 0 for none" minimum:"0"`
}

// Blocks are the blocks of a branch.
type Blocks struct {
	Blocks []data.BlockOf `json:"blocks"`
}

func (s *server) listBlocks(ctx context.Context, in *planOfInput) (*packedOutput[Blocks], error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	return packedOf(ctx, s, b, in.KeptInput, "blocks", in.Plan, func(ctx context.Context) (Blocks, error) {
		blocks, err := s.blocksOf(ctx, b, in.Plan)
		return Blocks{blocks}, err
	})
}

// blocksOf are the blocks of a version with their territories in a plan.
func (s *server) blocksOf(ctx context.Context, b data.Branch, plan data.PlanID) ([]data.BlockOf, error) {
	return s.blocks.of(ctx, b, fmt.Sprint(plan), func(ctx context.Context) ([]data.BlockOf, error) { return s.store.BlocksOf(ctx, b.ID, plan) })
}

type desaOutput struct {
	Body struct {
		Desa []data.DesaSum `json:"desa"`
	}
}

func (s *server) listDesa(ctx context.Context, in *planOfInput) (*desaOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	a, err := who(ctx)
	if err != nil {
		return nil, err
	}
	sums, err := s.desa.of(ctx, b, fmt.Sprint(in.Plan), func(ctx context.Context) ([]data.DesaSum, error) { return s.store.DesaSums(ctx, b.ID, in.Plan) })
	if err != nil {
		return nil, err
	}
	out := &desaOutput{}
	out.Body.Desa = slices.Clone(sums) // others may see what this account may not
	if !fine(a) {
		hideFew(out.Body.Desa)
	}
	return out, nil
}

// hideFew takes the figures of desa with few households away.
func hideFew(desa []data.DesaSum) {
	for i, d := range desa {
		if d.Households < fewHouseholds {
			desa[i] = data.DesaSum{Code: d.Code, Name: d.Name, Kecamatan: d.Kecamatan, Territories: d.Territories, Hidden: true}
		}
	}
}

type rulesOutput struct {
	Body struct {
		Rules []planner.RuleRow `json:"rules"`
	}
}

type setRuleInput struct {
	BranchPath
	Key  string `path:"key" maxLength:"40"`
	From string `path:"from" doc:"YYYY-MM-DD, today at the earliest"`
	Body struct {
		Until  *planner.Day    `json:"until,omitempty" doc:"The last day; none: until another begins"`
		Value  json.RawMessage `json:"value" doc:"The fields that differ from the national rule (docs/rules.md)"`
		Source string          `json:"source" minLength:"5" maxLength:"200" doc:"Where it comes from: a letter, a decision"`
	}
}

// setRule has a rule of the branch's own hold from a day on.
func (s *server) setRule(ctx context.Context, in *setRuleInput) (*rulesOutput, error) {
	b, by, err := s.changing(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	from, err := s.dayOf(b, in.From)
	if err != nil {
		return nil, err
	}
	row := planner.RuleRow{Key: in.Key, From: from, Until: in.Body.Until, Value: planner.SeenIn(in.Body.Value), Source: in.Body.Source}
	if err := s.store.SetRule(ctx, b.ID, row, by.Login); err != nil {
		return nil, err
	}
	return s.rules(ctx, &in.BranchPath)
}

func (s *server) rules(ctx context.Context, in *BranchPath) (*rulesOutput, error) {
	b, err := s.branch(ctx, *in)
	if err != nil {
		return nil, err
	}
	out := &rulesOutput{}
	out.Body.Rules, err = s.store.RuleRows(ctx, b.ID)
	return out, err
}
