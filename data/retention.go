package data

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"binaan/planner"
)

// ForgetJob is the errand to remove, on a day, what a branch need not keep any longer.
type ForgetJob struct {
	Branch BranchID    `json:"branch_id"`
	Day    planner.Day `json:"day"`
}

// Kind names the job in the queue.
func (ForgetJob) Kind() string { return "forget" }

// QueueForget asks for a day's removal, once, however often it is called.
func (s *Store) QueueForget(ctx context.Context, b BranchID, day planner.Day) error {
	options := &river.InsertOpts{MaxAttempts: mostAttempts, Priority: lastOfAll, UniqueOpts: river.UniqueOpts{ByArgs: true}}
	if _, err := s.river.Insert(ctx, ForgetJob{b, day}, options); err != nil {
		return fmt.Errorf("queue retention of %s: %w", day, err)
	}
	return nil
}

// Forgotten counts what was removed of a branch.
type Forgotten struct {
	Plans   int64 // drafts that were never published, routes of which no day is left, plans that came to nothing
	Routes  int64 // days of routes that newer ones stand for, or that are long past
	Refused int64 // rows that imports refused, and their reasons
	Images  int64 // rows as an import had found them
	Audit   int64 // rows
	Photos  int64 // pictures that events name

	Events   int64 // exact places, then notes and names, of what was recorded
	Numbers  int64 // of rows of payment files, as they were written
	Families int64 // that owe nothing: who they were
}

func (f Forgotten) String() string {
	return fmt.Sprintf("%d plans, %d routes, %d refused rows, %d rows before imports, %d rows of audit, %d photos, places or notes of %d events, numbers of %d payment rows, %d families",
		f.Plans, f.Routes, f.Refused, f.Images, f.Audit, f.Photos, f.Events, f.Numbers, f.Families)
}

// Forget removes what the rule of a day's retention does not ask for. What is in force
// stays, as do the routes that were in force on a day within the rule's days, and
// whatever visits, payments and fees rest on: territory plans that were published,
// households, visits, payments. Of those goes only what tells who somebody is. Each part is a transaction of its own, so that nobody
// waits for long; one that is broken off goes on at the next call.
func (s *Store) Forget(ctx context.Context, b BranchID, day planner.Day) (f Forgotten, err error) {
	rules, err := s.Rules(ctx, b, day)
	if err != nil {
		return f, err
	}
	keep := rules.Retention
	for _, part := range []struct {
		gone *int64
		do   func(context.Context, pgx.Tx) (int64, error)
	}{
		{&f.Plans, removing(draftsGone, keep.Drafts)},
		{&f.Plans, removing(nothingGone, keep.Superseded)},
		{&f.Routes, removing(supersededGone, keep.Superseded)},
		{&f.Routes, removing(pastGone, keep.Routes, day)},
		{nil, removing(monthsGone, keep.Superseded, keep.Routes, day)},
		{&f.Plans, removing(emptyGone, keep.Superseded)},
		{nil, removing(unitDraftsGone)},
		{&f.Refused, removing(reasonsGone, keep.Refused)},
		{&f.Refused, removing(refusedGone, keep.Refused)},
		{&f.Images, func(ctx context.Context, tx pgx.Tx) (int64, error) { return forgetBefore(ctx, tx, keep.Undo) }},
		{nil, removing(roadsGone)},
		{nil, removing(absentGone, keep.Refused)},
		{nil, removing(codesGone)},
		{&f.Photos, removing(photosGone, keep.Photos)},
		{nil, removing(nightsGone, day)},
		{&f.Events, wearing(b, keep.Fixes, keep.Notes)},
		{nil, removing(ridesGone, keep.Notes)},
		{nil, removing(engagementsGone, keep.Notes, day)},
		{&f.Numbers, removing(numbersGone, keep.Notes)},
		{&f.Families, forgetting(b, keep.Families)},
		{&f.Audit, removing(auditGone, b, keep.Audit)},
	} {
		if err := s.remove(ctx, b, part.gone, part.do); err != nil {
			return f, fmt.Errorf("retention of branch %d: %w", b, err)
		}
	}
	if f == (Forgotten{}) {
		return f, nil
	}
	return f, s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		return Record(ctx, tx, b, Audit{Act: "forget", Reason: f.String()})
	})
}

// remove repeats a part until nothing of it is left.
func (s *Store) remove(ctx context.Context, b BranchID, gone *int64, do func(context.Context, pgx.Tx) (int64, error)) error {
	for {
		var n int64
		err := s.InBranch(ctx, one(b), func(tx pgx.Tx) (err error) {
			n, err = do(ctx, tx)
			return err
		})
		if err != nil {
			return err
		}
		if gone != nil {
			*gone += n
		}
		if n == 0 {
			return nil
		}
	}
}

// removing is a part of one statement that returns the number of rows that went.
func removing(sql string, args ...any) func(context.Context, pgx.Tx) (int64, error) {
	return func(ctx context.Context, tx pgx.Tx) (n int64, err error) {
		err = tx.QueryRow(ctx, sql, args...).Scan(&n)
		return n, err
	}
}

// What each part removes. A plan that is being published or begun meanwhile is looked
// at again once that is through, and then stays.
var (
	draftsGone = gone(50, "plan", `
		select p.ctid from plan p
		where p.kind = 'territory' and p.published_from is null and p.state in ('done', 'failed', 'cancelled')
		  and coalesce(p.finished_at, p.created_at) < moment() - make_interval(days => $1)
		  and not exists (
		    select from stroke s
		    where s.branch_id = p.branch_id and s.plan_id = p.id and s.made_at >= moment() - make_interval(days => $1))`, " and x.published_from is null")
	nothingGone = gone(50, "plan", `
		select p.ctid from plan p
		where p.kind = 'route' and p.state in ('failed', 'cancelled') and coalesce(p.finished_at, p.created_at) < moment() - make_interval(days => $1)`)
	// By months, of which there are few, to the days that a newer one covers.
	supersededGone = gone(2000, "route", `
		select r.ctid
		from route_month n
		join plan q on q.branch_id = n.branch_id and q.id = n.plan_id and q.state = 'done' and q.finished_at < moment() - make_interval(days => $1)
		join route_month m on m.branch_id = n.branch_id and m.kader_id = n.kader_id and m.plan_id < n.plan_id and m.last between n.first and n.last + 31
		join route r on r.branch_id = m.branch_id and r.plan_id = m.plan_id and r.kader_id = m.kader_id and r.day between n.first and n.last`)
	pastGone = gone(2000, "route", `
		select r.ctid from route r
		join route_month m on m.branch_id = r.branch_id and m.plan_id = r.plan_id and m.kader_id = r.kader_id
		where m.last < $2::date - $1::int`)
	// A month goes when newer ones stand for each of its days: were it to go for having
	// no routes on the rest, an older one would count for those again.
	monthsGone = gone(1000, "route_month", `
		select m.ctid from route_month m
		where m.last < $3::date - $2::int
		  or `+newer("m.branch_id", "m.plan_id", "m.kader_id", "m.last", "$1")+`
		    and not exists (
		      select from generate_series(m.first, m.last, '1 day') d
		      where not `+newer("m.branch_id", "m.plan_id", "m.kader_id", "d::date", "$1")+`)`)
	emptyGone = gone(50, "plan", `
		select p.ctid from plan p
		where p.kind = 'route' and p.state = 'done' and p.finished_at < moment() - make_interval(days => $1)
		  and not exists (select from route_month m where m.branch_id = p.branch_id and m.plan_id = p.id)`)
	reasonsGone     = gone(2000, "import_reject", ofOldImports("import_reject"))
	refusedGone     = gone(2000, "import_reject_row", ofOldImports("import_reject_row"))
	absentGone      = gone(2000, "import_absent", ofOldImports("import_absent"))
	codesGone       = gone(1000, "device_code", "select c.ctid from device_code c where c.until < moment() - interval '30 days'")
	photosGone      = gone(500, "photo", "select p.ctid from photo p where p.begun_at < moment() - make_interval(days => $1)")
	ridesGone       = gone(1000, "ride_along", "select r.ctid from ride_along r where r.said_at < moment() - make_interval(days => $1)")
	engagementsGone = gone(1000, "engagement", "select e.ctid from engagement e where e.day < $2::date - $1::int")
	nightsGone      = gone(1000, "night", "select n.ctid from night n where n.day < $1::date - 62")
)

const (
	unitDraftsGone = `
		with gone as (
		  update plan_unit set draft = null where draft is not null and state in ('done', 'failed', 'cancelled') returning 1)
		select count(*) from gone`
	auditGone = "select forget_audit($1, moment() - make_interval(days => $2), 2000)"
)

// gone deletes so many of the rows of a table that found names, if any condition more
// still holds of them, and counts them.
func gone(most int, table, found string, more ...string) string {
	return fmt.Sprintf("with gone as (delete from %s x where x.ctid = any(array(%s limit %d))%s returning 1) select count(*) from gone",
		table, found, most, strings.Join(more, ""))
}

// newer holds where a newer month of the kader covers the day and was done so many
// days ago.
func newer(branch, plan, kader, day, days string) string {
	return fmt.Sprintf(`exists (
		  select from route_month n
		  join plan q on q.branch_id = n.branch_id and q.id = n.plan_id
		  where n.branch_id = %s and n.kader_id = %s and n.plan_id > %s and n.first <= %s and %[4]s <= n.last
		    and n.last < %[4]s + 31 -- a month is no longer: the index finds the few that may cover the day
		    and q.state = 'done' and q.finished_at < moment() - make_interval(days => %s))`, branch, kader, plan, day, days)
}

func ofOldImports(table string) string {
	return fmt.Sprintf(`
		select r.ctid from %s r
		join import i on i.branch_id = r.branch_id and i.id = r.import_id
		where i.finished_at < moment() - make_interval(days => $1)`, table)
}

// forgetBefore drops what imports found longer ago than so many days, and of those
// that have nothing kept.
func forgetBefore(ctx context.Context, tx pgx.Tx, days int) (int64, error) {
	_, err := tx.Exec(ctx, "update import set kept = false where kept and finished_at < moment() - make_interval(days => $1)", days)
	if err != nil {
		return 0, err
	}
	return removing(imagesGone)(ctx, tx)
}

var imagesGone = gone(2000, "import_before", `
	select k.ctid from import_before k
	join import i on i.branch_id = k.branch_id and i.id = k.import_id
	where not i.kept and i.state in ('done', 'failed', 'cancelled')`)

// ForgetAccess removes sessions that have ended, attempts to log in of the day before,
// and of the log of accounts what is older than the national rule for the audit says.
func (s *Store) ForgetAccess(ctx context.Context, day planner.Day) (rows int64, err error) {
	err = s.InBranch(ctx, []BranchID{}, func(tx pgx.Tx) error {
		rules, err := RulesIn(ctx, tx, day)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "delete from session s where not ("+alive+")", aliveArgs(pgx.NamedArgs{})); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "delete from login_attempt where at < moment() - interval '1 day'"); err != nil {
			return err
		}
		rows, err = removing("select forget_access(moment() - make_interval(days => $1), 2000)", rules.Retention.Audit)(ctx, tx)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("retention of logins: %w", err)
	}
	return rows, nil
}
