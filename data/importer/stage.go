package importer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"binaan/data"
)

// table is what a kind's rows are checked into before any of them is compared
// with what is stored.
type table struct {
	fields  []field
	columns []string // of the staging table, with their types, in the order in which check puts them
	check   func(*record)
	key     func(*record) uint64                        // what two rows of one file may not share; after check
	kin     func(*record) uint32                        // a print of what rows of one key must agree in, or neither is believed; nil: the first is
	content func([]byte) []byte                         // of a staged row, what two of one key are compared by; nil: all of it
	fold    func(*record) (folded bool, refusal string) // before check: the row goes into another one, or is refused; may be nil
	again   func() bool                                 // after a reading: another one is needed; may be nil
	begin   func()                                      // before the first row, each time that the file is read; may be nil
}

// mostReadings bounds how often a file is read anew with what the reading before
// taught of its columns. What a third reading would learn is not believed.
const mostReadings = 3

// stage reads the file into the temporary table incoming. A row that is refused
// is there too, once for each reason, with nothing but its reason and the first of
// its columns, as far as that was understood.
func (in *intake) stage(ctx context.Context, t table) error {
	in.asked = t.fields
	counts, seen := in.Import, len(in.notes.seen)
	known := lessons{dates: make([]dates, len(t.fields))}
	for reading := 1; ; reading++ {
		learned, err := in.read(ctx, t, known)
		if err != nil {
			return err
		}
		anew := t.again != nil && t.again()
		if learned.equal(known) && !anew || reading == mostReadings {
			break
		}
		known, in.Import, in.notes.seen = learned, counts, in.notes.seen[:seen]
		if _, err := in.tx.Exec(ctx, "drop table incoming"); err != nil {
			return fmt.Errorf("stage: %w", err)
		}
	}
	if in.Rows == 0 {
		return fileError{"Berkas ini hanya berisi judul kolom: tidak ada satu baris data pun di bawahnya."}
	}
	return nil
}

// read reads the file once, in the light of what is known of its columns, and
// tells what it learned of them.
func (in *intake) read(ctx context.Context, t table, known lessons) (learned lessons, err error) {
	s, size, err := openSheet(in.path)
	if err != nil {
		return learned, err
	}
	defer s.Close()
	in.watch.enter("membaca berkas", size)
	head, err := findHeading(s, t.fields, in.headings)
	if errors.Is(err, io.EOF) {
		err = fileError{"Berkas kosong: tidak ada judul kolom."}
	}
	if err != nil {
		return learned, err
	}
	in.Columns = head.used
	in.remember(head.used)
	if t.begin != nil {
		t.begin()
	}
	if head.above > 0 {
		in.notes.add("di_atas_judul", "baris di atas judul kolom tampak berisi data dan tidak dibaca: pindahkan judul ke atasnya", head.above)
	}
	rows := newSource(in, t, s, head, known)
	if err := rows.copy(ctx); err != nil {
		return learned, err
	}
	in.notes.seen = append(in.notes.seen, notesOf(s)...)
	if in.sheets = sheetsOf(s); len(in.sheets) > 1 && int64(len(rows.disputed))*4 > in.Rows {
		return learned, fileError{"Lembar-lembar berkas ini memuat keluarga yang sama dengan tunggakan yang berbeda, misalnya satu lembar per bulan: kirim lembar yang terbaru saja."}
	}
	rows.tellColumns()
	if err := in.refuseLines(ctx, rows.disputed, rows.heading(0), "ada beberapa kali dengan tunggakan yang berbeda: tidak dapat diketahui mana yang benar"); err != nil {
		return learned, err
	}
	return rows.learned(), nil
}

// copy fills incoming.
func (s *source) copy(ctx context.Context) error {
	columns := "line bigint not null, field text, value text, reason text, " + strings.Join(s.table.columns, ", ")
	if _, err := s.tx.Exec(ctx, "create temporary table incoming ("+columns+") on commit drop"); err != nil {
		return fmt.Errorf("stage: %w", err)
	}
	_, err := s.tx.Conn().PgConn().CopyFrom(ctx, s, "copy incoming from stdin")
	if s.err != nil && !errors.Is(s.err, io.EOF) {
		return s.err // what was wrong with the file, not what PostgreSQL made of it
	}
	if err == nil {
		_, err = s.tx.Exec(ctx, "set local default_statistics_target = 10; analyze incoming")
	}
	if err != nil {
		return fmt.Errorf("stage: %w", err)
	}
	return nil
}

// remember adds what the headings of this file were taken for to what is kept.
func (in *intake) remember(used []data.ColumnUsed) {
	in.headings = maps.Clone(in.headings)
	for _, u := range used {
		if u.Field != "" {
			in.headings[u.Heading] = u.Field
		}
	}
}

// has tells whether the file has a column for a field.
func (in *intake) has(name string) bool {
	return slices.ContainsFunc(in.Columns, func(u data.ColumnUsed) bool { return u.Field == name })
}

// refuseStaged refuses rows that were staged, for what only the stored rows
// show: where is a condition on i, a row of incoming, column is what it holds for
// the field.
func (in *intake) refuseStaged(ctx context.Context, field, column, reason, where string, args ...any) error {
	heading := field
	for _, u := range in.Columns {
		if u.Field == field {
			heading = u.Heading
		}
	}
	args = append([]any{heading, reason}, args...)
	tag, err := in.tx.Exec(ctx, "update incoming i set field = $1, value = i."+column+"::text, reason = $2 where i.reason is null and ("+where+")", args...)
	if err != nil {
		return fmt.Errorf("refuse rows: %w", err)
	}
	in.Rejected += tag.RowsAffected()
	return nil
}

// refuseLines refuses rows that were staged, for their first field.
func (in *intake) refuseLines(ctx context.Context, lines []int64, heading, reason string) error {
	if len(lines) == 0 {
		return nil
	}
	tag, err := in.tx.Exec(ctx, "update incoming set field = $1, value = '', reason = $2 where reason is null and line = any($3)", heading, reason, lines)
	if err != nil {
		return fmt.Errorf("refuse rows: %w", err)
	}
	in.Rejected += tag.RowsAffected()
	return nil
}

// keepRejects lists the refused rows of incoming in the report.
func (in *intake) keepRejects(ctx context.Context) error {
	titles, above := []string{}, []int64{}
	for _, s := range in.sheets {
		titles, above = append(titles, s.title), append(above, s.above)
	}
	_, err := in.tx.Exec(ctx, `
		insert into import_reject (branch_id, import_id, line, field, value, reason)
		select $1, $2, line, field, value, reason || coalesce((
		  select format(' (lembar %s, baris %s)', s.title, line - s.above)
		  from unnest($3::text[], $4::bigint[]) s (title, above)
		  where s.above < line
		  order by s.above desc
		  limit 1), '')
		from incoming
		where reason is not null
		on conflict do nothing`, in.branch, in.ID, titles, above)
	if err != nil {
		return fmt.Errorf("list refused rows: %w", err)
	}
	return in.keepRefusedRows(ctx)
}

// counted works out what became of the rows that were staged, once the stored
// ones were changed.
func (in *intake) counted(accepted, updated int64) {
	in.Accepted, in.Updated = accepted, updated
	in.Unchanged = in.Rows - in.Duplicate - in.Rejected - accepted - updated
}

// copyRows fills a temporary table made for it.
func copyRows(ctx context.Context, tx pgx.Tx, name, columns string, list []string, n int, row func(int) []any) error {
	if _, err := tx.Exec(ctx, "create temporary table "+name+" ("+columns+") on commit drop"); err != nil {
		return fmt.Errorf("stage %s: %w", name, err)
	}
	_, err := tx.CopyFrom(ctx, pgx.Identifier{name}, list, pgx.CopyFromSlice(n, func(i int) ([]any, error) { return row(i), nil }))
	if err != nil {
		return fmt.Errorf("stage %s: %w", name, err)
	}
	if _, err := tx.Exec(ctx, "analyze "+name); err != nil {
		return fmt.Errorf("stage %s: %w", name, err)
	}
	return nil
}
