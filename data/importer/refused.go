package importer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"binaan/data"
)

// mostRefused is how many refused rows are kept as the file had them.
const mostRefused = 50_000

// keepRefusedRows reads the file once more for the rows that were refused, so that
// they can be mended and sent again.
func (in *intake) keepRefusedRows(ctx context.Context) error {
	rows, err := in.tx.Query(ctx, "select distinct line from incoming where reason is not null order by line limit $1", mostRefused)
	if err != nil {
		return fmt.Errorf("refused rows: %w", err)
	}
	lines, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil || len(lines) == 0 {
		return err
	}
	refused, err := in.rowsAt(ctx, lines)
	if err != nil {
		return err
	}
	err = copyRows(ctx, in.tx, "refused_row", "line bigint, cells text[]", []string{"line", "cells"}, len(refused), func(i int) []any {
		return []any{refused[i].Line, refused[i].Cells}
	})
	if err != nil {
		return err
	}
	_, err = in.tx.Exec(ctx, `
		insert into import_reject_row (branch_id, import_id, line, cells)
		select $1, $2, line, cells from refused_row`, in.branch, in.ID)
	if err != nil {
		return fmt.Errorf("keep refused rows: %w", err)
	}
	return nil
}

// rowsAt are the rows of the file on some lines, ascending. Rows that cannot be
// told apart into cells are left out.
func (in *intake) rowsAt(ctx context.Context, lines []int64) (out []data.RejectedRow, err error) {
	s, size, err := openSheet(in.path)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	in.watch.enter("menulis baris yang ditolak", size)
	if _, err := findHeading(s, in.asked, in.headings); err != nil {
		return nil, err
	}
	for last := lines[len(lines)-1]; ; {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		cells, line, err := s.Next()
		switch {
		case errors.Is(err, io.EOF):
			return out, nil
		case errors.As(err, new(rowError)):
			continue
		case err != nil:
			return nil, err
		}
		if _, refused := slices.BinarySearch(lines, line); refused {
			out = append(out, data.RejectedRow{Line: line, Cells: kept(cells, len(in.Columns))})
		}
		if line >= last {
			return out, nil
		}
		in.watch.reach(s.Done())
	}
}

// kept are copies of the cells of a row, as PostgreSQL can keep them; none goes
// missing where the row is wider than the heading.
func kept(cells []string, width int) []string {
	out := make([]string, max(width, len(cells)))
	for i, cell := range cells {
		out[i] = strings.ToValidUTF8(strings.ReplaceAll(cell, "\x00", ""), "")
	}
	return out
}

// Why a refused row stands in the sheet of refused rows, and where it stood. The
// headings are no field's, so that the sheet can be sent as it is.
const (
	reasonHeading = "Alasan ditolak"
	lineHeading   = "Baris asal"
)

// RefusedSheet is the sheet of the refused rows of an import, heading first: the
// original row beside each reason. Of a kind without rows, or a file that could not
// be told apart, it lists reasons alone.
func RefusedSheet(i data.Import, rows []data.RejectedRow) (sheet [][]string) {
	width := len(i.Columns)
	for _, r := range rows {
		width = max(width, len(r.Cells))
	}
	head := make([]string, width, width+2)
	for c, used := range i.Columns {
		head[c] = used.Heading
	}
	if i.Kind == "areas" || i.Kind == "roads" {
		head = head[:0]
	}
	sheet = append(sheet, append(head, reasonHeading, lineHeading))
	for _, r := range rows {
		row := make([]string, len(head), len(head)+2)
		for c := range min(len(row), len(r.Cells)) {
			row[c] = data.AsText(r.Cells[c])
		}
		sheet = append(sheet, append(row, r.Reason, fmt.Sprint(r.Line)))
	}
	return sheet
}
