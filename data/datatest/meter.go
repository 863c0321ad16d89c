//go:build linux

package datatest

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Cost is processor time.
type Cost struct{ Program, Postgres time.Duration }

// Plus is both together.
func (c Cost) Plus(d Cost) Cost { return Cost{c.Program + d.Program, c.Postgres + d.Postgres} }

// Milliseconds are those of the program and of PostgreSQL.
func (c Cost) Milliseconds() float64 { return (c.Program + c.Postgres).Seconds() * 1000 }

// Meter reads the processor time of this program and of a PostgreSQL server with
// all its backends, helpers of parallel queries included.
type Meter struct{ postmaster int }

// NewMeter watches the server behind a DSN.
func NewMeter(b *testing.B, dsn string) *Meter {
	b.Helper()
	conn, err := pgx.Connect(b.Context(), dsn)
	if err != nil {
		b.Fatal(err)
	}
	var pid int
	if err := conn.QueryRow(b.Context(), "select pg_backend_pid()").Scan(&pid); err != nil {
		b.Fatal(err)
	}
	postmaster, _, err := process(pid)
	if err != nil {
		b.Fatal(err)
	}
	if err := conn.Close(b.Context()); err != nil {
		b.Fatal(err)
	}
	return &Meter{postmaster}
}

// Of is what do costs.
func (m *Meter) Of(b *testing.B, do func()) Cost {
	b.Helper()
	var c Cost
	c.Postgres -= m.postgres(b)
	c.Program -= program(b)
	do()
	c.Program += program(b)
	c.Postgres += m.postgres(b)
	return c
}

func program(b *testing.B) time.Duration {
	b.Helper()
	var own syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &own); err != nil {
		b.Fatal(err)
	}
	return time.Duration(own.Utime.Nano() + own.Stime.Nano())
}

func (m *Meter) postgres(b *testing.B) time.Duration {
	b.Helper()
	_, spent, err := process(m.postmaster)
	if err != nil {
		b.Fatal(err)
	}
	children, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%[1]d/children", m.postmaster))
	if err != nil {
		b.Fatal(err)
	}
	for pid := range strings.FieldsSeq(string(children)) {
		text, err := os.ReadFile("/proc/" + pid + "/schedstat")
		if err != nil {
			continue // gone meanwhile
		}
		ns, _ := strconv.ParseInt(strings.Fields(string(text))[0], 10, 64)
		spent += time.Duration(ns)
	}
	return spent
}

// process is a process's parent and the time of its children that have ended,
// which the kernel counts in hundredths of a second.
func process(pid int) (parent int, ended time.Duration, err error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, 0, err
	}
	after := strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:]))
	if parent, err = strconv.Atoi(after[1]); err != nil {
		return 0, 0, err
	}
	for _, field := range after[13:15] { // cutime, cstime
		ticks, err := strconv.ParseInt(field, 10, 64)
		if err != nil {
			return 0, 0, err
		}
		ended += time.Duration(ticks) * 10 * time.Millisecond
	}
	return parent, ended, nil
}
