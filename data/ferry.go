package data

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// ferry takes a branch's deliveries across in groups: all that came while the group before
// was under way share a transaction (a group commit). Its statements, the branch's locks
// and the write to disk are paid once for a group; who comes alone goes alone, and at once.
type ferry struct {
	berth   chan struct{} // held by who takes a group across
	mu      sync.Mutex
	waiting []*crossing // who came first is first
}

// crossing is a delivery on its way; the rest of it holds once done is closed.
type crossing struct {
	Delivery
	done chan struct{}
	out  Synced
	err  error
}

// errSunk: whoever took the group across did not come to an end with it.
var errSunk = errors.New("deliveries taken together did not get through")

const (
	mostTogether   = 200         // events of a group; a delivery of more goes alone
	mostTimeAcross = time.Minute // of a group
)

func newFerry() *ferry { return &ferry{berth: make(chan struct{}, 1)} }

// ferries has one for each branch, of which so many cross at a time that connections are
// left for others.
type ferries struct {
	of     sync.Map
	across chan struct{}
}

const mostAcross = 8

func newFerries() *ferries { return &ferries{across: make(chan struct{}, mostAcross)} }

func (f *ferries) branch(b BranchID) *ferry {
	if known, ok := f.of.Load(b); ok {
		return known.(*ferry)
	}
	known, _ := f.of.LoadOrStore(b, newFerry())
	return known.(*ferry)
}

// takeGroup has some deliveries judged and committed: an answer for each, or none at all.
type takeGroup func(context.Context, []Delivery) ([]Synced, error)

// cross takes a delivery across with whoever else waits, and tells what became of it. What
// has left the quay arrives, whether or not who brought it still waits for the answer.
func (f *ferry) cross(ctx context.Context, d Delivery, take takeGroup) (Synced, error) {
	c := &crossing{Delivery: d, done: make(chan struct{})}
	f.mu.Lock()
	f.waiting = append(f.waiting, c)
	f.mu.Unlock()
	select {
	case <-c.done:
	case f.berth <- struct{}{}:
		f.steer(ctx, c, take)
	case <-ctx.Done():
		f.leave(c)
		return Synced{}, ctx.Err()
	}
	return c.out, c.err
}

// steer takes groups across until c is.
func (f *ferry) steer(ctx context.Context, c *crossing, take takeGroup) {
	defer func() { <-f.berth }()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), mostTimeAcross)
	defer cancel()
	for {
		select {
		case <-c.done:
			return
		default:
			carry(ctx, f.group(), take)
		}
	}
}

// group is who goes next.
func (f *ferry) group() []*crossing {
	f.mu.Lock()
	defer f.mu.Unlock()
	n, events := 1, len(f.waiting[0].Events)
	for n < len(f.waiting) && events+len(f.waiting[n].Events) <= mostTogether {
		events += len(f.waiting[n].Events)
		n++
	}
	group := slices.Clone(f.waiting[:n])
	f.waiting = slices.Delete(f.waiting, 0, n)
	return group
}

// leave is for who does not wait any longer.
func (f *ferry) leave(c *crossing) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.waiting = slices.DeleteFunc(f.waiting, func(w *crossing) bool { return w == c })
}

// carry takes a group across; where the database refuses it, each for itself, so that
// what is wrong with one is no other's trouble.
func carry(ctx context.Context, group []*crossing, take takeGroup) {
	all := make([]Delivery, len(group))
	for i, c := range group {
		all[i], c.err = c.Delivery, errSunk
		defer close(c.done)
	}
	out, err := take(ctx, all)
	var refused *pgconn.PgError
	if len(group) > 1 && errors.As(err, &refused) {
		for i, c := range group {
			out, err := take(ctx, all[i:i+1])
			c.keep(out, 0, err)
		}
		return
	}
	for i, c := range group {
		c.keep(out, i, err)
	}
}

func (c *crossing) keep(out []Synced, i int, err error) {
	if c.err = err; err == nil {
		c.out = out[i]
	}
}
