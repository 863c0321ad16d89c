package importer_test

import (
	"context"
	"log/slog"
	"path/filepath"
	"runtime"
	"runtime/metrics"
	"strings"
	"testing"
	"time"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/data/importer"
	"binaan/data/sample"
	"binaan/planner"
)

// BenchmarkImportHouseholdsCSV imports a file of a million households into an
// empty branch of 900 desa: households a second, how long each stage took, and
// the most heap in use.
func BenchmarkImportHouseholdsCSV(b *testing.B) {
	const households = 1_000_000
	dir := b.TempDir()
	if err := sample.Write(dir, sample.Options{Households: households, Seed: 1, AsOf: asOf}); err != nil {
		b.Fatal(err)
	}
	stages := stageClock{}
	before := slog.Default()
	slog.SetDefault(slog.New(stages))
	defer slog.SetDefault(before)
	runtime.GC() // of what making the file left behind
	heap := watchHeap()
	for b.Loop() {
		b.StopTimer()
		store := datatest.New(b)
		branch, err := store.AddBranch(b.Context(), "1101", "Contoh", "WIB")
		if err != nil {
			b.Fatal(err)
		}
		benchImport(b, store, branch, "areas", filepath.Join(dir, sample.AreasFile), asOf)
		clear(stages)
		b.StartTimer()
		benchImport(b, store, branch, "households", filepath.Join(dir, sample.HouseholdsFile), asOf)
	}
	b.ReportMetric(float64(households*b.N)/b.Elapsed().Seconds(), "rows/s")
	b.ReportMetric(float64(<-heap)/(1<<20), "MiB-heap")
	for stage, took := range stages {
		b.ReportMetric(took.Seconds(), strings.ReplaceAll(stage, " ", "-")+"-s")
	}
}

func benchImport(b *testing.B, store *data.Store, branch data.Branch, kind, path string, asOf planner.Day) data.ImportID {
	b.Helper()
	i := data.Import{Kind: kind, File: filepath.Base(path), AsOf: asOf, CreatedBy: "uji"}
	var err error
	if i.ID, err = store.BeginImport(b.Context(), branch.ID, i); err != nil {
		b.Fatal(err)
	}
	if err := importer.Run(b.Context(), store, branch, i, path, importer.Options{}); err != nil {
		b.Fatal(err)
	}
	return i.ID
}

// watchHeap samples the heap until its answer is asked for: the most that was in
// use at once.
func watchHeap() chan uint64 {
	most := make(chan uint64)
	go func() {
		sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
		var top uint64
		for {
			metrics.Read(sample)
			top = max(top, sample[0].Value.Uint64())
			select {
			case most <- top:
				return
			case <-time.After(20 * time.Millisecond):
			}
		}
	}()
	return most
}

// stageClock hears from the importer's log how long the stages took.
type stageClock map[string]time.Duration

func (stageClock) Enabled(context.Context, slog.Level) bool { return true }
func (c stageClock) WithAttrs([]slog.Attr) slog.Handler     { return c }
func (c stageClock) WithGroup(string) slog.Handler          { return c }
func (c stageClock) Handle(_ context.Context, r slog.Record) error {
	var stage string
	r.Attrs(func(a slog.Attr) bool {
		switch a.Key {
		case "stage":
			stage = a.Value.String()
		case "took":
			c[stage] += a.Value.Duration()
		}
		return true
	})
	return nil
}
