package api

import (
	"context"
	"time"
)

// Clock is what time it is for the server: a face has no other.
type Clock struct {
	Now   time.Time `json:"now"`
	Drill bool      `json:"drill" doc:"The time is pretended: the server was told another moment to begin at"`
}

type clockOutput struct {
	Cache string `header:"Cache-Control"`
	Body  Clock
}

func (s *server) clock(context.Context, *struct{}) (*clockOutput, error) {
	return &clockOutput{"no-store", Clock{s.store.Now(), s.store.Drill()}}, nil
}
