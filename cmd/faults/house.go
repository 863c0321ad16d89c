package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"binaan/data/builtin"
)

// Of the branch.
const (
	code     = "9901"
	login    = "petugas"
	field    = "kader1"
	password = "kata sandi petugas 9"
	families = 1200
)

// wib is the branch's zone.
var wib = time.FixedZone("WIB", 7*60*60)

// house is a branch that is served and worked for, in a data folder, and what was
// acknowledged to whoever changed something in it.
type house struct {
	binary, root, dir string
	base              string
	cookies           map[string]string // by login
	client            http.Client
	serve, work       *process
	today             string
	first             time.Time

	claims  []claim
	file    int           // number of the newest households file
	sums    map[int64]int // what all families owe, by the file that says so
	planned int           // plans that were published
	backup  string        // the newest that was acknowledged, empty: none
	old     string        // print of a folder of an older schema; empty: there is none yet
	took    map[string]time.Duration
}

// claim is something that was acknowledged: it is there, and once.
type claim struct {
	what  string
	sql   string // counts it
	args  []any
	acked bool // else it may be there or not
}

// settle makes a branch in root and serves it.
func settle(ctx context.Context, binary, root string) (*house, error) {
	h := &house{
		binary: binary, root: root, dir: filepath.Join(root, "data"), client: http.Client{Timeout: 30 * time.Second},
		first: time.Now().In(wib), cookies: map[string]string{}, sums: map[int64]int{}, took: map[string]time.Duration{},
	}
	h.today = h.first.Format(time.DateOnly)
	if err := h.furnish(ctx); err != nil {
		return nil, err
	}
	if err := h.open(ctx); err != nil {
		return nil, err
	}
	return h, nil
}

func (h *house) furnish(ctx context.Context) error {
	sample := filepath.Join(h.root, "sample")
	steps := [][]string{
		{"sample", "--households", fmt.Sprint(families), "--seed", "3", "--out", sample},
		{"branch", "add", code, "--name", "Contoh", "--zone", "WIB"},
		{"import", "areas", filepath.Join(sample, "areas.geojson"), "--branch", code},
		{"import", "kader", filepath.Join(sample, "kader.csv"), "--branch", code},
		{"user", "add", login, "--name", "Contoh", "--role", "officer", "--branch", code, "--password-stdin"},
		{"user", "add", field, "--name", "Contoh", "--role", "kader", "--kader", "K001", "--branch", code, "--password-stdin"},
	}
	for _, args := range steps {
		if args[0] != "sample" {
			args = append(args, "--data-dir", h.dir)
		}
		if _, err := must(ctx, h.binary, password+"\n", args...); err != nil {
			return err
		}
	}
	file, err := h.nextFile()
	if err != nil {
		return err
	}
	if _, err := must(ctx, h.binary, "", append(h.importing(file), "--data-dir", h.dir)...); err != nil {
		return err
	}
	if _, err := must(ctx, h.binary, "", "plan", "territories", "--branch", code, "--iterations", "20", "--publish", h.today, "--data-dir", h.dir); err != nil {
		return err
	}
	_, err = must(ctx, h.binary, "", "plan", "routes", "--branch", code, "--iterations", "20", "--month", h.month(), "--data-dir", h.dir)
	return err
}

// month is next month: all of its days can be planned, whatever the day.
func (h *house) month() string {
	return time.Date(h.first.Year(), h.first.Month()+1, 1, 0, 0, 0, 0, time.UTC).Format("2006-01")
}

func (h *house) importing(file string) []string {
	return []string{"import", "households", file, "--branch", code, "--as-of", h.today}
}

// nextFile writes a file in which every family owes another sum, and remembers what
// all owe together by it.
func (h *house) nextFile() (string, error) {
	from, err := os.Open(filepath.Join(h.root, "sample", "households.csv"))
	if err != nil {
		return "", err
	}
	defer from.Close()
	rows, err := csv.NewReader(from).ReadAll()
	if err != nil {
		return "", err
	}
	h.file++
	column := -1
	for i, name := range rows[0] {
		if name == "nilai_tunggakan" {
			column = i
		}
	}
	var sum int64
	for _, row := range rows[1:] {
		owed, err := strconv.ParseInt(row[column], 10, 64)
		if err != nil {
			return "", err
		}
		owed += int64(h.file) * 1000
		row[column] = fmt.Sprint(owed)
		sum += owed
	}
	h.sums[sum] = h.file
	var text bytes.Buffer
	if err := csv.NewWriter(&text).WriteAll(rows); err != nil {
		return "", err
	}
	path := filepath.Join(h.root, fmt.Sprintf("households-%d.csv", h.file))
	return path, os.WriteFile(path, text.Bytes(), 0o600)
}

// open starts what does not run, and waits until it is ready.
func (h *house) open(ctx context.Context) error {
	for tries := 0; ; tries++ {
		if h.serve == nil || !h.serve.alive() {
			address, err := freeAddress()
			if err != nil {
				return err
			}
			h.base = "http://" + address
			if h.serve, err = start(h.binary, "", "serve", "--addr", address, "--workers", "1", "--data-dir", h.dir); err != nil {
				return err
			}
		}
		err := h.ready(ctx, time.Minute)
		if err == nil {
			break
		}
		// The old postmaster may still be ending when the new server gives up on it.
		if tries == 2 || h.serve.alive() {
			return err
		}
	}
	if h.work == nil || !h.work.alive() {
		var err error
		if h.work, err = start(h.binary, "", "work", "--workers", "1", "--data-dir", h.dir); err != nil {
			return err
		}
	}
	return errors.Join(h.logIn(ctx, login), h.logIn(ctx, field))
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// ready waits until the server says that it is.
func (h *house) ready(ctx context.Context, most time.Duration) error {
	told := ""
	for end := time.Now().Add(most); time.Now().Before(end) && ctx.Err() == nil; time.Sleep(50 * time.Millisecond) {
		if !h.serve.alive() {
			return fmt.Errorf("server ended: %w: %s", h.serve.err, h.serve.said.last())
		}
		answer, err := h.client.Get(h.base + "/readyz")
		if err != nil {
			told = err.Error()
			continue
		}
		text, _ := io.ReadAll(answer.Body)
		answer.Body.Close()
		if told = string(text); told == "ready" {
			return nil
		}
	}
	return fmt.Errorf("not ready within %v: %s: %s", most, told, h.serve.said.last())
}

// logIn begins a session, unless the one before, which outlives the server, goes on.
func (h *house) logIn(ctx context.Context, login string) error {
	if h.cookies[login] != "" {
		if status, _, err := h.askAs(ctx, login, "GET", "/api/v1/session", "", nil); err == nil && status == http.StatusOK {
			return nil
		}
	}
	body := fmt.Sprintf(`{"login":%q,"password":%q}`, login, password)
	answer, err := h.client.Post(h.base+"/api/v1/session", "application/json", strings.NewReader(body))
	if err != nil {
		return err
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("log in: %s", answer.Status)
	}
	h.cookies[login] = answer.Header.Get("Set-Cookie")
	return nil
}

// ask sends a request of the officer.
func (h *house) ask(ctx context.Context, method, path, kind string, body io.Reader) (int, []byte, error) {
	return h.askAs(ctx, login, method, path, kind, body)
}

func (h *house) askAs(ctx context.Context, login, method, path, kind string, body io.Reader) (int, []byte, error) {
	request, err := http.NewRequestWithContext(ctx, method, h.base+path, body)
	if err != nil {
		return 0, nil, err
	}
	request.Header.Set("Cookie", h.cookies[login])
	if kind != "" {
		request.Header.Set("Content-Type", kind)
	}
	answer, err := h.client.Do(request)
	if err != nil {
		return 0, nil, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	return answer.StatusCode, text, err
}

func (h *house) send(ctx context.Context, method, path string, body any) (int, []byte, error) {
	text, err := json.Marshal(body)
	if err != nil {
		return 0, nil, err
	}
	return h.ask(ctx, method, "/api/v1/branches/"+code+path, "application/json", bytes.NewReader(text))
}

// look runs do on the rows of a data folder whose PostgreSQL runs.
func look(ctx context.Context, dir string, do func(*pgx.Conn) error) error {
	server, err := builtin.Open(ctx, builtin.Options{Dir: dir})
	if err != nil {
		return err
	}
	var conn *pgx.Conn
	for tries := 0; ; tries++ {
		if conn, err = pgx.Connect(ctx, server.DSN(builtin.Owner)); err == nil {
			break
		}
		if tries == 300 || ctx.Err() != nil {
			return errors.Join(err, server.Stop())
		}
		time.Sleep(100 * time.Millisecond) // it recovers
	}
	return errors.Join(do(conn), conn.Close(ctx), server.Stop())
}

// end stops everything.
func (h *house) end() {
	h.work.kill()
	if err := h.serve.stop(); err != nil {
		h.serve.kill()
	}
}
