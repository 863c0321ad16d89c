package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// spiral is a TOP instance of three routes that nobody proves in a test's time.
func spiral() string {
	var text strings.Builder
	text.WriteString("n 92\nm 3\ntmax 30\n0 0 0\n")
	for k := range 90 {
		a := 0.7 * float64(k)
		fmt.Fprintf(&text, "%.3f %.3f %d\n", 0.1*a*math.Cos(a), 0.1*a*math.Sin(a), 3+k*k%17)
	}
	text.WriteString("0 0 0\n")
	return text.String()
}

// row is a territory instance: hexagons in a row, so many parts of about 500.
func row(t *testing.T, cells, parts int) string {
	t.Helper()
	type cell struct {
		X, Y      float64
		W         int64
		Desa, Kec int
	}
	f := struct {
		Target, Tol float64
		EdgeM       float64 `json:"edge_m"`
		K           int
		Cells       []cell
		Edges       [][3]any
		Kecamatan   []int `json:"parts_per_kecamatan"`
	}{Target: 500, Tol: 0.1, EdgeM: 180, K: parts, Kecamatan: []int{parts}}
	for k := range cells {
		f.Cells = append(f.Cells, cell{X: 310 * float64(k), W: int64(500 * parts / cells)})
		if k > 0 {
			f.Edges = append(f.Edges, [3]any{k - 1, k, 180})
		}
	}
	text, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// line is a month of twelve households along a road, of two days.
func line(t *testing.T) string {
	t.Helper()
	const n = 12
	repeated := func(x int) []int { return slices.Repeat([]int{x}, n) }
	var minutes, rupiah [][]int
	for p := range n + 1 {
		minutes, rupiah = append(minutes, nil), append(rupiah, nil)
		for q := range n + 1 {
			minutes[p] = append(minutes[p], max(p-q, q-p))
			rupiah[p] = append(rupiah[p], 100*max(p-q, q-p))
		}
	}
	day := map[string]any{"cap": 3, "shift_min": 90, "open": repeated(0), "close": repeated(60), "prize": repeated(9000)}
	text, err := json.Marshal(map[string]any{
		"n": n, "service_min": repeated(20), "travel_min": minutes, "cost_rp": rupiah, "days": []any{day, day},
	})
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// laid puts an instance into a new folder, under two names.
func laid(t *testing.T, ending, text string) (folder string, files []string) {
	t.Helper()
	folder = t.TempDir()
	for _, name := range []string{"first", "second"} {
		files = append(files, filepath.Join(folder, name+ending))
		if err := os.WriteFile(files[len(files)-1], []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder, files
}

// Told to stop by a signal a bench of ten minutes ends with the best so far.
func TestBenchRoutingStopsAtASignal(t *testing.T) {
	folder, files := laid(t, ".txt", spiral())
	cmd := exec.Command(os.Args[0], append([]string{"bench", "routing", "--family", "top", "--seconds", "600", "--out", folder}, files...)...)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	var rows bytes.Buffer
	cmd.Stdout = &rows
	progress, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	said := bufio.NewReader(progress)
	if first, err := said.ReadString('\n'); err != nil || !strings.HasPrefix(first, "first: 90 vertices") {
		t.Fatalf("%q, %v", first, err)
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	last, err := said.ReadString('\n')
	if err != nil || !strings.Contains(last, "first.txt: stopped") {
		t.Errorf("%q, %v: want it to say which file it was stopped at", last, err)
	}
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) || exit.ExitCode() != exitFailed {
		t.Errorf("%v, want exit status %d", err, exitFailed)
	}
	checkStopped(t, rows.String(), folder, ".routes")
}

// checkStopped wants the row and the file of the first instance and none of the second.
func checkStopped(t *testing.T, rows, folder, ending string) {
	t.Helper()
	if columns := strings.Split(rows, "\t"); len(columns) != 6 || columns[0] != "first" {
		t.Errorf("rows %q, want one, of the first", rows)
	}
	if text, err := os.ReadFile(filepath.Join(folder, "first"+ending)); err != nil || len(text) == 0 {
		t.Errorf("first%s: %d bytes, %v: want the best so far", ending, len(text), err)
	}
	if _, err := os.Stat(filepath.Join(folder, "second"+ending)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("second%s: %v, want it not begun", ending, err)
	}
}

// stopper cancels a command when it first says something.
type stopper struct{ cancel context.CancelFunc }

func (s stopper) Write(text []byte) (int, error) {
	s.cancel()
	return len(text), nil
}

func TestBenchesStopWhenToldWithTheBestSoFar(t *testing.T) {
	for _, c := range []struct {
		args           []string
		ending, result string
		text           string
	}{
		{[]string{"routing", "--family", "month"}, ".json", ".routes", line(t)},
		{[]string{"routing", "--family", "top"}, ".txt", ".routes", spiral()},
		{[]string{"territory"}, ".json", ".parts", row(t, 60, 6)},
	} {
		folder, files := laid(t, c.ending, c.text)
		ctx, cancel := context.WithCancel(t.Context())
		cmd := root()
		var rows bytes.Buffer
		cmd.SetOut(&rows)
		cmd.SetErr(stopper{cancel})
		cmd.SetArgs(append(append([]string{"bench"}, c.args...), append([]string{"--seconds", "600", "--out", folder}, files...)...))
		if err := cmd.ExecuteContext(ctx); !errors.Is(err, errStopped) || exitStatus(err) != exitFailed {
			t.Errorf("bench %v: %v, want it stopped", c.args, err)
		}
		checkStopped(t, rows.String(), folder, c.result)
	}
}
