package data

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
)

// What Backup and Restore may refuse.
var (
	ErrNotBackup = errors.New("not a whole backup of Binaan")
	ErrNotEmpty  = errors.New("database is not empty")
	ErrMayNot    = errors.New("role must be a superuser or have BYPASSRLS")
)

// backupMagic begins a backup; the number is the version of the format. After
// it comes, compressed by gzip, a frame with the backupHeader as JSON, then for
// each table its rows in frames as PostgreSQL's COPY writes them in text, an
// empty frame and the count of rows, and at last the SHA-256 of all of it.
const backupMagic = "binaan-backup 1\n"

// backupHeader says what follows.
type backupHeader struct {
	Schema    int64            `json:"schema"` // version of the last migration
	Tables    []backupTable    `json:"tables"` // a table after those that it refers to
	Sequences []backupSequence `json:"sequences"`
}

type backupTable struct {
	Name    string   `json:"name"` // quoted, with its schema
	Columns []string `json:"columns"`
}

// copy begins the COPY of the table's columns, either way.
func (t backupTable) copy() string {
	columns := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		columns[i] = pgx.Identifier{c}.Sanitize()
	}
	return "copy " + t.Name + " (" + strings.Join(columns, ", ") + ")"
}

type backupSequence struct {
	Name   string `json:"name"`
	Last   int64  `json:"last"`
	Called bool   `json:"called"`
}

// BackupProgress hears of each table that is through.
type BackupProgress func(table string, rows int64)

// Backup writes every row of every branch, as of one moment, to w. The role of
// dsn must see past row-level security: ErrMayNot.
func Backup(ctx context.Context, dsn string, w io.Writer, progress BackupProgress) error {
	return withConn(ctx, "backup", dsn, func(conn *pgx.Conn) error {
		options := pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
		return pgx.BeginTxFunc(ctx, conn, options, func(tx pgx.Tx) error {
			header, err := describe(ctx, tx)
			if err != nil {
				return err
			}
			if _, err := io.WriteString(w, backupMagic); err != nil {
				return err
			}
			zip := gzip.NewWriter(w)
			if err := writeBackup(ctx, tx, header, zip, progress); err != nil {
				return err
			}
			return zip.Close()
		})
	})
}

func writeBackup(ctx context.Context, tx pgx.Tx, header backupHeader, w io.Writer, progress BackupProgress) error {
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
func Restore(ctx context.Context, dsn string, r io.ReadSeeker, progress BackupProgress) error {
	if err := verifyBackup(r); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	in, header, err := openBackup(r)
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	if err := withConn(ctx, "restore", dsn, func(conn *pgx.Conn) error { return mustBeEmpty(ctx, conn) }); err != nil {
		return err
	}
	if err := migrateTo(ctx, dsn, header.Schema); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	err = withConn(ctx, "restore", dsn, func(conn *pgx.Conn) error {
		return pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error { return load(ctx, tx, in, header, progress) })
	})
	if err != nil {
		return err
	}
	return Migrate(ctx, dsn)
}

func mustBeEmpty(ctx context.Context, conn *pgx.Conn) error {
	var tables int
	err := conn.QueryRow(ctx, `
		select count(*)
		from pg_class c
		join pg_namespace n on n.oid = c.relnamespace
		where c.relkind in ('r', 'p') and n.nspname in ('public', $1)`, RiverSchema).Scan(&tables)
	if err != nil {
		return err
	}
	if tables > 0 {
		return fmt.Errorf("%w: it has %d tables", ErrNotEmpty, tables)
	}
	return nil
}

// openBackup reads a stream up to its header.
func openBackup(r io.Reader) (*frameReader, backupHeader, error) {
	var header backupHeader
	magic := make([]byte, len(backupMagic))
	if _, err := io.ReadFull(r, magic); err != nil || string(magic) != backupMagic {
		return nil, header, fmt.Errorf("%w: it does not begin with %q", ErrNotBackup, strings.TrimSpace(backupMagic))
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

// verifyBackup reads r to its end and goes back to where it was.
func verifyBackup(r io.ReadSeeker) error {
	start, err := r.Seek(0, io.SeekCurrent)
	if err != nil {
		return err
	}
	in, header, err := openBackup(r)
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
func load(ctx context.Context, tx pgx.Tx, in *frameReader, header backupHeader, progress BackupProgress) error {
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
	return in.verify()
}

func loadTable(ctx context.Context, tx pgx.Tx, in *frameReader, t backupTable, progress BackupProgress) error {
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
