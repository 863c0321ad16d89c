package api

import (
	"context"
	"fmt"
	"strings"

	"binaan/data"
)

type holidaysOutput struct{ Body data.Holidays }

// holidays are the branch's days off and what is not certain about them.
func (s *server) holidays(ctx context.Context, in *BranchPath) (*holidaysOutput, error) {
	b, err := s.branch(ctx, *in)
	if err != nil {
		return nil, err
	}
	days, err := s.store.Holidays(ctx, b.ID, s.today(b))
	return &holidaysOutput{days}, err
}

type HolidayPath struct {
	BranchPath
	Day string `path:"day" doc:"YYYY-MM-DD"`
}

type setHolidayInput struct {
	HolidayPath
	Body struct {
		Name string `json:"name" minLength:"1" maxLength:"60"`
	}
}

// setHoliday enters or confirms a day off; the routes concerned are planned anew.
func (s *server) setHoliday(ctx context.Context, in *setHolidayInput) (*holidaysOutput, error) {
	b, by, err := s.changing(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	day, err := s.dayOf(b, in.Day)
	if err != nil {
		return nil, err
	}
	name := strings.TrimSpace(in.Body.Name)
	switch {
	case name == "":
		return nil, fmt.Errorf("day off %s without a name: %w", day, errInput)
	case day < s.today(b):
		return nil, fmt.Errorf("day off %s: %w", day, errPast)
	}
	if err := s.store.SetHoliday(ctx, b.ID, day, name, by.Login); err != nil {
		return nil, err
	}
	return s.holidays(ctx, &in.BranchPath)
}

// strikeHoliday says that a day is no day off.
func (s *server) strikeHoliday(ctx context.Context, in *HolidayPath) (*holidaysOutput, error) {
	b, by, err := s.changing(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	day, err := s.dayOf(b, in.Day)
	if err != nil {
		return nil, err
	}
	if day < s.today(b) {
		return nil, fmt.Errorf("day off %s: %w", day, errPast)
	}
	if err := s.store.StrikeHoliday(ctx, b.ID, day, by.Login); err != nil {
		return nil, err
	}
	return s.holidays(ctx, &in.BranchPath)
}
