package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"binaan/data"
)

// benchSeen is what a phase came to.
type benchSeen struct {
	mu              sync.Mutex
	sent, taken     int
	push, pull      []time.Duration // from the moment on which it was due
	refused, failed int             // answers 429, and 5xx or none
	last            time.Duration   // when the last was acknowledged
}

// arrive has n phones send within a time, evenly, whoever was answered before; with
// the pack after it where that is asked for.
func (b *syncBench) arrive(ctx context.Context, desks []benchDesk, n int, within time.Duration, packs bool) *benchSeen {
	seen := &benchSeen{}
	begun := time.Now()
	var all sync.WaitGroup
	for i := range n {
		due := begun.Add(within * time.Duration(i) / time.Duration(n))
		select {
		case <-ctx.Done():
			return seen
		case <-time.After(time.Until(due)):
		}
		all.Add(1)
		go func() {
			defer all.Done()
			err := data.Calmly(func() error { return b.one(ctx, desks[i%len(desks)], i, begun, due, packs, seen) })
			if err != nil {
				seen.note(func() { seen.failed++ })
			}
		}()
	}
	all.Wait()
	return seen
}

// one is a phone: its push until that is taken, and its pack.
func (b *syncBench) one(ctx context.Context, d benchDesk, i int, begun, due time.Time, packs bool, seen *benchSeen) error {
	body, err := b.push(d, i, due)
	if err != nil {
		return err
	}
	a, refused, failed := b.send(ctx, d.cookie, body)
	pushed := time.Since(due)
	seen.note(func() {
		seen.sent++
		seen.refused, seen.failed = seen.refused+refused, seen.failed+failed
		seen.push = append(seen.push, pushed)
		if taken(a, b.events) {
			seen.taken++
			seen.last = max(seen.last, time.Since(begun))
		}
	})
	if !packs {
		return nil
	}
	asked := time.Now()
	a = b.ask(ctx, http.MethodGet, "/sync", d.cookie, nil)
	seen.note(func() {
		seen.pull = append(seen.pull, time.Since(asked))
		if a.status >= 500 || a.status == 0 {
			seen.failed++
		}
	})
	return nil
}

func (s *benchSeen) note(what func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	what()
}

// taken tells whether every event of a push has a verdict that keeps it.
func taken(a benchAnswer, events int) bool {
	var got struct {
		Verdicts []struct {
			Verdict data.Verdict `json:"verdict"`
		} `json:"verdicts"`
	}
	if a.status != http.StatusOK || json.Unmarshal(a.body, &got) != nil || len(got.Verdicts) != events {
		return false
	}
	for _, v := range got.Verdicts {
		if v.Verdict != data.Accepted && v.Verdict != data.Duplicate {
			return false
		}
	}
	return true
}

func (s *benchSeen) row(phase string) string {
	cells := []string{phase, fmt.Sprint(s.sent), fmt.Sprint(s.taken)}
	for _, times := range [][]time.Duration{s.push, s.pull} {
		for _, share := range []float64{0.5, 0.99, 1} {
			cells = append(cells, fmt.Sprint(quantile(times, share).Milliseconds()))
		}
	}
	cells = append(cells, fmt.Sprint(s.refused), fmt.Sprint(s.failed), fmt.Sprintf("%.1f", s.last.Seconds()))
	return strings.Join(cells, "\t")
}

// quantile of times: the least that a share of them does not exceed; 0 of none.
func quantile(times []time.Duration, share float64) time.Duration {
	if len(times) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(times))
	return sorted[max(0, int(float64(len(sorted))*share+0.9999999)-1)]
}
