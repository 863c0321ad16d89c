package importer_test

import (
	"strings"
	"testing"

	"binaan/data"
	"binaan/data/importer"
)

const mutationHeading = "no_kk,tanggal,jumlah,no_ref,D/K,keterangan"

// mutations imports rows of a bank's list in which numbers 1 and 2 stand for
// families.
func (o *office) mutations(rows ...string) data.Import {
	o.Helper()
	for i, row := range rows {
		rows[i] = "990101061199000" + row
	}
	return o.must("payments", o.write("mutasi.csv", append([]string{mutationHeading}, rows...)...))
}

func TestWhatTakesAPaymentBackIsNoPayment(t *testing.T) {
	tests := []struct {
		name            string
		rows            []string
		taken, rejected int64
		counts          string // of the payments, with what took them back
	}{
		{"a debit that names it", []string{"1,2026-11-01,420000,R1,CR,", "1,2026-11-01,420000,R2,CR,", "1,2026-11-02,420000,R3,DB,PEMBATALAN R1"}, 3, 0, "(R1,R3) (R2,)"},
		{"a debit that names none", []string{"1,2026-11-01,420000,R1,,", "1,2026-11-02,420000,R2,,", "1,2026-11-03,420000,R3,D,"}, 3, 0, "(R1,) (R2,R3)"},
		{"a negative sum called so", []string{"1,2026-11-01,420000,R1,,", `1,2026-11-02,"-420.000",R2,,koreksi`}, 2, 0, "(R1,R2)"},
		{"a negative sum without a word", []string{"1,2026-11-01,420000,R1,,", "1,2026-11-02,-420000,R2,,"}, 1, 1, "(R1,)"},
		{"twice negative", []string{"1,2026-11-01,420000,R1,,", "1,2026-11-02,--420000,R2,,REVERSAL"}, 1, 1, "(R1,)"},
		{"a mark behind the sum", []string{"1,2026-11-01,420000.00 CR,R1,,", "1,2026-11-02,420000.00 DB,R2,,"}, 2, 0, "(R1,R2)"},
		{"another family's", []string{"1,2026-11-01,420000,R1,,", "2,2026-11-02,420000,R2,DB,"}, 1, 1, "(R1,)"},
		{"another sum's", []string{"1,2026-11-01,420000,R1,,", "1,2026-11-02,410000,R2,DB,"}, 1, 1, "(R1,)"},
		{"before the payment", []string{"1,2026-11-03,420000,R1,,", "1,2026-11-02,420000,R2,DB,"}, 1, 1, "(R1,)"},
		{"two for one", []string{"1,2026-11-01,420000,R1,,", "1,2026-11-02,420000,R2,DB,", "1,2026-11-03,420000,R3,DB,"}, 2, 1, "(R1,R2)"},
		{"a note that calls it so, unmarked", []string{"1,2026-11-01,420000,R1,,pembatalan R0"}, 0, 1, ""},
		{"an unknown mark", []string{"1,2026-11-01,420000,R1,Z,"}, 0, 1, ""},
	}
	shared := village(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o := shared.another(t)
			o.houses(house(1), house(2))
			got := o.mutations(test.rows...)
			if got.Accepted+got.Updated != test.taken || got.Rejected != test.rejected || got.Unchanged != 0 {
				t.Errorf("%d accepted, %d updated, %d unchanged, %d rejected: %v", got.Accepted, got.Updated, got.Unchanged, got.Rejected, o.rejects(got.ID))
			}
			if kept := strings.Join(o.rows("select ref, reversal_ref from payment order by ref"), " "); strings.ReplaceAll(kept, `""`, "") != test.counts {
				t.Errorf("payments are %s, want %s", kept, test.counts)
			}
			again := o.must("payments", o.file("mutasi.csv"))
			if again.Unchanged != test.taken || again.Rejected != test.rejected {
				t.Errorf("the second time %d unchanged, %d updated, %d rejected: %v", again.Unchanged, again.Updated, again.Rejected, o.rejects(again.ID))
			}
		})
	}
}

func TestAReversedPaymentDoesNotCountAndItsUndoBringsItBack(t *testing.T) {
	o := village(t)
	o.houses(house(1))
	expected := func() string { return o.rows("select sum(expected) from block")[0] }
	owing := expected()
	o.mutations("1,2026-11-23,1890000,R1,,")
	paid := expected()
	back := o.mutations("1,2026-11-23,1890000,R2,DB,R1")
	if paid == owing || expected() != owing {
		t.Errorf("expected %s owing, %s paid, %s when it was taken back", owing, paid, expected())
	}
	if _, err := importer.Undo(t.Context(), o.store, o.branch, back.ID, "uji"); err != nil || expected() != paid {
		t.Errorf("after the undo %s, want %s: %v", expected(), paid, err)
	}
}

func TestAStoredSumNeverChangesAndOnePaymentCountsOnce(t *testing.T) {
	tests := []struct {
		name           string
		row            string
		state          string // accepted, unchanged, rejected
		told, payments string
	}{
		{"the same again", "1,2026-11-01,420000,R001,,", "0 1 0", "", "(R001,420000)"},
		{"its reference in another spelling", "1,2026-11-01,420000,r-001,,", "0 1 0", "", "(R001,420000)"},
		{"its reference without zeros", "2,2026-11-01,150000,123,,", "0 1 0", "", "(R001,420000)"},
		{"another sum", "1,2026-11-01,430000,R001,,", "1 0 0", "bayar_ditinjau", "(R001,420000)"},
		{"another day", "1,2027-11-01,420000,R001,,", "0 0 1", "", "(R001,420000)"}, // still to come
		{"another day", "1,2026-10-01,420000,R001,,", "1 0 0", "bayar_ditinjau", "(R001,420000)"},
		{"another reference", "1,2026-11-01,420000,R777,,", "1 0 0", "bayar_ganda", "(R001,420000) (R777,420000)"},
		{"another day", "1,2026-11-02,420000,R777,,", "1 0 0", "", "(R001,420000) (R777,420000)"},
	}
	shared := village(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o := shared.another(t)
			o.houses(house(1), house(2))
			o.mutations("1,2026-11-01,420000,R001,,", "2,2026-11-01,150000,00123,,")
			got := o.mutations(test.row)
			state := strings.Trim(strings.Join([]string{count(got.Accepted), count(got.Unchanged), count(got.Rejected)}, " "), " ")
			if state != test.state || got.Updated != 0 || test.told != "" && !hasWarning(got, test.told) || test.told == "" && hasWarning(got, "bayar_ganda") {
				t.Errorf("got %s, want %s, warnings %v, %v", state, test.state, got.Warnings, o.rejects(got.ID))
			}
			if kept := strings.Join(o.rows("select ref, amount from payment where amount <> 150000 order by ref"), " "); kept != test.payments {
				t.Errorf("payments are %s, want %s", kept, test.payments)
			}
		})
	}
}

func count(n int64) string { return string(rune('0' + n)) }
