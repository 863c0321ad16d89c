package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"binaan/data"
)

// migrateCommand brings the schema up to date; serve, work and demo do it too.
func migrateCommand() *cobra.Command {
	var c databaseConfig
	cmd := &cobra.Command{
		Use:     "migrate",
		Short:   "Bring the database to the present schema",
		Example: "  binaan migrate --database-url postgres://binaan@db.example/binaan",
		Args:    usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.withDatabase(cmd.Context(), func(db *database) error {
				if err := data.Migrate(cmd.Context(), db.owner); err != nil {
					return err
				}
				fmt.Fprintln(cmd.OutOrStdout(), "schema is up to date")
				return nil
			})
		},
	}
	c.flags(cmd)
	return cmd
}
