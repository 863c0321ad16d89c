package data_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
	"binaan/planner/route"
)

// planned stores a month of a kader from a day on, with one stop on each day but
// Sundays, as if it had been planned on the eve.
func planned(t testing.TB, store *data.Store, b data.Branch, kader planner.KaderID, first planner.Day, household planner.HouseholdID) data.PlanID {
	t.Helper()
	month := first.Month()
	head, err := store.QueuePlan(t.Context(), b.ID, data.RouteKind, data.PlanRequest{Month: month.String(), Day: first, Only: []planner.KaderID{kader}}, "contoh")
	if err != nil {
		t.Fatal(err)
	}
	p := route.Plan{Kader: kader, First: first, Last: month.Last()}
	for day := first; day <= p.Last; day++ {
		if day.Weekday() != time.Sunday {
			stop := route.Stop{Household: household, Seq: 1, Reasons: []route.Reason{}, Desa: datatest.VillageKecamatan + ".2001"}
			p.Routes = append(p.Routes, route.Route{Kader: kader, Day: day, Stops: []route.Stop{stop}})
		}
	}
	if err := store.FinishRoutes(t.Context(), data.UnitJob{Branch: b.ID, Plan: head.ID, Unit: fmt.Sprint(kader)}, p); err != nil {
		t.Fatal(err)
	}
	asOf(t, store, b, head.ID, first-1)
	return head.ID
}

// asOf has a plan that has ended be one of a day.
func asOf(t testing.TB, store *data.Store, b data.Branch, id data.PlanID, day planner.Day) {
	t.Helper()
	alter(t, store, b, "update plan set created_at = $2::date, finished_at = $2::date where id = $1", id, day)
}

// alter runs a statement in a branch.
func alter(t testing.TB, store *data.Store, b data.Branch, sql string, args ...any) {
	t.Helper()
	err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		_, err := tx.Exec(t.Context(), sql, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func countIn(t testing.TB, store *data.Store, b data.Branch, from string) (n int64) {
	t.Helper()
	err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		return tx.QueryRow(t.Context(), "select count(*) from "+from).Scan(&n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// inForce tells of every day of a span whom each kader visits, and which territories hold.
func inForce(t testing.TB, store *data.Store, b data.Branch, first, last planner.Day) (out []string) {
	t.Helper()
	for day := first; day <= last; day++ {
		for k := planner.KaderID(1); k <= 2; k++ {
			r, err := store.RouteOf(t.Context(), b.ID, k, day)
			if err != nil && !errors.Is(err, data.ErrNotFound) {
				t.Fatal(err)
			}
			for _, s := range r.Stops {
				out = append(out, fmt.Sprint(day, " ", k, " ", s.Household))
			}
		}
		if id, err := store.PlanInForce(t.Context(), b.ID, day); err == nil {
			out = append(out, fmt.Sprint(day, " ", id))
		}
	}
	return out
}

func TestRetentionChangesNoDayThatWasInForce(t *testing.T) {
	store, b := datatest.NewVillage(t)
	today := datatest.Today()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	for i := range 60 {
		kader, first := planner.KaderID(1+rng.IntN(2)), today-planner.Day(rng.IntN(120))
		id := planned(t, store, b, kader, first, planner.HouseholdID(1+i))
		if rng.IntN(6) == 0 {
			alter(t, store, b, "update plan set state = $2 where id = $1", id, []string{"cancelled", "failed", "running"}[rng.IntN(3)])
		}
	}
	for range 8 {
		head, err := store.QueuePlan(t.Context(), b.ID, data.TerritoryKind, data.PlanRequest{}, "contoh")
		if err != nil {
			t.Fatal(err)
		}
		day := today - planner.Day(rng.IntN(400))
		alter(t, store, b, "update plan set state = 'done' where id = $1", head.ID)
		asOf(t, store, b, head.ID, day)
		if rng.IntN(2) == 0 {
			alter(t, store, b, `update plan set published_from = $2 where id = $1 and not exists (select from plan where published_from = $2)`, head.ID, day+planner.Day(rng.IntN(30)))
		}
	}
	before := inForce(t, store, b, today-150, today+40)
	gone, err := store.Forget(t.Context(), b.ID, today)
	if err != nil {
		t.Fatal(err)
	}
	if gone.Routes == 0 || gone.Plans == 0 {
		t.Errorf("nothing went: %v", gone)
	}
	if diff := cmp.Diff(before, inForce(t, store, b, today-150, today+40)); diff != "" {
		t.Errorf("what is in force changed (-before +after):\n%s", diff)
	}
	left := countIn(t, store, b, `route r where exists (
		select from route_month n join plan q on q.id = n.plan_id
		where n.kader_id = r.kader_id and n.plan_id > r.plan_id and r.day between n.first and n.last
		  and q.state = 'done' and q.finished_at < moment() - interval '14 days')`)
	if left > 0 {
		t.Errorf("%d routes are left whose day a newer plan has stood for since more than 14 days", left)
	}
	if again, err := store.Forget(t.Context(), b.ID, today); err != nil || again != (data.Forgotten{}) {
		t.Errorf("the second time went %v: %v", again, err)
	}
}

func TestRetentionKeepsDraftsRefusalsAndImagesForTheirDays(t *testing.T) {
	store, b := datatest.NewVillage(t)
	today := datatest.Today()
	for _, days := range []int{179, 181} {
		head, err := store.QueuePlan(t.Context(), b.ID, data.TerritoryKind, data.PlanRequest{Name: fmt.Sprint(days)}, "contoh")
		if err != nil {
			t.Fatal(err)
		}
		alter(t, store, b, "update plan set state = 'done' where id = $1", head.ID)
		asOf(t, store, b, head.ID, today-planner.Day(days))
	}
	for name, days := range map[string]planner.Day{"drawn on": 3, "no longer": 200} {
		head, err := store.QueuePlan(t.Context(), b.ID, data.TerritoryKind, data.PlanRequest{Name: name}, "contoh")
		if err != nil {
			t.Fatal(err)
		}
		alter(t, store, b, "update plan set state = 'done' where id = $1", head.ID)
		asOf(t, store, b, head.ID, today-300)
		alter(t, store, b, `
			insert into stroke (branch_id, plan_id, revision, id, made_on, changes, made_by, made_at)
			values ($1, $2, 1, gen_random_uuid(), 0, '[]', 'contoh', $3::date)`, b.ID, head.ID, today-days)
	}
	for id, days := range map[int]planner.Day{1: 91, 2: 94} {
		alter(t, store, b, `
			with i as (
			  insert into import (branch_id, id, kind, file, state, as_of, dry_run, forced, created_by, kept, finished_at)
			  values ($1, $2, 'households', 'a.csv', 'done', $3, false, false, 'contoh', true, $3::date)),
			  k as (insert into import_before (branch_id, import_id, noun, key) values ($1, $2, 'household', '1')),
			  a as (insert into import_absent (branch_id, import_id, household_id, since, means) values ($1, $2, 1, $3, 'UNKNOWN')),
			  r as (insert into import_reject (branch_id, import_id, line, field, value, reason) values ($1, $2, 1, 'no_kk', '', ''))
			insert into import_reject_row (branch_id, import_id, line, cells) values ($1, $2, 1, '{}')`, b.ID, id, today-days)
	}
	if _, err := store.Forget(t.Context(), b.ID, today); err != nil {
		t.Fatal(err)
	}
	for from, want := range map[string]int64{
		"plan where name = 'drawn on'": 1, "plan where name = 'no longer'": 0, "stroke": 1,
		"plan where name = '179'": 1, "plan where name = '181'": 0, "import": 2, "import where kept": 1,
		"import_before": 1, "import_before where import_id = 2": 0, "import_reject where import_id = 1": 1, "import_reject": 1, "import_reject_row": 1, "import_absent": 1,
	} {
		if got := countIn(t, store, b, from); got != want {
			t.Errorf("%s: %d rows, want %d", from, got, want)
		}
	}
}

// A year in which each kader is planned anew every sixth day, with a removal at the end
// of each month, is no larger at its end than after its second month, but for the routes
// that were in force.
func TestAYearOfNightsKeepsItsSize(t *testing.T) {
	_, app := datatest.DSN(t)
	first := datatest.Open(t, app, datatest.Clock())
	b := datatest.Village(t, first)
	day, end := datatest.Today().Month().First(), datatest.Today()+360
	var heads, spare []int64
	for ; day < end; day += 6 {
		store := first
		if day.Month() != (day-6).Month() || len(heads) == 0 {
			for k := planner.KaderID(1); k <= 2; k++ {
				planned(t, store, b, k, day.Month().First(), 1)
			}
		}
		for k := planner.KaderID(1); k <= 2; k++ {
			planned(t, store, b, k, day, planner.HouseholdID(1+int(day)%1000))
		}
		if day.Month() == (day + 6).Month() {
			continue
		}
		night := datatest.Open(t, app, data.ClockAt(datatest.Moment().AddDate(0, 0, int(day-datatest.Today()))))
		if _, err := night.Forget(t.Context(), b.ID, day); err != nil {
			t.Fatal(err)
		}
		heads = append(heads, countIn(t, night, b, fmt.Sprintf("route_month where last >= '%v'", day)))
		spare = append(spare, countIn(t, night, b, "stop")-countIn(t, night, b, "(select distinct kader_id, day from stop) x"))
		night.Close()
	}
	t.Logf("months that the look finds at the end of each month: %v; stops of superseded routes: %v", heads, spare)
	if most := slices.Max(heads[1:]); most > 2*7 {
		t.Errorf("the look finds %d months of two kader, want at most the 7 that each was given in 31 days", most)
	}
	// Of a month's plans the last 3 of each kader have not been superseded for 14 days.
	if most := slices.Max(spare[1:]); most > 2*3*14 {
		t.Errorf("%d stops of superseded routes, want at most those of 14 days", most)
	}
}

// agedAudit is a branch whose audit has 40 rows, a hundred days apart, and the heads
// that were printed after 10, 20 and all of them.
func agedAudit(t *testing.T) (store *data.Store, b data.Branch, owner *pgx.Conn, heads []string) {
	t.Helper()
	ownerDSN, app := datatest.DSN(t)
	store = datatest.Open(t, app, data.Clock{})
	b, err := store.AddBranch(t.Context(), "9901", "Contoh", "WIB")
	if err != nil {
		t.Fatal(err)
	}
	for i := range 40 {
		alter(t, store, b, "insert into audit (branch_id, id, at, account_id, act, reason) values ($1, gen_random_uuid(), now() - make_interval(days => $2), 1, 'contoh', $3)",
			b.ID, (40-i)*100, strings.Repeat("ä|", i))
		if _, err := store.Pool().Exec(t.Context(), "insert into access_log (id, at, account_id, act, about, address) values (gen_random_uuid(), now() - make_interval(days => $1), 1, 'log in', '', '')", (40-i)*100); err != nil {
			t.Fatal(err)
		}
		if i == 9 || i == 19 || i == 39 {
			now, err := store.VerifyAudit(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			heads = append(heads, now[0].String())
		}
	}
	owner, err = pgx.Connect(t.Context(), superuser(t, ownerDSN))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { owner.Close(context.Background()) })
	return store, b, owner, heads
}

func TestWhatIsLeftOfAnAuditStillVerifies(t *testing.T) {
	store, b, owner, heads := agedAudit(t)
	today := b.Today(store.Now())
	gone, err := store.Forget(t.Context(), b.ID, today)
	if err != nil {
		t.Fatal(err)
	}
	if gone.Audit != 22 { // those of 1,900 to 4,000 days ago; 1,827 are kept
		t.Errorf("%d rows went, want 22", gone.Audit)
	}
	if n, err := store.ForgetAccess(t.Context(), today); err != nil || n != 22 {
		t.Errorf("%d rows of the door went, want 22: %v", n, err)
	}
	now, err := store.VerifyAudit(t.Context(), heads[2])
	if err != nil {
		t.Fatalf("what is left: %v", err)
	}
	if now[0].Seq != 42 { // the 40, the removal's own row and the one that sums the night up
		t.Errorf("head %v, want row 42", now[0])
	}
	if _, err := store.VerifyAudit(t.Context(), heads[0]); !errors.Is(err, data.ErrForgotten) {
		t.Errorf("a head of the part that went: %v, want ErrForgotten", err)
	}
	for _, change := range []string{
		"delete from audit_cut", "update audit_cut set seq = seq + 1", "update audit_cut set hash = set_bit(hash, 7, 1 - get_bit(hash, 7))",
		"with s as (delete from audit_seal where seq = 23 returning audit_id) delete from audit where id in (select audit_id from s)",
		"delete from access_cut", "update audit set reason = '' where act = 'forget audit'",
		// The beginning taken out by hand, as if its time were over.
		`with s as (delete from audit_seal where seq between 23 and 30 returning seq, hash, audit_id), a as (delete from audit where id in (select audit_id from s))
		 insert into audit_cut (branch_id, seq, hash) select 1, seq, hash from s where seq = 30`,
	} {
		inverse := backup(t, owner)
		if _, err := owner.Exec(t.Context(), "set session_replication_role = replica"); err != nil { // no trigger, no check
			t.Fatal(err)
		}
		if tag, err := owner.Exec(t.Context(), change); err != nil || tag.RowsAffected() == 0 {
			t.Fatalf("%s: %v %v", change, tag, err)
		}
		if _, err := store.VerifyAudit(t.Context()); !errors.Is(err, data.ErrAltered) {
			t.Errorf("%s: %v, want ErrAltered", change, err)
		}
		inverse()
		if _, err := store.VerifyAudit(t.Context()); err != nil {
			t.Fatalf("after undoing %s: %v", change, err)
		}
	}
}

// Whoever has the application's rights cannot erase what was done within a year, nor
// a part that somebody altered.
func TestNobodyErasesAYoungOrAlteredAudit(t *testing.T) {
	store, b, owner, _ := agedAudit(t)
	forget := func() (n int64, err error) {
		err = store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
			return tx.QueryRow(t.Context(), "select forget_audit($1, now() + interval '10 years', 1000)", b.ID).Scan(&n)
		})
		return n, err
	}
	if _, err := owner.Exec(t.Context(), "update audit set act = 'lain' where id = (select audit_id from audit_seal where seq = 3)"); err != nil {
		t.Fatal(err)
	}
	if n, err := forget(); err == nil {
		t.Errorf("%d rows of an altered audit went", n)
	}
	if _, err := owner.Exec(t.Context(), "update audit set act = 'contoh' where id = (select audit_id from audit_seal where seq = 3)"); err != nil {
		t.Fatal(err)
	}
	if n, err := forget(); err != nil || n != 37 {
		t.Errorf("%d rows went, want the 37 that are older than a year: %v", n, err)
	}
	err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		_, err := tx.Exec(t.Context(), "delete from audit_cut")
		return err
	})
	if err == nil {
		t.Error("the application may delete from audit_cut")
	}
	if _, err := store.VerifyAudit(t.Context()); err != nil {
		t.Errorf("what is left: %v", err)
	}
}
