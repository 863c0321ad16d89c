package data

import (
	"context"
	"crypto/sha256"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"binaan/planner"
)

// Recorded is an event with what the branch knows of how it came in.
type Recorded struct {
	planner.Event
	Body    planner.Body // as it was sent; what the event says, where that is empty
	Off     time.Duration
	Why     planner.Reason // it is held; empty: it is not
	Account int64
	Import  ImportID
}

// Appended is what became of an event that was to be added.
type Appended int

// Fates of an event.
const (
	Taken    Appended = iota // it is stored now
	Known                    // it was stored before
	Disputed                 // another event was stored under its id
)

// mostAppended is how many events one statement adds.
const mostAppended = 5000

// LastEvent is when the newest event of a branch was received; the zero time: none was,
// or all were so long ago that they have begun to be forgotten.
func (s *Store) LastEvent(ctx context.Context, b BranchID) (at time.Time, err error) {
	var newest *time.Time
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		return tx.QueryRow(ctx, "select max(received_at) from event where branch_id = $1 and worn = 0", b).Scan(&newest)
	})
	if err != nil {
		return at, fmt.Errorf("newest event of branch %d: %w", b, err)
	}
	if newest != nil {
		at = *newest
	}
	return at, nil
}

// AppendEvents adds events of a branch and tells for each what became of it. Who adds
// folds anew the households concerned, in the same transaction: FoldIn.
func AppendEvents(ctx context.Context, tx pgx.Tx, b BranchID, events []Recorded) ([]Appended, error) {
	out := make([]Appended, 0, len(events))
	for first := 0; first < len(events); first += mostAppended {
		fates, err := appendSome(ctx, tx, b, events[first:min(len(events), first+mostAppended)])
		if err != nil {
			return nil, fmt.Errorf("append events: %w", err)
		}
		out = append(out, fates...)
	}
	return out, nil
}

// columns are events as arrays, one for each column.
type columns struct {
	id, of, device       []string
	household, kader     []int64
	kind, held, body     []string
	seq, account, source []int64
	at                   []time.Time
	off                  []float64 // seconds
	hash                 [][]byte
}

func columnsOf(events []Recorded) (c columns, err error) {
	for _, e := range events {
		body := e.Body
		if body == nil {
			if body, err = e.Said(); err != nil {
				return c, err
			}
		}
		hash := sha256.Sum256(body)
		c.id, c.of, c.device = append(c.id, string(e.ID)), append(c.of, string(e.Of)), append(c.device, e.Device)
		c.household, c.kader = append(c.household, int64(e.Household)), append(c.kader, int64(e.Kader))
		c.kind, c.held, c.body = append(c.kind, string(e.Type)), append(c.held, string(e.Why)), append(c.body, string(body))
		c.seq, c.account, c.source = append(c.seq, e.Seq), append(c.account, e.Account), append(c.source, int64(e.Import))
		c.at, c.off, c.hash = append(c.at, e.At), append(c.off, e.Off.Seconds()), append(c.hash, hash[:])
	}
	return c, nil
}

// most of a clock's error that is kept: PostgreSQL's intervals end somewhere.
const mostOff = 100 * 365 * 24 * 3600

func appendSome(ctx context.Context, tx pgx.Tx, b BranchID, events []Recorded) ([]Appended, error) {
	c, err := columnsOf(events)
	if err != nil {
		return nil, err
	}
	rows, err := tx.Query(ctx, `
		with came as (
		  select *
		  from unnest($2::uuid[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::uuid[], $8::bigint[], $9::timestamptz[], $10::float8[], $11::text[], $12::bigint[], $13::bigint[], $14::text[], $15::bytea[])
		    with ordinality x (id, household_id, kader_id, type, of_id, device_id, device_seq, at, off, held, account_id, import_id, body, hash, nth)),
		taken as (
		  insert into event (branch_id, id, household_id, kader_id, type, of_id, device_id, device_seq, at, off, held, account_id, import_id, body, hash)
		  select $1, id, nullif(household_id, 0), nullif(kader_id, 0), type, nullif(of_id, '')::uuid, device_id, device_seq, at,
		    make_interval(secs => least(greatest(off, -$16::float8), $16)), held, account_id, import_id, body::json, hash
		  from came
		  order by id, nth
		  on conflict (branch_id, id) do nothing
		  returning id, hash)
		select case when t.hash = c.hash then 0 when coalesce(e.hash, t.hash) = c.hash then 1 else 2 end, c.nth, c.id::text
		from came c
		left join taken t on t.id = c.id
		left join event e on e.branch_id = $1 and e.id = c.id
		order by c.nth`,
		howPlanned(len(events)), b, c.id, c.household, c.kader, c.kind, c.of, c.device, c.seq, c.at, c.off, c.held, c.account, c.source, c.body, c.hash, float64(mostOff))
	if err != nil {
		return nil, err
	}
	return fates(rows)
}

// howPlanned spares a delivery of a few events their planning, which costs more than they
// do, and gives an import's thousands a plan of their own.
func howPlanned(events int) pgx.QueryExecMode {
	const few = 200
	if events <= few {
		return pgx.QueryExecModeCacheStatement
	}
	return plannedAnew
}

// fates reads them; of an event that came twice at once the second was known.
func fates(rows pgx.Rows) (out []Appended, err error) {
	seen := map[string]bool{}
	var fate Appended
	var nth int64
	var id string
	_, err = pgx.ForEachRow(rows, []any{(*int)(&fate), &nth, &id}, func() error {
		if fate == Taken && seen[id] {
			fate = Known
		}
		seen[id] = true
		out = append(out, fate)
		return nil
	})
	return out, err
}

// eventColumns are what EventsIn reads of an event e.
const eventColumns = "e.id::text, e.body, coalesce(e.kader_id, 0), e.at, e.held <> ''"

func scanEvent(row pgx.CollectableRow) (root planner.HouseholdID, e planner.Event, err error) {
	var body []byte
	var id planner.EventID
	var kader planner.KaderID
	var at time.Time
	var held bool
	if err = row.Scan(&root, (*string)(&id), &body, &kader, &at, &held); err != nil {
		return root, e, err
	}
	if e, err = planner.Body(body).Event(); err != nil {
		return root, e, fmt.Errorf("event %s: %w", id, err)
	}
	e.Kader, e.At, e.Held = kader, at, held
	if e.Household == 0 {
		e.Household = root
	}
	return root, e, nil
}

// EventsIn are all events of some households, and of each what mends it, whatever
// household that names, as far as mends of mends count.
func EventsIn(ctx context.Context, tx pgx.Tx, b BranchID, ids []planner.HouseholdID) (map[planner.HouseholdID][]planner.Event, error) {
	rows, err := tx.Query(ctx, `
		with recursive m (id, root, depth) as (
		  select id, household_id, 0 from event where branch_id = $1 and household_id = any($2) and of_id is null
		  union
		  select e.id, m.root, m.depth + 1 from m join event e on e.branch_id = $1 and e.of_id = m.id where m.depth < $3)
		select m.root, `+eventColumns+`
		from m
		join event e on e.branch_id = $1 and e.id = m.id`, b, ids, planner.MendDepth)
	if err != nil {
		return nil, fmt.Errorf("events of households: %w", err)
	}
	defer rows.Close()
	out := map[planner.HouseholdID][]planner.Event{}
	for rows.Next() {
		root, e, err := scanEvent(rows)
		if err != nil {
			return nil, fmt.Errorf("events of households: %w", err)
		}
		out[root] = append(out[root], e)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("events of households: %w", err)
	}
	return out, nil
}

// rootsIn are the households that events mend in the end: those of what they hang on.
func rootsIn(ctx context.Context, tx pgx.Tx, b BranchID, events []planner.EventID) ([]planner.HouseholdID, error) {
	if len(events) == 0 {
		return nil, nil
	}
	rows, err := tx.Query(ctx, `
		with recursive up (id, of_id, household_id, depth) as (
		  select id, of_id, household_id, 0 from event where branch_id = $1 and id = any($2)
		  union
		  select e.id, e.of_id, e.household_id, up.depth + 1 from up join event e on e.branch_id = $1 and e.id = up.of_id where up.depth < $3)
		select distinct household_id from up where of_id is null and household_id is not null`, b, events, planner.MendDepth)
	if err != nil {
		return nil, fmt.Errorf("what events mend: %w", err)
	}
	out, err := pgx.CollectRows(rows, pgx.RowTo[planner.HouseholdID])
	if err != nil {
		return nil, fmt.Errorf("what events mend: %w", err)
	}
	return out, nil
}

// Branch's own events have no device: they come from one that nobody holds.
const branchDevice = "00000000-0000-8000-8000-000000000000"

// eventSpace is the space of names from which the branch's own events have their ids.
var eventSpace = uuid.MustParse("6b0d6f1c-2f6e-8f0a-9d3b-1c7d5e0f4a21")

// EventName is the id of an event of the branch's own: the same name, the same id.
func EventName(b BranchID, parts ...any) planner.EventID {
	return planner.EventID(uuid.NewHash(sha256.New(), eventSpace, fmt.Append([]byte(fmt.Sprint(b)), append([]any{"/"}, parts...)...), 8).String())
}

// PerImport is how many events an import may write: its number and theirs make the
// device_seq.
const PerImport = 10_000_000

// ByImport is an event that an import writes as its nth.
func ByImport(id planner.EventID, i ImportID, nth int, c planner.Code, at time.Time) Recorded {
	return Recorded{
		Event:  planner.Event{ID: id, Device: branchDevice, Seq: int64(i)*PerImport + int64(nth) + 1, Type: c, WallTime: at, At: at},
		Import: i,
	}
}

// LockEvents has the branch's events to itself until the transaction ends: for who
// folds many households.
func LockEvents(ctx context.Context, tx pgx.Tx, b BranchID) error {
	if _, err := tx.Exec(ctx, "select pg_advisory_xact_lock($1, $2)", eventLock, int32(b)); err != nil {
		return fmt.Errorf("lock the branch's events: %w", err)
	}
	return nil
}

// eventLock is the advisory lock of a branch's events.
const eventLock = 4180

// TakeEvents is AppendEvents, and folds the households that events of theirs, or what
// mends those, came in for. Deliveries for one household wait for each other.
func TakeEvents(ctx context.Context, tx pgx.Tx, b BranchID, events []Recorded) ([]Appended, error) {
	if _, err := tx.Exec(ctx, "select pg_advisory_xact_lock_shared($1, $2)", eventLock, int32(b)); err != nil {
		return nil, fmt.Errorf("lock the branch's events: %w", err)
	}
	fates, err := AppendEvents(ctx, tx, b, events)
	if err != nil {
		return nil, err
	}
	var homes []planner.HouseholdID
	var mends []planner.EventID
	for i, e := range events {
		switch {
		case fates[i] != Taken:
		case e.Of != "":
			mends = append(mends, e.ID)
		case e.Household != 0:
			homes = append(homes, e.Household)
		}
	}
	mended, err := rootsIn(ctx, tx, b, mends)
	homes = append(homes, mended...)
	if err != nil || len(homes) == 0 {
		return fates, err
	}
	if err := lockHouseholds(ctx, tx, b, homes); err != nil {
		return nil, err
	}
	_, err = FoldIn(ctx, tx, b, homes)
	return fates, err
}

// lockHouseholds has the folding of some households to itself until the transaction
// ends. An import that writes households is in nobody's way.
func lockHouseholds(ctx context.Context, tx pgx.Tx, b BranchID, ids []planner.HouseholdID) error {
	_, err := tx.Exec(ctx, `
		select pg_advisory_xact_lock($1::bigint << 40 | id)
		from (select distinct unnest($2::bigint[]) as id order by 1) x`, b, ids)
	if err != nil {
		return fmt.Errorf("lock households: %w", err)
	}
	return nil
}
