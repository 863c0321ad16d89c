package builtin

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// dieWithParent has the kernel send sig to the child when the thread that started
// it ends.
func dieWithParent(attr *syscall.SysProcAttr, sig syscall.Signal) { attr.Pdeathsig = sig }

// processesIn lists the PostgreSQL processes of a server folder: postmaster and
// backends alike work in it. Zombies work nowhere.
func processesIn(pg string) []int {
	real, err := filepath.EvalSymlinks(pg)
	if err != nil {
		return nil
	}
	cwds, _ := filepath.Glob("/proc/[0-9]*/cwd")
	var pids []int
	for _, cwd := range cwds {
		at, err := os.Readlink(cwd)
		if err != nil || at != real {
			continue
		}
		exe, err := os.Readlink(filepath.Join(filepath.Dir(cwd), "exe"))
		pid, numErr := strconv.Atoi(filepath.Base(filepath.Dir(cwd)))
		if err == nil && numErr == nil && programName(exe) == "postgres" {
			pids = append(pids, pid)
		}
	}
	return pids
}

// isPostmasterOf tells whether the process was started as "postgres -D pg". A
// zombie has no command line.
func isPostmasterOf(pid int, pg string) bool {
	if pid == 0 {
		return false
	}
	text, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/cmdline")
	words := strings.Split(string(text), "\x00")
	return err == nil && programName(words[0]) == "postgres" && slices.Contains(words, pg)
}
