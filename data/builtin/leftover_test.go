package builtin

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

func TestHalfMadeFolderIsMadeAnew(t *testing.T) {
	dir := newFolder(t)
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), programFolder+"="+dir)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	half := folder{dir}.halfMade()
	eventually(t, "initdb to begin", func() bool {
		entries, _ := os.ReadDir(half)
		return len(entries) > 3
	})
	kill(cmd)
	if _, err := os.Stat(half); err != nil {
		t.Fatalf("initdb was faster than the kill: %v", err)
	}
	connect(t, open(t, dir).DSN(App))
	if _, err := os.Stat(half); !os.IsNotExist(err) {
		t.Errorf("%s is still there: %v", half, err)
	}
}

// The postgres that initdb had begun outlives both: it writes no more into a folder that
// is made anew.
func TestWhatAKilledFirstStartLeftAtWorkIsEnded(t *testing.T) {
	dir := newFolder(t)
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), programFolder+"="+dir)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { kill(cmd) })
	var at []int
	eventually(t, "initdb to begin a postgres", func() bool {
		for _, pid := range processesIn(folder{dir}.halfMade()) {
			if syscall.Kill(pid, syscall.SIGSTOP) == nil {
				at = append(at, pid)
			}
		}
		return len(at) > 0
	})
	kill(cmd)
	connect(t, open(t, dir).DSN(App))
	eventually(t, "the old postgres to be gone", func() bool {
		return !slices.ContainsFunc(at, func(pid int) bool {
			cwd, err := os.Readlink(fmt.Sprintf("/proc/%d/cwd", pid))
			return err == nil && strings.HasPrefix(cwd, dir)
		})
	})
}

func TestForeignFolderIsNotTouched(t *testing.T) {
	dir := newFolder(t)
	letter := filepath.Join(dir, "pg", "letter.txt")
	if err := os.MkdirAll(filepath.Dir(letter), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(letter, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Open(t.Context(), Options{Dir: dir})
	if err == nil || !strings.Contains(err.Error(), "not a PostgreSQL folder") {
		t.Errorf("Open = %v", err)
	}
	if _, err := os.Stat(letter); err != nil {
		t.Error(err)
	}
}

// bystander is a running process of the user that PostgreSQL runs as.
func bystander(t *testing.T, dir string) int {
	t.Helper()
	as, err := runAs(folder{dir})
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("sleep", "600")
	cmd.Dir, cmd.SysProcAttr = "/", as.attr()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { kill(cmd) })
	return cmd.Process.Pid
}

// zombie is a process that has ended and that nobody has waited for.
func zombie(t *testing.T) int {
	t.Helper()
	cmd := exec.Command("true")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Wait() })
	const process = 1 // P_PID
	for errno := syscall.EINTR; errno == syscall.EINTR; {
		_, _, errno = syscall.Syscall6(syscall.SYS_WAITID, process, uintptr(cmd.Process.Pid), 0, syscall.WEXITED|syscall.WNOWAIT, 0, 0)
	}
	return cmd.Process.Pid
}

func TestStaleLockFilesOfOtherProcessesAreCured(t *testing.T) {
	for _, c := range []struct {
		name string
		pid  func(*testing.T, string) int
	}{
		{"number given to another program", bystander},
		{"zombie", func(t *testing.T, _ string) int { return zombie(t) }},
		{"nobody", func(*testing.T, string) int { return 2147483600 }},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := madeFolder(t)
			pid := c.pid(t, dir)
			f := folder{dir}
			stale := fmt.Sprintf("%d\n%s\n1700000000\n%s\n%s\n\n  5432001 98765\nready   \n", pid, f.pg(), port, filepath.Join(dir, "run"))
			for _, path := range []string{f.pidFile(), socketIn(filepath.Join(dir, "run")) + ".lock"} {
				writeAsServer(t, f, path, stale)
			}
			connect(t, open(t, dir).DSN(App))
			if pid != 2147483600 && !alive(pid) {
				t.Error("the bystander was killed")
			}
		})
	}
}

func TestLockFileThatWasCutOffIsCured(t *testing.T) {
	dir := madeFolder(t)
	writeAsServer(t, folder{dir}, folder{dir}.pidFile(), "")
	connect(t, open(t, dir).DSN(App))
}

func writeAsServer(t *testing.T, f folder, path, text string) {
	t.Helper()
	as, err := runAs(f)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := as.give(path); err != nil {
		t.Fatal(err)
	}
}

func TestKilledProgramTakesItsServerAlong(t *testing.T) {
	dir := madeFolder(t)
	program := startProgram(t, dir)
	postmaster := lockPID(folder{dir}.pidFile())
	conn := connect(t, open(t, dir).DSN(Owner))
	run(t, conn, "create table visit (id bigint); insert into visit values (1)")
	kill(program)
	server := open(t, dir)
	if server.lock == nil {
		t.Fatal("joined an orphan")
	}
	if slices.Contains(processesIn(server.folder.pg()), postmaster) {
		t.Error("the orphan is still running")
	}
	if n := number(t, connect(t, server.DSN(Owner)), "select count(*) from visit"); n != 1 {
		t.Errorf("%d rows, want 1", n)
	}
}

func TestKilledPostmasterIsStartedAgain(t *testing.T) {
	dir := madeFolder(t)
	said := &record{}
	opts := options(dir)
	opts.Log = said.log()
	server, err := Open(t.Context(), opts)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = server.Stop() }()
	run(t, connect(t, server.DSN(Owner)), "create table visit (id bigint); insert into visit values (1)")
	first := lockPID(server.folder.pidFile())
	if err := syscall.Kill(first, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	said.until(t, "started again")
	eventually(t, "another postmaster", func() bool {
		pid := lockPID(server.folder.pidFile())
		return pid != first && readyPID(server.folder.pidFile(), pid)
	})
	if n := number(t, connect(t, server.DSN(Owner)), "select count(*) from visit"); n != 1 {
		t.Errorf("%d rows, want 1", n)
	}
}

func TestServerThatKeepsFallingIsGivenUp(t *testing.T) {
	dir := madeFolder(t)
	opts := options(dir)
	opts.Log = (&record{}).log()
	server, err := Open(t.Context(), opts)
	if err != nil {
		t.Fatal(err)
	}
	for last := 0; ; {
		select {
		case <-server.Done():
			if server.Err() == nil {
				t.Error("no reason given")
			}
			if err := server.Stop(); err != nil {
				t.Error(err)
			}
			return
		default:
		}
		if pid := lockPID(server.folder.pidFile()); pid != last && readyPID(server.folder.pidFile(), pid) {
			last = pid
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func TestCommittedRowsSurviveTheDeathOfEverything(t *testing.T) {
	dir := madeFolder(t)
	program := startProgram(t, dir)
	guest := open(t, dir)
	conn := connect(t, guest.DSN(Owner))
	run(t, conn, "create table visit (id bigint primary key); insert into visit select generate_series(1, 1000)")
	begun, ended := make(chan struct{}), make(chan struct{})
	loading := connectWith(t, guest.DSN(Owner), func(_ *pgconn.PgConn, n *pgconn.Notice) {
		if n.Message == "begun" { // and not that the server crashed
			close(begun)
		}
	})
	backend := number(t, loading, "select pg_backend_pid()")
	go func() {
		defer close(ended)
		_, _ = loading.Exec(context.Background(), "do 'begin raise notice ''begun''; insert into visit select generate_series(1001, 100000000); end'")
	}()
	<-begun
	postmaster := lockPID(folder{dir}.pidFile())
	_ = program.Process.Kill()
	_ = syscall.Kill(postmaster, syscall.SIGKILL)
	_ = syscall.Kill(backend, syscall.SIGKILL)
	_ = program.Wait()
	<-ended
	again := connect(t, open(t, dir).DSN(Owner))
	if n := number(t, again, "select count(*) from visit"); n != 1000 {
		t.Errorf("%d rows, want the 1000 that were committed", n)
	}
}

// A backend killed while it held a lock leaves others waiting for ever; here one
// that was stopped waits for a signal that nobody but us sends.
func TestBackendThatDoesNotListenIsKilled(t *testing.T) {
	before := slices.Clone(urgings)
	t.Cleanup(func() { urgings = before })
	urgings = slices.Clone(urgings)
	urgings[1].after, urgings[2].after = 200*time.Millisecond, 400*time.Millisecond
	dir := madeFolder(t)
	program := startProgram(t, dir)
	backend := number(t, connect(t, open(t, dir).DSN(Owner)), "select pg_backend_pid()")
	postmaster := lockPID(folder{dir}.pidFile())
	_ = syscall.Kill(backend, syscall.SIGSTOP)
	_ = syscall.Kill(postmaster, syscall.SIGKILL)
	kill(program)
	connect(t, open(t, dir).DSN(App))
}

func TestBackendThatOutlivesItsPostmasterIsWaitedFor(t *testing.T) {
	dir := madeFolder(t)
	program := startProgram(t, dir)
	conn := connect(t, open(t, dir).DSN(Owner))
	backend := number(t, conn, "select pg_backend_pid()")
	postmaster := lockPID(folder{dir}.pidFile())
	_ = syscall.Kill(backend, syscall.SIGSTOP)
	t.Cleanup(func() { _ = syscall.Kill(backend, syscall.SIGCONT) })
	_ = syscall.Kill(postmaster, syscall.SIGKILL)
	kill(program)

	said := &record{}
	opened := make(chan error, 1)
	var server *Server
	go func() {
		opts := options(dir)
		opts.Log = said.log()
		var err error
		server, err = Open(context.Background(), opts)
		opened <- err
	}()
	said.until(t, "still working")
	select {
	case err := <-opened:
		t.Fatalf("opened beside a living backend: %v", err)
	default:
	}
	_ = syscall.Kill(backend, syscall.SIGCONT)
	if err := <-opened; err != nil {
		t.Fatal(err)
	}
	defer func() { _ = server.Stop() }()
	connect(t, server.DSN(App))
}
