package data_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
)

// kept is all that is worked out from events, as text.
func kept(t *testing.T, store *data.Store, b data.BranchID) string {
	t.Helper()
	var out []string
	err := store.InBranch(t.Context(), []data.BranchID{b}, func(tx pgx.Tx) error {
		for _, table := range []string{"visit", "payment", "standing"} {
			rows, err := tx.Query(t.Context(), "select '"+table+"' || t::text from "+table+" t order by 1")
			if err != nil {
				return err
			}
			lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
			if err != nil {
				return err
			}
			out = append(out, lines...)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(out, "\n")
}

// doings are events of some households: visits, promises, payments, and what mends them.
func doings(rng *rand.Rand, n int) []planner.Event {
	today := datatest.Today()
	var out []planner.Event
	for k := range n {
		home := planner.HouseholdID(1 + rng.IntN(20))
		e := planner.Event{
			ID: planner.EventID(fmt.Sprintf("%08x-0000-7000-8000-%012x", rng.Uint32(), k)), Device: fmt.Sprintf("0d000000-0000-7000-8000-%012x", 1+rng.IntN(3)), Seq: int64(k + 1),
			Boot: "0b000000-0000-7000-8000-000000000001", Type: planner.Code(planner.NotHome), Household: home, Kader: planner.KaderID(1 + rng.IntN(2)),
			At: datatest.At(today-planner.Day(rng.IntN(60)), planner.Minute(480+rng.IntN(600))), Held: false,
		}
		e.WallTime = e.At
		switch rng.IntN(7) {
		case 0:
			due := e.At
			e.Type, e.Payload.Promise = planner.Code(planner.Promised), &planner.PromiseMade{Day: planner.DayOf(due) + 3, Amount: 70_000}
		case 1:
			e.Type, e.Payload = planner.Code(planner.PaidPart), planner.Payload{Amount: 35_000, Channel: "PPOB", Receipt: fmt.Sprint("R", k)}
		case 2:
			day := today - 5
			e.Kader, e.Boot, e.Type, e.Payload = 0, "", planner.PaidIn, planner.Payload{Day: &day, Amount: 35_000, Receipt: fmt.Sprint("F", k)}
		case 3:
			e.Type, e.Payload.Topic = planner.Code(planner.Complained), "RUMAH_SAKIT"
		case 4, 5:
			if len(out) > 0 {
				of := out[rng.IntN(len(out))]
				e.Type, e.Of, e.Kader, e.Household = planner.Cancelled, of.ID, of.Kader, 0
				if rng.IntN(2) == 0 {
					e.Type, e.Payload.Event = planner.Correction, &planner.Corrected{Type: planner.Code(planner.Refused), Payload: planner.Payload{Reason: "LAYANAN"}}
				}
			}
		}
		out = append(out, e)
	}
	return out
}

// add appends events as one delivery and folds what they concern.
func add(t *testing.T, store *data.Store, b data.BranchID, events []planner.Event) []data.Appended {
	t.Helper()
	var fates []data.Appended
	err := store.InBranch(t.Context(), []data.BranchID{b}, func(tx pgx.Tx) (err error) {
		var all []data.Recorded
		for _, e := range events {
			all = append(all, data.Recorded{Event: e})
		}
		fates, err = data.TakeEvents(t.Context(), tx, b, all)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return fates
}

// Whatever the order in which events come in, and however often, what is kept is the
// same, and a replay from zero finds nothing to put right.
func TestWhatIsKeptIsWhatTheEventsSay(t *testing.T) {
	for seed := range uint64(3) {
		rng := rand.New(rand.NewPCG(seed, 3))
		events := doings(rng, 120)
		var first string
		for order := range 3 {
			store, b := datatest.NewVillage(t)
			came := append([]planner.Event{}, events...)
			came = append(came, events[:20]...)
			if order > 0 {
				rng.Shuffle(len(came), func(i, j int) { came[i], came[j] = came[j], came[i] })
			}
			for len(came) > 0 {
				n := min(len(came), 1+rng.IntN(12))
				add(t, store, b.ID, came[:n])
				came = came[n:]
			}
			got := kept(t, store, b.ID)
			if order == 0 {
				first = got
			}
			if got != first || got == "" {
				t.Fatalf("seed %d: in another order the events came to something else:\n%s\n--\n%s", seed, first, got)
			}
			if r, err := store.ReplayEvents(t.Context(), b.ID, true); err != nil || r.Different != 0 || r.Events != 120 {
				t.Fatalf("seed %d: a replay of %d events differs in %d rows (%v)", seed, r.Events, r.Different, err)
			}
		}
	}
}

// A chain of cancellations longer than counts is kept as a replay reads it, in whatever
// parts and order it comes in.
func TestALongChainOfCancellationsIsKeptAsItIsRead(t *testing.T) {
	store, b := datatest.NewVillage(t)
	chain := doings(rand.New(rand.NewPCG(3, 3)), 1)
	chain[0].Type, chain[0].Household, chain[0].Kader, chain[0].Of, chain[0].Payload = planner.Code(planner.Refused), 7, 1, "", planner.Payload{}
	for n := 1; n <= 3*planner.MendDepth; n++ {
		e := chain[0]
		e.ID, e.Seq, e.Type, e.Of, e.Household = planner.EventID(fmt.Sprintf("01930000-0000-7000-8000-%012x", n)), int64(n+1), planner.Cancelled, chain[n-1].ID, 0
		chain = append(chain, e)
	}
	rng := rand.New(rand.NewPCG(3, 4))
	rng.Shuffle(len(chain), func(i, j int) { chain[i], chain[j] = chain[j], chain[i] })
	for len(chain) > 0 {
		n := min(len(chain), 1+rng.IntN(60))
		add(t, store, b.ID, chain[:n])
		chain = chain[n:]
	}
	if r, err := store.ReplayEvents(t.Context(), b.ID, true); err != nil || r.Different != 0 || r.Events != 3*planner.MendDepth+1 {
		t.Errorf("a replay of %d events differs in %d rows (%v)", r.Events, r.Different, err)
	}
	if got := kept(t, store, b.ID); strings.Count(got, "MENOLAK") != 1 {
		t.Errorf("the visit stands no longer: %q", got)
	}
}

// What somebody changed behind the events' back is found, and put right.
func TestAReplayFindsWhatWasTamperedWith(t *testing.T) {
	store, b := datatest.NewVillage(t)
	add(t, store, b.ID, doings(rand.New(rand.NewPCG(1, 1)), 80))
	before := kept(t, store, b.ID)
	err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		for _, sql := range []string{
			"update visit set amount = 5 where (household_id, event_id) = (select household_id, event_id from visit limit 1)",
			"delete from payment where ref = (select min(ref) from payment)",
			"insert into standing (branch_id, household_id, told) values (1, 900, '{\"phone\": \"0899\"}')",
		} {
			if _, err := tx.Exec(t.Context(), sql); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, look := range []bool{true, false} {
		if r, err := store.ReplayEvents(t.Context(), b.ID, look); err != nil || r.Different != 3 {
			t.Fatalf("look %v: %+v, want 3 different (%v)", look, r, err)
		}
	}
	if got := kept(t, store, b.ID); got != before {
		t.Errorf("put right:\n%s\nwant\n%s", got, before)
	}
	if r, err := store.ReplayEvents(t.Context(), b.ID, true); err != nil || r.Different != 0 {
		t.Errorf("once more: %+v (%v)", r, err)
	}
}

// An id is one event's for ever: the same again is known, another is disputed, and
// neither changes what is stored.
func TestAnIDIsOneEvents(t *testing.T) {
	store, b := datatest.NewVillage(t)
	e := doings(rand.New(rand.NewPCG(7, 7)), 1)[0]
	other := e
	other.Payload.Note = "lain"
	if got := fmt.Sprint(add(t, store, b.ID, []planner.Event{e, e}), add(t, store, b.ID, []planner.Event{e, other})); got != fmt.Sprint([]data.Appended{data.Taken, data.Known}, []data.Appended{data.Known, data.Disputed}) {
		t.Errorf("the fates are %s", got)
	}
	if r, err := store.ReplayEvents(t.Context(), b.ID, true); err != nil || r.Events != 1 {
		t.Errorf("stored: %+v (%v)", r, err)
	}
}

// Two deliveries at once for one family are both seen in what is kept.
func TestDeliveriesAtOnceDoNotHideEachOther(t *testing.T) {
	store, b := datatest.NewVillage(t)
	events := doings(rand.New(rand.NewPCG(5, 5)), 200)
	for i := range events {
		if events[i].Household != 0 {
			events[i].Household = 7
		}
	}
	done := make(chan error)
	for part := range 4 {
		go func() {
			var err error
			for k := part; k < len(events) && err == nil; k += 4 {
				err = store.InBranch(context.Background(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
					_, err := data.TakeEvents(context.Background(), tx, b.ID, []data.Recorded{{Event: events[k]}})
					return err
				})
			}
			done <- err
		}()
	}
	for range 4 {
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
	if r, err := store.ReplayEvents(t.Context(), b.ID, true); err != nil || r.Different != 0 || r.Events != 200 {
		t.Errorf("%+v (%v)", r, err)
	}
}

// The hash in the database is that of the body, and the database holds it to that.
func TestABodyIsHeldToItsHash(t *testing.T) {
	store, b := datatest.NewVillage(t)
	err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		_, err := tx.Exec(t.Context(), `
			insert into event (branch_id, id, type, device_id, device_seq, at, body, hash)
			values ($1, gen_random_uuid(), 'WA', gen_random_uuid(), 1, $2, '{}', sha256('{ }'))`, b.ID, datatest.Moment())
		return err
	})
	if err == nil || !strings.Contains(err.Error(), "event_check") {
		t.Errorf("a body with another's hash: %v", err)
	}
}
