package planner_test

import (
	order "cmp"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"binaan/geo"
	"binaan/planner"
)

// How many random histories are folded; 10,000 for the record in docs/events.md.
var (
	histories   = flag.Int("histories", 400, "random histories of events")
	historySeed = flag.Uint64("history-seed", 1, "first seed of the histories")
)

var wib = time.FixedZone("WIB", 7*3600)

// phone is a device with clocks of its own. Its wall clock is off, jumps, and is put
// right; its monotonic clock begins anew with each start.
type phone struct {
	id, boot string
	kader    planner.KaderID
	seq      int64
	booted   time.Time
	off      time.Duration
	unsent   []planner.Event
	sent     []planner.Event // as they were written, to be sent again where the server was restored
	epoch    int             // of the server, as the phone knows it
}

// world is a random history of a household: devices that are offline for days, write,
// correct, cancel, send twice or never, a branch that confirms and takes back, and a
// server that is restored from a backup.
type world struct {
	rng    *rand.Rand
	now    time.Time
	made   int
	phones []*phone
	all    []planner.Event // as the server stored them
	ids    []planner.EventID
	kinds  []planner.Code
	backup []planner.Event // of the server
	epoch  int             // how often the server was restored
	lost   []planner.Event // what a restore took from the branch's own events
}

func (w *world) uuid() planner.EventID {
	w.made++
	return planner.EventID(fmt.Sprintf("%08x-0000-7000-8000-%012x", w.rng.Uint32(), w.made))
}

func (w *world) chance(p float64) bool { return w.rng.Float64() < p }

func newWorld(seed uint64) *world {
	w := &world{rng: rand.New(rand.NewPCG(seed, 9)), now: time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)}
	for _, c := range planner.Codes() {
		if c != planner.PaidIn && c != planner.PaidBack && c != planner.Settled && c != planner.HandedOn && c != planner.Release {
			w.kinds = append(w.kinds, c)
		}
	}
	for k := range 1 + w.rng.IntN(3) {
		p := &phone{id: string(w.uuid()), kader: planner.KaderID(1 + k)}
		w.phones = append(w.phones, p)
		w.restart(p)
	}
	return w
}

// restart gives the phone a new monotonic clock and perhaps another wall clock, up to
// ten years off.
func (w *world) restart(p *phone) {
	p.boot, p.booted = string(w.uuid()), w.now.Add(-time.Minute)
	switch w.rng.IntN(4) {
	case 0:
		p.off = time.Duration(w.rng.Int64N(int64(20*365*24*time.Hour))) - 10*365*24*time.Hour
	case 1:
		p.off = time.Duration(w.rng.IntN(7200)-3600) * time.Second
	default:
		p.off = 0
	}
}

func (w *world) of() planner.EventID {
	if len(w.ids) == 0 || w.chance(0.05) {
		return w.uuid() // of what never comes
	}
	if w.chance(0.6) {
		return w.ids[len(w.ids)-1-w.rng.IntN(min(4, len(w.ids)))]
	}
	return w.ids[w.rng.IntN(len(w.ids))]
}

func (w *world) payload(c planner.Code) (p planner.Payload) {
	day := planner.DayOf(w.now) + planner.Day(w.rng.IntN(40)-5)
	p.Amount = planner.Rupiah(w.rng.IntN(4)) * 35_000
	switch c {
	case planner.Code(planner.Promised):
		p.Promise = &planner.PromiseMade{Day: day, Amount: 70_000, Part: []string{"", "PAGI", "SORE"}[w.rng.IntN(3)]}
	case planner.Code(planner.RehabEnrolled):
		p.Rehab = &planner.RehabMade{Steps: 2 + w.rng.IntN(10), Instalment: 35_000}
	case planner.HousePin:
		p.Position = &planner.Fix{Lat: -7.5 - w.rng.Float64()/100, Lng: 110.8, Accuracy: 10 * geo.Metres(1+w.rng.IntN(12)), Age: int64(w.rng.IntN(200_000))}
	case planner.NewPhone:
		p.Phone = fmt.Sprintf("0899%04d", w.rng.IntN(10_000))
	case planner.NoVisits, planner.Code(planner.WorksAway), planner.Code(planner.Unsafe):
		p.Until, p.Reason = &day, "UJI"
	case planner.Code(planner.OtherTime):
		p.Hours = &planner.Hours{Days: []string{"KERJA", "SABTU", "MINGGU"}[w.rng.IntN(3)], From: 600, To: planner.ClockTime(700 + w.rng.IntN(200))}
	}
	if w.chance(0.5) {
		p.Receipt = fmt.Sprint("R", w.rng.IntN(6)) // some are noted twice, and some are in the file
	}
	return p
}

func (w *world) write(p *phone) {
	c := w.kinds[w.rng.IntN(len(w.kinds))]
	switch w.rng.IntN(6) {
	case 0:
		c = planner.Correction
	case 1:
		c = planner.Cancelled
	}
	p.seq++
	e := planner.Event{
		ID: w.uuid(), Device: p.id, Seq: p.seq, Type: c, Household: 7, Boot: p.boot, Kader: p.kader,
		WallTime: w.now.Add(p.off), Monotonic: w.now.Sub(p.booted).Milliseconds(), Payload: w.payload(c), Held: w.chance(0.05),
	}
	if c.Mends() {
		e.Of = w.of()
		if c == planner.Correction {
			to := w.kinds[w.rng.IntN(len(w.kinds))]
			if !to.Mends() {
				e.Payload = planner.Payload{Event: &planner.Corrected{Type: to, Payload: w.payload(to)}}
			}
		}
		if w.chance(0.03) {
			e.Of = e.ID
		}
	}
	if w.chance(0.3) {
		e.Fix = &planner.Fix{Lat: -7.5 - w.rng.Float64()/100, Lng: 110.8, Accuracy: 10 * geo.Metres(1+w.rng.IntN(12))}
	}
	w.ids = append(w.ids, e.ID)
	p.unsent = append(p.unsent, e)
}

// circle lets two events mend each other.
func (w *world) circle(p *phone) {
	a, b := w.uuid(), w.uuid()
	for _, ids := range [][2]planner.EventID{{a, b}, {b, a}} {
		p.seq++
		c := []planner.Code{planner.Cancelled, planner.Correction}[w.rng.IntN(2)]
		e := planner.Event{ID: ids[0], Of: ids[1], Device: p.id, Seq: p.seq, Type: c, Boot: p.boot, Kader: p.kader, WallTime: w.now, Monotonic: w.now.Sub(p.booted).Milliseconds()}
		p.unsent = append(p.unsent, e)
		w.ids = append(w.ids, e.ID)
	}
}

// send brings what a phone has to the server.
func (w *world) send(p *phone) {
	w.deliver(p, p.unsent)
	p.sent, p.unsent = append(p.sent, p.unsent...), nil
	if p.epoch != w.epoch {
		w.resend(p)
	}
}

// deliver has the server work out when events happened. What it knows stays as it was.
func (w *world) deliver(p *phone, events []planner.Event) {
	sent := &planner.Sent{WallTime: w.now.Add(p.off), Monotonic: w.now.Sub(p.booted).Milliseconds(), Boot: p.boot}
	if w.chance(0.1) {
		sent = nil
	}
	for _, e := range events {
		if w.knows(e.ID) {
			continue
		}
		e.At, _ = e.When(w.now, sent)
		w.all = append(w.all, e)
	}
}

func (w *world) branch() {
	e := planner.Event{ID: w.uuid(), Device: "cabang", Seq: int64(w.made), Household: 7, At: w.now.Add(-time.Duration(w.rng.IntN(60*24)) * time.Hour).Truncate(time.Minute)}
	day := planner.DayOf(e.At)
	e.Payload = planner.Payload{Day: &day, Amount: planner.Rupiah(1+w.rng.IntN(3)) * 35_000, Receipt: fmt.Sprint("R", w.rng.IntN(6))}
	switch w.rng.IntN(9) {
	case 6:
		e.Type, e.Of, e.Payload.Reason = planner.HandedOn, w.of(), fmt.Sprint("unit ", w.rng.IntN(2))
	case 0:
		e.Type, e.Of = planner.PaidBack, w.of()
	case 1:
		e.Type, e.Of, e.Payload.Reason = planner.Settled, w.of(), []string{"", planner.AddressMended}[w.rng.IntN(2)]
	case 2:
		e.Type, e.Of = planner.Release, w.of()
	case 3:
		e.Type, e.Of = planner.Cancelled, w.of()
	case 4:
		e.Type = planner.Code(planner.NotHome) // an imported list of visits
		e.Kader = planner.KaderID(w.rng.IntN(2))
	case 5:
		e.Type, e.Of = planner.Correction, w.of() // by the branch, of anything
		e.Payload = planner.Payload{Event: &planner.Corrected{Type: []planner.Code{planner.PaidIn, planner.Code(planner.Refused)}[w.rng.IntN(2)], Payload: e.Payload}}
	default:
		e.Type = planner.PaidIn
	}
	w.ids = append(w.ids, e.ID)
	w.all = append(w.all, e)
}

// history plays some days.
func history(seed uint64) *world {
	w := newWorld(seed)
	for range 5 + w.rng.IntN(60) {
		w.now = w.now.Add(time.Duration(w.rng.IntN(20*3600)) * time.Second)
		p := w.phones[w.rng.IntN(len(w.phones))]
		switch w.rng.IntN(12) {
		case 0:
			w.restart(p)
		case 1, 2:
			w.send(p)
		case 3:
			w.branch()
		case 4:
			w.circle(p)
		case 5:
			w.backup = slices.Clone(w.all)
		case 6:
			w.restore()
		default:
			w.write(p)
		}
	}
	for _, p := range w.phones {
		w.send(p)
	}
	return w
}

// A history has one state, in whatever order its events come in and however often,
// and that state is the one which a reader without the fold's cunning finds.
func TestAHistoryHasOneStateInAnyOrder(t *testing.T) {
	events, restores := 0, 0
	for seed := *historySeed; seed < *historySeed+uint64(*histories); seed++ {
		w := history(seed)
		all := w.all
		events, restores = events+len(all), restores+w.epoch
		w.holdsAll(t, seed)
		want := naive(all)
		rng := rand.New(rand.NewPCG(seed, 1))
		for range 3 {
			came := slices.Clone(all)
			for range rng.IntN(len(all) + 1) {
				came = append(came, all[rng.IntN(len(all))])
			}
			rng.Shuffle(len(came), func(i, j int) { came[i], came[j] = came[j], came[i] })
			if diff := gocmp.Diff(want, told(planner.Fold(came, wib))); diff != "" {
				t.Fatalf("seed %d: the fold differs from the naive reading (-naive +fold)\n%s", seed, diff)
			}
		}
	}
	t.Logf("%d histories of seeds %d.., %d events, %d restores of the server, each in 3 orders with doubles", *histories, *historySeed, events, restores)
}

// Of cancellations of cancellations the first MendDepth count, in whatever order they
// come in: a chain without end neither changes what a family is told nor costs more.
func TestAChainOfCancellationsCountsToItsDepth(t *testing.T) {
	id := func(n int) planner.EventID { return planner.EventID(fmt.Sprintf("01930000-0000-7000-8000-%012x", n)) }
	at := time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		links  int
		stands bool
	}{
		{0, true}, {1, false}, {2, true}, {planner.MendDepth - 1, false}, {planner.MendDepth, true}, {planner.MendDepth + 1, true}, {5000, true},
	} {
		all := []planner.Event{{ID: id(0), Device: "d", Boot: "b", Seq: 1, Type: planner.Code(planner.NotHome), Household: 1, Kader: 1, At: at}}
		for n := 1; n <= c.links; n++ {
			all = append(all, planner.Event{ID: id(n), Device: "d", Boot: "b", Seq: int64(n + 1), Type: planner.Cancelled, Of: id(n - 1), Kader: 1, At: at})
		}
		rand.New(rand.NewPCG(1, uint64(c.links))).Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		if got := len(planner.Fold(all, wib).Visits) == 1; got != c.stands {
			t.Errorf("%d cancellations of each other: the visit stands %t, want %t", c.links, got, c.stands)
		}
	}
}

// told is a standing as lines.
func told(s planner.Standing) string {
	var out []string
	say := func(form string, args ...any) { out = append(out, fmt.Sprintf(form, args...)) }
	for i, v := range s.Visits {
		due := "-"
		if v.Promise != nil {
			due = fmt.Sprint(v.Promise.Due, v.Promise.Open, v.Promise.Close, v.Promise.Amount, v.Promise.State)
		}
		say("visit %d %s %v %v %d %s %d %d %s", i, v.Event, v.Day, v.At, v.Kader, v.Outcome, v.Amount, v.Steps, due)
	}
	for _, p := range s.Payments {
		say("paid %v %s %d %s", p.Day, p.Ref, p.Amount, p.Event)
	}
	for i, n := range s.Noted {
		say("noted %d %s %d %s %v %v", i, n.Event, n.Amount, n.Receipt, n.Confirmed, n.Again)
	}
	for i, c := range s.Contacts {
		say("contact %d %s %s", i, c.Event, c.Type)
	}
	for i, m := range s.Matters {
		say("matter %d %s %s %s", i, m.Event, m.Queue, m.Type)
		if m.With != nil {
			say("with %s %v", m.With.Who, m.With.Since)
		}
	}
	for _, h := range s.Hours {
		say("hours %s %d", h.Days, h.To)
	}
	if s.Mended != 0 {
		say("mended %v", s.Mended)
	}
	if s.Rehab != nil {
		say("rehab %d", s.Rehab.Steps)
	}
	if s.NoVisit != nil {
		say("ban %v", s.NoVisit.Until)
	}
	if s.House != nil {
		say("house %.6f %d", s.House.At.Lat, s.House.Fixes)
	}
	say("phone %s", s.Phone)
	slices.Sort(out)
	return strings.Join(out, "\n")
}

// note is an event in the naive reading's book.
type note struct {
	planner.Event
	when      time.Time
	cancelled bool
	depth     int // of mending; -1: hangs on nothing
}

// naive reads a history as a clerk would: a book with one line an event, mends worked
// off from those that hang furthest from anything that happened, and a question to the
// whole book for each thing there is to know.
func naive(all []planner.Event) string {
	book := map[planner.EventID]*note{}
	for _, e := range all {
		book[e.ID] = &note{Event: e, when: e.At}
	}
	for _, n := range book {
		for _, o := range book {
			if n.Boot != "" && o.Device == n.Device && (o.Seq < n.Seq || o.Seq == n.Seq && o.ID <= n.ID) && o.At.After(n.when) {
				n.when = o.At
			}
		}
		n.depth = depthOf(book, n)
	}
	var lines []*note
	for _, n := range book {
		lines = append(lines, n)
	}
	before := func(a, b *note) int {
		return order.Or(a.when.Compare(b.when), order.Compare(a.Device, b.Device), order.Compare(a.Seq, b.Seq), order.Compare(a.ID, b.ID))
	}
	slices.SortFunc(lines, func(a, b *note) int { return order.Or(b.depth-a.depth, before(a, b)) })
	workOff(book, lines)
	slices.SortFunc(lines, before)
	return ask(lines)
}

// depthOf counts the steps from a mend to what it hangs on.
func depthOf(book map[planner.EventID]*note, n *note) int {
	depth := 0
	for free(n) {
		depth++
		n = book[n.Of]
		if n == nil || depth > len(book) {
			return -1
		}
	}
	return depth
}

// free reports whether a note only changes others.
func free(n *note) bool {
	return n.Type == planner.Correction || n.Type == planner.Cancelled || n.Type == planner.Release
}

// workOff lets mends do their work, the deepest first. Releases of a depth come before
// its cancellations: what was cancelled stays so.
func workOff(book map[planner.EventID]*note, lines []*note) {
	for i := 0; i < len(lines); {
		j := i
		for j < len(lines) && lines[j].depth == lines[i].depth {
			j++
		}
		if lines[i].depth > 0 {
			for _, kind := range []planner.Code{planner.Release, planner.Correction, planner.Cancelled} {
				for _, n := range lines[i:j] {
					if n.Type == kind && !n.Held && !n.cancelled {
						mend(book[n.Of], n)
					}
				}
			}
		}
		i = j
	}
}

func mend(target, by *note) {
	if by.Kader != 0 && by.Kader != target.Kader {
		return
	}
	switch to := by.Payload.Event; {
	case by.Type == planner.Release:
		target.Held = false
	case by.Type == planner.Cancelled:
		target.cancelled = true
	case to == nil:
	case target.Type == planner.Correction:
		if was := target.Payload.Event; !to.Type.Mends() && (was == nil || was.Type.BranchOnly() == to.Type.BranchOnly()) {
			target.Payload.Event = to
		}
	case !target.Type.Mends() && to.Type.Known() && !to.Type.Mends() && target.Type.BranchOnly() == to.Type.BranchOnly():
		target.Type, target.Payload = to.Type, to.Payload
	}
}

// ask asks the book each question by itself.
func ask(lines []*note) string {
	var counts []*note
	var s planner.Standing
	known := map[planner.EventID]planner.Day{} // on which an address became known
	closed, back, with := map[planner.EventID]bool{}, map[planner.EventID]bool{}, map[planner.EventID]*planner.With{}
	for _, n := range lines {
		switch {
		case n.cancelled || n.Held || free(n):
		case n.Type == planner.Settled:
			closed[n.Of] = true
			if n.Payload.Reason == "SUDAH_DIPERBAIKI" {
				known[n.Of] = max(known[n.Of], planner.DayOf(n.when.In(wib)))
			}
		case n.Type == planner.HandedOn:
			with[n.Of] = &planner.With{Who: n.Payload.Reason, Since: planner.DayOf(n.when.In(wib))}
		case n.Type == planner.PaidBack:
			back[n.Of] = true
		default:
			counts = append(counts, n)
		}
	}
	var paid []*note
	for _, n := range counts {
		if n.Type == planner.PaidIn && n.Payload.Day != nil && !back[n.ID] {
			paid = append(paid, n)
		}
	}
	slices.SortFunc(paid, func(a, b *note) int {
		return order.Or(order.Compare(*a.Payload.Day, *b.Payload.Day), order.Compare(a.Payload.Receipt, b.Payload.Receipt), order.Compare(a.ID, b.ID))
	})
	refs := map[string]bool{}
	for _, n := range paid {
		if ref := n.Payload.Receipt; !refs[ref] {
			refs[ref] = true
			s.Payments = append(s.Payments, planner.Payment{Day: *n.Payload.Day, Ref: ref, Amount: n.Payload.Amount, Event: n.ID})
		}
	}
	noted := map[string]bool{}
	var pins, doors []float64
	hours := map[string]planner.Hours{}
	for _, n := range counts {
		p, at := n.Payload, n.when.In(wib)
		if n.Type.Visit() && n.Kader != 0 {
			v := planner.Visit{Event: n.ID, Kader: n.Kader, Day: planner.DayOf(at), At: planner.Minute(at.Hour()*60 + at.Minute()), Outcome: planner.Outcome(n.Type), Amount: p.Amount}
			if p.Rehab != nil {
				v.Steps = p.Rehab.Steps
				if v.Amount == 0 {
					v.Amount = p.Rehab.Instalment
				}
			}
			if p.Promise != nil {
				open := map[string][2]planner.Minute{"PAGI": {480, 720}, "SORE": {960, 1080}}[p.Promise.Part]
				v.Promise = &planner.Promise{Due: p.Promise.Day, Open: open[0], Close: open[1], Amount: p.Promise.Amount, State: planner.PromisePending}
			}
			s.Visits = append(s.Visits, v)
			if v.Outcome.Met() && n.Fix != nil && n.Fix.Accuracy <= 50 {
				doors = append(doors, n.Fix.Lat)
			}
			pays := v.Outcome == planner.PaidFull || v.Outcome == planner.PaidPart || v.Outcome == planner.RehabInstalment
			if pays && v.Amount > 0 {
				s.Noted = append(s.Noted, planner.Noted{Event: n.ID, Amount: v.Amount, Receipt: p.Receipt, Confirmed: p.Receipt != "" && refs[p.Receipt], Again: p.Receipt != "" && noted[p.Receipt]})
				noted[p.Receipt] = true
			}
			if v.Outcome == planner.RehabEnrolled {
				s.Rehab = p.Rehab
			}
			if v.Outcome == planner.OtherTime && p.Hours != nil {
				hours[p.Hours.Days] = *p.Hours
			}
		}
		if n.Type == planner.Telephoned || n.Type == planner.WhatsApp {
			s.Contacts = append(s.Contacts, planner.Contact{Event: n.ID, Type: n.Type})
		}
		if q := n.Type.Queue(); q != "" && !closed[n.ID] {
			s.Matters = append(s.Matters, planner.Matter{Event: n.ID, Queue: q, Type: n.Type, With: with[n.ID]})
		}
		if n.Type == "ALAMAT_SALAH" || n.Type == "PINDAH" {
			s.Mended = max(s.Mended, known[n.ID])
		}
		if n.Type == planner.HousePin && p.Position != nil && p.Position.Accuracy <= 100 && p.Position.Age <= 120_000 {
			pins = append(pins, p.Position.Lat)
		}
		if n.Type == planner.NewPhone {
			s.Phone = p.Phone
		}
		away := n.Type == planner.Code(planner.WorksAway) || n.Type == planner.Code(planner.Unsafe) || n.Type == planner.Code(planner.Unreachable)
		if p.Until != nil && (n.Type == planner.NoVisits || away && (s.NoVisit == nil || *p.Until > s.NoVisit.Until)) {
			s.NoVisit = &planner.NoVisit{Until: *p.Until}
		}
	}
	for _, h := range hours {
		s.Hours = append(s.Hours, h)
	}
	if len(pins) == 0 {
		pins = doors
	}
	if slices.Sort(pins); len(pins) > 0 {
		s.House = &planner.House{Fixes: len(pins)}
		s.House.At.Lat = pins[(len(pins)-1)/2]
	}
	return told(s)
}
