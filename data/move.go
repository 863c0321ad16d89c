package data

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
	"binaan/planner/territory"
)

// Moved counts families whose kader changes, and what goes along with them.
type Moved struct {
	Eligible    int `json:"eligible"`
	Households  int `json:"households"`
	Promises    int `json:"promises"`    // still open today
	Instalments int `json:"instalments"` // REHAB plans that run today
}

func (m *Moved) add(n Moved) {
	m.Eligible += n.Eligible
	m.Households += n.Households
	m.Promises += n.Promises
	m.Instalments += n.Instalments
}

// Move is what one kader gives to another; 0: nobody.
type Move struct {
	From     planner.KaderID `json:"from"`
	FromName string          `json:"fromName"`
	To       planner.KaderID `json:"to"`
	ToName   string          `json:"toName"`
	Moved
}

// Moves are what a territory plan changes against the one that is in force before
// it: today's for a draft, the one of the day before for a published plan.
type Moves struct {
	Against     PlanID `json:"against"` // 0: none was in force
	AgainstName string `json:"againstName"`
	Moves       []Move `json:"moves"`   // the largest first
	Changed     Moved  `json:"changed"` // lose their kader
	Gained      Moved  `json:"gained"`  // had none
	Bound       *int   `json:"bound,omitempty" doc:"Least eligible KK that any plan must move; unknown where the plan was made against other territories or figures"`
}

// Moves are found block by block, by the figures of today. Promises and
// instalments are the household's own, so they go wherever it goes. Households
// that lie in no block are in no territory and do not count.
func (s *Store) Moves(ctx context.Context, b BranchID, id PlanID, today planner.Day) (m Moves, err error) {
	err = s.Snapshot(ctx, one(b), func(tx pgx.Tx) error {
		m, err = movesIn(ctx, tx, id, today)
		return err
	})
	if err != nil {
		return Moves{}, fmt.Errorf("moves of plan %d: %w", id, err)
	}
	return m, nil
}

func movesIn(ctx context.Context, tx pgx.Tx, id PlanID, today planner.Day) (m Moves, err error) {
	var from *planner.Day
	var certificate *territory.Certificate
	err = tx.QueryRow(ctx, "select published_from, certificate from plan where id = $1 and kind = 'territory' and state = 'done'", id).Scan(&from, &certificate)
	if err != nil {
		return m, missing(err)
	}
	before := today
	if from != nil {
		before = *from - 1
	}
	m.Moves = []Move{}
	if m.Against, err = PlanInForceIn(ctx, tx, before); errors.Is(err, ErrNoTerritories) {
		return m, nil
	}
	if err != nil {
		return m, err
	}
	if err := tx.QueryRow(ctx, "select name from plan where id = $1", m.Against).Scan(&m.AgainstName); err != nil {
		return m, err
	}
	if m.Moves, err = movesBetween(ctx, tx, m.Against, id, today); err != nil {
		return m, err
	}
	for _, one := range m.Moves {
		if one.From == 0 {
			m.Gained.add(one.Moved)
		} else {
			m.Changed.add(one.Moved)
		}
	}
	if certificate != nil && certificate.Moved == m.Changed.Eligible {
		m.Bound = &certificate.MovedBound
	}
	return m, nil
}

// hands are the kader whose hands a block passes from and to.
type hands struct{ from, to planner.KaderID }

// movesBetween are the moves from plan old to plan next.
func movesBetween(ctx context.Context, tx pgx.Tx, old, next PlanID, today planner.Day) ([]Move, error) {
	rows, err := tx.Query(ctx, `
		select b.desa, b.cell, b.eligible, b.households, coalesce(k.old, 0), coalesce(k.next, 0)
		from (
		  select tb.branch_id, tb.desa, tb.cell,
		    max(t.kader_id) filter (where tb.plan_id = $1) as old, max(t.kader_id) filter (where tb.plan_id = $2) as next
		  from territory_block tb
		  join territory t on t.branch_id = tb.branch_id and t.plan_id = tb.plan_id and t.id = tb.territory_id
		  where tb.plan_id in ($1, $2) and t.kader_id is not null
		  group by tb.branch_id, tb.desa, tb.cell
		  offset 0) k
		cross join lateral (select * from block where branch_id = k.branch_id and desa = k.desa and cell = k.cell offset 0) b
		where k.old is distinct from k.next`, old, next)
	if err != nil {
		return nil, err
	}
	passed, sums := map[planner.BlockKey]hands{}, map[hands]*Moved{}
	var key planner.BlockKey
	var of Moved
	var h hands
	_, err = pgx.ForEachRow(rows, []any{&key.Desa, &key.Cell, &of.Eligible, &of.Households, &h.from, &h.to}, func() error {
		passed[key] = h
		if sums[h] == nil {
			sums[h] = &Moved{}
		}
		sums[h].add(of)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return pledgedMoves(ctx, tx, passed, sums, today)
}

// pledgedMoves adds to sums the promises and instalments of the families of the blocks
// that pass, and names who gives and takes.
func pledgedMoves(ctx context.Context, tx pgx.Tx, passed map[planner.BlockKey]hands, sums map[hands]*Moved, today planner.Day) ([]Move, error) {
	err := eachPledge(ctx, tx, passed, today, func(key planner.BlockKey, promise, instalments bool) {
		if promise {
			sums[passed[key]].Promises++
		}
		if instalments {
			sums[passed[key]].Instalments++
		}
	})
	if err != nil {
		return nil, err
	}
	return named(ctx, tx, sums)
}

// eachPledge tells, of the households of some blocks that ever promised to pay or
// agreed to instalments, in which block they are and what of it is open today.
func eachPledge(ctx context.Context, tx pgx.Tx, blocks map[planner.BlockKey]hands, today planner.Day, do func(key planner.BlockKey, promise, instalments bool)) error {
	rules, err := RulesIn(ctx, tx, today)
	if err != nil {
		return err
	}
	homes, err := pledged(ctx, tx, blocks)
	if err != nil {
		return err
	}
	ids := make([]planner.HouseholdID, len(homes))
	for i, home := range homes {
		ids[i] = home.ID
	}
	histories, err := HistoriesIn(ctx, tx, ids)
	if err != nil {
		return err
	}
	for _, home := range homes {
		past := histories[home.ID]
		do(planner.BlockKey{Desa: home.Desa, Cell: home.Cell}, past.Pending(&rules, today) != nil, past.RehabOn(home, today) != nil)
	}
	return nil
}

// pledged are the households of some blocks whose past may hold a promise or
// instalments, with no more of them than that asks for. Few of a branch ever
// pledged anything, so these are gone through, not those of the blocks.
func pledged(ctx context.Context, tx pgx.Tx, blocks map[planner.BlockKey]hands) ([]planner.Household, error) {
	rows, err := tx.Query(ctx, `
		select h.id, h.desa, h.cell, h.rehab
		from (
		  select branch_id, household_id as id from visit where promise is not null or outcome = '`+string(planner.RehabEnrolled)+`'
		  union
		  select branch_id, id from household where rehab is not null) p
		cross join lateral (select * from household where branch_id = p.branch_id and id = p.id offset 0) h
		where h.arrears_status = 'aktif'
		order by h.id`)
	if err != nil {
		return nil, fmt.Errorf("households with promises: %w", err)
	}
	homes, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (h planner.Household, err error) {
		err = row.Scan(&h.ID, &h.Desa, &h.Cell, &h.Rehab)
		return h, err
	})
	if err != nil {
		return nil, fmt.Errorf("households with promises: %w", err)
	}
	return slices.DeleteFunc(homes, func(h planner.Household) bool {
		_, passed := blocks[planner.BlockKey{Desa: h.Desa, Cell: h.Cell}]
		return !passed
	}), nil
}

// named are moves with the kader's names, the largest first.
func named(ctx context.Context, tx pgx.Tx, sums map[hands]*Moved) ([]Move, error) {
	kader, err := KaderIn(ctx, tx)
	if err != nil {
		return nil, err
	}
	names := map[planner.KaderID]string{}
	for _, k := range kader {
		names[k.ID] = k.Name
	}
	out := []Move{}
	for h, sum := range sums {
		out = append(out, Move{From: h.from, FromName: names[h.from], To: h.to, ToName: names[h.to], Moved: *sum})
	}
	slices.SortFunc(out, func(a, b Move) int {
		return cmp.Or(cmp.Compare(b.Eligible, a.Eligible), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	return out, nil
}
