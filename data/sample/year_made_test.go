package sample

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"binaan/planner"
)

// Year is a calendar year of a branch's work. Its zero figures are those of the
// published one: 22,254 visits of 41 kader in 2024, Rp247,000 a visit.
type Year struct {
	Year   int
	Visits int // that count; 0: PublishedVisits
	Seed   uint64
	Zone   *time.Location
}

// PublishedVisits and PublishedPerVisit are the figures of Surakarta 2024 (its report of
// 2025): 22,254 KK visited, and Rp5.5 billion.
const (
	PublishedVisits                   = 22_254
	PublishedPerVisit  planner.Rupiah = 247_000
	branchDevice                      = "00000000-0000-8000-8000-000000000000"
	eventsBesideVisits                = 12   // of each kind a year, by every kader
	promiseKept                       = 0.35 // of promises; assumed, nobody has published it
)

// outcomes are how often a visit ends so, of a thousand: a synthetic mix in which 46 of
// a hundred visits meet the family.
var outcomes = []struct {
	code  planner.Outcome
	often int
}{
	{planner.NotHome, 340}, {planner.MetOther, 100}, {planner.AddressNotFound, 40}, {planner.Moved, 25}, {planner.Deceased, 8}, {planner.WorksAway, 20},
	{planner.Unreachable, 7}, {planner.Unsafe, 4}, {planner.PaidFull, 25}, {planner.PaidPart, 95}, {planner.Promised, 110}, {planner.RehabAgreed, 15},
	{planner.RehabEnrolled, 30}, {planner.RehabInstalment, 40}, {planner.Unable, 55}, {planner.Refused, 30}, {planner.AlreadyPaid, 12},
	{planner.OtherTime, 25}, {planner.OtherSegment, 9}, {planner.Complained, 10},
}

// writing makes the year up, kader by kader.
type writing struct {
	Year
	rng    *rand.Rand
	made   int
	kader  planner.KaderID
	homes  []planner.Household
	purse  planner.Rupiah // what visits so far should have brought, and has not come yet
	first  planner.Day
	last   planner.Day
	events []planner.Event
}

// Events makes up what the kader of a branch did in the year, each among as many of its
// households: events of every code there is, in the order in which they happened for
// each kader. Money comes in by PEMBAYARAN, as much a visit as was published; who has
// left, died or moved may be called on again, as on paper lists.
func (y Year) Events(kader []planner.KaderID, homes []planner.Household) []planner.Event {
	if y.Visits == 0 {
		y.Visits = PublishedVisits
	}
	w := writing{
		Year: y, first: planner.DayOf(time.Date(y.Year, 1, 2, 0, 0, 0, 0, time.UTC)), last: planner.DayOf(time.Date(y.Year, 12, 30, 0, 0, 0, 0, time.UTC)),
	}
	for k, id := range kader {
		w.rng, w.kader = stream(y.Seed, "year", k), id
		w.homes = homes[k*len(homes)/len(kader) : (k+1)*len(homes)/len(kader)]
		w.homes = w.homes[:min(usualCircle, len(w.homes))]
		w.year((k+1)*y.Visits/len(kader) - k*y.Visits/len(kader))
	}
	return w.events
}

// year is one kader's.
func (w *writing) year(visits int) {
	for n := range visits {
		w.visit(w.day(n, visits))
	}
	for n := range eventsBesideVisits {
		w.beside(w.day(n, eventsBesideVisits), n)
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
		ID: planner.EventID(fmt.Sprintf("%08x-%04x-7000-8000-%012x", w.Seed, w.Year.Year, w.made)), Device: fmt.Sprintf("%08x-%04x-7000-9000-%012x", w.Seed, w.Year.Year, w.kader),
		Seq: int64(w.made), Type: c, Household: home, Kader: w.kader, WallTime: when, At: when, Payload: p,
	})
	return &w.events[len(w.events)-1]
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
	outcome := w.outcome()
	w.purse += PublishedPerVisit
	e := w.write(planner.Code(outcome), day, at, home.ID, w.said(outcome, home, day))
	id, pays := e.ID, e.Payload.Amount > 0 && outcome != planner.RehabAgreed
	ref := e.Payload.Receipt
	amount := e.Payload.Amount
	if p := e.Payload.Promise; p != nil && w.rng.Float64() < promiseKept {
		w.purse -= p.Amount
		w.branch(planner.PaidIn, p.Day, home.ID, "", planner.Payload{Day: &p.Day, Amount: p.Amount, Channel: "BANK", Receipt: fmt.Sprintf("CONTOH-JANJI-%08d", w.made)})
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
	if w.rng.Float64() < 0.9 {
		w.branch(planner.Settled, min(day+3, w.last), home.ID, id, planner.Payload{Reason: "SUDAH_DIPERIKSA"})
	}
}

func (w *writing) outcome() planner.Outcome {
	u := w.rng.IntN(1000)
	for _, o := range outcomes {
		if u -= o.often; u < 0 {
			return o.code
		}
	}
	return planner.NotHome
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
		p.Channel, p.Receipt = "PPOB", fmt.Sprintf("CONTOH-%d-%08d", w.Year.Year, w.made+1)
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
	if n%2 == 0 {
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
		paid := w.branch(planner.PaidIn, day, home.ID, "", planner.Payload{Day: &in, Amount: 35_000, Channel: "BANK", Receipt: fmt.Sprintf("CONTOH-BALIK-%08d", w.made)})
		w.branch(planner.PaidBack, day+1, home.ID, paid, planner.Payload{Day: &in, Receipt: fmt.Sprintf("CONTOH-BALIK-%08d-R", w.made)})
		held := w.write(planner.Telephoned, day, 17*60, home.ID, planner.Payload{})
		held.Held = true
		w.branch(planner.Release, day+1, home.ID, held.ID, planner.Payload{})
	}
	if home.At != nil {
		w.write(planner.HousePin, day, 16*60+10, home.ID, planner.Payload{Position: &planner.Fix{Lat: home.At.Lat, Lng: home.At.Lon, Accuracy: 12}})
	}
}

// Codes are those of some events, each once.
func Codes(events []planner.Event) []planner.Code {
	seen := map[planner.Code]bool{}
	for _, e := range events {
		seen[e.Type] = true
	}
	out := make([]planner.Code, 0, len(seen))
	for c := range seen {
		out = append(out, c)
	}
	slices.SortFunc(out, cmp.Compare[planner.Code])
	return out
}
