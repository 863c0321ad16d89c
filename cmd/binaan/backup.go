package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"binaan/data"
	"binaan/data/backup"
)

func backupCommand() *cobra.Command {
	var c databaseConfig
	var l lock
	cmd := &cobra.Command{
		Use:   "backup FILE",
		Short: "Write every row of every branch into an encrypted file",
		Long: "Write every row of every branch into a file, as of one moment, while others work. The file is\n" +
			"encrypted for the holders of keys (age) or with a passphrase, which is asked for or read from\n" +
			"standard input. With --database-url its role must be a superuser or have BYPASSRLS.",
		Example: `  binaan backup binaan-2026-11-23.age --recipient age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p
  binaan backup binaan-2026-11-23.age --passphrase < passphrase.txt`,
		Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := l.check(); err != nil {
				return err
			}
			return writeWhole(args[0], func(w io.Writer) error {
				locked, err := l.encrypt(cmd, w)
				if err != nil {
					return err
				}
				err = c.withDatabase(cmd.Context(), func(db *database) error {
					audited(cmd, db, "write backup", args[0])
					return backup.Write(cmd.Context(), db.owner, locked, tableProgress(cmd.ErrOrStderr()))
				})
				return errors.Join(err, locked.Close())
			})
		},
	}
	f := cmd.Flags()
	f.StringArrayVar(&l.recipients, "recipient", nil, "public key (age1...) of who may read it; may be given again")
	f.BoolVar(&l.passphrase, "passphrase", false, "encrypt with a passphrase")
	f.BoolVar(&l.plain, "plain", false, "do not encrypt: whoever has the file has every number in it")
	c.flags(cmd)
	return cmd
}

func restoreCommand() *cobra.Command {
	var c databaseConfig
	var l lock
	cmd := &cobra.Command{
		Use:   "restore FILE",
		Short: "Read a backup into an empty database",
		Long: "Read a backup into an empty database. One that was killed is repeated by the same command. Nobody\n" +
			"is logged in afterwards.",
		Example: `  binaan restore binaan-2026-11-23.age --identity key.txt --data-dir /var/lib/binaan-new
  binaan restore binaan-2026-11-23.age --passphrase < passphrase.txt`,
		Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			file, err := os.Open(args[0])
			if err != nil {
				return fmt.Errorf("restore: %w", err)
			}
			defer file.Close()
			plain, err := l.decrypt(cmd, file)
			if err != nil {
				return err
			}
			return c.withDatabase(cmd.Context(), func(db *database) error {
				if err := backup.Restore(cmd.Context(), db.owner, plain, tableProgress(cmd.ErrOrStderr())); err != nil {
					return err
				}
				audited(cmd, db, "restore backup", args[0])
				return nil
			})
		},
	}
	f := cmd.Flags()
	f.StringVar(&l.identity, "identity", "", "file with the secret key (AGE-SECRET-KEY-1...)")
	f.BoolVar(&l.passphrase, "passphrase", false, "the backup has a passphrase")
	c.flags(cmd)
	return cmd
}

// audited writes down who has all rows now, or from which file they came. Where that
// cannot be written (a full disk, a standby) it is said: a backup is needed most then.
func audited(cmd *cobra.Command, db *database, act, file string) {
	if err := data.RecordAs(cmd.Context(), db.owner, data.Access{Act: act, About: filepath.Base(file)}); err != nil {
		fmt.Fprintln(cmd.ErrOrStderr(), "not in the audit:", err)
	}
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
