package api

import (
	"context"
	"fmt"
	"strings"

	"github.com/paulmach/orb/geojson"

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
	Today  planner.Day `json:"today"`
	Plan   data.PlanID `json:"plan"` // territory plan in force today; 0: none
	Totals data.Totals `json:"totals"`
	Sample bool        `json:"sample"` // synthetic data
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
	if out.Body.Plan, err = s.store.PlanInForce(ctx, b.ID, out.Body.Today); err != nil && !isNotFound(err) {
		return nil, err
	}
	return out, nil
}

type areasInput struct {
	BranchPath
	Level string `query:"level" enum:"desa,kecamatan,kabupaten" default:"desa"`
	Match string `header:"If-None-Match"`
}

type areasOutput struct {
	ETag  string `header:"ETag"`
	Cache string `header:"Cache-Control"`
	Body  *geojson.FeatureCollection
}

var levels = map[string]geo.Level{"desa": geo.Desa, "kecamatan": geo.Kecamatan, "kabupaten": geo.Kabupaten}

func (s *server) areas(ctx context.Context, in *areasInput) (*areasOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	tag := etag("areas", b, in.Level)
	if matches(in.Match, tag) {
		return nil, notModified(tag)
	}
	areas, err := s.store.Areas(ctx, b.ID, levels[in.Level])
	if err != nil {
		return nil, err
	}
	out := &areasOutput{ETag: tag, Cache: revalidate, Body: geojson.NewFeatureCollection()}
	for _, a := range areas {
		if a.Shape == nil {
			continue
		}
		f := geojson.NewFeature(a.Shape)
		f.Properties = geojson.Properties{"code": a.Code, "name": a.Name, "parent": a.Code.Parent(), "lon": a.Inner.Lon, "lat": a.Inner.Lat}
		out.Body.Append(f)
	}
	return out, nil
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
	Plan  data.PlanID `query:"plan" doc:"Territory plan; 0 for none" minimum:"0"`
	Match string      `header:"If-None-Match"`
}

type blocksOutput struct {
	ETag  string `header:"ETag"`
	Cache string `header:"Cache-Control"`
	Body  struct {
		Blocks []data.BlockOf `json:"blocks"`
	}
}

func (s *server) blocks(ctx context.Context, in *planOfInput) (*blocksOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	tag := etag("blocks", b, in.Plan)
	if matches(in.Match, tag) {
		return nil, notModified(tag)
	}
	out := &blocksOutput{ETag: tag, Cache: revalidate}
	out.Body.Blocks, err = s.store.BlocksOf(ctx, b.ID, in.Plan)
	return out, err
}

type desaOutput struct {
	Body struct {
		Desa []data.DesaSum `json:"desa"`
	}
}

func (s *server) desa(ctx context.Context, in *planOfInput) (*desaOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	a, err := who(ctx)
	if err != nil {
		return nil, err
	}
	out := &desaOutput{}
	if out.Body.Desa, err = s.store.DesaSums(ctx, b.ID, in.Plan); err != nil {
		return nil, err
	}
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

func (s *server) rules(ctx context.Context, in *BranchPath) (*rulesOutput, error) {
	b, err := s.branch(ctx, *in)
	if err != nil {
		return nil, err
	}
	out := &rulesOutput{}
	out.Body.Rules, err = s.store.RuleRows(ctx, b.ID)
	return out, err
}
