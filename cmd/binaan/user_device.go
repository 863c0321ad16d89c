package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"binaan/data"
)

func userDeviceCommand() *cobra.Command {
	var c databaseConfig
	var branch, kader string
	cmd := &cobra.Command{
		Use:     "device",
		Short:   "Make a code by which a phone becomes a kader's, good once within seven days",
		Example: "  binaan user device --branch 1107 --kader K-017",
		Args:    usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.withStore(cmd.Context(), func(store *data.Store) error { return makeDeviceCode(cmd, store, branch, kader) })
		},
	}
	cmd.Flags().StringVar(&branch, "branch", "", "code of the branch")
	cmd.Flags().StringVar(&kader, "kader", "", "code of the kader")
	mustRequire(cmd, "branch")
	mustRequire(cmd, "kader")
	c.flags(cmd)
	return cmd
}

func makeDeviceCode(cmd *cobra.Command, store *data.Store, branch, kader string) error {
	b, err := store.Branch(cmd.Context(), branch)
	if err != nil {
		return err
	}
	id, err := store.KaderByCode(cmd.Context(), b.ID, kader)
	if err != nil {
		return err
	}
	code, until, err := store.NewDeviceCode(cmd.Context(), b, id, data.By{})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "code for a phone of %s: %s, good once until %s\n", kader, code, until.Format("2006-01-02 15:04"))
	return err
}
