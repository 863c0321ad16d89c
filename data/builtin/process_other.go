//go:build unix && !linux

package builtin

import "syscall"

// dieWithParent has no counterpart here: the next start stops an orphan.
func dieWithParent(*syscall.SysProcAttr, syscall.Signal) {}

// processesIn knows nothing here: PostgreSQL finds its backends by their shared
// memory and refuses until they end.
func processesIn(string) []int { return nil }

// isPostmasterOf takes any process of the number for the postmaster.
func isPostmasterOf(pid int, _ string) bool { return pid != 0 && syscall.Kill(pid, 0) == nil }
