package importer

import (
	"bytes"
	"context"
	"fmt"

	"github.com/cespare/xxhash/v2"
	"github.com/jackc/pgx/v5"
)

// told are the prints of the rows that told of the branch's households last, by KK.
func (in *intake) told(ctx context.Context) (map[uint64]uint64, error) {
	rows, err := in.tx.Query(ctx, "select no_kk::bigint, print from household where print <> 0")
	if err != nil {
		return nil, fmt.Errorf("prints of households: %w", err)
	}
	out := map[uint64]uint64{}
	var kk, print int64
	_, err = pgx.ForEachRow(rows, []any{&kk, &print}, func() error {
		out[uint64(kk)] = uint64(print)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("prints of households: %w", err)
	}
	return out, nil
}

// stablePrint is the print of a row that all programs make of it; never 0.
func stablePrint(row []byte) uint64 {
	return max(1, xxhash.Sum64(row))
}

// withoutFigures leaves of a staged row that was told before the KK number and
// where the household is: of all else it says nothing new. It shortens row in place.
func (c *householdCheck) withoutFigures(row []byte) []byte {
	from, to := 0, 0
	for _, stays := range c.stays {
		end := from + bytes.IndexByte(row[from:], '\t') + 1
		switch {
		case stays:
			to += copy(row[to:], row[from:end])
		case end-from < len("\\N\t"): // an empty text has no room for null
			to += copy(row[to:], row[from:end])
		default:
			to += copy(row[to:], "\\N\t")
		}
		from = end
	}
	return row[:to]
}

// staysIn tells by column what withoutFigures leaves.
func staysIn(columns []householdColumn) (stays []bool) {
	for _, c := range columns {
		stays = append(stays, c.name == "no_kk" || c.name == "desa" || c.placed())
	}
	return stays
}
