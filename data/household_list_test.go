package data_test

import (
	"cmp"
	"errors"
	"slices"
	"sync"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
	"binaan/planner/territory"
)

// homes are the branch's households as planners see them.
func homes(t *testing.T, store *data.Store, b data.BranchID) (out []planner.Household) {
	t.Helper()
	err := store.InBranch(t.Context(), []data.BranchID{b}, func(tx pgx.Tx) (err error) {
		out, err = datatest.Households(t.Context(), tx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func inBranch(t *testing.T, store *data.Store, b data.BranchID, sql string, args ...any) {
	t.Helper()
	err := store.InBranch(t.Context(), []data.BranchID{b}, func(tx pgx.Tx) error {
		_, err := tx.Exec(t.Context(), sql, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// seenBy are the households of each audit row of an account and act, in the order read.
func seenBy(t *testing.T, store *data.Store, b data.BranchID, account int64, act string) (rows [][]planner.HouseholdID) {
	t.Helper()
	err := store.InBranch(t.Context(), []data.BranchID{b}, func(tx pgx.Tx) error {
		found, err := tx.Query(t.Context(), "select households from audit where account_id = $1 and act = $2 order by at, id", account, act)
		if err != nil {
			return err
		}
		rows, err = pgx.CollectRows(found, pgx.RowTo[[]planner.HouseholdID])
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestHouseholdsAreListedOnceEachOnPagesAndEveryPageIsAudited(t *testing.T) {
	store, b := datatest.NewVillage(t)
	plan := drawn(t, store, b.ID, territory.Certificate{}, func(i int) planner.KaderID { return []planner.KaderID{1, 1, 2, 0}[i%4] })
	inBranch(t, store, b.ID, "update household set arrears_status = 'lunas' where id = 7")
	inBranch(t, store, b.ID, "update household set cell = 0, accuracy = 'F', lon = null, lat = null where id = 8")
	inBranch(t, store, b.ID, "update block set households = households - 1 where (desa, cell) = (select desa, cell from household where id = 7)")
	all := homes(t, store, b.ID)
	inBranch(t, store, b.ID, "update block set households = households - 1 where (lon, lat) = (select lon, lat from block order by households desc limit 1)") // home of 8
	mine := map[planner.BlockKey]bool{}
	blocks, err := store.BlocksOf(t.Context(), b.ID, plan)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range blocks {
		mine[k.BlockKey] = k.Territory == 1
	}
	some, reader := all[100], int64(1000)
	for name, c := range map[string]struct {
		filter data.HouseholdFilter
		holds  func(planner.Household) bool
	}{
		"all":       {data.HouseholdFilter{}, func(planner.Household) bool { return true }},
		"desa":      {data.HouseholdFilter{Desa: some.Desa}, func(h planner.Household) bool { return h.Desa == some.Desa }},
		"cell":      {data.HouseholdFilter{Cell: some.Cell}, func(h planner.Household) bool { return h.Cell == some.Cell }},
		"territory": {data.HouseholdFilter{Plan: plan, Territory: 1}, func(h planner.Household) bool { return mine[planner.BlockKey{Desa: h.Desa, Cell: h.Cell}] }},
		"territory and desa": {data.HouseholdFilter{Plan: plan, Territory: 1, Desa: some.Desa}, func(h planner.Household) bool {
			return h.Desa == some.Desa && mine[planner.BlockKey{Desa: h.Desa, Cell: h.Cell}]
		}},
		"cell and desa": {data.HouseholdFilter{Cell: some.Cell, Desa: some.Desa}, func(h planner.Household) bool { return h.Cell == some.Cell && h.Desa == some.Desa }},
		"nothing":       {data.HouseholdFilter{Desa: "99.09.09.2009"}, func(planner.Household) bool { return false }},
	} {
		t.Run(name, func(t *testing.T) {
			var want []planner.HouseholdID
			for _, h := range slices.SortedFunc(slices.Values(all), func(x, y planner.Household) int { return cmp.Or(cmp.Compare(x.Desa, y.Desa), cmp.Compare(x.ID, y.ID)) }) {
				if h.ArrearsStatus == planner.ArrearsActive && c.holds(h) {
					want = append(want, h.ID)
				}
			}
			reader++
			got, total := walk(t, store, b.ID, c.filter, reader)
			if diff := gocmp.Diff(want, got); diff != "" {
				t.Errorf("households (-want +got)\n%s", diff)
			}
			if total != len(want) {
				t.Errorf("total %d, want %d", total, len(want))
			}
			if diff := gocmp.Diff(want, slices.Concat(seenBy(t, store, b.ID, reader, "list households")...)); diff != "" {
				t.Errorf("audited (-want +got)\n%s", diff)
			}
		})
	}
	if _, err := store.Households(t.Context(), b.ID, data.HouseholdFilter{After: 99_999}, 1); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("after a household that is not there: %v", err)
	}
}

// Who reads page after page is stopped within the hour, in all branches together and
// however many requests come at once; others go on.
func TestHouseholdsAreNotReadPageByPageForEver(t *testing.T) {
	store := datatest.New(t)
	var branches []data.BranchID
	for _, code := range []string{"9901", "9902"} {
		b, err := store.AddBranch(t.Context(), code, "Contoh", "WIB")
		if err != nil {
			t.Fatal(err)
		}
		branches = append(branches, b.ID)
		err = store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
			_, err := tx.Exec(t.Context(), `
				insert into audit (branch_id, id, account_id, act, reason, at)
				select $1, gen_random_uuid(), 7, 'list households', '', moment() - interval '1 minute' * (n % 70)
				from generate_series(1, 168) n`, b.ID)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	} // 144 in each within the hour
	var mu sync.Mutex
	var wg sync.WaitGroup
	read := 0
	for i := range 30 {
		wg.Go(func() {
			_, err := store.Households(t.Context(), branches[i%2], data.HouseholdFilter{}, 7)
			if err != nil && !errors.Is(err, data.ErrTooMany) {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				read++
			}
		})
	}
	wg.Wait()
	var within int
	if err := store.InBranch(t.Context(), branches, func(tx pgx.Tx) error {
		return tx.QueryRow(t.Context(), "select count(*) from audit where account_id = 7 and act = 'list households' and at > moment() - interval '1 hour'").Scan(&within)
	}); err != nil {
		t.Fatal(err)
	}
	if within != 300 || read == 0 {
		t.Errorf("%d pages were read within the hour, %d of them at once; want 300 in all", within, read)
	}
	if _, err := store.Households(t.Context(), branches[0], data.HouseholdFilter{}, 8); err != nil {
		t.Errorf("somebody else: %v", err)
	}
}

// walk follows a list from page to page.
func walk(t *testing.T, store *data.Store, b data.BranchID, f data.HouseholdFilter, reader int64) (ids []planner.HouseholdID, total int) {
	t.Helper()
	for {
		list, err := store.Households(t.Context(), b, f, reader)
		if err != nil {
			t.Fatal(err)
		}
		if len(list.Households) > data.HouseholdPage {
			t.Fatalf("a page of %d", len(list.Households))
		}
		for _, h := range list.Households {
			ids = append(ids, h.ID)
		}
		if f.After = list.Next; list.Next == 0 {
			return ids, list.Total
		}
	}
}

func TestRevealNeedsAReasonInTheAuditAndEndsAfterSixtyAnHour(t *testing.T) {
	store, b := datatest.NewVillage(t)
	inBranch(t, store, b.ID, "update household set nik = '9901010101010001', card_no = '0009900000001', va = '8888809900000001', phone = '080001' where id = 3")
	person := func(id int64) data.Account { return data.Account{ID: id, Branches: []data.Branch{b}} }
	got, err := store.Reveal(t.Context(), b.ID, 3, person(77), "koreksi data")
	if err != nil {
		t.Fatal(err)
	}
	want := data.Identity{NoKK: "9900000000000003", NIK: "9901010101010001", CardNo: "0009900000001", VA: "8888809900000001", Phone: "080001"}
	if got.At == nil || got.At.Lon < 110 {
		t.Errorf("position %v", got.At)
	}
	if got.At = nil; got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if diff := gocmp.Diff([]string{"reveal household: koreksi data"}, audited(t, store, b)); diff != "" {
		t.Errorf("audit (-want +got)\n%s", diff)
	}
	if diff := gocmp.Diff([][]planner.HouseholdID{{3}}, seenBy(t, store, b.ID, 77, "reveal household")); diff != "" {
		t.Errorf("audited (-want +got)\n%s", diff)
	}
	if _, err := store.Reveal(t.Context(), b.ID, 99_999, person(77), "koreksi data"); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("a household that is not there: %v", err)
	}
	if n := len(audited(t, store, b)); n != 1 {
		t.Errorf("%d audit rows after one reading: nobody was read the second time", n)
	}
	for range 59 {
		if _, err := store.Reveal(t.Context(), b.ID, 4, person(77), "koreksi data"); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := store.Reveal(t.Context(), b.ID, 5, person(77), "koreksi data"); !errors.Is(err, data.ErrTooMany) || got != (data.Identity{}) {
		t.Errorf("the 61st within an hour: %+v, %v", got, err)
	}
	if _, err := store.Reveal(t.Context(), b.ID, 5, person(78), "koreksi data"); err != nil {
		t.Errorf("somebody else's first: %v", err)
	}
	inBranch(t, store, b.ID, "insert into audit (branch_id, id, at, account_id, act) select $1, gen_random_uuid(), moment() - interval '61 minutes', 79, 'reveal household' from generate_series(1, 60)", b.ID)
	if _, err := store.Reveal(t.Context(), b.ID, 5, person(79), "koreksi data"); err != nil {
		t.Errorf("after an hour of quiet: %v", err)
	}
}

func TestAKaderReadsTheCardsOfTheDaysRouteOnlyAndTheReadingIsAudited(t *testing.T) {
	store, b := datatest.NewVillage(t)
	first, day, last := datatest.Today(), datatest.Today()+2, datatest.Today()+20
	route := func(plan int, kader planner.KaderID, stop int, reserve []int64) {
		inBranch(t, store, b.ID, `insert into plan (branch_id, id, kind, name, state, request, seed, created_by) values ($1, $2, 'route', 'Rute', 'done', '{}', 1, 'uji') on conflict do nothing`, b.ID, plan)
		inBranch(t, store, b.ID, `insert into route_month (branch_id, plan_id, kader_id, first, last, travel, certificate, left_out) values ($1, $2, $3, $4, $5, '', '{}', '[]')`, b.ID, plan, kader, first, last)
		inBranch(t, store, b.ID, `insert into route (branch_id, plan_id, kader_id, day, leave, return, ride, expected, proven, few, reserve) values ($1, $2, $3, $4, 960, 1000, 1, 1, true, '', $5)`, b.ID, plan, kader, day, reserve)
		inBranch(t, store, b.ID, `insert into stop (branch_id, plan_id, kader_id, day, seq, household_id, arrive, begin_at, window_open, window_close, ride, ride_time, expected, contact, reasons, probability, desa)
			values ($1, $2, $3, $4, 1, $5, 970, 970, 960, 1200, 1, 1, 1, 0.5, '{}', 0.5, '')`, b.ID, plan, kader, day, stop)
	}
	route(70, 1, 30, []int64{31}) // an older plan of the same day
	route(71, 1, 11, []int64{12})
	route(71, 2, 21, []int64{22}) // one plan has the routes of many
	read := func(kader planner.KaderID, day planner.Day, reader int64) (ids []planner.HouseholdID) {
		cards, err := store.Cards(t.Context(), b.ID, kader, day, []planner.HouseholdID{11, 12, 13, 21, 22, 30, 31}, data.Sight{}, reader)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range cards {
			ids = append(ids, c.Household)
			if c.NoKKMasked != "9900••••••••00"+string(rune('0'+c.Household/10))+string(rune('0'+c.Household%10)) {
				t.Errorf("household %d shows KK %s", c.Household, c.NoKKMasked)
			}
		}
		return ids
	}
	if diff := gocmp.Diff([]planner.HouseholdID{11, 12}, read(1, day, 5)); diff != "" {
		t.Errorf("cards of kader 1 (-want +got)\n%s", diff)
	}
	if diff := gocmp.Diff([]planner.HouseholdID{21, 22}, read(2, day, 6)); diff != "" {
		t.Errorf("cards of kader 2 (-want +got)\n%s", diff)
	}
	if got := read(1, day+1, 5); got != nil {
		t.Errorf("cards of a day without a route: %v", got)
	}
	if diff := gocmp.Diff([][]planner.HouseholdID{{11, 12}, {}}, seenBy(t, store, b.ID, 5, "read cards")); diff != "" {
		t.Errorf("audited (-want +got)\n%s", diff)
	}
}
