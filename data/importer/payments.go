package importer

import (
	"context"

	"binaan/planner"
)

// Places of the fields of a payment in paymentFields.
const (
	paymentKK = iota
	paymentDay
	paymentAmount
	paymentChannel
	paymentRef
)

var paymentFields = []field{
	paymentKK:      {"no_kk", []string{"nomor kk", "no kartu keluarga", "nomor kartu keluarga", "kartu keluarga", "kk"}, true},
	paymentDay:     {"tanggal", []string{"tgl", "tanggal bayar", "tgl bayar", "tanggal pembayaran", "tgl pembayaran", "tanggal transaksi", "tgl transaksi"}, true},
	paymentAmount:  {"jumlah", []string{"jumlah bayar", "jml bayar", "nominal", "nilai bayar", "nilai", "total bayar", "pembayaran", "rupiah"}, true},
	paymentChannel: {"kanal", []string{"kanal pembayaran", "channel", "bank", "saluran", "tempat bayar", "metode"}, false},
	paymentRef:     {"no_ref", []string{"nomor referensi", "no referensi", "referensi", "ref", "no transaksi", "nomor transaksi", "no bukti", "kode transaksi", "id transaksi"}, true},
}

var stagedPayment = []string{"ref text", "no_kk text", "day date", "amount bigint", "channel text", "household_id bigint"}

var paymentTarget = target{
	table: "payment", key: []string{"ref"},
	columns: []column{{"household_id", always}, {"day", "tanggal"}, {"amount", "jumlah"}, {"channel", "kanal"}},
}

// takePayments imports payments that BPJS confirms.
func takePayments(ctx context.Context, in *intake) error {
	c := paymentCheck{asOf: in.AsOf}
	if err := in.stage(ctx, table{paymentFields, stagedPayment, c.check, paymentKey}); err != nil {
		return err
	}
	in.watch.enter("mencocokkan keluarga", 0)
	if err := in.findHouseholds(ctx); err != nil {
		return err
	}
	err := in.refuseStaged(ctx, "no_ref", "ref", "nomor referensi sudah dipakai pembayaran keluarga lain",
		"exists (select from payment p where p.ref = i.ref and p.household_id <> i.household_id)")
	if err != nil {
		return err
	}
	return in.keepHistory(ctx, paymentTarget)
}

func paymentKey(r *record) uint64 { return printOf([]byte(r.cell(paymentRef))) }

// paymentCheck checks the rows of a file of payments.
type paymentCheck struct{ asOf planner.Day }

func (c *paymentCheck) check(r *record) {
	r.putText(r.must(paymentRef))
	r.putText(needed(r, paymentKK, parseKK))
	r.putDay(past(r, paymentDay, c.asOf))
	amount := needed(r, paymentAmount, parseRupiah)
	if amount == 0 && len(r.refusals) == 0 {
		r.refuse(paymentAmount, "harus lebih dari 0")
	}
	r.putInt(int64(amount))
	r.putText(r.cell(paymentChannel))
	r.putNull() // household_id
}
