package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"binaan/planner/district"
)

func territoryFolder(t *testing.T) string {
	t.Helper()
	folder := filepath.Join("..", "..", "..", "shared", "bench", "territory")
	if _, err := os.Stat(folder); err != nil {
		t.Skip("no shared benchmark: ", err)
	}
	return folder
}

// verdict is what hexeval.py says of a file of parts.
type verdict struct {
	Parts        int
	InBand       int     `json:"in_band"`
	Disconnected int     `json:"disconnected_parts"`
	Spanning     int     `json:"parts_spanning_kecamatan"`
	UnassignedKK int     `json:"unassigned_KK"`
	Inertia      float64 `json:"moi_cell_KKkm2"`
}

func hexeval(t *testing.T, folder, name, parts string) verdict {
	t.Helper()
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no python3 for the referee")
	}
	out, err := exec.Command(python, filepath.Join(folder, "hexeval.py"), filepath.Join(folder, name+".json"), parts).Output()
	if err != nil {
		t.Fatalf("hexeval on %s: %v", name, err)
	}
	var v verdict
	if err := json.Unmarshal(out, &v); err != nil {
		t.Fatalf("hexeval on %s: %v", name, err)
	}
	return v
}

// wantReason is a reason that territory.md, section 8, expects.
type wantReason struct {
	Code   district.Code
	Zone   int
	Weight int64
	Parts  int // parts that work there
}

func TestInfeasibleGridsSayWhyAndKeepTheRest(t *testing.T) {
	heavy := []wantReason{
		{district.CellOverBand, 0, 1180, 0}, {district.CellOverBand, 0, 575, 0}, {district.CellOverBand, 1, 640, 0},
	}
	islands := []wantReason{
		{district.ComponentUnderBand, 0, 424, 0}, {district.ComponentUnderBand, 2, 253, 0}, {district.ComponentUnderBand, 1, 96, 0},
	}
	for _, c := range []struct {
		name   string
		nested bool
		want   []wantReason
		parts  []int // parts made, fewest and most
		left   int64 // KK in no part
	}{
		{"devheavy", false, heavy, []int{18, 21}, 2395},
		{"devheavy", true, append(slices.Clone(heavy),
			wantReason{district.NoIntegerCount, 0, 3578, 9}, wantReason{district.NoIntegerCount, 3, 1670, 3}), []int{18, 19}, 2415},
		{"devisland", false, islands, []int{15, 18}, 773},
		{"devisland", true, islands, []int{16, 18}, 773},
	} {
		t.Run(c.name+map[bool]string{true: " nested"}[c.nested], func(t *testing.T) {
			in, err := readTerritory(filepath.Join(territoryFolder(t), c.name+".json"), c.nested, "inertia")
			if err != nil {
				t.Fatal(err)
			}
			plan, err := district.Cover(in.problem, district.Options{Seed: 1, Iterations: 8_000_000})
			if err != nil {
				t.Fatal(err)
			}
			checkReasons(t, plan.Reasons, c.want)
			checkParts(t, in.problem, plan, c.parts, c.left)
		})
	}
}

func checkReasons(t *testing.T, reasons []district.Reason, want []wantReason) {
	t.Helper()
	var got []wantReason
	for _, r := range reasons {
		got = append(got, wantReason{r.Code, r.Zone, r.Weight, r.Repair.Parts})
	}
	if len(got) != len(want) {
		t.Errorf("reasons %v, want %v", got, want)
	}
	for _, w := range want {
		if !slices.Contains(got, w) {
			t.Errorf("reasons %v lack %v", got, w)
		}
	}
}

func checkParts(t *testing.T, p district.Problem, plan district.Plan, parts []int, left int64) {
	t.Helper()
	weight := make([]int64, plan.Parts)
	for i, q := range plan.Part {
		if q < 0 {
			left -= p.Weight[i]
		} else {
			weight[q] += p.Weight[i]
		}
	}
	made := 0
	for q, w := range weight {
		if w > 0 {
			made++
		}
		if w > 0 && (w < p.Lower || w > p.Upper) {
			t.Errorf("part %d weighs %d", q, w)
		}
	}
	if left != 0 || made < parts[0] || made > parts[1] {
		t.Errorf("%d parts, %d KK too few left over", made, left)
	}
}

func TestBenchTerritoryIsConfirmedByTheReferee(t *testing.T) {
	folder := territoryFolder(t)
	for _, name := range []string{"dev6", "devisland"} {
		dir := t.TempDir()
		var table, log bytes.Buffer
		b := territoryBench{nested: true, objective: "inertia", seconds: 1, seed: 1, out: dir, svg: true}
		err := b.run(t.Context(), []string{filepath.Join(folder, name+".json")}, &table, &log)
		if name == "devisland" && !errors.Is(err, errInfeasible) || name == "dev6" && err != nil {
			t.Errorf("%s: %v", name, err)
		}
		row := strings.Split(strings.TrimSpace(table.String()), "\t")
		if len(row) != 6 || row[0] != name {
			t.Fatalf("row %q", table.String())
		}
		got, _ := strconv.ParseFloat(row[1], 64)
		v := hexeval(t, folder, name, filepath.Join(dir, name+".parts"))
		if math.Abs(got-v.Inertia) > 0.06 || v.InBand != v.Parts || v.Disconnected+v.Spanning > 0 {
			t.Errorf("%s: row %q, referee %+v", name, table.String(), v)
		}
		if name == "devisland" && v.UnassignedKK != 773 {
			t.Errorf("%d KK left over", v.UnassignedKK)
		}
		picture, err := os.ReadFile(filepath.Join(dir, name+".svg"))
		if err != nil {
			t.Fatal(err)
		}
		labels, red := strings.Count(string(picture), "<text"), strings.Contains(string(picture), leftOver)
		if labels != v.Parts || red != (v.UnassignedKK > 0) {
			t.Errorf("%s: picture with %d labels, left over shown: %v", name, labels, red)
		}
	}
}

func TestDev6IsProvenOptimal(t *testing.T) {
	in, err := readTerritory(filepath.Join(territoryFolder(t), "dev6.json"), false, "inertia")
	if err != nil {
		t.Fatal(err)
	}
	plan, err := district.Cover(in.problem, district.Options{Seed: 1, Iterations: 60_000_000, Prove: 0.8})
	if err != nil {
		t.Fatal(err)
	}
	if err := district.CheckBound(in.problem, *plan.Bound); err != nil {
		t.Error(err)
	}
	if plan.Status != district.Optimal {
		t.Errorf("%s: inertia %.2f, bound %.2f", plan.Status, plan.Terms.Inertia/in.unit, plan.Bound.Inertia/in.unit)
	}
}
