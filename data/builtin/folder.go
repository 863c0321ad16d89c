package builtin

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// port is only a part of the socket's name: nothing listens on the network.
const port = "5432"

// longestSocket is what fits into sockaddr_un with its closing zero.
const longestSocket = 107

// patience is how long Open waits for what others still do with the folder: a
// server shutting down, a program starting one, a backend that outlived its
// postmaster. Such backends have been seen to last 13 s.
const patience = 90 * time.Second

// folder is a data folder, by its absolute path.
type folder struct{ dir string }

// MakeFolder makes a data folder as Open does, for who keeps something in it before
// there is a PostgreSQL.
func MakeFolder(dir string) error {
	_, err := makeFolder(dir)
	return err
}

// makeFolder makes dir. Under root others may walk through it, since PostgreSQL
// runs as one of them; its contents stay closed.
func makeFolder(dir string) (folder, error) {
	mode := os.FileMode(0o700)
	if os.Geteuid() == 0 {
		mode = 0o711
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return folder{}, fmt.Errorf("data folder: %w", err)
	}
	if err := os.Mkdir(dir, mode); err != nil && !errors.Is(err, os.ErrExist) {
		return folder{}, fmt.Errorf("data folder: %w", err)
	}
	real, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return folder{}, fmt.Errorf("data folder: %w", err)
	}
	return folder{dir: real}, nil
}

func (f folder) pg() string       { return filepath.Join(f.dir, "pg") }
func (f folder) halfMade() string { return filepath.Join(f.dir, "pg.init") }
func (f folder) lockFile() string { return filepath.Join(f.dir, "lock") }
func (f folder) logFile() string  { return filepath.Join(f.dir, "postgres.log") }
func (f folder) pidFile() string  { return filepath.Join(f.pg(), "postmaster.pid") }

// major is the PostgreSQL version that the folder belongs to; 0 before the
// first start.
func (f folder) major() int {
	text, err := os.ReadFile(filepath.Join(f.pg(), "PG_VERSION"))
	if err != nil {
		return 0
	}
	version, _, _ := strings.Cut(strings.TrimSpace(string(text)), ".")
	major, _ := strconv.Atoi(version)
	return major
}

// hold takes the folder's lock. If another program has it, hold waits until that
// one's server is ready and returns its socket folder instead, or ErrHeld at once
// when alone is set. The lock goes with the returned file, also by kill -9.
func (f folder) hold(ctx context.Context, alone bool) (*os.File, string, error) {
	lock, err := os.OpenFile(f.lockFile(), os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, "", fmt.Errorf("data folder of another user: %w", err)
	}
	deadline := time.Now().Add(patience)
	for {
		err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			return lock, "", f.announce(lock, "")
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, "", errors.Join(fmt.Errorf("lock data folder %s: %w", f.dir, err), lock.Close())
		}
		if alone {
			return nil, "", errors.Join(fmt.Errorf("%s: %w", f.dir, ErrHeld), lock.Close())
		}
		if socket, ok := f.announced(); ok {
			return nil, socket, lock.Close()
		}
		if time.Now().After(deadline) {
			return nil, "", errors.Join(fmt.Errorf("%s: %w, whose PostgreSQL was not ready within %v", f.dir, ErrHeld, patience), DataRoom(f.dir), lock.Close())
		}
		if err := sleep(ctx, 50*time.Millisecond); err != nil {
			return nil, "", errors.Join(err, lock.Close())
		}
	}
}

// announce writes into the held lock where the ready server is reached; an empty
// socket takes it back.
func (f folder) announce(lock *os.File, socket string) error {
	if err := lock.Truncate(0); err != nil {
		return fmt.Errorf("data folder lock: %w", err)
	}
	if socket == "" {
		return nil
	}
	if _, err := lock.WriteAt([]byte(socket+"\n"), 0); err != nil {
		return fmt.Errorf("data folder lock: %w", err)
	}
	return nil
}

// announced is the socket folder of another program's server, if it answers.
func (f folder) announced() (string, bool) {
	text, err := os.ReadFile(f.lockFile())
	socket, whole := strings.CutSuffix(string(text), "\n")
	if err != nil || !whole {
		return "", false
	}
	conn, err := net.Dial("unix", socketIn(socket))
	if err != nil {
		return "", false
	}
	return socket, conn.Close() == nil
}

func socketIn(dir string) string { return filepath.Join(dir, ".s.PGSQL."+port) }

// socketFolder makes the folder of the socket: run in the data folder, or when
// that path is too long for a socket or has a comma, which parts host names, a
// short one named after the data folder.
func (f folder) socketFolder(a account) (string, error) {
	dir := filepath.Join(f.dir, "run")
	if len(socketIn(dir)) > longestSocket || strings.Contains(dir, ",") {
		dir = filepath.Join(runtimeFolder(), fmt.Sprintf("binaan-%x", sha256.Sum256([]byte(f.dir)))[:len("binaan-")+16])
	}
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return "", fmt.Errorf("socket folder: %w", err)
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return "", fmt.Errorf("socket folder: %w", err)
	}
	owner, _ := ownerOf(dir)
	if !info.IsDir() || owner != os.Geteuid() && owner != a.uid {
		return "", fmt.Errorf("socket folder %s belongs to somebody else", dir)
	}
	if err := errors.Join(a.give(dir), os.Chmod(dir, 0o700)); err != nil {
		return "", fmt.Errorf("socket folder: %w", err)
	}
	return dir, nil
}

// runtimeFolder is a short folder that exists: the user's runtime folder, /run
// for root, else /tmp.
func runtimeFolder() string {
	short := []string{os.Getenv("XDG_RUNTIME_DIR"), "/tmp"}
	if os.Geteuid() == 0 {
		short = []string{"/run", "/tmp"}
	}
	for _, dir := range short {
		info, err := os.Stat(dir)
		if err == nil && info.IsDir() && len(dir) < longestSocket/2 {
			return dir
		}
	}
	return "/tmp"
}

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
