package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
	"binaan/planner/route"
)

const (
	cardNo = "9900000012345"
	vaNo   = "88888" + "00000012345"
	phone  = "0899000012345"
)

// routed is a village in which kader 1 visits household 1 today and household 2
// on each day of the fortnight after, and cookies of the officer and the kader.
func routed(t *testing.T) (o *office, officer, kader string) {
	o, officer = village(t)
	err := o.store.InBranch(t.Context(), []data.BranchID{o.own.ID}, func(tx pgx.Tx) error {
		_, err := tx.Exec(t.Context(), "update household set no_kk = '990123456789' || lpad(id::text, 4, '0'), nik = '9901', card_no = $1, va = $2, phone = $3, lon = 110.812345, lat = -7.554321", cardNo, vaNo, phone)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	today := datatest.Today()
	head, err := o.store.QueuePlan(t.Context(), o.own.ID, data.RouteKind, data.PlanRequest{Month: today.Month().String(), Only: []planner.KaderID{1}}, "contoh")
	if err != nil {
		t.Fatal(err)
	}
	plan := route.Plan{Kader: 1, First: today, Last: today.Month().Last() + 31}
	for d := planner.Day(0); d < 14; d++ {
		plan.Routes = append(plan.Routes, route.Route{Kader: 1, Day: today + d, Stops: []route.Stop{{Household: planner.HouseholdID(min(2, d+1)), Seq: 1}}})
	}
	if err := o.store.FinishRoutes(t.Context(), data.UnitJob{Branch: o.own.ID, Plan: head.ID, Unit: "1"}, plan); err != nil {
		t.Fatal(err)
	}
	n := data.NewAccount{Login: "kader1", Name: "Contoh", Role: data.KaderRole, Password: password, Branches: []data.BranchID{o.own.ID}, Kader: 1}
	if _, err := o.store.AddAccount(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	return o, officer, o.as(t, "kader1")
}

func TestAKaderSeesTodayAndAWeekAndNoOtherDay(t *testing.T) {
	o, _, kader := routed(t)
	for n, want := range map[planner.Day]int{
		-1: http.StatusForbidden, -30: http.StatusForbidden, 0: http.StatusOK, 1: http.StatusOK, 7: http.StatusOK, 8: http.StatusForbidden, 365: http.StatusForbidden,
	} {
		if got := o.send(t, kader, "GET", "/api/v1/today?day="+day(n), ""); got.StatusCode != want {
			t.Errorf("%d days ahead: %d, want %d", n, got.StatusCode, want)
		}
	}
	got := o.send(t, kader, "GET", "/api/v1/today", "")
	if !strings.Contains(got.text, day(7)) || strings.Contains(got.text, `"`+day(8)) {
		t.Errorf("days offered: %s", got.text)
	}
}

func TestWhoSeesWhichNumbersOfACard(t *testing.T) {
	o, officer, kader := routed(t)
	month := "/api/v1/branches/9901/routes?kader=1&day="
	for name, c := range map[string]struct {
		cookie, path string
		shown        []string
	}{
		"kader, today":    {kader, "/api/v1/today", []string{phone, "110.812345"}},
		"kader, tomorrow": {kader, "/api/v1/today?day=" + day(1), []string{"110.812345"}},
		"officer":         {officer, month + day(0), nil},
		"list":            {officer, "/api/v1/branches/9901/households", nil},
	} {
		got := o.send(t, c.cookie, "GET", c.path, "")
		if got.StatusCode != http.StatusOK || !strings.Contains(got.text, "••••") {
			t.Fatalf("%s: %d %s", name, got.StatusCode, got.text)
		}
		for _, secret := range []string{phone, "110.812345", "-7.554321"} {
			want := fmt.Sprint(c.shown) != "[]" && (strings.Contains(fmt.Sprint(c.shown), secret) || secret == "-7.554321")
			if strings.Contains(got.text, secret) != want {
				t.Errorf("%s: %s is shown: %t", name, secret, !want)
			}
		}
		for _, secret := range []string{cardNo, vaNo, cardNo[2:], "990123456789"} {
			if strings.Contains(got.text, secret) {
				t.Errorf("%s: %s is shown", name, secret)
			}
		}
	}
}

func TestNumbersAreRevealedForAReason(t *testing.T) {
	o, officer, _ := routed(t)
	reveal := "/api/v1/branches/9901/households/1/reveal"
	for _, body := range []string{
		`{}`, `{"reason":"koreksi"}`, `{"reason":"iseng","note":"nama salah tulis"}`, `{"reason":"lainnya","note":"           "}`,
		`{"reason":"lainnya","note":"xxxxxxxxxxxx"}`, `{"reason":"lainnya","note":"aa aa aa aa aa"}`, `{"reason":"lainnya","note":"1234567890 1234"}`,
	} {
		if got := o.send(t, officer, "POST", reveal, body); got.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d %s", body, got.StatusCode, got.text)
		}
	}
	got := o.send(t, officer, "POST", reveal, `{"reason":"koreksi","note":"nama salah tulis"}`)
	if got.StatusCode != http.StatusOK || !strings.Contains(got.text, vaNo) || !strings.Contains(got.text, cardNo) || !strings.Contains(got.text, "110.812345") {
		t.Errorf("with a reason: %d %s", got.StatusCode, got.text)
	}
}

func TestManyRevealsAtOnceAreNoMoreThanSixtyAnHour(t *testing.T) {
	o, officer, _ := routed(t)
	var mu sync.Mutex
	var wg sync.WaitGroup
	seen := map[int]int{}
	for i := range 80 {
		wg.Go(func() {
			got := o.send(t, officer, "POST", fmt.Sprintf("/api/v1/branches/9901/households/%d/reveal", i+1), `{"reason":"koreksi","note":"nama salah tulis"}`)
			mu.Lock()
			defer mu.Unlock()
			seen[got.StatusCode]++
		})
	}
	wg.Wait()
	if seen[http.StatusOK] != 60 || seen[http.StatusTooManyRequests] != 20 {
		t.Errorf("80 reveals at once: %v", seen)
	}
}
