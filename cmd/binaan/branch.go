package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"binaan/data"
)

func branchCommand() *cobra.Command {
	return group("branch", "Branches", branchAddCommand())
}

func branchAddCommand() *cobra.Command {
	var c databaseConfig
	var name, zone string
	cmd := &cobra.Command{
		Use:     "add CODE",
		Short:   "Add a branch",
		Example: `  binaan branch add 1107 --name "Kantor Cabang Contoh" --zone WIB`,
		Args:    usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.withStore(cmd.Context(), func(store *data.Store) error {
				b, err := store.AddBranch(cmd.Context(), args[0], name, zone)
				if err != nil {
					return err
				}
				fmt.Fprintln(cmd.OutOrStdout(), b.Code, b.Name, b.Zone)
				return nil
			})
		},
	}
	f := cmd.Flags()
	f.StringVar(&name, "name", "", "name of the branch")
	f.StringVar(&zone, "zone", "WIB", "time zone: WIB, WITA or WIT")
	mustRequire(cmd, "name")
	c.flags(cmd)
	return cmd
}
