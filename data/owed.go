package data

import (
	"context"
	"encoding/binary"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/heat"
	"binaan/planner/partition"
)

// owing is what a family in arrears owes.
type owing struct {
	id      planner.HouseholdID
	arrears planner.Rupiah
	months  int
	class   int
	rehab   bool
}

// What is packed of a block and of a family, in bytes.
const (
	bytesOfBlock  = 12
	bytesOfFamily = 16
)

func idOf(packed []byte) planner.HouseholdID {
	return planner.HouseholdID(binary.BigEndian.Uint64(packed))
}

// owingOf reads a family out of the two numbers in which it is packed.
func owingOf(packed []byte) owing {
	n := binary.BigEndian.Uint64(packed[8:])
	return owing{
		id: idOf(packed), arrears: planner.Rupiah(n / 4096), months: int(n / 16 % 256),
		class: int(n / 2 % 8), rehab: n%2 == 1,
	}
}

// owingBlock is the families of a desa that are planned for in a cell, packed.
type owingBlock struct {
	desa     geo.AreaCode
	cell     geo.Cell
	placed   bool // false: no more than the desa is known of them
	families []byte
}

// countedIn is the cell in which a partition counts them; 0: without a place.
func (b owingBlock) countedIn() geo.Cell {
	if b.placed {
		return b.cell
	}
	return 0
}

// owedNow is what families owe as it stands, kept with every change of one.
const owedNow = "select desa, blocks, families from owed"

// eachOwing reads rows of a desa, its blocks and their families, both packed, and gives a
// block at a time; it is the caller's until then.
func eachOwing(ctx context.Context, tx pgx.Tx, sql string, args []any, do func(owingBlock)) error {
	rows, err := tx.Query(ctx, sql, args...)
	if err != nil {
		return fmt.Errorf("families in arrears: %w", err)
	}
	var b owingBlock
	var blocks, families pgtype.DriverBytes
	_, err = pgx.ForEachRow(rows, []any{(*string)(&b.desa), &blocks, &families}, func() error {
		left := families
		for ; len(blocks) >= bytesOfBlock; blocks = blocks[bytesOfBlock:] {
			b.cell = geo.Cell(binary.BigEndian.Uint64(blocks))
			n := int(int32(binary.BigEndian.Uint32(blocks[8:])))
			b.placed = n > 0
			n = max(n, -n) * bytesOfFamily
			b.families, left = left[:n], left[n:]
			do(b)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("families in arrears: %w", err)
	}
	return nil
}

// owingNow are the sums of blocks as they stand now.
func (m *HeatMonth) owingNow(ctx context.Context, tx pgx.Tx) (out []heat.Owing, err error) {
	var in within
	err = eachOwing(ctx, tx, owedNow, nil, func(b owingBlock) {
		if in.desa != b.desa {
			in = m.within(b.desa)
		}
		o := in.owing(b.cell, b.countedIn())
		for packed := b.families; len(packed) > 0; packed = packed[bytesOfFamily:] {
			f := owingOf(packed)
			o.Sum = o.Plus(partition.Sum{KK: 1, Money: int64(f.arrears), Most: int64(f.arrears)})
			o.Months += int64(f.months)
		}
		o.Expected *= planner.Rupiah(o.KK)
		out = append(out, o)
	})
	return out, err
}

// owingThen are the sums of blocks of what families owed in a month that is past.
func (m *HeatMonth) owingThen(ctx context.Context, tx pgx.Tx) (out []heat.Owing, err error) {
	rows, err := tx.Query(ctx, `
		select h.desa, h.cell, not `+unplaced+`, count(*), sum(least(m.months, 255)), sum(m.arrears)::bigint, max(m.arrears)
		from arrears_month m
		join household h on h.branch_id = m.branch_id and h.id = m.household_id
		where m.month = $1 and m.arrears > 0
		group by 1, 2, 3`, m.Month.First())
	if err != nil {
		return nil, err
	}
	var b owingBlock
	var sum partition.Sum
	var months int64
	_, err = pgx.ForEachRow(rows, []any{(*string)(&b.desa), (*int64)(&b.cell), &b.placed, &sum.KK, &months, &sum.Money, &sum.Most}, func() error {
		o := m.within(b.desa).owing(b.cell, b.countedIn())
		o.Sum, o.Months, o.Expected = sum, months, o.Expected*planner.Rupiah(sum.KK)
		out = append(out, o)
		return nil
	})
	return out, err
}

// within is what a month knows of a desa.
type within struct {
	desa             geo.AreaCode
	ways             ways
	served, expected []ofBlock
}

func (m *HeatMonth) within(desa geo.AreaCode) within {
	return within{desa, m.Partition.in(desa), m.blocks.served[desa], m.blocks.expected[desa]}
}

// owing is a block that nobody lives in yet, with what may be expected of one family.
func (w within) owing(cell, counted geo.Cell) heat.Owing {
	return heat.Owing{Part: int32(w.ways.of(counted)), Served: numberOf(w.served, cell) > 0, Expected: planner.Rupiah(numberOf(w.expected, cell))}
}
