package main

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// lanes runs commands side by side as make test does. What lives of them holds the
// returned end of a pipe open as its file 3.
func lanes(t *testing.T, lines string, args ...string) (cmd *exec.Cmd, out *bufio.Reader, living *os.File) {
	t.Helper()
	living, held, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { living.Close() })
	cmd = exec.Command("../../.ci/beside", args...)
	cmd.Stdin, cmd.ExtraFiles = strings.NewReader(lines), []*os.File{held}
	said, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	held.Close()
	return cmd, bufio.NewReader(said), living
}

// atTheirEnd waits until nothing lives of the lanes, and returns what they said and the status.
func atTheirEnd(t *testing.T, cmd *exec.Cmd, out io.Reader, living io.Reader) (said string, status int) {
	t.Helper()
	text, err := io.ReadAll(out)
	if err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	if left, err := io.ReadAll(living); err != nil || len(left) != 0 {
		t.Fatal(left, err)
	}
	return string(text), cmd.ProcessState.ExitCode()
}

// An interrupt ends all lanes with whatever they began, and begins no other.
func TestAnInterruptEndsAllLanes(t *testing.T) {
	cmd, out, living := lanes(t, "a: sleep 600 & echo up; wait\nb: echo up; bash -c 'sleep 600; true'\nc: echo never\n")
	for range 2 {
		if line, err := out.ReadString('\n'); err != nil || !strings.HasSuffix(line, ": up\n") {
			t.Fatalf("%q %v", line, err)
		}
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil { // as by Ctrl-C, which a program in the background does not hear
		t.Fatal(err)
	}
	if said, status := atTheirEnd(t, cmd, out, living); status != 130 || said != "" {
		t.Errorf("status %d, want 130, and %q", status, said)
	}
}

func TestALaneThatFailsEndsTheOthers(t *testing.T) {
	cmd, out, living := lanes(t, "a: sleep 600\nb: echo galat; exit 7\nc: echo never\n", "-q")
	if said, status := atTheirEnd(t, cmd, out, living); status != 1 || !strings.HasPrefix(said, "b: galat\nb: FAILED (7) after ") {
		t.Errorf("status %d, want 1, and %q", status, said)
	}
}

func TestLanesThatPassAreQuiet(t *testing.T) {
	cmd, out, living := lanes(t, "a: echo satu\nb: echo dua\nc: echo tiga\nd: cat\n", "-q", "-n", "3")
	said, status := atTheirEnd(t, cmd, out, living)
	if status != 0 || strings.Count(said, ": passed in ") != 4 || bytes.Count([]byte(said), []byte("\n")) != 4 {
		t.Errorf("status %d, and %q", status, said)
	}
}
