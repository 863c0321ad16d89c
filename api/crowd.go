package api

import (
	"context"
	"errors"

	"github.com/danielgtaylor/huma/v2"
)

// errCrowd: so many ask at once that who comes now would wait too long.
var errCrowd = errors.New("too many phones at once")

// crowd lets some in at a time and a number wait; whoever comes after those is told to
// come again, which costs nothing, where a queue without an end would answer nobody in
// time. Facts and packs have a crowd each: who fetches is in no one's way who brings.
type crowd struct {
	all    chan struct{} // in or waiting
	inside chan struct{}
}

// At a time: a push takes some milliseconds, a pack some more of two processors. Who
// waits behind so many is served within a second or two.
const (
	pushesInside, pushesWaiting = 64, 256
	packsInside, packsWaiting   = 3, 96
)

func newCrowd(inside, waiting int) crowd {
	return crowd{make(chan struct{}, inside+waiting), make(chan struct{}, inside)}
}

// enter lets the caller in, after whoever came before; leave must be called then.
// errCrowd: too many wait already.
func (c crowd) enter(ctx context.Context) (leave func(), err error) {
	select {
	case c.all <- struct{}{}:
	default:
		return nil, errCrowd
	}
	select {
	case c.inside <- struct{}{}:
		return func() { <-c.inside; <-c.all }, nil
	case <-ctx.Done():
		<-c.all
		return nil, ctx.Err()
	}
}

// errMaps: as many maps as memory is kept for are being read already.
var errMaps = errors.New("too many maps at once")

// mapsInside are the maps in memory at a time: of each the file, what it unpacks to and
// its shapes, some hundred megabytes.
const mapsInside = 2

// fewMaps turns away who brings a map while mapsInside are being read, before its body is.
func (s *server) fewMaps(c huma.Context, next func(huma.Context)) {
	select {
	case s.maps <- struct{}{}:
		defer func() { <-s.maps }()
		next(c)
	default:
		hearOut(c.Context(), c.BodyReader(), c.SetReadDeadline)
		refuse(c, errMaps)
	}
}
