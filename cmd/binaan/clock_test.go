package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"binaan/data/datatest"
)

// wallClock lists who may read the clock on the wall, each for a reason that the
// pretended time of a drill would spoil. Everybody else asks the store's clock, and
// SQL asks moment().
var wallClock = map[string]string{
	"data/clock.go":              "moves it",
	"data/datatest/clock.go":     "a process's tests have one clock",
	"data/builtin/":              "waits for processes",
	"data/job/unit.go":           "budget of seconds",
	"data/job/life.go":           "the queue's own time",
	"data/job/hands.go":          "the queue's own time",
	"data/turn.go":               "the queue's own time",
	"data/import.go":             "how long a transaction has run",
	"data/importer/watch.go":     "stopwatch",
	"data/life.go":               "how long a connection was not looked at",
	"api/health.go":              "stopwatch",
	"api/import.go":              "stopwatch",
	"api/frontier.go":            "budget of seconds",
	"api/plan.go":                "half seconds that all watchers share",
	"cmd/binaan/bench_":          "budget of seconds",
	"cmd/binaan/progress.go":     "stopwatch",
	"cmd/binaan/uploads.go":      "age of a folder on the disk",
	"cmd/faults/":                "waits for processes",
	"cmd/binaan/demo_prepare.go": "stopwatch",
}

var sqlClock = regexp.MustCompile(`(?i)\bnow\(\)|\bcurrent_(date|time|timestamp)\b|\b(clock|statement|transaction)_timestamp\(`)

func TestOnlyStopwatchesReadTheClockOnTheWall(t *testing.T) {
	read := map[string]bool{}
	for _, path := range sources(t) {
		if !readsWall(t, path) {
			continue
		}
		place := strings.TrimPrefix(filepath.ToSlash(path), "../../")
		reason := ""
		for listed, why := range wallClock {
			if strings.HasPrefix(place, listed) {
				reason, read[listed] = why, true
			}
		}
		if reason == "" {
			t.Errorf("%s reads the clock on the wall: ask the store's Now, or in SQL moment()", place)
		}
	}
	for listed := range wallClock {
		if !read[listed] {
			t.Errorf("%s no longer reads the clock on the wall: strike it off the list", listed)
		}
	}
}

// sources are the Go files of all packages but their tests.
func sources(t *testing.T) (paths []string) {
	t.Helper()
	for _, top := range []string{"api", "cmd", "data", "geo", "planner"} {
		err := filepath.WalkDir(filepath.Join("..", "..", top), func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() && strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") {
				paths = append(paths, path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return paths
}

// readsWall tells whether a file calls time.Now, time.Since or time.Until, or
// holds SQL that asks PostgreSQL's clock.
func readsWall(t *testing.T, path string) (reads bool) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			pkg, ok := n.X.(*ast.Ident)
			reads = reads || ok && pkg.Name == "time" && slices.Contains([]string{"Now", "Since", "Until"}, n.Sel.Name)
		case *ast.BasicLit:
			reads = reads || n.Kind == token.STRING && sqlClock.MatchString(n.Value)
		}
		return true
	})
	return reads
}

func TestCommandsTakeAnotherDayForThePresent(t *testing.T) {
	households := func(flag, value string) string {
		dir := t.TempDir()
		if out, err := binaan(t, "sample", "--households", "1000", flag, value, "--out", dir); err != nil {
			t.Fatalf("%s: %v", out, err)
		}
		text, err := os.ReadFile(filepath.Join(dir, "households.csv"))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	if households("--now", "2028-02-29T23:30:00+07:00") != households("--as-of", "2028-02-29") {
		t.Error("a sample made on 29 February 2028 is not as of that day")
	}

	run := onVillage(t)
	out, err := run("plan", "territories", "--iterations", "1000", "--publish", datatest.Today().String(), "--now", "2099-01-01T00:00:00+07:00")
	if exitStatus(err) != exitUsage || !strings.Contains(err.Error(), "past") {
		t.Errorf("publishing %v at the end of the century: %v\n%s", datatest.Today(), err, out)
	}
}
