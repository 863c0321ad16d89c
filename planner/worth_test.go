package planner

import (
	"math"
	"math/rand/v2"
	"testing"
)

// family is one like most: three members of class III, 18 months in arrears.
func family(r *Rules) Household {
	classes := []CareClass{3, 3, 3}
	return Household{
		ID: 1, Classes: classes, Segment: PBPU, ArrearsOf: PBPU, Months: 18, Arrears: r.ArrearsOf(classes, 18),
		ArrearsStatus: ArrearsActive, Accuracy: "A", Cell: 1, AsOf: r.Day, PhoneQuality: PhoneUnknown,
	}
}

func worthOf(cal Calendar, r *Rules, h Household, past History, d Day) map[Slot]Worth {
	chances := Priors()
	out := map[Slot]Worth{}
	for _, w := range chances.WorthOn(cal, r, h, past, d, cal.VisitSpans(r, h, past.Pending(r, r.Day), d)) {
		out[w.Slot] = w
	}
	return out
}

func TestEmptyCallLowersOnlyItsSlot(t *testing.T) {
	r := rulesOn(t, "2026-12-01")
	monday := dayOf(t, "2026-12-07")
	h := family(&r)
	fresh := worthOf(Calendar{}, &r, h, History{}, monday)
	empty := worthOf(Calendar{}, &r, h, History{Visits: []Visit{{Day: monday - 70, At: 17 * 60, Outcome: NotHome}}}, monday)
	if empty[Evening].Expected() >= fresh[Evening].Expected() {
		t.Errorf("evening worth %v after an empty call, %v before", empty[Evening].Expected(), fresh[Evening].Expected())
	}
	if got, want := empty[Evening].Contact, 0.85*0.65*4/5; math.Abs(got-want) > 1e-12 {
		t.Errorf("evening contact %v, want %v", got, want)
	}
	for _, s := range []Slot{Morning, Midday} {
		if empty[s] != fresh[s] {
			t.Errorf("slot %d worth %+v after an evening call, %+v before", s, empty[s], fresh[s])
		}
	}
	if fresh[Evening].Expected() <= fresh[Morning].Expected() {
		t.Errorf("an evening is worth %v, a morning %v", fresh[Evening].Expected(), fresh[Morning].Expected())
	}
}

func TestWorthFollowsTheFormula(t *testing.T) {
	r := rulesOn(t, "2026-12-01")
	monday := dayOf(t, "2026-12-07")
	h, c := family(&r), Priors()
	m := c.MeetingOf(&r, h, History{}, monday)
	balance := float64(h.Arrears)
	first, promised := balance/9, m.Promise*0.25*balance
	cash := 0.85*0.65*(m.Full*balance+m.Rehab*first+promised*0.10) - 0.01*balance
	later := 0.85 * 0.65 * (m.Rehab*0.45*(balance-first) + promised*(0.35-0.10))
	got := worthOf(Calendar{}, &r, h, History{}, monday)[Evening]
	if got.Cash != Rupiah(math.Round(cash)) || got.Later != Rupiah(math.Round(later)) {
		t.Errorf("evening worth %v and later %v, want %.0f and %.0f", got.Cash, got.Later, cash, later)
	}
	if sum := m.Full + m.Rehab + m.Promise + m.Refuse + m.Unable; sum <= 0 || sum >= 1 {
		t.Errorf("chances of a meeting %+v sum to %v", m, sum)
	}
}

func TestPromiseIsNotVisitedBeforeItsDay(t *testing.T) {
	r := rulesOn(t, "2026-12-01")
	due := dayOf(t, "2026-12-14")
	h := family(&r)
	past := History{Visits: []Visit{{Day: r.Day - 2, At: 1000, Outcome: Promised, Promise: &Promise{Due: due, Open: 960, Close: 1140, Amount: 500_000, State: PromisePending}}}}
	rest := r.RestOf(h, past)
	if rest.From != due || rest.Code != RestPromise {
		t.Errorf("rest %+v, want until %v", rest, due)
	}
	on, later := worthOf(Calendar{}, &r, h, past, due), worthOf(Calendar{}, &r, h, History{}, due)
	if on[Evening].Expected() <= later[Evening].Expected() {
		t.Errorf("promise day worth %v, an ordinary one %v", on[Evening].Expected(), later[Evening].Expected())
	}
	past.Payments = []Payment{{Day: r.Day - 1, Amount: 500_000}}
	if p := past.Pending(&r, r.Day); p != nil {
		t.Errorf("a promise that was paid is pending: %+v", p)
	}
}

func TestRestAfterVisits(t *testing.T) {
	r := rulesOn(t, "2026-12-01")
	visit := func(ago int, o Outcome) Visit { return Visit{Day: r.Day - Day(ago), At: 1000, Outcome: o} }
	banned := family(&r)
	banned.NoVisit = &NoVisit{Until: r.Day + 9}
	old := family(&r)
	old.Months = 6
	unlocated, nowhere, rehab := family(&r), family(&r), family(&r)
	unlocated.Accuracy, nowhere.Cell = "F", 0
	rehab.Rehab = &Rehab{Steps: 6, Paid: 2, Instalment: 200_000, NextDue: r.Day + 7}
	for _, test := range []struct {
		name   string
		h      Household
		visits []Visit
		from   Day
		code   string
	}{
		{"never visited", family(&r), nil, r.Day, ""},
		{"refused once", family(&r), []Visit{visit(10, Refused)}, r.Day + 50, RestCooldown},
		{"refused twice", family(&r), []Visit{visit(200, Refused), visit(100, Refused)}, Never, RestSupervisor},
		{"cannot pay", family(&r), []Visit{visit(10, Unable)}, r.Day + 80, RestCooldown},
		{"empty", family(&r), []Visit{visit(1, NotHome)}, r.Day + 4, RestCooldown},
		{"says it has paid", family(&r), []Visit{visit(10, AlreadyPaid)}, r.Day + 20, RestClaim},
		{"said so long ago", family(&r), []Visit{visit(31, AlreadyPaid)}, r.Day, ""},
		{"met, then empty", family(&r), []Visit{visit(9, OtherTime), visit(8, NotHome)}, r.Day + 5, RestCooldown},
		{"empty four times", family(&r), []Visit{visit(40, NotHome), visit(30, NotHome), visit(20, NotHome), visit(10, NotHome)}, r.Day + 20, RestPhone},
		{"moved", family(&r), []Visit{visit(90, Moved)}, Never, RestGone},
		{"skipped", family(&r), []Visit{visit(1, Skipped)}, r.Day, ""},
		{"banned", banned, nil, r.Day + 10, RestBan},
		{"too few months", old, nil, Never, RestIneligible},
		{"nobody knows where", unlocated, nil, Never, RestUnlocated},
		{"without a cell", nowhere, nil, Never, RestUnlocated},
		{"instalment later", rehab, nil, r.Day + 7, RestInstalment},
		{"instalment later, visited yesterday", rehab, []Visit{visit(1, Unable)}, r.Day + 7, RestInstalment},
		{"met twice this month", family(&r), []Visit{visit(0, PaidPart), visit(0, PaidPart)}, dayOf(t, "2027-01-01"), RestMonth},
	} {
		if got, want := r.RestOf(test.h, History{Visits: test.visits}), (Rest{test.from, test.code}); got != want {
			t.Errorf("%s: rest %+v, want %+v", test.name, got, want)
		}
	}
}

// A family whose address was wrong, or that moved, is visited again once the branch has
// learnt where it lives; one that moved since, or died, is not.
func TestAFamilyIsVisitedAgainWhereItWasFound(t *testing.T) {
	r := rulesOn(t, "2026-12-01")
	for _, test := range []struct {
		said  Outcome
		found Day
		want  Rest
	}{
		{AddressNotFound, 0, Rest{Never, RestGone}},
		{AddressNotFound, r.Day - 61, Rest{Never, RestGone}},
		{AddressNotFound, r.Day - 60, Rest{r.Day, ""}},
		{Moved, r.Day - 1, Rest{r.Day, ""}},
		{Deceased, r.Day - 1, Rest{Never, RestGone}},
	} {
		past := History{Visits: []Visit{{Day: r.Day - 60, At: 1000, Outcome: test.said}}, Found: test.found}
		if got := r.RestOf(family(&r), past); got != test.want {
			t.Errorf("%s, found %d days ago: rest %+v, want %+v", test.said, r.Day-test.found, got, test.want)
		}
	}
}

// A family that says it has paid is left alone until a payment file tells of that day, and
// then only as long as any family that was met.
func TestAClaimRestsUntilTheFileThatCoversItsDay(t *testing.T) {
	r := rulesOn(t, "2026-12-01")
	said := Visit{Day: r.Day - 16, At: 1000, Outcome: AlreadyPaid}
	for covered, want := range map[Day]Rest{
		said.Day - 1: {said.Day + Day(r.Contact.ClaimDays), RestClaim},
		said.Day:     {r.Day, ""},
	} {
		if got := r.RestOf(family(&r), History{Visits: []Visit{said}, Covered: covered}); got != want {
			t.Errorf("files cover %v, said on %v: %+v, want %+v", covered, said.Day, got, want)
		}
	}
	said.Day = r.Day - 3
	if got, want := r.RestOf(family(&r), History{Visits: []Visit{said}, Covered: r.Day}), (Rest{said.Day + Day(r.Contact.DaysBetween), RestCooldown}); got != want {
		t.Errorf("met three days ago: %+v, want %+v", got, want)
	}
}

func TestWhoPaidAllSinceIsLeftAlone(t *testing.T) {
	r := rulesOn(t, "2026-12-01")
	h := family(&r)
	for _, test := range []struct {
		name string
		paid Payment
		want string
	}{
		{"all", Payment{Day: h.AsOf, Amount: h.Arrears}, RestPaid},
		{"all but one Rupiah", Payment{Day: h.AsOf, Amount: h.Arrears - 1}, ""},
		{"all, before the figures were true", Payment{Day: h.AsOf - 1, Amount: h.Arrears}, ""},
	} {
		if got := r.RestOf(h, History{Payments: []Payment{test.paid}}).Code; got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

func TestBalanceGrowsOnlyBelowTheCap(t *testing.T) {
	r := rulesOn(t, "2026-12-01")
	h := family(&r)
	if got, want := r.On(h, dayOf(t, "2027-02-03")).Arrears, h.Arrears+2*105_000; got != want {
		t.Errorf("two months later %v, want %v", got, want)
	}
	h.Months = 24
	if got := r.On(h, dayOf(t, "2027-02-03")).Arrears; got != h.Arrears {
		t.Errorf("at the cap %v after two months, want %v", got, h.Arrears)
	}
}

// A promise is cash at its own visit and an instalment at its own; nothing of a
// later one is counted again.
func TestEveryRupiahIsCashOnce(t *testing.T) {
	r := rulesOn(t, "2026-12-01")
	day := dayOf(t, "2026-12-14")
	h := family(&r)
	h.Rehab = &Rehab{Steps: 9, Paid: 2, Instalment: 210_000, NextDue: day}
	if w := worthOf(Calendar{}, &r, h, History{}, day)[Evening]; w.Later != 0 || w.Cash <= 0 || w.Cash > 210_000 {
		t.Errorf("a due instalment of Rp210.000 is worth %v and later %v", w.Cash, w.Later)
	}
	h.Rehab = nil
	past := History{Visits: []Visit{{Day: r.Day - 2, At: 1000, Outcome: Promised, Promise: &Promise{Due: day, Amount: 300_000, State: PromisePending}}}}
	c := Priors()
	c.PromiseContact, c.Kept, c.AnywayPromise, c.Anyway = 1, 1, 0, 0
	c.KeptStrength = 1e9
	w := c.WorthOn(Calendar{}, &r, h, past, day, []Span{{960, 1000}})[0]
	if w.Cash != 300_000 || w.Later != 0 {
		t.Errorf("a promise that is surely kept is worth %v and later %v", w.Cash, w.Later)
	}
}

func TestLargerDebtsArePaidMoreRarely(t *testing.T) {
	r := rulesOn(t, "2026-12-01")
	monday := dayOf(t, "2026-12-07")
	small, large := family(&r), family(&r)
	large.Classes = []CareClass{1, 1, 1, 1, 1, 1}
	large.Arrears = r.ArrearsOf(large.Classes, large.Months)
	a, b := worthOf(Calendar{}, &r, small, History{}, monday)[Evening], worthOf(Calendar{}, &r, large, History{}, monday)[Evening]
	times := float64(large.Arrears) / float64(small.Arrears)
	if got := float64(b.Expected()) / float64(a.Expected()); got < 1 || got > math.Sqrt(times) {
		t.Errorf("a debt %.1f times as large is worth %.2f times as much", times, got)
	}
}

// The published programme is of twelve instalments at most: those after the first come
// six months later on average, and 1 % a month takes 5.8 % off them.
func TestPresentValueCountsWhatComesLaterForLess(t *testing.T) {
	y := rulesOn(t, "2026-12-01").Yield
	if got := y.Present(100_000, 1_000_000); got != 1_042_045 {
		t.Errorf("Rp100.000 now and Rp1.000.000 later are worth %v now", got)
	}
	if y.Present(500_000, 500_000) <= y.Present(499_000, 501_000) || y.Present(-7, 0) != -7 {
		t.Error("a Rupiah of this month is worth no more than a later one")
	}
	free := YieldRule{DiscountPercent: 0, LaterMonths: 6}
	if got := free.Present(3, 4); got != 7 {
		t.Errorf("without a discount Rp3 and Rp4 are worth %v", got)
	}
}

// The share of instalments that come in is a dated rule: it moves what comes later, not
// the cash of the month.
func TestInstalmentsThatAreKeptMoveWhatComesLater(t *testing.T) {
	r := rulesOn(t, "2026-12-01")
	h, day := family(&r), dayOf(t, "2026-12-07")
	before := worthOf(Calendar{}, &r, h, History{}, day)[Evening]
	r.Yield.KeptPercent = 90
	after := worthOf(Calendar{}, &r, h, History{}, day)[Evening]
	if before.Cash != after.Cash || after.Later <= before.Later {
		t.Errorf("with 45 %% %v and %v later, with 90 %% %v and %v", before.Cash, before.Later, after.Cash, after.Later)
	}
}

func TestTheMeanVisitIsOfTheFamiliesThatBringMost(t *testing.T) {
	r := rulesOn(t, "2026-12-01") // 100 visits for 500 families: a fifth
	brings := make([]Rupiah, 100)
	for i := range brings {
		brings[i] = Rupiah(1 + i)
	}
	if got := r.MeanVisit(brings); got != 90 || brings[0] != 1 { // 81 to 100
		t.Errorf("mean %v of the best fifth", got)
	}
	if got := r.MeanVisit(nil); got != 0 {
		t.Errorf("nobody brings %v", got)
	}
}

func TestLevelIsShrunkFromThePublishedToTheOwn(t *testing.T) {
	rule := YieldRule{PerVisit: 247_000, Visits: 1000, SpreadPercent: 20}
	for _, test := range []struct {
		own  Record
		mean Rupiah
		want Level
	}{
		{Record{}, 123_500, Level{PerVisit: 247_000, Spread: 0.2, Scale: 2, Mean: 123_500}},
		{Record{}, 0, Level{PerVisit: 247_000, Spread: 0.2, Scale: 1}},
		{Record{Visits: 3000, Credited: 3000 * 47_000}, 97_000, Level{PerVisit: 97_000, Spread: 0.1, Scale: 1, Mean: 97_000, Own: 3000}},
	} {
		if got := LevelOf(rule, test.own, test.mean); got != test.want {
			t.Errorf("level of %+v and a mean of %v: %+v, want %+v", test.own, test.mean, got, test.want)
		}
	}
}

// Four of five sums that are drawn end within the band, or a few more: single
// payments are lumps.
func TestBandHoldsFourInFive(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	const visits, chance, amount, spread = 180, 0.1, 2_000_000.0, 0.2
	band := BandOf(visits*chance*amount, visits*chance*amount*amount, spread)
	within := 0
	const months = 5000
	for range months {
		sum, level := 0.0, 1+spread*rng.NormFloat64()
		for range visits {
			if rng.Float64() < chance*level {
				sum += amount
			}
		}
		if Rupiah(sum) >= band.Low && Rupiah(sum) <= band.High {
			within++
		}
	}
	if got := float64(within) / months; got < 0.78 || got > 0.86 {
		t.Errorf("%.3f of the months within %v to %v", got, band.Low, band.High)
	}
}
