package data

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/partition"
)

// Partition is how a branch's families are divided for what maps tell of a quarter. It
// does not change once it is stored.
type Partition struct {
	Quarter planner.Day // its first
	Rule    partition.Rule
	Parts   []Part // the number of a part is one more than its place
	places  map[geo.AreaCode]map[geo.Cell]int
}

// Part is a set of families.
type Part struct {
	Kind       string         `json:"kind"`       // cell, rest, unplaced
	Resolution int            `json:"resolution"` // as fine as a cell of; 0: no finer than desa
	Unit       int            `json:"unit"`       // numbered as parts are, from 1
	Desa       []geo.AreaCode `json:"desa"`       // all of the group
	Region     geo.AreaCode   `json:"region"`     // a kecamatan, the lowest of those that groups join
	Cells      []geo.Cell     `json:"cells"`      // in which it is drawn
}

// Places in the table part_place that are no cells.
const (
	anywhere geo.Cell = 0
	nowhere  geo.Cell = -1
)

// Quarter is the first day of the quarter in which a day lies.
func Quarter(d planner.Day) planner.Day {
	return d.Month().First().AddMonths(-((int(d.Month().Month) - 1) % 3))
}

// QuarterName is 2026-Q4.
func QuarterName(d planner.Day) string {
	m := d.Month()
	return fmt.Sprintf("%d-Q%d", m.Year, (int(m.Month)+2)/3)
}

// Of is the place of the part in which a family of a desa is counted, in a cell of
// resolution 9 or (0) without a place; -1: the desa is none of the branch's.
func (p *Partition) Of(desa geo.AreaCode, cell geo.Cell) int {
	in := p.places[desa]
	if in == nil {
		return -1
	}
	if cell == 0 {
		return in[nowhere] - 1
	}
	for resolution := geo.BlockResolution; resolution >= coarsest; resolution-- {
		if part := in[ancestor(cell, resolution)]; part > 0 {
			return part - 1
		}
	}
	if part := in[anywhere]; part > 0 {
		return part - 1
	}
	return in[nowhere] - 1
}

// coarsest is the resolution at which a partition begins.
const coarsest = geo.BlockResolution + 1 - partition.Levels

// ancestor is the cell of a coarser resolution around one of resolution 9: in an H3 index
// the resolution stands in bits 52 to 55, and unused digits are all ones.
func ancestor(c geo.Cell, resolution int) geo.Cell {
	return c&^(15<<52) | geo.Cell(resolution)<<52 | (1<<(3*(15-resolution)) - 1)
}

// Partition is the branch's of a quarter. ErrNotFound: none was made yet.
func (s *Store) Partition(ctx context.Context, b BranchID, quarter planner.Day) (p *Partition, err error) {
	err = s.Snapshot(ctx, one(b), func(tx pgx.Tx) error {
		p, err = partitionIn(ctx, tx, quarter)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("partition %s of branch %d: %w", QuarterName(quarter), b, err)
	}
	return p, nil
}

func partitionIn(ctx context.Context, tx pgx.Tx, quarter planner.Day) (*Partition, error) {
	p := &Partition{Quarter: quarter, places: map[geo.AreaCode]map[geo.Cell]int{}}
	if err := tx.QueryRow(ctx, "select rule from partition where quarter = $1", quarter).Scan(&p.Rule); err != nil {
		return nil, missing(err)
	}
	rows, err := tx.Query(ctx, "select kind, resolution, unit, desa, region, cells from part where quarter = $1 order by id", quarter)
	if err != nil {
		return nil, err
	}
	if p.Parts, err = pgx.CollectRows(rows, scanPart); err != nil {
		return nil, err
	}
	rows, err = tx.Query(ctx, "select desa, cell, part_id from part_place where quarter = $1", quarter)
	if err != nil {
		return nil, err
	}
	var desa geo.AreaCode
	var cell geo.Cell
	var part int
	_, err = pgx.ForEachRow(rows, []any{(*string)(&desa), (*int64)(&cell), &part}, func() error {
		if p.places[desa] == nil {
			p.places[desa] = map[geo.Cell]int{}
		}
		p.places[desa][cell] = part
		return nil
	})
	return p, err
}

func scanPart(row pgx.CollectableRow) (p Part, err error) {
	var cells []int64
	var desa []string
	err = row.Scan(&p.Kind, &p.Resolution, &p.Unit, &desa, (*string)(&p.Region), &cells)
	for _, c := range cells {
		p.Cells = append(p.Cells, geo.Cell(c))
	}
	for _, d := range desa {
		p.Desa = append(p.Desa, geo.AreaCode(d))
	}
	return p, err
}

// errNoFamilies keeps a branch from being divided before it has anybody.
var errNoFamilies = errors.New("no families to divide")

// EnsurePartition is the branch's of a quarter, made now if there is none: from what
// families owed in the quarter's first month that is kept, or owe today. Where nobody owes
// anything it has no parts and is not kept.
func (s *Store) EnsurePartition(ctx context.Context, b BranchID, quarter planner.Day) (*Partition, error) {
	p, err := s.Partition(ctx, b, quarter)
	if !errors.Is(err, ErrNotFound) {
		return p, err
	}
	if err = s.MakePartition(ctx, b, quarter); err != nil {
		return nil, err
	}
	if p, err = s.Partition(ctx, b, quarter); errors.Is(err, ErrNotFound) {
		return &Partition{Quarter: quarter}, nil
	}
	return p, err
}

// MakePartition makes that of a quarter, unless there is one or nobody is in arrears.
func (s *Store) MakePartition(ctx context.Context, b BranchID, quarter planner.Day) error {
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error { return makePartition(ctx, tx, b, quarter) })
	if err != nil && !errors.Is(err, errNoFamilies) {
		return fmt.Errorf("make partition %s of branch %d: %w", QuarterName(quarter), b, err)
	}
	return nil
}

// makePartition makes and stores one, unless somebody else has meanwhile.
func makePartition(ctx context.Context, tx pgx.Tx, b BranchID, quarter planner.Day) error {
	rules, err := RulesIn(ctx, tx, quarter)
	if err != nil {
		return err
	}
	rule := partition.Rule{KK: int64(rules.Privacy.Least), Permille: 10 * int64(rules.Privacy.Percent), Unit: int64(rules.Privacy.Unit)}
	tag, err := tx.Exec(ctx, "insert into partition (branch_id, quarter, rule) values ($1, $2, $3) on conflict do nothing", b, quarter, rule)
	if err != nil || tag.RowsAffected() == 0 {
		return err
	}
	g, err := groundIn(ctx, tx, quarter)
	if err != nil {
		return err
	}
	if g.empty() {
		return errNoFamilies
	}
	problem := g.problem(rule)
	plan := partition.Divide(problem)
	if err := plan.Check(problem); err != nil {
		return err
	}
	return g.store(ctx, tx, b, quarter, plan)
}
