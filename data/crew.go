package data

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
)

// Crew is how a supervisor's kader are getting on with a day.
type Crew struct {
	Day    planner.Day   `json:"day"`
	Now    time.Time     `json:"now"`
	Kader  []CrewKader   `json:"kader" nullable:"false"`  // who serve on the day, by code
	Visits []SignedVisit `json:"visits" nullable:"false"` // that bear signs, by time
}

// CrewKader is a kader's day.
type CrewKader struct {
	ID       planner.KaderID `json:"id"`
	Code     string          `json:"code"`
	Name     string          `json:"name"`
	Phone    string          `json:"phone,omitempty"`
	Away     bool            `json:"away,omitempty"`
	Planned  int             `json:"planned"`         // visits of the route
	Done     int             `json:"done"`            // families visited
	Devices  int             `json:"devices"`         // phones that are not revoked
	Heard    *time.Time      `json:"heard,omitempty"` // last sign of life of a phone
	Sent     *time.Time      `json:"sent,omitempty"`  // when the last record of the day came in
	HandedTo *CrewHandover   `json:"handedTo,omitempty"`
	Takes    []CrewHandover  `json:"takes,omitempty"` // from others
}

// CrewHandover is a route that somebody else makes.
type CrewHandover struct {
	Kader    planner.KaderID `json:"kader"` // the other one
	Name     string          `json:"name"`
	Families int             `json:"families"`
}

// Crew reads how the kader whom an account leads are getting on, and which of their
// visits bear signs; audited with the households of those.
func (s *Store) Crew(ctx context.Context, b Branch, a Account, day planner.Day) (c Crew, err error) {
	c = Crew{Day: day, Now: s.Now().UTC(), Kader: []CrewKader{}}
	err = s.InBranch(ctx, one(b.ID), func(tx pgx.Tx) error {
		led, err := s.ledOn(ctx, tx, b.ID, a, day)
		if err != nil {
			return err
		}
		if c.Kader, err = crewIn(ctx, tx, b, led, day); err != nil {
			return err
		}
		if err := c.readHandovers(ctx, tx); err != nil {
			return err
		}
		return c.readSigns(ctx, tx, b, a)
	})
	if err != nil {
		return Crew{}, fmt.Errorf("crew of account %d on %s: %w", a.ID, day, err)
	}
	return c, nil
}

// ledOn are the kader whom an account leads now and who serve on a day.
func (s *Store) ledOn(ctx context.Context, tx pgx.Tx, b BranchID, a Account, day planner.Day) ([]planner.Kader, error) {
	today, err := s.todayIn(ctx, tx, b)
	if err != nil {
		return nil, err
	}
	said, err := supervisionsIn(ctx, tx)
	if err != nil {
		return nil, err
	}
	all, err := KaderIn(ctx, tx)
	return slices.DeleteFunc(all, func(k planner.Kader) bool { return !a.leads(k, said[k.ID], today) || !k.Serves(day) }), err
}

func crewIn(ctx context.Context, tx pgx.Tx, b Branch, led []planner.Kader, day planner.Day) ([]CrewKader, error) {
	out := make([]CrewKader, len(led))
	at := map[planner.KaderID]int{}
	ids := make([]planner.KaderID, len(led))
	for i, k := range led {
		out[i] = CrewKader{ID: k.ID, Code: k.Code, Name: k.Name, Phone: k.Phone, Away: k.AwayOn(day)}
		at[k.ID], ids[i] = i, k.ID
	}
	rows, err := tx.Query(ctx, `
		select k.id,
		  (select count(s.household_id) from stop s where s.kader_id = k.id and s.day = $2 and s.plan_id = `+coveringOf("k.id", "$2::date")+`),
		  (select count(distinct v.household_id) from visit v where v.branch_id = k.branch_id and v.kader_id = k.id and v.day = $2 and v.outcome <> $5),
		  (select count(*) from device d where d.branch_id = k.branch_id and d.kader_id = k.id and d.revoked_at is null),
		  (select max(greatest(d.seen_at, (select max(x.seen_at) from session x where x.device = d.id)))
		    from device d where d.branch_id = k.branch_id and d.kader_id = k.id),
		  (select max(e.received_at) from event e where e.branch_id = k.branch_id and e.kader_id = k.id and e.at >= $3 and e.at < $4)
		from kader k
		where k.id = any($1)`, ids, day, midnight(day, zones[b.Zone]), midnight(day+1, zones[b.Zone]), planner.Skipped)
	if err != nil {
		return nil, fmt.Errorf("days of kader: %w", err)
	}
	var k CrewKader
	_, err = pgx.ForEachRow(rows, []any{&k.ID, &k.Planned, &k.Done, &k.Devices, &k.Heard, &k.Sent}, func() error {
		o := &out[at[k.ID]]
		o.Planned, o.Done, o.Devices, o.Heard, o.Sent = k.Planned, k.Done, k.Devices, k.Heard, k.Sent
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("days of kader: %w", err)
	}
	return out, nil
}

func (c *Crew) readHandovers(ctx context.Context, tx pgx.Tx) error {
	all, err := handoversIn(ctx, tx, 0, c.Day, c.Day)
	if err != nil {
		return err
	}
	for i := range c.Kader {
		k := &c.Kader[i]
		for _, h := range all {
			switch k.ID {
			case h.from:
				k.HandedTo = &CrewHandover{h.to, h.toName, len(h.households)}
			case h.to:
				k.Takes = append(k.Takes, CrewHandover{h.from, h.fromName, len(h.households)})
			}
		}
	}
	return nil
}

func (c *Crew) readSigns(ctx context.Context, tx pgx.Tx, b Branch, a Account) error {
	visits, err := visitsOn(ctx, tx, zones[b.Zone], 0, c.Day)
	if err != nil {
		return err
	}
	visits = slices.DeleteFunc(visits, func(e planner.Event) bool {
		return !slices.ContainsFunc(c.Kader, func(k CrewKader) bool { return k.ID == e.Kader })
	})
	rules, err := RulesIn(ctx, tx, c.Day)
	if err != nil {
		return err
	}
	if c.Visits, err = signed(ctx, tx, b, visits, rules.Visiting, c.Day); err != nil {
		return err
	}
	c.Visits = notNil(c.Visits)
	seen := make([]planner.HouseholdID, len(c.Visits))
	for i, v := range c.Visits {
		seen[i] = v.Household
	}
	return Record(ctx, tx, b.ID, Audit{Account: a.ID, Act: "read crew", Households: seen})
}

// ledIn is a kader whom an account leads now. ErrNotFound: there is none, or another leads
// them, which is not told apart.
func (s *Store) ledIn(ctx context.Context, tx pgx.Tx, b BranchID, a Account, id planner.KaderID) (planner.Kader, error) {
	k, err := kaderIn(ctx, tx, id)
	if err != nil {
		return k, err
	}
	today, err := s.todayIn(ctx, tx, b)
	if err != nil {
		return k, err
	}
	said, err := supervisionsIn(ctx, tx)
	if err == nil && !a.leads(k, said[id], today) {
		err = fmt.Errorf("kader %d: %w", id, ErrNotFound)
	}
	return k, err
}
