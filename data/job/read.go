package job

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/geo"
	"binaan/planner"
	"binaan/planner/route"
)

// announced days are kept as they are, as far as they can be, when a month is
// planned again: today and tomorrow, whose routes the kader has seen.
const announced = 2

// RouteInput reads what a kader's routes of the request's month depend on, as one
// state: from the request's day on where that lies within the month. A day that
// nobody was told of is planned as a whole, whatever the hour, unless an event asks
// for it. planner.ErrInput: the month is over. data.ErrNotFound: no territory plan
// is in force by then.
func RouteInput(ctx context.Context, store *data.Store, b data.BranchID, kader planner.KaderID, request data.PlanRequest) (route.Input, error) {
	month, err := planner.ParseMonth(request.Month)
	if err != nil {
		return route.Input{}, errors.Join(err, planner.ErrInput)
	}
	in := route.Input{First: max(month.First(), request.Day), Last: month.Last()}
	if in.Last < in.First {
		return in, fmt.Errorf("month %v is over on %v: %w", month, request.Day, planner.ErrInput)
	}
	if in.Kader, err = store.KaderByID(ctx, b, kader); err != nil {
		return in, err
	}
	var plan data.PlanID
	err = store.Snapshot(ctx, []data.BranchID{b}, func(tx pgx.Tx) (err error) {
		if plan, err = data.PlanInForceIn(ctx, tx, in.First); err != nil {
			return err
		}
		if err := readRoutes(ctx, tx, plan, &in); err != nil {
			return err
		}
		if in.Engagements, err = data.EngagementsIn(ctx, tx, kader, in.First, in.Last); err != nil {
			return err
		}
		return readStored(ctx, tx, request, &in)
	})
	if err != nil {
		return in, fmt.Errorf("read routes' input: %w", err)
	}
	head, err := store.PlanHead(ctx, b, plan)
	if err != nil {
		return in, err
	}
	if head.PublishedFrom != nil {
		in.Since = *head.PublishedFrom
	}
	return in, nil
}

// readStored reads the days announced, and on an event also those planned after
// them: where nothing happened, the same request gives the same month.
func readStored(ctx context.Context, tx pgx.Tx, request data.PlanRequest, in *route.Input) error {
	stored, err := data.RoutesIn(ctx, tx, in.Kader.ID, in.First, in.Last)
	if err != nil {
		return fmt.Errorf("stored routes: %w", err)
	}
	event := len(request.Why) > 0
	for _, r := range stored {
		switch {
		case r.Day < request.Day+announced:
			in.Published = append(in.Published, r)
		case event:
			in.Planned = append(in.Planned, r)
		}
	}
	begun := slices.ContainsFunc(in.Published, func(r route.Route) bool { return r.Day == request.Day })
	if in.First == request.Day && (event || begun) {
		in.Now = request.Now
	}
	return nil
}

func readRoutes(ctx context.Context, tx pgx.Tx, plan data.PlanID, in *route.Input) (err error) {
	if in.Rules, err = data.RulesIn(ctx, tx, in.First); err != nil {
		return err
	}
	if in.Calendar.Holidays, err = data.HolidaysIn(ctx, tx); err != nil {
		return err
	}
	if in.Chances, err = data.ChancesIn(ctx, tx); err != nil {
		return err
	}
	if in.Households, err = data.HouseholdsOfKaderIn(ctx, tx, plan, in.Kader.ID); err != nil {
		return err
	}
	if err := readDesa(ctx, tx, in); err != nil {
		return err
	}
	return readHistories(ctx, tx, in)
}

// believe puts what was told of households at their doors into the input.
func believe(ctx context.Context, tx pgx.Tx, ids []planner.HouseholdID, in *route.Input) error {
	told, err := data.ToldIn(ctx, tx, ids)
	if err != nil {
		return err
	}
	for i, h := range in.Households {
		if t, any := told[h.ID]; any {
			in.Households[i] = h.With(t, &in.Rules)
		}
	}
	return nil
}

// readDesa finds where to report in the desa of the households.
func readDesa(ctx context.Context, tx pgx.Tx, in *route.Input) (err error) {
	var codes []geo.AreaCode
	for _, h := range in.Households {
		codes = append(codes, h.Desa)
	}
	slices.Sort(codes)
	in.Desa, err = data.PlacesIn(ctx, tx, slices.Compact(codes))
	return err
}

func readHistories(ctx context.Context, tx pgx.Tx, in *route.Input) (err error) {
	ids := make([]planner.HouseholdID, len(in.Households))
	for i, h := range in.Households {
		ids[i] = h.ID
	}
	if err := believe(ctx, tx, ids, in); err != nil {
		return err
	}
	if in.Histories, err = data.HistoriesIn(ctx, tx, ids); err != nil {
		return err
	}
	for id, past := range in.Histories {
		in.Histories[id] = past.Settled(&in.Rules, in.Rules.Day)
	}
	return nil
}
