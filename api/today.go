package api

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/paulmach/orb/geojson"

	"binaan/data"
	"binaan/geo"
	"binaan/planner"
	"binaan/planner/route"
)

type todayInput struct {
	Day   string `query:"day" doc:"YYYY-MM-DD; today by default"`
	Match string `header:"If-None-Match"`
}

// KaderDay is all that a kader's phone needs for a day.
type KaderDay struct {
	Kader   planner.KaderID            `json:"kader"`
	Name    string                     `json:"name"`
	Branch  data.Branch                `json:"branch"`
	Sample  bool                       `json:"sample"`
	Today   planner.Day                `json:"today"`
	Day     planner.Day                `json:"day"`
	Days    []planner.Day              `json:"days"` // planned, from today on
	Target  planner.TargetRule         `json:"target"`
	Route   *route.Route               `json:"route"` // null: none was planned
	Cards   []RouteCard                `json:"cards"` // of the stops, in their order
	Reserve []RouteCard                `json:"reserve"`
	Visits  []data.DayVisit            `json:"visits"`      // what came of the day; for the office
	Engaged []data.PlannedEngagement   `json:"engagements"` // of the day, on its route or not
	Home    SketchPoint                `json:"home"`
	Outline *geojson.FeatureCollection `json:"outline"` // of the desa on the route
	Travel  string                     `json:"travel"`  // where travel times come from
}

// RouteCard is a household with its place on the sketch map.
type RouteCard struct {
	data.Card
	Stop   *route.Stop  `json:"stop,omitempty"`
	Sketch *SketchPoint `json:"sketch,omitempty"`
}

// SketchPoint is a place on the sketch map, in metres east and north of the
// kader's home, rounded to 10 m.
type SketchPoint struct {
	X int `json:"x"`
	Y int `json:"y"`
}

type todayOutput struct{ Body KaderDay }

// daysAhead is how far a kader sees: what a week's planning needs and no more.
const daysAhead = 7

func (s *server) kaderToday(ctx context.Context, in *todayInput) (*todayOutput, error) {
	a, err := who(ctx)
	if err != nil {
		return nil, err
	}
	if a.Kader == nil || len(a.Branches) == 0 {
		return nil, fmt.Errorf("account %s speaks for no kader: %w", a.Login, data.ErrNotFound)
	}
	day, err := s.dayOf(a.Branches[0], in.Day)
	if err != nil {
		return nil, err
	}
	today := s.today(a.Branches[0])
	if day < today || day > today+daysAhead {
		return nil, fmt.Errorf("day %s of kader %d: %w", day, *a.Kader, errFarDay)
	}
	body, err := s.kaderDay(ctx, a.Branches[0], *a.Kader, day, data.Sight{Phone: day == today, Place: true}, a.ID)
	for len(body.Days) > 0 && body.Days[len(body.Days)-1] > today+daysAhead {
		body.Days = body.Days[:len(body.Days)-1]
	}
	return &todayOutput{body}, err
}

func (s *server) dayOf(b data.Branch, text string) (planner.Day, error) {
	if text == "" {
		return s.today(b), nil
	}
	day, err := planner.ParseDay(text)
	if err != nil {
		return 0, fmt.Errorf("%w: %w", err, errInput)
	}
	return day, nil
}

type routeInput struct {
	BranchPath
	Kader planner.KaderID `query:"kader" minimum:"1"`
	Day   string          `query:"day"`
}

// kaderRoute shows an officer or supervisor a kader's day, with less of each family.
func (s *server) kaderRoute(ctx context.Context, in *routeInput) (*todayOutput, error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	reader, err := who(ctx)
	if err != nil {
		return nil, err
	}
	day, err := s.dayOf(b, in.Day)
	if err != nil {
		return nil, err
	}
	body, err := s.kaderDay(ctx, b, in.Kader, day, data.Sight{}, reader.ID)
	if err != nil {
		return nil, err
	}
	body.Visits, err = s.store.DayVisits(ctx, b.ID, in.Kader, day, reader.ID)
	return &todayOutput{body}, err
}

func (s *server) kaderDay(ctx context.Context, b data.Branch, id planner.KaderID, day planner.Day, sight data.Sight, reader int64) (out KaderDay, err error) {
	k, err := s.store.KaderByID(ctx, b.ID, id)
	if err != nil {
		return out, err
	}
	out = KaderDay{
		Kader: id, Name: k.Name, Branch: b, Sample: isSample(b), Today: s.today(b), Day: day,
		Cards: []RouteCard{}, Reserve: []RouteCard{}, Visits: []data.DayVisit{}, Outline: geojson.NewFeatureCollection(), Travel: "perkiraan",
	}
	rules, err := s.store.Rules(ctx, b.ID, day)
	if err != nil {
		return out, err
	}
	out.Target = rules.Target
	if out.Days, err = s.store.PlannedDays(ctx, b.ID, id, out.Today); err != nil {
		return out, err
	}
	if out.Engaged, err = s.store.Engagements(ctx, b.ID, id, day, day); err != nil {
		return out, err
	}
	route, err := s.store.RouteOf(ctx, b.ID, id, day)
	if isNotFound(err) {
		return out, nil
	}
	if err != nil {
		return out, err
	}
	out.Route = &route
	return out, s.fillCards(ctx, b, k, sight, reader, &out)
}

// fillCards puts the households of the route and its reserve onto cards, and
// the desa they lie in onto the sketch.
func (s *server) fillCards(ctx context.Context, b data.Branch, k planner.Kader, sight data.Sight, reader int64, out *KaderDay) error {
	ids := append([]planner.HouseholdID{}, out.Route.Reserve...)
	for _, stop := range out.Route.Stops {
		ids = append(ids, stop.Household)
	}
	cards, err := s.store.Cards(ctx, b.ID, k.ID, out.Day, ids, sight, reader)
	if err != nil {
		return err
	}
	byID := map[planner.HouseholdID]data.Card{}
	for _, c := range cards {
		byID[c.Household] = c
	}
	desa := map[geo.AreaCode]bool{}
	for i := range out.Route.Stops {
		stop := &out.Route.Stops[i]
		desa[stop.Desa] = true
		if c, ok := byID[stop.Household]; ok {
			out.Cards = append(out.Cards, RouteCard{Card: c, Stop: stop, Sketch: sketchOf(k.Home, c)})
		}
	}
	for _, id := range out.Route.Reserve {
		if c, ok := byID[id]; ok {
			out.Reserve = append(out.Reserve, RouteCard{Card: c, Sketch: sketchOf(k.Home, c)})
		}
	}
	return s.outline(ctx, b, k.Home, desa, out.Outline)
}

// outline draws desa in metres about home, so that a phone needs no projection.
func (s *server) outline(ctx context.Context, b data.Branch, home geo.Position, desa map[geo.AreaCode]bool, out *geojson.FeatureCollection) error {
	areas, err := s.store.Outlines(ctx, b.ID, slices.Collect(maps.Keys(desa)))
	if err != nil {
		return err
	}
	for _, a := range areas {
		if a.Shape == nil {
			continue
		}
		for _, polygon := range a.Shape {
			for _, ring := range polygon {
				for i, at := range ring {
					p := sketch(home, geo.PositionOf(at))
					ring[i] = [2]float64{float64(p.X), float64(p.Y)}
				}
			}
		}
		f := geojson.NewFeature(a.Shape)
		f.Properties = geojson.Properties{"code": a.Code, "name": a.Name}
		out.Append(f)
	}
	return nil
}

func sketchOf(home geo.Position, c data.Card) *SketchPoint {
	if c.At == nil {
		return nil
	}
	p := sketch(home, *c.At)
	return &p
}

func sketch(home, at geo.Position) SketchPoint {
	const metresPerDegree = 111_195
	x := (at.Lon - home.Lon) * metresPerDegree * math.Cos(home.Lat*math.Pi/180)
	y := (at.Lat - home.Lat) * metresPerDegree
	return SketchPoint{10 * int(math.Round(x/10)), 10 * int(math.Round(y/10))}
}
