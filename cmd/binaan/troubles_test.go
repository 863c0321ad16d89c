package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// What the kader's guide says is held by a test of the pages or by a walk is held by one
// of that name, and none of the troubles of other phones is left out.
func TestEveryPromiseThatTheKadersGuideNamesExists(t *testing.T) {
	var there strings.Builder
	for _, pattern := range []string{"e2e/*.mjs", "src/*/*.test.ts", "src/*/*/*.test.ts"} {
		paths, err := filepath.Glob("../../web/" + pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			source, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			there.Write(source)
		}
	}
	text, err := os.ReadFile("../../docs/kader.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(text), "\n### What is known to break such apps")
	named := 0
	for _, one := range regexp.MustCompile(`"([^"]+)"`).FindAllStringSubmatch(table, -1) {
		if strings.Count(one[1], " ") < 3 {
			continue // a word that the phone says
		}
		named++
		if !strings.Contains(there.String(), one[1]) {
			t.Errorf("docs/kader.md names %q, which there is not", one[1])
		}
	}
	if named < 20 {
		t.Errorf("docs/kader.md names %d promises", named)
	}
	for n := 1; n <= 17; n++ {
		if row := fmt.Sprintf("\n| %d | ", n); strings.Count(table, row) != 1 {
			t.Errorf("docs/kader.md has %d rows for trouble %d", strings.Count(table, row), n)
		}
	}
}

// What the guides of ledger and dashboard say is held by a test is held by one that
// there is, and none of the troubles that others had is left out.
func TestEveryTestThatGuidesNameExists(t *testing.T) {
	there := map[string]bool{}
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "web" || strings.HasPrefix(d.Name(), ".") && len(d.Name()) > 2):
			return fs.SkipDir
		case !strings.HasSuffix(path, "_test.go"):
			return nil
		}
		source, err := os.ReadFile(path)
		for _, name := range regexp.MustCompile(`(?m)^func (Test\w+)\(`).FindAllSubmatch(source, -1) {
			there[string(name[1])] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, guide := range []struct {
		file, letter string
		troubles     int
	}{{"ledger", "P", 20}, {"dashboard", "D", 22}} {
		text, err := os.ReadFile("../../docs/" + guide.file + ".md")
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range regexp.MustCompile("`(Test\\w+)`").FindAllStringSubmatch(string(text), -1) {
			if !there[one[1]] {
				t.Errorf("docs/%s.md names %s, which there is not", guide.file, one[1])
			}
		}
		for n := 1; n <= guide.troubles; n++ {
			if row := fmt.Sprintf("\n| %s%d | ", guide.letter, n); strings.Count(string(text), row) != 1 {
				t.Errorf("docs/%s.md has %d rows for trouble %s%d", guide.file, strings.Count(string(text), row), guide.letter, n)
			}
		}
	}
}
