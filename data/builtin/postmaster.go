package builtin

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// immediateShutdown makes postgres end at once; the next start recovers.
const (
	immediateShutdown = syscall.SIGQUIT
	killed            = syscall.SIGKILL
)

// A server that falls over more than mostRestarts times in restartSpan is given
// up: something is wrong that another start does not cure.
const (
	mostRestarts = 5
	restartSpan  = time.Minute
)

// keep runs PostgreSQL until Stop, starting it again when it dies. The parent
// death signal belongs to the thread that started a child (golang/go #27505), so
// this goroutine keeps its thread for life. ctx covers the first start only.
func (s *Server) keep(ctx context.Context) {
	runtime.LockOSThread()
	var err error
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("keep PostgreSQL: panic: %v", fault)
		}
		s.mu.Lock()
		s.err = err
		s.mu.Unlock()
		close(s.done)
	}()
	err = s.initdb(ctx)
	var deaths []time.Time
	served := false
	deadline := time.Now().Add(patience)
	for err == nil && !s.stopping() {
		var wasReady bool
		wasReady, err = s.run(ctx)
		if wasReady {
			served, ctx = true, context.Background()
		}
		switch {
		case s.stopping():
			err = nil
		case served && full(err):
			s.log.Error("PostgreSQL has no room to write; it goes on when there is", "error", err)
			err = s.awaitRoom()
			deadline = time.Now().Add(patience)
		case wasReady:
			deaths = append(deaths, time.Now())
			s.log.Error("PostgreSQL ended by itself and is started again", "error", err)
			if n := len(deaths); n <= mostRestarts || time.Since(deaths[n-1-mostRestarts]) > restartSpan {
				err = nil
			}
			deadline = time.Now().Add(patience)
		case errors.Is(err, errLeftover) && time.Now().Before(deadline):
			s.log.Warn("PostgreSQL cannot start yet: a process of the last one is still working; waiting for it", "error", err)
			err = sleep(ctx, 500*time.Millisecond)
		}
	}
}

// full tells an end for want of room.
func full(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EROFS)
}

// roomEvery is how often is looked whether there is room again.
const roomEvery = time.Second

// awaitRoom waits, for as long as it takes, until the folder has room again or Stop is
// called. A quota is no property of the file system: another start is the only way to
// find out.
func (s *Server) awaitRoom() error {
	for !s.stopping() {
		if err := sleep(context.Background(), roomEvery); err != nil {
			return err
		}
		if DataRoom(s.folder.dir) == nil {
			return nil
		}
	}
	return nil
}

func (s *Server) stopping() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stopped
}

// run starts one postmaster and waits for its end; wasReady tells whether it had
// served in between.
func (s *Server) run(ctx context.Context) (wasReady bool, err error) {
	if err := s.clearLeftovers(ctx); err != nil {
		return false, err
	}
	log, err := s.openLog()
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, log.Close()) }()
	from, err := log.Seek(0, io.SeekEnd)
	if err != nil {
		return false, fmt.Errorf("PostgreSQL log: %w", err)
	}
	cmd := s.postmaster(log)
	if err := s.start(cmd); err != nil || cmd.Process == nil {
		return false, err
	}
	ended, watched := make(chan struct{}), make(chan bool, 1)
	go func() {
		ready := false
		defer func() {
			if fault := recover(); fault != nil {
				s.log.Error("watch of PostgreSQL", "panic", fault)
			}
			watched <- ready
		}()
		if ready = s.watch(cmd.Process.Pid, ended); ready {
			s.trimLog(ended)
		}
	}()
	err = cmd.Wait()
	s.mu.Lock()
	s.child = nil
	s.mu.Unlock()
	close(ended)
	return <-watched, s.explain(err, from)
}

// start starts cmd unless Stop has been called already.
func (s *Server) start(cmd *exec.Cmd) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopped {
		return nil
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start PostgreSQL: %w", err)
	}
	s.child = cmd.Process
	return nil
}

// postmaster is the command line of the server. Its output goes to a file, not a
// pipe, so that it can still shut down after we are gone. It has a process group
// of its own, so that Ctrl-C at a terminal reaches only us.
func (s *Server) postmaster(log *os.File) *exec.Cmd {
	settings := []string{
		"listen_addresses=",
		"unix_socket_directories=" + `"` + strings.ReplaceAll(s.socket, `"`, `""`) + `"`,
		"unix_socket_permissions=0700",
		"shared_buffers=256MB", "max_wal_size=4GB", "checkpoint_timeout=15min",
		"jit=off", "timezone=UTC", "log_timezone=UTC", "logging_collector=off",
	}
	if s.fast {
		settings = append(settings, "fsync=off", "full_page_writes=off", "shared_buffers=64MB", "min_wal_size=32MB", "max_wal_size=128MB")
	}
	args := []string{"-D", s.folder.pg(), "-p", port}
	for _, setting := range settings {
		args = append(args, "-c", setting)
	}
	cmd := exec.Command(filepath.Join(s.bin.Dir, "postgres"), args...)
	cmd.Dir, cmd.Env, cmd.SysProcAttr = s.folder.dir, environment(), s.as.attr()
	cmd.Stdout, cmd.Stderr = log, log
	cmd.SysProcAttr.Setpgid = true
	dieWithParent(cmd.SysProcAttr, syscall.SIGINT)
	return cmd
}

// watch waits until the postmaster pid itself says in its pid file that it is
// ready: an answering socket could be another server's.
func (s *Server) watch(pid int, ended <-chan struct{}) bool {
	for !readyPID(s.folder.pidFile(), pid) {
		select {
		case <-ended:
			return false
		case <-time.After(5 * time.Millisecond):
		}
	}
	select {
	case <-s.ready:
	default:
		close(s.ready)
	}
	return true
}

// Lines of postmaster.pid.
const (
	pidLine    = 0
	statusLine = 7
)

func readyPID(file string, pid int) bool {
	lines := pidFileLines(file)
	return len(lines) > statusLine && lines[pidLine] == strconv.Itoa(pid) && strings.TrimSpace(lines[statusLine]) == "ready"
}

func pidFileLines(file string) []string {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	return strings.Split(string(text), "\n")
}

// largestLog is how long postgres.log may be, at a start and now and then while the
// server runs, before it becomes postgres.log.1.
const (
	largestLog = 8 << 20
	trimEvery  = 10 * time.Minute
)

// trimLog keeps the log short until the server has ended.
func (s *Server) trimLog(ended <-chan struct{}) {
	for {
		select {
		case <-ended:
			return
		case <-time.After(trimEvery):
		}
		if err := s.turnLog(); err != nil {
			s.log.Warn("PostgreSQL log", "error", err)
		}
	}
}

// turnLog copies a long log away and empties it: PostgreSQL, which only appends, goes
// on at the new beginning.
func (s *Server) turnLog() error {
	path := s.folder.logFile()
	info, err := os.Stat(path)
	if err != nil || info.Size() <= largestLog {
		return err
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := os.WriteFile(path+".1", text, 0o600); err != nil {
		return err
	}
	return os.Truncate(path, 0)
}

func (s *Server) openLog() (*os.File, error) {
	path := s.folder.logFile()
	if info, err := os.Stat(path); err == nil && info.Size() > largestLog {
		if err := os.Rename(path, path+".1"); err != nil {
			return nil, fmt.Errorf("PostgreSQL log: %w", err)
		}
	}
	log, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("PostgreSQL log: %w", err)
	}
	return log, nil
}

// explain adds to the end of a postmaster what it wrote to its log since from,
// and marks an end that passes when an older process is gone.
func (s *Server) explain(err error, from int64) error {
	if err == nil {
		err = errors.New("it shut down")
	}
	said := ""
	if text, readErr := os.ReadFile(s.folder.logFile()); readErr == nil {
		if int64(len(text)) < from { // emptied meanwhile
			from = 0
		}
		said = string(text[from:])
	}
	if strings.Contains(said, "shared memory block") || strings.Contains(said, "lock file") && noRoom(said) == 0 {
		return fmt.Errorf("PostgreSQL: %w: %w: %s", errLeftover, err, lastLines(said, 2))
	}
	err = fmt.Errorf("PostgreSQL: %w: %s", err, lastWords(said))
	if errno := noRoom(said); errno != 0 {
		return fmt.Errorf("%w (%w)", err, errno)
	}
	// What PostgreSQL says goes to the same disk: where that is full, it says nothing.
	if room := DataRoom(s.folder.dir); room != nil {
		return fmt.Errorf("%w (%w)", err, room)
	}
	return err
}
