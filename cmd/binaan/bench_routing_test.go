package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"binaan/planner/orienteer"
)

// routingSamples are public instances, one or two of each family.
var routingSamples = []struct {
	family, file string
	paths        int
	least        int64 // what the iterations of the test reach at least
}{
	{"top", "top/p1.4.p.txt", 0, 175},
	{"top", "top/p4.2.d.txt", 0, 520},
	{"top", "top/p6.3.n.txt", 0, 1150},
	{"toptw", "toptw/c101.txt", 1, 320},
	{"toptw", "toptw/rc104.txt", 2, 550},
	{"toptw", "toptw/pr01.txt", 3, 600},
	{"mctopmtw", "mctopmtw/MCTOPMTW-1-c101.txt", 0, 320},
	{"mctopmtw", "mctopmtw/MCTOPMTW-3-r105.txt", 0, 600},
	{"oplib", "oplib/att48-gen1-50.oplib", 0, 31},
	{"oplib", "oplib/gr48-gen3-50.oplib", 0, 1470},
	{"oplib", "oplib/gr96-gen3-50.oplib", 0, 2900},
}

func routingFolder(t *testing.T) string {
	t.Helper()
	folder := filepath.Join("..", "..", "..", "shared", "bench", "routing")
	if _, err := os.Stat(folder); err != nil {
		t.Skip("public instances are not here:", err)
	}
	return folder
}

// referee asks routeval.py for the objective of written routes.
func referee(t *testing.T, folder, family string, paths int, instance, routes string) int64 {
	t.Helper()
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no python3 for the referee")
	}
	args := []string{filepath.Join(folder, "routeval.py"), "--family", family}
	if paths > 0 {
		args = append(args, "--paths", strconv.Itoa(paths))
	}
	out, err := exec.Command(python, append(args, instance, routes)...).CombinedOutput()
	words := strings.Fields(string(out))
	if err != nil || len(words) != 3 || words[2] != "feasible" {
		t.Fatalf("referee on %s: %v: %s", instance, err, out)
	}
	value, err := strconv.ParseInt(words[1], 10, 64)
	if err != nil {
		t.Fatalf("referee on %s: %s", instance, out)
	}
	return value
}

func TestRefereeAcceptsRoutesOfEveryFamily(t *testing.T) {
	folder := routingFolder(t)
	for _, s := range routingSamples {
		t.Run(s.family+"/"+filepath.Base(s.file), func(t *testing.T) {
			file := filepath.Join(folder, s.file)
			in, err := routingReader(s.family)(file, s.paths)
			if err != nil {
				t.Fatal(err)
			}
			if err := in.problem.Valid(); err != nil {
				t.Fatal(err)
			}
			plan, err := orienteer.Solve(in.problem, orienteer.Options{Seed: 1, Iterations: 4000})
			if err != nil {
				t.Fatal(err)
			}
			routes := filepath.Join(t.TempDir(), "x.routes")
			if err := in.write(routes, plan); err != nil {
				t.Fatal(err)
			}
			row := in.row("x", plan)
			if got := referee(t, folder, s.family, s.paths, file, routes); got != row.objective {
				t.Errorf("objective %d, the referee says %d", row.objective, got)
			}
			if row.objective < s.least {
				t.Errorf("objective %d, want %d at least", row.objective, s.least)
			}
		})
	}
}

// triangle is a TOP instance whose optimum is plain: the limit allows one of the
// two dear points, and the cheap one beside it.
const triangle = "n 5\nm 1\ntmax 8.5\n0 0 0\n4 0 10\n0 4 9\n4 0.2 1\n0 0 0\n"

func TestBenchRoutingReportsARowAndWritesRoutes(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "tiny.txt")
	if err := os.WriteFile(file, []byte(triangle), 0o644); err != nil {
		t.Fatal(err)
	}
	var out, progress bytes.Buffer
	cmd := root()
	cmd.SetOut(&out)
	cmd.SetErr(&progress)
	cmd.SetArgs([]string{"bench", "routing", "--family", "top", "--seconds", "0.05", "--out", folder, file})
	if err := cmd.Execute(); err != nil {
		t.Fatal(err)
	}
	columns := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\t")
	if len(columns) != 6 || columns[0] != "tiny" || columns[1] != "11" {
		t.Fatalf("row %q, want tiny with 11 and six columns", columns)
	}
	text, err := os.ReadFile(filepath.Join(folder, "tiny.routes"))
	if err != nil {
		t.Fatal(err)
	}
	if got := string(text); got != "0 1 3 4\n" && got != "0 3 1 4\n" {
		t.Errorf("routes %q, want points 1 and 3 from 0 to 4", got)
	}
}

func TestBenchRoutingRefusesWrongUsage(t *testing.T) {
	file := filepath.Join(t.TempDir(), "tiny.txt")
	if err := os.WriteFile(file, []byte(triangle), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		args []string
		want int
	}{
		"no file":        {[]string{"--family", "top"}, exitUsage},
		"no family":      {[]string{file}, exitUsage},
		"other family":   {[]string{"--family", "vrp", file}, exitUsage},
		"toptw no paths": {[]string{"--family", "toptw", file}, exitUsage},
		"no time":        {[]string{"--family", "top", "--seconds", "0", file}, exitUsage},
		"other paths":    {[]string{"--family", "top", "--paths", "3", file}, exitUsage},
		"absent file":    {[]string{"--family", "top", file + "x"}, exitFailed},
		"other form":     {[]string{"--family", "oplib", file}, exitFailed},
	} {
		t.Run(name, func(t *testing.T) {
			cmd := root()
			cmd.SetOut(&bytes.Buffer{})
			cmd.SetErr(&bytes.Buffer{})
			cmd.SetArgs(append([]string{"bench", "routing", "--out", t.TempDir()}, test.args...))
			if got := exitStatus(cmd.Execute()); got != test.want {
				t.Errorf("exit status %d, want %d", got, test.want)
			}
		})
	}
}

func TestDistancesAreCutNotRounded(t *testing.T) {
	at := [][2]int64{{0, 0}, {1 * ticksPerUnit, 1 * ticksPerUnit}, {3 * ticksPerUnit, 4 * ticksPerUnit}}
	for _, test := range []struct {
		places, p, q int
		want         string
	}{
		{1, 0, 1, "1.4000"}, {2, 0, 1, "1.4100"}, {1, 0, 2, "5.0000"}, {2, 2, 0, "5.0000"}, {1, 1, 2, "3.6000"},
	} {
		d := flooredDistances(at, test.places)[test.p][test.q]
		if got := fmt.Sprintf("%d.%04d", d/ticksPerUnit, d%ticksPerUnit); got != test.want {
			t.Errorf("distance %d to %d with %d places is %s, want %s", test.p, test.q, test.places, got, test.want)
		}
	}
}

func TestDecimalsAreExact(t *testing.T) {
	got, err := decimals([]string{"-29.730", "163.25", "5", "-0.5", ".5"}, ticks)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []int64{-297300, 1632500, 50000, -5000, 5000} {
		if got[i] != want {
			t.Errorf("number %d is %d, want %d", i, got[i], want)
		}
	}
	if _, err := decimals([]string{"0.00001"}, ticks); err == nil {
		t.Error("a fifth decimal place was dropped in silence")
	}
}

// A budget of processor time is kept by what the process used, whatever others do.
func TestBenchCountsProcessorTime(t *testing.T) {
	folder, dir := routingFolder(t), t.TempDir()
	out, err := binaan(t, "bench", "routing", "--family", "top", "--seconds", "0.2", "--processor-time", "--out", dir, filepath.Join(folder, "top", "p1.4.p.txt"))
	words := strings.Split(strings.TrimSpace(out), "\t")
	if err != nil || len(words) != 6 {
		t.Fatalf("%v: %s", err, out)
	}
	if got := referee(t, folder, "top", 0, filepath.Join(folder, "top", "p1.4.p.txt"), filepath.Join(dir, "p1.4.p.routes")); strconv.FormatInt(got, 10) != words[1] {
		t.Errorf("the referee finds %d, the row says %s", got, words[1])
	}
	if used := (stopwatch{processor: true}).start(); used() < 0 || processorTime() <= 0 {
		t.Error("no processor time is counted")
	}
}
