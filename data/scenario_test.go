package data_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/planner"
	"binaan/planner/territory"
)

const west, east = "99.01.01.2001", "99.01.01.2002"

// give draws a whole desa into other hands.
func (c *canvas) give(t *testing.T, id data.PlanID, desa string, from, to territory.Hand) {
	t.Helper()
	s := c.stroke(territory.Change{Desa: planner.BlockKey{Desa: c.blocks[0].Desa}.Desa, From: from, To: to})
	for _, b := range c.blocks {
		if string(b.Desa) == desa {
			s.Changes[0].Desa = b.Desa
		}
	}
	if _, err := c.store.Draw(t.Context(), c.branch.ID, id, s, c.officers[0]); err != nil {
		t.Fatal(err)
	}
}

func (c *canvas) act(t *testing.T, who int, kind territory.ActKind, revision int, text string) (territory.Word, error) {
	t.Helper()
	by := c.officers[who]
	by.Role = data.Officer
	head, err := c.store.Act(t.Context(), c.branch.ID, c.plan, territory.Act{Kind: kind, Revision: revision, Text: text}, today, by)
	if head.Standing == nil {
		return "", err
	}
	return head.Standing.Word, err
}

// audits counts what stands in the audit of an act.
func (c *canvas) audits(t *testing.T, act string) (n int) {
	t.Helper()
	err := c.store.InBranch(t.Context(), []data.BranchID{c.branch.ID}, func(tx pgx.Tx) error {
		return tx.QueryRow(t.Context(), "select count(*) from audit where act = $1", act).Scan(&n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestApprovalIsAskedGivenAndLapsesWithAStroke(t *testing.T) {
	c := newCanvas(t)
	c.give(t, c.plan, west, 0, 1)
	for _, step := range []struct {
		who      int
		kind     territory.ActKind
		revision int
		text     string
		word     territory.Word
		err      error
	}{
		{1, territory.ActApprove, 1, "", "", territory.ErrNotAsked},
		{0, territory.ActAsk, 0, "", "", data.ErrConflict},
		{0, territory.ActAsk, 1, "tolong dilihat", territory.Asked, nil},
		{0, territory.ActApprove, 1, "", "", territory.ErrOwnWord},
		{1, territory.ActComment, 0, "Barat sudah baik", territory.Asked, nil},
		{1, territory.ActRefuse, 1, "", "", territory.ErrNoWords},
		{1, territory.ActApprove, 1, "", territory.Approved, nil},
	} {
		word, err := c.act(t, step.who, step.kind, step.revision, step.text)
		if word != step.word || !errors.Is(err, step.err) {
			t.Fatalf("%+v: %q, %v", step, word, err)
		}
	}
	if c.audits(t, "ask plan") != 1 || c.audits(t, "approve plan") != 1 {
		t.Error("asking and approving is not audited")
	}
	c.give(t, c.plan, east, 0, 2)
	head, err := c.store.PlanHead(t.Context(), c.branch.ID, c.plan)
	if err != nil || head.Standing == nil || head.Standing.Word != territory.Lapsed {
		t.Errorf("drawn on since: %+v, %v", head.Standing, err)
	}
}

func TestAPlanIsPublishedAsItWasApprovedAndTakenBackBeforeItBegins(t *testing.T) {
	c := newCanvas(t)
	ctx, by := t.Context(), c.officers[0]
	by.Role = data.Officer
	c.give(t, c.plan, west, 0, 1)
	if err := c.store.SetRule(ctx, c.branch.ID, planner.RuleRow{Key: "publishing", From: today, Value: []byte(`{"approval":true}`), Source: "contoh"}, by.Login); err != nil {
		t.Fatal(err)
	}
	publish := func(from planner.Day) error {
		return c.store.Publish(ctx, c.branch.ID, c.plan, data.Publication{From: from, Why: "rapat 20 November"}, by.Login)
	}
	if err := publish(today + 7); !errors.Is(err, territory.ErrUnapproved) {
		t.Fatalf("unapproved: %v", err)
	}
	for who, kind := range []territory.ActKind{territory.ActAsk, territory.ActApprove} {
		if _, err := c.act(t, who, kind, 1, ""); err != nil {
			t.Fatal(err)
		}
	}
	if err := publish(today + 7); err != nil {
		t.Fatal(err)
	}
	if _, err := c.act(t, 0, territory.ActWithdraw, 1, "keliru"); !errors.Is(err, data.ErrPublished) {
		t.Errorf("withdrawn once published: %v", err)
	}
	if _, err := c.act(t, 1, territory.ActComment, 1, "sampai jumpa"); err != nil {
		t.Errorf("a published plan is still talked about: %v", err)
	}
	head, err := c.store.Unpublish(ctx, c.branch.ID, c.plan, "salah tanggal", today, by)
	if err != nil || head.PublishedFrom != nil {
		t.Fatalf("taken back: %v, %v", head.PublishedFrom, err)
	}
	if _, err := c.store.Unpublish(ctx, c.branch.ID, c.plan, "salah tanggal", today, by); !errors.Is(err, data.ErrConflict) {
		t.Errorf("taken back twice: %v", err)
	}
	if err := publish(today); err != nil {
		t.Fatal(err)
	}
	if _, err := c.store.Unpublish(ctx, c.branch.ID, c.plan, "salah tanggal", today, by); !errors.Is(err, data.ErrBegun) {
		t.Errorf("taken back in force: %v", err)
	}
	acts, err := c.store.Acts(ctx, c.branch.ID, c.plan)
	if err != nil {
		t.Fatal(err)
	}
	var kinds []territory.ActKind
	for _, a := range acts {
		kinds = append(kinds, a.Kind)
	}
	want := []territory.ActKind{territory.ActAsk, territory.ActApprove, territory.ActPublish, territory.ActComment, territory.ActUnpublish, territory.ActPublish}
	if !slices.Equal(kinds, want) || acts[2].Text != "rapat 20 November" || acts[4].Text != "salah tanggal" || *acts[4].Day != today+7 || acts[4].By != by.Login {
		t.Errorf("history %+v", acts)
	}
	if c.audits(t, "unpublish plan") != 1 || c.audits(t, "publish plan") != 2 {
		t.Error("publishing and undoing is not audited")
	}
}

func TestComparingCountsWhatChangesHands(t *testing.T) {
	c := newCanvas(t)
	ctx := t.Context()
	c.give(t, c.plan, west, 0, 1)
	second, err := c.store.AddDraft(ctx, c.branch.ID, data.NewDraft{Name: "Lain", From: c.plan}, today, "petugas")
	if err != nil {
		t.Fatal(err)
	}
	c.give(t, second.ID, west, 1, 2)
	c.give(t, second.ID, east, 0, 1)
	got, err := c.store.Compare(ctx, c.branch.ID, [2]data.PlanID{c.plan, second.ID}, today)
	if err != nil {
		t.Fatal(err)
	}
	of := map[string]planner.Figures{}
	for _, b := range c.blocks {
		f := of[string(b.Desa)]
		f.Add(b)
		of[string(b.Desa)] = f
	}
	a, z := got.Plans[0], got.Plans[1]
	if a.Served != of[west] || a.Unserved != of[east] || z.Served != of[west].Plus(of[east]) || z.Unserved != (planner.Figures{}) || a.Count != 1 || z.Count != 2 {
		t.Errorf("figures %+v and %+v", a, z)
	}
	if z.Least > z.Most || z.Most != max(of[west].Eligible, of[east].Eligible) {
		t.Errorf("least %d, most %d", z.Least, z.Most)
	}
	if len(got.Kader) != 2 || got.Kader[0].Figures != [2]planner.Figures{of[west], of[east]} || got.Kader[1].Figures != [2]planner.Figures{{}, of[west]} || got.Kader[0].Kept != 0 {
		t.Errorf("kader %+v", got.Kader)
	}
	if got.Moved.Eligible != of[west].Eligible+of[east].Eligible || len(got.Moves) != 2 {
		t.Errorf("moved %+v", got.Moves)
	}
	if len(got.Desa) != 2 || got.Desa[0].Moved != of[west].Eligible || got.Desa[0].Shares[1][0] != (data.DesaShare{Kader: 2, Eligible: of[west].Eligible}) || got.Desa[1].Shares[0][0].Kader != 0 {
		t.Errorf("desa %+v", got.Desa)
	}
	back, err := c.store.Compare(ctx, c.branch.ID, [2]data.PlanID{second.ID, c.plan}, today)
	if err != nil || back.Moved != got.Moved {
		t.Errorf("the other way round %+v, %v", back.Moved, err)
	}
	if _, err := c.store.Compare(ctx, c.branch.ID, [2]data.PlanID{c.plan, 77}, today); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("a plan that is not there: %v", err)
	}
}
