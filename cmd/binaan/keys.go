package main

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"

	"github.com/spf13/cobra"

	"binaan/data"
	"binaan/data/builtin"
)

const keysUsage = "file of the keys that seal second factors (default: factor.keys in the data folder)"

// keysFile is where the keys of second factors are: outside the database and its
// backups.
func keysFile(c databaseConfig, flag string) string {
	if flag != "" {
		return flag
	}
	return filepath.Join(c.dataDir(), "factor.keys")
}

// sealFactors gives the store its keys, the first ones made where there are none,
// and seals what is not sealed by the newest.
func sealFactors(ctx context.Context, store *data.Store, path string) error {
	if err := builtin.MakeFolder(filepath.Dir(path)); err != nil {
		return fmt.Errorf("keys of second factors: %w", err)
	}
	keys, err := data.OpenKeyring(path)
	if err != nil {
		return err
	}
	store.SealWith(keys)
	unreadable, err := store.SealFactors(ctx)
	if unreadable > 0 {
		slog.Warn("second factors cannot be checked: their key is not in the file; put the file of the machine back from which the rows came, or reset them with binaan user reset-factor",
			"factors", unreadable, "file", path)
	}
	return err
}

// userKeyCommand renews the key of second factors.
func userKeyCommand() *cobra.Command {
	var c databaseConfig
	var path string
	cmd := &cobra.Command{
		Use:   "renew-key",
		Short: "Seal all second factors by a new key",
		Long: "Seal all second factors by a new key, while others serve. The key before stays in the file until the next\n" +
			"renewal, for programs that still seal by it. Copy the file to the other machines that serve this database.",
		Example: "  binaan user renew-key",
		Args:    usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.withStore(cmd.Context(), func(store *data.Store) error {
				file := keysFile(c, path)
				keys, err := data.OpenKeyring(file)
				if err != nil {
					return err
				}
				if err := keys.Renew(); err != nil {
					return err
				}
				return done(cmd, sealFactors(cmd.Context(), store, file), "second factors are sealed by a new key in %s", file)
			})
		},
	}
	cmd.Flags().StringVar(&path, "factor-keys", "", keysUsage)
	c.flags(cmd)
	return cmd
}
