package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"binaan/data/datatest"
	"binaan/data/report"
)

func TestEvaluateWritesWhatIsAskedFor(t *testing.T) {
	run := onVillage(t)
	month := datatest.Today().Month().First().AddMonths(-1).Month().String()
	path := filepath.Join(t.TempDir(), "evaluasi")
	for format, begins := range map[string]string{"json": "{", "xlsx": "PK", "pdf": "%PDF-"} {
		if out, err := run("evaluate", "--period", month, "--format", format, "--out", path); err != nil {
			t.Fatalf("%s: %v\n%s", format, err, out)
		}
		text, err := os.ReadFile(path)
		if err != nil || len(text) < len(begins) || string(text[:len(begins)]) != begins {
			t.Errorf("%s begins with %q: %v", format, text[:min(len(text), 9)], err)
		}
		if about, err := os.Stat(path); err != nil || about.Mode().Perm() != 0o600 {
			t.Errorf("%s can be read by others: %v", format, err)
		}
		if format != "json" {
			continue
		}
		var e report.Pack
		if err := json.Unmarshal(text, &e); err != nil || e.Period.Text != month || len(e.Kader) != 2 || e.Total.Visits != 0 {
			t.Errorf("evaluation %+v: %v", e, err)
		}
	}
	for _, wrong := range [][]string{{"--period", "2026-13"}, {"--period", month, "--format", "doc"}} {
		if _, err := run(append([]string{"evaluate", "--out", path}, wrong...)...); exitStatus(err) != exitUsage {
			t.Errorf("%v: %v", wrong, err)
		}
	}
}
