package ledger

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"binaan/planner"
	"binaan/planner/plannertest"
)

// rulesBy are the published rules with a branch's own rows, by day.
func rulesBy(t testing.TB, own ...planner.RuleRow) func(planner.Day) *planner.Rules {
	t.Helper()
	rows := append(plannertest.Published(t), own...)
	known := map[planner.Day]*planner.Rules{}
	return func(d planner.Day) *planner.Rules {
		if known[d] == nil {
			r, err := planner.MergeRules(rows, d)
			if err != nil {
				t.Fatal(err)
			}
			known[d] = &r
		}
		return known[d]
	}
}

// fee is a branch's own rule from a day on.
func fee(t testing.TB, from, value string) planner.RuleRow {
	t.Helper()
	return planner.RuleRow{Key: "fee", From: plannertest.Day(t, from), Own: true, Value: json.RawMessage(value)}
}

func day(t testing.TB, s string) planner.Day { t.Helper(); return plannertest.Day(t, s) }

func paid(h planner.HouseholdID, d planner.Day, amount planner.Rupiah, ref string) Money {
	return Money{Payment: planner.Payment{Household: h, Day: d, Amount: amount, Ref: ref}}
}

func called(h planner.HouseholdID, k planner.KaderID, d planner.Day, o planner.Outcome) planner.Visit {
	return planner.Visit{Household: h, Kader: k, Day: d, At: 17 * 60, Outcome: o}
}

func TestMoneyIsCreditedToTheVisitThatBroughtIt(t *testing.T) {
	d := day(t, "2026-11-23")
	for _, test := range []struct {
		name   string
		visits []planner.Visit
		want   planner.KaderID
		why    Reason
	}{
		{"the last that met the family", []planner.Visit{called(1, 7, d-9, planner.Refused), called(1, 8, d-2, planner.Promised)}, 8, AfterMeeting},
		{"before one that met nobody", []planner.Visit{called(1, 7, d-9, planner.Promised), called(1, 8, d-2, planner.NotHome)}, 7, AfterMeeting},
		{"the last made, where nobody was met", []planner.Visit{called(1, 7, d-9, planner.NotHome), called(1, 8, d-2, planner.MetOther)}, 8, AfterCall},
		{"on its own day", []planner.Visit{called(1, 7, d, planner.PaidPart)}, 7, AfterMeeting},
		{"not one after it", []planner.Visit{called(1, 7, d+1, planner.PaidPart)}, 0, NoVisit},
		{"at the edge of the window", []planner.Visit{called(1, 7, d-30, planner.Promised)}, 7, AfterMeeting},
		{"not before the window", []planner.Visit{called(1, 7, d-31, planner.Promised)}, 0, NoVisit},
		{"not one that was skipped", []planner.Visit{called(1, 7, d-1, planner.Skipped)}, 0, NoVisit},
		{"not another family's", []planner.Visit{called(2, 7, d-1, planner.Promised)}, 0, NoVisit},
		{"not one of which nobody knows whose it was", []planner.Visit{called(1, 0, d-1, planner.Promised)}, 0, NoVisit},
		{"nobody had been there", nil, 0, NoVisit},
	} {
		got := Earn(Input{Visits: test.visits, Money: []Money{paid(1, d, 400_000, "R1")}, Rules: rulesBy(t), Covered: d + 9})
		k := slices.IndexFunc(got, func(l Line) bool { return l.Kind == KindCollected })
		if l := got[k]; l.Kader != test.want || l.Reason != test.why || (l.Fee == 100_000) != (test.want != 0) {
			t.Errorf("%s: kader %d, %s, fee %v; want kader %d, %s", test.name, l.Kader, l.Reason, l.Fee, test.want, test.why)
		}
	}
}

func TestTheFeeIsOfArrearsNotOfTheMonthOrOfMore(t *testing.T) {
	d := day(t, "2026-11-23")
	figures := map[planner.HouseholdID][]Figure{1: {{AsOf: d - 40, Months: 3, Arrears: 105_000, Classes: []planner.CareClass{3}}}}
	got := Earn(Input{
		Visits: []planner.Visit{called(1, 7, d-1, planner.Promised)}, Figures: figures, Rules: rulesBy(t), Covered: d + 9,
		Money: []Money{paid(1, d, 100_000, "R1"), paid(1, d+1, 100_000, "R2")},
	})
	// October rolled over: 140,000 are owed. The second payment pays the rest, November, and 25,000 ahead.
	want := []Allocation{{Arrears: 100_000}, {Arrears: 40_000, Current: 35_000, Credit: 25_000}}
	for i, l := range got {
		if l.Arrears != want[i].Arrears || l.Current != want[i].Current || l.Credit != want[i].Credit || l.Fee != l.Arrears/4 {
			t.Errorf("payment %d: arrears %v, current %v, credit %v, fee %v; want %+v", i, l.Arrears, l.Current, l.Credit, l.Fee, want[i])
		}
	}
	if len(got) != 2 || got[0].State != Estimate {
		t.Errorf("a fee that nobody published is a guess: %+v", got)
	}
}

// opencart #7703, OCA/commission #607: each −x at its own line's rate.
func TestPayReversePayAcrossAChangeOfTheRate(t *testing.T) {
	rules := rulesBy(t, fee(t, "2026-01-01", `{"percent":25,"estimate":false}`), fee(t, "2026-12-01", `{"percent":10}`))
	november, december := day(t, "2026-11-20"), day(t, "2026-12-03")
	back := day(t, "2026-12-02")
	first := paid(1, november, 400_000, "R1")
	first.Back = &back
	got := Earn(Input{Visits: []planner.Visit{called(1, 7, november-1, planner.Promised)}, Money: []Money{first, paid(1, december, 400_000, "R2")}, Rules: rules, Covered: december})
	var fees []planner.Rupiah
	var months []string
	for _, l := range got {
		fees, months = append(fees, l.Fee), append(months, l.Month.String()[:7])
	}
	if diff := cmp.Diff([]planner.Rupiah{100_000, -100_000, 40_000}, fees); diff != "" {
		t.Errorf("fees (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"2026-11", "2026-12", "2026-12"}, months); diff != "" {
		t.Errorf("months (-want +got):\n%s", diff)
	}
	if got[1].State != Verified {
		t.Errorf("a rule that is known: %s", got[1].State)
	}
}

func TestWhatAKaderNotedWaitsForTheFile(t *testing.T) {
	d := day(t, "2026-11-23")
	noted := planner.Visit{Household: 1, Kader: 7, Day: d, At: 17 * 60, Outcome: planner.PaidPart, Amount: 100_000}
	for _, test := range []struct {
		name    string
		covered planner.Day
		money   []Money
		want    Reason // of the waiting line; empty: none
	}{
		{"no file yet", d - 1, nil, WaitsForFile},
		{"no file, and today is a day later than may be", d - 2, nil, WaitsLong},
		{"the file does not have it", d, nil, NotInFile},
		{"the file has it", d, []Money{paid(1, d, 100_000, "R1")}, ""},
		{"the channel booked it two days later", d + 2, []Money{paid(1, d+2, 100_000, "R1")}, ""},
		{"the channel booked it a day before", d, []Money{paid(1, d-1, 100_000, "R1")}, ""},
		{"the file has the same sum of two days before", d, []Money{paid(1, d-2, 100_000, "R1")}, NotInFile},
		{"the file has the same sum of a year later", d, []Money{paid(1, d+365, 100_000, "R1")}, NotInFile},
		{"the file has another sum", d, []Money{paid(1, d, 90_000, "R1")}, NotInFile},
		{"the file has another family's", d, []Money{paid(2, d, 100_000, "R1")}, NotInFile},
	} {
		var got Reason
		lines := Earn(Input{Visits: []planner.Visit{noted}, Money: test.money, Rules: rulesBy(t), Covered: test.covered, Today: d + map[Reason]planner.Day{WaitsLong: 2}[test.want] + 0})
		for _, l := range lines {
			if l.State == Waiting {
				got = l.Reason
			}
		}
		if got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
	twice := Earn(Input{Visits: []planner.Visit{noted, {Household: 1, Kader: 7, Day: d, At: 18 * 60, Outcome: planner.PaidPart, Amount: 100_000}}, Money: []Money{paid(1, d, 100_000, "R1")}, Rules: rulesBy(t), Covered: d})
	if sum := Sum(twice); sum.Amount != 100_000 || sum.Noted != 100_000 || sum.Waiting != 25_000 {
		t.Errorf("one payment answers one note: %+v", sum)
	}
}

// Antara Riau 2017: Rp2,500 a participant reminded, Rp5,000 a new one.
func TestFeesForPeopleRemindedAndRegistered(t *testing.T) {
	d := day(t, "2017-06-05")
	got := Earn(Input{
		Visits: []planner.Visit{
			called(1, 7, d, planner.Promised), called(1, 8, d+3, planner.Refused), called(1, 7, d+30, planner.Promised), called(2, 7, d, planner.NotHome),
		},
		Money:      []Money{paid(1, d+1, 100_000, "R1")},
		Registered: []Registration{{ID: "L1", Kader: 7, Day: d, Heads: 4}},
		Figures:    map[planner.HouseholdID][]Figure{1: {{AsOf: d - 5, Months: 12, Arrears: 918_000, Classes: []planner.CareClass{3, 3, 3}}}},
		Rules:      rulesBy(t), Covered: d + 60,
	})
	fees := map[Kind][]planner.Rupiah{}
	for _, l := range got {
		fees[l.Kind] = append(fees[l.Kind], l.Fee)
	}
	want := map[Kind][]planner.Rupiah{KindReminded: {7_500, 7_500}, KindRegistered: {20_000}, KindCollected: {0}}
	if diff := cmp.Diff(want, fees); diff != "" {
		t.Errorf("fees (-want +got):\n%s", diff)
	}
}

// Facts come in by phones that were offline and files that overlap: whatever their
// order, lines are the same.
func TestTheOrderOfArrivalChangesNothing(t *testing.T) {
	const seed = 77
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 1))
	rules := rulesBy(t, fee(t, "2026-01-01", `{"tiers":[{"above":0,"percent":7.77},{"above":900000,"percent":12.5}],"perReminded":2500,"mostPerMonth":400001}`), fee(t, "2026-11-11", `{"percent":33.33}`))
	in := chance(rng, day(t, "2026-09-01"), 120, 40, 6)
	in.Rules = rules
	want := Earn(in)
	for range 30 {
		rng.Shuffle(len(in.Visits), func(i, k int) { in.Visits[i], in.Visits[k] = in.Visits[k], in.Visits[i] })
		rng.Shuffle(len(in.Money), func(i, k int) { in.Money[i], in.Money[k] = in.Money[k], in.Money[i] })
		if diff := cmp.Diff(want, Earn(in)); diff != "" {
			t.Fatalf("lines in another order (-want +got):\n%s", diff)
		}
	}
}

// chance are random facts of so many days.
func chance(rng *rand.Rand, from planner.Day, days, households, kader int) Input {
	in := Input{Figures: map[planner.HouseholdID][]Figure{}, Covered: from + planner.Day(days)}
	outcomes := []planner.Outcome{planner.NotHome, planner.Promised, planner.PaidPart, planner.PaidFull, planner.Refused, planner.Skipped, planner.RehabInstalment}
	for h := range planner.HouseholdID(households) {
		classes := make([]planner.CareClass, 1+rng.IntN(5))
		for i := range classes {
			classes[i] = planner.CareClass(1 + rng.IntN(3))
		}
		in.Figures[h+1] = []Figure{{AsOf: from - 1, Months: rng.IntN(25), Arrears: planner.Rupiah(rng.IntN(4_000_000)), Classes: classes}}
	}
	for i := range households * 6 {
		d, h := from+planner.Day(rng.IntN(days)), planner.HouseholdID(1+rng.IntN(households))
		v := planner.Visit{Household: h, Kader: planner.KaderID(1 + rng.IntN(kader)), Day: d, At: planner.Minute(8*60 + rng.IntN(700)), Outcome: outcomes[rng.IntN(len(outcomes))], Amount: planner.Rupiah(1000 * rng.IntN(900))}
		in.Visits = append(in.Visits, v)
		if i%2 == 0 {
			m := paid(h, d+planner.Day(rng.IntN(40)), planner.Rupiah(1000*(1+rng.IntN(900))), itoa(int64(i)))
			if rng.IntN(8) == 0 {
				m.Back = new(m.Day + planner.Day(rng.IntN(60)))
			}
			in.Money = append(in.Money, m)
		}
	}
	return in
}

// What a family owed when it paid is what the newest figures of that time say, less
// what it paid since.
func TestADebtIsThatOfThePaymentsOwnTime(t *testing.T) {
	d := day(t, "2026-11-23")
	at := func(asOf planner.Day, arrears planner.Rupiah) Figure {
		return Figure{AsOf: asOf, Months: 3, Arrears: arrears, Classes: []planner.CareClass{3}}
	}
	back := d - 3
	for _, test := range []struct {
		name    string
		figures []Figure
		before  []Money
	}{
		{"the newest of several", []Figure{at(d-12, 500_000), at(d-5, 50_000)}, nil},
		{"in any order", []Figure{at(d-5, 50_000), at(d-12, 500_000)}, nil},
		{"not those to come", []Figure{at(d-5, 50_000), at(d+1, 7_000)}, nil},
		{"what was paid before the figures is in them", []Figure{at(d-5, 50_000)}, []Money{paid(1, d-9, 20_000, "R0")}},
		{"what was paid since is not", []Figure{at(d-5, 70_000)}, []Money{paid(1, d-4, 20_000, "R0")}},
		{"what went back is owed again", []Figure{at(d-5, 50_000)}, []Money{{Payment: planner.Payment{Household: 1, Day: d - 4, Amount: 20_000, Ref: "R0"}, Back: &back}}},
	} {
		in := Input{
			Visits: []planner.Visit{called(1, 7, d-1, planner.Promised)}, Figures: map[planner.HouseholdID][]Figure{1: test.figures},
			Rules: rulesBy(t), Covered: d + 9, Money: append(test.before, paid(1, d, 200_000, "R1")),
		}
		lines := Earn(in)
		if k := slices.IndexFunc(lines, func(l Line) bool { return l.Ref == "R1" }); lines[k].Arrears != 50_000 {
			t.Errorf("%s: %v of the payment is for arrears, want 50,000", test.name, lines[k].Arrears)
		}
	}
}

func TestAMonthsFeeEndsWhereTheRuleSays(t *testing.T) {
	d := day(t, "2026-11-23")
	got := Earn(Input{
		Visits: []planner.Visit{called(1, 7, d-1, planner.Promised)}, Covered: d + 9, Money: []Money{paid(1, d, 400_000, "R1"), paid(1, d+1, 400_000, "R2")},
		Rules: rulesBy(t, fee(t, "2026-01-01", `{"percent": 25, "perRegistration": 0, "mostPerMonth": 150000, "estimate": true}`)),
	})
	if len(got) != 2 || got[0].Fee != 100_000 || got[1].Fee != 50_000 {
		t.Errorf("fees %+v, want 100,000 and what is left to 150,000", got)
	}
}

// Only what a kader saw being paid waits for the file, and only a payment from the day
// before on answers it.
func TestWhatWaitsIsWhatWasSeen(t *testing.T) {
	d := day(t, "2026-11-23")
	noted := func(o planner.Outcome, money ...Money) (n int) {
		v := called(1, 7, d, o)
		v.Amount = 50_000
		for _, l := range Earn(Input{Visits: []planner.Visit{v}, Money: money, Rules: rulesBy(t), Covered: d - 9, Today: d}) {
			if l.Kind == KindNoted {
				n++
			}
		}
		return n
	}
	for name, got := range map[string][2]int{
		"seen":                          {noted(planner.PaidPart), 1},
		"promised":                      {noted(planner.Promised), 0},
		"confirmed on the day before":   {noted(planner.PaidPart, paid(1, d-1, 50_000, "R1")), 0},
		"confirmed two days before":     {noted(planner.PaidPart, paid(1, d-2, 50_000, "R1")), 1},
		"confirmed after the window":    {noted(planner.PaidPart, paid(1, d+31, 50_000, "R1")), 1},
		"another sum is confirmed":      {noted(planner.PaidPart, paid(1, d, 49_000, "R1")), 1},
		"another family's is confirmed": {noted(planner.PaidPart, paid(2, d, 50_000, "R1")), 1},
	} {
		if got[0] != got[1] {
			t.Errorf("%s: %d lines wait, want %d", name, got[0], got[1])
		}
	}
}

func TestWhoIsRemindedIsCountedByTheNewestFigures(t *testing.T) {
	d := day(t, "2026-11-23")
	few, many := Figure{AsOf: d - 40, Classes: []planner.CareClass{3}}, Figure{AsOf: d - 10, Classes: []planner.CareClass{3, 3, 3}}
	for _, figures := range [][]Figure{{few, many}, {many, few}} {
		got := Earn(Input{
			Visits: []planner.Visit{called(1, 7, d, planner.Promised)}, Figures: map[planner.HouseholdID][]Figure{1: figures}, Covered: d,
			Rules: rulesBy(t, fee(t, "2026-01-01", `{"percent": 0, "perReminded": 2500, "perRegistration": 0}`)),
		})
		if len(got) != 1 || got[0].Fee != 7_500 {
			t.Errorf("of %+v: %+v, want three people at 2,500", figures, got)
		}
	}
}
