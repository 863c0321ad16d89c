package data

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"binaan/planner"
)

// ImportID numbers an import within its branch.
type ImportID int64

// Import is a file that came in. Rows = Accepted + Updated + Unchanged +
// Duplicate + Rejected once it is done; the table checks it too.
type Import struct {
	ID         ImportID     `json:"id"`
	Kind       string       `json:"kind"`
	File       string       `json:"file"`
	State      WorkState    `json:"state"`
	AsOf       planner.Day  `json:"asOf"`
	DryRun     bool         `json:"dryRun"`
	Forced     bool         `json:"forced"`
	Erase      bool         `json:"erase"` // an empty cell takes away what is stored
	Stage      string       `json:"stage"`
	Done       int64        `json:"done"`
	Total      int64        `json:"total"`
	Rows       int64        `json:"rows"`
	Accepted   int64        `json:"accepted"`
	Updated    int64        `json:"updated"`
	Unchanged  int64        `json:"unchanged"`
	Duplicate  int64        `json:"duplicate"`
	Rejected   int64        `json:"rejected"`
	Absent     int64        `json:"absent" doc:"Stored families in arrears that the file should have named"`
	Columns    []ColumnUsed `json:"columns"`
	Warnings   []Warning    `json:"warnings"`
	Error      string       `json:"error,omitempty"`
	CreatedBy  string       `json:"createdBy"`
	StartedAt  time.Time    `json:"startedAt"`
	FinishedAt *time.Time   `json:"finishedAt,omitempty"`
	Kept       bool         `json:"kept"` // what it found is kept, so that it can be undone
	UndoneAt   *time.Time   `json:"undoneAt,omitempty"`
	UndoneBy   string       `json:"undoneBy,omitempty"`
	Resumable  bool         `json:"resumable" doc:"It was broken off, and its file is kept: it can go on without being sent anew"`
	Upload     Upload       `json:"-" db:"-"`
}

// ColumnUsed tells which field a heading of the file was taken for; an empty
// field: the column was not used.
type ColumnUsed struct {
	Heading string `json:"heading"`
	Field   string `json:"field"`
}

// Warning is something noticed in rows that were taken all the same.
type Warning struct {
	Code  string `json:"code"`
	Text  string `json:"text"` // Indonesian
	Rows  int64  `json:"rows"`
	First int64  `json:"first"` // line
}

const importColumns = `id, kind, file, state, as_of, dry_run, forced, erase, kept, undone_at, undone_by, stage, done, total, rows, accepted, updated, unchanged, duplicate, rejected, absent,
	columns, warnings, error, created_by, started_at, finished_at, coalesce(` + resumable + `, false) as resumable`

// BeginImport writes down that a file has come in.
func (s *Store) BeginImport(ctx context.Context, b BranchID, i Import) (id ImportID, err error) {
	life, err := s.lifeline(ctx, 0) // one that was lost a moment ago would end the import
	if err != nil {
		return 0, fmt.Errorf("begin import %s: %w", i.File, err)
	}
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		if err := failLost(ctx, tx); err != nil {
			return err
		}
		n, err := Next(ctx, tx, b, "import", 1)
		if err != nil {
			return err
		}
		id = ImportID(n)
		_, err = tx.Exec(ctx, `
			insert into import (branch_id, id, kind, file, state, as_of, dry_run, forced, erase, created_by, life, upload_name, upload_key)
			values ($1, $2, $3, $4, 'queued', $5, $6, $7, $8, $9, $10, $11, $12)`, b, id, i.Kind, i.File, i.AsOf, i.DryRun, i.Forced, i.Erase, i.CreatedBy, life, i.Upload.Name, i.Upload.Key)
		if err != nil {
			return err
		}
		about := fmt.Sprintf("import %d by %s: %s as of %s, %q, dry run %t, forced %t", id, i.CreatedBy, i.Kind, i.AsOf, i.File, i.DryRun, i.Forced)
		return Record(ctx, tx, b, Audit{By: i.CreatedBy, Act: "begin import", Reason: about})
	})
	if err != nil {
		return 0, fmt.Errorf("begin import %s: %w", i.File, err)
	}
	return id, nil
}

// ReportImport keeps an import's progress. ErrConflict: it has ended, so the
// work should stop.
func (s *Store) ReportImport(ctx context.Context, b BranchID, id ImportID, stage string, done, total int64) error {
	if _, err := s.lifeline(ctx, lookAfter); err != nil {
		return fmt.Errorf("report import %d: %w", id, err)
	}
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `
			update import set state = 'running', stage = $2, done = $3, total = $4
			where id = $1 and state in ('queued', 'running')`, id, stage, done, total)
		if err == nil && tag.RowsAffected() == 0 {
			err = ErrConflict
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("report import %d: %w", id, err)
	}
	return nil
}

// EndImport writes how an import ended, with the rows it refused. It belongs to
// the transaction that applies the file, so that both happen or neither.
func EndImport(ctx context.Context, tx pgx.Tx, b BranchID, i Import, digest []byte, rejects []Reject) error {
	tag, err := tx.Exec(ctx, `
		update import set state = $2, digest = $3, rows = $4, accepted = $5, updated = $6, unchanged = $7, duplicate = $8, rejected = $9,
		  columns = $10, warnings = $11, error = $12, absent = $13, kept = not dry_run, upload_key = '',
		  finished_at = moment() + (clock_timestamp() - now()) -- the transaction is as old as the import
		where id = $1 and state in ('queued', 'running')`,
		i.ID, i.State, digest, i.Rows, i.Accepted, i.Updated, i.Unchanged, i.Duplicate, i.Rejected, notNil(i.Columns), notNil(i.Warnings), i.Error, i.Absent)
	if err == nil && tag.RowsAffected() == 0 {
		err = ErrConflict
	}
	if err != nil {
		return fmt.Errorf("end import %d: %w", i.ID, err)
	}
	about := fmt.Sprintf("import %d %s: %d rows, %d accepted, %d updated, %d rejected, dry run %t", i.ID, i.State, i.Rows, i.Accepted, i.Updated, i.Rejected, i.DryRun)
	if err := Record(ctx, tx, b, Audit{By: i.CreatedBy, Act: "end import", Reason: about}); err != nil {
		return err
	}
	return stage(ctx, tx, "import_reject", []string{"branch_id", "import_id", "line", "field", "value", "reason"}, len(rejects), func(n int) []any {
		r := rejects[n]
		return []any{b, i.ID, r.Line, r.Field, r.Value, r.Reason}
	})
}

// FailImport writes why an import came to nothing, in Indonesian, and whether the same
// file may be tried again as it is. One that has ended stays as it is.
func (s *Store) FailImport(ctx context.Context, b BranchID, id ImportID, why string, again bool) error {
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		var by string
		err := tx.QueryRow(ctx, `
			update import set state = 'failed', error = $2, finished_at = moment(), upload_key = case when $3 then upload_key else '' end
			where id = $1 and state in ('queued', 'running')
			returning created_by`, id, why, again).Scan(&by)
		if errors.Is(missing(err), ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		return recordRefusal(ctx, tx, b, id, by, why)
	})
	if err != nil {
		return fmt.Errorf("fail import %d: %w", id, err)
	}
	return nil
}

// recordRefusal audits that an import came to nothing.
func recordRefusal(ctx context.Context, tx pgx.Tx, b BranchID, id ImportID, by, why string) error {
	return Record(ctx, tx, b, Audit{By: by, Act: "refuse import", Reason: fmt.Sprintf("import %d: %s", id, why)})
}

func notNil[T any](v []T) []T {
	if v == nil {
		return []T{}
	}
	return v
}

// What became of an import on which somebody else acts. All are an ErrConflict.
var (
	ErrImportEnded     = fmt.Errorf("import has ended: %w", ErrConflict)
	ErrImportCancelled = fmt.Errorf("import was cancelled: %w", ErrConflict)
)

// importEnded is how an import ended, naming whose it was or who cancelled it.
func importEnded(ctx context.Context, tx pgx.Tx, b BranchID, id ImportID) error {
	var by string
	if err := tx.QueryRow(ctx, "select ended_by from import where id = $1", id).Scan(&by); err != nil {
		return missing(err)
	}
	what := ErrImportEnded
	if by != "" {
		what = ErrImportCancelled
	}
	return whoDid(ctx, tx, b, what, "select coalesce(nullif(ended_by, ''), created_by), finished_at, file from import where id = $1 and finished_at is not null", id)
}

// ImportInWay is what, naming who brought the newest file of a branch that satisfies a condition.
func ImportInWay(ctx context.Context, tx pgx.Tx, b BranchID, what error, condition string) error {
	return whoDid(ctx, tx, b, what, "select created_by, coalesce(finished_at, started_at), file from import where "+condition+" order by id desc limit 1")
}

// UndoneBy is what, naming who took an import back, where somebody did.
func UndoneBy(ctx context.Context, tx pgx.Tx, b BranchID, what error, id ImportID) error {
	return whoDid(ctx, tx, b, what, "select undone_by, undone_at, file from import where id = $1 and undone_at is not null", id)
}

// CancelImport stops an import that has not ended. ErrImportEnded, ErrImportCancelled: it has.
func (s *Store) CancelImport(ctx context.Context, b BranchID, id ImportID, by string) error {
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, "update import set state = 'cancelled', ended_by = $2, upload_key = '', finished_at = moment() where id = $1 and state in ('queued', 'running')", id, by)
		if err == nil && tag.RowsAffected() == 0 {
			err = importEnded(ctx, tx, b, id)
		}
		if err != nil {
			return err
		}
		return Record(ctx, tx, b, Audit{By: by, Act: "cancel import", Reason: fmt.Sprintf("import %d by %s", id, by)})
	})
	if err != nil {
		return fmt.Errorf("cancel import %d: %w", id, err)
	}
	return nil
}

// Imports are the branch's last imports, the newest first.
func (s *Store) Imports(ctx context.Context, b BranchID) (out []Import, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, "select "+importColumns+" from import order by id desc limit 100")
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, pgx.RowToStructByName[Import])
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("imports: %w", err)
	}
	return out, nil
}

// Import finds an import.
func (s *Store) Import(ctx context.Context, b BranchID, id ImportID) (i Import, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, "select "+importColumns+" from import where id = $1", id)
		if err != nil {
			return err
		}
		i, err = pgx.CollectExactlyOneRow(rows, pgx.RowToStructByName[Import])
		return missing(err)
	})
	if err != nil {
		return i, fmt.Errorf("import %d: %w", id, err)
	}
	return i, nil
}

// LastAsOf is the day of the newest applied file of a kind; nil when none was.
func LastAsOf(ctx context.Context, tx pgx.Tx, kind string) (day *planner.Day, err error) {
	err = tx.QueryRow(ctx, "select max(as_of) from import where kind = $1 and state = 'done' and not dry_run and undone_at is null", kind).Scan(&day)
	if err != nil {
		return nil, fmt.Errorf("last %s import: %w", kind, err)
	}
	return day, nil
}

// UndoImport marks an import as undone. ErrConflict: it is not the newest that was
// applied, or nothing of what it found is kept.
func UndoImport(ctx context.Context, tx pgx.Tx, b BranchID, id ImportID, by string) error {
	tag, err := tx.Exec(ctx, `
		update import i set kept = false, undone_at = moment(), undone_by = $2
		where id = $1 and kept and undone_at is null and not exists (
		  select from import n where n.branch_id = i.branch_id and n.id > i.id and n.state = 'done' and not n.dry_run and n.undone_at is null)`, id, by)
	if err == nil && tag.RowsAffected() == 0 {
		err = ErrConflict
	}
	if err != nil {
		return fmt.Errorf("mark import %d as undone: %w", id, err)
	}
	return Record(ctx, tx, b, Audit{By: by, Act: "undo import", Reason: fmt.Sprintf("import %d by %s", id, by)})
}

// ColumnMap is the branch's saved reading of headings, empty at first.
func (s *Store) ColumnMap(ctx context.Context, b BranchID, kind string) (headings map[string]string, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		return tx.QueryRow(ctx, "select coalesce((select headings from column_map where kind = $1), '{}')", kind).Scan(&headings)
	})
	if err != nil {
		return nil, fmt.Errorf("column map of %s: %w", kind, err)
	}
	return headings, nil
}

// SaveColumnMap keeps how headings were read, for the next file.
func SaveColumnMap(ctx context.Context, tx pgx.Tx, b BranchID, kind string, headings map[string]string) error {
	_, err := tx.Exec(ctx, `
		insert into column_map (branch_id, kind, headings)
		values ($1, $2, $3)
		on conflict (branch_id, kind) do update set headings = excluded.headings`, b, kind, headings)
	if err != nil {
		return fmt.Errorf("save column map of %s: %w", kind, err)
	}
	return nil
}
