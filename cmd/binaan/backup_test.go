package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"binaan/data/builtin"
)

// The drill: a backup of one data folder, restored into another and into an
// external database, lets people log in again.
func TestBackupDrill(t *testing.T) {
	dir, file := newDataDir(t), filepath.Join(t.TempDir(), "branch.backup")
	must := func(args ...string) string {
		t.Helper()
		out, err := binaan(t, args...)
		if err != nil {
			t.Fatalf("binaan %s: %v", strings.Join(args, " "), err)
		}
		return out
	}
	must("branch", "add", "9907", "--name", "Contoh", "--data-dir", dir)
	if out := must("user", "add", "budi", "--name", "Budi", "--role", "officer", "--branch", "9907", "--data-dir", dir); !strings.Contains(out, "password: ") {
		t.Errorf("no password was made: %s", out)
	}
	want := must("backup", file, "--data-dir", dir)
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("backup file: %v, %v", info, err)
	}

	second := newDataDir(t)
	if got := must("restore", file, "--data-dir", second); got != want {
		t.Errorf("restored %s\nwant %s", got, want)
	}
	if _, err := binaan(t, "restore", file, "--data-dir", second); exitStatus(err) != exitFailed {
		t.Errorf("restore over rows: %v", err)
	}
	server, err := builtin.Open(t.Context(), builtin.Options{Dir: second})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = server.Stop() }()
	again := filepath.Join(t.TempDir(), "external.backup")
	if got := must("backup", again, "--database-url", server.DSN(builtin.Owner)); got != want {
		t.Errorf("backup of an external database %s\nwant %s", got, want)
	}
}
