package data

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
)

// RideAlong is what somebody saw who went along with a kader.
type RideAlong struct {
	Day  planner.Day `json:"day"`
	By   string      `json:"by"`
	Said string      `json:"said"`
	At   time.Time   `json:"at"`
}

// NoteRideAlong keeps what an account saw on a day; saying it again replaces it.
// ErrNotFound: the account does not lead the kader.
func (s *Store) NoteRideAlong(ctx context.Context, b BranchID, a Account, kader planner.KaderID, day planner.Day, said string) error {
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		if _, err := s.ledIn(ctx, tx, b, a, kader); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `
			insert into ride_along (branch_id, kader_id, day, account_id, said)
			values ($1, $2, $3, $4, $5)
			on conflict (branch_id, kader_id, day, account_id) do update set said = excluded.said, said_at = moment()`, b, kader, day, a.ID, said)
		if err != nil {
			return err
		}
		return Record(ctx, tx, b, Audit{Account: a.ID, Act: "note ride-along", Reason: fmt.Sprintf("%s, kader %d", day, kader)})
	})
	if err != nil {
		return fmt.Errorf("ride-along with kader %d on %s: %w", kader, day, err)
	}
	return nil
}

// RideAlongs are those of a kader, the newest first, a hundred at most. ErrNotFound as
// NoteRideAlong.
func (s *Store) RideAlongs(ctx context.Context, b BranchID, a Account, kader planner.KaderID) (out []RideAlong, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		if _, err := s.ledIn(ctx, tx, b, a, kader); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, `
			select r.day, coalesce(a.name, '') as by, r.said, r.said_at as at
			from ride_along r
			left join account a on a.id = r.account_id
			where r.kader_id = $1
			order by r.day desc, r.said_at desc
			limit 100`, kader)
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, pgx.RowToStructByName[RideAlong])
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("ride-alongs with kader %d: %w", kader, err)
	}
	return notNil(out), nil
}
