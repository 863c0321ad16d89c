package main

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// process is a program that runs.
type process struct {
	cmd   *exec.Cmd
	ended chan struct{}
	err   error // once ended
	said  said
}

// said keeps what a process writes, for who has to find out.
type said struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *said) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

// last is the end of it.
func (s *said) last() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	text := strings.TrimSpace(s.text.String())
	return text[max(0, len(text)-800):]
}

func start(binary, input string, args ...string) (*process, error) {
	p := &process{cmd: exec.Command(binary, args...), ended: make(chan struct{})}
	p.cmd.Stdin = strings.NewReader(input)
	p.cmd.Stdout, p.cmd.Stderr = &p.said, &p.said
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		defer close(p.ended)
		defer func() {
			if fault := recover(); fault != nil {
				p.err = fmt.Errorf("panic: %v", fault)
			}
		}()
		p.err = p.cmd.Wait()
	}()
	return p, nil
}

// alive tells whether the process has not ended.
func (p *process) alive() bool {
	select {
	case <-p.ended:
		return false
	default:
		return true
	}
}

func (p *process) kill() {
	if p != nil && p.alive() {
		_ = p.cmd.Process.Kill()
		<-p.ended
	}
}

// stop ends the process in order; one that does not end is killed and an error.
func (p *process) stop() error {
	if p == nil || !p.alive() {
		return nil
	}
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	if !p.wait(time.Minute) {
		p.kill()
		return fmt.Errorf("%s did not stop within a minute", p.cmd.Args[1])
	}
	return p.err
}

// wait reports whether the process has ended by itself within a time.
func (p *process) wait(most time.Duration) bool {
	select {
	case <-p.ended:
		return true
	case <-time.After(most):
		return false
	}
}

// must runs a command to its end.
func must(ctx context.Context, binary, input string, args ...string) (string, error) {
	p, err := start(binary, input, args...)
	if err != nil {
		return "", err
	}
	select {
	case <-p.ended:
	case <-ctx.Done():
		p.kill()
	}
	if p.err != nil {
		return "", fmt.Errorf("binaan %s: %w: %s", strings.Join(args, " "), p.err, p.said.last())
	}
	return p.said.text.String(), nil
}

// postmaster is the process of the PostgreSQL of a data folder; 0: there is none.
func postmaster(dir string) int {
	text, err := os.ReadFile(filepath.Join(dir, "pg", "postmaster.pid"))
	if err != nil {
		return 0
	}
	first, _, _ := strings.Cut(string(text), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(first))
	if err != nil || pid <= 1 {
		return 0
	}
	return pid
}

// backends are the processes of a postmaster that work for clients.
func backends(postmaster int) (pids []int) {
	entries, _ := os.ReadDir("/proc")
	for _, e := range entries {
		pid, err := strconv.Atoi(e.Name())
		if err != nil {
			continue
		}
		stat, err := os.ReadFile(filepath.Join("/proc", e.Name(), "stat"))
		if err != nil {
			continue
		}
		// After the name in brackets: state, parent.
		fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
		line, err := os.ReadFile(filepath.Join("/proc", e.Name(), "cmdline"))
		if err == nil && len(fields) > 1 && fields[1] == strconv.Itoa(postmaster) && bytes.HasPrefix(line, []byte("postgres: binaan")) {
			pids = append(pids, pid)
		}
	}
	return pids
}

// shoot kills the postmaster of a folder, or one of its backends, and tells whether
// there was one. Only processes of the folder are found that way.
func shoot(dir string, backend bool, rng *rand.Rand) bool {
	pid := postmaster(dir)
	if pid == 0 {
		return false
	}
	if line, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid)); err != nil || !bytes.Contains(line, []byte(dir)) {
		return false // a number that another process has now
	}
	if backend {
		all := backends(pid)
		if len(all) == 0 {
			return false
		}
		pid = all[rng.IntN(len(all))]
	}
	return syscall.Kill(pid, syscall.SIGKILL) == nil
}
