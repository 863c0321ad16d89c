package data

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// Reject is a row that was refused, and why.
type Reject struct {
	Line   int64  `json:"line"`
	Field  string `json:"field"`
	Value  string `json:"value"`
	Reason string `json:"reason"` // Indonesian
}

// RejectList is a page of what an import refused, by line.
type RejectList struct {
	Rejects   []Reject `json:"rejects"`
	Next      int64    `json:"next" doc:"Ask for those after this line; 0: no more"`
	NextField string   `json:"nextField" doc:"and this field of it"`
}

// RejectPage is how many refused cells one request reads at most.
const RejectPage = 100

// Rejects are the rows that an import refused, after a line and a field of it. They hold
// what the file held, so that reading them is audited.
func (s *Store) Rejects(ctx context.Context, b BranchID, id ImportID, line int64, field string, reader int64) (out RejectList, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			select line, field, value, reason
			from import_reject
			where import_id = $1 and (line, field) > ($2, $3)
			order by line, field
			limit $4`, id, line, field, RejectPage+1)
		if err != nil {
			return err
		}
		if out.Rejects, err = pgx.CollectRows(rows, pgx.RowToStructByName[Reject]); err != nil {
			return err
		}
		if len(out.Rejects) > RejectPage {
			out.Rejects = out.Rejects[:RejectPage]
			last := out.Rejects[RejectPage-1]
			out.Next, out.NextField = last.Line, last.Field
		}
		return recordRejects(ctx, tx, b, id, len(out.Rejects), reader)
	})
	if err != nil {
		return RejectList{}, fmt.Errorf("rejects of import %d: %w", id, err)
	}
	return out, nil
}

// RejectedRow is a refused row as the file had it, with all reasons. Cells are
// missing where it could not be told apart into any.
type RejectedRow struct {
	Line   int64
	Cells  []string
	Reason string
}

// RejectedRows are the refused rows of an import by line, to be mended and sent
// again; audited as Rejects are.
func (s *Store) RejectedRows(ctx context.Context, b BranchID, id ImportID, reader int64) (out []RejectedRow, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			select r.line, coalesce(w.cells, '{}') as cells,
			  string_agg(case when r.field = '' then r.reason else r.field || ': ' || r.reason end, '; ' order by r.field) as reason
			from import_reject r
			left join import_reject_row w on w.branch_id = r.branch_id and w.import_id = r.import_id and w.line = r.line
			where r.import_id = $1
			group by r.line, w.cells
			order by r.line`, id)
		if err != nil {
			return err
		}
		if out, err = pgx.CollectRows(rows, pgx.RowToStructByName[RejectedRow]); err != nil {
			return err
		}
		return recordRejects(ctx, tx, b, id, len(out), reader)
	})
	if err != nil {
		return nil, fmt.Errorf("refused rows of import %d: %w", id, err)
	}
	return out, nil
}

func recordRejects(ctx context.Context, tx pgx.Tx, b BranchID, id ImportID, rows int, reader int64) error {
	return Record(ctx, tx, b, Audit{Account: reader, Act: "read refused rows", Reason: fmt.Sprintf("import %d, %d rows", id, rows)})
}
