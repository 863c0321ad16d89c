package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// What is shipped without a word of its licence is shipped without leave. Made
// anew by "npm --prefix web run notice".
func TestNoticeNamesAllThatIsShipped(t *testing.T) {
	text, err := os.ReadFile("../../NOTICE")
	if err != nil {
		t.Fatal(err)
	}
	if licence, err := os.ReadFile("../../LICENSE"); err != nil || len(licence) < 500 {
		t.Errorf("the licence of Binaan itself: %d letters, %v", len(licence), err)
	}
	named := map[string]bool{}
	for line := range strings.Lines(string(text)) {
		named[strings.TrimSpace(line)] = true
	}
	out, err := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}{{end}}{{end}}", "binaan/cmd/binaan").Output()
	if err != nil {
		t.Fatal(err)
	}
	for module := range strings.Lines(string(out)) {
		if module = strings.TrimSpace(module); module != "" && !named[module] {
			t.Errorf("module %s is not in NOTICE", module)
		}
	}
	var lock struct {
		Packages map[string]struct {
			Version       string
			Dev, Optional bool
		}
	}
	if text, err = os.ReadFile("../../web/package-lock.json"); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &lock); err != nil {
		t.Fatal(err)
	}
	for path, p := range lock.Packages {
		name := regexp.MustCompile(`.*node_modules/`).ReplaceAllString(path, "")
		if path != "" && !p.Dev && !p.Optional && !named[name+" "+p.Version] {
			t.Errorf("package %s %s is not in NOTICE", name, p.Version)
		}
	}
}
