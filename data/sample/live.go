package sample

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/planner"
)

// seldomVisits are those of a kader in the year of the files that they cannot hold.
const seldomVisits = 24

// Past is what the kader of a sample did before and beside its files of visits, which
// tell of a year: the two calendar years before that of the day, up to where the files
// begin, and in the year of the files what those cannot hold.
func Past(asOf planner.Day, kader int, zone *time.Location) []Work {
	const year = 365
	begins := planner.DayOf(time.Date(asOf.Time().Year()-2, 1, 1, 0, 0, 0, 0, time.UTC))
	return []Work{
		{From: begins, Until: asOf - year - 1, Seed: 1, Zone: zone},
		{From: asOf - year, Until: asOf - 1, Seldom: true, Visits: seldomVisits * kader, Seed: 1, Zone: zone},
	}
}

// Live writes down, in a branch that has a sample's families and kader, what happened
// there in the past. What is there already stays; it returns how many events it wrote.
func Live(ctx context.Context, store *data.Store, b data.Branch, asOf planner.Day) (n int, err error) {
	err = store.InBranch(ctx, []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		kader, homes, err := peopleIn(ctx, tx)
		if err != nil {
			return err
		}
		zone, err := data.ZoneIn(ctx, tx, b.ID)
		if err != nil {
			return err
		}
		var happened []planner.Event
		for _, w := range Past(asOf, len(kader), zone) {
			happened = append(happened, w.Events(kader, homes)...)
		}
		n, err = Record(ctx, tx, b.ID, happened)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("the sample's past: %w", err)
	}
	return n, nil
}

// peopleIn are the branch's kader, and the families that owe for a year and longer.
func peopleIn(ctx context.Context, tx pgx.Tx) ([]planner.Kader, []planner.Household, error) {
	kader, err := data.KaderIn(ctx, tx)
	if err != nil {
		return nil, nil, err
	}
	rows, err := tx.Query(ctx, "select id from household where months >= $1 order by id", owing)
	if err != nil {
		return nil, nil, err
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[planner.HouseholdID])
	if err != nil {
		return nil, nil, err
	}
	homes, err := data.HouseholdsIn(ctx, tx, ids)
	return kader, homes, err
}

// Record writes down events that were made up, and what they come to; it returns how
// many were new.
func Record(ctx context.Context, tx pgx.Tx, b data.BranchID, events []planner.Event) (n int, err error) {
	recorded := make([]data.Recorded, len(events))
	var concerned []planner.HouseholdID
	for i, e := range events {
		recorded[i] = data.Recorded{Event: e}
		if e.Held {
			recorded[i].Why = planner.ReasonAmount
		}
		if e.Household != 0 {
			concerned = append(concerned, e.Household)
		}
	}
	fates, err := data.AppendEvents(ctx, tx, b, recorded)
	if err != nil {
		return 0, err
	}
	for _, f := range fates {
		if f == data.Taken {
			n++
		}
	}
	if n == 0 {
		return 0, nil
	}
	_, err = data.FoldIn(ctx, tx, b, concerned)
	return n, err
}
