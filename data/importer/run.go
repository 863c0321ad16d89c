package importer

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"time"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/geo"
	"binaan/planner"
	"binaan/planner/ledger"
)

// Options steer an import.
type Options struct {
	Headings map[string]string      // what headings of the file mean, above what the branch saved
	Verdicts func([]PaymentVerdict) // is told what became of every row of a file of payments; may be nil
}

// intake is a file being taken in, inside the transaction that applies it.
type intake struct {
	data.Import
	tx       pgx.Tx
	store    *data.Store
	branch   data.BranchID
	path     string
	headings map[string]string
	asked    []field       // of its kind, where rows are staged
	sheets   []joinedSheet // where several are read as one
	watch    *watch
	notes    notes
	rejects  []data.Reject                  // of a kind that does not stage its rows
	reversed []geo.AreaCode                 // desa of households whose payments were taken back
	judged   []ledger.Judged                // rows of payments
	known    []ledger.Known                 // payments of before that they may repeat or take back
	kkOf     map[planner.HouseholdID]string // of the families that they may mean
	verdicts func([]PaymentVerdict)
	written  int64 // stored households that the file named and that were written, be it only to confirm them
	absence  planner.Absence
	fresh    bool  // the first file of households of its day
	gone     int64 // households that left the arrears by the rule of absence
}

var kinds = map[string]func(context.Context, *intake) error{
	"areas":      takeAreas,
	"kader":      takeKader,
	"households": takeHouseholds,
	"visits":     takeVisits,
	"payments":   takePayments,
	"roads":      takeRoads,
}

// Run applies the file at path as the import i, which has begun, and keeps its
// progress and its end. All of the file is applied or nothing; a dry run counts
// and keeps the report alone. ErrOlder: a newer file was applied before.
// data.ErrConflict: somebody cancelled it.
func Run(ctx context.Context, store *data.Store, b data.Branch, i data.Import, path string, o Options) error {
	err := follow(ctx, store, b.ID, i, path, o)
	if err == nil {
		return nil
	}
	err = fmt.Errorf("import %s: %w", i.File, err)
	why, again := explain(err)
	return errors.Join(err, fail(context.WithoutCancel(ctx), store, b.ID, i.ID, why, again))
}

// failWithin is how long the end of an import is tried to be written down, where
// the database is away; after that somebody sees that its lifeline is gone.
const failWithin = 30 * time.Second

func fail(ctx context.Context, store *data.Store, b data.BranchID, id data.ImportID, why string, again bool) (err error) {
	ctx, done := context.WithTimeout(ctx, failWithin)
	defer done()
	for {
		if err = store.FailImport(ctx, b, id, why, again); err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(time.Second):
		}
	}
}

// follow applies a file while its progress is reported. The error of what stopped
// it wins over those that follow from stopping.
func follow(ctx context.Context, store *data.Store, b data.BranchID, i data.Import, path string, o Options) error {
	ctx, done := context.WithTimeout(ctx, Longest)
	defer done()
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	w := &watch{store: store, branch: b, id: i.ID}
	if err := w.report(ctx); err != nil {
		return err
	}
	w.follow(ctx, stop)
	err := data.Calmly(func() error { return apply(ctx, store, b, i, path, o, w) })
	w.quiet()
	if cause := context.Cause(ctx); err != nil && cause != nil {
		return cause
	}
	return err
}

// explain says in an Indonesian sentence why nothing of a file was applied, and whether
// the same file may go on as it is: the fault was not its own.
func explain(err error) (why string, again bool) {
	var older olderError
	var file fileError
	switch {
	case errors.As(err, &older):
		return fmt.Sprintf("Berkas ini per %v, lebih lama daripada yang sudah diimpor (per %v). Data tidak berubah; paksa impor bila memang dimaksud.", older.file, older.stored), false
	case errors.As(err, &file):
		return file.text, false
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Sprintf("Impor dihentikan karena lebih dari %d menit; data tidak berubah. Bagi berkasnya, lalu ulangi.", int(Longest.Minutes())), false
	case errors.Is(err, context.Canceled):
		return "Impor dihentikan sebelum selesai; data tidak berubah, silakan ulangi.", true
	}
	switch outage := data.Outage(err); {
	case errors.Is(outage, data.ErrFull):
		return "Ruang simpan server penuh; data tidak berubah. Beri tahu pengelola server, lalu lanjutkan atau kirim lagi berkasnya.", true
	case errors.Is(outage, data.ErrReadOnly):
		return "Server sedang hanya dapat dibaca; data tidak berubah. Beri tahu pengelola server, lalu lanjutkan atau kirim lagi berkasnya.", true
	case errors.Is(outage, data.ErrAway):
		return "Sambungan ke basis data putus sebelum impor selesai; data tidak berubah. Lanjutkan, atau kirim lagi berkasnya.", true
	}
	slog.Error("import came to nothing", "error", err)
	return "Terjadi gangguan saat menyimpan; data tidak berubah, silakan ulangi.", true
}

// Longest is how long an import may take.
const Longest = time.Hour

// olderError is ErrOlder with the days.
type olderError struct{ file, stored planner.Day }

func (e olderError) Error() string {
	return fmt.Sprintf("figures of %v after those of %v", e.file, e.stored)
}
func (e olderError) Is(target error) bool { return target == ErrOlder }

// takesTurns keeps the imports of a branch from mixing.
const takesTurns = 4100

func apply(ctx context.Context, store *data.Store, b data.BranchID, i data.Import, path string, o Options, w *watch) error {
	digest, err := digestOf(path)
	if err != nil {
		return err
	}
	saved, err := store.ColumnMap(ctx, b, i.Kind)
	if err != nil {
		return err
	}
	maps.Copy(saved, o.Headings)
	return store.InBranch(ctx, []data.BranchID{b}, func(tx pgx.Tx) error {
		in := &intake{Import: i, tx: tx, store: store, branch: b, path: path, headings: saved, watch: w, verdicts: o.Verdicts}
		if err := in.takeTurn(ctx); err != nil {
			return err
		}
		if err := in.refuseOlder(ctx); err != nil {
			return err
		}
		if err := kinds[i.Kind](ctx, in); err != nil {
			return err
		}
		return in.end(ctx, digest)
	})
}

func (in *intake) takeTurn(ctx context.Context) error {
	for _, sql := range []string{
		// A machine that is gone must not keep others from importing.
		"set local tcp_keepalives_idle = 30; set local tcp_keepalives_interval = 10; set local tcp_keepalives_count = 3",
		"set local lock_timeout = 0",
		fmt.Sprintf("select pg_advisory_xact_lock(%d, %d)", takesTurns, in.branch),
		"set local lock_timeout = '30s'",
	} {
		if _, err := in.tx.Exec(ctx, sql); err != nil {
			return fmt.Errorf("wait for other imports: %w", err)
		}
	}
	return nil
}

func digestOf(path string) ([]byte, error) {
	f, _, err := openFile(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return nil, fmt.Errorf("digest: %w", err)
	}
	return h.Sum(nil), nil
}

func (in *intake) refuseOlder(ctx context.Context) error {
	last, err := data.LastAsOf(ctx, in.tx, in.Kind)
	if err != nil {
		return err
	}
	if last != nil && in.AsOf < *last && !in.Forced {
		return olderError{in.AsOf, *last}
	}
	return nil
}

// errDry takes back what a dry run did.
var errDry = errors.New("dry run")

// keep changes the branch's rows, unless the import is a dry run: then the same
// is done and taken back, so that its counts are the real ones.
func (in *intake) keep(ctx context.Context, do func(pgx.Tx) error) error {
	err := pgx.BeginFunc(ctx, in.tx, func(tx pgx.Tx) error {
		if err := do(tx); err != nil {
			return err
		}
		if in.DryRun {
			return errDry
		}
		return data.Touch(ctx, tx, in.branch)
	})
	if errors.Is(err, errDry) {
		return nil
	}
	return err
}

// end writes the report, and what headings meant for the next file. From here on
// the transaction holds the row of the import: to report would wait for its end,
// and then take it for somebody else's.
func (in *intake) end(ctx context.Context, digest []byte) error {
	in.watch.enter("menulis laporan", 0)
	in.watch.quiet()
	in.State, in.Error = data.Done, "" // one that goes on came with why it was broken off
	in.Warnings = in.notes.list()
	if err := data.EndImport(ctx, in.tx, in.branch, in.Import, digest, in.rejects); err != nil {
		return err
	}
	if in.DryRun {
		return nil
	}
	if in.Kind != "areas" && in.Kind != "roads" && in.Accepted+in.Updated+in.gone > 0 {
		if err := in.store.AskReplan(ctx, in.tx, in.branch); err != nil {
			return err
		}
	}
	if len(in.Columns) == 0 {
		return nil
	}
	_, err := in.tx.Exec(ctx, `
		insert into import_before (branch_id, import_id, noun, key, row)
		select $1, $2, 'column_map', $3::text, (select to_jsonb(m) from column_map m where kind = $3)`, in.branch, in.ID, in.Kind)
	if err != nil {
		return fmt.Errorf("keep column map: %w", err)
	}
	return data.SaveColumnMap(ctx, in.tx, in.branch, in.Kind, in.headings)
}
