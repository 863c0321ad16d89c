package data

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
)

// SignedVisit is a visit that bears signs, and what its kader says of it.
type SignedVisit struct {
	Event     planner.EventID     `json:"event"`
	Kader     planner.KaderID     `json:"kader"`
	Name      string              `json:"name"` // of the kader
	Household planner.HouseholdID `json:"household"`
	Type      planner.Code        `json:"type"`
	At        time.Time           `json:"at"`
	Signs     []planner.Sign      `json:"signs"`
	Reply     string              `json:"reply,omitempty"`
}

// SignedVisits are a day's visits of a kader, or of all (0), that bear signs, by time.
// That they were looked at is audited, with the households. Nothing follows from them.
func (s *Store) SignedVisits(ctx context.Context, b Branch, kader planner.KaderID, day planner.Day, reader int64) (out []SignedVisit, err error) {
	err = s.InBranch(ctx, one(b.ID), func(tx pgx.Tx) error {
		visits, err := visitsOn(ctx, tx, zones[b.Zone], kader, day)
		if err != nil {
			return err
		}
		rules, err := RulesIn(ctx, tx, day)
		if err != nil {
			return err
		}
		if out, err = signed(ctx, tx, b, visits, rules.Visiting, day); err != nil || len(out) == 0 {
			return err
		}
		seen := make([]planner.HouseholdID, len(out))
		for i, v := range out {
			seen[i] = v.Household
		}
		return Record(ctx, tx, b.ID, Audit{Account: reader, Act: "read signs", Households: seen})
	})
	if err != nil {
		return nil, fmt.Errorf("signs of %s: %w", day, err)
	}
	return notNil(out), nil
}

// visitsOn are a day's visits as they stand after what mends them.
func visitsOn(ctx context.Context, tx pgx.Tx, zone *time.Location, kader planner.KaderID, day planner.Day) ([]planner.Event, error) {
	rows, err := tx.Query(ctx, `
		with recursive m (id, depth) as (
		  select id, 0 from event
		  where at >= $1 and at < $2 and household_id is not null and kader_id is not null and ($4 = 0 or kader_id = $4)
		  union
		  select e.id, m.depth + 1 from m join event e on e.of_id = m.id where m.depth < $3)
		select coalesce(e.household_id, 0), `+eventColumns+`
		from m
		join event e on e.id = m.id`, midnight(day, zone), midnight(day+1, zone), planner.MendDepth, kader)
	if err != nil {
		return nil, fmt.Errorf("visits: %w", err)
	}
	events, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (planner.Event, error) {
		_, e, err := scanEvent(row)
		return e, err
	})
	if err != nil {
		return nil, fmt.Errorf("visits: %w", err)
	}
	return slices.DeleteFunc(planner.Mend(events), func(e planner.Event) bool { return !e.Type.Visit() || e.Kader == 0 }), nil
}

// signed are those of some visits that bear signs, each kader's looked at together.
func signed(ctx context.Context, tx pgx.Tx, b Branch, visits []planner.Event, rule planner.VisitingRule, day planner.Day) (out []SignedVisit, err error) {
	homes, err := homesOf(ctx, tx, visits)
	if err != nil {
		return nil, err
	}
	known, err := aboutVisits(ctx, tx, visits)
	if err != nil {
		return nil, err
	}
	outside, err := outsideOf(ctx, tx, visits, homes, day)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(visits, func(a, b planner.Event) int { return int(a.Kader - b.Kader) })
	for first := 0; first < len(visits); {
		end := first
		var seen []planner.Witnessed
		for ; end < len(visits) && visits[end].Kader == visits[first].Kader; end++ {
			e := visits[end]
			w := witnessed(e, homes[e.Household], known[e.ID].off, zones[b.Zone])
			w.Outside = outside[e.ID]
			seen = append(seen, w)
		}
		for i, signs := range planner.Signs(seen, rule) {
			e := visits[first+i]
			if k := known[e.ID]; len(signs) > 0 {
				out = append(out, SignedVisit{e.ID, e.Kader, k.name, e.Household, e.Type, e.At, signs, k.reply})
			}
		}
		first = end
	}
	slices.SortStableFunc(out, func(a, b SignedVisit) int { return a.At.Compare(b.At) })
	return out, nil
}

func witnessed(e planner.Event, h planner.Household, off time.Duration, zone *time.Location) planner.Witnessed {
	w := planner.Witnessed{Event: e.ID, Household: e.Household, At: e.At.In(zone), Off: off, Fix: e.Fix, Home: h.At, Radius: h.Radius, Door: atDoor(e)}
	minute := planner.Minute(60*w.At.Hour() + w.At.Minute())
	w.Agreed = slices.ContainsFunc(h.Consents, func(c planner.Consent) bool {
		return c.Open <= minute && minute <= c.Close && (c.Sunday || w.At.Weekday() != time.Sunday)
	})
	return w
}

// atDoor tells whether a kader's phone says that the kader stood at the house: rain and a
// closed road take many houses at once off a day.
func atDoor(e planner.Event) bool {
	switch e.Type {
	case planner.Code(planner.Skipped), planner.Code(planner.Unreachable), planner.Code(planner.Unsafe):
		return false
	}
	return e.Boot != ""
}

// homesOf are the households of some visits, with the hours that they agreed to.
func homesOf(ctx context.Context, tx pgx.Tx, visits []planner.Event) (map[planner.HouseholdID]planner.Household, error) {
	ids := make([]planner.HouseholdID, len(visits))
	for i, e := range visits {
		ids[i] = e.Household
	}
	rows, err := tx.Query(ctx, "select "+planningColumns+" from household h where h.id = any($1)", ids)
	if err != nil {
		return nil, fmt.Errorf("households of visits: %w", err)
	}
	all, err := pgx.CollectRows(rows, scanPlanning)
	if err != nil {
		return nil, fmt.Errorf("households of visits: %w", err)
	}
	out := map[planner.HouseholdID]planner.Household{}
	for _, h := range all {
		out[h.ID] = h
	}
	return out, nil
}

// aboutVisit is what the branch knows of a visit besides what it says.
type aboutVisit struct {
	off         time.Duration
	name, reply string
}

func aboutVisits(ctx context.Context, tx pgx.Tx, visits []planner.Event) (map[planner.EventID]aboutVisit, error) {
	ids := make([]string, len(visits))
	for i, e := range visits {
		ids[i] = string(e.ID)
	}
	rows, err := tx.Query(ctx, `
		select e.id::text, extract(epoch from e.off)::float8, coalesce(k.name, ''), coalesce(r.said, '')
		from event e
		left join kader k on k.branch_id = e.branch_id and k.id = e.kader_id
		left join sign_reply r on r.branch_id = e.branch_id and r.event_id = e.id
		where e.id = any($1::text[]::uuid[])`, ids)
	if err != nil {
		return nil, fmt.Errorf("about visits: %w", err)
	}
	out := map[planner.EventID]aboutVisit{}
	var id planner.EventID
	var seconds float64
	var a aboutVisit
	_, err = pgx.ForEachRow(rows, []any{(*string)(&id), &seconds, &a.name, &a.reply}, func() error {
		a.off = time.Duration(seconds * float64(time.Second))
		out[id] = a
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("about visits: %w", err)
	}
	return out, nil
}

// ReplyToSigns keeps what a kader says of an own visit; saying it again replaces it.
// ErrNotFound: no such visit of the kader.
func (s *Store) ReplyToSigns(ctx context.Context, b BranchID, kader planner.KaderID, e planner.EventID, said string, by int64) error {
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `
			insert into sign_reply (branch_id, event_id, said)
			select $1, id, $4 from event where branch_id = $1 and id = $2::text::uuid and kader_id = $3
			on conflict (branch_id, event_id) do update set said = excluded.said, said_at = moment()`, b, string(e), kader, said)
		if err == nil && tag.RowsAffected() == 0 {
			err = ErrNotFound
		}
		if err != nil {
			return err
		}
		return Record(ctx, tx, b, Audit{Account: by, Act: "reply to signs", Reason: "event " + string(e)})
	})
	if err != nil {
		return fmt.Errorf("reply to signs of %s: %w", e, err)
	}
	return nil
}
