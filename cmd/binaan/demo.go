package main

import (
	"context"
	"fmt"
	"log/slog"
	"runtime"

	"github.com/spf13/cobra"

	"binaan/data"
	"binaan/data/sample"
)

func demoCommand() *cobra.Command {
	c := serveConfig{Workers: runtime.NumCPU()}
	var households int
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Serve a sample branch, with demo accounts",
		Long: "Serve a sample branch of 108,000 synthetic households, with demo accounts. The first start imports,\n" +
			"divides and routes it while the pages are open already; what is done is kept for the next start.",
		Example: "  binaan demo --addr 127.0.0.1:8080 --data-dir data-contoh",
		Args:    usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			slog.SetDefault(slog.New(slog.NewTextHandler(cmd.ErrOrStderr(), &slog.HandlerOptions{Level: slog.LevelWarn})))
			c.warn()
			return c.run(cmd.Context(), func(ctx context.Context, store *data.Store, url string) error {
				d := demo{store: store, dir: c.database.dataDir(), households: households, progress: newProgress(cmd.ErrOrStderr())}
				d.progress.say("Binaan is at " + url)
				if err := d.prepare(ctx); err != nil {
					return fmt.Errorf("demo: %w", err)
				}
				if ctx.Err() != nil {
					d.progress.say("stopped; the next start goes on from here")
					return nil
				}
				d.progress.say("Sample branch ready at " + url + " (Ctrl-C stops it)")
				<-ctx.Done()
				return nil
			})
		},
	}
	f := cmd.Flags()
	f.StringVar(&c.Addr, "addr", "127.0.0.1:8080", "address to listen on")
	f.IntVar(&households, "households", sample.PublishedHouseholds, "households in arrears of a new sample")
	c.database.clock.add(cmd)
	f.StringVar(&c.database.DataDir, "data-dir", "", "folder of the private PostgreSQL (default "+defaultDataDir()+")")
	f.StringVar(&c.database.PGBin, "pg-bin", "", "folder of PostgreSQL's server programs (default: looked for)")
	return cmd
}
