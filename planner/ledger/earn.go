package ledger

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"binaan/planner"
)

// Money is a confirmed payment of a family.
type Money struct {
	planner.Payment
	ID   string       // of the fact that confirms it; one payment may be of several families
	Back *planner.Day // on which it was taken back
}

// Registration is a family that a kader brought into the insurance.
type Registration struct {
	ID    string
	Kader planner.KaderID
	Day   planner.Day
	Heads int
}

// Figure is what a family owed by the branch's figures of a day.
type Figure struct {
	AsOf    planner.Day
	Months  int
	Arrears planner.Rupiah
	Classes []planner.CareClass
}

// Input is what fees are worked out of: facts, in any order. What territory a family
// is in now, and when a phone sent what it knew, is none of them.
type Input struct {
	Visits     []planner.Visit
	Money      []Money
	Registered []Registration
	Figures    map[planner.HouseholdID][]Figure
	Rules      func(planner.Day) *planner.Rules // in force on a day
	Covered    planner.Day                      // payment files cover the days up to this one
	Today      planner.Day                      // of what waits it is told how long
}

// Earn works out every line that the facts have earned, whoever is asking. Money is
// credited to the kader of the visit that brought it, at the rate of its own day, and
// to one visit only; the fee is of arrears, not of the month's premium. The same facts
// in another order give the same lines.
func Earn(in Input) []Line {
	e := earning{Input: in, visits: map[planner.HouseholdID][]planner.Visit{}}
	for _, v := range in.Visits {
		if v.Outcome != planner.Skipped {
			e.visits[v.Household] = append(e.visits[v.Household], v)
		}
	}
	for _, visits := range e.visits {
		slices.SortFunc(visits, earlier)
	}
	e.collected()
	e.priced()
	e.takenBack()
	e.noted()
	e.reminded()
	e.registered()
	sortLines(e.lines)
	return e.lines
}

type earning struct {
	Input
	visits map[planner.HouseholdID][]planner.Visit
	lines  []Line
	fee    []*planner.FeeRule // of lines, where they are collected money
	back   []*planner.Day     // of lines
}

func earlier(a, b planner.Visit) int {
	return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.At, b.At), cmp.Compare(a.Kader, b.Kader), cmp.Compare(a.Outcome, b.Outcome), cmp.Compare(a.Amount, b.Amount))
}

// collected makes a line of every payment, without its fee.
func (e *earning) collected() {
	money := slices.Clone(e.Money)
	slices.SortFunc(money, func(a, b Money) int {
		return cmp.Or(cmp.Compare(a.Household, b.Household), cmp.Compare(a.Day, b.Day), cmp.Compare(a.Ref, b.Ref), cmp.Compare(a.ID, b.ID))
	})
	since := map[planner.HouseholdID][]allocated{}
	for _, m := range money {
		r := e.Rules(m.Day)
		owed, monthly := e.owed(m, since[m.Household])
		a := Allocate(owed, monthly, m.Amount)
		since[m.Household] = append(since[m.Household], allocated{m.Day, m.Back, a.Arrears})
		l := Line{
			Month: m.Day.Month().First(), Kind: KindCollected, Household: m.Household, Ref: cmp.Or(m.ID, m.Ref), Day: m.Day,
			Amount: m.Amount, Arrears: a.Arrears, Current: a.Current, Credit: a.Credit, State: stateOf(r.Fee), Reason: NoVisit,
		}
		if v, met := e.credited(m, r.Attribution.Days); v != nil {
			l.Kader, l.Visit, l.At, l.Reason = v.Kader, &v.Day, v.At, AfterCall
			if met {
				l.Reason = AfterMeeting
			}
			if a.Arrears == 0 {
				l.Reason = NothingOwed
			}
		}
		e.lines, e.fee, e.back = append(e.lines, l), append(e.fee, &r.Fee), append(e.back, m.Back)
	}
}

type allocated struct {
	day     planner.Day
	back    *planner.Day
	arrears planner.Rupiah
}

// owed is the family's debt just before a payment, by the newest figures of its time
// and the payments since; a payment of the figures' own day came after them. Where no
// figures are so old, all of a payment counts as arrears.
func (e *earning) owed(m Money, since []allocated) (owed, monthly planner.Rupiah) {
	figures := e.Figures[m.Household]
	var now *Figure
	for i := range figures {
		if figures[i].AsOf <= m.Day && (now == nil || figures[i].AsOf > now.AsOf) {
			now = &figures[i]
		}
	}
	if now == nil {
		return m.Amount, 0
	}
	h := planner.Household{Classes: now.Classes, Months: now.Months, Arrears: now.Arrears, AsOf: now.AsOf}
	r := e.Rules(m.Day)
	owed = r.On(h, m.Day).Arrears
	for _, a := range since {
		if a.day >= now.AsOf && (a.back == nil || *a.back > m.Day) {
			owed -= a.arrears
		}
	}
	return max(0, owed), r.Monthly(now.Classes, m.Day)
}

// credited is the visit that a payment is credited to: of those in the days before it
// the last at which the family was met, else the last that was made.
func (e *earning) credited(m Money, days int) (v *planner.Visit, met bool) {
	for i := range e.visits[m.Household] {
		c := &e.visits[m.Household][i]
		if c.Day > m.Day || c.Day < m.Day-planner.Day(days) || c.Kader == 0 {
			continue
		}
		if c.Outcome.Met() || !met {
			v, met = c, met || c.Outcome.Met()
		}
	}
	return v, met
}

func stateOf(f planner.FeeRule) State {
	if f.Estimate {
		return Estimate
	}
	return Verified
}

// priced gives collected lines their fee. A line's fee is the share of the kader's
// month with it less the share without it, in the order of day and reference, so that
// fees sum to the share of the whole; months in which the rule changes are priced by
// each rule apart.
func (e *earning) priced() {
	order := make([]int, len(e.lines))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		x, y := e.lines[a], e.lines[b]
		return cmp.Or(cmp.Compare(x.Day, y.Day), cmp.Compare(x.Ref, y.Ref), cmp.Compare(x.Household, y.Household))
	})
	type share struct {
		kader planner.KaderID
		month planner.Day
		rule  string
	}
	rules := map[*planner.FeeRule]string{} // days of one rule have it in different places
	collected := map[share]planner.Rupiah{}
	for _, i := range order {
		l, fee := &e.lines[i], e.fee[i]
		if l.Kader == 0 {
			continue
		}
		if rules[fee] == "" {
			rules[fee] = fmt.Sprint(*fee)
		}
		month := share{l.Kader, l.Month, rules[fee]}
		before := collected[month]
		l.Fee = fee.Share(before+l.Arrears) - fee.Share(before)
		collected[month] = before + l.Arrears
	}
}

// takenBack undoes lines in the month in which their money went back, each for what
// it was itself paid.
func (e *earning) takenBack() {
	for i, day := range e.back {
		if day == nil {
			continue
		}
		l := e.lines[i].against(*day)
		l.Kind, l.Month = KindBack, day.Month().First()
		e.lines = append(e.lines, l)
	}
}

// against is a line that undoes l on a day.
func (l Line) against(day planner.Day) Line {
	l.Day, l.Amount, l.Arrears, l.Current, l.Credit, l.Fee = day, -l.Amount, -l.Arrears, -l.Current, -l.Credit, -l.Fee
	return l
}

// noted makes lines of money that kader saw and no file confirms. A confirmed payment
// of the family and the sum, from the day before the visit on, answers one of them.
func (e *earning) noted() {
	open := e.openSums()
	for _, h := range sortedKeys(e.visits) {
		for i, v := range e.visits[h] {
			if !v.Outcome.Pays() || v.Amount <= 0 || e.answer(v, open) {
				continue
			}
			r := e.Rules(v.Day)
			l := Line{
				Kader: v.Kader, Month: v.Day.Month().First(), Kind: KindNoted, Household: h, Ref: visitRef(v), Day: v.Day, Visit: &e.visits[h][i].Day, At: v.At,
				Amount: v.Amount, Arrears: v.Amount, Fee: r.Fee.Share(v.Amount), State: Waiting, Reason: WaitsForFile,
			}
			switch {
			case v.Day <= e.Covered:
				l.Reason = NotInFile
			case e.Today > v.Day+planner.Day(max(1, r.Attribution.WaitDays)):
				l.Reason = WaitsLong
			}
			e.lines = append(e.lines, l)
		}
	}
}

// familySum names confirmed payments of a family that are of one sum.
type familySum struct {
	household planner.HouseholdID
	amount    planner.Rupiah
}

// openSums are the places in lines of the confirmed payments that answer no visit yet,
// in their order.
func (e *earning) openSums() map[familySum][]int {
	open := map[familySum][]int{}
	for i, l := range e.lines[:len(e.fee)] {
		sum := familySum{l.Household, l.Amount}
		open[sum] = append(open[sum], i)
	}
	return open
}

// answer takes the first of the open confirmed payments that a visit may have noted.
func (e *earning) answer(v planner.Visit, open map[familySum][]int) bool {
	window := planner.Day(e.Rules(v.Day).Attribution.Days)
	sum := familySum{v.Household, v.Amount}
	n := slices.IndexFunc(open[sum], func(i int) bool {
		day := e.lines[i].Day
		return day >= v.Day-1 && day <= v.Day+window
	})
	if n < 0 {
		return false
	}
	open[sum] = slices.Delete(open[sum], n, n+1)
	return true
}

func visitRef(v planner.Visit) string { return fmt.Sprintf("%v/%v/%d", v.Day, v.At, v.Kader) }

// reminded pays for the people of families that were met: each once a month, to the
// kader who met it first.
func (e *earning) reminded() {
	for _, h := range sortedKeys(e.visits) {
		paid := map[planner.Month]bool{}
		for i, v := range e.visits[h] {
			r := e.Rules(v.Day)
			if r.Fee.PerReminded == 0 || !v.Outcome.Met() || paid[v.Day.Month()] || v.Kader == 0 {
				continue
			}
			paid[v.Day.Month()] = true
			e.lines = append(e.lines, Line{
				Kader: v.Kader, Month: v.Day.Month().First(), Kind: KindReminded, Household: h, Ref: v.Day.Month().String(), Day: v.Day, Visit: &e.visits[h][i].Day, At: v.At,
				Fee: r.Fee.PerReminded * planner.Rupiah(e.members(h)), State: stateOf(r.Fee), Reason: WasReminded,
			})
		}
	}
}

// members are the people of a family by its newest figures.
func (e *earning) members(h planner.HouseholdID) int {
	n, asOf := 0, planner.Day(-1<<31)
	for _, f := range e.Figures[h] {
		if f.AsOf >= asOf {
			n, asOf = len(f.Classes), f.AsOf
		}
	}
	return n
}

func (e *earning) registered() {
	for _, g := range e.Registered {
		fee := e.Rules(g.Day).Fee
		sum := fee.PerRegistration + fee.PerRegistrant*planner.Rupiah(max(1, g.Heads))
		if sum == 0 {
			continue
		}
		e.lines = append(e.lines, Line{
			Kader: g.Kader, Month: g.Day.Month().First(), Kind: KindRegistered, Ref: g.ID, Day: g.Day, Fee: sum, State: stateOf(fee), Reason: DidRegister,
		})
	}
}

func sortedKeys[V any](m map[planner.HouseholdID]V) []planner.HouseholdID {
	out := make([]planner.HouseholdID, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
