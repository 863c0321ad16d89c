package importer

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/planner/ledger"
)

// PaymentVerdict is what became of a row of a file of payments.
type PaymentVerdict struct {
	Line    int64
	Ref     string
	Verdict ledger.Verdict
	KK      string // of the family that it is credited to, or as it was written
	Reason  string // Indonesian
}

// VerdictSheet is the report of a file of payments: a line for each of its rows.
func VerdictSheet(rows []PaymentVerdict) [][]string {
	out := [][]string{{"line", "ref", "verdict", "no_kk", "reason"}}
	for _, r := range rows {
		out = append(out, []string{fmt.Sprint(r.Line), data.AsText(r.Ref), string(r.Verdict), r.KK, data.AsText(r.Reason)})
	}
	return out
}

// reportPayments tells who asked what became of every row, and in the report of the
// import how many wait for somebody.
func (in *intake) reportPayments(ctx context.Context) error {
	waiting, first := int64(0), int64(0)
	var out []PaymentVerdict
	for _, j := range in.judged {
		if j.Verdict == ledger.Review {
			if waiting++; first == 0 {
				first = j.Line
			}
		}
		if in.verdicts != nil {
			kk := in.kkOf[j.Household]
			if kk == "" {
				kk = j.KK
			}
			out = append(out, PaymentVerdict{j.Line, j.Ref, j.Verdict, kk, reasonText(j)})
		}
	}
	if waiting > 0 {
		in.notes.seen = append(in.notes.seen, data.Warning{
			Code: "bayar_ditinjau", Rows: waiting, First: first,
			Text: "belum pasti milik keluarga mana; menunggu ditinjau di antrean pembayaran, belum dikreditkan",
		})
	}
	if in.verdicts == nil {
		return nil
	}
	refused, err := in.refusedPayments(ctx)
	if err != nil {
		return err
	}
	judged := map[int64]bool{}
	for _, v := range out {
		judged[v.Line] = true
	}
	for _, r := range refused {
		if !judged[r.Line] {
			out = append(out, r)
		}
	}
	slices.SortStableFunc(out, func(a, b PaymentVerdict) int { return int(a.Line - b.Line) })
	in.verdicts(out)
	return nil
}

func (in *intake) refusedPayments(ctx context.Context) ([]PaymentVerdict, error) {
	rows, err := in.tx.Query(ctx, `
		select line, coalesce(max(ref), ''), string_agg(distinct coalesce(nullif(field, '') || ': ', '') || reason, '; ')
		from incoming
		where reason is not null
		group by line`)
	if err != nil {
		return nil, fmt.Errorf("rows that are refused: %w", err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (v PaymentVerdict, err error) {
		v.Verdict = ledger.Rejected
		err = row.Scan(&v.Line, &v.Ref, &v.Reason)
		return v, err
	})
}

var reasonTexts = map[ledger.Reason]string{
	ledger.IsKK:           "nomor KK cocok",
	ledger.IsKKAndMore:    "nomor KK cocok, didukung",
	ledger.IsVA:           "nomor VA cocok, hanya satu keluarga memakainya",
	ledger.IsVASlip:       "nomor VA cocok, nomor KK salah ketik",
	ledger.IsCard:         "nomor kartu cocok",
	ledger.IsRule:         "nomornya pernah diputuskan milik keluarga ini",
	ledger.NoNumber:       "tidak menyebut nomor KK, VA atau kartu",
	ledger.Contradiction:  "nomor KK, VA dan kartu milik keluarga yang berbeda",
	ledger.OtherVA:        "nomor VA tidak mirip VA keluarga ini",
	ledger.SharedVA:       "nomor VA dipakai beberapa keluarga, nomor KK tidak memutuskan",
	ledger.UnknownKK:      "nomor KK tidak dikenal di cabang ini",
	ledger.SlipOfKK:       "nomor KK tidak dikenal; ada yang mirip, mungkin salah ketik",
	ledger.NeighbourFits:  "jumlahnya persis tagihan keluarga lain yang nomor KK-nya mirip",
	ledger.UnknownNumber:  "nomor VA atau kartu tidak dikenal di cabang ini",
	ledger.TwinNoRef:      "tanpa nomor referensi dan sama dengan baris lain di berkas ini",
	ledger.ReferenceTaken: "nomor referensi sudah dipakai pembayaran lain (keluarga, tanggal atau jumlah berbeda)",
	ledger.LargeSum:       "jumlahnya melebihi yang mungkin ditagih",
	ledger.CameBefore:     "sudah pernah masuk, tidak dihitung lagi",
	ledger.NothingToTake:  "pembatalan tanpa pembayaran asal: keluarga ini tidak mempunyai pembayaran sebesar itu sampai tanggal itu",
	ledger.TakesBack:      "pembatalan diterapkan pada pembayaran asalnya",
}

var evidenceTexts = map[ledger.Evidence]string{
	ledger.ByKK: "KK", ledger.ByKKSlip: "KK mirip", ledger.ByVA: "VA", ledger.ByVAShared: "VA bersama", ledger.ByCard: "nomor kartu",
	ledger.ByBill: "jumlah = tagihan aktivasi", ledger.ByArrears: "jumlah = seluruh tunggakan", ledger.ByInstalment: "jumlah = cicilan REHAB", ledger.ByMonths: "jumlah = kelipatan iuran sebulan",
	ledger.ByBefore: "diputuskan dahulu", ledger.BySaid: "disebut petugas", ledger.ByReceipt: "resi dicatat kader",
}

// reasonText says in Indonesian why a row's verdict is what it is.
func reasonText(j ledger.Judged) string {
	text := reasonTexts[j.Reason]
	var words []string
	for _, e := range j.Evidence {
		words = append(words, evidenceTexts[e])
	}
	if len(words) > 0 {
		text += " (" + strings.Join(words, ", ") + ")"
	}
	if n := len(j.Candidates); n > 0 && j.Verdict == ledger.Review {
		text += fmt.Sprintf("; %d keluarga mungkin dimaksud", n)
	}
	return text
}
