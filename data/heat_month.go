package data

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

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
	Expected  bool              // what may be expected is known of this month
}

// Bytes is about what the month takes of memory beside its partition.
func (m *HeatMonth) Bytes() int {
	const name = 80
	return m.Table.Bytes() + name*len(m.Names)
}

// HeatStates are where a branch stands with a family, by category.
var HeatStates = []string{"new", "visited", "promised", "rehab"}

// HeatMonth reads a month of a branch, in the parts of its partition, summed up: it
// answers all but filters.
func (s *Store) HeatMonth(ctx context.Context, b Branch, p *Partition, month planner.Month) (*HeatMonth, error) {
	return s.heatMonth(ctx, b, p, month, (*HeatMonth).summed)
}

// HeatFamilies is HeatMonth family by family, as filters need it.
func (s *Store) HeatFamilies(ctx context.Context, b Branch, p *Partition, month planner.Month) (*HeatMonth, error) {
	return s.heatMonth(ctx, b, p, month, (*HeatMonth).apart)
}

func (s *Store) heatMonth(ctx context.Context, b Branch, p *Partition, month planner.Month, fill func(*HeatMonth, context.Context, pgx.Tx, blocksKnown) error) (*HeatMonth, error) {
	m := &HeatMonth{Partition: p, Month: month}
	err := s.Snapshot(ctx, one(b.ID), func(tx pgx.Tx) error { return m.read(ctx, tx, b.Today(s.Now()), fill) })
	if err != nil {
		return nil, fmt.Errorf("heat of %s of branch %s: %w", month, b.Code, err)
	}
	return m, nil
}

// blocksKnown is what is known of the blocks of a month.
type blocksKnown struct {
	live     bool // it is the month of the branch's figures
	until    planner.Day
	served   map[planner.BlockKey]uint16         // by whom, as a category
	expected map[planner.BlockKey]planner.Rupiah // of a family
}

func (m *HeatMonth) read(ctx context.Context, tx pgx.Tx, today planner.Day, fill func(*HeatMonth, context.Context, pgx.Tx, blocksKnown) error) (err error) {
	k := blocksKnown{until: min(today, m.Month.Last())}
	if err := m.namesIn(ctx, tx); err != nil {
		return err
	}
	if k.live, err = m.source(ctx, tx, today); err != nil {
		return err
	}
	if k.served, err = m.servedIn(ctx, tx, k.until); err != nil {
		return err
	}
	if m.Expected = k.live; k.live {
		if k.expected, err = expectedIn(ctx, tx); err != nil {
			return err
		}
	}
	if err := m.paidThrough(ctx, tx, k.until); err != nil {
		return err
	}
	return fill(m, ctx, tx, k)
}

// summed fills the month with sums of blocks.
func (m *HeatMonth) summed(ctx context.Context, tx pgx.Tx, k blocksKnown) error {
	sums, err := m.sumsIn(ctx, tx, k.live)
	if err != nil {
		return err
	}
	owing := make([]heat.Owing, len(sums))
	for i, s := range sums {
		key := planner.BlockKey{Desa: s.desa, Cell: s.cell}
		owing[i] = heat.Owing{
			Part: int32(m.Partition.Of(s.desa, s.countedIn())), Served: k.served[key] > 0, Sum: s.sum, Months: s.months,
			Expected: k.expected[key] * planner.Rupiah(s.sum.KK),
		}
	}
	m.Table = heat.Summary(m.Partition.Rule, m.Partition.Places(), owing)
	return nil
}

// apart fills the month with its families.
func (m *HeatMonth) apart(ctx context.Context, tx pgx.Tx, k blocksKnown) error {
	states, err := m.statesIn(ctx, tx, k.until)
	if err != nil {
		return err
	}
	channels, err := m.channelsIn(ctx, tx, k.until)
	if err != nil {
		return err
	}
	families, err := m.familiesIn(ctx, tx, k, func(o owing) heat.Family {
		f := heat.Family{Part: int32(o.part), Months: int32(o.months), Arrears: o.arrears, Expected: o.expected, Category: m.category(o, states, channels)}
		if f.Category[heat.Kader] = o.served; f.Category[heat.Kader] > 0 {
			f.Category[heat.Covered] = 1
		}
		return f
	})
	if err != nil {
		return err
	}
	m.Table = heat.NewTable(m.Partition.Rule, m.Partition.Places(), families)
	return nil
}

// category is a family's, but for who serves it.
func (*HeatMonth) category(o owing, states, channels map[planner.HouseholdID]uint16) (c heat.Categories) {
	c[heat.Class], c[heat.Band] = uint16(max(0, min(2, o.class-1))), heat.BandOf(o.months)
	if c[heat.Status] = states[o.id]; o.rehab {
		c[heat.Status] = 3
	}
	c[heat.Channel] = channels[o.id]
	return c
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

// owing is a family in arrears.
type owing struct {
	id       planner.HouseholdID
	part     int
	class    int
	months   int
	arrears  planner.Rupiah
	rehab    bool
	served   uint16 // by whom, as a category
	expected planner.Rupiah
}

// familiesIn are those in arrears in the month. They come a block at a time, each family as
// two numbers: kept with every change of a family of now (owed), put together here of
// another month.
func (m *HeatMonth) familiesIn(ctx context.Context, tx pgx.Tx, k blocksKnown, of func(owing) heat.Family) (out []heat.Family, err error) {
	sql, args := "select desa, cells, placed, households, families from owed", []any(nil)
	if !k.live {
		sql, args = `
			select h.desa, array[h.cell], array[not `+unplaced+`], array[count(*)::int],
			  string_agg(int8send(h.id) || int8send(m.arrears * 4096 + least(m.months, 255) * 16 + h.classes[1] * 2 + (h.rehab is not null)::int), '')
			from household h
			join arrears_month m on m.branch_id = h.branch_id and m.household_id = h.id
			where m.month = $1 and m.arrears > 0
			group by h.desa, h.cell, not `+unplaced, []any{m.Month.First()}
	}
	rows, err := tx.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	var desa string
	var cells []int64
	var placed []bool
	var households []int32
	var families []byte
	_, err = pgx.ForEachRow(rows, []any{&desa, &cells, &placed, &households, &families}, func() error {
		left := families
		out = slices.Grow(out, len(families)/16)
		for i, cell := range cells {
			key := planner.BlockKey{Desa: geo.AreaCode(desa), Cell: geo.Cell(cell)}
			counted := key.Cell
			if !placed[i] {
				counted = 0
			}
			o := owing{part: m.Partition.Of(key.Desa, counted), served: k.served[key], expected: k.expected[key]}
			for range households[i] {
				o.id = planner.HouseholdID(binary.BigEndian.Uint64(left))
				o.owes(binary.BigEndian.Uint64(left[8:]))
				left = left[16:]
				out = append(out, of(o))
			}
		}
		return nil
	})
	return out, err
}

// owes reads what a family owes out of the number in which it is packed.
func (o *owing) owes(n uint64) {
	o.arrears, o.months, o.class, o.rehab = planner.Rupiah(n/4096), int(n/16%256), int(n/2%8), n%2 == 1
}

// servedIn is who serves a block on a day, as a category.
func (m *HeatMonth) servedIn(ctx context.Context, tx pgx.Tx, day planner.Day) (map[planner.BlockKey]uint16, error) {
	plan, err := PlanInForceIn(ctx, tx, day)
	if errors.Is(err, ErrNoTerritories) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	rows, err := tx.Query(ctx, `
		select k.desa, k.cell, t.kader_id
		from territory_block k
		join territory t on t.branch_id = k.branch_id and t.plan_id = k.plan_id and t.id = k.territory_id
		where k.plan_id = $1 and t.kader_id is not null
		order by t.kader_id`, plan)
	if err != nil {
		return nil, err
	}
	out := map[planner.BlockKey]uint16{}
	var key planner.BlockKey
	var kader planner.KaderID
	_, err = pgx.ForEachRow(rows, []any{(*string)(&key.Desa), (*int64)(&key.Cell), &kader}, func() error {
		if n := len(m.Kader); n == 0 || m.Kader[n-1] != kader {
			m.Kader = append(m.Kader, kader)
		}
		out[key] = uint16(len(m.Kader))
		return nil
	})
	return out, err
}

// statesIn are the categories of families that were visited up to a day.
func (m *HeatMonth) statesIn(ctx context.Context, tx pgx.Tx, until planner.Day) (map[planner.HouseholdID]uint16, error) {
	rows, err := tx.Query(ctx, `
		select household_id, bool_or(promise is not null and promise->>'state' = 'pending' and (promise->>'due')::date >= $1)
		from visit
		where day <= $1 and outcome <> $2
		group by household_id`, until, planner.Skipped)
	if err != nil {
		return nil, err
	}
	out := map[planner.HouseholdID]uint16{}
	var id planner.HouseholdID
	var promised bool
	_, err = pgx.ForEachRow(rows, []any{&id, &promised}, func() error {
		if out[id] = 1; promised {
			out[id] = 2
		}
		return nil
	})
	return out, err
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

// channelsIn are the categories of families that had paid up to a day.
func (m *HeatMonth) channelsIn(ctx context.Context, tx pgx.Tx, until planner.Day) (map[planner.HouseholdID]uint16, error) {
	rows, err := tx.Query(ctx, `
		select distinct on (household_id) household_id, channel
		from payment
		where day <= $1 and reversed_on is null
		order by household_id, day desc, ref`, until)
	if err != nil {
		return nil, err
	}
	out := map[planner.HouseholdID]uint16{}
	var id planner.HouseholdID
	var channel string
	_, err = pgx.ForEachRow(rows, []any{&id, &channel}, func() error {
		at, _ := slices.BinarySearch(m.Channels, cmp.Or(channel, otherwise))
		out[id] = uint16(at + 1)
		return nil
	})
	return out, err
}

// expectedIn is what a family of a block may be expected to bring: an equal share of the
// block's.
func expectedIn(ctx context.Context, tx pgx.Tx) (map[planner.BlockKey]planner.Rupiah, error) {
	rows, err := tx.Query(ctx, "select desa, cell, expected / greatest(households, 1) from block")
	if err != nil {
		return nil, err
	}
	out := map[planner.BlockKey]planner.Rupiah{}
	var key planner.BlockKey
	var share planner.Rupiah
	_, err = pgx.ForEachRow(rows, []any{(*string)(&key.Desa), (*int64)(&key.Cell), (*int64)(&share)}, func() error {
		out[key] = share
		return nil
	})
	return out, err
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
