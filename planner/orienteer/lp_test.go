package orienteer

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
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
		fmt.Fprintf(&goal, " + %g x%d", col.gain, c)
		for _, e := range col.rows {
			fmt.Fprintf(&rows[e.row], " + %g x%d", e.by, c)
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
