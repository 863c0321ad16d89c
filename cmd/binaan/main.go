// Binaan plans the visits of kader JKN: territories, daily routes and maps of
// arrears for a branch of BPJS Kesehatan.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

// Exit status of every command.
const (
	exitFailed     = 1
	exitUsage      = 2
	exitInfeasible = 3
)

// errUsage marks a command line that cannot be carried out as written.
var errUsage = errors.New("wrong usage")

// errInfeasible marks a request that was carried out as far as it can be; its
// reasons have been printed already.
var errInfeasible = errors.New("infeasible as stated")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := root().ExecuteContext(ctx)
	stop()
	os.Exit(exitStatus(err))
}

func root() *cobra.Command {
	cmd := group("binaan", "Plan visits of kader JKN to households in arrears")
	cmd.SilenceUsage, cmd.SilenceErrors = true, true
	cmd.PersistentPreRunE = configure
	cmd.SetFlagErrorFunc(func(_ *cobra.Command, err error) error {
		return fmt.Errorf("%w: %w", errUsage, err)
	})
	cmd.AddCommand(
		auditCommand(),
		backupCommand(),
		benchCommand(),
		branchCommand(),
		demoCommand(),
		evaluateCommand(),
		importCommand(),
		migrateCommand(),
		planCommand(),
		restoreCommand(),
		sampleCommand(),
		serveCommand(),
		userCommand(),
		versionCommand(),
		workCommand(),
	)
	return cmd
}

func exitStatus(err error) int {
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errInfeasible):
		return exitInfeasible
	}
	fmt.Fprintln(os.Stderr, "binaan:", err)
	if errors.Is(err, errUsage) {
		return exitUsage
	}
	return exitFailed
}

// usageArgs makes a refusal of positional arguments a matter of wrong usage.
func usageArgs(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return fmt.Errorf("%w: %w", errUsage, err)
		}
		return nil
	}
}

// mustRequire makes a flag required; a name that the command lacks is a mistake
// in this program.
func mustRequire(cmd *cobra.Command, flag string) {
	if err := cmd.MarkFlagRequired(flag); err != nil {
		panic(err)
	}
}
