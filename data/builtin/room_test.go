package builtin

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// smallDisk is a folder on a file system of its own, of so many MB and with room for
// so many files; 0: as many as fit.
func smallDisk(t *testing.T, megabytes, files int) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Chmod(filepath.Dir(dir), 0o711); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%dm,nr_inodes=%d,mode=0711", megabytes, files)); err != nil {
		t.Skipf("this machine lets nobody mount a small disk: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// fillUp takes all the room that is left on a disk, but for so many kB, and returns how to
// give it back.
func fillUp(t *testing.T, disk string, but int64) (free func()) {
	t.Helper()
	path := filepath.Join(disk, "filler")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	chunk := make([]byte, 64<<10)
	for err == nil {
		_, err = f.Write(chunk)
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(f.Truncate(max(0, info.Size()-but<<10)), f.Close()); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := os.Remove(path); err != nil {
			t.Error(err)
		}
	}
}

// onDisk is a server in a folder on a disk, and what it logs.
func onDisk(t *testing.T, disk string) (*Server, *record) {
	t.Helper()
	log := &record{}
	opts := options(filepath.Join(disk, "data"))
	opts.Log = log.log()
	server, err := Open(t.Context(), opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Stop(); err != nil {
			t.Error(err)
		}
	})
	return server, log
}

// insertUntilRefused writes rows, each on its own, until one is refused, and returns how
// many were acknowledged.
func insertUntilRefused(t *testing.T, dsn string) (acknowledged int, refused error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return 0, err
	}
	defer conn.Close(context.Background())
	for {
		if _, err := conn.Exec(ctx, "insert into visit select repeat(md5(random()::text), 2000)"); err != nil {
			return acknowledged, err
		}
		acknowledged++
	}
}

func TestAFullDiskLosesNothingAndGoesOnWhenThereIsRoom(t *testing.T) {
	disk := smallDisk(t, 150, 0)
	server, _ := onDisk(t, disk)
	conn := connect(t, server.DSN(Owner))
	run(t, conn, "create table visit (note text); alter table visit alter note set storage external")
	free := fillUp(t, disk, 512)
	if err := Room(disk); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("room on a full disk: %v", err)
	}
	acknowledged, refused := insertUntilRefused(t, server.DSN(Owner))
	t.Logf("%d rows, then: %v", acknowledged, refused)
	var told *pgconn.PgError
	if errors.As(refused, &told) && told.Code != "53100" && !strings.HasPrefix(told.Code, "57P") {
		t.Errorf("refused with %v", told)
	}
	for range 3 { // and whoever tries again
		_, _ = insertUntilRefused(t, server.DSN(Owner))
	}
	free()
	eventually(t, "rows again", func() bool {
		conn, err := pgx.Connect(context.Background(), server.DSN(Owner))
		if err != nil {
			return false
		}
		defer conn.Close(context.Background())
		_, err = conn.Exec(context.Background(), "insert into visit values ('ada tempat')")
		return err == nil
	})
	if n := number(t, connect(t, server.DSN(Owner)), "select count(*) from visit where note <> 'ada tempat'"); n < acknowledged {
		t.Errorf("%d rows are left of %d that were acknowledged", n, acknowledged)
	}
	if err := Room(disk); err != nil {
		t.Errorf("room on an empty disk: %v", err)
	}
}

// Its log has no room: PostgreSQL ends, and so does each start, until there is.
func TestAServerThatEndedForWantOfRoomComesBackByItself(t *testing.T) {
	disk := smallDisk(t, 150, 0)
	server, log := onDisk(t, disk)
	run(t, connect(t, server.DSN(Owner)), "create table visit (note text); insert into visit values ('sebelum')")
	free := fillUp(t, disk, 0)
	if _, err := connect(t, server.DSN(Super)).Exec(context.Background(), "select pg_switch_wal(), pg_logical_emit_message(true, 'a', repeat('x', 4000000))"); err == nil {
		t.Fatal("a log of 4 MB fitted on a full disk")
	}
	server.mu.Lock()
	if server.child != nil {
		_ = server.child.Signal(syscall.SIGKILL)
	}
	server.mu.Unlock()
	log.until(t, "no room to write")
	log.until(t, "no space left")
	free()
	eventually(t, "rows again", func() bool {
		select {
		case <-server.Done():
			t.Fatalf("given up: %v", server.Err())
		default:
		}
		conn, err := pgx.Connect(context.Background(), server.DSN(Owner))
		if err != nil {
			return false
		}
		defer conn.Close(context.Background())
		_, err = conn.Exec(context.Background(), "insert into visit values ('sesudah')")
		return err == nil
	})
	if n := number(t, connect(t, server.DSN(Owner)), "select count(*) from visit"); n != 2 {
		t.Errorf("%d rows, want 2", n)
	}
}

func TestADiskThatIsFullOrReadOnlyFromTheBeginningIsTold(t *testing.T) {
	for name, c := range map[string]struct {
		want  error
		spoil func(t *testing.T) string
	}{
		"full": {syscall.ENOSPC, func(t *testing.T) string {
			disk := smallDisk(t, 40, 0)
			fillUp(t, disk, 20<<10)
			return disk
		}},
		"no files left": {syscall.ENOSPC, func(t *testing.T) string { return smallDisk(t, 200, 300) }},
		"read-only": {syscall.EROFS, func(t *testing.T) string {
			disk := smallDisk(t, 10, 0)
			if err := syscall.Mount("", disk, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
				t.Skipf("this machine lets nobody remount: %v", err)
			}
			return disk
		}},
	} {
		t.Run(name, func(t *testing.T) {
			disk := c.spoil(t)
			server, err := Open(t.Context(), options(filepath.Join(disk, "data")))
			if err == nil {
				_ = server.Stop()
				t.Fatal("a server all the same")
			}
			t.Log(err)
			if !errors.Is(err, c.want) {
				t.Errorf("%v, want %v", err, c.want)
			}
		})
	}
}

// The log of PostgreSQL may lie on a disk of its own, and a disk that has given up takes no
// file whatever it says of its room.
func TestRoomIsThatOfTheLogTooAndOfAFile(t *testing.T) {
	dir := t.TempDir()
	if err := DataRoom(dir); err != nil {
		t.Errorf("without PostgreSQL: %v", err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("leaves %v behind: %v", left, err)
	}
	if err := os.MkdirAll(filepath.Join(dir, ".room", "x"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := Room(dir); err == nil {
		t.Error("a folder that takes no file has room")
	}
	if err := os.RemoveAll(filepath.Join(dir, ".room")); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "pg"), 0o700); err != nil {
		t.Fatal(err)
	}
	wal := smallDisk(t, 40, 0)
	fillUp(t, wal, 20<<10)
	if err := os.Symlink(wal, filepath.Join(dir, "pg", "pg_wal")); err != nil {
		t.Fatal(err)
	}
	if err := DataRoom(dir); !errors.Is(err, syscall.ENOSPC) || Room(dir) != nil {
		t.Errorf("the disk of the log is full: %v", err)
	}
}

func TestLastWordsAreThoseBeforeTheEnd(t *testing.T) {
	const end = `2026-11-23 03:00:01 UTC [7] LOG:  database system is ready to accept connections
2026-11-23 03:00:02 UTC [9] PANIC:  could not write to file "pg_wal/xlogtemp.9": No space left on device
2026-11-23 03:00:02 UTC [9] HINT:  Free some.
2026-11-23 03:00:02 UTC [7] LOG:  server process (PID 9) was terminated by signal 6: Aborted
2026-11-23 03:00:02 UTC [8] FATAL:  terminating connection because of crash of another server process
2026-11-23 03:00:02 UTC [7] LOG:  terminating any other active server processes
2026-11-23 03:00:02 UTC [11] FATAL:  the database system is in recovery mode
2026-11-23 03:00:02 UTC [7] LOG:  shutting down due to startup process failure
2026-11-23 03:00:02 UTC [7] LOG:  database system is shut down
`
	if got := lastWords(end); !strings.Contains(got, "PANIC:  could not write") || !strings.HasSuffix(got, "Free some.") {
		t.Errorf("last words %q", got)
	}
	if got := noRoom(end); got != syscall.ENOSPC {
		t.Errorf("ended for %v", got)
	}
	if got := lastWords("LOG:  a\nLOG:  b\nLOG:  c\nLOG:  d"); got != "LOG:  b; LOG:  c; LOG:  d" {
		t.Errorf("without a fault: %q", got)
	}
}
