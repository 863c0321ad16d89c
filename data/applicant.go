package data

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"binaan/geo"
)

// Applicant is somebody who may become a kader: proposed by the desa, heard, trained, and
// taken or not.
type Applicant struct {
	ID    int64        `json:"id"`
	Name  string       `json:"name"`
	Phone string       `json:"phone"`
	Desa  geo.AreaCode `json:"desa"`
	Stage Stage        `json:"stage"`
	Since time.Time    `json:"since"` // in the stage
}

// Stage is how far a candidate is.
type Stage string

// The stages, in their order.
const (
	StageProposed Stage = "DIUSULKAN"
	StageHeard    Stage = "WAWANCARA"
	StageTrained  Stage = "DILATIH"
	StageTaken    Stage = "DIPILIH"
	StageNotTaken Stage = "TIDAK_DIPILIH"
)

// What may be wrong with a candidate.
var (
	ErrApplicant = errors.New("candidate without a name, or of no desa of the branch")
	ErrStage     = errors.New("only who was trained is taken")
)

const applicantColumns = "id, name, phone, desa, stage, since"

// Applicants are the branch's, whoever is furthest first.
func (s *Store) Applicants(ctx context.Context, b BranchID) (out []Applicant, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, "select "+applicantColumns+` from candidate
			order by array_position(array['DIPILIH', 'DILATIH', 'WAWANCARA', 'DIUSULKAN', 'TIDAK_DIPILIH'], stage), id`)
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, pgx.RowToStructByPos[Applicant])
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("candidates: %w", err)
	}
	return notNil(out), nil
}

// AddApplicant writes somebody down who was proposed, once, however often it is asked.
// ErrApplicant.
func (s *Store) AddApplicant(ctx context.Context, b BranchID, c Applicant, by By) (Applicant, error) {
	c.Name, c.Phone = strings.TrimSpace(c.Name), strings.TrimSpace(c.Phone)
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		var there bool
		if err := tx.QueryRow(ctx, "select exists (select from area where code = $1 and level = 4)", c.Desa).Scan(&there); err != nil {
			return err
		}
		if !there || c.Name == "" {
			return ErrApplicant
		}
		id, err := Next(ctx, tx, b, "candidate", 1)
		if err != nil {
			return err
		}
		known, err := applicantLike(ctx, tx, c)
		if err != nil || known != nil {
			c = *cmp.Or(known, &c)
			return err
		}
		rows, err := tx.Query(ctx, "insert into candidate (branch_id, id, name, phone, desa, stage) values ($1, $2, $3, $4, $5, $6) returning "+applicantColumns,
			b, id, c.Name, c.Phone, c.Desa, StageProposed)
		if err != nil {
			return err
		}
		if c, err = pgx.CollectExactlyOneRow(rows, pgx.RowToStructByPos[Applicant]); err != nil {
			return err
		}
		return note(ctx, tx, Access{Account: by.Account, Act: "add candidate", About: fmt.Sprintf("candidate %d of branch %d", c.ID, b), Address: by.Address})
	})
	if err != nil {
		return Applicant{}, fmt.Errorf("candidate: %w", err)
	}
	return c, nil
}

// applicantLike is somebody of that name, telephone and desa who was proposed and not
// heard yet; nil: nobody is. Who asks holds the counter, so that nobody comes meanwhile.
func applicantLike(ctx context.Context, tx pgx.Tx, c Applicant) (*Applicant, error) {
	rows, err := tx.Query(ctx, "select "+applicantColumns+" from candidate where name = $1 and phone = $2 and desa = $3 and stage = $4 order by id limit 1", c.Name, c.Phone, c.Desa, StageProposed)
	if err != nil {
		return nil, err
	}
	same, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Applicant])
	if err != nil || len(same) == 0 {
		return nil, err
	}
	return &same[0], nil
}

// MoveApplicant brings a candidate to another stage. ErrStage: nobody is taken untrained;
// ErrNotFound.
func (s *Store) MoveApplicant(ctx context.Context, b BranchID, id int64, to Stage, by By) error {
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		var at Stage
		if err := tx.QueryRow(ctx, "select stage from candidate where branch_id = $1 and id = $2 for update", b, id).Scan(&at); err != nil {
			return missing(err)
		}
		if to == StageTaken && at != StageTrained {
			return ErrStage
		}
		if _, err := tx.Exec(ctx, "update candidate set stage = $3, since = moment() where branch_id = $1 and id = $2", b, id, to); err != nil {
			return err
		}
		return note(ctx, tx, Access{Account: by.Account, Act: "move candidate", About: fmt.Sprintf("candidate %d of branch %d to %s", id, b, to), Address: by.Address})
	})
	if err != nil {
		return fmt.Errorf("candidate %d: %w", id, err)
	}
	return nil
}
