package planner

import "math"

// Slot is a part of the week in which people are home about alike.
type Slot int

// The slots.
const (
	Morning  Slot = iota // a weekday until 12.00
	Midday               // a weekday from 12.00 to 16.00
	Evening              // a weekday from 16.00
	Saturday             // all day
	DayOff               // a Sunday or holiday
	Slots    int  = iota
)

// slotSpans cut an ordinary day into its slots.
var slotSpans = [...]Span{Morning: {0, 12 * 60}, Midday: {12 * 60, 16 * 60}, Evening: {16 * 60, 24 * 60}}

// SlotOf is the slot of a time.
func (c Calendar) SlotOf(d Day, m Minute) Slot {
	switch {
	case c.Holiday(d) || d.Weekday() == 0:
		return DayOff
	case d.Weekday() == 6:
		return Saturday
	case m < slotSpans[Morning].Close:
		return Morning
	case m < slotSpans[Midday].Close:
		return Midday
	}
	return Evening
}

// Logit is the log-odds of an outcome, against nothing at all, at a meeting: Base
// for a family like most, and what is added for each trait.
type Logit struct {
	Base       float64
	LogMonths  float64 // of ln(unpaid months / 18)
	AtCap      float64 // the balance no longer grows
	LogBalance float64 // of ln(arrears / Rp2 million)
	Kept       float64 // for each promise kept
	Broken     float64 // for each promise broken
	Refusals   float64 // for each refusal so far
	Unable     float64 // for each time the family said that it cannot
	Phone      float64 // its telephone works
	Switched   float64 // it no longer pays for itself
	Payday     float64 // from the 25th to the 5th
	Paid       float64 // something came in within half a year
}

// Chances are the probabilities behind what a visit is worth. A version learned
// from the branch's own visits fills the same fields.
type Chances struct {
	Version string // Prior until something was learned

	Contact         [Slots]float64 // that somebody of the family is home
	ContactStrength float64        // visits that the prior is worth against a family's own
	PromiseContact  float64        // home at the hour it named itself

	Full, Rehab, Promise, Refuse, Unable Logit

	Kept         float64 // that a promise is kept when somebody comes on its day
	KeptStrength float64 // promises that the prior is worth
	PromiseShare float64 // a new promise as a share of the arrears
	Instalment   float64 // that an instalment is paid when somebody comes for it

	Anyway           float64 // share of the arrears that comes without a visit
	AnywayPromise    float64 // that a promise is kept without a visit
	AnywayInstalment float64 // that an instalment is paid without a visit

	Lost float64 // that a family never met has moved or cannot be found

	Scale  float64 // of what an ordinary meeting brings, for the Level of the branch
	Spread float64 // of that level: one standard deviation, as a share
}

// Priors are what is assumed where nothing was learned. Only their order is
// supported by what is published; every level is to be replaced by the branch's
// own data.
func Priors() Chances {
	return Chances{
		Version: Prior,
		// Weekday evenings and weekends beat weekday daytime: Weeks et al. 1987; JOS
		// 1988, 1999; Durrant et al. 2011. Levels are assumed.
		Contact:         [Slots]float64{Morning: 0.40, Midday: 0.40, Evening: 0.65, Saturday: 0.60, DayOff: 0.65},
		ContactStrength: 4,
		PromiseContact:  0.85, // assumed
		// Chances of 20, 8, 22, 12 and 22 % at a meeting with a family like most, against
		// 16 % for nothing: about what Rp247,000 a visit means (Surakarta 2024). Signs
		// follow the programme's reports. The larger the debt the rarer it is paid: what a
		// meeting brings grows far slower than the debt, so that a plan does not hunt the
		// largest ones. All assumed.
		Full:    Logit{Base: 0.22, LogMonths: -0.5, AtCap: -0.2, LogBalance: -0.7, Kept: 0.5, Broken: -0.3, Refusals: -0.5, Unable: -0.4, Phone: 0.2, Payday: 0.3, Paid: 0.5},
		Rehab:   Logit{Base: -0.69, LogBalance: -0.6, Kept: 0.2, Refusals: -0.5, Phone: 0.1, Switched: 0.1, Paid: 0.2},
		Promise: Logit{Base: 0.32, LogMonths: -0.2, LogBalance: -0.7, Broken: -0.2, Refusals: -0.4, Payday: -0.1},
		Refuse:  Logit{Base: -0.29, Refusals: 0.7, Kept: -0.3},
		Unable:  Logit{Base: 0.32, LogMonths: 0.2, Unable: 0.5, Payday: -0.2},
		// Promises are poor predictors (Scorenomics); level assumed.
		Kept: 0.35, KeptStrength: 4, PromiseShare: 0.25,
		Instalment: 0.80, // assumed
		// Assumed; to be measured with a control group.
		Anyway: 0.01, AnywayPromise: 0.10, AnywayInstalment: 0.40,
		// 15 % of a list of families in arrears (domain figure, assumed by branches).
		Lost:  0.15,
		Scale: 1,
	}
}

// ContactOf is the chance that somebody of the family is met in a slot: that it is
// home, by the prior and its own visits in that very slot, so that an empty call
// lowers this slot and no other (Beta-binomial); and that it lives there at all,
// which only a meeting shows.
func (c *Chances) ContactOf(cal Calendar, past History, s Slot) float64 {
	met, calls, there := 0.0, 0.0, 1-c.Lost
	for _, v := range past.Visits {
		if v.Outcome.Met() || v.Outcome == MetOther {
			there = 1
		}
		if cal.SlotOf(v.Day, v.At) != s {
			continue
		}
		if v.Outcome.Met() {
			met++
		}
		if v.Outcome.Met() || v.Outcome.Empty() {
			calls++
		}
	}
	return there * (c.Contact[s]*c.ContactStrength + met) / (c.ContactStrength + calls)
}

// KeptOf is the chance that the family keeps a promise when somebody comes on its
// day.
func (c *Chances) KeptOf(past History) float64 {
	kept, broken := past.promises()
	return (c.Kept*c.KeptStrength + float64(kept)) / (c.KeptStrength + float64(kept+broken))
}

// traits are what a family brings to a meeting.
type traits struct {
	logMonths, logBalance, kept, broken, refusals, unable float64
	atCap, phone, switched, payday, paid                  float64
}

func traitsOf(r *Rules, h Household, past History, d Day) traits {
	kept, broken := past.promises()
	few := func(n int) float64 { return float64(min(n, 3)) } // one more says less and less
	return traits{
		logMonths:  math.Log(float64(max(1, min(h.Months, r.Arrears.CapMonths))) / 18),
		logBalance: math.Log(float64(max(50_000, h.Arrears)) / 2e6),
		kept:       few(kept),
		broken:     few(broken),
		refusals:   few(past.count(func(v Visit) bool { return v.Outcome == Refused })),
		unable:     few(past.count(func(v Visit) bool { return v.Outcome == Unable })),
		atCap:      flag(r.AtCap(h)),
		phone:      flag(h.PhoneQuality == PhoneWorks),
		switched:   flag(h.Switched()),
		payday:     flag(d.DayOfMonth() >= 25 || d.DayOfMonth() <= 5),
		paid:       flag(past.paidWithin(d, 180)),
	}
}

func flag(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

func (l Logit) odds(t traits) float64 {
	return math.Exp(l.Base + l.LogMonths*t.logMonths + l.AtCap*t.atCap + l.LogBalance*t.logBalance +
		l.Kept*t.kept + l.Broken*t.broken + l.Refusals*t.refusals + l.Unable*t.unable +
		l.Phone*t.phone + l.Switched*t.switched + l.Payday*t.payday + l.Paid*t.paid)
}

// Meeting are the chances of what a meeting brings; with nothing they sum to 1.
type Meeting struct {
	Full, Rehab, Promise, Refuse, Unable float64
}

// MeetingOf are the chances of the outcomes once the family is met.
func (c *Chances) MeetingOf(r *Rules, h Household, past History, d Day) Meeting {
	t := traitsOf(r, h, past, d)
	m := Meeting{Full: c.Full.odds(t), Promise: c.Promise.odds(t), Refuse: c.Refuse.odds(t), Unable: c.Unable.odds(t)}
	if r.RehabSteps(h) >= 2 {
		m.Rehab = c.Rehab.odds(t)
	}
	sum := 1 + m.Full + m.Rehab + m.Promise + m.Refuse + m.Unable
	return Meeting{m.Full / sum, m.Rehab / sum, m.Promise / sum, m.Refuse / sum, m.Unable / sum}
}
