package data

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
)

// Leaving is what stays behind when a kader goes, and travels with the families to whom
// serves them next.
type Leaving struct {
	Families int              `json:"families"` // in arrears, in the kader's territories of today
	Pledged  []HandoverFamily `json:"pledged" doc:"Those of them who promised or pay instalments"`
	Matters  []OfficeMatter   `json:"matters" doc:"Open ones of these families, or that the kader opened"`
}

// Leaving tells what travels when a kader goes, for a person whose reading is audited.
// ErrNotFound: no such kader.
func (s *Store) Leaving(ctx context.Context, b BranchID, kader planner.KaderID, reader int64) (l Leaving, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		if _, err := kaderIn(ctx, tx, kader); err != nil {
			return err
		}
		own, err := s.pledged(ctx, tx, b, kader, &l)
		if err != nil {
			return err
		}
		today, err := s.todayIn(ctx, tx, b)
		if err != nil {
			return err
		}
		rules, err := RulesIn(ctx, tx, today)
		if err != nil {
			return err
		}
		open, err := mattersLeft(ctx, tx, b, &rules, kader, slices.Collect(maps.Keys(own)))
		if err != nil {
			return err
		}
		l.Matters = []OfficeMatter{}
		for _, m := range open {
			if (m.Stage == planner.StageOffice || m.Stage == planner.StageFile) && (own[m.Household] || m.Kader == kader) {
				l.Matters = append(l.Matters, m.office())
			}
		}
		l.Matters = l.Matters[:min(len(l.Matters), MattersPage)]
		if err := tellMatters(ctx, tx, l.Matters); err != nil {
			return err
		}
		return Record(ctx, tx, b, Audit{Account: reader, Act: "what a kader leaves", Households: l.shown(), Reason: fmt.Sprintf("kader %d", kader)})
	})
	if err != nil {
		return Leaving{}, fmt.Errorf("what kader %d leaves: %w", kader, err)
	}
	return l, nil
}

// pledged counts the families of a kader's territories of today, and keeps those who
// promised something or pay instalments. It tells which families they all are.
func (s *Store) pledged(ctx context.Context, tx pgx.Tx, b BranchID, kader planner.KaderID, l *Leaving) (map[planner.HouseholdID]bool, error) {
	l.Pledged = []HandoverFamily{}
	today, err := s.todayIn(ctx, tx, b)
	if err != nil {
		return nil, err
	}
	all, homes, err := familiesOfKader(ctx, tx, kader, today)
	if err != nil {
		return nil, err
	}
	h := Handover{Families: all}
	if err := h.recall(ctx, tx, homes, today); err != nil {
		return nil, err
	}
	own := map[planner.HouseholdID]bool{}
	for _, f := range h.Families {
		own[f.ID] = true
		if f.Promise != nil || f.Rehab != nil {
			l.Pledged = append(l.Pledged, f)
		}
	}
	l.Families = len(h.Families)
	return own, nil
}

func (l Leaving) shown() (ids []planner.HouseholdID) {
	for _, f := range l.Pledged {
		ids = append(ids, f.ID)
	}
	for _, m := range l.Matters {
		if m.Household != 0 {
			ids = append(ids, m.Household)
		}
	}
	return ids
}

// SetStatus says whether a kader works; routes are planned anew, and one who has left has
// neither login nor card from now on. ErrNotFound: no such kader.
func (s *Store) SetStatus(ctx context.Context, b BranchID, kader planner.KaderID, to planner.KaderStatus, why string, by int64) error {
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, "update kader set status = $2 where id = $1", kader, to)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return ErrNotFound
		}
		return s.awayChanged(ctx, tx, b, by, fmt.Sprintf("kader %d is %s", kader, to), why)
	})
	if err != nil {
		return fmt.Errorf("status of kader %d: %w", kader, err)
	}
	return nil
}
