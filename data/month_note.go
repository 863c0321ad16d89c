package data

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/jackc/pgx/v5"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/ledger"
)

// MonthNote says why the numbers of a month in an area are as they are.
type MonthNote struct {
	ID    int64        `json:"id"`
	Day   planner.Day  `json:"day"`
	Area  geo.AreaCode `json:"area" doc:"None: the branch"`
	Name  string       `json:"name"` // of the area
	Cause NoteCause    `json:"cause" enum:"BENCANA,TARIF,BERKAS,LAIN"`
	Text  string       `json:"text"`
	By    string       `json:"by"`            // a name
	Lon   *float64     `json:"lon,omitempty"` // of the area's middle; none of the branch
	Lat   *float64     `json:"lat,omitempty"`
}

// NoteCause is what kind of thing happened.
type NoteCause string

// The causes.
const (
	CauseDisaster NoteCause = "BENCANA" // flood and the like
	CauseRate     NoteCause = "TARIF"   // premiums or fees changed
	CauseFile     NoteCause = "BERKAS"  // a file came late or wrong
	CauseOther    NoteCause = "LAIN"
)

// ErrMonthNote: a note without words, of no area of the branch, of a day to come, or with
// a number long enough to be that of a person.
var ErrMonthNote = errors.New("note says nothing, is of no area or day of the branch, or bears a number of somebody")

// personal are digits that may be an identity or telephone number.
var personal = regexp.MustCompile(`\d[\d .-]{6,}\d`)

// NotesIn are the notes of a period, the oldest first.
func NotesIn(ctx context.Context, tx pgx.Tx, p ledger.Period) ([]MonthNote, error) {
	rows, err := tx.Query(ctx, `
		select n.id, n.day, n.area, coalesce(a.name, ''), n.cause, n.text, o.name, a.lon, a.lat
		from month_note n
		left join area a on a.branch_id = n.branch_id and a.code = n.area
		join account o on o.id = n.made_by
		where n.day between $1 and $2
		order by n.day, n.id`, p.From, p.Until)
	if err != nil {
		return nil, fmt.Errorf("notes of %s: %w", p.Text, err)
	}
	out, err := pgx.CollectRows(rows, pgx.RowToStructByPos[MonthNote])
	return notNil(out), err
}

// Notes are those of a period, the oldest first.
func (s *Store) Notes(ctx context.Context, b BranchID, p ledger.Period) (out []MonthNote, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		out, err = NotesIn(ctx, tx, p)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("notes of branch %d: %w", b, err)
	}
	return out, nil
}

// AddNote writes a note down; one that says the same of the same day and area is that
// one, pressed twice. ErrMonthNote.
func (s *Store) AddNote(ctx context.Context, b BranchID, n MonthNote, today planner.Day, by By) (id int64, err error) {
	n.Text = strings.TrimSpace(n.Text)
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		var there bool
		if err := tx.QueryRow(ctx, "select $1 = '' or exists (select from area where code = $1)", n.Area).Scan(&there); err != nil {
			return err
		}
		if !there || n.Text == "" || n.Day > today || personal.MatchString(n.Text) {
			return ErrMonthNote
		}
		if id, err = Next(ctx, tx, b, "month_note", 1); err != nil {
			return err
		}
		var same *int64 // who has the counter sees what others wrote
		err := tx.QueryRow(ctx, "select min(id) from month_note where day = $1 and area = $2 and cause = $3 and text = $4", n.Day, n.Area, n.Cause, n.Text).Scan(&same)
		if err != nil {
			return err
		}
		if same != nil {
			id = *same
			return nil
		}
		_, err = tx.Exec(ctx, "insert into month_note (branch_id, id, day, area, cause, text, made_by) values ($1, $2, $3, $4, $5, $6, $7)", b, id, n.Day, n.Area, n.Cause, n.Text, by.Account)
		if err != nil {
			return err
		}
		return Record(ctx, tx, b, Audit{Account: by.Account, Act: "add note", Reason: fmt.Sprintf("note %d of %s, area %q: %s", id, n.Day, n.Area, n.Text)})
	})
	if err != nil {
		return 0, fmt.Errorf("note of %s: %w", n.Day, err)
	}
	return id, nil
}

// RemoveNote takes a note back. ErrNotFound.
func (s *Store) RemoveNote(ctx context.Context, b BranchID, id int64, by By) error {
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		var text string
		if err := tx.QueryRow(ctx, "delete from month_note where branch_id = $1 and id = $2 returning text", b, id).Scan(&text); err != nil {
			return missing(err)
		}
		return Record(ctx, tx, b, Audit{Account: by.Account, Act: "remove note", Reason: fmt.Sprintf("note %d: %s", id, text)})
	})
	if err != nil {
		return fmt.Errorf("remove note %d: %w", id, err)
	}
	return nil
}
