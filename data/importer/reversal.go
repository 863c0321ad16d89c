package importer

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"binaan/geo"
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

// reversal is a row that takes a payment back.
type reversal struct {
	line       int64
	household  planner.HouseholdID
	day        planner.Day
	amount     planner.Rupiah
	ref, about string
}

// setReversalsAside takes the reversals out of the rows that are merged.
func (in *intake) setReversalsAside(ctx context.Context) ([]reversal, error) {
	rows, err := in.tx.Query(ctx, `
		with aside as (delete from incoming where reason is null and reversal returning line, household_id, day, amount, ref, about)
		select * from aside order by day, line`)
	if err != nil {
		return nil, fmt.Errorf("reversals: %w", err)
	}
	out, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (r reversal, err error) {
		err = row.Scan(&r.line, &r.household, &r.day, &r.amount, &r.ref, &r.about)
		return r, err
	})
	if err != nil {
		return nil, fmt.Errorf("reversals: %w", err)
	}
	return out, nil
}

// reverse takes back the payments that reversals mean: of the family, of the sum,
// not later, the one whose reference the note names, else the last. orphans are the
// lines of those that mean none. A reversal that was taken before changes nothing.
func (in *intake) reverse(ctx context.Context, w *happening, reversals []reversal) (orphans []int64, err error) {
	for _, r := range reversals {
		var desa geo.AreaCode
		var fresh bool
		var meant planner.EventID
		err := w.tx.QueryRow(ctx, `
			with meant as (
			  select p.event_id, p.reversed_on is null as fresh
			  from payment p
			  where p.branch_id = $1 and p.household_id = $2 and p.amount = $3 and p.day <= $4 and (p.reversed_on is null or p.reversal_ref = $5)
			  order by p.reversal_ref = $5 desc, position(ltrim(upper(regexp_replace(p.ref, '[^0-9A-Za-z]', '', 'g')), '0') in $6::text) > 0 desc, p.day desc, p.ref
			  limit 1),
			written as (
			  update payment t set reversed_on = $4, reversal_ref = $5
			  from meant m
			  where t.branch_id = $1 and t.household_id = $2 and t.event_id = m.event_id and m.fresh)
			select h.desa, m.fresh, m.event_id::text from meant m join household h on h.branch_id = $1 and h.id = $2`,
			in.branch, r.household, r.amount, r.day, r.ref, r.about).Scan(&desa, &fresh, (*string)(&meant))
		switch {
		case errors.Is(err, pgx.ErrNoRows):
			orphans = append(orphans, r.line)
		case err != nil:
			return nil, fmt.Errorf("reverse a payment: %w", err)
		case fresh:
			day := r.day
			e := w.add(r.household, planner.PaidBack, w.when(r.day, noon), meant)
			e.Of, e.Payload = meant, planner.Payload{Day: &day, Receipt: r.ref}
			in.Updated++
			in.Unchanged--
			in.reversed = append(in.reversed, desa)
		}
	}
	return orphans, w.keep(ctx)
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
