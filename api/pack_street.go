package api

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"

	"binaan/data"
	"binaan/geo"
)

// Streets are the streets about a kader's families, for the sketch of a day.
type Streets struct {
	Source string     `json:"source" doc:"Whose they are, to be told wherever they are shown; empty: the branch has none"`
	Roads  []geo.Road `json:"roads" doc:"Those that help most first: class 1 between towns, 2 between desa, 3 along houses, 4 for feet and handlebars"`
}

// mostStreetPoints is how many points of streets a phone gets: some 100 kB, 40 compressed.
const mostStreetPoints = 12_000

// streets gives a kader's phone the streets about its families. Nothing of a person is in
// them, so that they are not audited.
func (s *server) streets(ctx context.Context, in *KeptInput) (*packedOutput[Streets], error) {
	a, err := who(ctx)
	if err != nil {
		return nil, err
	}
	if a.Kader == nil || len(a.Branches) == 0 {
		return nil, fmt.Errorf("account %s speaks for no kader: %w", a.Login, data.ErrNotFound)
	}
	b := a.Branches[0]
	leave, err := s.packs.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	at, err := s.store.Surroundings(ctx, b.ID, *a.Kader, s.today(b))
	if err != nil {
		return nil, err
	}
	name := nameOfStreets(at)
	tag := `W/"` + name + `"`
	if matches(in.Match, tag) {
		return nil, notModified(tag, keepNowhere)
	}
	text, err := s.about.of(ctx, b, name, func(ctx context.Context) ([]byte, error) { return s.streetsOf(ctx, b, at) })
	if err != nil {
		return nil, err
	}
	return packedAs[Streets](in.Accept, tag, keepNowhere, text), nil
}

// nameOfStreets names the streets of some surroundings: the same name, the same streets.
func nameOfStreets(at data.Surroundings) string {
	if at.Ground == nil {
		return "streets-0"
	}
	own, about := at.Ground.Cells()
	sum := sha256.Sum256(fmt.Append(nil, own, about))
	return fmt.Sprintf("streets-%d-%x", at.Import, sum[:8])
}

func (s *server) streetsOf(ctx context.Context, b data.Branch, at data.Surroundings) ([]byte, error) {
	out := Streets{Source: at.Source, Roads: []geo.Road{}}
	if at.Ground != nil {
		own, about := at.Ground.Cells()
		roads, err := s.store.RoadsIn(ctx, b.ID, at.Import, append(own, about...))
		if err != nil {
			return nil, err
		}
		out.Roads = geo.ChosenRoads(roads, mostStreetPoints)
	}
	text, err := json.Marshal(out)
	if err != nil {
		return nil, err
	}
	return compress(text)
}
