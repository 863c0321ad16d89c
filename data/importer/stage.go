package importer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
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
	key     func(*record) uint64 // what two rows of one file may not share; after check
}

// stage reads the file into the temporary table incoming. A row that is refused
// is there too, once for each reason, with nothing but its reason and the first of
// its columns, as far as that was understood.
func (in *intake) stage(ctx context.Context, t table) error {
	s, size, err := openSheet(in.path)
	if err != nil {
		return err
	}
	defer s.Close()
	in.watch.enter("membaca berkas", size)
	columns, used, err := findHeading(s, t.fields, in.headings)
	if errors.Is(err, io.EOF) {
		err = fileError{"Berkas kosong: tidak ada judul kolom."}
	}
	if err != nil {
		return err
	}
	in.Columns = used
	in.remember(used)
	rows := &source{intake: in, table: t, sheet: s, columns: columns, nothing: strings.Repeat("\t\\N", len(t.columns)-1) + "\n"}
	rows.record.cells = make([]string, len(t.fields))
	if err := rows.copy(ctx); err != nil {
		return err
	}
	if in.Rows == 0 {
		return fileError{"Berkas ini hanya berisi judul kolom: tidak ada satu baris data pun di bawahnya."}
	}
	in.notes.seen = append(in.notes.seen, notesOf(s)...)
	return nil
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
		_, err = s.tx.Exec(ctx, "analyze incoming")
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

// source is a file as COPY wants it. It reads, checks and counts rows as they are
// asked for.
type source struct {
	*intake
	table
	sheet   sheet
	columns []int
	record  record
	seen    seen
	nothing string // the columns of a row that is refused, but for the first
	chunk   []byte
	rest    []byte // of chunk
	err     error
}

const chunkSize = 64 << 10

func (s *source) Read(p []byte) (int, error) {
	if len(s.rest) == 0 && s.err == nil {
		s.chunk = s.chunk[:0]
		for len(s.chunk) < chunkSize && s.err == nil {
			s.err = s.row()
		}
		s.rest = s.chunk
		s.watch.reach(s.sheet.Done())
	}
	n := copy(p, s.rest)
	s.rest = s.rest[n:]
	if n == 0 {
		return 0, s.err
	}
	return n, nil
}

// row reads a row, checks it and appends what it came to.
func (s *source) row() error {
	cells, line, err := s.sheet.Next()
	var broken rowError
	switch {
	case errors.As(err, &broken):
		s.Rows++
		s.record.begin(line)
		s.refused(broken.text)
		return nil
	case err != nil:
		return err
	}
	s.Rows++
	s.record.begin(line)
	if fault := rowFault(cells, s.Columns); fault != "" {
		s.refused(fault)
		return nil
	}
	for i, c := range s.columns {
		s.record.cells[i] = ""
		if c >= 0 && c < len(cells) {
			s.record.cells[i] = cells[c]
		}
	}
	s.check(&s.record)
	s.sort()
	return nil
}

// sort puts a row that was checked where it belongs.
func (s *source) sort() {
	r := &s.record
	if len(r.refusals) > 0 {
		s.Rejected++
		for _, no := range r.refusals {
			s.appendRefusal(s.heading(no.field), shown(r.cells[no.field]), no.reason)
		}
		return
	}
	first, same := s.seen.add(s.key(r), uint32(printOf(r.out)), r.line)
	switch {
	case first == 0:
		s.take()
	case same:
		s.Duplicate++
	default:
		s.Rejected++
		s.appendRefusal(s.heading(0), shown(r.cells[0]), fmt.Sprintf("sudah ada di baris %d dengan isi lain; periksa mana yang benar", first))
	}
}

// take appends a row that is good.
func (s *source) take() {
	r := &s.record
	s.chunk = append(strconv.AppendInt(s.chunk, r.line, 10), "\t\\N\t\\N\t\\N\t"...)
	s.chunk = append(append(s.chunk, r.out[:len(r.out)-1]...), '\n')
	for _, n := range r.noticed {
		s.notes.add(n.code, n.text, r.line)
	}
}

// refused refuses a row as a whole.
func (s *source) refused(reason string) {
	s.Rejected++
	s.appendRefusal("", "", reason)
}

func (s *source) appendRefusal(heading, value, reason string) {
	first, _, _ := bytes.Cut(s.record.out, []byte("\t"))
	s.chunk = append(strconv.AppendInt(s.chunk, s.record.line, 10), '\t')
	s.chunk = append(appendText(s.chunk, heading), '\t')
	s.chunk = append(appendText(s.chunk, value), '\t')
	s.chunk = append(appendText(s.chunk, reason), '\t')
	if len(first) == 0 {
		first = []byte("\\N")
	}
	s.chunk = append(append(s.chunk, first...), s.nothing...)
}

// heading is what the file calls a field.
func (s *source) heading(field int) string {
	if c := s.columns[field]; c >= 0 {
		return s.Columns[c].Heading
	}
	return s.fields[field].name
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

// keepRejects lists the refused rows of incoming in the report.
func (in *intake) keepRejects(ctx context.Context) error {
	_, err := in.tx.Exec(ctx, `
		insert into import_reject (branch_id, import_id, line, field, value, reason)
		select $1, $2, line, field, value, reason
		from incoming
		where reason is not null
		on conflict do nothing`, in.branch, in.ID)
	if err != nil {
		return fmt.Errorf("list refused rows: %w", err)
	}
	return nil
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
