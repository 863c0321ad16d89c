package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"binaan/data"
	"binaan/data/builtin"
)

// databaseConfig tells where the rows are, in a database of the deployer's when
// URL is set, else in the private PostgreSQL of a data folder, and by which clock
// they are read and written.
type databaseConfig struct {
	URL        string
	Unverified bool
	DataDir    string
	PGBin      string
	clock      clockFlag
}

func (c *databaseConfig) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	c.clock.add(cmd)
	f.StringVar(&c.URL, "database-url", "", "PostgreSQL of yours, as its owner: postgres://owner@host/binaan")
	f.BoolVar(&c.Unverified, "unverified-database", false, "take a database on another machine whose certificate nobody checks: the network between is yours alone")
	f.StringVar(&c.DataDir, "data-dir", "", "folder of the private PostgreSQL (default "+defaultDataDir()+")")
	f.StringVar(&c.PGBin, "pg-bin", "", "folder of PostgreSQL's server programs (default: looked for)")
}

// rootDataDir is the data folder of root; tests have none.
var rootDataDir = "/var/lib/binaan"

// defaultDataDir is rootDataDir for root, else a folder of the user's.
func defaultDataDir() string {
	if os.Geteuid() == 0 {
		return rootDataDir
	}
	if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "binaan")
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "binaan-data"
	}
	return filepath.Join(home, ".local", "share", "binaan")
}

func (c *databaseConfig) dataDir() string {
	if c.DataDir == "" {
		return defaultDataDir()
	}
	return c.DataDir
}

// database is a place for rows that is up: owner changes the schema, app serves
// and works.
type database struct {
	owner, app string
	clock      data.Clock
	dir        string          // of the private PostgreSQL
	server     *builtin.Server // nil when the database is the deployer's
}

// open reaches the database, starting the private one if no other program has,
// without touching the schema.
func (c *databaseConfig) open(ctx context.Context) (*database, error) {
	if c.URL != "" {
		if c.DataDir != "" || c.PGBin != "" {
			return nil, fmt.Errorf("%w: --database-url does not go with --data-dir or --pg-bin", errUsage)
		}
		why, err := unverified(c.URL)
		if err != nil {
			return nil, err
		}
		if why != "" && !c.Unverified {
			return nil, fmt.Errorf("%w: %s; or --unverified-database, where the network between is yours alone", errUsage, why)
		}
		if why != "" {
			slog.Warn("THE LINE TO THE DATABASE IS NOT VERIFIED", "why", why)
		}
		return &database{owner: c.URL, app: c.URL, clock: c.clock.Clock}, nil
	}
	server, err := builtin.Open(ctx, builtin.Options{Dir: c.dataDir(), PGBin: c.PGBin, Log: slog.Default()})
	if err != nil {
		return nil, err
	}
	return &database{owner: server.DSN(builtin.Owner), app: server.DSN(builtin.App), server: server, clock: c.clock.Clock, dir: c.dataDir()}, nil
}

// watch waits for the end of the private PostgreSQL or of ctx. Where another program runs
// it, this one does from the moment that one is gone.
func (d *database) watch(ctx context.Context) error {
	if d.server == nil {
		<-ctx.Done()
		return nil
	}
	if err := d.server.Inherit(ctx); err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return fmt.Errorf("database is gone: %w", err)
	}
	select {
	case <-ctx.Done():
		return nil
	case <-d.server.Done():
		return fmt.Errorf("database is gone: %w", d.server.Err())
	}
}

// room reports whether the private PostgreSQL has room; the deployer looks after
// another.
func (d *database) room() error {
	if d.server == nil {
		return nil
	}
	return builtin.DataRoom(d.dir)
}

func (d *database) close() error {
	if d.server == nil {
		return nil
	}
	return d.server.Stop()
}

// leave keeps programs that begin from now on from joining a private PostgreSQL that
// is about to stop.
func (d *database) leave() {
	if d.server == nil {
		return
	}
	if err := d.server.Leave(); err != nil {
		slog.Warn("other programs may still join the PostgreSQL that stops", "error", err)
	}
}

// withDatabase runs do with the database up and stops it again. What do still has to
// finish after ctx has ended may take a while: nobody joins in that while.
func (c *databaseConfig) withDatabase(ctx context.Context, do func(*database) error) error {
	db, err := c.open(ctx)
	if err != nil {
		return err
	}
	stop := context.AfterFunc(ctx, db.leave)
	err = errors.Join(do(db), db.close())
	stop()
	return err
}

// withStore runs do on a store of the present schema.
func (c *databaseConfig) withStore(ctx context.Context, do func(*data.Store) error) error {
	return c.withDatabase(ctx, func(db *database) error { return db.withStore(ctx, do) })
}

// withStore migrates as the owner and runs do as the application's role.
func (d *database) withStore(ctx context.Context, do func(*data.Store) error) error {
	if err := data.Migrate(ctx, d.owner); err != nil {
		return err
	}
	store, err := data.Open(ctx, d.app, d.clock)
	if err != nil {
		return err
	}
	defer store.Close()
	return do(store)
}
