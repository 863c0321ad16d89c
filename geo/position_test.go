package geo

import (
	"errors"
	"strings"
	"testing"
)

func TestPositionsBeyondEachEdgeOfIndonesiaAreRefused(t *testing.T) {
	for _, p := range [][2]float64{{94.9, -7}, {141.1, -7}, {110, -11.1}, {110, 6.1}} {
		if _, err := NewPosition(p[0], p[1]); err != nil {
			t.Errorf("%v on the edge: %v", p, err)
		}
	}
	for _, p := range [][2]float64{{94.8, -7}, {141.2, -7}, {110, -11.2}, {110, 6.2}} {
		if _, err := NewPosition(p[0], p[1]); !errors.Is(err, ErrOutside) || strings.Contains(err.Error(), "swapped") {
			t.Errorf("%v beyond the edge: %v", p, err)
		}
	}
	if _, err := NewPosition(-7, 110); !errors.Is(err, ErrOutside) || !strings.Contains(err.Error(), "swapped") {
		t.Errorf("latitude before longitude: %v, want a word about that", err)
	}
}
