package route

import (
	"slices"
	"testing"
	"time"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/plannertest"
)

// lane is a kader with six families in a row east of home, all known to the kader,
// free to be visited, and one to three a day. Its first day is a Monday.
func lane(t testing.TB) Input {
	t.Helper()
	r := plannertest.Rules(t, "2026-12-07")
	r.Stops = planner.StopsRule{Least: 1, Most: 3}
	in := Input{
		Kader: planner.Kader{
			ID: 7, Status: planner.KaderActive, From: r.Day - 100, Until: r.Day + 300, Shifts: plannertest.Week(),
			Home: geo.Position{Lon: 110.8, Lat: -7.55}, Kecamatan: "99.01.01",
		},
		First: r.Day, Last: r.Day + 1, Rules: r, Chances: planner.Priors(), Since: r.Day - 10,
		Histories: map[planner.HouseholdID]planner.History{},
		Desa:      map[geo.AreaCode]geo.Area{lanes: {Code: lanes, Inner: geo.Position{Lon: 110.801, Lat: -7.551}}},
	}
	for id := range planner.HouseholdID(6) {
		at := geo.Position{Lon: 110.801 + 0.001*float64(id), Lat: -7.55}
		cell, err := geo.CellAt(at)
		if err != nil {
			t.Fatal(err)
		}
		in.Households = append(in.Households, planner.Household{
			ID: id + 1, Classes: []planner.CareClass{3, 3}, Segment: planner.PBPU, ArrearsOf: planner.PBPU, Months: 18,
			Arrears: r.ArrearsOf([]planner.CareClass{3, 3}, 18), ArrearsStatus: planner.ArrearsActive, Desa: lanes, At: &at, Accuracy: "A", Cell: cell, AsOf: r.Day - 5,
		})
		in.visit(id+1, planner.Visit{Day: r.Day - 100, At: 1000, Outcome: planner.NotHome})
	}
	return in
}

const lanes geo.AreaCode = "99.01.01.2001"

// engaged is the call at the input's first engagement.
const engaged planner.HouseholdID = -1

// call is a visit, with household 0 a report, or the engagement.
type call struct {
	id    planner.HouseholdID
	begin planner.Minute
}

// day adds up a day of calls: every sum and time of it is right, whatever it breaks.
func (in *Input) day(d planner.Day, calls ...call) Route {
	r := Route{Kader: in.Kader.ID, Day: d}
	at, clock := in.Kader.Home, planner.Minute(0)
	ride := func(to geo.Position) (geo.Metres, geo.Seconds) {
		metres, seconds := in.Rules.Travel.Line(in.Kader.Kecamatan).Way(at, to)
		at = to
		r.Ride += metres
		return metres, seconds
	}
	for i, c := range calls {
		s := Stop{Household: c.id, Seq: i + 1, Begin: c.begin, WindowOpen: c.begin, WindowClose: c.begin, Probability: 1, Desa: lanes}
		long, place := in.Rules.Service.Report, in.Desa[lanes].Inner
		switch c.id {
		case 0:
		case engaged:
			e := in.Engagements[0]
			s.Household, s.Engagement, s.Desa = 0, &e, ""
			long, place = e.Minutes, *e.At
		default:
			h := in.Households[slices.IndexFunc(in.Households, func(h planner.Household) bool { return h.ID == c.id })]
			long, place, s.Desa = in.Rules.VisitTime(h), *h.At, h.Desa
			w := in.Chances.WorthOn(in.Calendar, &in.Rules, h, in.Histories[h.ID], d, []planner.Span{{Open: c.begin, Close: c.begin + 1}})[0]
			s.Expected, s.Cash, s.Contact = w.Expected(), w.Cash, w.Contact
			r.Expected += s.Expected
			r.Cash += s.Cash
		}
		s.Ride, s.RideTime = ride(place)
		if i == 0 {
			clock = c.begin - rounded(s.RideTime)
			r.Leave = clock
		}
		s.Arrive = clock + rounded(s.RideTime)
		clock = c.begin + long
		r.Stops = append(r.Stops, s)
	}
	_, seconds := ride(in.Kader.Home)
	r.Return = clock + rounded(seconds)
	return r
}

// month adds up a plan of days: whom they do not visit is left out.
func (in *Input) month(routes ...Route) Plan {
	routes = in.idle(routes)
	p := Plan{Kader: in.Kader.ID, First: in.First, Last: in.Last, Routes: routes}
	seen := visited(routes)
	for _, h := range in.Households {
		if !seen[h.ID] {
			p.LeftOut = append(p.LeftOut, LeftOut{Household: h.ID, Code: LeftLate})
		}
	}
	for _, r := range routes {
		p.Certificate.Value += r.present(in.Rules.Yield) - r.Fare(in.Rules.Travel)
	}
	p.Certificate.Bound, p.Certificate.Days = p.Certificate.Value, len(routes)
	p.Outlook = in.outlook(routes)
	return p
}

// idle are routes and, for every other workday that was not announced, one without
// stops.
func (in *Input) idle(routes []Route) []Route {
	for _, w := range in.Calendar.Workdays(in.Kader, &in.Rules, in.First, in.Last) {
		of := func(r Route) bool { return r.Day == w.Day }
		over := w.Day == in.First && w.Close() <= in.Now
		if w.Special || over || slices.ContainsFunc(routes, of) || slices.ContainsFunc(in.Published, of) {
			continue
		}
		at := slices.IndexFunc(routes, func(r Route) bool { return r.Day > w.Day })
		if at < 0 {
			at = len(routes)
		}
		routes = slices.Insert(slices.Clone(routes), at, Route{Kader: in.Kader.ID, Day: w.Day, Leave: w.Open(), Return: w.Open(), Few: FewHouseholds})
	}
	return routes
}

// promise has a family promise to pay on a day, within hours where open is before
// close.
func (in *Input) promise(id planner.HouseholdID, due planner.Day, open, close planner.Minute) {
	in.visit(id, planner.Visit{
		Day: in.First - 50, At: 1000, Outcome: planner.Promised,
		Promise: &planner.Promise{Due: due, Open: open, Close: close, Amount: 100_000, State: planner.PromisePending},
	})
}

// toSunday moves the two days to a Saturday and a Sunday, on both of which the kader
// works in the evening.
func (in *Input) toSunday() {
	in.First, in.Last = in.First-2, in.Last-2
	in.Rules.Day = in.First
	for _, d := range []time.Weekday{time.Saturday, time.Sunday} {
		in.Kader.Shifts = append(in.Kader.Shifts, planner.Shift{Weekday: d, Open: 16 * 60, Close: 20 * 60})
	}
}

// unknown makes the kader one whom the desa does not know yet.
func (in *Input) unknown() { in.Kader.ID++ }

// Every plan here is right in every sum and breaks one rule, and the check says
// that one thing of it and no other.
func TestRefereeRefusesEachBreachOfItsOwn(t *testing.T) {
	const five = 17 * 60
	monday := func(in *Input) Route {
		return in.day(in.First, call{1, five}, call{2, five + 30}, call{3, five + 60})
	}
	tuesday := func(in *Input) Route { return in.day(in.First+1, call{4, five}) }
	for _, c := range []struct {
		name, says string
		before     func(in *Input)                                     // what the input is like
		routes     func(in *Input) []Route                             // nil: Monday and Tuesday as they are
		after      func(p *Plan, monday *Route, stop *Stop, in *Input) // what is done to the whole
	}{
		{"nothing", "", nil, nil, nil},
		{"another kader's plan", "plan of kader 8", nil, nil, func(p *Plan, _ *Route, _ *Stop, _ *Input) { p.Kader = 8 }},
		{"another first day", "plan of", nil, nil, func(p *Plan, _ *Route, _ *Stop, _ *Input) { p.First-- }},
		{"another last day", "plan of", nil, nil, func(p *Plan, _ *Route, _ *Stop, _ *Input) { p.Last++ }},
		{"days out of order", "comes after", nil, nil, func(p *Plan, _ *Route, _ *Stop, _ *Input) { slices.Reverse(p.Routes) }},
		{"a day twice", "comes after", nil, func(in *Input) []Route {
			return []Route{monday(in), in.day(in.First, call{5, five})}
		}, nil},
		{"another kader's route", "is no day of kader 8", nil, nil, func(_ *Plan, r *Route, _ *Stop, _ *Input) { r.Kader = 8 }},
		{"on leave", "is no day of kader", func(in *Input) { in.Kader.Status = planner.KaderOnHold }, func(in *Input) []Route { return []Route{monday(in)} }, nil},
		{"before the contract", "is no day of kader", func(in *Input) { in.Kader.From = in.First + 1 }, nil, nil},
		{"after the contract", "is no day of kader", func(in *Input) { in.Kader.Until = in.First }, nil, nil},
		{"before the first day", "is no day of kader", func(in *Input) { in.First++ }, func(in *Input) []Route {
			return []Route{in.day(in.First-1, call{1, five})}
		}, nil},
		{"after the last day", "is no day of kader", func(in *Input) { in.Last-- }, nil, nil},
		{"no shift that day", "no shift", func(in *Input) { in.Kader.Shifts = in.Kader.Shifts[1:] }, nil, nil},
		{"away", "the kader is away", func(in *Input) { in.Kader.Away = []planner.Away{{First: in.First, Last: in.First}} }, nil, nil},
		{"left before the shift", "shift is from", nil, func(in *Input) []Route {
			return []Route{in.day(in.First, call{1, 16 * 60})}
		}, nil},
		{"home after the shift", "shift is from", nil, func(in *Input) []Route {
			return []Route{in.day(in.First, call{1, 20*60 - 20})}
		}, nil},
		{"begun before the shift", "outside the shift", func(in *Input) {
			in.Kader.Shifts = append(in.Kader.Shifts, planner.Shift{Weekday: time.Monday, Open: 8 * 60, Close: 9 * 60})
		}, func(in *Input) []Route { return []Route{in.day(in.First, call{1, 10 * 60})} }, nil},
		{"over the end of a shift", "outside the shift", func(in *Input) {
			in.Kader.Shifts = append(in.Kader.Shifts, planner.Shift{Weekday: time.Monday, Open: 8 * 60, Close: 9 * 60})
		}, func(in *Input) []Route {
			return []Route{in.day(in.First, call{1, 9*60 - 10}, call{2, five})}
		}, nil},
		{"across two shifts that touch", "", func(in *Input) {
			in.Kader.Shifts = append(in.Kader.Shifts, planner.Shift{Weekday: time.Monday, Open: 15 * 60, Close: 16 * 60})
		}, func(in *Input) []Route {
			return []Route{in.day(in.First, call{1, 16*60 - 10})}
		}, nil},
		{"a wrong number", "stop 1: number 2", nil, nil, func(_ *Plan, _ *Route, s *Stop, _ *Input) { s.Seq = 2 }},
		{"four reasons", "reasons", nil, nil, func(_ *Plan, _ *Route, s *Stop, _ *Input) { s.Reasons = make([]Reason, 4) }},
		{"probability 0", "probability 0", nil, nil, func(_ *Plan, _ *Route, s *Stop, _ *Input) { s.Probability = 0 }},
		{"probability above 1", "probability 1.1", nil, nil, func(_ *Plan, _ *Route, s *Stop, _ *Input) { s.Probability = 1.1 }},
		{"Rupiah that do not add up", "stops add up to", nil, nil, func(_ *Plan, r *Route, _ *Stop, _ *Input) { r.Expected++ }},
		{"too many stops", "3 stops, at most 2", func(in *Input) { in.Rules.Stops.Most = 2 }, nil, nil},
		{"too few stops", "no reason why not 2", func(in *Input) { in.Rules.Stops.Least = 2 }, nil, nil},
		{"too few stops for a reason", "", func(in *Input) { in.Rules.Stops.Least = 2 }, nil, func(p *Plan, _ *Route, _ *Stop, _ *Input) { p.Routes[1].Few = FewShared }},
		{"few stops on a day off", "", func(in *Input) {
			in.Rules.Stops.Least = 2
			in.Calendar.Holidays = map[planner.Day]string{in.First + 1: "libur"}
			in.Households[3].Consents = []planner.Consent{{Holiday: true, Open: 16 * 60, Close: 20 * 60}}
		}, nil, nil},
		{"arrival before one can be there", "stop 2: arrives", nil, nil, func(p *Plan, r *Route, _ *Stop, _ *Input) { r.Stops[1].Arrive-- }},
		{"begun before arrival", "stop 2: arrives", nil, func(in *Input) []Route {
			return []Route{in.day(in.First, call{1, five}, call{2, five + 20})}
		}, nil},
		{"a shorter ride", "stop 1: arrives", nil, nil, func(p *Plan, _ *Route, s *Stop, in *Input) { // the way home is longer for it
			s.Ride -= 2
			p.Certificate.Value = in.month(p.Routes...).Certificate.Value
		}},
		{"a shorter time of the ride", "stop 1: arrives", nil, nil, func(_ *Plan, _ *Route, s *Stop, _ *Input) { s.RideTime-- }},
		{"a day's ride too short", "home at", nil, nil, func(p *Plan, r *Route, _ *Stop, in *Input) {
			r.Ride -= 2
			p.Certificate.Value = in.month(p.Routes...).Certificate.Value
			p.Certificate.Bound = p.Certificate.Value
		}},
		{"home too soon", "home at", nil, nil, func(_ *Plan, r *Route, _ *Stop, _ *Input) { r.Return-- }},
		{"a stranger", "is not in the territory", nil, func(in *Input) []Route {
			in.Households[5].At = &in.Kader.Home
			r := in.day(in.First, call{6, five})
			in.Households = in.Households[:5]
			return []Route{r}
		}, nil},
		{"another desa", "lives in desa", nil, nil, func(_ *Plan, _ *Route, s *Stop, _ *Input) { s.Desa = "99.01.01.2009" }},
		{"before the promise", "promised for|rests until", func(in *Input) { in.promise(1, in.First+1, five, five+60) }, nil, nil},
		{"another hour than promised", "not its hours", func(in *Input) { in.promise(1, in.First, five+30, five+60) }, nil, nil},
		{"over the end of the hour promised", "not its hours", func(in *Input) { in.promise(1, in.First, five, five+10) }, nil, nil},
		{"the hour promised", "", func(in *Input) { in.promise(1, in.First, five, five+20) }, nil, nil},
		{"promised without an hour, on a day off", "", func(in *Input) {
			in.Calendar.Holidays = map[planner.Day]string{in.First: "libur"}
			for id := range planner.HouseholdID(3) {
				in.promise(id+1, in.First, 0, 0)
			}
		}, nil, nil},
		{"in the quiet hours", "not its hours", func(in *Input) {
			in.Rules.Visiting.Quiet = []planner.Shift{{Weekday: time.Monday, Open: five + 10, Close: five + 15}}
		}, nil, nil},
		{"in the quiet hours of another day", "", func(in *Input) {
			in.Rules.Visiting.Quiet = []planner.Shift{{Weekday: time.Friday, Open: five + 10, Close: five + 15}}
		}, nil, nil},
		{"before the visiting hours", "household 1 from|household 4 from", func(in *Input) { in.Rules.Visiting.Open = five + 1 }, nil, nil},
		{"after the visiting hours", "not its hours", func(in *Input) { in.Rules.Visiting.Close = five + 79 }, nil, nil},
		{"until the end of the visiting hours", "", func(in *Input) { in.Rules.Visiting.Close = five + 80 }, nil, nil},
		{"outside the family's own hours", "not its hours", func(in *Input) {
			in.Households[0].Consents = []planner.Consent{{Open: 18 * 60, Close: 19 * 60}}
		}, nil, nil},
		{"hours that mean nothing", "", func(in *Input) { in.Households[0].Consents = []planner.Consent{{Open: 19 * 60, Close: 18 * 60}} }, nil, nil},
		{"two own hours that touch", "", func(in *Input) {
			in.Households[0].Consents = []planner.Consent{{Open: five, Close: five + 10}, {Open: five + 10, Close: five + 20}}
		}, nil, nil},
		{"own hours of Sundays count on no Monday", "", func(in *Input) {
			in.Households[0].Consents = []planner.Consent{{Sunday: true, Open: 10 * 60, Close: 11 * 60}}
		}, nil, nil},
		{"a holiday without consent", "not its hours", func(in *Input) { in.Calendar.Holidays = map[planner.Day]string{in.First + 1: "libur"} }, nil, nil},
		{"a holiday with consent for Sundays", "not its hours", func(in *Input) {
			in.Calendar.Holidays = map[planner.Day]string{in.First + 1: "libur"}
			in.Households[3].Consents = []planner.Consent{{Sunday: true, Open: 16 * 60, Close: 20 * 60}}
		}, nil, nil},
		{"a Sunday without consent", "not its hours", func(in *Input) { in.toSunday() }, nil, nil},
		{"a Sunday with consent for holidays", "not its hours", func(in *Input) {
			in.toSunday()
			in.Households[3].Consents = []planner.Consent{{Holiday: true, Open: 16 * 60, Close: 20 * 60}}
		}, nil, nil},
		{"a Sunday with consent", "", func(in *Input) {
			in.toSunday()
			in.Households[3].Consents = []planner.Consent{{Sunday: true, Open: 16 * 60, Close: 20 * 60}}
		}, nil, nil},
		{"a ban", "is not to be visited until|rests until", func(in *Input) { in.Households[0].NoVisit = &planner.NoVisit{Until: in.First} }, nil, nil},
		{"a rest", "rests until", func(in *Input) { in.visit(1, planner.Visit{Day: in.First - 5, At: 1000, Outcome: planner.Unable}) }, nil, nil},
		{"no report yet", "before the report to desa", func(in *Input) { in.unknown() }, func(in *Input) []Route {
			return []Route{in.day(in.First, call{1, five})}
		}, nil},
		{"a report on the way", "", func(in *Input) { in.unknown() }, func(in *Input) []Route {
			return []Route{in.day(in.First, call{0, 16*60 + 30}, call{1, five})}
		}, func(_ *Plan, r *Route, _ *Stop, _ *Input) { r.Stops[0].Arrive = r.Stops[0].Begin }},
		{"the report after the visit", "before the report to desa", func(in *Input) { in.unknown() }, func(in *Input) []Route {
			return []Route{in.day(in.First, call{1, five}, call{0, five + 40})}
		}, nil},
		{"a report announced for a later day", "before the report to desa", func(in *Input) {
			in.unknown()
			in.Published = []Route{in.day(in.First+1, call{0, five})}
		}, func(in *Input) []Route {
			return []Route{in.day(in.First, call{1, five}), in.Published[0]}
		}, nil},
		{"a report announced for a day of illness", "before the report to desa", func(in *Input) {
			in.unknown()
			in.Published = []Route{in.day(in.First, call{0, five})}
			in.Kader.Away = []planner.Away{{First: in.First, Last: in.First}}
		}, func(in *Input) []Route { return []Route{tuesday(in)} }, nil},
		{"an announced day in a desa that knows the kader", "", func(in *Input) { in.Published = []Route{tuesday(in)} }, nil, nil},
		{"a desa where nobody reports", "", func(in *Input) {
			in.unknown()
			in.Desa = nil
		}, nil, nil},
		{"a richer visit", "brings", nil, nil, func(p *Plan, r *Route, s *Stop, _ *Input) {
			s.Expected++
			r.Expected++
			p.Certificate.Value++
			p.Certificate.Bound++
			p.Outlook.Later++
		}},
		{"more of a visit at once", "brings", nil, nil, func(p *Plan, r *Route, s *Stop, in *Input) {
			s.Cash++
			r.Cash++
			p.Outlook.Cash++
			p.Outlook.Later--
			p.Outlook.Lumps = in.outlook(p.Routes).Lumps
		}},
		{"more at once that does not add up", "stops add up to", nil, nil, func(_ *Plan, r *Route, _ *Stop, _ *Input) { r.Cash++ }},
		{"an outlook of more at once", "outlook: Rp", nil, nil, func(p *Plan, _ *Route, _ *Stop, _ *Input) { p.Outlook.Cash++ }},
		{"an outlook of more later", "outlook: Rp", nil, nil, func(p *Plan, _ *Route, _ *Stop, _ *Input) { p.Outlook.Later++ }},
		{"an outlook by other chances", "outlook: Rp", nil, nil, func(p *Plan, _ *Route, _ *Stop, _ *Input) { p.Outlook.Version = "learned" }},
		{"a band below nothing", "is not between", nil, nil, func(p *Plan, _ *Route, _ *Stop, _ *Input) { p.Outlook.Band.Low = -1 }},
		{"a band that begins above", "is not between", nil, nil, func(p *Plan, _ *Route, _ *Stop, _ *Input) { p.Outlook.Band.Low = p.Outlook.Cash + 1 }},
		{"a band that ends below", "is not between", nil, nil, func(p *Plan, _ *Route, _ *Stop, _ *Input) { p.Outlook.Band.High = p.Outlook.Cash - 1 }},
		{"somebody surer to be home", "brings", nil, nil, func(_ *Plan, _ *Route, s *Stop, _ *Input) { s.Contact += 0.1 }},
		{"a window that closes before", "window is", nil, nil, func(_ *Plan, _ *Route, s *Stop, _ *Input) { s.WindowClose-- }},
		{"a window that opens after", "window is", nil, nil, func(_ *Plan, _ *Route, s *Stop, _ *Input) { s.WindowOpen++ }},
		{"a window from before the shift", "window is", nil, nil, func(_ *Plan, _ *Route, s *Stop, _ *Input) { s.WindowOpen = 16*60 - 1 }},
		{"a window until after the shift", "window is", nil, nil, func(_ *Plan, _ *Route, s *Stop, _ *Input) { s.WindowClose = 20*60 - 19 }},
		{"a window of all the shift", "", nil, nil, func(_ *Plan, _ *Route, s *Stop, _ *Input) { s.WindowOpen, s.WindowClose = 16*60, 20*60-20 }},
		{"again too soon", "again after", nil, func(in *Input) []Route {
			return []Route{monday(in), in.day(in.First+1, call{1, five})}
		}, nil},
		{"twice a day", "again after", nil, func(in *Input) []Route {
			return []Route{in.day(in.First, call{1, five}, call{1, five + 30})}
		}, nil},
		{"again after the days between", "", func(in *Input) {
			in.Rules.Contact.DaysBetween = 1
			in.Rules.Contact.PerMonth = 31
		}, func(in *Input) []Route {
			return []Route{monday(in), in.day(in.First+1, call{1, five})}
		}, nil},
		{"a reserve that is visited", "in the reserve", nil, nil, func(_ *Plan, r *Route, _ *Stop, _ *Input) { r.Reserve = []planner.HouseholdID{4} }},
		{"a reserve under a ban", "in the reserve", func(in *Input) { in.Households[4].NoVisit = &planner.NoVisit{Until: in.First} }, nil, func(_ *Plan, r *Route, _ *Stop, _ *Input) {
			r.Reserve = []planner.HouseholdID{5}
		}},
		{"a stranger in reserve", "in the reserve", nil, nil, func(_ *Plan, r *Route, _ *Stop, _ *Input) { r.Reserve = []planner.HouseholdID{99} }},
		{"a reserve that may be visited", "", nil, nil, func(_ *Plan, r *Route, _ *Stop, _ *Input) { r.Reserve = []planner.HouseholdID{5, 6} }},
		{"left out, an unknown family", "household 99 is left out", nil, nil, func(p *Plan, _ *Route, _ *Stop, _ *Input) {
			p.LeftOut = append(p.LeftOut, LeftOut{Household: 99, Code: LeftLate})
		}},
		{"left out, though visited", "household 1 is left out", nil, nil, func(p *Plan, _ *Route, _ *Stop, _ *Input) {
			p.LeftOut = append(p.LeftOut, LeftOut{Household: 1, Code: LeftLate})
		}},
		{"left out twice", "household 5 is left out", nil, nil, func(p *Plan, _ *Route, _ *Stop, _ *Input) { p.LeftOut = append(p.LeftOut, p.LeftOut[0]) }},
		{"left out for no reason", "household 5 is left out", nil, nil, func(p *Plan, _ *Route, _ *Stop, _ *Input) { p.LeftOut[0].Code = "" }},
		{"left out with too much", "household 5 is left out", nil, nil, func(p *Plan, r *Route, _ *Stop, _ *Input) {
			p.LeftOut[0] = LeftOut{Household: 5, Code: LeftOutbid, Short: -1, Day: r.Day, Instead: 1}
		}},
		{"forgotten", "neither visited nor left out", nil, nil, func(p *Plan, _ *Route, _ *Stop, _ *Input) { p.LeftOut = p.LeftOut[1:] }},
		{"outbid", "", nil, nil, func(p *Plan, _ *Route, _ *Stop, _ *Input) { p.LeftOut[0].Code = LeftOutbid }},
		{"outbid, though a promise asks", "a promise asks", func(in *Input) { in.promise(5, in.First+1, 0, 0) }, nil, func(p *Plan, _ *Route, _ *Stop, _ *Input) { p.LeftOut[0].Code = LeftOutbid }},
		{"outbid, though the branch asks", "the branch asks", func(in *Input) { in.Households[4].Requested = &planner.BranchRequest{By: in.First} }, nil, func(p *Plan, _ *Route, _ *Stop, _ *Input) {
			p.LeftOut[0].Code = LeftOutbid
		}},
		{"outbid, though coverage asks", "coverage asks", func(in *Input) { in.Rules.Coverage.Days = 101 }, nil, func(p *Plan, _ *Route, _ *Stop, _ *Input) { p.LeftOut[0].Code = LeftOutbid }},
		{"outbid, coverage asks after the last day", "", func(in *Input) { in.Rules.Coverage.Days = 102 }, nil, func(p *Plan, _ *Route, _ *Stop, _ *Input) { p.LeftOut[0].Code = LeftOutbid }},
		{"an exchange for who is not outbid", "no exchange is named", nil, nil, func(p *Plan, r *Route, _ *Stop, _ *Input) { p.LeftOut[0].Day = r.Day }},
		{"short without a day", "no exchange is named", nil, nil, func(p *Plan, _ *Route, _ *Stop, _ *Input) {
			p.LeftOut[0] = LeftOut{Household: 5, Code: LeftOutbid, Short: 1}
		}},
		{"instead of somebody without a day", "no exchange is named", nil, nil, func(p *Plan, _ *Route, _ *Stop, _ *Input) {
			p.LeftOut[0] = LeftOut{Household: 5, Code: LeftOutbid, Instead: 1}
		}},
		{"an exchange on a day without route", "which has no route", nil, nil, func(p *Plan, _ *Route, _ *Stop, _ *Input) {
			p.LeftOut[0] = LeftOut{Household: 5, Code: LeftOutbid, Day: p.Last + 1}
		}},
		{"instead of who is not visited that day", "who is not visited on", nil, nil, func(p *Plan, r *Route, _ *Stop, _ *Input) {
			p.LeftOut[0] = LeftOut{Household: 5, Code: LeftOutbid, Day: r.Day, Instead: 4}
		}},
		{"beside the others on a full day", "which is full", nil, nil, func(p *Plan, r *Route, _ *Stop, _ *Input) {
			p.LeftOut[0] = LeftOut{Household: 5, Code: LeftOutbid, Day: r.Day}
		}},
		{"beside the others", "", nil, nil, func(p *Plan, r *Route, _ *Stop, _ *Input) {
			p.LeftOut[0] = LeftOut{Household: 5, Code: LeftOutbid, Day: r.Day + 1}
		}},
		{"a later Rupiah counted as one of this month", "certificate: value", nil, nil, func(p *Plan, r *Route, _ *Stop, in *Input) {
			wait := r.Expected - r.present(in.Rules.Yield)
			p.Certificate.Value += wait
			p.Certificate.Bound += wait
		}},
		{"a richer certificate", "certificate: value", nil, nil, func(p *Plan, _ *Route, _ *Stop, _ *Input) {
			p.Certificate.Value++
			p.Certificate.Bound++
		}},
		{"a bound below the value", "certificate: bound", nil, nil, func(p *Plan, _ *Route, _ *Stop, _ *Input) { p.Certificate.Bound-- }},
		{"no bound", "", nil, nil, func(p *Plan, _ *Route, _ *Stop, _ *Input) { p.Certificate.Bound = 0 }},
		{"more days than routes", "days proven", nil, nil, func(p *Plan, _ *Route, _ *Stop, _ *Input) { p.Certificate.Days++ }},
		{"more days proven than planned", "days proven", nil, nil, func(p *Plan, _ *Route, _ *Stop, _ *Input) { p.Certificate.ProvenDays = 3 }},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := lane(t)
			if c.before != nil {
				c.before(&in)
			}
			var p Plan
			if c.routes != nil {
				p = in.month(c.routes(&in)...)
			} else {
				p = in.month(monday(&in), tuesday(&in))
			}
			if c.after != nil {
				c.after(&p, &p.Routes[0], &p.Routes[0].Stops[0], &in)
			}
			plannertest.SaysExactly(t, p.Check(in), c.says)
		})
	}
}

// A Monday of three visits is announced. What the plan makes of it is right in every
// sum; the check says of each case what is told and nothing else.
func TestRefereeOfAnnouncedDaysRefusesEachBreachOfItsOwn(t *testing.T) {
	const five = 17 * 60
	const midday, done = five + 15, five + 60 + 1 // one stop has begun, or all have
	for _, c := range []struct {
		name, says string
		happens    func(in *Input)         // after the Monday was announced
		monday     func(in *Input) []Route // nil: as announced
		after      func(r *Route, s *Stop) // what is done to it
	}{
		{name: "nothing"},
		{name: "dropped", says: "announced and is missing", monday: func(*Input) []Route { return nil }},
		{name: "another time for no reason", says: "changed for no reason", monday: func(in *Input) []Route {
			return []Route{in.day(in.First, call{1, five + 1}, call{2, five + 30}, call{3, five + 60})}
		}},
		{name: "another leave", says: "changed for no reason|stop 1: arrives", after: func(r *Route, _ *Stop) { r.Leave-- }},
		{name: "another return", says: "changed for no reason|home at", after: func(r *Route, _ *Stop) { r.Return++ }},
		{name: "another Rupiah of the day", says: "changed for no reason|stops add up to|outlook:", after: func(r *Route, _ *Stop) { r.Expected++ }},
		{name: "another number", says: "changed for no reason|number 9", after: func(_ *Route, s *Stop) { s.Seq = 9 }},
		{name: "another arrival", says: "changed for no reason|stop 1: arrives", after: func(_ *Route, s *Stop) { s.Arrive-- }},
		{name: "another reason", says: "changed for no reason", after: func(_ *Route, s *Stop) { s.Reasons = []Reason{ReasonNear} }},
		{name: "another Rupiah of a stop", says: "changed for no reason|brings", after: func(r *Route, s *Stop) {
			s.Expected++
			r.Expected++
		}},
		{name: "another family for no reason", says: "changed for no reason|announced, may be visited, and is dropped", monday: func(in *Input) []Route {
			return []Route{in.day(in.First, call{4, five}, call{2, five + 30}, call{3, five + 60})}
		}},
		{name: "kept in spite of a ban", says: "is changed, or ought to be", happens: func(in *Input) { in.Households[0].NoVisit = &planner.NoVisit{Until: in.First} }},
		{name: "kept in spite of a payment", says: "is changed, or ought to be", happens: func(in *Input) { in.pay(1, in.arrears(1)) }},
		{name: "kept though the family is another's", says: "is changed, or ought to be", happens: func(in *Input) { in.Households = in.Households[1:] }},
		{name: "kept though the family moved", says: "is changed, or ought to be", happens: func(in *Input) { in.Households[0].Desa = "99.01.01.2002" }},
		{name: "kept at an hour that is no longer the family's", says: "is changed, or ought to be", happens: func(in *Input) {
			in.Households[0].Consents = []planner.Consent{{Open: 18 * 60, Close: 19 * 60}}
		}},
		{name: "kept though the shift begins later", says: "is changed, or ought to be", happens: func(in *Input) { in.Kader.Shifts[0].Open = five }},
		{name: "kept though the shift ends sooner", says: "is changed, or ought to be", happens: func(in *Input) { in.Kader.Shifts[0].Close = five + 81 }},
		{name: "kept within a break", says: "is changed, or ought to be", happens: func(in *Input) {
			in.Kader.Shifts[0].Close = five + 10
			in.Kader.Shifts = append(in.Kader.Shifts, planner.Shift{Weekday: time.Monday, Open: five + 25, Close: 20 * 60})
		}},
		{name: "dropped for a ban", happens: func(in *Input) { in.Households[0].NoVisit = &planner.NoVisit{Until: in.First} }, monday: func(in *Input) []Route {
			return []Route{in.day(in.First, call{2, five + 30}, call{3, five + 60})}
		}},
		{name: "another for who is banned", happens: func(in *Input) { in.Households[0].NoVisit = &planner.NoVisit{Until: in.First} }, monday: func(in *Input) []Route {
			return []Route{in.day(in.First, call{4, five}, call{2, five + 30}, call{3, five + 60})}
		}},
		{name: "two dropped for one ban", says: "household 2 was announced", happens: func(in *Input) { in.Households[0].NoVisit = &planner.NoVisit{Until: in.First} }, monday: func(in *Input) []Route {
			return []Route{in.day(in.First, call{4, five}, call{3, five + 60})}
		}},
		{name: "more visits than announced", says: "4 visits, 3 were announced", happens: func(in *Input) {
			in.Rules.Stops.Most = 5
			in.Households[0].NoVisit = &planner.NoVisit{Until: in.First}
		}, monday: func(in *Input) []Route {
			return []Route{in.day(in.First, call{4, five}, call{2, five + 30}, call{3, five + 60}, call{5, five + 90})}
		}},
		{name: "as many visits as the least", happens: func(in *Input) {
			in.Rules.Stops = planner.StopsRule{Least: 4, Most: 5}
			in.Households[0].NoVisit = &planner.NoVisit{Until: in.First}
		}, monday: func(in *Input) []Route {
			return []Route{in.day(in.First, call{4, five}, call{2, five + 30}, call{3, five + 60}, call{5, five + 90})}
		}},
		{name: "one more for a promise", happens: func(in *Input) {
			in.Rules.Stops.Most = 5
			in.promise(5, in.First, 0, 0)
		}, monday: func(in *Input) []Route {
			return []Route{in.day(in.First, call{1, five}, call{2, five + 30}, call{3, five + 60}, call{5, five + 90})}
		}},
		{name: "one more for a promise of yesterday's week", happens: func(in *Input) {
			in.Rules.Stops.Most = 5
			in.promise(5, in.First-promiseGrace, 0, 0)
		}, monday: func(in *Input) []Route {
			return []Route{in.day(in.First, call{1, five}, call{2, five + 30}, call{3, five + 60}, call{5, five + 90})}
		}},
		{name: "one more for a promise long overdue", says: "changed for no reason|4 visits, 3 were announced", happens: func(in *Input) {
			in.Rules.Stops.Most = 5
			in.promise(5, in.First-promiseGrace-1, 0, 0)
		}, monday: func(in *Input) []Route {
			return []Route{in.day(in.First, call{1, five}, call{2, five + 30}, call{3, five + 60}, call{5, five + 90})}
		}},
		{name: "one more for the branch", happens: func(in *Input) {
			in.Rules.Stops.Most = 5
			in.Households[4].Requested = &planner.BranchRequest{By: in.First}
		}, monday: func(in *Input) []Route {
			return []Route{in.day(in.First, call{1, five}, call{2, five + 30}, call{3, five + 60}, call{5, five + 90})}
		}},
		{name: "one more for what the branch asked for by yesterday", says: "changed for no reason|4 visits, 3 were announced", happens: func(in *Input) {
			in.Rules.Stops.Most = 5
			in.Households[4].Requested = &planner.BranchRequest{By: in.First - 1}
		}, monday: func(in *Input) []Route {
			return []Route{in.day(in.First, call{1, five}, call{2, five + 30}, call{3, five + 60}, call{5, five + 90})}
		}},
		{name: "ill, and a route", says: "although the kader does not work", happens: func(in *Input) { in.Kader.Away = []planner.Away{{First: in.First, Last: in.First}} }},
		{name: "on leave, and a route", says: "although the kader does not work", happens: func(in *Input) { in.Kader.Status = planner.KaderOnHold }},
		{name: "not yet under contract, and a route", says: "although the kader does not work", happens: func(in *Input) { in.Kader.From = in.First + 1 }},
		{name: "no longer under contract, and a route", says: "although the kader does not work", happens: func(in *Input) { in.Kader.Until = in.First - 1 }},
		{name: "no shift any more, and a route", says: "although the kader does not work", happens: func(in *Input) { in.Kader.Shifts = in.Kader.Shifts[1:] }},
		{name: "no shift any more tomorrow, and a route", says: "although the kader does not work", happens: func(in *Input) {
			in.Published = []Route{in.day(in.First+1, call{4, five})}
			in.Kader.Shifts = slices.Delete(in.Kader.Shifts, 1, 2)
		}, monday: func(in *Input) []Route { return in.Published }},
		{name: "ill, and a route without stops", says: "although the kader does not work", happens: func(in *Input) {
			in.Kader.Away = []planner.Away{{First: in.First, Last: in.First}}
		}, monday: func(in *Input) []Route { return []Route{{Kader: 7, Day: in.First}} }},
		{name: "a visit that was skipped is none", says: "household 2 was announced", happens: func(in *Input) {
			in.Households[0].NoVisit = &planner.NoVisit{Until: in.First}
			in.visit(2, planner.Visit{Day: in.First, At: five - 10, Outcome: planner.Skipped})
		}, monday: func(in *Input) []Route {
			return []Route{in.day(in.First, call{4, five}, call{3, five + 60})}
		}},
		{name: "ill, and no route", happens: func(in *Input) { in.Kader.Away = []planner.Away{{First: in.First, Last: in.First}} }, monday: func(*Input) []Route { return nil }},
		{name: "ill at midday, and all visits", says: "although the kader does not work", happens: func(in *Input) {
			in.Now, in.Kader.Away = midday, []planner.Away{{First: in.First, Last: in.First}}
		}},
		{name: "ill at midday, and nothing is left", says: "announced and is missing", happens: func(in *Input) {
			in.Now, in.Kader.Away = midday, []planner.Away{{First: in.First, Last: in.First}}
		}, monday: func(*Input) []Route { return nil }},
		{name: "ill at midday, and home", happens: func(in *Input) {
			in.Now, in.Kader.Away = midday, []planner.Away{{First: in.First, Last: in.First}}
		}, monday: func(in *Input) []Route { return []Route{in.day(in.First, call{1, five})} }},
		{name: "ill at midday, and home too soon", says: "home at", happens: func(in *Input) {
			in.Now, in.Kader.Away = midday, []planner.Away{{First: in.First, Last: in.First}}
		}, monday: func(in *Input) []Route { return []Route{in.day(in.First, call{1, five})} }, after: func(r *Route, _ *Stop) { r.Return-- }},
		{name: "ill when all is done", happens: func(in *Input) { in.Now, in.Kader.Away = done, []planner.Away{{First: in.First, Last: in.First}} }},
		{name: "done, and changed", says: "is changed, or ought to be", happens: func(in *Input) { in.Now = done }, monday: func(in *Input) []Route {
			return []Route{in.day(in.First, call{1, five + 1}, call{2, five + 30}, call{3, five + 60})}
		}},
		{name: "what had begun is changed", says: "stops that had begun are changed", happens: func(in *Input) {
			in.Now = midday
			in.Households[2].NoVisit = &planner.NoVisit{Until: in.First}
		}, monday: func(in *Input) []Route {
			return []Route{in.day(in.First, call{1, five + 1}, call{2, five + 30})}
		}},
		{name: "what had begun is dropped", says: "stops that had begun are changed", happens: func(in *Input) {
			in.Now = midday
			in.Households[1].NoVisit = &planner.NoVisit{Until: in.First}
			in.Households[2].NoVisit = &planner.NoVisit{Until: in.First}
		}, monday: func(in *Input) []Route { return []Route{{Kader: 7, Day: in.First}} }},
		{name: "a visit in the past", says: "though it is", happens: func(in *Input) {
			in.Now = five - 30
			in.Households[2].NoVisit = &planner.NoVisit{Until: in.First}
		}, monday: func(in *Input) []Route {
			return []Route{in.day(in.First, call{4, five - 31}, call{1, five}, call{2, five + 30})}
		}},
		{name: "a visit that was made is planned again", says: "though it is|rests until", happens: func(in *Input) {
			in.visit(2, planner.Visit{Day: in.First, At: five - 10, Outcome: planner.Unable})
			in.Households[2].NoVisit = &planner.NoVisit{Until: in.First}
		}, monday: func(in *Input) []Route {
			return []Route{in.day(in.First, call{1, five}, call{2, five + 30})}
		}},
		{name: "a visit that was made before its turn counts", says: "3 visits, 3 were announced", happens: func(in *Input) {
			in.Rules.Stops.Most = 5
			in.visit(2, planner.Visit{Day: in.First, At: five - 10, Outcome: planner.Unable})
			in.Households[2].NoVisit = &planner.NoVisit{Until: in.First}
		}, monday: func(in *Input) []Route {
			return []Route{in.day(in.First, call{1, five}, call{4, five + 30}, call{5, five + 60})}
		}},
		{name: "a new name in reserve", says: "was not in the reserve announced", after: func(r *Route, _ *Stop) { r.Reserve = []planner.HouseholdID{4} }},
		{name: "the reserve announced", after: func(r *Route, _ *Stop) { r.Reserve = []planner.HouseholdID{5, 6} }},
		{name: "a part of the reserve", happens: func(in *Input) { in.Households[4].NoVisit = &planner.NoVisit{Until: in.First} }, after: func(r *Route, _ *Stop) {
			r.Reserve = []planner.HouseholdID{6}
		}},
		{name: "who paid stays in reserve", says: "in the reserve may not be visited", happens: func(in *Input) { in.pay(5, in.arrears(5)) }, after: func(r *Route, _ *Stop) {
			r.Reserve = []planner.HouseholdID{5}
		}},
		{name: "who paid stays in the reserve of a day that is done", happens: func(in *Input) {
			in.Now = done
			in.pay(5, in.arrears(5))
		}, after: func(r *Route, _ *Stop) { r.Reserve = []planner.HouseholdID{5} }},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := lane(t)
			in.Kader.Shifts = slices.Clone(in.Kader.Shifts)
			announced := in.day(in.First, call{1, five}, call{2, five + 30}, call{3, five + 60})
			announced.Reserve = []planner.HouseholdID{5, 6}
			in.Published = []Route{announced}
			routes := []Route{announced}
			routes[0].Stops, routes[0].Reserve = slices.Clone(announced.Stops), nil
			if c.happens != nil {
				c.happens(&in)
			}
			if c.monday != nil {
				routes = c.monday(&in)
			}
			if c.after != nil {
				c.after(&routes[0], &routes[0].Stops[0])
			}
			plannertest.SaysExactly(t, in.month(routes...).Check(in), c.says)
		})
	}
}
