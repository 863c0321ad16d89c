package planner

import (
	"bytes"
	"encoding/json"
	goflag "flag"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var update = goflag.Bool("update", false, "write the golden files anew")

// rehabCase is a family, a rule and what they give: the phone's simulator is held
// to the same cases (web/src/shared/rehab.test.ts).
type rehabCase struct {
	Name    string      `json:"name"`
	Day     Day         `json:"day"`
	Rule    RehabRule   `json:"rule"`
	Cap     int         `json:"cap"`
	Months  int         `json:"months"`
	Members int         `json:"members"`
	Arrears Rupiah      `json:"arrears"`
	Monthly Rupiah      `json:"monthly"`
	Running bool        `json:"running"`
	Offer   RehabOffer  `json:"offer"`
	Plans   []RehabPlan `json:"plans"` // of 2, 3 ... steps, first due ten days later
}

func rehabCases(t *testing.T) (out []rehabCase) {
	t.Helper()
	for _, test := range []struct {
		name, day string
		segment   Segment
		classes   []CareClass
		months    int
		extra     Rupiah
		running   bool
	}{
		{"REHAB of 2022, 20 months", "2022-06-15", PBPU, people(3, 3), 20, 0, false},
		{"REHAB of 2022, the 28th", "2022-06-28", PBPU, people(1, 2), 5, 0, false},
		{"REHAB of 2022, the 29th", "2022-06-29", PBPU, people(1, 2), 5, 0, false},
		{"REHAB of 2022, 27 February", "2022-02-27", PBPU, people(1, 2), 5, 0, false},
		{"REHAB of 2022, 28 February", "2022-02-28", PBPU, people(1, 2), 5, 0, false},
		{"REHAB of 2022, switched segment", "2022-06-15", PPU, people(2, 3), 20, 0, false},
		{"before REHAB", "2021-12-31", PBPU, people(3, 3), 20, 0, false},
		{"2.0, three months", "2026-11-23", PBPU, people(3, 3), 3, 0, false},
		{"2.0, four months", "2026-11-23", PBPU, people(3, 3), 4, 0, false},
		{"2.0, 18 months and seven rupiah", "2026-11-23", PBPU, people(3, 3), 18, 7, false},
		{"2.0, 60 months count as 24", "2026-11-23", BP, people(4, 1), 60, 0, false},
		{"2.0, switched, two months of one person", "2026-11-23", PPU, people(1, 3), 2, 0, false},
		{"2.0, switched, 24 months of one person", "2026-11-23", PBI, people(1, 3), 24, 0, false},
		{"2.0, switched, below the least", "2026-11-23", PPU, people(1, 3), 2, -35_001, false},
		{"2.0, running already", "2026-11-23", PBPU, people(3, 3), 18, 0, true},
		{"2.0, nothing owed", "2026-11-23", PBPU, people(3, 3), 0, 0, false},
		{"2.0, joined on the 31st", "2026-12-21", PBPU, people(2, 2), 12, 1, false},
	} {
		r := rulesOn(t, test.day)
		h := Household{Classes: test.classes, Segment: test.segment, ArrearsOf: PBPU, Months: test.months, AsOf: r.Day}
		h.Arrears = r.ArrearsOf(h.Classes, h.Months) + test.extra
		c := rehabCase{Name: test.name, Day: r.Day, Rule: r.RehabFor(h), Cap: r.Arrears.CapMonths, Months: h.Months, Members: h.Members(), Arrears: h.Arrears, Monthly: r.Monthly(h.Classes, r.Day), Running: test.running}
		var running *Rehab
		if test.running {
			running = &Rehab{Steps: 6, Instalment: 1}
		}
		c.Offer = r.RehabOffered(h, running)
		for n := 2; n <= c.Offer.Steps; n++ {
			p, err := r.SimulateRehab(h, n, r.Day+10)
			if err != nil {
				t.Fatalf("%s: %v", test.name, err)
			}
			c.Plans = append(c.Plans, p)
		}
		out = append(out, c)
	}
	return out
}

func TestRehabGivesTheGoldenCases(t *testing.T) {
	cases := rehabCases(t)
	var got bytes.Buffer
	got.WriteString("[\n")
	for i, c := range cases {
		line, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		got.Write(line)
		got.WriteString(map[bool]string{true: "\n", false: ",\n"}[i == len(cases)-1])
	}
	got.WriteString("]\n")
	if *update {
		if err := os.WriteFile("testdata/rehab.json", got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/rehab.json")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("plans (-golden +got):\n%s", diff)
	}
}

// What the sources say of both programmes (Kompas TV, Ekonomi Aktual, iNews
// Purwokerto, IDN Metro; docs/ledger.md).
func TestRehabIsWhatThePublishedProgrammesSay(t *testing.T) {
	offers := map[string]RehabOffer{}
	for _, c := range rehabCases(t) {
		offers[c.Name] = c.Offer
		for _, p := range c.Plans {
			sum := Rupiah(0)
			for i, s := range p.Steps {
				if sum += s.Amount; s.Amount <= 0 || s.Amount > p.Steps[0].Amount || i > 0 && s.Due.Month() != p.Steps[i-1].Due.Month().Add(1) {
					t.Errorf("%s: step %d of %v", c.Name, i, p.Steps)
				}
			}
			if sum != p.Arrears+p.Current || p.Arrears != c.Arrears || !p.Simulation || p.ActiveOn != p.Steps[len(p.Steps)-1].Due {
				t.Errorf("%s: %d steps sum to %v of %v and %v", c.Name, len(p.Steps), sum, p.Arrears, p.Current)
			}
			if included := c.Rule.IncludesCurrent; (p.Current == Rupiah(len(p.Steps))*c.Monthly) != included || !included && p.Current != 0 {
				t.Errorf("%s: current premium %v", c.Name, p.Current)
			}
		}
	}
	for name, want := range map[string]RehabOffer{
		"REHAB of 2022, 20 months":                {Steps: 12},
		"REHAB of 2022, the 28th":                 {Steps: 12},
		"REHAB of 2022, the 29th":                 {Refusals: []RehabRefusal{RehabTooLate}},
		"REHAB of 2022, 28 February":              {Refusals: []RehabRefusal{RehabTooLate}},
		"REHAB of 2022, switched segment":         {Refusals: []RehabRefusal{RehabNotOffered}},
		"2.0, three months":                       {Refusals: []RehabRefusal{RehabTooShort}},
		"2.0, four months":                        {Steps: 2},
		"2.0, 60 months count as 24":              {Steps: 12},
		"2.0, switched, two months of one person": {Steps: 2},
		"2.0, switched, below the least":          {Refusals: []RehabRefusal{RehabTooSmall}},
		"2.0, running already":                    {Refusals: []RehabRefusal{RehabRunning}},
		"2.0, nothing owed":                       {Refusals: []RehabRefusal{RehabNoDebt, RehabTooShort}},
	} {
		if diff := cmp.Diff(want, offers[name]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if first := offers["2.0, switched, 24 months of one person"].Steps; first != 24 {
		t.Errorf("Rp840.000 in steps of Rp35.000 at least: %d", first)
	}
}

func TestTheConflictsOfTheSourcesAreSettings(t *testing.T) {
	rows := append(published(t), RuleRow{Key: "rehab", From: dayOf(t, "2026-01-01"), Own: true, Value: json.RawMessage(`{"ordinary":{"activeOn":"first","includesCurrent":false}}`)})
	r, err := MergeRules(rows, dayOf(t, "2026-12-01"))
	if err != nil {
		t.Fatal(err)
	}
	h := family(&r)
	p, err := r.SimulateRehab(h, 3, r.Day)
	if err != nil || p.ActiveOn != r.Day || p.Current != 0 {
		t.Errorf("active on %v, current premium %v: %v", p.ActiveOn, p.Current, err)
	}
	if r.Rehab.Ordinary.MaxSteps != 12 {
		t.Errorf("what the branch did not name changed: %+v", r.Rehab.Ordinary)
	}
}

func TestAMissedInstalmentIsFollowedByAVisit(t *testing.T) {
	r := rulesOn(t, "2026-12-01")
	joined := dayOf(t, "2026-08-31")
	past := History{Visits: []Visit{{Day: joined, Outcome: RehabEnrolled, Steps: 6, Amount: 200_000}}, Payments: []Payment{{Day: joined, Amount: 200_000}}}
	due := dayOf(t, "2026-09-30") // the month has no 31st
	for day, want := range map[Day]bool{due - 1: false, due: false, due + 1: true, due + rehabSilence: true, due + rehabSilence + 1: false} {
		plan := past.RehabOn(family(&r), day)
		if plan != nil && plan.NextDue != due {
			t.Fatalf("due on %v, want %v", plan.NextDue, due)
		}
		if got := plan.Missed(day); got != want {
			t.Errorf("%v: missed %t", day, got)
		}
	}
}

func TestMonthsLaterIsTheSameDayOrTheLast(t *testing.T) {
	for _, test := range [][3]string{{"2026-01-31", "1", "2026-02-28"}, {"2028-01-31", "1", "2028-02-29"}, {"2026-11-30", "3", "2027-02-28"}, {"2026-12-15", "-12", "2025-12-15"}} {
		n := map[string]int{"1": 1, "3": 3, "-12": -12}[test[1]]
		if got, want := dayOf(t, test[0]).AddMonths(n), dayOf(t, test[2]); got != want {
			t.Errorf("%s and %d months: %v, want %v", test[0], n, got, want)
		}
	}
	months := []time.Month{}
	for k := range 13 {
		months = append(months, dayOf(t, "2026-12-31").AddMonths(k).Month().Month)
	}
	if slices.Contains(months[1:12], time.December) || months[12] != time.December {
		t.Errorf("months after December are %v", months)
	}
}
