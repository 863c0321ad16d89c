package main

import (
	"bufio"
	"context"
	"encoding/csv"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"binaan/data/datatest"
	"binaan/data/sample"
	"binaan/planner"
)

// Whoever follows the README word for word has a branch that is planned and served.
func TestCommandsOfTheReadmeRunInTheirOrder(t *testing.T) {
	lines := readmeCommands(t)
	if len(lines) < 8 {
		t.Fatalf("only %d commands were found", len(lines))
	}
	owner, _ := datatest.DSN(t)
	t.Setenv("BINAAN_DATABASE_URL", owner)
	t.Setenv("BINAAN_NOW", "2026-11-23T10:00:00+07:00") // the README is of that month
	t.Setenv("BINAAN_UPLOADS", filepath.Join(t.TempDir(), "uploads"))
	t.Setenv("BINAAN_FACTOR_KEYS", filepath.Join(t.TempDir(), "factor.keys"))
	t.Chdir(readmeFiles(t))
	enough := map[string]string{"territories": "20000", "routes": "1"}
	for _, line := range lines {
		if line[0] == "serve" {
			serveOnce(t, line)
			continue
		}
		if line[0] == "plan" {
			line = append(line, "--iterations", enough[line[1]])
		}
		if out, err := binaan(t, line...); err != nil {
			t.Fatalf("binaan %s: %v\n%s", strings.Join(line, " "), err, out)
		}
	}
}

// readmeCommands are the arguments of the lines of the README that run binaan.
func readmeCommands(t *testing.T) (lines [][]string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range regexp.MustCompile(`(?m)^    bin/binaan (.*)$`).FindAllStringSubmatch(string(text), -1) {
		var args []string
		for _, word := range regexp.MustCompile(`"[^"]*"|\S+`).FindAllString(line[1], -1) {
			args = append(args, strings.Trim(word, `"`))
		}
		lines = append(lines, args)
	}
	return lines
}

// readmeFiles is a folder with the files that the README names, of a small sample.
func readmeFiles(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	day, err := planner.ParseDay("2026-11-01")
	if err == nil {
		err = sample.Write(dir, sample.Options{Households: 1000, Seed: 1, AsOf: day})
	}
	if err == nil {
		err = os.Rename(filepath.Join(dir, sample.AreasFile), filepath.Join(dir, "desa.geojson"))
	}
	if err != nil {
		t.Fatal(err)
	}
	asWorkbook(t, filepath.Join(dir, sample.KaderFile), filepath.Join(dir, "kader.xlsx"))
	asWorkbook(t, filepath.Join(dir, sample.HouseholdsFile), filepath.Join(dir, "tunggakan.xlsx"))
	return dir
}

// asWorkbook writes the rows of a CSV file into a workbook.
func asWorkbook(t *testing.T, from, to string) {
	t.Helper()
	in, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	rows, err := csv.NewReader(in).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	book := excelize.NewFile()
	defer book.Close()
	for i, row := range rows {
		cell, err := excelize.CoordinatesToCellName(1, i+1)
		if err == nil {
			err = book.SetSheetRow("Sheet1", cell, &row)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := book.SaveAs(to); err != nil {
		t.Fatal(err)
	}
}

// serveOnce runs a server until it says that it is ready.
func serveOnce(t *testing.T, line []string) {
	t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := free.Addr().String()
	if err := free.Close(); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	ended := make(chan error, 1)
	cmd := root()
	cmd.SetArgs(append(line, "--addr", address))
	log, told := io.Pipe()
	cmd.SetErr(told)
	go func() {
		ended <- cmd.ExecuteContext(ctx)
		_ = told.Close()
	}()
	serving := make(chan struct{})
	go func() {
		lines := bufio.NewScanner(log)
		for first := true; lines.Scan(); {
			if first && strings.Contains(lines.Text(), `"msg":"serving"`) {
				close(serving)
				first = false
			}
		}
	}()
	select {
	case err := <-ended:
		t.Fatalf("binaan serve: %v", err)
	case <-serving:
	}
	answer, err := http.Get("http://" + address + "/readyz")
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Errorf("it serves and says %s", answer.Status)
	}
	stop()
	if err := <-ended; err != nil {
		t.Errorf("binaan serve: %v", err)
	}
}
