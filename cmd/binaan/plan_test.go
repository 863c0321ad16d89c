package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner/territory"
)

// onVillage fills a database with a village and returns a way to run commands on it.
func onVillage(t *testing.T) func(args ...string) (string, error) {
	t.Helper()
	store, _ := datatest.NewVillage(t)
	return on(t, store)
}

// on is a way to run commands on the branch of a store.
func on(t *testing.T, store *data.Store) func(args ...string) (string, error) {
	owner := datatest.Owner(t, store)
	return func(args ...string) (string, error) {
		t.Helper()
		return binaan(t, append(args, "--branch", "9901", "--database-url", owner)...)
	}
}

func TestPlansAreMadeFromTheCommandLine(t *testing.T) {
	run := onVillage(t)
	today, later := datatest.Today().String(), (datatest.Today() + 300).String()
	drawn, months := filepath.Join(t.TempDir(), "wilayah.geojson"), filepath.Join(t.TempDir(), "rute.json")

	out, err := run("plan", "territories", "--iterations", "100000", "--weights", "split=7", "--publish", later, "--out", drawn)
	if err != nil {
		t.Fatalf("%s: %v", out, err)
	}
	weights := territory.UsualWeights
	weights.Split = 7
	for _, line := range []string{`weights +` + regexp.QuoteMeta(weights.String()), `in band +2/2`, `connected +2/2`, `inertia +\d+\.\d KK·km²`, `moved +0 KK`, `expected +Rp\S+ a month, Rp\S+ later of its visits; present value Rp\S+, at most Rp`, `no kader +\d+ eligible KK`, `in force from ` + later} {
		if !regexp.MustCompile(line).MatchString(out) {
			t.Errorf("no %q in\n%s", line, out)
		}
	}
	var file struct {
		Features    []struct{ Geometry struct{ Type string } }
		Certificate territory.Certificate
	}
	read(t, drawn, &file)
	if len(file.Features) < 2 || file.Features[0].Geometry.Type != "MultiPolygon" || file.Certificate.Count != 2 {
		t.Errorf("%d features, certificate %+v", len(file.Features), file.Certificate)
	}

	if out, err = run("plan", "territories", "--frontier"); !errors.Is(err, data.ErrNoTerritories) {
		t.Errorf("a frontier from nothing: %v\n%s", err, out)
	}
	if out, err = run("plan", "territories", "--iterations", "100000", "--publish", today); err != nil {
		t.Fatalf("%s: %v", out, err)
	}
	out, err = run("plan", "territories", "--iterations", "100000", "--frontier")
	if err != nil || !strings.Contains(out, "drawn anew") {
		t.Errorf("no frontier: %v\n%s", err, out)
	}

	out, err = run("plan", "routes", "--month", datatest.NextMonth().String(), "--seconds", "1", "--out", months)
	if err != nil {
		t.Fatalf("%s: %v", out, err)
	}
	if !strings.Contains(out, "2 kader") || strings.Count(out, "%)") < 9 {
		t.Errorf("no sum, or no comparison in\n%s", out)
	}
	var routes routesFile
	read(t, months, &routes)
	for _, m := range routes.Months {
		if m.Code != fmt.Sprint("K", m.Kader) || !regexp.MustCompile(`(?m)^ *`+m.Code+` +\d`).MatchString(out) {
			t.Errorf("kader %d goes by the code %q in\n%s", m.Kader, m.Code, out)
		}
		if a := m.Account; a.Territory <= 0 || a.Routes != m.Outlook.Cash || a.Territory+a.Since+a.Rounding+a.Number+a.Choice+a.Hour+a.Others != a.Routes {
			t.Errorf("kader %d: the month brings %v, the account leads to %+v", m.Kader, m.Outlook.Cash, a)
		}
	}
	if len(routes.Months) != 2 || len(routes.Months[0].Routes.Routes) == 0 || len(routes.Months[0].Routes.Routes[0].Stops) == 0 {
		t.Errorf("months %+v", routes.Months)
	}
}

func TestWhatIfsAreAnsweredOnTheCommandLine(t *testing.T) {
	run := onVillage(t)
	if out, err := run("plan", "what-if", "leave", "--kader", "K1"); exitStatus(err) != exitFailed || !errors.Is(err, data.ErrNotFound) {
		t.Errorf("without territories: %v\n%s", err, out)
	}
	if out, err := run("plan", "territories", "--iterations", "50000", "--publish", datatest.Today().String()); err != nil {
		t.Fatalf("%s: %v", out, err)
	}
	for question, lines := range map[string][]string{
		"leave --kader K1":                     {`moved +\d+ KK, at least \d+`, `expected +Rp\S+ a month in the branch, now Rp`, `no kader +\d+ eligible KK there`},
		"join --kecamatan 99.01.01 --name Sri": {`kecamatan +99.01.01 divided anew`, `K1 +Contoh`, `- +Sri`},
		"ill --kader K2 --days 15":             {`lost +Rp\S+ expected in 15 days`, `nearest +kader K1 Contoh`},
		"choose --places 1 --candidate Sri:99.01.01 --candidate Budi:99.01.01:99.01.01.2001": {`1 +Sri|1 +Budi`},
	} {
		out, err := run(append([]string{"plan", "what-if"}, strings.Fields(question)...)...)
		for _, line := range lines {
			if err != nil || !regexp.MustCompile(line).MatchString(out) {
				t.Errorf("%s: %v, no %q in\n%s", question, err, line, out)
			}
		}
	}
	for _, wrong := range []string{"ill --kader K2 --days 0", "ill --kader K2 --days 367", "ill --kader K9", "leave --kader 1", "leave", "choose --places 2 --candidate Sri:99.01.01", "choose --candidate Sri", "join"} {
		if out, err := run(append([]string{"plan", "what-if"}, strings.Fields(wrong)...)...); exitStatus(err) != exitUsage {
			t.Errorf("%s: %v\n%s", wrong, err, out)
		}
	}
}

func read(t *testing.T, path string, into any) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatal(err)
	}
}

func TestRoutesOfOneKaderAreAskedForByCode(t *testing.T) {
	run := onVillage(t)
	if out, err := run("plan", "territories", "--iterations", "50000", "--publish", datatest.Today().String()); err != nil {
		t.Fatalf("%s: %v", out, err)
	}
	ask := []string{"plan", "routes", "--month", datatest.NextMonth().String(), "--seconds", "1", "--kader"}
	if out, err := run(append(ask, "K2")...); err != nil || !strings.Contains(out, "1 kader") || !regexp.MustCompile(`(?m)^ *K2 `).MatchString(out) {
		t.Errorf("%v\n%s", err, out)
	}
	for _, nobody := range []string{"2", "K3", "k2"} {
		if out, err := run(append(ask, nobody)...); exitStatus(err) != exitFailed || !errors.Is(err, territory.ErrNoSuchKader) {
			t.Errorf("kader %q: %v\n%s", nobody, err, out)
		}
	}
}

func TestRoutesWithoutTerritoriesAreAFailure(t *testing.T) {
	run := onVillage(t)
	if out, err := run("plan", "routes", "--month", datatest.NextMonth().String()); exitStatus(err) != exitFailed {
		t.Errorf("routes without territories: %v\n%s", err, out)
	}
}

func TestPlansThatMakeNoSenseAreWrongUsage(t *testing.T) {
	run := onVillage(t)
	for _, args := range [][]string{
		{"--kecamatan", "99.01.02"}, {"--kecamatan", "99.01"},
		{"--kecamatan", "99.01.02", "--frontier"},
		{"--weights", "besar=1"}, {"--weights", "split=-1"}, {"--weights", "home=NaN"}, {"--weights", "split"},
	} {
		out, err := run(append([]string{"plan", "territories"}, args...)...)
		if exitStatus(err) != exitUsage {
			t.Errorf("%v: %v\n%s", args, err, out)
		}
		if args[0] == "--weights" && !strings.Contains(err.Error(), "split, moved, home, stay, even") {
			t.Errorf("%v: %v does not name the weights", args, err)
		}
	}
}

func TestPlanOfAnUnknownBranchIsRefused(t *testing.T) {
	owner, _ := datatest.DSN(t)
	for _, plan := range [][]string{{"territories"}, {"routes", "--month", datatest.NextMonth().String()}} {
		args := append([]string{"plan"}, plan...)
		if out, err := binaan(t, append(args, "--branch", "4711", "--database-url", owner)...); !errors.Is(err, data.ErrNotFound) {
			t.Errorf("%v: %s: %v", plan, out, err)
		}
	}
}

func TestRoamingTakesAWholeBranchByWholeDesa(t *testing.T) {
	run := onVillage(t)
	for _, args := range [][]string{{"--roam", "--grain", "cell"}, {"--roam", "--kecamatan", "33.72.01"}} {
		if out, err := run(append([]string{"plan", "territories"}, args...)...); exitStatus(err) != exitUsage {
			t.Errorf("%v: %v\n%s", args, err, out)
		}
	}
	out, err := run("plan", "territories", "--roam", "--iterations", "1000")
	if status := exitStatus(err); status != 0 && status != exitInfeasible || !strings.Contains(out, "whole desa") {
		t.Errorf("--roam: %v\n%s", err, out)
	}
}
