package ledger_test

import (
	"fmt"

	"binaan/planner"
	"binaan/planner/ledger"
)

// A payment goes to the oldest debt first; a part closes nothing, and what is more
// than the bill stands to the family's credit.
func ExampleAllocate() {
	for _, paid := range []planner.Rupiah{200_000, 420_000, 455_000, 500_000} {
		a := ledger.Allocate(420_000, 35_000, paid)
		fmt.Println(paid, "arrears", a.Arrears, "month", a.Current, "credit", a.Credit, "left", a.Left, a.Active)
	}
	// Output:
	// Rp200.000 arrears Rp200.000 month Rp0 credit Rp0 left Rp220.000 false
	// Rp420.000 arrears Rp420.000 month Rp0 credit Rp0 left Rp0 false
	// Rp455.000 arrears Rp420.000 month Rp35.000 credit Rp0 left Rp0 true
	// Rp500.000 arrears Rp420.000 month Rp35.000 credit Rp45.000 left Rp0 true
}

// One transfer of two families is divided by somebody, to the last rupiah.
func ExampleCheckSplit() {
	fmt.Println(ledger.CheckSplit(500_000, []ledger.Portion{{Household: 1, Amount: 315_000}, {Household: 2, Amount: 185_000}}))
	fmt.Println(ledger.CheckSplit(500_000, []ledger.Portion{{Household: 1, Amount: 315_000}}))
	// Output:
	// <nil>
	// shares sum to Rp315.000 of Rp500.000: no such division of a payment
}

// A number names the family; a sum alone, however well it fits, credits nobody.
func ExampleJudge() {
	families := ledger.NewRegister([]ledger.Family{
		{ID: 1, KK: "9901010101150001", VA: "8888890000000001", Owed: 420_000, Monthly: 35_000},
		{ID: 2, KK: "9901010707990033", VA: "8888890000000002", Owed: 1_500_000, Monthly: 100_000},
	})
	day, _ := planner.ParseDay("2026-11-23")
	for _, row := range ledger.Judge([]ledger.Row{
		{Ref: "P1", Day: day, Amount: 455_000, KK: "9901010101150001"},
		{Ref: "P2", Day: day, Amount: 455_000},
		{Ref: "P3", Day: day, Amount: 100_000, KK: "9901010101150001", VA: "8888890000000002"},
		{Ref: "P1", Day: day, Amount: 455_000, KK: "9901010101150001"},
	}, families, nil) {
		fmt.Println(row.Ref, row.Verdict, row.Reason, row.Household)
	}
	// Output:
	// P1 matched KK_AND_MORE 1
	// P2 review NO_NUMBER 0
	// P3 review CONTRADICTION 0
	// P1 duplicate CAME_BEFORE 1
}

// Nothing asked for is no share, neither none of it nor all.
func ExampleRatio_Permille() {
	for _, r := range []ledger.Ratio{{Num: 2, Den: 3}, {Num: 5, Den: 3}, {Num: 0, Den: 3}, {}} {
		fmt.Println(r.Permille())
	}
	// Output:
	// 667 true
	// 1667 true
	// 0 true
	// 0 false
}

// Programs write one reference in many ways.
func ExamplePlain() {
	fmt.Println(ledger.Plain("ppob-000123/a"), ledger.Plain("000 45.6"))
	// Output: PPOB000123A 456
}

// Kader are unequal: beside the mean stand the quarters, and what the first one's is.
func ExampleDistribute() {
	d := ledger.Distribute([]int64{0, 100_000, 200_000, 300_000, 2_400_000})
	fmt.Println(d.Kader, d.Zeros, d.Least, d.Lower, d.Median, d.Upper, d.Most)
	fmt.Println(d.Best.Permille())
	// Output:
	// 5 1 0 100000 200000 300000 2400000
	// 800 true
}
