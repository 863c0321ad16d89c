package territory

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"binaan/geo"
	"binaan/planner"
)

var update = flag.Bool("update", false, "write the golden strokes anew")

// act is one step of a drawing as both folds play it: changes, or the undoing of an
// earlier act, and what has to come of it.
type act struct {
	Stroke    Stroke     `json:"stroke"`
	Refused   bool       `json:"refused,omitempty"` // MayUndo
	Conflicts []Conflict `json:"conflicts,omitempty"`
	Done      []Change   `json:"done,omitempty"`
	Kept      int        `json:"kept,omitempty"` // of an undoing
}

// play is a golden case: blocks, what happens, and whose they are at the end.
type play struct {
	Seed   uint64             `json:"seed"`
	Blocks []planner.BlockKey `json:"blocks"`
	Hands  []Hand             `json:"hands"`
	Acts   []act              `json:"acts"`
	After  []Hand             `json:"after"`
	Undo   map[string]string  `json:"undo"` // by login: the next to undo, and
	Redo   map[string]string  `json:"redo"` // to do again
}

func (p *play) drawing(hands []Hand) *Drawing {
	d := NewDrawing()
	for i, key := range p.Blocks {
		d.Put(key, hands[i])
	}
	return d
}

func (p *play) hands(d *Drawing) (out []Hand) {
	for _, key := range p.Blocks {
		out = append(out, d.Hand(key))
	}
	return out
}

var painters = []string{"petugas", "admin"}

// perform draws at random, as two officers who know of each other's strokes only
// now and then.
func perform(seed uint64, acts int) *play {
	rng := rand.New(rand.NewPCG(seed, 11))
	p := &play{Seed: seed, Undo: map[string]string{}, Redo: map[string]string{}}
	for desa := range 4 {
		for cell := range 1 + rng.IntN(3) {
			p.Blocks = append(p.Blocks, planner.BlockKey{Desa: geo.AreaCode(fmt.Sprintf("99.01.01.200%d", desa+1)), Cell: geo.Cell(0x8900000000000000 + uint64(16*desa+cell))})
			p.Hands = append(p.Hands, Hand(rng.IntN(3)))
		}
	}
	d := p.drawing(p.Hands)
	seen := p.drawing(p.Hands) // what the officers believe
	var log []Stroke
	for n := range acts {
		s := Stroke{ID: fmt.Sprintf("00000000-0000-7000-8000-%012d", n), By: painters[rng.IntN(2)], On: len(log)}
		a := act{}
		undo, redo := undoable(log, s.By)
		switch r := rng.IntN(6); {
		case r == 0 && len(undo) > 0:
			s.Undo = undo[len(undo)-1]
		case r == 1 && len(redo) > 0:
			s.Undo = redo[len(redo)-1]
		case r == 2 && len(log) > 0:
			s.Undo = log[rng.IntN(len(log))].ID // may be another's, or undone
		}
		if s.Undo != "" {
			at := slices.IndexFunc(log, func(l Stroke) bool { return l.ID == s.Undo })
			s.Changes, a.Kept = d.Undoing(log[at])
			a.Refused = MayUndo(log, s) != nil
		} else {
			s.Changes = dab(rng, p.Blocks, seen)
		}
		if a.Stroke = s; !a.Refused {
			var conflict *ConflictError
			done, err := d.Apply(s.Changes)
			if errors.As(err, &conflict) {
				a.Conflicts = conflict.Conflicts
			} else {
				a.Done, s.Changes, s.Revision = done, done, len(log)+1
				log = append(log, s)
			}
		}
		if rng.IntN(2) == 0 {
			seen = p.drawing(p.hands(d))
		}
		p.Acts = append(p.Acts, a)
	}
	p.After = p.hands(d)
	for _, who := range painters {
		if undo, redo := undoable(log, who); true {
			p.Undo[who], p.Redo[who] = last(undo), last(redo)
		}
	}
	return p
}

func last(ids []string) string {
	if len(ids) == 0 {
		return ""
	}
	return ids[len(ids)-1]
}

// dab is a stroke over one to three desa or blocks, as somebody sees them.
func dab(rng *rand.Rand, blocks []planner.BlockKey, seen *Drawing) (out []Change) {
	to := Hand(rng.IntN(4))
	for range 1 + rng.IntN(3) {
		key := blocks[rng.IntN(len(blocks))]
		c := Change{Desa: key.Desa, From: seen.Hand(key), To: to}
		if rng.IntN(2) == 0 {
			c.Cell = key.Cell
		}
		out = append(out, c)
	}
	return out
}

const goldenStrokes = "testdata/strokes.json"

// The fold in the browser plays the same cases: web/src/features/territory/fold.test.ts.
func TestStrokesFoldAsTheGoldenCasesSay(t *testing.T) {
	var got []*play
	for seed := range uint64(6) {
		got = append(got, perform(seed, 12))
	}
	text, err := json.MarshalIndent(got, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(goldenStrokes, append(text, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(goldenStrokes)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(text)+"\n"); diff != "" {
		t.Errorf("strokes fold otherwise; go test ./planner/territory -run Golden -update (-want +got)\n%s", diff)
	}
}

// After every act of ten thousand, the drawing is what a naive count of all that was
// accepted makes of it, and taken back act by act it is the beginning again.
func TestDrawingIsWhatItsAcceptedStrokesMakeOfIt(t *testing.T) {
	for seed := uint64(100); seed < 200; seed++ {
		p := perform(seed, 100)
		naive := map[planner.BlockKey]Hand{}
		for i, key := range p.Blocks {
			naive[key] = p.Hands[i]
		}
		d := p.drawing(p.Hands)
		for n, a := range p.Acts {
			for _, c := range a.Done {
				for key := range naive {
					if key.Desa == c.Desa && (c.Cell == 0 || c.Cell == key.Cell) {
						naive[key] = c.To
					}
				}
			}
			before := maps.Clone(d.hands)
			if !a.Refused {
				if _, err := d.Apply(a.Stroke.Changes); (err != nil) != (len(a.Conflicts) > 0) {
					t.Fatalf("seed %d act %d: %v", seed, n, err)
				}
			}
			if len(a.Conflicts) > 0 && !maps.Equal(before, d.hands) {
				t.Fatalf("seed %d act %d: a refused stroke changed something", seed, n)
			}
			if !maps.Equal(naive, d.hands) {
				t.Fatalf("seed %d act %d: %v, counted %v", seed, n, d.hands, naive)
			}
		}
		for _, a := range slices.Backward(p.Acts) {
			for _, c := range slices.Backward(a.Done) {
				if _, err := d.Apply([]Change{c.Back()}); err != nil {
					t.Fatalf("seed %d: back to the beginning: %v", seed, err)
				}
			}
		}
		if diff := cmp.Diff(p.Hands, p.hands(d)); diff != "" {
			t.Fatalf("seed %d: taken back, it is no more as it was (-want +got)\n%s", seed, diff)
		}
	}
}

// Whoever undoes takes back own strokes alone: what a colleague drew, also over
// it, stays.
func TestUndoingLeavesTheColleaguesStrokes(t *testing.T) {
	undone := 0
	for seed := uint64(300); seed < 360; seed++ {
		p := perform(seed, 60)
		d := p.drawing(p.Hands)
		lastBy := map[planner.BlockKey]string{} // who drew last, undoings apart
		for _, a := range p.Acts {
			if a.Refused || len(a.Conflicts) > 0 {
				continue
			}
			before := maps.Clone(d.hands)
			if _, err := d.Apply(a.Done); err != nil {
				t.Fatal(err)
			}
			for key, h := range d.hands {
				switch {
				case before[key] == h:
				case a.Stroke.Undo == "":
					lastBy[key] = a.Stroke.By
				case lastBy[key] != a.Stroke.By && lastBy[key] != "" && !repainted(p, a, key):
					t.Fatalf("seed %d: %s undid what %s drew in %s", seed, a.Stroke.By, lastBy[key], key.Desa)
				default:
					undone++
				}
			}
		}
	}
	if undone == 0 {
		t.Error("nothing was undone")
	}
}

// repainted tells whether the block was as the undone stroke had left it, though a
// colleague had passed it there and back in between.
func repainted(p *play, a act, key planner.BlockKey) bool {
	for _, b := range p.Acts {
		if b.Stroke.ID == a.Stroke.Undo {
			return slices.ContainsFunc(b.Done, func(c Change) bool { return c.Desa == key.Desa && (c.Cell == 0 || c.Cell == key.Cell) })
		}
	}
	return false
}

func TestOnlyOwnStrokesAreUndoneAndOnce(t *testing.T) {
	log := []Stroke{
		{ID: "a", By: "petugas", Changes: []Change{{Desa: "99.01.01.2001", From: 0, To: 1}}},
		{ID: "b", By: "admin", Changes: []Change{{Desa: "99.01.01.2002", From: 0, To: 2}}},
		{ID: "c", By: "admin", Undo: "b", Changes: []Change{{Desa: "99.01.01.2002", From: 2, To: 0}}},
	}
	tests := []struct {
		name string
		s    Stroke
		want error
	}{
		{"own", Stroke{By: "petugas", Undo: "a", Changes: []Change{{Desa: "99.01.01.2001", From: 1, To: 0}}}, nil},
		{"nothing left of it", Stroke{By: "petugas", Undo: "a"}, nil},
		{"a block of it", Stroke{By: "petugas", Undo: "a", Changes: []Change{{Desa: "99.01.01.2001", Cell: 7, From: 1, To: 0}}}, nil},
		{"the colleague's", Stroke{By: "petugas", Undo: "b"}, ErrNotOwn},
		{"twice", Stroke{By: "admin", Undo: "b"}, ErrUndone},
		{"an undoing", Stroke{By: "admin", Undo: "c", Changes: []Change{{Desa: "99.01.01.2002", From: 0, To: 2}}}, nil},
		{"something else", Stroke{By: "petugas", Undo: "a", Changes: []Change{{Desa: "99.01.01.2003", From: 1, To: 0}}}, ErrReversal},
		{"to somebody else", Stroke{By: "petugas", Undo: "a", Changes: []Change{{Desa: "99.01.01.2001", From: 1, To: 3}}}, ErrReversal},
		{"unknown", Stroke{By: "petugas", Undo: "z"}, ErrNoStroke},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if err := MayUndo(log, test.s); !errors.Is(err, test.want) {
				t.Errorf("got %v, want %v", err, test.want)
			}
		})
	}
}

func TestWhoDrawsOnHasNothingToDoAgain(t *testing.T) {
	log := []Stroke{{ID: "a", By: "x"}, {ID: "b", By: "x"}, {ID: "c", By: "x", Undo: "b"}, {ID: "n", By: "y"}}
	undo, redo := undoable(log, "x")
	if diff := cmp.Diff([][]string{{"a"}, {"c"}}, [][]string{undo, redo}); diff != "" {
		t.Errorf("after an undoing (-want +got)\n%s", diff)
	}
	undo, redo = undoable(append(log, Stroke{ID: "d", By: "x"}), "x")
	if diff := cmp.Diff([]string{"a", "d"}, undo); diff != "" || len(redo) > 0 {
		t.Errorf("after drawing on: again %v (-want +got)\n%s", redo, diff)
	}
	undo, redo = undoable(append(log, Stroke{ID: "d", By: "x", Undo: "c"}), "x")
	if diff := cmp.Diff([]string{"a", "d"}, undo); diff != "" || len(redo) > 0 {
		t.Errorf("after doing it again: again %v (-want +got)\n%s", redo, diff)
	}
}

// undoable are the strokes of by that may be undone, and those undoings that may be
// done again, each in the order in which they were made: the last comes first.
// Whoever draws on has nothing to do again.
func undoable(log []Stroke, by string) (undo, redo []string) {
	depth := map[string]int{}
	for _, s := range log {
		if s.By != by {
			continue
		}
		if s.Undo == "" {
			undo, redo = append(undo, s.ID), nil
			continue
		}
		depth[s.ID] = depth[s.Undo] + 1
		gone := func(id string) bool { return id == s.Undo }
		undo, redo = slices.DeleteFunc(undo, gone), slices.DeleteFunc(redo, gone)
		if depth[s.ID]%2 == 1 {
			redo = append(redo, s.ID)
		} else {
			undo = append(undo, s.ID)
		}
	}
	return undo, redo
}
