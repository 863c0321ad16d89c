package data

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
	"binaan/planner/ledger"
)

// activityIn are the registrations and the information meetings of some days, both
// included, by the zone's days, as they stand after what mends them.
func activityIn(ctx context.Context, tx pgx.Tx, zone *time.Location, from, until planner.Day) (registered []ledger.Registration, talks []ledger.Talk, err error) {
	rows, err := tx.Query(ctx, `
		with recursive m (id, depth) as (
		  select id, 0 from event
		  where type in ('DAFTAR_BARU', 'EDUKASI') and at >= $1 and at < $2
		  union
		  select e.id, m.depth + 1 from m join event e on e.of_id = m.id where m.depth < $3)
		select coalesce(e.household_id, 0), `+eventColumns+`
		from m
		join event e on e.id = m.id`, midnight(from, zone), midnight(until+1, zone), planner.MendDepth)
	if err != nil {
		return nil, nil, fmt.Errorf("registrations and talks: %w", err)
	}
	events, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (planner.Event, error) {
		_, e, err := scanEvent(row)
		return e, err
	})
	if err != nil {
		return nil, nil, fmt.Errorf("registrations and talks: %w", err)
	}
	for _, e := range planner.Mend(events) {
		day := planner.DayOf(e.At.In(zone))
		switch e.Type {
		case planner.Registered:
			registered = append(registered, ledger.Registration{ID: string(e.ID), Kader: e.Kader, Day: day, Heads: e.Payload.Heads})
		case planner.Education:
			talks = append(talks, ledger.Talk{Kader: e.Kader, Day: day, Heads: e.Payload.Heads})
		}
	}
	return registered, talks, nil
}

// midnight is when a day begins in a zone.
func midnight(d planner.Day, zone *time.Location) time.Time {
	y, m, day := d.Time().Date()
	return time.Date(y, m, day, 0, 0, 0, 0, zone)
}
