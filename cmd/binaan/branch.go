package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"binaan/data"
)

func branchCommand() *cobra.Command {
	return group("branch", "Branches", branchAddCommand(), branchKedeputianCommand())
}

func branchAddCommand() *cobra.Command {
	var c databaseConfig
	var name, zone string
	var kedeputian data.Kedeputian
	cmd := &cobra.Command{
		Use:   "add CODE",
		Short: "Add a branch",
		Example: `  binaan branch add 1107 --name "Kantor Cabang Contoh" --zone WIB
  binaan branch add 1108 --name "Kantor Cabang Lain" --kedeputian VI --kedeputian-name "Kedeputian Wilayah VI"`,
		Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.withStore(cmd.Context(), func(store *data.Store) error {
				b, err := store.AddBranch(cmd.Context(), args[0], name, zone)
				if err != nil {
					return err
				}
				if kedeputian.Code != "" {
					if err := store.SetKedeputian(cmd.Context(), b, kedeputian, data.By{}); err != nil {
						return err
					}
				}
				fmt.Fprintln(cmd.OutOrStdout(), b.Code, b.Name, b.Zone)
				return nil
			})
		},
	}
	f := cmd.Flags()
	f.StringVar(&name, "name", "", "name of the branch")
	f.StringVar(&zone, "zone", "WIB", "time zone: WIB, WITA or WIT")
	f.StringVar(&kedeputian.Code, "kedeputian", "", "code of the kedeputian that looks after it, such as VI")
	f.StringVar(&kedeputian.Name, "kedeputian-name", "", "how that is called, where nobody has said so yet")
	mustRequire(cmd, "name")
	c.flags(cmd)
	return cmd
}

func branchKedeputianCommand() *cobra.Command {
	var c databaseConfig
	var k data.Kedeputian
	cmd := &cobra.Command{
		Use:     "kedeputian CODE KEDEPUTIAN",
		Short:   `Say which kedeputian looks after a branch ("": none)`,
		Example: `  binaan branch kedeputian 1107 VI --name "Kedeputian Wilayah VI"`,
		Args:    usageArgs(cobra.ExactArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.withStore(cmd.Context(), func(store *data.Store) error {
				b, err := store.Branch(cmd.Context(), args[0])
				if err != nil {
					return err
				}
				k.Code = args[1]
				return done(cmd, store.SetKedeputian(cmd.Context(), b, k, data.By{}), "branch %s is looked after by kedeputian %q", b.Code, k.Code)
			})
		},
	}
	cmd.Flags().StringVar(&k.Name, "name", "", "how the kedeputian is called; as before by default")
	c.flags(cmd)
	return cmd
}
