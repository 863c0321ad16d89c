// Package data keeps everything that must survive a restart, in PostgreSQL. SQL
// stands beside the method that runs it. A method that touches a branch's rows
// takes the branch's id and runs inside InBranch; the database itself hides the
// rows of every other branch.
package data

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"

	"binaan/data/migrations"
)

// What a method may report besides a fault of the database.
var (
	ErrNotFound = errors.New("not found")
	ErrConflict = errors.New("in conflict with what is stored")
	ErrTooMany  = errors.New("too many attempts")
	ErrNewer    = errors.New("made by a later version of Binaan; run that one")
	ErrPowers   = errors.New("the role that serves must own nothing and be bound by row-level security")
)

// AppRole is the role that serves and works.
const AppRole = "binaan_app"

// RiverSchema holds the tables of the job queue.
const RiverSchema = "river"

// Store is a pool of connections that act as AppRole, by one clock.
type Store struct {
	Clock
	pool  *pgxpool.Pool
	river *river.Client[pgx.Tx] // inserts only; data/job works
	life  life
	keys  *Keyring // of second factors; nil where nobody logs in

	ferries *ferries // of what phones bring
	press   press
	covers  *covers // of desa
}

// Migrate brings the database of the owner's dsn to the present schema, under a
// lock, so that several programs may start at once.
func Migrate(ctx context.Context, dsn string) error {
	return MigrateTo(ctx, dsn, math.MaxInt64)
}

// MigrateTo is Migrate up to and with the migration of a number.
func MigrateTo(ctx context.Context, dsn string, version int64) error {
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	db := stdlib.OpenDB(*config)
	defer db.Close()
	store, err := database.NewStore(database.DialectPostgres, "goose_db_version")
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if _, err := db.ExecContext(ctx, "select pg_advisory_lock(4099)"); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	db.SetMaxOpenConns(1)
	provider, err := goose.NewProvider("", db, migrations.Files, goose.WithStore(store))
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if err := mustKnow(ctx, provider); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if _, err := provider.UpTo(ctx, version); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return migrateRiver(ctx, dsn)
}

// mustKnow refuses a database that a later version of the program has changed.
func mustKnow(ctx context.Context, provider *goose.Provider) error {
	have, err := provider.GetDBVersion(ctx)
	if err != nil {
		return err
	}
	newest, err := NewestSchema()
	if err != nil {
		return err
	}
	if have > newest {
		return fmt.Errorf("database has schema %d, this program knows %d: %w", have, newest, ErrNewer)
	}
	if have < newest {
		slog.Info("bringing the schema up to date", "is", have, "newest", newest)
	}
	return nil
}

// NewestSchema is the number of the last migration that this program knows.
func NewestSchema() (newest int64, err error) {
	files, err := migrations.Files.ReadDir(".")
	if err != nil {
		return 0, fmt.Errorf("migrations: %w", err)
	}
	for _, f := range files {
		var n int64
		if _, err := fmt.Sscanf(f.Name(), "%d_", &n); err == nil {
			newest = max(newest, n)
		}
	}
	return newest, nil
}

func migrateRiver(ctx context.Context, dsn string) error {
	pool, err := pgxpool.New(ctx, dsn)
	if err != nil {
		return fmt.Errorf("migrate job queue: %w", err)
	}
	defer pool.Close()
	m, err := rivermigrate.New(riverpgxv5.New(pool), &rivermigrate.Config{Schema: RiverSchema})
	if err != nil {
		return fmt.Errorf("migrate job queue: %w", err)
	}
	if _, err := m.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("migrate job queue: %w", err)
	}
	return nil
}

// fewestConnections are enough for the queue, a few workers and an import to go on
// while people read; pgx would open four on a small machine.
const fewestConnections = 16

// Open connects to dsn and acts as AppRole, whoever dsn logs in as. What is written
// bears the clock's time.
func Open(ctx context.Context, dsn string, clock Clock) (*Store, error) {
	config, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	config.MaxConns = max(config.MaxConns, fewestConnections)
	config.AfterConnect = func(ctx context.Context, c *pgx.Conn) error {
		_, err := c.Exec(ctx, "set role "+AppRole+"; "+clock.setting()+patience)
		return err
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	queue, err := river.NewClient(riverpgxv5.New(pool), &river.Config{Schema: RiverSchema})
	if err != nil {
		pool.Close()
		return nil, fmt.Errorf("open job queue: %w", err)
	}
	s := &Store{Clock: clock, pool: pool, river: queue, ferries: newFerries(), covers: newCovers(mostCovered)}
	if err := s.mustBeBound(ctx); err != nil {
		pool.Close()
		return nil, err
	}
	return s, nil
}

// patience is how long a statement waits for somebody else's lock, and how long it may
// take itself: more than any does at the sizes of docs/benchmarks.md. What takes turns
// by design, as imports do, says so itself.
const patience = "; set lock_timeout = '30s'; set statement_timeout = '15min'"

// mustBeBound refuses to act as a role that sees or owns more than AppRole may.
func (s *Store) mustBeBound(ctx context.Context) error {
	var bound bool
	err := s.pool.QueryRow(ctx, `
		select current_user = $1 and not rolsuper and not rolbypassrls and not rolcreaterole and not rolcreatedb
		  and not exists (select from pg_class c where c.relowner = r.oid)
		from pg_roles r
		where rolname = current_user`, AppRole).Scan(&bound)
	if err != nil {
		return fmt.Errorf("reach database: %w", err)
	}
	if !bound {
		return fmt.Errorf("open database: %w", ErrPowers)
	}
	return nil
}

// Close waits for connections in use and closes all.
func (s *Store) Close() {
	s.life.letGo()
	s.pool.Close()
}

// Ready reports whether the database answers and may be written to: ErrReadOnly.
func (s *Store) Ready(ctx context.Context) error {
	var locked bool
	if err := s.pool.QueryRow(ctx, "select current_setting('transaction_read_only')::boolean").Scan(&locked); err != nil {
		return fmt.Errorf("reach database: %w", err)
	}
	if locked {
		return ErrReadOnly
	}
	return nil
}

// Connections counts those in use and those waiting.
func (s *Store) Connections() (busy, idle int) {
	stat := s.pool.Stat()
	return int(stat.AcquiredConns()), int(stat.IdleConns())
}

// Pool is the pool itself, for the job queue and the importer's staging.
func (s *Store) Pool() *pgxpool.Pool { return s.pool }

// InBranch runs do in a transaction that sees the rows of the branches named
// and of no other, and commits unless do fails. ErrInUse, ErrConflict: another
// transaction was in the way; that of an import is named.
//
// Locks are taken in one order, so that nobody waits in a circle: kader, plan (by
// number), plan_unit, territory, branch, the queue.
func (s *Store) InBranch(ctx context.Context, branches []BranchID, do func(pgx.Tx) error) error {
	return s.inBranch(ctx, pgx.TxOptions{}, branches, do)
}

// Snapshot is InBranch for reading one consistent state in several queries.
func (s *Store) Snapshot(ctx context.Context, branches []BranchID, do func(pgx.Tx) error) error {
	return s.inBranch(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, branches, do)
}

func (s *Store) inBranch(ctx context.Context, options pgx.TxOptions, branches []BranchID, do func(pgx.Tx) error) error {
	err := s.scoped(ctx, options, branches, do)
	var named *DoneError
	if len(branches) != 1 || !errors.Is(err, ErrInUse) || errors.As(err, &named) {
		return err
	}
	// What holds rows for longer than others wait is an import.
	return s.scoped(ctx, pgx.TxOptions{}, branches, func(tx pgx.Tx) error {
		return ImportInWay(ctx, tx, branches[0], err, "state = 'running'")
	})
}

func (s *Store) scoped(ctx context.Context, options pgx.TxOptions, branches []BranchID, do func(pgx.Tx) error) error {
	return contested(pgx.BeginTxFunc(ctx, s.pool, options, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "select set_config('binaan.branches', $1::smallint[]::text, true)", branches); err != nil {
			return fmt.Errorf("scope to branches %v: %w", branches, err)
		}
		return do(tx)
	}))
}

// one is a branch alone, as a scope.
func one(b BranchID) []BranchID { return []BranchID{b} }

// missing turns a query's "no rows" into ErrNotFound.
func missing(err error) error {
	if errors.Is(err, pgx.ErrNoRows) {
		return ErrNotFound
	}
	return err
}

// Next reserves n numbers of a noun in a branch and returns the first of them.
func Next(ctx context.Context, tx pgx.Tx, b BranchID, noun string, n int) (int64, error) {
	var last int64
	err := tx.QueryRow(ctx, `
		insert into counter (branch_id, noun, last)
		values ($1, $2, $3)
		on conflict (branch_id, noun) do update set last = counter.last + $3
		returning last`, b, noun, n).Scan(&last)
	if err != nil {
		return 0, fmt.Errorf("number a new %s: %w", noun, err)
	}
	return last - int64(n) + 1, nil
}
