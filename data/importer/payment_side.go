package importer

import (
	"context"
	"fmt"
	"strings"

	"binaan/planner"
)

const reversal = "baris ini membatalkan pembayaran (debit atau negatif) dan tidak dihitung: hapus dari berkas bersama pembayaran yang dibatalkannya; " +
	"bila itu sudah diimpor, batalkan impornya dan kirim berkas tanpa keduanya"

// paid reads the sum of a payment. Debits and sums below zero are no payments but
// take one back.
func paid(r *record) planner.Rupiah {
	sum := r.cells[paymentAmount]
	side := sideOf(r.cell(paymentSide))
	if before, word, ok := cutLast(clean(sum)); ok && sideOf(word) != noSide {
		sum, side = before, sideOf(word)
	}
	if side == debit || strings.HasPrefix(strings.TrimSpace(sum), "--") {
		r.refuse(paymentAmount, reversal)
		return 0
	}
	read := r.readRupiah(paymentAmount)
	r.cells[paymentAmount] = sum
	amount := needed(r, paymentAmount, func(s string) (planner.Rupiah, string) {
		amount, refusal := read(s)
		if refusal == negativeSum {
			refusal = reversal
		}
		return amount, refusal
	})
	if amount == 0 && len(r.refusals) == 0 {
		r.refuse(paymentAmount, "harus lebih dari 0")
	}
	return amount
}

// cutLast parts the last word from a text.
func cutLast(s string) (before, last string, ok bool) {
	i := strings.LastIndexByte(s, ' ')
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+1:], true
}

// side is on which side of an account a sum stands.
type side byte

const (
	noSide side = iota
	credit
	debit
)

func sideOf(word string) side {
	switch strings.ToUpper(strings.Trim(word, ". ")) {
	case "DB", "D", "DEBIT", "DEBET", "DR":
		return debit
	case "CR", "K", "C", "KREDIT", "CREDIT", "KR":
		return credit
	}
	return noSide
}

// foldReference is a reference without what programs write differently: case, and
// zeros before a number.
func foldReference(ref string) string {
	if digitsOnly(ref) {
		return strings.TrimLeft(ref, "0")
	}
	return strings.ToUpper(ref)
}

// foldedReference is foldReference in SQL.
func foldedReference(ref string) string {
	return "case when " + ref + " ~ '^[0-9]+$' then ltrim(" + ref + ", '0') else upper(" + ref + ") end"
}

// recogniseTwice finds payments of a family, day and sum that are stored already:
// under the same reference in another hand they are the same, under another they
// are told, and so are those that stand twice in the file.
func (in *intake) recogniseTwice(ctx context.Context) error {
	_, err := in.tx.Exec(ctx, `
		update incoming i set ref = p.ref
		from payment p
		where p.branch_id = $1 and i.reason is null and p.household_id = i.household_id and p.day = i.day and p.amount = i.amount
		  and p.ref <> i.ref and `+foldedReference("p.ref")+" = "+foldedReference("i.ref"), in.branch)
	if err != nil {
		return fmt.Errorf("recognise payments: %w", err)
	}
	var twice, first int64
	err = in.tx.QueryRow(ctx, `
		select count(*), coalesce(min(line), 0)
		from incoming i
		where reason is null and (
		  exists (select from payment p where p.household_id = i.household_id and p.day = i.day and p.amount = i.amount and p.ref <> i.ref)
		  or exists (select from incoming o where o.reason is null and o.household_id = i.household_id and o.day = i.day and o.amount = i.amount and o.line < i.line))`).Scan(&twice, &first)
	if err != nil {
		return fmt.Errorf("payments twice: %w", err)
	}
	if twice > 0 {
		in.tell("bayar_ganda", int(twice), fmt.Sprintf("pembayaran keluarga, tanggal dan jumlah yang sama sudah ada dengan nomor referensi lain (mulai baris %d): periksa apakah terhitung dua kali", first))
	}
	return nil
}
