package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"binaan/api"
	"binaan/data"
	"binaan/data/datatest"
	"binaan/geo"
	"binaan/planner"
)

func (o *office) did(t *testing.T, sql string, args ...any) {
	t.Helper()
	err := o.store.InBranch(t.Context(), []data.BranchID{o.own.ID}, func(tx pgx.Tx) error {
		if _, err := tx.Exec(t.Context(), sql, args...); err != nil {
			return err
		}
		return data.Touch(t.Context(), tx, o.own.ID)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (o *office) board(t *testing.T, cookie, query string) (b api.BoardAnswer) {
	t.Helper()
	answer := o.send(t, cookie, "GET", "/api/v1/branches/9901/board?"+query, "")
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("board %s: %s %s", query, answer.Status, answer.text)
	}
	if err := json.Unmarshal([]byte(answer.text), &b); err != nil {
		t.Fatal(err)
	}
	return b
}

// desaOf are families of a desa, so many.
func (o *office) desaOf(t *testing.T, desa geo.AreaCode, n int) (out []planner.HouseholdID) {
	t.Helper()
	err := o.store.InBranch(t.Context(), []data.BranchID{o.own.ID}, func(tx pgx.Tx) error {
		rows, err := tx.Query(t.Context(), "select id from household where desa = $1 order by id limit $2", desa, n)
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, pgx.RowTo[planner.HouseholdID])
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func (o *office) pays(t *testing.T, kader planner.KaderID, of []planner.HouseholdID) {
	t.Helper()
	today := datatest.Today()
	for _, h := range of {
		datatest.Record(t, o.store, o.own.ID,
			planner.Event{Household: h, Kader: kader, Type: planner.Code(planner.Promised), At: datatest.At(today, 9*60), Payload: planner.Payload{
				Promise: &planner.PromiseMade{Amount: 100_000, Day: today},
			}},
			datatest.Payment(h, today, 150_000, fmt.Sprint("P", h)))
	}
}

// The board, its places and a count in SQL agree, whoever asks.
func TestTheBoardIsWhatSQLCounts(t *testing.T) {
	o := openVillage(t)
	east, west := o.desaOf(t, datatest.VillageKecamatan+".2001", 30), o.desaOf(t, datatest.VillageKecamatan+".2002", 40)
	o.pays(t, 1, east[:12])
	o.pays(t, 2, west[:20])
	visitedOnly := west[20:25]
	for _, h := range visitedOnly {
		datatest.Record(t, o.store, o.own.ID, planner.Event{Household: h, Kader: 2, Type: planner.Code(planner.NotHome), At: datatest.At(datatest.Today(), 600)})
	}
	o.did(t, "select 1")
	var visits, met, rupiah int64
	month := datatest.Today().Month()
	err := o.owner(t).QueryRow(t.Context(), `
		select (select count(*) from visit where day between $1 and $2), (select count(*) from visit where day between $1 and $2 and outcome = 'JANJI_BAYAR'),
		  (select sum(amount)::bigint from payment where day between $1 and $2)`, month.First(), month.Last()).Scan(&visits, &met, &rupiah)
	if err != nil {
		t.Fatal(err)
	}
	for _, role := range []data.Role{data.Officer, data.Manager} {
		cookie := o.as(t, role)
		b := o.board(t, cookie, "")
		if int64(b.Now.Visits) != visits || int64(b.Now.Met) != met || int64(b.Now.Collected) != rupiah || b.Now.Kept != 32 || b.Funnel.Verified != 32 {
			t.Errorf("%s: %+v, SQL %d visits, %d met, %d rupiah", role, b.Now, visits, met, rupiah)
		}
		if len(b.Kader) != 2 || b.Kader[0].Now.Visits+b.Kader[1].Now.Visits != 37 {
			t.Errorf("%s: kader %+v", role, b.Kader)
		}
		in := o.board(t, cookie, "within="+string(datatest.VillageKecamatan))
		sum := api.Land{}
		got := 0
		for _, p := range in.Places {
			got += p.Now.Visits
			sum.Households += p.Land.Households
		}
		if len(in.Places) != 2 || got != 37 || sum.Households != 1300 || in.Land.Households != 1300 || in.MoneyHidden {
			t.Errorf("%s: places %+v", role, in.Places)
		}
		if in.Version != b.Version || len(in.Path) != 3 || in.Path[0].Name != o.own.Name {
			t.Errorf("%s: path %+v of version %d", role, in.Path, in.Version)
		}
	}
}

// A visit that a phone tells of is on the board and on the map at once, though no file
// came in.
func TestAVisitIsOnTheBoardAtOnce(t *testing.T) {
	o := openVillage(t)
	desa, other := o.desaOf(t, datatest.VillageKecamatan+".2001", 30), o.desaOf(t, datatest.VillageKecamatan+".2002", 1)
	o.pays(t, 1, desa[:12])
	o.did(t, "select 1")
	cookie := o.as(t, data.Officer)
	visits := "/api/v1/branches/9901/heat?measure=contact"
	before, map1 := o.board(t, cookie, ""), o.send(t, cookie, "GET", visits, "")
	datatest.Record(t, o.store, o.own.ID, planner.Event{Household: other[0], Kader: 1, Type: planner.Code(planner.NotHome), At: datatest.At(datatest.Today(), 600)})
	after, map2 := o.board(t, cookie, ""), o.send(t, cookie, "GET", visits, "")
	if after.Version != before.Version || after.Now.Visits != before.Now.Visits+1 {
		t.Errorf("%d visits of version %d, and %d of version %d after one more", before.Now.Visits, before.Version, after.Now.Visits, after.Version)
	}
	if map1.StatusCode != http.StatusOK || map1.text == map2.text {
		t.Errorf("the map says the same before and after a visit: %d %.200s", map1.StatusCode, map1.text)
	}
}

// Managers see the money of a kecamatan; of less, the map tells it in units that hide
// what few families paid.
func TestManagersAreNotToldTheMoneyOfADesa(t *testing.T) {
	o := openVillage(t)
	o.pays(t, 1, o.desaOf(t, datatest.VillageKecamatan+".2001", 3))
	o.pays(t, 2, o.desaOf(t, datatest.VillageKecamatan+".2002", 15))
	o.did(t, "select 1")
	manager := o.as(t, data.Manager)
	b := o.board(t, manager, "within="+string(datatest.VillageKecamatan))
	if b.MoneyHidden || b.Now.Collected != 18*150_000 {
		t.Errorf("the kecamatan shows %d", b.Now.Collected)
	}
	for _, p := range b.Places {
		if !p.MoneyHidden || p.Now.Collected != 0 || p.Now.Visits == 0 {
			t.Errorf("desa %s shows %d", p.Area, p.Now.Collected)
		}
	}
	for _, k := range b.Kader {
		if !k.MoneyHidden || k.Now.Collected != 0 {
			t.Errorf("kader %s shows money of a kecamatan", k.Code)
		}
	}
	desa := o.board(t, manager, "within="+string(datatest.VillageKecamatan)+".2001")
	if !desa.MoneyHidden || desa.Now.Collected != 0 || desa.Change != (api.BoardAnswer{}).Change || desa.Funnel.Verified != 0 {
		t.Errorf("the desa itself shows %+v", desa)
	}
	if fine := o.board(t, o.as(t, data.Officer), "within="+string(datatest.VillageKecamatan)+".2001"); fine.Now.Collected != 450_000 {
		t.Errorf("an officer sees %d", fine.Now.Collected)
	}
}

// Areas of few families are told together, the same as on the map, and cannot be asked
// for alone.
func TestAreasOfFewFamiliesAreToldAsOnTheMap(t *testing.T) {
	o := openVillage(t)
	few := datatest.VillageKecamatan + ".2009"
	o.did(t, "update household set desa = $1 where id <= 4", few)
	manager, officer := o.as(t, data.Manager), o.as(t, data.Officer)
	b := o.board(t, manager, "within="+string(datatest.VillageKecamatan))
	households, merged := 0, 0
	for _, p := range b.Places {
		households += p.Land.Households
		if p.Land.Households < 10 {
			t.Errorf("a place of %d families: %+v", p.Land.Households, p)
		}
		merged += p.Merged
	}
	if len(b.Places) != 2 || merged != 2 || households != 1300 {
		t.Errorf("places %+v", b.Places)
	}
	var heat api.HeatAnswer
	if err := json.Unmarshal([]byte(o.send(t, manager, "GET", "/api/v1/branches/9901/heat?measure=households", "").text), &heat); err != nil {
		t.Fatal(err)
	}
	for _, p := range b.Places {
		sum := int64(0)
		for _, part := range heat.Parts {
			if p.Merged == 0 && part.Desa == p.Area || p.Merged > 0 && len(part.More) > 0 {
				sum += part.Value
			}
		}
		if sum != int64(p.Land.Households) {
			t.Errorf("%s: %d families on the board, %d on the map", p.Name, p.Land.Households, sum)
		}
	}
	if all := o.board(t, manager, "level=desa"); len(all.Places) != 2 || all.Places[0].Land != b.Places[0].Land || all.Places[0].Around != "Contoh 0" {
		t.Errorf("desa of the whole branch: %+v", all.Places)
	}
	for _, in := range []geo.AreaCode{datatest.VillageKecamatan, few, "99.01.09", "99.9", "x"} {
		want := map[bool]int{true: http.StatusOK, false: http.StatusNotFound}[in == datatest.VillageKecamatan]
		if got := o.send(t, manager, "GET", "/api/v1/branches/9901/board?within="+string(in), ""); got.StatusCode != want {
			t.Errorf("within %s: %s", in, got.Status)
		}
	}
	if got := o.board(t, officer, "within="+string(datatest.VillageKecamatan)); len(got.Places) != 3 {
		t.Errorf("an officer sees %d desa", len(got.Places))
	}
}

// metabase #10195: ten minutes after midnight in WIT it is yesterday, and last month, in
// WIB and in UTC.
func TestAVisitAtMidnightIsOfTheBranchsMonth(t *testing.T) {
	o := openVillage(t)
	if _, err := o.owner(t).Exec(t.Context(), "update branch set zone = 'WIT' where code = '9901'"); err != nil {
		t.Fatal(err)
	}
	first := datatest.Today().Month().First()
	midnight := datatest.At(first, 0).Add(-2 * time.Hour) // in WIT
	for h, after := range []time.Duration{-10 * time.Minute, 10 * time.Minute, 20 * time.Minute} {
		datatest.Record(t, o.store, o.own.ID, planner.Event{Household: planner.HouseholdID(h + 1), Kader: 1, Type: planner.Code(planner.NotHome), At: midnight.Add(after)})
	}
	o.did(t, "select 1")
	cookie := o.as(t, data.Manager)
	now, before := o.board(t, cookie, "month="+first.Month().String()), o.board(t, cookie, "month="+(first-1).Month().String())
	if now.Now.Visits != 2 || before.Now.Visits != 1 || before.Partial {
		t.Errorf("%d visits of the month that began, %d of the one that ended", now.Now.Visits, before.Now.Visits)
	}
}

func TestABoardOfAMonthThatIsNone(t *testing.T) {
	o := openVillage(t)
	manager := o.as(t, data.Manager)
	for query, want := range map[string]int{
		"month=2026-13": http.StatusUnprocessableEntity, "month=abc": http.StatusUnprocessableEntity, "against=x": http.StatusUnprocessableEntity,
		"month=" + datatest.NextMonth().String(): http.StatusUnprocessableEntity, "against=2024-02": http.StatusOK, "month=2025-01": http.StatusOK,
	} {
		if got := o.send(t, manager, "GET", "/api/v1/branches/9901/board?"+query, ""); got.StatusCode != want {
			t.Errorf("%s: %s %s", query, got.Status, got.text)
		}
	}
	if b := o.board(t, manager, ""); b.Now.Due != 0 || b.Covered != nil || b.Age.Kader != 2 || b.Age.Sent != 0 || b.Actions == nil {
		t.Errorf("a branch in which nothing happened: %+v", b)
	}
}
