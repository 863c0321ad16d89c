package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"github.com/spf13/cobra"

	"binaan/data"
	"binaan/data/importer"
)

// importResumeCommand has an import of a page go on that was broken off.
func importResumeCommand() *cobra.Command {
	var f importFlags
	var serve serveConfig
	cmd := &cobra.Command{
		Use:   "resume ID",
		Short: "Have an import go on that was broken off, with the file that was sent",
		Long: "Have an import go on that was broken off, with what was asked of it and the file that was sent to the page: its sealed\n" +
			"copy is kept for seven days in the folder of uploads of the machine that served. Nothing of it had been applied, so it\n" +
			"begins anew. A file that was imported by this command line is nowhere but where it was: import it again.",
		Example: "  binaan import resume 12 --branch 1107",
		Args:    usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := strconv.ParseInt(args[0], 10, 64)
			if err != nil {
				return fmt.Errorf("%w: %q is no number of an import", errUsage, args[0])
			}
			serve.database = f.database
			return f.database.withStore(cmd.Context(), func(store *data.Store) error {
				b, err := store.Branch(cmd.Context(), f.branch)
				if err != nil {
					return err
				}
				return resumeImport(cmd, store, b, data.ImportID(id), serve.uploadsDir())
			})
		},
	}
	cmd.Flags().StringVar(&f.branch, "branch", "", "code of the branch")
	cmd.Flags().StringVar(&serve.Uploads, "uploads", "", "folder of files while they are imported (default: uploads in the data folder)")
	mustRequire(cmd, "branch")
	f.database.flags(cmd)
	return cmd
}

func resumeImport(cmd *cobra.Command, store *data.Store, b data.Branch, id data.ImportID, root string) error {
	ctx := cmd.Context()
	i, err := store.Import(ctx, b.ID, id)
	if err != nil {
		return err
	}
	if i.Upload, err = store.KeptUpload(ctx, b.ID, id); err != nil {
		return err
	}
	up, err := openUploads(root)
	if err != nil {
		return err
	}
	defer up.close()
	sealed := filepath.Join(up.kept, filepath.Base(i.Upload.Name))
	path := filepath.Join(up.dir, "upload")
	if err := unseal(sealed, i.Upload.Key, path); err != nil {
		return err
	}
	if err := store.ResumeImport(ctx, b.ID, id, "binaan import resume"); err != nil {
		return err
	}
	err = runImport(cmd, store, b, i, path, i.File, importer.Options{})
	after, readErr := store.Import(context.WithoutCancel(ctx), b.ID, id)
	if readErr == nil && !after.Resumable {
		readErr = os.Remove(sealed)
	}
	return errors.Join(err, readErr)
}

// unseal writes what a sealed copy holds to a file for this program's user alone.
func unseal(sealed, key, path string) error {
	from, err := os.Open(sealed)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w: no sealed copy in %s: send the file again", data.ErrNotResumable, filepath.Dir(sealed))
	}
	if err != nil {
		return err
	}
	defer from.Close()
	plain, err := importer.Unseal(from, key)
	if err != nil {
		return err
	}
	to, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, plain)
	return errors.Join(err, to.Close())
}
