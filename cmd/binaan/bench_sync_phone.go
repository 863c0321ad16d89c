package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"binaan/data"
	"binaan/planner"
)

// benchDesk is a kader whose phones send: a session, and the families of the pack.
type benchDesk struct {
	cookie   string
	families []int64
}

// benchClient keeps its connections, as phones behind a proxy do.
var benchClient = &http.Client{
	Timeout:   90 * time.Second,
	Transport: &http.Transport{MaxIdleConns: 1024, MaxIdleConnsPerHost: 1024},
}

// activate makes one phone of every kader known, by codes as the branch gives them.
func (b *syncBench) activate(ctx context.Context, store *data.Store, progress io.Writer) (desks []benchDesk, err error) {
	branch, err := store.Branch(ctx, b.branch)
	if err != nil {
		return nil, err
	}
	kader, err := store.Kader(ctx, branch.ID)
	if err != nil {
		return nil, err
	}
	for _, k := range kader {
		d, err := b.activateOne(ctx, store, branch, k.ID)
		if err != nil {
			return nil, fmt.Errorf("phone of kader %s: %w", k.Code, err)
		}
		if len(d.families) > 0 {
			desks = append(desks, d)
		}
	}
	fmt.Fprintf(progress, "%d of %d kader have families\n", len(desks), len(kader))
	if len(desks) == 0 {
		return nil, fmt.Errorf("branch %s: %w", b.branch, data.ErrNoTerritories)
	}
	return desks, nil
}

func (b *syncBench) activateOne(ctx context.Context, store *data.Store, branch data.Branch, kader planner.KaderID) (d benchDesk, err error) {
	code, _, err := store.NewDeviceCode(ctx, branch, kader, data.By{})
	if err != nil {
		return d, err
	}
	a := b.ask(ctx, http.MethodPost, "/devices/activate", "", []byte(`{"code":"`+code+`"}`))
	if a.status != http.StatusOK {
		return d, fmt.Errorf("activate: status %d: %s", a.status, a.body)
	}
	d.cookie = strings.SplitN(a.header.Get("Set-Cookie"), ";", 2)[0]
	var pack struct {
		Families []struct {
			ID int64 `json:"id"`
		} `json:"families"`
	}
	if err := json.Unmarshal(b.ask(ctx, http.MethodGet, "/sync", d.cookie, nil).body, &pack); err != nil {
		return d, fmt.Errorf("pack: %w", err)
	}
	for _, f := range pack.Families {
		d.families = append(d.families, f.ID)
	}
	return d, nil
}

// benchAnswer is what came back; status 0: nothing did.
type benchAnswer struct {
	status int
	header http.Header
	body   []byte
}

func (b *syncBench) ask(ctx context.Context, method, path, cookie string, body []byte) (a benchAnswer) {
	r, err := http.NewRequestWithContext(ctx, method, b.url+"/api/v1"+path, bytes.NewReader(body))
	if err != nil {
		return a
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Cookie", cookie)
	got, err := benchClient.Do(r)
	if err != nil {
		return a
	}
	defer got.Body.Close()
	text, err := io.ReadAll(got.Body)
	if err != nil {
		return a
	}
	return benchAnswer{got.StatusCode, got.Header, text}
}

// outcomesSent are what simulated phones note, in turn.
var outcomesSent = []string{"RUMAH_KOSONG", "MENOLAK", "BELUM_MAMPU", "WA"}

// push is the outbox of the nth phone: a device of its own, with numbers from 1.
func (b *syncBench) push(d benchDesk, n int, now time.Time) ([]byte, error) {
	device := uuid.NewString()
	events := make([]map[string]any, b.events)
	for i := range events {
		id, err := uuid.NewV7()
		if err != nil {
			return nil, err
		}
		events[i] = map[string]any{
			"event_id": id, "device_id": device, "device_seq": i + 1, "type": outcomesSent[(n+i)%len(outcomesSent)],
			"household": d.families[(n*b.events+i)%len(d.families)], "wall_time": now.Add(time.Duration(i-b.events) * 20 * time.Minute).Format(time.RFC3339),
			"monotonic_ms": 1000 * i, "boot_id": device, "app": "bench", "payload": map[string]any{},
		}
	}
	return json.Marshal(map[string]any{"device_id": device, "server_epoch": nil, "events": events})
}

// send pushes until the server has it, waiting as long as it asks to, and tells how
// often that was and what else came.
func (b *syncBench) send(ctx context.Context, cookie string, body []byte) (a benchAnswer, refused, failed int) {
	for {
		a = b.ask(ctx, http.MethodPost, "/sync", cookie, body)
		wait := time.Second
		switch {
		case a.status == http.StatusTooManyRequests:
			refused++
			if s, err := strconv.Atoi(a.header.Get("Retry-After")); err == nil {
				wait = time.Duration(s) * time.Second
			}
		case a.status >= 500 || a.status == 0:
			failed++
		default:
			return a, refused, failed
		}
		select {
		case <-ctx.Done():
			return a, refused, failed
		case <-time.After(wait):
		}
	}
}
