package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"binaan/planner/district"
)

// territoryBench is how the territory instances are to be solved.
type territoryBench struct {
	nested    bool
	objective string
	desa      float64
	seconds   float64
	seed      uint64
	out       string
	svg       bool
	stopwatch
}

func benchTerritoryCommand() *cobra.Command {
	var b territoryBench
	cmd := &cobra.Command{
		Use:     "territory FILE...",
		Short:   "Split hex grids and public graphs into connected parts in band",
		Example: "  binaan bench territory --seconds 60 --seed 1 --out out hex-2000.json",
		Args: func(_ *cobra.Command, files []string) error {
			if len(files) == 0 {
				return fmt.Errorf("%w: no instance given", errUsage)
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, files []string) error {
			return b.run(cmd.Context(), files, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	f := cmd.Flags()
	f.BoolVar(&b.nested, "nested", false, "keep every part inside one kecamatan, as parts_per_kecamatan says")
	f.StringVar(&b.objective, "objective", "inertia", "what to minimise: inertia or cut-edges")
	f.Float64Var(&b.desa, "desa", 0, "what a pair of desa and part costs, in the unit of inertia")
	f.Float64Var(&b.seconds, "seconds", 10, "time a file, on one core")
	f.Uint64Var(&b.seed, "seed", 1, "seed of the search")
	f.StringVar(&b.out, "out", ".", "folder for the .parts files, the .bound files and the pictures")
	f.BoolVar(&b.svg, "svg", false, "draw the parts of hex grids as .svg")
	b.add(cmd)
	return cmd
}

// run solves every file and says with errInfeasible that one of them is not
// feasible as stated. Told to stop it ends with the best parts so far of the file it
// is at.
func (b territoryBench) run(ctx context.Context, files []string, table, log io.Writer) error {
	if b.objective != "inertia" && b.objective != "cut-edges" {
		return fmt.Errorf("%w: objective %q is neither inertia nor cut-edges", errUsage, b.objective)
	}
	if b.seconds <= 0 {
		return fmt.Errorf("%w: %g seconds", errUsage, b.seconds)
	}
	if err := os.MkdirAll(b.out, 0o755); err != nil {
		return fmt.Errorf("territory output: %w", err)
	}
	runtime.GOMAXPROCS(1)
	var infeasible error
	for _, file := range files {
		ok, err := b.solve(ctx, file, table, log)
		if err != nil {
			return err
		}
		if !ok {
			infeasible = errInfeasible
		}
		if ctx.Err() != nil {
			return fmt.Errorf("bench territory %s: %w", file, errStopped)
		}
	}
	return infeasible
}

// solve splits one instance, writes its parts and its row, and reports whether
// it is feasible as stated.
func (b territoryBench) solve(ctx context.Context, file string, table, log io.Writer) (bool, error) {
	since := b.start()
	in, err := readTerritory(file, b.nested, b.objective)
	if err != nil {
		return false, err
	}
	in.problem.Weights.Split = b.desa * in.unit
	fmt.Fprintf(log, "%s: %d nodes, %d parts, band %d..%d, seed %d\n",
		in.name, in.problem.Nodes(), in.problem.Parts, in.problem.Lower, in.problem.Upper, b.seed)
	plan, err := district.Cover(in.problem, b.options(ctx, since, log))
	if err != nil {
		return false, fmt.Errorf("territory %s: %w", in.name, err)
	}
	if err := writeParts(filepath.Join(b.out, in.name+".parts"), plan.Part); err != nil {
		return false, err
	}
	took := since()
	if err := b.writeProof(in, plan); err != nil {
		return false, err
	}
	for _, n := range in.notes {
		fmt.Fprintln(log, in.name+": "+n)
	}
	for _, r := range plan.Reasons {
		fmt.Fprintln(log, reasonLine(in, r))
	}
	fmt.Fprintf(log, "%s: %d moves tried\n", in.name, plan.Tries)
	_, err = fmt.Fprintln(table, in.row(plan, took))
	return len(plan.Reasons) == 0, err
}

// options turn the time into the kernel's budget; a little is kept for
// the finish and the writing.
func (b territoryBench) options(ctx context.Context, since func() time.Duration, log io.Writer) district.Options {
	total := time.Duration((0.97*b.seconds - 0.02) * float64(time.Second))
	told := 0.0
	return district.Options{
		Seed:  b.seed,
		Prove: b.prove(),
		Spent: func() float64 { return float64(since()) / float64(total) },
		Stop:  func() bool { return ctx.Err() != nil },
		Progress: func(p district.Progress) {
			if p.Share >= told+0.1 {
				told = p.Share
				fmt.Fprintf(log, "%3.0f %% %.4g, %d outside the band\n", 100*p.Share, p.Energy, p.Outside)
			}
		},
	}
}

// prove is the share of the budget for the bound: a short run needs its time for
// the plan.
func (b territoryBench) prove() float64 {
	switch {
	case b.seconds < 5 || b.objective == "cut-edges":
		return 0
	case b.seconds < 20:
		return 0.15
	}
	return 0.35
}

// row is the instance's line of the table.
func (in territoryInstance) row(plan district.Plan, took time.Duration) string {
	value, bound := plan.Terms.Inertia/in.unit, 0.0
	format := 2
	if in.problem.Objective == district.CutEdges {
		value, format = float64(plan.Terms.CutEdges), 0
	} else if plan.Bound != nil {
		bound = plan.Bound.Inertia / in.unit
	}
	cells := []string{in.name, strconv.FormatFloat(value, 'f', format, 64), "", "", fmt.Sprintf("%.2f", took.Seconds()), string(plan.Status)}
	if bound > 0 && value > 0 {
		cells[2] = strconv.FormatFloat(bound, 'f', format, 64)
		cells[3] = fmt.Sprintf("%.3f", 100*(value-bound)/value)
	}
	return strings.Join(cells, "\t")
}

// writeProof goes over the bound once more and writes it with the multipliers that
// prove it, and the
// picture if one was asked for.
func (b territoryBench) writeProof(in territoryInstance, plan district.Plan) error {
	base := filepath.Join(b.out, in.name)
	if plan.Bound != nil {
		if err := district.CheckBound(in.problem, *plan.Bound); err != nil {
			return fmt.Errorf("bound: %w", err)
		}
		text, err := json.Marshal(plan.Bound)
		if err != nil {
			return fmt.Errorf("bound: %w", err)
		}
		if err := os.WriteFile(base+".bound", text, 0o644); err != nil {
			return fmt.Errorf("bound: %w", err)
		}
	}
	if !b.svg || in.edge == 0 {
		return nil
	}
	if err := os.WriteFile(base+".svg", territoryPicture(in, plan), 0o644); err != nil {
		return fmt.Errorf("picture: %w", err)
	}
	return nil
}

// writeParts writes one part number a line, in node order.
func writeParts(file string, part []int) error {
	var text strings.Builder
	for _, q := range part {
		fmt.Fprintln(&text, q)
	}
	if err := os.WriteFile(file, []byte(text.String()), 0o644); err != nil {
		return fmt.Errorf("parts: %w", err)
	}
	return nil
}
