package data_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
	"binaan/planner/route"
)

// monthOf stores a month of kader 1 that leaves some families out.
func monthOf(t *testing.T, store *data.Store, b data.Branch, left []route.LeftOut, held ...route.Hold) {
	t.Helper()
	request := data.PlanRequest{Month: datatest.NextMonth().String(), Only: []planner.KaderID{1}}
	head, err := store.QueuePlan(t.Context(), b.ID, data.RouteKind, request, "contoh")
	if err != nil {
		t.Fatal(err)
	}
	month := route.Plan{Kader: 1, First: datatest.NextMonth().First(), Last: datatest.NextMonth().Last(), LeftOut: left,
		Certificate: route.Certificate{Held: held}, Travel: "perkiraan"}
	if err := store.FinishRoutes(t.Context(), data.UnitJob{Branch: b.ID, Plan: head.ID, Unit: "1"}, month); err != nil {
		t.Fatal(err)
	}
}

func TestLeftOutNamesWhomAFamilyWouldDisplaceAndIsAudited(t *testing.T) {
	store, b := datatest.NewVillage(t)
	day := datatest.NextMonth().First() + 11
	monthOf(t, store, b, []route.LeftOut{{Household: 9, Code: route.LeftOutbid}}) // an older plan
	monthOf(t, store, b, []route.LeftOut{
		{Household: 1, Code: planner.RestCooldown},
		{Household: 2, Code: route.LeftOutbid, Short: 35_000, Day: day, Instead: 5},
		{Household: 3, Code: route.LeftOutbid, Short: 1_000, Day: day},
	}, route.Hold{Household: 4, Until: day, Price: 20_000})
	got, err := store.LeftOut(t.Context(), b.ID, 1, day.Month(), 77)
	if err != nil {
		t.Fatal(err)
	}
	type row struct {
		id      planner.HouseholdID
		code    string
		short   planner.Rupiah
		day     *planner.Day
		instead planner.HouseholdID
		name    string
	}
	var rows []row
	for _, l := range got.Left {
		if l.HeadName != "Contoh" || l.DesaName == "" || l.Arrears < 1_000_000 {
			t.Errorf("family %+v", l.Family)
		}
		rows = append(rows, row{l.Household, l.Code, l.Short, l.Day, l.Instead, l.InsteadName})
	}
	want := []row{{3, "OUTBID", 1_000, &day, 0, ""}, {2, "OUTBID", 35_000, &day, 5, "Contoh"}, {1, "COOLDOWN", 0, nil, 0, ""}}
	if diff := cmp.Diff(want, rows, cmp.AllowUnexported(row{})); diff != "" {
		t.Errorf("left out (-want +got):\n%s", diff)
	}
	if len(got.Held) != 1 || got.Total != 3 || got.Held[0].Household != 4 || got.Held[0].Until != day || got.Held[0].Price != 20_000 {
		t.Errorf("%d left out, held %+v", got.Total, got.Held)
	}
	var read []planner.HouseholdID
	err = store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		return tx.QueryRow(t.Context(), "select households from audit where act = 'list left out' and account_id = 77").Scan(&read)
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]planner.HouseholdID{1, 2, 3, 4, 5}, read); diff != "" {
		t.Errorf("audited (-want +got):\n%s", diff)
	}
}

func TestAMonthThatLeavesNobodyOutIsNoMonthMissing(t *testing.T) {
	store, b := datatest.NewVillage(t)
	month := datatest.NextMonth()
	if _, err := store.LeftOut(t.Context(), b.ID, 1, month, 77); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("without routes: %v, want ErrNotFound", err)
	}
	monthOf(t, store, b, nil)
	got, err := store.LeftOut(t.Context(), b.ID, 1, month, 77)
	if err != nil || len(got.Left) != 0 || got.Total != 0 {
		t.Errorf("left out %+v: %v", got, err)
	}
}
