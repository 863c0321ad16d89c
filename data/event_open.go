package data

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"binaan/geo"
	"binaan/planner"
)

// Waiting is what waits for the branch.
type Waiting struct {
	Matters  []OpenMatter
	Held     []HeldEvent
	Promises []OpenPromise
}

// OpenMatter is a matter of a household, and who is to act on it.
type OpenMatter struct {
	Household planner.HouseholdID
	Desa      geo.AreaCode
	planner.Matter
	Stage planner.Stage
	Late  bool
}

// HeldEvent is an event that counts for nothing before the branch has looked at it.
type HeldEvent struct {
	Event     planner.EventID     `json:"event"`
	Household planner.HouseholdID `json:"household"` // 0: of none
	Kader     planner.KaderID     `json:"kader"`
	Type      planner.Code        `json:"type"`
	Why       planner.Reason      `json:"why"`
}

// OpenPromise is a promise that is still to be kept, and who calls on its day.
type OpenPromise struct {
	Household planner.HouseholdID `json:"household"`
	planner.Promise
	MadeTo planner.KaderID `json:"madeTo"`
	Kader  planner.KaderID `json:"kader"` // serves the family today; 0: nobody does
}

// Waits lists what waits for the branch on a day: matters, held events, open promises.
func (s *Store) Waits(ctx context.Context, b BranchID, today planner.Day) (o Waiting, err error) {
	err = s.Snapshot(ctx, one(b), func(tx pgx.Tx) error {
		rules, err := RulesIn(ctx, tx, today)
		if err != nil {
			return err
		}
		if o.Matters, err = mattersIn(ctx, tx, b, &rules); err != nil {
			return err
		}
		if o.Held, err = waitingIn(ctx, tx, b); err != nil {
			return err
		}
		o.Promises, err = openPromises(ctx, tx, b, &rules, false)
		return err
	})
	if err != nil {
		return Waiting{}, fmt.Errorf("what waits for branch %d: %w", b, err)
	}
	return o, nil
}

// leadsIn are the events about candidate members of no household that the branch knows.
func leadsIn(ctx context.Context, tx pgx.Tx) ([]planner.Event, error) {
	leads, err := mendedIn(ctx, tx, "type = 'DAFTAR_BARU' and household_id is null")
	if err != nil {
		return nil, fmt.Errorf("candidate members: %w", err)
	}
	return leads, nil
}

// waitingIn are the held events that nobody has decided on.
func waitingIn(ctx context.Context, tx pgx.Tx, b BranchID) ([]HeldEvent, error) {
	rows, err := tx.Query(ctx, `
		select e.id::text, coalesce(e.household_id, 0), coalesce(e.kader_id, 0), e.type, e.held
		from event e
		where e.branch_id = $1 and e.held <> ''
		  and not exists (select from event m where m.branch_id = $1 and m.of_id = e.id and m.kader_id is null and m.type in ($2, $3))
		order by e.received_at, e.id`, b, planner.Release, planner.Cancelled)
	if err != nil {
		return nil, fmt.Errorf("held events: %w", err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (h HeldEvent, err error) {
		err = row.Scan((*string)(&h.Event), &h.Household, &h.Kader, &h.Type, &h.Why)
		return h, err
	})
}

// openPromises, on the rules' day, go with the family: who serves its territory that day
// calls on it. Orphans are those alone of families that nobody serves.
func openPromises(ctx context.Context, tx pgx.Tx, b BranchID, rules *planner.Rules, orphans bool) (out []OpenPromise, err error) {
	rows, err := tx.Query(ctx, `
		select distinct v.household_id
		from visit v
		join household h on h.branch_id = v.branch_id and h.id = v.household_id and h.arrears_status = 'aktif'
		where v.branch_id = $1 and v.promise is not null and v.promise->>'due' >= $2 and v.promise->>'state' = 'pending'
		order by 1`, b, rules.OpenFrom(rules.Day).String())
	if err != nil {
		return nil, fmt.Errorf("open promises: %w", err)
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[planner.HouseholdID])
	if err != nil {
		return nil, fmt.Errorf("open promises: %w", err)
	}
	serves, err := servedBy(ctx, tx, ids, rules.Day)
	if err != nil {
		return nil, err
	}
	if orphans {
		ids = slices.DeleteFunc(ids, func(id planner.HouseholdID) bool { return serves[id] != 0 })
	}
	histories, err := HistoriesIn(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		past := histories[id]
		p := past.Pending(rules, rules.Day)
		if p == nil {
			continue
		}
		out = append(out, OpenPromise{Household: id, Promise: *p, MadeTo: madeTo(past, p), Kader: serves[id]})
	}
	return out, nil
}

// madeTo is the kader to whom a promise of the past was made.
func madeTo(past planner.History, p *planner.Promise) planner.KaderID {
	for _, v := range past.Visits {
		if v.Promise == p {
			return v.Kader
		}
	}
	return 0
}

// servedBy tells of households whose territory of a day has a kader who serves then.
func servedBy(ctx context.Context, tx pgx.Tx, ids []planner.HouseholdID, today planner.Day) (map[planner.HouseholdID]planner.KaderID, error) {
	out := map[planner.HouseholdID]planner.KaderID{}
	plan, err := PlanInForceIn(ctx, tx, today)
	if errors.Is(err, ErrNoTerritories) {
		return out, nil
	}
	if err != nil {
		return nil, err
	}
	all, err := KaderIn(ctx, tx)
	if err != nil {
		return nil, err
	}
	working := map[planner.KaderID]bool{}
	for _, k := range all {
		working[k.ID] = k.Serves(today)
	}
	rows, err := tx.Query(ctx, `
		select h.id, t.kader_id
		from household h
		join territory_block k on k.branch_id = h.branch_id and k.plan_id = $2 and k.desa = h.desa and k.cell = h.cell
		join territory t on t.branch_id = k.branch_id and t.plan_id = k.plan_id and t.id = k.territory_id
		where h.id = any($1) and t.kader_id is not null`, ids, plan)
	if err != nil {
		return nil, fmt.Errorf("who serves: %w", err)
	}
	var id planner.HouseholdID
	var kader planner.KaderID
	_, err = pgx.ForEachRow(rows, []any{&id, &kader}, func() error {
		if working[kader] {
			out[id] = kader
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("who serves: %w", err)
	}
	return out, nil
}

// Decision is what the branch says of an event: LEPAS, SELESAI, SERAH, BATAL.
type Decision struct {
	Of     planner.EventID
	Says   planner.Code
	Reason string // of SERAH, who has it now; of SELESAI, what came of it
	Note   string
	By     string
}

// Decide has the branch say something of an event. To say it twice is to say it once.
// ErrNotFound: there is no such event.
func (s *Store) Decide(ctx context.Context, b BranchID, d Decision) error {
	now := s.Now()
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		var home planner.HouseholdID
		if err := tx.QueryRow(ctx, "select coalesce(household_id, 0) from event where branch_id = $1 and id::text = $2", b, d.Of).Scan(&home); err != nil {
			return missing(err)
		}
		name := []any{string(d.Says), "/", d.Of}
		if d.Says == planner.HandedOn { // from one to another, and back
			name = append(name, "/", d.Reason, "/", now.Unix()/60)
		}
		e := planner.Event{
			ID: EventName(b, name...), Device: branchDevice, Seq: 1, Type: d.Says, Household: home, Of: d.Of, WallTime: now, At: now,
			Payload: planner.Payload{Reason: d.Reason, Note: d.Note},
		}
		if _, err := TakeEvents(ctx, tx, b, []Recorded{{Event: e}}); err != nil {
			return err
		}
		audit := Audit{By: d.By, Act: "decide on event", Reason: fmt.Sprintf("%s %s %s", d.Says, d.Of, d.Reason)}
		if home != 0 {
			audit.Households = []planner.HouseholdID{home}
		}
		if err := Record(ctx, tx, b, audit); err != nil {
			return err
		}
		return s.AskReplan(ctx, tx, b)
	})
	if err != nil {
		return fmt.Errorf("%s of event %s: %w", d.Says, d.Of, err)
	}
	return nil
}
