package ledger

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"binaan/planner"
)

// Three families of one lane. The second and third pay into one account.
func lane() *Register {
	return NewRegister([]Family{
		{ID: 1, KK: "9901010101150001", VA: "8888890000000001", Card: "0090000000001", Owed: 420_000, Monthly: 35_000},
		{ID: 2, KK: "9901010101150002", VA: "8888890000000002", Card: "0090000000002", Owed: 1_890_000, Monthly: 105_000, Instalment: 315_000},
		{ID: 3, KK: "9901010707990033", VA: "8888890000000002", Owed: 1_500_000, Monthly: 100_000},
	})
}

const noon = planner.Day(20_700)

func TestANumberMustNameTheFamilyAndNoOtherMayContradictIt(t *testing.T) {
	for _, test := range []struct {
		name    string
		row     Row
		verdict Verdict
		reason  Reason
		of      planner.HouseholdID
	}{
		{"KK and account", Row{KK: "9901010101150001", VA: "8888890000000001", Amount: 455_000}, Matched, IsKKAndMore, 1},
		{"KK and a fitting sum", Row{KK: "9901010101150001", Amount: 455_000}, Matched, IsKKAndMore, 1},
		{"KK and any sum", Row{KK: "9901010101150001", Amount: 50_000}, Matched, IsKK, 1},
		{"KK, and the sum is just the neighbour's instalment", Row{KK: "9901010101150001", Amount: 1_995_000}, Matched, IsKKAndMore, 1},
		{"KK, and the sum is what a neighbour owes and fits only that one", Row{KK: "9901010101150002", Amount: 455_000}, Review, NeighbourFits, 0},
		{"account alone", Row{VA: "8888890000000001", Amount: 1}, Matched, IsVA, 1},
		{"the account that a bank makes of the card", Row{VA: "8988890000000001", Amount: 1}, Matched, IsVA, 1},
		{"card alone", Row{Card: "0090000000001", Amount: 1}, Matched, IsCard, 1},
		{"an account of two", Row{VA: "8888890000000002", Amount: 315_000}, Review, SharedVA, 0},
		{"an account of two, and the KK says which", Row{VA: "8888890000000002", KK: "9901010707990033", Amount: 315_000}, Matched, IsKKAndMore, 3},
		{"an account of two, and the card says which", Row{VA: "8888890000000002", Card: "0090000000002", Amount: 7}, Matched, IsVA, 2},
		{"the KK of one, the account of another", Row{KK: "9901010101150001", VA: "8888890000000002", Amount: 315_000}, Review, Contradiction, 0},
		{"the KK of one, the card of another", Row{KK: "9901010101150001", Card: "0090000000002", Amount: 315_000}, Review, Contradiction, 0},
		{"the account of one, the card of another", Row{VA: "8888890000000001", Card: "0090000000002", Amount: 315_000}, Review, Contradiction, 0},
		{"KK with a slip, and the account", Row{KK: "9901010101150010", VA: "8888890000000001", Amount: 7}, Matched, IsVASlip, 1},
		{"KK that lacks a digit, and the account", Row{KK: "990101010115001", VA: "8888890000000001", Amount: 7}, Matched, IsVASlip, 1},
		{"KK of nobody, and an account", Row{KK: "9907070707070707", VA: "8888890000000001", Amount: 455_000}, Review, UnknownKK, 0},
		{"KK with a slip alone", Row{KK: "9901010707990034", Amount: 1_600_000}, Review, SlipOfKK, 0},
		{"KK of nobody", Row{KK: "9907070707070707", Amount: 455_000}, Review, UnknownKK, 0},
		{"KK, and an account with a slip", Row{KK: "9901010101150001", VA: "8888890000000007", Amount: 7}, Matched, IsKK, 1},
		{"KK, and an account of nobody", Row{KK: "9901010101150001", VA: "8888877777777777", Amount: 455_000}, Review, OtherVA, 0},
		{"KK, and an account three digits off", Row{KK: "9901010101150001", VA: "8888890000000777", Amount: 455_000}, Review, OtherVA, 0},
		{"an account of nobody", Row{VA: "8888877777777777", Amount: 455_000}, Review, UnknownNumber, 0},
		{"no number: sum and day are not enough", Row{Amount: 455_000}, Review, NoNumber, 0},
		{"more than a family owes", Row{KK: "9901010101150001", Amount: LargeAbove + 1}, Review, LargeSum, 0},
		{"not readable", Row{KK: "9901010101150001", Fault: "AMOUNT"}, Rejected, "AMOUNT", 0},
	} {
		test.row.Day, test.row.Ref = noon, "R1"
		got := Judge([]Row{test.row}, lane(), nil)[0]
		if got.Verdict != test.verdict || got.Reason != test.reason || got.Household != test.of {
			t.Errorf("%s: %s %s family %d %v; want %s %s %d", test.name, got.Verdict, got.Reason, got.Household, got.Candidates, test.verdict, test.reason, test.of)
		}
		if got.Verdict == Matched && len(got.Evidence) == 0 {
			t.Errorf("%s: matched without evidence", test.name)
		}
	}
}

func TestBesideADoubtStandsTheEvidence(t *testing.T) {
	got := Judge([]Row{{Ref: "R1", Day: noon, KK: "9901010101150001", VA: "8888890000000002", Amount: 315_000}}, lane(), nil)[0]
	want := []Candidate{{1, []Evidence{ByKK, ByMonths}}, {2, []Evidence{ByKKSlip, ByVAShared, ByInstalment}}, {3, []Evidence{ByVAShared}}}
	if diff := cmp.Diff(want, got.Candidates); diff != "" {
		t.Errorf("candidates (-want +got):\n%s", diff)
	}
}

// Each row of the table "Payments and ledger" about rows that come twice.
func TestRowsThatLookAlike(t *testing.T) {
	row := func(ref string, day planner.Day, amount planner.Rupiah, kk string) Row {
		return Row{Ref: ref, Day: day, Amount: amount, KK: kk, Channel: "PPOB"}
	}
	const one, two = "9901010101150001", "9901010101150002"
	known := []Known{{Ref: "R1", Household: 1, Day: noon, Amount: 420_000}}
	for _, test := range []struct {
		name  string
		known []Known
		rows  []Row
		want  []Verdict
	}{
		{"two equal genuine rows without a reference: both kept", nil, []Row{row("", noon, 420_000, one), row("", noon, 420_000, one)}, []Verdict{Matched, Review}},
		{"two equal rows with references of their own", nil, []Row{row("R1", noon, 420_000, one), row("R2", noon, 420_000, one)}, []Verdict{Matched, Matched}},
		{"the same row twice in a file", nil, []Row{row("R1", noon, 420_000, one), row("R1", noon, 420_000, one)}, []Verdict{Matched, Duplicate}},
		{"the same row of an earlier file", known, []Row{row("R1", noon, 420_000, one)}, []Verdict{Duplicate}},
		{"its reference in another spelling", known, []Row{row("r-01", noon, 420_000, one), row("r-1", noon, 420_000, one)}, []Verdict{Matched, Duplicate}},
		{"the same reference a year later", known, []Row{row("R1", noon+365, 420_000, one)}, []Verdict{Review}},
		{"the same reference of another KK", known, []Row{row("R1", noon, 420_000, two)}, []Verdict{Review}},
		{"the same reference with another sum", known, []Row{row("R1", noon, 430_000, one)}, []Verdict{Review}},
		{"the same payment, named by another number", []Known{{Ref: "R1", Household: 1, Day: noon, Amount: 420_000, KK: one}},
			[]Row{{Ref: "R1", Day: noon, Amount: 420_000, VA: "8888890000000001"}}, []Verdict{Duplicate}},
		{"a neighbour pays twice for different KK", nil, []Row{
			{Ref: "R1", Day: noon, Amount: 420_000, KK: one, About: "DARIPAKBUDI"}, {Ref: "R2", Day: noon, Amount: 315_000, KK: two, About: "DARIPAKBUDI"},
		}, []Verdict{Matched, Matched}},
	} {
		var got []Verdict
		for _, j := range Judge(test.rows, lane(), test.known) {
			got = append(got, j.Verdict)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}

func TestAReversalTakesBackWhatItMeans(t *testing.T) {
	known := []Known{
		{Ref: "R1", Household: 1, Day: noon - 9, Amount: 420_000},
		{Ref: "R2", Household: 1, Day: noon - 3, Amount: 420_000},
		{Ref: "R3", Household: 1, Day: noon - 2, Amount: 420_000, Reversed: true, BackRef: "B3"},
		{Ref: "R4", Day: noon - 2, Amount: 99_000, KK: "9907070707070707"},
		{Ref: "R5", Household: 2, Day: noon - 1, Amount: 420_000},
		{Ref: "R12", Household: 1, Day: noon - 20, Amount: 420_000},
	}
	for _, test := range []struct {
		name    string
		row     Row
		verdict Verdict
		of      int
	}{
		{"the last, where none is named", Row{Ref: "B1", KK: "9901010101150001", Amount: 420_000}, Reversal, 1},
		{"the one that the note names", Row{Ref: "B1", KK: "9901010101150001", Amount: 420_000, About: "BATALR1"}, Reversal, 0},
		{"the one whose reference it has", Row{Ref: "R1", KK: "9901010101150001", Amount: 420_000}, Reversal, 0},
		{"one that waits for its family", Row{Ref: "R4", Amount: 99_000}, Reversal, 3},
		{"one that waits and names the same", Row{Ref: "B4", KK: "9907070707070707", Amount: 99_000}, Reversal, 3},
		{"another sum", Row{Ref: "B1", KK: "9901010101150001", Amount: 410_000}, Rejected, -1},
		{"a family that nobody knows, and no reference", Row{Ref: "B1", KK: "9907070707070708", Amount: 420_000}, Rejected, -1},
		{"the longer of two references in the note", Row{Ref: "B1", KK: "9901010101150001", Amount: 420_000, About: "BATALR12"}, Reversal, 5},
		{"a reference that took back another family's", Row{Ref: "B3", KK: "9901010101150002", Amount: 420_000}, Reversal, 4},
		{"a reference of another family's payment", Row{Ref: "R5", KK: "9901010101150001", Amount: 420_000}, Reversal, 1},
		{"a reference that took back another sum", Row{Ref: "B3", KK: "9901010101150001", Amount: 410_000}, Rejected, -1},
		{"taken before", Row{Ref: "B3", KK: "9901010101150001", Amount: 420_000}, Duplicate, 2},
	} {
		test.row.Back, test.row.Day = true, noon
		got := Judge([]Row{test.row}, lane(), known)[0]
		if got.Verdict != test.verdict || got.Of != test.of {
			t.Errorf("%s: %s of %d (%s), want %s of %d", test.name, got.Verdict, got.Of, got.Reason, test.verdict, test.of)
		}
	}
	early := Judge([]Row{{Ref: "B1", Day: noon - 21, KK: "9901010101150001", Amount: 420_000, Back: true}}, lane(), known)[0]
	if early.Verdict != Rejected {
		t.Errorf("taken back before any was paid: %s of %d", early.Verdict, early.Of)
	}
	turned := Judge([]Row{
		{Ref: "R12", Day: noon, KK: "9901010101150001", Amount: 420_000, Back: true}, {Ref: "B2", Day: noon - 10, KK: "9901010101150001", Amount: 420_000, Back: true},
	}, lane(), known)
	if turned[0].Of != 1 || turned[1].Of != 5 {
		t.Errorf("the later row first takes %d and %d, want 1 and 5: the earlier one could mean nothing else", turned[0].Of, turned[1].Of)
	}
	two := Judge([]Row{
		{Ref: "B1", Day: noon, KK: "9901010101150002", Amount: 420_000, Back: true}, {Ref: "B2", Day: noon, KK: "9901010101150002", Amount: 420_000, Back: true},
	}, lane(), known)
	if two[0].Verdict != Reversal || two[1].Verdict != Rejected {
		t.Errorf("two for one: %s, %s", two[0].Verdict, two[1].Verdict)
	}
}

func TestASlipOfTheHandIsOneDigitMore(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want int
	}{{"1234", "1234", 0}, {"1234", "1235", 1}, {"1234", "1243", 1}, {"1234", "124", 1}, {"1234", "12334", 1}, {"1234", "4321", 3}, {"1234", "12", 99}, {"", "", 99}} {
		if got := slip(test.a, test.b); got != test.want {
			t.Errorf("%s and %s: %d, want %d", test.a, test.b, got, test.want)
		}
	}
	for _, s := range slips("9901") {
		if slip(s, "9901") != 1 {
			t.Errorf("%s is no slip of 9901", s)
		}
	}
}

func TestFamiliesWithALikeNumberAreLookedUpOrAllAreRead(t *testing.T) {
	rows := []Row{{KK: "9901010101150001", Amount: 50_000}, {KK: "9907070707070707", Amount: 1}, {VA: "8888890000000001", Amount: 1}, {KK: "9901010101150001", Amount: 455_000}}
	kk, many := lane().Slips(rows, 2)
	if many || !slices.Contains(kk, "9901010101150002") || !slices.Contains(kk, "9907070707070708") || !slices.IsSorted(kk) {
		t.Errorf("%d numbers, many %t", len(kk), many)
	}
	if kk, many := lane().Slips(rows, 1); !many || kk != nil {
		t.Errorf("two doubtful rows of at most one: %d numbers, many %t", len(kk), many)
	}
}
