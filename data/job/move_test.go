package job_test

import (
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/data/job"
	"binaan/planner"
	"binaan/planner/route"
	"binaan/planner/territory"
)

// A promise is the family's, whoever heard it: when the family gets another kader,
// that one keeps the appointment.
func TestAPromiseGoesWithTheFamilyToItsNewKader(t *testing.T) {
	store, b := datatest.NewVillage(t)
	blocks, err := store.Blocks(t.Context(), b.ID)
	if err != nil {
		t.Fatal(err)
	}
	today, due := datatest.Today(), workday(t, store, b, datatest.Today()+2)
	var home planner.HouseholdID
	err = store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		return tx.QueryRow(t.Context(), "select min(id) from household where desa = $1 and cell = $2", blocks[0].Desa, int64(blocks[0].Cell)).Scan(&home)
	})
	if err != nil {
		t.Fatal(err)
	}
	datatest.Record(t, store, b.ID, datatest.Promise(home, 1, today-3, planner.Promise{Due: due, Open: 16 * 60, Close: 18 * 60, Amount: 100_000}))
	give := func(k planner.KaderID, from planner.Day) {
		t.Helper()
		own := territory.Territory{ID: 1, Kader: k, Kecamatan: datatest.VillageKecamatan}
		for _, block := range blocks[:len(blocks)/2] {
			own.Blocks = append(own.Blocks, block.BlockKey)
			own.Add(block)
		}
		head := queue(t, store, b, data.TerritoryKind, data.PlanRequest{})
		unit := data.UnitJob{Branch: b.ID, Plan: head.ID, Unit: data.WholeBranch}
		if err := store.FinishTerritories(t.Context(), unit, territory.Plan{Territories: []territory.Territory{own}}); err != nil {
			t.Fatal(err)
		}
		if err := store.PublishPlan(t.Context(), b.ID, head.ID, from, "contoh"); err != nil {
			t.Fatal(err)
		}
	}
	give(1, today-22)
	give(2, today)
	request := data.PlanRequest{Month: due.Month().String(), Day: today, Seed: 1, Seconds: 1}
	in, err := job.RouteInput(t.Context(), store, b.ID, 2, request)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := route.Make(t.Context(), in, job.Options(request, nil))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range plan.Routes {
		at := slices.IndexFunc(r.Stops, func(s route.Stop) bool { return s.Household == home })
		if at >= 0 && r.Day == due && slices.Contains(r.Stops[at].Reasons, route.ReasonPromise) {
			return
		}
	}
	t.Errorf("kader 2 does not keep the appointment of household %d on %v", home, due)
}

// workday is the first day from d on that both kader work.
func workday(t *testing.T, store *data.Store, b data.Branch, d planner.Day) planner.Day {
	t.Helper()
	err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		off, err := data.HolidaysIn(t.Context(), tx)
		for off[d] != "" || d.Weekday() == time.Saturday || d.Weekday() == time.Sunday {
			d++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}
