package api

import (
	"context"
	"fmt"
	"strings"
	"unicode"

	"binaan/data"
	"binaan/geo"
	"binaan/planner"
	"binaan/planner/territory"
)

type householdsInput struct {
	BranchPath
	Desa      string              `query:"desa" maxLength:"13"`
	Cell      string              `query:"cell" pattern:"^[0-9a-f]*$" maxLength:"16"`
	Plan      data.PlanID         `query:"plan" minimum:"0"`
	Territory territory.ID        `query:"territory" minimum:"0"`
	After     planner.HouseholdID `query:"after" minimum:"0" doc:"Where the page before ended: its next"`
}

type householdsOutput struct{ Body data.HouseholdList }

func (s *server) households(ctx context.Context, in *householdsInput) (*householdsOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	filter := data.HouseholdFilter{Desa: geo.AreaCode(in.Desa), Plan: in.Plan, Territory: in.Territory, After: in.After}
	if in.Cell != "" {
		if err := filter.Cell.UnmarshalText([]byte(in.Cell)); err != nil {
			return nil, fmt.Errorf("cell %q: %w", in.Cell, errInput)
		}
	}
	reader, err := who(ctx)
	if err != nil {
		return nil, err
	}
	list, err := s.store.Households(ctx, b.ID, filter, reader.ID)
	return &householdsOutput{list}, err
}

type revealInput struct {
	BranchPath
	ID   planner.HouseholdID `path:"id"`
	Body struct {
		Reason string `json:"reason" enum:"koreksi,pengaduan,pembayaran,permintaan,lainnya" doc:"Correction of data, complaint, payment that does not match, request of the family, other"`
		Note   string `json:"note" minLength:"10" maxLength:"200" doc:"What it is about, in words"`
	}
}

type revealOutput struct{ Body data.Identity }

func (s *server) reveal(ctx context.Context, in *revealInput) (*revealOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	reader, err := who(ctx)
	if err != nil {
		return nil, err
	}
	if !says(in.Body.Note) {
		return nil, errNoReason
	}
	out := &revealOutput{}
	out.Body, err = s.store.Reveal(ctx, b.ID, in.ID, reader, in.Body.Reason+": "+in.Body.Note)
	return out, err
}

// says tells whether a text is words rather than keys that were hit: two words of
// two letters or more, and five different letters in all.
func says(text string) bool {
	letters, words := map[rune]bool{}, 0
	for _, word := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if len(word) > 1 {
			words++
		}
		for _, r := range word {
			letters[r] = true
		}
	}
	return words > 1 && len(letters) > 4
}
