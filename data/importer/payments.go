package importer

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/planner"
	"binaan/planner/ledger"
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
	paymentCard
)

var paymentFields = []field{
	paymentCard:    {name: "no_kartu", synonyms: []string{"nomor kartu", "noka", "no kartu jkn", "nomor kartu jkn", "no kartu peserta", "nomor peserta"}},
	paymentVA:      {name: "no_va", synonyms: []string{"nomor va", "virtual account", "nomor virtual account", "no virtual account", "va"}},
	paymentKK:      {name: "no_kk", or: "no_va/no_kartu", synonyms: []string{"nomor kk", "no kartu keluarga", "nomor kartu keluarga", "kartu keluarga", "kk"}, required: true},
	paymentDay:     {name: "tanggal", synonyms: []string{"tgl", "tanggal bayar", "tgl bayar", "tanggal pembayaran", "tgl pembayaran", "tanggal transaksi", "tgl transaksi"}, required: true},
	paymentAmount:  {name: "jumlah", synonyms: []string{"jumlah bayar", "jml bayar", "nominal", "nilai bayar", "nilai", "total bayar", "pembayaran", "rupiah"}, required: true},
	paymentChannel: {name: "kanal", synonyms: []string{"kanal pembayaran", "channel", "bank", "saluran", "tempat bayar", "metode"}},
	paymentRef:     {name: "no_ref", synonyms: []string{"nomor referensi", "no referensi", "referensi", "ref", "no transaksi", "nomor transaksi", "no bukti", "kode transaksi", "id transaksi"}, required: true},
	paymentSide:    {name: "debit_kredit", synonyms: []string{"d/k", "db/cr", "debit kredit", "debet kredit", "debit/kredit", "dc", "mutasi", "jenis mutasi", "tipe mutasi"}},
	paymentAbout:   {name: "keterangan", synonyms: []string{"ket", "uraian", "deskripsi", "berita", "catatan"}},
}

var stagedPayment = []string{"ref text", "no_kk text", "day date", "amount bigint", "channel text", "household_id bigint", "va text", "reversal boolean", "about text", "card text"}

// takePayments imports payments that BPJS confirms, and takes those back that the
// file reverses. Whose a payment is, planner/ledger judges; what it is not sure of
// waits for somebody.
func takePayments(ctx context.Context, in *intake) error {
	c := paymentCheck{asOf: in.AsOf}
	err := in.stage(ctx, table{fields: paymentFields, columns: stagedPayment, check: c.check, key: everyLine, begin: c.begin})
	if err != nil {
		return err
	}
	if err := c.families.judge(); err != nil {
		return err
	}
	if c.refs.mangled() {
		in.tell("kolom_diragukan", c.refs.n, "nomor referensi sepanjang 16 angka atau lebih hampir semuanya berakhir 0 atau genap: mungkin dibulatkan Excel, sehingga pembayaran yang sama dapat terhitung dua kali")
	}
	if err := in.judgeSmall(ctx); err != nil {
		return err
	}
	in.watch.enter("mencocokkan keluarga", 0)
	if err := in.judgePayments(ctx); err != nil {
		return err
	}
	if err := in.tellTwins(ctx); err != nil {
		return err
	}
	return in.keepPayments(ctx)
}

// keepPayments applies payments, then what reverses them.
func (in *intake) keepPayments(ctx context.Context) error {
	err := in.keepHistory(ctx, func(ctx context.Context, w *happening) error {
		if err := in.writePayments(ctx, w); err != nil {
			return err
		}
		return in.keepMoney(ctx, w)
	})
	if err != nil {
		return err
	}
	if err := in.refuseReversals(ctx, in.orphans()); err != nil {
		return err
	}
	if err := in.reportPayments(ctx); err != nil {
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

// tellTwins tells of new payments of a family, day and sum that another payment
// has already: they may be one, counted twice.
func (in *intake) tellTwins(ctx context.Context) error {
	var rows, first int64
	err := in.tx.QueryRow(ctx, `
		select count(*), coalesce(min(line), 0)
		from incoming i
		where reason is null and not reversal and not exists (select from payment p where p.ref = i.ref)
		  and ((household_id, day, amount) in (select household_id, day, amount from payment where reversed_on is null)
		    or (household_id, day, amount) in (
		      select household_id, day, amount from incoming where reason is null and not reversal group by 1, 2, 3 having min(ref) <> max(ref)))`).Scan(&rows, &first)
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

// everyLine keeps each row apart: which are the same payment is judged later.
func everyLine(r *record) uint64 { return uint64(r.line) }

// paymentCheck checks the rows of a file of payments.
type paymentCheck struct {
	asOf     planner.Day
	families families
	refs     tail
}

// begin forgets the rows that were checked.
func (c *paymentCheck) begin() { *c = paymentCheck{asOf: c.asOf} }

func (c *paymentCheck) check(r *record) {
	ref := ""
	if strings.TrimSpace(r.cells[paymentRef]) != "" {
		ref = needed(r, paymentRef, parseReference)
	}
	if digitsOnly(ref) {
		c.refs.add(ref)
	}
	kk, va, card := c.numbers(r)
	r.putText(ref)
	r.putText(kk)
	r.putDay(past(r, paymentDay, c.asOf))
	amount, reversal := paidOrBack(r)
	if amount == 0 && len(r.refusals) == 0 {
		r.refuse(paymentAmount, "harus lebih dari 0")
	}
	r.putInt(int64(amount))
	r.putText(r.cell(paymentChannel))
	r.putNull() // household_id
	r.putText(va)
	r.putBool(reversal)
	r.putText(ledger.Plain(r.cell(paymentAbout)))
	r.putText(card)
}

// numbers are those of a family that the row names. One that is wrong does no harm
// where another is right, and a KK that a slip of the hand spoilt is looked at by
// somebody; a row of which none can be read is refused.
func (c *paymentCheck) numbers(r *record) (kk, va, card string) {
	va, card = soft(r, paymentVA, parseVA), soft(r, paymentCard, parsePaidCard)
	switch {
	case strings.TrimSpace(r.cells[paymentKK]) == "" && va == "" && card == "":
		for _, field := range []int{paymentVA, paymentCard} {
			if strings.TrimSpace(r.cells[field]) != "" {
				parse := map[int]func(string) (string, string){paymentVA: parseVA, paymentCard: parsePaidCard}[field]
				needed(r, field, parse)
				return "", "", ""
			}
		}
		r.refuse(paymentKK, "wajib diisi: sebutkan nomor KK, VA atau nomor kartu")
	case strings.TrimSpace(r.cells[paymentKK]) != "":
		var refusal string
		if kk, refusal = c.families.read(r.cells[paymentKK]); refusal == "" {
			return kk, va, card
		}
		if digits, _ := number(r.cells[paymentKK], "nomor KK"); len(digits) >= 15 && len(digits) <= 17 && digits[0] != '0' && !strings.HasSuffix(digits, "0000") {
			return digits, va, card
		}
		if va == "" && card == "" {
			r.refuse(paymentKK, refusal)
		}
	}
	return "", va, card
}

// parsePaidCard reads a card number, whose leading zeros spreadsheets drop.
func parsePaidCard(s string) (digits, refusal string) {
	digits, _, refusal = parseCard(s)
	return digits, refusal
}

// soft reads a number of which nothing is made where it is wrong.
func soft(r *record, field int, parse func(string) (string, string)) string {
	if strings.TrimSpace(r.cells[field]) == "" {
		return ""
	}
	v, refusal := parse(r.cells[field])
	if refusal != "" {
		return ""
	}
	return v
}
