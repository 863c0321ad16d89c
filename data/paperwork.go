package data

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

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
	Work       Work                `json:"work"`
	Phones     int                 `json:"phones"` // that were not turned away
	Seen       *time.Time          `json:"seen,omitempty" doc:"When one of the kader's phones last came for a session"`
	Contracts  []Contract          `json:"contracts"` // as they were written down here, the newest first
	Letters    []Letter            `json:"letters"`   // the newest first

	Supervision []Supervision `json:"supervision" doc:"What the office has said, by day; nothing: the file of kader decides"`
}

// Work is what a kader has to serve today.
type Work struct {
	Territories int      `json:"territories"`
	Desa        []string `json:"desa"` // by name
	Eligible    int      `json:"eligible"`
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
		today, err := s.todayIn(ctx, tx, b)
		if err != nil {
			return err
		}
		said, err := supervisionsIn(ctx, tx)
		if err != nil {
			return err
		}
		work, err := workIn(ctx, tx, today)
		if err != nil {
			return err
		}
		phones, err := ownPhonesIn(ctx, tx)
		if err != nil {
			return err
		}
		for _, k := range kader {
			own := slices.DeleteFunc(slices.Clone(letters), func(l Letter) bool { return l.Kader != k.ID })
			signed := slices.DeleteFunc(slices.Clone(contracts), func(c Contract) bool { return c.Kader != k.ID })
			w, p := work[k.ID], phones[k.ID]
			w.Desa = notNil(w.Desa)
			out = append(out, Paperwork{k.ID, k.Code, k.Name, k.Status, ledBy(k, said[k.ID], today), k.From, k.Until, slices.Contains(pictured, k.ID), w, p.good, p.seen, notNil(signed), notNil(own), notNil(said[k.ID])})
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

// workIn is what each kader has to serve on a day; nothing while no plan is in force.
func workIn(ctx context.Context, tx pgx.Tx, day planner.Day) (map[planner.KaderID]Work, error) {
	out := map[planner.KaderID]Work{}
	plan, err := PlanInForceIn(ctx, tx, day)
	if errors.Is(err, ErrNoTerritories) {
		return out, nil
	}
	if err != nil {
		return nil, err
	}
	rows, err := tx.Query(ctx, `
		with own as (
		  select kader_id, count(*) as territories, sum(eligible) as eligible
		  from territory
		  where plan_id = $1 and kader_id is not null
		  group by kader_id),
		place as (
		  select t.kader_id, array_agg(distinct a.name order by a.name) as desa
		  from territory t
		  join territory_block k on k.branch_id = t.branch_id and k.plan_id = t.plan_id and k.territory_id = t.id
		  join area a on a.branch_id = k.branch_id and a.code = k.desa
		  where t.plan_id = $1
		  group by t.kader_id)
		select own.kader_id, own.territories, own.eligible, coalesce(place.desa, '{}')
		from own
		left join place using (kader_id)`, plan)
	if err != nil {
		return nil, fmt.Errorf("territories of kader: %w", err)
	}
	var kader planner.KaderID
	var w Work
	_, err = pgx.ForEachRow(rows, []any{&kader, &w.Territories, &w.Eligible, &w.Desa}, func() error {
		out[kader] = w
		w.Desa = nil
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("territories of kader: %w", err)
	}
	return out, nil
}

// ownPhones are those of a kader that were not turned away, and when one last came for a session.
type ownPhones struct {
	good int
	seen *time.Time
}

func ownPhonesIn(ctx context.Context, tx pgx.Tx) (map[planner.KaderID]ownPhones, error) {
	rows, err := tx.Query(ctx, "select kader_id, count(*) filter (where revoked_at is null), max(seen_at) from device group by kader_id")
	if err != nil {
		return nil, fmt.Errorf("phones: %w", err)
	}
	out := map[planner.KaderID]ownPhones{}
	var kader planner.KaderID
	var p ownPhones
	_, err = pgx.ForEachRow(rows, []any{&kader, &p.good, &p.seen}, func() error {
		out[kader] = p
		p.seen = nil
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("phones: %w", err)
	}
	return out, nil
}
