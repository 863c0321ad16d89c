package api

import (
	"context"

	"binaan/data"
	"binaan/geo"
	"binaan/planner"
)

type mattersInput struct {
	BranchPath
	Queue planner.Queue `query:"queue" enum:"DATA,UANG,KELUHAN,ALIH,SENSITIF,PENDAFTAR" doc:"None: all"`
	Stage planner.Stage `query:"stage" enum:"OFFICE,FILE,PAST,OLD" default:"OFFICE" doc:"Who is to act on it"`
}

type mattersOutput struct{ Body data.OfficeQueues }

// matters are what the field has opened and the office has yet to close.
func (s *server) matters(ctx context.Context, in *mattersInput) (*mattersOutput, error) {
	b, reader, err := s.changing(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	queues, err := s.store.Matters(ctx, b.ID, data.MatterChoice{Queue: in.Queue, Stage: in.Stage}, s.today(b), reader.ID)
	return &mattersOutput{queues}, err
}

// acts are what the office may say of an event.
var acts = map[string]planner.Code{"settle": planner.Settled, "hand": planner.HandedOn, "release": planner.Release, "cancel": planner.Cancelled}

type decideInput struct {
	BranchPath
	Event planner.EventID `path:"event" maxLength:"36"`
	Body  struct {
		Act    string `json:"act" enum:"settle,hand,release,cancel"`
		Reason string `json:"reason,omitempty" maxLength:"60" doc:"Who has the matter now, or what came of it"`
		Note   string `json:"note,omitempty" maxLength:"140"`
	}
}

// decide closes a matter, hands it on, lets an event count that was held, or takes one back.
func (s *server) decide(ctx context.Context, in *decideInput) (*struct{}, error) {
	b, by, err := s.changing(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	d := data.Decision{Of: in.Event, Says: acts[in.Body.Act], Reason: in.Body.Reason, Note: in.Body.Note, By: by.Login}
	if d.Says == planner.HandedOn && d.Reason == "" {
		return nil, errInput
	}
	return nil, s.store.Decide(ctx, b.ID, d)
}

type officialsOutput struct {
	Body struct {
		Officials []data.Official `json:"officials"`
	}
}

func (s *server) officials(ctx context.Context, in *BranchPath) (*officialsOutput, error) {
	b, err := s.branch(ctx, *in)
	if err != nil {
		return nil, err
	}
	out := &officialsOutput{}
	out.Body.Officials, err = s.store.Officials(ctx, b.ID)
	return out, err
}

type addOfficialInput struct {
	BranchPath
	Body struct {
		Desa  string    `json:"desa" maxLength:"13"`
		Post  data.Post `json:"post" enum:"RT,RW,DUSUN,DESA,KECAMATAN,PKK,TOKOH"`
		Unit  string    `json:"unit,omitempty" maxLength:"40"`
		Name  string    `json:"name" minLength:"1" maxLength:"80"`
		Phone string    `json:"phone,omitempty" maxLength:"20" pattern:"^(\\+?[0-9 -]*)$"`
	}
}

type officialOutput struct{ Body data.Official }

func (s *server) addOfficial(ctx context.Context, in *addOfficialInput) (*officialOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	o := in.Body
	made, err := s.store.AddOfficial(ctx, b.ID, data.Official{Desa: geo.AreaCode(o.Desa), Post: o.Post, Unit: o.Unit, Name: o.Name, Phone: o.Phone}, by(ctx))
	if err != nil {
		return nil, err
	}
	return &officialOutput{made}, nil
}

func (s *server) removeOfficial(ctx context.Context, in *NumberPath) (*struct{}, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	return nil, s.store.RemoveOfficial(ctx, b.ID, in.ID, by(ctx))
}
