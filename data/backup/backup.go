// Package backup writes all of a database into one file and reads it back into an
// empty one.
package backup

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/jackc/pgx/v5"

	"binaan/data"
)

// What Write and Restore may refuse.
var (
	ErrNotBackup = errors.New("not a whole backup of Binaan")
	ErrNotEmpty  = errors.New("database is not empty")
	ErrMayNot    = errors.New("role must be a superuser or have BYPASSRLS")
)

// magic begins a backup; the number is the version of the format. After
// it comes, compressed by gzip, a frame with the heading as JSON, then for
// each table its rows in frames as PostgreSQL's COPY writes them in text, an
// empty frame and the count of rows, and at last the SHA-256 of all of it.
const magic = "binaan-backup 1\n"

// heading says what follows.
type heading struct {
	Schema    int64      `json:"schema"` // version of the last migration
	Tables    []table    `json:"tables"` // a table after those that it refers to
	Sequences []sequence `json:"sequences"`
}

type table struct {
	Name    string   `json:"name"` // quoted, with its schema
	Columns []string `json:"columns"`
}

// copy begins the COPY of the table's columns, either way.
func (t table) copy() string {
	columns := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		columns[i] = pgx.Identifier{c}.Sanitize()
	}
	return "copy " + t.Name + " (" + strings.Join(columns, ", ") + ")"
}

type sequence struct {
	Name   string `json:"name"`
	Last   int64  `json:"last"`
	Called bool   `json:"called"`
}

// Progress hears of each table that is through.
type Progress func(table string, rows int64)

// Write writes every row of every branch, as of one moment, to w. The role of
// dsn must see past row-level security: ErrMayNot.
func Write(ctx context.Context, dsn string, w io.Writer, progress Progress) error {
	return withConn(ctx, "backup", dsn, func(conn *pgx.Conn) error {
		options := pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
		return pgx.BeginTxFunc(ctx, conn, options, func(tx pgx.Tx) error {
			header, err := describe(ctx, tx)
			if err != nil {
				return err
			}
			if _, err := io.WriteString(w, magic); err != nil {
				return err
			}
			zip := gzip.NewWriter(w)
			if err := write(ctx, tx, header, zip, progress); err != nil {
				return err
			}
			return zip.Close()
		})
	})
}

func write(ctx context.Context, tx pgx.Tx, header heading, w io.Writer, progress Progress) error {
	out := newFrameWriter(w)
	text, err := json.Marshal(header)
	if err != nil {
		return err
	}
	if _, err := out.Write(text); err != nil {
		return err
	}
	for _, t := range header.Tables {
		buffer := bufio.NewWriterSize(out, 1<<16)
		tag, err := tx.Conn().PgConn().CopyTo(ctx, buffer, t.copy()+" to stdout")
		if err != nil {
			return fmt.Errorf("table %s: %w", t.Name, err)
		}
		if err := errors.Join(buffer.Flush(), out.end(tag.RowsAffected())); err != nil {
			return fmt.Errorf("table %s: %w", t.Name, err)
		}
		progress(t.Name, tag.RowsAffected())
	}
	return out.sum()
}

// Restore reads a backup into the database of dsn, which must have no tables:
// ErrNotEmpty. It brings the schema to the backup's version, loads, and only
// then to the present one. The whole of r is read and checked beforehand, so one
// that is cut off, altered or not a backup touches nothing: ErrNotBackup.
func Restore(ctx context.Context, dsn string, r io.ReadSeeker, progress Progress) error {
	if err := verify(r); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	in, header, err := open(r)
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	if newest, err := data.NewestSchema(); err != nil || header.Schema > newest {
		return errors.Join(fmt.Errorf("restore: backup has schema %d, this program knows %d: %w", header.Schema, newest, data.ErrNewer), err)
	}
	if err := withConn(ctx, "restore", dsn, func(conn *pgx.Conn) error { return begin(ctx, conn) }); err != nil {
		return err
	}
	if err := data.MigrateTo(ctx, dsn, header.Schema); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	err = withConn(ctx, "restore", dsn, func(conn *pgx.Conn) error {
		return pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
			if err := load(ctx, tx, in, header, progress); err != nil {
				return err
			}
			if err := data.NewEpoch(ctx, tx); err != nil {
				return err
			}
			_, err := tx.Exec(ctx, "drop schema "+begun)
			return err
		})
	})
	if err != nil {
		return err
	}
	return data.Migrate(ctx, dsn)
}

// begun is a schema that is there from the beginning of a restore until its rows
// are: it marks what a killed one left as nobody's.
const begun = "binaan_restore"

// begin marks an empty database, or makes one empty again that a killed restore
// left behind. ErrNotEmpty: it holds rows of somebody's.
func begin(ctx context.Context, conn *pgx.Conn) error {
	return pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		var left bool
		if err := tx.QueryRow(ctx, "select to_regnamespace($1) is not null", begun).Scan(&left); err != nil {
			return err
		}
		if left {
			_, err := tx.Exec(ctx, "drop schema public cascade; drop schema if exists "+data.RiverSchema+" cascade; create schema public; grant usage on schema public to public")
			return err
		}
		if err := mustBeEmpty(ctx, tx); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, "create schema "+begun)
		return err
	})
}

func mustBeEmpty(ctx context.Context, tx pgx.Tx) error {
	var tables int
	err := tx.QueryRow(ctx, `
		select count(*)
		from pg_class c
		join pg_namespace n on n.oid = c.relnamespace
		where c.relkind in ('r', 'p') and n.nspname in ('public', $1)`, data.RiverSchema).Scan(&tables)
	if err != nil {
		return err
	}
	if tables > 0 {
		return fmt.Errorf("%w: it has %d tables", ErrNotEmpty, tables)
	}
	return nil
}

// open reads a stream up to its header.
func open(r io.Reader) (*frameReader, heading, error) {
	var header heading
	start := make([]byte, len(magic))
	if _, err := io.ReadFull(r, start); err != nil || string(start) != magic {
		return nil, header, fmt.Errorf("%w: it does not begin with %q", ErrNotBackup, strings.TrimSpace(magic))
	}
	zip, err := gzip.NewReader(r)
	if err != nil {
		return nil, header, fmt.Errorf("%w: %w", ErrNotBackup, err)
	}
	in := newFrameReader(zip)
	text, err := in.frame()
	if err != nil {
		return nil, header, err
	}
	if err := json.Unmarshal(text, &header); err != nil {
		return nil, header, fmt.Errorf("%w: header: %w", ErrNotBackup, err)
	}
	return in, header, nil
}

// verify reads r to its end and goes back to where it was.
func verify(r io.ReadSeeker) error {
	start, err := r.Seek(0, io.SeekCurrent)
	if err != nil {
		return err
	}
	in, header, err := open(r)
	if err != nil {
		return err
	}
	for range header.Tables {
		if _, err := io.Copy(io.Discard, in); err != nil {
			return err
		}
		if _, err := in.count(); err != nil {
			return err
		}
	}
	if err := in.verify(); err != nil {
		return err
	}
	_, err = r.Seek(start, io.SeekStart)
	return err
}

// load fills the tables, which hold no more than what the migrations wrote.
func load(ctx context.Context, tx pgx.Tx, in *frameReader, header heading, progress Progress) error {
	have, err := describe(ctx, tx)
	if err != nil {
		return err
	}
	if have.Schema != header.Schema {
		return fmt.Errorf("%w that this version reads: its schema is %d, ours %d", ErrNotBackup, header.Schema, have.Schema)
	}
	known := map[string]bool{}
	for _, t := range have.Tables {
		known[t.Name] = true
		if _, err := tx.Exec(ctx, "truncate "+t.Name+" cascade"); err != nil {
			return err
		}
	}
	if err := triggers(ctx, tx, "disable"); err != nil {
		return err
	}
	for _, t := range header.Tables {
		if !known[t.Name] {
			return fmt.Errorf("%w: table %s is unknown", ErrNotBackup, t.Name)
		}
		if err := loadTable(ctx, tx, in, t, progress); err != nil {
			return fmt.Errorf("table %s: %w", t.Name, err)
		}
	}
	for _, s := range header.Sequences {
		if _, err := tx.Exec(ctx, "select setval($1::text::regclass, $2, $3)", s.Name, s.Last, s.Called); err != nil {
			return fmt.Errorf("sequence %s: %w", s.Name, err)
		}
	}
	if err := triggers(ctx, tx, "enable"); err != nil {
		return err
	}
	return in.verify()
}

// triggers switches off, and on again, what tables do of themselves when rows come: all
// that they did once is in the backup, and would come a second time. Foreign keys hold
// throughout.
func triggers(ctx context.Context, tx pgx.Tx, how string) error {
	rows, err := tx.Query(ctx, "select distinct tgrelid::regclass::text from pg_trigger where not tgisinternal order by 1")
	if err != nil {
		return fmt.Errorf("triggers: %w", err)
	}
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return fmt.Errorf("triggers: %w", err)
	}
	for _, t := range tables {
		if _, err := tx.Exec(ctx, "alter table "+t+" "+how+" trigger user"); err != nil {
			return fmt.Errorf("%s triggers of %s: %w", how, t, err)
		}
	}
	return nil
}

func loadTable(ctx context.Context, tx pgx.Tx, in *frameReader, t table, progress Progress) error {
	tag, err := tx.Conn().PgConn().CopyFrom(ctx, in, t.copy()+" from stdin")
	if err := errors.Join(in.failed, err); err != nil {
		return err
	}
	rows, err := in.count()
	if err != nil {
		return err
	}
	if rows != tag.RowsAffected() {
		return fmt.Errorf("%w: %d rows came, %d were written", ErrNotBackup, tag.RowsAffected(), rows)
	}
	progress(t.Name, rows)
	return nil
}

// withConn runs do on one connection that sees every row.
func withConn(ctx context.Context, what, dsn string, do func(*pgx.Conn) error) error {
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	var may bool
	err = conn.QueryRow(ctx, "select rolsuper or rolbypassrls from pg_roles where rolname = current_user").Scan(&may)
	if err == nil && !may {
		err = fmt.Errorf("%w: %s", ErrMayNot, conn.Config().User)
	}
	if err == nil {
		err = do(conn)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}
