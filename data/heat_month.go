package data

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/heat"
)

// HeatMonth is a branch's month, ready to be asked by the map.
type HeatMonth struct {
	Partition *Partition
	Month     planner.Month
	AsOf      planner.Day // of what families owe; 0: nothing is kept of the month
	Table     *heat.Table
	Names     map[geo.AreaCode]string
	Kader     []planner.KaderID // by category less one; category 0: nobody
	Channels  []string          // by category less one; category 0: nothing was paid yet
	Expected  bool              // what may be expected was read, which is known of the month of the figures alone
	blocks    blocksKnown
}

// Bytes is about what the month takes of memory beside its partition.
func (m *HeatMonth) Bytes() int {
	const name = 80
	return m.Table.Bytes() + name*len(m.Names) + m.blocks.served.bytes() + m.blocks.expected.bytes()
}

// HeatStates are where a branch stands with a family, by category.
var HeatStates = []string{"new", "visited", "promised", "rehab"}

// HeatMonth reads a month of a branch, in the parts of its partition, summed up: it
// answers all but filters and, unless that is read too, what may be expected.
func (s *Store) HeatMonth(ctx context.Context, b Branch, p *Partition, month planner.Month, expected bool) (*HeatMonth, error) {
	m := &HeatMonth{Partition: p, Month: month}
	err := s.Snapshot(ctx, one(b.ID), func(tx pgx.Tx) error {
		if err := m.read(ctx, tx, b.Today(s.Now()), expected); err != nil {
			return err
		}
		return m.summed(ctx, tx)
	})
	if err != nil {
		return nil, fmt.Errorf("heat of %s of branch %s: %w", month, b.Code, err)
	}
	return m, nil
}

// HeatFamilies is a month family by family, as filters need it. What is known of its blocks
// is what the month summed up knows.
func (s *Store) HeatFamilies(ctx context.Context, b Branch, summed *HeatMonth) (*HeatMonth, error) {
	m := *summed
	err := s.Snapshot(ctx, one(b.ID), func(tx pgx.Tx) error { return m.apart(ctx, tx) })
	if err != nil {
		return nil, fmt.Errorf("families of %s of branch %s: %w", m.Month, b.Code, err)
	}
	return &m, nil
}

// blocksKnown is what is known of the blocks of a month.
type blocksKnown struct {
	live     bool // it is the month of the branch's figures
	until    planner.Day
	served   ofBlocks // by whom, as a category
	expected ofBlocks // Rupiah of a family
}

// read fills the month with all but what families owe.
func (m *HeatMonth) read(ctx context.Context, tx pgx.Tx, today planner.Day, expected bool) (err error) {
	k := &m.blocks
	k.until = min(today, m.Month.Last())
	if err := m.namesIn(ctx, tx); err != nil {
		return err
	}
	if k.live, err = m.source(ctx, tx, today); err != nil {
		return err
	}
	if k.served, err = m.servedIn(ctx, tx, k.until); err != nil {
		return err
	}
	if m.Expected = k.live && expected; m.Expected {
		if k.expected, err = expectedIn(ctx, tx); err != nil {
			return err
		}
	}
	return m.paidThrough(ctx, tx, k.until)
}

// summed fills the month with sums of blocks.
func (m *HeatMonth) summed(ctx context.Context, tx pgx.Tx) error {
	read := m.owingThen
	if m.blocks.live {
		read = m.owingNow
	}
	owing, err := read(ctx, tx)
	if err != nil {
		return err
	}
	m.Table = heat.Summary(m.Partition.Rule, m.Partition.Places(), owing)
	return nil
}

// source tells whether the month is that of the branch's figures (of today where no file
// brought any), which are read as they are now; others are read as they were kept.
func (m *HeatMonth) source(ctx context.Context, tx pgx.Tx, today planner.Day) (live bool, err error) {
	f, err := FiguresIn(ctx, tx)
	if err != nil {
		return false, err
	}
	if f != nil {
		today = f.AsOf
	}
	if today.Month() == m.Month {
		m.AsOf = today
		return true, nil
	}
	err = tx.QueryRow(ctx, "select coalesce(max(as_of), 'epoch') from arrears_month where month = $1", m.Month.First()).Scan(&m.AsOf)
	return false, err
}

func (m *HeatMonth) namesIn(ctx context.Context, tx pgx.Tx) error {
	rows, err := tx.Query(ctx, "select code, name from area")
	if err != nil {
		return err
	}
	m.Names = map[geo.AreaCode]string{}
	var code geo.AreaCode
	var name string
	_, err = pgx.ForEachRow(rows, []any{(*string)(&code), &name}, func() error {
		m.Names[code] = name
		return nil
	})
	return err
}

// servedIn is who serves a block on a day, as a category.
func (m *HeatMonth) servedIn(ctx context.Context, tx pgx.Tx, day planner.Day) (ofBlocks, error) {
	plan, err := PlanInForceIn(ctx, tx, day)
	if errors.Is(err, ErrNoTerritories) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	out, err := ofBlocksIn(ctx, tx, `
		select k.desa, array_agg(k.cell), array_agg(t.kader_id)
		from territory_block k
		join territory t on t.branch_id = k.branch_id and t.plan_id = k.plan_id and t.id = k.territory_id
		where k.plan_id = $1 and t.kader_id is not null
		group by k.desa`, plan)
	if err != nil {
		return nil, err
	}
	serving := map[planner.KaderID]bool{}
	for _, in := range out {
		for _, b := range in {
			serving[planner.KaderID(b.n)] = true
		}
	}
	m.Kader = slices.Sorted(maps.Keys(serving))
	for _, in := range out {
		for i := range in {
			at, _ := slices.BinarySearch(m.Kader, planner.KaderID(in[i].n))
			in[i].n = int64(at + 1)
		}
	}
	return out, nil
}

// otherwise is the channel of a payment whose file names none.
const otherwise = "lain"

// paidThrough are the channels through which anybody had paid up to a day.
func (m *HeatMonth) paidThrough(ctx context.Context, tx pgx.Tx, until planner.Day) error {
	rows, err := tx.Query(ctx, "select coalesce(nullif(channel, ''), $2) from payment where day <= $1 and reversed_on is null group by 1", until, otherwise)
	if err != nil {
		return err
	}
	m.Channels, err = pgx.CollectRows(rows, pgx.RowTo[string])
	slices.Sort(m.Channels)
	return err
}

// expectedIn is what a family of a block may be expected to bring, in Rupiah: an equal
// share of the block's. Putting rows of a desa together is left to the reader: PostgreSQL
// would sort them by their desa's names.
func expectedIn(ctx context.Context, tx pgx.Tx) (ofBlocks, error) {
	rows, err := tx.Query(ctx, "select desa, cell, expected / greatest(households, 1) from block")
	if err != nil {
		return nil, fmt.Errorf("expected of blocks: %w", err)
	}
	out := ofBlocks{}
	var in geo.AreaCode // the desa of some blocks that follow each other
	var some []ofBlock
	keep := func() {
		if len(some) > 0 {
			out[in] = append(out[in], some...)
			some = some[:0]
		}
	}
	var desa pgtype.DriverBytes
	var b ofBlock
	_, err = pgx.ForEachRow(rows, []any{&desa, (*int64)(&b.cell), &b.n}, func() error {
		if string(desa) != string(in) {
			keep()
			in = geo.AreaCode(desa)
		}
		some = append(some, b)
		return nil
	})
	keep()
	out.sort()
	if err != nil {
		return nil, fmt.Errorf("expected of blocks: %w", err)
	}
	return out, nil
}

// Places are the parts as a table needs them, not to be changed.
func (p *Partition) Places() []heat.Place { return p.places }

func placesOf(parts []Part) []heat.Place {
	groups, regions := map[geo.AreaCode]int{}, map[geo.AreaCode]int{}
	number := func(of map[geo.AreaCode]int, code geo.AreaCode) int {
		n, known := of[code]
		if !known {
			n = len(of)
			of[code] = n
		}
		return n
	}
	out := make([]heat.Place, len(parts))
	for k, part := range parts {
		out[k] = heat.Place{Group: number(groups, part.Desa[0]), Region: number(regions, part.Region), Unit: part.Unit - 1, Unplaced: part.Kind == "unplaced"}
	}
	return out
}

// Told are sets of desa whose sums may be told in the month to those without rights to
// households: each desa alone, or with others. Desa in none must not be told.
func (m *HeatMonth) Told() (sets [][]geo.AreaCode) {
	desa := map[int][]geo.AreaCode{}
	for k, place := range m.Partition.Places() {
		desa[place.Group] = m.Partition.Parts[k].Desa
	}
	groups, _ := m.Table.Groups()
	for _, set := range groups {
		var codes []geo.AreaCode
		for _, g := range set {
			codes = append(codes, desa[g]...)
		}
		slices.Sort(codes)
		sets = append(sets, codes)
	}
	return sets
}
