package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"binaan/api"
	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
)

// field is a kader's branch: Village, of which kader 1 has the first desa from a
// published plan, and was before that at the door of household 1.
type field struct {
	*office
	cookie string
	own    planner.HouseholdID // kader 1's today
	others planner.HouseholdID // nobody's
	was    planner.HouseholdID // kader 1's before
}

const phoneID = "0d000000-0000-7000-8000-00000000000d"

func inTheField(t *testing.T) *field {
	t.Helper()
	o := openVillage(t)
	f := &field{office: o}
	owner := o.owner(t)
	did(t, owner, `
		insert into plan (branch_id, id, kind, name, state, request, seed, created_by, published_from, published_at)
		values (1, 1, 'territory', 'uji', 'done', '{}', 1, 'uji', $1, $1::date)`, datatest.Today()-30)
	did(t, owner, `insert into territory (branch_id, plan_id, id, kader_id, kecamatan, merangkap, locked, households, eligible, members, arrears, expected)
		values (1, 1, 1, 1, '99.01.01', false, false, 0, 0, 0, 0, 0)`)
	did(t, owner, `insert into territory_block (branch_id, plan_id, desa, cell, territory_id) select distinct 1, 1, desa, cell, 1 from household where branch_id = 1 and desa = '99.01.01.2001'`)
	one := func(sql string) (id planner.HouseholdID) {
		if err := owner.QueryRow(t.Context(), sql).Scan(&id); err != nil {
			t.Fatal(err)
		}
		return id
	}
	f.own = one("select min(id) from household where desa = '99.01.01.2001'")
	f.others = one("select max(id) from household where desa = '99.01.01.2002'")
	f.was = one("select min(id) from household where desa = '99.01.01.2002'")
	datatest.Record(t, o.store, o.own.ID, planner.Event{Household: f.was, Kader: 1, Type: planner.Code(planner.NotHome), At: datatest.At(datatest.Today()-40, 1000)})
	f.cookie = o.as(t, data.KaderRole)
	return f
}

func did(t *testing.T, conn *pgx.Conn, sql string, args ...any) {
	t.Helper()
	if _, err := conn.Exec(t.Context(), sql, args...); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

type fields = map[string]any

// event is what a phone writes as its nth, with some fields otherwise.
func (f *field) event(n int, with fields) fields {
	e := fields{
		"event_id": fmt.Sprintf("01930000-0000-7000-8000-%012x", n), "device_id": phoneID, "device_seq": n, "type": "RUMAH_KOSONG", "household": f.own,
		"wall_time": datatest.Moment().Add(-time.Hour).Format(time.RFC3339), "monotonic_ms": 1000, "boot_id": "0b000000-0000-7000-8000-00000000000b", "payload": fields{},
	}
	for k, v := range with {
		e[k] = v
	}
	return e
}

// push sends events and reads the answer.
func (f *field) push(t *testing.T, cookie string, request fields, events ...fields) api.Synced {
	t.Helper()
	body := fields{"device_id": phoneID, "server_epoch": nil, "events": append([]fields{}, events...)}
	for k, v := range request {
		body[k] = v
	}
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	got := f.send(t, cookie, "POST", "/api/v1/sync", string(text))
	var out api.Synced
	if err := json.Unmarshal([]byte(got.text), &out); err != nil || got.StatusCode != http.StatusOK || len(out.Verdicts) != len(events) {
		t.Fatalf("sync: %d %s (%v)", got.StatusCode, got.text, err)
	}
	return out
}

// verdicts are an answer in short.
func verdicts(s api.Synced) string {
	var out []string
	for _, v := range s.Verdicts {
		word := string(v.Verdict)
		if v.Reason != "" {
			word += "(" + string(v.Reason) + ")"
		}
		if v.Status != 0 {
			word += fmt.Sprint(" ", v.Status)
		}
		if (v.Text == "") != (v.Reason == "") {
			word += " says " + v.Text
		}
		out = append(out, word)
	}
	return strings.Join(out, ", ")
}

func (f *field) rows(t *testing.T, sql string, args ...any) string {
	t.Helper()
	rows, err := f.owner(t).Query(t.Context(), sql, args...)
	if err != nil {
		t.Fatal(err)
	}
	out, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(out, " ")
}

// One bad event spoils no other, and the same delivery again is known.
func TestEveryEventHasItsOwnVerdict(t *testing.T) {
	f := inTheField(t)
	lie := f.event(1, fields{"type": "MENOLAK"})
	all := []fields{
		f.event(1, nil),
		f.event(2, fields{"type": "BAYAR_LUNAS"}),
		f.event(3, fields{"type": "BAYAR_LUNAS", "payload": fields{"amount": 480_000, "channel": "PPOB", "receipt": "X1"}}),
		lie,
		f.event(5, fields{"household": f.others}),
		f.event(6, fields{"household": 999_999}),
		f.event(7, fields{"household": f.was}),
		f.event(8, fields{"type": "BAYAR_CICIL", "payload": fields{"amount": 200_000_000}}),
		f.event(9, fields{"type": "EDUKASI", "household": nil, "payload": fields{"heads": 12}}),
		{"event_id": 7},
	}
	const want = "accepted, rejected(PAYLOAD), accepted, rejected(OTHER_BODY) 409, rejected(UNKNOWN_HOUSEHOLD), rejected(UNKNOWN_HOUSEHOLD), accepted, held(AMOUNT), accepted, rejected(MALFORMED)"
	if got := verdicts(f.push(t, f.cookie, nil, all...)); got != want {
		t.Errorf("first: %s\nwant %s", got, want)
	}
	again := strings.NewReplacer("accepted", "duplicate", "held(AMOUNT)", "duplicate").Replace(want)
	if got := verdicts(f.push(t, f.cookie, nil, all...)); got != again {
		t.Errorf("again: %s\nwant %s", got, again)
	}
	if got := f.rows(t, "select outcome from visit where household_id = $1 order by nth", f.own); got != "RUMAH_KOSONG BAYAR_LUNAS" {
		t.Errorf("visits: %s", got)
	}
	if got := f.rows(t, "select outcome from visit where household_id = $1 order by nth", f.was); got != "RUMAH_KOSONG RUMAH_KOSONG" {
		t.Errorf("visits of the family of before: %s", got)
	}
	if got := f.rows(t, "select reason || ' ' || array_length(households, 1) from audit where act = 'record events'"); !strings.HasPrefix(got, "5 of device") {
		t.Errorf("audit: %q", got)
	}
	if got := f.rows(t, "select count(*)::text from river.river_job where kind = 'replan'"); got != "1" {
		t.Errorf("%s looks at the routes were asked for", got)
	}
}

// A correction and a cancellation may come before what they mend.
func TestMendsMayComeFirst(t *testing.T) {
	f := inTheField(t)
	first := f.event(1, nil)["event_id"]
	second := f.event(2, nil)["event_id"]
	got := f.push(t, f.cookie, nil,
		f.event(3, fields{"type": "KOREKSI", "of": first, "household": nil, "payload": fields{"event": fields{"type": "MENOLAK", "payload": fields{"reason": "HARGA"}}}}),
		f.event(4, fields{"type": "BATAL", "of": second, "household": nil}))
	if verdicts(got) != "accepted, accepted" || f.rows(t, "select outcome from visit where household_id = $1", f.own) != "" {
		t.Fatalf("mends alone: %s", verdicts(got))
	}
	f.push(t, f.cookie, nil, f.event(2, nil), f.event(1, nil))
	if got := f.rows(t, "select outcome from visit where household_id = $1", f.own); got != "MENOLAK" {
		t.Errorf("visits: %q, want the corrected one alone", got)
	}
}

// After a restore the phone learns from where on the server has lost what it had, and
// sending it again brings back the same state.
func TestAPhoneBringsBackWhatARestoreLost(t *testing.T) {
	f := inTheField(t)
	began := f.store.Now()
	sent := func() fields { // by a clock that goes on, however long the test takes
		now := f.store.Now()
		return fields{"wall_time": now.Format(time.RFC3339), "monotonic_ms": 3_601_000 + now.Sub(began).Milliseconds(), "boot_id": "0b000000-0000-7000-8000-00000000000b"}
	}
	var all []fields
	for n := 1; n <= 9; n++ { // in the middle of a minute
		all = append(all, f.event(n, fields{"monotonic_ms": 1000*(n-began.Second()) + 90_000, "type": []string{"RUMAH_KOSONG", "MENOLAK", "WA"}[n%3]}))
	}
	first := f.push(t, f.cookie, fields{"sent": sent()}, all...)
	if first.ResendFrom != nil {
		t.Errorf("a first delivery is asked for again from %d", *first.ResendFrom)
	}
	const state = "select v.event_id::text || v.day || v.nth || v.outcome from visit v union all select told::text from standing order by 1"
	want := f.rows(t, state)
	owner := f.owner(t)
	did(t, owner, "delete from event where device_id = $1 and device_seq >= 6", phoneID)
	err := pgx.BeginFunc(t.Context(), owner, func(tx pgx.Tx) error { return data.NewEpoch(t.Context(), tx) })
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.store.ReplayEvents(t.Context(), f.office.own.ID, false); err != nil {
		t.Fatal(err)
	}
	back := f.push(t, f.cookie, fields{"server_epoch": first.Epoch})
	if back.ResendFrom == nil || *back.ResendFrom != 6 || back.Epoch == first.Epoch {
		t.Fatalf("after the restore: %+v", back)
	}
	if got := verdicts(f.push(t, f.cookie, fields{"server_epoch": back.Epoch, "sent": sent()}, all[5:]...)); got != "accepted, accepted, accepted, accepted" {
		t.Errorf("sent again: %s", got)
	}
	if got := f.rows(t, state); got != want {
		t.Errorf("the state is\n%s\nwant\n%s", got, want)
	}
	if again := f.push(t, f.cookie, fields{"server_epoch": back.Epoch}); again.ResendFrom != nil {
		t.Errorf("asked for again: %d", *again.ResendFrom)
	}
}

// What another kader's phone wrote is taken from a supervisor, for that kader; what a
// revoked one wrote waits for the branch and counts for nothing yet.
func TestWhosePhoneItIsDecides(t *testing.T) {
	f := inTheField(t)
	supervisor := f.as(t, data.Supervisor)
	if got := verdicts(f.push(t, supervisor, nil, f.event(1, nil))); got != "rejected(OTHER_DEVICE)" {
		t.Errorf("an unknown phone, by the supervisor: %s", got)
	}
	owner := f.owner(t)
	did(t, owner, "insert into device (branch_id, id, kader_id, account_id, token_hash, browser) values (1, $1, 2, 1, 'x', 'uji')", phoneID)
	if got := verdicts(f.push(t, f.cookie, nil, f.event(1, nil))); got != "rejected(OTHER_DEVICE)" {
		t.Errorf("another's phone, by a kader: %s", got)
	}
	if got := verdicts(f.push(t, supervisor, nil, f.event(1, nil))); got != "rejected(UNKNOWN_HOUSEHOLD)" {
		t.Errorf("of a family that is none of the phone's kader's: %s", got)
	}
	did(t, owner, "update device set kader_id = 1")
	if got := verdicts(f.push(t, supervisor, nil, f.event(1, nil))); got != "accepted" {
		t.Errorf("by the supervisor, of the kader's phone: %s", got)
	}
	did(t, owner, "update device set revoked_at = now()")
	if got := verdicts(f.push(t, supervisor, nil, f.event(2, fields{"type": "MENOLAK"}))); got != "held(DEVICE_REVOKED)" {
		t.Errorf("of a revoked phone: %s", got)
	}
	if got := f.rows(t, "select outcome || kader_id from visit where household_id = $1", f.own); got != "RUMAH_KOSONG1" {
		t.Errorf("visits: %s", got)
	}
}

// A phone whose clock is years off is believed by its monotonic clock, and flagged.
func TestAWrongClockMovesNoVisit(t *testing.T) {
	f := inTheField(t)
	wrong, day := datatest.Moment().AddDate(-10, 0, 0), data.Branch{Zone: "WIB"}.Today(datatest.Moment().Add(-2*time.Hour))
	request := fields{"sent": fields{"wall_time": wrong.Format(time.RFC3339), "monotonic_ms": 7_201_000, "boot_id": "0b000000-0000-7000-8000-00000000000b"}}
	f.push(t, f.cookie, request, f.event(1, fields{"wall_time": wrong.Add(-2 * time.Hour).Format(time.RFC3339), "monotonic_ms": 1000}))
	if got := f.rows(t, "select day || ' ' || (off < interval '-9 years') from visit v join event e on e.id = v.event_id where v.household_id = $1", f.own); got != day.String()+" true" {
		t.Errorf("the visit was on %s, want %s", got, day)
	}
}

func TestADeliveryHasItsLimits(t *testing.T) {
	f := inTheField(t)
	send := func(events []fields) int {
		text, _ := json.Marshal(fields{"device_id": phoneID, "server_epoch": nil, "events": events})
		return f.send(t, f.cookie, "POST", "/api/v1/sync", string(text)).StatusCode
	}
	var many, large []fields
	for n := range 101 {
		many = append(many, f.event(n+1, nil))
	}
	for n := range 90 {
		large = append(large, f.event(n+1, fields{"extra": strings.Repeat("x", 3000)}))
	}
	if a, b, c := send(many), send(large), send(many[:100]); a != http.StatusUnprocessableEntity || b != http.StatusRequestEntityTooLarge || c != http.StatusOK {
		t.Errorf("101 events: %d; 270 KB: %d; 100 events: %d", a, b, c)
	}
}

// Whatever a phone wrote into an event, it is that event's own affair: the others of the
// delivery are taken, and it is not asked for again.
func TestABrokenEventSpoilsNoOther(t *testing.T) {
	f := inTheField(t)
	whole := func(n int, with fields) string {
		text, err := json.Marshal(f.event(n, with))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	note := func(n int, text string) string {
		return strings.Replace(whole(n, fields{"payload": fields{"note": "CATATAN"}}), "CATATAN", text, 1)
	}
	for n, c := range []struct{ name, event, want string }{
		{"an escaped NUL", note(100, `a\u0000b`), "rejected(TEXT)"},
		{"a NUL", note(101, "a\x00b"), "rejected(TEXT)"},
		{"broken UTF-8", note(102, "a\xff\xfeb"), "rejected(TEXT)"},
		{"half a character", note(103, `\ud83d`), "rejected(TEXT)"},
		{"a backslash before u0000", note(104, `\\u0000`), "accepted"},
		{"no object", `"\u0000"`, "rejected(MALFORMED)"},
		{"nothing", `null`, "rejected(MALFORMED)"},
		{"a year before all", whole(107, fields{"wall_time": "0000-01-01T00:00:00Z"}), "accepted"},
		{"a year after all", whole(108, fields{"wall_time": "9999-12-31T23:59:59Z", "monotonic_ms": 1<<62 + 1}), "accepted"},
		{"no time", whole(109, fields{"wall_time": "kemarin"}), "rejected(MALFORMED)"},
		{"much that nobody knows", whole(111, fields{"more": json.RawMessage(strings.Repeat("[", 60) + strings.Repeat("]", 60))}), "accepted"},
		{"a number beyond all", strings.Replace(whole(113, fields{"more": 77}), ":77", ":-1e400", 1), "rejected(TEXT)"},
		{"a sum beyond all", strings.Replace(whole(114, fields{"type": "BAYAR_CICIL", "payload": fields{"amount": 77}}), ":77", ":1E+400", 1), "rejected(MALFORMED)"},
		{"no number", strings.Replace(whole(115, fields{"more": 77}), ":77", ":NaN", 1), "rejected(TEXT)"},
		{"deeper than anything", strings.Replace(whole(116, fields{"more": 77}), ":77", ":"+strings.Repeat(`{"a":[`, 30_000)+strings.Repeat(`]}`, 30_000), 1), "rejected(TEXT)"},
		{"a promise of no day", whole(117, fields{"type": "JANJI_BAYAR", "payload": fields{"promise": fields{"amount": 1000}}}), "rejected(PAYLOAD)"},
		{"a date that is none", whole(112, fields{"type": "JANJI_BAYAR", "payload": fields{"promise": fields{"day": "2026-02-30", "amount": 1000}}}), "rejected(MALFORMED)"},
	} {
		good := fmt.Sprintf(`{"device_id":"%s","server_epoch":null,"events":[%s,%s]}`, phoneID, c.event, whole(n+1, nil))
		got := f.send(t, f.cookie, "POST", "/api/v1/sync", good)
		var out api.Synced
		if err := json.Unmarshal([]byte(got.text), &out); err != nil || got.StatusCode != http.StatusOK {
			t.Errorf("%s: %d %s (%v)", c.name, got.StatusCode, got.text, err)
			continue
		}
		if said := verdicts(out); said != c.want+", accepted" {
			t.Errorf("%s: %s, want %s", c.name, said, c.want)
		}
	}
}

func TestAKaderAnswersForAVisitThatTheSupervisorAsksAbout(t *testing.T) {
	f := inTheField(t)
	night := datatest.At(datatest.Today()-1, 22*60+30)
	e := f.event(1, fields{"wall_time": night.Format(time.RFC3339)})
	if got := f.push(t, f.cookie, nil, e); verdicts(got) != "accepted" {
		t.Fatal(verdicts(got))
	}
	day := "?day=" + (datatest.Today() - 1).String()
	own := f.send(t, f.cookie, "GET", "/api/v1/visit-signs"+day, "")
	if own.StatusCode != http.StatusOK || !strings.Contains(own.text, `"JAM"`) {
		t.Fatalf("the kader's own: %d %s", own.StatusCode, own.text)
	}
	reply := fmt.Sprintf("/api/v1/visit-signs/%s/reply", e["event_id"])
	if got := f.send(t, f.cookie, "POST", reply, `{"said":"Keluarga meminta jam itu"}`); got.StatusCode >= 300 {
		t.Fatalf("reply: %d %s", got.StatusCode, got.text)
	}
	seen := f.send(t, f.as(t, data.Supervisor), "GET", "/api/v1/branches/9901/visit-signs"+day, "")
	if !strings.Contains(seen.text, "Keluarga meminta jam itu") {
		t.Errorf("the supervisor reads %d %s", seen.StatusCode, seen.text)
	}
	if got := f.send(t, f.cookie, "GET", "/api/v1/visit-signs?day=kemarin", ""); got.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a day that is none: %d %s", got.StatusCode, got.text)
	}
}
