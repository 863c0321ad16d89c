package api

import (
	"errors"
	"sync"
	"testing"
)

func TestAllWatchersOfAThingShareOneRead(t *testing.T) {
	var g glances[int]
	hold, done := g.open("plan 1") // before the others come, so that the thing is watched all the time
	var wg sync.WaitGroup
	reads := 0 // under the glance's mutex
	for range 50 {
		wg.Go(func() {
			look, done := g.open("plan 1")
			defer done()
			for round := range int64(4) {
				got, _, err := look(round, func() (int, bool, error) { reads++; return reads, false, nil })
				if err != nil || got < 1 {
					t.Errorf("round %d: %d %v", round, got, err)
				}
			}
		})
	}
	wg.Wait()
	if reads > 4 {
		t.Errorf("50 watchers read %d times in 4 rounds", reads)
	}
	if _, _, err := hold(9, func() (int, bool, error) { return 0, false, errors.New("away") }); err == nil {
		t.Error("a read that failed was taken for a state")
	}
	if got, _, err := hold(9, func() (int, bool, error) { return 77, true, nil }); got != 77 || err != nil {
		t.Errorf("after a read that failed: %d %v", got, err)
	}
	done()
	if len(g.of) != 0 {
		t.Errorf("%d things are kept that nobody watches", len(g.of))
	}
}

func TestAnEscapedNULIsFoundAndAnEscapedBackslashIsNot(t *testing.T) {
	for text, want := range map[string]bool{
		`"\u0000"`: true, `"a\u0000"`: true, `"\\\u0000"`: true, `"\\u0000"`: false, `"u0000"`: false, `"\\\\u0000 \\\u0000"`: true, `""`: false,
	} {
		if got := escapesNUL([]byte(text)); got != want {
			t.Errorf("%s: %t", text, got)
		}
	}
}
