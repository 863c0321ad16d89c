package data

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
	"binaan/planner/heat"
)

// apart fills the month with its families.
func (m *HeatMonth) apart(ctx context.Context, tx pgx.Tx) error {
	states, err := m.statesIn(ctx, tx, m.blocks.until)
	if err != nil {
		return err
	}
	channels, err := m.channelsIn(ctx, tx, m.blocks.until)
	if err != nil {
		return err
	}
	families, err := m.familiesIn(ctx, tx, states, channels)
	if err != nil {
		return err
	}
	m.Table = heat.NewTable(m.Partition.Rule, m.Partition.Places(), families)
	return nil
}

// categoryOf is a category of each family that is in one but the first, by number. A
// branch numbers its families in a row: each page holds those of some numbers that follow
// each other, and is there where one of them is in a category.
type categoryOf [][]uint16

const numbersOfPage = 1 << 12

func (c *categoryOf) set(id planner.HouseholdID, category uint16) {
	page := int(id / numbersOfPage)
	*c = append(*c, make(categoryOf, max(0, page+1-len(*c)))...)
	if (*c)[page] == nil {
		(*c)[page] = make([]uint16, numbersOfPage)
	}
	(*c)[page][id%numbersOfPage] = category
}

func (c categoryOf) of(id planner.HouseholdID) uint16 {
	if page := int(id / numbersOfPage); page < len(c) && c[page] != nil {
		return c[page][id%numbersOfPage]
	}
	return 0
}

// category is a family's, but for who serves it.
func (o owing) category(states, channels categoryOf) (c heat.Categories) {
	c[heat.Class], c[heat.Band] = uint16(max(0, min(2, o.class-1))), heat.BandOf(o.months)
	if c[heat.Status] = 3; !o.rehab {
		c[heat.Status] = states.of(o.id)
	}
	c[heat.Channel] = channels.of(o.id)
	return c
}

// familiesIn are those in arrears in the month: of now as they are kept packed with every
// change of a family (owed), of another month packed here.
func (m *HeatMonth) familiesIn(ctx context.Context, tx pgx.Tx, states, channels categoryOf) (out []heat.Family, err error) {
	sql, args := owedNow, []any(nil)
	if m.blocks.live {
		n := 0
		if err := tx.QueryRow(ctx, "select coalesce(sum(length(families)), 0)::bigint from owed").Scan(&n); err != nil {
			return nil, fmt.Errorf("number of families in arrears: %w", err)
		}
		out = make([]heat.Family, 0, n/bytesOfFamily)
	} else {
		sql, args = `
			select h.desa, int8send(h.cell) || int4send(count(*)::int * case when `+unplaced+` then -1 else 1 end),
			  string_agg(int8send(h.id) || int8send(m.arrears * 4096 + least(m.months, 255) * 16 + h.classes[1] * 2 + (h.rehab is not null)::int), '')
			from household h
			join arrears_month m on m.branch_id = h.branch_id and m.household_id = h.id
			where m.month = $1 and m.arrears > 0
			group by h.desa, h.cell, `+unplaced, []any{m.Month.First()}
	}
	var in within
	err = eachOwing(ctx, tx, sql, args, func(b owingBlock) {
		if in.desa != b.desa {
			in = m.within(b.desa)
		}
		of := in.owing(b.cell, b.countedIn())
		f := heat.Family{Part: of.Part, Expected: of.Expected}
		served := uint16(numberOf(in.served, b.cell))
		for packed := b.families; len(packed) > 0; packed = packed[bytesOfFamily:] {
			o := owingOf(packed)
			f.Arrears, f.Months, f.Category = o.arrears, int32(o.months), o.category(states, channels)
			f.Category[heat.Kader], f.Category[heat.Covered] = served, min(1, served)
			out = append(out, f)
		}
	})
	return out, err
}

// statesIn are the categories of families that were visited up to a day. They come as two
// lists, in which a family may be named again: a row for each takes longer.
func (m *HeatMonth) statesIn(ctx context.Context, tx pgx.Tx, until planner.Day) (out categoryOf, err error) {
	var visited, promised []int64
	err = tx.QueryRow(ctx, `
		select array_agg(household_id), array_agg(household_id) filter (where promise is not null and promise->>'state' = 'pending' and (promise->>'due')::date >= $1)
		from visit
		where day <= $1 and outcome <> $2`, until, planner.Skipped).Scan(&visited, &promised)
	for _, id := range visited {
		out.set(planner.HouseholdID(id), 1)
	}
	for _, id := range promised {
		out.set(planner.HouseholdID(id), 2)
	}
	return out, err
}

// channelsIn are the categories of families that had paid up to a day.
func (m *HeatMonth) channelsIn(ctx context.Context, tx pgx.Tx, until planner.Day) (out categoryOf, err error) {
	rows, err := tx.Query(ctx, `
		select distinct on (household_id) household_id, channel
		from payment
		where day <= $1 and reversed_on is null
		order by household_id, day desc, ref`, until)
	if err != nil {
		return nil, err
	}
	var id planner.HouseholdID
	var channel string
	_, err = pgx.ForEachRow(rows, []any{&id, &channel}, func() error {
		at, _ := slices.BinarySearch(m.Channels, cmp.Or(channel, otherwise))
		out.set(id, uint16(at+1))
		return nil
	})
	return out, err
}
