package planner

import "math"

// Worth is what a visit that begins within Span is expected to bring, less what
// would come without it; either part may be negative.
type Worth struct {
	Span
	Slot    Slot
	Contact float64 // chance that somebody of the family is met
	Cash    Rupiah  // within the month
	Later   Rupiah  // what the visit sets going: instalments after the first, promises kept
}

// Expected is all that the visit is expected to bring, weighed by the chance that it
// comes, not by time: YieldRule.Present weighs by both.
func (w Worth) Expected() Rupiah { return w.Cash + w.Later }

// sums are Rupiah of this month and of later ones.
type sums struct{ cash, later float64 }

func (a sums) times(f float64) sums { return sums{f * a.cash, f * a.later} }

func (a sums) plus(b sums) sums { return sums{a.cash + b.cash, a.later + b.later} }

// prospect is what a meeting with a family on a day brings, whatever the hour.
type prospect struct {
	gain    sums    // once the family is met
	anyway  float64 // comes without the visit, this month
	promise *Promise
}

// prospectOf values a meeting: with a promise or an instalment that has fallen
// due, that money, and else what an ordinary meeting brings. Every Rupiah is cash at
// one visit only: an instalment at its own, though the enrolment counted it as later;
// a promise at its own, though the meeting counted it as later.
func (c *Chances) prospectOf(r *Rules, h Household, past History, d Day) prospect {
	h = r.On(h, d)
	balance := float64(h.Arrears)
	m := c.MeetingOf(r, h, past, d)
	p := prospect{anyway: c.Scale * c.Anyway * balance}
	if promise := past.Pending(r, r.Day); promise != nil && promise.Due <= d {
		kept := c.KeptOf(past)
		amount := math.Min(float64(promise.Amount), balance)
		p.promise = promise
		p.gain = sums{cash: kept * amount}.plus(c.ordinary(r, h, past, m).times(1 - kept))
		p.anyway += c.AnywayPromise * amount
		return p
	}
	if plan := past.RehabOn(h, r.Day); plan != nil && plan.NextDue <= d {
		p.gain = sums{cash: c.Instalment * float64(plan.Instalment)}
		p.anyway = c.AnywayInstalment * float64(plan.Instalment)
		return p
	}
	p.gain = c.ordinary(r, h, past, m)
	return p
}

// ordinary is the gain of a meeting with a family that announced nothing, at the
// level of the branch:
// cash p_full·balance + p_rehab·first + p_promise·p_anyway·amount,
// later p_rehab·kept·(balance − first) + p_promise·(p_kept − p_anyway)·amount.
func (c *Chances) ordinary(r *Rules, h Household, past History, m Meeting) sums {
	balance := float64(h.Arrears)
	promised := m.Promise * c.PromiseShare * balance
	gain := sums{
		cash:  m.Full*balance + promised*c.AnywayPromise,
		later: promised * max(0, c.KeptOf(past)-c.AnywayPromise),
	}
	if n := r.RehabSteps(h); n >= 2 {
		first := balance / float64(n)
		gain = gain.plus(sums{m.Rehab * first, m.Rehab * r.Yield.KeptPercent / 100 * (balance - first)})
	}
	return gain.times(c.Scale)
}

// WorthOn is what a visit to the household is worth on d, by slot, within the
// spans in which it may be visited; ascending. It says nothing about whether the
// household should be left alone: that is RestOf's to say.
//
// EV = p_contact · gain − what would be paid anyway, in Rupiah, both of the
// balance as it will be on d: below the cap it grows by a month's premium with
// each month, at the cap it does not.
func (c *Chances) WorthOn(cal Calendar, r *Rules, h Household, past History, d Day, spans []Span) []Worth {
	p := c.prospectOf(r, h, past, d)
	var out []Worth
	for _, s := range cal.slots(d, spans) {
		contact := c.ContactOf(cal, past, s.Slot)
		if p.promise != nil && p.promise.Due == d {
			contact = max(contact, c.PromiseContact)
		}
		s.Contact = contact
		s.Cash, s.Later = p.met(contact)
		out = append(out, s)
	}
	return out
}

// met is what the prospect brings where somebody is met with a chance.
func (p prospect) met(contact float64) (cash, later Rupiah) {
	return Rupiah(math.Round(contact*p.gain.cash - p.anyway)), Rupiah(math.Round(contact * p.gain.later))
}

// slots cuts spans where the slot changes.
func (c Calendar) slots(d Day, spans []Span) []Worth {
	var out []Worth
	for _, s := range spans {
		if slot := c.SlotOf(d, s.Open); slot == Saturday || slot == DayOff {
			out = append(out, Worth{Span: s, Slot: slot})
			continue
		}
		for slot, part := range slotSpans {
			for _, x := range Intersect([]Span{s}, []Span{part}) {
				out = append(out, Worth{Span: x, Slot: Slot(slot)})
			}
		}
	}
	return out
}

// VisitExpected is what a visit to the household in its best ordinary slot on the
// rules' day brings; nothing where it is not to be visited at all.
func (c *Chances) VisitExpected(cal Calendar, r *Rules, h Household, past History) (cash, later Rupiah) {
	if r.RestOf(h, past).Forever() {
		return 0, 0
	}
	contact := 0.0
	for s := range Slots {
		if Slot(s) != DayOff {
			contact = max(contact, c.ContactOf(cal, past, Slot(s)))
		}
	}
	cash, later = c.prospectOf(r, h, past, r.Day).met(contact)
	return max(0, cash), max(0, later)
}

// VisitsAMonth is how often a household of a full territory is visited in a month:
// 100 visits for 500 households are one fifth of a visit.
func (r *Rules) VisitsAMonth() float64 {
	return float64(r.Target.VisitsPerMonth) / float64(r.Territory.Target)
}

// VisitsOf are the visits of a month that so many households get, as MonthExpected counts
// on them.
func (r *Rules) VisitsOf(households int) int {
	t, v := r.Territory.Target, r.Target.VisitsPerMonth
	return (2*households*v + t) / (2 * t)
}

// MonthExpected is the cash that an eligible household is expected to bring in a
// month of its territory, and what comes later of that month's visits: what a visit
// brings, times the visits that it gets.
func (c *Chances) MonthExpected(cal Calendar, r *Rules, h Household, past History) (cash, later Rupiah) {
	cash, later = c.VisitExpected(cal, r, h, past)
	share := func(of Rupiah) Rupiah { return Rupiah(math.Round(r.VisitsAMonth() * float64(of))) }
	return share(cash), share(later)
}
