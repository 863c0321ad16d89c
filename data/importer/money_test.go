package importer_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/importer"
	"binaan/planner"
	"binaan/planner/ledger"
)

// verdicts imports a file of payments and tells what became of each row.
func (o *office) verdicts(i data.Import, name string, rows ...string) (out []string, got data.Import) {
	o.Helper()
	i.Kind = "payments"
	path := o.write(name, rows...)
	begun := o.begin(i, path)
	var told []importer.PaymentVerdict
	err := importer.Run(o.Context(), o.store, o.branch, begun, path, importer.Options{Verdicts: func(v []importer.PaymentVerdict) { told = v }})
	if err != nil {
		o.Fatal(err)
	}
	if got, err = o.store.Import(o.Context(), o.branch.ID, begun.ID); err != nil {
		o.Fatal(err)
	}
	for _, row := range importer.VerdictSheet(told)[1:] {
		out = append(out, strings.Join(row[:4], ","))
		if row[4] == "" {
			o.Errorf("row %s has no reason", row[0])
		}
	}
	return out, got
}

const moneyHeading = "no_kk,no_va,no_kartu,tanggal,jumlah,kanal,no_ref,D/K"

// moneyFamilies have numbers of their own; the second and third pay into one account.
func moneyFamilies(o *office) {
	o.Helper()
	o.families(familyHeading("no_va", "no_kartu"), family(1, "8888800000000001", "0000000000001"), family(2, "8888800000000002", "0000000000002"), family(3, "8888800000000002", ""))
}

func TestEveryRowOfPaymentsHasAVerdict(t *testing.T) {
	o := village(t)
	moneyFamilies(o)
	rows := []string{
		moneyHeading,
		"9901010611990001,8888800000000001,,2026-11-02,35000,PPOB,R1,", // all agree
		",8888800000000001,,2026-11-03,35000,PPOB,R2,",                 // the account alone
		",,0000000000001,2026-11-04,35000,PPOB,R3,",                    // the card alone
		",8888800000000002,,2026-11-02,35000,PPOB,R4,",                 // an account of two
		"9901010611990003,8888800000000002,,2026-11-02,35000,PPOB,R5,", // and a KK that says which
		"9901010611990002,8888800000000001,,2026-11-02,35000,PPOB,R6,", // numbers of two
		"9901010611990019,8888800000000001,,2026-11-05,35000,PPOB,R7,", // a slip, and the account
		"990101061199001,8888800000000001,,2026-11-06,35000,PPOB,R8,",  // a digit left out, and the account
		"9901010611990001,,,2026-11-02,abc,PPOB,R9,",                   // no sum
		"9901010611990001,8888800000000001,,2026-11-02,35000,PPOB,R1,", // again
		"9901010611990001,,,2026-11-07,35000,PPOB,,",                   // without a reference
		"9901010611990001,,,2026-11-07,35000,PPOB,,",                   // and another like it
		"9901010611990003,,,2026-11-08,35000,PPOB,R5B,DB",              // takes R5 back
		"9901010611990003,,,2026-11-09,35000,PPOB,R5C,DB",              // and there is no other
		"9907070707070707,,,2026-11-02,35000,PPOB,R10,",                // nobody
	}
	got, report := o.verdicts(data.Import{}, "bayar.csv", rows...)
	want := []string{
		"2,R1,matched,9901010611990001", "3,R2,matched,9901010611990001", "4,R3,matched,9901010611990001", "5,R4,review,", "6,R5,matched,9901010611990003",
		"7,R6,review,9901010611990002", "8,R7,matched,9901010611990001", "9,R8,matched,9901010611990001", "10,R9,rejected,", "11,R1,duplicate,9901010611990001",
		"12,TANPA-9901010611990001-2026-11-07-35000-PPOB-1,matched,9901010611990001", "13,TANPA-9901010611990001-2026-11-07-35000-PPOB-2,review,9901010611990001",
		"14,R5B,reversal,9901010611990003", "15,R5C,rejected,9901010611990003", "16,R10,review,9907070707070707",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("verdicts (-want +got):\n%s", diff)
	}
	if report.Rows != 15 || report.Accepted != 11 || report.Updated != 1 || report.Duplicate != 1 || report.Rejected != 2 || report.Unchanged != 0 {
		t.Errorf("account %+v", report)
	}
	o.stored("select count(*), sum(amount) from payment where reversed_on is null", "(6,210000)")

	// The same file again, then its end: nothing is credited, nothing waits twice.
	for name, again := range map[string][]string{"all.csv": rows, "end.csv": slices.Concat(rows[:1], rows[7:])} {
		got, report := o.verdicts(data.Import{}, name, again...)
		for _, row := range got {
			if v := strings.Split(row, ",")[2]; v != "duplicate" && v != "rejected" {
				t.Errorf("%s: %s", name, row)
			}
		}
		if report.Accepted+report.Updated != 0 {
			t.Errorf("%s: account %+v", name, report)
		}
	}
	o.stored("select count(*), sum(amount) from payment where reversed_on is null", "(6,210000)")
	o.stored("select count(*) from money_row where state = 'review'", "(4)")
}

func TestADryRunOfPaymentsLeavesNothing(t *testing.T) {
	o := village(t)
	moneyFamilies(o)
	got, _ := o.verdicts(data.Import{DryRun: true}, "bayar.csv", moneyHeading, "9901010611990001,,,2026-11-02,35000,PPOB,R1,", ",8888800000000002,,2026-11-02,35000,PPOB,R4,")
	if len(got) != 2 || got[0] != "2,R1,matched,9901010611990001" {
		t.Errorf("verdicts %v", got)
	}
	o.stored("select (select count(*) from payment), (select count(*) from money_row)", "(0,0)")
}

func TestAnUndoneImportOfPaymentsTakesItsRowsAlong(t *testing.T) {
	o := village(t)
	moneyFamilies(o)
	o.verdicts(data.Import{}, "satu.csv", moneyHeading, "9901010611990001,,,2026-11-02,35000,PPOB,R1,", ",8888800000000002,,2026-11-02,70000,PPOB,R4,")
	_, second := o.verdicts(data.Import{}, "dua.csv", moneyHeading, "9901010611990001,,,2026-11-03,35000,PPOB,R1B,DB", "9901010611990001,,,2026-11-04,35000,PPOB,R2,")
	o.stored("select ref, state from money_row order by ref", "(R1,reversed)", "(R2,matched)", "(R4,review)")
	if _, err := importer.Undo(t.Context(), o.store, o.branch, second.ID, "uji"); err != nil {
		t.Fatal(err)
	}
	o.stored("select ref, state from money_row order by ref", "(R1,matched)", "(R4,review)")
	o.stored("select ref from payment where reversed_on is null", "(R1)")
}

// Two officers credit one row at once: the database holds that its shares never
// exceed it.
func TestSharesNeverExceedTheirPayment(t *testing.T) {
	o := village(t)
	moneyFamilies(o)
	o.verdicts(data.Import{}, "satu.csv", moneyHeading, "9901010611990001,,,2026-11-02,35000,PPOB,R1,")
	err := o.store.InBranch(t.Context(), []data.BranchID{o.branch.ID}, func(tx pgx.Tx) error {
		_, err := tx.Exec(t.Context(), "insert into money_share (branch_id, id, row_id, household_id, amount, ref) select branch_id, 99, id, 2, 1, 'R1' from money_row")
		return err
	})
	if err == nil || !strings.Contains(err.Error(), "money_row_credited_once") {
		t.Errorf("a rupiah more than was paid: %v", err)
	}
}

// What rows are credited with follows their shares, however many change at once, and
// wherever one goes.
func TestWhatRowsAreCreditedWithFollowsTheirShares(t *testing.T) {
	o := village(t)
	moneyFamilies(o)
	o.verdicts(data.Import{}, "satu.csv", moneyHeading, "9901010611990001,,,2026-11-02,35000,PPOB,R1,", "9901010611990001,,,2026-11-03,70000,PPOB,R2,", "9901010611990002,,,2026-11-02,35000,PPOB,R3,")
	for _, step := range []struct {
		sql  string
		want []string
	}{
		{"select 1", []string{"(R1,35000)", "(R2,70000)", "(R3,35000)"}},
		{"update money_share set undone_by = 'uji', undone_at = now() where ref in ('R1', 'R2')", []string{"(R1,0)", "(R2,0)", "(R3,35000)"}},
		{"update money_share set undone_by = null, undone_at = null, row_id = (select id from money_row where ref = 'R2') where ref = 'R1'", []string{"(R1,0)", "(R2,35000)", "(R3,35000)"}},
		{"delete from money_share", []string{"(R1,0)", "(R2,0)", "(R3,0)"}},
	} {
		o.exec(step.sql)
		o.stored("select ref, credited from money_row order by ref", step.want...)
	}
}

// A file of many doubts has all families read at once: each row is answered as one of
// few would be.
func TestAFileOfManyDoubtsIsAnsweredLikeOneOfFew(t *testing.T) {
	o := village(t)
	moneyFamilies(o)
	rows := []string{moneyHeading, "9901010611990001,,,2026-11-02,35000,PPOB,R1,"}
	for i := range 130 {
		rows = append(rows, fmt.Sprintf("9901010611990%d91,,,2026-11-02,35000,PPOB,S%d,", 3+i%7, i)) // nobody's, and near nobody's
	}
	rows = append(rows, "9901010611990031,,,2026-11-02,35000,PPOB,T1,") // a slip of the first family's or the third's
	got, _ := o.verdicts(data.Import{}, "banyak.csv", rows...)
	few, _ := o.verdicts(data.Import{DryRun: true}, "sedikit.csv", rows[0], strings.ReplaceAll(rows[len(rows)-1], "T1", "T2"))
	if len(got) != 132 || got[0] != "2,R1,matched,9901010611990001" || strings.Split(got[131], ",")[2] != strings.Split(few[0], ",")[2] {
		t.Errorf("%d rows, the first %s, the last %s; in a file of few %s", len(got), got[0], got[131], few[0])
	}
	for _, row := range got[1:131] {
		if strings.Split(row, ",")[2] != "review" {
			t.Errorf("nobody's: %s", row)
		}
	}
}

// What an officer decided of an account that is nobody's credits the next file's
// payments from it, once it is a rule, and those of its days alone.
func TestARuleOfADecisionCreditsTheNextFile(t *testing.T) {
	o := village(t)
	moneyFamilies(o)
	today := o.branch.Today(o.store.Now())
	file := func(name, ref string, day planner.Day) string {
		got, _ := o.verdicts(data.Import{}, name, moneyHeading, fmt.Sprintf(",8888877777777777,,%s,35000,PPOB,%s,", day, ref))
		return got[0]
	}
	if got := file("satu.csv", "R1", today-3); got != "2,R1,review," {
		t.Fatal(got)
	}
	home := o.id(1)
	if err := o.store.CreditMoney(t.Context(), o.branch.ID, 1, []ledger.Portion{{Household: home, Amount: 35_000}}, "petugas"); err != nil {
		t.Fatal(err)
	}
	if got := file("dua.csv", "R2", today-2); got != "2,R2,review," {
		t.Errorf("a decision that is no rule: %s", got)
	}
	if err := o.store.RuleMoney(t.Context(), o.branch.ID, 1, "petugas"); err != nil {
		t.Fatal(err)
	}
	if got := file("tiga.csv", "R3", today-1); got != "2,R3,review," {
		t.Errorf("a payment of the day before the rule: %s", got)
	}
	if got := file("empat.csv", "R4", today); got != "2,R4,matched,9901010611990001" {
		t.Errorf("a payment of the rule's day: %s", got)
	}
	o.stored("select state, reason, credited, decided_by from money_row where ref = 'R4'", `(matched,RULE,35000,"")`)
}
