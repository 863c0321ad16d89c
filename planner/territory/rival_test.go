package territory

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"binaan/planner"
)

// What the solver drew is its own rival; what is taken from it is what the drawing is
// behind by, and in the kecamatan where that was.
func TestDrawingIsBehindByWhatWasTakenFromTheBestPlan(t *testing.T) {
	in := county(t, rand.New(rand.NewPCG(9, 2)), 2, 1)
	in.Grain = planner.GrainDesa
	o := planner.Options{Seed: 3, Iterations: 3000}
	in.Redraw = true
	best := designed(t, in, o)
	same, err := best.Rival(context.Background(), in, o)
	if err != nil {
		t.Fatal(err)
	}
	if same.Drawn != same.Best || len(same.Kecamatan) != 0 || !same.Proven || same.Count != len(best.Territories) {
		t.Errorf("against itself: %+v", same)
	}
	less := best
	less.Territories = slices.Clone(best.Territories)
	gone := less.Territories[0]
	less.Territories = less.Territories[1:]
	r, err := less.Rival(context.Background(), in, o)
	if err != nil {
		t.Fatal(err)
	}
	if r.Best.Expected-r.Drawn.Expected != gone.Expected || r.Best.Later-r.Drawn.Later != gone.Later || r.Best.Value <= r.Drawn.Value || len(r.Kecamatan) != 1 || r.Kecamatan[0].Kecamatan != gone.Kecamatan {
		t.Errorf("%+v against %+v in %+v, want %v and %v later in %s", r.Drawn, r.Best, r.Kecamatan, gone.Expected, gone.Later, gone.Kecamatan)
	}
}

// The rival keeps the locks of the drawing, however poor they are.
func TestRivalKeepsTheLocks(t *testing.T) {
	in := county(t, rand.New(rand.NewPCG(9, 2)), 2)
	in.Grain = planner.GrainDesa
	o := planner.Options{Seed: 3, Iterations: 3000}
	poor := in.plan()
	first := in.Blocks[0]
	poor.Territories = []Territory{{Kader: in.Kader[0].ID, Kecamatan: first.Desa.Kecamatan(), Locked: true, Blocks: []planner.BlockKey{first.BlockKey}}}
	poor.Territories[0].Add(first)
	locked, err := poor.Rival(context.Background(), in, o)
	if err != nil {
		t.Fatal(err)
	}
	poor.Territories[0].Locked = false
	free, err := poor.Rival(context.Background(), in, o)
	if err != nil {
		t.Fatal(err)
	}
	if locked.Best.Value >= free.Best.Value {
		t.Errorf("with the lock %v, without %v", locked.Best, free.Best)
	}
}
