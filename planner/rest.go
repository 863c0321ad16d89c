package planner

// Why a household is not visited, in whole or on some days. The user interface
// holds the words.
const (
	RestIneligible = "NOT_ELIGIBLE"     // not a kader's by the dated rule, paid or written off
	RestPaid       = "PAID"             // what it owed came in since its figures were true
	RestUnlocated  = "NOT_ROUTABLE"     // nobody knows where it is
	RestGone       = "GONE"             // moved, deceased, or no such address
	RestBan        = "NO_VISIT"         // do not visit before a day
	RestSupervisor = "SUPERVISOR"       // refused so often that the supervisor decides
	RestPhone      = "PHONE_FIRST"      // Never home; to be telephoned first
	RestCooldown   = "COOLDOWN"         // too soon after the last visit
	RestClaim      = "CLAIM"            // says that it has paid, and no payment file covers that day yet
	RestMonth      = "MONTH_FULL"       // met often enough this month
	RestPromise    = "PROMISE_LATER"    // before the day of the promise
	RestInstalment = "INSTALMENT_LATER" // before the day of the next instalment
)

// Never is after every plan.
const Never Day = 1 << 24

// Rest is until when a household is left alone: it may be visited from From on.
// Code says what keeps it from being visited before; empty where nothing does.
type Rest struct {
	From Day
	Code string
}

// Forever reports whether no later day helps.
func (r Rest) Forever() bool { return r.From >= Never }

// later keeps the later of two ends.
func (r *Rest) later(from Day, code string) {
	if from > r.From {
		r.From, r.Code = from, code
	}
}

// RestOf is how long the household is left alone, as seen on the rules' day. What
// a promise or an instalment names is exempt from cooldowns, but nobody comes
// before that day; a ban, a supervisor's decision or a departure is above both.
func (r *Rules) RestOf(h Household, past History) Rest {
	rest := Rest{From: r.Day}
	switch {
	case !r.Eligible(h):
		return Rest{Never, RestIneligible}
	case h.Accuracy == "F" || h.Cell == 0:
		return Rest{Never, RestUnlocated}
	case past.paidFrom(h.AsOf) >= h.Arrears:
		return Rest{Never, RestPaid}
	}
	if past.lost() {
		return Rest{Never, RestGone}
	}
	if past.refusalsInARow() >= r.Contact.RefusalsToSuper && r.Contact.RefusalsToSuper > 0 {
		return Rest{Never, RestSupervisor}
	}
	if p := past.Pending(r, r.Day); p != nil {
		rest.later(p.Due, RestPromise)
	} else if plan := past.RehabOn(h, r.Day); plan != nil {
		rest.later(plan.NextDue, RestInstalment)
	} else {
		r.cool(&rest, past)
	}
	if h.NoVisit != nil {
		rest.later(h.NoVisit.Until+1, RestBan)
	}
	return rest
}

// cool keeps the distance that past visits ask for.
func (r *Rules) cool(rest *Rest, past History) {
	last := past.LastVisit()
	if last == nil {
		return
	}
	switch {
	case last.Outcome != AlreadyPaid:
		rest.later(last.Day+Day(r.Cooldown[last.Outcome]), RestCooldown)
	case past.Covered < last.Day: // asked for what it may have paid it would be pressed wrongly
		rest.later(last.Day+Day(r.Contact.ClaimDays), RestClaim)
	}
	if n := r.Contact.EmptyCallsToPhone; n > 0 && past.emptyInARow() >= n {
		rest.later(last.Day+Day(r.Contact.PhoneDays), RestPhone)
	}
	met := past.last(func(v Visit) bool { return v.Outcome.Met() })
	if met == nil {
		return
	}
	rest.later(met.Day+Day(r.Contact.DaysBetween), RestCooldown)
	month := rest.From.Month()
	often := past.count(func(v Visit) bool { return v.Outcome.Met() && v.Day.Month() == month })
	if often >= r.Contact.PerMonth {
		rest.later(month.Add(1).First(), RestMonth)
	}
}

// Gap is how many days lie between two planned visits to a family.
func (r *Rules) Gap() int {
	const longestMonth = 31
	return max(r.Contact.DaysBetween, (longestMonth+r.Contact.PerMonth-1)/r.Contact.PerMonth)
}

// CoverageDue is the day by which the household is to be visited so that all are
// in every period of the rule: counted from its last visit, or, where nobody was
// there yet, spread over the first period by its number, so that the year's work
// does not fall due on one day. since is when the kader took the territory over.
func (r *Rules) CoverageDue(h Household, past History, since Day) Day {
	if v := past.LastVisit(); v != nil {
		return v.Day + Day(r.Coverage.Days)
	}
	x := uint64(h.ID) * 0x9e3779b97f4a7c15 // a fixed mixing of the number (SplitMix64's increment)
	x ^= x >> 31
	const lead = 30 // nobody is due in the first weeks
	return since + lead + Day(x%uint64(max(1, r.Coverage.Days-lead)))
}
