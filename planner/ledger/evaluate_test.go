package ledger

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"binaan/planner"
)

// Every share that the published reports work out; published_test.go has what takes more
// than a share.
func TestPublishedFiguresComeOutAsPublished(t *testing.T) {
	for _, test := range []struct {
		source   string
		ratio    Ratio
		permille int64
	}{
		{"Surakarta 2024: 543 of 1,200 visits a kader, 45 %", Ratio{22_254, 41 * 1_200}, 452},
		{"Surakarta 2024: Rp134 m of Rp156 m a kader, 86 %", Ratio{5_500_000_000, 41 * 156_000_000}, 860},
		{"Surakarta 2024: of Rp144 m, 93 %", Ratio{5_500_000_000, 41 * 144_000_000}, 932},
		{"Pekanbaru 2017: fee of 12.6 %", Ratio{3_969_000, 31_622_000}, 126},
		{"Pekanbaru 2017: 1,187 of 9,000 KK, 13 %", Ratio{1_187, 9_000}, 132},
		{"Pekanbaru 2017: 57 of 840 kader, 7 %", Ratio{57, 840}, 68},
		{"Pekanbaru 2017: Rp31.6 m of Rp16.5 bn, 0.2 %", Ratio{31_622_000, 16_500_000_000}, 2},
		{"Semarang 2018: the best has 12 % of all", Ratio{222_000_000, 1_800_000_000}, 123},
		{"Semarang 2018: the best is 8 times the mean", Ratio{222_000_000 * 65, 1_800_000_000}, 8017},
		{"Kudus 2018: Rp5 m of Rp10 m", Ratio{5_000_000, 10_000_000}, 500},
		{"REHAB to 2024: 910,660 of 1.73 m active again, 53 %", Ratio{910_660, 1_730_000}, 526},
		{"REHAB Kudus 2023: 866 of 2,171, 39.8 % as published", Ratio{866, 2_171}, 399},
	} {
		if got, ok := test.ratio.Permille(); !ok || got != test.permille {
			t.Errorf("%s: %d permille, want %d", test.source, got, test.permille)
		}
	}
}

func TestNothingAskedIsNotAHundredPercent(t *testing.T) {
	if _, ok := (Ratio{}).Permille(); ok {
		t.Error("0/0 has a value")
	}
	if got, _ := (Ratio{5, 3}).Permille(); got != 1667 {
		t.Errorf("5 of 3 is %d permille, want 1667: above 100 per cent stays", got)
	}
	if got, _ := (Ratio{-1, 3}).Permille(); got != -333 {
		t.Errorf("-1 of 3 is %d permille", got)
	}
}

func TestPeriodsAreThoseInWhichBranchesEvaluate(t *testing.T) {
	for _, test := range []struct {
		text, from, until, before string
		weeks, months             int
	}{
		{"2026-11", "2026-11-01", "2026-11-30", "2026-10-01", 4, 1},
		{"2026-10", "2026-10-01", "2026-10-31", "2026-09-01", 5, 1},
		{"2026-Q4", "2026-10-01", "2026-12-31", "2026-07-01", 14, 3},
		{"2024", "2024-01-01", "2024-12-31", "2023-01-01", 52, 12},
		{"2026-11-W2", "2026-11-01", "2026-11-14", "2026-10-18", 2, 0},
		{"2026-11-W4", "2026-11-15", "2026-11-28", "2026-11-01", 2, 0},
	} {
		p, err := ParsePeriod(test.text)
		if err != nil || p.From != day(t, test.from) || p.Until != day(t, test.until) || p.Before().From != day(t, test.before) {
			t.Errorf("%s: %v to %v, before it from %v: %v", test.text, p.From, p.Until, p.Before().From, err)
		}
		if w, m := len(p.units(planner.PerWeek)), len(p.units(planner.PerMonth)); w != test.weeks || m != test.months {
			t.Errorf("%s: %d weeks, %d months; want %d, %d", test.text, w, m, test.weeks, test.months)
		}
	}
	for _, bad := range []string{"", "2026-13", "2026-00", "2026-Q5", "2026-11-W3", "26-11", "2026-11-01", "2026-Q1-W2"} {
		if _, err := ParsePeriod(bad); !errors.Is(err, ErrPeriod) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// office is a branch of three kader, one of whom did nothing, on a month that is over.
func office(t *testing.T) Asked {
	t.Helper()
	rules := rulesBy(t)
	november := day(t, "2026-11-01")
	visits := []planner.Visit{
		called(1, 1, november+8, planner.Promised), called(2, 1, november+9, planner.NotHome), called(3, 1, november+10, planner.PaidPart), called(1, 1, november+24, planner.PaidFull),
		called(4, 2, november+8, planner.Refused), called(5, 2, november-20, planner.PaidPart), called(4, 2, november+9, planner.Skipped),
	}
	visits[0].Promise = &planner.Promise{Due: november + 15, Amount: 100_000, State: planner.PromisePending}
	visits[3].At = 9 * 60
	money := []Money{paid(1, november+24, 400_000, "R1"), paid(3, november+12, 100_000, "R2"), paid(9, november+12, 77_000, "R3"), paid(5, november-19, 300_000, "R4")}
	period, err := ParsePeriod("2026-11")
	if err != nil {
		t.Fatal(err)
	}
	kader := []planner.Kader{}
	for id := planner.KaderID(1); id <= 3; id++ {
		kader = append(kader, planner.Kader{ID: id, Code: "K" + itoa(int64(id)), From: november - 300, Until: november + 300, Status: planner.KaderActive})
	}
	kader = append(kader, planner.Kader{ID: 4, Code: "K4", From: november - 300, Until: november - 1, Status: planner.KaderActive})
	return Asked{
		Period: period, Today: period.Until + 5, Kader: kader, Rules: rules(period.Until),
		Deeds:    Deeds{Visits: visits, Lines: Earn(Input{Visits: visits, Money: money, Rules: rules, Covered: period.Until})},
		Workdays: func(planner.Kader, planner.Day, planner.Day) int { return 20 },
		Working:  func(d planner.Day) bool { return d.Weekday() != 0 },
	}
}

func TestAnEvaluationCountsEverybodyAndNamesWhatItLeavesOut(t *testing.T) {
	e := Evaluate(office(t))
	if len(e.Kader) != 3 || e.Kader[0].Code != "K1" || e.Partial {
		t.Fatalf("kader %+v", e.Kader)
	}
	want := Record{Visits: 4, Contacts: 3, Households: 3, Empty: 1, Promised: 1, Broken: 1, Rupiah: 500_000, Arrears: 500_000, Fee: 125_000, Workdays: 20}
	if diff := cmp.Diff(want, e.Kader[0].Record); diff != "" {
		t.Errorf("K1 (-want +got):\n%s", diff)
	}
	if e.Total.Visits != 5 || e.Total.Rupiah != 500_000 || e.WithoutVisit != 77_000 || e.Money.Kader != 3 || e.Money.Zeros != 2 || e.Money.Mean != (Ratio{500_000, 3}) {
		t.Errorf("total %+v, without a visit %v, money %+v", e.Total, e.WithoutVisit, e.Money)
	}
	if e.Previous.Visits != 1 || e.Previous.Rupiah != 300_000 {
		t.Errorf("the month before: %+v", e.Previous)
	}
	if got := e.Practice; !slices.Equal(got.Best, []string{"K1"}) || got.Slots[slices.Index(Slots, Evening)].Share.Best != (Ratio{3, 4}) || got.Slots[0].Contact.Best != (Ratio{1, 1}) {
		t.Errorf("the best: %+v", got)
	}
}

// superset #25747 and others: totals of ratios are sums over sums, also of effects.
func TestTotalsAreSumsOverSums(t *testing.T) {
	e := Evaluate(office(t))
	for i, g := range e.Goals {
		sum := Ratio{}
		for _, k := range e.Kader {
			sum = sum.plus(k.Goals[i].Ratio)
		}
		if sum != g.Ratio {
			t.Errorf("%s per %s: %+v, kader sum to %+v", g.Measure, g.Per, g.Ratio, sum)
		}
	}
	for _, want := range []Attainment{
		{planner.Goal{Measure: planner.MeasureVisits, Per: planner.PerDay, Value: 5}, Ratio{5, 3 * 20 * 5}, false},
		{planner.Goal{Measure: planner.MeasureVisits, Per: planner.PerMonth, Value: 100}, Ratio{5, 300}, false},
		{planner.Goal{Measure: planner.MeasureRupiah, Per: planner.PerMonth, Value: 12_000_000}, Ratio{500_000, 36_000_000}, false},
		{planner.Goal{Measure: planner.MeasureRupiah, Per: planner.PerYear, Value: 156_000_000}, Ratio{800_000, 468_000_000}, true},
		{planner.Goal{Measure: planner.MeasureVisits, Per: planner.PerYear, Value: 1_200}, Ratio{6, 3_600}, true},
	} {
		if !slices.Contains(e.Goals, want) {
			t.Errorf("goals lack %+v: %+v", want, e.Goals)
		}
	}
}

// Who did something is counted, whatever became of the contract; who did nothing only
// while it ran.
func TestWhoIsCounted(t *testing.T) {
	for name, test := range map[string]struct {
		change func(a *Asked, k *planner.Kader)
		want   bool
	}{
		"under contract, and did nothing": {func(*Asked, *planner.Kader) {}, true},
		"left, and did nothing":           {func(_ *Asked, k *planner.Kader) { k.Status = planner.KaderLeft }, false},
		"left, and had done something": {func(a *Asked, k *planner.Kader) {
			k.Status = planner.KaderLeft
			a.Deeds.Visits = append(a.Deeds.Visits, called(8, k.ID, a.Period.From, planner.NotHome))
		}, true},
		"ended on the first day":    {func(a *Asked, k *planner.Kader) { k.Until = a.Period.From }, true},
		"ended the day before":      {func(a *Asked, k *planner.Kader) { k.Until = a.Period.From - 1 }, false},
		"begins on the last day":    {func(a *Asked, k *planner.Kader) { k.From = a.Period.Until }, true},
		"begins the day after":      {func(a *Asked, k *planner.Kader) { k.From = a.Period.Until + 1 }, false},
		"begins after today, in it": {func(a *Asked, k *planner.Kader) { a.Today, k.From = a.Period.From+3, a.Period.From+4 }, false},
	} {
		a := office(t)
		test.change(&a, &a.Kader[2])
		e := Evaluate(a)
		if got := slices.ContainsFunc(e.Kader, func(k KaderRecord) bool { return k.Code == "K3" }); got != test.want {
			t.Errorf("%s: counted %t", name, got)
		}
	}
}

// Units of a target are asked for in which the contract runs for at least a day.
func TestATargetIsAskedForUnitsOfTheContract(t *testing.T) {
	quarter := []planner.Day{day(t, "2026-10-01"), day(t, "2026-11-01"), day(t, "2026-12-01")}
	for _, test := range []struct {
		from, until string
		want        int64
	}{
		{"2026-01-01", "2027-01-01", 3}, {"2026-10-31", "2026-12-31", 3}, {"2026-11-01", "2026-12-31", 2},
		{"2026-01-01", "2026-11-30", 2}, {"2026-01-01", "2026-12-01", 3}, {"2027-01-01", "2027-12-31", 0}, {"2026-01-01", "2026-09-30", 0},
	} {
		k := KaderRecord{from: day(t, test.from), until: day(t, test.until)}
		if got := k.asked(planner.PerMonth, quarter); got != test.want {
			t.Errorf("%s to %s: %d months, want %d", test.from, test.until, got, test.want)
		}
	}
}

func TestATargetIsAskedOfWhoIsUnderContract(t *testing.T) {
	a := office(t)
	a.Kader[1].From = a.Period.Until - 2 // begins in the month: it is asked of the month all the same, and of few days
	a.Kader[2].Until = a.Period.From - 1
	a.Deeds.Visits = append(a.Deeds.Visits, called(7, 3, a.Period.From, planner.NotHome)) // outside the contract, and counted
	for _, k := range Evaluate(a).Kader {
		for _, g := range k.Goals {
			if g.Per == planner.PerMonth && (g.Den == 0) != (k.Code == "K3") {
				t.Errorf("%s is asked %d %s a month", k.Code, g.Den, g.Measure)
			}
		}
		if k.Code == "K3" && k.Record.Visits != 1 {
			t.Errorf("a visit outside the contract is left out: %+v", k.Record)
		}
	}
}

func TestAnUnfinishedPeriodIsComparedWithEqualDaysOfWork(t *testing.T) {
	a := office(t)
	a.Today = a.Period.From + 9 // 10 November: 9 days of work
	e := Evaluate(a)
	if !e.Partial || e.Through != a.Today || e.Previous.From != day(t, "2026-10-01") || e.Previous.Until != day(t, "2026-10-09") {
		t.Errorf("partial %t through %v, before %v to %v", e.Partial, e.Through, e.Previous.From, e.Previous.Until)
	}
	for _, g := range e.Goals {
		if g.SoFar != (g.Per != planner.PerDay) {
			t.Errorf("%s per %s: so far %t", g.Measure, g.Per, g.SoFar)
		}
	}
	if pending := e.Total.Kept + e.Total.Broken; pending != 0 {
		t.Errorf("a promise that is not due is settled: %+v", e.Total)
	}
}

func TestPromisesAreKeptBrokenOrOpen(t *testing.T) {
	d := day(t, "2026-11-10")
	for _, test := range []struct {
		name         string
		state        planner.PromiseState
		money        []Money
		until        planner.Day
		kept, broken int
	}{
		{"paid in time", planner.PromisePending, []Money{paid(1, d, 100_000, "R1")}, d + 20, 1, 0},
		{"booked after the weekend", planner.PromisePending, []Money{paid(1, d+3, 100_000, "R1")}, d + 20, 1, 0},
		{"booked too late", planner.PromisePending, []Money{paid(1, d+4, 100_000, "R1")}, d + 20, 0, 1},
		{"in two parts", planner.PromisePending, []Money{paid(1, d-2, 60_000, "R1"), paid(1, d, 40_000, "R2")}, d + 20, 1, 0},
		{"a part", planner.PromisePending, []Money{paid(1, d, 99_999, "R1")}, d + 20, 0, 1},
		{"before it was made", planner.PromisePending, []Money{paid(1, d-6, 100_000, "R1")}, d + 20, 0, 1},
		{"due today, may be booked yet", planner.PromisePending, nil, d + 3, 0, 0},
		{"cancelled", planner.PromiseCancelled, nil, d + 20, 0, 0},
		{"kept by the branch's list", planner.PromiseKept, nil, d + 20, 1, 0},
	} {
		v := called(1, 1, d-5, planner.Promised)
		v.Promise = &planner.Promise{Due: d, Amount: 100_000, State: test.state}
		deeds := Deeds{Visits: []planner.Visit{v}, Lines: Earn(Input{Visits: []planner.Visit{v}, Money: test.money, Rules: rulesBy(t), Covered: d + 60})}
		got := deeds.records(d-9, test.until)[1]
		if got.Kept != test.kept || got.Broken != test.broken {
			t.Errorf("%s: %d kept, %d broken", test.name, got.Kept, got.Broken)
		}
	}
}

// The three effects sum to the difference, and a change of one alone is all its own.
func TestEffectsSumToTheDifference(t *testing.T) {
	const seed = 21
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 1))
	for range 2000 {
		draw := func() (visits, contacts int64, money planner.Rupiah) {
			visits = int64(rng.IntN(200))
			if visits > 0 {
				contacts = rng.Int64N(visits + 1)
			}
			return visits, contacts, planner.Rupiah(rng.IntN(20_000_000))
		}
		v0, c0, m0 := draw()
		v1, c1, m1 := draw()
		e := effectsOf(outputOf(v0, c0, m0, 1), outputOf(v1, c1, m1, 1))
		if sum := e.Visits + e.Contacts + e.Value; sum != m1-m0 {
			t.Fatalf("%d/%d/%v to %d/%d/%v: %+v sum to %v", v0, c0, m0, v1, c1, m1, e, sum)
		}
	}
	for name, test := range map[string]struct{ is, want []int64 }{
		"twice the visits":         {[]int64{200, 100, 20_000_000}, []int64{10_000_000, 0, 0}},
		"twice the contacts":       {[]int64{100, 100, 20_000_000}, []int64{0, 10_000_000, 0}},
		"twice the money":          {[]int64{100, 50, 20_000_000}, []int64{0, 0, 10_000_000}},
		"no visit":                 {[]int64{0, 0, 0}, []int64{-10_000_000, 0, 0}},
		"nobody met":               {[]int64{100, 0, 0}, []int64{0, -10_000_000, 0}},
		"twice visits and half it": {[]int64{200, 50, 10_000_000}, []int64{7_500_000, -7_500_000, 0}},
	} {
		got := effectsOf(outputOf(100, 50, 10_000_000, 1), outputOf(test.is[0], test.is[1], planner.Rupiah(test.is[2]), 1))
		if want := (Effects{Visits: planner.Rupiah(test.want[0]), Contacts: planner.Rupiah(test.want[1]), Value: planner.Rupiah(test.want[2])}); got != want {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
	}
}

func TestADistributionIsMoreThanItsMean(t *testing.T) {
	got := Distribute([]int64{0, 10, 20, 30, 940})
	want := Distribution{Kader: 5, Zeros: 1, Least: 0, Lower: 10, Median: 20, Upper: 30, Most: 940, Mean: Ratio{1000, 5}, Best: Ratio{940, 1000}}
	if got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if got := Distribute(nil); got != (Distribution{}) {
		t.Errorf("of nobody: %+v", got)
	}
}
