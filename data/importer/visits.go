package importer

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"binaan/geo"
	"binaan/planner"
)

// Places of the fields of a visit in visitFields.
const (
	visitKK = iota
	visitKader
	visitDay
	visitAt
	visitOutcome
	visitAmount
	visitSteps
	visitDue
	visitOpen
	visitClose
	visitPromised
	visitPromise
)

var visitFields = []field{
	visitKK:       {name: "no_kk", synonyms: []string{"nomor kk", "no kartu keluarga", "nomor kartu keluarga", "kartu keluarga", "kk"}, required: true},
	visitKader:    {name: "kode_kader", synonyms: []string{"id kader", "no kader", "nomor kader", "kd kader", "kader", "petugas"}, required: true},
	visitDay:      {name: "tanggal", synonyms: []string{"tgl", "tanggal kunjungan", "tgl kunjungan", "waktu kunjungan", "hari"}, required: true},
	visitAt:       {name: "jam", synonyms: []string{"jam kunjungan", "pukul", "waktu", "jam mulai"}, required: true},
	visitOutcome:  {name: "hasil", synonyms: []string{"hasil kunjungan", "kode hasil", "status kunjungan", "keterangan hasil", "outcome"}, required: true},
	visitAmount:   {name: "jumlah", synonyms: []string{"jumlah bayar", "nominal", "nilai", "rupiah", "jumlah rp"}},
	visitSteps:    {name: "cicilan_jumlah_langkah", synonyms: []string{"jumlah cicilan", "jml cicilan", "kali cicilan", "tenor", "jumlah tahap"}},
	visitDue:      {name: "janji_tanggal", synonyms: []string{"tanggal janji", "tgl janji", "janji bayar"}},
	visitOpen:     {name: "janji_mulai", synonyms: []string{"janji jam mulai", "jam janji mulai", "jam janji"}},
	visitClose:    {name: "janji_selesai", synonyms: []string{"janji jam selesai", "jam janji selesai"}},
	visitPromised: {name: "janji_jumlah", synonyms: []string{"jumlah janji", "nominal janji", "nilai janji"}},
	visitPromise:  {name: "janji_status", synonyms: []string{"status janji"}},
}

var stagedVisit = []string{
	"no_kk text", "kader_code text", "day date", "at smallint", "outcome text", "amount bigint", "steps smallint", "promise jsonb",
	"household_id bigint", "kader_id bigint",
}

// takeVisits imports visits of the past, which tell what to expect of the next.
func takeVisits(ctx context.Context, in *intake) error {
	c := visitCheck{asOf: in.AsOf}
	if err := in.stage(ctx, table{fields: visitFields, columns: stagedVisit, check: c.check, key: visitKey, begin: c.begin}); err != nil {
		return err
	}
	if err := c.families.judge(); err != nil {
		return err
	}
	in.watch.enter("mencocokkan keluarga dan kader", 0)
	if err := in.findHouseholds(ctx); err != nil {
		return err
	}
	_, err := in.tx.Exec(ctx, `
		update incoming i set kader_id = k.id
		from kader k
		where k.branch_id = $1 and k.code = i.kader_code`, in.branch)
	if err != nil {
		return fmt.Errorf("find kader of visits: %w", err)
	}
	if err := in.refuseStaged(ctx, "kode_kader", "kader_code", "kader tidak dikenal di cabang ini; impor kader dahulu", "i.kader_id is null"); err != nil {
		return err
	}
	if err := in.keepSaid(ctx); err != nil {
		return err
	}
	if err := in.tellAmounts(ctx); err != nil {
		return err
	}
	if err := in.tellCrowded(ctx); err != nil {
		return err
	}
	if err := in.keepHistory(ctx, in.writeVisits); err != nil {
		return err
	}
	return in.keepRejects(ctx)
}

// findHouseholds gives staged rows the household of their KK, and refuses those
// that have none in the branch.
func (in *intake) findHouseholds(ctx context.Context) error {
	_, err := in.tx.Exec(ctx, `
		update incoming i set household_id = h.id
		from household h
		where h.branch_id = $1 and h.no_kk = i.no_kk`, in.branch)
	if err != nil {
		return fmt.Errorf("find households: %w", err)
	}
	return in.refuseStaged(ctx, "no_kk", "no_kk", "nomor KK tidak dikenal di cabang ini; impor keluarga dahulu", "i.household_id is null")
}

// keepHistory applies what happened, after which families are worth another sum.
func (in *intake) keepHistory(ctx context.Context, write func(context.Context, *happening) error) error {
	return in.keep(ctx, func(tx pgx.Tx) error {
		w, err := in.happening(ctx, tx)
		if err != nil {
			return err
		}
		if err := write(ctx, w); err != nil {
			return err
		}
		return in.rebuildConcerned(ctx, tx)
	})
}

// writeVisits writes down the staged visits that are new, and corrects the stored
// ones of which the file says something else.
func (in *intake) writeVisits(ctx context.Context, w *happening) error {
	says := func(column, field string) string {
		if in.has(field) {
			return "i." + column
		}
		return "coalesce(v." + column + ", i." + column + ")"
	}
	steps, promise := says("steps", "cicilan_jumlah_langkah"), says("promise", "janji_tanggal")
	amount, outcome := says("amount", "jumlah"), says("outcome", "hasil")
	rows, err := w.tx.Query(ctx, `
		select distinct on (i.line) coalesce(v.event_id::text, ''), i.household_id, i.kader_id, i.day, i.at, `+strings.Join([]string{outcome, amount, steps, promise}, ", ")+`
		from incoming i
		left join visit v on `+storedVisit+`
		where i.reason is null and (v.event_id is null or (v.outcome, v.amount, v.steps, v.promise) is distinct from (`+strings.Join([]string{outcome, amount, steps, promise}, ", ")+`))
		order by i.line, v.nth`, in.branch)
	if err != nil {
		return fmt.Errorf("visits that are new: %w", err)
	}
	var accepted, updated int64
	var of planner.EventID
	var v planner.Visit
	_, err = pgx.ForEachRow(rows, []any{(*string)(&of), &v.Household, &v.Kader, &v.Day, &v.At, &v.Outcome, &v.Amount, &v.Steps, &v.Promise}, func() error {
		if of != "" {
			updated++
			w.correct(v.Household, of, planner.Code(v.Outcome), payloadOf(v))
			return nil
		}
		accepted++
		e := w.add(v.Household, planner.Code(v.Outcome), w.when(v.Day, v.At), v.Household, "/", v.Day, "/", v.At, "/", v.Kader)
		e.Kader, e.Payload = v.Kader, payloadOf(v)
		return nil
	})
	if err != nil {
		return fmt.Errorf("visits that are new: %w", err)
	}
	in.counted(accepted, updated)
	return w.keep(ctx)
}

// payloadOf is what an event carries that records the visit.
func payloadOf(v planner.Visit) planner.Payload {
	p := planner.Payload{Amount: v.Amount}
	if v.Steps > 0 {
		p.Rehab = &planner.RehabMade{Steps: v.Steps}
	}
	if made := v.Promise; made != nil {
		from, to := planner.ClockTime(made.Open), planner.ClockTime(made.Close)
		p.Promise = &planner.PromiseMade{Day: made.Due, From: &from, To: &to, Amount: made.Amount, State: made.State}
	}
	return p
}

// rebuildConcerned works out the blocks anew of the desa whose households the file
// told something new of.
func (in *intake) rebuildConcerned(ctx context.Context, tx pgx.Tx) error {
	if in.Accepted+in.Updated == 0 {
		return nil
	}
	desa, err := in.desaConcerned(ctx, tx)
	if err != nil {
		return err
	}
	return in.rebuild(ctx, tx, append(desa, in.reversed...))
}

// desaConcerned are the desa of the households that the file names.
func (in *intake) desaConcerned(ctx context.Context, tx pgx.Tx) ([]geo.AreaCode, error) {
	rows, err := tx.Query(ctx, `
		select distinct h.desa
		from incoming i
		join household h on h.branch_id = $1 and h.id = i.household_id
		where i.reason is null`, in.branch)
	if err != nil {
		return nil, fmt.Errorf("desa concerned: %w", err)
	}
	desa, err := pgx.CollectRows(rows, pgx.RowTo[geo.AreaCode])
	if err != nil {
		return nil, fmt.Errorf("desa concerned: %w", err)
	}
	return desa, nil
}

// visitKey is all that the table's key is made of.
func visitKey(r *record) uint64 {
	tabs, end := 0, 0
	for ; end < len(r.out) && tabs < 4; end++ {
		if r.out[end] == '\t' {
			tabs++
		}
	}
	return printOf(r.out[:end])
}

// visitCheck checks the rows of a file of visits.
type visitCheck struct {
	asOf     planner.Day
	families families
}

// begin forgets the rows that were checked.
func (c *visitCheck) begin() { *c = visitCheck{asOf: c.asOf} }

func (c *visitCheck) check(r *record) {
	r.putText(needed(r, visitKK, c.families.read))
	r.putText(r.must(visitKader))
	r.putDay(past(r, visitDay, c.asOf))
	r.putInt(int64(needed(r, visitAt, parseMinute)))
	outcome := needed(r, visitOutcome, parseOutcome)
	amount, paid := useful(r, visitAmount, "jumlah", r.readRupiah(visitAmount))
	steps, agreed := useful(r, visitSteps, "cicilan", func(s string) (int, string) { return parseCount(s, mostMonths) })
	r.putText(string(outcome))
	r.putKnown(int64(amount), paid)
	r.putKnown(int64(steps), agreed)
	if p := promiseOf(r, amount); p != nil {
		r.putJSON(p)
	} else {
		if outcome == planner.Promised {
			r.note("janji_tanpa_tanggal", "hasil JANJI_BAYAR tanpa tanggal janji; janjinya tidak dapat diingatkan")
		}
		r.putNull()
	}
	r.putNull() // household_id
	r.putNull() // kader_id
}

// past reads a day that may not be after the file's own.
func past(r *record, field int, asOf planner.Day) planner.Day {
	day := needed(r, field, r.readDay(field))
	switch {
	case len(r.refusals) > 0:
	case day > asOf:
		r.refuse(field, fmt.Sprintf("setelah tanggal data berkas ini (%v)", asOf))
	case day < programmeBegan:
		r.refuse(field, "sebelum JKN ada (1 Januari 2014)")
	}
	return day
}

// words are other ways to write outcomes.
var words = map[string]planner.Outcome{
	"LUNAS": planner.PaidFull, "CICIL": planner.PaidPart, "JANJI": planner.Promised, "REHAB": planner.RehabAgreed,
	"TOLAK": planner.Refused, "TIDAK_MAMPU": planner.Unable, "KOSONG": planner.NotHome, "TIDAK_ADA_ORANG": planner.NotHome,
	"PINDAH_RUMAH": planner.Moved, "ALAMAT_TIDAK_DITEMUKAN": planner.AddressNotFound, "SALAH_ALAMAT": planner.AddressNotFound,
	"MENINGGAL_DUNIA": planner.Deceased, "LAIN_WAKTU": planner.OtherTime, "ORANG_LAIN": planner.MetOther,
}

// parseOutcome reads the code of an outcome, or the words for it.
func parseOutcome(s string) (planner.Outcome, string) {
	code := strings.Join(strings.FieldsFunc(strings.ToUpper(clean(s)), func(c rune) bool { return c == ' ' || c == '_' || c == '-' || c == ':' }), "_")
	if planner.Code(code).Visit() {
		return planner.Outcome(code), ""
	}
	if o, known := words[code]; known {
		return o, ""
	}
	return "", "kode hasil tidak dikenal; misalnya BAYAR_LUNAS, JANJI_BAYAR, MENOLAK atau RUMAH_KOSONG"
}

// The hours of a promise that names none: those in which anybody may be visited.
const (
	promiseOpen  planner.Minute = 8 * 60
	promiseClose planner.Minute = 20 * 60
)

// promiseOf is the promise made at a visit; nil where there was none.
func promiseOf(r *record, amount planner.Rupiah) *planner.Promise {
	due, ok := useful(r, visitDue, "janji", r.readDay(visitDue))
	if !ok {
		return nil
	}
	p := &planner.Promise{Due: due, Open: promiseOpen, Close: promiseClose, Amount: amount, State: promiseState(r)}
	if open, ok := useful(r, visitOpen, "janji", parseMinute); ok {
		p.Open = open
	}
	if end, ok := useful(r, visitClose, "janji", parseMinute); ok {
		p.Close = end
	}
	if promised, ok := useful(r, visitPromised, "janji", r.readRupiah(visitPromised)); ok {
		p.Amount = promised
	}
	return p
}

func promiseState(r *record) planner.PromiseState {
	switch strings.ToLower(r.cell(visitPromise)) {
	case "kept", "ditepati", "dipenuhi", "terpenuhi", "ya":
		return planner.PromiseKept
	case "broken", "ingkar", "diingkari", "tidak ditepati", "tidak":
		return planner.PromiseBroken
	case "cancelled", "batal", "dibatalkan":
		return planner.PromiseCancelled
	}
	return planner.PromisePending
}
