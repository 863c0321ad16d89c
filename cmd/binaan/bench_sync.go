package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/url"
	"time"

	"github.com/spf13/cobra"

	"binaan/data"
)

// syncBench is how many phones send at once, and where to.
type syncBench struct {
	database databaseConfig
	url      string
	branch   string
	phones   int           // that all send once
	within   time.Duration // of each other
	rate     int           // pushes a second after that
	length   time.Duration
	events   int // a push
}

func benchSyncCommand() *cobra.Command {
	var b syncBench
	cmd := &cobra.Command{
		Use:   "sync",
		Short: "Have thousands of simulated phones send to a server that runs here",
		Long: "Thousands of phones of a branch's kader push events and fetch their pack, each at its own moment, whether the\n" +
			"ones before were answered or not. Rows of tab-separated columns: phase, pushes, acknowledged, p50, p99 and longest\n" +
			"milliseconds of a push and of a pack, answers 429, answers 5xx, and after how many seconds the last push was\n" +
			"acknowledged. What is sent stays: use a branch of synthetic data that may go.",
		Example: "  binaan bench sync --url http://127.0.0.1:8080 --branch 9901 --phones 5000 --within 60s --rate 300 --for 60s",
		Args:    usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := b.sound(); err != nil {
				return err
			}
			return b.database.withStore(cmd.Context(), func(store *data.Store) error {
				return b.run(cmd.Context(), store, cmd.OutOrStdout(), cmd.ErrOrStderr())
			})
		},
	}
	f := cmd.Flags()
	f.StringVar(&b.url, "url", "http://127.0.0.1:8080", "the server, on this machine")
	f.StringVar(&b.branch, "branch", "", "code of a branch of synthetic data: it begins with 99")
	f.IntVar(&b.phones, "phones", 5000, "phones that send once")
	f.DurationVar(&b.within, "within", time.Minute, "time within which they do")
	f.IntVar(&b.rate, "rate", 300, "pushes a second after that")
	f.DurationVar(&b.length, "for", time.Minute, "how long; 0: not")
	f.IntVar(&b.events, "events", 8, "events of a push")
	mustRequire(cmd, "branch")
	b.database.flags(cmd)
	return cmd
}

// sound refuses loads that would reach others or be none.
func (b *syncBench) sound() error {
	at, err := url.Parse(b.url)
	if err != nil || at.Scheme != "http" || !net.ParseIP(at.Hostname()).IsLoopback() {
		return fmt.Errorf("%w: --url %q is no address of this machine, such as http://127.0.0.1:8080", errUsage, b.url)
	}
	if len(b.branch) < 2 || b.branch[:2] != "99" {
		return fmt.Errorf("%w: --branch %q is none of synthetic data: those begin with 99", errUsage, b.branch)
	}
	if b.phones < 0 || b.phones > 20_000 || b.rate < 1 || b.rate > 2000 || b.events < 1 || b.events > 100 || b.length > 10*time.Minute || b.within > 10*time.Minute {
		return fmt.Errorf("%w: at most 20,000 phones, 2,000 pushes a second, 100 events and ten minutes", errUsage)
	}
	return nil
}

func (b *syncBench) run(ctx context.Context, store *data.Store, out, progress io.Writer) error {
	desk, err := b.activate(ctx, store, progress)
	if err != nil {
		return err
	}
	if b.phones > 0 {
		seen := b.arrive(ctx, desk, b.phones, b.within, true)
		fmt.Fprintln(out, seen.row("burst"))
	}
	if n := int(b.length.Seconds()) * b.rate; n > 0 {
		seen := b.arrive(ctx, desk, n, b.length, false)
		fmt.Fprintln(out, seen.row("steady"))
	}
	return ctx.Err()
}
