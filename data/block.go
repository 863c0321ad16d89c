package data

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/territory"
)

// Blocks are the branch's blocks by desa and cell.
func (s *Store) Blocks(ctx context.Context, b BranchID) (blocks []planner.Block, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		blocks, err = BlocksIn(ctx, tx)
		return err
	})
	return blocks, err
}

// BlocksIn is Blocks inside a transaction.
func BlocksIn(ctx context.Context, tx pgx.Tx) ([]planner.Block, error) {
	rows, err := tx.Query(ctx, `
		select desa, cell, households, eligible, members, arrears, expected, later, lon, lat
		from block
		order by id`)
	if err != nil {
		return nil, fmt.Errorf("blocks: %w", err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (b planner.Block, err error) {
		err = row.Scan(&b.Desa, &b.Cell, &b.Households, &b.Eligible, &b.Members, &b.Arrears, &b.Expected, &b.Later, &b.Centre.Lon, &b.Centre.Lat)
		return b, err
	})
}

// LinksIn are the links between the blocks of BlocksIn, by their places there.
func LinksIn(ctx context.Context, tx pgx.Tx) ([]planner.Link, error) {
	rows, err := tx.Query(ctx, "select a, b, gap from block_link order by a, b")
	if err != nil {
		return nil, fmt.Errorf("block links: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[planner.Link])
}

// ReplaceBlocks puts new blocks and links in the place of all the branch has.
func ReplaceBlocks(ctx context.Context, tx pgx.Tx, b BranchID, blocks []planner.Block, links []planner.Link) error {
	if _, err := tx.Exec(ctx, "delete from block"); err != nil {
		return fmt.Errorf("replace blocks: %w", err)
	}
	err := stage(ctx, tx, "block", []string{"branch_id", "id", "desa", "cell", "households", "eligible", "members", "arrears", "expected", "later", "lon", "lat"},
		len(blocks), func(i int) []any {
			k := blocks[i]
			return []any{b, i, k.Desa, int64(k.Cell), k.Households, k.Eligible, k.Members, k.Arrears, k.Expected, k.Later, k.Centre.Lon, k.Centre.Lat}
		})
	if err != nil {
		return fmt.Errorf("replace blocks: %w", err)
	}
	err = stage(ctx, tx, "block_link", []string{"branch_id", "a", "b", "gap"}, len(links), func(i int) []any {
		return []any{b, min(links[i].A, links[i].B), max(links[i].A, links[i].B), links[i].Gap}
	})
	if err != nil {
		return fmt.Errorf("replace block links: %w", err)
	}
	return nil
}

// UpdateBlocks writes new sums of blocks that are there, whose links stay.
func UpdateBlocks(ctx context.Context, tx pgx.Tx, b BranchID, blocks []planner.Block) error {
	if len(blocks) == 0 {
		return nil
	}
	n := len(blocks)
	desa, cell, arrears, expected, later := make([]string, n), make([]int64, n), make([]int64, n), make([]int64, n), make([]int64, n)
	households, eligible, members := make([]int32, n), make([]int32, n), make([]int32, n)
	for i, k := range blocks {
		desa[i], cell[i], arrears[i], expected[i], later[i] = string(k.Desa), int64(k.Cell), int64(k.Arrears), int64(k.Expected), int64(k.Later)
		households[i], eligible[i], members[i] = int32(k.Households), int32(k.Eligible), int32(k.Members)
	}
	_, err := tx.Exec(ctx, `
		update block b set households = n.households, eligible = n.eligible, members = n.members, arrears = n.arrears, expected = n.expected, later = n.later
		from unnest($2::text[], $3::bigint[], $4::int[], $5::int[], $6::int[], $7::bigint[], $8::bigint[], $9::bigint[])
		  n (desa, cell, households, eligible, members, arrears, expected, later)
		where b.branch_id = $1 and b.desa = n.desa and b.cell = n.cell`, b, desa, cell, households, eligible, members, arrears, expected, later)
	if err != nil {
		return fmt.Errorf("update blocks: %w", err)
	}
	return nil
}

// stage fills a table under row-level security, which COPY refuses: it copies
// into a temporary table of the same columns and inserts from there.
func stage(ctx context.Context, tx pgx.Tx, table string, columns []string, n int, row func(int) []any) error {
	quoted := pgx.Identifier{"staged_" + table}.Sanitize()
	list := ""
	for i, c := range columns {
		if i > 0 {
			list += ", "
		}
		list += pgx.Identifier{c}.Sanitize()
	}
	target := pgx.Identifier{table}.Sanitize()
	if _, err := tx.Exec(ctx, fmt.Sprintf("create temporary table %s on commit drop as select %s from %s with no data", quoted, list, target)); err != nil {
		return fmt.Errorf("stage %s: %w", table, err)
	}
	rows := pgx.CopyFromSlice(n, func(i int) ([]any, error) { return row(i), nil })
	if _, err := tx.CopyFrom(ctx, pgx.Identifier{"staged_" + table}, columns, rows); err != nil {
		return fmt.Errorf("stage %s: %w", table, err)
	}
	if _, err := tx.Exec(ctx, fmt.Sprintf("insert into %s (%s) select %s from %s", target, list, list, quoted)); err != nil {
		return fmt.Errorf("store %s: %w", table, err)
	}
	if _, err := tx.Exec(ctx, "drop table "+quoted); err != nil {
		return fmt.Errorf("stage %s: %w", table, err)
	}
	return nil
}

// BlockOf is a block with its territory in some plan, 0 for none.
type BlockOf struct {
	planner.Block
	Territory territory.ID `json:"territory"`
}

// BlocksOf are the branch's blocks with their territories in a plan; plan 0 has none.
func (s *Store) BlocksOf(ctx context.Context, b BranchID, plan PlanID) (out []BlockOf, err error) {
	err = s.Snapshot(ctx, one(b), func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			select k.desa, k.cell, k.households, k.eligible, k.members, k.arrears, k.expected, k.later, k.lon, k.lat, coalesce(t.territory_id, 0)
			from block k
			left join territory_block t on t.branch_id = k.branch_id and t.plan_id = $1 and t.desa = k.desa and t.cell = k.cell
			order by k.id`, plan)
		if err != nil {
			return err
		}
		out = []BlockOf{}
		var k BlockOf
		cells := []any{
			(*string)(&k.Desa), (*int64)(&k.Cell), &k.Households, &k.Eligible, &k.Members, (*int64)(&k.Arrears), (*int64)(&k.Expected), (*int64)(&k.Later),
			&k.Centre.Lon, &k.Centre.Lat, (*int32)(&k.Territory),
		}
		_, err = pgx.ForEachRow(rows, cells, func() error {
			out = append(out, k)
			return nil
		})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("blocks of plan %d: %w", plan, err)
	}
	return out, nil
}

// DesaSum adds up a desa.
type DesaSum struct {
	Code        geo.AreaCode   `json:"code"`
	Name        string         `json:"name"`
	Kecamatan   string         `json:"kecamatan"`
	Households  int            `json:"households"`
	Eligible    int            `json:"eligible"`
	Members     int            `json:"members"`
	Arrears     planner.Rupiah `json:"arrears"`
	Expected    planner.Rupiah `json:"expected"`
	Later       planner.Rupiah `json:"later"`
	Territories []territory.ID `json:"territories"`
	Hidden      bool           `json:"hidden" db:"-"` // too few households to tell this reader
}

// DesaSums add up the branch's desa, with their territories in a plan.
func (s *Store) DesaSums(ctx context.Context, b BranchID, plan PlanID) (out []DesaSum, err error) {
	err = s.Snapshot(ctx, one(b), func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			select d.code, d.name, coalesce(kec.name, '') as kecamatan, coalesce(k.households, 0) as households, coalesce(k.eligible, 0) as eligible,
			  coalesce(k.members, 0) as members, coalesce(k.arrears, 0) as arrears, coalesce(k.expected, 0) as expected, coalesce(k.later, 0) as later,
			  coalesce(k.territories, '{}') as territories
			from area d
			left join area kec on kec.branch_id = d.branch_id and kec.code = left(d.code, 8)
			left join (
			  select k.desa, sum(k.households) as households, sum(k.eligible) as eligible, sum(k.members) as members, sum(k.arrears)::bigint as arrears,
			    sum(k.expected)::bigint as expected, sum(k.later)::bigint as later,
			    array_agg(distinct t.territory_id order by t.territory_id) filter (where t.territory_id is not null) as territories
			  from block k
			  left join territory_block t on t.branch_id = k.branch_id and t.plan_id = $1 and t.desa = k.desa and t.cell = k.cell
			  group by k.desa) k on k.desa = d.code
			where d.level = 4
			order by d.code`, plan)
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, pgx.RowToStructByName[DesaSum])
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("desa of branch %d: %w", b, err)
	}
	return out, nil
}
