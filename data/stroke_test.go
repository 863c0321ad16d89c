package data_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/geo"
	"binaan/planner"
	"binaan/planner/territory"
)

// canvas is a village with a blank draft and two officers.
type canvas struct {
	store    *data.Store
	branch   data.Branch
	plan     data.PlanID
	blocks   []planner.Block
	officers [2]data.Account
	strokes  int
}

func newCanvas(t *testing.T) *canvas {
	t.Helper()
	c := &canvas{}
	c.store, c.branch = datatest.NewVillage(t)
	head, err := c.store.AddDraft(t.Context(), c.branch.ID, data.NewDraft{Name: "Gambar"}, today, "petugas")
	if err != nil {
		t.Fatal(err)
	}
	c.plan = head.ID
	if c.blocks, err = c.store.Blocks(t.Context(), c.branch.ID); err != nil {
		t.Fatal(err)
	}
	for i, login := range []string{"petugas", "rekan"} {
		n := data.NewAccount{Login: login, Name: "Contoh", Role: data.Officer, Password: "kunci-cadangan-2026", Branches: []data.BranchID{c.branch.ID}}
		id, err := c.store.AddAccount(t.Context(), n)
		if err != nil {
			t.Fatal(err)
		}
		c.officers[i] = data.Account{ID: id, Login: login, Branches: []data.Branch{c.branch}}
	}
	return c
}

// stroke is a new one, not sent yet.
func (c *canvas) stroke(changes ...territory.Change) territory.Stroke {
	c.strokes++
	return territory.Stroke{ID: fmt.Sprintf("00000000-0000-7000-8000-%012d", c.strokes), Changes: changes}
}

func (c *canvas) draw(t *testing.T, who int, s territory.Stroke) (data.Landed, error) {
	t.Helper()
	return c.store.Draw(t.Context(), c.branch.ID, c.plan, s, c.officers[who])
}

func (c *canvas) drawn(t *testing.T, who int, s territory.Stroke) data.Landed {
	t.Helper()
	l, err := c.draw(t, who, s)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// hands are in whose hands every block is by the rows of the plan.
func (c *canvas) hands(t *testing.T, id data.PlanID) map[planner.BlockKey]territory.Hand {
	t.Helper()
	out := map[planner.BlockKey]territory.Hand{}
	for _, one := range c.territories(t, id) {
		for _, key := range one.Blocks {
			out[key] = one.Hand()
		}
	}
	return out
}

func (c *canvas) territories(t *testing.T, id data.PlanID) (out []territory.Territory) {
	t.Helper()
	err := c.store.InBranch(t.Context(), []data.BranchID{c.branch.ID}, func(tx pgx.Tx) (err error) {
		out, err = data.TerritoriesIn(t.Context(), tx, id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

const westDesa, eastDesa = datatest.VillageKecamatan + ".2001", datatest.VillageKecamatan + ".2002"

func (c *canvas) sums(desa geo.AreaCode) (f planner.Figures) {
	for _, b := range c.blocks {
		if b.Desa == desa {
			f.Add(b)
		}
	}
	return f
}

func TestStrokeTellsTheExactFiguresOfWhatItTouched(t *testing.T) {
	c := newCanvas(t)
	l := c.drawn(t, 0, c.stroke(territory.Change{Desa: westDesa, To: 1}))
	if l.Revision != 1 || l.Stroke.Revision != 1 || l.Stroke.By != "petugas" || l.Stroke.At.IsZero() {
		t.Errorf("landed %+v", l)
	}
	if len(l.Territories) != 1 || l.Territories[0].Hand != 1 || l.Territories[0].Figures != c.sums(westDesa) {
		t.Errorf("figures %+v, want %+v", l.Territories, c.sums(westDesa))
	}
	if l.Unserved != c.sums(eastDesa) {
		t.Errorf("unserved %+v, want %+v", l.Unserved, c.sums(eastDesa))
	}
	d := detail(t, c.store, c.branch, c.plan)
	if len(d.Territories) != 1 || d.Territories[0].Figures != c.sums(westDesa) || d.Unserved != c.sums(eastDesa) || d.Certificate.Count != 1 || d.Revision != 1 {
		t.Errorf("the plan says %+v, unserved %+v", d.Territories, d.Unserved)
	}
}

// An answer that was lost is asked for again, and nothing lands twice.
func TestStrokeSentTwiceLandsOnce(t *testing.T) {
	c := newCanvas(t)
	s := c.stroke(territory.Change{Desa: westDesa, To: 1})
	first := c.drawn(t, 0, s)
	c.drawn(t, 0, c.stroke(territory.Change{Desa: westDesa, From: 1, To: 2}))
	again := c.drawn(t, 0, s)
	if diff := cmp.Diff(first.Stroke, again.Stroke); diff != "" || again.Revision != 2 {
		t.Errorf("revision %d (-first +again)\n%s", again.Revision, diff)
	}
	if got := c.hands(t, c.plan)[c.blocks[0].BlockKey]; got != 2 {
		t.Errorf("the block is in hand %d", got)
	}
	if _, err := c.draw(t, 1, s); !errors.Is(err, data.ErrConflict) {
		t.Errorf("a stroke of another's number: %v", err)
	}
}

func TestSecondOfTwoStrokesInOnePlaceIsToldWhatIsInTheWay(t *testing.T) {
	c := newCanvas(t)
	c.drawn(t, 0, c.stroke(territory.Change{Desa: westDesa, To: 1}))
	c.drawn(t, 1, c.stroke(territory.Change{Desa: eastDesa, To: 2})) // elsewhere: both stand
	_, err := c.draw(t, 1, c.stroke(territory.Change{Desa: westDesa, To: 2}, territory.Change{Desa: eastDesa, From: 2, To: 0}))
	var conflict *territory.ConflictError
	if !errors.As(err, &conflict) {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]territory.Conflict{{Desa: westDesa, From: 0, Is: 1}}, conflict.Conflicts); diff != "" {
		t.Errorf("conflicts (-want +got)\n%s", diff)
	}
	if d := detail(t, c.store, c.branch, c.plan); d.Certificate.Count != 2 || d.Unserved.Households != 0 {
		t.Errorf("a refused stroke changed something: %+v", d.TerritoryResult)
	}
}

func TestStrokesThatAreRefused(t *testing.T) {
	c := newCanvas(t)
	c.drawn(t, 0, c.stroke(territory.Change{Desa: westDesa, To: 1}))
	mine := c.stroke(territory.Change{Desa: eastDesa, To: 2})
	c.drawn(t, 0, mine)
	if err := c.store.LockTerritory(t.Context(), c.branch.ID, c.plan, 1, true, today, c.officers[0].ID); err != nil {
		t.Fatal(err)
	}
	back := c.stroke(territory.Change{Desa: eastDesa, From: 2, To: 0})
	back.Undo = mine.ID
	tests := []struct {
		name string
		who  int
		s    territory.Stroke
		want error
	}{
		{"from a locked territory", 0, c.stroke(territory.Change{Desa: westDesa, From: 1}), territory.ErrLocked},
		{"to nobody there is", 0, c.stroke(territory.Change{Desa: eastDesa, From: 2, To: 77}), territory.ErrNoSuchKader},
		{"the colleague's is undone", 1, back, territory.ErrNotOwn},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if _, err := c.draw(t, test.who, test.s); !errors.Is(err, test.want) {
				t.Errorf("got %v, want %v", err, test.want)
			}
		})
	}
	if err := c.store.PublishPlan(t.Context(), c.branch.ID, c.plan, today, "petugas"); err != nil {
		t.Fatal(err)
	}
	if _, err := c.draw(t, 0, back); !errors.Is(err, data.ErrPublished) {
		t.Errorf("on a published plan: %v", err)
	}
	if _, err := c.store.Strokes(t.Context(), c.branch.ID, 99, 0); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("strokes of no plan: %v", err)
	}
}

// All territories are locked in one act, after which no stroke touches any of them, and
// opened in another; a plan that is past keeps its locks.
func TestAllTerritoriesAreLockedAtOnce(t *testing.T) {
	c := newCanvas(t)
	c.drawn(t, 0, c.stroke(territory.Change{Desa: westDesa, To: 1}))
	c.drawn(t, 0, c.stroke(territory.Change{Desa: eastDesa, To: 2}))
	lockAll := func(locked bool) []data.TerritoryRow {
		t.Helper()
		if err := c.store.LockTerritories(t.Context(), c.branch.ID, c.plan, locked, today, c.officers[0].ID); err != nil {
			t.Fatal(err)
		}
		return detail(t, c.store, c.branch, c.plan).Territories
	}
	for _, one := range lockAll(true) {
		if !one.Locked {
			t.Errorf("territory %d is open", one.ID)
		}
	}
	for _, desa := range []struct {
		code geo.AreaCode
		of   territory.Hand
	}{{westDesa, 1}, {eastDesa, 2}} {
		if _, err := c.draw(t, 0, c.stroke(territory.Change{Desa: desa.code, From: desa.of})); !errors.Is(err, territory.ErrLocked) {
			t.Errorf("%s of a locked territory is given away: %v", desa.code, err)
		}
	}
	for _, one := range lockAll(false) {
		if one.Locked {
			t.Errorf("territory %d is locked", one.ID)
		}
	}
	if err := c.store.LockTerritories(t.Context(), c.branch.ID, 99, true, today, c.officers[0].ID); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("locks of no plan: %v", err)
	}
}

// What is published is what was drawn, and the plan's figures, findings and
// certificate are those of the drawing.
func TestPublishedPlanIsWhatWasDrawn(t *testing.T) {
	c := newCanvas(t)
	c.drawn(t, 0, c.stroke(territory.Change{Desa: westDesa, To: 2}))
	want := c.hands(t, c.plan)
	if err := c.store.PublishPlan(t.Context(), c.branch.ID, c.plan, today, "petugas"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, c.hands(t, c.plan)); diff != "" {
		t.Errorf("hands (-drawn +published)\n%s", diff)
	}
	d := detail(t, c.store, c.branch, c.plan)
	if d.Certificate.Expected != c.sums(westDesa).Expected || d.Unserved != c.sums(eastDesa) || !d.Territories[0].Drawn {
		t.Errorf("published %+v, %+v", d.Certificate, d.TerritoryResult)
	}
	var codes []string
	for _, f := range d.Findings {
		codes = append(codes, f.Code)
	}
	if !slices.Contains(codes, territory.FindingUndrawn) {
		t.Errorf("findings %v do not say what is left", codes)
	}
}

// A copy has the drawing and its history; what is drawn on it leaves the first as it was.
func TestCopyOfADraftIsDrawnOnAlone(t *testing.T) {
	c := newCanvas(t)
	s := c.stroke(territory.Change{Desa: westDesa, To: 1})
	c.drawn(t, 0, s)
	head, err := c.store.AddDraft(t.Context(), c.branch.ID, data.NewDraft{Name: "Salinan", From: c.plan}, today, "rekan")
	if err != nil {
		t.Fatal(err)
	}
	before := c.hands(t, c.plan)
	if diff := cmp.Diff(before, c.hands(t, head.ID)); diff != "" || head.Revision != 1 || head.Name != "Salinan" {
		t.Errorf("copy %+v (-first +copy)\n%s", head, diff)
	}
	back := c.stroke(territory.Change{Desa: westDesa, From: 1})
	back.Undo = s.ID
	if _, err := c.store.Draw(t.Context(), c.branch.ID, head.ID, back, c.officers[0]); err != nil {
		t.Errorf("undo in the copy: %v", err)
	}
	if len(c.hands(t, head.ID)) != 0 || !cmp.Equal(before, c.hands(t, c.plan)) {
		t.Error("the copy's undoing is not the copy's alone")
	}
	if _, err := c.store.AddDraft(t.Context(), c.branch.ID, data.NewDraft{From: 99}, today, "rekan"); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("copy of no plan: %v", err)
	}
}

// Two officers draw, undo and do again at random, each seeing the other's strokes
// only now and then, with answers lost and asked for again: after every stroke the
// rows of the plan are the fold of the log over nothing, and every figure is that of
// a count from the blocks.
func TestRowsAreTheFoldOfTheLog(t *testing.T) {
	const seed = 7
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 1))
	c := newCanvas(t)
	believed := [2]map[planner.BlockKey]territory.Hand{{}, {}}
	for n := range 120 {
		who := rng.IntN(2)
		if rng.IntN(2) == 0 {
			believed[who] = c.hands(t, c.plan)
		}
		s := c.scribble(t, rng, who, believed[who])
		l, err := c.draw(t, who, s)
		if err == nil && rng.IntN(4) == 0 {
			l, err = c.draw(t, who, s)
		}
		var conflict *territory.ConflictError
		if err != nil && !errors.As(err, &conflict) {
			t.Fatalf("stroke %d: %v", n, err)
		}
		if err == nil {
			believed[who] = c.hands(t, c.plan)
			c.recount(t, l)
		}
	}
	d := detail(t, c.store, c.branch, c.plan)
	if d.Revision < 40 {
		t.Errorf("only %d strokes landed", d.Revision)
	}
}

// standing are the strokes and undoings of somebody that were not undone.
func standing(log []territory.Stroke, by string) (ids []string) {
	for _, s := range log {
		if s.By == by {
			ids = append(slices.DeleteFunc(ids, func(id string) bool { return id == s.Undo }), s.ID)
		}
	}
	return ids
}

// scribble is a random stroke, or an undoing.
func (c *canvas) scribble(t *testing.T, rng *rand.Rand, who int, believed map[planner.BlockKey]territory.Hand) territory.Stroke {
	t.Helper()
	log, err := c.store.Strokes(t.Context(), c.branch.ID, c.plan, 0)
	if err != nil {
		t.Fatal(err)
	}
	switch all := standing(log, c.officers[who].Login); {
	case rng.IntN(3) == 0 && len(all) > 0:
		at := slices.IndexFunc(log, func(l territory.Stroke) bool { return l.ID == all[len(all)-1] })
		now := territory.NewDrawing()
		hands := c.hands(t, c.plan)
		for _, b := range c.blocks {
			now.Put(b.BlockKey, hands[b.BlockKey])
		}
		s := c.stroke()
		s.Undo = log[at].ID
		s.Changes, _ = now.Undoing(log[at])
		return s
	}
	to := territory.Hand(rng.IntN(3))
	if rng.IntN(6) == 0 {
		return c.stroke(territory.Change{Desa: westDesa, From: believed[c.blocks[0].BlockKey], To: to})
	}
	s := c.stroke()
	for range 1 + rng.IntN(20) {
		b := c.blocks[rng.IntN(len(c.blocks))]
		if !slices.ContainsFunc(s.Changes, func(x territory.Change) bool { return x.Cell == b.Cell && x.Desa == b.Desa }) {
			s.Changes = append(s.Changes, territory.Change{Desa: b.Desa, Cell: b.Cell, From: believed[b.BlockKey], To: to})
		}
	}
	return s
}

// recount holds the rows and an answer to what the log makes of the blocks.
func (c *canvas) recount(t *testing.T, l data.Landed) {
	t.Helper()
	log, err := c.store.Strokes(t.Context(), c.branch.ID, c.plan, 0)
	if err != nil {
		t.Fatal(err)
	}
	if len(log) != l.Revision {
		t.Fatalf("%d strokes at revision %d", len(log), l.Revision)
	}
	fold := territory.NewDrawing()
	for _, b := range c.blocks {
		fold.Put(b.BlockKey, territory.Nobody)
	}
	for _, s := range log {
		if done, err := fold.Apply(s.Changes); err != nil || len(done) != len(s.Changes) {
			t.Fatalf("stroke %d of the log: %d of %d changes, %v", s.Revision, len(done), len(s.Changes), err)
		}
	}
	hands, sums := c.hands(t, c.plan), map[territory.Hand]planner.Figures{}
	for _, b := range c.blocks {
		h := fold.Hand(b.BlockKey)
		if hands[b.BlockKey] != h {
			t.Fatalf("revision %d: block %s %v is in hand %d, folded %d", l.Revision, b.Desa, b.Cell, hands[b.BlockKey], h)
		}
		f := sums[h]
		f.Add(b)
		sums[h] = f
	}
	for _, one := range c.territories(t, c.plan) {
		if one.Figures != sums[one.Hand()] {
			t.Fatalf("revision %d: territory of hand %d says %+v, counted %+v", l.Revision, one.Hand(), one.Figures, sums[one.Hand()])
		}
	}
	for _, s := range l.Territories {
		if s.Figures != sums[s.Hand] {
			t.Fatalf("revision %d: answer for hand %d says %+v, counted %+v", l.Revision, s.Hand, s.Figures, sums[s.Hand])
		}
	}
	if l.Unserved != sums[territory.Nobody] {
		t.Fatalf("revision %d: unserved %+v, counted %+v", l.Revision, l.Unserved, sums[territory.Nobody])
	}
}

// The drawing holds every family once, by atoms that may pass from hand to hand.
func TestDrawingHoldsEveryFamilyOnce(t *testing.T) {
	c := newCanvas(t)
	c.drawn(t, 0, c.stroke(territory.Change{Desa: westDesa, To: 1}))
	d, err := c.store.Drawing(t.Context(), c.branch.ID, c.plan)
	if err != nil {
		t.Fatal(err)
	}
	sums := map[territory.Hand]planner.Figures{}
	for _, a := range d.Atoms {
		if a.Cell == 0 {
			t.Errorf("desa %s is larger than a territory and may not be divided", a.Desa)
		}
		sums[a.Hand] = sums[a.Hand].Plus(a.Figures)
	}
	want := map[territory.Hand]planner.Figures{territory.Nobody: c.sums(eastDesa), 1: c.sums(westDesa)}
	if diff := cmp.Diff(want, sums); diff != "" || d.Revision != 1 || len(d.Hands) != 1 {
		t.Errorf("drawing %d, %+v (-want +got)\n%s", d.Revision, d.Hands, diff)
	}
	if diff := cmp.Diff([]geo.AreaCode{eastDesa}, d.Desa[0].Near); diff != "" {
		t.Errorf("desa beside the first (-want +got)\n%s", diff)
	}
}

// What is drawn is held against the solver's plan for the same branch.
func TestDrawnPlanIsReadWithWhatItDependsOn(t *testing.T) {
	c := newCanvas(t)
	c.drawn(t, 0, c.stroke(territory.Change{Desa: westDesa, To: 1}))
	plan, in, err := c.store.DrawnPlan(t.Context(), c.branch.ID, c.plan)
	if err != nil {
		t.Fatal(err)
	}
	if len(plan.Territories) != 1 || plan.Territories[0].Figures != c.sums(westDesa) {
		t.Errorf("drawn %+v, want one of %+v", plan.Territories, c.sums(westDesa))
	}
	r, err := in.Rival(t.Context(), plan.Territories, planner.Options{Seed: 1, Iterations: 20_000})
	if err != nil {
		t.Fatal(err)
	}
	if r.Best.Value <= 0 || r.Count == 0 {
		t.Errorf("rival %+v", r)
	}
}
