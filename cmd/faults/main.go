// Command faults kills what Binaan runs on, at random moments of what it does, and
// looks whether everything that was acknowledged is there once and nothing is left
// half done. It builds the program, makes a small synthetic branch in a folder of its
// own, and prints tried, survived, lost, doubled and left in a bad state; the last
// three must be 0, else its exit status is 1.
//
// A kill is SIGKILL to the server, to PostgreSQL, to one of its backends, to a process
// of workers or to a command of the command line.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"text/tabwriter"
)

// options of a run.
type options struct {
	kills  int
	seed   uint64
	binary string // empty: built
	only   string // works, by comma; empty: all
	out    io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	o := options{out: os.Stdout}
	flag.IntVar(&o.kills, "kills", 200, "how often something is killed")
	flag.Uint64Var(&o.seed, "seed", rand.Uint64(), "the same seed kills the same in the same order")
	flag.StringVar(&o.binary, "binaan", "", "the program (default: built from here)")
	flag.StringVar(&o.only, "only", "", "works to try, separated by commas (default all)")
	flag.Parse()
	sum, err := run(ctx, o)
	if err != nil {
		fmt.Fprintln(os.Stderr, "faults:", err)
		os.Exit(1)
	}
	if sum.harm() > 0 {
		os.Exit(1)
	}
}

// tally counts what became of kills.
type tally struct{ tried, survived, lost, doubled, bad int }

func (t tally) harm() int { return t.lost + t.doubled + t.bad }

func (t *tally) add(v verdict) {
	t.tried++
	switch {
	case v.harm() == 0:
		t.survived++
	default:
		t.lost += len(v.lost)
		t.doubled += len(v.doubled)
		t.bad += len(v.bad)
	}
}

// run tries o.kills kills, each work in its turn, and returns what they came to.
func run(ctx context.Context, o options) (sum tally, err error) {
	root, err := os.MkdirTemp("", "binaan-faults-")
	if err != nil {
		return sum, err
	}
	defer os.RemoveAll(root)
	if err := os.Chmod(root, 0o711); err != nil { // PostgreSQL runs as another user under root
		return sum, err
	}
	if o.binary == "" {
		o.binary = filepath.Join(root, "binaan")
		if out, err := exec.CommandContext(ctx, "go", "build", "-o", o.binary, "binaan/cmd/binaan").CombinedOutput(); err != nil {
			return sum, fmt.Errorf("build: %w: %s", err, out)
		}
	}
	fmt.Fprintf(o.out, "%d kills, seed %d\n", o.kills, o.seed)
	h, err := settle(ctx, o.binary, root)
	if err != nil {
		return sum, err
	}
	defer h.end()
	chosen := slices.DeleteFunc(slices.Clone(works), func(w work) bool {
		return o.only != "" && !slices.Contains(strings.Split(o.only, ","), w.name)
	})
	if len(chosen) == 0 {
		return sum, fmt.Errorf("no work is called %q", o.only)
	}
	rng, by := rand.New(rand.NewPCG(o.seed, 0)), map[string]*tally{}
	for n := 0; sum.tried < o.kills; n++ {
		w := chosen[n%len(chosen)]
		v, told, struck := h.try(ctx, w, n, rng)
		if ctx.Err() != nil { // what was cut off by that is no harm
			return sum, errors.Join(ctx.Err(), report(o.out, by, sum))
		}
		if sum.tried+1 == o.kills || n%10 == 9 {
			v.join(h.calm(ctx))
		}
		if !struck && v.harm() == 0 {
			continue // it had ended already: no kill
		}
		if by[w.name] == nil {
			by[w.name] = &tally{}
		}
		by[w.name].add(v)
		sum.add(v)
		fmt.Fprintf(o.out, "%3d %-12s %s%s\n", sum.tried, w.name, told, v)
	}
	return sum, report(o.out, by, sum)
}

func report(out io.Writer, by map[string]*tally, sum tally) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "work\ttried\tsurvived\tlost\tdoubled\tin a bad state\t")
	line := func(name string, t tally) {
		fmt.Fprintf(table, "%s\t%d\t%d\t%d\t%d\t%d\t\n", name, t.tried, t.survived, t.lost, t.doubled, t.bad)
	}
	for _, w := range works {
		if t := by[w.name]; t != nil {
			line(w.name, *t)
		}
	}
	line("all", sum)
	return table.Flush()
}
