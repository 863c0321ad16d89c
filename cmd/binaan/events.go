package main

import (
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"binaan/data"
	"binaan/planner"
)

func eventsCommand() *cobra.Command {
	return group("events", "What happened, and what it has come to", eventsOpenCommand(), eventsReplayCommand(),
		eventsDecideCommand("release", "Let an event count that was held", planner.Release),
		eventsDecideCommand("settle", "Close the matter that an event opened", planner.Settled),
		eventsDecideCommand("cancel", "Take an event back, as if it never was", planner.Cancelled))
}

func eventsOpenCommand() *cobra.Command {
	var c databaseConfig
	var code string
	cmd := &cobra.Command{
		Use:     "open",
		Short:   "List what waits for the branch: matters, held events, promises and who calls on their day",
		Example: "  binaan events open --branch 9901",
		Args:    usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.withStore(cmd.Context(), func(store *data.Store) error {
				b, err := store.Branch(cmd.Context(), code)
				if err != nil {
					return err
				}
				o, err := store.Waits(cmd.Context(), b.ID, b.Today(store.Now()))
				if err != nil {
					return err
				}
				out := cmd.OutOrStdout()
				printMatters(out, o.Matters)
				for _, h := range o.Held {
					fmt.Fprintf(out, "held\t%s\t%s\thousehold %d\tkader %d\t%s\n", h.Why, h.Type, h.Household, h.Kader, h.Event)
				}
				for _, p := range o.Promises {
					who := "nobody serves the family"
					if p.Kader != 0 {
						who = fmt.Sprint("kader ", p.Kader)
					}
					fmt.Fprintf(out, "promise\t%v\t%v\thousehold %d\t%s\n", p.Due, p.Amount, p.Household, who)
				}
				return nil
			})
		},
	}
	cmd.Flags().StringVar(&code, "branch", "", "code of the branch")
	_ = cmd.MarkFlagRequired("branch")
	c.flags(cmd)
	return cmd
}

// printMatters lists a family once, with all that waits of it; a candidate member is a
// line of its own. What nobody has to act on is counted.
func printMatters(out io.Writer, all []data.OpenMatter) {
	past, old := 0, 0
	matters := slices.DeleteFunc(slices.Clone(all), func(m data.OpenMatter) bool {
		if m.Stage == planner.StagePast {
			past++
		}
		if m.Stage == planner.StageOld {
			old++
		}
		return m.Stage == planner.StagePast || m.Stage == planner.StageOld
	})
	for i, m := range matters {
		if i > 0 && m.Household != 0 && m.Household == matters[i-1].Household {
			fmt.Fprint(out, "\t")
		} else {
			if i > 0 {
				fmt.Fprintln(out)
			}
			fmt.Fprintf(out, "matter\thousehold %d\t", m.Household)
		}
		fmt.Fprintf(out, "%s %s since %v %s", m.Queue, m.Type, m.Since, m.Event)
		if m.Stage == planner.StageFile {
			fmt.Fprint(out, " waits for the payment file")
		}
		if m.With != nil {
			fmt.Fprintf(out, " with %s", m.With.Who)
		}
	}
	if len(matters) > 0 {
		fmt.Fprintln(out)
	}
	if past+old > 0 {
		fmt.Fprintf(out, "besides\t%d answered by what happened since, %d older than the rule\n", past, old)
	}
}

// eventsDecideCommand has the branch say one thing of an event.
func eventsDecideCommand(use, short string, says planner.Code) *cobra.Command {
	var c databaseConfig
	var code string
	cmd := &cobra.Command{
		Use:     use + " EVENT",
		Short:   short,
		Example: "  binaan events " + use + " 01930000-0000-7000-8000-000000000001 --branch 9901",
		Args:    usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.withStore(cmd.Context(), func(store *data.Store) error {
				b, err := store.Branch(cmd.Context(), code)
				if err != nil {
					return err
				}
				return store.Decide(cmd.Context(), b.ID, data.Decision{Of: planner.EventID(args[0]), Says: says, By: commandLine})
			})
		},
	}
	cmd.Flags().StringVar(&code, "branch", "", "code of the branch")
	_ = cmd.MarkFlagRequired("branch")
	c.flags(cmd)
	return cmd
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
