package data

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
	"binaan/planner/ledger"
)

// Money of the year before counts too: it paid off what later money finds. So do the
// visits of a quarter before that, for no rule credits money to an older one.
const (
	moneyBefore  = 366
	visitsBefore = moneyBefore + 92
)

// book is what fees and evaluations of some days are made of.
type book struct {
	ledger.Input
	done     activity
	rows     []planner.RuleRow
	holidays map[planner.Day]string
	rulesErr error
}

// bookIn reads the visits and the money of the days from one to another, and the visits
// before them to which that money may belong; of all kader, for one visit takes money
// from another.
func (s *Store) bookIn(ctx context.Context, tx pgx.Tx, id BranchID, from, until planner.Day) (*book, error) {
	rows, err := ruleRowsIn(ctx, tx)
	if err != nil {
		return nil, err
	}
	b := &book{rows: rows}
	b.Rules = b.rulesOf()
	if b.holidays, err = HolidaysIn(ctx, tx); err != nil {
		return nil, err
	}
	if b.Visits, err = visitsBetween(ctx, tx, from-visitsBefore, until); err != nil {
		return nil, err
	}
	zone, err := ZoneIn(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	b.Today = planner.DayOf(s.Now().In(zone))
	if b.done, err = activityIn(ctx, tx, zone, from, until); err != nil {
		return nil, err
	}
	b.Registered = b.done.registered
	if b.Money, err = moneyBetween(ctx, tx, from-moneyBefore, until); err != nil {
		return nil, err
	}
	if b.Figures, err = figuresOf(ctx, tx, b.families()); err != nil {
		return nil, err
	}
	if b.Covered, err = coveredIn(ctx, tx); err != nil {
		return nil, err
	}
	return b, nil
}

// rulesOf tells the rules of each day. What makes no sense on a day is told when
// all is done.
func (b *book) rulesOf() func(planner.Day) *planner.Rules {
	merged := planner.RulesByDay(b.rows)
	return func(d planner.Day) *planner.Rules {
		r, err := merged.On(d)
		if err != nil && b.rulesErr == nil {
			b.rulesErr = fmt.Errorf("rules of %v: %w", d, err)
		}
		return r
	}
}

// families are those whose debt the fees depend on.
func (b *book) families() []planner.HouseholdID {
	seen := map[planner.HouseholdID]bool{}
	var out []planner.HouseholdID
	add := func(h planner.HouseholdID) {
		if !seen[h] {
			seen[h] = true
			out = append(out, h)
		}
	}
	for _, m := range b.Money {
		add(m.Household)
	}
	for _, v := range b.Visits {
		if b.Rules(v.Day).Fee.PerReminded > 0 {
			add(v.Household)
		}
	}
	return out
}

// visitsBetween are in no order: whoever counts them needs none, and putting years of
// them into one costs more than reading them.
func visitsBetween(ctx context.Context, tx pgx.Tx, from, until planner.Day) ([]planner.Visit, error) {
	rows, err := tx.Query(ctx, `
		select household_id, kader_id, day, at, outcome, amount, steps, promise
		from visit
		where day between $1 and $2`, from, until)
	if err != nil {
		return nil, fmt.Errorf("visits: %w", err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (v planner.Visit, err error) {
		err = row.Scan(&v.Household, &v.Kader, &v.Day, &v.At, &v.Outcome, &v.Amount, &v.Steps, &v.Promise)
		return v, err
	})
}

// moneyBetween is the confirmed money of some days, and what went back on them, in no
// order.
func moneyBetween(ctx context.Context, tx pgx.Tx, from, until planner.Day) ([]ledger.Money, error) {
	rows, err := tx.Query(ctx, `
		select household_id, day, amount, channel, ref, reversed_on
		from payment
		where day between $1 and $2 or reversed_on between $1 and $2`, from, until)
	if err != nil {
		return nil, fmt.Errorf("money: %w", err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (m ledger.Money, err error) {
		err = row.Scan(&m.Household, &m.Day, &m.Amount, &m.Channel, &m.Ref, &m.Back)
		return m, err
	})
}

// earn works the lines out.
func (b *book) earn() ([]ledger.Line, error) {
	lines := ledger.Earn(b.Input)
	return lines, b.rulesErr
}

// Statements are the statements of a branch's month, of every kader who has a line, or
// of one. today: what is not over counts up to it.
func (s *Store) Statements(ctx context.Context, b BranchID, month planner.Day, of planner.KaderID) (out []ledger.Statement, err error) {
	err = s.Snapshot(ctx, one(b), func(tx pgx.Tx) error {
		out, err = s.StatementsIn(ctx, tx, b, month, of)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("statements of %s: %w", month.Month(), err)
	}
	return out, nil
}

// StatementsIn is Statements inside a transaction; of 0: of all.
func (s *Store) StatementsIn(ctx context.Context, tx pgx.Tx, b BranchID, month planner.Day, of planner.KaderID) (out []ledger.Statement, err error) {
	closed, err := closedMonths(ctx, tx)
	if err != nil {
		return nil, err
	}
	from := month
	for _, c := range closed {
		from = min(from, c.Month)
	}
	book, err := s.bookIn(ctx, tx, b, from, month.Month().Last())
	if err != nil {
		return nil, err
	}
	lines, err := book.earn()
	if err != nil {
		return nil, err
	}
	for _, st := range ledger.Statements(month, lines, closed) {
		if of == 0 || st.Kader == of {
			out = append(out, st)
		}
	}
	return out, nil
}

// MissingHouseholds is how many families in arrears the branch's newest file no longer
// names. They stay, as they were.
func (s *Store) MissingHouseholds(ctx context.Context, b BranchID) (n int64, err error) {
	err = s.Snapshot(ctx, one(b), func(tx pgx.Tx) error {
		return tx.QueryRow(ctx, "select count(*) from household where absent_since is not null and arrears_status = 'aktif' and arrears > 0").Scan(&n)
	})
	if err != nil {
		return 0, fmt.Errorf("households that are missing: %w", err)
	}
	return n, nil
}

func closedMonths(ctx context.Context, tx pgx.Tx) ([]ledger.Closed, error) {
	rows, err := tx.Query(ctx, "select month, lines from ledger_month order by month")
	if err != nil {
		return nil, fmt.Errorf("closed months: %w", err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (c ledger.Closed, err error) {
		err = row.Scan(&c.Month, &c.Lines)
		return c, err
	})
}

// Why a month cannot be closed.
var (
	ErrMonthClosed = fmt.Errorf("month is closed: %w", ErrConflict)
	ErrMonthRuns   = fmt.Errorf("month is not over: %w", ErrConflict)
)

// MonthFirst is the month that has to be closed first. It is an ErrConflict.
type MonthFirst struct{ Month planner.Month }

// Error names the month.
func (e *MonthFirst) Error() string { return fmt.Sprintf("%s is to be closed first", e.Month) }

// Is makes it an ErrConflict.
func (e *MonthFirst) Is(target error) bool { return target == ErrConflict }

// mayClose refuses a month that is closed, that is not over, or that does not follow
// the last one that was closed.
func mayClose(ctx context.Context, tx pgx.Tx, b BranchID, month, today planner.Day) error {
	closed, err := closedMonths(ctx, tx)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(closed, func(c ledger.Closed) bool { return c.Month == month }) {
		return whoDid(ctx, tx, b, ErrMonthClosed, "select closed_by, closed_at, '' from ledger_month where month = $1", month)
	}
	if today <= month.Month().Last() {
		return ErrMonthRuns
	}
	if n := len(closed); n > 0 {
		if next := closed[n-1].Month.AddMonths(1); next != month {
			return &MonthFirst{next.Month()}
		}
	}
	return nil
}

// CloseMonth closes a month: its lines stay as they are now, whatever is learned later.
// ErrMonthClosed, which names who closed it; ErrMonthRuns; MonthFirst.
func (s *Store) CloseMonth(ctx context.Context, b Branch, month planner.Day, by string) error {
	err := s.InBranch(ctx, one(b.ID), func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "select pg_advisory_xact_lock($1, $2)", closesMonths, int32(b.ID)); err != nil {
			return err
		}
		if err := mayClose(ctx, tx, b.ID, month, b.Today(s.Now())); err != nil {
			return err
		}
		statements, err := s.StatementsIn(ctx, tx, b.ID, month, 0)
		if err != nil {
			return err
		}
		lines := []ledger.Line{}
		for _, st := range statements {
			lines = append(lines, st.Lines...)
		}
		_, err = tx.Exec(ctx, "insert into ledger_month (branch_id, month, lines, closed_by) values ($1, $2, $3, $4)", b.ID, month, lines, by)
		if err != nil {
			return err
		}
		if err := Touch(ctx, tx, b.ID); err != nil {
			return err
		}
		return Record(ctx, tx, b.ID, Audit{By: by, Act: "close month", Reason: fmt.Sprintf("%s: %d lines", month.Month(), len(lines))})
	})
	if err != nil {
		return fmt.Errorf("close %s: %w", month.Month(), err)
	}
	return nil
}

// closesMonths keeps two from closing months of one branch at once.
const closesMonths = 4190

// Evaluate is the evaluation of a branch's period, and the statements of all months of
// which it has a day: of the same facts.
func (s *Store) Evaluate(ctx context.Context, b Branch, p ledger.Period) (e ledger.Evaluation, statements []ledger.Statement, err error) {
	err = s.Snapshot(ctx, one(b.ID), func(tx pgx.Tx) error {
		closed, err := closedMonths(ctx, tx)
		if err != nil {
			return err
		}
		from := min(p.Before().From, planner.Month{Year: p.From.Month().Year, Month: time.January}.First())
		for _, c := range closed {
			from = min(from, c.Month)
		}
		book, err := s.bookIn(ctx, tx, b.ID, from, p.Until.Month().Last())
		if err != nil {
			return err
		}
		lines, err := book.earn()
		if err != nil {
			return err
		}
		for month := p.From.Month().First(); month <= p.Until; month = month.AddMonths(1) {
			statements = append(statements, ledger.Statements(month, lines, closed)...)
		}
		if book.upTo(p.Until) {
			if lines, err = book.earn(); err != nil {
				return err
			}
		}
		kader, err := KaderIn(ctx, tx)
		if err != nil {
			return err
		}
		e = book.evaluate(p, b.Today(s.Now()), kader, lines)
		return book.rulesErr
	})
	if err != nil {
		return ledger.Evaluation{}, nil, fmt.Errorf("evaluate %s of branch %s: %w", p.Text, b.Code, err)
	}
	return e, statements, nil
}

// upTo takes what was done after a day out of the book, and tells whether anything was.
func (b *book) upTo(day planner.Day) bool {
	n := len(b.Visits) + len(b.Money) + len(b.Registered)
	b.Visits = slices.DeleteFunc(b.Visits, func(v planner.Visit) bool { return v.Day > day })
	b.Money = slices.DeleteFunc(b.Money, func(m ledger.Money) bool { return m.Day > day })
	b.Registered = slices.DeleteFunc(b.Registered, func(r ledger.Registration) bool { return r.Day > day })
	return len(b.Visits)+len(b.Money)+len(b.Registered) < n
}

func (b *book) evaluate(p ledger.Period, today planner.Day, kader []planner.Kader, lines []ledger.Line) ledger.Evaluation {
	calendar := planner.Calendar{Holidays: b.holidays}
	rules := b.Rules(min(p.Until, today))
	return ledger.Evaluate(ledger.Asked{
		Period: p, Today: today, Kader: kader, Rules: rules, Deeds: ledger.Deeds{Visits: b.Visits, Lines: lines, Registered: b.Registered, Talks: b.done.talks, Reports: b.done.reports},
		Workdays: func(k planner.Kader, first, last planner.Day) (n int) {
			for _, w := range calendar.Workdays(k, rules, first, last) {
				if !w.Special {
					n++
				}
			}
			return n
		},
		Working: func(d planner.Day) bool { return d.Weekday() != time.Sunday && !calendar.Holiday(d) },
	})
}
