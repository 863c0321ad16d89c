package data

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/jackc/pgx/v5"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/route"
)

// Pack is what a kader's phone works with for a week, without a network. The names on
// the wire are those of docs/events.md.
type Pack struct {
	Days     []PackDay             `json:"days"`
	Families []PackFamily          `json:"families"`
	Greet    []Official            `json:"officials"` // of the families' desa: whom to greet first
	Gone     []planner.HouseholdID `json:"gone"`      // were the kader's lately: to be forgotten, once nothing of theirs is unsent
	Hours    PackHours             `json:"hours"`
	Rules    planner.Rules         `json:"-"`
	Kader    planner.Kader         `json:"-"`
	Epoch    string                `json:"-"`
	Visits   int                   `json:"-"` // made this month
	Promises int                   `json:"-"` // of the families to the kader, due this month
	Kept     int                   `json:"-"` // of those
	Letter   *Letter               `json:"-"` // that holds today
	Photo    []byte                `json:"-"` // JPEG; nil: none
	Desa     []geo.AreaCode        `json:"-"` // of the families, by code

	calendar planner.Calendar
}

// PackDay is a day of the week to come.
type PackDay struct {
	Day     planner.Day `json:"day"`
	State   DayState    `json:"state"`
	Reason  string      `json:"reason,omitempty"` // why the kader is away, or who makes the visits
	Plan    PlanID      `json:"plan,omitempty"`
	Stops   []PackStop  `json:"stops"`
	Reserve []PackStop  `json:"reserve"`
	Tasks   []PackTask  `json:"tasks"` // beside visits
}

// PackTask is something to do on a day that is no visit.
type PackTask struct {
	Kind      string              `json:"kind"` // REMIND_PROMISE: the family has promised to pay on the day after
	Household planner.HouseholdID `json:"household"`
}

// taskRemind has a family reminded of its promise on the day before.
const taskRemind = "REMIND_PROMISE"

// DayState says what a day is to a kader.
type DayState string

// The states of a day.
const (
	DayRoute DayState = "route"
	DayFree  DayState = "free" // no shift, no contract, or a day off
	DayAway  DayState = "away"
	DayNone  DayState = "none" // work, but nobody has planned it

	DayHanded DayState = "handed" // another kader, whom the reason names, makes the visits
)

// PackStop is a visit of a day; of a reserve only whom.
type PackStop struct {
	Household planner.HouseholdID `json:"household,omitempty"` // 0: report at the balai desa, or an engagement
	Engaged   *PackEngagement     `json:"engagement,omitempty"`
	Desa      geo.AreaCode        `json:"desa,omitempty"`
	From      planner.Minute      `json:"from"` // of the visit
	Until     planner.Minute      `json:"until"`
	Arrive    planner.Minute      `json:"arrive"`
	Window    *[2]planner.Minute  `json:"window,omitempty"`
	Ride      PackRide            `json:"ride"`
	Expects   *PackExpects        `json:"expects,omitempty"`
	Reasons   []route.Reason      `json:"reasons"`
	Of        string              `json:"of,omitempty"` // the kader whose route it was
}

// PackEngagement is what the kader is to do there that is no visit.
type PackEngagement struct {
	ID    planner.EngagementID `json:"id"`
	For   planner.Code         `json:"for"`
	Place string               `json:"place"`
	Lat   *float64             `json:"lat,omitempty"` // not told: not known
	Lng   *float64             `json:"lng,omitempty"`
}

// PackRide is the way from the stop before.
type PackRide struct {
	Metres  geo.Metres `json:"metres"`
	Minutes int        `json:"minutes"`
	Rough   bool       `json:"rough"` // along the straight line, not along roads
}

// PackExpects is what a visit is expected to bring.
type PackExpects struct {
	Cash  planner.Rupiah `json:"cash"`
	Later planner.Rupiah `json:"later"`
}

// PackFamily is a household as its kader's phone keeps it: no NIK, the KK number masked, the
// telephone only of those that the week's days name.
type PackFamily struct {
	ID         planner.HouseholdID `json:"id"`
	Head       string              `json:"head"`
	KK         string              `json:"kk"`
	Address    string              `json:"address"`
	RT         string              `json:"rt"`
	RW         string              `json:"rw"`
	Desa       string              `json:"desa"`
	Members    int                 `json:"members"`
	Class      string              `json:"class,omitempty"`
	Months     int                 `json:"months"`
	Arrears    planner.Rupiah      `json:"arrears"`
	AsOf       planner.Day         `json:"as_of"`
	Phone      string              `json:"phone,omitempty"`
	Lat        *float64            `json:"lat,omitempty"`
	Lng        *float64            `json:"lng,omitempty"`
	Radius     geo.Metres          `json:"radius,omitempty"`
	PlaceClass geo.Accuracy        `json:"place_class"`
	Last       []PackVisit         `json:"last,omitempty"` // at most three, the newest first
	Promise    *PackPromise        `json:"promise,omitempty"`
	Rehab      *PackRehab          `json:"rehab,omitempty"`
	Best       string              `json:"best,omitempty"` // part of the day in which the family was met most
	Banned     *planner.Day        `json:"banned_until,omitempty"`
	Segment    planner.Segment     `json:"segment,omitempty"`        // where it is not the arrears' own
	Eligible   *PackSteps          `json:"eligible_rehab,omitempty"` // instalments that the rule offers
}

// PackVisit is a past visit to a family.
type PackVisit struct {
	Day    planner.Day     `json:"day"`
	Type   planner.Outcome `json:"type"`
	Amount planner.Rupiah  `json:"amount,omitempty"` // of the kader's own visit today: paid, or promised
}

// PackPromise is what a family has promised and is still open.
type PackPromise struct {
	Day      planner.Day          `json:"day"`
	Amount   planner.Rupiah       `json:"amount"`
	Remind   bool                 `json:"remind,omitempty"`   // it is for tomorrow
	Hindered *planner.Appointment `json:"hindered,omitempty"` // the kader cannot come when the family wants it
}

// PackRehab is an instalment plan that runs.
type PackRehab struct {
	Step       int            `json:"step"` // that falls due next
	Steps      int            `json:"steps"`
	Instalment planner.Rupiah `json:"instalment"`
	Due        planner.Day    `json:"due"`
}

// PackSteps is how many instalments a family may choose.
type PackSteps struct {
	Steps int `json:"steps"`
}

// packDays is how far a phone sees.
const packDays = 7

// Pack reads a kader's week, all of one moment. No territories in force: the families
// of the week's days alone.
func (s *Store) Pack(ctx context.Context, b BranchID, kader planner.KaderID, today planner.Day) (p Pack, err error) {
	err = s.Snapshot(ctx, one(b), func(tx pgx.Tx) error {
		if p.Epoch, err = EpochIn(ctx, tx); err != nil {
			return err
		}
		if p.Kader, err = kaderIn(ctx, tx, kader); err != nil {
			return err
		}
		if p.Rules, err = RulesIn(ctx, tx, today); err != nil {
			return err
		}
		if p.Letter, err = letterOn(ctx, tx, kader, today); err != nil {
			return err
		}
		if p.Photo, err = photoIn(ctx, tx, kader); err != nil {
			return err
		}
		if err := p.readDays(ctx, tx, today); err != nil {
			return err
		}
		if err := p.handOn(ctx, tx); err != nil {
			return err
		}
		month := today.Month()
		err := tx.QueryRow(ctx, "select count(*) from visit where branch_id = $1 and kader_id = $2 and day between $3 and $4 and outcome <> $5",
			b, kader, month.First(), month.Last(), planner.Skipped).Scan(&p.Visits)
		if err != nil {
			return err
		}
		return p.readFamilies(ctx, tx, b, today)
	})
	if err != nil {
		return Pack{}, fmt.Errorf("pack of kader %d: %w", kader, err)
	}
	return p, nil
}

func (p *Pack) readDays(ctx context.Context, tx pgx.Tx, today planner.Day) error {
	holidays, err := HolidaysIn(ctx, tx)
	if err != nil {
		return err
	}
	last := today + packDays - 1
	p.calendar = planner.Calendar{Holidays: holidays}
	p.tellHours(today)
	works := map[planner.Day]bool{}
	for _, w := range p.calendar.Workdays(p.Kader, &p.Rules, today, last) {
		works[w.Day] = !w.Special
	}
	for d := today; d <= last; d++ {
		day := PackDay{Day: d, State: DayNone, Stops: []PackStop{}, Reserve: []PackStop{}, Tasks: []PackTask{}}
		r, err := routeIn(ctx, tx, p.Kader.ID, d)
		switch {
		case err == nil:
			p.fill(&day, r)
		case !errors.Is(err, ErrNotFound):
			return err
		case p.Kader.AwayOn(d):
			day.State, day.Reason = DayAway, p.awayFor(d)
		case !works[d]:
			day.State = DayFree
		}
		if err := p.engage(ctx, tx, &day); err != nil {
			return err
		}
		p.Days = append(p.Days, day)
	}
	return nil
}

func (p *Pack) awayFor(d planner.Day) string {
	for _, a := range p.Kader.Away {
		if a.First <= d && d <= a.Last {
			return string(a.Why)
		}
	}
	return ""
}

func (p *Pack) fill(day *PackDay, r route.Route) {
	day.State = DayRoute
	for _, s := range r.Stops {
		stop := PackStop{
			Household: s.Household, From: s.Begin, Until: s.Begin + p.Rules.Service.Visit, Arrive: s.Arrive, Window: &[2]planner.Minute{s.WindowOpen, s.WindowClose},
			Ride:    PackRide{Metres: s.Ride, Minutes: int(math.Ceil(float64(s.RideTime) / 60)), Rough: true},
			Expects: &PackExpects{Cash: s.Cash, Later: s.Expected - s.Cash}, Reasons: s.Reasons,
		}
		switch {
		case s.Engagement != nil:
			stop.Engaged, stop.Until, stop.Expects = packed(*s.Engagement), s.Begin+s.Engagement.Minutes, nil
		case s.Household == 0:
			stop.Desa, stop.Until, stop.Expects = s.Desa, s.Begin+p.Rules.Service.Report, nil
		}
		day.Stops = append(day.Stops, stop)
	}
	for _, id := range r.Reserve {
		day.Reserve = append(day.Reserve, PackStop{Household: id, Reasons: []route.Reason{}})
	}
}

func packed(e planner.Engagement) *PackEngagement {
	out := &PackEngagement{ID: e.ID, For: e.For, Place: e.Place}
	if e.At != nil {
		out.Lat, out.Lng = &e.At.Lat, &e.At.Lon
	}
	return out
}

// engage adds the engagements of a day that its route has not: outside the shift, on a
// day off, or not planned for yet.
func (p *Pack) engage(ctx context.Context, tx pgx.Tx, day *PackDay) error {
	all, err := EngagementsIn(ctx, tx, p.Kader.ID, day.Day, day.Day)
	for _, e := range all {
		if slices.ContainsFunc(day.Stops, func(s PackStop) bool { return s.Engaged != nil && s.Engaged.ID == e.ID }) {
			continue
		}
		at := slices.IndexFunc(day.Stops, func(s PackStop) bool { return s.From > e.Open })
		if at < 0 {
			at = len(day.Stops)
		}
		day.Stops = slices.Insert(day.Stops, at, PackStop{Engaged: packed(e), From: e.Open, Until: e.Close(), Ride: PackRide{Rough: true}, Reasons: []route.Reason{}})
	}
	return err
}

// named are the households that the days name.
func (p *Pack) named() (ids []planner.HouseholdID) {
	for _, d := range p.Days {
		for _, s := range slices.Concat(d.Stops, d.Reserve) {
			if s.Household != 0 {
				ids = append(ids, s.Household)
			}
		}
	}
	return ids
}

func (p *Pack) readFamilies(ctx context.Context, tx pgx.Tx, b BranchID, today planner.Day) error {
	p.Families, p.Gone = []PackFamily{}, []planner.HouseholdID{}
	named := p.named()
	ids := slices.Clone(named)
	plan, err := PlanInForceIn(ctx, tx, today)
	switch {
	case errors.Is(err, ErrNoTerritories):
	case err != nil:
		return err
	default:
		own, err := ownIn(ctx, tx, plan, p.Kader.ID)
		if err != nil {
			return err
		}
		ids = append(ids, own...)
		if p.Gone, err = goneIn(ctx, tx, p.Kader.ID, plan, today); err != nil {
			return err
		}
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	p.Gone = slices.DeleteFunc(p.Gone, func(id planner.HouseholdID) bool { _, own := slices.BinarySearch(ids, id); return own })
	households, cards, err := packedIn(ctx, tx, ids)
	if err != nil {
		return err
	}
	desa := desaOf(households)
	p.Desa = slices.Sorted(slices.Values(desa))
	if p.Greet, err = officialsIn(ctx, tx, desa); err != nil {
		return err
	}
	names, err := namesOfDesa(ctx, tx, desa)
	if err != nil {
		return err
	}
	histories, err := HistoriesIn(ctx, tx, ids)
	if err != nil {
		return err
	}
	told, err := ToldIn(ctx, tx, ids)
	if err != nil {
		return err
	}
	p.Families = make([]PackFamily, 0, len(households))
	telephones := map[planner.HouseholdID]bool{}
	for _, id := range named {
		telephones[id] = true
	}
	for i, h := range households {
		f := cards[i]
		f.Desa = names[h.Desa]
		h.Phone = f.Phone
		h = h.With(told[h.ID], &p.Rules)
		f.tell(p, h, histories[h.ID], today)
		due, kept := histories[h.ID].PromisesOf(p.Kader.ID, today.Month(), &p.Rules, today)
		p.Promises, p.Kept = p.Promises+due, p.Kept+kept
		if !telephones[h.ID] {
			f.Phone = ""
		}
		p.Families = append(p.Families, f)
		p.remind(f)
	}
	return nil
}

// remind puts the reminder of a family's promise to the day before it, where the kader
// works then, or to the last day before that on which the kader does.
func (p *Pack) remind(f PackFamily) {
	if f.Promise == nil {
		return
	}
	for i, day := range slices.Backward(p.Days) {
		if day.Day < f.Promise.Day && (day.State == DayRoute || day.State == DayNone) {
			if f.Promise.Day <= p.Days[len(p.Days)-1].Day+1 {
				p.Days[i].Tasks = append(p.Days[i].Tasks, PackTask{taskRemind, f.ID})
			}
			return
		}
	}
}

// ownIn are the households in arrears of a kader's territories in a plan.
func ownIn(ctx context.Context, tx pgx.Tx, plan PlanID, kader planner.KaderID) ([]planner.HouseholdID, error) {
	rows, err := tx.Query(ctx, `
		select h.id
		from territory t
		join territory_block k on k.branch_id = t.branch_id and k.plan_id = t.plan_id and k.territory_id = t.id
		cross join lateral `+householdsOfBlock+`
		where t.plan_id = $1 and t.kader_id = $2 and h.arrears_status = 'aktif'`, plan, kader)
	if err != nil {
		return nil, fmt.Errorf("own households: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowTo[planner.HouseholdID])
}

// goneWithin is for how many days after it went a family is told to be gone.
const goneWithin = 60

// goneIn are the households of a kader's territories in the plans that went before the
// one in force, which the phone may still hold.
func goneIn(ctx context.Context, tx pgx.Tx, kader planner.KaderID, plan PlanID, today planner.Day) ([]planner.HouseholdID, error) {
	rows, err := tx.Query(ctx, `
		select distinct h.id
		from plan p
		join territory t on t.branch_id = p.branch_id and t.plan_id = p.id and t.kader_id = $1
		join territory_block k on k.branch_id = t.branch_id and k.plan_id = t.plan_id and k.territory_id = t.id
		cross join lateral `+householdsOfBlock+`
		where p.id <> $2 and p.published_from between $3::date - $4::int and $3::date
		order by h.id`, kader, plan, today, goneWithin)
	if err != nil {
		return nil, fmt.Errorf("households that are gone: %w", err)
	}
	out, err := pgx.CollectRows(rows, pgx.RowTo[planner.HouseholdID])
	if out == nil {
		out = []planner.HouseholdID{}
	}
	return out, err
}

// packedIn are some households as planners see them, and beside each what only its card
// has, by number; the desa's name is wanting. Each is looked up: of a kader's families,
// a twentieth of a branch, PostgreSQL would rather read the whole table.
func packedIn(ctx context.Context, tx pgx.Tx, ids []planner.HouseholdID) (households []planner.Household, cards []PackFamily, err error) {
	rows, err := tx.Query(ctx, `
		select h.head_name, `+maskedKK+`, h.address, h.phone, `+planningColumns+`
		from unnest($1::bigint[]) i (id)
		cross join lateral (select * from household where id = i.id offset 0) h
		order by h.id`, ids)
	if err != nil {
		return nil, nil, fmt.Errorf("families of a pack: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var f PackFamily
		h, err := scanAfter(rows, &f.Head, &f.KK, &f.Address, &f.Phone)
		if err != nil {
			return nil, nil, fmt.Errorf("families of a pack: %w", err)
		}
		f.ID = h.ID
		households, cards = append(households, h), append(cards, f)
	}
	if err := rows.Err(); err != nil {
		return nil, nil, fmt.Errorf("families of a pack: %w", err)
	}
	return households, cards, nil
}

// desaOf are the desa of households, each once.
func desaOf(households []planner.Household) (desa []geo.AreaCode) {
	for _, h := range households {
		if !slices.Contains(desa, h.Desa) {
			desa = append(desa, h.Desa)
		}
	}
	return desa
}

// namesOfDesa are the names of some areas.
func namesOfDesa(ctx context.Context, tx pgx.Tx, codes []geo.AreaCode) (map[geo.AreaCode]string, error) {
	rows, err := tx.Query(ctx, "select code, name from area where code = any($1)", codes)
	if err != nil {
		return nil, fmt.Errorf("names of desa: %w", err)
	}
	out := map[geo.AreaCode]string{}
	var code geo.AreaCode
	var name string
	_, err = pgx.ForEachRow(rows, []any{(*string)(&code), &name}, func() error {
		out[code] = name
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("names of desa: %w", err)
	}
	return out, nil
}

// cardsIn are what of some households only their card has, by number.
func cardsIn(ctx context.Context, tx pgx.Tx, ids []planner.HouseholdID) (map[planner.HouseholdID]PackFamily, error) {
	rows, err := tx.Query(ctx, `
		select h.id, h.head_name, `+maskedKK+`, h.address, coalesce(d.name, ''), h.phone
		from household h
		left join area d on d.branch_id = h.branch_id and d.code = h.desa
		where h.id = any($1)`, ids)
	if err != nil {
		return nil, fmt.Errorf("cards of families: %w", err)
	}
	out := map[planner.HouseholdID]PackFamily{}
	var f PackFamily
	_, err = pgx.ForEachRow(rows, []any{&f.ID, &f.Head, &f.KK, &f.Address, &f.Desa, &f.Phone}, func() error {
		out[f.ID] = f
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("cards of families: %w", err)
	}
	return out, nil
}

// tell puts onto the card what the household is today.
func (f *PackFamily) tell(p *Pack, h planner.Household, past planner.History, today planner.Day) {
	r := &p.Rules
	f.RT, f.RW, f.Members, f.Months, f.Arrears, f.AsOf = h.RT, h.RW, len(h.Classes), h.Months, h.Arrears, h.AsOf
	f.Radius, f.PlaceClass, f.Phone = h.Radius, h.Accuracy, h.Phone
	if len(h.Classes) > 0 {
		f.Class = [...]string{"", "I", "II", "III"}[min(3, max(0, slices.Max(h.Classes)))]
	}
	if h.At != nil {
		lat, lng := math.Round(h.At.Lat*1e5)/1e5, math.Round(h.At.Lon*1e5)/1e5
		f.Lat, f.Lng = &lat, &lng
	}
	for _, v := range slices.Backward(past.Visits) {
		if len(f.Last) < 3 {
			f.Last = append(f.Last, p.visit(v, today))
		}
	}
	if q := past.Pending(r, today); q != nil {
		f.Promise = &PackPromise{Day: q.Due, Amount: q.Amount, Remind: q.Due == today+1}
		if at := p.calendar.Appoint(p.Kader, r, h, *q); !at.Fits {
			f.Promise.Hindered = &at
		}
	}
	if plan := past.RehabOn(h, today); plan != nil {
		f.Rehab = &PackRehab{Step: plan.Paid + 1, Steps: plan.Steps, Instalment: plan.Instalment, Due: plan.NextDue}
	}
	if h.NoVisit != nil && h.NoVisit.Until >= today {
		f.Banned = &h.NoVisit.Until
	}
	if h.Segment != h.ArrearsOf {
		f.Segment = h.Segment
	}
	if n := r.RehabSteps(h); n >= 2 {
		f.Eligible = &PackSteps{n}
	}
	f.Best = past.BestPart()
}

// visit is a past visit as the phone keeps it. A phone that is new to its kader counts
// the money of the day from it.
func (p *Pack) visit(v planner.Visit, today planner.Day) PackVisit {
	out := PackVisit{Day: v.Day, Type: v.Outcome}
	if v.Day == today && v.Kader == p.Kader.ID {
		out.Amount = v.Amount
	}
	return out
}

// RecordPack audits that a phone was sent what it works with.
func (s *Store) RecordPack(ctx context.Context, b BranchID, reader int64, seen []planner.HouseholdID) error {
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		return Record(ctx, tx, b, Audit{Account: reader, Act: "read pack", Households: seen})
	})
	if err != nil {
		return fmt.Errorf("record pack: %w", err)
	}
	return nil
}
