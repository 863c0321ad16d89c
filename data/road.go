package data

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"

	"binaan/geo"
	"binaan/planner"
)

// RoadSet is the roads near a branch's desa that one file brought. The newest counts.
type RoadSet struct {
	Import ImportID
	Source string // whose they are, to be told wherever they are shown
	Roads  int
	Points int
}

// PutRoads stores what a file brought: by cell, as geo.AppendRoad writes roads.
func PutRoads(ctx context.Context, tx pgx.Tx, b BranchID, set RoadSet, cells map[geo.Cell][]byte) error {
	_, err := tx.Exec(ctx, "insert into road_set (branch_id, import_id, source, roads, points) values ($1, $2, $3, $4, $5)", b, set.Import, set.Source, set.Roads, set.Points)
	if err != nil {
		return fmt.Errorf("roads of import %d: %w", set.Import, err)
	}
	order := slices.Sorted(maps.Keys(cells))
	return stage(ctx, tx, "road_cell", []string{"branch_id", "import_id", "cell", "roads"}, len(order), func(i int) []any {
		return []any{b, set.Import, int64(order[i]), cells[order[i]]}
	})
}

// RemoveRoads removes what an import brought and tells how many roads those were; the
// set before it counts again.
func RemoveRoads(ctx context.Context, tx pgx.Tx, b BranchID, id ImportID) (roads int64, err error) {
	err = tx.QueryRow(ctx, `
		with gone as (delete from road_set where branch_id = $1 and import_id = $2 returning roads)
		select coalesce(sum(roads), 0) from gone`, b, id).Scan(&roads)
	if err != nil {
		return 0, fmt.Errorf("remove roads of import %d: %w", id, err)
	}
	return roads, nil
}

// Surroundings are where a kader visits, and the roads that are known there.
type Surroundings struct {
	RoadSet // Import is 0: the branch has no roads
	Ground  *geo.Ground
}

// Surroundings finds the ground of a kader's territories in force on a day and of the
// families of the week's routes, the kader's own and those handed over.
func (s *Store) Surroundings(ctx context.Context, b BranchID, kader planner.KaderID, day planner.Day) (at Surroundings, err error) {
	err = s.Snapshot(ctx, one(b), func(tx pgx.Tx) error {
		err := tx.QueryRow(ctx, "select import_id, source, roads, points from road_set order by import_id desc limit 1").Scan(&at.Import, &at.Source, &at.Roads, &at.Points)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		rows, err := tx.Query(ctx, `
			select k.cell
			from territory t
			join territory_block k on k.branch_id = t.branch_id and k.plan_id = t.plan_id and k.territory_id = t.id
			where t.kader_id = $1 and t.plan_id = (select id from plan where published_from <= $2 order by published_from desc limit 1)
			union
			select h.cell
			from household h
			where h.cell is not null and h.id in (
			  select household_id from stop where kader_id = $1 and day between $2 and $3
			  union
			  select unnest(households) from route_handover where to_kader = $1 and day between $2 and $3 and withdrawn_at is null)
			order by 1`, kader, day, day+packDays-1)
		if err != nil {
			return err
		}
		cells, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (geo.Cell, error) {
			var cell int64
			err := row.Scan(&cell)
			return geo.Cell(cell), err
		})
		if err != nil {
			return err
		}
		at.Ground, err = geo.GroundOf(cells)
		return err
	})
	if err != nil {
		return Surroundings{}, fmt.Errorf("surroundings of kader %d: %w", kader, err)
	}
	return at, nil
}

// RoadsIn are the roads of a set in some cells, cell by cell in their order.
func (s *Store) RoadsIn(ctx context.Context, b BranchID, set ImportID, cells []geo.Cell) (out []geo.Road, err error) {
	numbers := make([]int64, len(cells))
	for i, c := range cells {
		numbers[i] = int64(c)
	}
	err = s.Snapshot(ctx, one(b), func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			select r.roads
			from unnest($3::bigint[]) with ordinality c (cell, place)
			join road_cell r on r.branch_id = $1 and r.import_id = $2 and r.cell = c.cell
			order by c.place`, b, set, numbers)
		if err != nil {
			return err
		}
		var text []byte
		_, err = pgx.ForEachRow(rows, []any{&text}, func() error {
			roads, err := geo.Roads(text)
			out = append(out, roads...)
			return err
		})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("roads of import %d: %w", set, err)
	}
	return out, nil
}

// roadsGone are the sets that no undo can bring back: a newer one cannot be taken back.
var roadsGone = gone(20, "road_set", `
	select s.ctid from road_set s
	where exists (
	  select from road_set n
	  join import i on i.branch_id = n.branch_id and i.id = n.import_id
	  where n.branch_id = s.branch_id and n.import_id > s.import_id and not i.kept)`)
