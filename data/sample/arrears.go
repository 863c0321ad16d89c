package sample

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/planner"
)

// Of the past that families' figures do not tell.
const (
	owedMonths = 24 // before the one of the figures
	longest    = 60 // months that a family may have been at the cap: drawn evenly, assumed
)

// pastOwing is a family as its past is worked out from: what it owes, and what it paid
// in the month of its figures and in each before that.
type pastOwing struct {
	id      planner.HouseholdID
	months  int
	arrears planner.Rupiah
	paid    [owedMonths + 1]planner.Rupiah
}

// owed is what a family owed at the end of a month.
type owed struct {
	months  int
	arrears planner.Rupiah
}

// before is what the family owed at the end of each month before that of its figures,
// the last first: a month's premium less for each month that it did not pay, and more by
// what it paid. Nobody owes for more months than the cap; who is there has been for some
// time, drawn by the family's number.
func (p pastOwing) before(limit int) (out [owedMonths]owed) {
	monthly, now := p.arrears/planner.Rupiah(p.months), p.arrears
	most, flat := monthly*planner.Rupiah(limit), 0
	if p.months >= limit {
		flat = int(p.id) % longest
	}
	for back := range out {
		now += p.paid[back]
		if back >= flat {
			now -= monthly
		}
		if now = max(0, min(now, most)); now > 0 {
			out[back] = owed{int((now + monthly - 1) / monthly), now}
		}
	}
	return out
}

// Owed writes down what the families of a branch that has a sample's owed in the two
// years before their figures, once. Those who had paid up by then are in no file of a
// sample, so that earlier months have fewer families. It returns how many rows it wrote.
func Owed(ctx context.Context, store *data.Store, b data.Branch) (n int, err error) {
	err = store.InBranch(ctx, []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		f, err := data.FiguresIn(ctx, tx)
		if err != nil || f == nil {
			return err
		}
		var known bool
		month := f.AsOf.Month()
		err = tx.QueryRow(ctx, "select exists (select from arrears_month where month < $1)", month.First()).Scan(&known)
		if err != nil || known {
			return err
		}
		rules, err := data.RulesIn(ctx, tx, f.AsOf)
		if err != nil {
			return err
		}
		families, err := pastOwingIn(ctx, tx, f.AsOf)
		if err != nil {
			return err
		}
		past := pastOf(families, month, rules.Arrears.CapMonths)
		n = len(past)
		return data.AddArrears(ctx, tx, b.ID, past)
	})
	if err != nil {
		return 0, fmt.Errorf("what the sample's families owed: %w", err)
	}
	return n, nil
}

// pastOf are the months of some families in which they owed anything.
func pastOf(families []pastOwing, month planner.Month, limit int) (out []data.OwedThen) {
	for _, family := range families {
		for back, o := range family.before(limit) {
			if o.arrears > 0 {
				out = append(out, data.OwedThen{Month: month.Add(-1 - back), Household: family.id, Months: o.months, Arrears: o.arrears})
			}
		}
	}
	return out
}

// pastOwingIn are the families in arrears, with what they paid up to a day.
func pastOwingIn(ctx context.Context, tx pgx.Tx, until planner.Day) ([]pastOwing, error) {
	rows, err := tx.Query(ctx, "select id, months, arrears from household where arrears_status = 'aktif' and arrears > 0 and months > 0 order by id")
	if err != nil {
		return nil, err
	}
	families, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (p pastOwing, err error) {
		err = row.Scan(&p.id, &p.months, &p.arrears)
		return p, err
	})
	if err != nil {
		return nil, err
	}
	at := make(map[planner.HouseholdID]int, len(families))
	for i, p := range families {
		at[p.id] = i
	}
	this := until.Month()
	rows, err = tx.Query(ctx, "select household_id, day, amount from payment where reversed_on is null and day between $1 and $2", this.Add(-owedMonths).First(), until)
	if err != nil {
		return nil, err
	}
	var id planner.HouseholdID
	var day planner.Day
	var amount planner.Rupiah
	_, err = pgx.ForEachRow(rows, []any{&id, &day, &amount}, func() error {
		if i, owes := at[id]; owes {
			m := day.Month()
			families[i].paid[12*(this.Year-m.Year)+int(this.Month)-int(m.Month)] += amount
		}
		return nil
	})
	return families, err
}
