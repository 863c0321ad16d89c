package territory

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"binaan/planner"
)

// Whatever the evidence of a fresh plan is about must be this input and this plan.
func TestEvidenceOfAnotherDivisionIsRefused(t *testing.T) {
	in := shire(t, rand.New(rand.NewPCG(3, 2)), 12, 3, 2)
	fresh := func() Plan { return designed(t, in, planner.Options{Seed: 1}) }
	for _, c := range []struct {
		name, says string
		spoil      func(e *Evidence, w *Whole)
	}{
		{"a heavier piece", "its blocks have", func(e *Evidence, _ *Whole) {
			e.Problem.Weight = slices.Clone(e.Problem.Weight)
			e.Problem.Weight[0]++
		}},
		{"a richer piece", "its blocks have", func(e *Evidence, _ *Whole) {
			e.Problem.Value = slices.Clone(e.Problem.Value)
			e.Problem.Value[0]++
		}},
		{"a wider band", "a band of", func(e *Evidence, _ *Whole) { e.Problem.Upper++ }},
		{"cheaper shape", "shape for", func(e *Evidence, _ *Whole) { e.Problem.Prices.Compact-- }},
		{"a block in two pieces", "counted twice", func(e *Evidence, _ *Whole) { e.Blocks[0] = append(slices.Clip(e.Blocks[0]), e.Blocks[1][0]) }},
		{"a block left out", "handed out and kept, or neither", func(e *Evidence, _ *Whole) { e.Blocks[0] = e.Blocks[0][1:] }},
		{"another kader", "holds other blocks", func(e *Evidence, _ *Whole) { e.Kader[0], e.Kader[1] = e.Kader[1], e.Kader[0] }},
		{"desa that touch and are not joined", "touch on the map", func(e *Evidence, _ *Whole) { e.Problem.Edges = nil }},
		{"desa joined that touch nowhere", "touch nowhere", func(e *Evidence, _ *Whole) {
			for a := range e.Blocks {
				for b := range a {
					if e.Blocks[a][0].Desa != e.Blocks[b][0].Desa {
						x := e.Problem.Edges[0]
						x.A, x.B, x.Price = b, a, 0
						e.Problem.Edges = append(slices.Clip(e.Problem.Edges), x)
					}
				}
			}
		}},
		{"worth more than the evidence", "its evidence comes to", func(_ *Evidence, w *Whole) { w.Worth, w.Most = w.Worth+1, w.Most+1 }},
		{"more split than the evidence", "its evidence comes to", func(_ *Evidence, w *Whole) { w.Sets++ }},
	} {
		t.Run(c.name, func(t *testing.T) {
			plan := fresh()
			w := *plan.Certificate.Whole
			w.Evidence = slices.Clone(w.Evidence)
			c.spoil(&w.Evidence[0], &w)
			plan.Certificate.Whole = &w
			if err := plan.Check(in); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("check says %v, want %q", err, c.says)
			}
		})
	}
}

func TestProofsOfWholeDesaAreCheckedAgain(t *testing.T) {
	plan := designed(t, shire(t, rand.New(rand.NewPCG(3, 2)), 12, 3, 2), planner.Options{Seed: 1})
	if w := plan.Certificate.Whole; !w.Proven || !w.Checked || len(w.Evidence) != 2 {
		t.Errorf("proven %v, checked %v, evidence of %d kecamatan", w.Proven, w.Checked, len(w.Evidence))
	}
}

func TestAMapOnWhichOnlyOneOfTwoTouchesIsRefused(t *testing.T) {
	in := shire(t, rand.New(rand.NewPCG(3, 2)), 12, 3)
	plan := designed(t, in, planner.Options{Seed: 1})
	in.Land = slices.Clone(in.Land)
	for i, l := range in.Land {
		if len(l.Near) > 0 {
			in.Land[i].Near = l.Near[1:]
			break
		}
	}
	if err := plan.Check(in); err == nil || !strings.Contains(err.Error(), "does not touch it") {
		t.Errorf("check says %v", err)
	}
}

// Three kader under contract where whole desa make two territories, and a kecamatan
// without any beside it.
func TestKaderWhoMayRoamServeWhereWholeDesaFit(t *testing.T) {
	in := islands(t, 100, 100, 100)
	in.Blocks[2].Desa, in.Land[2].Desa = "99.01.02.2001", "99.01.02.2001"
	in.Links = nil
	for id := planner.KaderID(2); id <= 3; id++ {
		k := in.Kader[0]
		k.ID = id
		in.Kader = append(in.Kader, k)
	}
	bound := designed(t, in, planner.Options{Seed: 1})
	in.Roam = true
	free := designed(t, in, planner.Options{Seed: 1})
	if bound.Certificate.Count != 2 || free.Certificate.Count != 3 || free.Certificate.InBand != 3 || free.Certificate.Elsewhere != 1 || len(free.Certificate.Whole.Split) != 0 {
		t.Errorf("bound %+v, free %+v: want two territories, and three of which one is elsewhere", bound.Certificate, free.Certificate)
	}
	in.Roam = false
	if err := free.Check(in); err == nil || !strings.Contains(err.Error(), "is under contract in") {
		t.Errorf("without leave to roam: %v", err)
	}
}

func TestRoamingIsForAWholeBranchByWholeDesa(t *testing.T) {
	for _, change := range []func(*Input){
		func(in *Input) { in.Grain = planner.GrainCell },
		func(in *Input) { in.Kecamatan = "99.01.01" },
	} {
		in := islands(t, 100, 100)
		in.Roam = true
		change(&in)
		if _, err := Design(context.Background(), in, planner.Options{Seed: 1}); !errors.Is(err, planner.ErrInput) {
			t.Errorf("grain %q, kecamatan %q: %v", in.Grain, in.Kecamatan, err)
		}
	}
}

// What a kader who roams serves is not lost in a question about its kecamatan.
func TestAQuestionKnowsWhoServesElsewhere(t *testing.T) {
	in := islands(t, 100, 100)
	in.Blocks[1].Desa, in.Land[1].Desa = "99.01.02.2001", "99.01.02.2001"
	in.Links = nil
	second := in.Kader[0]
	second.ID = 2
	in.Kader = append(in.Kader, second)
	in.Roam = true
	in.Previous = designed(t, in, planner.Options{Seed: 1}).Territories
	in.Roam = false
	joiner := in.Kader[0]
	joiner.ID, joiner.Kecamatan = 3, "99.01.02"
	c, err := in.Join(context.Background(), joiner, planner.Options{Seed: 1})
	if err != nil || c.Moved != 0 || c.Count != 1 {
		t.Errorf("%+v, %v: want nobody moved", c, err)
	}
}

// A second territory that is approved in a fresh plan is none of what was proven.
func TestApprovingLeavesTheProofOfThePlanAside(t *testing.T) {
	in := shire(t, rand.New(rand.NewPCG(6, 2)), 16, 1, 0)
	in.Roam = true
	plan := designed(t, in, planner.Options{Seed: 1})
	if len(plan.Merangkap) == 0 {
		t.Fatal("nothing is proposed")
	}
	next, err := plan.Approve(context.Background(), in, plan.Merangkap[0].Kader, Approval{By: "petugas", Note: "surat 7"})
	if err != nil || next.Certificate.Elsewhere != plan.Certificate.Elsewhere || !next.Certificate.Whole.Proven {
		t.Errorf("%v: %+v after %+v", err, next.Certificate, plan.Certificate)
	}
}
