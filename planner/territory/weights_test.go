package territory

import (
	"errors"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"binaan/planner"
)

func TestWeightsAreReadAsTheyAreTold(t *testing.T) {
	for text, want := range map[string]Weights{
		"":                                     UsualWeights,
		"split=7":                              {Split: 7, Moved: UsualWeights.Moved, Home: UsualWeights.Home, Stay: UsualWeights.Stay, Even: UsualWeights.Even},
		UsualWeights.String():                  UsualWeights,
		" home=0.1 , even=1e3 ":                {Split: UsualWeights.Split, Moved: UsualWeights.Moved, Home: 0.1, Stay: UsualWeights.Stay, Even: 1000},
		"split=0,moved=0,home=0,stay=0,even=0": {},
	} {
		if got, err := ParseWeights(text); err != nil || got != want {
			t.Errorf("%q: %v (%v), want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"besar=1", "split", "split=", "split=x", "split=-1", "home=NaN", "even=Inf", "stay=1000001", "split=1,split=2", ","} {
		if got, err := ParseWeights(text); !errors.Is(err, planner.ErrInput) {
			t.Errorf("%q: %v (%v), want ErrInput", text, got, err)
		}
	}
}

// All weights zero is a wish of its own, not the same as none named.
func TestNoWeightsAreTheUsualAndZeroWeightsAreCompactnessAlone(t *testing.T) {
	in := county(t, rand.New(rand.NewPCG(8, 2)), 4)
	o := planner.Options{Seed: 5, Iterations: 50_000}
	none := designed(t, in, o)
	in.Weights = &Weights{}
	zero := designed(t, in, o)
	usual := UsualWeights
	in.Weights = &usual
	if diff := cmp.Diff(none, designed(t, in, o)); diff != "" {
		t.Errorf("no weights are not the usual ones:\n%s", diff)
	}
	if zero.Certificate.Inertia >= none.Certificate.Inertia {
		t.Errorf("compactness alone has inertia %v, the usual weights %v", zero.Certificate.Inertia, none.Certificate.Inertia)
	}
	if zero.Certificate.DesaPairs <= none.Certificate.DesaPairs {
		t.Errorf("%d pairs of desa and territory without a price for them, %d with the usual one", zero.Certificate.DesaPairs, none.Certificate.DesaPairs)
	}
}

func TestWeightsThatMakeNoSenseAreRefused(t *testing.T) {
	in := county(t, rand.New(rand.NewPCG(8, 2)), 1)
	in.Weights = &Weights{Stay: -1}
	if _, err := Design(t.Context(), in, planner.Options{Iterations: 10}); !errors.Is(err, planner.ErrInput) {
		t.Errorf("negative weight: %v, want ErrInput", err)
	}
	if _, err := in.Frontier(t.Context(), planner.Options{Iterations: 10}); !errors.Is(err, planner.ErrInput) {
		t.Errorf("frontier of a negative weight: %v, want ErrInput", err)
	}
}
