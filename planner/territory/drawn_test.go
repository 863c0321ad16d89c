package territory

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"binaan/geo"
	"binaan/planner"
)

// scribbled passes random blocks, or whole desa, of a plan to other hands of their
// kecamatan.
func scribbled(r *rapid.T, in Input, p Plan) (Plan, []Hand) {
	owner := map[planner.BlockKey]int{}
	for i, t := range p.Territories {
		for _, key := range t.Blocks {
			owner[key] = i
		}
	}
	var hands []Hand
	for range rapid.IntRange(1, 6).Draw(r, "strokes") {
		b := in.Blocks[rapid.IntRange(0, len(in.Blocks)-1).Draw(r, "block")]
		to := rapid.IntRange(-1, len(p.Territories)-1).Draw(r, "to")
		if to >= 0 && p.Territories[to].Kecamatan != b.Desa.Kecamatan() {
			continue
		}
		whole := in.grain() == planner.GrainDesa || rapid.Bool().Draw(r, "whole")
		for _, other := range in.Blocks {
			if other.BlockKey != b.BlockKey && (!whole || other.Desa != b.Desa) {
				continue
			}
			if from, had := owner[other.BlockKey]; had {
				hands = append(hands, p.Territories[from].Hand())
			}
			delete(owner, other.BlockKey)
			if to >= 0 {
				owner[other.BlockKey] = to
				hands = append(hands, p.Territories[to].Hand())
			}
		}
	}
	p.Territories = slices.Clone(p.Territories)
	for i := range p.Territories {
		p.Territories[i].Blocks = nil
	}
	for _, b := range in.Blocks {
		if i, had := owner[b.BlockKey]; had {
			p.Territories[i].Blocks = append(p.Territories[i].Blocks, b.BlockKey)
		}
	}
	return p, hands
}

// A drawn plan passes its check, or is refused for a territory that falls apart, in
// which Survey finds the pieces.
func TestDrawnPlanPassesItsCheckOrFallsApart(t *testing.T) {
	broken, whole := 0, 0
	rapid.Check(t, func(r *rapid.T) {
		seed := rapid.Uint64Range(1, 40).Draw(r, "seed")
		in := county(t, rand.New(rand.NewPCG(seed, 2)), 2, 1, 1)
		if rapid.Bool().Draw(r, "desa") {
			in.Grain = planner.GrainDesa
		}
		before := designed(t, in, planner.Options{Seed: seed, Iterations: 3000})
		p, hands := scribbled(r, in, before)
		peopled := slices.DeleteFunc(slices.Clone(p.Territories), func(t Territory) bool { return len(t.Blocks) == 0 })
		sketches, err := in.Survey(peopled)
		if err != nil {
			r.Fatal(err)
		}
		after, err := p.Drawn(in, hands)
		cut := slices.ContainsFunc(sketches, func(s Sketch) bool { return len(s.Pieces) > 1 && slices.Contains(hands, s.Hand) })
		if cut != errors.Is(err, ErrBroken) || err != nil && !cut {
			r.Fatalf("cut off: %v, got %v", cut, err)
		}
		if cut {
			broken++
			return
		}
		whole++
		if err := after.Check(in); err != nil {
			r.Fatal(err)
		}
		for i, s := range sketches {
			if diff := cmp.Diff(after.Territories[i].Figures, s.Figures); diff != "" {
				r.Fatalf("territory %d (-plan +survey)\n%s", i+1, diff)
			}
			if s.Ride != after.Territories[i].Ride {
				r.Fatalf("territory %d: ride %d, surveyed %d", i+1, after.Territories[i].Ride, s.Ride)
			}
		}
	})
	if broken == 0 || whole == 0 {
		t.Errorf("%d plans fell apart, %d did not: the test tries one side only", broken, whole)
	}
}

// Where a territory falls apart, the pieces hold all of it and hang together each.
func TestPiecesAreThoseThatHangTogether(t *testing.T) {
	in := parish(t)
	in.Grain = planner.GrainCell
	p := in.plan(share{1, []int{0, 3}}, share{2, []int{1, 2}})
	sketches, err := in.Survey(p.Territories)
	if err != nil {
		t.Fatal(err)
	}
	want := []Piece{{Desa: []geo.AreaCode{west + ".2001"}, Eligible: 10}, {Desa: []geo.AreaCode{west + ".2002"}, Eligible: 10}}
	if diff := cmp.Diff(want, sketches[0].Pieces); diff != "" {
		t.Errorf("pieces (-want +got)\n%s", diff)
	}
	if len(sketches[1].Pieces) != 1 || !sketches[1].InBand {
		t.Errorf("the other one: %+v", sketches[1])
	}
}

func TestStrokesThatNoReasonAllows(t *testing.T) {
	in := parish(t)
	p := in.plan(share{1, []int{0, 1}}, share{2, []int{2, 3}})
	locked := slices.Clone(p.Territories)
	locked[1].Locked = true
	left := in
	left.Kader = slices.Clone(in.Kader)
	left.Kader[0].Status = planner.KaderLeft
	tests := []struct {
		name   string
		in     Input
		before []Territory
		c      Change
		want   error
	}{
		{"a whole desa", in, p.Territories, Change{Desa: west + ".2002", From: 2, To: 1}, nil},
		{"to nobody", in, p.Territories, Change{Desa: west + ".2002", From: 2}, nil},
		{"a block of a small desa", in, p.Territories, Change{Desa: west + ".2001", Cell: 1, From: 1, To: 2}, ErrWholeDesa},
		{"over the border", in, p.Territories, Change{Desa: east + ".2001", To: 1}, ErrElsewhere},
		{"from a locked territory", in, locked, Change{Desa: west + ".2002", From: 2, To: 1}, ErrLocked},
		{"to a locked territory", in, locked, Change{Desa: west + ".2001", From: 1, To: 2}, ErrLocked},
		{"to a kader who left", left, p.Territories, Change{Desa: west + ".2002", From: 2, To: 1}, ErrNoSuchKader},
		{"to a stranger", in, p.Territories, Change{Desa: west + ".2002", From: 2, To: 9}, ErrNoSuchKader},
		{"to a second territory that there is not", in, p.Territories, Change{Desa: west + ".2002", From: 2, To: -3}, ErrNoSuchKader},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if err := test.in.Admit(test.before, []Change{test.c}); !errors.Is(err, test.want) {
				t.Errorf("got %v, want %v", err, test.want)
			}
		})
	}
	in.Rules.Territory.Upper = 19
	if err := in.Admit(p.Territories, []Change{{Desa: west + ".2001", Cell: 1, From: 1, To: 2}}); err != nil {
		t.Errorf("a block of a desa above the band: %v", err)
	}
}

// A draft may begin with nothing in it.
func TestDrawingFromNothing(t *testing.T) {
	in := parish(t)
	blank := Plan{Certificate: Certificate{Grain: planner.GrainDesa}}
	first, err := blank.Drawn(in, nil)
	if err != nil && !errors.Is(err, ErrStale) {
		t.Fatal(err)
	}
	if first.UnservedSum.Eligible != 56 {
		t.Errorf("unserved %+v", first.UnservedSum)
	}
	blank.Territories = []Territory{{Kader: 1, Kecamatan: west, Blocks: []planner.BlockKey{in.Blocks[0].BlockKey, in.Blocks[1].BlockKey}}}
	drawn, err := blank.Drawn(in, []Hand{1, 2, 3})
	if err != nil {
		t.Fatal(err)
	}
	if !drawn.Territories[0].Drawn || drawn.Certificate.InBand != 1 || drawn.Certificate.Expected != 200_000 {
		t.Errorf("drawn %+v, %+v", drawn.Territories[0], drawn.Certificate)
	}
	if drawn.UnservedSum.Eligible != 36 || len(drawn.Findings) != 2 {
		t.Errorf("left %+v, findings %+v", drawn.UnservedSum, drawn.Findings)
	}
}
