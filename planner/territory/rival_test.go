package territory

import (
	"context"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"binaan/planner"
)

func rivalOf(t *testing.T, in Input, drawn []Territory, o planner.Options) Rival {
	t.Helper()
	r, err := in.Rival(context.Background(), drawn, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// What the solver drew is its own rival, and what it brings adds up over the kecamatan.
func TestWhatTheSolverDrewIsItsOwnRival(t *testing.T) {
	in := county(t, rand.New(rand.NewPCG(9, 2)), 2, 1)
	in.Grain = planner.GrainDesa
	o := planner.Options{Seed: 3, Iterations: 3000}
	in.Redraw = true
	best := designed(t, in, o)
	r := rivalOf(t, in, best.Territories, o)
	var parts Brings
	for _, one := range r.Kecamatan {
		parts.Expected, parts.Later, parts.Value = parts.Expected+one.Best.Expected, parts.Later+one.Best.Later, parts.Value+one.Best.Value
	}
	drawn := Brings{best.Certificate.Expected, best.Certificate.Later, best.Certificate.Value}
	if r.Best != drawn || parts != drawn || len(r.Kecamatan) != 2 || !r.Proven || r.Count != len(best.Territories) {
		t.Errorf("drawn %v, by kecamatan %v, rival %+v", drawn, parts, r)
	}
}

// A stroke passes what is not locked from hand to hand: the rival stays as it is, so that
// it need not be asked for again.
func TestNoStrokeChangesTheRival(t *testing.T) {
	in := county(t, rand.New(rand.NewPCG(9, 2)), 2, 1)
	for _, grain := range []planner.Grain{planner.GrainDesa, planner.GrainCell} {
		in.Grain = grain
		o := planner.Options{Seed: 3, Iterations: 3000}
		drawn := designed(t, in, o).Territories
		drawn[0].Locked = true
		want := rivalOf(t, in, drawn, o)
		passed := slices.Clone(drawn)
		from, to := &passed[len(passed)-2], &passed[len(passed)-1]
		half := len(from.Blocks) / 2
		to.Blocks = append(slices.Clone(to.Blocks), from.Blocks[half:]...)
		from.Blocks = from.Blocks[:half]
		for name, strokes := range map[string][]Territory{"passed": passed, "erased": drawn[:1]} {
			if got := rivalOf(t, in, strokes, o); !reflect.DeepEqual(got, want) {
				t.Errorf("%s, %s: %+v, before %+v", grain, name, got, want)
			}
		}
	}
}

// The rival keeps the locks of the drawing, however poor they are.
func TestRivalKeepsTheLocks(t *testing.T) {
	in := county(t, rand.New(rand.NewPCG(9, 2)), 2)
	in.Grain = planner.GrainDesa
	o := planner.Options{Seed: 3, Iterations: 3000}
	first := in.Blocks[0]
	poor := Territory{Kader: in.Kader[0].ID, Kecamatan: first.Desa.Kecamatan(), Locked: true, Blocks: []planner.BlockKey{first.BlockKey}}
	poor.Add(first)
	locked := rivalOf(t, in, []Territory{poor}, o)
	poor.Locked = false
	if free := rivalOf(t, in, []Territory{poor}, o); locked.Best.Value >= free.Best.Value {
		t.Errorf("with the lock %v, without %v", locked.Best, free.Best)
	}
}
