package api_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/ewkb"

	"binaan/api"
	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
)

func (f *field) pack(t *testing.T, headers ...string) (api.Pack, answer) {
	t.Helper()
	got := f.send(t, f.cookie, "GET", "/api/v1/sync", "", headers...)
	var p api.Pack
	if got.StatusCode == http.StatusOK {
		if err := json.Unmarshal([]byte(got.text), &p); err != nil {
			t.Fatalf("pack: %v in %.300s", err, got.text)
		}
	}
	return p, got
}

// A kader's phone gets its own families and none of anybody else's, the numbers masked,
// and the telephone only of those whom the week's days name.
func TestAPackIsTheKadersOwn(t *testing.T) {
	f := inTheField(t)
	owner := f.owner(t)
	did(t, owner, "update household set no_kk = '990101' || lpad(id::text, 10, '0'), nik = '9901019999999999', phone = '+62899' || lpad(id::text, 7, '0'), va = '8888899999999999'")
	today := datatest.Today()
	var reserved, banned planner.HouseholdID
	err := owner.QueryRow(t.Context(), "select a[2], a[3] from (select array_agg(id order by id) as a from household where desa = '99.01.01.2001') x").Scan(&reserved, &banned)
	if err != nil {
		t.Fatal(err)
	}
	did(t, owner, `insert into plan (branch_id, id, kind, name, state, request, seed, created_by) values (1, 2, 'route', 'uji', 'done', '{}', 1, 'uji')`)
	did(t, owner, "insert into route_month (branch_id, plan_id, kader_id, first, last, left_out, certificate, travel) values (1, 2, 1, $1, $2, '[]', '{}', 'perkiraan')", today.Month().First(), today.Month().Last())
	did(t, owner, `insert into route (branch_id, plan_id, kader_id, day, leave, return, ride, expected, cash, proven, few, reserve) values (1, 2, 1, $1, 960, 1200, 900, 5000, 4000, true, '', array[$2::bigint])`, today+1, reserved)
	did(t, owner, `insert into stop (branch_id, plan_id, kader_id, day, seq, household_id, arrive, begin_at, window_open, window_close, ride, ride_time, expected, cash, contact, reasons, probability, desa)
		values (1, 2, 1, $1, 1, $2, 970, 975, 960, 1200, 450, 100, 5000, 4000, 0.5, '{PROMISE_TODAY}', 1, '99.01.01.2001')`, today+1, f.own)
	datatest.Record(t, f.store, f.office.own.ID,
		datatest.Promise(f.own, 1, today-2, planner.Promise{Due: today + 1, Open: 960, Close: 1200, Amount: 70_000}),
		planner.Event{Household: reserved, Kader: 1, Type: planner.Code(planner.PaidPart), Payload: planner.Payload{Amount: 60_000}},
		planner.Event{Household: f.own, Kader: 1, Type: planner.NewPhone, Payload: planner.Payload{Phone: "+6289912345"}},
		planner.Event{Household: banned, Kader: 1, Type: planner.NoVisits, Payload: planner.Payload{Until: ptr(today + 30), Reason: "DUKA"}})
	p, got := f.pack(t)
	if len(p.Days) != 7 || p.Days[1].State != "route" {
		t.Errorf("days %+v", p.Days)
	}
	for k, d := range p.Days {
		if d.Day != today+planner.Day(k) || k != 1 && d.Day.Weekday() == time.Sunday && d.State != "free" {
			t.Errorf("day %d is %+v", k, d)
		}
	}
	if tasks := p.Days[0].Tasks; len(tasks) != 1 || tasks[0].Kind != "REMIND_PROMISE" || tasks[0].Household != f.own {
		t.Errorf("tasks of the day before the promise: %+v", p.Days[0])
	}
	if s := p.Days[1].Stops; len(s) != 1 || s[0].Household != f.own || s[0].From != 975 || s[0].Until != 995 || s[0].Ride.Minutes != 2 || s[0].Expects.Later != 1000 {
		t.Errorf("stops %+v", s)
	}
	families := map[planner.HouseholdID]int{}
	for i, family := range p.Families {
		families[family.ID] = i
	}
	var others int
	if err := owner.QueryRow(t.Context(), "select count(*) from household where desa = '99.01.01.2001'").Scan(&others); err != nil || len(families) != others {
		t.Errorf("%d families, want %d (%v)", len(families), others, err)
	}
	own, reserve, third := p.Families[families[f.own]], p.Families[families[reserved]], p.Families[families[banned]]
	if own.Phone != "+6289912345" || own.Promise == nil || own.Promise.Amount != 70_000 || !own.Promise.Remind || own.Best != "SORE" || len(own.Last) != 1 || own.Class != "III" {
		t.Errorf("the family of tomorrow: %+v", own)
	}
	if own.Last[0].Amount != 0 || len(reserve.Last) != 1 || reserve.Last[0].Day != today || reserve.Last[0].Amount != 60_000 {
		t.Errorf("today's money alone is told: %+v, %+v", own.Last, reserve.Last)
	}
	if reserve.Phone == "" || third.Phone != "" || third.Banned == nil || *third.Banned != today+30 {
		t.Errorf("reserve %+v, third %+v", reserve, third)
	}
	if whole := regexp.MustCompile(`\d{11}`).FindString(regexp.MustCompile(`"phone":"[^"]*"|0\d{9}`).ReplaceAllString(got.text, "")); whole != "" {
		t.Errorf("an identity number is in the pack: %s", whole)
	}
	if f := p.Rules.Fine; f.Percent != 5 || f.WithinDays != 45 || f.MaxMonths != 12 || f.Most != 30_000_000 {
		t.Errorf("the fine to be told of: %+v, Perpres 64/2020 says 5 %%, 45 days, 12 months, Rp30 juta", f)
	}
	if p.Rules.VisitMinutes != 20 || p.Rules.Cap != 8 || p.Rules.LaterWorth != 0.942045 || p.Rules.CashAllowed || p.Statement.Target == 0 || p.Epoch == "" || len(p.Device.SealKey) != 65 {
		t.Errorf("rules %+v, statement %+v", p.Rules, p.Statement)
	}
	if n := strings.Count(f.rows(t, "select act || cardinality(households) from audit where act like 'read pack%'"), fmt.Sprint("read pack", others)); n != 1 {
		t.Errorf("%d readings of the pack are audited", n)
	}
}

// A promise for hours at which the kader does not work is told with the nearest that do.
func TestAPackTellsAPromiseThatTheShiftForbids(t *testing.T) {
	f := inTheField(t)
	today := datatest.Today()
	due := today + 1
	for due.Weekday() == time.Sunday || due.Weekday() == time.Saturday {
		due++
	}
	datatest.Record(t, f.store, f.office.own.ID,
		datatest.Promise(f.own, 1, today-2, planner.Promise{Due: due, Open: 8 * 60, Close: 10 * 60, Amount: 70_000}))
	p, _ := f.pack(t)
	for _, family := range p.Families {
		if family.ID != f.own {
			continue
		}
		if q := family.Promise; q == nil || q.Hindered == nil || q.Hindered.Why != planner.HinderedByShift ||
			q.Hindered.Nearest == nil || q.Hindered.Nearest.Day != due || q.Hindered.Nearest.Open != 16*60 {
			t.Errorf("the promise of the morning: %+v", family.Promise)
		}
		if s := p.Statement; s.Promises != 1 && due.Month() == today.Month() || s.Kept != 0 {
			t.Errorf("a promise of the month is told as %d kept of %d", s.Kept, s.Promises)
		}
		return
	}
	t.Error("the family is not in the pack")
}

func ptr[T any](v T) *T { return &v }

// What has not changed is not sent again; what a delivery changes is another pack.
func TestAPackIsSentAgainOnlyWhenItChanged(t *testing.T) {
	f := inTheField(t)
	first, got := f.pack(t)
	tag := got.Header.Get("ETag")
	if _, again := f.pack(t, "If-None-Match", tag); again.StatusCode != http.StatusNotModified || again.text != "" || tag == "" {
		t.Errorf("the same pack with %s: %d %.80s", tag, again.StatusCode, again.text)
	}
	f.push(t, f.cookie, nil, f.event(1, fields{"type": "MENOLAK"}))
	second, got := f.pack(t, "If-None-Match", tag)
	if got.StatusCode != http.StatusOK || second.Version == first.Version || second.Statement.Visits != first.Statement.Visits+1 {
		t.Errorf("after a visit: %d, %d visits", got.StatusCode, second.Statement.Visits)
	}
}

// Whatever a pack tells of makes another pack when it changes, and no other change does.
func TestAPackChangesWithWhatItTells(t *testing.T) {
	f := inTheField(t)
	owner := f.owner(t)
	today := datatest.Today()
	changes := []struct {
		what, sql string
		args      []any
	}{
		{"", `insert into plan (branch_id, id, kind, name, state, request, seed, created_by) values (1, 2, 'route', 'uji', 'done', '{}', 1, 'uji')`, nil},
		{"", `insert into route_month (branch_id, plan_id, kader_id, first, last, left_out, certificate, travel) values (1, 2, 1, $1, $2, '[]', '{}', 'perkiraan')`, []any{today, today + 6}},
		{"a route", `insert into route (branch_id, plan_id, kader_id, day, leave, return, ride, expected, cash, proven, few, reserve) values (1, 2, 1, $1, 960, 1200, 900, 5000, 4000, true, '', array[$2::bigint])`, []any{today + 1, f.own}},
		{"a name", "update household set head_name = 'Lain' where id = $1", []any{f.own}},
		{"what is owed", "update household set arrears = arrears + 1 where id = $1", []any{f.own}},
		{"a desa's name", "update area set name = 'Baru' where code = (select desa from household where id = $1)", []any{f.own}},
		{"an official", "insert into official (branch_id, id, desa, post, unit, name, phone) select 1, 1, desa, 'DESA', '', 'Pak Uji', '' from household where id = $1", []any{f.own}},
	}
	_, got := f.pack(t)
	tag := got.Header.Get("ETag")
	for _, c := range changes {
		did(t, owner, c.sql, c.args...)
		if c.what == "" {
			continue
		}
		p, got := f.pack(t, "If-None-Match", tag)
		if got.StatusCode != http.StatusOK || got.Header.Get("ETag") != `W/"`+p.Version+`"` {
			t.Fatalf("%s: status %d, tag %s of version %s", c.what, got.StatusCode, got.Header.Get("ETag"), p.Version)
		}
		tag = got.Header.Get("ETag")
		if _, again := f.pack(t, "If-None-Match", tag); again.StatusCode != http.StatusNotModified {
			t.Errorf("%s, asked again: status %d", c.what, again.StatusCode)
		}
	}
	datatest.Record(t, f.store, f.office.own.ID, datatest.Promise(f.own, 1, today-2, planner.Promise{Due: today + 1, Open: 960, Close: 1200, Amount: 70_000}))
	if _, got := f.pack(t, "If-None-Match", tag); got.StatusCode != http.StatusOK || !strings.Contains(got.text, "REMIND_PROMISE") {
		t.Errorf("a promise: status %d", got.StatusCode)
	}
}

// Families that another kader has now are told to be gone, and no longer in the pack.
func TestWhatLeftATerritoryIsGone(t *testing.T) {
	f := inTheField(t)
	owner := f.owner(t)
	did(t, owner, `insert into plan (branch_id, id, kind, name, state, request, seed, created_by, published_from, published_at)
		values (1, 5, 'territory', 'uji', 'done', '{}', 1, 'uji', $1, $1::date)`, datatest.Today()-1)
	did(t, owner, `insert into territory select branch_id, 5, id, 2, kecamatan, merangkap, locked, households, eligible, members, arrears, expected from territory where plan_id = 1`)
	did(t, owner, "insert into territory_block select branch_id, 5, desa, cell, territory_id from territory_block where plan_id = 1")
	p, _ := f.pack(t)
	if len(p.Families) != 0 || len(p.Gone) == 0 || p.Gone[0] != f.own {
		t.Fatalf("%d families, %d gone", len(p.Families), len(p.Gone))
	}
	if got := verdicts(f.push(t, f.cookie, nil, f.event(1, nil))); got != "accepted" {
		t.Errorf("a late visit to a family that is gone: %s", got)
	}
	if got := f.rows(t, "select kader_id::text from visit where household_id = $1", f.own); got != "1" {
		t.Errorf("it is credited to kader %s", got)
	}
}

// A pack of 500 families is at most 80 KB on the way.
func TestAPackIsSmall(t *testing.T) {
	f := inTheField(t)
	did(t, f.owner(t), `
		update household set head_name = 'Keluarga ' || md5(id::text), address = 'Jalan ' || left(md5('a' || id), 12) || ' No. ' || id, rt = lpad((id % 9)::text, 3, '0'), rw = lpad((id % 7)::text, 3, '0'),
		  no_kk = '990101' || lpad((id * 7919)::text, 10, '0'), phone = '+62899' || id`)
	p, got := f.pack(t)
	packed := zipped(t, got.text)
	if size := packed * 500 / len(p.Families); size > 80<<10 || len(p.Families) < 400 {
		t.Errorf("%d families take %d bytes, so 500 take %d", len(p.Families), packed, size)
	}
	t.Logf("%d families: %d bytes packed of %d", len(p.Families), packed, len(got.text))
}

// zipped is how many bytes a text takes compressed.
func zipped(t *testing.T, text string) int {
	t.Helper()
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := io.WriteString(z, text); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.Len()
}

// changes asks what of the pack is not as the phone has it.
func (f *field) changes(t *testing.T, tag string) (api.PackChange, answer) {
	t.Helper()
	got := f.send(t, f.cookie, "GET", "/api/v1/sync/changes", "", "If-None-Match", tag)
	var c api.PackChange
	if got.StatusCode == http.StatusOK {
		if err := json.Unmarshal([]byte(got.text), &c); err != nil {
			t.Fatalf("changes: %v in %.300s", err, got.text)
		}
	}
	return c, got
}

// A phone that has a pack gets of the next what changed, and comes to the same pack.
func TestAPhoneGetsWhatChangedOfItsPack(t *testing.T) {
	f := inTheField(t)
	first, got := f.changes(t, "")
	tag := got.Header.Get("ETag")
	// What no phone has is sent whole: every field of a pack, every family.
	_, whole := f.pack(t)
	want := fieldsOf(t, whole.text)
	for name, text := range first.Parts {
		if string(want[name]) != string(text) {
			t.Errorf("%s of the changes: %.200s, of the pack: %.200s", name, text, want[name])
		}
	}
	if len(first.Parts)+len([]string{"server_time", "version", "families"}) != len(want) || len(first.Stay) != 0 {
		t.Errorf("parts %d of %d fields, stay %v", len(first.Parts), len(want), first.Stay)
	}
	families, err := json.Marshal(sorted(first.Families))
	if err != nil || string(families) != string(want["families"]) {
		t.Errorf("families %.200s, of the pack %.200s, %v", families, want["families"], err)
	}
	if _, again := f.changes(t, tag); again.StatusCode != http.StatusNotModified || again.text != "" {
		t.Errorf("asked again: %d %.80s", again.StatusCode, again.text)
	}

	f.push(t, f.cookie, nil, f.event(1, fields{"type": "MENOLAK"}))
	next, got := f.changes(t, tag)
	if got.StatusCode != http.StatusOK || next.Parts["statement"] == nil || next.Parts["rules"] != nil || next.Parts["kader"] != nil {
		t.Errorf("after a visit: %d, parts %v", got.StatusCode, next.Parts)
	}
	if len(next.Stay) != 31 || slices.Contains(next.Stay, int(f.own)%32) {
		t.Errorf("after a visit to family %d these parts stay: %v", f.own, next.Stay)
	}
	// What stays and what came are the pack as it is now.
	_, whole = f.pack(t)
	want = fieldsOf(t, whole.text)
	merged := next.Families
	for _, one := range first.Families {
		if slices.Contains(next.Stay, int(one.ID)%32) {
			merged = append(merged, one)
		}
	}
	if families, err = json.Marshal(sorted(merged)); err != nil || string(families) != string(want["families"]) {
		t.Errorf("merged families %.200s, of the pack %.200s, %v", families, want["families"], err)
	}
	// Only what was sent was read.
	if n := strings.Count(f.rows(t, "select act || cardinality(households) from audit where act like 'read pack%'"), fmt.Sprintf("read pack%d", len(next.Families))); n != 1 {
		t.Errorf("%d readings of the change are audited", n)
	}
	// A version of another kind names nothing that the phone has.
	if all, _ := f.changes(t, `W/"0123456789abcdef01234567"`); len(all.Families) != len(first.Families) || len(all.Stay) != 0 {
		t.Errorf("%d families for a phone of the version before, stay %v", len(all.Families), all.Stay)
	}
}

func fieldsOf(t *testing.T, text string) map[string]json.RawMessage {
	t.Helper()
	out := map[string]json.RawMessage{}
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func sorted(families []data.PackFamily) []data.PackFamily {
	slices.SortFunc(families, func(a, b data.PackFamily) int { return int(a.ID - b.ID) })
	return families
}

// The borders of a kader's desa come once, and again when they change; a desa that has
// none is left out.
func TestAPackHasTheBordersOfItsDesa(t *testing.T) {
	f := inTheField(t)
	first, got := f.changes(t, "")
	if string(first.Parts["borders"]) != "[]" {
		t.Errorf("borders of desa without an outline: %s", first.Parts["borders"])
	}
	shape := orb.MultiPolygon{{{{110.8, -7.5}, {110.81, -7.5}, {110.81, -7.51}, {110.8, -7.5}}}}
	owner := f.owner(t)
	did(t, owner, "update area set shape = $2, name = 'Contoh' where code = (select desa from household where id = $1)", f.own, ewkb.MustMarshal(shape, ewkb.DefaultSRID))
	did(t, owner, "update branch set version = version + 1")
	next, got := f.changes(t, got.Header.Get("ETag"))
	if want := `[{"desa":"Contoh","rings":[[11080000,-750000,1000,0,0,-1000,-1000,1000]]}]`; string(next.Parts["borders"]) != want {
		t.Errorf("borders %s, want %s", next.Parts["borders"], want)
	}
	if again, _ := f.changes(t, got.Header.Get("ETag")); again.Parts["borders"] != nil {
		t.Errorf("the same borders again: %s", again.Parts["borders"])
	}
}
