package data

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// delivery is one of a device, of so many events.
func delivery(device string, events int) Delivery {
	return Delivery{Device: device, Events: make([]Arrival, events)}
}

// answers are those to deliveries, told apart by who brought them.
func answers(all []Delivery) []Synced {
	out := make([]Synced, len(all))
	for i, d := range all {
		out[i].Epoch = d.Device
	}
	return out
}

func TestWhatComesMeanwhileCrossesTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFerry()
		var groups []int
		take := func(_ context.Context, all []Delivery) ([]Synced, error) {
			groups = append(groups, len(all)) // one at a time, or the race detector tells
			time.Sleep(time.Second)
			return answers(all), nil
		}
		var crossed sync.WaitGroup
		bring := func(n, events int) {
			for k := range n {
				crossed.Go(func() {
					device := fmt.Sprint(events, "/", k)
					if got, err := f.cross(t.Context(), delivery(device, events), take); err != nil || got.Epoch != device {
						t.Errorf("%s was answered %q (%v)", device, got.Epoch, err)
					}
				})
			}
		}
		bring(1, 8)
		synctest.Wait()
		bring(9, 8)
		synctest.Wait()
		bring(3, mostTogether-1)
		crossed.Wait()
		if !slices.Equal(groups, []int{1, 9, 1, 1, 1}) {
			t.Errorf("crossed in groups of %v", groups)
		}
		if len(f.waiting) != 0 {
			t.Errorf("%d were left behind", len(f.waiting))
		}
	})
}

// What the database refuses of one delivery is refused of that one; what no delivery is
// to blame for is told to all, who come again.
func TestWhatIsWrongWithOneDeliveryIsNoOthersTrouble(t *testing.T) {
	for _, c := range []struct {
		why   error
		tries int
		lost  []string
	}{
		{&pgconn.PgError{Code: "22P05"}, 4, []string{"b"}},
		{errors.New("connection refused"), 1, []string{"a", "b", "c"}},
	} {
		tries := 0
		take := func(_ context.Context, all []Delivery) ([]Synced, error) {
			tries++
			if slices.ContainsFunc(all, func(d Delivery) bool { return d.Device == "b" }) {
				return nil, fmt.Errorf("append events: %w", c.why)
			}
			return answers(all), nil
		}
		var group []*crossing
		for _, device := range []string{"a", "b", "c"} {
			group = append(group, &crossing{Delivery: delivery(device, 1), done: make(chan struct{})})
		}
		carry(t.Context(), group, take)
		var lost []string
		for _, x := range group {
			<-x.done
			if x.err != nil {
				lost = append(lost, x.Device)
			} else if x.out.Epoch != x.Device {
				t.Errorf("%v: %s was answered %q", c.why, x.Device, x.out.Epoch)
			}
		}
		if tries != c.tries || !slices.Equal(lost, c.lost) {
			t.Errorf("%v: %d tries, refused %v", c.why, tries, lost)
		}
	}
}

// A steersman who gives up takes the others across all the same; one who falls leaves them
// with an error and the berth free.
func TestNobodyIsLeftOnTheWater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFerry()
		impatient, giveUp := context.WithCancel(t.Context())
		var all sync.WaitGroup
		take := func(ctx context.Context, all []Delivery) ([]Synced, error) {
			if len(all) == 3 {
				panic("fell")
			}
			time.Sleep(time.Second)
			return answers(all), ctx.Err()
		}
		all.Go(func() {
			if _, err := f.cross(impatient, delivery("first", 1), take); err != nil {
				t.Errorf("the first: %v, but it was across", err)
			}
		})
		synctest.Wait()
		all.Go(func() {
			if _, err := f.cross(impatient, delivery("gone", 1), take); !errors.Is(err, context.Canceled) {
				t.Errorf("who gave up waiting: %v", err)
			}
		})
		synctest.Wait()
		giveUp()
		synctest.Wait()
		var sunk atomic.Int64
		for range 3 {
			all.Go(func() {
				defer func() { _ = recover() }()
				if _, err := f.cross(t.Context(), delivery("late", 1), take); errors.Is(err, errSunk) {
					sunk.Add(1)
				}
			})
			synctest.Wait()
		}
		all.Wait()
		if sunk.Load() != 2 {
			t.Errorf("%d of 2 were told that they did not get across", sunk.Load())
		}
		if _, err := f.cross(t.Context(), delivery("after", 1), take); err != nil {
			t.Errorf("after that: %v", err)
		}
	})
}

func TestPhonesPressWhenTwentyComeInASecond(t *testing.T) {
	var p press
	at := time.Date(2026, 11, 23, 17, 0, 0, 0, time.UTC)
	for range pressing - 1 {
		p.count(at)
	}
	if p.high(at) {
		t.Error("nineteen are a press")
	}
	p.count(at.Add(900 * time.Millisecond))
	if !p.high(at.Add(time.Second)) || p.high(at.Add(2*time.Second)) || p.high(at.Add(time.Hour)) {
		t.Error("a press holds for the second after it, and no longer")
	}
}
