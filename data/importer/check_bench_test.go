package importer

import (
	"errors"
	"io"
	"syscall"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"binaan/geo"
	"binaan/planner"
)

// BenchmarkCheckHouseholds reads and checks 100,000 rows of a file of households
// as COPY would ask for them, without PostgreSQL. cpu-ns/row is the processor's
// time: wall time says little on a machine that others use.
func BenchmarkCheckHouseholds(b *testing.B) {
	const rows = 100_000
	path := writeCSV(b, rows, len(benchHeading))
	c := &householdCheck{land: benchLand(), asOf: planner.DayOf(time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)),
		price: planner.PremiumRule{Class1: 150_000, Class2: 100_000, Class3: 35_000}, most: 24}
	t := table{fields: householdHeadings(), columns: stagedHousehold(), check: c.check, key: c.key, kin: c.same, begin: c.begin}
	b.ReportAllocs()
	before := processor()
	for b.Loop() {
		s, _, err := openSheet(path)
		if err != nil {
			b.Fatal(err)
		}
		head, err := findHeading(s, t.fields, nil)
		if err != nil {
			b.Fatal(err)
		}
		c.begin()
		in := &intake{watch: &watch{}}
		in.Columns = head.used
		if _, err := io.Copy(io.Discard, struct{ io.Reader }{newSource(in, t, s, head, lessons{dates: make([]dates, len(t.fields))})}); err != nil && !errors.Is(err, io.EOF) {
			b.Fatal(err)
		}
		if in.Rows != rows || in.Rejected > 0 {
			b.Fatalf("%d rows, %d rejected", in.Rows, in.Rejected)
		}
		s.Close()
	}
	b.ReportMetric(float64(processor()-before)/float64(b.N*rows), "cpu-ns/row")
}

// processor is the time that the program had a processor.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// benchLand is a map of the one desa that the rows of the benchmark lie in.
func benchLand() *land {
	square := orb.MultiPolygon{{{{111.5, -5.4}, {111.6, -5.4}, {111.6, -5.3}, {111.5, -5.3}, {111.5, -5.4}}}}
	return landOf([]geo.Area{{Code: "99.01.01.2001", Name: "Wanaelok", Shape: square}}, nil)
}
