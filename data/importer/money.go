package importer

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/geo"
	"binaan/planner"
	"binaan/planner/ledger"
)

// judgePayments says of every row that could be read what becomes of it, and leaves of
// the staged ones those that are credited, with their household.
func (in *intake) judgePayments(ctx context.Context) error {
	rows, err := in.moneyRows(ctx)
	if err != nil {
		return err
	}
	register, ids, err := in.register(ctx, rows)
	if err != nil {
		return err
	}
	if in.known, err = data.KnownMoney(ctx, in.tx, in.branch, rows, ids); err != nil {
		return err
	}
	in.judged = ledger.Judge(rows, register, in.known)
	for _, j := range in.judged {
		if j.Verdict == ledger.Duplicate && j.OfRow >= 0 {
			in.Duplicate++
		}
	}
	return in.keepMatched(ctx)
}

// moneyRows are the staged rows.
func (in *intake) moneyRows(ctx context.Context) ([]ledger.Row, error) {
	rows, err := in.tx.Query(ctx, `
		select line, coalesce(ref, ''), coalesce(no_kk, ''), coalesce(va, ''), coalesce(card, ''), day, amount, coalesce(channel, ''), reversal, coalesce(about, '')
		from incoming
		where reason is null
		order by line`)
	if err != nil {
		return nil, fmt.Errorf("rows of money: %w", err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (r ledger.Row, err error) {
		err = row.Scan(&r.Line, &r.Ref, &r.KK, &r.VA, &r.Card, &r.Day, &r.Amount, &r.Channel, &r.Back, &r.About)
		return r, err
	})
}

// register holds the families whom rows may mean: those with one of their numbers, and
// those whose KK a slip of the hand makes of one that is not found or does not fit. ids
// are the former.
func (in *intake) register(ctx context.Context, rows []ledger.Row) (r *ledger.Register, ids []planner.HouseholdID, err error) {
	rules, err := data.RulesIn(ctx, in.tx, in.AsOf)
	if err != nil {
		return nil, nil, err
	}
	kk, va, card := ledger.Numbers(rows)
	for _, number := range va { // what a bank makes of a card number leads back to it
		if len(number) == 16 {
			card = append(card, "00"+number[5:])
		}
	}
	families, err := data.MoneyFamilies(ctx, in.tx, &rules, "h.no_kk = any($1) or h.va = any($2) or h.card_no = any($3)", kk, va, card)
	if err != nil {
		return nil, nil, err
	}
	for _, f := range families {
		ids = append(ids, f.ID)
	}
	payers, ruled, err := in.payers(ctx, &rules, ids)
	if err != nil {
		return nil, nil, err
	}
	for _, f := range ruled {
		families, ids = append(families, f), append(ids, f.ID)
	}
	r = ledger.NewRegister(families)
	near, err := in.near(ctx, &rules, r, rows, ids)
	if err != nil {
		return nil, nil, err
	}
	families = append(families, near...)
	in.kkOf = make(map[planner.HouseholdID]string, len(families))
	for _, f := range families {
		in.kkOf[f.ID] = f.KK
	}
	r = ledger.NewRegister(families)
	r.Follow(payers)
	return r, ids, nil
}

// payers are the rules that decisions became, and their families without those known
// already.
func (in *intake) payers(ctx context.Context, rules *planner.Rules, known []planner.HouseholdID) ([]ledger.Payer, []ledger.Family, error) {
	payers, err := data.PayersIn(ctx, in.tx)
	if err != nil || len(payers) == 0 {
		return nil, nil, err
	}
	var ids []planner.HouseholdID
	for _, p := range payers {
		ids = append(ids, p.Household)
	}
	families, err := data.MoneyFamilies(ctx, in.tx, rules, "h.id = any($1) and h.id not in (select unnest($2::bigint[]))", ids, known)
	return payers, families, err
}

// mostDoubtful is up to how many rows families are looked up whose KK is like a row's;
// for more it is quicker to read all families of the branch.
const mostDoubtful = 120

// near are the families that rows may mean by a slip of the hand, without those known
// already.
func (in *intake) near(ctx context.Context, rules *planner.Rules, r *ledger.Register, rows []ledger.Row, known []planner.HouseholdID) ([]ledger.Family, error) {
	kk, many := r.Slips(rows, mostDoubtful)
	switch {
	case many:
		return data.MoneyFamilies(ctx, in.tx, rules, "h.id not in (select unnest($1::bigint[]))", known) // hashed: a list of tens of thousands is not walked for each family
	case len(kk) == 0:
		return nil, nil
	}
	return data.MoneyFamilies(ctx, in.tx, rules, "h.no_kk = any($1) and not h.id = any($2)", kk, known)
}

// keepMatched gives the rows that are credited their household, and takes the others
// out of those that are staged.
func (in *intake) keepMatched(ctx context.Context) error {
	err := copyRows(ctx, in.tx, "judged", "line bigint, ref text, household_id bigint", []string{"line", "ref", "household_id"}, len(in.judged), func(i int) []any {
		j := in.judged[i]
		if j.Verdict != ledger.Matched {
			return []any{j.Line, j.Ref, nil}
		}
		return []any{j.Line, j.Ref, j.Household}
	})
	if err != nil {
		return err
	}
	for _, sql := range []string{
		"delete from incoming i using judged j where j.line = i.line and i.reason is null and j.household_id is null",
		"update incoming i set household_id = j.household_id, ref = j.ref from judged j where j.line = i.line and i.reason is null",
		"analyze incoming", // which had no household before
	} {
		if _, err := in.tx.Exec(ctx, sql); err != nil {
			return fmt.Errorf("rows that are credited: %w", err)
		}
	}
	return nil
}

// keepMoney keeps the rows as they were written, with what became of each, and counts
// those that wait as taken.
func (in *intake) keepMoney(ctx context.Context, w *happening) error {
	first, err := data.Next(ctx, w.tx, in.branch, "money", len(in.judged))
	if err != nil {
		return err
	}
	var rows []data.MoneyRow
	for i, j := range in.judged {
		if j.Verdict != ledger.Matched && j.Verdict != ledger.Review {
			continue
		}
		rows = append(rows, data.MoneyRow{
			ID: data.MoneyRowID(first + int64(i)), Import: in.ID, Line: j.Line, Ref: j.Ref, KK: j.KK, VA: j.VA, Card: j.Card, Day: j.Day, Amount: j.Amount,
			Channel: j.Channel, State: data.MoneyState(j.Verdict), Reason: j.Reason, Candidates: j.Candidates, Household: j.Household,
		})
		if j.Verdict == ledger.Review {
			in.Accepted++
			in.Unchanged--
		}
	}
	if err := data.KeepMoney(ctx, w.tx, in.branch, rows); err != nil {
		return err
	}
	return in.takeBack(ctx, w, first)
}

// takeBack applies reversals: the row is marked, and what it was credited as, be it to
// many families, is taken back.
func (in *intake) takeBack(ctx context.Context, w *happening, first int64) error {
	for _, j := range in.judged {
		if j.Verdict != ledger.Reversal {
			continue
		}
		row, k := int64(0), ledger.Known{}
		if j.OfRow >= 0 {
			row = first + int64(j.OfRow)
		} else {
			k = in.known[j.Of]
			if k.ID != "" {
				if _, err := fmt.Sscan(k.ID, &row); err != nil {
					return fmt.Errorf("row %q: %w", k.ID, err)
				}
			}
		}
		if err := in.takeBackOne(ctx, w, j, row, k); err != nil {
			return err
		}
		in.Updated++
		in.Unchanged--
	}
	return w.keep(ctx)
}

func (in *intake) takeBackOne(ctx context.Context, w *happening, j ledger.Judged, row int64, k ledger.Known) error {
	if row > 0 {
		if _, err := w.tx.Exec(ctx, "update money_row set state = 'reversed', back_ref = $2, back_import = $3 where id = $1", row, j.Ref, in.ID); err != nil {
			return fmt.Errorf("reverse a payment: %w", err)
		}
	}
	found, err := w.tx.Query(ctx, `
		select p.household_id, p.event_id::text, h.desa
		from payment p
		join household h on h.id = p.household_id
		where p.reversed_on is null and (p.household_id, p.ref) in (
		  select household_id, ref from money_share where row_id = $1 and undone_at is null
		  union all
		  select $2::bigint, $3::text where $1 = 0)
		order by 1, 2`, row, k.Household, k.Ref)
	if err != nil {
		return fmt.Errorf("reverse a payment: %w", err)
	}
	var home planner.HouseholdID
	var of planner.EventID
	var desa geo.AreaCode
	day := j.Day
	_, err = pgx.ForEachRow(found, []any{&home, (*string)(&of), &desa}, func() error {
		e := w.add(home, planner.PaidBack, w.when(j.Day, noon), of)
		e.Of, e.Payload = of, planner.Payload{Day: &day, Receipt: j.Ref}
		in.reversed = append(in.reversed, desa)
		return nil
	})
	if err != nil {
		return fmt.Errorf("reverse a payment: %w", err)
	}
	return nil
}

// orphans are the lines of reversals that take nothing back.
func (in *intake) orphans() (lines []int64) {
	for _, j := range in.judged {
		if j.Verdict == ledger.Rejected {
			lines = append(lines, j.Line)
		}
	}
	return lines
}

// forgetMoney drops the rows of an import that is undone, but those that somebody
// decided since, and stands what its reversals took back up again.
func (in *intake) forgetMoney(ctx context.Context, _ *Undone) error {
	for _, sql := range []string{
		"delete from money_row r where import_id = $1 and decided_by = ''",
		`update money_row set state = case when credited > 0 then 'matched' else 'review' end, back_ref = '', back_import = 0 where back_import = $1`,
	} {
		if _, err := in.tx.Exec(ctx, sql, in.ID); err != nil {
			return fmt.Errorf("forget rows of money: %w", err)
		}
	}
	return nil
}
