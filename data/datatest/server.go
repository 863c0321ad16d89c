// Package datatest gives each test a database of its own on one private
// PostgreSQL per test process. The servers are kept between runs, so that only the
// first run makes one, in memory where there is room for them, else in the temporary
// folder; nothing in them outlives the test that made it.
package datatest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"syscall"

	"github.com/jackc/pgx/v5"

	"binaan/data/builtin"
)

// mostServers is how many test processes of one user may run side by side.
const mostServers = 64

// start opens the server of this process, once. It ends with the process, whose
// death the kernel tells it.
var start = sync.OnceValues(func() (*builtin.Server, error) {
	ctx := context.Background()
	root := filepath.Join(ground(), fmt.Sprintf("binaan-test-%d", os.Getuid()))
	var err error
	for n := range mostServers {
		var server *builtin.Server
		server, err = openSlot(ctx, filepath.Join(root, fmt.Sprint(n)))
		if errors.Is(err, builtin.ErrHeld) {
			continue
		}
		if err != nil {
			return nil, err
		}
		return server, dropDatabases(ctx, server)
	}
	return nil, err
})

// ground is where the servers lie. A database is some thousand files, which a disk takes
// ten times as long to make and to drop as memory does.
func ground() string {
	const memory, room = "/dev/shm", 4 << 30
	var free syscall.Statfs_t
	if os.Getenv("TMPDIR") == "" && syscall.Statfs(memory, &free) == nil && free.Bavail*uint64(free.Bsize) >= room {
		return memory
	}
	return os.TempDir()
}

// openSlot starts the server kept in dir. Without fsync a crash of the machine
// may have spoilt it: then it is made anew.
func openSlot(ctx context.Context, dir string) (*builtin.Server, error) {
	quiet := slog.New(slog.NewTextHandler(io.Discard, nil))
	opts := builtin.Options{Dir: dir, Log: quiet, Alone: true, Fast: true}
	if err := os.MkdirAll(filepath.Dir(dir), 0o711); err != nil {
		return nil, err
	}
	server, err := builtin.Open(ctx, opts)
	if err == nil || errors.Is(err, builtin.ErrHeld) {
		return server, err
	}
	if removeErr := os.RemoveAll(filepath.Join(dir, "pg")); removeErr != nil {
		return nil, errors.Join(err, removeErr)
	}
	return builtin.Open(ctx, opts)
}

// dropDatabases removes what an earlier process was killed over.
func dropDatabases(ctx context.Context, server *builtin.Server) error {
	return asSuper(ctx, server, func(conn *pgx.Conn) error {
		rows, err := conn.Query(ctx, "select datname from pg_database where datname like 'test\\_%'")
		if err != nil {
			return err
		}
		names, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			return err
		}
		for _, name := range names {
			if _, err := conn.Exec(ctx, "drop database "+name+" with (force)"); err != nil {
				return err
			}
		}
		return nil
	})
}

func asSuper(ctx context.Context, server *builtin.Server, do func(*pgx.Conn) error) error {
	conn, err := pgx.Connect(ctx, server.DatabaseDSN(builtin.Super, builtin.Super))
	if err != nil {
		return fmt.Errorf("test database: %w", err)
	}
	return errors.Join(do(conn), conn.Close(ctx))
}
