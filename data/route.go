package data

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/route"
)

// FinishRoutes writes a kader's month; idempotent.
func (s *Store) FinishRoutes(ctx context.Context, job UnitJob, plan route.Plan) error {
	if plan.LeftOut == nil {
		plan.LeftOut = []route.LeftOut{} // nobody, and not null
	}
	return s.endUnit(ctx, job, Done, "", func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `
			insert into route_month (branch_id, plan_id, kader_id, first, last, travel, certificate, left_out, outlook)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, job.Branch, job.Plan, plan.Kader, plan.First, plan.Last, plan.Travel, plan.Certificate, plan.LeftOut, plan.Outlook)
		if err != nil {
			return err
		}
		return writeRoutes(ctx, tx, job, plan.Routes)
	})
}

func writeRoutes(ctx context.Context, tx pgx.Tx, job UnitJob, routes []route.Route) error {
	columns := []string{"branch_id", "plan_id", "kader_id", "day", "leave", "return", "ride", "expected", "cash", "proven", "few", "reserve"}
	err := stage(ctx, tx, "route", columns, len(routes), func(i int) []any {
		r := routes[i]
		reserve := r.Reserve
		if reserve == nil {
			reserve = []planner.HouseholdID{}
		}
		return []any{job.Branch, job.Plan, r.Kader, r.Day, r.Leave, r.Return, r.Ride, r.Expected, r.Cash, r.Proven, r.Few, reserve}
	})
	if err != nil {
		return err
	}
	type stopOf struct {
		route.Stop
		kader planner.KaderID
		day   planner.Day
	}
	var stops []stopOf
	for _, r := range routes {
		for _, stop := range r.Stops {
			stops = append(stops, stopOf{stop, r.Kader, r.Day})
		}
	}
	columns = []string{"branch_id", "plan_id", "kader_id", "day", "seq", "household_id", "arrive", "begin_at", "window_open", "window_close",
		"ride", "ride_time", "expected", "cash", "contact", "reasons", "probability", "desa", "engagement"}
	return stage(ctx, tx, "stop", columns, len(stops), func(i int) []any {
		t := stops[i]
		var household *planner.HouseholdID
		if t.Household != 0 {
			household = &t.Household
		}
		reasons := t.Reasons
		if reasons == nil {
			reasons = []route.Reason{}
		}
		return []any{job.Branch, job.Plan, t.kader, t.day, t.Seq, household, t.Arrive, t.Begin, t.WindowOpen, t.WindowClose,
			t.Ride, t.RideTime, t.Expected, t.Cash, t.Contact, reasons, t.Probability, t.Desa, t.Engagement}
	})
}

// KaderMonth sums a kader's month up.
type KaderMonth struct {
	Kader       planner.KaderID   `json:"kader"`
	Name        string            `json:"name"`
	Days        int               `json:"days"`
	Visits      int               `json:"visits"`
	Expected    planner.Rupiah    `json:"expected"`
	Outlook     route.Outlook     `json:"outlook"`
	Metres      geo.Metres        `json:"metres"`
	Minutes     int               `json:"minutes"` // from leaving home to coming back
	FewDays     int               `json:"fewDays"` // days with fewer stops than asked for
	LeftOut     int               `json:"leftOut"`
	Certificate route.Certificate `json:"certificate"`
}

// monthSums sum up the months that a query of route_month gives, one a kader.
func monthSums(months, more string) string {
	return `
		with m as (` + months + `)
		select m.kader_id as kader, k.name, coalesce(r.days, 0) as days, coalesce(v.visits, 0) as visits, coalesce(r.expected, 0) as expected,
		  coalesce(r.metres, 0) as metres, coalesce(r.minutes, 0) as minutes, coalesce(r.few_days, 0) as few_days,
		  jsonb_array_length(m.left_out) as left_out, m.certificate, m.outlook` + more + `
		from m
		join kader k on k.branch_id = m.branch_id and k.id = m.kader_id
		join plan p on p.branch_id = m.branch_id and p.id = m.plan_id
		left join lateral (
		  select count(*) as days, sum(expected)::bigint as expected, sum(ride) as metres,
		    sum(return - leave) as minutes, count(*) filter (where few <> '') as few_days
		  from route r where r.branch_id = m.branch_id and r.plan_id = m.plan_id and r.kader_id = m.kader_id) r on true
		left join lateral (
		  select count(household_id) as visits
		  from stop s where s.branch_id = m.branch_id and s.plan_id = m.plan_id and s.kader_id = m.kader_id) v on true
		order by k.code`
}

// MonthOfKader is the newest month that covers a kader's days to come.
type MonthOfKader struct {
	KaderMonth
	Plan      PlanID        `json:"plan"`
	First     planner.Day   `json:"first"` // the days planned, both ends included
	Last      planner.Day   `json:"last"`
	PlannedAt time.Time     `json:"plannedAt"`
	PlannedBy string        `json:"plannedBy"`
	Why       []route.Upset `json:"why"` // what happened, where that asked for it
	Travel    string        `json:"travel"`
	Seconds   int           `json:"seconds"`    // granted; 0: as many as it takes
	Asked     int           `json:"iterations"` // of the search, at most; 0: the usual, or as many as the seconds allow
}

// RouteMonth is the newest month of every kader, whichever plan made it.
func (s *Store) RouteMonth(ctx context.Context, b BranchID, month planner.Month) (out []MonthOfKader, err error) {
	err = s.Snapshot(ctx, one(b), func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, monthSums(`
			select distinct on (m.kader_id) m.*
			from route_month m
			join plan p on p.branch_id = m.branch_id and p.id = m.plan_id
			where m.last = $1 and p.state in ('running', 'done')
			order by m.kader_id, m.plan_id desc`, `,
			  m.plan_id as plan, m.first, m.last, p.created_by as planned_by, m.travel,
			  coalesce((p.request->>'seconds')::int, 0) as seconds, coalesce((p.request->>'iterations')::int, 0) as asked,
			  coalesce((select u.finished_at from plan_unit u where u.branch_id = m.branch_id and u.plan_id = m.plan_id and u.unit = m.kader_id::text), p.created_at) as planned_at,
			  coalesce((select w->'upset' from jsonb_array_elements(p.request->'why') w where (w->>'kader')::bigint = m.kader_id), '[]') as why`), month.Last())
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, pgx.RowToStructByName[MonthOfKader])
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("routes of %s: %w", month, err)
	}
	return out, nil
}

// RouteDetail is a route plan with the sums of every kader.
type RouteDetail struct {
	PlanHead
	Kader []KaderMonth `json:"kader"`
}

// RouteDetail finds a route plan.
func (s *Store) RouteDetail(ctx context.Context, b BranchID, id PlanID) (d RouteDetail, err error) {
	if d.PlanHead, err = s.PlanHead(ctx, b, id); err != nil {
		return d, err
	}
	if d.Kind != RouteKind {
		return d, fmt.Errorf("route plan %d: %w", id, ErrNotFound)
	}
	err = s.Snapshot(ctx, one(b), func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, monthSums("select * from route_month where plan_id = $1", ""), id)
		if err != nil {
			return err
		}
		d.Kader, err = pgx.CollectRows(rows, pgx.RowToStructByName[KaderMonth])
		return err
	})
	if err != nil {
		return d, fmt.Errorf("route plan %d: %w", id, err)
	}
	return d, nil
}

// RoutePlan is a kader's month of a route plan, as it was planned. ErrNotFound:
// the plan has none for that kader.
func (s *Store) RoutePlan(ctx context.Context, b BranchID, id PlanID, kader planner.KaderID) (plan route.Plan, err error) {
	plan.Kader = kader
	err = s.Snapshot(ctx, one(b), func(tx pgx.Tx) error {
		err := tx.QueryRow(ctx, "select first, last, travel, certificate, left_out, outlook from route_month where plan_id = $1 and kader_id = $2", id, kader).
			Scan(&plan.First, &plan.Last, &plan.Travel, &plan.Certificate, &plan.LeftOut, &plan.Outlook)
		if err != nil {
			return missing(err)
		}
		plan.Routes, err = routesIn(ctx, tx, id, kader)
		return err
	})
	if err != nil {
		return plan, fmt.Errorf("month of kader %d in plan %d: %w", kader, id, err)
	}
	return plan, nil
}

// routesIn are a kader's routes of a plan, by day.
func routesIn(ctx context.Context, tx pgx.Tx, id PlanID, kader planner.KaderID) ([]route.Route, error) {
	rows, err := tx.Query(ctx, "select "+routeColumns+" from route r where plan_id = $1 and kader_id = $2 order by day", id, kader)
	if err != nil {
		return nil, err
	}
	routes, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (r route.Route, err error) {
		err = row.Scan(&r.Kader, &r.Day, &r.Leave, &r.Return, &r.Ride, &r.Expected, &r.Cash, &r.Proven, &r.Few, &r.Reserve)
		return r, err
	})
	if err != nil {
		return nil, err
	}
	for i := range routes {
		if routes[i].Stops, err = stopsIn(ctx, tx, id, kader, routes[i].Day); err != nil {
			return nil, err
		}
	}
	return routes, nil
}

// covering is the newest plan that was made for a kader's day, whether it has a
// route on it or not: a subquery, the kader being $1.
func covering(day string) string { return coveringOf("$1", day) }

// coveringOf is covering of a kader named otherwise.
func coveringOf(kader, day string) string {
	return `(
	  select m.plan_id
	  from route_month m
	  join plan p on p.branch_id = m.branch_id and p.id = m.plan_id
	  where m.kader_id = ` + kader + ` and m.first <= ` + day + ` and ` + day + ` <= m.last and p.state in ('running', 'done')
	  order by m.plan_id desc
	  limit 1)`
}

// RoutesIn are a kader's routes in the newest plan made for the days from first
// on, up to last. Both lie in one month.
func RoutesIn(ctx context.Context, tx pgx.Tx, kader planner.KaderID, first, last planner.Day) ([]route.Route, error) {
	var plan *PlanID
	if err := tx.QueryRow(ctx, "select "+covering("$2::date"), kader, first).Scan(&plan); err != nil || plan == nil {
		return nil, err
	}
	routes, err := routesIn(ctx, tx, *plan, kader)
	return slices.DeleteFunc(routes, func(r route.Route) bool { return r.Day < first || r.Day > last }), err
}

// RouteOf is a kader's route of a day in the newest plan made for it. ErrNotFound:
// it has none.
func (s *Store) RouteOf(ctx context.Context, b BranchID, kader planner.KaderID, day planner.Day) (r route.Route, err error) {
	err = s.Snapshot(ctx, one(b), func(tx pgx.Tx) error {
		r, err = routeIn(ctx, tx, kader, day)
		return err
	})
	if err != nil {
		return r, fmt.Errorf("route of kader %d on %s: %w", kader, day, err)
	}
	return r, nil
}

const routeColumns = "r.kader_id, r.day, r.leave, r.return, r.ride, r.expected, r.cash, r.proven, r.few, r.reserve"

func routeIn(ctx context.Context, tx pgx.Tx, kader planner.KaderID, day planner.Day) (r route.Route, err error) {
	var plan PlanID
	err = tx.QueryRow(ctx, `
		select r.plan_id, `+routeColumns+`
		from route r
		where r.kader_id = $1 and r.day = $2 and r.plan_id = `+covering("$2::date"), kader, day).
		Scan(&plan, &r.Kader, &r.Day, &r.Leave, &r.Return, &r.Ride, &r.Expected, &r.Cash, &r.Proven, &r.Few, &r.Reserve)
	if err != nil {
		return r, missing(err)
	}
	r.Stops, err = stopsIn(ctx, tx, plan, kader, day)
	return r, err
}

// stopsIn are the stops of a route in their order.
func stopsIn(ctx context.Context, tx pgx.Tx, plan PlanID, kader planner.KaderID, day planner.Day) ([]route.Stop, error) {
	rows, err := tx.Query(ctx, `
		select coalesce(household_id, 0), seq, arrive, begin_at, window_open, window_close, ride, ride_time, expected, cash, contact, reasons, probability, desa, engagement
		from stop
		where plan_id = $1 and kader_id = $2 and day = $3
		order by seq`, plan, kader, day)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (t route.Stop, err error) {
		err = row.Scan(&t.Household, &t.Seq, &t.Arrive, &t.Begin, &t.WindowOpen, &t.WindowClose, &t.Ride, &t.RideTime, &t.Expected, &t.Cash,
			&t.Contact, &t.Reasons, &t.Probability, &t.Desa, &t.Engagement)
		return t, err
	})
}

// PlannedDays are the days for which a kader has a route, from a day on.
func (s *Store) PlannedDays(ctx context.Context, b BranchID, kader planner.KaderID, from planner.Day) (days []planner.Day, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			select r.day
			from (
			  select d::date as day, `+covering("d::date")+` as plan_id
			  from generate_series($2::date, $2::date + 62, '1 day') d) c
			join route r on r.plan_id = c.plan_id and r.kader_id = $1 and r.day = c.day
			order by r.day
			limit 31`, kader, from)
		if err != nil {
			return err
		}
		days, err = pgx.CollectRows(rows, pgx.RowTo[planner.Day])
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("planned days of kader %d: %w", kader, err)
	}
	return days, nil
}

// Card is a household as its kader sees it: no NIK, the KK number masked.
type Card struct {
	Household  planner.HouseholdID `json:"household"`
	HeadName   string              `json:"headName"`
	NoKKMasked string              `json:"noKkMasked"`
	Address    string              `json:"address"`
	RT         string              `json:"rt"`
	RW         string              `json:"rw"`
	Desa       geo.AreaCode        `json:"desa"`
	DesaName   string              `json:"desaName"`
	Classes    []planner.CareClass `json:"classes"`
	Members    int                 `json:"members"`
	Months     int                 `json:"months"`
	Arrears    planner.Rupiah      `json:"arrears"`
	VA         string              `json:"va"`    // masked
	Phone      string              `json:"phone"` // masked unless Sight says otherwise
	Accuracy   geo.Accuracy        `json:"accuracy"`
	Radius     geo.Metres          `json:"radius"`
	At         *geo.Position       `json:"at,omitempty"`
	AsOf       planner.Day         `json:"asOf"`
	Rehab      *planner.Rehab      `json:"rehab,omitempty"`
	LastVisits []LastVisit         `json:"lastVisits"` // at most three, the newest first
	Promise    *planner.Promise    `json:"promise,omitempty"`
}

// LastVisit is a past visit on a card.
type LastVisit struct {
	Day     planner.Day     `json:"day"`
	Outcome planner.Outcome `json:"outcome"`
}

// Sight is what of a card its reader needs whole; the zero value is for those who
// stay in the office.
type Sight struct {
	Phone bool
	Place bool // else within about 100 m
}

func (s Sight) phone() string {
	if s.Phone {
		return "h.phone"
	}
	return maskedPhone
}

func (s Sight) place() string {
	if s.Place {
		return "h.lon, h.lat"
	}
	return "round(h.lon::numeric, 3)::float8, round(h.lat::numeric, 3)::float8"
}

// Cards are the households asked for that are on the kader's route of a day, or in
// its reserve; the reading is audited.
func (s *Store) Cards(ctx context.Context, b BranchID, kader planner.KaderID, day planner.Day, ids []planner.HouseholdID, sight Sight, reader int64) (cards []Card, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			select h.id, h.head_name, `+maskedKK+`, h.address, h.rt, h.rw, h.desa, coalesce(d.name, ''), h.classes, h.months, h.arrears,
			  `+maskedVA+`, `+sight.phone()+`, h.accuracy, h.radius, `+sight.place()+`, `+figuresDay+`, h.rehab,
			  coalesce((
			    select jsonb_agg(jsonb_build_object('day', v.day, 'outcome', v.outcome) order by v.day desc, v.at desc, v.nth desc)
			    from (select day, at, nth, outcome from visit where household_id = h.id order by day desc, at desc, nth desc limit 3) v), '[]'),
			  (select promise from visit where household_id = h.id and promise->>'state' = 'pending' order by day desc, at desc, nth desc limit 1)
			from household h
			left join area d on d.branch_id = h.branch_id and d.code = h.desa
			where h.id = any($2) and exists (
			  select from route r
			  left join stop t on t.branch_id = r.branch_id and t.plan_id = r.plan_id and t.kader_id = r.kader_id and t.day = r.day
			  where r.branch_id = h.branch_id and r.kader_id = $1 and r.day = $3 and r.plan_id = `+covering("$3::date")+`
			    and (t.household_id = h.id or h.id = any(r.reserve)))
			order by h.id`, kader, ids, day)
		if err != nil {
			return err
		}
		if cards, err = pgx.CollectRows(rows, scanCard); err != nil {
			return err
		}
		seen := make([]planner.HouseholdID, len(cards))
		for i, c := range cards {
			seen[i] = c.Household
		}
		return Record(ctx, tx, b, Audit{Account: reader, Act: "read cards", Households: seen})
	})
	if err != nil {
		return nil, fmt.Errorf("cards of kader %d: %w", kader, err)
	}
	return cards, nil
}

func scanCard(row pgx.CollectableRow) (c Card, err error) {
	var lon, lat *float64
	err = row.Scan(&c.Household, &c.HeadName, &c.NoKKMasked, &c.Address, &c.RT, &c.RW, &c.Desa, &c.DesaName, &c.Classes, &c.Months, &c.Arrears,
		&c.VA, &c.Phone, &c.Accuracy, &c.Radius, &lon, &lat, &c.AsOf, &c.Rehab, &c.LastVisits, &c.Promise)
	c.Members = len(c.Classes)
	if lon != nil && lat != nil {
		c.At = &geo.Position{Lon: *lon, Lat: *lat}
	}
	return c, err
}
