package data

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
)

// Delivery is what a phone brings.
type Delivery struct {
	Device  string        // that brings it
	Epoch   string        // of the server, as the phone knows it; empty: it never heard of one
	Sent    *planner.Sent // the phone's clocks; nil: not told
	Account int64
	Kader   planner.KaderID // who is logged in; 0: a supervisor, who may bring what any phone of the branch wrote
	Events  []Arrival
}

// Arrival is an event of a delivery, or why it is none.
type Arrival struct {
	planner.Event
	Body planner.Body
	Why  planner.Reason
}

// Verdict is what becomes of an event that came in.
type Verdict string

// The verdicts. What is accepted or was there before is stored for good.
const (
	Accepted  Verdict = "accepted"
	Duplicate Verdict = "duplicate"
	Rejected  Verdict = "rejected"
	Held      Verdict = "held" // stored for good, and waits for the branch
)

// Judged is the verdict on an event.
type Judged struct {
	Event   planner.EventID
	Verdict Verdict
	Why     planner.Reason // it was rejected or held

	Promise *planner.Appointment // the kader cannot come for the promise of an accepted event; nil: there is none, or nothing hinders it
}

// Synced is the answer to a delivery, in its order.
type Synced struct {
	Epoch      string
	Now        time.Time
	ResendFrom *int64 // of the device's numbers, where the server has lost what it had
	Judged     []Judged
}

// Sync takes what a phone brings, each event for itself: committed, folded into what is
// kept of its household, and the routes that it upsets looked at. It is the same in
// whatever order and however often events come. Deliveries of a branch that come at once
// are committed together.
func (s *Store) Sync(ctx context.Context, b BranchID, d Delivery) (Synced, error) {
	s.press.count(s.Now())
	out, err := s.ferries.branch(b).cross(ctx, d, func(ctx context.Context, all []Delivery) ([]Synced, error) {
		return s.take(ctx, b, all)
	})
	if err != nil {
		return Synced{}, fmt.Errorf("take %d events: %w", len(d.Events), err)
	}
	return out, nil
}

// take has some deliveries in one transaction.
func (s *Store) take(ctx context.Context, b BranchID, all []Delivery) (out []Synced, err error) {
	s.ferries.across <- struct{}{}
	defer func() { <-s.ferries.across }()
	now := s.Now()
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		epoch, err := epochPlanned(ctx, tx)
		if err != nil {
			return err
		}
		judged, err := s.judge(ctx, tx, b, all, now)
		if err != nil {
			return err
		}
		out = make([]Synced, len(all))
		for i, d := range all {
			out[i] = Synced{Epoch: epoch, Now: now, Judged: judged[i]}
			if d.Epoch == "" || d.Epoch == epoch {
				continue
			}
			if out[i].ResendFrom, err = firstGap(ctx, tx, b, d.Device); err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

// epochPlanned is EpochIn, and has the rest of a transaction that looks up few rows do it
// by plans that are made once for a connection, or anew when a table was analysed: planning
// each statement for its numbers costs a delivery a fifth of all that PostgreSQL does for
// it. No such plan may read a whole table, which one made while it was small would go on
// doing.
func epochPlanned(ctx context.Context, tx pgx.Tx) (id string, err error) {
	var mode, scans string
	err = tx.QueryRow(ctx, `
		select id::text, set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true)
		from server_epoch`).Scan(&id, &mode, &scans)
	if err != nil {
		return "", fmt.Errorf("epoch of the server: %w", err)
	}
	return id, nil
}

// EpochIn names this life of the database: another one after a restore.
func EpochIn(ctx context.Context, tx pgx.Tx) (id string, err error) {
	if err := tx.QueryRow(ctx, "select id::text from server_epoch").Scan(&id); err != nil {
		return "", fmt.Errorf("epoch of the server: %w", err)
	}
	return id, nil
}

// firstGap is the first number of a device that nothing is stored of.
func firstGap(ctx context.Context, tx pgx.Tx, b BranchID, device string) (*int64, error) {
	var first int64
	err := tx.QueryRow(ctx, `
		select coalesce(min(n), 1)
		from (
		  select 1 as n where not exists (select from event where branch_id = $1 and device_id = $2 and device_seq = 1)
		  union all
		  select e.device_seq + 1
		  from event e
		  where e.branch_id = $1 and e.device_id = $2 and e.device_seq < 9223372036854775807
		    and not exists (select from event x where x.branch_id = $1 and x.device_id = $2 and x.device_seq = e.device_seq + 1)) gap`, b, device).Scan(&first)
	if err != nil {
		return nil, fmt.Errorf("what is missing of device %s: %w", device, err)
	}
	return &first, nil
}

// judge takes the events that may be taken and tells of each delivery's.
func (s *Store) judge(ctx context.Context, tx pgx.Tx, b BranchID, all []Delivery, now time.Time) ([][]Judged, error) {
	phones, err := phonesOf(ctx, tx, b, all)
	if err != nil {
		return nil, err
	}
	for _, d := range all {
		for i := range d.Events {
			if e := &d.Events[i]; e.Why == "" {
				e.Kader, e.Why = phones.of(e.Device, d.Kader)
			}
		}
	}
	if err := refuseStrangers(ctx, tx, b, all); err != nil {
		return nil, err
	}
	var taken []Recorded
	out := make([][]Judged, len(all))
	for i, d := range all {
		var of []Recorded
		out[i], of = d.weigh(phones, now)
		taken = append(taken, of...)
	}
	fates, err := TakeEvents(ctx, tx, b, taken)
	if err != nil {
		return nil, err
	}
	news := false
	for i, d := range all {
		var fresh []planner.EventID
		fresh, fates = settleFates(out[i], fates)
		if err := recordDelivery(ctx, tx, b, d, fresh); err != nil {
			return nil, err
		}
		news = news || len(fresh) > 0
	}
	if !news {
		return out, nil
	}
	if err := s.tellPromises(ctx, tx, b, all, out, now); err != nil {
		return nil, err
	}
	return out, s.AskReplan(ctx, tx, b)
}

// weigh tells what is to become of a delivery's events, and which are to be taken.
func (d Delivery) weigh(phones phones, now time.Time) (out []Judged, taken []Recorded) {
	out = make([]Judged, len(d.Events))
	for i, e := range d.Events {
		out[i] = Judged{Event: e.ID, Verdict: Rejected, Why: e.Why}
		if e.Why != "" {
			continue
		}
		r := Recorded{Event: e.Event, Body: e.Body, Account: d.Account, Why: e.Waits()}
		if phones[e.Device].revoked {
			r.Why = planner.ReasonDevice
		}
		r.At, r.Off = e.When(now, d.Sent)
		out[i].Verdict, out[i].Why, taken = Accepted, r.Why, append(taken, r)
		if r.Why != "" {
			out[i].Verdict = Held
		}
	}
	return out, taken
}

// settleFates puts what became of events into the verdicts on those that were not
// rejected before, and tells which were new and whose fates are left.
func settleFates(out []Judged, fates []Appended) (fresh []planner.EventID, left []Appended) {
	for i := range out {
		if out[i].Verdict == Rejected {
			continue
		}
		switch fates[0] {
		case Taken:
			fresh = append(fresh, out[i].Event)
		case Known:
			out[i].Verdict, out[i].Why = Duplicate, ""
		case Disputed:
			out[i].Verdict, out[i].Why = Rejected, planner.ReasonBody
		}
		fates = fates[1:]
	}
	return fresh, fates
}

// recordDelivery audits what was taken of whom.
func recordDelivery(ctx context.Context, tx pgx.Tx, b BranchID, d Delivery, fresh []planner.EventID) error {
	if len(fresh) == 0 {
		return nil
	}
	var homes []planner.HouseholdID
	for _, e := range d.Events {
		if e.Household != 0 && slices.Contains(fresh, e.ID) && !slices.Contains(homes, e.Household) {
			homes = append(homes, e.Household)
		}
	}
	return Record(ctx, tx, b, Audit{Account: d.Account, Act: "record events", Reason: fmt.Sprintf("%d of device %s", len(fresh), d.Device), Households: homes})
}

// phone is what the branch knows of a device.
type phone struct {
	kader   planner.KaderID
	revoked bool
}

type phones map[string]phone

// of is whose an event is that a device wrote and somebody brings: the device's kader's.
// A kader brings nothing of another's phone, a supervisor only what a known one wrote.
func (p phones) of(device string, who planner.KaderID) (planner.KaderID, planner.Reason) {
	known, is := p[device]
	switch {
	case is && who != 0 && known.kader != who, !is && who == 0:
		return 0, planner.ReasonPhone
	case is:
		return known.kader, ""
	}
	return who, ""
}

func phonesOf(ctx context.Context, tx pgx.Tx, b BranchID, all []Delivery) (phones, error) {
	var ids []string
	for _, d := range all {
		for _, e := range d.Events {
			if e.Why == "" && !slices.Contains(ids, e.Device) {
				ids = append(ids, e.Device)
			}
		}
	}
	rows, err := tx.Query(ctx, "select id::text, kader_id, revoked_at is not null from device where branch_id = $1 and id = any($2::text[]::uuid[])", b, ids)
	if err != nil {
		return nil, fmt.Errorf("phones: %w", err)
	}
	out := phones{}
	var id string
	var p phone
	_, err = pgx.ForEachRow(rows, []any{&id, &p.kader, &p.revoked}, func() error {
		out[id] = p
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("phones: %w", err)
	}
	return out, nil
}

// refuseStrangers rejects events of households that are none of the kader's, now or
// before: whether they are another's, of another branch, or nobody's, is not told. What
// mends an event belongs where that does, and is not looked at.
func refuseStrangers(ctx context.Context, tx pgx.Tx, b BranchID, all []Delivery) error {
	var asked []*Arrival
	for _, d := range all {
		for i := range d.Events {
			if e := &d.Events[i]; e.Why == "" && e.Household != 0 && !e.Type.Mends() {
				asked = append(asked, e)
			}
		}
	}
	for _, belongs := range []string{territoryOf, onceOf} { // nearly all are of a territory, so the rest is asked of few
		var err error
		if asked, err = without(ctx, tx, b, asked, belongs); err != nil {
			return fmt.Errorf("whose households: %w", err)
		}
	}
	for _, e := range asked {
		e.Why = planner.ReasonHousehold
	}
	return nil
}

// When a household h is a kader's x.kader_id: in a territory that was ever published, or
// by what happened there or was to.
const (
	territoryOf = `exists (
		select from plan p
		join territory_block k on k.branch_id = p.branch_id and k.plan_id = p.id and k.desa = h.desa and k.cell = h.cell
		join territory t on t.branch_id = k.branch_id and t.plan_id = k.plan_id and t.id = k.territory_id
		where p.branch_id = $1 and p.published_at is not null and t.kader_id = x.kader_id)`
	onceOf = `exists (select from visit v where v.branch_id = $1 and v.household_id = h.id and v.kader_id = x.kader_id)
		or exists (select from stop s where s.branch_id = $1 and s.household_id = h.id and s.kader_id = x.kader_id)
		or exists (select from route_handover r where r.branch_id = $1 and r.to_kader = x.kader_id and h.id = any(r.households))`
)

// without is those of some events whose households do not belong to their kader.
func without(ctx context.Context, tx pgx.Tx, b BranchID, events []*Arrival, belongs string) (rest []*Arrival, err error) {
	if len(events) == 0 {
		return nil, nil
	}
	homes, kader := make([]int64, len(events)), make([]int64, len(events))
	for i, e := range events {
		homes[i], kader[i] = int64(e.Household), int64(e.Kader)
	}
	rows, err := tx.Query(ctx, `
		select x.nth - 1
		from unnest($2::bigint[], $3::bigint[]) with ordinality x (household_id, kader_id, nth)
		join household h on h.branch_id = $1 and h.id = x.household_id
		where `+belongs, b, homes, kader)
	if err != nil {
		return nil, err
	}
	own := make([]bool, len(events))
	var nth int
	_, err = pgx.ForEachRow(rows, []any{&nth}, func() error {
		own[nth] = true
		return nil
	})
	for i, e := range events {
		if !own[i] {
			rest = append(rest, e)
		}
	}
	return rest, err
}

// NewEpoch begins another life of the database, which a restore is; tx is its owner's.
// A schema that knows no epoch yet gets one when it is migrated.
func NewEpoch(ctx context.Context, tx pgx.Tx) error {
	var known bool
	err := tx.QueryRow(ctx, "select to_regclass('public.server_epoch') is not null").Scan(&known)
	if err == nil && known {
		_, err = tx.Exec(ctx, "update server_epoch set id = gen_random_uuid(), since = moment()")
	}
	if err != nil {
		return fmt.Errorf("new epoch of the server: %w", err)
	}
	return nil
}
