package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"binaan/data/backup"
)

func backupCommand() *cobra.Command {
	var c databaseConfig
	cmd := &cobra.Command{
		Use:   "backup FILE",
		Short: "Write every row of every branch into a file",
		Long: "Write every row of every branch into a file, as of one moment, while others work.\n" +
			"With --database-url its role must be a superuser or have BYPASSRLS.",
		Example: "  binaan backup binaan-2026-11-23.backup",
		Args:    usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.withDatabase(cmd.Context(), func(db *database) error {
				return writeWhole(args[0], func(w io.Writer) error {
					return backup.Write(cmd.Context(), db.owner, w, tableProgress(cmd.ErrOrStderr()))
				})
			})
		},
	}
	c.flags(cmd)
	return cmd
}

func restoreCommand() *cobra.Command {
	var c databaseConfig
	cmd := &cobra.Command{
		Use:     "restore FILE",
		Short:   "Read a backup into an empty database",
		Example: "  binaan restore binaan-2026-11-23.backup --data-dir /var/lib/binaan-new",
		Args:    usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			file, err := os.Open(args[0])
			if err != nil {
				return fmt.Errorf("restore: %w", err)
			}
			defer file.Close()
			return c.withDatabase(cmd.Context(), func(db *database) error {
				return backup.Restore(cmd.Context(), db.owner, file, tableProgress(cmd.ErrOrStderr()))
			})
		},
	}
	c.flags(cmd)
	return cmd
}

func tableProgress(w io.Writer) backup.Progress {
	return func(table string, rows int64) { fmt.Fprintf(w, "%s: %d rows\n", table, rows) }
}

// writeWhole writes a file that is there whole, on the disk, or not at all. Only
// its owner may read it.
func writeWhole(path string, write func(io.Writer) error) error {
	half := path + ".half"
	file, err := os.OpenFile(half, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("write whole: %w", err)
	}
	err = write(file)
	if err == nil {
		err = file.Sync()
	}
	if err := errors.Join(err, file.Close()); err != nil {
		return errors.Join(err, os.Remove(half))
	}
	return os.Rename(half, path)
}
