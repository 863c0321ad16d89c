package planner

import (
	"math/rand/v2"
	"testing"
)

// The published fees (docs/ledger.md names the articles).
func TestTheFeeIsWhatThePublishedSchemesSay(t *testing.T) {
	for _, test := range []struct {
		source    string
		rule      FeeRule
		collected Rupiah
		want      Rupiah
	}{
		{"Detik 2019: 25 % of Rp10 juta", rulesOn(t, "2019-06-01").Fee, 10_000_000, 2_500_000},
		{"Surakarta 2025: Rp11,2 juta a month", rulesOn(t, "2025-06-01").Fee, 11_200_000, 2_800_000},
		{"Pekanbaru 2017: 12.55 % of Rp31.622.000 is near the Rp3.969.000 that were paid", FeeRule{Percent: 12.55}, 31_622_000, 3_968_561},
		{"Divre II 2017: no share", rulesOn(t, "2017-06-01").Fee, 10_000_000, 0},
		{"a share that does not divide", FeeRule{Percent: 33.33}, 100, 33},
		{"a cap", FeeRule{Percent: 25, MostPerMonth: 2_000_000}, 10_000_000, 2_000_000},
		{"tiers", FeeRule{Tiers: []FeeTier{{0, 10}, {5_000_000, 20}, {10_000_000, 30}}}, 12_000_000, 500_000 + 1_000_000 + 600_000},
		{"below the first tier", FeeRule{Tiers: []FeeTier{{5_000_000, 20}}}, 4_999_999, 0},
		{"nothing", FeeRule{Percent: 25}, 0, 0},
	} {
		if got := test.rule.Share(test.collected); got != test.want {
			t.Errorf("%s: %v, want %v", test.source, got, test.want)
		}
	}
	if r := rulesOn(t, "2017-06-01").Fee; r.PerReminded != 2_500 || r.PerRegistrant != 5_000 {
		t.Errorf("Antara Riau 2017: %+v", r)
	}
}

// However a month's collection comes in, its parts sum to the share of the whole.
func TestPartsOfAShareSumToTheWhole(t *testing.T) {
	const seed = 34
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 1))
	rules := []FeeRule{{Percent: 33.33}, {Percent: 25, MostPerMonth: 1_000_001}, {Tiers: []FeeTier{{0, 7.77}, {1_234_567, 12.5}, {3_000_001, 25}}}}
	for range 2000 {
		rule := rules[rng.IntN(len(rules))]
		collected, sum := Rupiah(0), Rupiah(0)
		for range 1 + rng.IntN(40) {
			part := Rupiah(rng.IntN(400_000))
			fee := rule.Share(collected+part) - rule.Share(collected)
			if collected, sum = collected+part, sum+fee; fee < 0 {
				t.Fatalf("%+v: %v more collected costs %v", rule, part, fee)
			}
		}
		if want := rule.Share(collected); sum != want {
			t.Fatalf("%+v: parts of %v sum to %v, want %v", rule, collected, sum, want)
		}
	}
}

func TestTargetsStandInAnyUnitAndNoneIsWorkedOutFromAnother(t *testing.T) {
	now := rulesOn(t, "2026-12-01").Target
	if now.RupiahPerMonth*12 == now.RupiahPerYear || now.RupiahPerYear != 156_000_000 {
		t.Errorf("Surakarta 2025: %v a month and %v a year are two numbers", now.RupiahPerMonth, now.RupiahPerYear)
	}
	if got := now.All(); len(got) != 5 {
		t.Errorf("targets of 2026: %+v", got)
	}
	old := rulesOn(t, "2018-06-01").Target.All()
	if got, want := old[len(old)-1], (Goal{MeasureHouseholds, PerWeek, 10}); got != want {
		t.Errorf("Barabai 2018: %+v, want %+v", got, want)
	}
	if got := rulesOn(t, "2017-06-01").Target.All(); len(got) != 0 {
		t.Errorf("no target is published for 2017: %+v", got)
	}
}

func TestAFeeThatMakesNoSenseIsNoRule(t *testing.T) {
	for name, test := range map[string]struct {
		rule FeeRule
		want bool
	}{
		"nothing":                    {FeeRule{}, true},
		"everything":                 {FeeRule{Percent: 100, Tiers: []FeeTier{{0, 10}, {5, 12.55}}, PerReminded: 1, PerRegistration: 1, PerRegistrant: 1, MostPerMonth: 1}, true},
		"more than all":              {FeeRule{Percent: 100.01}, false},
		"less than nothing":          {FeeRule{Percent: -1}, false},
		"a thousandth of a percent":  {FeeRule{Percent: 12.555}, false},
		"a tier of more than all":    {FeeRule{Tiers: []FeeTier{{0, 101}}}, false},
		"a tier below nothing":       {FeeRule{Tiers: []FeeTier{{-1, 10}}}, false},
		"tiers that begin alike":     {FeeRule{Tiers: []FeeTier{{5, 10}, {5, 20}}}, false},
		"tiers that fall":            {FeeRule{Tiers: []FeeTier{{5, 10}, {4, 20}}}, false},
		"people cost":                {FeeRule{PerReminded: -1}, false},
		"families cost":              {FeeRule{PerRegistration: -1}, false},
		"their people cost":          {FeeRule{PerRegistrant: -1}, false},
		"an end below the beginning": {FeeRule{MostPerMonth: -1}, false},
	} {
		if got := test.rule.valid(); got != test.want {
			t.Errorf("%s: %t", name, got)
		}
	}
	for name, test := range map[string]struct {
		rule TargetRule
		want bool
	}{
		"nothing":             {TargetRule{}, true},
		"a goal":              {TargetRule{Goals: []Goal{{MeasureTalks, PerQuarter, 3}}}, true},
		"less than nothing":   {TargetRule{Goals: []Goal{{MeasureTalks, PerQuarter, -3}}}, false},
		"what nobody counts":  {TargetRule{Goals: []Goal{{"smiles", PerQuarter, 3}}}, false},
		"in no unit of time":  {TargetRule{Goals: []Goal{{MeasureTalks, "century", 3}}}, false},
		"visits below nought": {TargetRule{VisitsPerYear: -1}, false},
	} {
		if got := test.rule.valid(); got != test.want {
			t.Errorf("target of %s: %t", name, got)
		}
	}
}
