package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"binaan/data/sample"
	"binaan/planner"
)

// sampleCommand writes a synthetic branch as the files a branch would import.
func sampleCommand() *cobra.Command {
	var o sample.Options
	var clock clockFlag
	var dir, asOf string
	cmd := &cobra.Command{
		Use:     "sample",
		Short:   "Write a synthetic branch as the files a branch would import",
		Example: "  binaan sample --households 20000 --seed 7 --as-of 2026-11-23 --out contoh",
		Args:    usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			o.AsOf = planner.DayOf(clock.Now())
			if asOf != "" {
				if o.AsOf, err = planner.ParseDay(asOf); err != nil {
					return fmt.Errorf("%w: --as-of: %w", errUsage, err)
				}
			}
			if err := sample.Write(dir, o); err != nil {
				return err
			}
			fmt.Fprintln(cmd.OutOrStdout(), dir)
			return nil
		},
	}
	f := cmd.Flags()
	f.StringVar(&dir, "out", "", "folder to write into")
	f.IntVar(&o.Households, "households", sample.PublishedHouseholds, "households in arrears")
	f.Uint64Var(&o.Seed, "seed", 1, "the same seed gives the same files")
	f.StringVar(&asOf, "as-of", "", "day of the export, YYYY-MM-DD (default today)")
	f.StringVar(&o.Areas, "areas", "", "GeoJSON of desa to use instead of an invented island")
	clock.add(cmd)
	mustRequire(cmd, "out")
	return cmd
}
