package data

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
	"binaan/planner/ledger"
)

// MoneyRowID numbers a row of a payment file within its branch.
type MoneyRowID int64

// MoneyRow is a row of a payment file as it was written, and what became of it.
type MoneyRow struct {
	ID         MoneyRowID          `json:"id"`
	Import     ImportID            `json:"import"`
	Line       int64               `json:"line"`
	Ref        string              `json:"ref"`
	KK         string              `json:"kk"` // as they were written
	VA         string              `json:"va"`
	Card       string              `json:"card"`
	Day        planner.Day         `json:"day"`
	Amount     planner.Rupiah      `json:"amount"`
	Channel    string              `json:"channel"`
	State      MoneyState          `json:"state"`
	Reason     ledger.Reason       `json:"reason"`
	Candidates []ledger.Candidate  `json:"candidates"`
	Credited   planner.Rupiah      `json:"credited"` // never more than the amount
	DecidedBy  string              `json:"decidedBy"`
	RuleFrom   *planner.Day        `json:"ruleFrom,omitempty" doc:"Since when payments with just its numbers are of the family that has it"`
	RuleUntil  *planner.Day        `json:"ruleUntil,omitempty" doc:"The last day of that"`
	Household  planner.HouseholdID `json:"-"` // to whom the rules credit all of it; 0: to nobody
}

// MoneyState is what became of a row.
type MoneyState string

// The states of a row.
const (
	MoneyMatched  MoneyState = "matched"
	MoneyWaits    MoneyState = "review"  // for somebody to say whose it is
	MoneyRefused  MoneyState = "refused" // by a person: it is nobody's here
	MoneyReversed MoneyState = "reversed"
	MoneyRules    MoneyState = "rule" // asked for alone: those whose decision is a rule that has no end
)

// KeepMoney keeps new rows, and the shares of those that the rules credit.
func KeepMoney(ctx context.Context, tx pgx.Tx, b BranchID, rows []MoneyRow) error {
	columns := []string{"branch_id", "id", "import_id", "line", "ref", "plain", "kk", "va", "card", "day", "amount", "channel", "state", "reason", "candidates"}
	err := stage(ctx, tx, "money_row", columns, len(rows), func(n int) []any {
		r := rows[n]
		return []any{b, r.ID, r.Import, r.Line, r.Ref, ledger.Plain(r.Ref), r.KK, r.VA, r.Card, r.Day, r.Amount, r.Channel, r.State, r.Reason, notNil(r.Candidates)}
	})
	if err != nil {
		return err
	}
	var shares []MoneyRow
	for _, r := range rows {
		if r.Household != 0 {
			shares = append(shares, r)
		}
	}
	return stage(ctx, tx, "money_share", []string{"branch_id", "id", "row_id", "household_id", "amount", "ref"}, len(shares), func(n int) []any {
		r := shares[n]
		return []any{b, r.ID, r.ID, r.Household, r.Amount, r.Ref}
	})
}

// KnownMoney is what came in before under a reference of the rows, or for one of the
// families: rows of files, and payments of the time before rows were kept.
func KnownMoney(ctx context.Context, tx pgx.Tx, b BranchID, rows []ledger.Row, ids []planner.HouseholdID) ([]ledger.Known, error) {
	var refs, plain []string
	first := planner.Day(1 << 20)
	for _, r := range rows {
		refs, plain, first = append(refs, r.Ref), append(plain, ledger.Plain(r.Ref)), min(first, r.Day)
	}
	found, err := tx.Query(ctx, `
		with known as (
		  select r.id, r.ref, r.day, r.amount, r.state, r.back_ref, r.kk, r.va,
		    coalesce((select s.household_id from money_share s where s.branch_id = $1 and s.row_id = r.id and s.undone_at is null order by s.id limit 1), 0) as household_id
		  from money_row r
		  where r.plain <> '' and r.plain in (select unnest($2::text[])) or r.ref like 'TANPA-%' and r.day >= $5
		    or r.id in (select s.row_id from money_share s where s.household_id in (select unnest($4::bigint[])) and s.undone_at is null))
		select id::text, ref, household_id, day, amount, state = 'reversed', back_ref, kk, va from known
		union all
		select '', p.ref, p.household_id, p.day, p.amount, p.reversed_on is not null, p.reversal_ref, '', ''
		from payment p
		where (p.ref in (select unnest($3::text[])) or p.household_id in (select unnest($4::bigint[])))
		  and not exists (select from money_share s where s.branch_id = $1 and s.household_id = p.household_id and s.ref = p.ref and s.undone_at is null)
		order by 4, 2, 3, 1`, b, plain, refs, ids, first)
	if err != nil {
		return nil, fmt.Errorf("payments of before: %w", err)
	}
	return pgx.CollectRows(found, func(row pgx.CollectableRow) (k ledger.Known, err error) {
		err = row.Scan(&k.ID, &k.Ref, &k.Household, &k.Day, &k.Amount, &k.Reversed, &k.BackRef, &k.KK, &k.VA)
		return k, err
	})
}

// MoneyFamilies are families as payments recognise them: those that where, a condition
// on h, tells.
func MoneyFamilies(ctx context.Context, tx pgx.Tx, rules *planner.Rules, where string, args ...any) ([]ledger.Family, error) {
	rows, err := tx.Query(ctx, `
		select h.id, h.no_kk, h.va, h.card_no, case when h.arrears_status = 'aktif' then h.arrears else 0 end, h.classes, coalesce((h.rehab->>'instalment')::bigint, 0)
		from household h
		where h.arrears_status <> 'ditarik' and (`+where+`)
		order by h.id`, args...)
	if err != nil {
		return nil, fmt.Errorf("families of payments: %w", err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (f ledger.Family, err error) {
		var classes []planner.CareClass
		err = row.Scan(&f.ID, &f.KK, &f.VA, &f.Card, &f.Owed, &classes, &f.Instalment)
		f.Monthly = rules.Monthly(classes, rules.Day)
		return f, err
	})
}
