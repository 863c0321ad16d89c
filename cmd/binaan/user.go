package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"binaan/data"
)

func userCommand() *cobra.Command {
	return group("user", "Accounts", userAddCommand(), userPasswordCommand(), userDisableCommand(), userEnableCommand(), userUnbindCommand(),
		userSessionsCommand(), userFactorCommand(), userKeyCommand(), userDeviceCommand())
}

func userAddCommand() *cobra.Command {
	var c databaseConfig
	var name, role, kader string
	var branches []string
	var until string
	var fromStdin bool
	cmd := &cobra.Command{
		Use:   "add LOGIN",
		Short: "Add an account",
		Long: "Add an account. The password is asked for on a terminal, or read with --password-stdin;\n" +
			"left empty, one is made and printed.",
		Example: `  binaan user add budi --name "Budi Santoso" --role officer --branch 1107
  binaan user add siti --name "Siti Aminah" --role kader --branch 1107 --kader K-017
  pass show budi | binaan user add budi --name Budi --role manager --branch 1107 --branch 1108 --password-stdin`,
		Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			n := data.NewAccount{Login: args[0], Name: name, Role: data.Role(role)}
			if err := checkAccount(n, branches, kader); err != nil {
				return err
			}
			var err error
			if n.Until, err = optionalDay("until", until); err != nil {
				return err
			}
			if n.Password, err = askPassword(cmd, fromStdin); err != nil {
				return err
			}
			return c.withStore(cmd.Context(), func(store *data.Store) error { return addUser(cmd, store, n, branches, kader) })
		},
	}
	f := cmd.Flags()
	f.StringVar(&name, "name", "", "name of the person")
	f.StringVar(&role, "role", "", "admin, officer, supervisor, kader or manager")
	f.StringArrayVar(&branches, "branch", nil, "code of a branch; may be given again")
	f.StringVar(&kader, "kader", "", "code of the kader for whom an account of a kader speaks")
	f.StringVar(&until, "until", "", "last day on which the person may log in, YYYY-MM-DD")
	f.BoolVar(&fromStdin, "password-stdin", false, "read the password from standard input")
	mustRequire(cmd, "name")
	mustRequire(cmd, "role")
	c.flags(cmd)
	return cmd
}

// checkAccount refuses what no account can be.
func checkAccount(n data.NewAccount, branches []string, kader string) error {
	switch n.Role {
	case data.Admin:
		return nil
	case data.Officer, data.Supervisor, data.Manager, data.KaderRole:
	default:
		return fmt.Errorf("%w: --role %q is none of admin, officer, supervisor, kader, manager", errUsage, n.Role)
	}
	if len(branches) == 0 {
		return fmt.Errorf("%w: an account of role %s needs --branch", errUsage, n.Role)
	}
	if n.Role == data.KaderRole && (kader == "" || len(branches) != 1) {
		return fmt.Errorf("%w: an account of a kader needs --kader and exactly one --branch", errUsage)
	}
	if kader != "" && n.Role != data.KaderRole && n.Role != data.Supervisor {
		return fmt.Errorf("%w: --kader goes with --role kader or supervisor", errUsage)
	}
	return nil
}

func addUser(cmd *cobra.Command, store *data.Store, n data.NewAccount, branches []string, kader string) error {
	for _, code := range branches {
		b, err := store.Branch(cmd.Context(), code)
		if err != nil {
			return err
		}
		n.Branches = append(n.Branches, b.ID)
	}
	if kader != "" {
		var err error
		if n.Kader, err = store.KaderByCode(cmd.Context(), n.Branches[0], kader); err != nil {
			return err
		}
	}
	if n.Made = n.Password == ""; n.Made {
		n.Password = data.NewPassword()
	}
	if _, err := store.AddAccount(cmd.Context(), n); err != nil {
		return err
	}
	fmt.Fprintln(cmd.OutOrStdout(), "account", n.Login, "added")
	if n.Made {
		fmt.Fprintln(cmd.OutOrStdout(), "password:", n.Password, "(to be changed at the first login, within 7 days)")
	}
	return nil
}

// askPassword reads a password; an empty one asks for one to be made.
func askPassword(cmd *cobra.Command, fromStdin bool) (string, error) {
	if fromStdin {
		line, err := bufio.NewReader(cmd.InOrStdin()).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return "", fmt.Errorf("password: %w", err)
		}
		if line = strings.TrimRight(line, "\r\n"); line == "" {
			return "", fmt.Errorf("%w: no password on standard input", errUsage)
		}
		return line, nil
	}
	if !isTerminal(os.Stdin) {
		return "", nil
	}
	return askTwice(cmd, "password (empty: one is made)")
}

func isTerminal(file *os.File) bool { return term.IsTerminal(int(file.Fd())) }

// askTwice reads a secret from the terminal, which does not show it.
func askTwice(cmd *cobra.Command, what string) (string, error) {
	stdin := int(os.Stdin.Fd())
	fmt.Fprint(cmd.ErrOrStderr(), what, ": ")
	first, err := term.ReadPassword(stdin)
	fmt.Fprintln(cmd.ErrOrStderr())
	if err != nil || len(first) == 0 {
		return "", err
	}
	fmt.Fprint(cmd.ErrOrStderr(), "again: ")
	second, err := term.ReadPassword(stdin)
	fmt.Fprintln(cmd.ErrOrStderr())
	if err != nil {
		return "", fmt.Errorf("%s: %w", what, err)
	}
	if string(first) != string(second) {
		return "", fmt.Errorf("%w: the two differ", errUsage)
	}
	return string(first), nil
}
