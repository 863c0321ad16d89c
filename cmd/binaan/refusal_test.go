package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Whoever writes a command line wrongly is told what of it is wrong, before anything is
// touched: tests have no data folder, so a command that goes on fails otherwise.
func TestARefusedCommandLineNamesWhatIsWrong(t *testing.T) {
	absent := filepath.Join(t.TempDir(), "absent.csv")
	for line, told := range map[string]string{
		"backup --plain --passphrase x.backup":                                          "give one of",
		"backup --recipient age1salah x.backup":                                         "--recipient",
		"bench territory":                                                               "no instance",
		"bench territory --objective round x.json":                                      "round",
		"bench territory --seconds 0 x.json":                                            "0 seconds",
		"bench routing --family top --paths -1 --seconds 1":                             "no instance",
		"bench sync --branch 1107":                                                      "synthetic",
		"bench sync --branch 9901 --url http://binaan.example":                          "no address of this machine",
		"bench sync --branch 9901 --url https://127.0.0.1:8080":                         "no address of this machine",
		"bench sync --branch 9901 --phones 20001":                                       "at most 20,000 phones",
		"bench sync --branch 9901 --rate 0":                                             "at most 20,000 phones",
		"bench sync --branch 9901 --events 101":                                         "at most 20,000 phones",
		"bench sync --branch 9901 --for 11m":                                            "at most 20,000 phones",
		"evaluate --branch 9901 --period 2026-13 --out x.json":                          "--period",
		"evaluate --branch 9901 --period 2026-11 --format docx --out x.docx":            "docx",
		"import rumah x.csv --branch 9901":                                              "rumah",
		"import kader x.csv --branch 9901 --report out.csv":                             "--report goes with payments",
		"import kader x.csv --branch 9901 --as-of kemarin":                              "--as-of",
		"import kader x.csv --branch 9901 --map " + absent:                              "--map",
		"import undo tujuh --branch 9901":                                               "tujuh",
		"import resume tujuh --branch 9901":                                             "tujuh",
		"plan territories --branch 9901 --grain rt":                                     "--grain",
		"plan territories --branch 9901 --kecamatan 33.72":                              "--kecamatan",
		"plan territories --branch 9901 --weights berat=1":                              "--weights",
		"plan territories --branch 9901 --roam --grain cell":                            "--roam",
		"plan territories --branch 9901 --roam --kecamatan 33.72.01":                    "--roam",
		"plan territories --branch 9901 --out wilayah.shp":                              "--out",
		"plan territories --branch 9901 --publish besok":                                "--publish",
		"plan territories --branch 9901 --iterations -1":                                "positive",
		"plan routes --branch 9901 --month Desember":                                    "--month",
		"sample --out x --as-of besok":                                                  "--as-of",
		"serve --workers -1":                                                            "--workers",
		"serve --second-factor-for-all --second-factor=false":                           "--second-factor-for-all",
		"serve --trusted-proxy proxy":                                                   "--trusted-proxy",
		"work --workers 0":                                                              "--workers",
		"migrate --database-url postgres://x/y --data-dir z":                            "--database-url",
		"user add budi --name Budi --role raja --branch 9901":                           "raja",
		"user add budi --name Budi --role officer":                                      "--branch",
		"user add budi --name Budi --role kader --branch 9901":                          "--kader",
		"user add budi --name Budi --role officer --branch 9901 --kader K1":             "--kader",
		"user add budi --name Budi --role kader --branch 9901 --branch 9902 --kader K1": "exactly one --branch",
	} {
		out, err := binaan(t, strings.Fields(line)...)
		if exitStatus(err) != exitUsage || !errors.Is(err, errUsage) || !strings.Contains(err.Error(), told) {
			t.Errorf("binaan %s: %v, want a refusal that names %q\n%s", line, err, told, out)
		}
	}
}

// A script sees the exit status of the process, and finds the reason on standard error.
func TestTheProcessEndsWithTheStatusThatScriptsRelyOn(t *testing.T) {
	folder := t.TempDir()
	alone := filepath.Join(folder, "alone.json")
	const heavy = `{"target":500,"tol":0.1,"edge_m":200,"k":1,"cells":[{"x":0,"y":0,"w":900,"desa":0,"kec":0}]}`
	if err := os.WriteFile(alone, []byte(heavy), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		line   string
		status int
		told   string // on standard error
	}{
		{"version", 0, ""},
		{"version surplus", exitUsage, "surplus"},
		{"bench territory --seconds 1 --out " + folder + " " + alone, exitInfeasible, "CELL_OVER_BAND"},
		{"bench territory --seconds 1 --out " + folder + " " + alone + "x", exitFailed, "alone.jsonx"},
		{"restore " + alone + "x --data-dir " + filepath.Join(folder, "data"), exitFailed, "alone.jsonx"},
	} {
		cmd := exec.Command(os.Args[0], strings.Fields(c.line)...)
		cmd.Env = append(os.Environ(), asProgram+"=1")
		var said strings.Builder
		cmd.Stderr = &said
		err := cmd.Run()
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			t.Fatal(err)
		}
		if got := cmd.ProcessState.ExitCode(); got != c.status || !strings.Contains(said.String(), c.told) || c.status == 0 && said.Len() > 0 {
			t.Errorf("binaan %s ends with %d, want %d, and says %q, want %q in it", c.line, got, c.status, said.String(), c.told)
		}
	}
}
