package data

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
)

// mostFolded is how many households are folded and written at once.
const mostFolded = 2000

// FoldIn works out anew what the events of some households have come to, and keeps it:
// table visit, payment and standing are nothing else than that. It tells how many rows
// were not so before.
func FoldIn(ctx context.Context, tx pgx.Tx, b BranchID, ids []planner.HouseholdID) (changed int64, err error) {
	zone, err := ZoneIn(ctx, tx, b)
	if err != nil {
		return 0, err
	}
	ids = slices.Clone(ids)
	slices.Sort(ids)
	ids = slices.Compact(ids)
	for some := range slices.Chunk(ids, mostFolded) {
		events, err := EventsIn(ctx, tx, b, some)
		if err != nil {
			return changed, err
		}
		folded := map[planner.HouseholdID]planner.Standing{}
		for id, all := range events {
			folded[id] = planner.Fold(all, zone)
		}
		n, err := keepStandings(ctx, tx, b, some, folded)
		if err != nil {
			return changed, err
		}
		changed += n
	}
	return changed, nil
}

// ZoneIn is the branch's zone.
func ZoneIn(ctx context.Context, tx pgx.Tx, b BranchID) (*time.Location, error) {
	var zone string
	if err := tx.QueryRow(ctx, "select zone from branch where id = $1", b).Scan(&zone); err != nil {
		return nil, fmt.Errorf("zone of branch %d: %w", b, missing(err))
	}
	return zones[zone], nil
}

// keepStandings writes what differs from what is stored of the households named.
func keepStandings(ctx context.Context, tx pgx.Tx, b BranchID, ids []planner.HouseholdID, folded map[planner.HouseholdID]planner.Standing) (changed int64, err error) {
	for _, keep := range []func(context.Context, pgx.Tx, BranchID, []planner.HouseholdID, map[planner.HouseholdID]planner.Standing) (int64, error){
		keepVisits, keepPayments, keepTold,
	} {
		n, err := keep(ctx, tx, b, ids, folded)
		if err != nil {
			return changed, err
		}
		changed += n
	}
	return changed, nil
}

// differences are the rows that are to be written, and the keys of those that are to
// go. It empties stored.
func differences[K comparable, V any](stored, wanted map[K]V, order []K, same func(a, b V) bool) (write []V, gone []K) {
	for _, key := range order {
		old, there := stored[key]
		if !there || !same(old, wanted[key]) {
			write = append(write, wanted[key])
		}
		delete(stored, key)
	}
	for key := range stored {
		gone = append(gone, key)
	}
	return write, gone
}

// rowKey names a visit or a payment.
type rowKey struct {
	Household planner.HouseholdID
	Event     planner.EventID
}

// strike deletes rows of visits or payments.
func strike(ctx context.Context, tx pgx.Tx, b BranchID, table string, gone []rowKey) error {
	if len(gone) == 0 {
		return nil
	}
	homes, events := make([]int64, len(gone)), make([]string, len(gone))
	for i, k := range gone {
		homes[i], events[i] = int64(k.Household), string(k.Event)
	}
	_, err := tx.Exec(ctx, `
		delete from `+table+` t
		using unnest($2::bigint[], $3::uuid[]) x (household_id, event_id)
		where t.branch_id = $1 and t.household_id = x.household_id and t.event_id = x.event_id`, b, homes, events)
	return err
}

// nthVisit is a visit in its place among those of its household.
type nthVisit struct {
	planner.Visit
	nth int
}

func sameVisit(a, b nthVisit) bool {
	p, q := a.Promise, b.Promise
	a.Promise, b.Promise = nil, nil
	return a == b && (p == nil) == (q == nil) && (p == nil || *p == *q)
}

func keepVisits(ctx context.Context, tx pgx.Tx, b BranchID, ids []planner.HouseholdID, folded map[planner.HouseholdID]planner.Standing) (changed int64, err error) {
	wanted, order := map[rowKey]nthVisit{}, []rowKey{}
	for _, id := range ids {
		for n, v := range folded[id].Visits {
			v.Household = id
			key := rowKey{id, v.Event}
			wanted[key], order = nthVisit{v, n}, append(order, key)
		}
	}
	stored, err := visitsOf(ctx, tx, b, ids)
	if err != nil {
		return 0, err
	}
	write, gone := differences(stored, wanted, order, sameVisit)
	if err := strike(ctx, tx, b, "visit", gone); err != nil {
		return 0, fmt.Errorf("strike visits: %w", err)
	}
	return int64(len(write) + len(gone)), writeVisits(ctx, tx, b, write)
}

// plannedAnew has PostgreSQL plan a statement each time: the plan of a prepared one that
// was made while the table was empty reads all of it for ever after, which a first import
// of a year pays for with the square of its length.
const plannedAnew = pgx.QueryExecModeCacheDescribe

func visitsOf(ctx context.Context, tx pgx.Tx, b BranchID, ids []planner.HouseholdID) (map[rowKey]nthVisit, error) {
	rows, err := tx.Query(ctx, `
		select household_id, event_id::text, kader_id, day, at, nth, outcome, amount, steps, promise
		from visit
		where branch_id = $1 and household_id = any($2)`, howPlanned(len(ids)), b, ids)
	if err != nil {
		return nil, fmt.Errorf("kept visits: %w", err)
	}
	stored := map[rowKey]nthVisit{}
	var v nthVisit
	_, err = pgx.ForEachRow(rows, []any{&v.Household, (*string)(&v.Event), &v.Kader, &v.Day, &v.At, &v.nth, &v.Outcome, &v.Amount, &v.Steps, &v.Promise}, func() error {
		stored[rowKey{v.Household, v.Event}] = v
		v = nthVisit{}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("kept visits: %w", err)
	}
	return stored, nil
}

func writeVisits(ctx context.Context, tx pgx.Tx, b BranchID, visits []nthVisit) error {
	if len(visits) == 0 {
		return nil
	}
	var event, outcome []string
	var household, kader, amount []int64
	var at, nth, steps []int16
	var day []planner.Day
	var promise []*planner.Promise
	for _, v := range visits {
		event, outcome = append(event, string(v.Event)), append(outcome, string(v.Outcome))
		household, kader, amount = append(household, int64(v.Household)), append(kader, int64(v.Kader)), append(amount, int64(v.Amount))
		at, nth, steps = append(at, int16(v.At)), append(nth, int16(v.nth)), append(steps, int16(v.Steps))
		day, promise = append(day, v.Day), append(promise, v.Promise)
	}
	_, err := tx.Exec(ctx, `
		insert into visit (branch_id, event_id, household_id, kader_id, day, at, nth, outcome, amount, steps, promise)
		select $1, x.*
		from unnest($2::uuid[], $3::bigint[], $4::bigint[], $5::date[], $6::smallint[], $7::smallint[], $8::text[], $9::bigint[], $10::smallint[], $11::jsonb[]) x
		on conflict (branch_id, household_id, event_id) do update
		set kader_id = excluded.kader_id, day = excluded.day, at = excluded.at, nth = excluded.nth, outcome = excluded.outcome,
		  amount = excluded.amount, steps = excluded.steps, promise = excluded.promise`,
		b, event, household, kader, day, at, nth, outcome, amount, steps, promise)
	if err != nil {
		return fmt.Errorf("keep visits: %w", err)
	}
	return nil
}

func samePayment(a, b planner.Payment) bool {
	p, q := a.Back, b.Back
	a.Back, b.Back = nil, nil
	return a == b && (p == nil) == (q == nil) && (p == nil || *p == *q)
}

func keepPayments(ctx context.Context, tx pgx.Tx, b BranchID, ids []planner.HouseholdID, folded map[planner.HouseholdID]planner.Standing) (changed int64, err error) {
	wanted, order := map[rowKey]planner.Payment{}, []rowKey{}
	for _, id := range ids {
		s := folded[id]
		for _, p := range slices.Concat(s.Payments, s.Back) {
			p.Household = id
			key := rowKey{id, p.Event}
			wanted[key], order = p, append(order, key)
		}
	}
	stored, err := paymentsOf(ctx, tx, b, ids)
	if err != nil {
		return 0, err
	}
	write, gone := differences(stored, wanted, order, samePayment)
	if err := strike(ctx, tx, b, "payment", gone); err != nil {
		return 0, fmt.Errorf("strike payments: %w", err)
	}
	return int64(len(write) + len(gone)), writePayments(ctx, tx, b, write)
}

func paymentsOf(ctx context.Context, tx pgx.Tx, b BranchID, ids []planner.HouseholdID) (map[rowKey]planner.Payment, error) {
	rows, err := tx.Query(ctx, `
		select household_id, event_id::text, day, amount, channel, ref, reversed_on, reversal_ref
		from payment
		where branch_id = $1 and household_id = any($2)`, howPlanned(len(ids)), b, ids)
	if err != nil {
		return nil, fmt.Errorf("kept payments: %w", err)
	}
	stored := map[rowKey]planner.Payment{}
	var p planner.Payment
	_, err = pgx.ForEachRow(rows, []any{&p.Household, (*string)(&p.Event), &p.Day, &p.Amount, &p.Channel, &p.Ref, &p.Back, &p.BackRef}, func() error {
		stored[rowKey{p.Household, p.Event}] = p
		p = planner.Payment{}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("kept payments: %w", err)
	}
	return stored, nil
}

func writePayments(ctx context.Context, tx pgx.Tx, b BranchID, payments []planner.Payment) error {
	if len(payments) == 0 {
		return nil
	}
	var event, channel, ref, backRef []string
	var household, amount []int64
	var day []planner.Day
	var back []*planner.Day
	for _, p := range payments {
		event, channel = append(event, string(p.Event)), append(channel, p.Channel)
		ref, backRef = append(ref, p.Ref), append(backRef, p.BackRef)
		household, amount = append(household, int64(p.Household)), append(amount, int64(p.Amount))
		day, back = append(day, p.Day), append(back, p.Back)
	}
	_, err := tx.Exec(ctx, `
		insert into payment (branch_id, event_id, household_id, day, amount, channel, ref, reversed_on, reversal_ref)
		select $1, x.*
		from unnest($2::uuid[], $3::bigint[], $4::date[], $5::bigint[], $6::text[], $7::text[], $8::date[], $9::text[]) x
		on conflict (branch_id, household_id, event_id) do update
		set day = excluded.day, amount = excluded.amount, channel = excluded.channel, ref = excluded.ref,
		  reversed_on = excluded.reversed_on, reversal_ref = excluded.reversal_ref`,
		b, event, household, day, amount, channel, ref, back, backRef)
	if err != nil {
		return fmt.Errorf("keep payments: %w", err)
	}
	return nil
}

// toldOf is what was told of a household, spelt as it is stored.
type toldOf struct {
	household planner.HouseholdID
	text      string
}

func spell(id planner.HouseholdID, t planner.Told) (toldOf, error) {
	text, err := json.Marshal(t)
	if err != nil {
		return toldOf{}, fmt.Errorf("standing of household %d: %w", id, err)
	}
	return toldOf{id, string(text)}, nil
}

func keepTold(ctx context.Context, tx pgx.Tx, b BranchID, ids []planner.HouseholdID, folded map[planner.HouseholdID]planner.Standing) (changed int64, err error) {
	wanted, order := map[planner.HouseholdID]toldOf{}, []planner.HouseholdID{}
	for _, id := range ids {
		if t := folded[id].Told; !t.Empty() {
			if wanted[id], err = spell(id, t); err != nil {
				return 0, err
			}
			order = append(order, id)
		}
	}
	stored := map[planner.HouseholdID]toldOf{}
	told, err := ToldIn(ctx, tx, ids)
	if err != nil {
		return 0, err
	}
	for id, t := range told {
		if stored[id], err = spell(id, t); err != nil {
			return 0, err
		}
	}
	write, gone := differences(stored, wanted, order, func(a, b toldOf) bool { return a == b })
	if len(gone) > 0 {
		if _, err := tx.Exec(ctx, "delete from standing where branch_id = $1 and household_id = any($2)", b, gone); err != nil {
			return 0, fmt.Errorf("strike standings: %w", err)
		}
	}
	return int64(len(write) + len(gone)), writeTold(ctx, tx, b, write)
}

// ToldIn is what was told of some households besides visits and money; families that
// nothing was told of are not in it.
func ToldIn(ctx context.Context, tx pgx.Tx, ids []planner.HouseholdID) (map[planner.HouseholdID]planner.Told, error) {
	rows, err := tx.Query(ctx, "select household_id, told from standing where household_id = any($1)", ids)
	if err != nil {
		return nil, fmt.Errorf("standings: %w", err)
	}
	out := map[planner.HouseholdID]planner.Told{}
	var id planner.HouseholdID
	var t planner.Told
	_, err = pgx.ForEachRow(rows, []any{&id, &t}, func() error {
		out[id] = t
		t = planner.Told{}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("standings: %w", err)
	}
	return out, nil
}

func writeTold(ctx context.Context, tx pgx.Tx, b BranchID, told []toldOf) error {
	if len(told) == 0 {
		return nil
	}
	household, text := make([]int64, len(told)), make([]string, len(told))
	for i, t := range told {
		household[i], text[i] = int64(t.household), t.text
	}
	_, err := tx.Exec(ctx, `
		insert into standing (branch_id, household_id, told)
		select $1, x.*
		from unnest($2::bigint[], $3::jsonb[]) x
		on conflict (branch_id, household_id) do update set told = excluded.told`, b, household, text)
	if err != nil {
		return fmt.Errorf("keep standings: %w", err)
	}
	return nil
}
