package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"binaan/planner/orienteer"
)

// routingBench is one call of `binaan bench routing`.
type routingBench struct {
	family  string
	paths   int // routes of a toptw instance; 0 elsewhere unless stated
	seconds float64
	seed    uint64
	out     string
	stopwatch
}

func benchRoutingCommand() *cobra.Command {
	var b routingBench
	cmd := &cobra.Command{
		Use:     "routing --family top|toptw|mctopmtw|oplib|month FILE...",
		Short:   "Plan routes for orienteering instances",
		Example: "  binaan bench routing --family top --seconds 10 --seed 1 --out out p4.2.k.txt",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return fmt.Errorf("%w: no instance given", errUsage)
			}
			return b.check()
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return b.run(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr(), args)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&b.family, "family", "", "form of the instances: "+strings.Join(routingFamilies(), ", "))
	flags.IntVar(&b.paths, "paths", 0, "number of routes (toptw)")
	flags.Float64Var(&b.seconds, "seconds", 10, "time per file, on one core")
	flags.Uint64Var(&b.seed, "seed", 1, "seed of the search")
	flags.StringVar(&b.out, "out", ".", "folder for the NAME.routes files")
	b.add(cmd)
	return cmd
}

// routingReaders are the forms of instances, by the name of their family.
var routingReaders = []struct {
	family string
	read   func(path string, paths int) (*routingInstance, error)
}{
	{"top", readTOP},
	{"toptw", readTOPTW},
	{"mctopmtw", readMCTOPMTW},
	{"oplib", readOPLib},
	{"month", readMonth},
}

func routingFamilies() []string {
	var names []string
	for _, r := range routingReaders {
		names = append(names, r.family)
	}
	return names
}

func (b *routingBench) check() error {
	for _, name := range routingFamilies() {
		if name != b.family {
			continue
		}
		switch {
		case b.family == "toptw" && b.paths < 1:
			return fmt.Errorf("%w: toptw needs --paths", errUsage)
		case b.paths < 0 || b.seconds <= 0:
			return fmt.Errorf("%w: --paths and --seconds are positive", errUsage)
		}
		return nil
	}
	return fmt.Errorf("%w: --family %q is none of %s", errUsage, b.family, strings.Join(routingFamilies(), ", "))
}

// run plans every file and reports each; a file that cannot be read is told
// and passed over, and fails the whole run at its end. Told to stop it ends with the
// best plan so far of the file it is at.
func (b *routingBench) run(ctx context.Context, stdout, stderr io.Writer, files []string) error {
	if err := os.MkdirAll(b.out, 0o755); err != nil {
		return fmt.Errorf("bench routing: %w", err)
	}
	runtime.GOMAXPROCS(1)
	var failed error
	infeasible := false
	for _, file := range files {
		row, err := b.plan(ctx, file, stderr)
		if err != nil {
			failed = fmt.Errorf("bench routing %s: %w", file, err)
			fmt.Fprintln(stderr, failed)
			continue
		}
		infeasible = infeasible || row.status == "infeasible"
		if _, err := fmt.Fprintln(stdout, row); err != nil {
			return fmt.Errorf("bench routing: %w", err)
		}
		if ctx.Err() != nil {
			return fmt.Errorf("bench routing %s: %w", file, errStopped)
		}
	}
	if failed == nil && infeasible {
		return errInfeasible
	}
	return failed
}

// routingRow is one line of the report.
type routingRow struct {
	name      string
	objective int64
	bound     int64
	bounded   bool
	seconds   float64
	status    string
}

func (r routingRow) String() string {
	bound, gap := "", ""
	if r.bounded {
		bound, gap = strconv.FormatInt(r.bound, 10), "0.0000"
		if r.bound != r.objective {
			gap = strconv.FormatFloat(100*float64(r.bound-r.objective)/float64(r.bound), 'f', 4, 64)
		}
	}
	return fmt.Sprintf("%s\t%d\t%s\t%s\t%.2f\t%s", r.name, r.objective, bound, gap, r.seconds, r.status)
}

func (b *routingBench) plan(ctx context.Context, file string, stderr io.Writer) (routingRow, error) {
	since := b.start()
	in, err := routingReader(b.family)(file, b.paths)
	if err != nil {
		return routingRow{}, err
	}
	name := strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
	fmt.Fprintf(stderr, "%s: %d vertices, %d routes\n", name, in.problem.Nodes, len(in.problem.Days))
	whole := b.search(len(in.problem.Days))
	left := func() float64 {
		if ctx.Err() != nil {
			return 0
		}
		return 1 - float64(since())/float64(whole)
	}
	plan, err := orienteer.Solve(in.problem, orienteer.Options{
		Seed: b.seed,
		Stop: func() bool { return left() <= 0 },
		Left: left,
	})
	if err != nil {
		return routingRow{}, err
	}
	row := in.row(name, plan)
	row.seconds = since().Seconds()
	if err := orienteer.Check(in.problem, plan); err != nil {
		return routingRow{}, fmt.Errorf("%s: %w", name, err)
	}
	return row, in.write(filepath.Join(b.out, name+".routes"), plan)
}

// search is the time given to the kernel before it is told to stop; a month's
// proofs of its days take some more.
func (b *routingBench) search(days int) time.Duration {
	whole := time.Duration(b.seconds * float64(time.Second))
	if b.family != "month" {
		return whole
	}
	proofs := time.Duration(days) * 40 * time.Millisecond
	return whole - max(whole/20, min(whole/2, proofs))
}

// row is what the plan is worth and what is proven about it.
func (in *routingInstance) row(name string, plan *orienteer.Plan) routingRow {
	r := routingRow{name: name, objective: in.base + plan.Value, bound: in.base + plan.Bound, bounded: true, status: "feasible"}
	if r.bound == r.objective {
		r.status = "optimal"
	}
	return r
}

func routingReader(family string) func(string, int) (*routingInstance, error) {
	for _, r := range routingReaders {
		if r.family == family {
			return r.read
		}
	}
	return nil
}
