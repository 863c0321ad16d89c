package sample

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"binaan/geo"
	"binaan/planner"
)

// Work is what kader did in a span of days, made up. Without a number of visits they
// are as many as in the published year: 22,254 of 41 kader in 2024, Rp247,000 each.
type Work struct {
	From, Until planner.Day // both included; at least a week
	Visits      int         // that count; 0: as many a day and family as in PublishedVisits
	Seldom      bool        // only the outcomes that the sample's files of visits lack
	Seed        uint64
	Zone        *time.Location
}

// PublishedVisits and PublishedPerVisit are the figures of Surakarta 2024 (its report of
// 2025): 22,254 KK visited, and Rp5.5 billion.
const (
	PublishedVisits                  = 22_254
	PublishedPerVisit planner.Rupiah = 247_000
	publishedKader                   = 41
	branchDevice                     = "00000000-0000-8000-8000-000000000000"
	daysBeside                       = 30   // between two of each kind that is no visit, of a kader
	promiseKept                      = 0.35 // of promises; assumed, nobody has published it
	owing                            = 12   // months; who owes for less is no kader's
	stillOpen                        = 90   // days from which on matters are left for somebody to look at
)

// often is how many visits of a thousand end so.
type often struct {
	code  planner.Outcome
	times int
}

// outcomes are a synthetic mix in which 46 of a hundred visits meet the family.
var outcomes = []often{
	{planner.NotHome, 396}, {planner.MetOther, 100}, {planner.AddressNotFound, 8}, {planner.Moved, 6}, {planner.Deceased, 3}, {planner.WorksAway, 20},
	{planner.Unreachable, 7}, {planner.Unsafe, 4}, {planner.PaidFull, 25}, {planner.PaidPart, 95}, {planner.Promised, 110}, {planner.RehabAgreed, 15},
	{planner.RehabEnrolled, 30}, {planner.RehabInstalment, 40}, {planner.Unable, 55}, {planner.Refused, 30}, {planner.AlreadyPaid, 12},
	{planner.OtherTime, 25}, {planner.OtherSegment, 9}, {planner.Complained, 10},
}

// seldom are those which the files of the sample do not have.
var seldom = []often{
	{planner.PaidFull, 100}, {planner.RehabAgreed, 60}, {planner.RehabInstalment, 200}, {planner.AlreadyPaid, 120}, {planner.WorksAway, 120}, {planner.Moved, 40},
	{planner.Deceased, 20}, {planner.OtherSegment, 80}, {planner.Complained, 180}, {planner.Unsafe, 30}, {planner.Unreachable, 50},
}

// writing makes the work up, kader by kader.
type writing struct {
	Work
	rng    *rand.Rand
	made   int
	kader  planner.KaderID
	homes  []planner.Household
	skill  float64        // what the kader's visits bring, of what was published
	purse  planner.Rupiah // what visits so far should have brought, and has not come yet
	first  planner.Day
	last   planner.Day
	events []planner.Event
}

// Events makes up what the kader of a branch did, each among households of its own
// kecamatan: events of every code there is, in the order in which they happened for each
// kader. Money comes in by PEMBAYARAN, as much a visit as was published; who has left,
// died or moved may be called on again, as on paper lists.
func (work Work) Events(kader []planner.Kader, homes []planner.Household) []planner.Event {
	days := int(work.Until - work.From + 1)
	circles := circlesOf(kader, homes)
	if work.Visits == 0 {
		families := len(slices.Concat(circles...))
		work.Visits = PublishedVisits * days * families / (366 * publishedKader * usualCircle) // of the leap year 2024
	}
	w := writing{Work: work, first: work.From + 1, last: work.Until - 1}
	skill := stream(work.Seed, "skill", 0).Perm(len(kader)) // kader differ widely in what they bring
	for k := range kader {
		w.skill = 0.4 + 1.2*(float64(skill[k])+0.5)/float64(len(kader))
		w.rng, w.kader, w.homes = stream(work.Seed, "work", k), kader[k].ID, circles[k]
		if len(w.homes) > 0 {
			w.span((k+1)*work.Visits/len(kader)-k*work.Visits/len(kader), max(1, days/daysBeside))
		}
	}
	return w.events
}

// circlesOf are, for each kader, up to a circle of households in the contract's
// kecamatan that owe for a year and longer. Those of one kecamatan share them.
func circlesOf(kader []planner.Kader, homes []planner.Household) [][]planner.Household {
	lying, serving, before := map[geo.AreaCode][]planner.Household{}, map[geo.AreaCode]int{}, map[geo.AreaCode]int{}
	for _, h := range homes {
		if h.Months >= owing {
			lying[h.Desa.Parent()] = append(lying[h.Desa.Parent()], h)
		}
	}
	for _, k := range kader {
		serving[k.Kecamatan]++
	}
	circles := make([][]planner.Household, len(kader))
	for i, k := range kader {
		all, n := lying[k.Kecamatan], before[k.Kecamatan]
		circle := all[n*len(all)/serving[k.Kecamatan] : (n+1)*len(all)/serving[k.Kecamatan]]
		circles[i], before[k.Kecamatan] = circle[:min(usualCircle, len(circle))], n+1
	}
	return circles
}

// span is one kader's.
func (w *writing) span(visits, beside int) {
	for n := range visits {
		w.visit(w.day(n, visits))
	}
	for n := range beside {
		w.beside(w.day(n, beside), n)
	}
}

// day is that of the nth of so many, never a Sunday.
func (w *writing) day(n, of int) planner.Day {
	d := w.first + planner.Day(n*int(w.last-w.first)/of)
	if d.Weekday() == time.Sunday {
		d++
	}
	return d
}

// write adds an event of the kader's at a minute of a day, and tells its id.
func (w *writing) write(c planner.Code, day planner.Day, at planner.Minute, home planner.HouseholdID, p planner.Payload) *planner.Event {
	w.made++
	y, m, d := day.Time().Date()
	when := time.Date(y, m, d, 0, int(at), w.made%60, 0, w.Zone)
	w.events = append(w.events, planner.Event{
		ID: planner.EventID(w.uuid('8', w.made)), Device: w.uuid('9', int(w.kader)),
		Seq: int64(w.made), Type: c, Household: home, Kader: w.kader, WallTime: when, At: when, Payload: p,
	})
	return &w.events[len(w.events)-1]
}

// uuid names the nth thing of a kind in these days of the sample.
func (w *writing) uuid(kind rune, n int) string {
	return fmt.Sprintf("%08x-%04x-7000-%c000-%012x", uint32(w.Seed), uint16(w.From), kind, n) //nolint:gosec // as many digits as there is room for
}

// branch adds an event of the branch's own.
func (w *writing) branch(c planner.Code, day planner.Day, home planner.HouseholdID, of planner.EventID, p planner.Payload) planner.EventID {
	e := w.write(c, day, 12*60, home, p)
	e.Device, e.Kader, e.Of = branchDevice, 0, of
	return e.ID
}

// visit plays one out: who is there, what is said, what the branch does about it.
func (w *writing) visit(day planner.Day) {
	home := w.homes[w.rng.IntN(len(w.homes))]
	at := planner.Minute(9*60 + w.rng.IntN(180))
	if w.rng.Float64() < 0.6 {
		at = planner.Minute(16*60 + w.rng.IntN(220))
	}
	outcome := w.outcome(at)
	w.purse += planner.Rupiah(w.skill * float64(PublishedPerVisit))
	e := w.write(planner.Code(outcome), day, at, home.ID, w.said(outcome, home, day))
	id, pays := e.ID, e.Payload.Amount > 0 && outcome != planner.RehabAgreed
	ref := e.Payload.Receipt
	amount := e.Payload.Amount
	if p := e.Payload.Promise; p != nil && w.rng.Float64() < promiseKept {
		w.purse -= p.Amount
		w.branch(planner.PaidIn, p.Day, home.ID, "", planner.Payload{Day: &p.Day, Amount: p.Amount, Channel: "BANK", Receipt: w.receipt("JANJI")})
	}
	if pays {
		in := min(day+planner.Day(w.rng.IntN(4)), w.last)
		w.branch(planner.PaidIn, in, home.ID, "", planner.Payload{Day: &in, Amount: amount, Channel: "PPOB", Receipt: ref})
	}
	if planner.Code(outcome).Queue() == "" {
		return
	}
	if w.rng.Float64() < 0.2 {
		w.branch(planner.HandedOn, day+1, home.ID, id, planner.Payload{Reason: "Bidang Kepesertaan"})
	}
	if w.settled(day) {
		w.branch(planner.Settled, min(day+3, w.last), home.ID, id, planner.Payload{Reason: "SUDAH_DIPERIKSA"})
	}
}

// settled draws whether the branch has closed a matter of a day by now.
func (w *writing) settled(day planner.Day) bool {
	return !w.Seldom || day < w.last-stillOpen || w.rng.Float64() < 0.5
}

// outcome draws how a visit ends. By day nobody is home more often than in the evening.
func (w *writing) outcome(at planner.Minute) planner.Outcome {
	from, u := outcomes, w.rng.IntN(1000)
	if w.Seldom {
		from = seldom
	} else if at < 12*60 && u >= 500 && w.rng.Float64() < 0.2 {
		return planner.NotHome
	}
	for _, o := range from {
		if u -= o.times; u < 0 {
			return o.code
		}
	}
	return planner.NotHome
}

// receipt is a number that no channel gives.
func (w *writing) receipt(what string) string {
	return fmt.Sprintf("CONTOH-%s-%d-%08d", what, w.From, w.made+1)
}

// said is what a visit with an outcome tells. What comes in is what visits so far should
// have brought, in whole months of the family's.
func (w *writing) said(o planner.Outcome, home planner.Household, day planner.Day) (p planner.Payload) {
	monthly := home.Arrears / planner.Rupiah(max(1, home.Months))
	due := min(day+planner.Day(3+w.rng.IntN(20)), w.last)
	switch o {
	case planner.PaidFull, planner.PaidPart, planner.RehabInstalment, planner.RehabEnrolled:
		p.Amount = max(monthly, min(w.purse/monthly*monthly, 3*home.Arrears))
		w.purse -= p.Amount
		p.Channel, p.Receipt = "PPOB", w.receipt("SETOR")
		if o == planner.RehabEnrolled {
			p.Rehab = &planner.RehabMade{Steps: max(2, min(12, home.Months/2)), Instalment: p.Amount, First: &due}
		}
	case planner.Promised:
		p.Promise = &planner.PromiseMade{Day: due, Part: "SORE", Amount: monthly * planner.Rupiah(1+w.rng.IntN(4))}
	case planner.OtherTime:
		p.Hours = &planner.Hours{Days: "KERJA", From: 17 * 60, To: 19 * 60}
	case planner.Complained:
		p.Topic, p.Note = "LAYANAN", "antre lama (contoh)"
	case planner.Unsafe, planner.WorksAway:
		p.Until = &due
	}
	return p
}

// beside plays what a kader does beside visits, and what mends records.
func (w *writing) beside(day planner.Day, n int) {
	home := w.homes[w.rng.IntN(len(w.homes))]
	w.write(planner.Telephoned, day, 10*60, home.ID, planner.Payload{Reason: "DIANGKAT"})
	w.write(planner.WhatsApp, day, 10*60+20, home.ID, planner.Payload{})
	w.write(planner.Education, day, 9*60, 0, planner.Payload{Place: "Balai warga (contoh)", Heads: 15 + w.rng.IntN(40), Topic: "REHAB"})
	w.write(planner.Reported, day, 8*60+30, 0, planner.Payload{Place: string(home.Desa)})
	lead := w.write(planner.Registered, day, 11*60, 0, planner.Payload{Heads: 1 + w.rng.IntN(4), Lead: []byte(`{"name":"Calon Contoh","phone":"080000000","consent":true}`)}).ID
	w.write(planner.NewPhone, day, 16*60, home.ID, planner.Payload{Phone: "080000000"})
	w.write(planner.Code(planner.Skipped), day, 16*60+5, home.ID, planner.Payload{})
	if w.settled(day) {
		w.branch(planner.Settled, day+2, 0, lead, planner.Payload{Reason: "TERDAFTAR"})
	}
	switch until := day + 30; n % 4 {
	case 0:
		w.write(planner.NoVisits, day, 17*60, home.ID, planner.Payload{Until: &until, Reason: "DUKA"})
	case 1: // a record of a call that was somebody else's, put right
		wrong := w.write(planner.Code(planner.Skipped), day, 17*60, home.ID, planner.Payload{}).ID
		w.write(planner.Correction, day, 17*60+1, home.ID, planner.Payload{Event: &planner.Corrected{Type: planner.Telephoned}}).Of = wrong
	case 2:
		twice := w.write(planner.Code(planner.NotHome), day, 17*60, home.ID, planner.Payload{}).ID
		w.write(planner.Cancelled, day, 17*60+1, home.ID, planner.Payload{}).Of = twice
	case 3: // money that came back, and a record that waited for the branch
		in := day
		paid := w.branch(planner.PaidIn, day, home.ID, "", planner.Payload{Day: &in, Amount: 35_000, Channel: "BANK", Receipt: w.receipt("BALIK")})
		w.branch(planner.PaidBack, day+1, home.ID, paid, planner.Payload{Day: &in, Receipt: w.receipt("BALIK")})
		held := w.write(planner.Telephoned, day, 17*60, home.ID, planner.Payload{})
		held.Held = true
		w.branch(planner.Release, day+1, home.ID, held.ID, planner.Payload{})
	}
	if home.At != nil {
		w.write(planner.HousePin, day, 16*60+10, home.ID, planner.Payload{Position: &planner.Fix{Lat: home.At.Lat, Lng: home.At.Lon, Accuracy: 12}})
	}
}
