package data

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
	"binaan/planner/ledger"
)

// activity is what kader did besides visits.
type activity struct {
	registered []ledger.Registration
	talks      []ledger.Talk
	reports    []ledger.Report
}

// activityIn are the registrations, the information meetings and the reports at village
// offices of some days, both included, by the zone's days, as they stand after what
// mends them.
func activityIn(ctx context.Context, tx pgx.Tx, zone *time.Location, from, until planner.Day) (a activity, err error) {
	events, err := mendedIn(ctx, tx, "type in ('DAFTAR_BARU', 'EDUKASI', 'LAPOR_DESA') and at >= $1 and at < $2", midnight(from, zone), midnight(until+1, zone))
	if err != nil {
		return a, fmt.Errorf("what kader did besides visits: %w", err)
	}
	for _, e := range events {
		day := planner.DayOf(e.At.In(zone))
		switch e.Type {
		case planner.Registered:
			a.registered = append(a.registered, ledger.Registration{ID: string(e.ID), Kader: e.Kader, Day: day, Heads: e.Payload.Heads})
		case planner.Education:
			a.talks = append(a.talks, ledger.Talk{Kader: e.Kader, Day: day, Heads: e.Payload.Heads})
		case planner.Reported:
			a.reports = append(a.reports, ledger.Report{Kader: e.Kader, Day: day})
		}
	}
	return a, nil
}

// mendedIn are the events of which something holds, as they stand after what mends them.
func mendedIn(ctx context.Context, tx pgx.Tx, holds string, args ...any) ([]planner.Event, error) {
	rows, err := tx.Query(ctx, fmt.Sprintf(`
		with recursive m (id, depth) as (
		  select id, 0 from event
		  where %s
		  union
		  select e.id, m.depth + 1 from m join event e on e.of_id = m.id where m.depth < $%d)
		select coalesce(e.household_id, 0), `+eventColumns+`
		from m
		join event e on e.id = m.id`, holds, len(args)+1), append(args, planner.MendDepth)...)
	if err != nil {
		return nil, err
	}
	events, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (planner.Event, error) {
		_, e, err := scanEvent(row)
		return e, err
	})
	return planner.Mend(events), err
}

// midnight is when a day begins in a zone.
func midnight(d planner.Day, zone *time.Location) time.Time {
	y, m, day := d.Time().Date()
	return time.Date(y, m, day, 0, 0, 0, 0, zone)
}
