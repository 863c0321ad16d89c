package importer_test

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/data/importer"
	"binaan/data/sample"
	"binaan/planner"
)

// asOf is the day of the files' figures.
var asOf, _ = planner.ParseDay("2026-11-23")

// office is a branch with a folder of files to import.
type office struct {
	*testing.T
	store  *data.Store
	branch data.Branch
	dir    string
}

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{T: t, store: datatest.New(t), dir: t.TempDir()}
	o.branch = o.add("1101")
	return o
}

// add makes a branch.
func (o *office) add(code string) data.Branch {
	o.Helper()
	b, err := o.store.AddBranch(o.Context(), code, "Contoh", "WIB")
	if err != nil {
		o.Fatal(err)
	}
	return b
}

// begin writes down that a file has come in.
func (o *office) begin(i data.Import, path string) data.Import {
	o.Helper()
	if i.AsOf == 0 {
		i.AsOf = asOf
	}
	i.File, i.CreatedBy = filepath.Base(path), "uji"
	var err error
	if i.ID, err = o.store.BeginImport(o.Context(), o.branch.ID, i); err != nil {
		o.Fatal(err)
	}
	return i
}

func (o *office) report(id data.ImportID) data.Import {
	o.Helper()
	report, err := o.store.Import(o.Context(), o.branch.ID, id)
	if err != nil {
		o.Fatal(err)
	}
	return report
}

// take imports a file and gives back its report.
func (o *office) take(i data.Import, path string) (data.Import, error) {
	o.Helper()
	i = o.begin(i, path)
	err := importer.Run(o.Context(), o.store, o.branch, i, path, importer.Options{})
	return o.report(i.ID), err
}

// must is take of a file that is taken.
func (o *office) must(kind, path string) data.Import {
	o.Helper()
	report, err := o.take(data.Import{Kind: kind}, path)
	if err != nil {
		o.Fatalf("%s: %v", path, err)
	}
	return report
}

// write makes a file of lines.
func (o *office) write(name string, lines ...string) string {
	o.Helper()
	path := filepath.Join(o.dir, name)
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o644); err != nil {
		o.Fatal(err)
	}
	return path
}

func (o *office) rejects(id data.ImportID) (all []data.Reject) {
	o.Helper()
	for at := (data.RejectList{}); ; {
		page, err := o.store.Rejects(o.Context(), o.branch.ID, id, at.Next, at.NextField, 0)
		if err != nil {
			o.Fatal(err)
		}
		if all, at = append(all, page.Rejects...), page; at.Next == 0 {
			return all
		}
	}
}

// rows are what a query finds in the branch, each row as one text.
func (o *office) rows(sql string, args ...any) (out []string) {
	o.Helper()
	err := o.store.InBranch(o.Context(), []data.BranchID{o.branch.ID}, func(tx pgx.Tx) error {
		found, err := tx.Query(o.Context(), "select (x.*)::text from ("+sql+") x", args...)
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(found, pgx.RowTo[string])
		return err
	})
	if err != nil {
		o.Fatal(err)
	}
	return out
}

// everything is all that imports may change in the branch.
func (o *office) everything() string {
	o.Helper()
	var out []string
	for _, table := range []string{"area", "kader", "household", "visit", "payment", "block", "block_link", "column_map"} {
		out = append(out, o.rows("select '"+table+"', t.* from "+table+" t order by t::text")...)
	}
	return strings.Join(append(out, o.rows("select version from branch where id = $1", o.branch.ID)...), "\n")
}

var sampleFiles = []struct{ kind, file string }{
	{"areas", sample.AreasFile}, {"kader", sample.KaderFile}, {"households", sample.HouseholdsFile},
	{"visits", sample.VisitsFile}, {"payments", sample.PaymentsFile},
}

func (o *office) sample(households int) {
	o.Helper()
	if err := sample.Write(o.dir, sample.Options{Households: households, Seed: 1, AsOf: asOf}); err != nil {
		o.Fatal(err)
	}
}

func (o *office) file(name string) string { return filepath.Join(o.dir, name) }

// takeSample imports the whole sample.
func (o *office) takeSample(households int) {
	o.Helper()
	o.sample(households)
	for _, f := range sampleFiles {
		if got := o.must(f.kind, o.file(f.file)); got.Rows == 0 || got.Accepted != got.Rows || got.State != data.Done {
			o.Fatalf("%s: %d of %d rows taken, state %s", f.file, got.Accepted, got.Rows, got.State)
		}
	}
}

func TestSampleIsTakenWholeAndEveryHouseholdHasAPlace(t *testing.T) {
	o := newOffice(t)
	o.takeSample(3000)
	if lost := o.rows("select no_kk from household where cell = 0 or accuracy = 'F'"); len(lost) > 0 {
		t.Errorf("%d households have no cell", len(lost))
	}
	got := o.rows("select sum(households), sum(members), sum(arrears) from block")
	want := o.rows("select count(*), sum(cardinality(classes)), sum(arrears) from household where arrears_status = 'aktif'")
	if !slices.Equal(got, want) {
		t.Errorf("blocks sum to %v, households to %v", got, want)
	}
	if most := o.rows("select max(n) <= 20 from (select count(*) n from household where lon is not null group by lon, lat) x"); most[0] != "(t)" {
		t.Error("more than 20 households stand on one point")
	}
}

func TestSameFileAgainChangesNothing(t *testing.T) {
	o := newOffice(t)
	o.takeSample(2000)
	before := o.everything()
	for _, f := range sampleFiles {
		got := o.must(f.kind, o.file(f.file))
		if got.Unchanged != got.Rows {
			t.Errorf("%s: %d of %d rows unchanged, %d updated", f.file, got.Unchanged, got.Rows, got.Updated)
		}
	}
	drop := func(s string) string { return s[:strings.LastIndex(s, "\n")] } // the version counts imports
	if drop(o.everything()) != drop(before) {
		t.Error("rows differ after the second time")
	}
}

func TestOlderFileIsRefusedUnlessForced(t *testing.T) {
	o := newOffice(t)
	o.takeSample(1000)
	before := o.everything()
	got, err := o.take(data.Import{Kind: "households", AsOf: asOf - 1}, o.file(sample.HouseholdsFile))
	if !errors.Is(err, importer.ErrOlder) || got.State != data.Failed || !strings.Contains(got.Error, "lebih lama") {
		t.Errorf("got %v, state %s, %q", err, got.State, got.Error)
	}
	if o.everything() != before {
		t.Error("a refused file changed rows")
	}
	got, err = o.take(data.Import{Kind: "households", AsOf: asOf - 1, Forced: true}, o.file(sample.HouseholdsFile))
	if err != nil || got.Unchanged != got.Rows {
		t.Errorf("forced: %v, %d of %d rows unchanged", err, got.Unchanged, got.Rows)
	}
	if day := o.rows("select as_of from figures"); day[0] != fmt.Sprintf("(%v)", asOf-1) {
		t.Errorf("forced: figures are of %s", day[0])
	}
}

func TestDryRunCountsAndChangesNothing(t *testing.T) {
	o := newOffice(t)
	o.sample(1000)
	o.must("areas", o.file(sample.AreasFile))
	text, err := os.ReadFile(o.file(sample.HouseholdsFile))
	if err != nil {
		t.Fatal(err)
	}
	path := o.write("rusak.csv", string(text)+"bukan,keluarga")
	before := o.everything()
	got, err := o.take(data.Import{Kind: "households", DryRun: true}, path)
	if err != nil || got.State != data.Done || got.Accepted != 1000 || got.Rejected != 1 {
		t.Errorf("%v: state %s, %d accepted, %d rejected", err, got.State, got.Accepted, got.Rejected)
	}
	if len(o.rejects(got.ID)) == 0 {
		t.Error("the refused row is not listed")
	}
	if o.everything() != before {
		t.Error("a dry run changed rows")
	}
}

// hold keeps others from writing households until the answer is called.
func (o *office) hold() (let func()) {
	held, release, done := make(chan struct{}), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		err := o.store.InBranch(context.Background(), []data.BranchID{o.branch.ID}, func(tx pgx.Tx) error {
			_, err := tx.Exec(context.Background(), "lock table household in share mode")
			close(held)
			<-release
			return err
		})
		if err != nil {
			o.Error(err)
		}
	}()
	<-held
	return sync.OnceFunc(func() {
		close(release)
		<-done
	})
}

func TestCancelledImportChangesNothing(t *testing.T) {
	o := newOffice(t)
	o.sample(1000)
	o.must("areas", o.file(sample.AreasFile))
	before := o.everything()
	let := o.hold() // so that it cannot end before it is cancelled
	defer let()
	path := o.file(sample.HouseholdsFile)
	i := o.begin(data.Import{Kind: "households"}, path)
	ended := make(chan error)
	go func() { ended <- importer.Run(t.Context(), o.store, o.branch, i, path, importer.Options{}) }()
	if err := o.store.CancelImport(t.Context(), o.branch.ID, i.ID, "uji"); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; !errors.Is(err, data.ErrConflict) {
		t.Errorf("got %v, want that it was cancelled", err)
	}
	let()
	if got := o.report(i.ID); got.State != data.Cancelled {
		t.Errorf("state is %s", got.State)
	}
	if o.everything() != before {
		t.Error("a cancelled import changed rows")
	}
}

// A program that is stopped leaves a failed import and no row; going on from there, the
// import is as any other that ended well.
func TestStoppedProgramLeavesAFailedImportThatGoesOn(t *testing.T) {
	o := newOffice(t)
	o.sample(1000)
	before := o.everything()
	let := o.hold()
	defer let()
	path := o.file(sample.HouseholdsFile)
	i := o.begin(data.Import{Kind: "households", Upload: data.Upload{Name: "sealed-1", Key: "kunci"}}, path)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- importer.Run(ctx, o.store, o.branch, i, path, importer.Options{}) }()
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	let()
	failed := o.report(i.ID)
	if failed.State != data.Failed || failed.Error == "" {
		t.Errorf("state is %s", failed.State)
	}
	if o.everything() != before {
		t.Error("a stopped import changed rows")
	}
	err := errors.Join(
		o.store.ResumeImport(t.Context(), o.branch.ID, i.ID, "uji"),
		importer.Run(t.Context(), o.store, o.branch, failed, path, importer.Options{}),
	)
	if got := o.report(i.ID); err != nil || got.State != data.Done || got.Error != "" || got.Accepted == 0 || got.Resumable {
		t.Errorf("went on: %v, %s, %q, %d rows came in, resumable %t", err, got.State, got.Error, got.Accepted, got.Resumable)
	}
}

func TestManyUploadsAtOnceCountEachRowOnce(t *testing.T) {
	o := newOffice(t)
	o.sample(1000)
	o.must("areas", o.file(sample.AreasFile))
	path := o.file(sample.HouseholdsFile)
	var wg sync.WaitGroup
	var ids []data.ImportID
	for range 12 {
		i := o.begin(data.Import{Kind: "households"}, path)
		ids = append(ids, i.ID)
		wg.Go(func() {
			if err := importer.Run(t.Context(), o.store, o.branch, i, path, importer.Options{}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	accepted, unchanged := int64(0), int64(0)
	for _, id := range ids {
		got := o.report(id)
		accepted, unchanged = accepted+got.Accepted, unchanged+got.Unchanged
	}
	if accepted != 1000 || unchanged != 11_000 {
		t.Errorf("%d accepted, %d unchanged; want 1,000 and 11,000", accepted, unchanged)
	}
}

func TestOrderOfFilesDoesNotMatter(t *testing.T) {
	whole := newOffice(t)
	whole.sample(2000)
	whole.must("areas", whole.file(sample.AreasFile))
	whole.must("households", whole.file(sample.HouseholdsFile))
	places := func(o *office) string {
		return strings.Join(append(o.rows("select no_kk, cell, accuracy, radius, spread from household order by no_kk"),
			o.rows("select b.* from block b order by id")...), "\n")
	}
	want := places(whole)

	halves := newOffice(t)
	a, b := halves.halve(whole.file(sample.HouseholdsFile))
	halves.must("households", b) // before there is any map
	halves.must("areas", whole.file(sample.AreasFile))
	halves.must("households", a)
	if got := places(halves); got != want {
		t.Error("two halves, one of them before the map, give other places than the whole after it")
	}
}

// halve cuts a file of households by desa.
func (o *office) halve(path string) (a, b string) {
	o.Helper()
	f, err := os.Open(path)
	if err != nil {
		o.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		o.Fatal(err)
	}
	desa := slices.Index(rows[0], "kd_desa")
	halves := [2][][]string{{rows[0]}, {rows[0]}}
	for _, row := range rows[1:] {
		half := int(row[desa][len(row[desa])-1]) % 2
		halves[half] = append(halves[half], row)
	}
	var names [2]string
	for i, half := range halves {
		names[i] = o.writeRows(fmt.Sprintf("separuh%d.csv", i), half)
	}
	return names[0], names[1]
}

func (o *office) writeRows(name string, rows [][]string) string {
	o.Helper()
	path := filepath.Join(o.dir, name)
	f, err := os.Create(path)
	if err != nil {
		o.Fatal(err)
	}
	w := csv.NewWriter(f)
	if err := errors.Join(w.WriteAll(rows), f.Close()); err != nil {
		o.Fatal(err)
	}
	return path
}

func TestGuideNamesEveryField(t *testing.T) {
	guide, err := os.ReadFile("../../docs/import.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range importer.FieldNames() {
		if !strings.Contains(string(guide), "`"+name+"`") {
			t.Errorf("docs/import.md does not name %s", name)
		}
	}
}

func importOf(kind string) data.Import { return data.Import{Kind: kind} }
