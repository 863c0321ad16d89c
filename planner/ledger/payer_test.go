package ledger

import (
	"slices"
	"testing"

	"binaan/planner"
)

// A rule credits payments with just its numbers, made on its days, that were in doubt
// because the numbers are nobody's; in every other doubt somebody looks.
func TestARuleSettlesOnlyNumbersThatAreNobodys(t *testing.T) {
	const stranger, one, shared = "8888877777777777", "9901010101150001", "8888890000000002"
	rule := func(kk, va string, of planner.HouseholdID) Payer {
		return Payer{KK: kk, VA: va, Household: of, From: noon, Until: noon + 30}
	}
	for _, test := range []struct {
		name   string
		rule   Payer
		row    Row
		of     planner.HouseholdID
		reason Reason
	}{
		{"the same numbers, first day", rule("", stranger, 2), Row{VA: stranger, Day: noon}, 2, IsRule},
		{"the last day", rule("", stranger, 2), Row{VA: stranger, Day: noon + 30}, 2, IsRule},
		{"the day before", rule("", stranger, 2), Row{VA: stranger, Day: noon - 1}, 0, UnknownNumber},
		{"the day after", rule("", stranger, 2), Row{VA: stranger, Day: noon + 31}, 0, UnknownNumber},
		{"a KK of nobody", rule("9907070707070707", "", 2), Row{KK: "9907070707070707", Day: noon}, 2, IsRule},
		{"a KK more than the rule has", rule("", stranger, 2), Row{VA: stranger, KK: "9907070707070707", Day: noon}, 0, UnknownKK},
		{"the stated KK wins", rule(one, stranger, 2), Row{KK: one, VA: stranger, Day: noon, Amount: 455_000}, 0, OtherVA},
		{"the stated KK, and a rule that says the same", rule(one, stranger, 1), Row{KK: one, VA: stranger, Day: noon, Amount: 455_000}, 1, IsRule},
		{"an account of several is looked at each time", rule("", shared, 2), Row{VA: shared, Day: noon}, 0, SharedVA},
		{"numbers of different families too", rule(one, shared, 1), Row{KK: one, VA: shared, Day: noon}, 0, Contradiction},
		{"a family that is gone", rule("", stranger, 99), Row{VA: stranger, Day: noon}, 0, UnknownNumber},
		{"no number at all", rule("", "", 2), Row{Day: noon}, 0, NoNumber},
		{"a large sum", rule("", stranger, 2), Row{VA: stranger, Day: noon, Amount: LargeAbove + 1}, 0, LargeSum},
	} {
		r := lane()
		r.Follow([]Payer{test.rule})
		test.row.Ref = "R1"
		test.row.Amount = max(test.row.Amount, 35_000)
		got := Judge([]Row{test.row}, r, nil)[0]
		if got.Household != test.of || got.Reason != test.reason || (got.Verdict == Matched) != (test.of != 0) {
			t.Errorf("%s: %s %s family %d, want %s and %d", test.name, got.Verdict, got.Reason, got.Household, test.reason, test.of)
		}
		if test.of != 0 && (!slices.Contains(got.Evidence, ByBefore) || len(got.Candidates) > 0) {
			t.Errorf("%s: evidence %v beside %v", test.name, got.Evidence, got.Candidates)
		}
	}
}

// Of two rules for the same numbers the later one counts.
func TestTheLastRuleCounts(t *testing.T) {
	r := lane()
	r.Follow([]Payer{{VA: "8888877777777777", Household: 1, From: noon, Until: noon + 99}, {VA: "8888877777777777", Household: 3, From: noon + 9, Until: noon + 99}})
	for day, want := range map[planner.Day]planner.HouseholdID{noon + 8: 1, noon + 9: 3} {
		if got := Judge([]Row{{Ref: "R1", VA: "8888877777777777", Day: day, Amount: 35_000}}, r, nil)[0].Household; got != want {
			t.Errorf("day %d: family %d, want %d", day-noon, got, want)
		}
	}
}

// A synthetic month of known truth has no wrong match either when every family's own
// numbers are also a rule for somebody else's.
func TestRulesMakeNoWrongMatchOfNumbersOnRecord(t *testing.T) {
	for seed := range uint64(3) {
		w := newTown(seed, 300)
		w.pay(300)
		var rules []Payer
		for i, row := range w.rows {
			rules = append(rules, Payer{KK: row.KK, VA: row.VA, Card: row.Card, Household: w.families[(i+7)%len(w.families)].ID, From: 0, Until: 1 << 20})
		}
		plain, r := Judge(w.rows, NewRegister(w.families), nil), NewRegister(w.families)
		r.Follow(rules)
		for i, got := range Judge(w.rows, r, nil) {
			if plain[i].Verdict == Matched && got.Household != plain[i].Household {
				t.Fatalf("seed %d row %d: a rule gave family %d what is family %d's", seed, i, got.Household, plain[i].Household)
			}
		}
	}
}
