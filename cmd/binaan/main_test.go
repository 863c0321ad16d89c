package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"binaan/data/datatest"
)

// asProgram has this test's binary be binaan itself, in a process of its own.
const asProgram = "BINAAN_TEST_IS_PROGRAM"

// TestMain has every command begin at the moment of the tests.
func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	if err := os.Setenv("BINAAN_NOW", datatest.Moment().Format(time.RFC3339)); err != nil {
		panic(err)
	}
	// A test that names no data folder of its own fails instead of touching the user's.
	rootDataDir = filepath.Join(os.DevNull, "binaan")
	if err := os.Setenv("XDG_DATA_HOME", os.DevNull); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

func TestTestsHaveNoDataFolderByDefault(t *testing.T) {
	if out, err := binaan(t, "migrate"); exitStatus(err) != exitFailed || !strings.Contains(err.Error(), os.DevNull) {
		t.Errorf("%v\n%s", err, out)
	}
}

// binaan runs a command line in this process and returns what it printed.
func binaan(t *testing.T, args ...string) (string, error) {
	t.Helper()
	cmd := root()
	var out bytes.Buffer
	cmd.SetOut(&out)
	cmd.SetErr(&out)
	cmd.SetArgs(args)
	err := cmd.ExecuteContext(t.Context())
	return out.String(), err
}

func TestWrongUsageIsExitStatusTwo(t *testing.T) {
	for _, args := range [][]string{
		{"plant"},
		{"version", "surplus"},
		{"--colour"},
		{"branch", "remove"},
		{"branch", "add"},
		{"branch", "add", "1107"},
		{"sample"},
		{"sample", "--out", "x", "--now", "besok"},
		{"serve", "--now", "2027-02-28"},
		{"backup"},
		{"user", "add", "budi", "--name", "Budi", "--role", "king", "--branch", "1107"},
		{"user", "add", "budi", "--name", "Budi", "--role", "officer"},
		{"user", "add", "budi", "--name", "Budi", "--role", "officer", "--branch", "1107", "--kader", "3"},
		{"plan", "territories"},
		{"plan", "territories", "--branch", "1107", "--kecamatan", "33"},
		{"plan", "territories", "--branch", "1107", "--publish", "besok"},
		{"plan", "territories", "--branch", "1107", "--seconds", "-1"},
		{"plan", "territories", "--branch", "1107", "--seconds", "1", "--iterations", "1"},
		{"plan", "routes", "--branch", "1107"},
		{"plan", "routes", "--branch", "1107", "--month", "Desember"},
		{"serve", "--trusted-proxy", "proxy"},
		{"migrate", "--database-url", "postgres://x/y", "--data-dir", "z"},
	} {
		if _, err := binaan(t, args...); exitStatus(err) != exitUsage {
			t.Errorf("binaan %s: %v, want wrong usage", strings.Join(args, " "), err)
		}
	}
}

func TestExitStatusTellsFailureFromInfeasible(t *testing.T) {
	for _, c := range []struct {
		err  error
		want int
	}{{nil, 0}, {errors.New("disk"), exitFailed}, {errInfeasible, exitInfeasible}, {errUsage, exitUsage}} {
		if got := exitStatus(c.err); got != c.want {
			t.Errorf("exitStatus(%v) = %d, want %d", c.err, got, c.want)
		}
	}
}

func TestEnvironmentStandsForFlags(t *testing.T) {
	flagged, fromEnvironment := filepath.Join(t.TempDir(), "flag"), filepath.Join(t.TempDir(), "environment")
	t.Setenv("BINAAN_OUT", fromEnvironment)
	t.Setenv("BINAAN_HOUSEHOLDS", "1000")
	if _, err := binaan(t, "sample"); err != nil {
		t.Fatal(err)
	}
	if _, err := binaan(t, "sample", "--out", flagged); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{flagged, fromEnvironment} {
		if _, err := os.Stat(filepath.Join(dir, "households.csv")); err != nil {
			t.Error(err)
		}
	}
	t.Setenv("BINAAN_HOUSEHOLDS", "many")
	if _, err := binaan(t, "sample"); exitStatus(err) != exitUsage || !strings.Contains(err.Error(), "BINAAN_HOUSEHOLDS") {
		t.Errorf("BINAAN_HOUSEHOLDS=many: %v", err)
	}
}

func TestEveryCommandShowsAnExample(t *testing.T) {
	var walk func(*cobra.Command)
	walk = func(cmd *cobra.Command) {
		if cmd.Short == "" {
			t.Errorf("%s has no description", cmd.CommandPath())
		}
		if !cmd.HasSubCommands() && !strings.Contains(cmd.Example, cmd.CommandPath()) {
			t.Errorf("%s shows no example of itself", cmd.CommandPath())
		}
		for _, sub := range cmd.Commands() {
			walk(sub)
		}
	}
	walk(root())
}

// What the command line does to accounts, in one data folder.
func TestAccountsAreMendedByTheCommandLine(t *testing.T) {
	dir := newDataDir(t)
	run := func(status int, args ...string) string {
		t.Helper()
		out, err := binaan(t, append(args, "--data-dir", dir)...)
		if exitStatus(err) != status {
			t.Errorf("binaan %s: %v, want status %d", strings.Join(args, " "), err, status)
		}
		return out
	}
	run(0, "branch", "add", "9907", "--name", "Contoh")
	run(0, "branch", "add", "9908", "--name", "Contoh")
	run(exitUsage, "user", "add", "siti", "--name", "Siti", "--role", "kader", "--branch", "9907", "--branch", "9908", "--kader", "K1")
	run(exitUsage, "user", "add", "siti", "--name", "Siti", "--role", "kader", "--branch", "9907")
	run(exitFailed, "user", "add", "siti", "--name", "Siti", "--role", "kader", "--branch", "9907", "--kader", "K-404")
	run(0, "user", "add", "budi", "--name", "Budi", "--role", "officer", "--branch", "9907", "--until", "2026-12-31")
	if out := run(0, "user", "password", "budi"); !strings.Contains(out, "password of budi: ") {
		t.Errorf("no password was made: %s", out)
	}
	run(0, "user", "sessions", "budi")
	run(0, "user", "sessions", "budi", "--end")
	run(0, "user", "disable", "budi")
	run(0, "user", "enable", "budi")
	run(0, "user", "unbind", "budi", "--branch", "9907")
	run(exitFailed, "user", "unbind", "budi", "--branch", "9907")
	run(0, "user", "reset-factor", "budi")
	run(exitFailed, "user", "disable", "nobody")
	if out := run(0, "audit", "verify"); !strings.Contains(out, "access:") {
		t.Errorf("audit: %s", out)
	}
}
