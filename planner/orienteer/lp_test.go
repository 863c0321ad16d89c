package orienteer

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// glpk is the optimum that Debian's glpsol finds, or skips the test.
func glpk(t *testing.T, limit []float64, columns []column) float64 {
	t.Helper()
	bin, err := exec.LookPath("glpsol")
	if err != nil {
		t.Skip("no glpsol")
	}
	rows := make([]strings.Builder, len(limit))
	var goal strings.Builder
	for c, col := range columns {
		fmt.Fprintf(&goal, " %+f x%d\n", col.gain, c)
		for _, e := range col.rows {
			fmt.Fprintf(&rows[e.row], " %+f x%d\n", e.by, c)
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "Maximize\n z:%s\nSubject To\n", goal.String())
	for r := range rows {
		if rows[r].Len() > 0 {
			fmt.Fprintf(&b, " r%d:%s <= %g\n", r, rows[r].String(), limit[r])
		}
	}
	b.WriteString("End\n")
	dir := t.TempDir()
	in, out := filepath.Join(dir, "p.lp"), filepath.Join(dir, "p.txt")
	if err := os.WriteFile(in, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	if msg, err := exec.Command(bin, "--lp", in, "-o", out).CombinedOutput(); err != nil {
		t.Fatalf("glpsol: %v\n%s", err, msg)
	}
	text, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`z = (\S+) \(MAXimum\)`).FindSubmatch(text)
	if m == nil {
		t.Fatalf("no objective in\n%s", text)
	}
	z, err := strconv.ParseFloat(string(m[1]), 64)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// packing is a random set packing programme of routes over days.
func randomPacking(r *rand.Rand, days, nodes, columns int) ([]float64, []column) {
	limit := make([]float64, days+nodes)
	for k := range limit {
		limit[k] = float64(1 + r.IntN(2)*r.IntN(2))
	}
	var cols []column
	for range columns {
		c := column{rows: []entry{{r.IntN(days), 1}}}
		for _, i := range r.Perm(nodes)[:1+r.IntN(min(8, nodes))] {
			c.rows = append(c.rows, entry{days + i, 1})
			c.gain += float64(1000 + r.IntN(100000))
		}
		cols = append(cols, c)
	}
	return limit, cols
}

func TestLinearProgrammeAgreesWithGLPK(t *testing.T) {
	for seed := range uint64(12) {
		r := rand.New(rand.NewPCG(seed, 3))
		limit, columns := randomPacking(r, 1+r.IntN(10), 5+r.IntN(80), 10+r.IntN(800))
		want := glpk(t, limit, columns)
		p := newProgram(limit)
		got := 0.0
		for at, c := range columns {
			p.add(c)
			if at%200 == 199 || at == len(columns)-1 {
				got = p.solve(100000)
			}
		}
		if math.Abs(got-want) > 1e-4*want {
			t.Errorf("seed %d: %f, glpsol %f", seed, got, want)
		}
		bound := 0.0
		for k, y := range p.dual {
			bound += y * limit[k]
			if y < -1e-3 {
				t.Errorf("seed %d: dual %d is %f", seed, k, y)
			}
		}
		for c := range columns {
			if g := p.reduced(c); g > 1e-3 {
				t.Errorf("seed %d: column %d could gain %f", seed, c, g)
			}
		}
		if math.Abs(bound-want) > 1e-4*want {
			t.Errorf("seed %d: duals add up to %f, glpsol %f", seed, bound, want)
		}
	}
}

// TestLinearProgrammeOfManyLikeRoutesIsSolved holds that a programme as degenerate
// as a month's, with columns that keep duals in a box, comes to its optimum and
// never loses on the way.
func TestLinearProgrammeOfManyLikeRoutesIsSolved(t *testing.T) {
	const days, nodes = 12, 120
	r := rand.New(rand.NewPCG(1, 13))
	prize := make([]float64, nodes)
	limit := slices.Repeat([]float64{1}, days+nodes)
	for i := range prize {
		prize[i] = float64(80_000 + r.IntN(9000))
	}
	var columns []column
	for i := range nodes {
		columns = append(columns, column{gain: -95_000, rows: []entry{{days + i, -1}}}, column{gain: 20_000, rows: []entry{{days + i, 1}}})
	}
	for range 2500 {
		d := r.IntN(days)
		c := column{gain: -float64(r.IntN(20_000)), rows: []entry{{d, 1}}}
		stops := []int{8 * d, 8*d + 1, 8*d + 2, 8*d + 3, 8*d + 4, 8*d + 5, 8*d + 6, 8*d + 7}
		for range r.IntN(4) {
			if i := r.IntN(nodes); !slices.Contains(stops, i) {
				stops[r.IntN(8)] = i
			}
		}
		for _, i := range stops {
			c.rows = append(c.rows, entry{days + i, 1})
			c.gain += prize[i]
		}
		columns = append(columns, c)
	}
	p := newProgram(limit)
	last := 0.0
	for at, c := range columns {
		p.add(c)
		if at%250 != 249 {
			continue
		}
		now := p.solve(20_000)
		if now < last*(1-1e-9) {
			t.Errorf("%d columns: %f after %f", at+1, now, last)
		}
		last = now
	}
	got, want := p.solve(20_000), glpk(t, limit, columns)
	if math.Abs(got-want) > 1e-4*want {
		t.Errorf("optimum %f, glpsol %f", got, want)
	}
	for c := range columns {
		if g := p.reduced(c); g > 1 {
			t.Errorf("column %d could gain %f", c, g)
		}
	}
}
