package data_test

import (
	"encoding/json"
	"errors"
	"testing"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
)

func TestABranchsRuleHoldsFromItsDayAndChangesNothingBefore(t *testing.T) {
	store, b := datatest.NewVillage(t)
	from := datatest.Today() + 10
	set := func(row planner.RuleRow) error {
		row.Source = "Surat contoh"
		return store.SetRule(t.Context(), b.ID, row, "petugas")
	}
	percent := func(d planner.Day) float64 {
		t.Helper()
		r, err := store.Rules(t.Context(), b.ID, d)
		if err != nil {
			t.Fatal(err)
		}
		return r.Fee.Percent
	}
	for name, test := range map[string]struct {
		row  planner.RuleRow
		want error
	}{
		"the past":              {planner.RuleRow{Key: "fee", From: datatest.Today() - 1, Value: json.RawMessage(`{"percent":10}`)}, data.ErrPastRule},
		"no such rule":          {planner.RuleRow{Key: "bonus", From: from, Value: json.RawMessage(`{}`)}, planner.ErrRules},
		"no such field":         {planner.RuleRow{Key: "fee", From: from, Value: json.RawMessage(`{"percents":10}`)}, planner.ErrRules},
		"a senseless one":       {planner.RuleRow{Key: "fee", From: from, Value: json.RawMessage(`{"percent":101}`)}, planner.ErrRules},
		"over before it begins": {planner.RuleRow{Key: "fee", From: from, Until: new(from - 1), Value: json.RawMessage(`{"percent":10}`)}, planner.ErrRules},
		"a rule that fits":      {planner.RuleRow{Key: "fee", From: from, Value: json.RawMessage(`{"percent":10}`)}, nil},
	} {
		if err := set(test.row); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", name, err, test.want)
		}
	}
	if before, on := percent(from-1), percent(from); before != 25 || on != 10 {
		t.Errorf("%v %% the day before, %v %% on its day", before, on)
	}
	if err := set(planner.RuleRow{Key: "fee", From: from, Until: new(from + 9), Value: json.RawMessage(`{"percent":12.5}`)}); err != nil {
		t.Fatal(err)
	}
	if on, after := percent(from), percent(from+10); on != 12.5 || after != 25 {
		t.Errorf("replaced: %v %% on its day, %v %% after its last", on, after)
	}
}
