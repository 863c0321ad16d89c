package data_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
	"binaan/planner/territory"
)

// today is the day of the tests.
var today = datatest.Today()

// draft is the plan of a village, number 2 in it, after one of its two kader left.
func draft(t *testing.T) (*data.Store, data.Branch, data.PlanID) {
	t.Helper()
	store, b := datatest.NewVillage(t)
	if err := store.PublishPlan(t.Context(), b.ID, design(t, store, b, today-1), today-1, "contoh"); err != nil {
		t.Fatal(err)
	}
	execute(t, store, b, "update kader set status = 'berhenti' where id = 2")
	return store, b, design(t, store, b, today)
}

func design(t *testing.T, store *data.Store, b data.Branch, day planner.Day) data.PlanID {
	t.Helper()
	request := data.PlanRequest{Seed: 4, Day: day}
	head, err := store.QueuePlan(t.Context(), b.ID, data.TerritoryKind, request, "contoh")
	if err != nil {
		t.Fatal(err)
	}
	in, err := store.TerritoryInput(t.Context(), b.ID, request)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := territory.Design(t.Context(), in, planner.Options{Seed: 4, Iterations: 50_000})
	if err != nil {
		t.Fatal(err)
	}
	if err := store.FinishTerritories(t.Context(), data.UnitJob{Branch: b.ID, Plan: head.ID, Unit: data.WholeBranch}, plan); err != nil {
		t.Fatal(err)
	}
	return head.ID
}

func execute(t *testing.T, store *data.Store, b data.Branch, sql string) {
	t.Helper()
	err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		_, err := tx.Exec(t.Context(), sql)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func detail(t *testing.T, store *data.Store, b data.Branch, id data.PlanID) data.TerritoryDetail {
	t.Helper()
	d, err := store.TerritoryDetail(t.Context(), b.ID, id)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// audited is what people changed in plans before they were published.
func audited(t *testing.T, store *data.Store, b data.Branch) (acts []string) {
	t.Helper()
	err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		rows, err := tx.Query(t.Context(), "select act || ': ' || reason from audit where act <> 'publish plan' order by at, id")
		if err != nil {
			return err
		}
		acts, err = pgx.CollectRows(rows, pgx.RowTo[string])
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return acts
}

func households(t *testing.T, store *data.Store, b data.Branch, plan data.PlanID) (n int) {
	t.Helper()
	err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		homes, err := data.HouseholdsOfKaderIn(t.Context(), tx, plan, 1)
		n = len(homes)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestApprovedSecondTerritoryIsServed(t *testing.T) {
	store, b, id := draft(t)
	before := detail(t, store, b, id)
	if len(before.Merangkap) != 1 || before.Merangkap[0].Kader != 1 {
		t.Fatalf("proposed %+v", before.Merangkap)
	}
	alone := households(t, store, b, id)
	approval := territory.Approval{By: "petugas", On: today, Note: "surat 7"}
	if err := store.ApproveMerangkap(t.Context(), b.ID, id, 1, approval, 5); err != nil {
		t.Fatal(err)
	}
	after := detail(t, store, b, id)
	if len(after.Territories) != 2 || !after.Territories[1].Merangkap || after.Territories[1].Figures != before.Merangkap[0].Figures {
		t.Fatalf("territories %+v", after.Territories)
	}
	if diff := cmp.Diff(&approval, after.Territories[1].Approval); diff != "" {
		t.Errorf("approval (-want +got)\n%s", diff)
	}
	if after.Unserved.Eligible != before.Unserved.Eligible-before.Merangkap[0].Eligible || after.Certificate.Count != 2 {
		t.Errorf("unserved %+v, certificate %+v", after.Unserved, after.Certificate)
	}
	if got, want := households(t, store, b, id), alone+before.Merangkap[0].Households; got != want {
		t.Errorf("routes of kader 1 are planned over %d households, want %d", got, want)
	}
	if err := store.WithdrawMerangkap(t.Context(), b.ID, id, 1, 5); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, detail(t, store, b, id)); diff != "" {
		t.Errorf("withdrawn again (-before +after)\n%s", diff)
	}
	want := []string{"approve merangkap: plan 2, kader 1: surat 7", "withdraw merangkap: plan 2, kader 1"}
	if diff := cmp.Diff(want, audited(t, store, b)); diff != "" {
		t.Errorf("audit (-want +got)\n%s", diff)
	}
}

func TestSecondTerritoriesComeAlongAndEndInADraft(t *testing.T) {
	store, b, id := draft(t)
	if err := store.ApproveMerangkap(t.Context(), b.ID, id, 1, territory.Approval{By: "petugas", On: today}, 5); err != nil {
		t.Fatal(err)
	}
	if err := store.PublishPlan(t.Context(), b.ID, id, today, "contoh"); err != nil {
		t.Fatal(err)
	}
	if err := store.WithdrawMerangkap(t.Context(), b.ID, id, 1, 5); !errors.Is(err, data.ErrPublished) {
		t.Errorf("withdrawn from a plan in force: %v", err)
	}
	next := design(t, store, b, today+1)
	second := detail(t, store, b, next).Territories[0]
	if !second.Merangkap || second.Approval == nil || second.Approval.By != "petugas" {
		t.Fatalf("the next plan begins with %+v", second)
	}
	if err := store.WithdrawMerangkap(t.Context(), b.ID, next, 1, 5); err != nil {
		t.Fatal(err)
	}
	if d := detail(t, store, b, next); len(d.Territories) != 1 || len(d.Merangkap) != 1 {
		t.Errorf("after withdrawing: %d territories, proposed %+v", len(d.Territories), d.Merangkap)
	}
}

func TestADraftThatTheDataHasLeftBehindIsNotRevised(t *testing.T) {
	store, b, id := draft(t)
	execute(t, store, b, "update block set arrears = arrears + 1")
	err := store.ApproveMerangkap(t.Context(), b.ID, id, 1, territory.Approval{By: "petugas", On: today}, 5)
	if !errors.Is(err, territory.ErrStale) {
		t.Errorf("approved on old figures: %v", err)
	}
	if acts := audited(t, store, b); len(acts) > 0 {
		t.Errorf("audited %v, though nothing happened", acts)
	}
}

func TestOnlyOneOfTwoApprovalsAtOnceIsStored(t *testing.T) {
	store, b, id := draft(t)
	errs := make(chan error, 2)
	for range 2 {
		go func() {
			errs <- store.ApproveMerangkap(context.WithoutCancel(t.Context()), b.ID, id, 1, territory.Approval{By: "petugas", On: today}, 5)
		}()
	}
	failed := 0
	for range 2 {
		switch err := <-errs; {
		case err == nil:
		case errors.Is(err, data.ErrConflict), errors.Is(err, territory.ErrNoProposal), errors.Is(err, territory.ErrStale):
			failed++
		default:
			t.Error(err)
		}
	}
	if d := detail(t, store, b, id); failed != 1 || len(d.Territories) != 2 {
		t.Errorf("%d of two failed, %d territories", failed, len(d.Territories))
	}
}

func TestLocksOfPastPlansStayAsTheyWere(t *testing.T) {
	store, b, id := draft(t)
	lock := func(plan data.PlanID, territory territory.ID, locked bool) error {
		return store.LockTerritory(t.Context(), b.ID, plan, territory, locked, today, 5)
	}
	if err := lock(id, 1, true); err != nil || !detail(t, store, b, id).Territories[0].Locked {
		t.Errorf("lock in a draft: %v", err)
	}
	if err := lock(id, 9, true); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("lock what is not there: %v", err)
	}
	next := design(t, store, b, today)
	for n, plan := range []data.PlanID{id, next} {
		if err := store.PublishInstead(t.Context(), b.ID, plan, today-planner.Day(1-n), 1, "contoh"); err != nil {
			t.Fatal(err)
		}
	}
	if err := lock(id, 1, false); !errors.Is(err, data.ErrReplaced) {
		t.Errorf("unlock in a past plan: %v", err)
	}
	if err := lock(next, 1, true); err != nil {
		t.Errorf("lock in force: %v", err)
	}
	want := []string{"lock territory: plan 2, territory 1", "lock territory: plan 3, territory 1"}
	if diff := cmp.Diff(want, audited(t, store, b)); diff != "" {
		t.Errorf("audit (-want +got)\n%s", diff)
	}
}

func TestUncoveredDesaAddUpToWhatThePlanLeaves(t *testing.T) {
	store, b, id := draft(t)
	desa, err := store.Uncovered(t.Context(), b.ID, id)
	if err != nil {
		t.Fatal(err)
	}
	var sum planner.Figures
	for i, d := range desa {
		sum = sum.Plus(d.Figures)
		if i > 0 && d.Expected > desa[i-1].Expected {
			t.Errorf("desa %s expects more than the one before it", d.Desa)
		}
	}
	if left := detail(t, store, b, id).Unserved; sum != left || sum.Eligible == 0 {
		t.Errorf("uncovered desa add up to %+v, the plan leaves %+v", sum, left)
	}
	if _, err := store.Uncovered(t.Context(), b.ID, 77); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("of no plan: %v", err)
	}
}
