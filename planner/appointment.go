package planner

// Appointment is what a promise comes to in the days of the kader who got it: whether a
// visit of usual length fits into the hours that the family named, and where it does
// not, why, and the nearest time that would do.
type Appointment struct {
	Fits    bool        `json:"fits"`
	Why     Hindrance   `json:"why,omitempty"`
	Nearest *Invitation `json:"nearest,omitempty"` // nil: none within the days that a promise is waited for
}

// Invitation is a time at which a family can be visited.
type Invitation struct {
	Day Day `json:"day"`
	Span
}

// Hindrance is why a promise cannot be kept when the family wants it.
type Hindrance string

// What hinders a promise.
const (
	HinderedByAbsence Hindrance = "AWAY"          // the kader does not work that day
	HinderedByShift   Hindrance = "OUTSIDE_SHIFT" // the kader works at other hours
)

// PromiseGrace is how many days after a promise fell due its visit may still be made,
// where nobody may come on the day itself.
const PromiseGrace = 7

// Appoint tells at once, when a promise is made, whether the kader can come for it. A
// promise is never visited before its day: the nearest time is on that day within the
// shift, as near to the hours named as can be, or on the first day after it, at those
// hours where the shift allows them.
func (c Calendar) Appoint(k Kader, r *Rules, h Household, p Promise) Appointment {
	need := r.VisitTime(h)
	for _, w := range c.Workdays(k, r, p.Due, p.Due) {
		if len(roomy(Intersect(c.VisitSpans(r, h, &p, p.Due), w.Shifts), need)) > 0 {
			return Appointment{Fits: true}
		}
	}
	out := Appointment{Why: HinderedByAbsence}
	if len(c.Workdays(k, r, p.Due, p.Due)) > 0 {
		out.Why = HinderedByShift
	}
	open := p
	open.Open, open.Close = 0, 0 // the day, at any hour
	for _, w := range c.Workdays(k, r, p.Due, p.Due+PromiseGrace) {
		promise := &open
		if w.Day != p.Due {
			promise = nil
		}
		spans := roomy(Intersect(c.VisitSpans(r, h, promise, w.Day), w.Shifts), need)
		if at, ok := nearest(spans, p, need); ok {
			out.Nearest = &Invitation{w.Day, at}
			break
		}
	}
	return out
}

// roomy are the spans that hold a visit.
func roomy(spans []Span, need Minute) (out []Span) {
	for _, s := range spans {
		if s.Close-s.Open >= need {
			out = append(out, s)
		}
	}
	return out
}

// nearest is the part of the spans nearest to the hours that a promise names: within
// them, else a visit next to them; where it names none, the first span.
func nearest(spans []Span, p Promise, need Minute) (best Span, ok bool) {
	away := Minute(0)
	for _, s := range spans {
		if p.Open >= p.Close {
			return s, true
		}
		if in := (Span{max(s.Open, p.Open), min(s.Close, p.Close)}); in.Close-in.Open >= need {
			return in, true
		}
		at, by := Span{s.Open, s.Open + need}, s.Open-p.Close
		if s.Open < p.Open { // earlier than asked for: as late as the span has it
			at = Span{max(s.Open, min(s.Close, p.Close)-need), min(s.Close, p.Close)}
			by = p.Open - at.Close
		}
		if !ok || by < away {
			best, away, ok = at, by, true
		}
	}
	return best, ok
}
