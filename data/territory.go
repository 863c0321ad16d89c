package data

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/territory"
)

// FinishTerritories writes the result of a territory plan; idempotent.
func (s *Store) FinishTerritories(ctx context.Context, job UnitJob, plan territory.Plan) error {
	return s.endUnit(ctx, job, Done, "", func(tx pgx.Tx) error { return writeTerritoryPlan(ctx, tx, job.Branch, job.Plan, plan) })
}

// writeTerritoryPlan writes all that a plan without territories came to.
func writeTerritoryPlan(ctx context.Context, tx pgx.Tx, b BranchID, id PlanID, plan territory.Plan) error {
	if err := writeTerritories(ctx, tx, b, id, plan.Territories); err != nil {
		return err
	}
	if err := writeProposed(ctx, tx, b, id, plan.Merangkap); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, "update plan set certificate = $2, result = $3 where id = $1", id, plan.Certificate, TerritoryResult{
		Unserved: plan.UnservedSum, Findings: plan.Findings, Capacity: plan.Capacity, Recruit: plan.Recruit, Merangkap: plan.Merangkap,
	})
	return err
}

func writeTerritories(ctx context.Context, tx pgx.Tx, b BranchID, id PlanID, territories []territory.Territory) error {
	columns := []string{"branch_id", "plan_id", "id", "kader_id", "kecamatan", "merangkap", "locked", "approval", "households", "eligible", "members", "arrears", "expected", "later", "lie"}
	err := stage(ctx, tx, "territory", columns, len(territories), func(i int) []any {
		t := territories[i]
		var kader *planner.KaderID
		if t.Kader != 0 {
			kader = &t.Kader
		}
		return []any{b, id, t.ID, kader, t.Kecamatan, t.Merangkap, t.Locked, t.Approval, t.Households, t.Eligible, t.Members, t.Arrears, t.Expected, t.Later, t.Lie}
	})
	if err != nil {
		return err
	}
	type member struct {
		key       planner.BlockKey
		territory territory.ID
	}
	var members []member
	for _, t := range territories {
		for _, key := range t.Blocks {
			members = append(members, member{key, t.ID})
		}
	}
	return stage(ctx, tx, "territory_block", []string{"branch_id", "plan_id", "desa", "cell", "territory_id"}, len(members), func(i int) []any {
		m := members[i]
		return []any{b, id, m.key.Desa, int64(m.key.Cell), m.territory}
	})
}

// TerritoryResult is what a territory plan says besides its territories.
type TerritoryResult struct {
	Unserved  planner.Figures               `json:"unserved"`
	Findings  []territory.Finding           `json:"findings"`
	Capacity  []territory.Capacity          `json:"capacity"`
	Recruit   []territory.RecruitPlace      `json:"recruit"`
	Merangkap []territory.MerangkapProposal `json:"merangkap,omitempty"` // second territories that would need approval
}

// TerritoryRow is a territory with the names that go with it.
type TerritoryRow struct {
	territory.Territory
	KaderName     string       `json:"kaderName"`
	KecamatanName string       `json:"kecamatanName"`
	Centre        geo.Position `json:"centre"`  // mean of its blocks
	Outside       bool         `json:"outside"` // not in the kecamatan of the kader's contract
}

// TerritoryDetail is a territory plan with all a workbench shows of it.
type TerritoryDetail struct {
	PlanHead
	Certificate *territory.Certificate `json:"certificate,omitempty"` // of a finished plan
	Territories []TerritoryRow         `json:"territories"`
	TerritoryResult
}

// TerritoryDetail finds a territory plan with its territories.
func (s *Store) TerritoryDetail(ctx context.Context, b BranchID, id PlanID) (d TerritoryDetail, err error) {
	err = s.Snapshot(ctx, one(b), func(tx pgx.Tx) error {
		d, err = territoryDetailIn(ctx, tx, id)
		return err
	})
	if err != nil {
		return d, fmt.Errorf("territory plan %d: %w", id, err)
	}
	return d, nil
}

func territoryDetailIn(ctx context.Context, tx pgx.Tx, id PlanID) (d TerritoryDetail, err error) {
	if d.PlanHead, err = planHeadIn(ctx, tx, id); err != nil {
		return d, err
	}
	var result *TerritoryResult
	if err := tx.QueryRow(ctx, "select result, certificate from plan where id = $1 and kind = 'territory'", id).Scan(&result, &d.Certificate); err != nil {
		return d, missing(err)
	}
	if result != nil {
		d.TerritoryResult = *result
	}
	if d.Revision > 0 && d.PublishedFrom == nil {
		if err := d.drawn(ctx, tx); err != nil {
			return d, err
		}
	}
	rows, err := tx.Query(ctx, `
		select t.id, coalesce(t.kader_id, 0), t.kecamatan, t.merangkap, t.locked, t.approval, t.households, t.eligible, t.members, t.arrears, t.expected, t.later, t.lie,
		  coalesce(k.name, ''), coalesce(a.name, ''), coalesce(c.lon, 0), coalesce(c.lat, 0), coalesce(k.kecamatan <> t.kecamatan, false)
		from territory t
		left join kader k on k.branch_id = t.branch_id and k.id = t.kader_id
		left join area a on a.branch_id = t.branch_id and a.code = t.kecamatan
		left join (
		  select tb.branch_id, tb.territory_id, avg(b.lon) as lon, avg(b.lat) as lat
		  from territory_block tb
		  join block b on b.branch_id = tb.branch_id and b.desa = tb.desa and b.cell = tb.cell
		  where tb.plan_id = $1
		  group by tb.branch_id, tb.territory_id) c on c.branch_id = t.branch_id and c.territory_id = t.id
		where t.plan_id = $1
		order by t.id`, id)
	if err != nil {
		return d, err
	}
	d.Territories, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (t TerritoryRow, err error) {
		err = row.Scan(&t.ID, &t.Kader, &t.Kecamatan, &t.Merangkap, &t.Locked, &t.Approval, &t.Households, &t.Eligible, &t.Members, &t.Arrears, &t.Expected, &t.Later, &t.Lie,
			&t.KaderName, &t.KecamatanName, &t.Centre.Lon, &t.Centre.Lat, &t.Outside)
		return t, err
	})
	return d, err
}

// drawn tells of a draft what is true of it as it is drawn by now, also where it could
// not be published so.
func (d *TerritoryDetail) drawn(ctx context.Context, tx pgx.Tx) error {
	plan, request, err := finishedIn(ctx, tx, d.ID)
	if err != nil {
		return err
	}
	plan, _, err = drawnIn(ctx, tx, d.ID, plan, request)
	if err != nil && !errors.Is(err, territory.ErrBroken) && !errors.Is(err, territory.ErrStale) {
		return err
	}
	d.Certificate = &plan.Certificate
	d.TerritoryResult = TerritoryResult{
		Unserved: plan.UnservedSum, Findings: plan.Findings, Capacity: plan.Capacity, Recruit: plan.Recruit, Merangkap: plan.Merangkap,
	}
	return nil
}

// TerritoriesIn are a plan's territories with their blocks.
func TerritoriesIn(ctx context.Context, tx pgx.Tx, id PlanID) ([]territory.Territory, error) {
	rows, err := tx.Query(ctx, `
		select id, coalesce(kader_id, 0), kecamatan, merangkap, locked, approval, households, eligible, members, arrears, expected, later, lie
		from territory
		where plan_id = $1
		order by id`, id)
	if err != nil {
		return nil, fmt.Errorf("territories of plan %d: %w", id, err)
	}
	out, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (t territory.Territory, err error) {
		err = row.Scan(&t.ID, &t.Kader, &t.Kecamatan, &t.Merangkap, &t.Locked, &t.Approval, &t.Households, &t.Eligible, &t.Members, &t.Arrears, &t.Expected, &t.Later, &t.Lie)
		return t, err
	})
	if err != nil {
		return nil, fmt.Errorf("territories of plan %d: %w", id, err)
	}
	place := map[territory.ID]*territory.Territory{}
	for i := range out {
		place[out[i].ID] = &out[i]
	}
	if rows, err = tx.Query(ctx, "select territory_id, desa, cell from territory_block where plan_id = $1 order by territory_id, desa, cell", id); err != nil {
		return nil, fmt.Errorf("territories of plan %d: %w", id, err)
	}
	var t territory.ID
	var desa geo.AreaCode
	var cell geo.Cell
	_, err = pgx.ForEachRow(rows, []any{&t, &desa, &cell}, func() error {
		place[t].Blocks = append(place[t].Blocks, planner.BlockKey{Desa: desa, Cell: cell})
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("territories of plan %d: %w", id, err)
	}
	return out, nil
}

// ExpectedInForce is the cash of a month that the territories in force on a day are
// expected to bring, by kader.
func (s *Store) ExpectedInForce(ctx context.Context, b BranchID, day planner.Day) (map[planner.KaderID]planner.Rupiah, error) {
	id, err := s.PlanInForce(ctx, b, day)
	if err != nil {
		return nil, err
	}
	plan, err := s.TerritoryDetail(ctx, b, id)
	if err != nil {
		return nil, err
	}
	out := map[planner.KaderID]planner.Rupiah{}
	for _, t := range plan.Territories {
		out[t.Kader] += t.Expected
	}
	return out, nil
}
