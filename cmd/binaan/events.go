package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"binaan/data"
)

func eventsCommand() *cobra.Command {
	return group("events", "What happened, and what it has come to", eventsReplayCommand())
}

func eventsReplayCommand() *cobra.Command {
	var c databaseConfig
	var code string
	var check bool
	cmd := &cobra.Command{
		Use:   "replay",
		Short: "Work visits, payments and standings of a branch out anew from all its events",
		Long: "Work visits, payments and standings of a branch out anew from all its events, and put right what is\n" +
			"stored otherwise. With --check nothing is changed, and any difference is a failure.",
		Example: "  binaan events replay --branch 9901 --check",
		Args:    usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.withStore(cmd.Context(), func(store *data.Store) error {
				b, err := store.Branch(cmd.Context(), code)
				if err != nil {
					return err
				}
				r, err := store.ReplayEvents(cmd.Context(), b.ID, check)
				if err != nil {
					return err
				}
				fmt.Fprintf(cmd.OutOrStdout(), "%d events of %d households: %d rows were stored otherwise\n", r.Events, r.Households, r.Different)
				if check && r.Different > 0 {
					return fmt.Errorf("replay of branch %s: %d rows differ from what the events say", code, r.Different)
				}
				return nil
			})
		},
	}
	cmd.Flags().StringVar(&code, "branch", "", "code of the branch")
	cmd.Flags().BoolVar(&check, "check", false, "change nothing; fail where anything is stored otherwise")
	_ = cmd.MarkFlagRequired("branch")
	c.flags(cmd)
	return cmd
}
