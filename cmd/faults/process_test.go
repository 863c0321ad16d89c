package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestACommandThatFailsIsToldWithWhatItSaidLast(t *testing.T) {
	out, err := must(t.Context(), "sh", "tik\n", "-c", "read x; echo $x; echo galat >&2")
	if err != nil || out != "tik\ngalat\n" {
		t.Errorf("%q, %v", out, err)
	}
	if _, err = must(t.Context(), "sh", "", "-c", "echo awal; printf %900s akhir; exit 3"); err == nil || !strings.HasSuffix(err.Error(), "akhir") || strings.Contains(err.Error(), "awal\n") || len(err.Error()) > 1000 {
		t.Errorf("%v", err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := must(ctx, "sh", "", "-c", "exec sleep 600"); err == nil {
		t.Error("a command that was to end is called done")
	}
}

func TestAProcessIsStoppedInOrder(t *testing.T) {
	p, err := start("sh", "", "-c", "exec sleep 600")
	if err != nil {
		t.Fatal(err)
	}
	if !p.alive() {
		t.Error("it has not ended, and is called dead")
	}
	if err := p.stop(); err == nil || p.alive() {
		t.Errorf("it was ended by a signal, and stop says %v", err)
	}
	if err := p.stop(); err != nil {
		t.Errorf("stopped twice: %v", err)
	}
	p.kill()
	(*process)(nil).kill()
}

// inFolder is a process whose number stands in the postmaster.pid of a folder.
func inFolder(t *testing.T, dir string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command("sh", append([]string{"-c", "read x"}, args...)...)
	hold, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = hold.Close()
		_ = cmd.Wait()
	})
	name(t, dir, fmt.Sprintln(cmd.Process.Pid))
	return cmd
}

func name(t *testing.T, dir, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Join(dir, "pg"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "pg", "postmaster.pid"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// Nobody but the PostgreSQL of the folder is shot, whatever its file says.
func TestOnlyThePostgreSQLOfAFolderIsShot(t *testing.T) {
	dir, rng := t.TempDir(), rand.New(rand.NewPCG(1, 0))
	for _, text := range []string{"", "\n", "1\n", "0\n", "-9\n", "sembilan\n"} {
		name(t, dir, text)
		if pid := postmaster(dir); pid != 0 || shoot(dir, false, rng) {
			t.Errorf("%q names process %d", text, pid)
		}
	}
	other := inFolder(t, dir, "somewhere else")
	if postmaster(dir) != other.Process.Pid || shoot(dir, false, rng) {
		t.Error("a process that has the number now is shot")
	}
	own := inFolder(t, dir, "sh", dir)
	if shoot(dir, true, rng) || len(backends(own.Process.Pid)) != 0 {
		t.Error("a backend of a postmaster without any is shot")
	}
	if !shoot(dir, false, rng) {
		t.Error("the folder's own lives on")
	}
	if err := own.Wait(); err == nil {
		t.Error("it ended by itself")
	}
}
