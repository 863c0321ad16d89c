package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
)

// heard is what a program says.
type heard struct {
	mu   sync.Mutex
	text bytes.Buffer
	more chan struct{} // closed with the next words; nil: nobody waits
}

func (h *heard) Write(p []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.more != nil {
		close(h.more)
		h.more = nil
	}
	return h.text.Write(p)
}

func (h *heard) String() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.text.String()
}

// until waits for words to be said n times.
func (h *heard) until(t *testing.T, words string, n int) {
	t.Helper()
	for {
		h.mu.Lock()
		if h.more == nil {
			h.more = make(chan struct{})
		}
		said, more := h.text.String(), h.more
		h.mu.Unlock()
		if strings.Count(said, words) >= n {
			return
		}
		select {
		case <-more:
		case <-time.After(2 * time.Minute):
			t.Fatalf("waited in vain for: %s\n%s", words, said)
		}
	}
}

// program begins binaan in a process of its own.
func program(t *testing.T, args ...string) (*exec.Cmd, *heard) {
	t.Helper()
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	said := &heard{}
	cmd.Stdout, cmd.Stderr = said, said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if cmd.ProcessState == nil {
			_ = cmd.Process.Kill()
			_ = cmd.Wait()
		}
	})
	return cmd, said
}

// serving is a program that serves a data folder with a branch 9901 and an officer.
type serving struct {
	cmd    *exec.Cmd
	said   *heard
	base   string
	cookie string
}

func serve(t *testing.T, dir string) *serving {
	t.Helper()
	for _, args := range [][]string{
		{"branch", "add", "9901", "--name", "Contoh", "--data-dir", dir},
		{"user", "add", "petugas", "--name", "Contoh", "--role", "officer", "--branch", "9901", "--password-stdin", "--data-dir", dir},
	} {
		if out, err := binaanWith(t, "kata sandi petugas 9\n", args...); err != nil {
			t.Fatalf("%s: %v", out, err)
		}
	}
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := free.Addr().String()
	if err := free.Close(); err != nil {
		t.Fatal(err)
	}
	s := &serving{base: "http://" + address}
	s.cmd, s.said = program(t, "serve", "--addr", address, "--workers", "1", "--data-dir", dir)
	s.said.until(t, `"serving"`, 1)
	answer, err := http.Post(s.base+"/api/v1/session", "application/json", strings.NewReader(`{"login":"petugas","password":"kata sandi petugas 9"}`))
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("log in: %s", answer.Status)
	}
	s.cookie = answer.Header.Get("Set-Cookie")
	return s
}

func (s *serving) readyz() string {
	answer, err := http.Get(s.base + "/readyz")
	if err != nil {
		return err.Error()
	}
	defer answer.Body.Close()
	text, _ := io.ReadAll(answer.Body)
	return string(text)
}

// untilReady waits until the program serves again. That PostgreSQL has recovered, or a
// disk has room again, it tells nobody but who asks, as a balancer of load does.
func (s *serving) untilReady(t *testing.T) {
	t.Helper()
	for range 1200 {
		if s.readyz() == "ready" {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("never ready again: %s", s.readyz())
}

// ask sends a request as the officer.
func (s *serving) ask(method, path, kind string, body io.Reader) (status int, header http.Header, detail string, err error) {
	request, err := http.NewRequest(method, s.base+path, body)
	if err != nil {
		return 0, nil, "", err
	}
	request.Header.Set("Cookie", s.cookie)
	request.Header.Set("Origin", s.base)
	request.Header.Set("Content-Type", kind)
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, nil, "", err
	}
	defer answer.Body.Close()
	var told struct{ Detail string }
	_ = json.NewDecoder(answer.Body).Decode(&told)
	return answer.StatusCode, answer.Header, told.Detail, nil
}

func (s *serving) upload(t *testing.T, bytesOf int) (status int, header http.Header, detail string) {
	t.Helper()
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	part, err := w.CreateFormFile("file", "kader.csv")
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(part, "kode;nama\n%s", strings.Repeat("K1;Contoh\n", bytesOf/10))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	status, header, detail, err = s.ask("POST", "/api/v1/branches/9901/imports?kind=kader", w.FormDataContentType(), &form)
	if err != nil {
		t.Fatal(err)
	}
	return status, header, detail
}

// stop ends the program in order and tells how it ended.
func (s *serving) stop(t *testing.T) error {
	t.Helper()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	return s.cmd.Wait()
}

func TestAFullDiskIsToldToThePersonAndTheMachine(t *testing.T) {
	disk := t.TempDir()
	if err := os.Chmod(filepath.Dir(disk), 0o711); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=400m,nr_inodes=8000,mode=0711"); err != nil {
		t.Skipf("this machine lets nobody mount a small disk: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(disk, syscall.MNT_DETACH) })
	s := serve(t, filepath.Join(disk, "data"))
	if status, _, detail := s.upload(t, 1000); status != http.StatusAccepted {
		t.Fatalf("upload: %d %s", status, detail)
	}
	filler := filepath.Join(disk, "filler")
	f, err := os.Create(filler)
	if err != nil {
		t.Fatal(err)
	}
	for chunk := make([]byte, 1<<20); err == nil; {
		_, err = f.Write(chunk)
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
	f.Close()
	if got := s.readyz(); got != "disk full" {
		t.Errorf("ready: %q, want disk full", got)
	}
	status, header, detail := s.upload(t, 2<<20)
	if status != http.StatusServiceUnavailable || !strings.Contains(detail, "Ruang simpan server penuh") || header.Get("Retry-After") == "" {
		t.Errorf("upload to a full disk: %d %q, try again after %q", status, detail, header.Get("Retry-After"))
	}
	backup, said := program(t, "backup", filepath.Join(disk, "cadangan"), "--plain", "--data-dir", filepath.Join(disk, "data"))
	if err := backup.Wait(); err == nil || !strings.Contains(said.String(), "there is no room left on the disk") {
		t.Errorf("backup to a full disk: %v\n%s", err, said)
	}
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	s.untilReady(t)
	if status, _, detail := s.upload(t, 1000); status != http.StatusAccepted {
		t.Errorf("upload when there is room again: %d %s", status, detail)
	}
	noMoreFiles(t, disk, s)
	if err := s.stop(t); err != nil {
		t.Errorf("stop: %v\n%s", err, s.said)
	}
}

// noMoreFiles takes all that the disk can count of, and gives them back.
func noMoreFiles(t *testing.T, disk string, s *serving) {
	t.Helper()
	many := filepath.Join(disk, "many")
	if err := os.Mkdir(many, 0o700); err != nil {
		t.Fatal(err)
	}
	var err error
	for n := 0; err == nil; n++ {
		err = os.WriteFile(filepath.Join(many, strconv.Itoa(n)), nil, 0o600)
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
	if got := s.readyz(); got != "disk full" {
		t.Errorf("no file can be made any more: ready says %q, want disk full", got)
	}
	status, header, detail := s.upload(t, 1000)
	if status != http.StatusServiceUnavailable || !strings.Contains(detail, "Ruang simpan server penuh") || header.Get("Retry-After") == "" {
		t.Errorf("upload where no file can be made: %d %q, try again after %q", status, detail, header.Get("Retry-After"))
	}
	if err := os.RemoveAll(many); err != nil {
		t.Fatal(err)
	}
	s.untilReady(t)
	if status, _, detail := s.upload(t, 1000); status != http.StatusAccepted {
		t.Errorf("upload when files can be made again: %d %s", status, detail)
	}
}

// While PostgreSQL is killed and comes back, whoever asks is told to come again, and a
// stop under load is an orderly end.
func TestADatabaseThatIsAwayIsToldAndWaitedFor(t *testing.T) {
	dir := newDataDir(t)
	s := serve(t, dir)
	ctx, done := context.WithCancel(t.Context())
	var clients sync.WaitGroup
	var answered, away, unready, stopping atomic.Int64
	seen := make(chan struct{}) // answers, for who waits for one
	for range 6 {
		clients.Go(func() {
			for ctx.Err() == nil {
				status, header, detail, err := s.ask("GET", "/api/v1/branches/9901/imports", "", nil)
				switch {
				case err != nil && stopping.Load() > 0:
					return
				case err != nil:
					t.Error(err)
					return
				case status == http.StatusOK:
					answered.Add(1)
					select {
					case seen <- struct{}{}:
					default:
					}
				case status == http.StatusServiceUnavailable && header.Get("Retry-After") != "" && detail != "":
					away.Add(1)
					if s.readyz() != "ready" {
						unready.Add(1)
					}
					time.Sleep(100 * time.Millisecond) // sooner than it is told to
				case stopping.Load() == 0:
					t.Errorf("%d %s", status, detail)
				}
			}
		})
	}
	for n := range 2 {
		pid, err := os.ReadFile(filepath.Join(dir, "pg", "postmaster.pid"))
		if err != nil {
			t.Fatal(err)
		}
		postmaster, err := strconv.Atoi(strings.SplitN(string(pid), "\n", 2)[0])
		if err != nil {
			t.Fatal(err)
		}
		if err := syscall.Kill(postmaster, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		s.said.until(t, "PostgreSQL ended by itself", n+1)
		s.untilReady(t)
		for range 7 {
			<-seen
		}
	}
	if away.Load() == 0 || unready.Load() == 0 {
		t.Errorf("%d requests and %d looks were told that the database is away", away.Load(), unready.Load())
	}
	stopping.Store(1)
	if err := s.stop(t); err != nil {
		t.Errorf("stop under load: %v\n%s", err, s.said)
	}
	done()
	clients.Wait()
	t.Logf("%d answered, %d told to come again", answered.Load(), away.Load())
}

func TestARequestThatDoesNotEndIsCutOffWithoutAFault(t *testing.T) {
	asked := make(chan struct{})
	server := &http.Server{ReadHeaderTimeout: time.Second, Handler: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(asked)
		_, _ = io.Copy(io.Discard, r.Body)
	})}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = server.Serve(listener) }()
	slow, hang := io.Pipe()
	defer hang.Close()
	go func() { _, _ = http.Post("http://"+listener.Addr().String(), "text/plain", slow) }() //nolint:bodyclose // it never comes
	<-asked
	if err := shutDown(t.Context(), server, 10*time.Millisecond); err != nil {
		t.Errorf("stop: %v", err)
	}
}

// Jobs that do not end are left to the next worker; what stopping itself stumbles over
// is told.
func TestAJobThatDoesNotEndIsLeftWithoutAFault(t *testing.T) {
	hangs := func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }
	if err := putDown(t.Context(), hangs, time.Millisecond); err != nil {
		t.Errorf("stop: %v", err)
	}
	wrong := errors.New("the lifeline is gone")
	if err := putDown(t.Context(), func(context.Context) error { return wrong }, time.Hour); !errors.Is(err, wrong) {
		t.Errorf("stop: %v, want %v", err, wrong)
	}
}

// The client of an import is killed while the file is being taken in: nothing of the file
// is there, the import is called failed with its reason, and the same command works.
func TestAnImportWhoseClientIsKilledIsCalledFailed(t *testing.T) {
	dir := t.TempDir()
	if out, err := binaan(t, "sample", "--households", "20000", "--out", dir); err != nil {
		t.Fatalf("%s: %v", out, err)
	}
	owner, app := datatest.DSN(t)
	store := datatest.Open(t, app, datatest.Clock())
	b, err := store.AddBranch(t.Context(), "9901", "Contoh", "WIB")
	if err != nil {
		t.Fatal(err)
	}
	if out, err := binaan(t, "import", "areas", filepath.Join(dir, "areas.geojson"), "--branch", "9901", "--database-url", owner); err != nil {
		t.Fatalf("%s: %v", out, err)
	}
	let := holdFamilies(t, owner) // or it may be over before it is killed
	args := []string{"import", "households", filepath.Join(dir, "households.csv"), "--branch", "9901", "--database-url", owner}
	client, _ := program(t, args...)
	newest := func() data.Import {
		imports, err := store.Imports(t.Context(), b.ID)
		if err != nil {
			t.Fatal(err)
		}
		return imports[0]
	}
	datatest.Until(t, store, "the import runs", func() bool { return newest().Kind == "households" && newest().State == data.Running }, "import")
	if err := client.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = client.Wait()
	let()
	datatest.Gone(t, store, b.ID, newest().ID)
	if err := store.FailLostImports(t.Context()); err != nil {
		t.Fatal(err)
	}
	if i := newest(); i.State != data.Failed || !strings.Contains(i.Error, "berhenti atau sambungannya putus") {
		t.Errorf("it is %s, for %q", i.State, i.Error)
	}
	page, err := store.Totals(t.Context(), b.ID)
	if err != nil || page.Households != 0 {
		t.Errorf("%d families of a file that was not taken in: %v", page.Households, err)
	}
	if out, err := binaan(t, args...); err != nil || !strings.Contains(out, "20000 rows = 20000 accepted") {
		t.Errorf("the same again: %s %v", out, err)
	}
}

// holdFamilies has whoever writes families wait until it is let.
func holdFamilies(t *testing.T, owner string) (let func()) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), owner)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Exec(t.Context(), "begin; lock table household in exclusive mode"); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := conn.Close(context.Background()); err != nil {
			t.Error(err)
		}
	}
}
