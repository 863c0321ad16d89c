package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"binaan/data/builtin"
)

// newDataDir is an empty place that the private PostgreSQL's user may enter.
func newDataDir(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Chmod(filepath.Dir(dir), 0o711); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "data")
}

func TestCommandsShareOneDataFolder(t *testing.T) {
	dir := newDataDir(t)
	if out, err := binaan(t, "branch", "add", "1107", "--name", "Contoh", "--data-dir", dir); err != nil || !strings.Contains(out, "1107") {
		t.Fatalf("%s: %v", out, err)
	}
	server, err := builtin.Open(t.Context(), builtin.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = server.Stop() }()
	if _, err := binaan(t, "branch", "add", "1107", "--name", "Lagi", "--data-dir", dir); exitStatus(err) != exitFailed {
		t.Errorf("same branch twice: %v", err)
	}
	t.Setenv("BINAAN_DATABASE_URL", server.DSN(builtin.Owner))
	if _, err := binaan(t, "branch", "add", "1108", "--name", "Lain"); err != nil {
		t.Errorf("the same database by its URL: %v", err)
	}
	t.Setenv("BINAAN_DATABASE_URL", "postgres://nowhere.invalid/binaan")
	if _, err := binaan(t, "migrate", "--data-dir", dir); err != nil {
		t.Errorf("a flag against the environment: %v", err)
	}
}

// While a stopping program finishes what it has under way, others do not join the
// PostgreSQL that will be gone in a moment.
func TestNobodyJoinsAProgramThatStops(t *testing.T) {
	c := databaseConfig{DataDir: newDataDir(t)}
	ctx, stop := context.WithCancel(t.Context())
	err := c.withDatabase(ctx, func(*database) error {
		stop()
		for range 3000 { // leaving is another goroutine's, which has to get its turn
			short, done := context.WithTimeout(t.Context(), 100*time.Millisecond)
			guest, err := builtin.Open(short, builtin.Options{Dir: c.DataDir})
			done()
			if errors.Is(err, context.DeadlineExceeded) {
				return nil
			}
			if err != nil {
				return err
			}
			if err := guest.Stop(); err != nil {
				return err
			}
		}
		return errors.New("every newcomer became a guest")
	})
	if err != nil {
		t.Error(err)
	}
}
