// Package builtin runs a private PostgreSQL in a data folder: found on the
// machine, made at the first start, reached through a unix socket only, stopped
// with the program. It holds one promise: whoever died and however, the next
// Open serves every committed row again, or says in one sentence why it cannot.
//
// A data folder contains
//
//	lock          flock of the program that runs the server; tells guests the socket
//	pg            PostgreSQL's own folder, of one major version
//	pg.init       a first start that has not finished
//	run           the socket, unless its path would be too long
//	postgres.log  what PostgreSQL says
//
// Times are wall times; the package is the only one that may wait for them.
package builtin

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

// Roles of the private server. Owner owns the database Database, may make roles
// and databases, and sees rows past row-level security; App owns nothing.
const (
	Super    = "postgres"
	Owner    = "binaan"
	App      = "binaan_app"
	Database = "binaan"
)

// ErrHeld tells that another program runs the server of this data folder.
var ErrHeld = errors.New("data folder is in use by another program")

// Options of Open. Dir is required.
type Options struct {
	Dir   string       // data folder, made when absent
	PGBin string       // folder of initdb and postgres; empty: found as Find does
	Log   *slog.Logger // nil: slog.Default()
	Alone bool         // ErrHeld instead of becoming a guest of a running server
	Fast  bool         // no fsync: for tests, whose rows need not survive the machine
}

// Server is a running PostgreSQL: either ours, stopped by Stop, or one that
// another program runs on the same folder, which Stop leaves alone.
type Server struct {
	folder folder
	bin    Binaries
	as     account
	pgBin  string
	log    *slog.Logger
	fast   bool
	lock   *os.File // nil for a guest

	socket  string        // folder of the socket
	ready   chan struct{} // closed when the first start is ready
	done    chan struct{} // closed when PostgreSQL is gone for good
	mu      sync.Mutex
	child   *os.Process // running postmaster; nil between two
	left    bool        // newcomers are no longer invited
	stopped bool
	err     error // why done was closed; nil after Stop
}

// Open starts the PostgreSQL of opts.Dir, making it first if need be, or joins
// the one that another program runs there. It waits for what a crash has left
// behind; cancelling ctx ends the waiting, not a server that is already open.
func Open(ctx context.Context, opts Options) (*Server, error) {
	dir, err := filepath.Abs(opts.Dir)
	if err != nil {
		return nil, fmt.Errorf("data folder %s: %w", opts.Dir, err)
	}
	s := &Server{pgBin: opts.PGBin, log: opts.Log, fast: opts.Fast, ready: make(chan struct{}), done: make(chan struct{})}
	if s.log == nil {
		s.log = slog.Default()
	}
	if s.folder, err = makeFolder(dir); err != nil {
		return nil, err
	}
	if s.lock, s.socket, err = s.folder.hold(ctx, opts.Alone); err != nil {
		return nil, err
	}
	if s.lock == nil {
		return s, nil
	}
	if err := s.host(ctx, opts.PGBin); err != nil {
		return nil, errors.Join(err, s.Stop())
	}
	return s, nil
}

// host runs the server of a folder whose lock is held.
func (s *Server) host(ctx context.Context, pgBin string) (err error) {
	if s.as, err = runAs(s.folder); err != nil {
		close(s.done)
		return err
	}
	if s.bin, err = s.binaries(ctx, pgBin); err != nil {
		close(s.done)
		return err
	}
	if s.socket, err = s.folder.socketFolder(s.as); err != nil {
		close(s.done)
		return err
	}
	go s.keep(ctx)
	select {
	case <-s.ready:
	case <-s.done:
		return s.err
	case <-ctx.Done():
		return fmt.Errorf("start PostgreSQL: %w", ctx.Err())
	}
	if err := s.makeRoles(ctx); err != nil {
		return err
	}
	return s.invite()
}

// invite tells other programs where the server is, unless it is about to stop.
func (s *Server) invite() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.left {
		return nil
	}
	return s.folder.announce(s.lock, s.socket)
}

// makeRoles makes the roles and the database that are still missing.
func (s *Server) makeRoles(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, s.DatabaseDSN(Super, Super))
	if err != nil {
		return fmt.Errorf("connect to the private PostgreSQL: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	for _, step := range []struct{ missing, make string }{
		{"select 1 from pg_roles where rolname = '" + Owner + "'", "create role " + Owner + " login createrole createdb bypassrls"},
		{"select 1 from pg_roles where rolname = '" + App + "'", "create role " + App + " login admin " + Owner},
		{"select 1 from pg_database where datname = '" + Database + "'", "create database " + Database + " owner " + Owner},
	} {
		var one int
		err := conn.QueryRow(ctx, step.missing).Scan(&one)
		if errors.Is(err, pgx.ErrNoRows) {
			_, err = conn.Exec(ctx, step.make)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", step.make, err)
		}
	}
	return nil
}

// DSN names the database Database as role sees it.
func (s *Server) DSN(role string) string { return s.DatabaseDSN(role, Database) }

// DatabaseDSN names any database of the server as role sees it.
func (s *Server) DatabaseDSN(role, database string) string {
	u := url.URL{Scheme: "postgres", User: url.User(role), Path: "/" + database}
	// pgx reads a plus sign as itself.
	u.RawQuery = strings.ReplaceAll(url.Values{"host": {s.socket}, "port": {port}}.Encode(), "+", "%20")
	return u.String()
}

// Done is closed when PostgreSQL has ended and cannot be started again; Err
// then says why. A guest's Done is never closed; see Inherit.
func (s *Server) Done() <-chan struct{} { return s.done }

// Err is why Done was closed: nil after Stop.
func (s *Server) Err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

// stopPatience is how long a fast shutdown may take before the immediate one,
// which costs a recovery at the next start but no row.
const stopPatience = time.Minute

// Leave makes known that the server will soon be stopped: from now on another
// program's Open waits for the folder's lock instead of becoming a guest of what is
// about to end. Whoever is a guest already stays one.
func (s *Server) Leave() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lock == nil || s.left {
		return nil
	}
	s.left = true
	return s.folder.announce(s.lock, "")
}

// Stop ends the server and frees the folder. Stopping twice, or as a guest, does
// nothing.
func (s *Server) Stop() error {
	if !s.ours() {
		return nil
	}
	_ = s.Leave() // what cannot be written keeps nothing from ending
	s.mu.Lock()
	first := !s.stopped
	s.stopped = true
	s.interrupt(os.Interrupt)
	s.mu.Unlock()
	if !first {
		<-s.done
		return nil
	}
	late := time.AfterFunc(stopPatience, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.interrupt(immediateShutdown)
	})
	<-s.done
	late.Stop()
	if err := s.lock.Close(); err != nil {
		return fmt.Errorf("free data folder: %w", err)
	}
	return nil
}

// interrupt signals the postmaster, if there is one. s.mu is held.
func (s *Server) interrupt(sig os.Signal) {
	if s.child != nil {
		_ = s.child.Signal(sig)
	}
}
