package planner

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"binaan/geo"
)

// published reads the published rules.
func published(t testing.TB) []RuleRow {
	t.Helper()
	b, err := os.ReadFile("plannertest/rules.json")
	if err != nil {
		t.Fatal(err)
	}
	var rows []RuleRow
	if err := json.Unmarshal(b, &rows); err != nil {
		t.Fatal(err)
	}
	return rows
}

func rulesOn(t testing.TB, day string) Rules {
	t.Helper()
	r, err := MergeRules(published(t), dayOf(t, day))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func dayOf(t testing.TB, s string) Day {
	t.Helper()
	d, err := ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestRulesOfADayComeFromTheRowsInForce(t *testing.T) {
	old, now := rulesOn(t, "2024-06-01"), rulesOn(t, "2026-12-01")
	if old.Rehab.Ordinary.HalfOfMonths || !now.Rehab.Ordinary.HalfOfMonths {
		t.Errorf("REHAB of 2022 is limited to half the months, or that of 2025 is not")
	}
	if got, want := now.Target.VisitsPerDay, 5; got != want {
		t.Errorf("visits a day in 2026: %d, want %d", got, want)
	}
	if got, want := old.Target.RupiahPerMonth, Rupiah(10_000_000); got != want {
		t.Errorf("target of 2024: %v, want %v", got, want)
	}
}

func TestBranchRuleReplacesOnlyTheFieldsItNames(t *testing.T) {
	rows := append(published(t), RuleRow{Key: "stops", From: dayOf(t, "2026-01-01"), Own: true, Value: json.RawMessage(`{"most":10}`)})
	r, err := MergeRules(rows, dayOf(t, "2026-12-01"))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := r.Stops, (StopsRule{Least: 5, Most: 10}); got != want {
		t.Errorf("stops %+v, want %+v", got, want)
	}
}

func TestRulesRefuseWhatTheyDoNotKnow(t *testing.T) {
	day := dayOf(t, "2026-12-01")
	for name, row := range map[string]RuleRow{
		"unknown key":   {Key: "bonus", Value: json.RawMessage(`{}`)},
		"unknown field": {Key: "stops", From: 1, Own: true, Value: json.RawMessage(`{"mots":10}`)},
		"no sense":      {Key: "stops", From: 1, Own: true, Value: json.RawMessage(`{"most":0}`)},
	} {
		if _, err := MergeRules(append(published(t), row), day); !errors.Is(err, ErrRules) {
			t.Errorf("%s: error %v, want ErrRules", name, err)
		}
	}
	unpriced := slices.DeleteFunc(published(t), func(r RuleRow) bool { return r.Key == "premium" })
	if _, err := MergeRules(unpriced, day); !errors.Is(err, ErrRules) {
		t.Errorf("without a premium: error %v, want ErrRules", err)
	}
}

func TestEveryRuleIsInTheTableOnceAndInTheDocs(t *testing.T) {
	text, err := os.ReadFile("../docs/rules.md")
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, row := range regexp.MustCompile("(?m)^\\| `(\\w+)` \\|").FindAllStringSubmatch(string(text), -1) {
		told = append(told, row[1])
	}
	var rules Rules
	fields := map[string]any{}
	for i := range reflect.TypeFor[Rules]().NumField() {
		fields[reflect.TypeFor[Rules]().Field(i).Tag.Get("json")] = reflect.ValueOf(&rules).Elem().Field(i).Addr().Interface()
	}
	delete(fields, "day")
	var keys, sample []string
	for _, rule := range ruleTable {
		keys = append(keys, rule.key)
		if rule.to != nil && rule.to(&rules) != fields[rule.key] {
			t.Errorf("rule %s goes elsewhere than into its field", rule.key)
		}
		if (rule.fault == "") != (rule.sound == nil) {
			t.Errorf("rule %s: a fault and no way to tell, or the other way round", rule.key)
		}
	}
	for _, row := range published(t) {
		sample = append(sample, row.Key)
	}
	slices.Sort(told)
	slices.Sort(sample)
	for name, got := range map[string][]string{
		"fields of Rules": slices.Sorted(maps.Keys(fields)), "docs/rules.md": told, "plannertest/rules.json": slices.Compact(sample),
	} {
		if diff := cmp.Diff(keys, got); diff != "" {
			t.Errorf("keys of the table and of %s (-want +got):\n%s", name, diff)
		}
	}
}

func TestEveryRuleThatMakesNoSenseIsRefused(t *testing.T) {
	for _, bad := range []string{
		`arrears {"capMonths":0}`, `arrears {"dueDay":0}`, `arrears {"dueDay":32}`, `attribution {"days":0}`,
		`contact {"daysBetween":0}`, `contact {"perMonth":0}`, `coverage {"days":0}`,
		`yield {"keptPercent":101}`, `yield {"keptPercent":-1}`, `yield {"discountPercent":-1}`, `yield {"laterMonths":-1}`,
		`deviation {"silentDays":0}`, `deviation {"fewDays":0}`, `deviation {"colleagues":0}`, `deviation {"belowPercent":101}`, `deviation {"keptPercent":-1}`,
		`eligibility {"minMonths":-1}`, `eligibility {"minMonths":12,"maxMonths":11}`,
		`matters {"answerDays":{"KELUHAN":0}}`, `matters {"lapseDays":{"SURAT":9}}`, `matters {"lapseDays":{"DATA":13}}`,
		`privacy {"least":4}`, `privacy {"unit":9}`, `privacy {"percent":91}`, `privacy {"percent":0}`,
		`evaluation {"every":["day"]}`, `evaluation {"every":["fortnight"]}`, `evaluation {"waitDays":-1}`,
		`exploration {"percent":-1}`, `exploration {"percent":101}`, `freshness {"days":0}`, `publishing {"approvers":[]}`, `publishing {"approvers":["kader"]}`,
		`service {"visit":0}`, `service {"empty":0}`, `service {"report":-1}`,
		`stops {"least":-1}`, `stops {"least":5,"most":4}`, `stops {"least":0,"most":0}`,
		`territory {"lower":0}`, `territory {"lower":501}`, `territory {"upper":499}`,
		`travel {"speedKmh":0}`, `travel {"factor":0.9}`, `travel {"hillFactor":0.9}`, `travel {"rupiahPerKm":-1}`,
		`travel {"kecamatan":{"99.01.03":{"speedKmh":-1}}}`, `travel {"kecamatan":{"99.01.03":{"factor":-1}}}`,
		`arrears {"missing":"gone"}`, `attribution {"waitDays":-1}`,
		`fee {"percent":-1}`, `fee {"percent":101}`, `fee {"percent":12.345}`, `fee {"perReminded":-1}`, `fee {"perRegistration":-1}`,
		`fee {"perRegistrant":-1}`, `fee {"mostPerMonth":-1}`, `fee {"tiers":[{"above":5,"percent":1},{"above":5,"percent":2}]}`,
		`fee {"tiers":[{"above":-1,"percent":1}]}`, `fee {"tiers":[{"above":0,"percent":101}]}`,
		`rehab {"ordinary":{"minMonths":-1}}`, `rehab {"switched":{"activeOn":"never"}}`, `rehab {"ordinary":{"registerBy":-1}}`,
		`target {"visitsPerDay":-1}`, `target {"goals":[{"measure":"visits","per":"hour","value":1}]}`, `target {"goals":[{"measure":"smiles","per":"day","value":1}]}`,
		`target {"goals":[{"measure":"visits","per":"day","value":-1}]}`,
		`visiting {"open":-1}`, `visiting {"open":1200}`, `visiting {"close":1441}`,
		`premium {}`, `premium {"class1":150000,"class2":100000,"class3":-1}`, `premium {"class1":150000,"class2":100000,"class3":100000000001}`,
		`retention {"auditDays":9223372036854775807}`, `coverage {"days":1000001}`, `matters {"answerDays":{"KELUHAN":1000001}}`,
		`travel {"speedKmh":1e300}`, `fee {"tiers":[{"above":0,"percent":1},{"above":100000000001,"percent":2}]}`, `cooldown {"PAID":-1}`, `fine {"most":-1}`,
		`information {"script":"` + strings.Repeat("a", 10_001) + `"}`, `eligibility {"segments":[` + strings.Repeat(`"PBPU",`, 1000) + `"PBPU"]}`,
	} {
		key, value, _ := strings.Cut(bad, " ")
		row := RuleRow{Key: key, From: dayOf(t, "2026-01-01"), Own: true, Value: json.RawMessage(value)}
		if _, err := MergeRules(append(published(t), row), dayOf(t, "2026-12-01")); !errors.Is(err, ErrRules) || !strings.Contains(err.Error(), key) {
			t.Errorf("%s: error %v, want ErrRules that names the key", bad, err)
		}
	}
}

// The check cases of the published figures (Perpres 64/2020, Prokal Kaltara).
func TestBillIsExact(t *testing.T) {
	three := []CareClass{3, 3, 3}
	r := rulesOn(t, "2026-12-01")
	if got, want := r.ArrearsOf(three, 20), Rupiah(2_100_000); got != want {
		t.Errorf("3 people of class III, 20 months: %v, want %v", got, want)
	}
	if got, want := r.Bill(Household{Classes: three, Arrears: 2_100_000}), Rupiah(2_205_000); got != want {
		t.Errorf("to become active: %v, want %v", got, want)
	}
	if got, want := r.ArrearsOf(three, 60), Rupiah(3*24*35_000); got != want {
		t.Errorf("5 years unpaid: %v, want %v", got, want)
	}
	old := rulesOn(t, "2020-12-01")
	if got, want := old.ArrearsOf([]CareClass{3}, 22), Rupiah(561_000); got != want {
		t.Errorf("1 person of class III, 22 months at the older tariff: %v, want %v", got, want)
	}
	change := rulesOn(t, "2021-03-01")
	if got, want := change.ArrearsOf([]CareClass{3}, 4), Rupiah(2*35_000+2*25_500); got != want {
		t.Errorf("across the change of tariff: %v, want %v", got, want)
	}
}

func TestInstalmentsSumToTheTotal(t *testing.T) {
	r := rulesOn(t, "2026-12-01")
	for months := 2; months <= 40; months++ {
		for members := 1; members <= 6; members++ {
			classes := make([]CareClass, members)
			for i := range classes {
				classes[i] = CareClass(1 + (i+months)%3)
			}
			for _, segment := range []Segment{PBPU, PPU} {
				h := Household{Classes: classes, Months: months, Segment: segment, ArrearsOf: PBPU, Arrears: r.ArrearsOf(classes, months) + 7}
				checkInstalments(t, &r, h)
			}
		}
	}
}

func checkInstalments(t *testing.T, r *Rules, h Household) {
	t.Helper()
	most := r.RehabSteps(h)
	if !h.Switched() && most > min(12, h.Months/2) {
		t.Fatalf("%d months: %d steps, more than half", h.Months, most)
	}
	for n := 2; n <= most; n++ {
		steps, err := r.Instalments(h, n)
		if err != nil {
			t.Fatalf("%d months, %d steps: %v", h.Months, n, err)
		}
		sum, want := Rupiah(0), h.Arrears
		if !h.Switched() {
			want += Rupiah(n) * r.Monthly(h.Classes, r.Day)
		}
		for _, s := range steps {
			if s <= 0 || s > steps[0] {
				t.Fatalf("%d months: step of %v in %v", h.Months, s, steps)
			}
			sum += s
		}
		if sum != want {
			t.Fatalf("%d months, %d steps: sum %v, want %v", h.Months, n, sum, want)
		}
	}
	if _, err := r.Instalments(h, most+1); !errors.Is(err, ErrRehab) {
		t.Fatalf("%d months, one step too many: error %v, want ErrRehab", h.Months, err)
	}
}

func TestKecamatanMayHaveItsOwnSpeedAndFactor(t *testing.T) {
	own := func(value string) []RuleRow {
		return append(published(t), RuleRow{Key: "travel", From: dayOf(t, "2026-01-01"), Own: true, Value: json.RawMessage(value)})
	}
	r, err := MergeRules(own(`{"hills":["99.01.02"],"kecamatan":{"99.01.02":{"speedKmh":12},"99.01.03":{"factor":1.2}}}`), dayOf(t, "2026-12-01"))
	if err != nil {
		t.Fatal(err)
	}
	for code, want := range map[geo.AreaCode]geo.StraightLine{
		"99.01.01": {Factor: 1.4, SpeedKmh: 18}, "99.01.02": {Factor: 1.7, SpeedKmh: 12}, "99.01.03": {Factor: 1.2, SpeedKmh: 18},
	} {
		if got := r.Travel.Line(code); got != want {
			t.Errorf("ways in %s: %+v, want %+v", code, got, want)
		}
	}
	if _, err := MergeRules(own(`{"kecamatan":{"99.01.03":{"factor":0.5}}}`), dayOf(t, "2026-12-01")); !errors.Is(err, ErrRules) {
		t.Errorf("a way shorter than the straight line: %v", err)
	}
}

// A branch's own row of any key changes the rules from its day on, and on no day before:
// whatever was planned, owed or earned then stays as it was.
func TestNoRuleChangesWhatWasBeforeItsDay(t *testing.T) {
	rows := published(t)
	rng := rand.New(rand.NewPCG(20261130, 1))
	number := regexp.MustCompile(`:(\d+)`)
	for _, row := range rows {
		if row.Until != nil {
			continue // the newest of each key stands for it
		}
		later := row
		later.Own, later.From = true, row.From+Day(1+rng.IntN(3000))
		at := number.FindSubmatchIndex(row.Value)
		if at == nil {
			later.Value = bytes.Replace(row.Value, []byte(`false`), []byte(`true`), 1)
		} else {
			later.Value = slices.Concat(row.Value[:at[2]], []byte("1"), row.Value[at[2]:])
		}
		if bytes.Contains(row.Value, []byte(`"text":"`)) {
			later.Value = bytes.Replace(row.Value, []byte(`"text":"`), []byte(`"text":"Baru. `), 1)
		}
		both := append(slices.Clone(rows), later)
		for range 20 {
			day := later.From - 1 - Day(rng.IntN(int(later.From-row.From)))
			was, err := MergeRules(rows, day)
			is, errAfter := MergeRules(both, day)
			if (err == nil) != (errAfter == nil) || !reflect.DeepEqual(was, is) {
				t.Fatalf("rule %s from %s changes %s (%v, %v)", row.Key, later.From, day, err, errAfter)
			}
		}
		was, err := MergeRules(rows, later.From)
		is, errAfter := MergeRules(both, later.From)
		if err != nil || errAfter == nil && reflect.DeepEqual(was, is) {
			t.Errorf("rule %s changes nothing from its day on: the test proves nothing (%v)", row.Key, err)
		}
	}
}

// A rule that nobody asks is a promise to a branch that nothing keeps.
func TestEveryRuleIsAsked(t *testing.T) {
	var all []byte
	for _, room := range []string{".", "../data", "../api", "../cmd"} {
		err := filepath.WalkDir(room, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") || path == "rule.go" {
				return err
			}
			text, err := os.ReadFile(path)
			all = append(all, text...)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for i := range reflect.TypeFor[Rules]().NumField() {
		name := reflect.TypeFor[Rules]().Field(i).Name
		if !regexp.MustCompile(`\b[rR]ules(\([^()]*\))?\.` + name + `\b|\br\.` + name + `\b`).Match(all) {
			t.Errorf("no code asks the rule %s", name)
		}
	}
}
