package job_test

import (
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"binaan/data"
	"binaan/data/job"
	"binaan/geo"
	"binaan/planner"
	"binaan/planner/territory"
)

// village is a desa as the rivals see it.
type village struct {
	code  geo.AreaCode
	kk    int
	value planner.Rupiah
	near  []int // in its kecamatan
}

// villages are the desa of each kecamatan with kader, and how many kader those are.
func villages(in territory.Input) (all map[geo.AreaCode][]village, kader map[geo.AreaCode]int) {
	all, kader = map[geo.AreaCode][]village{}, map[geo.AreaCode]int{}
	for _, k := range in.Kader {
		kader[k.Kecamatan]++
	}
	place := map[geo.AreaCode]int{}
	for _, b := range in.Blocks {
		kecamatan := b.Desa.Kecamatan()
		if kader[kecamatan] == 0 {
			continue
		}
		at, known := place[b.Desa]
		if !known {
			at = len(all[kecamatan])
			place[b.Desa] = at
			all[kecamatan] = append(all[kecamatan], village{code: b.Desa})
		}
		v := &all[kecamatan][at]
		v.kk, v.value = v.kk+b.Eligible, v.value+b.Expected
	}
	for _, l := range in.Land {
		for _, n := range l.Near {
			a, here := place[l.Desa]
			b, there := place[n]
			if here && there && n.Kecamatan() == l.Desa.Kecamatan() {
				v := &all[n.Kecamatan()][a]
				v.near = append(v.near, b)
			}
		}
	}
	return all, kader
}

// tally counts sets of desa: those in the band and connected, and what these bring.
type tally struct {
	sets, inBand, connected int
	value                   planner.Rupiah
}

func (t *tally) add(desa []village, set []int) {
	kk, value := 0, planner.Rupiah(0)
	for _, i := range set {
		kk, value = kk+desa[i].kk, value+desa[i].value
	}
	reached := []int{set[0]}
	for at := 0; at < len(reached); at++ {
		for _, n := range desa[reached[at]].near {
			if slices.Contains(set, n) && !slices.Contains(reached, n) {
				reached = append(reached, n)
			}
		}
	}
	whole, in := len(reached) == len(set), 450 <= kk && kk <= 550
	t.sets++
	if whole {
		t.connected++
	}
	if in {
		t.inBand++
	}
	if whole && in {
		t.value += value
	}
}

// greedy grows a set from the desa that brings most a family, always by the
// neighbour that brings most a family and still fits, until the band is reached.
func greedy(desa []village, kader int, t *tally) {
	taken := map[int]bool{}
	rate := func(i int) float64 { return float64(desa[i].value) / float64(max(1, desa[i].kk)) }
	for range kader {
		var set []int
		kk := 0
		for kk < 450 {
			best := -1
			for i, v := range desa {
				beside := len(set) == 0 || slices.ContainsFunc(v.near, func(n int) bool { return slices.Contains(set, n) })
				if !taken[i] && beside && kk+v.kk <= 550 && (best < 0 || rate(i) > rate(best)) {
					best = i
				}
			}
			if best < 0 {
				break
			}
			taken[best] = true
			set, kk = append(set, best), kk+desa[best].kk
		}
		if len(set) > 0 {
			t.add(desa, set)
		}
	}
}

// metis divides all desa of a kecamatan into as many parts as there would be
// territories of 500 KK, and keeps those that bring most.
func metis(b *testing.B, desa []village, kader int, t *tally) {
	b.Helper()
	kk, edges := 0, 0
	var lines []string
	for _, v := range desa {
		kk, edges = kk+v.kk, edges+len(v.near)
		line := fmt.Sprint(v.kk)
		for _, n := range v.near {
			line += fmt.Sprint(" ", n+1)
		}
		lines = append(lines, line)
	}
	parts := max(kader, (kk+250)/500)
	file := filepath.Join(b.TempDir(), "desa.graph")
	head := fmt.Sprintf("%d %d 010\n", len(desa), edges/2)
	if err := os.WriteFile(file, []byte(head+strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		b.Fatal(err)
	}
	sets := make([][]int, parts)
	if parts > 1 {
		if out, err := exec.CommandContext(b.Context(), "gpmetis", "-contig", "-seed=1", file, fmt.Sprint(parts)).CombinedOutput(); err != nil {
			b.Fatalf("gpmetis: %v %s", err, out)
		}
		text, err := os.ReadFile(file + ".part." + fmt.Sprint(parts))
		if err != nil {
			b.Fatal(err)
		}
		for i, word := range strings.Fields(string(text)) {
			q := 0
			if _, err := fmt.Sscan(word, &q); err != nil {
				b.Fatal(err)
			}
			sets[q] = append(sets[q], i)
		}
	} else {
		for i := range desa {
			sets[0] = append(sets[0], i)
		}
	}
	worth := func(set []int) (sum planner.Rupiah) {
		for _, i := range set {
			sum += desa[i].value
		}
		return sum
	}
	sets = slices.DeleteFunc(sets, func(s []int) bool { return len(s) == 0 })
	slices.SortStableFunc(sets, func(x, y []int) int { return cmp.Compare(worth(y), worth(x)) })
	for _, set := range sets[:min(kader, len(sets))] {
		t.add(desa, set)
	}
}

// BenchmarkWholeDesa divides the sample branch by whole desa, beside what branches do
// without a planner, and beside METIS (Debian package metis) where it is installed.
func BenchmarkWholeDesa(b *testing.B) {
	store, branch := sampleBranch(b)
	request := data.PlanRequest{Seed: 1, Day: planner.DayOf(time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC))}
	in, err := store.TerritoryInput(b.Context(), branch.ID, request)
	if err != nil {
		b.Fatal(err)
	}
	besideRivals(b, in, func() planner.Options { return job.Options(request, nil) })
}

// besideRivals divides a branch, beside what branches do and METIS.
func besideRivals(b *testing.B, in territory.Input, options func() planner.Options) {
	b.Helper()
	report := func(b *testing.B, t tally) {
		b.ReportMetric(float64(t.sets), "territories")
		b.ReportMetric(float64(t.inBand), "in-band")
		b.ReportMetric(float64(t.connected), "connected")
		b.ReportMetric(float64(t.value)/1e6, "MRp-in-band")
	}
	b.Run("binaan", func(b *testing.B) {
		for b.Loop() {
			start := used()
			plan, err := territory.Design(b.Context(), in, options())
			if err == nil {
				err = plan.Check(in)
			}
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric((used() - start).Seconds(), "cpu-s")
			c := plan.Certificate
			report(b, tally{c.Count, c.InBand, c.Connected, c.Expected})
			b.ReportMetric(float64(len(c.Whole.Split)), "desa-divided")
			b.ReportMetric(100*float64(c.Whole.Most-c.Whole.Worth)/float64(c.Whole.Most), "%gap")
		}
	})
	all, kader := villages(in)
	each := func(do func(desa []village, kader int, t *tally)) func(b *testing.B) {
		return func(b *testing.B) {
			for b.Loop() {
				var t tally
				for kecamatan, desa := range all {
					do(desa, kader[kecamatan], &t)
				}
				report(b, t)
			}
		}
	}
	b.Run("greedy", each(greedy))
	b.Run("kecamatan", each(func(desa []village, _ int, t *tally) {
		var set []int
		for i := range desa {
			set = append(set, i)
		}
		t.add(desa, set)
	}))
	if _, err := exec.LookPath("gpmetis"); err == nil {
		b.Run("metis", func(b *testing.B) { each(func(desa []village, n int, t *tally) { metis(b, desa, n, t) })(b) })
	}
}
