//go:build linux

package importer_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/data/sample"
)

// BenchmarkMonths imports the families of the sample branch, and then next month's file,
// in which every tenth row owes another month: processor time of the program and of
// PostgreSQL, and how many rows were updated.
//
//	go test ./data/importer -run xxx -bench Months -benchtime 1x
func BenchmarkMonths(b *testing.B) {
	dir := b.TempDir()
	if err := sample.Write(dir, sample.Options{Households: sample.PublishedHouseholds, Seed: 1, AsOf: asOf.AddMonths(-1)}); err != nil {
		b.Fatal(err)
	}
	now, next := filepath.Join(dir, sample.HouseholdsFile), filepath.Join(dir, "next.csv")
	oweAnotherMonth(b, now, next, 10)
	var first, second datatest.Cost
	var updated int64
	for b.Loop() {
		owner, app := datatest.DSN(b)
		store := datatest.Open(b, app, datatest.Clock())
		branch, err := store.AddBranch(b.Context(), "1101", "Contoh", "WIB")
		if err != nil {
			b.Fatal(err)
		}
		cpu := datatest.NewMeter(b, owner)
		benchImport(b, store, branch, "areas", filepath.Join(dir, sample.AreasFile), asOf.AddMonths(-1))
		first = first.Plus(cpu.Of(b, func() { benchImport(b, store, branch, "households", now, asOf.AddMonths(-1)) }))
		var id data.ImportID
		second = second.Plus(cpu.Of(b, func() { id = benchImport(b, store, branch, "households", next, asOf) }))
		i, err := store.Import(b.Context(), branch.ID, id)
		if err != nil {
			b.Fatal(err)
		}
		updated = i.Updated
	}
	for name, c := range map[string]datatest.Cost{"first": first, "second": second} {
		b.ReportMetric(c.Milliseconds()/float64(b.N), name+"-ms")
		b.ReportMetric(datatest.Cost{Postgres: c.Postgres}.Milliseconds()/float64(b.N), name+"-pg-ms")
	}
	b.ReportMetric(float64(updated), "updated")
	b.ReportMetric(0, "ns/op")
}

// oweAnotherMonth copies a file of households in which every nth owes a month more.
func oweAnotherMonth(b *testing.B, from, to string, n int) {
	b.Helper()
	text, err := os.Open(from)
	if err != nil {
		b.Fatal(err)
	}
	rows, err := csv.NewReader(text).ReadAll()
	if err != nil {
		b.Fatal(err)
	}
	column := map[string]int{}
	for at, head := range rows[0] {
		column[head] = at
	}
	months, owes := column["bulan_tunggakan"], column["nilai_tunggakan"]
	for i := n; i < len(rows); i += n {
		m, _ := strconv.Atoi(rows[i][months])
		sum, _ := strconv.Atoi(rows[i][owes])
		rows[i][months], rows[i][owes] = strconv.Itoa(m+1), strconv.Itoa(sum+sum/max(m, 1))
	}
	out, err := os.Create(to)
	if err != nil {
		b.Fatal(err)
	}
	if err := csv.NewWriter(out).WriteAll(rows); err != nil {
		b.Fatal(err)
	}
	if err := out.Close(); err != nil {
		b.Fatal(err)
	}
}
