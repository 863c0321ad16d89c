package planner

import "math"

// Worth is what a visit that begins within Span is expected to bring.
type Worth struct {
	Span
	Slot     Slot
	Contact  float64 // chance that somebody is home
	Expected Rupiah  // less what would come without the visit; may be negative
}

// prospect is what a meeting with a family on a day brings, whatever the hour.
type prospect struct {
	gain    float64 // Rupiah, once the family is met
	anyway  float64 // Rupiah that come without the visit
	promise *Promise
	plan    *Rehab
}

// prospectOf values a meeting: with a promise or an instalment that has fallen
// due, that money, and else
// p_full·balance + p_rehab·(first + rest·later) + p_promise·p_kept·amount.
func (c *Chances) prospectOf(r *Rules, h Household, past History, d Day) prospect {
	h = r.On(h, d)
	balance := float64(h.Arrears)
	m := c.MeetingOf(r, h, past, d)
	p := prospect{anyway: c.Anyway * balance}
	if promise := past.Pending(r, r.Day); promise != nil && promise.Due <= d {
		kept := c.KeptOf(past)
		amount := math.Min(float64(promise.Amount), balance)
		p.promise = promise
		p.gain = kept*amount + (1-kept)*c.ordinary(r, h, past, m)
		p.anyway += c.AnywayPromise * amount
		return p
	}
	if plan := past.RehabOn(h, r.Day); plan != nil && plan.NextDue <= d {
		kept := float64(plan.Instalment) * (1 + c.RehabRest*float64(plan.Steps-plan.Paid-1))
		p.plan = plan
		p.gain = c.Instalment * kept
		p.anyway = c.AnywayInstalment * kept
		return p
	}
	p.gain = c.ordinary(r, h, past, m)
	return p
}

// ordinary is the gain of a meeting with a family that announced nothing.
func (c *Chances) ordinary(r *Rules, h Household, past History, m Meeting) float64 {
	balance := float64(h.Arrears)
	gain := m.Full*balance + m.Promise*c.KeptOf(past)*c.PromiseShare*balance
	if n := r.RehabSteps(h); n >= 2 {
		first := balance / float64(n)
		gain += m.Rehab * (first + c.RehabRest*(balance-first))
	}
	return gain
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
		s.Expected = Rupiah(math.Round(c.Scale * (contact*p.gain - p.anyway)))
		out = append(out, s)
	}
	return out
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

// MonthExpected is what an eligible household is expected to bring in a month of
// its territory: a visit in the best ordinary slot on the rules' day, times the
// visits that a household of a full territory gets in a month (100 visits for 500
// households is one fifth of a visit). Nothing where it is not to be visited.
func (c *Chances) MonthExpected(cal Calendar, r *Rules, h Household, past History) Rupiah {
	if rest := r.RestOf(h, past); rest.Forever() {
		return 0
	}
	p := c.prospectOf(r, h, past, r.Day)
	contact := 0.0
	for s := range Slots {
		if Slot(s) != DayOff {
			contact = max(contact, c.ContactOf(cal, past, Slot(s)))
		}
	}
	visits := float64(r.Target.VisitsPerMonth) / float64(r.Territory.Target)
	return max(0, Rupiah(math.Round(visits*c.Scale*(contact*p.gain-p.anyway))))
}
