package data

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/ledger"
)

// Board is a branch's month beside another, with what lies around it, all of one moment.
type Board struct {
	ledger.Board
	Covered planner.Day                   // payment files cover the days up to this one; 0: none came
	Age     BoardAge                      // of what kader told
	Areas   map[geo.AreaCode]string       // names
	Land    map[geo.AreaCode]Land         // of desa
	Trend   map[planner.KaderID][]int     // visits of TrendMonths, the board's month last
	Silent  map[planner.KaderID]int       // working days without a word before today
	Waits   map[geo.AreaCode]BoardWaiting // of desa; "" of no known one
	Ending  []BoardContract               // contracts that end soon
	Phones  map[planner.KaderID]time.Time // when a kader's phone was last heard
	Plan    bool                          // territories are in force
}

// BoardAge is how fresh what kader told is.
type BoardAge struct {
	Sent  int        `json:"sent"`  // kader of whom something is known of the last working day or since
	Kader int        `json:"kader"` // who serve today
	At    *time.Time `json:"at"`    // when anything came in last
}

// Land is who lives in a desa, and who of them no kader serves.
type Land struct {
	Households int
	Eligible   int
	Arrears    planner.Rupiah
	Uncovered  int // eligible, in no kader's territory
}

// BoardWaiting counts what waits for somebody.
type BoardWaiting struct {
	Matters int            // complaints and the like
	Overdue int            // promises past their day, neither kept nor settled
	Money   int            // payments that nobody is credited with
	Rupiah  planner.Rupiah // of those
}

// BoardContract is a contract that ends.
type BoardContract struct {
	Kader planner.KaderID
	Name  string
	Until planner.Day
}

// TrendMonths is how many months a trend is of.
const TrendMonths = 6

const endsSoonDays = 60

// Board reads a branch's board of a month.
func (s *Store) Board(ctx context.Context, b Branch, month, against ledger.Period) (out Board, err error) {
	err = s.Snapshot(ctx, one(b.ID), func(tx pgx.Tx) error {
		today := b.Today(s.Now())
		book, err := s.boardBookIn(ctx, tx, b.ID, min(month.From, against.From), max(month.Until, against.Until))
		if err != nil {
			return err
		}
		kader, err := KaderIn(ctx, tx)
		if err != nil {
			return err
		}
		out = Board{Covered: book.Covered}
		calendar := planner.Calendar{Holidays: book.holidays}
		working := func(d planner.Day) bool { return d.Weekday() != time.Sunday && !calendar.Holiday(d) }
		if err := out.around(ctx, tx, b.ID, today, book.Rules(today), kader); err != nil {
			return err
		}
		asked, err := s.boardAsked(ctx, tx, book, month, against, today, kader, working)
		if err != nil {
			return err
		}
		for k, d := range asked.Seen {
			if at, ok := out.Phones[k]; ok {
				asked.Seen[k] = max(d, planner.DayOf(at.In(zones[b.Zone])))
			}
		}
		out.Board = ledger.MakeBoard(asked)
		out.silence(month, today, kader, asked, working)
		if out.Trend, err = trendOf(ctx, tx, month.From); err != nil {
			return err
		}
		return book.rulesErr
	})
	if err != nil {
		return out, fmt.Errorf("board of %s of branch %s: %w", month.Text, b.Code, err)
	}
	return out, nil
}

// boardAsked is what the numbers of a board are made of.
func (s *Store) boardAsked(ctx context.Context, tx pgx.Tx, book *book, month, against ledger.Period, today planner.Day, kader []planner.Kader, working func(planner.Day) bool) (a ledger.BoardAsked, err error) {
	lines, err := book.earn()
	if err != nil {
		return a, err
	}
	rules := book.Rules(min(month.Until, today))
	calendar := planner.Calendar{Holidays: book.holidays}
	a = ledger.BoardAsked{Asked: ledger.Asked{
		Period: month, Today: today, Kader: kader, Rules: rules, Deeds: ledger.Deeds{Visits: book.Visits, Lines: lines}, Working: working,
		Workdays: func(k planner.Kader, first, last planner.Day) (n int) {
			for _, w := range calendar.Workdays(k, rules, first, last) {
				if !w.Special {
					n++
				}
			}
			return n
		},
	}, Against: against}
	if a.Calls, err = callsIn(ctx, tx, month, min(month.Until, today)); err != nil {
		return a, err
	}
	before, err := callsIn(ctx, tx, against, min(against.Until, today))
	if err != nil {
		return a, err
	}
	a.Calls = append(a.Calls, before...)
	homes, err := homesIn(ctx, tx)
	if err != nil {
		return a, err
	}
	a.Home = func(h planner.HouseholdID) geo.AreaCode { return homes[h] }
	a.Seen, err = lastVisits(ctx, tx)
	return a, err
}

// silence tells of how many working days nothing is known of a kader, and how many
// kader are up to the last one.
func (o *Board) silence(month ledger.Period, today planner.Day, kader []planner.Kader, a ledger.BoardAsked, working func(planner.Day) bool) {
	last := today - 1
	for !working(last) && last > today-14 {
		last--
	}
	o.Silent = map[planner.KaderID]int{}
	for _, k := range kader {
		if !k.Serves(today) {
			continue
		}
		var seen *planner.Day
		if d, ok := a.Seen[k.ID]; ok {
			seen = &d
		}
		o.Age.Kader++
		if seen != nil && *seen >= last {
			o.Age.Sent++
		}
		if today > month.From && today <= month.Until+31 {
			o.Silent[k.ID] = ledger.Silence(seen, max(k.From, today-92), today, func(d planner.Day) bool { return working(d) && !k.AwayOn(d) })
		}
	}
}
