package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"binaan/data"
)

// onAccount is a command that does something to the account of a login.
func onAccount(use, short, example string, flags func(*cobra.Command), do func(*cobra.Command, *data.Store, int64, string) error) *cobra.Command {
	var c databaseConfig
	cmd := &cobra.Command{
		Use: use + " LOGIN", Short: short, Example: "  binaan user " + example, Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.withStore(cmd.Context(), func(store *data.Store) error {
				id, err := store.AccountID(cmd.Context(), args[0])
				if err != nil {
					return err
				}
				return do(cmd, store, id, args[0])
			})
		},
	}
	if flags != nil {
		flags(cmd)
	}
	c.flags(cmd)
	return cmd
}

// done tells what was done, unless err says that it was not.
func done(cmd *cobra.Command, err error, format string, args ...any) error {
	if err == nil {
		fmt.Fprintf(cmd.OutOrStdout(), format+"\n", args...)
	}
	return err
}

func userPasswordCommand() *cobra.Command {
	var fromStdin bool
	return onAccount("password", "Give an account another password and end its sessions", "password budi", func(cmd *cobra.Command) {
		cmd.Flags().BoolVar(&fromStdin, "password-stdin", false, "read the password from standard input")
	}, func(cmd *cobra.Command, store *data.Store, id int64, login string) error {
		password, err := askPassword(cmd, fromStdin)
		if err != nil {
			return err
		}
		if password != "" {
			return done(cmd, store.SetPassword(cmd.Context(), id, password, data.By{}, 0), "password of %s changed", login)
		}
		password, err = store.RenewPassword(cmd.Context(), id, data.By{})
		return done(cmd, err, "password of %s: %s (to be changed at the next login, within 7 days)", login, password)
	})
}

func userDisableCommand() *cobra.Command {
	return onAccount("disable", "End an account and its sessions; its history stays", "disable budi", nil,
		func(cmd *cobra.Command, store *data.Store, id int64, login string) error {
			return done(cmd, store.SetDisabled(cmd.Context(), id, true, data.By{}), "account %s disabled", login)
		})
}

func userEnableCommand() *cobra.Command {
	return onAccount("enable", "Open an account that was disabled", "enable budi", nil,
		func(cmd *cobra.Command, store *data.Store, id int64, login string) error {
			return done(cmd, store.SetDisabled(cmd.Context(), id, false, data.By{}), "account %s enabled", login)
		})
}

func userUnbindCommand() *cobra.Command {
	var branch string
	cmd := onAccount("unbind", "Take a branch from an account", "unbind budi --branch 1107", func(cmd *cobra.Command) {
		cmd.Flags().StringVar(&branch, "branch", "", "code of the branch")
		mustRequire(cmd, "branch")
	}, func(cmd *cobra.Command, store *data.Store, id int64, login string) error {
		b, err := store.Branch(cmd.Context(), branch)
		if err != nil {
			return err
		}
		return done(cmd, store.Unbind(cmd.Context(), id, b, data.By{}), "account %s no longer belongs to %s", login, branch)
	})
	return cmd
}

func userSessionsCommand() *cobra.Command {
	var end bool
	return onAccount("sessions", "List where an account is logged in, or log it out everywhere", "sessions budi --end", func(cmd *cobra.Command) {
		cmd.Flags().BoolVar(&end, "end", false, "log the account out everywhere")
	}, func(cmd *cobra.Command, store *data.Store, id int64, login string) error {
		if end {
			return done(cmd, store.EndSessions(cmd.Context(), id, data.By{}, 0), "account %s is logged out everywhere", login)
		}
		return listSessions(cmd.Context(), cmd, store, id)
	})
}

func listSessions(ctx context.Context, cmd *cobra.Command, store *data.Store, id int64) error {
	sessions, err := store.SessionsOf(ctx, id)
	if err != nil {
		return err
	}
	for _, s := range sessions {
		fmt.Fprintf(cmd.OutOrStdout(), "%d\tbegun %s\tseen %s\t%s\t%s\n", s.ID, s.Begun.Format(time.RFC3339), s.Seen.Format(time.RFC3339), s.Address, s.Browser)
	}
	return nil
}

func userFactorCommand() *cobra.Command {
	return onAccount("reset-factor", "Take away a second factor whose authenticator and codes are lost", "reset-factor budi", nil,
		func(cmd *cobra.Command, store *data.Store, id int64, login string) error {
			return done(cmd, store.ResetTOTP(cmd.Context(), id, data.By{}), "account %s logs in without a second factor", login)
		})
}
