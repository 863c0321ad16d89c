package builtin

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// environment keeps PGPORT, PGDATA and translated messages away from PostgreSQL.
func environment() []string {
	return []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C", "TZ=UTC", "HOME=/"}
}

// initdb makes the server folder unless it exists: under another name first, so
// that a start that was cut off is never mistaken for a finished one. It runs on
// a locked thread, since the child dies with the thread that made it.
func (s *Server) initdb(ctx context.Context) error {
	if err := s.clearHalfMade(ctx); err != nil {
		return fmt.Errorf("half-made server folder: %w", err)
	}
	if s.folder.major() != 0 {
		return s.authorise(s.folder.pg())
	}
	if entries, err := os.ReadDir(s.folder.pg()); err == nil && len(entries) > 0 {
		return fmt.Errorf("%s is not a PostgreSQL folder (no PG_VERSION) and not empty: move it away", s.folder.pg())
	}
	s.log.Info("making the private PostgreSQL", "dir", s.folder.dir, "version", s.bin.Major, "as", s.as.name)
	half, begun := s.folder.halfMade(), time.Now()
	if err := os.Mkdir(half, 0o700); err != nil {
		return fmt.Errorf("server folder: %w", err)
	}
	if err := s.as.give(half); err != nil {
		return fmt.Errorf("server folder: %w", err)
	}
	if err := s.runInitdb(ctx, half); err != nil {
		return err
	}
	if err := s.authorise(half); err != nil {
		return err
	}
	if err := os.Rename(half, s.folder.pg()); err != nil {
		return fmt.Errorf("server folder: %w", err)
	}
	s.log.Info("the private PostgreSQL is made", "took", time.Since(begun).Round(10*time.Millisecond).String())
	return nil
}

// clearHalfMade removes what a first start left that was cut off. Its initdb died with
// it, but not the postgres that initdb had begun, which goes on writing for a while:
// nothing of it is worth waiting for.
func (s *Server) clearHalfMade(ctx context.Context) error {
	half, deadline := s.folder.halfMade(), time.Now().Add(patience)
	for {
		left := processesIn(half)
		for _, pid := range left {
			_ = syscall.Kill(pid, killed)
		}
		err := os.RemoveAll(half)
		if len(left) == 0 && err == nil {
			return nil
		}
		if time.Now().After(deadline) {
			return errors.Join(fmt.Errorf("%w: %v", errLeftover, left), err)
		}
		if err := sleep(ctx, 20*time.Millisecond); err != nil {
			return err
		}
	}
}

func (s *Server) runInitdb(ctx context.Context, dir string) error {
	args := []string{
		"-D", dir, "-U", Super, "--auth=peer", "--encoding=UTF8", "--locale=C",
		"--no-instructions",
	}
	if s.fast {
		args = append(args, "--no-sync", "--wal-segsize=1")
	}
	cmd := exec.CommandContext(ctx, filepath.Join(s.bin.Dir, "initdb"), args...)
	cmd.Dir, cmd.Env, cmd.SysProcAttr = s.folder.dir, environment(), s.as.attr()
	dieWithParent(cmd.SysProcAttr, killed)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Run(); err != nil {
		if errno := noRoom(said.String()); errno != 0 {
			return fmt.Errorf("initdb: %w: %s (%w)", err, lastWords(said.String()), errno)
		}
		return fmt.Errorf("initdb: %w: %s", err, lastLines(said.String(), 5))
	}
	return nil
}

// authorise lets in, through the socket only and without a password, the user
// that PostgreSQL runs as and root: as any of the server's roles. Plain peer
// would hang on every other pairing of user and role; the map is needed.
func (s *Server) authorise(pg string) error {
	us, err := ourselves()
	if err != nil {
		return err
	}
	var ident strings.Builder
	written := map[string]bool{}
	for _, name := range []string{us.name, s.as.name, "root"} {
		if written[name] {
			continue
		}
		written[name] = true
		for _, role := range []string{Super, Owner, App} {
			fmt.Fprintf(&ident, "own %q %s\n", name, role)
		}
	}
	for name, text := range map[string]string{
		"pg_hba.conf":   "local all all peer map=own\n",
		"pg_ident.conf": ident.String(),
	} {
		path := filepath.Join(pg, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			return fmt.Errorf("who may connect: %w", err)
		}
		if err := s.as.give(path); err != nil {
			return fmt.Errorf("who may connect: %w", err)
		}
	}
	return nil
}

func lastLines(text string, n int) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "; ")
}
