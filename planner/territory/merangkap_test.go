package territory

import (
	"context"
	"errors"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"binaan/planner"
)

var letter = Approval{By: "petugas", On: 20_000, Note: "surat 12/2026"}

func approved(t testing.TB, in Input, p Plan, m MerangkapProposal) Plan {
	t.Helper()
	next, err := p.Approve(context.Background(), in, m.Kader, letter)
	if err != nil {
		t.Fatal(err)
	}
	if err := next.Check(in); err != nil {
		t.Fatal(err)
	}
	return next
}

func TestApprovalMovesFamiliesFromUnservedToTheSecondTerritory(t *testing.T) {
	in := county(t, rand.New(rand.NewPCG(1, 2)), 1, 0)
	before := designed(t, in, planner.Options{Seed: 1, Iterations: 20_000})
	m := before.Merangkap[0]
	after := approved(t, in, before, m)

	second := after.Territories[len(after.Territories)-1]
	want := Territory{ID: 2, Kader: m.Kader, Kecamatan: m.Kecamatan, Blocks: m.Blocks, Merangkap: true, Approval: &letter, Figures: m.Figures}
	if diff := cmp.Diff(want, second, cmpopts.IgnoreTypes(Lie{})); diff != "" {
		t.Errorf("second territory (-want +got)\n%s", diff)
	}
	if after.UnservedSum.Plus(m.Figures) != before.UnservedSum {
		t.Errorf("unserved before %+v, after %+v and %+v", before.UnservedSum, after.UnservedSum, m.Figures)
	}
	if b, a := before.Certificate, after.Certificate; a.Expected != b.Expected+m.Expected || a.MostValue-b.MostValue != a.Value-b.Value || a.Value <= b.Value ||
		a.Count != b.Count+1 || a.InBand != b.InBand+1 || a.Connected != b.Connected+1 || a.Inertia != b.Inertia || a.Bound != b.Bound {
		t.Errorf("certificate before %+v, after %+v", b, a)
	}
	uncovered := func(p Plan) (n int) {
		for _, f := range p.Findings {
			if f.Kecamatan == m.Kecamatan {
				n += f.Eligible
			}
		}
		return n
	}
	if uncovered(after) != uncovered(before)-m.Eligible {
		t.Errorf("findings name %d eligible KK, before %d of which %d have a kader now", uncovered(after), uncovered(before), m.Eligible)
	}
	for _, next := range after.Merangkap {
		if next.Kader == m.Kader {
			t.Errorf("a third territory is proposed to kader %d", m.Kader)
		}
	}
}

// What was approved, withdrawn again, the last first, leaves the plan as it was.
func TestWithdrawingUndoesApproving(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		seed := rapid.Uint64().Draw(r, "seed")
		in := county(t, rand.New(rand.NewPCG(seed, 2)), rapid.IntRange(1, 3).Draw(r, "a"), rapid.IntRange(0, 2).Draw(r, "b"), rapid.IntRange(0, 1).Draw(r, "c"))
		first := designed(t, in, planner.Options{Seed: seed, Iterations: 3000})
		p := first
		var holders []planner.KaderID
		for len(p.Merangkap) > 0 && len(holders) < 3 {
			m := p.Merangkap[rapid.IntRange(0, len(p.Merangkap)-1).Draw(r, "which")]
			p = approved(t, in, p, m)
			holders = append(holders, m.Kader)
		}
		for i := range holders {
			var err error
			if p, err = p.Withdraw(context.Background(), in, holders[len(holders)-1-i]); err != nil {
				r.Fatal(err)
			}
			if err := p.Check(in); err != nil {
				r.Fatal(err)
			}
		}
		if diff := cmp.Diff(first, p, cmpopts.EquateEmpty()); diff != "" {
			r.Errorf("plan after approving and withdrawing %v (-first +last)\n%s", holders, diff)
		}
	})
}

func TestApprovedSecondTerritoryStaysInLaterPlans(t *testing.T) {
	in := county(t, rand.New(rand.NewPCG(1, 2)), 2, 0)
	before := designed(t, in, planner.Options{Seed: 1, Iterations: 20_000})
	plan := approved(t, in, before, before.Merangkap[0])
	in.Previous, in.Redraw = plan.Territories, true
	later := designed(t, in, planner.Options{Seed: 9, Iterations: 20_000})
	want := plan.Territories[len(plan.Territories)-1]
	if diff := cmp.Diff(want, later.Territories[0], cmpopts.IgnoreFields(Territory{}, "ID")); diff != "" {
		t.Errorf("second territory in a later plan (-want +got)\n%s", diff)
	}
}

func TestSecondTerritoriesAreNotApprovedBlindly(t *testing.T) {
	ctx := context.Background()
	in := county(t, rand.New(rand.NewPCG(1, 2)), 1, 0)
	plan := designed(t, in, planner.Options{Seed: 1, Iterations: 20_000})
	m := plan.Merangkap[0]
	if !m.Outside {
		t.Fatalf("proposal %+v lies within the contract", m)
	}
	if _, err := plan.Approve(ctx, in, m.Kader, Approval{By: "petugas", Note: " \t"}); !errors.Is(err, ErrNoLetter) {
		t.Errorf("without a letter: %v", err)
	}
	if _, err := plan.Approve(ctx, in, 99, letter); !errors.Is(err, ErrNoProposal) {
		t.Errorf("what nobody proposed: %v", err)
	}
	if _, err := plan.Withdraw(ctx, in, m.Kader); !errors.Is(err, ErrNoProposal) {
		t.Errorf("withdraw what nobody approved: %v", err)
	}
	changed := in
	changed.Blocks = append([]planner.Block{}, in.Blocks...)
	for i := range changed.Blocks {
		if changed.Blocks[i].BlockKey == m.Blocks[0] {
			changed.Blocks[i].Arrears++
		}
	}
	if _, err := plan.Approve(ctx, changed, m.Kader, letter); !errors.Is(err, ErrStale) {
		t.Errorf("after the families changed: %v", err)
	}
	gone := in
	gone.Kader = nil
	if _, err := plan.Approve(ctx, gone, m.Kader, letter); !errors.Is(err, ErrStale) {
		t.Errorf("after the kader left: %v", err)
	}
	locked := approved(t, in, plan, m)
	locked.Territories[len(locked.Territories)-1].Locked = true
	if _, err := locked.Withdraw(ctx, in, m.Kader); !errors.Is(err, ErrLocked) {
		t.Errorf("withdraw a locked one: %v", err)
	}
}

func TestFamiliesBesideLockedTerritoriesAreFound(t *testing.T) {
	in := county(t, rand.New(rand.NewPCG(1, 2)), 1)
	in.Previous = designed(t, in, planner.Options{Seed: 1, Iterations: 20_000}).Territories
	in.Previous[0].Locked = true
	plan := designed(t, in, planner.Options{Seed: 1, Iterations: 20_000})
	if len(plan.Findings) != 1 || plan.Findings[0].Code != FindingTooFew || plan.Findings[0].Eligible != plan.UnservedSum.Eligible {
		t.Errorf("findings %+v, unserved %+v", plan.Findings, plan.UnservedSum)
	}
}
