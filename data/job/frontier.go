package job

import (
	"context"
	"fmt"
	"slices"

	"binaan/data"
	"binaan/planner"
	"binaan/planner/territory"
)

// Frontier works out what moving more families than needed would gain, from the
// territories in force on the request's day; nothing is stored. It ends with ctx.
// data.ErrNoTerritories: none are in force. data.ErrNoHouseholds: nobody in
// arrears lives in the kecamatan asked for.
func Frontier(ctx context.Context, store *data.Store, b data.BranchID, request data.PlanRequest, tell func(float64, string)) ([]territory.Compromise, error) {
	in, err := store.TerritoryInput(ctx, b, request)
	if err != nil {
		return nil, err
	}
	there := func(b planner.Block) bool { return b.Desa.Kecamatan() == in.Kecamatan }
	if in.Kecamatan != "" && !slices.ContainsFunc(in.Blocks, there) {
		return nil, fmt.Errorf("frontier of kecamatan %s: %w", in.Kecamatan, data.ErrNoHouseholds)
	}
	if len(in.Previous) == 0 {
		return nil, fmt.Errorf("frontier on %s: %w", request.Day, data.ErrNoTerritories)
	}
	ways, err := in.Frontier(ctx, Options(request, tell))
	if err == nil {
		err = ctx.Err()
	}
	return ways, err
}
