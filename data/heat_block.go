package data

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"binaan/geo"
)

// ofBlocks is a number of each block, by desa. They are read a desa at a time: a row for
// each of some twenty thousand blocks takes longer than all that is done with them.
type ofBlocks map[geo.AreaCode][]ofBlock

// ofBlock is the number of the block of a cell.
type ofBlock struct {
	cell geo.Cell
	n    int64
}

// bytes is about what the numbers take of memory.
func (o ofBlocks) bytes() (n int) {
	for _, in := range o {
		n += 16 * len(in)
	}
	return n
}

// numberOf is that of the block of a cell, of those of a desa; 0 where there is none.
func numberOf(in []ofBlock, cell geo.Cell) int64 {
	at, found := slices.BinarySearchFunc(in, cell, func(b ofBlock, cell geo.Cell) int { return cmp.Compare(b.cell, cell) })
	if !found {
		return 0
	}
	return in[at].n
}

// sort orders the blocks of each desa by their cells, as at looks for them.
func (o ofBlocks) sort() {
	for _, in := range o {
		slices.SortFunc(in, func(a, b ofBlock) int { return cmp.Compare(a.cell, b.cell) })
	}
}

// ofBlocksIn reads rows of a desa, some of its cells, and a number of each.
func ofBlocksIn(ctx context.Context, tx pgx.Tx, sql string, args ...any) (ofBlocks, error) {
	rows, err := tx.Query(ctx, sql, args...)
	if err != nil {
		return nil, fmt.Errorf("numbers of blocks: %w", err)
	}
	out := ofBlocks{}
	var desa geo.AreaCode
	var cells, numbers []int64
	_, err = pgx.ForEachRow(rows, []any{(*string)(&desa), &cells, &numbers}, func() error {
		in := make([]ofBlock, len(cells))
		for i, cell := range cells {
			in[i] = ofBlock{geo.Cell(cell), numbers[i]}
		}
		out[desa] = in
		return nil
	})
	out.sort()
	if err != nil {
		return nil, fmt.Errorf("numbers of blocks: %w", err)
	}
	return out, nil
}
