package data_test

import (
	"bytes"
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/planner"
)

// Visits and payments of a database from before there were events become events, and
// what those come to is what was stored.
func TestAnOlderPastBecomesEvents(t *testing.T) {
	dsn, app := datatest.Empty(t)
	if err := data.MigrateTo(t.Context(), dsn, 80); err != nil {
		t.Fatal(err)
	}
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.Background()) }()
	for _, sql := range []string{
		"select set_config('binaan.branches', '{1}', false)",
		"insert into branch (code, name, zone) values ('9901', 'Contoh', 'WIT')",
		`insert into kader (branch_id, id, code, name, lon, lat, kecamatan, valid_from, valid_to, shifts, status)
			values (1, 1, 'K1', 'Contoh', 140, -2.5, '99.01.01', '2026-01-01', '2027-01-01', '[]', 'aktif')`,
		`insert into household (branch_id, id, no_kk, head_name, classes, segment, arrears_of, months, arrears, arrears_status, desa, phone_quality, accuracy, cell, as_of)
			select 1, n, '990000000000000' || n, 'Contoh', '{3}', 'PBPU', 'PBPU', 12, 420000, 'aktif', '99.01.01.2001', 'none', 'E', 1, '2026-11-01' from generate_series(1, 3) n`,
		`insert into visit (branch_id, household_id, kader_id, day, at, outcome, amount, steps, promise, import_id) values
			(1, 1, 1, '2026-10-01', 1020, 'JANJI_BAYAR', 70000, 0, '{"due":"2026-10-09","open":480,"close":1200,"amount":70000,"state":"kept"}', 4),
			(1, 1, 1, '2026-10-20', 5, 'RUMAH_KOSONG', 0, 0, null, 4),
			(1, 2, 1, '2026-10-02', 1439, 'REHAB_DAFTAR', 52500, 8, null, 4)`,
		`insert into payment (branch_id, household_id, day, amount, channel, ref, import_id, reversed_on, reversal_ref) values
			(1, 1, '2026-10-09', 70000, 'Bank "A" & anak', 'R1', 5, null, ''), (1, 2, '2026-10-02', 52500, '', 'R2', 5, '2026-10-03', 'B2')`,
	} {
		if _, err := conn.Exec(t.Context(), sql); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
	was := past(t, conn)
	if err := data.Migrate(t.Context(), dsn); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(was, past(t, conn)); diff != "" {
		t.Errorf("the upgrade changed (-was +is):\n%s", diff)
	}
	store := datatest.Open(t, app, datatest.Clock())
	if r, err := store.ReplayEvents(t.Context(), 1, false); err != nil || r.Events != 6 || r.Different > 2 {
		t.Fatalf("replay: %+v (%v); only what was told besides may be new", r, err)
	}
	if diff := cmp.Diff(was, past(t, conn)); diff != "" {
		t.Errorf("the replay changed (-was +is):\n%s", diff)
	}
	for _, body := range strings1(t, conn, "select body::text from event") {
		if spelt, err := planner.BodyOf([]byte(body)); err != nil || !bytes.Equal(spelt, []byte(body)) {
			t.Errorf("body %s is not in the one spelling, %s (%v)", body, spelt, err)
		}
	}
}

// past is what was stored of visits and payments, without what is new in the schema.
func past(t *testing.T, conn *pgx.Conn) []string {
	t.Helper()
	return append(strings1(t, conn, "select (household_id, kader_id, day, at, outcome, amount, steps, promise)::text from visit order by 1"),
		strings1(t, conn, "select (household_id, day, amount, channel, ref, reversed_on, reversal_ref)::text from payment order by 1")...)
}
