package data_test

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
)

// What is told of family n, each with a mark of its own to look for.
func tellsOf(n int) (marks []string) {
	for _, what := range []string{"990101%010d", "990102%010d", "990103%09d", "99015%011d", "KEPALA%d", "JALAN%d", "08990%07d", "CATATAN%d", "KOREKSI%d", "CALON%d", "08991%07d", "ORANG%d"} {
		marks = append(marks, fmt.Sprintf(what, n))
	}
	return append(marks, fmt.Sprintf("110.8123%02d", n), fmt.Sprintf("110.8987%02d", n))
}

// told makes families 7, 8 ... known in all that the branch keeps of one: their rows, the
// events at their doors, the payment file. They came to owe nothing on a day.
func told(t *testing.T, store *data.Store, b data.Branch, owner *pgx.Conn, settled map[int]planner.Day) {
	t.Helper()
	fix := func(n int, at string) *planner.Fix {
		var lng float64
		_, _ = fmt.Sscan(fmt.Sprintf(at, n), &lng)
		return &planner.Fix{Lat: -7.55, Lng: lng, Accuracy: 10}
	}
	for n, day := range settled {
		home, m := planner.HouseholdID(n), tellsOf(n)
		datatest.Record(t, store, b.ID,
			planner.Event{ID: eventID(n, 1), Household: home, Kader: 1, Type: planner.Code(planner.NotHome), At: datatest.At(day-9, 1000), Fix: fix(n, "110.8123%02d"), Payload: planner.Payload{Note: m[7], Person: m[11]}},
			planner.Event{Household: home, Kader: 1, Type: planner.Correction, Of: eventID(n, 1), At: datatest.At(day-8, 1000),
				Payload: planner.Payload{Event: &planner.Corrected{Type: planner.Code(planner.Refused), Payload: planner.Payload{Note: m[8], Reason: "HARGA"}}}},
			planner.Event{Household: home, Kader: 1, Type: planner.NewPhone, At: datatest.At(day-7, 1000), Payload: planner.Payload{Phone: m[6]}},
			planner.Event{Household: home, Kader: 1, Type: planner.HousePin, At: datatest.At(day-7, 1001), Payload: planner.Payload{Position: fix(n, "110.8987%02d")}},
			planner.Event{Household: home, Kader: 1, Type: planner.Registered, At: datatest.At(day-7, 1002),
				Payload: planner.Payload{Heads: 1, Lead: []byte(fmt.Sprintf(`{"consent":true,"name":%q,"phone":%q}`, m[9], m[10]))}},
			datatest.Payment(home, day, 70_000, fmt.Sprint("REF", n)))
		byOwner(t, owner, `update household set no_kk = $2, nik = $3, card_no = $4, va = $5, head_name = $6, address = $7, rt = '001', rw = '002', phone = $8,
			lon = $9, lat = -7.55, said_lon = $9, said_lat = -7.55, doubt = 'outside', arrears = 0, arrears_status = 'lunas', as_of = $10, print = 5 where id = $1`,
			n, m[0], m[1], m[2], m[3], m[4], m[5], m[6], fix(n, "110.8123%02d").Lng, day)
		byOwner(t, owner, `insert into money_row (branch_id, id, import_id, line, ref, plain, kk, va, card, day, amount, state, reason, candidates)
			values (1, $1, 1, 1, $2, $2, $3, $4, $5, $6, 70000, 'matched', 'KK', jsonb_build_array($3::text))`, n, fmt.Sprint("REF", n), m[0], m[3], m[2], day)
		byOwner(t, owner, "insert into money_share (branch_id, id, row_id, household_id, amount, ref) values (1, $1, $1, $1, 70000, $2)", n, fmt.Sprint("REF", n))
		byOwner(t, owner, `insert into ruling (branch_id, id, household_id, kind, said_desa, desa, lon, lat, before, reason, made_by)
			values (1, $1, $1, 'place', '99.01.01.2001', '99.01.01.2001', $2, -7.55, jsonb_build_object('At', $3::text), $3, 'petugas')`, n, fix(n, "110.8123%02d").Lng, m[7])
		byOwner(t, owner, "update event set received_at = $2::date where household_id = $1", n, day)
	}
}

func eventID(n, k int) planner.EventID {
	return planner.EventID(fmt.Sprintf("01930000-0000-7000-8000-%08d%04d", n, k))
}

func byOwner(t *testing.T, conn *pgx.Conn, sql string, args ...any) {
	t.Helper()
	if _, err := conn.Exec(t.Context(), sql, args...); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

// everything is all that the database holds, as text, by table.
func everything(t *testing.T, owner *pgx.Conn) map[string]string {
	t.Helper()
	rows, err := owner.Query(t.Context(), "select tablename from pg_tables where schemaname in ('public', 'river')")
	if err != nil {
		t.Fatal(err)
	}
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, table := range tables {
		var text string
		schema := "public."
		if strings.HasPrefix(table, "river") {
			schema = "river."
		}
		if err := owner.QueryRow(t.Context(), "select coalesce(string_agg(t::text, E'\n' order by t::text), '') from "+schema+table+" t").Scan(&text); err != nil {
			t.Fatal(err)
		}
		out[table] = text
	}
	return out
}

// forgetful is a village by the machine's own clock, whose today is told, and a
// connection that sees all of it.
func forgetful(t *testing.T) (store *data.Store, b data.Branch, owner *pgx.Conn, today planner.Day) {
	t.Helper()
	dsn, app := datatest.DSN(t)
	store = datatest.Open(t, app, data.Clock{})
	b = datatest.Village(t, store)
	owner, err := pgx.Connect(t.Context(), superuser(t, dsn))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { owner.Close(context.Background()) })
	return store, b, owner, b.Today(store.Now())
}

// Of a family that has owed nothing for two years no mark is left anywhere; what it paid
// and how often it was visited is. Of one that settled a month later all is.
func TestAFamilyThatOwesNothingIsForgottenWithoutResidue(t *testing.T) {
	store, b, owner, today := forgetful(t)
	told(t, store, b, owner, map[int]planner.Day{7: today - 740, 8: today - 710})
	before := everything(t, owner)
	for _, mark := range append(tellsOf(7), tellsOf(8)...) {
		if !strings.Contains(before["household"]+before["event"], mark) {
			t.Fatalf("%s was never told", mark)
		}
	}
	const money = "select household_id::text || outcome || amount || day from visit union all select household_id::text || ref || amount || day from payment order by 1"
	kept := column(t, owner, money)
	gone, err := store.Forget(t.Context(), b.ID, today)
	if err != nil || gone.Families != 1 || gone.Numbers != 1 || gone.Events == 0 {
		t.Fatalf("gone: %v (%v)", gone, err)
	}
	for table, text := range everything(t, owner) {
		for _, mark := range tellsOf(7) {
			if strings.Contains(text, mark) {
				t.Errorf("%s is left in %s", mark, table)
			}
		}
	}
	after := everything(t, owner)
	for _, mark := range tellsOf(8)[:13] {
		if !strings.Contains(after["household"]+after["event"], mark) {
			t.Errorf("%s of the other family is gone", mark)
		}
	}
	if diff := cmp.Diff(kept, column(t, owner, money)); diff != "" {
		t.Errorf("visits and payments (-before +after)\n%s", diff)
	}
	if r, err := store.ReplayEvents(t.Context(), b.ID, true); err != nil || r.Different != 0 {
		t.Errorf("a replay differs in %d rows (%v)", r.Different, err)
	}
	if again, err := store.Forget(t.Context(), b.ID, today); err != nil || again != (data.Forgotten{}) {
		t.Errorf("the second time went %v: %v", again, err)
	}
}

func column(t *testing.T, owner *pgx.Conn, sql string) []string {
	t.Helper()
	rows, err := owner.Query(t.Context(), sql)
	if err != nil {
		t.Fatal(err)
	}
	out, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Who owes something, or was heard of, is known for as long.
func TestWhoIsNotForgotten(t *testing.T) {
	for _, c := range []struct{ name, change string }{
		{"owes again", "update household set arrears = 5, arrears_status = 'aktif' where id = 7"},
		{"a file named it lately", "update household set as_of = current_date - 30 where id = 7"},
		{"was missed by a file lately", "update household set absent_since = current_date - 30 where id = 7"},
		{"paid lately", "update household set last_paid = current_date - 30 where id = 7"},
		{"was visited lately", "update event set received_at = now() - interval '30 days' where household_id = 7 and type = 'RUMAH_KOSONG'"},
		{"the branch keeps longer", `insert into rule (branch_id, key, valid_from, value, source_note) values (1, 'retention', '2020-01-01', '{"familyDays":900}', 'uji')`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			store, b, owner, today := forgetful(t)
			told(t, store, b, owner, map[int]planner.Day{7: today - 740})
			byOwner(t, owner, c.change)
			if gone, err := store.Forget(t.Context(), b.ID, today); err != nil || gone.Families != 0 {
				t.Errorf("gone: %v (%v)", gone, err)
			}
			if got := column(t, owner, "select head_name || no_kk from household where id = 7"); got[0] != tellsOf(7)[4]+tellsOf(7)[0] {
				t.Errorf("the family is %s", got)
			}
		})
	}
}

// Exact places go after 90 days, notes and names after two years, of every family; what
// an event came to is the same.
func TestPlacesAndNotesGoWithTheirTime(t *testing.T) {
	store, b, owner, today := forgetful(t)
	for n, days := range map[int]planner.Day{1: 20, 2: 100, 3: 800} {
		datatest.Record(t, store, b.ID, planner.Event{
			ID: eventID(n, 1), Household: 9, Kader: 1, Type: planner.Code(planner.PaidPart), At: datatest.At(today-days, 1000), Fix: &planner.Fix{Lat: -7.5512345, Lng: 110.8123456, Accuracy: 4},
			Payload: planner.Payload{Note: "di rumah mertua", Person: "Contoh", Amount: 35_000, Channel: "PPOB", Receipt: fmt.Sprint("R", n), Reason: "GAJIAN"},
		})
		byOwner(t, owner, "update event set received_at = now() - make_interval(days => $2) where id = $1", string(eventID(n, 1)), int(days))
	}
	before := column(t, owner, "select household_id::text || outcome || amount || day from visit where household_id = 9 order by 1")
	if gone, err := store.Forget(t.Context(), b.ID, today); err != nil || gone.Events != 2 {
		t.Errorf("gone: %v (%v)", gone, err)
	}
	const said = "select concat_ws(' ', body->'fix'->>'lat', body->'payload'->>'note', body->'payload'->>'person', body->'payload'->>'amount', body->'payload'->>'reason') from event where household_id = 9 order by id"
	want := []string{"-7.5512345 di rumah mertua Contoh 35000 GAJIAN", "-7.5512 di rumah mertua Contoh 35000 GAJIAN", "-7.5512 35000 GAJIAN"}
	if diff := cmp.Diff(want, column(t, owner, said)); diff != "" {
		t.Errorf("events say (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff(before, column(t, owner, "select household_id::text || outcome || amount || day from visit where household_id = 9 order by 1")); diff != "" {
		t.Errorf("visits (-before +after)\n%s", diff)
	}
	if r, err := store.ReplayEvents(t.Context(), b.ID, true); err != nil || r.Different != 0 {
		t.Errorf("a replay differs in %d rows (%v)", r.Different, err)
	}
}

// Whoever has the application's rights changes no event, and lets none go before its
// least time.
func TestNobodyWearsAYoungEvent(t *testing.T) {
	store, b, owner, today := forgetful(t)
	told(t, store, b, owner, map[int]planner.Day{7: today - 20, 8: today - 300})
	before := everything(t, owner)
	for _, sql := range []string{"select wear_events($1, now() + interval '9 years', now() + interval '9 years', 1000)", "select forget_families($1, now() + interval '9 years', 1000, 64)"} {
		err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
			_, err := tx.Exec(t.Context(), sql, b.ID)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	after := everything(t, owner)
	if before["household"] != after["household"] {
		t.Error("a family that settled within the year was forgotten")
	}
	if !strings.Contains(after["event"], "CATATAN7") || !strings.Contains(after["event"], "CATATAN8") || !strings.Contains(after["event"], "110.812307") {
		t.Error("a note of less than a year, or a place of less than a month, is gone")
	}
	err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		_, err := tx.Exec(t.Context(), "update event set worn = 0")
		return err
	})
	if err == nil {
		t.Error("the application may change events")
	}
}

// A number that stands for a forgotten family is nobody's, and the next file that names
// the family knows it no more.
func TestAForgottenFamilyIsFoundByNoNumber(t *testing.T) {
	store, b, owner, today := forgetful(t)
	told(t, store, b, owner, map[int]planner.Day{7: today - 740})
	if _, err := store.Forget(t.Context(), b.ID, today); err != nil {
		t.Fatal(err)
	}
	got := column(t, owner, "select no_kk || '|' || nik || card_no || va || phone || '|' || accuracy || cell || desa from household where id = 7")
	if want := "0000000000000007||F0" + datatest.VillageKecamatan; !strings.HasPrefix(got[0], string(want)) {
		t.Errorf("the row is %s, want %s...", got[0], want)
	}
}

// keptOfTheForgotten are the columns of a household that stay when it is forgotten:
// none tells who it was.
var keptOfTheForgotten = strings.Fields(`
	branch_id id classes segment arrears_of months arrears arrears_status last_paid desa as_of
	excluded_on stale absent_since import_id`)

// Whoever adds a column to household says here what becomes of it when the family is
// forgotten: forget_families empties it, or it tells nothing.
func TestEveryColumnOfAFamilyIsForgottenOrTellsNothing(t *testing.T) {
	owner := owner(t)
	body := strings.Join(strings1(t, owner, "select pg_get_functiondef('forget_families'::regproc)"), "")
	update := regexp.MustCompile(`(?s)update household h\s+set (.*?)\s+where`).FindStringSubmatch(body)
	if update == nil {
		t.Fatalf("forget_families empties no household:\n%s", body)
	}
	all := strings1(t, owner, "select attname::text from pg_attribute where attrelid = 'household'::regclass and attnum > 0 and not attisdropped order by 1")
	for _, name := range all {
		emptied := regexp.MustCompile(`\b` + name + ` = `).MatchString(update[1])
		if kept := slices.Contains(keptOfTheForgotten, name); kept == emptied {
			t.Errorf("column %s of a forgotten family: emptied %t, kept %t", name, emptied, kept)
		}
	}
	for _, name := range keptOfTheForgotten {
		if !slices.Contains(all, name) {
			t.Errorf("household has no column %s", name)
		}
	}
}
