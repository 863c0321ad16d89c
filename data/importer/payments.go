package importer

import (
	"context"
	"fmt"

	"binaan/planner"
)

// Places of the fields of a payment in paymentFields.
const (
	paymentKK = iota
	paymentDay
	paymentAmount
	paymentChannel
	paymentRef
	paymentVA
	paymentSide
)

var paymentFields = []field{
	paymentVA:      {name: "no_va", synonyms: []string{"nomor va", "virtual account", "nomor virtual account", "no virtual account", "va"}},
	paymentSide:    {name: "debit_kredit", synonyms: []string{"d/k", "db/cr", "debit kredit", "debet kredit", "debit/kredit", "dc", "mutasi", "jenis mutasi", "tipe mutasi"}},
	paymentKK:      {name: "no_kk", or: "no_va", synonyms: []string{"nomor kk", "no kartu keluarga", "nomor kartu keluarga", "kartu keluarga", "kk"}, required: true},
	paymentDay:     {name: "tanggal", synonyms: []string{"tgl", "tanggal bayar", "tgl bayar", "tanggal pembayaran", "tgl pembayaran", "tanggal transaksi", "tgl transaksi"}, required: true},
	paymentAmount:  {name: "jumlah", synonyms: []string{"jumlah bayar", "jml bayar", "nominal", "nilai bayar", "nilai", "total bayar", "pembayaran", "rupiah"}, required: true},
	paymentChannel: {name: "kanal", synonyms: []string{"kanal pembayaran", "channel", "bank", "saluran", "tempat bayar", "metode"}},
	paymentRef:     {name: "no_ref", synonyms: []string{"nomor referensi", "no referensi", "referensi", "ref", "no transaksi", "nomor transaksi", "no bukti", "kode transaksi", "id transaksi"}, required: true},
}

var stagedPayment = []string{"ref text", "no_kk text", "day date", "amount bigint", "channel text", "household_id bigint", "va text"}

var paymentTarget = target{
	table: "payment", key: []string{"ref"},
	columns: []column{{"household_id", always}, {"day", "tanggal"}, {"amount", "jumlah"}, {"channel", "kanal"}},
}

// takePayments imports payments that BPJS confirms.
func takePayments(ctx context.Context, in *intake) error {
	c := paymentCheck{asOf: in.AsOf}
	if err := in.stage(ctx, table{fields: paymentFields, columns: stagedPayment, check: c.check, key: paymentKey}); err != nil {
		return err
	}
	in.watch.enter("mencocokkan keluarga", 0)
	if err := in.findByVA(ctx); err != nil {
		return err
	}
	if err := in.findHouseholds(ctx); err != nil {
		return err
	}
	if err := in.recogniseTwice(ctx); err != nil {
		return err
	}
	err := in.refuseStaged(ctx, "no_ref", "ref", "nomor referensi sudah dipakai pembayaran keluarga lain",
		"exists (select from payment p where p.ref = i.ref and p.household_id <> i.household_id)")
	if err != nil {
		return err
	}
	return in.keepHistory(ctx, paymentTarget)
}

// findByVA gives payments that name no KK the household of their virtual account,
// and refuses those of which no household, or more than one, has it.
func (in *intake) findByVA(ctx context.Context) error {
	if !in.has("no_va") {
		return nil
	}
	_, err := in.tx.Exec(ctx, `
		update incoming i set household_id = h.id, no_kk = h.no_kk
		from household h
		where h.branch_id = $1 and i.reason is null and i.no_kk is null and h.va = i.va
		  and not exists (select from household o where o.branch_id = $1 and o.va = i.va and o.id <> h.id)`, in.branch)
	if err != nil {
		return fmt.Errorf("find households by virtual account: %w", err)
	}
	return in.refuseStaged(ctx, "no_va", "va", "nomor VA tidak dikenal di cabang ini, atau dipakai beberapa keluarga; sebutkan nomor KK", "i.no_kk is null")
}

func paymentKey(r *record) uint64 { return printOf([]byte(foldReference(r.cell(paymentRef)))) }

// paymentCheck checks the rows of a file of payments.
type paymentCheck struct{ asOf planner.Day }

func (c *paymentCheck) check(r *record) {
	r.putText(needed(r, paymentRef, parseReference))
	if r.cells[paymentKK] == "" && r.cells[paymentVA] != "" {
		r.putNull()
	} else {
		r.putText(needed(r, paymentKK, parseKK))
	}
	r.putDay(past(r, paymentDay, c.asOf))
	amount := paid(r)
	r.putInt(int64(amount))
	r.putText(r.cell(paymentChannel))
	r.putNull() // household_id
	va := ""
	if r.cells[paymentKK] == "" && r.cells[paymentVA] != "" {
		va = needed(r, paymentVA, parseVA)
	}
	r.putSaid(va)
}
