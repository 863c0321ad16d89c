package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"binaan/data"
)

// commandLine is who did what was done here, in the audit.
const commandLine = "command line"

func auditCommand() *cobra.Command {
	return group("audit", "Who read or changed what", auditVerifyCommand())
}

func auditVerifyCommand() *cobra.Command {
	var c databaseConfig
	var heads []string
	cmd := &cobra.Command{
		Use:   "verify",
		Short: "Check that no row of the audit was changed, taken out or slipped in",
		Long: "Check that no row of the audit was changed, taken out or slipped in, and print the head of\n" +
			"each chain. A chain that was cut off at its end looks whole: keep the heads elsewhere, every\n" +
			"day, and show them again with --head.",
		Example: `  binaan audit verify
  binaan audit verify --head 9901:5120:8f0c...`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.withStore(cmd.Context(), func(store *data.Store) error {
				now, err := store.VerifyAudit(cmd.Context(), heads...)
				if err != nil {
					return err
				}
				for _, h := range now {
					fmt.Fprintln(cmd.OutOrStdout(), h)
				}
				return nil
			})
		},
	}
	cmd.Flags().StringArrayVar(&heads, "head", nil, "a head that was printed before and must still lie in its chain; may be given again")
	c.flags(cmd)
	return cmd
}
