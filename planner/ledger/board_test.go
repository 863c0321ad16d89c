package ledger

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"binaan/geo"
	"binaan/planner"
)

func monthOf(t testing.TB, text string) Period {
	t.Helper()
	p, err := ParsePeriod(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// boardOf is a board of two kader in two kecamatan, family h living in desa h mod 4.
func boardOf(t testing.TB, today planner.Day, visits []planner.Visit, money []Money, calls ...Call) (BoardAsked, Board) {
	t.Helper()
	rules := rulesBy(t)
	month := monthOf(t, today.Month().String())
	working := func(d planner.Day) bool { return d.Weekday() != time.Sunday }
	a := BoardAsked{Asked: Asked{
		Period: month, Today: today, Rules: rules(today), Working: working,
		Kader: []planner.Kader{
			{ID: 7, Code: "K7", Name: "Tujuh", Kecamatan: "99.01.01", From: today - 400, Until: today + 400, Status: planner.KaderActive},
			{ID: 8, Code: "K8", Name: "Delapan", Kecamatan: "99.01.02", From: today - 400, Until: today + 400, Status: planner.KaderActive},
		},
		Deeds: Deeds{Visits: visits, Lines: Earn(Input{Visits: visits, Money: money, Rules: rules, Covered: today})},
		Workdays: func(_ planner.Kader, from, until planner.Day) (n int) {
			for d := from; d <= until; d++ {
				if working(d) {
					n++
				}
			}
			return n
		},
	}, Against: month.Before(), Calls: calls, Home: func(h planner.HouseholdID) geo.AreaCode {
		return geo.AreaCode(fmt.Sprintf("99.01.0%d.200%d", 1+h%2, 1+h%4))
	}}
	return a, MakeBoard(a)
}

// Ratios are never added: every total is the sum of numerators and of denominators, by
// area, by kader, and by both (apache/superset #25747).
func TestABoardAddsUpWhicheverWayItIsCut(t *testing.T) {
	today := day(t, "2026-11-23")
	for seed := range uint64(20) {
		rng := rand.New(rand.NewPCG(seed, 5))
		outcomes := []planner.Outcome{planner.Promised, planner.NotHome, planner.PaidPart, planner.Refused, planner.RehabEnrolled}
		var visits []planner.Visit
		var money []Money
		for i := range 60 {
			h, d := planner.HouseholdID(1+rng.IntN(30)), today-planner.Day(rng.IntN(60))
			v := called(h, planner.KaderID(7+rng.IntN(2)), d, outcomes[rng.IntN(len(outcomes))])
			if v.Outcome == planner.Promised {
				v.Promise = &planner.Promise{Due: d + 5, Amount: 50_000, State: planner.PromisePending}
			}
			visits = append(visits, v)
			if rng.IntN(3) == 0 {
				money = append(money, paid(h, min(today, d+planner.Day(rng.IntN(9))), planner.Rupiah(10_000*(1+rng.IntN(40))), fmt.Sprint("R", i)))
			}
		}
		a, b := boardOf(t, today, visits, money)
		e := Evaluate(a.Asked)
		all := b.Now.Sum("", 0)
		if all.Visits != e.Total.Visits || all.Met != e.Total.Contacts || all.Kept != e.Total.Kept || all.Collected != e.Total.Rupiah || all.Unsought != e.WithoutVisit {
			t.Fatalf("seed %d: board %+v, evaluation %+v", seed, all, e.Total)
		}
		if diff := cmp.Diff(e.Previous.Effects, all.Changed(b.Before.Sum("", 0))); diff != "" {
			t.Errorf("seed %d: the change differs from the evaluation's (-want +got):\n%s", seed, diff)
		}
		var byArea, byKader Tally
		for _, in := range []geo.AreaCode{"99.01.01", "99.01.02"} {
			byArea = byArea.Plus(b.Now.Sum(in, 0))
		}
		for _, k := range []planner.KaderID{7, 8} {
			byKader = byKader.Plus(b.Now.Sum("", k))
		}
		byKader.Unsought = all.Unsought // of no kader
		if byArea != all || byKader != all {
			t.Errorf("seed %d: by area %+v, by kader %+v, all %+v", seed, byArea, byKader, all)
		}
		var f Funnel
		for _, desa := range b.Now.Desa() {
			f = f.Plus(b.Now.Funnel(desa))
		}
		if f != b.Now.Funnel("") || f.Met > f.Visited || f.Verified > f.Paid {
			t.Errorf("seed %d: funnel %+v, of all %+v", seed, f, b.Now.Funnel(""))
		}
	}
}

// metabase #11978: a month that is not over looks like a collapse.
func TestAnUnfinishedMonthIsComparedWithAsManyWorkingDays(t *testing.T) {
	for _, test := range []struct {
		today, until         string
		done, all, ofAgainst int
	}{
		{"2026-11-23", "2026-10-22", 19, 25, 19}, // a Monday: 19 working days, Thursday 22 October is the 19th
		{"2026-11-01", "2026-09-30", 0, 25, 0},   // a Sunday: nothing yet
		{"2026-11-30", "2026-10-31", 25, 25, 27}, // over: the whole month before
	} {
		_, b := boardOf(t, day(t, test.today), nil, nil)
		if got := b.Against.Until.String(); got != test.until || b.Workdays != (Workdays{test.done, test.all, test.ofAgainst}) {
			t.Errorf("%s: to %s, %+v; want to %s, %+v", test.today, got, b.Workdays, test.until, test)
		}
	}
}

func TestWhatIsAskedIsOfThoseUnderContract(t *testing.T) {
	today := day(t, "2026-11-23")
	_, b := boardOf(t, today, nil, nil)
	of := b.Now.Sum("99.01.01", 0)
	if of.Asked != 5*19 || of.Workdays != 19 || of.Target == 0 {
		t.Errorf("asked of a kecamatan with one kader: %+v", of)
	}
	if desa := b.Now.Sum("99.01.01.2001", 0); desa.Asked != 0 || desa.Target != 0 {
		t.Errorf("a desa is asked for nothing of its own: %+v", desa)
	}
	if len(b.Kader) != 2 || b.Kader[0].Code != "K7" {
		t.Errorf("who did nothing is on the board too: %+v", b.Kader)
	}
}

func TestOnlyVisitsOfDaysWithARouteCountAgainstRoutes(t *testing.T) {
	today := day(t, "2026-11-23")
	visits := []planner.Visit{called(1, 7, today-3, planner.Promised), called(2, 7, today-3, planner.NotHome), called(3, 7, today-4, planner.NotHome)}
	call := func(h planner.HouseholdID, back planner.Day) Call {
		return Call{Kader: 7, Day: today - back, Household: h}
	}
	_, b := boardOf(t, today, visits, nil, call(1, 3), call(1, 2), call(5, 3), call(9, -1))
	n, f := b.Now.Sum("", 0), b.Now.Funnel("")
	if n.Visits != 3 || n.OnRoute != 2 || n.Planned != 3 {
		t.Errorf("visits %d, %d of %d planned", n.Visits, n.OnRoute, n.Planned)
	}
	if f.Planned != 2 || f.Visited != 3 || f.Met != 1 {
		t.Errorf("families %+v: each once, tomorrow not yet", f)
	}
}

func TestNobodyIsWithinAnAreaWhoseCodeOnlyBeginsAlike(t *testing.T) {
	for _, test := range []struct {
		area, in geo.AreaCode
		want     bool
	}{
		{"99.01.01.2001", "99.01.01", true}, {"99.01.01", "99.01.01", true}, {"99.01", "99.01.01", false},
		{"99.01.01.2001", "", true}, {"", "", true}, {"", "99.01", false}, {"99.01.10", "99.01.1", false},
	} {
		if got := Within(test.area, test.in); got != test.want {
			t.Errorf("%q within %q: %v", test.area, test.in, got)
		}
	}
}

func TestDeviationsAreToldOnceThereIsEnoughToTell(t *testing.T) {
	for _, test := range []struct {
		name        string
		now, before Tally
		silent      int
		want        []Deviation
	}{
		{"as ever", Tally{Workdays: 10, Asked: 50, Visits: 40, Due: 4, Kept: 2}, Tally{Visits: 60}, 0, nil},
		{"no contract", Tally{}, Tally{Visits: 60}, 9, nil},
		{"silent", Tally{Workdays: 2, Asked: 10}, Tally{}, 3, []Deviation{DeviationSilent}},
		{"dropped", Tally{Workdays: 4, Asked: 20, Visits: 4}, Tally{Visits: 10}, 0, []Deviation{DeviationDrop}},
		{"too few before to say", Tally{Workdays: 4, Asked: 20, Visits: 1}, Tally{Visits: 9}, 0, nil},
		{"broken promises", Tally{Workdays: 9, Asked: 45, Visits: 40, Due: 5, Kept: 2}, Tally{}, 2, []Deviation{DeviationBroken}},
		{"too few promises to say", Tally{Workdays: 9, Asked: 45, Visits: 40, Due: 3}, Tally{}, 0, nil},
		{"too few days to say", Tally{Workdays: 4, Asked: 20}, Tally{}, 0, nil},
		{"below target", Tally{Workdays: 5, Asked: 25, Visits: 12}, Tally{}, 0, []Deviation{DeviationBelow}},
	} {
		bar := Bar{Rule: rulesBy(t)(day(t, "2026-11-23")).Deviation}
		if got := bar.Deviations(test.now, test.before, test.silent); !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}

// The published year is 45 % of its target: a flag that all have tells nobody whom to
// ask, so that who is far below the target has to be far below the colleagues as well.
func TestDeviationsBesideColleagues(t *testing.T) {
	rule := rulesBy(t)(day(t, "2026-11-23")).Deviation
	at := func(visits ...int) map[planner.KaderID]Tally {
		out := map[planner.KaderID]Tally{0: {Unsought: 5}, 98: {Workdays: 19}, 99: {Workdays: 2, Asked: 10}} // money of nobody, one who is asked for nothing, one who has just begun
		for i, n := range visits {
			out[planner.KaderID(i+1)] = Tally{Workdays: 19, Asked: 95, Visits: n}
		}
		return out
	}
	for _, test := range []struct {
		name   string
		kader  map[planner.KaderID]Tally
		middle Ratio
		want   []planner.KaderID
	}{
		{"all at 45 % but one", at(43, 40, 45, 20, 43, 47), Ratio{43, 95}, []planner.KaderID{4}},
		{"half the median is no flag yet", at(40, 40, 40, 20, 40), Ratio{40, 95}, nil},
		{"one does eight times as much", at(43, 344, 45, 40, 43), Ratio{43, 95}, nil},
		{"most do nothing: the branch's trouble, not one's", at(0, 0, 0, 0, 90), Ratio{0, 95}, nil},
		{"good ones flag nobody at half the target", at(95, 95, 95, 95, 48), Ratio{95, 95}, nil},
		{"too few to compare: the target alone", at(43, 43, 20, 60), Ratio{}, []planner.KaderID{1, 2, 3}},
	} {
		bar := barOf(rule, test.kader)
		var got []planner.KaderID
		for k := range planner.KaderID(100) {
			if slices.Contains(bar.Deviations(test.kader[k], Tally{}, 0), DeviationBelow) {
				got = append(got, k)
			}
		}
		if bar.Middle != test.middle || !slices.Equal(got, test.want) {
			t.Errorf("%s: middle %v flags %v, want %v and %v", test.name, bar.Middle, got, test.middle, test.want)
		}
	}
}

func TestSilenceCountsWorkingDaysBeforeToday(t *testing.T) {
	today := day(t, "2026-11-23") // a Monday
	working := func(d planner.Day) bool { return d.Weekday() != time.Sunday }
	for _, test := range []struct {
		seen *planner.Day
		want int
	}{
		{new(today), 0}, {new(today - 1), 0}, {new(today - 2), 0}, {new(today - 4), 2}, {nil, 8}, {new(today - 40), 8},
	} {
		if got := Silence(test.seen, today-10, today, working); got != test.want {
			t.Errorf("seen %v: %d working days, want %d", test.seen, got, test.want)
		}
	}
}
