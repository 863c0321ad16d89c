package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"binaan/data"
	"binaan/data/importer"
)

// importFlags are what an import is asked for.
type importFlags struct {
	database databaseConfig
	branch   string
	asOf     string
	headings string
	dryRun   bool
	force    bool
	erase    bool
	report   string
}

func importCommand() *cobra.Command {
	var f importFlags
	cmd := &cobra.Command{
		Use:   "import {" + strings.Join(importer.Kinds, "|") + "} FILE",
		Short: "Import a file of a branch: XLSX or CSV; GeoJSON for areas and roads, OSM PBF for roads",
		Long: "Import a file of a branch: XLSX or CSV; GeoJSON for areas and roads, OSM PBF for roads. It is applied as a whole or not at all.\n" +
			"Rows that are refused are written to FILE.ditolak.csv beside the file as they were, with their reasons:\n" +
			"mend them there and import that file. Families in arrears that a file of households should have named and did not\n" +
			"are listed in FILE.tidak-di-berkas.csv; what their absence means is the dated rule arrears, missing.",
		Example: `  binaan import areas desa.geojson --branch 1107
  binaan import households tunggakan.xlsx --branch 1107 --as-of 2026-11-01 --dry-run
  binaan import roads solo.osm.pbf --branch 1107`,
		Args: usageArgs(cobra.ExactArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if !importer.Known(args[0]) {
				return fmt.Errorf("%w: %q is none of %s", errUsage, args[0], strings.Join(importer.Kinds, ", "))
			}
			if f.report != "" && args[0] != "payments" {
				return fmt.Errorf("%w: --report goes with payments", errUsage)
			}
			return f.run(cmd, args[0], args[1])
		},
	}
	cmd.AddCommand(importUndoCommand(), importResumeCommand())
	flags := cmd.Flags()
	flags.StringVar(&f.branch, "branch", "", "code of the branch")
	flags.StringVar(&f.asOf, "as-of", "", "day on which the file's figures were true, YYYY-MM-DD (default today)")
	flags.StringVar(&f.headings, "map", "", `JSON file telling what headings mean: {"Nomor Keluarga": "no_kk"}`)
	flags.BoolVar(&f.dryRun, "dry-run", false, "check and count, change nothing")
	flags.BoolVar(&f.force, "force", false, "even after a newer file")
	flags.BoolVar(&f.erase, "erase", false, "let an empty cell take away what is stored; without it nothing is")
	flags.StringVar(&f.report, "report", "", "of payments: CSV file to write, a line for each row with its verdict (matched, review, rejected, duplicate, reversal)")
	mustRequire(cmd, "branch")
	f.database.flags(cmd)
	return cmd
}

// importUndoCommand takes an import back.
func importUndoCommand() *cobra.Command {
	var f importFlags
	cmd := &cobra.Command{
		Use:   "undo ID",
		Short: "Take the newest import of a branch back",
		Long: "Take the newest import of a branch back: what it brought goes, what it changed stands as before. Families and\n" +
			"kader that are in use since are kept, withdrawn from the arrears or from service. What is older than the rule retention keeps stays (92 days).",
		Example: "  binaan import undo 12 --branch 1107",
		Args:    usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := strconv.ParseInt(args[0], 10, 64)
			if err != nil {
				return fmt.Errorf("%w: %q is no number of an import", errUsage, args[0])
			}
			return f.database.withStore(cmd.Context(), func(store *data.Store) error {
				b, err := store.Branch(cmd.Context(), f.branch)
				if err != nil {
					return err
				}
				u, err := importer.Undo(cmd.Context(), store, b, data.ImportID(id), "binaan import undo")
				if err != nil {
					return err
				}
				fmt.Fprintf(cmd.OutOrStdout(), "import %d is undone: %d rows removed, %d restored, %d kept but withdrawn\n", id, u.Removed, u.Restored, u.Withdrawn)
				return nil
			})
		},
	}
	cmd.Flags().StringVar(&f.branch, "branch", "", "code of the branch")
	mustRequire(cmd, "branch")
	f.database.flags(cmd)
	return cmd
}

func (f *importFlags) run(cmd *cobra.Command, kind, path string) error {
	asOf, err := optionalDay("as-of", f.asOf)
	if err != nil {
		return err
	}
	var o importer.Options
	if o.Headings, err = readHeadings(f.headings); err != nil {
		return err
	}
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("%w: %w", errUsage, err)
	}
	return f.database.withStore(cmd.Context(), func(store *data.Store) error {
		b, err := store.Branch(cmd.Context(), f.branch)
		if err != nil {
			return err
		}
		i := data.Import{Kind: kind, File: filepath.Base(path), AsOf: b.Today(store.Now()), DryRun: f.dryRun, Forced: f.force, Erase: f.erase, CreatedBy: "binaan import"}
		if asOf != nil {
			if *asOf > i.AsOf {
				return fmt.Errorf("%w: --as-of %s is still to come", errUsage, *asOf)
			}
			i.AsOf = *asOf
		}
		if f.report == "" {
			return importFile(cmd, store, b, i, path, o)
		}
		var verdicts []importer.PaymentVerdict
		o.Verdicts = func(v []importer.PaymentVerdict) { verdicts = v }
		if err := importFile(cmd, store, b, i, path, o); err != nil {
			return err
		}
		return writeWhole(f.report, func(w io.Writer) error { return csv.NewWriter(w).WriteAll(importer.VerdictSheet(verdicts)) })
	})
}

func readHeadings(path string) (headings map[string]string, err error) {
	if path == "" {
		return map[string]string{}, nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("%w: --map: %w", errUsage, err)
	}
	if err := json.Unmarshal(text, &headings); err != nil {
		return nil, fmt.Errorf("%w: --map %s: %w", errUsage, path, err)
	}
	return headings, nil
}

// importFile imports a file while it tells how far it is, and gives the account.
func importFile(cmd *cobra.Command, store *data.Store, b data.Branch, i data.Import, path string, o importer.Options) error {
	var err error
	if i.ID, err = store.BeginImport(cmd.Context(), b.ID, i); err != nil {
		return err
	}
	return runImport(cmd, store, b, i, path, path, o)
}

// runImport imports a file as an import that has begun; what there is to mend is written
// beside a path.
func runImport(cmd *cobra.Command, store *data.Store, b data.Branch, i data.Import, path, beside string, o importer.Options) error {
	ctx := cmd.Context()
	line := newProgress(cmd.ErrOrStderr())
	end := followImport(ctx, store, b.ID, i.ID, line)
	err := importer.Run(ctx, store, b, i, path, o)
	end()
	report, readErr := store.Import(context.WithoutCancel(ctx), b.ID, i.ID)
	if readErr != nil {
		return errors.Join(err, readErr)
	}
	for _, w := range report.Warnings {
		line.say(warningLine(w))
	}
	if err != nil {
		line.say(report.Error)
		return err
	}
	line.say(fmt.Sprintf("import %d: %s", report.ID, report.State))
	printAccount(cmd.OutOrStdout(), report)
	return errors.Join(
		listRejects(ctx, cmd.OutOrStdout(), store, b.ID, report, beside),
		listAbsent(ctx, cmd.OutOrStdout(), store, b.ID, report, beside),
	)
}

func warningLine(w data.Warning) string {
	if w.First == 0 {
		return fmt.Sprintf("%s (%d)", w.Text, w.Rows)
	}
	return fmt.Sprintf("%s (%d baris, mulai baris %d)", w.Text, w.Rows, w.First)
}

// followImport tells the progress that is stored until end is called.
func followImport(ctx context.Context, store *data.Store, b data.BranchID, id data.ImportID, line *progress) (end func()) {
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(time.Second)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			err := data.Calmly(func() error {
				i, err := store.Import(ctx, b, id)
				if err == nil {
					line.tell(i.Stage, shareOf(i))
				}
				return err
			})
			if err != nil {
				return // the import itself will say what is wrong
			}
		}
	}()
	return func() {
		cancel()
		<-ended
	}
}

func shareOf(i data.Import) float64 {
	if i.Total == 0 {
		return 0
	}
	return float64(i.Done) / float64(i.Total)
}

func printAccount(w io.Writer, i data.Import) {
	suffix := ""
	if i.DryRun {
		suffix = " (dry run: nothing was changed)"
	}
	fmt.Fprintf(w, "%s %s: %d rows = %d accepted + %d updated + %d unchanged + %d duplicate + %d rejected%s\n",
		i.Kind, i.AsOf, i.Rows, i.Accepted, i.Updated, i.Unchanged, i.Duplicate, i.Rejected, suffix)
}

// listRejects writes the refused rows beside the file.
func listRejects(ctx context.Context, w io.Writer, store *data.Store, b data.BranchID, i data.Import, path string) error {
	if i.Rejected == 0 {
		return nil
	}
	rows, err := store.RejectedRows(ctx, b, i.ID, 0)
	if err != nil {
		return err
	}
	return writeSheet(w, path+".ditolak.csv", importer.RefusedSheet(i, rows))
}

// listAbsent writes the families that the file should have named beside it.
func listAbsent(ctx context.Context, w io.Writer, store *data.Store, b data.BranchID, i data.Import, path string) error {
	if i.Absent == 0 {
		return nil
	}
	families, err := store.AbsentFamilies(ctx, b, i.ID, 0, 0)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "%d families in arrears are not in the file\n", i.Absent)
	return writeSheet(w, path+".tidak-di-berkas.csv", importer.AbsentSheet(families))
}

// writeSheet writes a sheet as CSV and says where.
func writeSheet(w io.Writer, name string, sheet [][]string) error {
	if err := writeWhole(name, func(w io.Writer) error { return csv.NewWriter(w).WriteAll(sheet) }); err != nil {
		return err
	}
	fmt.Fprintln(w, name)
	return nil
}
