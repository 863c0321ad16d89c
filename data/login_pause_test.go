package data

import (
	"testing"
	"time"
)

// After five wrong passwords a minute of quiet is asked for, twice as much with each more,
// and a quarter of an hour at most: somebody who guesses gets nowhere, and who forgot is
// not locked out for the day.
func TestQuietDoublesUpToAQuarterOfAnHour(t *testing.T) {
	want := []time.Duration{time.Minute, 2 * time.Minute, 4 * time.Minute, 8 * time.Minute, 15 * time.Minute}
	for more := range 200 {
		if got := pause(perLogin + more); got != want[min(more, len(want)-1)] {
			t.Errorf("after %d failures %v", perLogin+more, got)
		}
	}
}
