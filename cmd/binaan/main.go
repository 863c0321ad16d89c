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

	"binaan/data"
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

// errStopped marks work that was told to stop before its end; what it had by then is
// written.
var errStopped = errors.New("stopped before its end, with the best so far written")

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
		auditCommand(), eventsCommand(),
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
	if what := advice(err); what != "" {
		fmt.Fprintln(os.Stderr, "binaan:", what)
	}
	if errors.Is(err, errUsage) {
		return exitUsage
	}
	return exitFailed
}

// advice is what to do about a failure of the machine.
func advice(err error) string {
	switch outage := data.Outage(err); {
	case errors.Is(outage, data.ErrFull):
		return "there is no room left on the disk: make some, then run this again; what failed has changed nothing"
	case errors.Is(outage, data.ErrReadOnly):
		return "the disk or the database can only be read: make it writable, then run this again; what failed has changed nothing"
	case errors.Is(outage, data.ErrAway):
		return "the database is away or overloaded: see that it runs, then run this again; what failed has changed nothing"
	}
	return ""
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
