package job

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
	"binaan/planner/route"
	"binaan/planner/territory"
)

// moment reads a time.
func moment(t *testing.T, text string) time.Time {
	t.Helper()
	now, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return now
}

// asked has the looks taken that are due at a time and names the months of all plans
// of routes there are, the newest first.
func asked(t *testing.T, store *data.Store, b data.Branch, now string) (months []string) {
	t.Helper()
	if err := night(t.Context(), store, moment(t, now)); err != nil {
		t.Fatal(err)
	}
	heads, err := store.PlanHeads(t.Context(), b.ID, data.RouteKind)
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range heads {
		months = append(months, h.Request.Month)
	}
	return months
}

func TestTheNightPlansWhoseMonthIsMissingOrStale(t *testing.T) {
	_, app := datatest.DSN(t)
	at := func(now string) *data.Store { return datatest.Open(t, app, data.ClockAt(moment(t, now))) }
	store := at("2026-11-23T08:00:00+07:00")
	b := datatest.Village(t, store)
	check := func(when, now string, want ...string) {
		t.Helper()
		if got := asked(t, store, b, now); !slices.Equal(got, want) {
			t.Errorf("%s: plans of %v, want %v", when, got, want)
		}
	}
	check("without territories in force", "2026-11-23T02:30:00+07:00")
	publish(t, store, b, "2026-11-23")
	check("before one o'clock", "2026-11-23T00:30:00+07:00")
	check("at noon, the night was missed", "2026-11-23T12:00:00+07:00", "2026-11")
	check("later that day", "2026-11-23T18:00:00+07:00", "2026-11")
	check("a week before December, November still queued", "2026-11-24T02:30:00+07:00", "2026-12", "2026-11")
	finish(t, store, b)
	check("both months are fresh", "2026-11-25T02:30:00+07:00", "2026-12", "2026-11")
	publish(t, at("2026-11-25T08:00:00+07:00"), b, "2026-11-24")
	store = at("2026-11-26T02:30:00+07:00")
	check("the territories are others", "2026-11-26T02:30:00+07:00", "2026-12", "2026-11", "2026-12", "2026-11")
	finish(t, store, b)
	check("fresh again", "2026-12-02T02:30:00+07:00", "2026-12", "2026-11", "2026-12", "2026-11")
	check("a week old", "2026-12-03T02:30:00+07:00", "2026-12", "2026-12", "2026-11", "2026-12", "2026-11")
	finish(t, store, b)
	ownRule(t, store, b, "freshness", "2026-12-04", `{"days":2}`)
	check("a day old", "2026-12-04T02:30:00+07:00", "2026-12", "2026-12", "2026-11", "2026-12", "2026-11")
	check("two days old, as long as the branch's own rule has it fresh", "2026-12-05T02:30:00+07:00", "2026-12", "2026-12", "2026-12", "2026-11", "2026-12", "2026-11")
}

// The first night of a quarter divides its map, without territories or routes; that of one
// that is divided stays.
func TestTheNightDividesTheMapOfANewQuarter(t *testing.T) {
	_, app := datatest.DSN(t)
	store := datatest.Open(t, app, data.ClockAt(moment(t, "2026-12-31T12:00:00+07:00")))
	b := datatest.Village(t, store)
	made := func(quarter string) (at time.Time) {
		t.Helper()
		first, err := planner.ParseDay(quarter)
		if err != nil {
			t.Fatal(err)
		}
		err = store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
			return tx.QueryRow(t.Context(), "select coalesce(max(made_at), 'epoch') from partition where quarter = $1", first).Scan(&at)
		})
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	asked(t, store, b, "2026-12-31T12:00:00+07:00")
	if made("2026-10-01").Unix() == 0 || made("2027-01-01").Unix() != 0 {
		t.Error("on the last day of a year, its last quarter alone is divided")
	}
	first := made("2026-10-01")
	asked(t, store, b, "2026-12-31T13:00:00+07:00")
	if again := made("2026-10-01"); !again.Equal(first) {
		t.Error("a quarter that is divided was divided again")
	}
	asked(t, store, b, "2027-01-01T00:30:00+07:00")
	if made("2027-01-01").Unix() != 0 {
		t.Error("the quarter was divided before its first night's look")
	}
	asked(t, store, b, "2027-01-01T01:30:00+07:00")
	if made("2027-01-01").Unix() == 0 {
		t.Error("the first night of a quarter did not divide its map")
	}
}

// A fresh month is none of the next one's business.
func TestAFreshNovemberIsNoDecember(t *testing.T) {
	_, app := datatest.DSN(t)
	store := datatest.Open(t, app, data.ClockAt(moment(t, "2026-11-23T08:00:00+07:00")))
	b := datatest.Village(t, store)
	publish(t, store, b, "2026-11-23")
	if got := asked(t, store, b, "2026-11-23T12:00:00+07:00"); !slices.Equal(got, []string{"2026-11"}) {
		t.Fatalf("plans of %v", got)
	}
	finish(t, store, b)
	if got := asked(t, store, b, "2026-11-24T02:30:00+07:00"); !slices.Equal(got, []string{"2026-12", "2026-11"}) {
		t.Errorf("with November planned, plans of %v, want December's too", got)
	}
}

// ownRule gives the branch a rule of its own from a day on.
func ownRule(t *testing.T, store *data.Store, b data.Branch, key, from, value string) {
	t.Helper()
	err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		_, err := tx.Exec(t.Context(), "insert into rule (branch_id, key, valid_from, value, source_note) values ($1, $2, $3, $4, 'contoh')", b.ID, key, from, value)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// finish ends the open plans of routes, each with a month in which nobody is visited.
func finish(t *testing.T, store *data.Store, b data.Branch) {
	t.Helper()
	heads, err := store.PlanHeads(t.Context(), b.ID, data.RouteKind)
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range heads {
		if h.State.Ended() {
			continue
		}
		month, err := planner.ParseMonth(h.Request.Month)
		if err != nil || !slices.Equal(h.Request.Only, []planner.KaderID{1, 2}) {
			t.Fatalf("plan %+v: %v", h, err)
		}
		for _, k := range h.Request.Only {
			unit := data.UnitJob{Branch: b.ID, Plan: h.ID, Unit: fmt.Sprint(k)}
			empty := route.Plan{Kader: k, First: max(month.First(), h.Request.Day), Last: month.Last()}
			if err := store.FinishRoutes(t.Context(), unit, empty); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// What people wait for comes before what the night plans for all, which leaves to
// them whom they plan themselves.
func TestPeopleComeBeforeTheNight(t *testing.T) {
	store, b := datatest.NewVillage(t)
	publish(t, store, b, "2026-11-23")
	asked(t, store, b, "2026-11-24T02:30:00+07:00")
	ask := func(request data.PlanRequest) data.PlanID {
		t.Helper()
		head, err := store.QueuePlan(t.Context(), b.ID, data.RouteKind, request, "petugas")
		if err != nil {
			t.Fatal(err)
		}
		return head.ID
	}
	whole := ask(data.PlanRequest{Month: "2027-01"})
	named := ask(data.PlanRequest{Month: "2026-11", Only: []planner.KaderID{2}})
	rows, err := store.Pool().Query(t.Context(), `
		select format('%s/%s', args->>'plan_id', args->>'unit') from river.river_job where args->>'unit' <> 'branch' order by priority, scheduled_at, id`)
	if err != nil {
		t.Fatal(err)
	}
	order, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	first := []string{fmt.Sprintf("%d/2", named), fmt.Sprintf("%d/1", whole), fmt.Sprintf("%d/2", whole)}
	if len(order) < 6 || !slices.Equal(order[:3], first) {
		t.Errorf("jobs are taken in the order %v, want %v before the night's", order, first)
	}
	for id, want := range map[data.PlanID]int{named: 0, whole: 1} {
		head, err := store.PlanHead(t.Context(), b.ID, id)
		if err != nil || head.Place == nil || head.Place.Ahead < want || head.Place.Worked {
			t.Errorf("plan %d stands at %+v, want %d ahead and nobody at work: %v", id, head.Place, want, err)
		}
	}
	heads, err := store.PlanHeads(t.Context(), b.ID, data.RouteKind)
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range heads {
		if h.CreatedBy == "malam" && h.Request.Month == "2026-11" && (h.UnitsDone != 1 || h.State.Ended()) {
			t.Errorf("the night still plans kader 2's November as well: %+v", h)
		}
	}
	ask(data.PlanRequest{Month: "2026-11"})
	if heads, err = store.PlanHeads(t.Context(), b.ID, data.RouteKind); err != nil {
		t.Fatal(err)
	}
	for _, h := range heads {
		if h.CreatedBy == "malam" && (h.State == data.Cancelled) != (h.Request.Month == "2026-11") {
			t.Errorf("after a person asked for November, the night's is %+v", h)
		}
	}
}

// publish puts a plan of the whole branch in force from a day.
func publish(t *testing.T, store *data.Store, b data.Branch, from string) {
	t.Helper()
	day, err := planner.ParseDay(from)
	if err != nil {
		t.Fatal(err)
	}
	head, err := store.QueuePlan(t.Context(), b.ID, data.TerritoryKind, data.PlanRequest{Seed: 1, Iterations: 1000, Day: day}, "test")
	if err != nil {
		t.Fatal(err)
	}
	unit := data.UnitJob{Branch: b.ID, Plan: head.ID, Unit: data.WholeBranch}
	if err := store.FinishTerritories(t.Context(), unit, territory.Plan{}); err != nil {
		t.Fatal(err)
	}
	if err := store.PublishPlan(t.Context(), b.ID, head.ID, day, "contoh"); err != nil {
		t.Fatal(err)
	}
}
