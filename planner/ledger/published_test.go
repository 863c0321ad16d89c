package ledger

import (
	"testing"

	"binaan/planner"
	"binaan/planner/plannertest"
)

// report is what an article tells of a branch: so many kader, what they did together
// in months that follow each other, and what they were asked for.
type report struct {
	period string // that is evaluated
	from   string // the first month
	months int
	kader  int
	visits int
	money  planner.Rupiah
	target planner.TargetRule
}

// evaluated has every kader do an equal part of it each month, to the rupiah, and
// evaluates that: visits, payments credited to them, lines, ratios.
func (r report) evaluated(t testing.TB) (Evaluation, []Line) {
	t.Helper()
	period, err := ParsePeriod(r.period)
	if err != nil {
		t.Fatal(err)
	}
	rules := rulesBy(t)
	asked := *rules(period.Until)
	asked.Target = r.target
	a := Asked{
		Period: period, Today: period.Until + 60, Rules: &asked,
		Workdays: func(planner.Kader, planner.Day, planner.Day) int { return 20 * period.months() },
		Working:  func(d planner.Day) bool { return d.Weekday() != 0 },
	}
	in := Input{Rules: rules, Covered: period.Until + 60}
	parts := r.kader * r.months
	for part := range parts {
		k := planner.KaderID(1 + part%r.kader)
		d := day(t, r.from).AddMonths(part/r.kader) + 9
		for range max(1, portion(r.visits, parts, part)) {
			in.Visits = append(in.Visits, called(planner.HouseholdID(len(in.Visits)+1), k, d, planner.Promised))
		}
		in.Money = append(in.Money, paid(in.Visits[len(in.Visits)-1].Household, d, portion(r.money, planner.Rupiah(parts), planner.Rupiah(part)), itoa(int64(part))))
	}
	for id := planner.KaderID(1); id <= planner.KaderID(r.kader); id++ {
		a.Kader = append(a.Kader, planner.Kader{ID: id, Code: "K" + itoa(int64(id)), From: period.From, Until: period.Until, Status: planner.KaderActive})
	}
	lines := Earn(in)
	a.Deeds = Deeds{Visits: in.Visits, Lines: lines}
	return Evaluate(a), lines
}

// portion is the i-th of n parts of a whole that differ by one at most.
func portion[N int | planner.Rupiah](whole, n, i N) N { return (i+1)*whole/n - i*whole/n }

// goal is what was done of a target, by all kader.
func goal(t testing.TB, e Evaluation, m planner.Measure, per planner.Cadence) Ratio {
	t.Helper()
	for _, g := range e.Goals {
		if g.Measure == m && g.Per == per {
			return g.Ratio
		}
	}
	t.Fatalf("nothing is asked of %s a %s: %+v", m, per, e.Goals)
	return Ratio{}
}

func permille(t testing.TB, name string, r Ratio, want int64) {
	t.Helper()
	if got, ok := r.Permille(); !ok || got != want {
		t.Errorf("%s: %d of %d is %d thousandths, want %d", name, r.Num, r.Den, got, want)
	}
}

// Surakarta 2024 (41 kader, 22,254 KK, Rp5.5 bn) against its targets of 2025.
func TestSurakarta2024IsEvaluatedAsPublished(t *testing.T) {
	target := plannertest.Rules(t, "2025-06-01").Target
	e, lines := report{period: "2024", from: "2024-01-01", months: 12, kader: 41, visits: 22_254, money: 5_500_000_000, target: target}.evaluated(t)
	if e.Total.Visits != 22_254 || e.Total.Rupiah != 5_500_000_000 || e.Visits.Kader != 41 || e.WithoutVisit != 0 {
		t.Fatalf("the report's own numbers: %+v", e.Total)
	}
	permille(t, "Rp247k a visit", e.Total.PerVisit(), 247_146_580)
	permille(t, "543 visits a kader-year", e.Visits.Mean, 542_780)
	permille(t, "Rp134 m a kader-year", e.Money.Mean, 134_146_341_463)
	permille(t, "45 % of 1,200 visits", goal(t, e, planner.MeasureVisits, planner.PerYear), 452)
	permille(t, "45 % of 5 a day on 240 days", goal(t, e, planner.MeasureVisits, planner.PerDay), 452)
	permille(t, "86 % of Rp156 m a year", goal(t, e, planner.MeasureRupiah, planner.PerYear), 860)
	permille(t, "93 % of Rp12 m a month", goal(t, e, planner.MeasureRupiah, planner.PerMonth), 932)
	for m := range 12 {
		for _, s := range Statements(day(t, "2024-01-01").AddMonths(m), lines, nil) {
			if s.Totals.Amount/100_000 != 111 || s.Totals.Estimate/1000 != 2794 || s.Totals.Verified != 0 {
				t.Fatalf("%v, kader %d: %v collected, fee %v; want Rp11.2 m and, at 25 %%, Rp2.8 m as an estimate", s.Month, s.Kader, s.Totals.Amount, s.Totals.Estimate)
			}
		}
	}
	if own, rule := e.Total.PerVisit(), plannertest.Rules(t, "2024-06-01").Yield; planner.LevelOf(rule, planner.Record{}, 0).PerVisit != planner.Rupiah(own.Num/own.Den/1000*1000) {
		t.Errorf("a branch without a history is taken to bring %v a visit, Surakarta brought %d/%d", rule.PerVisit, own.Num, own.Den)
	}
}

// Surakarta 2025: what is asked of one kader of 500 KK in a year, a month, a week and a day.
func TestSurakarta2025AsksForTwoNumbersOfMoney(t *testing.T) {
	target := plannertest.Rules(t, "2025-06-01").Target
	target.Goals = []planner.Goal{{Measure: planner.MeasureRupiah, Per: planner.PerWeek, Value: 3_000_000}}
	year, _ := report{period: "2025", from: "2025-01-01", months: 12, kader: 1, visits: 1200, money: 1, target: target}.evaluated(t)
	month, _ := report{period: "2025-02", from: "2025-02-01", months: 1, kader: 1, visits: 100, money: 1, target: target}.evaluated(t)
	for _, test := range []struct {
		name string
		of   Evaluation
		m    planner.Measure
		per  planner.Cadence
		want int64
	}{
		{"1,200 visits a year", year, planner.MeasureVisits, planner.PerYear, 1_200},
		{"240 days × 5 = 1,200", year, planner.MeasureVisits, planner.PerDay, 1_200},
		{"20 days × 5 = 100 a month", month, planner.MeasureVisits, planner.PerDay, 100},
		{"100 a month", month, planner.MeasureVisits, planner.PerMonth, 100},
		{"Rp12 m a month, and 12 × 12 = 144", year, planner.MeasureRupiah, planner.PerMonth, 144_000_000},
		{"against Rp156 m a year", year, planner.MeasureRupiah, planner.PerYear, 156_000_000},
		{"52 weeks × Rp3 m = 156", year, planner.MeasureRupiah, planner.PerWeek, 156_000_000},
		{"4 weeks × Rp3 m = 12", month, planner.MeasureRupiah, planner.PerWeek, 12_000_000},
	} {
		if got := goal(t, test.of, test.m, test.per).Den; got != test.want {
			t.Errorf("%s: asked for %d, want %d", test.name, got, test.want)
		}
	}
	permille(t, "all 1,200 are made", goal(t, year, planner.MeasureVisits, planner.PerYear), 1000)
	families := plannertest.Rules(t, "2025-06-01").Territory.Target
	permille(t, "2.4 visits of a KK of 500 a year", Ratio{int64(year.Total.Visits), int64(families)}, 2400)
	for days, want := range map[int]int64{300: 1_500, 365: 1_825} { // why 1,200 a year means 240 days
		k := KaderRecord{Record: Record{Workdays: days}}
		if got := k.asked(planner.PerDay, nil) * int64(target.VisitsPerDay); got != want {
			t.Errorf("5 on %d days: %d, want %d", days, got, want)
		}
	}
}

// Barabai 2018, Kudus 2018 (Antara Jateng): 10 KK a week; Rp5 m of Rp10 m a month.
func TestTargetsOf2018AreEvaluatedAsPublished(t *testing.T) {
	target := plannertest.Rules(t, "2018-06-01").Target
	kudus, _ := report{period: "2018-06", from: "2018-06-01", months: 1, kader: 3, visits: 60, money: 15_000_000, target: target}.evaluated(t)
	permille(t, "Kudus 2018: half of Rp10 m", goal(t, kudus, planner.MeasureRupiah, planner.PerMonth), 500)
	permille(t, "Kudus 2018: Rp5 m on average", kudus.Money.Mean, 5_000_000_000)
	barabai, _ := report{period: "2018-06-W2", from: "2018-06-01", months: 1, kader: 1, visits: 10, money: 1, target: target}.evaluated(t)
	if got := goal(t, barabai, planner.MeasureHouseholds, planner.PerWeek); got != (Ratio{10, 20}) {
		t.Errorf("Barabai 2018: %+v, want 10 KK of 20 in two weeks", got)
	}
}

// Pekanbaru, May to November 2017: 57 kader, 1,187 KK, Rp31.622 m, of which Rp3.969 m
// were paid to them; another report has Rp267,612 a kader-month.
func TestPekanbaru2017ContradictsItselfAsPublished(t *testing.T) {
	e, _ := report{period: "2017", from: "2017-05-01", months: 7, kader: 57, visits: 1_187, money: 31_622_000}.evaluated(t)
	permille(t, "Rp26.6k a visit", e.Total.PerVisit(), 26_640_270)
	permille(t, "13 % of 9,000 KK", Ratio{int64(e.Total.Visits), 9_000}, 132)
	permille(t, "0.19 % of Rp16.5 bn, as 0.2 %", Ratio{int64(e.Total.Rupiah), 16_500_000_000}, 2)
	permille(t, "12.6 % for the kader", Ratio{3_969_000, int64(e.Total.Rupiah)}, 126)
	surakarta := Record{Visits: 22_254, Rupiah: 5_500_000_000}.PerVisit()
	own := e.Total.PerVisit()
	permille(t, "9 times less than Surakarta", Ratio{surakarta.Num * own.Den, surakarta.Den * own.Num}, 9_277)
	other, _ := report{period: "2017", from: "2017-05-01", months: 7, kader: 57, visits: 1_187, money: 267_612 * 57 * 7}.evaluated(t)
	permille(t, "Rp267,612 × 57 × 7 = Rp107 m a year", Ratio{int64(other.Total.Rupiah), 1_000_000}, 106_777)
	permille(t, "more than three times the Rp31.6 m", Ratio{int64(other.Total.Rupiah), int64(e.Total.Rupiah)}, 3_377)
	for _, k := range other.Kader {
		if k.Record.Rupiah != 7*267_612 || k.Record.Fee != 0 {
			t.Fatalf("kader %s: %v in seven months, fee %v; the rule of 2017 has no share", k.Code, k.Record.Rupiah, k.Record.Fee)
		}
	}
}

// Semarang 2018 (Jateng Today 2019): 65 kader, Rp1.8 bn, the best one Rp222 m.
func TestSemarang2018IsSpreadAsPublished(t *testing.T) {
	money := []int64{222_000_000}
	for range 64 {
		money = append(money, 24_656_250)
	}
	d := Distribute(money)
	if d.Kader != 65 || d.Mean.Num != 1_800_000_000 || d.Most != 222_000_000 {
		t.Fatalf("the report's own numbers: %+v", d)
	}
	permille(t, "Rp27.7 m a kader-year", d.Mean, 27_692_307_692)
	permille(t, "the best has 12 % of all", d.Best, 123)
	permille(t, "and 8 times the mean", Ratio{d.Most * d.Mean.Den, d.Mean.Num}, 8_017)
}

// Kediri 2019 (15 addresses a day of 500 KK) and Tarakan 2019 (40 houses on a day's
// list): five a day is a minimum, and what exceeds it stays.
func TestDaysOf15And40ExceedTheMinimumOfFive(t *testing.T) {
	target := planner.TargetRule{VisitsPerDay: 5}
	for visits, want := range map[int]int64{15: 3000, 40: 8000} {
		e, _ := report{period: "2026-02", from: "2026-02-01", months: 1, kader: 1, visits: visits * 20, money: 1, target: target}.evaluated(t)
		permille(t, itoa(int64(visits))+" a day", goal(t, e, planner.MeasureVisits, planner.PerDay), want)
	}
}
