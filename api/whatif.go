package api

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"

	"binaan/data"
	"binaan/geo"
	"binaan/planner"
	"binaan/planner/territory"
)

// mostAsking is how long an answer may take before the question is given up.
const mostAsking = time.Minute

// asking bounds how many questions are worked out at once: each takes a processor.
var asking = make(chan struct{}, max(1, runtime.NumCPU()/2))

var (
	errQuestion = errors.New("a question is one of leave, join, ill and choose")
	errPlaces   = errors.New("more places than candidates")
	errTooLong  = errors.New("the answer takes too long")
)

// WhatIf is a question; exactly one part is there.
type WhatIf struct {
	Leave  *LeaveQuestion  `json:"leave,omitempty"`
	Join   *JoinQuestion   `json:"join,omitempty"`
	Ill    *IllQuestion    `json:"ill,omitempty"`
	Choose *ChooseQuestion `json:"choose,omitempty"`
}

// LeaveQuestion asks what it comes to when a kader leaves.
type LeaveQuestion struct {
	Kader planner.KaderID `json:"kader" minimum:"1"`
}

// JoinQuestion asks what it comes to when somebody joins.
type JoinQuestion struct {
	Name      string       `json:"name,omitempty" maxLength:"80"`
	Kecamatan geo.AreaCode `json:"kecamatan" maxLength:"8" doc:"Of the contract"`
	Desa      geo.AreaCode `json:"desa,omitempty" maxLength:"13" doc:"Of the home; the middle of the kecamatan by default"`
}

// IllQuestion asks what a kader's absence costs.
type IllQuestion struct {
	Kader planner.KaderID `json:"kader" minimum:"1"`
	Days  int             `json:"days" minimum:"1" maximum:"366"`
}

// ChooseQuestion asks whom to take.
type ChooseQuestion struct {
	Candidates []JoinQuestion `json:"candidates" minItems:"1" maxItems:"20"`
	Places     int            `json:"places" minimum:"1" maximum:"20"`
}

// Answer is the part that was asked for.
type Answer struct {
	Change  *territory.Consequence `json:"change,omitempty" doc:"When a kader leaves or joins"`
	Absence *territory.Absence     `json:"absence,omitempty"`
	Hires   []territory.Hire       `json:"hires,omitempty" doc:"In the order in which they are taken"`
}

type whatIfInput struct {
	BranchPath
	Body WhatIf
}

type whatIfOutput struct{ Body Answer }

// whatIf answers from the territories in force and stores nothing. It ends with
// the request.
func (s *server) whatIf(ctx context.Context, in *whatIfInput) (*whatIfOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	if err := in.Body.check(); err != nil {
		return nil, err
	}
	day := s.today(b)
	if _, err := s.store.PlanInForce(ctx, b.ID, day); isNotFound(err) {
		return nil, errNoTerritories
	}
	territories, err := s.store.TerritoryInput(ctx, b.ID, data.PlanRequest{Day: day})
	if err != nil {
		return nil, err
	}
	select {
	case asking <- struct{}{}:
		defer func() { <-asking }()
	case <-ctx.Done():
		return nil, fmt.Errorf("what if: %w", ctx.Err())
	}
	limit, stop := context.WithTimeout(ctx, mostAsking)
	defer stop()
	answer, err := in.Body.answer(limit, territories)
	if errors.Is(err, context.DeadlineExceeded) {
		err = fmt.Errorf("what if: %w", errTooLong)
	}
	return &whatIfOutput{answer}, err
}

// check refuses what is no question.
func (q WhatIf) check() error {
	parts := 0
	for _, there := range []bool{q.Leave != nil, q.Join != nil, q.Ill != nil, q.Choose != nil} {
		if there {
			parts++
		}
	}
	if parts != 1 {
		return fmt.Errorf("%d parts: %w", parts, errQuestion)
	}
	if c := q.Choose; c != nil && c.Places > len(c.Candidates) {
		return fmt.Errorf("%d places, %d candidates: %w", c.Places, len(c.Candidates), errPlaces)
	}
	return nil
}

func (q WhatIf) answer(ctx context.Context, in territory.Input) (Answer, error) {
	switch {
	case q.Leave != nil:
		c, err := in.Leave(ctx, q.Leave.Kader, planner.Options{})
		return Answer{Change: &c}, err
	case q.Join != nil:
		k, err := in.Newcomer(1, q.Join.Name, q.Join.Kecamatan, q.Join.Desa)
		if err != nil {
			return Answer{}, err
		}
		c, err := in.Join(ctx, k, planner.Options{})
		return Answer{Change: &c}, err
	case q.Ill != nil:
		a, err := in.Ill(q.Ill.Kader, q.Ill.Days)
		return Answer{Absence: &a}, err
	}
	var candidates []planner.Kader
	for i, x := range q.Choose.Candidates {
		k, err := in.Newcomer(i+1, x.Name, x.Kecamatan, x.Desa)
		if err != nil {
			return Answer{}, err
		}
		candidates = append(candidates, k)
	}
	hires, err := in.Choose(ctx, candidates, q.Choose.Places, planner.Options{})
	return Answer{Hires: hires}, err
}
