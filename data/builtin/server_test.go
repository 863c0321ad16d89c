package builtin

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestStoppedServerKeepsItsRows(t *testing.T) {
	dir := newFolder(t)
	slow := options(dir)
	slow.Fast = false
	first, err := Open(t.Context(), slow)
	if err != nil {
		t.Fatal(err)
	}
	conn := connect(t, first.DSN(Owner))
	run(t, conn, "create table visit (id bigint); insert into visit values (1), (2)")
	if err := first.Stop(); err != nil {
		t.Fatal(err)
	}
	if err := first.Stop(); err != nil {
		t.Errorf("second Stop: %v", err)
	}
	if err := first.Err(); err != nil {
		t.Errorf("Err after Stop = %v", err)
	}
	again := connect(t, open(t, dir).DSN(Owner))
	if n := number(t, again, "select count(*) from visit"); n != 2 {
		t.Errorf("%d rows after a restart, want 2", n)
	}
}

func TestRolesHaveTheRightsTheyNeedAndNoMore(t *testing.T) {
	conn := connect(t, open(t, madeFolder(t)).DatabaseDSN(Super, Super))
	for _, c := range []struct{ name, sql string }{
		{"owner sees past row-level security", "select count(*) from pg_roles where rolname = 'binaan' and rolbypassrls and rolcreaterole and not rolsuper"},
		{"application does not", "select count(*) from pg_roles where rolname = 'binaan_app' and not (rolbypassrls or rolcreaterole or rolcreatedb or rolsuper)"},
		{"owner has the database", "select count(*) from pg_database join pg_roles r on r.oid = datdba where datname = 'binaan' and rolname = 'binaan'"},
		{"no network", "select count(*) from pg_settings where name = 'listen_addresses' and setting = ''"},
	} {
		if number(t, conn, c.sql) != 1 {
			t.Error(c.name + ": not so")
		}
	}
}

func TestSecondProgramJoinsTheFirst(t *testing.T) {
	dir := madeFolder(t)
	program := startProgram(t, dir)
	guest := open(t, dir)
	if guest.lock != nil {
		t.Fatal("two servers on one folder")
	}
	conn := connect(t, guest.DSN(Owner))
	run(t, conn, "create table visit (id bigint)")
	if err := guest.Stop(); err != nil {
		t.Fatal(err)
	}
	if n := number(t, conn, "select count(*) from visit"); n != 0 {
		t.Error("a guest's Stop touched the server")
	}
	if _, err := Open(t.Context(), Options{Dir: dir, Alone: true}); !errors.Is(err, ErrHeld) {
		t.Errorf("Open alone = %v, want ErrHeld", err)
	}
	kill(program)
	host := open(t, dir)
	if host.lock == nil {
		t.Error("joined the server of a program that is gone")
	}
	if n := number(t, connect(t, host.DSN(Owner)), "select count(*) from visit"); n != 0 {
		t.Error("not the same server folder")
	}
}

// A program that stops may take a while over what it has under way, with its
// PostgreSQL up: who begins meanwhile waits for the folder, and has it then.
func TestNobodyJoinsAServerThatIsAboutToStop(t *testing.T) {
	dir := madeFolder(t)
	host := open(t, dir)
	early := open(t, dir)
	if err := host.Leave(); err != nil {
		t.Fatal(err)
	}
	short, done := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer done()
	if late, err := Open(short, options(dir)); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("Open beside a server that leaves = %+v, %v", late, err)
	}
	connect(t, early.DSN(App))
	if err := host.Stop(); err != nil {
		t.Fatal(err)
	}
	next := open(t, dir)
	if next.lock == nil {
		t.Error("the folder is still held")
	}
	if guest := open(t, dir); guest.lock != nil || guest.socket != next.socket {
		t.Error("who comes after the stop is not invited by the next program")
	}
}

func TestPathTooLongForASocketGetsAShortOne(t *testing.T) {
	dir := madeFolder(t)
	long := filepath.Join(filepath.Dir(dir), strings.Repeat("binaan kader ", 9)+"x")
	if err := os.Rename(dir, long); err != nil {
		t.Fatal(err)
	}
	server := open(t, long)
	if len(socketIn(server.socket)) > longestSocket {
		t.Fatalf("socket path has %d bytes", len(socketIn(server.socket)))
	}
	t.Cleanup(func() { _ = os.Remove(server.socket) })
	connect(t, server.DSN(App))
	guest := open(t, long)
	if guest.lock != nil || guest.socket != server.socket {
		t.Errorf("guest looks in %s, the socket is in %s", guest.socket, server.socket)
	}
}

func TestSocketFolderMayHoldOddCharacters(t *testing.T) {
	dir := madeFolder(t)
	odd := filepath.Join(filepath.Dir(dir), `a "b" 'c&d=e?f`)
	if err := os.Rename(dir, odd); err != nil {
		t.Fatal(err)
	}
	server := open(t, odd)
	if server.socket != filepath.Join(odd, "run") {
		t.Errorf("socket in %s", server.socket)
	}
	connect(t, server.DSN(App))
}

func TestCtrlCReachesOnlyTheProgram(t *testing.T) {
	server := open(t, madeFolder(t))
	own, err := syscall.Getpgid(0)
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := syscall.Getpgid(lockPID(server.folder.pidFile()))
	if err != nil || theirs == own {
		t.Errorf("PostgreSQL is in process group %d, ours is %d: %v", theirs, own, err)
	}
}

func TestCancelledOpenLeavesNothingBehind(t *testing.T) {
	dir := newFolder(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Open(ctx, options(dir)); !errors.Is(err, context.Canceled) {
		t.Fatalf("Open = %v", err)
	}
	if open(t, dir).lock == nil {
		t.Error("the lock is still held")
	}
}
