package data

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
)

// Contract is a kader's contract (PKS) as it was signed.
type Contract struct {
	ID     int64           `json:"id"`
	Kader  planner.KaderID `json:"kader"`
	Number string          `json:"number"`
	From   planner.Day     `json:"from"`
	Until  planner.Day     `json:"until"` // included
}

// What may be wrong with a contract.
var (
	ErrContract       = errors.New("contract has no number, or ends before it begins")
	ErrContractNumber = errors.New("another contract has this number")
	ErrContractGap    = errors.New("contract begins after the one that runs has ended")
)

// AddContract writes a contract down and has the kader serve under it: one that runs on
// from the present one, or within it, lengthens that; after a pause the kader serves from
// its first day on. Routes are planned anew. ErrContract, ErrContractNumber; ErrContractGap:
// the present one still runs, and days between the two would have none.
func (s *Store) AddContract(ctx context.Context, b BranchID, c Contract, by By) (Contract, error) {
	c.Number = strings.TrimSpace(c.Number)
	if c.Number == "" || c.Until < c.From {
		return c, ErrContract
	}
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		// First the lock, then the look: what another contract lengthened meanwhile is seen.
		if err := tx.QueryRow(ctx, "select id from kader where id = $1 for update", c.Kader).Scan(&c.Kader); err != nil {
			return missing(err)
		}
		k, err := kaderIn(ctx, tx, c.Kader)
		if err != nil {
			return err
		}
		today, err := s.todayIn(ctx, tx, b)
		if err != nil {
			return err
		}
		from, until, err := runsOn(k, c, today)
		if err != nil {
			return err
		}
		if c.ID, err = Next(ctx, tx, b, "contract", 1); err != nil {
			return err
		}
		if err := unused(ctx, tx, "contract", c.Number, ErrContractNumber); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, "insert into contract (branch_id, id, kader_id, number, valid_from, valid_to) values ($1, $2, $3, $4, $5, $6)", b, c.ID, c.Kader, c.Number, c.From, c.Until)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "update kader set valid_from = $3, valid_to = $4 where branch_id = $1 and id = $2", b, c.Kader, from, until); err != nil {
			return err
		}
		if err := Touch(ctx, tx, b); err != nil {
			return err
		}
		if err := note(ctx, tx, Access{Account: by.Account, Act: "add contract", About: fmt.Sprintf("%s of kader %d, branch %d", c.Number, c.Kader, b), Address: by.Address}); err != nil {
			return err
		}
		return s.AskReplan(ctx, tx, b)
	})
	if err != nil {
		return Contract{}, fmt.Errorf("contract of kader %d: %w", c.Kader, err)
	}
	return c, nil
}

// unused reports what, naming whose it is, where a letter or contract has the number.
// Who asks holds the counter of the table, so that nobody takes it meanwhile.
func unused(ctx context.Context, tx pgx.Tx, table, number string, what error) error {
	used := DoneError{What: what}
	err := tx.QueryRow(ctx, "select k.name, x.valid_from from "+table+" x join kader k on k.branch_id = x.branch_id and k.id = x.kader_id where x.number = $1", number).Scan(&used.Who, &used.Day)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("number of %s: %w", table, err)
	}
	return &used
}

// runsOn is from when until when a kader serves with another contract.
func runsOn(k planner.Kader, c Contract, today planner.Day) (from, until planner.Day, err error) {
	switch {
	case c.From <= k.Until+1 && c.Until >= k.From-1:
		return min(k.From, c.From), max(k.Until, c.Until), nil
	case c.Until < k.From: // an older one, for the record
		return k.From, k.Until, nil
	case k.Until >= today:
		return 0, 0, ErrContractGap
	}
	return c.From, c.Until, nil
}

// contractsIn are the branch's contracts, the newest first.
func contractsIn(ctx context.Context, tx pgx.Tx) ([]Contract, error) {
	rows, err := tx.Query(ctx, "select id, kader_id, number, valid_from, valid_to from contract order by valid_from desc, id desc")
	if err != nil {
		return nil, fmt.Errorf("contracts: %w", err)
	}
	out, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Contract])
	if err != nil {
		return nil, fmt.Errorf("contracts: %w", err)
	}
	return out, nil
}
