package orienteer

import (
	"slices"
	"testing"
	"time"
)

// BenchmarkDays proves each day of a month from the full pool by itself, again and
// again, and reports how long the days take: the middle one, the one that a
// twentieth exceeds, and the slowest.
func BenchmarkDays(b *testing.B) {
	p := readDesa(b, "desa500-22-s1")
	took := make([][]time.Duration, len(p.Days))
	unproven := 0
	for b.Loop() {
		for d := range p.Days {
			begin := time.Now()
			day := p.reach(d)
			a := day.solve(candidate{}, 0, thorough)
			took[d] = append(took[d], time.Since(begin))
			if !a.proven() {
				unproven++
			}
		}
	}
	days := make([]float64, len(took))
	for d := range took {
		slices.Sort(took[d])
		days[d] = float64(took[d][len(took[d])/2].Microseconds()) / 1000
	}
	slices.Sort(days)
	b.ReportMetric(days[len(days)/2], "median-ms")
	b.ReportMetric(days[(len(days)*95+99)/100-1], "p95-ms")
	b.ReportMetric(days[len(days)-1], "worst-ms")
	b.ReportMetric(float64(unproven), "unproven")
}
