package route

import (
	"context"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"binaan/planner"
)

func TestEveryBaselineKeepsTheSameRules(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(r, "seed"), 1))
		in := village(t, rng, 1+rng.IntN(40), 1+rng.IntN(6))
		for _, by := range Baselines {
			plan, err := by.Make(context.Background(), in, 1)
			if err != nil {
				r.Fatal(err)
			}
			if err := plan.Check(in); err != nil {
				r.Fatalf("%s: %v", by, err)
			}
		}
	})
}

func TestNoBaselineBeatsThePlan(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		seed := rapid.Uint64().Draw(r, "seed")
		rng := rand.New(rand.NewPCG(seed, 1))
		in := village(t, rng, 1+rng.IntN(40), 2+rng.IntN(3))
		plan := planned(t, in, planner.Options{Seed: seed, Iterations: 1})
		m, err := newMonth(context.Background(), in, seed)
		if err != nil {
			r.Fatal(err)
		}
		for _, by := range Baselines {
			s := m.simply(by)
			if s.kept() < len(m.problem.Must) || s.lack() > 0 {
				continue
			}
			other, err := by.Make(context.Background(), in, seed)
			if err != nil {
				r.Fatal(err)
			}
			if got := other.Certificate.Value; got > plan.Certificate.Value || got > plan.Certificate.Bound {
				r.Errorf("%s brings %v, the plan %v of at most %v", by, got, plan.Certificate.Value, plan.Certificate.Bound)
			}
		}
	})
}

func TestPlanBringsMoreThanEveryBaseline(t *testing.T) {
	in := village(t, rand.New(rand.NewPCG(12, 1)), 200, 8)
	plan := planned(t, in, planner.Options{Seed: 1, Iterations: 20})
	for _, by := range Baselines {
		other, err := by.Make(t.Context(), in, 1)
		if err != nil {
			t.Fatal(err)
		}
		if got := other.Certificate.Value; got >= plan.Certificate.Value || got <= 0 {
			t.Errorf("%s brings %v, the plan %v", by, got, plan.Certificate.Value)
		}
	}
}

func BenchmarkBaseline(b *testing.B) {
	in := village(b, rand.New(rand.NewPCG(9, 1)), 500, 30)
	for _, by := range Baselines {
		b.Run(string(by), func(b *testing.B) {
			for b.Loop() {
				plan, err := by.Make(b.Context(), in, 1)
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(plan.Certificate.Value), "Rp")
			}
		})
	}
}
