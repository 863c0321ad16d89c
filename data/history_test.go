package data_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/geo"
	"binaan/planner"
)

// lived gives the village's first three families a past, written in no order: visits
// to 1 and 2, payments of 2 and 3, one of them reversed.
func lived(t *testing.T, store *data.Store, b data.BranchID) {
	t.Helper()
	today := datatest.Today()
	err := store.InBranch(t.Context(), []data.BranchID{b}, func(tx pgx.Tx) error {
		for n, v := range []struct {
			family  int
			before  planner.Day
			outcome planner.Outcome
		}{{2, 3, planner.Promised}, {1, 40, planner.NotHome}, {2, 60, planner.NotHome}, {1, 5, planner.Refused}, {1, 400, planner.NotHome}, {2, 2, planner.Skipped}} {
			_, err := tx.Exec(t.Context(), "insert into visit (branch_id, household_id, kader_id, day, at, outcome, nth, event_id) values ($1, $2, 1, $3, 600 + $6::int, $4, $5, gen_random_uuid())",
				b, v.family, today-v.before, v.outcome, n, int(v.before)) // the older, the later in the day
			if err != nil {
				return err
			}
		}
		for n, p := range []struct {
			family   int
			before   planner.Day
			amount   planner.Rupiah
			reversed bool
		}{{3, 1, 50_000, false}, {2, 1, 100_000, false}, {2, 10, 70_000, false}, {2, 2, 999_999, true}} {
			_, err := tx.Exec(t.Context(), `
				insert into payment (branch_id, household_id, day, amount, channel, ref, reversed_on, event_id)
				values ($1, $2, $3, $4, 'contoh', $5, case when $6 then $3::date + 1 end, gen_random_uuid())`, b, p.family, today-p.before, p.amount, fmt.Sprint("R", n), p.reversed)
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestHistoriesHoldWhatHappenedToThoseAskedForOldestFirst(t *testing.T) {
	store, b := datatest.NewVillage(t)
	lived(t, store, b.ID)
	today := datatest.Today()
	told := func(ids []planner.HouseholdID) map[planner.HouseholdID][]string {
		t.Helper()
		out := map[planner.HouseholdID][]string{}
		err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
			past, err := data.HistoriesIn(t.Context(), tx, ids)
			for id, h := range past {
				for _, v := range h.Visits {
					out[id] = append(out[id], fmt.Sprintf("%d %s", today-v.Day, v.Outcome))
				}
				for _, p := range h.Payments {
					out[id] = append(out[id], fmt.Sprintf("%d %v", today-p.Day, p.Amount))
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	one, two := []string{"400 RUMAH_KOSONG", "40 RUMAH_KOSONG", "5 MENOLAK"}, []string{"60 RUMAH_KOSONG", "3 JANJI_BAYAR", "2 DILEWATI", "10 Rp70.000", "1 Rp100.000"}
	for _, c := range []struct {
		ids  []planner.HouseholdID
		want map[planner.HouseholdID][]string
	}{
		{nil, map[planner.HouseholdID][]string{}},
		{[]planner.HouseholdID{4, 99999}, map[planner.HouseholdID][]string{}},
		{[]planner.HouseholdID{1}, map[planner.HouseholdID][]string{1: one}},
		{[]planner.HouseholdID{2, 2, 4}, map[planner.HouseholdID][]string{2: two}}, // nobody twice
		{[]planner.HouseholdID{3, 1, 2}, map[planner.HouseholdID][]string{1: one, 2: two, 3: {"1 Rp50.000"}}},
	} {
		if diff := cmp.Diff(c.want, told(c.ids)); diff != "" {
			t.Errorf("of %v (-want +got)\n%s", c.ids, diff)
		}
	}
	err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		visits, err := data.VisitsIn(t.Context(), tx, nil)
		if err != nil || len(visits) != 6 || !slices.IsSortedFunc(visits, func(a, b planner.Visit) int { return int(a.Day - b.Day) }) {
			t.Errorf("all %d visits: %v", len(visits), err)
		}
		payments, err := data.PaymentsIn(t.Context(), tx, nil)
		if err != nil || len(payments) != 3 {
			t.Errorf("%d payments that were not reversed: %v", len(payments), err)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// What visits have brought are payments of those visited, within the days of the rule
// after a visit; nobody's money counts twice, what was reversed or skipped not at all.
func TestTheRecordCountsEachPaymentAfterAVisitOnce(t *testing.T) {
	store, b := datatest.NewVillage(t)
	lived(t, store, b.ID)
	today := datatest.Today()
	for _, c := range []struct {
		since         planner.Day // before today
		until, within int
		want          planner.Record
	}{
		{365, 0, 30, planner.Record{Visits: 4, Credited: 100_000}},   // 70.000 came 50 days after a visit
		{365, 0, 50, planner.Record{Visits: 4, Credited: 170_000}},   // and now within fifty
		{365, 0, 49, planner.Record{Visits: 4, Credited: 100_000}},   // a day too late
		{365, 0, 2, planner.Record{Visits: 4, Credited: 100_000}},    // two days after the promise
		{365, 0, 1, planner.Record{Visits: 4, Credited: 0}},          // but not one; a skipped visit brings nothing
		{365, 2, 60, planner.Record{Visits: 4, Credited: 70_000}},    // as it stood two days ago
		{30, 0, 60, planner.Record{Visits: 2, Credited: 100_000}},    // since the first file
		{365, 30, 60, planner.Record{Visits: 2, Credited: 0}},        // before any payment
		{365, 360, 60, planner.Record{Visits: 0, Credited: 0}},       // a year ago, before the first file
		{1000, 360, 60, planner.Record{Visits: 1, Credited: 0}},      // of that year, after it
		{1000, 0, 365, planner.Record{Visits: 4, Credited: 170_000}}, // more than a year ago
	} {
		var got planner.Record
		err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) (err error) {
			if _, err := tx.Exec(t.Context(), "insert into figures (branch_id, as_of, basis, since) values ($1, $2, '', $2) on conflict (branch_id) do update set since = excluded.since", b.ID, today-c.since); err != nil {
				return err
			}
			got, err = data.RecordIn(t.Context(), tx, today-planner.Day(c.until), c.within)
			return err
		})
		if err != nil || got.Visits != c.want.Visits || got.Credited != c.want.Credited {
			t.Errorf("since day %d until day %d, within %d: %+v, want %+v: %v", -c.since, -c.until, c.within, got, c.want, err)
		}
	}
}

// Sums of blocks are made of families in arrears whose cell is known, of all or of some
// desa, and reading ends when asked.
func TestEachHouseholdHandsOutWhatBlocksAreMadeOf(t *testing.T) {
	store, b := datatest.NewVillage(t)
	inBranch(t, store, b.ID, "update household set arrears_status = 'lunas' where id = 5")
	inBranch(t, store, b.ID, "update household set cell = 0 where id = 6")
	whole := map[planner.HouseholdID]planner.Household{}
	for _, h := range homes(t, store, b.ID) {
		whole[h.ID] = h
	}
	err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		seen := map[planner.HouseholdID]bool{}
		err := data.EachHousehold(t.Context(), tx, nil, func(h planner.Household) bool {
			w := whole[h.ID]
			same := h.Desa == w.Desa && h.Cell == w.Cell && h.Arrears == w.Arrears && h.Months == w.Months && h.AsOf == w.AsOf &&
				h.Segment == w.Segment && h.ArrearsOf == w.ArrearsOf && slices.Equal(h.Classes, w.Classes) && h.ArrearsStatus == planner.ArrearsActive
			if seen[h.ID] || !same {
				t.Errorf("family %d, seen before %t: %+v, want %+v", h.ID, seen[h.ID], h, w)
			}
			seen[h.ID] = true
			return true
		})
		if err != nil || len(seen) != len(whole)-2 || seen[5] || seen[6] {
			t.Errorf("%d of %d families, the one that paid %t, the one nowhere %t: %v", len(seen), len(whole), seen[5], seen[6], err)
		}
		for _, desa := range []geo.AreaCode{datatest.VillageKecamatan + ".2001", datatest.VillageKecamatan + ".2002", datatest.VillageKecamatan + ".2009"} {
			want, got := 0, 0
			for id, h := range whole {
				if h.Desa == desa && seen[id] {
					want++
				}
			}
			err := data.EachHousehold(t.Context(), tx, []geo.AreaCode{desa}, func(h planner.Household) bool {
				if got++; h.Desa != desa {
					t.Errorf("family %d of desa %s was asked for by %s", h.ID, h.Desa, desa)
				}
				return true
			})
			if err != nil || got != want {
				t.Errorf("%d families of desa %s, want %d: %v", got, desa, want, err)
			}
		}
		n := 0
		if err := data.EachHousehold(t.Context(), tx, nil, func(planner.Household) bool { n++; return n < 3 }); err != nil || n != 3 {
			t.Errorf("asked to end at the third, %d were handed out: %v", n, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
