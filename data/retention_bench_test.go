package data_test

import (
	"context"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
)

// BenchmarkAYearOfNights plays a year of a branch of 41 kader: a month for each, anew
// every seven days and for 10 kader a night something happened to, 6 stops a day, 30
// families left out. It tells what the removal of a night takes, what the plans weigh
// at the end of the year, and how long the look at all months takes then.
func BenchmarkAYearOfNights(b *testing.B) {
	const kader, perDay, nightsPlayed = 41, 6, 365
	ownerDSN, app := datatest.DSN(b)
	first := datatest.Open(b, app, datatest.Clock())
	branch := datatest.Village(b, first)
	for k := planner.KaderID(3); k <= kader; k++ {
		datatest.AddKader(b, first, branch.ID, k)
	}
	begin := datatest.Today().Month().First()
	owner, err := pgx.Connect(b.Context(), ownerDSN)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { owner.Close(context.Background()) })
	plan := 0
	play := func(day planner.Day) {
		var whom []planner.KaderID
		for k := planner.KaderID(1); k <= kader; k++ {
			if fresh := day == day.Month().First(); fresh || int(day+planner.Day(k))%7 == 0 || int(day*7+planner.Day(k)*3)%kader < 10 {
				whom = append(whom, k)
			}
		}
		plan++
		_, err := owner.Exec(b.Context(), `
			with p as (
			  insert into plan (branch_id, id, kind, name, state, request, seed, created_by, created_at, finished_at)
			  values ($1, $2, 'route', 'Rute', 'done', jsonb_build_object('day', $3::date, 'month', to_char($3::date, 'YYYY-MM')), 1, 'malam', $3::date, $3::date)),
			u as (insert into plan_unit (branch_id, plan_id, unit, state) select $1, $2, k::text, 'done' from unnest($5::bigint[]) k),
			m as (
			  insert into route_month (branch_id, plan_id, kader_id, first, last, travel, certificate, left_out)
			  select $1, $2, k, $3::date, $4::date, 'perkiraan', '{}', (
			    select jsonb_agg(jsonb_build_object('household', n, 'code', 'OUTBID', 'short', n * 1000)) from generate_series(1, 30) n)
			  from unnest($5::bigint[]) k),
			r as (
			  insert into route (branch_id, plan_id, kader_id, day, leave, return, ride, expected, proven, few, reserve)
			  select $1, $2, k, d, 960, 1200, 9000, 500000, true, '', array[1, 2, 3]
			  from unnest($5::bigint[]) k, generate_series($3::date, $4::date, '1 day') d where extract(dow from d) <> 0)
			insert into stop (branch_id, plan_id, kader_id, day, seq, household_id, arrive, begin_at, window_open, window_close, ride, ride_time, expected, contact, reasons, probability, desa)
			select $1, $2, k, d, n, 1 + (k * 31 + n) % 1300, 960, 960, 960, 1200, 900, 180, 80000, 0.5, array['DEBT', 'NEAR', 'LONG'], 0.5, '99.01.01.2001'
			from unnest($5::bigint[]) k, generate_series($3::date, $4::date, '1 day') d, generate_series(1, $6::int) n where extract(dow from d) <> 0`,
			branch.ID, plan, day, day.Month().Last(), whom, perDay)
		if err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		var worst, all time.Duration
		nights := 0
		for day := begin; day < begin+nightsPlayed; day++ {
			play(day)
			store, err := data.Open(b.Context(), app, data.ClockAt(datatest.Moment().AddDate(0, 0, int(day-datatest.Today()))))
			if err != nil {
				b.Fatal(err)
			}
			start := time.Now()
			if _, err := store.Forget(b.Context(), branch.ID, day); err != nil {
				b.Fatal(err)
			}
			took := time.Since(start)
			worst, all, nights = max(worst, took), all+took, nights+1
			if day == begin+nightsPlayed-1 {
				start := time.Now()
				if _, err := store.StoredMonths(b.Context(), branch.ID, day); err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(time.Since(start).Microseconds())/1000, "look-ms")
			}
			store.Close()
		}
		var bytes, stops int64
		err := owner.QueryRow(b.Context(), `
			select sum(pg_total_relation_size(x::regclass)), (select count(*) from stop)
			from unnest(array['plan', 'plan_unit', 'route_month', 'route', 'stop']) x`).Scan(&bytes, &stops)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(bytes)/(1<<20), "MB")
		b.ReportMetric(float64(stops), "stops")
		b.ReportMetric(worst.Seconds()*1000, "worst-night-ms")
		b.ReportMetric(all.Seconds()*1000/float64(nights), "night-ms")
	}
}
