package planner

import (
	"cmp"
	"slices"
	"time"

	"binaan/geo"
)

// Standing is what the events of a household have come to.
type Standing struct {
	History
	Back []Payment // that came in and were taken back
	Told
}

// Told is what of a Standing is neither a visit nor confirmed money. Its zero value
// is that of a household that nothing was told of.
type Told struct {
	Noted    []Noted    `json:"noted,omitempty"` // payments as a kader saw them, oldest first
	Contacts []Contact  `json:"contacts,omitempty"`
	Rehab    *RehabMade `json:"rehab,omitempty"` // the last that the family joined
	NoVisit  *NoVisit   `json:"no_visit,omitempty"`
	Phone    string     `json:"phone,omitempty"` // the last that was told
	Hours    []Hours    `json:"hours,omitempty"` // at most one for each kind of day
	House    *House     `json:"house,omitempty"`
	Matters  []Matter   `json:"matters,omitempty"` // open, oldest first
	Mended   Day        `json:"mended,omitempty"`  // on which the branch last learnt where the family lives
}

// Empty reports whether nothing was told.
func (t Told) Empty() bool {
	return len(t.Noted)+len(t.Contacts)+len(t.Hours)+len(t.Matters) == 0 && t.Rehab == nil && t.NoVisit == nil && t.Phone == "" && t.House == nil && t.Mended == 0
}

// Noted is a payment that a kader noted at a visit. It is no money until the payment
// file says so.
type Noted struct {
	Event     EventID `json:"event"`
	Kader     KaderID `json:"kader"`
	Day       Day     `json:"day"`
	Amount    Rupiah  `json:"amount"`
	Channel   string  `json:"channel,omitempty"`
	Receipt   string  `json:"receipt,omitempty"`
	Confirmed bool    `json:"confirmed,omitempty"` // a payment of the file bears the receipt's number
	Again     bool    `json:"again,omitempty"`     // the receipt was noted before: the same money
}

// Contact is a talk that was no visit.
type Contact struct {
	Event  EventID `json:"event"`
	Type   Code    `json:"type"`
	Kader  KaderID `json:"kader"`
	Day    Day     `json:"day"`
	At     Minute  `json:"at"`
	Result string  `json:"result,omitempty"`
}

// House is where the household's door is, by what devices measured there.
type House struct {
	At       geo.Position `json:"at"`
	Accuracy geo.Metres   `json:"accuracy"`
	Fixes    int          `json:"fixes"`
}

// Matter is something that the branch has to look after.
type Matter struct {
	Event  EventID `json:"event"`
	Queue  Queue   `json:"queue"`
	Type   Code    `json:"type"`
	Kader  KaderID `json:"kader"`
	Since  Day     `json:"since"`
	Reason string  `json:"reason,omitempty"`
	With   *With   `json:"with,omitempty"` // nil: nobody but the branch's office
}

// With is who has a matter that the office has handed on, and since when.
type With struct {
	Who   string `json:"who"`
	Since Day    `json:"since"`
}

// Fold is what the events of one household have come to, and with them those that
// mend them; in any order, each as often as one likes. Days are those of the zone.
func Fold(events []Event, zone *time.Location) Standing {
	f := folding{zone: zone, paid: map[EventID]Payment{}, back: map[EventID]Payload{}, settled: map[EventID]bool{}, mended: map[EventID]Day{}, with: map[EventID]With{}}
	for _, e := range mended(inOrder(events)) {
		f.take(e)
	}
	return f.standing()
}

// folding gathers what events say, in their order.
type folding struct {
	zone    *time.Location
	s       Standing
	paid    map[EventID]Payment
	back    map[EventID]Payload // of payments: how they were taken back
	settled map[EventID]bool    // matters that were closed
	mended  map[EventID]Day     // those of them whose address is known now
	with    map[EventID]With    // matters that were handed on, the last time
	pins    []Fix               // said to be the house
	doors   []Fix               // where a kader stood that met the family
}

func (f *folding) take(e happened) {
	if e.Type.Visit() && e.Kader != 0 { // somebody went there
		f.visit(e)
	}
	if q := e.Type.Queue(); q != "" {
		f.s.Matters = append(f.s.Matters, Matter{Event: e.ID, Queue: q, Type: e.Type, Kader: e.Kader, Since: f.day(e), Reason: cmp.Or(e.Payload.Reason, e.Payload.Topic)})
	}
	switch e.Type {
	case Telephoned, WhatsApp:
		f.s.Contacts = append(f.s.Contacts, Contact{e.ID, e.Type, e.Kader, f.day(e), f.minute(e), e.Payload.Reason})
	case HousePin:
		if e.Payload.Position == nil {
			return
		}
		f.pins = append(f.pins, *e.Payload.Position)
	case NewPhone:
		f.s.Phone = e.Payload.Phone
	case NoVisits:
		if e.Payload.Until == nil {
			return
		}
		f.s.NoVisit = &NoVisit{Until: *e.Payload.Until, Reason: e.Payload.Reason}
	case PaidIn:
		if e.Payload.Day == nil {
			return
		}
		f.paid[e.ID] = Payment{Household: e.Household, Day: *e.Payload.Day, Amount: e.Payload.Amount, Channel: e.Payload.Channel, Ref: e.Payload.Receipt, Event: e.ID}
	case PaidBack:
		f.back[e.Of] = e.Payload
	case Settled:
		f.settled[e.Of] = true
		if e.Payload.Reason == AddressMended {
			f.mended[e.Of] = f.day(e)
		}
	case HandedOn:
		f.with[e.Of] = With{Who: e.Payload.Reason, Since: f.day(e)}
	}
}

// visit takes an event that records a visit.
func (f *folding) visit(e happened) {
	p := e.Payload
	v := Visit{Household: e.Household, Kader: e.Kader, Day: f.day(e), At: f.minute(e), Outcome: Outcome(e.Type), Amount: p.Amount, Event: e.ID}
	if p.Rehab != nil {
		v.Steps, v.Amount = p.Rehab.Steps, cmp.Or(p.Amount, p.Rehab.Instalment)
	}
	if p.Promise != nil {
		v.Promise = p.Promise.Promise()
	}
	f.s.Visits = append(f.s.Visits, v)
	switch v.Outcome {
	case PaidFull, PaidPart, RehabInstalment:
		f.note(e, v)
	case RehabEnrolled:
		f.s.Rehab = p.Rehab
	case OtherTime:
		if p.Hours != nil {
			f.s.Hours = slices.DeleteFunc(f.s.Hours, func(h Hours) bool { return h.Days == p.Hours.Days })
			f.s.Hours = append(f.s.Hours, *p.Hours)
		}
	case WorksAway, Unsafe, Unreachable:
		if p.Until != nil && (f.s.NoVisit == nil || f.s.NoVisit.Until < *p.Until) {
			f.s.NoVisit = &NoVisit{Until: *p.Until, Reason: cmp.Or(p.Reason, string(e.Type))}
		}
	}
	if v.Outcome.Met() && e.Fix != nil {
		f.doors = append(f.doors, *e.Fix)
	}
}

// note takes a payment that a kader noted, which an import's own list of visits
// names without a sum as well.
func (f *folding) note(e happened, v Visit) {
	if v.Amount == 0 {
		return
	}
	p := e.Payload
	again := p.Receipt != "" && slices.ContainsFunc(f.s.Noted, func(n Noted) bool { return n.Receipt == p.Receipt })
	f.s.Noted = append(f.s.Noted, Noted{Event: e.ID, Kader: e.Kader, Day: v.Day, Amount: v.Amount, Channel: p.Channel, Receipt: p.Receipt, Again: again})
}

func (f *folding) day(e happened) Day { return DayOf(e.when.In(f.zone)) }

func (f *folding) minute(e happened) Minute {
	at := e.when.In(f.zone)
	return Minute(60*at.Hour() + at.Minute())
}

// standing closes the sums.
func (f *folding) standing() Standing {
	f.payments()
	for i, n := range f.s.Noted {
		f.s.Noted[i].Confirmed = n.Receipt != "" && slices.ContainsFunc(f.s.Payments, func(p Payment) bool { return p.Ref == n.Receipt })
	}
	for _, m := range f.s.Matters {
		if Outcome(m.Type).Elsewhere() {
			f.s.Mended = max(f.s.Mended, f.mended[m.Event])
		}
	}
	f.s.Matters = slices.DeleteFunc(f.s.Matters, func(m Matter) bool { return f.settled[m.Event] })
	for i, m := range f.s.Matters {
		if with, on := f.with[m.Event]; on {
			f.s.Matters[i].With = &with
		}
	}
	f.s.House = houseOf(f.pins, 100)
	if f.s.House == nil {
		f.s.House = houseOf(f.doors, 50)
	}
	return f.s
}

// payments are those that came in and stayed, and those that did not, by day; of one
// reference the first that stayed.
func (f *folding) payments() {
	for id, p := range f.paid {
		how, back := f.back[id]
		if !back {
			f.s.Payments = append(f.s.Payments, p)
			continue
		}
		p.Back, p.BackRef = how.Day, how.Receipt
		f.s.Back = append(f.s.Back, p)
	}
	for _, list := range []*[]Payment{&f.s.Payments, &f.s.Back} {
		slices.SortFunc(*list, func(a, b Payment) int {
			return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Ref, b.Ref), cmp.Compare(a.Event, b.Event))
		})
	}
	seen := map[string]bool{}
	f.s.Payments = slices.DeleteFunc(f.s.Payments, func(p Payment) bool {
		doubled := seen[p.Ref]
		seen[p.Ref] = true
		return doubled
	})
}

// oldFix is from when on a position says nothing of where the device is, in ms.
const oldFix = 120_000

// houseOf is the middle of fixes that are fresh and no less accurate than so: the
// median east and north, which one wild fix does not move. Nil without any.
func houseOf(fixes []Fix, within geo.Metres) *House {
	var lats, lngs []float64
	var off []geo.Metres
	for _, x := range fixes {
		if x.Age <= oldFix && x.Accuracy <= within {
			lats, lngs, off = append(lats, x.Lat), append(lngs, x.Lng), append(off, x.Accuracy)
		}
	}
	if len(lats) == 0 {
		return nil
	}
	return &House{At: geo.Position{Lat: median(lats), Lon: median(lngs)}, Accuracy: median(off), Fixes: len(lats)}
}

// median is the middle of what it sorts, the lower of two.
func median[T cmp.Ordered](x []T) T {
	slices.Sort(x)
	return x[(len(x)-1)/2]
}
