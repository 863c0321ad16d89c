package api

import "sync"

// glances let all who watch one thing share what one of them reads: however many
// watch, the thing is read once a round.
type glances[T any] struct {
	mu sync.Mutex
	of map[string]*glance[T]
}

type glance[T any] struct {
	watchers int // under the mutex of the glances

	mu    sync.Mutex
	round int64
	last  T
	ended bool
}

// open begins to watch a thing; close must be called when it is over. look reads
// it with read, unless that was done in the same round.
func (g *glances[T]) open(key string) (look func(round int64, read func() (T, bool, error)) (T, bool, error), close func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	one := g.of[key]
	if one == nil {
		if g.of == nil {
			g.of = map[string]*glance[T]{}
		}
		one = &glance[T]{round: -1}
		g.of[key] = one
	}
	one.watchers++
	return one.look, func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		if one.watchers--; one.watchers == 0 {
			delete(g.of, key)
		}
	}
}

func (g *glance[T]) look(round int64, read func() (T, bool, error)) (T, bool, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if round <= g.round {
		return g.last, g.ended, nil
	}
	state, ended, err := read()
	if err == nil {
		g.round, g.last, g.ended = round, state, ended
	}
	return state, ended, err
}
