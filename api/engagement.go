package api

import (
	"context"
	"fmt"

	"binaan/data"
	"binaan/geo"
	"binaan/planner"
)

// engagedAhead is how far engagements are listed, and planned.
const engagedAhead = 366

type engagementsOutput struct {
	Body struct {
		Engagements []data.PlannedEngagement `json:"engagements" doc:"From today on"`
	}
}

// engagements are what a kader is to do beside visits.
func (s *server) engagements(ctx context.Context, in *KaderPath) (*engagementsOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	var out engagementsOutput
	out.Body.Engagements, err = s.store.Engagements(ctx, b.ID, in.Kader, s.today(b), s.today(b)+engagedAhead)
	return &out, err
}

type addEngagementInput struct {
	KaderPath
	Body struct {
		Day     planner.Day    `json:"day"`
		Open    planner.Minute `json:"open" minimum:"0" maximum:"1439" doc:"Minutes after midnight"`
		Minutes planner.Minute `json:"minutes" minimum:"5" maximum:"480"`
		For     planner.Code   `json:"for" enum:"EDUKASI,DAFTAR_BARU,LAPOR_DESA"`
		Place   string         `json:"place" minLength:"1" maxLength:"60"`
		Desa    geo.AreaCode   `json:"desa" maxLength:"13" doc:"Empty: not known; ways are taken from the kader's home"`
	}
}

// addEngagement gives a kader something to do at an hour; the route of that day makes
// room for it.
func (s *server) addEngagement(ctx context.Context, in *addEngagementInput) (*engagementsOutput, error) {
	b, by, err := s.changing(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	e := data.PlannedEngagement{
		Engagement: planner.Engagement{Day: in.Body.Day, Open: in.Body.Open, Minutes: in.Body.Minutes, For: in.Body.For, Place: in.Body.Place},
		Desa:       in.Body.Desa,
	}
	today := s.today(b)
	if e.Day < today || e.Day == today && e.Open < b.Minute(s.store.Now()) || e.Day > today+engagedAhead {
		return nil, fmt.Errorf("engagement on %s: %w", e.Day, errPast)
	}
	if err := s.store.AddEngagement(ctx, b.ID, in.Kader, e, by.ID); err != nil {
		return nil, err
	}
	return s.engagements(ctx, &in.KaderPath)
}

type removeEngagementInput struct {
	KaderPath
	ID planner.EngagementID `path:"id" minimum:"1"`
}

// removeEngagement takes an engagement back.
func (s *server) removeEngagement(ctx context.Context, in *removeEngagementInput) (*engagementsOutput, error) {
	b, by, err := s.changing(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	if err := s.store.RemoveEngagement(ctx, b.ID, in.Kader, in.ID, by.ID); err != nil {
		return nil, err
	}
	return s.engagements(ctx, &in.KaderPath)
}
