package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// arrows says for each package which of ours it may import. A package may import
// what stands to its left: geo, planner, its rooms, data, api, cmd/binaan; and none
// beside it, such as another room. Kernels import nothing of ours.
var arrows = map[string][]string{
	"geo":                 nil,
	"geo/osm":             nil,
	"geo/vector":          nil,
	"planner/district":    nil,
	"planner/orienteer":   nil,
	"planner/heat":        {"planner", "planner/partition"},
	"planner/parcel":      nil,
	"planner/partition":   nil,
	"planner":             {"geo"},
	"planner/territory":   {"geo", "planner", "planner/district", "planner/parcel"},
	"planner/route":       {"geo", "planner", "planner/orienteer"},
	"planner/ledger":      {"geo", "planner"},
	"planner/plannertest": {"planner"},
	"data/builtin":        nil,
	"data/migrations":     nil,
	"data":                append([]string{"data/migrations"}, leftOfData...),
	"data/backup":         {"data"},
	"data/importer":       append([]string{"data"}, leftOfData...),
	"data/report":         append([]string{"data"}, leftOfData...),
	"data/job":            append([]string{"data", "data/report"}, leftOfData...),
	"data/sample":         append([]string{"data"}, leftOfData...),
	"data/datatest":       {"geo", "planner", "data", "data/builtin"},
	"api":                 append([]string{"data", "data/importer", "data/job", "data/report"}, leftOfData...),
	"web":                 nil,
	"cmd/binaan":          {"everything"},
	"cmd/faults":          {"data", "data/builtin"},
}

var leftOfData = []string{"geo", "geo/osm", "geo/vector", "planner", "planner/territory", "planner/route", "planner/ledger", "planner/heat", "planner/partition"}

// forTests are packages that only tests import.
var forTests = []string{"data/datatest", "planner/plannertest"}

// never says what a package may not import of others: pattern of the package,
// pattern of the import.
var never = []struct{ pkg, path string }{
	{`^geo`, `/pgx|/gin$|/huma/`},
	{`^geo$`, `^net/http$`},
	{`^planner/`, `h3-go|/orb|^math/rand$|^os$|^net|/pgx`},
	{`^planner$`, `/pgx|/gin$|^database/sql$|^net/http$|^os$|^math/rand$`},
	{`^data`, `/gin$|/huma/`},
	{`^api$`, `/pgx`},
	{`^web$`, `\.`},
}

// imports lists module/package and what its own files, tests apart, import.
func imports(t *testing.T) map[string][]string {
	t.Helper()
	cmd := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "./...")
	cmd.Dir = "../.."
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	found := map[string][]string{}
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		words := strings.Fields(line)
		found[strings.TrimPrefix(words[0], "binaan/")] = words[1:]
	}
	return found
}

func TestPackagesImportOnlyToTheLeft(t *testing.T) {
	found := imports(t)
	for pkg := range arrows {
		if _, exists := found[pkg]; !exists {
			t.Errorf("%s is in the table and not in the house", pkg)
		}
	}
	for pkg, paths := range found {
		may, placed := arrows[pkg]
		if !placed {
			t.Errorf("%s has no place in the house: add it to the table, or move it", pkg)
		}
		for _, path := range paths {
			ours, is := strings.CutPrefix(path, "binaan/")
			if is && !slices.Contains(may, ours) && !slices.Contains(may, "everything") {
				t.Errorf("%s imports %s", pkg, ours)
			}
			if slices.Contains(forTests, ours) {
				t.Errorf("%s imports %s outside its tests", pkg, ours)
			}
			for _, rule := range never {
				if regexp.MustCompile(rule.pkg).MatchString(pkg) && regexp.MustCompile(rule.path).MatchString(path) {
					t.Errorf("%s imports %s", pkg, path)
				}
			}
		}
	}
}

// h3-go's list of versions is incomplete: whatever asks for the latest gets
// v4.1.0, whose functions return no error. excelize v2.11.1 cannot be had.
func TestPinsHold(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	for module, version := range map[string]string{
		"github.com/uber/h3-go/v4":         "v4.4.1",
		"github.com/xuri/excelize/v2":      "v2.11.0",
		"github.com/riverqueue/river":      "v0.51.1",
		"github.com/jackc/pgx/v5":          "v5.12.0",
		"github.com/danielgtaylor/huma/v2": "v2.37.2",
		"modernc.org/sqlite":               "v1.62.0",
	} {
		if !regexp.MustCompile(`(?m)^\s*(require )?` + regexp.QuoteMeta(fmt.Sprintf("%s %s", module, version)) + `\b`).Match(text) {
			t.Errorf("go.mod does not pin %s %s", module, version)
		}
	}
}
