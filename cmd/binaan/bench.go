package main

import "github.com/spf13/cobra"

// benchCommand runs the kernels on public instances, and phones against a server. Each instance gives a row
// of tab-separated columns on standard output: name, objective, bound,
// gap_percent, seconds, status; progress goes to standard error.
func benchCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "bench",
		Short: "Run the planners on benchmark instances",
	}
	cmd.AddCommand(benchRoutingCommand(), benchSyncCommand(), benchTerritoryCommand())
	return cmd
}
