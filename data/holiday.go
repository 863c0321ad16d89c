package data

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
)

// doubtsAhead is how many days before a day off its being uncertain is told: time to
// ask, and longer than a month and the next are planned ahead.
const doubtsAhead = 120

// Holidays are a branch's days off and what is not certain about them.
type Holidays struct {
	Holidays []planner.Holiday `json:"holidays"` // from the beginning of the year on, for three years
	Doubts   []planner.Doubt   `json:"doubts"`   // of the next months
}

// Holidays are the branch's days off as of a day.
func (s *Store) Holidays(ctx context.Context, b BranchID, today planner.Day) (h Holidays, err error) {
	first := planner.Month{Year: today.Month().Year, Month: 1}.First()
	last := planner.Month{Year: today.Month().Year + 2, Month: 12}.Last()
	err = s.Snapshot(ctx, one(b), func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			select day, coalesce(o.name, h.name) as name,
			  case when o.struck then 'dicoret' when o.day is not null then 'cabang' when h.sure then 'resmi' else 'perkiraan' end as state,
			  coalesce(o.decided_by, '') as by
			from holiday h
			full join holiday_own o using (day)
			where day between $1 and $2
			order by day`, first, last)
		if err != nil {
			return err
		}
		if h.Holidays, err = pgx.CollectRows(rows, pgx.RowToStructByPos[planner.Holiday]); err != nil {
			return err
		}
		rows, err = tx.Query(ctx, "select name from feast order by name")
		if err != nil {
			return err
		}
		feasts, err := pgx.CollectRows(rows, pgx.RowTo[string])
		h.Doubts = planner.Doubts(h.Holidays, feasts, today, today+doubtsAhead)
		return err
	})
	if err != nil {
		return h, fmt.Errorf("days off of branch %d: %w", b, err)
	}
	return h, nil
}

// SetHoliday enters a day off of the branch, or confirms one; routes are looked at.
func (s *Store) SetHoliday(ctx context.Context, b BranchID, day planner.Day, name, by string) error {
	return s.decideHoliday(ctx, b, day, name, false, by)
}

// StrikeHoliday says that a day is no day off; routes are looked at. ErrNotFound: it
// is none.
func (s *Store) StrikeHoliday(ctx context.Context, b BranchID, day planner.Day, by string) error {
	return s.decideHoliday(ctx, b, day, "", true, by)
}

// decideHoliday keeps what the branch says of a day. An own day that is struck out
// goes; a national one stays, struck out.
func (s *Store) decideHoliday(ctx context.Context, b BranchID, day planner.Day, name string, struck bool, by string) error {
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		if struck {
			known, err := HolidaysIn(ctx, tx)
			if err != nil {
				return err
			}
			if name = known[day]; name == "" {
				return ErrNotFound
			}
			if _, err := tx.Exec(ctx, "delete from holiday_own where day = $1", day); err != nil {
				return err
			}
		}
		_, err := tx.Exec(ctx, `
			insert into holiday_own (branch_id, day, name, struck, decided_by)
			select $1, $2::date, $3, $4, $5
			where not $4 or exists (select from holiday where day = $2)
			on conflict (branch_id, day) do update
			set name = excluded.name, struck = excluded.struck, decided_by = excluded.decided_by, decided_at = moment()`, b, day, name, struck, by)
		if err != nil {
			return err
		}
		act := "holiday set"
		if struck {
			act = "holiday struck out"
		}
		if err := Record(ctx, tx, b, Audit{By: by, Act: act, Reason: fmt.Sprintf("%s %s", day, name)}); err != nil {
			return err
		}
		if err := Touch(ctx, tx, b); err != nil {
			return err
		}
		return s.AskReplan(ctx, tx, b)
	})
	if err != nil {
		return fmt.Errorf("day off %s: %w", day, err)
	}
	return nil
}
