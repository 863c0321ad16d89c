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
	"binaan/planner"
)

func userCommand() *cobra.Command {
	return group("user", "Accounts", userAddCommand())
}

func userAddCommand() *cobra.Command {
	var c databaseConfig
	var name, role string
	var branches []string
	var kader int64
	var fromStdin bool
	cmd := &cobra.Command{
		Use:   "add LOGIN",
		Short: "Add an account",
		Long: "Add an account. The password is asked for on a terminal, or read with --password-stdin;\n" +
			"left empty, one is made and printed.",
		Example: `  binaan user add budi --name "Budi Santoso" --role officer --branch 1107
  pass show budi | binaan user add budi --name Budi --role manager --branch 1107 --branch 1108 --password-stdin`,
		Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			n := data.NewAccount{Login: args[0], Name: name, Role: data.Role(role), Kader: planner.KaderID(kader)}
			if err := checkAccount(n, branches); err != nil {
				return err
			}
			var err error
			if n.Password, err = askPassword(cmd, fromStdin); err != nil {
				return err
			}
			return c.withStore(cmd.Context(), func(store *data.Store) error { return addUser(cmd, store, n, branches) })
		},
	}
	f := cmd.Flags()
	f.StringVar(&name, "name", "", "name of the person")
	f.StringVar(&role, "role", "", "admin, officer, supervisor, kader or manager")
	f.StringArrayVar(&branches, "branch", nil, "code of a branch; may be given again")
	f.Int64Var(&kader, "kader", 0, "number of the kader that the account of a kader speaks for")
	f.BoolVar(&fromStdin, "password-stdin", false, "read the password from standard input")
	mustRequire(cmd, "name")
	mustRequire(cmd, "role")
	c.flags(cmd)
	return cmd
}

// checkAccount refuses what no account can be.
func checkAccount(n data.NewAccount, branches []string) error {
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
	if (n.Role == data.KaderRole) != (n.Kader != 0) {
		return fmt.Errorf("%w: --kader goes with --role kader, and that one with it", errUsage)
	}
	return nil
}

func addUser(cmd *cobra.Command, store *data.Store, n data.NewAccount, branches []string) error {
	for _, code := range branches {
		b, err := store.Branch(cmd.Context(), code)
		if err != nil {
			return err
		}
		n.Branches = append(n.Branches, b.ID)
	}
	made := n.Password == ""
	if made {
		n.Password = data.NewPassword()
	}
	if _, err := store.AddAccount(cmd.Context(), n); err != nil {
		return err
	}
	fmt.Fprintln(cmd.OutOrStdout(), "account", n.Login, "added")
	if made {
		fmt.Fprintln(cmd.OutOrStdout(), "password:", n.Password)
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
	stdin := int(os.Stdin.Fd())
	if !term.IsTerminal(stdin) {
		return "", nil
	}
	fmt.Fprint(cmd.ErrOrStderr(), "password (empty: one is made): ")
	first, err := term.ReadPassword(stdin)
	fmt.Fprintln(cmd.ErrOrStderr())
	if err != nil || len(first) == 0 {
		return "", err
	}
	fmt.Fprint(cmd.ErrOrStderr(), "again: ")
	second, err := term.ReadPassword(stdin)
	fmt.Fprintln(cmd.ErrOrStderr())
	if err != nil {
		return "", fmt.Errorf("password: %w", err)
	}
	if string(first) != string(second) {
		return "", fmt.Errorf("%w: the two passwords differ", errUsage)
	}
	return string(first), nil
}
