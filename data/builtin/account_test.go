package builtin

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestFolderThatPostgresMayNotEnterIsNamed(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root runs PostgreSQL as another user")
	}
	closed := filepath.Join(newFolder(t), "closed")
	if err := os.MkdirAll(closed, 0o711); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(closed, 0o700); err != nil {
		t.Fatal(err)
	}
	_, err := Open(t.Context(), Options{Dir: filepath.Join(closed, "data")})
	if err == nil || !strings.Contains(err.Error(), closed) || !strings.Contains(err.Error(), "--data-dir") {
		t.Errorf("Open = %v", err)
	}
}

// The traps that differ without root are sprung again as the user nobody.
func TestWithoutRoot(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("the other tests run without root already")
	}
	nobody, err := firstUser("nobody")
	if err != nil {
		t.Skip(err)
	}
	nobody.other = true
	dir := newFolder(t)
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(dir, "builtin.test")
	if err := copyFile(os.Args[0], program); err != nil {
		t.Fatal(err)
	}
	if err := nobody.give(dir); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, "-test.v", "-test.run",
		"TestStoppedServer|TestSecondProgram|TestStaleLockFiles|TestKilledProgram|TestCommittedRows|TestBackendThatOutlives|TestPathTooLong")
	cmd.Dir, cmd.SysProcAttr = dir, nobody.attr()
	cmd.SysProcAttr.Pdeathsig = syscall.SIGKILL
	cmd.Env = append(os.Environ(), "HOME="+dir, "TMPDIR="+dir, "XDG_RUNTIME_DIR=")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, line := range strings.Split(string(out), "\n") {
		if strings.HasPrefix(line, "---") {
			t.Log("as nobody:", line)
		}
	}
}
