package data

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/heat"
	"binaan/planner/partition"
)

// Partition is how a branch's families are divided for what maps tell of a quarter. It
// does not change once it is stored.
type Partition struct {
	Quarter planner.Day // its first
	Rule    partition.Rule
	Parts   []Part // the number of a part is one more than its place
	lead    map[geo.AreaCode]span
	cells   []geo.Cell // that lead to parts, of each desa ascending
	parts   []int32    // to which they lead
	places  []heat.Place
}

// Bytes is about what the partition takes of memory.
func (p *Partition) Bytes() int {
	const part, lead, name = 200, 12, 80
	all := part*len(p.Parts) + lead*len(p.cells) + name*len(p.lead)
	for _, one := range p.Parts {
		all += 8 * len(one.Cells)
	}
	return all
}

// span is a run of places, the last beyond it.
type span struct{ from, to int }

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
func (p *Partition) Of(desa geo.AreaCode, cell geo.Cell) int { return p.in(desa).of(cell) }

// ways lead from the cells of a desa to parts.
type ways struct {
	cells []geo.Cell
	parts []int32
}

func (p *Partition) in(desa geo.AreaCode) ways {
	in := p.lead[desa]
	return ways{p.cells[in.from:in.to], p.parts[in.from:in.to]}
}

func (w ways) of(cell geo.Cell) int {
	if cell == 0 {
		return w.led(nowhere) - 1
	}
	for resolution := geo.BlockResolution; resolution >= coarsest; resolution-- {
		if part := w.led(ancestor(cell, resolution)); part > 0 {
			return part - 1
		}
	}
	if part := w.led(anywhere); part > 0 {
		return part - 1
	}
	return w.led(nowhere) - 1
}

// led is the number of the part to which a cell leads; 0: to none.
func (w ways) led(cell geo.Cell) int {
	at, found := slices.BinarySearch(w.cells, cell)
	if !found {
		return 0
	}
	return int(w.parts[at])
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
	p := &Partition{Quarter: quarter, lead: map[geo.AreaCode]span{}}
	if err := tx.QueryRow(ctx, "select rule from partition where quarter = $1", quarter).Scan(&p.Rule); err != nil {
		return nil, missing(err)
	}
	rows, err := tx.Query(ctx, "select kind, resolution, unit, desa, region, cells from part where quarter = $1 order by id", quarter)
	if err != nil {
		return nil, err
	}
	names := names{}
	if p.Parts, err = pgx.CollectRows(rows, names.scanPart); err != nil {
		return nil, err
	}
	p.Parts = slices.Clone(p.Parts) // no larger than they are
	p.places = placesOf(p.Parts)
	rows, err = tx.Query(ctx, "select desa, array_agg(cell order by cell), array_agg(part_id order by cell) from part_place where quarter = $1 group by desa", quarter)
	if err != nil {
		return nil, err
	}
	var desa geo.AreaCode
	var cells []int64
	var parts []int32
	_, err = pgx.ForEachRow(rows, []any{(*string)(&desa), &cells, &parts}, func() error {
		for _, c := range cells {
			p.cells = append(p.cells, geo.Cell(c))
		}
		p.parts = append(p.parts, parts...)
		p.lead[desa] = span{len(p.cells) - len(cells), len(p.cells)}
		return nil
	})
	p.cells, p.parts = slices.Clone(p.cells), slices.Clone(p.parts) // no larger than they are
	return p, err
}

// names are texts that thousands of parts share, each kept once.
type names map[string]string

func (n names) one(text string) string {
	if _, known := n[text]; !known {
		n[text] = text
	}
	return n[text]
}

func (n names) scanPart(row pgx.CollectableRow) (p Part, err error) {
	var cells []int64
	var desa []string
	var region string
	err = row.Scan(&p.Kind, &p.Resolution, &p.Unit, &desa, &region, &cells)
	p.Kind, p.Region = n.one(p.Kind), geo.AreaCode(n.one(region))
	p.Cells, p.Desa = make([]geo.Cell, len(cells)), make([]geo.AreaCode, len(desa))
	for i, c := range cells {
		p.Cells[i] = geo.Cell(c)
	}
	for i, d := range desa {
		p.Desa[i] = geo.AreaCode(n.one(d))
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
	if err := g.store(ctx, tx, b, quarter, plan); err != nil {
		return err
	}
	p, err := partitionIn(ctx, tx, quarter)
	for _, layer := range partLayers {
		if err == nil {
			_, err = keepLayer(ctx, tx, b, p, layer)
		}
	}
	return err
}
