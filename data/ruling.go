package data

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/territory"
)

// RulingKind is what an officer decides about families that no file places well.
type RulingKind string

// Kinds of ruling.
const (
	RulePlace   RulingKind = "place"   // they live about there
	RuleAssign  RulingKind = "assign"  // they live in that desa
	RuleExclude RulingKind = "exclude" // nobody plans for them
	RuleUndo    RulingKind = "undo"    // what was decided last, and still holds, does so no more
)

// Ruling is a decision about some families at once.
type Ruling struct {
	Kind       RulingKind            `json:"kind" enum:"place,assign,exclude,undo"`
	Households []planner.HouseholdID `json:"households" minItems:"1" maxItems:"500"`
	At         *geo.Position         `json:"at,omitempty" doc:"Of place"`
	Desa       geo.AreaCode          `json:"desa,omitempty" maxLength:"13" doc:"Of assign"`
	Reason     string                `json:"reason" maxLength:"200"`
}

// RulingEffect is what a ruling does to figures, those that change alone.
type RulingEffect struct {
	Households  int             `json:"households"` // that it is about
	Desa        string          `json:"desa"`       // in which they are then, where that is one
	Territories []TerritoryTurn `json:"territories"`
	Unserved    TerritoryTurn   `json:"unserved"`  // that no territory of the plan holds
	Unlocated   [2]int          `json:"unlocated"` // families that cannot be routed, before and after
}

// TerritoryTurn is a territory before and after something.
type TerritoryTurn struct {
	Territory territory.ID    `json:"territory"`
	KaderName string          `json:"kaderName"`
	Before    planner.Figures `json:"before"`
	After     planner.Figures `json:"after"`
}

// RuledHousehold is a ruling on one family, and what became of it.
type RuledHousehold struct {
	ID        int64               `json:"id"`
	Household planner.HouseholdID `json:"household"`
	HeadName  string              `json:"headName"`
	Kind      RulingKind          `json:"kind" enum:"place,assign,exclude,undo"`
	SaidDesa  string              `json:"saidDesa"` // names
	Desa      string              `json:"desa"`
	Reason    string              `json:"reason"`
	By        string              `json:"by"`
	At        time.Time           `json:"at"`
	Undone    bool                `json:"undone"`
	Holds     bool                `json:"holds" doc:"The family is as the ruling left it, and no later one is about it"`
}

// RulingList is a page of rulings, the newest first.
type RulingList struct {
	Rulings []RuledHousehold `json:"rulings"`
	Next    int64            `json:"next" doc:"Ask for those before it; 0: no more"`
}

// rulingHolds tells of a ruling r and its family h whether nothing came since.
const rulingHolds = `(r.kind <> 'undo'
	and not exists (select from ruling u where u.branch_id = r.branch_id and u.undoes = r.id)
	and not exists (select from ruling n where n.branch_id = r.branch_id and n.household_id = r.household_id and n.id > r.id and n.kind <> 'undo'
	  and not exists (select from ruling u where u.branch_id = n.branch_id and u.undoes = n.id))
	and h.desa = r.desa and (h.excluded_on is not null) = (r.kind = 'exclude')
	and (r.kind = 'exclude' or (h.lon, h.lat) is not distinct from (r.lon, r.lat)))`

// Rulings are what was decided, before the one named, 0 for the newest; the reading
// is audited.
func (s *Store) Rulings(ctx context.Context, b BranchID, before int64, reader int64) (out RulingList, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			select r.id, r.household_id as household, h.head_name, r.kind, coalesce(s.name, r.said_desa) as said_desa, coalesce(d.name, r.desa) as desa,
			  r.reason, r.made_by as by, r.made_at as at,
			  exists (select from ruling u where u.branch_id = r.branch_id and u.undoes = r.id) as undone, `+rulingHolds+` as holds
			from ruling r
			join household h on h.branch_id = r.branch_id and h.id = r.household_id
			left join area s on s.branch_id = r.branch_id and s.code = r.said_desa
			left join area d on d.branch_id = r.branch_id and d.code = r.desa
			where r.branch_id = $1 and ($2 = 0 or r.id < $2)
			order by r.id desc
			limit $3`, b, before, HouseholdPage+1)
		if err != nil {
			return err
		}
		if out.Rulings, err = pgx.CollectRows(rows, pgx.RowToStructByName[RuledHousehold]); err != nil {
			return err
		}
		if len(out.Rulings) > HouseholdPage {
			out.Rulings = out.Rulings[:HouseholdPage]
			out.Next = out.Rulings[HouseholdPage-1].ID
		}
		ids := []planner.HouseholdID{}
		for _, r := range out.Rulings {
			ids = append(ids, r.Household)
		}
		return Record(ctx, tx, b, Audit{Account: reader, Act: "list rulings", Households: ids})
	})
	if err != nil {
		return RulingList{}, fmt.Errorf("list rulings: %w", err)
	}
	return out, nil
}

// TurnsIn are the sums of a plan's territories as blocks are now, by number; 0 is what
// none of them holds.
func TurnsIn(ctx context.Context, tx pgx.Tx, id PlanID) (map[territory.ID]planner.Figures, error) {
	rows, err := tx.Query(ctx, `
		select coalesce(t.territory_id, 0), sum(k.households)::int, sum(k.eligible)::int, sum(k.members)::int,
		  sum(k.arrears)::bigint, sum(k.expected)::bigint, sum(k.later)::bigint
		from block k
		left join territory_block t on t.branch_id = k.branch_id and t.plan_id = $1 and t.desa = k.desa and t.cell = k.cell
		group by 1`, id)
	if err != nil {
		return nil, fmt.Errorf("sums of territories: %w", err)
	}
	out := map[territory.ID]planner.Figures{}
	var t territory.ID
	var f planner.Figures
	_, err = pgx.ForEachRow(rows, []any{&t, &f.Households, &f.Eligible, &f.Members, &f.Arrears, &f.Expected, &f.Later}, func() error {
		out[t] = f
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("sums of territories: %w", err)
	}
	return out, nil
}

// WholeIn are, of some desa, those that one territory of a plan holds whole, for every
// finished territory plan; KeepWhole gives those territories the blocks that came since.
func WholeIn(ctx context.Context, tx pgx.Tx, desa []geo.AreaCode) (whole []WholeDesa, err error) {
	if _, err := tx.Exec(ctx, "select from plan where kind = 'territory' and state = 'done' order by id for update"); err != nil {
		return nil, fmt.Errorf("plans: %w", err)
	}
	rows, err := tx.Query(ctx, `
		select p.id as plan, k.desa, min(t.territory_id) as territory
		from plan p
		join block k on k.branch_id = p.branch_id and k.desa = any($1)
		left join territory_block t on t.branch_id = p.branch_id and t.plan_id = p.id and t.desa = k.desa and t.cell = k.cell
		where p.kind = 'territory' and p.state = 'done'
		group by p.id, k.desa
		having count(*) = count(t.territory_id) and min(t.territory_id) = max(t.territory_id)`, desa)
	if err != nil {
		return nil, fmt.Errorf("whole desa: %w", err)
	}
	if whole, err = pgx.CollectRows(rows, pgx.RowToStructByName[WholeDesa]); err != nil {
		return nil, fmt.Errorf("whole desa: %w", err)
	}
	return whole, nil
}

// WholeDesa is a desa that a territory of a plan holds whole.
type WholeDesa struct {
	Plan      PlanID
	Desa      geo.AreaCode
	Territory territory.ID
}

// KeepWhole is told by WholeIn what held before.
func KeepWhole(ctx context.Context, tx pgx.Tx, whole []WholeDesa) error {
	plans, desa, ids := []PlanID{}, []geo.AreaCode{}, []territory.ID{}
	for _, w := range whole {
		plans, desa, ids = append(plans, w.Plan), append(desa, w.Desa), append(ids, w.Territory)
	}
	_, err := tx.Exec(ctx, `
		insert into territory_block (branch_id, plan_id, desa, cell, territory_id)
		select k.branch_id, w.plan, k.desa, k.cell, w.territory
		from unnest($1::bigint[], $2::text[], $3::int[]) w (plan, desa, territory)
		join block k on k.desa = w.desa
		on conflict do nothing`, plans, desa, ids)
	if err != nil {
		return fmt.Errorf("keep desa whole: %w", err)
	}
	return nil
}

// UnlocatedIn counts the families in arrears that cannot be routed, but for those that
// are excluded.
func UnlocatedIn(ctx context.Context, tx pgx.Tx) (n int, err error) {
	err = tx.QueryRow(ctx, "select count(*) from household where cell = 0 and arrears_status = 'aktif' and excluded_on is null").Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("families without a place: %w", err)
	}
	return n, nil
}

// NamedTurnsIn puts the names of their kader to territories of a plan.
func NamedTurnsIn(ctx context.Context, tx pgx.Tx, id PlanID, turns []TerritoryTurn) ([]TerritoryTurn, error) {
	rows, err := tx.Query(ctx, `
		select t.id, coalesce(k.name, '')
		from territory t
		left join kader k on k.branch_id = t.branch_id and k.id = t.kader_id
		where t.plan_id = $1`, id)
	if err != nil {
		return nil, fmt.Errorf("kader of territories: %w", err)
	}
	names := map[territory.ID]string{}
	var t territory.ID
	var name string
	_, err = pgx.ForEachRow(rows, []any{&t, &name}, func() error {
		names[t] = name
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("kader of territories: %w", err)
	}
	for i := range turns {
		turns[i].KaderName = names[turns[i].Territory]
	}
	return turns, nil
}
