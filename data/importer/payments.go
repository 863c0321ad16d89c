package importer

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"binaan/data"
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
	paymentAbout
)

var paymentFields = []field{
	paymentVA:      {name: "no_va", synonyms: []string{"nomor va", "virtual account", "nomor virtual account", "no virtual account", "va"}},
	paymentKK:      {name: "no_kk", or: "no_va", synonyms: []string{"nomor kk", "no kartu keluarga", "nomor kartu keluarga", "kartu keluarga", "kk"}, required: true},
	paymentDay:     {name: "tanggal", synonyms: []string{"tgl", "tanggal bayar", "tgl bayar", "tanggal pembayaran", "tgl pembayaran", "tanggal transaksi", "tgl transaksi"}, required: true},
	paymentAmount:  {name: "jumlah", synonyms: []string{"jumlah bayar", "jml bayar", "nominal", "nilai bayar", "nilai", "total bayar", "pembayaran", "rupiah"}, required: true},
	paymentChannel: {name: "kanal", synonyms: []string{"kanal pembayaran", "channel", "bank", "saluran", "tempat bayar", "metode"}},
	paymentRef:     {name: "no_ref", synonyms: []string{"nomor referensi", "no referensi", "referensi", "ref", "no transaksi", "nomor transaksi", "no bukti", "kode transaksi", "id transaksi"}, required: true},
	paymentSide:    {name: "debit_kredit", synonyms: []string{"d/k", "db/cr", "debit kredit", "debet kredit", "debit/kredit", "dc", "mutasi", "jenis mutasi", "tipe mutasi"}},
	paymentAbout:   {name: "keterangan", synonyms: []string{"ket", "uraian", "deskripsi", "berita", "catatan"}},
}

var stagedPayment = []string{"ref text", "no_kk text", "day date", "amount bigint", "channel text", "household_id bigint", "va text", "reversal boolean", "about text"}

// takePayments imports payments that BPJS confirms, and takes those back that the
// file reverses.
func takePayments(ctx context.Context, in *intake) error {
	c := paymentCheck{asOf: in.AsOf}
	err := in.stage(ctx, table{fields: paymentFields, columns: stagedPayment, check: c.check, key: paymentKey, content: withoutFirst, begin: c.begin})
	if err != nil {
		return err
	}
	if err := c.families.judge(); err != nil {
		return err
	}
	if c.refs.mangled() {
		in.tell("kolom_diragukan", c.refs.n, "nomor referensi sepanjang 16 angka atau lebih hampir semuanya berakhir 0 atau genap: mungkin dibulatkan Excel, sehingga pembayaran yang sama dapat terhitung dua kali")
	}
	in.watch.enter("mencocokkan keluarga", 0)
	if err := in.findByVA(ctx); err != nil {
		return err
	}
	if err := in.findHouseholds(ctx); err != nil {
		return err
	}
	if err := in.spellReferences(ctx); err != nil {
		return err
	}
	for _, not := range []struct{ field, column, reason, where string }{
		{"no_ref", "ref", "nomor referensi sudah dipakai pembayaran keluarga lain", "p.household_id <> i.household_id"},
		{"jumlah", "amount", "nomor referensi ini sudah tersimpan dengan jumlah lain; jumlah yang tersimpan tidak diubah. Batalkan impornya, atau kirim pembatalannya (DB)", "p.amount <> i.amount"},
	} {
		if err := in.refuseStaged(ctx, not.field, not.column, not.reason, "exists (select from payment p where p.ref = i.ref and "+not.where+")"); err != nil {
			return err
		}
	}
	if err := in.tellTwins(ctx); err != nil {
		return err
	}
	return in.keepPayments(ctx)
}

// keepPayments applies payments, then what reverses them.
func (in *intake) keepPayments(ctx context.Context) error {
	reversals, err := in.setReversalsAside(ctx)
	if err != nil {
		return err
	}
	var orphans []int64
	err = in.keepHistory(ctx, func(ctx context.Context, w *happening) error {
		if err := in.writePayments(ctx, w); err != nil {
			return err
		}
		orphans, err = in.reverse(ctx, w, reversals)
		return err
	})
	if err != nil {
		return err
	}
	if err := in.refuseReversals(ctx, orphans); err != nil {
		return err
	}
	return in.keepRejects(ctx)
}

// writePayments writes down the staged payments that are new, and corrects the stored
// ones of which the file says something else.
func (in *intake) writePayments(ctx context.Context, w *happening) error {
	says := func(column, field string) string {
		if in.has(field) {
			return "i." + column
		}
		return "coalesce(p." + column + ", i." + column + ")"
	}
	day, amount, channel := says("day", "tanggal"), says("amount", "jumlah"), says("channel", "kanal")
	rows, err := w.tx.Query(ctx, `
		select coalesce(p.event_id::text, ''), i.household_id, i.ref, `+strings.Join([]string{day, amount, channel}, ", ")+`
		from incoming i
		left join payment p on p.branch_id = $1 and p.ref = i.ref and p.household_id = i.household_id
		where i.reason is null and (p.event_id is null or (p.day, p.amount, p.channel) is distinct from (`+strings.Join([]string{day, amount, channel}, ", ")+`))
		order by i.line`, in.branch)
	if err != nil {
		return fmt.Errorf("payments that are new: %w", err)
	}
	var accepted, updated int64
	var of planner.EventID
	var p planner.Payment
	_, err = pgx.ForEachRow(rows, []any{(*string)(&of), &p.Household, &p.Ref, &p.Day, &p.Amount, &p.Channel}, func() error {
		day := p.Day
		says := planner.Payload{Day: &day, Amount: p.Amount, Channel: p.Channel, Receipt: p.Ref}
		if of != "" {
			updated++
			w.correct(p.Household, of, planner.PaidIn, says)
			return nil
		}
		accepted++
		w.add(p.Household, planner.PaidIn, w.when(p.Day, noon), p.Ref).Payload = says
		return nil
	})
	if err != nil {
		return fmt.Errorf("payments that are new: %w", err)
	}
	in.counted(accepted, updated)
	return w.keep(ctx)
}

// spellReferences takes a payment that is stored with its reference in another
// spelling, r-001 for R001, for that payment.
func (in *intake) spellReferences(ctx context.Context) error {
	const plain = "ltrim(upper(regexp_replace(%s.ref, '[^0-9A-Za-z]', '', 'g')), '0')"
	_, err := in.tx.Exec(ctx, `
		update incoming i set ref = p.ref
		from payment p
		where p.branch_id = $1 and i.reason is null and not i.reversal and p.household_id = i.household_id and p.day = i.day and p.amount = i.amount and p.ref <> i.ref
		  and `+fmt.Sprintf(plain, "p")+" = "+fmt.Sprintf(plain, "i")+`
		  and not exists (select from payment e where e.branch_id = $1 and e.ref = i.ref)`, in.branch)
	if err != nil {
		return fmt.Errorf("spell references: %w", err)
	}
	return nil
}

// plainReference is a reference without what people and programs write differently.
func plainReference(s string) string {
	s = strings.Map(func(c rune) rune {
		if c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' {
			return c
		}
		return -1
	}, strings.ToUpper(s))
	return strings.TrimLeft(s, "0")
}

// tellTwins tells of new payments of a family, day and sum that another payment
// has already: they may be one, counted twice.
func (in *intake) tellTwins(ctx context.Context) error {
	var rows, first int64
	err := in.tx.QueryRow(ctx, `
		select count(*), coalesce(min(line), 0)
		from incoming i
		where reason is null and not reversal and not exists (select from payment p where p.ref = i.ref)
		  and (exists (select from payment p where p.household_id = i.household_id and p.day = i.day and p.amount = i.amount and p.reversed_on is null)
		    or exists (select from incoming o where o.reason is null and not o.reversal and o.household_id = i.household_id and o.day = i.day and o.amount = i.amount and o.ref <> i.ref))`).Scan(&rows, &first)
	if err != nil {
		return fmt.Errorf("payments alike: %w", err)
	}
	if rows > 0 {
		in.notes.seen = append(in.notes.seen, data.Warning{
			Code: "bayar_ganda", Rows: rows, First: first,
			Text: "keluarga, tanggal dan jumlahnya sama dengan pembayaran lain, nomor referensinya tidak; keduanya dihitung, periksa apakah itu satu pembayaran",
		})
	}
	return nil
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

func paymentKey(r *record) uint64 { return printOf([]byte(plainReference(r.cell(paymentRef)))) }

// withoutFirst is a staged row without its first column: payments that differ only
// in how their reference is written are one.
func withoutFirst(row []byte) []byte { return row[bytes.IndexByte(row, '\t')+1:] }

// paymentCheck checks the rows of a file of payments.
type paymentCheck struct {
	asOf     planner.Day
	families families
	refs     tail
}

// begin forgets the rows that were checked.
func (c *paymentCheck) begin() { *c = paymentCheck{asOf: c.asOf} }

func (c *paymentCheck) check(r *record) {
	ref := needed(r, paymentRef, parseReference)
	if digitsOnly(ref) {
		c.refs.add(ref)
	}
	r.putText(ref)
	if r.cells[paymentKK] == "" && r.cells[paymentVA] != "" {
		r.putNull()
	} else {
		r.putText(needed(r, paymentKK, c.families.read))
	}
	r.putDay(past(r, paymentDay, c.asOf))
	amount, reversal := paidOrBack(r)
	if amount == 0 && len(r.refusals) == 0 {
		r.refuse(paymentAmount, "harus lebih dari 0")
	}
	r.putInt(int64(amount))
	r.putText(r.cell(paymentChannel))
	r.putNull() // household_id
	va := ""
	if r.cells[paymentKK] == "" && r.cells[paymentVA] != "" {
		va = needed(r, paymentVA, parseVA)
	}
	r.putSaid(va)
	r.putBool(reversal)
	r.putText(plainReference(r.cell(paymentAbout)))
}
