package importer_test

import (
	"path/filepath"
	"testing"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/data/importer"
	"binaan/data/sample"
	"binaan/planner"
)

// asOf is the day of the sample's figures.
var asOf, _ = planner.ParseDay("2026-11-23")

// bench is a branch with a folder of files to import.
type bench struct {
	*testing.T
	store  *data.Store
	branch data.Branch
	dir    string
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{T: t, store: datatest.New(t), dir: t.TempDir()}
	var err error
	if b.branch, err = b.store.AddBranch(t.Context(), "1101", "Contoh", "WIB"); err != nil {
		t.Fatal(err)
	}
	return b
}

// take imports a file and gives back its report.
func (b *bench) take(i data.Import, path string) (data.Import, error) {
	b.Helper()
	if i.AsOf == 0 {
		i.AsOf = asOf
	}
	i.File, i.CreatedBy = filepath.Base(path), "uji"
	var err error
	if i.ID, err = b.store.BeginImport(b.Context(), b.branch.ID, i); err != nil {
		b.Fatal(err)
	}
	runErr := importer.Run(b.Context(), b.store, b.branch, i, path, importer.Options{})
	report, err := b.store.Import(b.Context(), b.branch.ID, i.ID)
	if err != nil {
		b.Fatal(err)
	}
	return report, runErr
}

// must is take of a file that is taken.
func (b *bench) must(kind, path string) data.Import {
	b.Helper()
	report, err := b.take(data.Import{Kind: kind}, path)
	if err != nil {
		b.Fatalf("%s: %v", path, err)
	}
	return report
}

var sampleFiles = []struct{ kind, file string }{
	{"areas", sample.AreasFile}, {"kader", sample.KaderFile}, {"households", sample.HouseholdsFile},
	{"visits", sample.VisitsFile}, {"payments", sample.PaymentsFile},
}

func (b *bench) sample(households int) {
	b.Helper()
	if err := sample.Write(b.dir, sample.Options{Households: households, Seed: 1, AsOf: asOf}); err != nil {
		b.Fatal(err)
	}
}

func TestSampleIsTakenWhole(t *testing.T) {
	b := newBench(t)
	b.sample(3000)
	for _, f := range sampleFiles {
		got := b.must(f.kind, filepath.Join(b.dir, f.file))
		t.Logf("%+v", got)
		if got.State != data.Done || got.Rows == 0 || got.Accepted != got.Rows {
			t.Errorf("%s: %d of %d rows taken, state %s", f.file, got.Accepted, got.Rows, got.State)
		}
	}
}
