package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"binaan/data/datatest"
)

// onBranch makes an empty branch and returns a way to import files into it.
func onBranch(t *testing.T) func(args ...string) (string, error) {
	t.Helper()
	store, _ := datatest.NewBranch(t)
	run := on(t, store)
	return func(args ...string) (string, error) { return run(append([]string{"import"}, args...)...) }
}

func TestImportGivesAnAccountOfEveryRow(t *testing.T) {
	dir := t.TempDir()
	if out, err := binaan(t, "sample", "--households", "1000", "--out", dir); err != nil {
		t.Fatalf("%s: %v", out, err)
	}
	run := onBranch(t)
	for _, file := range []struct{ kind, name string }{{"areas", "areas.geojson"}, {"kader", "kader.csv"}} {
		if out, err := run(file.kind, filepath.Join(dir, file.name)); err != nil {
			t.Fatalf("%s: %v", out, err)
		}
	}
	households := filepath.Join(dir, "households.csv")
	f, err := os.OpenFile(households, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString("=1+1,,Contoh,,1,3\n"); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	asOf := "--as-of=" + datatest.Today().String()
	for _, step := range []struct{ flag, want string }{
		{"--dry-run", "1001 rows = 1000 accepted + 0 updated + 0 unchanged + 0 duplicate + 1 rejected (dry run"},
		{asOf, "1001 rows = 1000 accepted"},
		{asOf, "1001 rows = 0 accepted + 0 updated + 1000 unchanged"},
	} {
		out, err := run("households", households, step.flag)
		if err != nil || !strings.Contains(out, step.want) {
			t.Errorf("%s: %v: no %q in\n%s", step.flag, err, step.want, out)
		}
	}
	listed, err := os.ReadFile(households + ".ditolak.csv")
	if err != nil || !strings.HasPrefix(string(listed), "no_kk,") || !strings.Contains(string(listed), "'=1+1,") || !strings.Contains(string(listed), ",1002\n") {
		t.Errorf("%v: refused rows are\n%s", err, listed)
	}
	out, err := run("households", households, "--as-of", (datatest.Today() - 22).String())
	if exitStatus(err) != exitFailed || !strings.Contains(out, "lebih lama") {
		t.Errorf("an older file: %v\n%s", err, out)
	}
}

func TestImportOfWhatIsNoFileIsWrongUsage(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.csv")
	if err := os.WriteFile(path, []byte("a\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"streets", path}, {"kader", path + "x"}, {"kader", path, "--as-of", "besok"}, {"kader", path, "--map", path}, {"kader"},
		{"undo"}, {"undo", "satu"},
	} {
		if out, err := binaan(t, append(append([]string{"import"}, args...), "--branch", "9901")...); exitStatus(err) != exitUsage {
			t.Errorf("import %v: %v\n%s", args, err, out)
		}
	}
}

func TestAFileOfPaymentsIsReportedRowByRow(t *testing.T) {
	run := onBranch(t)
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	report := filepath.Join(dir, "laporan.csv")
	file := write("bayar.csv", "no_kk,tanggal,jumlah,kanal,no_ref\n9901010611990001,2026-11-02,35000,PPOB,R1\n9901010611990001,2026-11-02,x,PPOB,R2\n")
	if out, err := run("payments", file, "--report", report); err != nil {
		t.Fatalf("%s: %v", out, err)
	}
	text, err := os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	if len(lines) != 3 || lines[0] != "line,ref,verdict,no_kk,reason" || !strings.HasPrefix(lines[1], "2,R1,review,9901010611990001,") || !strings.HasPrefix(lines[2], "3,R2,rejected,") {
		t.Errorf("report:\n%s", text)
	}
	if _, err := run("kader", file, "--report", report); exitStatus(err) != exitUsage {
		t.Errorf("a report of kader: %v", err)
	}
}
