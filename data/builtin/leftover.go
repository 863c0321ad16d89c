package builtin

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// errLeftover marks a start that an older server of the same folder prevented.
var errLeftover = errors.New("a process of an older PostgreSQL is still there")

// urgings are what a leftover is sent, and how long after it was found: as a
// backend's postmaster would after a crash. A backend may wait for ever for a
// lock of one that was killed, and then only listens to the last two.
var urgings = []struct {
	after          time.Duration
	server, orphan syscall.Signal // to a postmaster, to backends without one
}{
	{0, syscall.SIGINT, syscall.SIGTERM},
	{5 * time.Second, syscall.SIGINT, syscall.SIGQUIT},
	{30 * time.Second, syscall.SIGQUIT, syscall.SIGKILL},
}

// clearLeftovers makes the folder, whose lock we hold, free for a new server. A
// server or backend that still works in it is asked to end and waited for.
func (s *Server) clearLeftovers(ctx context.Context) error {
	found, urged := time.Now(), 0
	for !s.stopping() {
		left := s.leftovers()
		if len(left) == 0 {
			return s.clearLockFiles()
		}
		if urged < len(urgings) && time.Since(found) >= urgings[urged].after {
			s.log.Warn("PostgreSQL of the last run is still working; waiting for it to end", "pids", left, "at most", patience.String())
			s.urge(left, urged)
			urged++
		}
		if time.Since(found) > patience {
			return fmt.Errorf("%w after %v: %v", errLeftover, patience, left)
		}
		if err := sleep(ctx, 50*time.Millisecond); err != nil {
			return err
		}
	}
	return nil
}

// leftovers are the processes that work in the server folder, and the postmaster
// of the pid file if its command line names the folder.
func (s *Server) leftovers() []int {
	pg := s.folder.pg()
	pids := processesIn(pg)
	if pid := lockPID(s.folder.pidFile()); isPostmasterOf(pid, pg) && !slices.Contains(pids, pid) {
		pids = append(pids, pid)
	}
	return pids
}

// urge signals the postmaster among the processes, or all of them if it is not
// there.
func (s *Server) urge(pids []int, step int) {
	if pid := lockPID(s.folder.pidFile()); slices.Contains(pids, pid) {
		_ = syscall.Kill(pid, urgings[step].server)
		return
	}
	for _, pid := range pids {
		_ = syscall.Kill(pid, urgings[step].orphan)
	}
}

// nobodysPID is above every number that a kernel gives out.
const nobodysPID = "2147483646"

// clearLockFiles cures what PostgreSQL refuses although no server is left: lock
// files that were cut off, and lock files whose number now belongs to another
// program or to a zombie. postmaster.pid keeps its other lines: they name the
// shared memory by which PostgreSQL itself finds backends that we cannot see.
func (s *Server) clearLockFiles() error {
	for _, path := range []string{socketIn(s.socket) + ".lock", socketIn(s.socket)} {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("stale socket: %w", err)
		}
	}
	path := s.folder.pidFile()
	lines := pidFileLines(path)
	if lines == nil {
		return nil
	}
	pid := lockPID(path)
	if pid == 0 {
		s.log.Warn("removing a postmaster.pid that was cut off", "file", path)
		return os.Remove(path)
	}
	if syscall.Kill(pid, 0) == syscall.ESRCH {
		return nil
	}
	s.log.Warn("postmaster.pid names a process that is not this server", "file", path, "pid", pid)
	lines[pidLine] = nobodysPID
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
		return fmt.Errorf("stale postmaster.pid: %w", err)
	}
	return s.as.give(path)
}

// lockPID is the process that a lock file names; 0 when there is none.
func lockPID(file string) int {
	lines := pidFileLines(file)
	if len(lines) == 0 {
		return 0
	}
	pid, err := strconv.Atoi(strings.TrimSpace(lines[pidLine]))
	if err != nil || pid <= 0 {
		return 0
	}
	return pid
}

// programName is the name of an executable, also of one that an upgrade has
// removed from disk.
func programName(exe string) string {
	return filepath.Base(strings.TrimSuffix(exe, " (deleted)"))
}
