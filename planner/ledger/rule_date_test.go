package ledger

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"binaan/planner"
)

// changes are a branch's own rows that fees and evaluations could feel.
var changes = []planner.RuleRow{
	{Key: "fee", Value: json.RawMessage(`{"percent":10}`)},
	{Key: "fee", Value: json.RawMessage(`{"percent":0,"perReminded":2500,"perRegistrant":5000,"estimate":false}`)},
	{Key: "fee", Value: json.RawMessage(`{"tiers":[{"above":0,"percent":7.77},{"above":900000,"percent":12.5}],"mostPerMonth":400001}`)},
	{Key: "attribution", Value: json.RawMessage(`{"days":3,"waitDays":9}`)},
	{Key: "attribution", Value: json.RawMessage(`{"days":90}`)},
	{Key: "premium", Value: json.RawMessage(`{"class1":300000,"class2":200000,"class3":70000}`)},
	{Key: "arrears", Value: json.RawMessage(`{"capMonths":6}`)},
	{Key: "target", Value: json.RawMessage(`{"visitsPerDay":9,"rupiahPerMonth":1,"goals":[{"measure":"households","per":"week","value":7}]}`)},
}

// Whatever rules change from a day on, and whatever is learned afterwards: no line of a
// day before it, no statement of a month before it, closed or open, and no evaluation of
// such a month is another. Nor is what closed months are owed in the first open month.
func TestARuleFromADateChangesNothingBefore(t *testing.T) {
	first := day(t, "2026-08-01")
	own := []planner.RuleRow{fee(t, "2026-01-01", `{"percent":33.33,"perReminded":100,"perRegistration":7000}`)}
	before := rulesBy(t, own...)
	rapid.Check(t, func(r *rapid.T) {
		in := facts(rapid.Uint64().Draw(r, "seed"), first, 6)
		from := first + planner.Day(rapid.IntRange(31, 91).Draw(r, "from"))
		rows := slices.Clone(own)
		for _, i := range rapid.SliceOfNDistinct(rapid.IntRange(0, len(changes)-1), 1, 3, rapid.ID).Draw(r, "changes") {
			rows = append(rows, changed(changes[i], from))
		}
		after := rulesBy(t, rows...)
		known := in // when months were closed, half of the money was
		known.Rules, known.Money, known.Covered = before, in.Money[:len(in.Money)/2], first+40
		in.Rules = before
		atClosing, was := Earn(known), Earn(in)
		in.Rules = after
		is := Earn(in)

		if diff := cmp.Diff(until(was, from), until(is, from)); diff != "" {
			r.Fatalf("lines before %v (-was +is):\n%s", from, diff)
		}
		var closed []Closed
		for month := first; month.AddMonths(1) <= from; month = month.AddMonths(1) {
			last := month.AddMonths(1) - 1
			sameStatements(r, month, was, is, closed)
			closed = append(closed, Closed{month, inMonth(atClosing, month)})
			sameStatements(r, month, was, is, closed)
			open := firstOpen(closed)
			if diff := cmp.Diff(After(open, was, closed), After(open, is, closed)); diff != "" {
				r.Fatalf("rules from %v: what %v owes to closed months (-was +is):\n%s", from, open, diff)
			}
			got, want := evaluationOf(r, month, is, after(last), in), evaluationOf(r, month, was, before(last), in)
			if diff := cmp.Diff(want, got, cmp.AllowUnexported(KaderRecord{})); diff != "" {
				r.Fatalf("rules from %v: evaluation of %v (-was +is):\n%s", from, month, diff)
			}
		}
	})
}

// Each of those changes is felt from its day on: the property above proves something.
func TestARuleFromADateIsFeltFromThen(t *testing.T) {
	first := day(t, "2026-08-01")
	const seed = 30
	t.Logf("seed %d", seed)
	in := facts(seed, first, 40)
	from := first + 61
	in.Rules = rulesBy(t)
	was := Earn(in)
	for _, change := range changes {
		in.Rules = rulesBy(t, changed(change, from))
		if is := Earn(in); cmp.Equal(was, is) && cmp.Equal(rulesBy(t)(from).Target, in.Rules(from).Target) {
			t.Errorf("%s %s from %v changes nothing at all", change.Key, change.Value, from)
		}
	}
}

func changed(row planner.RuleRow, from planner.Day) planner.RuleRow {
	row.Own, row.From = true, from
	return row
}

// facts are three months of three kader, with sums so few that what one noted answers to
// several payments.
func facts(seed uint64, first planner.Day, households int) Input {
	rng := rand.New(rand.NewPCG(seed, 1))
	in := chance(rng, first, 91, households, 3)
	in.Today = first + 120
	for h := 1; h <= households; h += 2 { // soon paid: then the month, and ahead
		in.Figures[planner.HouseholdID(h)] = []Figure{{AsOf: first - 1, Months: 1, Arrears: 35_000, Classes: []planner.CareClass{3}}}
	}
	for i := range in.Visits {
		in.Visits[i].Amount = planner.Rupiah(50_000 * (1 + rng.IntN(3)))
		if in.Visits[i].Outcome == planner.Promised {
			in.Visits[i].Promise = &planner.Promise{Due: in.Visits[i].Day + planner.Day(rng.IntN(20)), Amount: 100_000, State: planner.PromisePending}
		}
	}
	for i := range in.Money {
		in.Money[i].Amount = planner.Rupiah(50_000 * (1 + rng.IntN(3)))
	}
	for i := range 10 {
		in.Registered = append(in.Registered, Registration{ID: itoa(int64(i)), Kader: 1, Day: first + planner.Day(rng.IntN(91)), Heads: rng.IntN(4)})
	}
	return in
}

func until(lines []Line, end planner.Day) (out []Line) {
	for _, l := range lines {
		if l.Day < end {
			out = append(out, l)
		}
	}
	return out
}

func inMonth(lines []Line, month planner.Day) (out []Line) {
	for _, l := range lines {
		if l.Month == month {
			out = append(out, l)
		}
	}
	return out
}

func sameStatements(r *rapid.T, month planner.Day, was, is []Line, closed []Closed) {
	r.Helper()
	if diff := cmp.Diff(Statements(month, was, closed), Statements(month, is, closed)); diff != "" {
		r.Fatalf("statements of %v, %d months closed (-was +is):\n%s", month, len(closed), diff)
	}
}

// evaluationOf is the evaluation of a month by lines and the rules of its last day.
func evaluationOf(r *rapid.T, month planner.Day, lines []Line, rules *planner.Rules, in Input) Evaluation {
	r.Helper()
	period, err := ParsePeriod(month.String()[:7])
	if err != nil {
		r.Fatal(err)
	}
	asked := Asked{
		Period: period, Today: in.Today, Rules: rules, Deeds: Deeds{Visits: in.Visits, Lines: lines, Registered: in.Registered},
		Workdays: func(planner.Kader, planner.Day, planner.Day) int { return 20 },
		Working:  func(d planner.Day) bool { return d.Weekday() != 0 },
	}
	for id := planner.KaderID(1); id <= 3; id++ {
		asked.Kader = append(asked.Kader, planner.Kader{ID: id, Code: "K" + itoa(int64(id)), From: month - 300, Until: month + 300, Status: planner.KaderActive})
	}
	return Evaluate(asked)
}
