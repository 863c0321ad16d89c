package builtin

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// programFolder names, in the environment, the data folder of a test program
// that does nothing but run the server of that folder until it is killed.
const programFolder = "BINAAN_TEST_PROGRAM_FOLDER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(programFolder); dir != "" {
		runProgram(dir)
	}
	code := m.Run()
	if patternRoot != "" {
		_ = os.RemoveAll(patternRoot)
	}
	os.Exit(code)
}

func runProgram(dir string) {
	server, err := Open(context.Background(), options(dir))
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println(server.DSN(Owner))
	select {}
}

// startProgram runs another program on dir and returns it when its server is
// ready.
func startProgram(t *testing.T, dir string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), programFolder+"="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { kill(cmd) })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || !bytes.HasPrefix([]byte(line), []byte("postgres://")) {
		t.Fatalf("test program says %q, %v", line, err)
	}
	return cmd
}

// options let the tests run on a PostgreSQL of choice: BINAAN_PG_BIN, else what
// Find finds.
func options(dir string) Options {
	return Options{Dir: dir, PGBin: os.Getenv("BINAAN_PG_BIN"), Fast: true}
}

// kill ends a program as kill -9 does.
func kill(cmd *exec.Cmd) {
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
}

// newFolder is an empty place for a data folder that PostgreSQL's own user may
// enter under root.
func newFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Chmod(filepath.Dir(dir), 0o711); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "data")
}

var patternRoot string

// pattern is a data folder that has been made, served and stopped once.
var pattern = sync.OnceValues(func() (string, error) {
	root, err := os.MkdirTemp("", "binaan-builtin-")
	if err != nil {
		return "", err
	}
	patternRoot = root
	if err := os.Chmod(root, 0o711); err != nil {
		return "", err
	}
	dir := filepath.Join(root, "data")
	server, err := Open(context.Background(), options(dir))
	if err != nil {
		return "", err
	}
	return dir, server.Stop()
})

// madeFolder is a data folder that was used before.
func madeFolder(t *testing.T) string {
	t.Helper()
	from, err := pattern()
	if err != nil {
		t.Fatal(err)
	}
	dir := newFolder(t)
	if out, err := exec.Command("cp", "-a", from, dir).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return dir
}

// open starts the server of dir and stops it with the test.
func open(t *testing.T, dir string) *Server {
	t.Helper()
	server, err := Open(t.Context(), options(dir))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Stop(); err != nil {
			t.Error(err)
		}
	})
	return server
}

func connect(t *testing.T, dsn string) *pgx.Conn {
	t.Helper()
	return connectWith(t, dsn, nil)
}

// connectWith is a connection whose notices are told.
func connectWith(t *testing.T, dsn string, notice pgconn.NoticeHandler) *pgx.Conn {
	t.Helper()
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		t.Fatal(err)
	}
	config.OnNotice = notice
	conn, err := pgx.ConnectConfig(context.Background(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

func run(t *testing.T, conn *pgx.Conn, sql string) {
	t.Helper()
	if _, err := conn.Exec(context.Background(), sql); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

func number(t *testing.T, conn *pgx.Conn, sql string) (n int) {
	t.Helper()
	if err := conn.QueryRow(context.Background(), sql).Scan(&n); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return n
}

// eventually waits for what another process is about to do: PostgreSQL tells nobody when
// it has made a file, or takes connections again.
func eventually(t *testing.T, what string, happened func() bool) {
	t.Helper()
	for range 6000 {
		if happened() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("waited in vain for: %s", what)
}

func alive(pid int) bool { return syscall.Kill(pid, 0) == nil }

// record keeps what a server logs.
type record struct {
	mu   sync.Mutex
	text bytes.Buffer
	more chan struct{} // closed with the next words; nil: nobody waits
}

func (r *record) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.more != nil {
		close(r.more)
		r.more = nil
	}
	return r.text.Write(p)
}

// until waits for words to be logged.
func (r *record) until(t *testing.T, words string) {
	t.Helper()
	for {
		r.mu.Lock()
		if r.more == nil {
			r.more = make(chan struct{})
		}
		said, more := r.text.String(), r.more
		r.mu.Unlock()
		if strings.Contains(said, words) {
			return
		}
		select {
		case <-more:
		case <-time.After(time.Minute):
			t.Fatalf("waited in vain for: %s\n%s", words, said)
		}
	}
}

func (r *record) log() *slog.Logger { return slog.New(slog.NewTextHandler(r, nil)) }
