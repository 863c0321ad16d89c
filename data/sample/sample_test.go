package sample_test

import (
	"crypto/sha256"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"binaan/data/sample"
	"binaan/planner"
)

var asOf = planner.Day(20780)

func TestSameOptionsGiveTheSameFiles(t *testing.T) {
	a, b := t.TempDir(), t.TempDir()
	for _, dir := range []string{a, b} {
		if err := sample.Write(dir, sample.Options{Households: 3000, Seed: 7, AsOf: asOf}); err != nil {
			t.Fatal(err)
		}
	}
	for _, file := range []string{sample.AreasFile, sample.KaderFile, sample.HouseholdsFile, sample.VisitsFile, sample.PaymentsFile} {
		if digest(t, filepath.Join(a, file)) != digest(t, filepath.Join(b, file)) {
			t.Errorf("%s differs between two runs", file)
		}
	}
}

func TestWholeBranchHasThePublishedSizes(t *testing.T) {
	dir := t.TempDir()
	if err := sample.Write(dir, sample.Options{Seed: 1, AsOf: asOf}); err != nil {
		t.Fatal(err)
	}
	households := read(t, filepath.Join(dir, sample.HouseholdsFile))
	if got := len(households); got != sample.PublishedHouseholds {
		t.Errorf("households: got %d, want %d", got, sample.PublishedHouseholds)
	}
	if got := len(read(t, filepath.Join(dir, sample.KaderFile))); got != 41 {
		t.Errorf("kader: got %d, want 41", got)
	}
	eligible, kecamatan, desa, kk := 0, map[string]int{}, map[string]bool{}, map[string]bool{}
	for _, h := range households {
		desa[h["kd_desa"]] = true
		kk[h["no_kk"]] = true
		if !strings.HasPrefix(h["no_kk"], "99") || !strings.HasPrefix(h["nik_kepala"], "99") || !strings.HasPrefix(h["kd_desa"], "99") {
			t.Fatalf("household outside the synthetic range: %v", h)
		}
		if len(h["bulan_tunggakan"]) == 2 && h["bulan_tunggakan"] >= "12" {
			eligible++
			kecamatan[h["kd_desa"][:8]]++
		}
	}
	if len(desa) != 900 || len(kecamatan) != 79 || len(kk) != len(households) {
		t.Errorf("got %d desa, %d kecamatan, %d KK numbers; want 900, 79, %d", len(desa), len(kecamatan), len(kk), len(households))
	}
	if eligible < 60_000 || eligible > 70_000 {
		t.Errorf("eligible: got %d, want about 65,000", eligible)
	}
	for code, n := range kecamatan {
		if n < 120 || n > 2800 {
			t.Errorf("kecamatan %s: %d eligible households, want 150 to 2,500 or nearly so", code, n)
		}
	}
}

func TestRefusesTooSmallASample(t *testing.T) {
	if err := sample.Write(t.TempDir(), sample.Options{Households: 10, AsOf: asOf}); err == nil {
		t.Error("10 households were taken for a branch")
	}
}

func digest(t *testing.T, file string) [32]byte {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return sha256.Sum256(text)
}

func read(t *testing.T, file string) []map[string]string {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, name := range rows[0] {
			m[name] = row[i]
		}
		out = append(out, m)
	}
	return out
}
