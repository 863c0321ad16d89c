package data

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
	"binaan/planner/ledger"
)

// MoneyFamily is a family beside a payment that may be its; what of its numbers is like
// the payment's, the evidence tells.
type MoneyFamily struct {
	ledger.Candidate
	NoKK     string         `json:"noKk"`
	HeadName string         `json:"headName"`
	Arrears  planner.Rupiah `json:"arrears"`
	Monthly  planner.Rupiah `json:"monthly"`
	Noted    []NotedPayment `json:"noted" doc:"What kader noted of the family about the payment's day"`
}

// MoneyShare is a part of a payment that is credited to a family.
type MoneyShare struct {
	ID        int64               `json:"id"`
	Household planner.HouseholdID `json:"household"`
	NoKK      string              `json:"noKk"`
	HeadName  string              `json:"headName"`
	Amount    planner.Rupiah      `json:"amount"`
	MadeBy    string              `json:"madeBy"` // empty: the rules did
	UndoneBy  *string             `json:"undoneBy,omitempty"`
}

// MoneyReview is a payment with what speaks for whom, and to whom it is credited.
type MoneyReview struct {
	MoneyRow
	Families []MoneyFamily `json:"families"`
	Shares   []MoneyShare  `json:"shares"`
	Before   *MoneyBefore  `json:"before,omitempty"`
}

var moneyColumns = "id, import_id, line, ref, " + masked("kk", 4) + ", " + masked("va", 5) + ", " + masked("card", 0) + `, day, amount, channel, state, reason, candidates, credited, decided_by, rule_from, rule_until`

func scanMoney(row pgx.CollectableRow) (r MoneyReview, err error) {
	err = row.Scan(&r.ID, &r.Import, &r.Line, &r.Ref, &r.KK, &r.VA, &r.Card, &r.Day, &r.Amount, &r.Channel, &r.State, &r.Reason, &r.Candidates, &r.Credited, &r.DecidedBy, &r.RuleFrom, &r.RuleUntil)
	return r, err
}

// MoneyQueue are payments in a state, those that wait oldest first, the others newest
// first, after one of them, with how many there are; numbers are masked, and the reading
// is audited.
func (s *Store) MoneyQueue(ctx context.Context, b BranchID, state MoneyState, after MoneyRowID, limit int, reader int64) (out []MoneyReview, total int64, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		where, order := "state = $1 and (day, id) > (coalesce((select day from money_row where id = $2), '-infinity'), $2)", "day, id"
		if state != MoneyWaits {
			where, order = "state = $1 and ($2::bigint = 0 or (day, id) < (select day, id from money_row where id = $2))", "day desc, id desc"
		}
		only := state
		if state == MoneyRules {
			where, only = where+" and rule_from is not null and rule_until is null", MoneyMatched
		}
		if err := tx.QueryRow(ctx, "select count(*) from money_row where state = $1 and ($2 or rule_from is not null and rule_until is null)", only, state != MoneyRules).Scan(&total); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, "select "+moneyColumns+" from money_row where "+where+" order by "+order+" limit $3", only, after, limit)
		if err != nil {
			return err
		}
		if out, err = pgx.CollectRows(rows, scanMoney); err != nil {
			return err
		}
		reads, err := s.nameMoney(ctx, tx, b, out)
		if err != nil || len(reads) == 0 {
			return err
		}
		return Record(ctx, tx, b, Audit{Account: reader, Act: "review payments", Households: reads})
	})
	if err != nil {
		return nil, 0, fmt.Errorf("payments in %s: %w", state, err)
	}
	return notNil(out), total, nil
}

// nameMoney puts the names of families beside payments.
func (s *Store) nameMoney(ctx context.Context, tx pgx.Tx, b BranchID, out []MoneyReview) (reads []planner.HouseholdID, err error) {
	if err := addReceipts(ctx, tx, out); err != nil {
		return nil, err
	}
	if err := addBefore(ctx, tx, out); err != nil {
		return nil, err
	}
	var rowIDs []MoneyRowID
	for i := range out {
		rowIDs = append(rowIDs, out[i].ID)
		out[i].Families, out[i].Shares = []MoneyFamily{}, []MoneyShare{}
		for _, c := range out[i].Candidates {
			reads = append(reads, c.Household)
		}
	}
	at := map[MoneyRowID]int{}
	for i, id := range rowIDs {
		at[id] = i
	}
	rows, err := tx.Query(ctx, `
		select s.row_id, s.id, s.household_id, `+maskedKK+`, h.head_name, s.amount, s.made_by, s.undone_by
		from money_share s
		join household h on h.id = s.household_id
		where s.row_id = any($1)
		order by s.id`, rowIDs)
	if err != nil {
		return nil, err
	}
	var row MoneyRowID
	var share MoneyShare
	_, err = pgx.ForEachRow(rows, []any{&row, &share.ID, &share.Household, &share.NoKK, &share.HeadName, &share.Amount, &share.MadeBy, &share.UndoneBy}, func() error {
		out[at[row]].Shares = append(out[at[row]].Shares, share)
		reads = append(reads, share.Household)
		share.UndoneBy = nil
		return nil
	})
	if err != nil || len(reads) == 0 {
		return reads, err
	}
	today, err := s.todayIn(ctx, tx, b)
	if err != nil {
		return nil, err
	}
	rules, err := RulesIn(ctx, tx, today)
	if err != nil {
		return nil, err
	}
	known, err := moneyFamiliesOf(ctx, tx, &rules, reads)
	if err != nil {
		return nil, err
	}
	noted, err := notedIn(ctx, tx, reads)
	if err != nil {
		return nil, err
	}
	for i := range out {
		for _, c := range out[i].Candidates {
			f := known[c.Household]
			f.Candidate, f.Noted = c, near(noted[c.Household], out[i].Day)
			out[i].Families = append(out[i].Families, f)
		}
	}
	return reads, nil
}

func (s *Store) todayIn(ctx context.Context, tx pgx.Tx, b BranchID) (planner.Day, error) {
	zone, err := ZoneIn(ctx, tx, b)
	if err != nil {
		return 0, err
	}
	return planner.DayOf(s.Now().In(zone)), nil
}

func moneyFamiliesOf(ctx context.Context, tx pgx.Tx, rules *planner.Rules, ids []planner.HouseholdID) (map[planner.HouseholdID]MoneyFamily, error) {
	rows, err := tx.Query(ctx, "select h.id, "+maskedKK+", h.head_name, case when h.arrears_status = 'aktif' then h.arrears else 0 end, h.classes from household h where h.id = any($1)", ids)
	if err != nil {
		return nil, fmt.Errorf("families of payments: %w", err)
	}
	out := map[planner.HouseholdID]MoneyFamily{}
	var f MoneyFamily
	var classes []planner.CareClass
	_, err = pgx.ForEachRow(rows, []any{&f.Household, &f.NoKK, &f.HeadName, &f.Arrears, &classes}, func() error {
		f.Monthly = rules.Monthly(classes, rules.Day)
		out[f.Household] = f
		classes = nil
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("families of payments: %w", err)
	}
	return out, nil
}

// ErrDecided marks a payment, or a family's part of one, that was decided on: by whom,
// or by the rules. It is an ErrConflict.
var ErrDecided = fmt.Errorf("payment is decided: %w", ErrConflict)

// decided is ErrDecided, naming who decided on a payment, or brought the file that took it back.
func decided(ctx context.Context, tx pgx.Tx, b BranchID, id MoneyRowID) error {
	return whoDid(ctx, tx, b, ErrDecided, `
		select coalesce(i.created_by, r.decided_by), coalesce(i.finished_at, r.decided_at), coalesce(i.file, '')
		from money_row r
		left join import i on i.branch_id = r.branch_id and i.id = r.back_import and r.state = 'reversed'
		where r.id = $1 and (i.id is not null or r.decided_by <> '')`, id)
}

// CreditMoney credits what of a payment is credited to nobody to families: all of it.
// ErrNotFound; ErrDecided; ledger.ErrSplit: the shares do not
// sum to what is left, or name nobody of the branch.
func (s *Store) CreditMoney(ctx context.Context, b BranchID, id MoneyRowID, shares []ledger.Portion, by string) error {
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		r, err := moneyRowIn(ctx, tx, id)
		if err != nil {
			return err
		}
		if r.State != MoneyWaits && r.State != MoneyMatched || r.Credited == r.Amount {
			return decided(ctx, tx, b, id)
		}
		if err := ledger.CheckSplit(r.Amount-r.Credited, shares); err != nil {
			return err
		}
		var events []Recorded
		for _, share := range shares {
			e, err := s.share(ctx, tx, b, r, share, by)
			if err != nil {
				return err
			}
			events = append(events, e)
		}
		if _, err := tx.Exec(ctx, "update money_row set state = 'matched', decided_by = $2, decided_at = moment() where id = $1", id, by); err != nil {
			return err
		}
		return s.tellMoney(ctx, tx, b, events, Audit{By: by, Act: "credit payment", Reason: fmt.Sprintf("row %d: %d shares of %v", id, len(shares), r.Amount), Households: familiesOf(shares)})
	})
	if err != nil {
		return fmt.Errorf("credit payment %d: %w", id, err)
	}
	return nil
}

func familiesOf(shares []ledger.Portion) (ids []planner.HouseholdID) {
	for _, s := range shares {
		ids = append(ids, s.Household)
	}
	return ids
}

// share keeps a part of a payment and is the event that says so. A reference that the
// family has a payment under already is told apart by the row's number.
func (s *Store) share(ctx context.Context, tx pgx.Tx, b BranchID, r MoneyReview, share ledger.Portion, by string) (Recorded, error) {
	n, err := Next(ctx, tx, b, "money", 1)
	if err != nil {
		return Recorded{}, err
	}
	var ref string
	err = tx.QueryRow(ctx, `
		insert into money_share (branch_id, id, row_id, household_id, amount, ref, made_by)
		select $1, $2, $3, h.id, $5, $6 || case when exists (select from payment p where p.household_id = h.id and p.ref = $6) then '/' || $2::bigint else '' end, $7
		from household h
		where h.id = $4 and h.arrears_status <> 'ditarik'
		returning ref`, b, n, r.ID, share.Household, share.Amount, r.Ref, by).Scan(&ref)
	if errors.Is(err, pgx.ErrNoRows) {
		return Recorded{}, fmt.Errorf("household %d is not of the branch: %w", share.Household, ledger.ErrSplit)
	}
	if err != nil {
		return Recorded{}, err
	}
	zone, err := ZoneIn(ctx, tx, b)
	if err != nil {
		return Recorded{}, err
	}
	day := r.Day
	y, m, d := day.Time().Date()
	e := ByImport(EventName(b, "money/", n), 0, int(n), planner.PaidIn, time.Date(y, m, d, 12, 0, 0, 0, zone))
	e.Household, e.Payload = share.Household, planner.Payload{Day: &day, Amount: share.Amount, Channel: r.Channel, Receipt: ref}
	return e, nil
}

// tellMoney writes the branch's events down, folds, and has the routes concerned looked
// at.
func (s *Store) tellMoney(ctx context.Context, tx pgx.Tx, b BranchID, events []Recorded, a Audit) error {
	if len(events) > 0 {
		if _, err := TakeEvents(ctx, tx, b, events); err != nil {
			return err
		}
	}
	if err := Record(ctx, tx, b, a); err != nil {
		return err
	}
	if err := Touch(ctx, tx, b); err != nil {
		return err
	}
	return s.AskReplan(ctx, tx, b)
}

// moneyRowIn is a payment, which nobody else decides until the transaction ends.
func moneyRowIn(ctx context.Context, tx pgx.Tx, id MoneyRowID) (MoneyReview, error) {
	rows, err := tx.Query(ctx, "select "+moneyColumns+" from money_row where id = $1 for update", id)
	if err != nil {
		return MoneyReview{}, err
	}
	r, err := pgx.CollectExactlyOneRow(rows, scanMoney)
	return r, missing(err)
}

// UncreditMoney takes a family's part of a payment back: it was not its. The payment
// waits again for somebody; what statements said until now, closed ones still say.
// ErrNotFound; ErrDecided: it was taken back.
func (s *Store) UncreditMoney(ctx context.Context, b BranchID, shareID int64, by string) error {
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		var row MoneyRowID
		var home planner.HouseholdID
		var ref string
		var state MoneyState
		var undone bool
		err := tx.QueryRow(ctx, `
			select s.row_id, s.household_id, s.ref, r.state, s.undone_at is not null
			from money_share s
			join money_row r on r.id = s.row_id
			where s.id = $1
			for update of r`, shareID).Scan(&row, &home, &ref, &state, &undone)
		switch {
		case err != nil:
			return missing(err)
		case state == MoneyReversed:
			return decided(ctx, tx, b, row)
		case undone:
			return whoDid(ctx, tx, b, ErrDecided, "select undone_by, undone_at, '' from money_share where id = $1", shareID)
		}
		if _, err := tx.Exec(ctx, "update money_share set undone_by = $2, undone_at = moment() where id = $1", shareID, by); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "update money_row set state = 'review', decided_by = $2, decided_at = moment() where id = $1", row, by); err != nil {
			return err
		}
		e, err := s.unshare(ctx, tx, b, home, ref, shareID)
		if err != nil {
			return err
		}
		return s.tellMoney(ctx, tx, b, []Recorded{e}, Audit{By: by, Act: "uncredit payment", Reason: fmt.Sprintf("row %d", row), Households: []planner.HouseholdID{home}})
	})
	if err != nil {
		return fmt.Errorf("uncredit share %d: %w", shareID, err)
	}
	return nil
}

// unshare is the event that a payment never was the family's.
func (s *Store) unshare(ctx context.Context, tx pgx.Tx, b BranchID, home planner.HouseholdID, ref string, shareID int64) (Recorded, error) {
	var of planner.EventID
	err := tx.QueryRow(ctx, "select event_id::text from payment where household_id = $1 and ref = $2 and reversed_on is null", home, ref).Scan((*string)(&of))
	if err != nil {
		return Recorded{}, fmt.Errorf("payment %s: %w", ref, missing(err))
	}
	zone, err := ZoneIn(ctx, tx, b)
	if err != nil {
		return Recorded{}, err
	}
	n, err := Next(ctx, tx, b, "money", 1)
	if err != nil {
		return Recorded{}, err
	}
	e := ByImport(EventName(b, "money/back/", shareID), 0, int(n), planner.Cancelled, s.Now().Truncate(time.Millisecond).In(zone))
	e.Household, e.Of = home, of
	return e, nil
}

// RefuseMoney takes a payment out of the queue: it is of nobody here. ErrNotFound;
// ErrDecided.
func (s *Store) RefuseMoney(ctx context.Context, b BranchID, id MoneyRowID, by string) error {
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		r, err := moneyRowIn(ctx, tx, id)
		if err != nil {
			return err
		}
		if r.State != MoneyWaits || r.Credited > 0 {
			return decided(ctx, tx, b, id)
		}
		if _, err := tx.Exec(ctx, "update money_row set state = 'refused', decided_by = $2, decided_at = moment() where id = $1", id, by); err != nil {
			return err
		}
		return Record(ctx, tx, b, Audit{By: by, Act: "refuse payment", Reason: fmt.Sprintf("row %d of %v", id, r.Amount)})
	})
	if err != nil {
		return fmt.Errorf("refuse payment %d: %w", id, err)
	}
	return nil
}
