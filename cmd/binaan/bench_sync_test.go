package main

import (
	"encoding/json"
	"errors"
	"net/http"
	"testing"
	"time"

	"binaan/planner"
)

func TestTheLoadStaysOnThisMachineAndOnSyntheticBranches(t *testing.T) {
	good := syncBench{url: "http://127.0.0.1:8080", branch: "9901", phones: 5000, within: time.Minute, rate: 300, length: time.Minute, events: 8}
	if err := good.sound(); err != nil {
		t.Errorf("the load of the help: %v", err)
	}
	for name, wrong := range map[string]func(*syncBench){
		"another machine":   func(b *syncBench) { b.url = "http://192.0.2.1:8080" },
		"a name":            func(b *syncBench) { b.url = "http://binaan.test" },
		"a real branch":     func(b *syncBench) { b.branch = "1107" },
		"no branch":         func(b *syncBench) { b.branch = "" },
		"too many a second": func(b *syncBench) { b.rate = 100_000 },
		"hours":             func(b *syncBench) { b.length = time.Hour },
	} {
		b := good
		wrong(&b)
		if err := b.sound(); !errors.Is(err, errUsage) {
			t.Errorf("%s: %v, want errUsage", name, err)
		}
	}
}

func TestSimulatedPhonesSendWhatTheServerTakes(t *testing.T) {
	b := syncBench{events: 8}
	text, err := b.push(benchDesk{families: []int64{7, 8, 9}}, 5, time.Date(2026, 11, 23, 17, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	var sent struct {
		Device string            `json:"device_id"`
		Events []json.RawMessage `json:"events"`
	}
	if err := json.Unmarshal(text, &sent); err != nil || len(sent.Events) != 8 {
		t.Fatalf("%d events, %v", len(sent.Events), err)
	}
	for i, raw := range sent.Events {
		e, _, why := planner.ReadEvent(raw)
		if why != "" || e.Device != sent.Device || e.Seq != int64(i+1) || e.Household < 7 || e.Household > 9 {
			t.Errorf("event %d: %s %+v", i, why, e)
		}
	}
}

func TestAPushCountsAsAcknowledgedWhenEveryEventIsKept(t *testing.T) {
	for _, c := range []struct {
		body string
		want bool
	}{
		{`{"verdicts":[{"verdict":"accepted"},{"verdict":"duplicate"}]}`, true},
		{`{"verdicts":[{"verdict":"accepted"},{"verdict":"rejected"}]}`, false},
		{`{"verdicts":[{"verdict":"accepted"}]}`, false},
		{`{"verdicts":[{"verd`, false},
	} {
		if got := taken(benchAnswer{status: http.StatusOK, body: []byte(c.body)}, 2); got != c.want {
			t.Errorf("%s: %v", c.body, got)
		}
	}
	if taken(benchAnswer{status: http.StatusBadGateway, body: []byte(`{"verdicts":[{"verdict":"accepted"}]}`)}, 1) {
		t.Error("a gateway's answer is taken for the server's")
	}
}

func TestAQuantileIsATimeThatWasMeasured(t *testing.T) {
	var times []time.Duration
	for i := range 200 {
		times = append(times, time.Duration(200-i)*time.Millisecond)
	}
	for share, want := range map[float64]time.Duration{0.5: 100, 0.99: 198, 1: 200} {
		if got := quantile(times, share); got != want*time.Millisecond {
			t.Errorf("%v of 1 to 200 ms: %v", share, got)
		}
	}
	if got := quantile(nil, 0.5); got != 0 {
		t.Errorf("of none: %v", got)
	}
}
