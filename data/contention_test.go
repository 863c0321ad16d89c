package data_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/geo"
	"binaan/planner"
	"binaan/planner/ledger"
	"binaan/planner/territory"
)

// together runs both at the same moment and gives what became of them.
func together(a, b func() error) (errs [2]error) {
	var ready, done sync.WaitGroup
	ready.Add(2)
	for i, do := range []func() error{a, b} {
		done.Go(func() {
			ready.Done()
			ready.Wait()
			errs[i] = do()
		})
	}
	done.Wait()
	return errs
}

// onlyOne is the error of who lost; the test fails unless exactly one did.
func onlyOne(t *testing.T, errs [2]error) error {
	t.Helper()
	switch {
	case errs[0] == nil && errs[1] != nil:
		return errs[1]
	case errs[1] == nil && errs[0] != nil:
		return errs[0]
	}
	t.Fatalf("not exactly one of two gave way: %v; %v", errs[0], errs[1])
	return nil
}

func TestTwoAbsencesOfOneKaderNeverOverlap(t *testing.T) {
	t.Parallel()
	store, b := datatest.NewVillage(t)
	today := datatest.Today()
	for round := range planner.Day(20) {
		first := today + 10*round
		note := func(from, until planner.Day) func() error {
			return func() error {
				return store.AddAway(t.Context(), b.ID, 1, planner.Away{First: from, Last: until, Why: "sakit"}, 0)
			}
		}
		err := onlyOne(t, together(note(first, first+3), note(first+2, first+5)))
		var away *data.AwayError
		if !errors.As(err, &away) || away.First < first || away.Last > first+5 {
			t.Fatalf("round %d: %v, want an AwayError that names the days", round, err)
		}
	}
}

func TestTwoDraftsAreNotPublishedForOneDay(t *testing.T) {
	t.Parallel()
	store, b := datatest.NewVillage(t)
	day := datatest.Today()
	one, other := design(t, store, b, day), design(t, store, b, day)
	publish := func(id, instead data.PlanID) func() error {
		return func() error { return store.PublishInstead(t.Context(), b.ID, id, day, instead, "contoh") }
	}
	for round := range 10 {
		err := onlyOne(t, together(publish(one, 0), publish(other, 0)))
		var taken *data.TakenError
		if !errors.As(err, &taken) || taken.Plan != one && taken.Plan != other || taken.Day != day || taken.By != "contoh" {
			t.Fatalf("round %d: %v, want a TakenError that names the plan", round, err)
		}
		winner, loser := taken.Plan, one+other-taken.Plan
		if err := publish(loser, loser+100)(); !errors.Is(err, data.ErrConflict) {
			t.Errorf("a plan took the place of one that was not named: %v", err)
		}
		if err := publish(loser, winner)(); err != nil {
			t.Errorf("a plan did not take the place of the one named: %v", err)
		}
		if now, err := store.PlanInForce(t.Context(), b.ID, day); err != nil || now != loser {
			t.Errorf("plan %d is in force, want %d: %v", now, loser, err)
		}
		for id, replaced := range map[data.PlanID]bool{winner: true, loser: false} {
			if head, err := store.PlanHead(t.Context(), b.ID, id); err != nil || head.Replaced != replaced {
				t.Errorf("plan %d: replaced %v, want %v: %v", id, head.Replaced, replaced, err)
			}
		}
		withdraw(t, store, b)
	}
}

// withdraw takes all plans out of force, as if none had been published.
func withdraw(t *testing.T, store *data.Store, b data.Branch) {
	t.Helper()
	err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		_, err := tx.Exec(t.Context(), "update plan set published_from = null")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestALockSetWhileAPlanIsMadeIsNotLost(t *testing.T) {
	t.Parallel()
	store, b := datatest.NewVillage(t)
	today := datatest.Today()
	first := design(t, store, b, today)
	if err := store.PublishPlan(t.Context(), b.ID, first, today, "contoh"); err != nil {
		t.Fatal(err)
	}
	next := design(t, store, b, today) // made without the lock
	detail, err := store.TerritoryDetail(t.Context(), b.ID, first)
	if err != nil {
		t.Fatal(err)
	}
	locked := detail.Territories[0]
	if err := store.LockTerritory(t.Context(), b.ID, first, locked.ID, true, today, 0); err != nil {
		t.Fatal(err)
	}
	var lost *data.LockedError
	if err := store.PublishPlan(t.Context(), b.ID, next, today+1, "contoh"); !errors.As(err, &lost) || lost.Kader != locked.Kader {
		t.Fatalf("published over a lock that was set meanwhile: %v", err)
	}
	if detail, err = store.TerritoryDetail(t.Context(), b.ID, next); err != nil {
		t.Fatal(err)
	}
	for _, one := range detail.Territories {
		if one.Kader == locked.Kader {
			if err := store.LockTerritory(t.Context(), b.ID, next, one.ID, true, today, 0); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := store.PublishPlan(t.Context(), b.ID, next, today+1, "contoh"); err != nil {
		t.Errorf("locked in the new plan too, and still refused: %v", err)
	}
}

// Of two contracts written at once the kader serves until the later one ends: neither
// takes the other's days away.
func TestTwoContractsAtOnceAreBothServed(t *testing.T) {
	t.Parallel()
	store, b := datatest.NewVillage(t)
	until := datatest.Today() + 4000
	for round := range planner.Day(6) {
		sign := func(n int, last planner.Day) func() error {
			return func() error {
				_, err := store.AddContract(t.Context(), b.ID, data.Contract{Kader: 1, Number: fmt.Sprint(round, "/", n), From: datatest.Today(), Until: last}, data.By{})
				return err
			}
		}
		until += 100
		if errs := together(sign(1, until), sign(2, until-50)); errs[0] != nil || errs[1] != nil {
			t.Fatalf("round %d: %v", round, errs)
		}
		all, err := store.Kader(t.Context(), b.ID)
		if err != nil || all[0].Until != until {
			t.Fatalf("round %d: serves until %s, signed until %s (%v)", round, all[0].Until, until, err)
		}
	}
}

// What two officers do at once is done once, and who comes second is told who was first.
func TestWhoComesSecondIsToldWhoWasFirst(t *testing.T) {
	t.Parallel()
	store, b := datatest.NewVillage(t)
	today := datatest.Today()
	boss, err := store.AddAccount(t.Context(), data.NewAccount{Login: "kepala", Name: "Kepala Contoh", Role: data.Manager, Password: "kunci-cadangan-2026", Branches: []data.BranchID{b.ID}})
	if err != nil {
		t.Fatal(err)
	}
	by := data.By{Account: boss}
	var id int64
	for what, c := range map[string]struct {
		do   func() error
		err  error
		who  string
		last planner.Day
	}{
		"1 task": {func() error {
			n, err := store.OpenTask(t.Context(), b.ID, data.Task{Deviation: "SILENT", Kader: 1, Owner: boss, Due: today + 3, What: "Telepon", Opened: today}, by)
			id = max(id, n)
			return err
		}, data.ErrTaskOpen, "Kepala Contoh", today + 3},
		"contract": {func() error {
			_, err := store.AddContract(t.Context(), b.ID, data.Contract{Kader: 1, Number: "1/PKS", From: today, Until: today + 9}, by)
			return err
		}, data.ErrContractNumber, "Contoh", today},
		"letter": {func() error {
			_, err := store.AddLetter(t.Context(), b, data.NewLetter{Kader: 1, Number: "1/ST", From: today, Until: today + 9, Desa: []geo.AreaCode{datatest.VillageKecamatan + ".2001"}, By: by})
			return err
		}, data.ErrLetterNumber, "Contoh", today},
	} {
		var done *data.DoneError
		err := onlyOne(t, together(c.do, c.do))
		if !errors.As(err, &done) || !errors.Is(err, c.err) || done.Who != c.who || done.Day != c.last {
			t.Errorf("%s: %v, want one that names %s and %s", what, err, c.who, c.last)
		}
	}
	shut := func() error {
		return store.CloseTask(t.Context(), b.ID, id, data.TaskClosing{Day: today, Outcome: "Sudah", Anybody: true, Stands: func(planner.KaderID, ledger.Deviation) bool { return false }}, by)
	}
	var done *data.DoneError
	if err := onlyOne(t, together(shut, shut)); !errors.As(err, &done) || done.Who != "Kepala Contoh" || done.Day != today || !errors.Is(err, data.ErrTaskDone) {
		t.Errorf("closed twice: %v", err)
	}
}

// So is whoever finds it done: each refusal of the second names the first and the day.
func TestWhatIsDoneAlreadyNamesWhoDidIt(t *testing.T) {
	t.Parallel()
	store, b := datatest.NewVillage(t)
	today := datatest.Today()
	boss, err := store.AddAccount(t.Context(), data.NewAccount{Login: "kepala", Name: "Kepala Contoh", Role: data.Admin, Password: "kunci-cadangan-2026"})
	if err != nil {
		t.Fatal(err)
	}
	by := data.Account{ID: boss, Login: "kepala", Role: data.Admin}
	first, second := design(t, store, b, today), design(t, store, b, today)
	waits, err := store.QueuePlan(t.Context(), b.ID, data.RouteKind, data.PlanRequest{Month: today.Month().Add(1).String(), Day: today}, "kepala")
	if err != nil {
		t.Fatal(err)
	}
	month := today.Month().Add(-1).First()
	file, err := store.BeginImport(t.Context(), b.ID, data.Import{Kind: "households", File: "kk.csv", AsOf: today, CreatedBy: "juru"})
	if err != nil {
		t.Fatal(err)
	}
	act := func(id data.PlanID, kind territory.ActKind) func() error {
		return func() error {
			_, err := store.Act(t.Context(), b.ID, id, territory.Act{Kind: kind, Text: "Usul"}, today, by)
			return err
		}
	}
	for _, c := range []struct {
		name  string
		do    func() error
		again error
	}{
		{"close a month", func() error { return store.CloseMonth(t.Context(), b, month, "kepala") }, data.ErrMonthClosed},
		{"cancel an import", func() error { return store.CancelImport(t.Context(), b.ID, file, "kepala") }, data.ErrImportCancelled},
		{"cancel a plan", func() error { return store.CancelPlan(t.Context(), b.ID, waits.ID, "kepala") }, data.ErrPlanCancelled},
		{"throw a draft away", act(second, territory.ActBin), data.ErrBinned},
		{"restore it", act(second, territory.ActRestore), data.ErrNotBinned},
		{"publish", func() error {
			if err := store.NotBegun(t.Context(), b.ID, first, today); err != nil {
				return err
			}
			return store.PublishPlan(t.Context(), b.ID, first, today, "kepala")
		}, data.ErrBegun},
		{"publish for later", func() error { return store.PublishPlan(t.Context(), b.ID, second, today+9, "kepala") }, nil},
		{"take it back", func() error {
			_, err := store.Unpublish(t.Context(), b.ID, second, "salah tanggal", today, by)
			return err
		}, data.ErrNotPublished},
		{"an account", func() error {
			_, err := store.AddAccount(t.Context(), data.NewAccount{Login: "juru", Name: "Kepala Contoh", Role: data.Admin, Password: "kunci-cadangan-2026"})
			return err
		}, data.ErrLogin},
	} {
		if err := c.do(); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if c.again == nil {
			continue
		}
		var done *data.DoneError
		if err := c.do(); !errors.As(err, &done) || !errors.Is(err, c.again) || done.Who != "Kepala Contoh" || done.Day != today && !errors.Is(c.again, data.ErrLogin) {
			t.Errorf("%s again: %v, want %v by Kepala Contoh", c.name, err, c.again)
		}
	}
	if err := store.WithdrawMerangkap(t.Context(), b.ID, first, 1, boss); !errors.Is(err, data.ErrPublished) || !strings.Contains(err.Error(), "Kepala Contoh") {
		t.Errorf("a published plan is revised: %v", err)
	}
	var next *data.MonthFirst
	if err := store.CloseMonth(t.Context(), b, month.AddMonths(-1), "kepala"); !errors.As(err, &next) || next.Month != today.Month() {
		t.Errorf("a month before the closed one: %v", err)
	}
}

// A button that is pressed twice writes one thing.
func TestTheSameWrittenTwiceIsThereOnce(t *testing.T) {
	t.Parallel()
	store, b := datatest.NewVillage(t)
	var ids [3][2]int64
	press := func(n int) func() error {
		return func() (err error) {
			if ids[0][n], err = store.AddNote(t.Context(), b.ID, data.MonthNote{Day: datatest.Today(), Cause: data.CauseOther, Text: "Banjir"}, datatest.Today(), data.By{}); err != nil {
				return err
			}
			o, err := store.AddOfficial(t.Context(), b.ID, data.Official{Desa: datatest.VillageKecamatan + ".2001", Post: data.PostRT, Name: "Contoh"}, data.By{})
			if err != nil {
				return err
			}
			c, err := store.AddApplicant(t.Context(), b.ID, data.Applicant{Name: "Calon", Desa: datatest.VillageKecamatan + ".2001"}, data.By{})
			ids[1][n], ids[2][n] = o.ID, c.ID
			return err
		}
	}
	if errs := together(press(0), press(1)); errs[0] != nil || errs[1] != nil {
		t.Fatal(errs)
	}
	for what, id := range ids {
		if id[0] == 0 || id[0] != id[1] {
			t.Errorf("thing %d was written as %d and %d", what, id[0], id[1])
		}
	}
}

// Officers, workers and the command line change one branch at once. Each answer is a
// yes or a conflict that says so; nobody waits in a circle; what is stored holds.
func TestManyChangeOneBranchAtOnce(t *testing.T) {
	t.Parallel()
	store, b := datatest.NewVillage(t)
	today := datatest.Today()
	drafts := []data.PlanID{design(t, store, b, today), design(t, store, b, today), design(t, store, b, today)}
	n := data.NewAccount{Login: "kepala", Name: "Kepala Contoh", Role: data.Manager, Password: "kunci-cadangan-2026", Branches: []data.BranchID{b.ID}}
	boss, err := store.AddAccount(t.Context(), n)
	if err != nil {
		t.Fatal(err)
	}
	clerk := clerk{store, b, today, data.Account{ID: boss, Login: n.Login, Name: n.Name, Role: n.Role, Branches: []data.Branch{b}}}
	const clients, acts = 8, 40
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	var all sync.WaitGroup
	for client := range clients {
		rng := rand.New(rand.NewPCG(seed, uint64(client)))
		all.Go(func() {
			for range acts {
				if err := act(t.Context(), store, b, today, drafts, rng); err != nil {
					t.Error(err)
				}
				if err := clerk.act(t.Context(), drafts[rng.IntN(len(drafts))], rng); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	holds(t, store, b)
}

// act does one thing that changes the branch, and gives what no person should see.
func act(ctx context.Context, store *data.Store, b data.Branch, today planner.Day, drafts []data.PlanID, rng *rand.Rand) error {
	draft, day := drafts[rng.IntN(len(drafts))], today+planner.Day(rng.IntN(4))
	var err error
	switch rng.IntN(6) {
	case 0:
		err = store.AddAway(ctx, b.ID, planner.KaderID(1+rng.IntN(2)), planner.Away{First: day, Last: day + 2, Why: "izin"}, 0)
	case 1:
		err = store.RemoveAway(ctx, b.ID, planner.KaderID(1+rng.IntN(2)), day, 0)
	case 2:
		err = store.PublishInstead(ctx, b.ID, draft, day, drafts[rng.IntN(len(drafts))], "contoh")
	case 3:
		err = store.LockTerritory(ctx, b.ID, draft, 1, rng.IntN(2) == 0, today, 0)
	case 4:
		err = plan(ctx, store, b, today, rng)
	case 5:
		err = store.CutPlan(ctx, b.ID, draft+data.PlanID(rng.IntN(20)))
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) && pg.Code != "40001" {
		return err
	}
	for _, told := range []error{nil, data.ErrConflict, data.ErrNotFound, data.ErrReplaced, data.ErrInUse} {
		if errors.Is(err, told) {
			return nil
		}
	}
	return err
}

// clerk works with the papers, people and drafts of a branch.
type clerk struct {
	store *data.Store
	b     data.Branch
	today planner.Day
	who   data.Account
}

// act does one thing, and gives what no person should see: a fault, or a
// conflict that names nobody.
func (c clerk) act(ctx context.Context, draft data.PlanID, rng *rand.Rand) error {
	err := c.write(ctx, rng)
	if rng.IntN(2) == 0 {
		kinds := []territory.ActKind{territory.ActRename, territory.ActBin, territory.ActRestore, territory.ActComment}
		kind := kinds[rng.IntN(len(kinds))]
		_, err = c.store.Act(ctx, c.b.ID, draft, territory.Act{Kind: kind, Text: "Usul"}, c.today, c.who)
		if kind == territory.ActRestore && errors.Is(err, data.ErrNotBinned) {
			return nil // it is in no bin: there may be nobody to name
		}
	}
	var done *data.DoneError
	if err == nil || errors.As(err, &done) && done.Who != "" && done.Day != 0 {
		return nil
	}
	for _, told := range []error{data.ErrInUse, data.ErrNotFound, data.ErrStage, data.ErrPublished, data.ErrNothingLeft, data.ErrCannotTake} {
		if errors.Is(err, told) {
			return nil
		}
	}
	return fmt.Errorf("clerk: %w", err)
}

// write changes one of the papers or people of the branch.
func (c clerk) write(ctx context.Context, rng *rand.Rand) (err error) {
	const desa = datatest.VillageKecamatan + ".2001"
	by, kader, n := data.By{Account: c.who.ID}, planner.KaderID(1+rng.IntN(2)), rng.IntN(6)
	switch rng.IntN(9) {
	case 0:
		_, err = c.store.AddContract(ctx, c.b.ID, data.Contract{Kader: kader, Number: fmt.Sprint(n, "/PKS"), From: c.today, Until: c.today + 9}, by)
	case 1:
		_, err = c.store.AddLetter(ctx, c.b, data.NewLetter{Kader: kader, Number: fmt.Sprint(n, "/ST"), From: c.today, Until: c.today + 9, Desa: []geo.AreaCode{desa}, By: by})
	case 2:
		err = c.store.WithdrawLetter(ctx, c.b.ID, int64(1+n), by)
	case 3:
		_, err = c.store.OpenTask(ctx, c.b.ID, data.Task{Deviation: "SILENT", Kader: kader, Owner: c.who.ID, Due: c.today + 3, What: "Telepon", Opened: c.today}, by)
	case 4:
		stands := func(planner.KaderID, ledger.Deviation) bool { return false }
		err = c.store.CloseTask(ctx, c.b.ID, int64(1+n), data.TaskClosing{Day: c.today, Outcome: "Sudah", Anybody: true, Stands: stands}, by)
	case 5:
		_, err = c.store.AddNote(ctx, c.b.ID, data.MonthNote{Day: c.today, Cause: data.CauseOther, Text: fmt.Sprint("Banjir ", n)}, c.today, by)
	case 6:
		err = c.store.RemoveNote(ctx, c.b.ID, int64(1+n), by)
	case 7:
		if _, err = c.store.AddApplicant(ctx, c.b.ID, data.Applicant{Name: fmt.Sprint("Calon ", n), Desa: desa}, by); err == nil {
			stages := []data.Stage{data.StageHeard, data.StageTrained, data.StageTaken}
			err = c.store.MoveApplicant(ctx, c.b.ID, int64(1+n), stages[rng.IntN(len(stages))], by)
		}
	case 8:
		if err = c.store.RemovePhoto(ctx, c.b.ID, kader, by); err == nil {
			err = c.store.HandOverRoute(ctx, c.b, c.who, kader, 3-kader, c.today)
		}
	}
	return err
}

// plan queues a plan of routes and works one of its units, as a worker does while
// somebody may cut it.
func plan(ctx context.Context, store *data.Store, b data.Branch, today planner.Day, rng *rand.Rand) error {
	head, err := store.QueuePlan(ctx, b.ID, data.RouteKind, data.PlanRequest{Month: today.Month().String(), Day: today, Seed: 1}, "contoh")
	if err != nil {
		return err
	}
	job := data.UnitJob{Branch: b.ID, Plan: head.ID, Unit: "1"}
	if _, err := store.BeginUnit(ctx, job); err != nil {
		return err
	}
	if rng.IntN(2) == 0 {
		return store.CancelPlan(ctx, b.ID, head.ID, "petugas")
	}
	return store.FailUnit(ctx, job, data.FailedInput)
}

// holds reads the branch for what may never be.
func holds(t *testing.T, store *data.Store, b data.Branch) {
	t.Helper()
	err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		for what, sql := range map[string]string{
			"absences that overlap":             "select count(*) from kader_away a join kader_away b using (branch_id, kader_id) where a.first < b.first and b.first <= a.last",
			"plans for one day":                 "select count(*) from (select published_from from plan where published_from is not null group by 1 having count(*) > 1) x",
			"open units of a plan that ended":   "select count(*) from plan_unit u join plan p on p.branch_id = u.branch_id and p.id = u.plan_id where u.state in ('queued', 'running') and p.state in ('done', 'failed', 'cancelled')",
			"numbers of contracts twice":        "select count(*) from (select number from contract group by 1 having count(*) > 1) x",
			"numbers of letters twice":          "select count(*) from (select number from letter group by 1 having count(*) > 1) x",
			"deviations that two are at":        "select count(*) from (select from task where closed is null group by kader_id, deviation having count(*) > 1) x",
			"notes that stand twice":            "select count(*) from (select from month_note group by day, area, cause, text having count(*) > 1) x",
			"candidates proposed twice":         "select count(*) from (select from candidate where stage = 'DIUSULKAN' group by name, phone, desa having count(*) > 1) x",
			"plans in the bin and published":    "select count(*) from plan where published_from is not null and binned_at is not null",
			"published plans that are not done": "select count(*) from plan where published_from is not null and state <> 'done'",
		} {
			var n int
			if err := tx.QueryRow(t.Context(), sql).Scan(&n); err != nil {
				return err
			}
			if n > 0 {
				t.Errorf("%d %s", n, what)
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
