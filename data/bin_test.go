package data_test

import (
	"errors"
	"testing"

	"binaan/data"
	"binaan/planner/territory"
)

func TestADraftIsRenamedThrownAwayAndRestored(t *testing.T) {
	c := newCanvas(t)
	ctx := t.Context()
	c.give(t, c.plan, west, 0, 1)
	head := func() data.PlanHead {
		t.Helper()
		h, err := c.store.PlanHead(ctx, c.branch.ID, c.plan)
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	for _, step := range []struct {
		who      int
		kind     territory.ActKind
		revision int
		text     string
		err      error
	}{
		{0, territory.ActRename, 0, "", territory.ErrNoWords},
		{0, territory.ActRename, 0, "Usul Januari", nil}, // a name is of the whole, not of a revision
		{0, territory.ActRestore, 1, "", data.ErrConflict},
		{0, territory.ActBin, 0, "", data.ErrRevised}, // the colleague drew meanwhile
		{0, territory.ActBin, 1, "", nil},
		{1, territory.ActBin, 1, "", data.ErrBinned},
		{1, territory.ActAsk, 1, "", data.ErrBinned},
		{1, territory.ActRename, 1, "Lain", data.ErrBinned},
		{1, territory.ActComment, 1, "kenapa dibuang?", nil},
	} {
		if _, err := c.act(t, step.who, step.kind, step.revision, step.text); !errors.Is(err, step.err) {
			t.Fatalf("%+v: %v", step, err)
		} else if errors.Is(err, data.ErrRevised) || errors.Is(err, data.ErrBinned) {
			var who *data.DoneError
			if !errors.As(err, &who) || who.Who != "Contoh" || who.Day != today {
				t.Errorf("%+v: %v, want one that names who did", step, err)
			}
		}
	}
	if h := head(); h.BinnedAt == nil || h.Name != "Usul Januari" {
		t.Errorf("in the bin: %+v", h)
	}
	if _, err := c.draw(t, 1, c.stroke(territory.Change{Desa: c.blocks[0].Desa, From: 1, To: 2})); !errors.Is(err, data.ErrBinned) {
		t.Errorf("drawn on in the bin: %v", err)
	}
	if err := c.store.PublishPlan(ctx, c.branch.ID, c.plan, today+7, "petugas"); !errors.Is(err, data.ErrBinned) {
		t.Errorf("published from the bin: %v", err)
	}
	if _, err := c.act(t, 1, territory.ActRestore, 0, ""); err != nil {
		t.Fatal(err)
	}
	if h := head(); h.BinnedAt != nil || h.Revision != 1 {
		t.Errorf("restored: %+v", h)
	}
	if err := c.store.PublishPlan(ctx, c.branch.ID, c.plan, today+7, "petugas"); err != nil {
		t.Fatal(err)
	}
	for _, kind := range []territory.ActKind{territory.ActBin, territory.ActRename} {
		if _, err := c.act(t, 0, kind, 1, "nama"); !errors.Is(err, data.ErrPublished) {
			t.Errorf("%s of a published plan: %v", kind, err)
		}
	}
	for _, act := range []string{"begin plan", "rename plan", "bin plan", "restore plan"} {
		if n := c.audits(t, act); n != 1 {
			t.Errorf("%q stands %d times in the audit", act, n)
		}
	}
}
