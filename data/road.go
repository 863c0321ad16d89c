package data

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"

	"binaan/geo"
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

// roadsGone are the sets that no undo can bring back: a newer one cannot be taken back.
var roadsGone = gone(20, "road_set", `
	select s.ctid from road_set s
	where exists (
	  select from road_set n
	  join import i on i.branch_id = n.branch_id and i.id = n.import_id
	  where n.branch_id = s.branch_id and n.import_id > s.import_id and not i.kept)`)
