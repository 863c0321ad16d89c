package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"path/filepath"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"binaan/api"
	"binaan/data"
	"binaan/data/builtin"
	"binaan/data/importer"
	"binaan/web"
)

// serveConfig tells how the faces and the API are offered.
type serveConfig struct {
	database databaseConfig
	Addr     string
	Workers  int
	Secure   bool
	Proxies  []string
	TOTP     bool
	AllTOTP  bool
	Metrics  string
	Uploads  string
	Keys     string
}

func (c *serveConfig) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&c.Addr, "addr", "127.0.0.1:8080", "address to listen on")
	f.IntVar(&c.Workers, "workers", runtime.NumCPU(), "planning jobs worked at a time; 0 leaves them to binaan work")
	f.BoolVar(&c.Secure, "behind-tls", false, "a proxy in front speaks TLS: send cookies over TLS only")
	f.BoolVar(&c.TOTP, "second-factor", true, "admins and managers must set up an authenticator")
	f.BoolVar(&c.AllTOTP, "second-factor-for-all", false, "officers and supervisors must set up an authenticator too")
	f.StringSliceVar(&c.Proxies, "trusted-proxy", nil, "address or network of a proxy whose X-Forwarded-For is believed; may be given again")
	f.StringVar(&c.Keys, "factor-keys", "", keysUsage)
	f.StringVar(&c.Metrics, "metrics-addr", "", "address on which Prometheus finds /metrics; none by default")
	f.StringVar(&c.Uploads, "uploads", "", "folder of files while they are imported (default: uploads in the data folder)")
	c.database.flags(cmd)
}

// uploadsDir is in the data folder, also where the database is elsewhere, unless
// told otherwise.
func (c *serveConfig) uploadsDir() string {
	if c.Uploads == "" {
		return filepath.Join(c.database.dataDir(), "uploads")
	}
	return c.Uploads
}

func (c *serveConfig) check() error {
	if c.Workers < 0 {
		return fmt.Errorf("%w: --workers %d", errUsage, c.Workers)
	}
	if c.AllTOTP && !c.TOTP {
		return fmt.Errorf("%w: --second-factor-for-all does not go with --second-factor=false", errUsage)
	}
	for _, p := range c.Proxies {
		_, err := netip.ParsePrefix(p)
		if _, alone := netip.ParseAddr(p); err != nil && alone != nil {
			return fmt.Errorf("%w: --trusted-proxy %q is no address or network", errUsage, p)
		}
	}
	return nil
}

func serveCommand() *cobra.Command {
	var c serveConfig
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve the faces and the API",
		Example: `  binaan serve --addr 127.0.0.1:8080 --data-dir data-binaan
  binaan serve --addr 127.0.0.1:8080 --behind-tls --trusted-proxy 127.0.0.1 --database-url postgres://owner@db/binaan --workers 0`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := c.check(); err != nil {
				return err
			}
			logJSON(cmd.ErrOrStderr())
			c.warn()
			return c.run(cmd.Context(), func(ctx context.Context, _ *data.Store, url string) error {
				slog.Info("serving", "url", url, "workers", c.Workers, "version", buildVersion())
				<-ctx.Done()
				return nil
			})
		},
	}
	c.flags(cmd)
	return cmd
}

// warn tells loudly of what leaves people's data open.
func (c *serveConfig) warn() {
	if !c.Secure && !loopback(c.Addr) {
		slog.Warn("PASSWORDS AND HOUSEHOLDS GO OVER THE NETWORK IN PLAIN TEXT: put a proxy that speaks TLS in front, "+
			"listen on 127.0.0.1 and give --behind-tls", "addr", c.Addr)
	}
	if c.Secure && len(c.Proxies) == 0 {
		slog.Warn("without --trusted-proxy all visitors share the proxy's address: 30 wrong passwords of one keep everybody out for a minute")
	}
}

// loopback holds for an address that other machines cannot reach.
func loopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false
	}
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// run serves until ctx ends, the database is gone or meanwhile fails. meanwhile
// is told when the address listens; ctx ends for it when the server stops.
func (c *serveConfig) run(ctx context.Context, meanwhile func(context.Context, *data.Store, string) error) error {
	listener, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return fmt.Errorf("serve: %w", err)
	}
	defer listener.Close()
	return c.database.withDatabase(ctx, func(db *database) error {
		return db.withStore(ctx, func(store *data.Store) error {
			if err := store.FailLostImports(ctx); err != nil {
				return err
			}
			return withWorkers(ctx, store, c.Workers, func() error {
				return c.serve(ctx, db, store, listener, meanwhile)
			})
		})
	})
}

func (c *serveConfig) serve(ctx context.Context, db *database, store *data.Store, listener net.Listener,
	meanwhile func(context.Context, *data.Store, string) error) error {
	uploads, err := openUploads(c.uploadsDir())
	if err != nil {
		return fmt.Errorf("serve: %w", err)
	}
	defer uploads.close()
	if err := sealFactors(ctx, store, keysFile(c.database, c.Keys)); err != nil {
		return fmt.Errorf("serve: %w", err)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	server := c.server(ctx, db, store, uploads)
	go lookForTheLost(ctx, store, filepath.Dir(uploads.dir))
	ends := make(chan error, 4)
	if c.Metrics != "" {
		stop, err := c.serveMetrics(store, ends)
		if err != nil {
			return err
		}
		defer stop()
	}
	go func() { ends <- data.Calmly(func() error { return server.Serve(listener) }) }()
	go func() { ends <- data.Calmly(func() error { return db.watch(ctx) }) }()
	go func() {
		ends <- data.Calmly(func() error { return meanwhile(ctx, store, "http://"+listener.Addr().String()) })
	}()
	err = <-ends
	db.leave() // what ended may be another thing than ctx
	cancel()
	return errors.Join(err, shutDown(ctx, server, patience))
}

// shutDown lets requests end, and cuts off those that do not: an upload may come in
// for minutes.
func shutDown(ctx context.Context, server *http.Server, patience time.Duration) error {
	stop, done := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer done()
	err := server.Shutdown(stop)
	if errors.Is(err, context.DeadlineExceeded) {
		slog.Warn("requests were cut off that did not end", "after", patience.String())
		err = server.Close()
	}
	return err
}

// lostEvery is how soon the end of somebody else's import is seen.
const lostEvery = 10 * time.Second

// lookForTheLost ends the imports of programs that are gone, and removes the uploads
// of those that served from this data folder, until ctx ends.
func lookForTheLost(ctx context.Context, store *data.Store, uploads string) {
	tick := time.NewTicker(lostEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		err := data.Calmly(func() error {
			return errors.Join(store.FailLostImports(ctx), clearUploads(uploads, time.Minute), sweep(ctx, store, filepath.Join(uploads, keptFolder)))
		})
		if err != nil && ctx.Err() == nil {
			slog.Warn("look for lost imports and uploads", "error", err)
		}
	}
}

// serveMetrics answers Prometheus on an address of its own until stopped.
func (c *serveConfig) serveMetrics(store *data.Store, ends chan<- error) (stop func(), err error) {
	listener, err := net.Listen("tcp", c.Metrics)
	if err != nil {
		return nil, fmt.Errorf("serve metrics: %w", err)
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", api.Metrics(store))
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	go func() {
		if err := data.Calmly(func() error { return server.Serve(listener) }); !errors.Is(err, http.ErrServerClosed) {
			ends <- err
		}
	}()
	return func() { _ = server.Close() }, nil
}

func (c *serveConfig) server(ctx context.Context, db *database, store *data.Store, up *uploads) *http.Server {
	handler := api.New(ctx, store, web.Files(), api.Config{
		Room:    func() error { return errors.Join(builtin.Room(up.dir), db.room()) },
		Version: buildVersion(), Secure: c.Secure, Proxies: c.Proxies, TOTP: c.TOTP, AllTOTP: c.AllTOTP, Uploads: up.dir, Kept: up.kept,
		Import: func(ctx context.Context, b data.Branch, i data.Import, path string) error {
			return importer.Run(ctx, store, b, i, path, importer.Options{})
		},
	})
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		// Streams of progress end with the server, so that it can stop.
		BaseContext: func(net.Listener) context.Context { return ctx },
	}
}
