package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// environmentPrefix begins the variables that stand for flags: BINAAN_DATA_DIR
// is --data-dir.
const environmentPrefix = "BINAAN_"

// configure gives every flag that the command line leaves out the value of its
// environment variable, and checks that the required ones have one. Flags win
// over the environment, the environment over defaults; --data-dir on the command
// line also wins over a database URL in the environment.
func configure(cmd *cobra.Command, _ []string) error {
	var err error
	folder := cmd.Flags().Changed("data-dir")
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		name := environmentPrefix + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
		value, set := os.LookupEnv(name)
		if !set || f.Changed || err != nil || folder && f.Name == "database-url" {
			return
		}
		if setErr := cmd.Flags().Set(f.Name, value); setErr != nil {
			err = fmt.Errorf("%w: %s: %w", errUsage, name, setErr)
		}
	})
	if err != nil {
		return err
	}
	if err := cmd.ValidateRequiredFlags(); err != nil {
		return fmt.Errorf("%w: %w", errUsage, err)
	}
	return nil
}

// group is a command that only holds others. A wrong name is wrong usage.
func group(use, short string, commands ...*cobra.Command) *cobra.Command {
	cmd := &cobra.Command{
		Use:   use,
		Short: short,
		Args:  usageArgs(cobra.NoArgs),
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(commands...)
	return cmd
}
