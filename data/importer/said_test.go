package importer

import (
	"strings"
	"testing"

	"binaan/planner/ledger"
)

// Whatever a row of payments is judged by, the report says it in words: a row that
// somebody's earlier decision credits once said " ()".
func TestEveryVerdictSaysWhy(t *testing.T) {
	for _, reason := range []ledger.Reason{
		ledger.IsKK, ledger.IsKKAndMore, ledger.IsVA, ledger.IsVASlip, ledger.IsCard, ledger.IsRule, ledger.NoNumber, ledger.Contradiction, ledger.OtherVA, ledger.SharedVA,
		ledger.UnknownKK, ledger.SlipOfKK, ledger.NeighbourFits, ledger.UnknownNumber, ledger.TwinNoRef, ledger.ReferenceTaken, ledger.LargeSum, ledger.CameBefore,
		ledger.TakesBack, ledger.NothingToTake,
	} {
		if text := reasonText(ledger.Judged{Reason: reason}); text == "" || strings.ToLower(text) != text && !strings.Contains(text, "KK") && !strings.Contains(text, "VA") {
			t.Errorf("%s is said as %q", reason, text)
		}
	}
	said := map[string]bool{}
	for _, e := range []ledger.Evidence{
		ledger.ByKK, ledger.ByKKSlip, ledger.ByVA, ledger.ByVAShared, ledger.ByCard, ledger.ByBill, ledger.ByArrears, ledger.ByInstalment, ledger.ByMonths,
		ledger.ByBefore, ledger.BySaid, ledger.ByReceipt,
	} {
		text := reasonText(ledger.Judged{Reason: ledger.IsKK, Evidence: []ledger.Evidence{e}})
		if strings.Contains(text, "()") || said[text] {
			t.Errorf("evidence %s is said as %q", e, text)
		}
		said[text] = true
	}
	row := ledger.Judged{Verdict: ledger.Review, Reason: ledger.SharedVA, Evidence: []ledger.Evidence{ledger.ByVAShared, ledger.ByMonths}, Candidates: make([]ledger.Candidate, 3)}
	if got, want := reasonText(row), "nomor VA dipakai beberapa keluarga, nomor KK tidak memutuskan (VA bersama, jumlah = kelipatan iuran sebulan); 3 keluarga mungkin dimaksud"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
