package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"mime/multipart"
	"os"
	"path/filepath"
	"time"

	"github.com/jackc/pgx/v5"
)

// victim is what is killed.
type victim string

const (
	server   victim = "server"
	postgres victim = "PostgreSQL"
	backend  victim = "backend"
	worker   victim = "worker"
	command  victim = "command"
)

// work is something that Binaan does, and whom it may lose while it does.
type work struct {
	name    string
	lasts   time.Duration // about, until its takings are known
	victims []victim
	begin   func(context.Context, *house, int) (*deed, error)
}

// works are tried in this order, again and again.
var works = []work{
	{"first start", 2 * time.Second, []victim{command, postgres, backend}, firstStart},
	{"upload", 1500 * time.Millisecond, []victim{server, postgres, backend, worker}, upload},
	{"import", time.Second, []victim{command, postgres, backend, server}, importFile},
	{"plan", 1500 * time.Millisecond, []victim{server, postgres, backend, worker, worker}, plan},
	{"publish", 60 * time.Millisecond, []victim{server, postgres, backend}, publish},
	{"absence", 40 * time.Millisecond, []victim{server, postgres, backend}, absence},
	{"holiday", 40 * time.Millisecond, []victim{server, postgres, backend}, holiday},
	{"sync", 150 * time.Millisecond, []victim{server, postgres, backend}, bring},
	{"payments", 900 * time.Millisecond, []victim{command, server, postgres, backend}, confirm},
	{"backup", 600 * time.Millisecond, []victim{command, postgres, backend, server}, backup},
	{"restore", 4 * time.Second, []victim{command, postgres, backend}, restore},
	{"migration", 3 * time.Second, []victim{command, postgres, backend}, migrate},
	{"upgrade", 4 * time.Second, []victim{command, postgres, backend}, upgrade},
}

// deed is a work under way.
type deed struct {
	dir   string   // whose PostgreSQL it uses
	cli   *process // nil: a request
	ended chan struct{}
	acked bool // once ended
	took  time.Duration
	// after looks, once everything runs again, at what is special about it.
	after func(context.Context) verdict
}

// running is a command under way, acknowledged by its exit status.
func running(dir, binary, input string, args ...string) (*deed, error) {
	cli, err := start(binary, input, append(args, "--data-dir", dir)...)
	if err != nil {
		return nil, err
	}
	d := &deed{dir: dir, cli: cli, ended: make(chan struct{})}
	begun := time.Now()
	d.follow(func() bool {
		<-cli.ended
		d.took = time.Since(begun)
		return cli.err == nil
	})
	return d, nil
}

// follow has the deed end when whether it was acknowledged is known.
func (d *deed) follow(acked func() bool) {
	go func() {
		defer close(d.ended)
		defer func() { _ = recover() }() // not acknowledged then
		d.acked = acked()
	}()
}

// asking is a request under way, acknowledged by a status of 2xx.
func (h *house) asking(ask func() (int, []byte, error)) *deed {
	d := &deed{dir: h.dir, ended: make(chan struct{})}
	begun := time.Now()
	d.follow(func() bool {
		status, _, err := ask()
		d.took = time.Since(begun)
		return err == nil && status/100 == 2
	})
	return d
}

// claiming has a deed claim what counts as one.
func (h *house) claiming(d *deed, what, sql string, args ...any) *deed {
	at, also := len(h.claims), d.after
	h.claims = append(h.claims, claim{what: what, sql: sql, args: args})
	d.after = func(ctx context.Context) (v verdict) {
		h.claims[at].acked = d.acked
		if also != nil {
			v = also(ctx)
		}
		return v
	}
	return d
}

// hangs is how long a work may go on after what it needs was killed.
const hangs = 2 * time.Minute

// noticed is how soon a postmaster knows that a backend was killed: until then it says
// that it is ready, and then it ends all others.
const noticed = 200 * time.Millisecond

// try has a work lose somebody at a moment of it, brings everything up again and looks.
func (h *house) try(ctx context.Context, w work, n int, rng *rand.Rand) (v verdict, told string, struck bool) {
	lasts := w.lasts
	if took := h.took[w.name]; took > 0 {
		lasts = took
	}
	whom, delay := w.victims[rng.IntN(len(w.victims))], time.Duration(1.2*rng.Float64()*float64(lasts))
	told = fmt.Sprintf("%s after %v", whom, delay.Round(time.Millisecond))
	d, err := w.begin(ctx, h, n)
	if err != nil {
		v.wrong("begin: %v", err)
		return v, told, false
	}
	time.Sleep(delay)
	struck = h.strike(whom, d, rng)
	time.Sleep(noticed)
	select {
	case <-d.ended:
	case <-time.After(hangs):
		v.wrong("goes on %v after the kill", hangs)
		d.cli.kill()
		<-d.ended
	}
	if d.acked {
		told += ", acknowledged"
		h.took[w.name] = max(w.lasts, (h.took[w.name]+d.took)/2)
	}
	if err := h.open(ctx); err != nil {
		v.wrong("does not come up again: %v", err)
		return v, told, struck
	}
	if d.after != nil {
		v.join(d.after(ctx))
	}
	v.join(h.judge(ctx))
	return v, told, struck
}

// strike kills, and tells whether there was somebody to be killed: before there is a
// PostgreSQL, the command that makes it stands for it.
func (h *house) strike(whom victim, d *deed, rng *rand.Rand) bool {
	var p *process
	switch whom {
	case postgres, backend:
		if shoot(d.dir, whom == backend, rng) {
			return true
		}
		p = d.cli
	case server:
		p = h.serve
	case worker:
		p = h.work
	case command:
		p = d.cli
	}
	was := p != nil && p.alive()
	p.kill()
	return was
}

func (h *house) day(after int) string { return h.first.AddDate(0, 0, after).Format(time.DateOnly) }

func upload(ctx context.Context, h *house, _ int) (*deed, error) {
	path, err := h.nextFile()
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	part, err := w.CreateFormFile("file", filepath.Base(path))
	if err != nil {
		return nil, err
	}
	if _, err := part.Write(text); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	d := h.asking(func() (int, []byte, error) {
		return h.ask(ctx, "POST", "/api/v1/branches/"+code+"/imports?kind=households&asOf="+h.today, w.FormDataContentType(), &form)
	})
	d.after = func(ctx context.Context) verdict { return h.resume(ctx, filepath.Base(path)) }
	return h.claiming(d, "import of "+filepath.Base(path), "select count(*) from import where file = $1", filepath.Base(path)), nil
}

// resume has an upload go on whose import was broken off, and sees it end.
func (h *house) resume(ctx context.Context, file string) (v verdict) {
	var id int64
	var state string
	var kept bool
	read := func() error {
		return look(ctx, h.dir, func(conn *pgx.Conn) error {
			return conn.QueryRow(ctx, "select id, state, upload_key <> '' from import where file = $1", file).Scan(&id, &state, &kept)
		})
	}
	settled := func() bool {
		for end := time.Now().Add(settles); time.Now().Before(end) && ctx.Err() == nil; time.Sleep(200 * time.Millisecond) {
			if err := read(); err != nil || state != "queued" && state != "running" {
				return true
			}
		}
		return false
	}
	if !settled() {
		v.wrong("import of %s goes on for ever", file)
	}
	if state != "failed" {
		return v
	}
	if !kept {
		v.wrong("import of %s was broken off, and its file is not kept", file)
		return v
	}
	status, text, err := h.send(ctx, "POST", fmt.Sprintf("/imports/%d/resume", id), map[string]any{})
	if err != nil || status/100 != 2 {
		v.wrong("resume %s: %d %s %v", file, status, text, err)
	} else if !settled() || state != "done" {
		v.wrong("import of %s that was resumed is %s", file, state)
	}
	return v
}

func importFile(_ context.Context, h *house, _ int) (*deed, error) {
	path, err := h.nextFile()
	if err != nil {
		return nil, err
	}
	d, err := running(h.dir, h.binary, "", h.importing(path)...)
	if err != nil {
		return nil, err
	}
	return h.claiming(d, "import of "+filepath.Base(path), "select count(*) from import where file = $1 and state = 'done'", filepath.Base(path)), nil
}

func plan(ctx context.Context, h *house, n int) (*deed, error) {
	name := fmt.Sprintf("rencana %d", n)
	path, body := "/territory-plans", map[string]any{"name": name, "seconds": 1}
	if n%20 >= 10 {
		path, body = "/route-plans", map[string]any{"name": name, "seconds": 1, "month": h.month()}
	}
	d := h.asking(func() (int, []byte, error) { return h.send(ctx, "POST", path, body) })
	return h.claiming(d, name, "select count(*) from plan where name = $1", name), nil
}

func publish(ctx context.Context, h *house, _ int) (*deed, error) {
	var id int64
	draft := func(conn *pgx.Conn) error {
		return conn.QueryRow(ctx, "select id from plan where kind = 'territory' and state = 'done' and published_from is null order by id desc limit 1").Scan(&id)
	}
	err := look(ctx, h.dir, draft)
	if errors.Is(err, pgx.ErrNoRows) {
		if _, err := must(ctx, h.binary, "", "plan", "territories", "--branch", code, "--iterations", "5", "--data-dir", h.dir); err != nil {
			return nil, err
		}
		err = look(ctx, h.dir, draft)
	}
	if err != nil {
		return nil, err
	}
	h.planned++
	from := h.day(h.planned)
	d := h.asking(func() (int, []byte, error) {
		return h.send(ctx, "POST", fmt.Sprintf("/territory-plans/%d/publish", id), map[string]any{"from": from})
	})
	return h.claiming(d, fmt.Sprintf("plan %d from %s", id, from), "select count(*) from plan where id = $1 and published_from = $2::text::date", id, from), nil
}

func absence(ctx context.Context, h *house, n int) (*deed, error) {
	var kader int64
	err := look(ctx, h.dir, func(conn *pgx.Conn) error { return conn.QueryRow(ctx, "select min(id) from kader").Scan(&kader) })
	if err != nil {
		return nil, err
	}
	day := h.day(10 + n)
	d := h.asking(func() (int, []byte, error) {
		return h.send(ctx, "POST", fmt.Sprintf("/kader/%d/away", kader), map[string]any{"first": day, "last": day, "why": "izin"})
	})
	return h.claiming(d, "away on "+day, "select count(*) from kader_away where kader_id = $1 and first = $2::text::date", kader, day), nil
}

func holiday(ctx context.Context, h *house, n int) (*deed, error) {
	day := h.day(10 + n)
	d := h.asking(func() (int, []byte, error) {
		return h.send(ctx, "PUT", "/holidays/"+day, map[string]any{"name": "Libur Contoh"})
	})
	return h.claiming(d, "day off on "+day, "select count(*) from holiday_own where day = $1::text::date and name = 'Libur Contoh'", day), nil
}

func backup(_ context.Context, h *house, n int) (*deed, error) {
	path := filepath.Join(h.root, fmt.Sprintf("backup-%d", n))
	d, err := running(h.dir, h.binary, "", "backup", path, "--plain")
	if err != nil {
		return nil, err
	}
	d.after = func(context.Context) (v verdict) {
		_ = os.Remove(path + ".half") // nobody repeats a backup of this name
		err := readable(path)
		switch {
		case errors.Is(err, os.ErrNotExist) && d.acked:
			v.lost = append(v.lost, path)
		case errors.Is(err, os.ErrNotExist):
		case err != nil:
			v.wrong("%s: %v", path, err)
		default:
			_ = os.Remove(h.backup)
			h.backup = path
		}
		return v
	}
	return d, nil
}

// readable reads a backup to its end.
func readable(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	r := bufio.NewReader(f)
	if _, err := r.ReadString('\n'); err != nil {
		return err
	}
	zip, err := gzip.NewReader(r)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, zip) //nolint:gosec // of our own making
	return err
}

// restore is repeated when it was broken off: then all must be there.
func restore(ctx context.Context, h *house, n int) (*deed, error) {
	if h.backup == "" {
		h.backup = filepath.Join(h.root, "backup")
		if _, err := must(ctx, h.binary, "", "backup", h.backup, "--plain", "--data-dir", h.dir); err != nil {
			return nil, err
		}
	}
	dir := filepath.Join(h.root, fmt.Sprintf("restore-%d", n))
	d, err := running(dir, h.binary, "", "restore", h.backup)
	if err != nil {
		return nil, err
	}
	d.after = func(ctx context.Context) (v verdict) {
		defer os.RemoveAll(dir)
		if !d.acked {
			if _, err := must(ctx, h.binary, "", "restore", h.backup, "--data-dir", dir); err != nil {
				v.wrong("%v", err)
				return v
			}
		}
		if err := look(ctx, dir, func(conn *pgx.Conn) error { return h.whole(ctx, conn, &v) }); err != nil {
			v.wrong("restored: %v", err)
		}
		if _, err := must(ctx, h.binary, "", "audit", "verify", "--data-dir", dir); err != nil {
			v.wrong("restored: %v", err)
		}
		return v
	}
	return d, nil
}

// migrate makes the schema in a new folder, and must come to the same when repeated.
func migrate(_ context.Context, h *house, n int) (*deed, error) {
	dir := filepath.Join(h.root, fmt.Sprintf("migrate-%d", n))
	d, err := running(dir, h.binary, "", "migrate")
	if err != nil {
		return nil, err
	}
	d.after = func(ctx context.Context) (v verdict) {
		defer os.RemoveAll(dir)
		if _, err := must(ctx, h.binary, "", "migrate", "--data-dir", dir); err != nil {
			v.wrong("%v", err)
			return v
		}
		if got, want := schema(ctx, dir), schema(ctx, h.dir); got != want {
			v.wrong("schema %s, want %s", got, want)
		}
		return v
	}
	return d, nil
}

// schema is a print of all columns, constraints and functions.
func schema(ctx context.Context, dir string) (text string) {
	err := look(ctx, dir, func(conn *pgx.Conn) error {
		return conn.QueryRow(ctx, `
			select (select max(version_id) from goose_db_version) || ' ' || md5(string_agg(x, ';' order by x)) from (
			  select format('%s.%s.%s %s', table_schema, table_name, column_name, data_type) from information_schema.columns where table_schema in ('public', 'river')
			  union all select conname || pg_get_constraintdef(oid) from pg_constraint where connamespace in ('public'::regnamespace, 'river'::regnamespace)
			  union all select indexdef from pg_indexes where schemaname in ('public', 'river')
			  union all select polname from pg_policy
			  union all select proname from pg_proc where pronamespace = 'public'::regnamespace) y (x)`).Scan(&text)
	})
	if err != nil {
		return err.Error()
	}
	return text
}

// firstStart serves a folder that is not there yet; the next start must be ready.
func firstStart(_ context.Context, h *house, n int) (*deed, error) {
	dir := filepath.Join(h.root, fmt.Sprintf("first-%d", n))
	fresh := &house{binary: h.binary, root: h.root, dir: dir, client: h.client}
	begin := func() error {
		address, err := freeAddress()
		if err != nil {
			return err
		}
		fresh.base = "http://" + address
		fresh.serve, err = start(h.binary, "", "serve", "--addr", address, "--workers", "1", "--data-dir", dir)
		return err
	}
	if err := begin(); err != nil {
		return nil, err
	}
	d := &deed{dir: dir, cli: fresh.serve, ended: make(chan struct{})}
	d.follow(func() bool { return true })
	d.after = func(ctx context.Context) (v verdict) {
		defer os.RemoveAll(dir)
		if !fresh.serve.alive() {
			if err := begin(); err != nil {
				v.wrong("%v", err)
				return v
			}
		}
		err := fresh.ready(ctx, 2*time.Minute)
		if err != nil && !fresh.serve.alive() { // killed while PostgreSQL was being made: told, and mended by a start
			if err = begin(); err == nil {
				err = fresh.ready(ctx, 2*time.Minute)
			}
		}
		if err = errors.Join(err, fresh.serve.stop()); err != nil {
			v.wrong("first start: %v", err)
		}
		return v
	}
	return d, nil
}
