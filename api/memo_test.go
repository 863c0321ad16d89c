package api

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"

	"binaan/data"
)

func TestMemoMakesAViewOnceHoweverManyAsk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := memo[int]{most: 10}
		made, going := 0, make(chan bool)
		do := func(context.Context) (int, error) {
			made++
			<-going
			return made, nil
		}
		var group sync.WaitGroup
		ask := func() {
			if v, err := m.of(t.Context(), data.Branch{ID: 1, Version: 1}, "a", do); v != 1 || err != nil {
				t.Errorf("got %d, %v", v, err)
			}
		}
		for range 16 {
			group.Go(ask)
		}
		synctest.Wait() // all have asked, and none has an answer
		close(going)
		group.Wait()
		ask()
		if made != 1 {
			t.Errorf("made %d times", made)
		}
	})
}

func TestMemoForgetsOlderVersionsAndNoErrors(t *testing.T) {
	m := memo[int]{most: 3}
	ask := func(b data.BranchID, version int64, view string, v int) int {
		got, err := m.of(t.Context(), data.Branch{ID: b, Version: version}, view, func(context.Context) (int, error) { return v, nil })
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	broken := errors.New("broken")
	if _, err := m.of(t.Context(), data.Branch{ID: 1, Version: 1}, "a", func(context.Context) (int, error) { return 0, broken }); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	for i, c := range []struct {
		branch  data.BranchID
		version int64
		view    string
		want    int
	}{{1, 1, "a", 0}, {1, 1, "a", 0}, {2, 1, "a", 2}, {1, 1, "b", 3}, {1, 2, "a", 4}, {1, 2, "a", 4}, {2, 1, "a", 2}} {
		if got := ask(c.branch, c.version, c.view, i); got != c.want {
			t.Errorf("%d: got %d, want %d", i, got, c.want)
		}
	}
	if len(m.kept) != 2 {
		t.Errorf("kept %v", m.kept)
	}
	for i := range 10 {
		ask(3, 1, string(rune('a'+i)), i)
	}
	if len(m.kept) > m.most {
		t.Errorf("kept %d views, most %d", len(m.kept), m.most)
	}
}

func TestMemoGoesOnWhenWhoAskedFirstIsGone(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	m := memo[int]{most: 3}
	v, err := m.of(ctx, data.Branch{ID: 1}, "a", func(ctx context.Context) (int, error) {
		cancel()
		return 5, ctx.Err()
	})
	if v != 5 || err != nil {
		t.Errorf("got %d, %v", v, err)
	}
}

func TestMemoForgetsWhatWasLastAskedForLongestAgo(t *testing.T) {
	m := memo[string]{most: 10, weigh: func(v string) int { return len(v) }}
	made := 0
	ask := func(view, v string) {
		t.Helper()
		got, err := m.of(t.Context(), data.Branch{ID: 1}, view, func(context.Context) (string, error) {
			made++
			return v, nil
		})
		if err != nil || got != v || m.weight > m.most && len(m.kept) > 1 {
			t.Errorf("got %q, %v; %d views of weight %d", got, err, len(m.kept), m.weight)
		}
	}
	for i, c := range []struct {
		view, v string
		made    int
	}{
		{"a", "xxxx", 1}, {"b", "xxxx", 2}, {"a", "xxxx", 2}, {"c", "xx", 3}, // full
		{"d", "xx", 4},                                     // instead of b
		{"a", "xxxx", 4}, {"c", "xx", 4}, {"b", "xxxx", 5}, // instead of d
		{"e", "xxxxxxxxxxxx", 6}, {"e", "xxxxxxxxxxxx", 6}, // too much alone, and all there is
		{"f", "", 7},
	} {
		if ask(c.view, c.v); made != c.made {
			t.Errorf("%d: %q was the %dth to be made, want %d", i, c.view, made, c.made)
		}
	}
}
