package data

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
)

// Paperwork is what a branch has on paper about a kader.
type Paperwork struct {
	Kader      planner.KaderID     `json:"kader"`
	Code       string              `json:"code"`
	Name       string              `json:"name"`
	Status     planner.KaderStatus `json:"status"`
	Supervisor string              `json:"supervisor"`
	From       planner.Day         `json:"from"`  // of the contract
	Until      planner.Day         `json:"until"` // included
	Photo      bool                `json:"photo"`
	Contracts  []Contract          `json:"contracts"` // as they were written down here, the newest first
	Letters    []Letter            `json:"letters"`   // the newest first
}

// Paperwork is the branch's, of every kader; whose contract ends first comes first, and
// who has left last.
func (s *Store) Paperwork(ctx context.Context, b BranchID) (out []Paperwork, err error) {
	err = s.Snapshot(ctx, one(b), func(tx pgx.Tx) error {
		kader, err := KaderIn(ctx, tx)
		if err != nil {
			return err
		}
		letters, err := lettersIn(ctx, tx)
		if err != nil {
			return err
		}
		contracts, err := contractsIn(ctx, tx)
		if err != nil {
			return err
		}
		pictured, err := picturedIn(ctx, tx)
		if err != nil {
			return err
		}
		for _, k := range kader {
			own := slices.DeleteFunc(slices.Clone(letters), func(l Letter) bool { return l.Kader != k.ID })
			signed := slices.DeleteFunc(slices.Clone(contracts), func(c Contract) bool { return c.Kader != k.ID })
			out = append(out, Paperwork{k.ID, k.Code, k.Name, k.Status, k.Supervisor, k.From, k.Until, slices.Contains(pictured, k.ID), notNil(signed), notNil(own)})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("paperwork of branch %d: %w", b, err)
	}
	slices.SortStableFunc(out, func(p, q Paperwork) int {
		if left := p.Status == planner.KaderLeft; left != (q.Status == planner.KaderLeft) {
			if left {
				return 1
			}
			return -1
		}
		return int(p.Until) - int(q.Until)
	})
	return out, nil
}

// picturedIn are the kader of whom there is a photo.
func picturedIn(ctx context.Context, tx pgx.Tx) ([]planner.KaderID, error) {
	rows, err := tx.Query(ctx, "select kader_id from kader_photo")
	if err != nil {
		return nil, fmt.Errorf("photos: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowTo[planner.KaderID])
}
