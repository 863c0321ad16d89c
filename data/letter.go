package data

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"binaan/geo"
	"binaan/planner"
)

// Letter is a letter of assignment (surat tugas).
type Letter struct {
	ID        int64           `json:"id"`
	Kader     planner.KaderID `json:"kader"`
	Number    string          `json:"number"`
	From      planner.Day     `json:"from"`
	Until     planner.Day     `json:"until"` // included
	Desa      []LetterDesa    `json:"desa"`
	Text      string          `json:"text"`
	Withdrawn *time.Time      `json:"withdrawn,omitempty"`
}

// LetterDesa is a desa as a letter names it.
type LetterDesa struct {
	Code geo.AreaCode `json:"code"`
	Name string       `json:"name"`
}

// What may be wrong with a letter.
var (
	ErrLetter       = errors.New("letter names no desa, has no number, or ends before it begins")
	ErrLetterNumber = errors.New("another letter has this number")
)

// NewLetter is a letter as an officer writes it.
type NewLetter struct {
	Kader       planner.KaderID
	Number      string
	From, Until planner.Day
	Desa        []geo.AreaCode // empty: the kader's territories in force on the first day
	By          By
}

// AddLetter writes a kader's letter, worded by the dated rule `letter` of its first day.
// ErrLetter, ErrLetterNumber, ErrNotFound.
func (s *Store) AddLetter(ctx context.Context, b Branch, n NewLetter) (l Letter, err error) {
	n.Number = strings.TrimSpace(n.Number)
	if n.Number == "" || n.Until < n.From {
		return l, ErrLetter
	}
	err = s.InBranch(ctx, one(b.ID), func(tx pgx.Tx) error {
		k, err := kaderIn(ctx, tx, n.Kader)
		if err != nil {
			return err
		}
		l = Letter{Kader: n.Kader, Number: n.Number, From: n.From, Until: n.Until}
		if l.Desa, err = desaOfLetter(ctx, tx, n); err != nil {
			return err
		}
		rules, err := RulesIn(ctx, tx, n.From)
		if err != nil {
			return err
		}
		l.Text = worded(rules.Letter.Text, b, k, l)
		if l.ID, err = Next(ctx, tx, b.ID, "letter", 1); err != nil {
			return err
		}
		if err := unused(ctx, tx, "letter", l.Number, ErrLetterNumber); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `
			insert into letter (branch_id, id, kader_id, number, valid_from, valid_to, desa, text, made_by)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, b.ID, l.ID, l.Kader, l.Number, l.From, l.Until, l.Desa, l.Text, n.By.Account)
		if err != nil {
			return err
		}
		return note(ctx, tx, Access{Account: n.By.Account, Act: "write letter", About: fmt.Sprintf("%s for kader %d of branch %s", l.Number, l.Kader, b.Code), Address: n.By.Address})
	})
	if err != nil {
		return Letter{}, fmt.Errorf("letter of kader %d: %w", n.Kader, err)
	}
	return l, nil
}

func desaOfLetter(ctx context.Context, tx pgx.Tx, n NewLetter) ([]LetterDesa, error) {
	codes := n.Desa
	if len(codes) == 0 {
		var err error
		if codes, err = desaServed(ctx, tx, n.Kader, n.From); err != nil {
			return nil, err
		}
	}
	rows, err := tx.Query(ctx, "select code, name from area where code = any($1) and level = 4 order by code", codes)
	if err != nil {
		return nil, err
	}
	desa, err := pgx.CollectRows(rows, pgx.RowToStructByPos[LetterDesa])
	if err == nil && (len(desa) == 0 || len(n.Desa) > 0 && len(desa) != len(n.Desa)) {
		err = ErrLetter
	}
	return desa, err
}

// worded puts what a letter is about into its text.
func worded(text string, b Branch, k planner.Kader, l Letter) string {
	names := make([]string, len(l.Desa))
	for i, d := range l.Desa {
		names[i] = d.Name
	}
	return strings.NewReplacer(
		"{cabang}", b.Name, "{nomor}", l.Number, "{nama}", k.Name, "{kode}", k.Code,
		"{desa}", strings.Join(names, ", "), "{dari}", l.From.Words(), "{sampai}", l.Until.Words(),
	).Replace(text)
}

// WithdrawLetter ends a letter now. ErrNotFound: there is none, or it was withdrawn.
func (s *Store) WithdrawLetter(ctx context.Context, b BranchID, id int64, by By) error {
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, "update letter set withdrawn_at = moment() where branch_id = $1 and id = $2 and withdrawn_at is null", b, id)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return ErrNotFound
		}
		return note(ctx, tx, Access{Account: by.Account, Act: "withdraw letter", About: fmt.Sprintf("letter %d of branch %d", id, b), Address: by.Address})
	})
	if err != nil {
		return fmt.Errorf("withdraw letter %d: %w", id, err)
	}
	return nil
}

const letterColumns = "id, kader_id, number, valid_from, valid_to, desa, text, withdrawn_at"

// lettersIn are the branch's letters, the newest first.
func lettersIn(ctx context.Context, tx pgx.Tx) ([]Letter, error) {
	rows, err := tx.Query(ctx, "select "+letterColumns+" from letter order by valid_from desc, id desc")
	if err != nil {
		return nil, fmt.Errorf("letters: %w", err)
	}
	letters, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Letter])
	if err != nil {
		return nil, fmt.Errorf("letters: %w", err)
	}
	return letters, nil
}

// Letter is one of the branch's. ErrNotFound.
func (s *Store) Letter(ctx context.Context, b BranchID, id int64) (l Letter, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, "select "+letterColumns+" from letter where id = $1", id)
		if err != nil {
			return err
		}
		l, err = pgx.CollectExactlyOneRow(rows, pgx.RowToStructByPos[Letter])
		return missing(err)
	})
	if err != nil {
		return Letter{}, fmt.Errorf("letter %d: %w", id, err)
	}
	return l, nil
}

// letterOn is a kader's letter that holds on a day, the newest; nil: none.
func letterOn(ctx context.Context, tx pgx.Tx, id planner.KaderID, d planner.Day) (*Letter, error) {
	rows, err := tx.Query(ctx, "select "+letterColumns+` from letter
		where kader_id = $1 and $2 between valid_from and valid_to and withdrawn_at is null
		order by valid_from desc, id desc limit 1`, id, d)
	if err != nil {
		return nil, fmt.Errorf("letter: %w", err)
	}
	l, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByPos[Letter])
	if errors.Is(missing(err), ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("letter: %w", err)
	}
	return &l, nil
}
