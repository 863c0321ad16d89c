package job_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/data/job"
	"binaan/planner"
	"binaan/planner/route"
)

// look asks for what happened by the morning of a day to be answered, and waits
// until it is.
func look(t *testing.T, store *data.Store, b data.Branch, today planner.Day) []data.PlanHead {
	t.Helper()
	before := heads(t, store, b)
	settled, err := job.Replan(t.Context(), store, b.ID, morning(today))
	if err != nil || !settled {
		t.Fatalf("settled %t: %v", settled, err)
	}
	after := heads(t, store, b)
	after = after[:len(after)-len(before)]
	for _, h := range after {
		hurry(t, store, b, h.ID)
	}
	w := start(t, store)
	defer stop(t, w)
	for i, h := range after {
		after[i] = until(t, store, b.ID, h.ID, "ended", ended)
		if after[i].State != data.Done {
			t.Errorf("plan on an event: %+v", after[i])
		}
	}
	return after
}

// inMonth is a village whose month is planned, at nine o'clock of a day of it.
func inMonth(t *testing.T) (store *data.Store, b data.Branch, today, tomorrow planner.Day) {
	t.Helper()
	store, b = routed(t)
	quietNight(t, store, b, months.today)
	return datatest.Open(t, dsn(store), data.ClockAt(morning(months.today))), b, months.today, months.second
}

func heads(t *testing.T, store *data.Store, b data.Branch) []data.PlanHead {
	t.Helper()
	heads, err := store.PlanHeads(t.Context(), b.ID, data.RouteKind)
	if err != nil {
		t.Fatal(err)
	}
	return heads
}

func routeOf(t *testing.T, store *data.Store, b data.Branch, k planner.KaderID, d planner.Day) route.Route {
	t.Helper()
	r, err := store.RouteOf(t.Context(), b.ID, k, d)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func visits(r route.Route, id planner.HouseholdID) bool {
	return slices.ContainsFunc(r.Stops, func(s route.Stop) bool { return s.Household == id })
}

func TestPaymentPlansExactlyItsKaderAnew(t *testing.T) {
	store, b, today, tomorrow := inMonth(t)
	if got := look(t, store, b, today); len(got) != 0 {
		t.Fatalf("nothing happened, and %+v is planned", got)
	}
	now, next, other := routeOf(t, store, b, 1, today), routeOf(t, store, b, 1, tomorrow), routeOf(t, store, b, 2, tomorrow)
	paid := next.Stops[len(next.Stops)-1].Household
	pay(t, store, b, paid)
	plans := look(t, store, b, today)
	if len(plans) != 1 || !slices.Equal(plans[0].Request.Only, []planner.KaderID{1}) || plans[0].CreatedBy != "peristiwa" {
		t.Fatalf("plans %+v, want one of kader 1", plans)
	}
	want := []data.KaderUpset{{Kader: 1, Upset: []route.Upset{{Day: tomorrow, Household: paid, Code: route.UpsetPaid}}}}
	if diff := cmp.Diff(want, plans[0].Request.Why); diff != "" {
		t.Errorf("why (-want +got):\n%s", diff)
	}
	for _, s := range next.Stops {
		if got := visits(routeOf(t, store, b, 1, tomorrow), s.Household); got == (s.Household == paid) {
			t.Errorf("household %d is visited tomorrow: %t", s.Household, got)
		}
	}
	if diff := cmp.Diff(now, routeOf(t, store, b, 1, today)); diff != "" {
		t.Errorf("today changed:\n%s", diff)
	}
	if diff := cmp.Diff(other, routeOf(t, store, b, 2, tomorrow)); diff != "" {
		t.Errorf("the other kader's day changed:\n%s", diff)
	}
	if got := look(t, store, b, today); len(got) != 0 {
		t.Errorf("answered, and planned again: %+v", got)
	}
}

func pay(t *testing.T, store *data.Store, b data.Branch, id planner.HouseholdID) {
	t.Helper()
	var arrears planner.Rupiah
	err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		return tx.QueryRow(t.Context(), "select arrears from household where id = $1", id).Scan(&arrears)
	})
	if err != nil {
		t.Fatal(err)
	}
	datatest.Record(t, store, b.ID, datatest.Payment(id, b.Today(store.Now())-1, arrears, fmt.Sprint("contoh ", id)))
}

func TestIllKaderHasNoRouteUntilWell(t *testing.T) {
	store, b, today, tomorrow := inMonth(t)
	ill := planner.Away{First: tomorrow, Last: tomorrow, Why: planner.AwayIll}
	if err := store.AddAway(t.Context(), b.ID, 2, ill, 1); err != nil {
		t.Fatal(err)
	}
	if err := store.AddAway(t.Context(), b.ID, 2, planner.Away{First: tomorrow - 3, Last: tomorrow + 3, Why: planner.AwayLeave}, 1); !errors.Is(err, data.ErrConflict) {
		t.Errorf("away twice: %v, want ErrConflict", err)
	}
	if got := look(t, store, b, today); len(got) != 1 || !slices.Equal(got[0].Request.Only, []planner.KaderID{2}) {
		t.Fatalf("plans %+v, want one of kader 2", got)
	}
	if r, err := store.RouteOf(t.Context(), b.ID, 2, tomorrow); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("route while ill: %+v (%v)", r, err)
	}
	days, err := store.PlannedDays(t.Context(), b.ID, 2, today)
	if err != nil || slices.Contains(days, tomorrow) || len(days) < 10 {
		t.Errorf("planned days %v: %v", days, err)
	}
	if err := store.RemoveAway(t.Context(), b.ID, 2, tomorrow, 1); err != nil {
		t.Fatal(err)
	}
	if got := look(t, store, b, today); len(got) != 1 {
		t.Fatalf("well again: plans %+v", got)
	}
	if r := routeOf(t, store, b, 2, tomorrow); len(r.Stops) < 5 {
		t.Errorf("well again, and %d stops", len(r.Stops))
	}
	if err := store.RemoveAway(t.Context(), b.ID, 2, tomorrow, 1); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("taken back twice: %v, want ErrNotFound", err)
	}
}

func TestTerritoriesInForcePlanAnewWhoLostFamilies(t *testing.T) {
	store, b, today, tomorrow := inMonth(t)
	before := routeOf(t, store, b, 1, tomorrow)
	lost := before.Stops[len(before.Stops)-1].Household
	next := handOver(t, store, b, today, lost, 2)
	if got := look(t, store, b, today); len(got) != 0 {
		t.Fatalf("a draft, and %+v is planned", got)
	}
	if err := store.PublishPlan(t.Context(), b.ID, next, today, "contoh"); err != nil {
		t.Fatal(err)
	}
	var waiting int
	if err := store.Pool().QueryRow(t.Context(), "select count(*) from river.river_job where kind = 'replan' and state = 'available'").Scan(&waiting); err != nil || waiting != 1 {
		t.Errorf("%d looks wait (%v), want 1", waiting, err)
	}
	plans := look(t, store, b, today)
	if len(plans) != 1 || !slices.Equal(plans[0].Request.Only, []planner.KaderID{1}) {
		t.Fatalf("plans %+v, want one of kader 1, who lost a block", plans)
	}
	why := plans[0].Request.Why[0].Upset
	if !slices.Contains(why, route.Upset{Day: tomorrow, Household: lost, Code: route.UpsetMoved}) {
		t.Errorf("why %v, not household %d", why, lost)
	}
	if visits(routeOf(t, store, b, 1, tomorrow), lost) {
		t.Errorf("household %d is another kader's, and visited tomorrow", lost)
	}
	if got := look(t, store, b, today); len(got) != 0 {
		t.Errorf("answered, and planned again: %+v", got)
	}
}

// handOver is a finished territory plan like the one in force, with the block of a
// household in the hands of another kader.
func handOver(t *testing.T, store *data.Store, b data.Branch, today planner.Day, id planner.HouseholdID, to planner.KaderID) (next data.PlanID) {
	t.Helper()
	err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		n, err := data.Next(t.Context(), tx, b.ID, "plan", 1)
		if err != nil {
			return err
		}
		next = data.PlanID(n)
		old, err := data.PlanInForceIn(t.Context(), tx, today)
		if err != nil {
			return err
		}
		for _, copied := range []string{
			`insert into plan (branch_id, id, kind, name, state, request, seed, created_by)
			select branch_id, $2, kind, name, state, request, seed, created_by from plan where id = $1`,
			`insert into territory (branch_id, plan_id, id, kader_id, kecamatan, merangkap, locked, households, eligible, members, arrears, expected)
			select branch_id, $2, id, kader_id, kecamatan, merangkap, locked, households, eligible, members, arrears, expected from territory where plan_id = $1`,
			`insert into territory_block (branch_id, plan_id, desa, cell, territory_id)
			select branch_id, $2, desa, cell, territory_id from territory_block where plan_id = $1`,
		} {
			if _, err := tx.Exec(t.Context(), copied, old, next); err != nil {
				return err
			}
		}
		_, err = tx.Exec(t.Context(), `
			update territory_block k set territory_id = (select t.id from territory t where t.plan_id = $1 and t.kader_id = $3)
			from household h
			where k.plan_id = $1 and h.id = $2 and k.desa = h.desa and k.cell = h.cell`, next, id, to)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return next
}

func TestManyEventsCauseOneLook(t *testing.T) {
	store, b := datatest.NewVillage(t)
	for range 10 {
		err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error { return store.AskReplan(t.Context(), tx, b.ID) })
		if err != nil {
			t.Fatal(err)
		}
	}
	var waiting int
	if err := store.Pool().QueryRow(context.Background(), "select count(*) from river.river_job where kind = 'replan'").Scan(&waiting); err != nil || waiting != 1 {
		t.Errorf("%d looks wait (%v), want 1", waiting, err)
	}
	w := start(t, store) // without territories the look finds nothing to do
	defer stop(t, w)
	looked(t, store)
}

func TestLookOfADeadWorkerIsTakenAgain(t *testing.T) {
	store, b := datatest.NewVillage(t)
	err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error { return store.AskReplan(t.Context(), tx, b.ID) })
	if err != nil {
		t.Fatal(err)
	}
	_, err = store.Pool().Exec(t.Context(), `
		update river.river_job set state = 'running', attempt = 1, attempted_at = now(), attempted_by = array['nobody'] where kind = 'replan'`)
	if err != nil {
		t.Fatal(err)
	}
	w := start(t, store)
	defer stop(t, w)
	looked(t, store)
}

// looked waits until the only look there was is done.
func looked(t *testing.T, store *data.Store) {
	t.Helper()
	datatest.Until(t, store, "the look is done", func() (done bool) {
		err := store.Pool().QueryRow(t.Context(), "select bool_and(state = 'completed') from river.river_job where kind = 'replan'").Scan(&done)
		if err != nil {
			t.Fatal(err)
		}
		return done
	}, "river.river_job")
}

func TestCancelledRoutesAreLookedAtAgain(t *testing.T) {
	store, b, today, _ := inMonth(t)
	month := today.Month().String()
	if _, err := store.Pool().Exec(t.Context(), "delete from river.river_job where kind = 'replan'"); err != nil {
		t.Fatal(err)
	}
	cancelled := func(request data.PlanRequest) (looks int) {
		t.Helper()
		id := queue(t, store, b, data.RouteKind, request).ID
		if err := store.CancelPlan(t.Context(), b.ID, id, "petugas"); err != nil {
			t.Fatal(err)
		}
		if err := store.Pool().QueryRow(t.Context(), "select count(*) from river.river_job where kind = 'replan'").Scan(&looks); err != nil {
			t.Fatal(err)
		}
		return looks
	}
	asked := data.PlanRequest{Month: month, Why: []data.KaderUpset{{Kader: 1}}}
	if n := cancelled(asked); n != 0 {
		t.Errorf("cancelling what an event asked for leaves %d looks, want none", n)
	}
	if n := cancelled(data.PlanRequest{Month: month}); n != 1 {
		t.Errorf("cancelling routes leaves %d looks, want 1", n)
	}
}
