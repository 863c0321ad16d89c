package data

import (
	"context"

	"github.com/jackc/pgx/v5"

	"binaan/geo"
	"binaan/planner/partition"
)

// owedSum is what families of a desa owe who are planned for in a cell.
type owedSum struct {
	desa   geo.AreaCode
	cell   geo.Cell
	placed bool // false: no more than the desa is known of them
	sum    partition.Sum
	months int64
}

// countedIn is the cell in which a partition counts them; 0: without a place.
func (o owedSum) countedIn() geo.Cell {
	if o.placed {
		return o.cell
	}
	return 0
}

// sumsIn are what is kept of a month: as it stands now, what is summed with every change;
// of others, the sums of what families owed then.
func (m *HeatMonth) sumsIn(ctx context.Context, tx pgx.Tx, live bool) (out []owedSum, err error) {
	sql, args := "select desa, cells, placed, households, months, arrears, most from owed", []any(nil)
	if !live {
		sql, args = `
			select desa, array_agg(cell), array_agg(placed), array_agg(households), array_agg(months), array_agg(arrears), array_agg(most)
			from (
			  select h.desa, h.cell, not `+unplaced+` as placed, count(*)::int as households, sum(least(m.months, 255)) as months,
			    sum(m.arrears)::bigint as arrears, max(m.arrears) as most
			  from arrears_month m
			  join household h on h.branch_id = m.branch_id and h.id = m.household_id
			  where m.month = $1 and m.arrears > 0
			  group by 1, 2, 3) x
			group by desa`, []any{m.Month.First()}
	}
	rows, err := tx.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	var desa string
	var cells, months, arrears, most []int64
	var placed []bool
	var households []int32
	_, err = pgx.ForEachRow(rows, []any{&desa, &cells, &placed, &households, &months, &arrears, &most}, func() error {
		for i := range cells {
			sum := partition.Sum{KK: int64(households[i]), Money: arrears[i], Most: most[i]}
			out = append(out, owedSum{geo.AreaCode(desa), geo.Cell(cells[i]), placed[i], sum, months[i]})
		}
		return nil
	})
	return out, err
}
