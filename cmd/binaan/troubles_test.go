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
