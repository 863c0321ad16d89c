package api

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/sse"

	"binaan/data"
)

// mostStreams is how many streams a session may hold open: a browser with a few
// pages, not a program that opens connections until there are none left.
const mostStreams = 6

// lookAgain is how often an open stream asks whether its session still lives.
const lookAgain = 2 * time.Second

// streams counts the open streams of each session.
type streams struct {
	sync.Mutex
	open map[data.SessionID]int
}

// take counts one more; free must be called when it ends.
func (s *streams) take(id data.SessionID) (free func(), err error) {
	s.Lock()
	defer s.Unlock()
	if s.open[id] >= mostStreams {
		return nil, errStreams
	}
	if s.open == nil {
		s.open = map[data.SessionID]int{}
	}
	s.open[id]++
	return func() {
		s.Lock()
		defer s.Unlock()
		if s.open[id]--; s.open[id] == 0 {
			delete(s.open, id)
		}
	}, nil
}

// branchOf is the branch that an operation's input names.
type branchOf interface{ branchPath() BranchPath }

func (b BranchPath) branchPath() BranchPath { return b }

// stream registers a stream of events for officers. Who may not have it, and what
// is not there, is told by the status. The stream ends with the session that
// opened it; there, unless nil, looks whether the {id} of the path exists.
func stream[I branchOf](s *server, op huma.Operation, there func(context.Context, data.Branch, int64) error,
	events map[string]any, follow func(context.Context, data.Branch, *I, sse.Sender)) {
	op.Method = http.MethodGet
	op.Middlewares = huma.Middlewares{s.admit(officer), s.found(there), s.whileLoggedIn}
	sse.Register(s.api, op, events, func(ctx context.Context, in *I, send sse.Sender) {
		b, err := s.branch(ctx, (*in).branchPath())
		if err != nil {
			return // admit has looked already
		}
		follow(ctx, b, in, send)
	})
}

// found answers 404 for what is not there.
func (s *server) found(there func(context.Context, data.Branch, int64) error) func(huma.Context, func(huma.Context)) {
	return func(c huma.Context, next func(huma.Context)) {
		if there == nil {
			next(c)
			return
		}
		b, err := s.branch(c.Context(), BranchPath{c.Param("branch")})
		var id int64
		if err == nil {
			if id, err = strconv.ParseInt(c.Param("id"), 10, 64); err != nil {
				err = fmt.Errorf("stream of %q: %w", c.Param("id"), data.ErrNotFound)
			}
		}
		if err == nil {
			err = there(c.Context(), b, id)
		}
		if err != nil {
			refuse(c, err)
			return
		}
		next(c)
	}
}

// whileLoggedIn ends a stream with its session and refuses one too many.
func (s *server) whileLoggedIn(c huma.Context, next func(huma.Context)) {
	in, ok := c.Context().Value(sessionKey{}).(session)
	if !ok {
		refuse(c, errLogin)
		return
	}
	free, err := s.streams.take(in.id)
	if err != nil {
		refuse(c, err)
		return
	}
	defer free()
	ctx, cancel := context.WithCancel(c.Context())
	defer cancel()
	go func() {
		defer cancel()
		defer func() {
			if fault := recover(); fault != nil {
				slog.Error("stream", "panic", fault)
			}
		}()
		tick := time.NewTicker(lookAgain)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			if lives, err := s.store.SessionLives(ctx, in.id); err != nil || !lives {
				return
			}
		}
	}()
	next(huma.WithContext(c, ctx))
}
