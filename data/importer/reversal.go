package importer

import (
	"context"
	"fmt"
	"strings"

	"binaan/planner"
)

// sides are how files mark a payment and what takes one back.
var sides = map[string]bool{
	"": false, "c": false, "cr": false, "k": false, "kr": false, "kredit": false, "credit": false,
	"d": true, "db": true, "dr": true, "debit": true, "debet": true,
}

// reversing are words of a note that speak of taking back.
var reversing = []string{"BATAL", "REVERS", "KOREKSI", "REFUND", "PENGEMBALIAN", "RETUR"}

const bareNegative = "jumlah negatif bukan pembayaran; bila ini pembatalan, isi kolom D/K dengan DB atau tulis PEMBATALAN di keterangan, beserta nomor referensi yang dibatalkan"

// paidOrBack reads a sum, which a debit, or a negative sum that the note calls one,
// takes back.
func paidOrBack(r *record) (sum planner.Rupiah, back bool) {
	text := strings.TrimSpace(r.cells[paymentAmount])
	side := letters(r.cell(paymentSide))
	if word, mark := cutSide(text); mark != "" {
		if text = word; side == "" {
			side = mark
		}
	}
	back, known := sides[side]
	if !known {
		r.refuse(paymentSide, "kolom D/K harus DB (debit, pembatalan) atau CR (kredit, pembayaran)")
		return 0, false
	}
	note := strings.ToUpper(r.cell(paymentAbout))
	called := false
	for _, word := range reversing {
		called = called || strings.Contains(note, word)
	}
	if whole, negative := strings.CutPrefix(text, "-"); negative {
		if !back && !called {
			r.refuse(paymentAmount, bareNegative)
			return 0, false
		}
		text, back = strings.TrimSpace(whole), true
	} else if called && side == "" {
		r.refuse(paymentAbout, "keterangan menyebut pembatalan; isi kolom D/K dengan DB bila pembayaran ditarik, CR bila bukan")
		return 0, false
	}
	kept := r.cells[paymentAmount]
	r.cells[paymentAmount] = text
	sum = needed(r, paymentAmount, r.readRupiah(paymentAmount))
	r.cells[paymentAmount] = kept
	return sum, back
}

// cutSide takes a mark from the end of a sum: "150000.00 CR".
func cutSide(text string) (sum, mark string) {
	at := strings.LastIndexAny(text, "0123456789") + 1
	mark = letters(text[at:])
	if _, known := sides[mark]; !known || len(mark) < 2 { // 150K is no credit
		return text, ""
	}
	return strings.TrimSpace(text[:at]), mark
}

// refuseReversals lists reversals that mean no payment.
func (in *intake) refuseReversals(ctx context.Context, lines []int64) error {
	if len(lines) == 0 {
		return nil
	}
	_, err := in.tx.Exec(ctx, `
		insert into incoming (line, field, value, reason)
		select line, 'jumlah', '', 'pembatalan tanpa pembayaran asal: keluarga ini tidak mempunyai pembayaran sebesar itu sampai tanggal itu; impor pembayarannya dahulu'
		from unnest($1::bigint[]) x (line)`, lines)
	if err != nil {
		return fmt.Errorf("refuse reversals: %w", err)
	}
	in.Rejected += int64(len(lines))
	in.Unchanged -= int64(len(lines))
	return nil
}
