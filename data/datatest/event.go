package datatest

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/planner"
)

// Record writes events of a branch down as they stand, those without an id with a new
// one, and folds their households.
func Record(t testing.TB, store *data.Store, b data.BranchID, events ...planner.Event) {
	t.Helper()
	var all []data.Recorded
	var homes []planner.HouseholdID
	for k, e := range events {
		if e.ID == "" {
			e.ID = planner.EventID(uuid.NewString())
		}
		if e.Device == "" {
			e.Device, e.Seq = uuid.NewString(), int64(k+1)
		}
		if e.At.IsZero() {
			e.At = Moment()
		}
		all, homes = append(all, data.Recorded{Event: e}), append(homes, e.Household)
	}
	err := store.InBranch(t.Context(), []data.BranchID{b}, func(tx pgx.Tx) error {
		if _, err := data.AppendEvents(t.Context(), tx, b, all); err != nil {
			return err
		}
		_, err := data.FoldIn(t.Context(), tx, b, homes)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// At is a time of day in the zone of Village.
func At(day planner.Day, at planner.Minute) time.Time {
	return day.Time().Add(time.Duration(at)*time.Minute - 7*time.Hour)
}

// Promise is a visit at which a family promised to pay.
func Promise(home planner.HouseholdID, kader planner.KaderID, day planner.Day, p planner.Promise) planner.Event {
	from, to := planner.ClockTime(p.Open), planner.ClockTime(p.Close)
	return planner.Event{
		Household: home, Kader: kader, Type: planner.Code(planner.Promised), At: At(day, 1000),
		Payload: planner.Payload{Promise: &planner.PromiseMade{Day: p.Due, From: &from, To: &to, Amount: p.Amount, State: p.State}},
	}
}

// Payment is money that came in.
func Payment(home planner.HouseholdID, day planner.Day, amount planner.Rupiah, ref string) planner.Event {
	return planner.Event{Household: home, Type: planner.PaidIn, At: At(day, 12*60), Payload: planner.Payload{Day: &day, Amount: amount, Receipt: ref}}
}

// Back takes the payment of a reference back.
func Back(t testing.TB, store *data.Store, b data.BranchID, of string, day planner.Day, ref string) planner.Event {
	t.Helper()
	e := planner.Event{Type: planner.PaidBack, At: At(day, 12*60), Payload: planner.Payload{Day: &day, Receipt: ref}}
	err := store.InBranch(t.Context(), []data.BranchID{b}, func(tx pgx.Tx) error {
		return tx.QueryRow(t.Context(), "select household_id, event_id::text from payment where ref = $1", of).Scan(&e.Household, (*string)(&e.Of))
	})
	if err != nil {
		t.Fatal(err)
	}
	return e
}
