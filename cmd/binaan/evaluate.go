package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"binaan/data"
	"binaan/data/report"
	"binaan/planner/ledger"
)

// evaluateFormats are how an evaluation is written.
var evaluateFormats = map[string]func(io.Writer, report.Pack) error{
	"json": func(w io.Writer, e report.Pack) error {
		out := json.NewEncoder(w)
		out.SetIndent("", " ")
		return out.Encode(e)
	},
	"xlsx": report.XLSX,
	"pdf":  report.PDF,
}

// evaluateCommand writes how a branch's period compares with its targets.
func evaluateCommand() *cobra.Command {
	var database databaseConfig
	var branch, period, format, out string
	cmd := &cobra.Command{
		Use:   "evaluate",
		Short: "Write how a branch's period compares with its targets",
		Long: "Write how a branch's period compares with its targets: what was done, by kader, why the money differs, and what\n" +
			"the best do otherwise. A period is a year (2026), a quarter (2026-Q4), a month (2026-11), or two weeks of one\n" +
			"(2026-11-W2, 2026-11-W4).",
		Example: "  binaan evaluate --branch 1107 --period 2026-11 --format pdf --out evaluasi.pdf",
		Args:    usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			write := evaluateFormats[format]
			if write == nil {
				return fmt.Errorf("%w: --format %q is none of json, xlsx, pdf", errUsage, format)
			}
			p, err := ledger.ParsePeriod(period)
			if err != nil {
				return fmt.Errorf("%w: --period: %w", errUsage, err)
			}
			return database.withStore(cmd.Context(), func(store *data.Store) error {
				b, err := store.Branch(cmd.Context(), branch)
				if err != nil {
					return err
				}
				e, err := report.Make(cmd.Context(), store, b, p)
				if err != nil {
					return err
				}
				if err := writeWhole(out, func(w io.Writer) error { return write(w, e) }); err != nil {
					return err
				}
				for _, g := range e.Goals {
					fmt.Fprintln(cmd.OutOrStdout(), report.GoalLine(g))
				}
				return nil
			})
		},
	}
	f := cmd.Flags()
	f.StringVar(&branch, "branch", "", "code of the branch")
	f.StringVar(&period, "period", "", "2026, 2026-Q4, 2026-11, 2026-11-W2 or 2026-11-W4")
	f.StringVar(&format, "format", "json", "json, xlsx or pdf")
	f.StringVar(&out, "out", "", "file to write")
	for _, name := range slices.Sorted(slices.Values([]string{"branch", "period", "out"})) {
		mustRequire(cmd, name)
	}
	database.flags(cmd)
	return cmd
}
