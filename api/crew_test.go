package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
)

// routed gives kader 1 a route of two families today, and kader 2 is at work.
func (f *field) routed(t *testing.T) (second planner.HouseholdID) {
	t.Helper()
	owner, today := f.owner(t), datatest.Today()
	if err := owner.QueryRow(t.Context(), "select min(id) from household where desa = '99.01.01.2001' and id > $1", f.own).Scan(&second); err != nil {
		t.Fatal(err)
	}
	did(t, owner, `insert into plan (branch_id, id, kind, name, state, request, seed, created_by) values (1, 2, 'route', 'uji', 'done', '{}', 1, 'uji')`)
	did(t, owner, "insert into route_month (branch_id, plan_id, kader_id, first, last, left_out, certificate, travel) values (1, 2, 1, $1, $1::date + 6, '[]', '{}', 'perkiraan')", today)
	did(t, owner, `insert into route (branch_id, plan_id, kader_id, day, leave, return, ride, expected, cash, proven, few, reserve) values (1, 2, 1, $1, 960, 1200, 900, 5000, 4000, true, '', '{}')`, today)
	did(t, owner, `insert into stop (branch_id, plan_id, kader_id, day, seq, household_id, arrive, begin_at, window_open, window_close, ride, ride_time, expected, cash, contact, reasons, probability, desa)
		select 1, 2, 1, $1, nth, home, 970, 975, 960, 1200, 450, 100, 5000, 4000, 0.5, '{}', 1, '99.01.01.2001' from unnest(array[$2::bigint, $3]) with ordinality x (home, nth)`, today, f.own, second)
	return second
}

func (f *field) crew(t *testing.T, cookie string) map[planner.KaderID]data.CrewKader {
	t.Helper()
	got := f.send(t, cookie, "GET", "/api/v1/branches/9901/crew", "")
	var c data.Crew
	if err := json.Unmarshal([]byte(got.text), &c); err != nil || got.StatusCode != http.StatusOK {
		t.Fatalf("crew: %d %s", got.StatusCode, got.text)
	}
	out := map[planner.KaderID]data.CrewKader{}
	for _, k := range c.Kader {
		out[k.ID] = k
	}
	return out
}

// as2 logs kader 2 in.
func (f *field) as2(t *testing.T) string {
	t.Helper()
	_, err := f.store.AddAccount(t.Context(), data.NewAccount{Login: "kader2", Name: "Contoh Dua", Role: data.KaderRole, Password: password, Branches: []data.BranchID{f.office.own.ID}, Kader: 2})
	if err != nil {
		t.Fatal(err)
	}
	return f.as(t, "kader2")
}

func TestARouteThatIsHandedOverIsTheOthersDay(t *testing.T) {
	f := inTheField(t)
	second := f.routed(t)
	boss, other := f.as(t, data.Supervisor), f.as2(t)
	if got := f.push(t, f.cookie, nil, f.event(1, nil)); verdicts(got) != "accepted" {
		t.Fatal(verdicts(got))
	}
	if k := f.crew(t, boss)[1]; k.Planned != 2 || k.Done != 1 || k.Sent == nil || k.HandedTo != nil {
		t.Errorf("before: %+v", k)
	}
	const phone2 = "0d000000-0000-7000-8000-000000000002"
	visit := func(n int) fields {
		return f.event(n, fields{"device_id": phone2, "household": second})
	}
	if got := f.push(t, other, nil, visit(10)); !strings.HasPrefix(verdicts(got), "rejected(UNKNOWN_HOUSEHOLD)") {
		t.Fatalf("a family of kader 1, brought by kader 2: %s", verdicts(got))
	}
	path := fmt.Sprintf("/api/v1/branches/9901/kader/1/route-handovers/%s", datatest.Today())
	for range 2 { // the answer to the first was lost
		if got := f.send(t, boss, "PUT", path, `{"to":2}`); got.StatusCode != http.StatusOK {
			t.Fatalf("hand over: %d %s", got.StatusCode, got.text)
		}
	}
	crew := f.crew(t, boss)
	if h := crew[1].HandedTo; h == nil || h.Kader != 2 || h.Families != 1 || len(crew[2].Takes) != 1 {
		t.Errorf("after: %+v", crew)
	}
	if p, _ := f.pack(t); p.Days[0].State != data.DayHanded || len(p.Days[0].Stops) != 0 || p.Days[0].Reason == "" {
		t.Errorf("kader 1's day: %+v", p.Days[0])
	}
	got := f.send(t, other, "GET", "/api/v1/sync", "")
	if want := fmt.Sprintf(`"stops":[{"household":%d,"from":0`, second); !strings.Contains(got.text, want) || !strings.Contains(got.text, fmt.Sprintf(`{"id":%d,"head"`, second)) {
		t.Errorf("kader 2's pack has no %s: %.600s", want, got.text)
	}
	if got := f.send(t, boss, "DELETE", path, ""); got.StatusCode != http.StatusOK {
		t.Fatalf("take back: %d %s", got.StatusCode, got.text)
	}
	if got := f.push(t, other, nil, visit(11)); verdicts(got) != "accepted" {
		t.Errorf("recorded before it was taken back, sent after: %s", verdicts(got))
	}
	if got := f.send(t, boss, "PUT", path, `{"to":2}`); got.StatusCode != http.StatusOK {
		t.Errorf("the rest again: %d %s", got.StatusCode, got.text)
	}
}

func TestARouteIsHandedOverToWhoCanTakeIt(t *testing.T) {
	f := inTheField(t)
	f.routed(t)
	datatest.AddKader(t, f.store, f.office.own.ID, 3)
	did(t, f.owner(t), "insert into kader_away (branch_id, kader_id, first, last, why) values (1, 3, $1, $1, 'sakit')", datatest.Today())
	boss := f.as(t, data.Supervisor)
	for _, c := range []struct {
		who, to, on int
		want        int
	}{
		{2, 1, 0, http.StatusConflict},             // who has no route
		{1, 3, 0, http.StatusConflict},             // to who is away
		{1, 1, 0, http.StatusConflict},             // to oneself
		{1, 9, 0, http.StatusNotFound},             // to nobody
		{1, 2, -1, http.StatusUnprocessableEntity}, // yesterday
		{1, 2, 7, http.StatusUnprocessableEntity},  // which no phone sees yet
		{1, 2, 0, http.StatusOK},
		{2, 1, 0, http.StatusConflict}, // back and forth
	} {
		path := fmt.Sprintf("/api/v1/branches/9901/kader/%d/route-handovers/%s", c.who, datatest.Today()+planner.Day(c.on))
		if got := f.send(t, boss, "PUT", path, fmt.Sprintf(`{"to":%d}`, c.to)); got.StatusCode != c.want {
			t.Errorf("kader %d to %d in %d days: %d %s, want %d", c.who, c.to, c.on, got.StatusCode, got.text, c.want)
		}
	}
}

func TestASupervisorLeadsOwnKaderAlone(t *testing.T) {
	f := inTheField(t)
	f.routed(t)
	boss, today := f.as(t, data.Supervisor), datatest.Today()
	did(t, f.owner(t), "update kader set supervisor = case id when 1 then ' SUPERVISOR' else 'Orang Lain' end")
	if crew := f.crew(t, boss); len(crew) != 1 || crew[1].Name == "" {
		t.Errorf("crew %+v, want kader 1 alone", crew)
	}
	if crew := f.crew(t, f.as(t, data.Officer)); len(crew) < 2 {
		t.Errorf("the office sees %d", len(crew))
	}
	note := func(kader int, day planner.Day) int {
		path := fmt.Sprintf("/api/v1/branches/9901/kader/%d/ride-alongs/%s", kader, day)
		return f.send(t, boss, "PUT", path, `{"said":"Menyapa RT dahulu, bahasanya halus"}`).StatusCode
	}
	if got := note(2, today); got != http.StatusNotFound {
		t.Errorf("a note on another's kader: %d", got)
	}
	if got := note(1, today+1); got != http.StatusUnprocessableEntity {
		t.Errorf("a note on tomorrow: %d", got)
	}
	if got := note(1, today) + note(1, today); got != 2*http.StatusOK {
		t.Errorf("a note, and again: %d", got)
	}
	got := f.send(t, boss, "GET", "/api/v1/branches/9901/kader/1/ride-alongs", "")
	if strings.Count(got.text, "bahasanya halus") != 1 {
		t.Errorf("notes: %s", got.text)
	}
	if got := f.send(t, boss, "GET", "/api/v1/branches/9901/kader/2/ride-alongs", ""); got.StatusCode != http.StatusNotFound {
		t.Errorf("another's notes: %d", got.StatusCode)
	}
}

// Whom a supervisor sees and acts for is what the office says from a day on, and until it
// says anything what the file of kader does; the page of kader tells who it is today.
func TestASupervisorLooksAfterWhomTheOfficeSays(t *testing.T) {
	f := inTheField(t)
	f.routed(t)
	boss, officer := f.as(t, data.Supervisor), f.as(t, data.Officer)
	sari, err := f.store.AddAccount(t.Context(), data.NewAccount{Login: "sari", Name: "Contoh Sari", Role: data.Supervisor, Password: password, Branches: []data.BranchID{f.office.own.ID}})
	if err != nil {
		t.Fatal(err)
	}
	say := func(account string, from planner.Day, want int) {
		t.Helper()
		if got := f.send(t, officer, "PUT", "/api/v1/branches/9901/kader/2/supervisor", fmt.Sprintf(`{"account":%s,"from":%q}`, account, from)); got.StatusCode != want {
			t.Fatalf("%s from %s: %d %s", account, from, got.StatusCode, got.text)
		}
	}
	own, today := fmt.Sprint(sari), datatest.Today()
	say(own, today-1, http.StatusUnprocessableEntity)
	say("4711", today, http.StatusUnprocessableEntity)
	say(own, today+1, http.StatusNoContent)
	if _, sees := f.crew(t, boss)[2]; !sees {
		t.Error("what holds from tomorrow on holds today")
	}
	say(own, today, http.StatusNoContent)
	if crew := f.crew(t, boss); len(crew) != 1 || crew[1].ID != 1 {
		t.Errorf("whom another looks after is seen: %+v", crew)
	}
	path := fmt.Sprintf("/api/v1/branches/9901/kader/1/route-handovers/%s", today)
	if got := f.send(t, boss, "PUT", path, `{"to":2}`); got.StatusCode != http.StatusNotFound {
		t.Errorf("a route given to another's kader: %d %s", got.StatusCode, got.text)
	}
	if _, sees := f.crew(t, f.as(t, "sari"))[2]; !sees {
		t.Error("who was said to look after the kader does not see them")
	}
	var paper struct {
		Kader       []data.Paperwork
		Supervisors []data.TaskOwner
	}
	if got := f.send(t, officer, "GET", "/api/v1/branches/9901/paperwork", ""); json.Unmarshal([]byte(got.text), &paper) != nil || len(paper.Supervisors) < 2 {
		t.Fatal(got.text)
	}
	for _, k := range paper.Kader {
		if named, said := k.Supervisor == "Contoh Sari", len(k.Supervision); named != (k.Kader == 2) || said != 0 && k.Kader != 2 || said != 2 && k.Kader == 2 {
			t.Errorf("kader %d: %q, said %+v", k.Kader, k.Supervisor, k.Supervision)
		}
	}
	say("null", today, http.StatusNoContent)
	if len(f.crew(t, boss)) != 2 {
		t.Error("who is everybody's is not seen by all")
	}
}
